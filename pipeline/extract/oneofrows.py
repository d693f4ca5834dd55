"""A page that shows a row of another page by itself: a month's bill beside the list of months.

2026-11-27: a product's own page listed its months with all their parts and came to its total;
opened, one month was taken for a loan, and the page for a mere sum over loans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.joining import UNPAID, BillPage

LEAST_PARTS = 2
"""So many parts of the row stand on the page by itself as well, figure for figure."""


def listed_again(pages: Sequence[BillPage]) -> dict[int, BillPage]:
    """Identity of such a page → the page that lists it with all its rows and their sum."""
    found: dict[int, BillPage] = {}
    for page in pages:
        homes = [whole for whole in pages if whole is not page and _lists(whole, page)]
        if homes:
            found[id(page)] = homes[0]
    return {page: whole for page, whole in found.items() if id(whole) not in found}


def bare(page: BillPage) -> BillPage:
    """The page without figures: what it shows is counted where it is listed."""
    draft = replace(page.draft, periods=[], totals={}, meant={}, paid={}, originals=[])
    return replace(page, draft=replace(draft, lent=None, began=None, loans=None, signed=()))


def _lists(whole: BillPage, page: BillPage) -> bool:
    if whole.lender.entry != page.lender.entry or not _complete(whole):
        return False
    return any(_is_row(row, page) for row in whole.draft.periods)


def _complete(whole: BillPage) -> bool:
    """Whether the rows of a page, each with its parts, come to a total of the whole."""
    rows = [row.amounts for row in whole.draft.periods if row.status in UNPAID]
    if len(rows) < 2 or not all("total" in row and len(row) > LEAST_PARTS for row in rows):
        return False
    made = sum((row["total"].value for row in rows), Decimal(0))
    return made in {one.value for one in whole.draft.totals.get("total", ())}


def _is_row(row: PeriodDraft, page: BillPage) -> bool:
    """Whether what a page says of its whole is what a row says, and it has every part; a month's
    bill that lists its purchases (10月账单, 剩余待还 777.68) may lack their sum."""
    totals = page.draft.totals
    stated = {name: {one.value for one in entries} for name, entries in totals.items()}
    parts = {name: one.value for name, one in row.amounts.items() if one.value}
    enough = "total" in parts and len(parts) > LEAST_PARTS
    if not enough or parts["total"] not in stated.get("total", set()):
        return False
    month = row.due is not None and row.due.month == page.draft.month
    lacking = {name for name, value in parts.items() if value not in stated.get(name, set())}
    return not lacking or (month and not lacking & stated.keys())
