"""The penalty counted by the rule that its page states, in words (罚息按1.5倍计收) or as a formula.

Unlike the known shapes of `rates`, which are tried and say nothing where none fits, a stated rule
that the figures do not follow is worth asking about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pipeline.extract.arithmetic import PENALTY_TOLERANCE
from pipeline.extract.formula import PrintedFormula
from pipeline.extract.joining import Joined
from pipeline.extract.penaltyrule import PenaltyRule
from schemas.base import CENT
from schemas.evidence import Amount
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
    whole = _of_whole(outstanding, rule, daily, rule.days or days)
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


def by_printed_formula(
    joined: Joined, periods: Sequence[Period], outstanding: Parts
) -> tuple[Arithmetic, ...]:
    """The formulas that the pages print with figures, computed again.

    Each is held against the result behind it, then against the charge that it names. With several
    instalments a formula may be of one of them: there only what fits is said.
    """
    formulas = [formula for page in joined.pages for formula in page.draft.formulas]
    found = (_printed(one, formulas, periods, outstanding) for one in dict.fromkeys(formulas))
    return tuple(done for done in found if done)


def _printed(
    formula: PrintedFormula,
    formulas: Sequence[PrintedFormula],
    periods: Sequence[Period],
    outstanding: Parts,
) -> Arithmetic | None:
    wrong = formula.result is not None and not _near(formula.result, formula.value)
    shown = formula.result if wrong else _charge_of(formula, formulas, periods, outstanding)
    if shown is None:
        return None
    value = formula.value.quantize(CENT, ROUND_HALF_UP)
    return Arithmetic(
        kind="interest" if formula.component == "interest" else "penalty", where="", shown=shown,
        computed=value, closes=_near(shown, formula.value), shape=f"页面写明：{formula.words}",
    )  # fmt: skip


def _charge_of(
    formula: PrintedFormula,
    formulas: Sequence[PrintedFormula],
    periods: Sequence[Period],
    outstanding: Parts,
) -> Decimal | None:
    """The charge that a formula gives: one it fits, else the only one that it can be of."""
    names = (formula.component,) if formula.component else (*CHARGES, "interest", "fees")
    stated = [
        a.value for parts in (outstanding, *periods) for n in names if (a := getattr(parts, n))
    ]
    fitting = next((value for value in stated if _near(value, formula.value)), None)
    if fitting is not None or formula.component not in CHARGES:
        return fitting  # Interest and fees may be of a month, and the formula of another.
    others = [one for one in formulas if one.component == formula.component]
    whole: Amount | None = getattr(outstanding, formula.component)
    alone = len(others) == 1 and len(periods) < 2
    return whole.value if whole and alone else None


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= PENALTY_TOLERANCE
