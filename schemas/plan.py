"""Income, spending, what is left, and the instalments offered. Yuan a month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from schemas.base import Frozen, Money


class BudgetLine(Frozen):
    """One row of income and expenditure; `source` says where the figure comes from.

    material: id of the paper that states it, "" where a person typed it
    """

    label: str
    amount: Money
    source: str = ""
    material: str = ""


class Instalment(Frozen):
    """One row of the repayment plan, over all lenders.

    penalty: 罚息 with 违约金; fees: 手续费; waived: what of the row is asked to be waived;
    payment = principal + interest + penalty + fees − waived; remaining: principal still owed after
    """

    number: int
    due: date
    principal: Money
    interest: Money
    penalty: Money
    fees: Money = Decimal(0)
    waived: Money
    payment: Money
    remaining: Money
    note: str = ""


class LenderShare(Frozen):
    """One lender's part of the plan.

    lender: full name, or the product while the lender is not known
    statements: ids of its statements in the claim
    monthly, last: what it gets each month and in the last one; None while there is no plan
    """

    lender: str
    statements: tuple[str, ...]
    to_repay: Money
    monthly: Money | None = None
    last: Money | None = None


class RepaymentPlan(Frozen):
    """What is affordable and what is offered.

    income, spending, other_debts: rows; disposable: income − spending − other debts, None when
    income or spending is not known; instalments empty when there is nothing to plan or too little
    known; shares: the same plan by lender; hints: advice, never verdicts; unknown: what is missing
    """

    income: tuple[BudgetLine, ...]
    spending: tuple[BudgetLine, ...]
    other_debts: tuple[BudgetLine, ...]
    disposable: Money | None
    to_repay: Money
    instalments: tuple[Instalment, ...]
    shares: tuple[LenderShare, ...] = ()
    hints: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
