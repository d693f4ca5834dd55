"""Income, spending, what is left, and the instalments offered. Yuan a month."""

from __future__ import annotations

from datetime import date

from schemas.base import Frozen, Money


class BudgetLine(Frozen):
    """One row of income and expenditure; `source` says where the figure comes from."""

    label: str
    amount: Money
    source: str = ""


class Instalment(Frozen):
    """One row of the repayment plan."""

    number: int
    due: date
    principal: Money
    interest: Money
    penalty: Money
    waived: Money
    payment: Money
    remaining: Money
    note: str = ""


class RepaymentPlan(Frozen):
    """What is affordable and what is offered.

    income, spending, other_debts: rows; disposable: income − spending − other debts, None when
    the income is not known; instalments empty when there is nothing to plan or too little known
    """

    income: tuple[BudgetLine, ...]
    spending: tuple[BudgetLine, ...]
    other_debts: tuple[BudgetLine, ...]
    disposable: Money | None
    to_repay: Money
    instalments: tuple[Instalment, ...]
    hints: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
