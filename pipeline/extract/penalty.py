"""The penalty counted by the rule that its page states, in words (罚息按1.5倍计收) or as a formula.

Unlike the known shapes of `rates`, which are tried and say nothing where none fits, a stated rule
that the figures do not follow is worth asking about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pipeline.extract.arithmetic import PENALTY_TOLERANCE
from pipeline.extract.joining import Joined
from pipeline.extract.penaltyrule import PenaltyRule
from schemas.base import CENT
from schemas.statement import Arithmetic, Parts, Period, PeriodStatus

BASES = (("principal",), ("principal", "interest"), ("principal", "interest", "fees"))
"""What a penalty may be counted on."""
CHARGES = ("penalty", "late_fees")
SETTLED = (PeriodStatus.PAID, PeriodStatus.WAIVED, PeriodStatus.UPCOMING)


def by_stated_rule(
    joined: Joined, periods: Iterable[Period], outstanding: Parts, known: Iterable[Arithmetic]
) -> tuple[Arithmetic, ...]:
    """The penalties held against the page's own rule, those not explained already."""
    rule = next((page.draft.penalty_rule for page in joined.pages if page.draft.penalty_rule), None)
    daily = _rates(joined, rule)
    if rule is None or not daily or any(done.kind == "penalty" for done in known):
        return ()
    day = next((page.day for page in joined.pages if page.day), None)
    rows = [found for row in periods if (found := _of_row(row, rule, daily, day))]
    if rows:
        return tuple(rows)
    days = next((page.draft.overdue_days for page in joined.pages if page.draft.overdue_days), None)
    whole = _of_whole(outstanding, rule, daily, days)
    return (whole,) if whole else ()


def _rates(joined: Joined, rule: PenaltyRule | None) -> list[Decimal]:
    """What a day costs, a fraction: as stated, or on either basis of the year."""
    if rule is None:
        return []
    if rule.rate is not None:
        return [rule.rate]
    factor = rule.factor or Decimal(1)
    drafts = [page.draft for page in joined.pages]
    daily = next((draft.daily_rate for draft in drafts if draft.daily_rate), None)
    annual = next((draft.annual_rate for draft in drafts if draft.annual_rate), None)
    if daily is not None:
        return [daily * factor]
    return [annual * factor / basis for basis in (360, 365)] if annual is not None else []


def _of_row(
    row: Period, rule: PenaltyRule, daily: list[Decimal], day: date | None
) -> Arithmetic | None:
    """One instalment past due; a day more or less is the lender's way of counting."""
    if day is None or row.due is None or row.due >= day or row.status in SETTLED:
        return None
    days = (day - row.due).days
    return _held(row, f"第{row.index}期" if row.index else "各期", rule, daily,
                 [days, days - 1, days + 1], exact=True)  # fmt: skip


def _of_whole(
    owed: Parts, rule: PenaltyRule, daily: list[Decimal], days: int | None
) -> Arithmetic | None:
    """The whole by its longest delay: instalments of later days come to less, never to more."""
    return _held(owed, "罚息", rule, daily, [days], exact=False) if days else None


def _held(
    parts: Parts, where: str, rule: PenaltyRule, daily: list[Decimal], days: list[int], exact: bool
) -> Arithmetic | None:
    charge = next((a for name in CHARGES if (a := getattr(parts, name)) and a.value), None)
    if charge is None or parts.principal is None:
        return None
    bases = {
        sum((a.value for name in names if (a := getattr(parts, name))), Decimal(0))
        for names in BASES
    }
    given = [
        (base * rate * number).quantize(CENT, ROUND_HALF_UP)
        for number in days
        for rate in daily
        for base in sorted(bases)
    ]
    near = min(given, key=lambda sum_: abs(sum_ - charge.value))
    fits = abs(near - charge.value) <= PENALTY_TOLERANCE
    if not fits and not exact and charge.value < max(given):
        return None
    return Arithmetic(
        kind="penalty", where=where, shown=charge.value, computed=near if fits else given[0],
        closes=fits, shape=f"页面写明：{rule.words}",
    )  # fmt: skip
