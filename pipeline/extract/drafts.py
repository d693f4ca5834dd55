"""What one page of a bill states, before pages are joined and amounts are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.extract.delays import Said, SaidDelay
from pipeline.extract.formula import PrintedFormula
from pipeline.extract.money import HOME
from pipeline.extract.penaltyrule import PenaltyRule
from pipeline.extract.signed import SignedList
from pipeline.extract.stated import Stated
from schemas.source import PageRef


@dataclass
class PeriodDraft:
    """An instalment.

    order: the number and the count of instalments of one of several purchases, which has no index
    elsewhere: the pages of amounts that stand on another page than the rest
    again: amounts that other pages state alike, with their pages
    """

    index: int | None
    of: int | None
    due: date | None
    status: str
    amounts: dict[str, Stated] = field(default_factory=dict)
    waived: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    late: int | None = None
    elsewhere: dict[str, PageRef] = field(default_factory=dict)
    again: dict[str, list[tuple[PageRef, Stated]]] = field(default_factory=dict)
    order: tuple[int, int] | None = None


@dataclass
class BillDraft:
    """All that one page states.

    totals: owed amounts of the whole, by component, widest first
    meant: the same, where the page's sum or its words tell which of several figures is meant
    penalty_rule: how the page says that a penalty is counted
    month: whose bill it is (1 to 12), where the page is of one month's bill
    lent, began: yuan as lent and the day of lending, where the page names one loan
    unread: (component, label) of charges whose label stands on the page without an amount
    delays: days overdue of what fell due on a day, as one row says both
    formulas: those of charges that are printed with figures
    signed: lists of signed amounts with their sums, those that other amounts explain left out
    loans: how many loans the page says that it is of; of_loan: it is headed as one of a loan
    seen: every amount to the cent on the page, whatever it is
    bare: those that nothing names, in rows without words
    late_due: the day without a year that the page says was missed
    relief: yuan of each relief that the page says was granted
    originals: principals as lent (借款本金), owed only where the page's sum says so
    within: by part, what the page says is within it (其中表内欠息)
    tabs: over the instalments of one loan, with their counts
    unbilled: principal of instalments on no bill yet, owed only where a sum of the page says so
    called: how the page names the loan, whether or not the catalogue knows it
    """

    ref: PageRef
    periods: list[PeriodDraft]
    totals: dict[str, list[Stated]]
    meant: dict[str, list[Stated]]
    paid: dict[str, Stated]
    originals: list[Stated]
    waived: Decimal
    as_of: date | None
    statement_day: date | None
    due: date | None
    overdue_days: int | None
    daily_rate: Decimal | None
    annual_rate: Decimal | None
    foreign: bool
    garbled: int
    labelled: int
    unlabelled: int
    unread: tuple[tuple[str, str], ...] = ()
    lent: Decimal | None = None
    began: date | None = None
    penalty_rule: PenaltyRule | None = None
    month: int | None = None
    loans: int | None = None
    of_loan: bool = False
    delays: tuple[SaidDelay, ...] = ()
    signed: tuple[SignedList, ...] = ()
    formulas: tuple[PrintedFormula, ...] = ()
    seen: frozenset[Decimal] = frozenset()
    bare: frozenset[Decimal] = frozenset()
    relief: tuple[Decimal, ...] = ()
    late_due: Said | None = None
    within: Mapping[str, frozenset[Decimal]] = field(default_factory=dict)
    tabs: frozenset[str] = frozenset()
    called: str = ""
    unbilled: tuple[Stated, ...] = ()
    currency: str = HOME
