"""Bills of single months on screens of their own, and the overview that lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.stated import comes_to

if TYPE_CHECKING:
    from pipeline.extract.joining import BillPage


def own_rows(page: BillPage, pages: Sequence[BillPage]) -> list[PeriodDraft]:
    """The instalments of a page; 10月账单 1,899.32 on an overview is left to the page that says of
    what it is made. Of two months that come to the same each needs a page of its own."""
    made = Counter(_made_elsewhere(page, pages))
    kept = []
    for row in page.draft.periods:
        total = row.amounts.get("total")
        alone = row.index is None and row.due is None and set(row.amounts) == {"total"}
        if alone and total is not None and made[total.value] > 0:
            made[total.value] -= 1
        else:
            kept.append(row)
    return kept


def _made_elsewhere(page: BillPage, pages: Sequence[BillPage]) -> Iterator[Decimal]:
    """What the bills of months on other pages come to that say of what they are made; one shown on
    two pages counts once."""
    seen: set[object] = set()
    for other in pages:
        listed = () if other is page else other.draft.periods
        rows = [row for row in listed if len(row.amounts) > 1]
        bills = [(row.due or row.index or id(row), comes_to(row.amounts)) for row in rows]
        whole = whole_of(other) if other is not page and closes(other) else None
        if whole is not None and not rows:
            bills.append((other.draft.due or other.draft.month or id(other), whole))
        for key, value in bills:
            if (key, value) not in seen:
                seen.add((key, value))
                yield value


def monthly_bills(pages: Sequence[BillPage]) -> frozenset[int]:
    """Pages (by identity) that are each the bill of one month, where there are several of them.

    Each says which month it is of, or another page's total is the sum of theirs and they fall due
    on days of their own: instalments of one debt, each on a screen of its own. A card's bill
    carries what was owed before, so two of them are never parts of one whole.
    """
    if any(page.lender.entry.kind == "credit_card" for page in pages):
        return frozenset()
    alone = [
        page
        for page in pages
        if whole_of(page) is not None
        and (not page.draft.periods or (page.draft.month and closes(page)))
    ]
    named = [page for page in alone if page.draft.month]
    if len({page.draft.month for page in named}) > 1:
        return frozenset(map(id, named))
    listed = [page for page in named if closes(page) and _is_listed(page, pages)]
    if listed:
        return frozenset(map(id, listed))
    dated = [page for page in alone if page.draft.due]
    for whole in alone:
        parts = [page for page in dated if page is not whole]
        dues = {page.draft.due for page in parts}
        total = sum((whole_of(page) or Decimal(0) for page in parts), Decimal(0))
        if len(parts) == len(dues) > 1 and total == whole_of(whole):
            return frozenset(map(id, parts))
    return frozenset()


def _is_listed(page: BillPage, pages: Sequence[BillPage]) -> bool:
    """Whether an overview among the pages lists the total of one as a row of its own."""
    return any(
        set(row.amounts) == {"total"} and row.amounts["total"].value == whole_of(page)
        for other in pages
        if other is not page
        for row in other.draft.periods
    )


def closes(page: BillPage) -> bool:
    """Whether what a page says of the whole makes its total: what it lists besides is detail."""
    parts = [entries[0].value for name, entries in page.draft.meant.items() if name != "total"]
    return len(parts) > 1 and sum(parts, Decimal(0)) == whole_of(page)


def whole_of(page: BillPage) -> Decimal | None:
    total = next(iter(page.draft.meant.get("total", ())), None)
    return total.value if total else None
