"""Whose loan a page is that names no product: the details of a loan often name the company alone.

2026-11-26: the details of two loans were counted beside the product's own page that sums them up,
since 借款详情 without the word 借呗 was taken for a product of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.joining import BillPage
from pipeline.extract.lenders import GENERIC, LenderFound

LOANS = ("cash_loan", "bank_loan")
"""Kinds of product that lend money, with an amount and a day of lending."""
TELLING = Decimal(50)
"""Yuan from which on a figure with cents that two pages share is hardly chance; 5,000.00 may be."""
SAME_ROWS = 2
"""So many instalments that two pages state alike, number and amounts, are no chance."""


def named_by_company(pages: Sequence[BillPage]) -> list[BillPage]:
    """The pages; those without a product get the one of their company's that they belong to.

    Of several products of a company it is the one whose pages show a figure of theirs, else the
    only one that lends, for a page that tells of a loan. Where neither tells they are left alone.
    """
    named = [page for page in pages if page.lender.entry.id != GENERIC]
    return [page if page in named else _named(page, named) for page in pages]


def _named(page: BillPage, named: Sequence[BillPage]) -> BillPage:
    company = [other for other in named if _one_company(page, other)]
    products = {other.lender.entry.id: other.lender for other in company}
    figures = _figures(page)
    shared = {
        other.lender.entry.id
        for other in (company if page.lender.name else named)
        if figures & _figures(other) or _same_rows(page, other)
    }
    lending = {name for name, lender in products.items() if lender.entry.kind in LOANS}
    tells_of_loan = page.draft.lent is not None or page.draft.began is not None
    for choice in (shared, set(products), lending if tells_of_loan else set()):
        if len(choice) == 1:
            lender = next(o.lender for o in named if o.lender.entry.id in choice)
            found = LenderFound(lender.entry, page.lender.name or lender.name, lender.weight)
            return replace(page, lender=found)
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


def _figures(page: BillPage) -> frozenset[Decimal]:
    """Large figures that are no round sums, of what a page says is owed."""
    draft = page.draft
    stated: Iterable[Decimal] = (
        *(one.value for entries in draft.totals.values() for one in entries),
        *(one.value for period in draft.periods for one in period.amounts.values()),
    )
    return frozenset(value for value in stated if value >= TELLING and value % 1)
