"""Which of two screens of one debt is the later one, where a day is missing."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.identity import ZERO, marks_of
from schemas.statement import PeriodStatus, Statement

DAILY = Decimal("0.001")
"""A share of what is overdue that a day adds to it at most."""


def grown_since(older: Statement, newer: Statement) -> bool:
    """Whether of two screens of one debt the second is shown to be the later one by what it owes:
    the same principal, no charge less and one of them more, as days make it."""
    mine, its = marks_of(older), marks_of(newer)
    if mine.principal is None or mine.principal != its.principal:
        return False
    names = mine.charges.keys() | its.charges.keys()
    steps = [its.charges.get(name, ZERO) - mine.charges.get(name, ZERO) for name in names]
    return bool(steps) and min(steps) >= 0 and max(steps) > 0


def later_by_delay(older: Statement, newer: Statement) -> bool:
    """Whether of two screens without a day the second says more days overdue, and owes what has
    grown in them: by what each is made of, month by month, or in sum."""
    days = older.overdue_days, newer.overdue_days
    if older.as_of or newer.as_of or not (days[0] and days[1] and days[0] < days[1]):
        return False
    between = days[1] - days[0]
    grown = grown_since(older, newer) or _rows_grown(older, newer, between)
    return grown or _sum_grown(older, newer, between)


def _sum_grown(older: Statement, newer: Statement, days: int) -> bool:
    """Whether of two screens, one of which states its sum alone, the sum has grown by no more than
    so many days add to it."""
    mine, its = older.outstanding, newer.outstanding
    if mine.total is None or its.total is None or (mine.principal and its.principal):
        return False
    return mine.total.value < its.total.value <= mine.total.value * (1 + days * DAILY)


def _rows_grown(older: Statement, newer: Statement, days: int) -> bool:
    """Whether every overdue row of a list, of two at least, stands in another one too, grown by
    no more than so many days add to it."""
    mine, its = (
        [p.total.value for p in one.periods if p.status is PeriodStatus.OVERDUE and p.total]
        for one in (older, newer)
    )
    return 1 < len(mine) <= len(its) and all(
        one < other <= one * (1 + days * DAILY) for one, other in zip(mine, its, strict=False)
    )


def one_day(one: Statement, other: Statement) -> bool:
    """Whether two bills of a debt are of one day, for all that they say."""
    return one.as_of == other.as_of and not (
        later_by_delay(one, other) or later_by_delay(other, one)
    )
