"""One model for each kind of catalogue file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Frozen
from schemas.casefile import Reason

GROUPS = (
    "identity",
    "debt",
    "hardship",
    "finances",
    "statement",
    "communication",
    "other",
)
"""Exhibit groups in the order of the pack."""


Condition = Literal["always", "patient_is_relative", "relative_died", "story_untold"]
"""What a requirement may hang on; pipeline.check.conditions knows how to tell."""


class MaterialKind(Frozen):
    """A kind of paper (materials/*.toml).

    titles: words that name the paper when they stand as a line of their own near the top
    phrases: words anywhere on the page → weight
    against: words that speak against this kind → weight taken off
    fields: named readers in pipeline.extract that look for facts on such a page
    fresh_days: how old it may be on the signing day; None: does not age
    purpose: what it proves (证明目的); get: where it is obtained, shown when it is missing
    floor: score below which the page stays unknown
    """

    id: str
    name: str
    name_en: str
    group: Literal[
        "identity", "debt", "hardship", "finances", "statement", "communication", "other"
    ]
    order: int
    purpose: str = ""
    get: str = ""
    titles: tuple[str, ...] = ()
    phrases: dict[str, float] = {}
    against: dict[str, float] = {}
    fields: tuple[str, ...] = ()
    fresh_days: int | None = Field(default=None, gt=0)
    floor: float = 3.0
    personal: bool = False


class Requirement(Frozen):
    """Some of these papers must be there (any one of `any_of`, `count` of them).

    name: what the group is called together; "": the names of the papers
    counts: how many are wanted where one kind alone meets it ({payslip = 3}); fewer is a warning
    when: a condition in pipeline.check.conditions; over: only for a claim of more than so many yuan
    level: required | conditional | helpful
    """

    name: str = ""
    any_of: tuple[str, ...] = Field(min_length=1)
    count: int = Field(default=1, ge=1)
    counts: dict[str, int] = {}
    level: Literal["required", "conditional", "helpful"] = "required"
    when: Condition = "always"
    over: Decimal | None = Field(default=None, ge=0)
    proof: bool = False
    why: str = ""
    get: str = ""


class Lender(Frozen):
    """A lender's product (lenders/*.toml).

    lender: full legal name, to which a letter is addressed; "" where the page must say it
    names: words on a screen that identify the product; titles: words that do so only alone in
        their line (分付 is also in 部分付款); hints: weaker words, and their weight
    kind: consumer_credit | cash_loan | bank_loan | credit_card | unknown
    labels: this lender's own words → role path, on top of the vocabulary
        ("outstanding.interest", "paid.total", "ignore", …)
    require: papers that this lender asks for beyond those of every case
    """

    id: str
    product: str
    lender: str
    platform: str = ""
    kind: Literal["consumer_credit", "cash_loan", "bank_loan", "credit_card", "unknown"]
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    hints: dict[str, float] = {}
    labels: dict[str, str] = {}
    art70: bool = False
    require: tuple[Requirement, ...] = ()


class Checklist(Frozen):
    """What a reason asks for (checklists/*.toml); "every_case" holds for all reasons."""

    id: Reason | Literal["every_case"]
    name: str
    name_en: str
    story: str = ""
    require: tuple[Requirement, ...] = ()


class Channel(Frozen):
    """How papers reach the lender (channels/*.toml). Sizes in bytes; 0: no limit known.

    require: papers that are asked for on this way beyond those of every case
    address_line: printed on the cover where the way was chosen in case.toml
    platform: whose own service it is; taken where all debts are of this platform
    """

    id: str
    name: str
    name_en: str
    formats: tuple[Literal["jpg", "png", "pdf"], ...]
    max_file_bytes: int = Field(gt=0)
    max_total_bytes: int = Field(default=0, ge=0)
    max_files: int = Field(default=0, ge=0)
    max_pages: int = Field(default=0, ge=0)
    chat_limit: int = Field(default=500, gt=0)
    reply_days: tuple[int, int] = (3, 7)
    address_line: str = ""
    platform: str = ""
    entry: tuple[str, ...] = ()
    require: tuple[Requirement, ...] = ()


class Reference(Frozen):
    """A rule of law cited as context, never as a verdict (law.toml).

    in_pack: also printed for the lender, not only in the owner's guide
    """

    id: str
    title: str
    text: str
    source: str
    effective: date | None = None
    applies_to: tuple[str, ...] = ()
    verified: bool = False
    in_pack: bool = True


class Avoid(Frozen):
    """Words that should not stand in a letter, and why (wording.toml).

    kind: harsh (accusing, threatening, refusing, commanding) or promise (more than one can keep)
    words: each of them alone
    all_of: groups of words; one of each, in this order and close together
    unless: words that make a sentence harmless
    """

    kind: Literal["harsh", "promise"]
    words: tuple[str, ...] = ()
    all_of: tuple[tuple[str, ...], ...] = ()
    unless: tuple[str, ...] = ()
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> Avoid:
        if not self.words and not self.all_of:
            raise ValueError("words or all_of must say what to avoid")
        if any(not group for group in self.all_of):
            raise ValueError("all_of: a group without words is never found")
        return self


class Heads(Frozen):
    """Words at the heads of columns that say more than which amount stands below ([heads]).

    bookings: heads of a list of transactions; nothing in it but a charge is owed
    items: heads of a column that names amounts, one in each row
    remaining: in the head of a column or row, what is left when what was paid is taken off
    home_currency, foreign_currency: names of currencies, in capitals or not
    lenders: short names of lenders, over the columns of a plan
    """

    bookings: tuple[str, ...]
    items: tuple[str, ...]
    remaining: tuple[str, ...]
    home_currency: tuple[str, ...]
    foreign_currency: tuple[str, ...]
    lenders: tuple[str, ...]


class Vocabulary(Frozen):
    """Words on bills, each list longest-first when used (vocabulary.toml).

    components: component (principal, …, total) → its words
    buckets: owed | paid | waived | projected | ignore → words that put an amount there
    scopes: period | debt | next → words
    statuses: period status → words
    contexts: distractor sentences ("如逾期", …): an amount on such a line is projected
    sections: bucket → headings under which all amounts are of that bucket
    dates: due | as_of | statement | lent | start → label words
    rates: daily | annual | penalty_daily → label words
    others: overdue_days, period, term, status, holder, account, lender → label words
    filler: words that may stand in a label without changing it
    not_debt: words that speak against a page being a bill
    lent: labels of the amount that was lent
    said_after: words right after a day that make it the day the page speaks of
    licensed: words in the names of companies that may lend
    bare_sums: sums of whatever was listed or ticked, not of the whole debt
    overdue_interest: words of the penalty that are interest where a 罚息 stands beside them
    compound_interest: interest on interest, added to the penalty where both are listed
    trials: in a heading, what is computed below is not owed
    counted: what may stand between a status and its count in a heading (逾期账单 3期)
    yuan: words that say an amount is in yuan and nothing of what it is
    heads: heads of columns
    issuers: a bank's name on a page → its full legal name
    nicknames: what else people and the names of files call a bank (招行, com.icbc) → its full name
    """

    components: dict[str, tuple[str, ...]]
    buckets: dict[str, tuple[str, ...]]
    scopes: dict[str, tuple[str, ...]]
    statuses: dict[str, tuple[str, ...]]
    contexts: tuple[str, ...]
    dates: dict[str, tuple[str, ...]]
    rates: dict[str, tuple[str, ...]]
    others: dict[str, tuple[str, ...]]
    sections: dict[str, tuple[str, ...]]
    filler: tuple[str, ...]
    not_debt: tuple[str, ...]
    lent: tuple[str, ...]
    said_after: tuple[str, ...]
    licensed: tuple[str, ...]
    bare_sums: tuple[str, ...]
    overdue_interest: tuple[str, ...]
    compound_interest: tuple[str, ...]
    trials: tuple[str, ...]
    counted: tuple[str, ...]
    yuan: tuple[str, ...]
    heads: Heads
    issuers: dict[str, str]
    nicknames: dict[str, str]


class Thresholds(Frozen):
    """Numbers the rules use (thresholds.toml); days, yuan, fractions as named."""

    bill_days: int = 30
    statement_days: int = 85
    hardship_slack: int = 31
    income_gap: Decimal = Decimal("0.20")
    income_fallen: Decimal = Decimal("0.95")
    min_living: Decimal = Decimal("600")
    annual_review: Decimal = Decimal("0.24")
    small_claim: Decimal = Decimal("500")
    short_overdue: int = 30
    plan_max_months: int = 60
    money_tolerance: Decimal = Decimal("0.01")
    sharpness_floor: float = 20.0
    contrast_floor: float = 40.0
    glare_ceiling: float = 0.0
    cut_lines: int = 2
    text_height_floor: float = 9.0
    filled_floor: float = 0.35
    blank_ceiling: float = 0.05
    coloured_ceiling: float = 0.33
    coloured_few: float = 0.15
    hues_many: int = 3
    strips_many: int = 4
    pale_floor: float = 0.2
    longest_side_floor: int = 480
    legible_confidence: float = 0.75
    name_confidence: float = 0.9
    date_confidence: float = 0.9


class Catalogue(Frozen):
    """All of it; editors: programs that change pictures, as files name them, in small letters."""

    materials: dict[str, MaterialKind]
    lenders: dict[str, Lender]
    checklists: dict[str, Checklist]
    channels: dict[str, Channel]
    law: dict[str, Reference]
    wording: tuple[Avoid, ...]
    editors: tuple[str, ...]
    vocabulary: Vocabulary
    thresholds: Thresholds
    revision: str

    @model_validator(mode="after")
    def _names_agree(self) -> Catalogue:
        faults = [
            f"{asking.id}.toml: require: no material is called {kind!r}"
            for part in (self.checklists, self.lenders, self.channels)
            for asking in part.values()
            for requirement in asking.require
            for kind in (*requirement.any_of, *requirement.counts)
            if kind not in self.materials
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self
