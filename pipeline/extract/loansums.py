"""A product's own page that sums up its loans part by part, beside the pages of the loans.

2026-11-27: 逾期本金 2,643.26, 利息 231.76 and 罚息 71.22 of two loans were claimed besides those of
each, since only equal totals were known for sums, and the loans' own pages name no product.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from pipeline.extract.identity import MOST_LOANS, Likeness, likeness, marks_of_page
from pipeline.extract.joining import UNPAID, BillPage
from pipeline.extract.labels import CHARGES
from pipeline.extract.lenders import GENERIC, LenderFound

MOST = 4
"""So many loans are tried together."""
LEAST = 2
"""So many parts must be the sums of the loans' parts, one of them a charge with cents."""


def loans_summed(pages: Sequence[BillPage]) -> dict[int, tuple[BillPage, ...]]:
    """Identity of a page that sums up loans → the pages of those loans."""
    found: dict[int, tuple[BillPage, ...]] = {}
    for whole in pages:
        loans = [page for page in pages if page is not whole and _may_be_of(whole, page)]
        some = next(_summed(whole, loans[:MOST_LOANS]), None)
        if some is not None:
            found[id(whole)] = some
    return found


def with_the_lender_of_their_sum(pages: Sequence[BillPage]) -> list[BillPage]:
    """The pages; loans that name no product get that of the page that sums them up."""
    sums = loans_summed(pages)
    named = {
        id(loan): whole.lender
        for whole in pages
        for loan in sums.get(id(whole), ())
        if whole.lender.entry.id != GENERIC and loan.lender.entry.id == GENERIC
    }
    loans = [page for page in pages if id(page) in named]
    for page in pages:
        copied = [loan for loan in loans if page.lender.entry.id == GENERIC and _same(loan, page)]
        if copied:
            named.setdefault(id(page), named[id(copied[0])])
    return [_named(page, named[id(page)]) if id(page) in named else page for page in pages]


def _same(loan: BillPage, page: BillPage) -> bool:
    """Whether another page, as a copy that was forwarded, is of a loan by all it says."""
    mine, its = marks_of_page(loan), marks_of_page(page)
    return its.lent is not None and likeness(mine, its) is Likeness.SAME


def _named(page: BillPage, lender: LenderFound) -> BillPage:
    return replace(page, lender=replace(lender, name=page.lender.name or lender.name))


def _may_be_of(whole: BillPage, page: BillPage) -> bool:
    """Whether a page tells of one loan, of the same product or of none."""
    marks = marks_of_page(page)
    loan = marks.lent is not None or marks.began is not None or bool(marks.dues)
    entry, name = page.lender.entry, page.lender.name
    nameless = entry.id == GENERIC and (not name or whole.lender.name in ("", name))
    return loan and (nameless or entry == whole.lender.entry)


def _summed(whole: BillPage, loans: Sequence[BillPage]) -> Iterator[tuple[BillPage, ...]]:
    stated = {
        name: {one.value for one in entries if one.value}
        for name, entries in whole.draft.totals.items()
        if name in ("principal", *CHARGES)
    }
    stated = {name: values for name, values in stated.items() if values}
    charges = [name for name in stated if name in CHARGES]
    if len(stated) < LEAST or not charges or whole.draft.lent is not None:
        return
    marks = {id(page): marks_of_page(page) for page in loans}
    figures = {id(page): {name: _figures(page, name) for name in stated} for page in loans}
    for count in range(2, min(MOST, len(loans)) + 1):
        for some in combinations(loans, count):
            made = {
                name: {sum(c) for c in product(*(figures[id(page)][name] for page in some))}
                & values
                for name, values in stated.items()
            }
            told = all(made[name] for name in charges)
            exact = any(value % 1 for name in charges for value in made[name])
            apart = all(
                likeness(marks[id(one)], marks[id(other)]) is Likeness.OTHER
                for one, other in combinations(some, 2)
                if one.lender.entry == other.lender.entry
            )
            if told and exact and sum(map(bool, made.values())) >= LEAST and apart:
                yield some


def _figures(page: BillPage, name: str) -> set[Decimal]:
    """What a loan may come to in a part: as it says, in all unpaid rows, in the overdue ones."""
    rows = [row for row in page.draft.periods if row.status in UNPAID]
    late = [row for row in rows if row.status == "overdue"]
    sums = {
        sum((row.amounts[name].value for row in some if name in row.amounts), Decimal(0))
        for some in (rows, late)
    }
    found = {one.value for one in page.draft.totals.get(name, ())} | sums
    return {value for value in found if value} or {Decimal(0)}
