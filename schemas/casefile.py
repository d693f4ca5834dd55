"""case.toml: what a person says. All of it is optional, and it outranks what was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Frozen

MOST_YUAN = Decimal(100_000_000)
"""A slip of the keys beyond this, and no debt or income of a person."""
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
"""Days outside are slips too; inside, a plan's last day and any freshness can be reckoned."""
ENTRIES = 1000
"""Entries of a list that speaks of files: a case has at most 2000 files."""
ROWS = 360
"""Instalments of one's own plan: thirty years of months."""
LINES = 100
"""Entries of a budget, and of a list of names from the catalogue."""
LONGEST_STORY = 20_000
"""Characters: some twenty-five pages."""
LONGEST_LINE = 1000
LONGEST_PATH = 4096
LAST_PAGE = 10_000

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Yuan = Annotated[Decimal, Field(ge=0, le=MOST_YUAN, decimal_places=2)]
Payment = Annotated[Decimal, Field(gt=0, le=MOST_YUAN, decimal_places=2)]
Percent = Annotated[str, Field(pattern=r"^([1-9]\d?(\.\d{1,2})?|100)%$")]
Words = Annotated[str, Field(max_length=LONGEST_LINE)]
FileName = Annotated[str, Field(max_length=LONGEST_PATH)]
PageNumber = Annotated[int, Field(ge=1, le=LAST_PAGE)]

Reason = Literal[
    "illness", "accident", "unemployment", "income_drop", "disaster", "family_change", "other"
]
Relief = Literal[
    "waive_penalty",
    "waive_interest",
    "waive_fees",
    "instalments",
    "extension",
    "suspend_interest",
    "partial_waiver",
]
ExpenseCategory = Literal[
    "housing",
    "food",
    "utilities",
    "transport",
    "medical",
    "children",
    "elderly",
    "communication",
    "insurance",
    "other",
]

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "illness": "疾病",
        "accident": "意外",
        "unemployment": "失业",
        "income_drop": "收入下降",
        "disaster": "自然灾害",
        "family_change": "家庭变故",
        "waive_penalty": "免罚息",
        "waive_interest": "免利息",
        "waive_fees": "免手续费",
        "instalments": "分期",
        "extension": "延期",
        "suspend_interest": "停息",
        "partial_waiver": "部分减免",
        "housing": "房租房贷",
        "food": "伙食",
        "utilities": "水电燃气",
        "transport": "交通",
        "medical": "医药",
        "children": "子女",
        "elderly": "赡养",
        "communication": "通讯",
        "insurance": "保险",
        "other": "其他",
        "equal": "等额",
        "part_first": "先还一部分",
        "step_up": "先少后多",
    }
)
"""The words above in Chinese, as messages explain them."""


class Applicant(Frozen):
    name: Words = ""
    id_number: Words = ""
    phone: Words = ""
    address: Words = ""


class Hardship(Frozen):
    """since: the day it began; story: the person's own words, printed as they are."""

    reason: Reason | None = None
    since: Day | None = None
    story: str = Field(default="", max_length=LONGEST_STORY)


class Expense(Frozen):
    category: ExpenseCategory
    amount: Yuan
    note: Words = ""


class OtherDebt(Frozen):
    """A debt paid monthly that is not part of this application. Yuan a month."""

    name: Words
    monthly: Yuan


class Finances(Frozen):
    """Yuan a month; income None: not said."""

    income: Yuan | None = None
    expense: tuple[Expense, ...] = Field(default=(), max_length=LINES)
    debt: tuple[OtherDebt, ...] = Field(default=(), max_length=LINES)


class PartAsked(Frozen):
    """How much of a charge is asked to be waived where it is not all: yuan of all debts together,
    or a share ("50%"); None is all of it, where `relief` names it at all."""

    interest: Payment | Percent | None = None
    penalty: Payment | Percent | None = None
    late_fees: Payment | Percent | None = None
    fees: Payment | Percent | None = None


class Request(Frozen):
    channel: Words = ""
    relief: tuple[Relief, ...] = Field(default=(), max_length=LINES)
    lenders: tuple[Words, ...] = Field(default=(), max_length=LINES)
    months: int | None = Field(default=None, ge=1, le=120)
    first_due: Day | None = None
    part: PartAsked = PartAsked()

    @property
    def asks_fees(self) -> bool:
        """Fees are asked to be waived only where they are named."""
        return "waive_fees" in self.relief or self.part.fees is not None


class PlanRow(Frozen):
    """One instalment of a plan that the person made, typed or on a paper.

    Yuan; source "": from the monthly income
    """

    due: date
    payment: Decimal = Field(gt=0)
    source: Words = ""
    note: Words = ""


class TypedRow(PlanRow):
    """The same as it is typed: within the bounds of case.toml, which a paper need not keep."""

    due: Day
    payment: Payment


class PlanWish(Frozen):
    """How the rest is to be repaid; `row` is a plan of one's own, checked and never replaced.

    kind: None: a plan on paper where there is one, else equal instalments
    first_payment, first_source: part_first: yuan paid with the first instalment, and from what
    low_months, low_payment: step_up: so many months of a low payment (yuan) until income returns
    later_income: step_up: yuan a month expected after them
    """

    kind: Literal["equal", "part_first", "step_up"] | None = None
    first_payment: Payment | None = None
    first_source: Words = ""
    low_months: int | None = Field(default=None, ge=1, le=60)
    low_payment: Payment | None = None
    later_income: Yuan | None = None
    row: tuple[TypedRow, ...] = Field(default=(), max_length=ROWS)


class Privacy(Frozen):
    """mask_others: cover ID, phone and card numbers of other people in the copies

    keep: files whose copies stay as they are, such as a proof of kinship that needs its numbers
    """

    mask_others: bool = False
    keep: tuple[FileName, ...] = Field(default=(), max_length=ENTRIES)


class Assign(Frozen):
    """A person says what pages are; `pages` empty: all of the file.

    loan: any name that tells one loan from another of the same product; pages of one name are one
    """

    file: FileName
    pages: tuple[PageNumber, ...] = Field(default=(), max_length=ENTRIES)
    material: Words
    lender: Words = ""
    loan: Words = ""


class Correction(Frozen):
    """A person confirms or corrects one value.

    field: "outstanding.penalty", "periods[3].interest", "as_of", "overdue_days", or a field name
    """

    file: FileName
    page: PageNumber = 1
    field: Words
    value: Words
    note: Words = ""


class Waive(Frozen):
    """A person accepts the findings of one rule, with a reason that the report prints.

    file, material: only the findings that speak of this file, or of this material (catalogue id)
    """

    rule: Words
    reason: str = Field(min_length=1, max_length=LONGEST_LINE)
    file: FileName = ""
    material: Words = ""


class Password(Frozen):
    """The password of one encrypted file. Never guessed, never written to any output."""

    file: FileName
    password: Words


class Signing(Frozen):
    """date: the day all freshness is measured from."""

    date: Day | None = None


class CaseFile(Frozen):
    """The whole of case.toml."""

    applicant: Applicant = Applicant()
    hardship: Hardship = Hardship()
    finances: Finances = Finances()
    request: Request = Request()
    plan: PlanWish = PlanWish()
    privacy: Privacy = Privacy()
    assign: tuple[Assign, ...] = Field(default=(), max_length=ENTRIES)
    correction: tuple[Correction, ...] = Field(default=(), max_length=ENTRIES)
    waive: tuple[Waive, ...] = Field(default=(), max_length=ENTRIES)
    password: tuple[Password, ...] = Field(default=(), max_length=ENTRIES)
    signing: Signing = Signing()
