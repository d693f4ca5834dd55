"""Income, spending, what is left, and the instalments offered. Yuan a month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

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
    source: what it is paid from, "" for the monthly income
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
    source: str = ""
    note: str = ""


class LenderShare(Frozen):
    """One lender's part of the plan.

    lender: full name, or the product while the lender is not known
    statements: ids of its statements in the claim
    payments: what it gets with each instalment; empty while there is no plan
    """

    lender: str
    statements: tuple[str, ...]
    to_repay: Money
    payments: tuple[Money, ...] = ()


class RepaymentPlan(Frozen):
    """What is affordable and what is offered.

    income, spending, other_debts: rows; disposable: income − spending − other debts, None when
    income or spending is not known; instalments empty when there is nothing to plan or too little
    known; shares: the same plan by lender; hints: advice, never verdicts; unknown: what is missing

    origin: made here, or the person's own: rows typed in case.toml, or read from a paper
    material: id of that paper
    broken_down: False where a plan of one's own does not sum to the debt, so that its rows hold
    payments alone
    stated_total: the sum that stands on the paper
    later_from, later_disposable: from that instalment on, income is expected to be back, and what
    would then be left a month
    """

    income: tuple[BudgetLine, ...]
    spending: tuple[BudgetLine, ...]
    other_debts: tuple[BudgetLine, ...]
    disposable: Money | None
    to_repay: Money
    instalments: tuple[Instalment, ...] = ()
    shares: tuple[LenderShare, ...] = ()
    hints: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    origin: Literal["computed", "typed", "paper"] = "computed"
    material: str = ""
    broken_down: bool = True
    stated_total: Money | None = None
    later_from: int | None = None
    later_disposable: Money | None = None

    def means_for(self, row: Instalment) -> Money | None:
        """What an instalment may take of a month's means; None where that is not known."""
        if self.later_from is not None and row.number >= self.later_from:
            return self.later_disposable
        return self.disposable

    def too_high(self) -> tuple[Instalment, ...]:
        """Instalments from the monthly income that are more than what is left of it."""
        return tuple(
            row
            for row in self.instalments
            if not row.source and (means := self.means_for(row)) is not None and row.payment > means
        )
