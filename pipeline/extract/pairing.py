"""Which label each amount stands under: in its line, left of it, over its column, above or below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.extract.labels import Grammar, Role
from pipeline.extract.layout import Token

VALUES = ("money", "none", "number")
NEAR_ABOVE = 2.6
"""A label stands over its value at most so many heights away."""
NEAR_BELOW = 1.9
MAX_TEXT_ROWS = 2
"""Rows of words (a status, a second line of a cell) that do not end a table."""
CLAUSE = re.compile(r"[,。;；|+=!！?？<>》《]|\s{2,}")


@dataclass(frozen=True)
class Cell:
    """An amount with its label.

    how: "inline", "left", "column", "above", "below"; header: row of the table's head, or −1
    section: bucket of the heading it stands under, ""; context: its sentence speaks of what might be
    """

    token: Token
    role: Role
    label: str
    how: str
    header: int = -1
    section: str = ""
    context: bool = False
    near: Token | None = None


class Page:
    """A page's tokens by row, with the roles of its words; what the pairing looks things up in."""

    def __init__(self, tokens: Iterable[Token], grammar: Grammar) -> None:
        self.grammar = grammar
        self.tokens = [token for token in tokens if token.kind != "mark"]
        count = max((token.row for token in self.tokens), default=-1) + 1
        self.rows: list[list[Token]] = [[] for _ in range(count)]
        for token in self.tokens:
            self.rows[token.row].append(token)
        self._roles = {
            id(token): grammar.parse(_last_clause(token.text))
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
                found.append(number)
            elif number - (found[-1] if found else header) > MAX_TEXT_ROWS:
                break
        if len(found) >= 2:
            return found
        dated = any(token.kind in ("period", "date") for row in found for token in self.rows[row])
        return found if dated else []

    def labelled(self, number: int) -> bool:
        """Whether a row names an amount: a card's label row, or a label beside its value."""
        return any(
            role.kind == "amount" and not self.grammar.status(token.text)
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


def cells_of(page: Page) -> list[Cell]:
    """Every amount of the page that stands under a label, in reading order.

    A label over one amount and under another is the nearer one's; the other looks again.
    """
    values = [token for token in page.tokens if token.kind in VALUES]
    cells = {id(token): cell for token in values if (cell := _cell(page, token, frozenset()))}
    claims: dict[int, list[Cell]] = {}
    for cell in cells.values():
        if cell.near is not None:
            claims.setdefault(id(cell.near), []).append(cell)
    for label, claimants in claims.items():
        nearest = min(claimants, key=lambda cell: _gap(cell.near or cell.token, cell.token))
        for cell in claimants:
            if cell is nearest or cell.token.row == nearest.token.row:
                continue
            again = _cell(page, cell.token, frozenset({label}))
            cells.pop(id(cell.token))
            if again is not None:
                cells[id(cell.token)] = again
    return [cells[id(token)] for token in values if id(token) in cells]


def _cell(page: Page, token: Token, taken: frozenset[int]) -> Cell | None:
    if token.kind == "number" and len(token.line.text.strip()) > len(token.text):
        return None
    for find in (_inline, _left, _column, _beside_mark, _near):
        cell = find(page, token) if find is not _near else _near(page, token, taken)
        if cell is not None:
            if token.kind == "number" and not (cell.role.component or cell.role.bucket == "owed"):
                return None
            return cell
        if find is _left and _foreign_label(page, token):
            return None
    return None


def _beside_mark(page: Page, token: Token) -> Cell | None:
    """第3期 … 648.48: an amount with no words of its own in the row of its instalment is its total."""
    if token.kind != "money":
        return None
    for other in _leftwards(page, token):
        if other.kind == "period":
            return _made(page, token, Role("amount", "total", label=other.text), other.text, "mark")
        if other.kind in VALUES or (other.kind == "text" and not _quiet(page, other)):
            return None
    return None


def _quiet(page: Page, token: Token) -> bool:
    """Words that do not name an amount: a status, a speck, a date's label."""
    role = page.role(token)
    return _speck(token) or bool(page.grammar.status(token.text)) or (
        role is not None and role.kind != "amount"
    )


def _made(
    page: Page, token: Token, role: Role, label: str, how: str, header: int = -1
) -> Cell:
    context = how == "inline" and page.grammar.projected_context(token.line.text)
    return Cell(token, role, label, how, header, page.sections[token.row], context)


def _inline(page: Page, token: Token) -> Cell | None:
    """本金1,000.00 · 其中利息12.00元: the words just before the amount in its own line."""
    before = [
        other
        for other in page.rows[token.row]
        if other.number == token.number and other.atom.end <= token.atom.start
    ]
    if not before or before[-1].kind != "text":
        return None
    words = _last_clause(before[-1].text)
    role = page.role(before[-1])
    if role is None and len(words) > 10:
        role = page.grammar.parse(words[-6:]) or page.grammar.parse(words[-4:])
    if role is None or role.kind != "amount":
        return None
    return _made(page, token, role, words, "inline")


def _left(page: Page, token: Token) -> Cell | None:
    """The nearest words to the left in the row, with no amount between."""
    for other in _leftwards(page, token):
        if other.kind in VALUES:
            return None
        role = page.role(other)
        if role is not None:
            if role.kind != "amount":
                return None
            return _made(page, token, role, other.text, "left")
        if other.kind == "text" and not _speck(other):
            return None
    return None


def _leftwards(page: Page, token: Token) -> Iterator[Token]:
    row = [other for other in page.rows[token.row] if other.x1 <= token.x0 + 0.3 * token.height]
    return iter(sorted(row, key=lambda other: -other.x1))


def _speck(token: Token) -> bool:
    """An icon read as a letter, a help mark, an arrow."""
    return len(re.sub(r"[\W_]", "", token.text)) <= 1


def _foreign_label(page: Page, token: Token) -> bool:
    """Whether the amount already has words of its own that are no label we know (and no period)."""
    if _column(page, token) is not None:
        return False
    for other in _leftwards(page, token):
        if other.kind in VALUES:
            return False
        if page.role(other) is not None:
            return True
        if other.kind == "text" and not _speck(other):
            near = token.x0 - other.x1 < 14 * token.height
            return near and not page.grammar.status(other.text)
    return False


def _column(page: Page, token: Token) -> Cell | None:
    """The head of the column the amount stands in; or the row's label, where periods go across."""
    header = page.tables.get(token.row, -1)
    if header >= 0:
        return _under(page, token, header, header)
    above = token.row - 1
    if above in page.headers and not _heads_upward(page, above):
        return _under(page, token, above, -1) or _across(page, token)
    return _across(page, token)


def _under(page: Page, token: Token, head_row: int, header: int) -> Cell | None:
    head = _head_over(page, page.rows[head_row], token)
    role = page.role(head) if head is not None else None
    if head is None or role is None or role.kind != "amount":
        return None
    return _made(page, token, role, head.text, "column", header)


def _heads_upward(page: Page, header: int) -> bool:
    """Whether a row of labels belongs to the amounts over it: they stand nearer than those below."""
    if header == 0 or header + 1 >= len(page.rows) or not page.money_in(header - 1):
        return False
    heads = page.rows[header]
    over = min(_gap(head, value) for head in heads for value in page.rows[header - 1])
    under = min(_gap(head, value) for head in heads for value in page.rows[header + 1])
    return over < 0.7 * under


def _head_over(page: Page, heads: list[Token], token: Token) -> Token | None:
    """The head nearest over the column of `token`; by order where the row is full."""
    cells = [other for other in page.rows[token.row] if other.kind != "text" or len(other.text) > 1]
    if len(cells) == len(heads):
        return heads[cells.index(token)] if token in cells else None
    best = min(heads, key=lambda head: _apart(head, token))
    pitch = min(
        (right.centre - left.centre for left, right in zip(heads, heads[1:], strict=False)),
        default=8 * token.height,
    )
    return best if _apart(best, token) <= 0.6 * max(pitch, token.height) else None


def _apart(first: Token, second: Token) -> float:
    return min(
        abs(first.x0 - second.x0), abs(first.x1 - second.x1), abs(first.centre - second.centre)
    )


def _across(page: Page, token: Token) -> Cell | None:
    """Periods across: the row begins with the label, the columns are headed by periods."""
    row = page.rows[token.row]
    role = page.role(row[0]) if row[0].kind == "text" else None
    values = [other for other in row if other.kind in VALUES]
    if role is None or role.kind != "amount" or len(values) < 2 or token is values[0]:
        return None
    if not any(sum(t.kind in ("period", "date") for t in page.rows[n]) >= 2 for n in range(token.row)):
        return None
    return _made(page, token, role, row[0].text, "left")


def _near(page: Page, token: Token, taken: frozenset[int]) -> Cell | None:
    """A label just above or just below; the nearer one, above when they are alike."""
    above = _vertical(page, token, range(token.row - 1, max(token.row - 4, -1), -1), NEAR_ABOVE, taken)
    below = _vertical(page, token, range(token.row + 1, min(token.row + 3, len(page.rows))), NEAR_BELOW, taken)
    chosen = above
    if below is not None and (above is None or _gap(below, token) < 0.6 * _gap(above, token)):
        chosen = below
    if chosen is None:
        return None
    role = page.role(chosen)
    assert role is not None
    how = "above" if chosen is above else "below"
    return replace(_made(page, token, role, chosen.text, how), near=chosen)


def _gap(label: Token, token: Token) -> float:
    return max(token.y0 - label.y1, label.y0 - token.y1, 0.0)


def _vertical(
    page: Page, token: Token, rows: range, limit: float, taken: frozenset[int]
) -> Token | None:
    for number in rows:
        for other in page.rows[number]:
            if id(other) in taken:
                return None
            if not _aligned(other, token) or _is_status(page, other):
                continue
            if _gap(other, token) > limit * max(min(other.height, token.height), 1.0):
                return None
            role = page.role(other)
            if role is not None and role.kind == "amount":
                return None if _has_own_value(page, other) else other
            if other.kind in VALUES or not _speck(other):
                return None
    return None


def _is_status(page: Page, token: Token) -> bool:
    """Among instalments, 已还 or 待还款 alone says how one stands, not what a figure is."""
    return page.instalments >= 2 and token.kind == "text" and bool(page.grammar.status(token.text))


def _has_own_value(page: Page, label: Token) -> bool:
    """Whether a label already has its amount in its own line or right beside it."""
    right = [other for other in page.rows[label.row] if other.x0 >= label.x1 - 0.3 * label.height]
    if not right:
        return False
    first = min(right, key=lambda other: other.x0)
    return first.kind in ("money", "none") and first.number == label.number


def _aligned(first: Token, second: Token) -> bool:
    overlap = min(first.x1, second.x1) - max(first.x0, second.x0)
    narrower = min(first.x1 - first.x0, second.x1 - second.x0)
    near = 0.7 * min(first.height, second.height)
    return overlap >= 0.35 * narrower or _apart(first, second) <= near


def _last_clause(text: str) -> str:
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
