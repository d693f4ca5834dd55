"""Purchases that are each paid by instalments: k/n beside one counts its own, not the page's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.drafts import PeriodDraft


def are_orders(periods: Sequence[PeriodDraft]) -> bool:
    """Whether k/n stands beside several purchases, not over the instalments of one plan: of other
    lengths, or one number twice with other days or, where none says its day, other figures."""
    seen: dict[int, PeriodDraft] = {}
    for period in periods:
        before = seen.setdefault(period.index or 0, period)
        if before is period or not period.index:
            continue
        if before.due and period.due and before.due != period.due:
            return True
        if before.due is None and period.due is None:
            same = {name: stated.value for name, stated in before.amounts.items()}
            if any(same.get(name, one.value) != one.value for name, one in period.amounts.items()):
                return True
    return len({period.of for period in periods if period.of}) > 1


def as_order(period: PeriodDraft) -> PeriodDraft:
    """An instalment of one of several purchases: its number says nothing of the whole."""
    if period.index is None:
        return period
    return replace(period, index=None, of=None, order=(period.index, period.of or 0))
