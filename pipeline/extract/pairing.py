"""Which label each amount stands under: in its line, left of it, over its column, above or below.

Amounts are taken from the top of the page down. A label that has spoken for an amount is used up,
so that in a column of label, value, label, value each value gets its own, whichever comes first;
the head of a table speaks for its whole column.
"""

from __future__ import annotations

from pipeline.extract.beside import (
    before_money,
    beside_mark,
    bracketed,
    following,
    has_other_words,
    in_words,
    inline,
    left,
    right,
    says_within,
    second,
)
from pipeline.extract.brokenlines import carried_over, wrapped
from pipeline.extract.cells import Cell, Pairing
from pipeline.extract.columns import (
    booked,
    column,
    crossed,
    dated,
    in_formula,
    in_loan_column,
    in_sum_column,
    named_row,
    slashed,
    summed,
)
from pipeline.extract.grid import Page
from pipeline.extract.sentences import is_product
from pipeline.extract.token import Token
from pipeline.extract.vertical import beside_two_lines, near, under_mark
from pipeline.extract.words import VALUES


def cells_of(page: Page) -> list[Cell]:
    """Every amount of the page that stands under a label, in reading order."""
    pairing = Pairing(page)
    pairing.rights = following(pairing)
    cells = []
    for row in page.rows:
        found = [cell for token in row if token.kind in VALUES and (cell := _cell(pairing, token))]
        pairing.paired |= {id(cell.token) for cell in found}
        pairing.used |= {
            id(cell.source)
            for cell in found
            if cell.source and cell.header < 0 and cell.how != "summed"
        }
        cells += found
    return cells


def _cell(pairing: Pairing, token: Token) -> Cell | None:
    """The first way of labelling that fits: those that cannot be chance before those that can."""
    page = pairing.page
    if id(token) in page.formula.signs:
        return None
    for places, named in (
        (page.formula.labels, in_formula),
        (page.sum_columns, in_sum_column),
        (page.loan_columns, in_loan_column),
    ):
        if id(token) in places:
            return named(pairing, token)
    if _is_none(page, token):
        return None
    cell = (
        slashed(pairing, token)
        or crossed(pairing, token)
        or named_row(pairing, token)
        or booked(pairing, token)
        or summed(pairing, token)
        or bracketed(pairing, token)
        or inline(pairing, token)
        or wrapped(pairing, token)
        or carried_over(pairing, token)
        or left(pairing, token)
        or right(pairing, token)
    )
    if cell is None:
        if in_words(pairing, token) or says_within(pairing.page, token):
            return None
        cell = column(pairing, token)
        if cell is None and has_other_words(pairing, token):
            return None
    cell = (
        cell
        or second(pairing, token)
        or beside_mark(pairing, token)
        or near(pairing, token)
        or beside_two_lines(pairing, token)
        or under_mark(pairing, token)
    )
    if (
        cell is not None
        and token.kind == "number"
        and not (cell.role.component or cell.role.bucket == "owed")
    ):
        return None
    return cell


def _is_none(page: Page, token: Token) -> bool:
    """Whether what looks like an amount is a booking's, a day, a product's or a bare count."""
    if token.row in page.ledger or dated(page, token) or is_product(page, token):
        return True
    alone = len(token.line.text.strip()) <= len(token.text)
    return token.kind == "number" and (before_money(page, token) or not alone)
