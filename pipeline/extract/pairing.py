"""Which label each amount stands under: in its line, left of it, over its column, above or below.

Amounts are taken from the top of the page down. A label that has spoken for an amount is used up,
so that in a column of label, value, label, value each value gets its own, whichever comes first;
the head of a table speaks for its whole column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.extract.folding import squeezed
from pipeline.extract.grid import VALUES, Page, last_clause
from pipeline.extract.labels import Role
from pipeline.extract.layout import Token

NEAR_ABOVE = 2.6
"""A label stands over its value at most so many heights away."""
NEAR_BELOW = 1.9
FAR = 4.0
"""A label above that is so many times farther than one below is not the value's."""
WORDY = 12
"""A line of so many characters is a sentence and may go on in the next line."""
OPENING, CLOSING = re.compile(r"[(（]"), re.compile(r"^[^(（]*[)）]$")
BROKEN_MONEY = ("民币", "币")
"""The rest of 人民币 where a line broke inside it."""
ITEMS = ("项目", "费项", "欠款项目", "款项", "款项类别", "费用项目", "名称", "科目", "内容", "类别")
"""Heads of a column that names amounts."""
NAMED_ROWS = 14
HOME_MONEY = ("cny", "rmb", "人民币", "元")
"""A column that names the currency says nothing of what an amount is."""
RIGHT_REACH = 16.0
"""A label that follows its amount begins at most so many heights after it."""
UPWARD = 0.7
"""Labels belong to the row over them when it is nearer than this share of the way below."""


@dataclass(frozen=True)
class Cell:
    """An amount with its label.

    how: "inline", "left", "right", "crossed", "across", "column", "mark", "above", "below"
    header: row of the table's head, or −1; source: the label's token
    section: bucket of the heading it stands under, ""
    context: its sentence speaks of what might be
    """

    token: Token
    role: Role
    label: str
    how: str
    source: Token | None = None
    header: int = -1
    section: str = ""
    context: bool = False


@dataclass
class _Pairing:
    """One page while its amounts are being paired."""

    page: Page
    used: set[int] = field(default_factory=set)
    paired: set[int] = field(default_factory=set)
    rights: dict[int, Cell] = field(default_factory=dict)

    def role(self, token: Token) -> Role | None:
        return self.page.role(token)

    def made(
        self, token: Token, source: Token, how: str, header: int = -1, role: Role | None = None
    ) -> Cell:
        page = self.page
        found = role or page.role(source)
        assert found is not None
        context = how == "inline" and page.grammar.projected_context(_sentence(page, token))
        label = last_clause(source.text)
        if found.bucket == "" and how == "inline":
            found = replace(found, bucket=_said_before(page, source) or _said_after(page, token))
        elif how == "inline" and found.bucket == "owed" and found.component == "total":
            found = replace(found, bucket=_said_after(page, token) or "owed")
        return Cell(token, found, label, how, source, header, page.sections[token.row], context)


def _said_before(page: Page, source: Token) -> str:
    """已归还本金 4,830.40元、利息 359.38元: what a sentence said of one part holds of the next."""
    if not source.text.startswith(("、", ",", "，", "及", "和")):
        return ""
    before = [
        other
        for other in page.rows[source.row]
        if other.number == source.number and other.atom.end <= source.atom.start
    ]
    for other in reversed(before):
        role = page.role(other) if other.kind == "text" else None
        if role is not None and role.bucket:
            return role.bucket if role.bucket in ("paid", "waived", "projected") else ""
        if other.kind == "text" and re.search("[。；;]", other.text):
            return ""
    if before and source.row and (last := page.rows[source.row - 1][-1]).line.text:
        role = page.role(last) if last.kind == "text" else None
        if role is not None and role.bucket in ("paid", "waived", "projected"):
            return role.bucket
    return ""


def _said_after(page: Page, token: Token) -> str:
    """本期账单¥809.74已还: a status that follows an amount and has none of its own."""
    after = [
        other
        for other in page.rows[token.row]
        if other.number == token.number and other.atom.start >= token.atom.end
    ]
    if len(after) != 1 or after[0].kind != "text":
        return ""
    status = page.grammar.status(after[0].text)
    return status if status in ("paid", "waived") else ""


def _sentence(page: Page, token: Token) -> str:
    """The line of an amount, with the line above where it is one sentence that goes on."""
    text = token.line.text
    if token.row == 0:
        return text
    last = page.rows[token.row - 1][-1].line
    follows = abs(last.box.x0 - token.line.box.x0) < 2 * token.height
    goes_on = len(last.text) >= WORDY and last.text.rstrip()[-1:] not in "。；！？;!?"
    near = token.line.box.y0 - last.box.y1 < 1.2 * token.height
    return last.text + text if follows and goes_on and near else text


def cells_of(page: Page) -> list[Cell]:
    """Every amount of the page that stands under a label, in reading order."""
    pairing = _Pairing(page)
    pairing.rights = _following(pairing)
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


def _cell(pairing: _Pairing, token: Token) -> Cell | None:
    number = token.kind == "number"
    if token.row in pairing.page.ledger:
        return None
    if number and len(token.line.text.strip()) > len(token.text):
        return None
    if number and _before_money(pairing.page, token):
        return None
    cell = (
        _slashed(pairing, token)
        or _crossed(pairing, token)
        or _named_row(pairing, token)
        or _summed(pairing, token)
        or _inline(pairing, token)
        or _wrapped(pairing, token)
        or _left(pairing, token)
        or _right(pairing, token)
    )
    if cell is None:
        if _in_words(pairing, token):
            return None
        cell = _column(pairing, token)
        if cell is None and _foreign_label(pairing, token):
            return None
    cell = (
        cell
        or _second(pairing, token)
        or _beside_mark(pairing, token)
        or _near(pairing, token)
        or _under_mark(pairing, token)
    )
    if cell is not None and number and not (cell.role.component or cell.role.bucket == "owed"):
        return None
    return cell


def _inline(pairing: _Pairing, token: Token) -> Cell | None:
    """本金1,000.00 · 其中利息12.00元: the words just before the amount in its own line."""
    page = pairing.page
    before = [
        other
        for other in page.rows[token.row]
        if other.number == token.number and other.atom.end <= token.atom.start
    ]
    if not before or before[-1].kind != "text":
        return None
    words = last_clause(before[-1].text)
    role = pairing.role(before[-1])
    if role is None and len(words) > 10:
        role = page.grammar.parse(words[-6:]) or page.grammar.parse(words[-4:])
    if role is None or role.kind != "amount":
        return None
    return pairing.made(token, before[-1], "inline", role=role)


def _in_words(pairing: _Pairing, token: Token) -> bool:
    """Whether words that are no label run straight into the amount (每月立减12.80元)."""
    before = [
        other
        for other in pairing.page.rows[token.row]
        if other.number == token.number and other.atom.end <= token.atom.start
    ]
    if not before or before[-1].kind != "text" or pairing.role(before[-1]) is not None:
        return False
    words = re.sub(r"[\W_]", "", before[-1].text)
    return len(words) >= 3 and not pairing.page.grammar.status(before[-1].text)


def _wrapped(pairing: _Pairing, token: Token) -> Cell | None:
    """…利息12.00元，罚息 / 3.20元，…: a sentence that breaks between the label and its amount."""
    page = pairing.page
    first = [other for other in page.rows[token.row] if other.text not in BROKEN_MONEY]
    if token.row == 0 or token is not first[0] or token.kind != "money":
        return None
    last = page.rows[token.row - 1][-1]
    role = pairing.role(last) if last.kind == "text" else None
    if role is None and token.line.text.startswith("民币") and last.text.endswith("人"):
        role = page.grammar.parse(last_clause(last.text[:-1]))
    sentence = re.search(r"[，。、,;；]", last.line.text) and len(last.line.text) >= 8
    ends = last.atom.end >= len(last.line.text.rstrip())
    if role is None or role.kind != "amount" or not sentence or not ends or last.x1 < token.x1:
        return None
    return pairing.made(token, last, "inline", role=role)


def _left(pairing: _Pairing, token: Token) -> Cell | None:
    """The nearest words to the left in the row, with no amount between."""
    for other in _leftwards(pairing.page, token):
        if other.kind == "number" and token.kind == "money" and _speck(other):
            continue
        if other.kind in VALUES:
            return None
        role = pairing.role(other)
        if role is not None:
            return pairing.made(token, other, "left") if role.kind == "amount" else None
        if other.kind == "text" and not _speck(other):
            return None
    return None


def _second(pairing: _Pairing, token: Token) -> Cell | None:
    """逾期罚息 ¥55.46 ¥24.11: two figures after one label, the first perhaps struck through."""
    row = pairing.page.rows[token.row]
    solid = [other for other in row if other.kind in VALUES or not _speck(other)]
    if [other.kind for other in solid] != ["text", "money", "money"] or token is not solid[2]:
        return None
    role = pairing.role(solid[0])
    if role is None or role.kind != "amount" or not role.component:
        return None
    return pairing.made(token, solid[0], "second")


def _slashed(pairing: _Pairing, token: Token) -> Cell | None:
    """One of a list of amounts under a list of labels (本金/利息/罚息)."""
    if id(token) not in pairing.page.slashed:
        return None
    label, role = pairing.page.slashed[id(token)]
    return replace(pairing.made(token, label, "slashed", -1, role), label=role.label)


def _crossed(pairing: _Pairing, token: Token) -> Cell | None:
    """A table of parts against 应还, 已还, 剩余: the row names the part, the column its state."""
    page = pairing.page
    cross = page.crossed.get(token.row)
    if cross is None:
        return None
    label = page.rows[token.row][0]
    heads = [head for head in page.rows[cross.header] if id(head) in cross.heads]
    head = _head_over(page, heads, token, cross.full)
    one, other = pairing.role(label), pairing.role(head) if head is not None else None
    if one is None or head is None or other is None:
        return None
    state = one if not one.component else other
    part = other if state is one else one
    if part.bucket in ("ignore", "projected", "waived", "paid"):
        state = part
    bucket = "ignore" if id(head) in cross.gross or id(label) in cross.gross else state.bucket
    role = Role("amount", one.component or other.component, bucket, state.scope, label.text)
    return pairing.made(token, label, "crossed", cross.header, role)


def _named_row(pairing: _Pairing, token: Token) -> Cell | None:
    """项目 | 说明 | 金额: the first column names the amount, whatever stands between."""
    page = pairing.page
    row = page.rows[token.row]
    if sum(other.kind in ("money", "none") for other in row) != 1 or token.kind == "number":
        return None
    label = next((other for other in row if other.kind == "text" and not _speck(other)), None)
    role = pairing.role(label) if label is not None else None
    if label is None or role is None or role.kind != "amount" or not role.component:
        return None
    for number in range(token.row - 1, max(token.row - NAMED_ROWS, -1), -1):
        words = [squeezed(other.text) for other in page.rows[number] if other.kind == "text"]
        if any(word in ITEMS for word in words) and any("金额" in word for word in words):
            return pairing.made(token, label, "left")
    return None


def _summed(pairing: _Pairing, token: Token) -> Cell | None:
    """The sum row of a table: the column names the part, the row says it is of the whole."""
    page = pairing.page
    header = page.sums.get(token.row)
    if header is None:
        return None
    label = page.rows[token.row][0]
    head = _head_over(page, [t for t in page.heads(header) if pairing.role(t)], token, False)
    whole, part = pairing.role(label), pairing.role(head) if head is not None else None
    if whole is None or head is None or part is None or part.kind != "amount":
        return None
    bucket = whole.bucket or part.bucket
    role = Role("amount", part.component or "total", bucket, "debt", label.text + head.text)
    cell = pairing.made(token, head, "summed", -1, role)
    return replace(cell, label=label.text + head.text)


def _before_money(page: Page, token: Token) -> bool:
    """Whether a bare number is followed in its row by an amount that is plainly money."""
    for other in page.rows[token.row]:
        if other.x0 >= token.x1 - 1 and other.kind not in ("number",) and not _speck(other):
            return other.kind == "money"
    return False


def _right(pairing: _Pairing, token: Token) -> Cell | None:
    """¥289.65 循环利息 1.2%: the label follows its amount, in two rows or more of the page."""
    return pairing.rights.get(id(token))


def _following(pairing: _Pairing) -> dict[int, Cell]:
    """Cells of the rows that begin with an amount and go on with its label."""
    found: dict[int, Cell] = {}
    for row in pairing.page.rows:
        solid = [
            token for token in row if token.kind not in ("text", "number") or not _speck(token)
        ]
        if len(solid) < 2 or solid[0].kind not in ("money", "none"):
            continue
        label = solid[1]
        role = pairing.role(label) if label.kind == "text" else None
        if role is None or role.kind != "amount" or not (role.component or role.bucket == "owed"):
            continue
        if len(solid) > 2 and solid[2].kind in ("money", "none"):
            continue
        if label.x0 - solid[0].x1 > RIGHT_REACH * label.height:
            continue
        found[id(solid[0])] = pairing.made(solid[0], label, "right")
    return found if len(found) >= 2 else {}


def _leftwards(page: Page, token: Token) -> Iterator[Token]:
    """What stands left of an amount, nearest first; the end of a bracket is passed over."""
    row = [other for other in page.rows[token.row] if other.x1 <= token.x0 + 0.3 * token.height]
    row.sort(key=lambda other: -other.x1)
    if row and CLOSING.search(row[0].text) and page.role(row[0]) is None:
        named = [other for other in row if other.number == row[0].number and page.role(other)]
        if named and OPENING.search(row[0].line.text[named[0].atom.end - 1 :]):
            row = row[row.index(named[0]) :]
    return iter(row)


def _speck(token: Token) -> bool:
    """An icon read as a letter or a digit, a help mark, an arrow, a plus between cards."""
    letters = re.sub(r"[\W_]", "", token.text)
    return len(letters) <= 1 or letters.lower() in HOME_MONEY


def _foreign_label(pairing: _Pairing, token: Token) -> bool:
    """Whether the amount already has words of its own that are no label we know (and no period)."""
    for other in _leftwards(pairing.page, token):
        if other.kind in VALUES:
            return False
        if pairing.role(other) is not None:
            return True
        if other.kind == "text" and not _speck(other):
            near = token.x0 - other.x1 < 14 * token.height
            return near and not pairing.page.grammar.status(other.text)
    return False


def _column(pairing: _Pairing, token: Token) -> Cell | None:
    """The head of the column the amount stands in; or the row's label, where periods go across."""
    page = pairing.page
    header = page.tables.get(token.row, -1)
    if header >= 0:
        return _under(pairing, token, header, header)
    above = token.row - 1
    if above in page.headers and not _upward(pairing, above):
        return _under(pairing, token, above, -1) or _across(pairing, token)
    return _across(pairing, token)


def _under(pairing: _Pairing, token: Token, head_row: int, header: int) -> Cell | None:
    heads = pairing.page.heads(head_row) if header >= 0 else pairing.page.rows[head_row]
    head = _head_over(pairing.page, heads, token)
    role = pairing.role(head) if head is not None else None
    if head is None or role is None or role.kind != "amount" or id(head) in pairing.used:
        return None
    return pairing.made(token, head, "column", header)


def _upward(pairing: _Pairing, header: int) -> bool:
    """Whether a row of labels belongs to the amounts over it: not yet paired, and nearer."""
    page = pairing.page
    if header == 0 or not page.money_in(header - 1):
        return False
    over = [token for token in page.rows[header - 1] if token.kind in VALUES]
    if any(id(token) in pairing.paired for token in over):
        return any(id(head) in pairing.used for head in page.rows[header])
    if header + 1 >= len(page.rows) or not page.money_in(header + 1):
        return True
    heads = page.rows[header]
    above = min(_gap(head, value) for head in heads for value in over)
    below = min(_gap(head, value) for head in heads for value in page.rows[header + 1])
    return above < UPWARD * below


def _head_over(page: Page, heads: list[Token], token: Token, by_order: bool = True) -> Token | None:
    """The head nearest over the column of `token`; by order where the row is full."""
    cells = [other for other in page.rows[token.row] if other.kind != "text" or len(other.text) > 1]
    if by_order and len(cells) == len(heads):
        return heads[cells.index(token)] if token in cells else None
    best = min(heads, key=lambda head: _apart(head, token))
    pitch = min(
        (right.centre - left.centre for left, right in pairwise(heads)),
        default=8 * token.height,
    )
    return best if _apart(best, token) <= 0.6 * max(pitch, token.height) else None


def _apart(first: Token, second: Token) -> float:
    return min(
        abs(first.x0 - second.x0), abs(first.x1 - second.x1), abs(first.centre - second.centre)
    )


def _across(pairing: _Pairing, token: Token) -> Cell | None:
    """Periods across: the row begins with the label, the columns are headed by periods."""
    page = pairing.page
    row = page.rows[token.row]
    role = pairing.role(row[0]) if row[0].kind == "text" else None
    values = [other for other in row if other.kind in VALUES]
    if role is None or role.kind != "amount" or len(values) < 2 or token is values[0]:
        return None
    if not any(
        sum(t.kind == kind for t in page.rows[n]) >= 2
        for n in range(token.row)
        for kind in ("period", "date")
    ):
        return None
    return pairing.made(token, row[0], "across")


def _beside_mark(pairing: _Pairing, token: Token) -> Cell | None:
    """第3期 … 648.48: a wordless amount in the row of its instalment is its total."""
    if token.kind != "money":
        return None
    for other in _leftwards(pairing.page, token):
        if other.kind == "period":
            role = Role("amount", "total", label=other.text)
            return pairing.made(token, other, "mark", role=role)
        if other.kind in VALUES or (other.kind == "text" and not _quiet(pairing, other)):
            return None
    return None


def _under_mark(pairing: _Pairing, token: Token) -> Cell | None:
    """A bare amount just under the line that names its instalment is its total."""
    page = pairing.page
    if token.kind != "money" or token.row == 0 or page.instalments < 2:
        return None
    if any(other.kind not in VALUES for other in page.rows[token.row]):
        return None
    marks = [
        other
        for other in page.rows[token.row - 1]
        if other.kind == "period"
        and other.x0 <= token.centre
        and _gap(other, token) < 2 * other.height
    ]
    if not marks:
        return None
    mark = max(marks, key=lambda other: other.x0)
    return pairing.made(token, mark, "mark", role=Role("amount", "total", label=mark.text))


def _quiet(pairing: _Pairing, token: Token) -> bool:
    """Words that do not name an amount: a status, a speck, a date's label."""
    role = pairing.role(token)
    other_kind = role is not None and role.kind != "amount"
    return _speck(token) or bool(pairing.page.grammar.status(token.text)) or other_kind


def _near(pairing: _Pairing, token: Token) -> Cell | None:
    """A label just above, else one just below; below too when it is much the nearer."""
    count = len(pairing.page.rows)
    if token.kind == "number" and len(token.text) < 2:
        return None
    above = _vertical(pairing, token, range(token.row - 1, max(token.row - 4, -1), -1), NEAR_ABOVE)
    below = None
    if token.kind != "number":
        below = _vertical(
            pairing, token, range(token.row + 1, min(token.row + 3, count)), NEAR_BELOW
        )
    if above is not None and (below is None or not _much_nearer(below, above, token)):
        return pairing.made(token, above, "above")
    if below is None or _own_words(pairing, token, below):
        return None
    return pairing.made(token, below, "below")


def _own_words(pairing: _Pairing, token: Token, below: Token) -> bool:
    """Whether words nobody knows stand over an amount, as near as the label below it.

    They are its own label; the one below is then the next amount's.
    """
    for number in range(token.row - 1, max(token.row - 3, -1), -1):
        level = [other for other in pairing.page.rows[number] if _aligned(other, token)]
        if not level:
            continue
        near = min(level, key=lambda other: _apart(other, token))
        words = len(re.sub(r"[\W_\d]", "", near.text)) >= 2 and pairing.role(near) is None
        plain = near.kind == "text" and not pairing.page.grammar.status(near.text)
        return plain and words and _gap(near, token) <= 1.2 * _gap(below, token)
    return False


def _much_nearer(below: Token, above: Token, token: Token) -> bool:
    """Whether the label below is so much nearer that the one above is another's."""
    if _apart(above, token) < 0.5 * above.height <= _apart(below, token):
        return False
    return _gap(above, token) > FAR * max(_gap(below, token), 0.4 * below.height)


def _gap(label: Token, token: Token) -> float:
    return max(token.y0 - label.y1, label.y0 - token.y1, 0.0)


def _vertical(pairing: _Pairing, token: Token, rows: range, limit: float) -> Token | None:
    """The nearest label over or under an amount, unless something else stands between."""
    for number in rows:
        level = [
            other
            for other in pairing.page.rows[number]
            if _aligned(other, token) and not _is_status(pairing.page, other)
        ]
        if not level:
            continue
        near = min(level, key=lambda other: _apart(other, token))
        if _gap(near, token) > limit * max(min(near.height, token.height), 1.0):
            return None
        named = [
            other
            for other in level
            if (role := pairing.role(other)) is not None and role.kind == "amount"
        ]
        if named:
            label = min(named, key=lambda other: _apart(other, token))
            return None if _spoken_for(pairing, label, token) else label
        if any(other.kind in VALUES or not _speck(other) for other in level):
            return None
    return None


def _is_status(page: Page, token: Token) -> bool:
    """Among instalments, 已还 or 待还款 alone says how one stands, not what a figure is."""
    return page.instalments >= 2 and token.kind == "text" and bool(page.grammar.status(token.text))


def _spoken_for(pairing: _Pairing, label: Token, token: Token) -> bool:
    """Whether a label has an amount of its own: paired, beside it, or on its row's other side."""
    if id(label) in pairing.used or _has_own_value(pairing.page, label):
        return True
    if label.row not in pairing.page.headers:
        return False
    upward = _upward(pairing, label.row)
    return upward if token.row > label.row else not upward


def _has_own_value(page: Page, label: Token) -> bool:
    """Whether an amount stands right of a label in its row."""
    right = [other for other in page.rows[label.row] if other.x0 >= label.x1 - 0.3 * label.height]
    return bool(right) and min(right, key=lambda other: other.x0).kind in ("money", "none")


def _aligned(first: Token, second: Token) -> bool:
    overlap = min(first.x1, second.x1) - max(first.x0, second.x0)
    narrower = min(first.x1 - first.x0, second.x1 - second.x0)
    near = 0.7 * min(first.height, second.height)
    return overlap >= 0.2 * narrower or _apart(first, second) <= near
