"""case.toml: what a person says. All of it is optional, and it outranks what was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from schemas.base import Frozen

Day = date
"""A date under another name, for a model whose field is called `date`."""

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
    name: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""


class Hardship(Frozen):
    """since: the day it began; story: the person's own words, printed as they are."""

    reason: Reason | None = None
    since: date | None = None
    story: str = ""


class Expense(Frozen):
    category: ExpenseCategory
    amount: Decimal = Field(ge=0)
    note: str = ""


class OtherDebt(Frozen):
    """A debt paid monthly that is not part of this application. Yuan a month."""

    name: str
    monthly: Decimal = Field(ge=0)


class Finances(Frozen):
    """Yuan a month; income None: not said."""

    income: Decimal | None = Field(default=None, ge=0)
    expense: tuple[Expense, ...] = ()
    debt: tuple[OtherDebt, ...] = ()


class Request(Frozen):
    channel: str = ""
    relief: tuple[Relief, ...] = ()
    lenders: tuple[str, ...] = ()
    months: int | None = Field(default=None, ge=1, le=120)
    first_due: date | None = None


class PlanRow(Frozen):
    """One instalment of a plan that the person made. Yuan; source "": from the monthly income."""

    due: date
    payment: Decimal = Field(gt=0)
    source: str = ""
    note: str = ""


class PlanWish(Frozen):
    """How the rest is to be repaid; `row` is a plan of one's own, checked and never replaced.

    kind: None: a plan on paper where there is one, else equal instalments
    first_payment, first_source: part_first: yuan paid with the first instalment, and from what
    low_months, low_payment: step_up: so many months of a low payment (yuan) until income returns
    later_income: step_up: yuan a month expected after them
    """

    kind: Literal["equal", "part_first", "step_up"] | None = None
    first_payment: Decimal | None = Field(default=None, gt=0)
    first_source: str = ""
    low_months: int | None = Field(default=None, ge=1, le=60)
    low_payment: Decimal | None = Field(default=None, gt=0)
    later_income: Decimal | None = Field(default=None, ge=0)
    row: tuple[PlanRow, ...] = ()


class Privacy(Frozen):
    """mask_others: cover ID, phone and card numbers of other people in the copies

    keep: files whose copies stay as they are, such as a proof of kinship that needs its numbers
    """

    mask_others: bool = False
    keep: tuple[str, ...] = ()


class Assign(Frozen):
    """A person says what pages are; `pages` empty: all of the file.

    loan: any name that tells one loan from another of the same product; pages of one name are one
    """

    file: str
    pages: tuple[int, ...] = ()
    material: str
    lender: str = ""
    loan: str = ""


class Correction(Frozen):
    """A person confirms or corrects one value.

    field: "outstanding.penalty", "periods[3].interest", "as_of", "overdue_days", or a field name
    """

    file: str
    page: int = Field(default=1, ge=1)
    field: str
    value: str
    note: str = ""


class Waive(Frozen):
    """A person accepts the findings of one rule, with a reason that the report prints.

    file, material: only the findings that speak of this file, or of this material (catalogue id)
    """

    rule: str
    reason: str = Field(min_length=1)
    file: str = ""
    material: str = ""


class Password(Frozen):
    """The password of one encrypted file. Never guessed, never written to any output."""

    file: str
    password: str


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
    assign: tuple[Assign, ...] = ()
    correction: tuple[Correction, ...] = ()
    waive: tuple[Waive, ...] = ()
    password: tuple[Password, ...] = ()
    signing: Signing = Signing()
