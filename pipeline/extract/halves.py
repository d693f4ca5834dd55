"""The lower half of a month's bill over the first whole one of a screen that was scrolled.

2026-11-28: 消费本金, 利息 and 逾期利息 of 11月账单, whose head had scrolled away, were taken for
what is owed of all months; the screen before showed that bill whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.joining import BillPage

LEAST = 2
"""So many parts of a bill, figure for figure, make them its lower half."""


def without_lower_halves(pages: Sequence[BillPage]) -> list[BillPage]:
    """The pages; what one states over its rows, and another shows within a row, is that row's."""
    return [_without(page, pages) if _may_be_cut(page) else page for page in pages]


def _may_be_cut(page: BillPage) -> bool:
    """Whether a page lists rows below some parts, and names no sum of them."""
    draft = page.draft
    return bool(draft.periods) and len(draft.totals) >= LEAST and "total" not in draft.totals


def _without(page: BillPage, pages: Sequence[BillPage]) -> BillPage:
    stated = {name: [one.value for one in entries] for name, entries in page.draft.totals.items()}
    others = [one for one in pages if one is not page and one.lender.entry == page.lender.entry]
    whole = any(
        _is_half(stated, row) and not any(_same(row, mine) for mine in page.draft.periods)
        for other in others
        for row in other.draft.periods
    )
    whole = whole or any(_has_within(other, stated) for other in others)
    return replace(page, draft=replace(page.draft, totals={}, meant={})) if whole else page


def _has_within(other: BillPage, stated: Mapping[str, list[Decimal]]) -> bool:
    """Whether a page has the same figures beside those of its whole, as the only bill on it."""
    its = {name: [one.value for one in entries[1:]] for name, entries in other.draft.totals.items()}
    return "total" in its and all(
        len(values) == 1 and values[0] in its.get(name, ()) for name, values in stated.items()
    )


def _is_half(stated: Mapping[str, list[Decimal]], row: PeriodDraft) -> bool:
    """Whether each part that is stated is the row's, and the row has its sum as well."""
    amounts = row.amounts
    return "total" in amounts and all(
        name in amounts and values == [amounts[name].value] for name, values in stated.items()
    )


def _same(row: PeriodDraft, mine: PeriodDraft) -> bool:
    """Whether a page shows a row itself, whole."""
    shared = row.amounts.keys() & mine.amounts.keys()
    return len(shared) > LEAST and all(
        row.amounts[name].value == mine.amounts[name].value for name in shared
    )
