"""Income and spending → what is affordable → the instalments offered.

Nothing is signed away silently: a plan is only made from figures that a person or a paper states,
and what is missing is listed in `unknown`. Advice is put in `hints` and always called a hint.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipeline.plan.budget import Budget, budget_of
from pipeline.plan.debts import LenderDebt, debts_by_lender
from pipeline.plan.schedule import affordable_months, instalments_of, month_later
from pipeline.plan.strategy import hints_for
from pipeline.plan.working_days import is_published, is_working_day, working_day_from
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim
from schemas.plan import LenderShare, RepaymentPlan

__all__ = ["repayment_plan"]


def repayment_plan(case: Case, claim: Claim, catalogue: Catalogue) -> RepaymentPlan:
    """The plan offered with the application. Amounts in yuan; see RepaymentPlan for the rows."""
    budget = budget_of(case)
    debts = debts_by_lender(case, claim)
    to_repay = sum((debt.parts.to_repay for debt in debts), Decimal(0))
    months, unknown = _months(case, debts, to_repay, budget)
    first, date_hints = _first_due(case)
    rows, shares = instalments_of(debts, months, first) if months else ((), _unplanned(debts))
    hints = (*budget.hints, *(date_hints if rows else ()))
    return RepaymentPlan(
        income=budget.income,
        spending=budget.spending,
        other_debts=budget.other_debts,
        disposable=budget.disposable,
        to_repay=to_repay,
        instalments=rows,
        shares=shares,
        hints=(*hints, *hints_for(case, claim, rows, budget.disposable, catalogue.thresholds)),
        unknown=(*budget.unknown, *unknown),
    )


def _unplanned(debts: tuple[LenderDebt, ...]) -> tuple[LenderShare, ...]:
    return tuple(
        LenderShare(lender=debt.lender, statements=debt.statements, to_repay=debt.parts.to_repay)
        for debt in debts
    )


def _months(
    case: Case, debts: tuple[LenderDebt, ...], to_repay: Decimal, budget: Budget
) -> tuple[int | None, tuple[str, ...]]:
    """How many instalments, or None with what is missing to say so."""
    unknown = tuple(entry for debt in debts for entry in debt.unknown)
    if not debts:
        return None, ("欠款：没有读到可以申请减免的账单",)
    if unknown or to_repay <= 0:
        return None, unknown
    if case.typed.request.months:
        return case.typed.request.months, ()
    if budget.disposable is None:
        return None, ("期数：收入或支出不明，无法推算（case.toml 的 request.months）",)
    months = affordable_months(to_repay, budget.disposable)
    if months is None:
        return None, ("期数：按现有收支 60 期内无法还清，请在 case.toml 写明 request.months",)
    return months, ()


def _first_due(case: Case) -> tuple[date, tuple[str, ...]]:
    """What was typed, else the first working day a month after signing."""
    typed = case.typed.request.first_due
    if typed is None:
        first = working_day_from(month_later(case.today, 1))
        guessed = "首期还款日按签署日后一个月推算，可在 case.toml 改 request.first_due"
        unpublished = "首期还款日所在年份的节假日尚未公布，按周末推算"
        return first, (guessed,) if is_published(first) else (guessed, unpublished)
    if not is_working_day(typed):
        moved = working_day_from(typed)
        return typed, (f"首期还款日 {typed} 不是工作日，其后首个工作日是 {moved}",)
    return typed, ()
