"""Two screens that show one sum, of which one says what it is made of: that one is believed.

A bill's screen lists purchases under its sum, the sheet over it 本金, 利息 and 罚息. What the first
seems to say of its parts is not what is owed, where the second makes the sum to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.folding import squeezed
from pipeline.extract.joining import BillPage
from pipeline.extract.stated import Stated

LEAST_PARTS = 2
TELLING = Decimal(50)
"""Yuan from which on a sum with cents under one label is hardly another one by chance."""


def one_sum(first: BillPage, second: BillPage) -> bool:
    """Whether two pages show one sum with cents under the same words."""
    return bool(_shared(first, second))


def _shared(first: BillPage, second: BillPage) -> set[Decimal]:
    """Sums that two pages show alike. A sheet shows the page under it too: what its parts make is
    then another sum than that page's."""
    return {value for _, value in _sums(first) & _sums(second)}


def _made_by(parts: Mapping[str, Stated]) -> Decimal:
    return sum((one.value for one in parts.values()), Decimal(0))


def backed(pages: Sequence[BillPage]) -> list[BillPage]:
    """The pages; those that show the sum of a page whose parts make it state no part of theirs
    otherwise than that page does."""
    proved = [(page, parts) for page in pages if (parts := _parts(page))]
    return [_without_rivals(page, proved) for page in pages]


def _without_rivals(
    page: BillPage, proved: Sequence[tuple[BillPage, Mapping[str, Stated]]]
) -> BillPage:
    if _parts(page):
        return page
    names = {
        name for other, parts in proved
        if other is not page and _made_by(parts) in _shared(page, other)
        for name in parts
    }  # fmt: skip
    if not names:
        return page
    draft = page.draft
    rows = [
        replace(row, amounts={k: v for k, v in row.amounts.items() if k not in {*names, "total"}})
        for row in draft.periods
    ]
    whole = {
        name: [one for one in entries if name not in names or one.role_scope == "debt"]
        for name, entries in draft.meant.items()
    }
    meant = {name: entries for name, entries in whole.items() if entries}
    kept = [row for row in rows if row.amounts]
    return replace(page, draft=replace(draft, periods=kept, meant=meant))


def _parts(page: BillPage) -> Mapping[str, Stated]:
    """The parts that make a sum of the page to the cent; empty where none do."""
    draft = page.draft
    blocks = [{name: entries[0] for name, entries in draft.meant.items() if entries}]
    blocks += [row.amounts for row in draft.periods] if len(draft.periods) == 1 else []
    totals = {one.value for one in draft.meant.get("total", ())}
    totals |= {row.amounts["total"].value for row in draft.periods if "total" in row.amounts}
    for block in blocks:
        parts = {name: stated for name, stated in block.items() if name != "total"}
        if len(parts) >= LEAST_PARTS and _made_by(parts) in totals:
            return parts
    return {}


def _sums(page: BillPage) -> set[tuple[str, Decimal]]:
    totals = [*page.draft.totals.get("total", ())]
    if len(page.draft.periods) == 1:  # The instalments of a plan all come to one sum.
        totals += [row.amounts["total"] for row in page.draft.periods if "total" in row.amounts]
    return {
        (squeezed(one.label), one.value) for one in totals if one.value >= TELLING and one.value % 1
    }
