"""Income and spending → what is affordable → the instalments offered.

Nothing is signed away silently: a plan is only made from figures that a person or a paper states,
and what is missing is listed in `unknown`. Advice is put in `hints` and always called a hint.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.plan.budget import Budget, budget_of
from pipeline.plan.debts import LenderDebt, debts_by_lender
from pipeline.plan.own import OwnPlan, own_plan
from pipeline.plan.schedule import as_told, by_lender, instalments_of, month_later
from pipeline.plan.shapes import offer_of
from pipeline.plan.strategy import hints_for
from pipeline.plan.working_days import is_published, is_working_day, working_day_from
from schemas.case import Case
from schemas.casefile import PlanRow
from schemas.catalogue import Catalogue
from schemas.claim import Claim
from schemas.plan import Instalment, LenderShare, RepaymentPlan

__all__ = ["repayment_plan"]


def repayment_plan(case: Case, claim: Claim, catalogue: Catalogue) -> RepaymentPlan:
    """The plan offered with the application. Amounts in yuan; see RepaymentPlan for the rows."""
    budget, debts = budget_of(case), debts_by_lender(case, claim)
    to_repay = sum((debt.parts.to_repay for debt in debts), Decimal(0))
    own = own_plan(case) if debts else None
    made = _own(own, debts) if own else _offered(case, debts, to_repay, budget)
    plan = RepaymentPlan(
        income=budget.income,
        spending=budget.spending,
        other_debts=budget.other_debts,
        disposable=budget.disposable,
        to_repay=to_repay,
        **made,
    )
    hints = (*budget.hints, *plan.hints, *hints_for(case, claim, plan, catalogue.thresholds))
    return plan.model_copy(update={"hints": hints, "unknown": (*budget.unknown, *plan.unknown)})


def _own(own: OwnPlan, debts: tuple[LenderDebt, ...]) -> dict[str, Any]:
    """The person's rows as they are; broken down where they sum to what is to be repaid."""
    told = {
        "origin": own.origin,
        "material": own.material,
        "stated_total": own.stated_total,
    }
    owed = [debt.parts.to_repay for debt in debts]
    payments = tuple(row.payment for row in own.rows)
    unknown = tuple(entry for debt in debts for entry in debt.unknown)
    if unknown or own.unread or sum(payments) != sum(owed):
        rows = tuple(_bare(number, row) for number, row in enumerate(own.rows, start=1))
        unread = (f"还款计划表有 {own.unread} 行没有读出还款额",) if own.unread else ()
        return told | {
            "instalments": rows,
            "shares": _unplanned(debts),
            "broken_down": False,
            "unknown": (*unknown, *unread),
        }
    dues = [row.due for row in own.rows]
    by_table = as_told(own.tables, payments, dues, owed)
    rows, shares = instalments_of(debts, by_table or by_lender(payments, owed), dues)
    named = tuple(
        made.model_copy(update={"source": row.source, "note": row.note})
        for made, row in zip(rows, own.rows, strict=True)
    )
    return told | {"instalments": named, "shares": shares, "shares_told": by_table is not None}


def _bare(number: int, row: PlanRow) -> Instalment:
    nil = Decimal(0)
    return Instalment(
        number=number,
        due=row.due,
        principal=nil,
        interest=nil,
        penalty=nil,
        waived=nil,
        payment=row.payment,
        remaining=nil,
        source=row.source,
        note=row.note,
    )


def _offered(
    case: Case, debts: tuple[LenderDebt, ...], to_repay: Decimal, budget: Budget
) -> dict[str, Any]:
    """A plan made here in the way that was chosen, or what is missing for one."""
    unknown = tuple(entry for debt in debts for entry in debt.unknown)
    if not debts:
        unknown = ("欠款：没有读到可以申请减免的账单",)
    if unknown or to_repay <= 0:
        return {"shares": _unplanned(debts), "unknown": unknown}
    owed = [debt.parts.to_repay for debt in debts]
    income = sum((line.amount for line in budget.income), Decimal(0))
    wish, months = case.typed.plan, case.typed.request.months
    offer = offer_of(wish, months, owed, budget.disposable, income)
    if not offer.payments:
        return {"shares": _unplanned(debts), "unknown": offer.unknown}
    first, hints = _first_due(case)
    dues = [month_later(first, number) for number in range(len(offer.payments[0]))]
    rows, shares = instalments_of(debts, offer.payments, dues)
    if offer.first_source:
        rows = (rows[0].model_copy(update={"source": offer.first_source}), *rows[1:])
    return {
        "instalments": rows,
        "shares": shares,
        "hints": hints,
        "later_from": offer.later_from,
        "later_disposable": offer.later_disposable,
    }


def _unplanned(debts: tuple[LenderDebt, ...]) -> tuple[LenderShare, ...]:
    return tuple(
        LenderShare(
            lender=debt.lender,
            statements=debt.statements,
            to_repay=debt.parts.to_repay,
            settled=debt.settled,
        )
        for debt in debts
    )


def _first_due(case: Case) -> tuple[date, tuple[str, ...]]:
    """What was typed, else the first working day a month after signing."""
    typed = case.typed.request.first_due
    if typed is None:
        first = working_day_from(month_later(case.today, 1))
        guessed = "首期还款日按签署日后一个月推算，可在 case.toml 改 request.first_due"
        unpublished = "首期还款日所在年份的节假日尚未公布，按周末推算"
        return first, (guessed,) if is_published(first) else (guessed, unpublished)
    if not is_working_day(typed):
        return typed, (f"首期还款日 {typed} 不是工作日，请提前一个工作日还",)
    return typed, ()
