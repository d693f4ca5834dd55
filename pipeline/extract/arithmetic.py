"""The sums a page lets us do: parts = total, periods = whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from pipeline.extract.stated import Stated
from schemas.base import CENT
from schemas.statement import COMPONENTS, Arithmetic

TOLERANCE = CENT
PENALTY_TOLERANCE = Decimal("0.05")


@dataclass(frozen=True)
class Sum:
    """A sum done: what it shows, and the stated amounts it confirms or puts in doubt."""

    shown: Arithmetic
    members: tuple[Stated, ...]


def parts_against_total(
    where: str, amounts: dict[str, Stated], waived: Decimal, paid: Decimal
) -> Sum | None:
    """本金+利息+罚息+费 = 合计, also after what was waived or paid is taken off, or with what was
    paid added (应还本息 = 已还本息 + 未还本金 + 未还利息).

    None where the page states too little to say: without a principal an unequal sum means nothing.
    """
    total = amounts.get("total")
    parts = [amounts[name] for name in COMPONENTS if name in amounts]
    if total is None or not parts or (len(parts) == 1 and "principal" not in amounts):
        return None
    if not total.value and "principal" in amounts:
        return None  # 未还金额 0.00 of an instalment that was paid, whose parts are as they were.
    if any(one is total for part in parts for one in part.more):
        return None  # What is left of a total makes it again, and bears nothing out.
    computed = _sum(parts)
    for less in (Decimal(0), waived, paid, waived + paid, -paid):
        if abs(computed - less - total.value) <= TOLERANCE:
            return _sum_of("total", where, total.value, computed - less, True, (total, *parts))
    fitting = _fitting(amounts, total.value)
    if fitting:
        return _sum_of("total", where, total.value, _sum(fitting), True, (total, *fitting))
    if "principal" not in amounts or len(parts) < 2:
        return None
    return _sum_of("total", where, total.value, computed, False, (total, *parts))


def _fitting(amounts: dict[str, Stated], total: Decimal) -> list[Stated]:
    """Principal, interest and some of the charges that make the total (fees listed apart)."""
    base = [amounts[name] for name in ("principal", "interest") if name in amounts]
    extra = [amounts[name] for name in ("penalty", "fees", "late_fees") if name in amounts]
    if len(base) < 2:
        return []
    for count in range(len(extra)):
        for chosen in combinations(extra, count):
            if abs(_sum([*base, *chosen]) - total) <= TOLERANCE:
                return [*base, *chosen]
    return []


def periods_against_whole(where: str, whole: Stated, parts: Sequence[Stated]) -> Sum | None:
    """Σ periods = whole; an unequal sum means nothing, since a screen may not show all periods, and
    a figure is no sum of itself."""
    if not parts or (len(parts) == 1 and parts[0] is whole):
        return None
    computed = _sum(parts)
    if abs(computed - whole.value) <= TOLERANCE:
        return _sum_of("periods", where, whole.value, computed, True, (whole, *parts))
    return None


def parts_short(where: str, whole: Stated, parts: Sequence[Stated]) -> Sum:
    """An open sum of rows that should make the whole; it puts the whole in doubt, not the rows."""
    return _sum_of("periods", where, whole.value, _sum(parts), False, (whole,))


def is_some_of(whole: Decimal, periods: Sequence[Decimal]) -> bool:
    """Whether a figure is one period's, or the sum of the first few (those overdue, or ticked)."""
    sums = {sum(periods[:count], Decimal(0)) for count in range(1, len(periods))}
    return whole in sums or whole in periods


def _sum(parts: Sequence[Stated]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _sum_of(
    kind: str,
    where: str,
    shown: Decimal,
    computed: Decimal,
    closes: bool,
    members: tuple[Stated, ...],
) -> Sum:
    return Sum(
        Arithmetic(kind=kind, where=where, shown=shown, computed=computed, closes=closes), members
    )
