"""A page's tokens in rows, with what its words mean: heads of tables, headings, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.labels import Grammar, Role
from pipeline.extract.layout import Token

VALUES = ("money", "none", "number")
MAX_TEXT_ROWS = 2
"""Rows of words (a status, a second line of a cell) that do not end a table."""
CLAUSE = re.compile(r"[,。;；|+=!！?？<>》《]|\s{2,}|-+")


class Page:
    """A page's tokens by row, with the roles of its words; what the pairing looks things up in."""

    def __init__(self, tokens: Iterable[Token], grammar: Grammar) -> None:
        self.grammar = grammar
        whole = [token for token in tokens if token.kind != "mark"]
        self.tokens = [part for token in whole for part in _parted(token, grammar)]
        count = max((token.row for token in self.tokens), default=-1) + 1
        self.rows: list[list[Token]] = [[] for _ in range(count)]
        for token in self.tokens:
            self.rows[token.row].append(token)
        self._roles = {
            id(token): grammar.parse(last_clause(token.text))
            for token in self.tokens
            if token.kind == "text"
        }
        self.instalments = sum(token.kind == "period" for token in self.tokens)
        self.headers = self._headers()
        self.tables = {row: header for header in self.headers for row in self._table_rows(header)}
        self.sections = self._sections()

    def role(self, token: Token) -> Role | None:
        """What a token says about amounts near it."""
        return self._roles.get(id(token))

    def money_in(self, row: int) -> bool:
        return any(token.kind in ("money", "none") for token in self.rows[row])

    def _headers(self) -> list[int]:
        """Rows that head a table: two or more labels, one of an amount, and no amount."""
        return [
            number
            for number, row in enumerate(self.rows)
            if self._heads(row) and not self.money_in(number)
        ]

    def _table_rows(self, header: int) -> list[int]:
        """Rows of amounts that stand under a head, down to the next label; none for a single card.

        One row of amounts is a table when it begins with an instalment or a date, else it is a card
        whose labels stand over their values.
        """
        found: list[int] = []
        for number in range(header + 1, len(self.rows)):
            if number in self.headers or self.labelled(number):
                break
            if self.money_in(number):
                if self._new_list(header, number, found):
                    break
                found.append(number)
            elif number - (found[-1] if found else header) > MAX_TEXT_ROWS:
                break
        if len(found) >= 2:
            return found
        dated = any(token.kind in ("period", "date") for row in found for token in self.rows[row])
        return found if dated else []

    def _new_list(self, header: int, number: int, found: list[int]) -> bool:
        """Whether a row begins a list of instalments that the head knows nothing of."""

        def marked(row: int) -> bool:
            return any(token.kind == "period" for token in self.rows[row])

        roles = [role for token in self.rows[header] if (role := self.role(token))]
        headed = any(role.kind == "period" for role in roles)
        return marked(number) and not headed and bool(found) and not marked(found[0])

    def labelled(self, number: int) -> bool:
        """Whether a row names an amount: a card's label row, or a label beside its value."""
        values = self.money_in(number)
        return any(
            (role.kind == "amount" or not values) and not self.grammar.status(token.text)
            for token in self.rows[number]
            if (role := self.role(token))
        )

    def _heads(self, row: list[Token]) -> bool:
        roles = [role for token in row if (role := self.role(token))]
        return len(roles) >= 2 and any(role.kind == "amount" for role in roles)

    def _sections(self) -> list[str]:
        """The bucket each row stands under by the headings above it."""
        current = ""
        sections = []
        for row in self.rows:
            if len(row) <= 2 and row[0].kind == "text":
                current = self.grammar.section(row[0].text) or current
            sections.append("" if current == "owed" else current)
        return sections


def _parted(token: Token, grammar: Grammar) -> list[Token]:
    """Two heads that were read as one run of words (应还本金 逾期利息) stand for themselves."""
    found = list(re.finditer(r"\S+", token.atom.text))
    if token.kind != "text" or len(found) < 2:
        return [token]
    if not all(grammar.parse(match.group()) for match in found):
        return [token]
    start = token.atom.start
    return [token.part(start + match.start(), start + match.end()) for match in found]


def last_clause(text: str) -> str:
    """The words after the last break: a label inside a sentence stands at its end."""
    parts = [part for part in CLAUSE.split(text.strip(" :：,，。")) if part.strip(" :：()（）")]
    if not parts:
        return ""
    last = parts[-1]
    if "(" in last or "（" in last:
        inner = re.split(r"[(（]", last)
        tail = inner[-1].rstrip(" )）:：")
        return last if ")" in last or "）" in last or not tail else tail
    return last
