"""A page of a bill as the pairing looks at it: words in rows, with tables and headings found."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.abroad import named_abroad
from pipeline.extract.bookings import bookings_of, ledger_of
from pipeline.extract.crossed import crossed_of, slashed_of
from pipeline.extract.formularow import formula_rows
from pipeline.extract.headings import sections_of, states_of
from pipeline.extract.labels import Grammar
from pipeline.extract.money import HOME, at_home
from pipeline.extract.sumcolumn import loan_columns, sum_columns
from pipeline.extract.tables import foreign_of, headers_of, heads_of, tables_of
from pipeline.extract.token import Token
from pipeline.extract.words import Words


class Page(Words):
    """The words of a page, and what was found of its tables and headings.

    headers: rows that head a table; tables, sums: row → row of its table's head
    crossed: row → its table of parts against states
    slashed: amount of a list, by identity → its label and role
    formula: sums printed as a row of labels over their amounts
    sum_columns, loan_columns: amounts of several loans side by side, with or without their sums
        in the last column
    foreign: amounts, by identity, in foreign currency by column or words; ledger: rows of bookings
    bookings: rows of a card's bookings that name an instalment of a purchase
    sections, states: bucket and status each row stands under by a heading, ""
    counting: rows of headings that count (逾期中(1)); instalments: how many are named
    """

    def __init__(self, tokens: Iterable[Token], grammar: Grammar, currency: str = HOME) -> None:
        super().__init__(at_home(tokens, currency), grammar)
        self.slashed = dict(slashed_of(self))
        self.formula = formula_rows(self)
        self.sum_columns = sum_columns(self)
        self.instalments = sum(token.kind == "period" for token in self.tokens)
        self.headers = headers_of(self)
        self.crossed = crossed_of(self)
        sides = bool(self.sum_columns or self.crossed)
        self.loan_columns = {} if sides else loan_columns(self)
        abroad = foreign_of(self, self.headers) | named_abroad(self)
        self.foreign = abroad if currency == HOME else frozenset()
        self.ledger = ledger_of(self)
        self.bookings = bookings_of(self)
        self._ignore_principals(self.bookings)
        found = tables_of(self, self.headers)
        self.tables, self.sums = found.rows, found.sums
        self.sections = sections_of(self)
        states = states_of(self)
        self.states, self.counting = states.by_row, states.counting

    def heads(self, header: int) -> list[Token]:
        """The heads of a table's columns, left to right."""
        return heads_of(self, header)
