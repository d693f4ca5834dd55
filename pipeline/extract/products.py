"""Whose loan a page is that names no product: the details of a loan often name the company alone.

2026-11-26: the details of two loans were counted beside the product's own page that sums them up,
since 借款详情 without the word 借呗 was taken for a product of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.joining import UNPAID, BillPage
from pipeline.extract.lenders import GENERIC, LenderFound
from schemas.catalogue import Catalogue
from schemas.statement import COMPONENTS

LOANS = ("cash_loan", "bank_loan")
"""Kinds of product that lend money, with an amount and a day of lending."""
TELLING = Decimal(50)
"""Yuan from which on a figure with cents that two pages share is hardly chance; 5,000.00 may be."""
CARD = "credit_card"
NAMED = 1.5
"""Weight of a product's name on a page; words that speak for it weigh less each."""
THOUSAND = Decimal(1000)
SAME_FIGURES = 2
"""So many figures of a page that names nobody make it the same debt as one that names a company."""
SAME_ROWS = 2
"""So many instalments that two pages state alike, number and amounts, are no chance."""


def named_by_company(pages: Sequence[BillPage], catalogue: Catalogue) -> list[BillPage]:
    """The pages; those without a product get the one of their company's that they belong to.

    Of several products of a company it is the one whose pages show a figure of theirs, else the
    only one that lends, for a page that tells of a loan: 借款详情 of the company that runs 花呗 as
    well is no bill of 花呗. Where neither tells they are left alone. Pages that name not even the
    company come last, beside those that got their product by it.
    """
    for company in (True, False):
        named = [page for page in pages if not _nameless(page)]
        pages = [
            page if page in named or bool(page.lender.name) is not company
            else _named(page, named, catalogue)
            for page in pages
        ]  # fmt: skip
    return [_of_the_company(page, pages) if _unnamed(page) else page for page in pages]


def _unnamed(page: BillPage) -> bool:
    """Whether a page names neither a product nor a company."""
    return _nameless(page) and not page.lender.name


def _of_the_company(page: BillPage, pages: Sequence[BillPage]) -> BillPage:
    """The page with the one company that another page names, two of whose figures are its own: the
    upper half of a screen names nobody, the lower half who lent."""
    said = figures_of(page) | _telling(page.draft.seen)
    homes = {
        other.lender.name: other.lender
        for other in pages
        if other.lender.name
        and other.lender.entry.id == GENERIC
        and len(said & figures_of(other)) >= SAME_FIGURES
    }
    return replace(page, lender=next(iter(homes.values()))) if len(homes) == 1 else page


def _named(page: BillPage, named: Sequence[BillPage], catalogue: Catalogue) -> BillPage:
    company = [other for other in named if _one_company(page, other)]
    figures = figures_of(page)
    shared = [
        other.lender
        for other in (company if page.lender.name else named)
        if figures & (figures_of(other) | _telling(other.draft.seen)) or _same_rows(page, other)
    ]
    # A platform of many companies (拍拍贷) on one page, the company on another.
    shared += [
        other.lender
        for other in named
        if not other.lender.name and len(figures & figures_of(other)) >= SAME_ROWS
    ]
    draft = page.draft
    tells_of_loan = draft.lent is not None or draft.began is not None or draft.of_loan
    products = [other.lender for other in company]
    fitting = [one for one in products if not tells_of_loan or one.entry.kind in LOANS]
    for choice in (shared, fitting):
        found = _the_one(choice)
        if found is not None:
            name = page.lender.name or found.name
            return replace(page, lender=LenderFound(found.entry, name, found.weight))
    if tells_of_loan and products and not fitting:
        return _by_catalogue(page, catalogue)
    return page


def _the_one(found: Sequence[LenderFound]) -> LenderFound | None:
    """The lender that all are, of one product and, where it is named, one company: the cards of two
    banks are two."""
    products = {one.entry.id for one in found}
    companies = {one.name for one in found if one.name}
    named = next((one for one in found if one.name), None)
    return (named or found[0]) if len(products) == 1 and len(companies) < 2 else None


def _nameless(page: BillPage) -> bool:
    """Whether a page names no product: a card without its bank is one by its words alone."""
    entry = page.lender.entry
    by_words = entry.id == CARD and not page.lender.name and page.lender.weight < NAMED
    return entry.id == GENERIC or by_words


def _by_catalogue(page: BillPage, catalogue: Catalogue) -> BillPage:
    """The page with the one lending product whose company, or a hint at it, it names."""
    company = page.lender.name
    theirs = [
        entry
        for entry in catalogue.lenders.values()
        if entry.kind in LOANS and company and entry.lender == company
    ]
    hinted = [entry for entry in theirs if any(hint in company for hint in entry.hints)]
    for choice in (theirs, hinted):
        if len(choice) == 1:
            return replace(page, lender=LenderFound(choice[0], company, page.lender.weight))
    return page


def _same_rows(page: BillPage, other: BillPage) -> bool:
    """Whether two instalments or more are the same on both, as on screens that overlap."""
    mine, its = (
        {
            (row.index, tuple(sorted((name, one.value) for name, one in row.amounts.items())))
            for row in each.draft.periods
            if row.index is not None and len(row.amounts) > 1
        }
        for each in (page, other)
    )
    return len(mine & its) >= SAME_ROWS


def _one_company(page: BillPage, other: BillPage) -> bool:
    """Whether both name one company; whose the loan is, `identity` asks."""
    return bool(page.lender.name) and page.lender.name == other.lender.name


def _row_sums(page: BillPage) -> Iterable[Decimal]:
    """What the unpaid instalments come to, by part: a screen of the whole states these."""
    rows = [row.amounts for row in page.draft.periods if row.status in UNPAID]
    for name in (*COMPONENTS, "total") if len(rows) > 1 else ():
        found = [row[name].value for row in rows if name in row]
        if len(found) > 1:
            yield sum(found, Decimal(0))


def figures_of(page: BillPage) -> frozenset[Decimal]:
    """Large figures that are no round sums (5,000.00 is one, 5,296.00 is none), of what a page says
    is owed."""
    draft = page.draft
    stated: Iterable[Decimal] = (
        *(one.value for entries in draft.totals.values() for one in entries),
        *(one.value for period in draft.periods for one in period.amounts.values()),
        *_row_sums(page),
    )
    return _telling(stated)


def _telling(values: Iterable[Decimal]) -> frozenset[Decimal]:
    return frozenset(
        value
        for value in values
        if value >= TELLING and (value % 1 or (value % 10 and value >= THOUSAND))
    )
