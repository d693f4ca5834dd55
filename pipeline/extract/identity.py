"""Which debt a screen is of: the one question that pages, statements and checks ask.

2026-11-26: it used to be asked in three places with three answers, and two loans of one product,
each on a screen of its own, were taken for one debt whose figures clash; the older one's interest
was lost. What a screen does not name it does not deny; what it names is held against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import combinations

from pipeline.extract.folding import one_changed
from pipeline.extract.joining import UNPAID, BillPage
from pipeline.extract.labels import CHARGES
from pipeline.names import Match, match_names
from schemas.base import CENT
from schemas.statement import ANY_LENDERS, Statement

OWN_NAME = ("consumer_credit", "cash_loan")
"""Kinds of product that are one lender's whether or not a screen names the company."""
GROWTH = Decimal("0.05")
"""A share of what is owed that some days between two screens may add to it."""
WHOLE = ("", "debt")
"""Scopes of a total that may be of all that is owed."""
MOST_LOANS = 10
"""Loans of which sums are tried."""
ZERO = Decimal(0)


class Likeness(Enum):
    """SAME: shown to be one debt; OTHER: shown to be two; OPEN: the screens do not say."""

    SAME = "same"
    OPEN = "open"
    OTHER = "other"


@dataclass(frozen=True)
class Marks:
    """What a screen says of the debt it is about; "", None and empty where it does not say.

    loan: what a person calls it; lent: yuan as lent; began: the day of lending
    terms: number of instalments; dues: day of each numbered instalment
    principal, total: yuan owed
    charges: yuan owed besides the principal, by component
    whole: whether the total is said of a debt, not of one period or of what is overdue
    day: as printed; loans: how many loans the page says that it is of
    now: what the page says is owed of one period or overdue, in yuan
    funder: the company named under a label, whatever kind of product it is
    """

    product: str
    lender: str
    holder: str
    account: str
    loan: str
    lent: Decimal | None
    began: date | None
    terms: int | None
    dues: Mapping[int, date]
    principal: Decimal | None
    total: Decimal | None = None
    charges: Mapping[str, Decimal] = field(default_factory=dict)
    whole: bool = False
    day: date | None = None
    loans: int | None = None
    now: frozenset[Decimal] = frozenset()
    funder: str = ""


def marks_of_page(page: BillPage) -> Marks:
    draft, entry = page.draft, page.lender.entry
    principal = next(iter(draft.totals.get("principal", ())), None)
    total = next(iter(draft.totals.get("total", ())), None)
    return Marks(
        product=entry.id,
        lender="" if entry.kind in OWN_NAME else page.lender.name,
        holder=page.holder.value if page.holder else "",
        account=page.account,
        loan=page.loan,
        lent=draft.lent,
        began=draft.began,
        terms=_only(period.of for period in draft.periods),
        dues={p.index: p.due for p in draft.periods if p.index and p.due},
        principal=principal.value if principal else _of_rows(page, "principal"),
        total=total.value if total else _of_rows(page, "total"),
        charges={name: draft.totals[name][0].value for name in CHARGES if draft.totals.get(name)},
        whole=total is not None and total.role_scope in WHOLE,
        day=page.printed,
        loans=draft.loans,
        now=frozenset(
            one.value for one in draft.totals.get("total", ()) if one.role_scope not in WHOLE
        ),
        funder=page.lender.name if page.lender.stated else "",
    )


def _of_rows(page: BillPage, name: str) -> Decimal | None:
    """What the unpaid rows of a page come to in one component, where each states it."""
    rows = [period.amounts.get(name) for period in page.draft.periods if period.status in UNPAID]
    return sum((row.value for row in rows if row), ZERO) if rows and all(rows) else None


def marks_of(statement: Statement) -> Marks:
    principal, total = statement.outstanding.principal, statement.outstanding.total
    return Marks(
        product=statement.product_id,
        lender="" if statement.kind in OWN_NAME else statement.lender,
        holder=statement.holder.value if statement.holder else "",
        account=statement.account,
        loan=statement.loan,
        lent=statement.lent,
        began=statement.began,
        terms=_only(period.of for period in statement.periods),
        dues={p.index: p.due for p in statement.periods if p.index and p.due},
        principal=principal.value if principal else None,
        total=total.value if total else None,
        charges={
            name: amount.value for name, amount in statement.outstanding.stated() if name in CHARGES
        },
        funder=statement.funder,
    )


def _only(values: Iterable[int | None]) -> int | None:
    """The one number of instalments that all rows agree on."""
    found = {value for value in values if value}
    return found.pop() if len(found) == 1 else None


def likeness(one: Marks, other: Marks) -> Likeness:
    """Whether two screens are of one debt, as far as they say."""
    if one.product != other.product or _named_apart(one, other) or _funded_apart(one, other):
        return Likeness.OTHER
    if one.loan and other.loan:
        return Likeness.SAME if one.loan == other.loan else Likeness.OTHER
    if one.account and other.account:
        return Likeness.SAME
    return _by_terms(one, other)


def sums_over_loans(marks: Sequence[Marks]) -> frozenset[int]:
    """Places of those that sum up others: their total is that of two or more loans told apart."""
    return frozenset(
        place
        for place, whole in enumerate(marks)
        if whole.total
        and _is_sum(whole, [mark for other, mark in enumerate(marks) if other != place])
    )


def sums_over_more(marks: Sequence[Marks]) -> frozenset[int]:
    """Places of those that sum up a loan with others whose own pages are not among them.

    A loan's own page and a page with more of everything are not one debt shown twice, if the
    one tells of a loan and closes by itself, and the other tells of none, or says that it sums up.
    """
    return frozenset(
        place
        for place, whole in enumerate(marks)
        if any(_holds_more(whole, mark) for other, mark in enumerate(marks) if other != place)
        and not any(_states_it_too(whole, mark) for mark in marks if mark is not whole)
    )


def _states_it_too(whole: Marks, mark: Marks) -> bool:
    """Whether a page of one card or loan states the total of a page that names none: that page is
    of this one, and sums up no others."""
    return mark.product == whole.product and mark.total == whole.total and _of_a_loan(mark)


def _holds_more(whole: Marks, loan: Marks) -> bool:
    if whole.product != loan.product or whole.loan or _named_apart(whole, loan):
        return False
    if not (whole.whole and loan.whole and whole.total and loan.total and _closes(loan)):
        return False
    more = whole.total - loan.total
    if _no_later(whole, loan, more) or more <= CENT or not _no_less(whole, loan):
        return False
    if loan.total in whole.now:
        return False  # The one page is of what is due now of the other's debt.
    if (whole.loans or 0) > 1:
        return True
    return _of_a_loan(loan) and not _of_a_loan(whole) and not _one_digit(whole.total, loan.total)


def _no_later(whole: Marks, loan: Marks, more: Decimal) -> bool:
    """Whether what is more may be paid since, or have grown, between two days."""
    if whole.day is None or loan.day is None or whole.day == loan.day:
        return False
    return whole.day < loan.day or more <= GROWTH * (loan.total or ZERO)


def _closes(loan: Marks) -> bool:
    """Whether principal and charges of a page make its total."""
    parts = sum(loan.charges.values(), loan.principal or ZERO)
    return loan.principal is not None and bool(loan.charges) and parts == loan.total


def _no_less(whole: Marks, loan: Marks) -> bool:
    """Whether one page states more principal than another, and no charge that is less."""
    less = any(whole.charges.get(name, its) < its for name, its in loan.charges.items())
    same = whole.principal is not None and whole.principal <= (loan.principal or ZERO)
    return not less and not same


def _of_a_loan(marks: Marks) -> bool:
    """Whether a page tells what was agreed of one loan."""
    named = (marks.loan, marks.account, marks.lent, marks.began, marks.terms, marks.dues)
    return any(named)


def _one_digit(one: Decimal, other: Decimal) -> bool:
    """Whether two figures differ in a single digit, as a figure and its misreading do."""
    return one_changed(f"{one:.2f}", f"{other:.2f}")


def _is_sum(whole: Marks, others: Sequence[Marks]) -> bool:
    loans = [
        mark
        for mark in others
        if mark.product == whole.product and mark.total and not _named_apart(mark, whole)
    ][:MOST_LOANS]
    return any(
        sum((mark.total or ZERO for mark in some), ZERO) == whole.total
        and all(likeness(*pair) is Likeness.OTHER for pair in combinations(some, 2))
        for count in range(2, len(loans) + 1)
        for some in combinations(loans, count)
    )


def same_debt(one: Statement, other: Statement) -> bool:
    """Whether nothing tells two statements apart."""
    return likeness(marks_of(one), marks_of(other)) is not Likeness.OTHER


def nameless(one: Statement, other: Statement) -> bool:
    """Whether two statements are taken for one debt though neither a name, nor an account, nor
    anything agreed says so, and their sums are far apart: cards of two banks, one unnamed."""
    mine, its = marks_of(one), marks_of(other)
    if one.product_id not in ANY_LENDERS or likeness(mine, its) is not Likeness.OPEN:
        return False
    if mine.lender and mine.lender == its.lender:
        return False
    if not mine.total or not its.total:
        return True
    return abs(mine.total - its.total) > GROWTH * max(mine.total, its.total)


def _named_apart(one: Marks, other: Marks) -> bool:
    pairs = ((one.lender, other.lender), (one.account, other.account))
    if any(mine and its and mine != its for mine, its in pairs):
        return True
    both = bool(one.holder and other.holder)
    return both and match_names(one.holder, other.holder) is Match.DIFFERENT


def _funded_apart(one: Marks, other: Marks) -> bool:
    """Whether two screens of one platform name two companies that lent, and two principals; two
    companies may have lent one sum together, and a name may be without its form. 某某消费金融 and
    某某小额贷款 of one group are two here, though a letter may mean either by 某某."""
    mine, its = (_FORM.sub("", marks.funder) for marks in (one, other))
    named = bool(mine and its) and mine not in its and its not in mine
    return named and _differ(one.principal, other.principal)


_FORM = re.compile("(?:股份|有限|责任)*公司$")


def _by_terms(one: Marks, other: Marks) -> Likeness:
    """By what was agreed when the money was lent, which no later day changes.

    A single figure may be misread, so one difference alone tells two loans apart only where the
    principal differs as well; the days of two instalments or more are beyond that.
    """
    told, count = _terms(one, other), apart(one, other)
    if len(one.dues.keys() & other.dues.keys()) > 1 and not told[-1]:
        return Likeness.OTHER
    less = _differ(one.principal, other.principal)
    if _lent_apart(one, other) and _differ(one.total, other.total):
        return Likeness.OTHER
    # Loans of one month fall due on the same days: there the amounts alone tell them apart.
    if less and (_differ(one.lent, other.lent) or (count and not any(told))):
        return Likeness.OTHER
    if any(told):
        return Likeness.OPEN if count else Likeness.SAME
    return Likeness.OTHER if count > 1 else Likeness.OPEN


def _lent_apart(one: Marks, other: Marks) -> bool:
    """Whether pages that each close by themselves name sums lent that no misreading explains."""
    if one.lent is None or other.lent is None or one.lent == other.lent:
        return False
    return not _one_digit(one.lent, other.lent) and _closes(one) and _closes(other)


def apart(one: Marks, other: Marks) -> int:
    """In how many of their terms two screens differ."""
    return _terms(one, other).count(False) + _differ(one.terms, other.terms)


def _terms(one: Marks, other: Marks) -> list[bool]:
    """For each term that both name whether it is the same; the days of instalments last.

    The days agree where one of them does: another may be misread, or moved by a holiday.
    """
    pairs = [(one.lent, other.lent), (one.began, other.began)]
    told = [mine == its for mine, its in pairs if mine is not None and its is not None]
    common = one.dues.keys() & other.dues.keys()
    return [*told, *([any(one.dues[i] == other.dues[i] for i in common)] if common else [])]


def _differ(mine: object, its: object) -> bool:
    return mine is not None and its is not None and mine != its


def told_apart(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements, those that share a product with another loan named so that each is known."""
    marks = [marks_of(statement) for statement in statements]
    done = []
    for statement, mine in zip(statements, marks, strict=True):
        others = [
            _names(other, its)
            for other, its in zip(statements, marks, strict=True)
            if _sibling(mine, its)
        ]
        if others:
            name = _own(_names(statement, mine), others) or statement.pages[0].path
            statement = statement.model_copy(update={"apart": name})
        done.append(statement)
    return tuple(done)


def _own(names: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    """The first name that no other loan has as well."""
    own = (
        name
        for place, name in enumerate(names)
        if name and all(theirs[place] != name for theirs in others)
    )
    return next(own, "")


def _sibling(one: Marks, other: Marks) -> bool:
    """Another loan of the same person by the same lender."""
    same = (one.product, one.lender, one.holder) == (other.product, other.lender, other.holder)
    return same and likeness(one, other) is Likeness.OTHER


def _names(statement: Statement, marks: Marks) -> tuple[str, ...]:
    """What may tell a loan from others of its product, as a person would say it; "" for nothing."""
    day, lent = marks.began, marks.lent
    borrowed = (_day(day) if day else "") + ("借" if day or lent else "")
    borrowed += f"{lent:,.2f}元" if lent else "款" if day else ""
    due = min(marks.dues.values(), default=statement.due)
    return (
        marks.loan,
        f"尾号{marks.account}" if marks.account else "",
        borrowed,
        f"共{marks.terms}期" if marks.terms else "",
        f"{_day(due)}到期" if due else "",
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
