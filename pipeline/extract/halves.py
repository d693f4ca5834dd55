"""The lower half of a month's bill over the first whole one of a screen that was scrolled.

2026-11-28: 消费本金, 利息 and 逾期利息 of 11月账单, whose head had scrolled away, were taken for
what is owed of all months; the screen before showed that bill whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.joining import BillPage, says_all
from pipeline.extract.stated import Stated

LEAST = 2
"""So many parts of a bill, figure for figure, make them its lower half."""


def without_lower_halves(pages: Sequence[BillPage]) -> list[BillPage]:
    """The pages; what one states over its rows, and another shows within a row, is that row's."""
    return [_without(page, pages) if _may_be_cut(page) else page for page in pages]


def _may_be_cut(page: BillPage) -> bool:
    """Whether a page lists rows below some parts, each said once, and names no sum of them."""
    totals = page.draft.totals
    parts = len(totals) >= LEAST and "total" not in totals
    return bool(page.draft.periods) and parts and all(len(one) == 1 for one in totals.values())


def _without(page: BillPage, pages: Sequence[BillPage]) -> BillPage:
    totals = page.draft.totals
    others = [one for one in pages if one is not page and one.lender.entry == page.lender.entry]
    half = any(
        "total" in row.amounts
        and says_all(row, totals)
        and not any(_same(row, mine) for mine in page.draft.periods)
        for other in others
        for row in other.draft.periods
    )
    half = half or any(_has_within(other, totals) for other in others)
    return replace(page, draft=replace(page.draft, totals={}, meant={})) if half else page


def _has_within(other: BillPage, totals: Mapping[str, Sequence[Stated]]) -> bool:
    """Whether a page has the same figures beside those of its whole, as the only bill on it."""
    its = {name: {one.value for one in found[1:]} for name, found in other.draft.totals.items()}
    return "total" in its and all(one[0].value in its.get(name, ()) for name, one in totals.items())


def _same(row: PeriodDraft, mine: PeriodDraft) -> bool:
    """Whether a page shows a row itself, whole."""
    shared = row.amounts.keys() & mine.amounts.keys()
    return len(shared) > LEAST and all(
        row.amounts[name].value == mine.amounts[name].value for name in shared
    )
