"""What a bill or loan screen says is owed."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from schemas.base import Frozen, Money, Rate
from schemas.evidence import Amount, FieldValue
from schemas.source import PageRef

COMPONENTS = ("principal", "interest", "penalty", "fees", "late_fees")
"""The parts of a debt, in the order every table shows them."""


ANY_LENDERS = ("credit_card", "bank_loan", "generic")
"""Products that any lender may have."""
_FORM = re.compile("(?:股份|责任)?有限(?:责任)?公司(?=$|信用卡中心)|信用卡中心$")


class PeriodStatus(StrEnum):
    PAID = "paid"
    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"
    WAIVED = "waived"


class Parts(Frozen):
    """Amounts by component; None where the page does not state one."""

    principal: Amount | None = None
    interest: Amount | None = None
    penalty: Amount | None = None
    fees: Amount | None = None
    late_fees: Amount | None = None
    total: Amount | None = None

    def stated(self) -> tuple[tuple[str, Amount], ...]:
        """The components the page states, as (name, amount), total last."""
        pairs = ((name, getattr(self, name)) for name in (*COMPONENTS, "total"))
        return tuple((name, amount) for name, amount in pairs if amount is not None)


class Period(Parts):
    """One instalment; index from 1 as printed, `of` the number of instalments."""

    index: int | None = None
    of: int | None = None
    due: date | None = None
    status: PeriodStatus | None = None


class Delay(Frozen):
    """What fell due on a day, and the days it is overdue as the page says beside it."""

    due: date
    days: int


class Arithmetic(Frozen):
    """One sum that the page lets us do.

    kind: "total" (本金+利息+罚息+费=合计), "periods" (Σ期=总额), "interest", "penalty",
        "signed" (rows of a card's bill with + and − against the sum under them)
    where: words for a person, such as "第3期" or "待还总额"
    shown, computed: yuan
    closes: within the tolerance of the kind
    shape: for a penalty, the formula that fits; for a signed list, what speaks against it
    suspect: the amount that a single misread digit would explain, with the digit's reason
    """

    kind: str
    where: str
    shown: Money
    computed: Money
    closes: bool
    shape: str = ""
    suspect: str = ""


class Statement(Frozen):
    """One debt as one set of pages shows it on one day. Money in `currency`, yuan unless said.

    as_of: the day printed; captured: the last day one of its pages was taken, by the file's own
    data, which tells newer from older where nothing is printed
    funder: the company that a page names under a label (出资方, 放款机构); "" where none does
    lent, began: yuan as lent and the day of lending; loan: what a person calls the loan
    apart: what tells it from other loans of its product in the case, in words; "" where it is alone
    unread: components of charges whose label stands there without a figure
    rivals: components of charges for which another figure stands there that nothing explains
    filed: no page of it names the lender or product, the name of a file or folder does
    overview: it sums up several loans of its product, one of which is a statement of its own
    """

    id: str
    lender: str
    product: str
    product_id: str
    kind: str
    as_of: date | None
    captured: date | None = None
    pages: tuple[PageRef, ...]
    overdue_days: int | None
    daily_rate: Rate | None
    annual_rate: Rate | None
    currency: str = "CNY"
    holder: FieldValue | None = None
    account: str = ""
    loan: str = ""
    lent: Money | None = None
    began: date | None = None
    apart: str = ""
    funder: str = ""
    filed: bool = False
    overview: bool = False
    delays: tuple[Delay, ...] = ()
    due: date | None = None
    scope: str = "debt"
    periods: tuple[Period, ...]
    outstanding: Parts
    paid: Parts = Parts()
    arithmetic: tuple[Arithmetic, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    needs_review: bool

    @property
    def _bank(self) -> str:
        """What goes before a kind of debt that says nothing of who lent: 招商银行 of its card."""
        if self.product_id not in ANY_LENDERS or not self.lender:
            return ""
        short = _FORM.sub("", self.lender)
        return "" if short in self.product else short

    @property
    def account_tail(self) -> str:
        """ "尾号0093": the last digits of the card or contract that were kept; else ""."""
        tail = re.split(r"[^0-9A-Za-z]", self.account)[-1]
        return f"尾号{tail.upper()}" if len(tail) > 1 else ""

    @property
    def title(self) -> str:
        """ "花呗", "借呗（2026年3月18日借9,000.00元）", "招商银行信用卡", else the lender, else
        "未识别的账单"; a loan whose product nobody knows is named after who lent."""
        kind = self.product
        if self._bank:
            kind = f"{self._bank}{kind.removeprefix('其他').removeprefix('银行')}"
        return self._told_apart(kind or self.lender or "未识别的账单")

    @property
    def loan_title(self) -> str:
        """The title beside the lender's full name: the product, and what tells the loan apart."""
        return self._told_apart(self.product) if self.product else ""

    def _told_apart(self, name: str) -> str:
        return f"{name}（{self.apart}）" if self.apart else name
