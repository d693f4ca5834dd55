"""A page's tokens in rows, with what its words mean: heads of tables, headings, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.extract.folding import squeezed
from pipeline.extract.labels import Grammar, Role
from pipeline.extract.layout import Token

VALUES = ("money", "none", "number")
COUNTED = re.compile(r"([^\d(]{2,6})(?:账单|期数|借款)?\(?共?\d{1,3}[期笔个]?\)?")
OVERDUE_INTEREST = "逾期利息"
REMAINING = ("剩余", "待", "未", "尚", "欠", "余额")
NOBODY = Role("")
MAX_TEXT_ROWS = 2
"""Rows of words (a status, a second line of a cell) that do not end a table."""
CLAUSE = re.compile(r"[,。;；|+=!！?？<>》《]|\s{2,}|-+")


@dataclass(frozen=True)
class Crossed:
    """A table of parts against states. heads, gross: tokens by identity; full: no head is blank."""

    header: int
    heads: frozenset[int]
    gross: frozenset[int]
    full: bool


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
        self._tell_overdue_interest()
        self.instalments = sum(token.kind == "period" for token in self.tokens)
        self.headers = self._headers()
        self.crossed = self._crossed()
        self.sums: dict[int, int] = {}
        self.tables = {row: header for header in self.headers for row in self._table_rows(header)}
        self.sections = self._sections()
        self.states = self._states()

    def _tell_overdue_interest(self) -> None:
        """逾期利息 is the penalty, but beside a 罚息 it is the interest that is overdue."""
        roles = [(token, role) for token in self.tokens if (role := self._roles.get(id(token)))]
        late = [(token, role) for token, role in roles if role.component == "penalty"]
        plain = any(role.component == "interest" and role.bucket != "paid" for _, role in roles)
        named = [(token, role) for token, role in late if OVERDUE_INTEREST in squeezed(token.text)]
        if plain or len(named) == len(late):
            return
        for token, role in named:
            self._roles[id(token)] = replace(role, component="interest", scope="overdue")

    def _states(self) -> list[str]:
        """The status each row stands under by a heading that counts: 逾期中(1), 已结清(5)."""
        current = ""
        states = []
        for row in self.rows:
            text = row[0].line.text if row else ""
            if row and all(token.number == row[0].number for token in row):
                match = COUNTED.fullmatch(squeezed(text))
                current = self.grammar.status(match.group(1)) if match else current
            states.append(current)
        return states

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

    def _crossed(self) -> dict[int, Crossed]:
        """Rows of tables whose head names states (应还, 已还, 剩余) and whose rows name parts, or
        the other way round."""
        found: dict[int, Crossed] = {}
        for header in self.headers:
            heads = [token for token in self.rows[header] if self._amount_role(token)]
            named = {bool(self._amount_role(head).component) for head in heads}  # type: ignore[union-attr]
            if len(heads) < 2 or len(named) > 1:
                continue
            parts_on_top = named.pop()
            body = self._crossed_rows(header, parts_on_top)
            if len(body) < 2:
                continue
            states = [self.rows[row][0] for row in body] if parts_on_top else heads
            crossed = Crossed(
                header, frozenset(map(id, heads)), frozenset(self._gross(states)),
                full=len(heads) == len(self.rows[header]) and not parts_on_top,
            )  # fmt: skip
            found |= dict.fromkeys(body, crossed)
        return found

    def _crossed_rows(self, header: int, parts_on_top: bool) -> list[int]:
        body: list[int] = []
        for number in range(header + 1, len(self.rows)):
            role = self._amount_role(self.rows[number][0])
            values = [token for token in self.rows[number] if token.kind in ("money", "none")]
            if role is None or not values:
                if self.money_in(number) or number - (body[-1] if body else header) > 1:
                    break
                continue
            if bool(role.component) == parts_on_top:
                break
            body.append(number)
        return body

    def _amount_role(self, token: Token) -> Role | None:
        role = self.role(token) if token.kind == "text" else None
        return role if role is not None and role.kind == "amount" else None

    def _gross(self, states: list[Token]) -> list[int]:
        """Of several states that are owed, those before what was paid is taken off (应还)."""
        owed = [token for token in states if (self.role(token) or NOBODY).bucket == "owed"]
        left = [token for token in owed if any(word in squeezed(token.text) for word in REMAINING)]
        return [id(token) for token in owed if left and token not in left]

    def _owes(self, row: list[Token]) -> bool:
        """Whether a row says outright that an amount is owed."""
        roles = [role for token in row if (role := self._amount_role(token))]
        return bool(roles) and roles[0].bucket == "owed" and any(t.kind == "money" for t in row)

    def _table_rows(self, header: int) -> list[int]:
        """Rows of amounts that stand under a head, down to the next label; none for a single card.

        One row of amounts is a table when it begins with an instalment or a date, else it is a card
        whose labels stand over their values.
        """
        found: list[int] = []
        for number in range(header + 1, len(self.rows)):
            if self._sums_up(number, header):
                self.sums[number] = header
                continue
            if number == header + 1 and self._second_head(number):
                continue
            if number in self.headers or self.labelled(number):
                break
            if found and not self.money_in(number) and self._names_instalment(number):
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

    def _names_instalment(self, number: int) -> bool:
        return any(token.kind == "period" for token in self.rows[number])

    def _sums_up(self, number: int, header: int) -> bool:
        """Whether a row of a table is its sum: 合计, then an amount for most columns."""
        role = self._amount_role(self.rows[number][0])
        values = [token for token in self.rows[number] if token.kind in VALUES]
        columns = [token for token in self.rows[header] if self._amount_role(token)]
        if role is None or role.component not in ("", "total"):
            return False
        return len(values) >= 2 and len(columns) - 1 <= len(values) <= len(columns)

    def _second_head(self, number: int) -> bool:
        """A second line of a head: labels of dates or states alone, no amounts."""
        row = self.rows[number]
        roles = [self.role(token) for token in row]
        return not self.money_in(number) and all(
            token.kind == "text" and (role is None or role.kind != "amount")
            for token, role in zip(row, roles, strict=True)
        )

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
            if len(row) <= 2 and all(token.kind == "text" for token in row):
                current = self.grammar.section(row[0].text) or current
            elif current in ("paid", "ignore") and self._owes(row):
                current = ""  # A sheet over the page, or the next card: its labels say so.
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
