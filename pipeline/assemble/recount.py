"""Interest and penalty counted again from what the screens show, for a reviewer to follow.

Only rates, days and principal that a page states are used. The formula that fits is named; where
none does, the nearest is shown with its difference. What cannot be counted again is left out: a
row of dashes tells a reviewer nothing. Nothing here is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pipeline.exhibits import exhibits_by_page
from pipeline.extract.rates import PENALTY
from schemas.base import CENT
from schemas.case import Case
from schemas.catalogue import Catalogue, Reference
from schemas.pack import PackPlan
from schemas.statement import Arithmetic, Period, PeriodStatus, Statement

DAYS = 365
MONTHS = 12
KINDS = {"interest": "利息", "penalty": "罚息"}
LEVEL = "等额本息"
NONE = "—"
NEAREST = "与常见算法都不完全吻合，最接近的是："
FAR = Decimal("0.2")
"""A formula off by more than this share of the shown amount explains nothing and is not shown."""
LEAST_PERIODS = 3
"""So many instalments make a plan whose yearly cost can be computed."""
MOST_RATE = Decimal(1)
"""Above 100 % a month no instalment plan is meant."""
Row = dict[str, Any]


def recount(plan: PackPlan, case: Case, catalogue: Catalogue) -> Row:
    """rows: the sums done again; costs: yearly cost by debt; law: rules cited as context."""
    claimed = _claimed(plan, case)
    return {
        "rows": [row for statement in claimed for row in _rows(statement, plan)],
        "costs": [row for statement in claimed for row in _costs(statement, plan)],
        "law": [
            _cited(reference) for reference in references_of(plan, case, catalogue, for_pack=True)
        ],
    }


def references_of(
    plan: PackPlan, case: Case, catalogue: Catalogue, *, for_pack: bool = False
) -> list[Reference]:
    """Rules of law about the kinds of debt in the claim.

    for_pack: those that the lender reads, whose text was checked word by word; else also those
        about all debts, for the owner
    """
    kinds = {statement.kind for statement in _claimed(plan, case)}
    return [
        reference
        for reference in catalogue.law.values()
        if (reference.in_pack and reference.verified if for_pack else True)
        and (kinds & set(reference.applies_to) or not (for_pack or reference.applies_to))
    ]


def _claimed(plan: PackPlan, case: Case) -> list[Statement]:
    ids = dict.fromkeys(line.statement for line in plan.claim.lines)
    by_id = {statement.id: statement for statement in case.statements}
    return [by_id[key] for key in ids if key in by_id]


def _named(statement: Statement, plan: PackPlan) -> Row:
    shown = exhibits_by_page(plan.groups)
    number = next((shown[ref].number for ref in statement.pages if ref in shown), "")
    return {"debt": statement.title, "exhibit": number, "target": f"{number}-1" if number else ""}


def _rows(statement: Statement, plan: PackPlan) -> Iterator[Row]:
    named = _named(statement, plan)
    for kind, word in KINDS.items():
        found = [entry for entry in statement.arithmetic if entry.kind == kind and entry.computed]
        for entry in found:
            item = item_of(statement, entry, word)
            yield named | {
                "item": item,
                "where": entry.where if entry.where != word else item,
                "shown": _money(entry.shown),
                "computed": _money(entry.computed),
                "difference": _money(entry.shown - entry.computed),
                "shape": entry.shape or NONE,
            }
        shown = _shown(statement, kind)
        if kind == "penalty" and not found and shown:
            nearest = _nearest_penalty(statement, shown)
            if nearest is not None:
                yield named | {"item": word, "where": "合计", "shown": _money(shown)} | nearest


def item_of(statement: Statement, entry: Arithmetic, word: str) -> str:
    """What a sum is of: 等额本息 is of whole instalments, and a formula may be of a late fee."""
    if entry.shape.startswith(LEVEL):
        return "每期本息"
    late, penalty = statement.outstanding.late_fees, statement.outstanding.penalty
    fee = late is not None and late.value == entry.shown
    fee = fee and (penalty is None or penalty.value != entry.shown)
    return "违约金" if entry.kind == "penalty" and fee else word


def _shown(statement: Statement, kind: str) -> Decimal:
    amount = getattr(statement.outstanding, kind)
    if amount is not None:
        return Decimal(amount.value)
    parts = (getattr(period, kind) for period in statement.periods if _open(period))
    return sum((part.value for part in parts if part is not None), Decimal(0))


def _open(period: Period) -> bool:
    return period.status not in (PeriodStatus.PAID, PeriodStatus.WAIVED)


def _nearest_penalty(statement: Statement, shown: Decimal) -> Row | None:
    """The common formula whose result is nearest, with its difference; None where none is near."""
    base, rate, days = overdue_principal(statement), _daily(statement), statement.overdue_days
    if not base or rate is None or not days:
        return None
    tried = [
        (name, (base * rate * factor * days).quantize(CENT, ROUND_HALF_UP))
        for name, factor, parts in PENALTY
        if parts == ("principal",)
    ]
    name, computed = min(tried, key=lambda entry: abs(entry[1] - shown))
    if abs(computed - shown) > shown * FAR:
        return None
    return {
        "computed": _money(computed),
        "difference": _money(shown - computed),
        "shape": NEAREST + name,
    }


def overdue_principal(statement: Statement) -> Decimal | None:
    """What is overdue, where one day counts for all of it: one instalment, or a bill without any.

    Of several each has days of its own, and of a loan only a part is overdue.
    """
    late = [
        period.principal.value
        for period in statement.periods
        if period.status is PeriodStatus.OVERDUE and period.principal is not None
    ]
    if late:
        return late[0] if len(late) == 1 else None
    owed, loan = statement.outstanding.principal, statement.lent or statement.began
    return owed.value if owed and not statement.periods and not loan else None


def _daily(statement: Statement) -> Decimal | None:
    if statement.daily_rate is not None:
        return statement.daily_rate
    return statement.annual_rate / 360 if statement.annual_rate is not None else None


def _costs(statement: Statement, plan: PackPlan) -> Iterator[Row]:
    """The yearly cost as disclosed beside the one that follows from the screen."""
    yearly = statement.annual_rate
    counted: list[tuple[str, Decimal | None]] = list(_counted(statement))
    if yearly is None and not counted:
        return
    disclosed = disclosed_rate(yearly, statement.daily_rate)
    for basis, rate in counted or [("页面没有可供推算的数据", None)]:
        yield _named(statement, plan) | {
            "disclosed": disclosed,
            "computed": NONE if rate is None else _percent(rate),
            "basis": basis,
        }


def disclosed_rate(yearly: Decimal | None, daily: Decimal | None) -> str:
    """The yearly rate as the page has it, else as its daily rate makes it, marked as such."""
    if yearly is not None:
        return _percent(yearly)
    return "页面未写明" if daily is None else f"{_percent(daily * DAYS)}（按日利率折算）"


def _counted(statement: Statement) -> Iterator[tuple[str, Decimal | None]]:
    if statement.daily_rate is not None:
        words = f"日利率 {(statement.daily_rate * 100).normalize():f}% × {DAYS}（单利）"
        yield words, statement.daily_rate * DAYS
    monthly = monthly_cost(statement.periods)
    if monthly is not None:
        yield "各期还款推算的月内部收益率 × 12", monthly * MONTHS


def monthly_cost(periods: Iterable[Period]) -> Decimal | None:
    """The monthly rate at which all instalments are worth their principal; None where not stated.

    All periods from the first to the last must be there with principal and interest or fees.
    """
    rows = sorted((period for period in periods if period.index), key=lambda row: row.index or 0)
    count = len(rows)
    whole = [row.index for row in rows] == list(range(1, count + 1)) and rows[-1:]
    if not whole or count < LEAST_PERIODS or (rows[-1].of or count) != count:
        return None
    if any(row.principal is None or not (row.interest or row.fees) for row in rows):
        return None
    principal = sum((row.principal.value for row in rows if row.principal), Decimal(0))
    paid = [
        sum((part.value for part in (row.principal, row.interest, row.fees) if part), Decimal(0))
        for row in rows
    ]
    return _rate_of(principal, paid) if sum(paid) > principal > 0 else None


def _rate_of(principal: Decimal, paid: list[Decimal]) -> Decimal | None:
    """Bisection: what the payments are worth falls as the rate rises."""
    low, high = Decimal(0), MOST_RATE
    for _ in range(40):
        middle = (low + high) / 2
        worth = sum((row / (1 + middle) ** n for n, row in enumerate(paid, 1)), Decimal(0))
        low, high = (middle, high) if worth > principal else (low, middle)
    return low if high < MOST_RATE else None


def _cited(reference: Reference) -> Row:
    since = f"{reference.effective.isoformat()} 起" if reference.effective else NONE
    checked = "" if reference.verified else "（文号、条文待核对）"
    return {
        "title": reference.title,
        "text": reference.text,
        "source": reference.source + checked,
        "since": since,
    }


def _percent(rate: Decimal) -> str:
    return f"{rate * 100:.2f}%"


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
