"""Income, spending, what is left, and the instalments offered. Yuan a month."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from schemas.base import Frozen, Money

_INCOME = re.compile("工资|薪|收入|打工|务工|零工|劳务|失业保险?金|养老金|退休金|低保|经营|营业")
_BESIDES = re.compile(
    "年终|奖金|补偿|赔|借|亲|友|父|母|兄|姐|弟|妹|家人|配偶|妻|夫|变卖|出售|卖房|公积金|存款|积蓄|退税|定期"
)


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

    @property
    def from_elsewhere(self) -> bool:
        """Whether its source is not the income that the budget counts already (工资, 打工收入)."""
        regular = _INCOME.search(self.source) and not _BESIDES.search(self.source)
        return bool(self.source) and not regular


class LenderShare(Frozen):
    """One lender's part of the plan.

    lender: full name, or the product while the lender is not known
    statements: ids of its statements in the claim
    payments: what it gets with each instalment; empty while there is no plan
    settled: nothing is left to repay to it once what is asked for is waived
    """

    lender: str
    statements: tuple[str, ...]
    to_repay: Money
    payments: tuple[Money, ...] = ()
    settled: bool = False


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
    shares_told: the paper says what each lender gets
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
    shares_told: bool = False
    later_from: int | None = None
    later_disposable: Money | None = None

    @property
    def nothing_left(self) -> bool:
        """Whether no lender is owed anything more once what is asked for is waived."""
        return bool(self.shares) and all(share.settled for share in self.shares)

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
            if not row.from_elsewhere
            and (means := self.means_for(row)) is not None
            and row.payment > means
        )
