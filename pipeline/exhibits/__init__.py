"""Papers → numbered exhibits in the order of the pack."""

from pipeline.exhibits.groups import exhibit_groups, exhibits_by_page, with_exhibits
from pipeline.exhibits.titles import day_text, exhibits_text, yuan_text

__all__ = [
    "day_text",
    "exhibit_groups",
    "exhibits_by_page",
    "exhibits_text",
    "with_exhibits",
    "yuan_text",
]
