"""Labels over, or at the head of the row of, the amounts of a table.

The functions give the cell of an amount, or None where this is not how it is labelled.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.bookings import under_bookings
from pipeline.extract.cells import Cell, Pairing
from pipeline.extract.crossed import row_label
from pipeline.extract.distance import apart, gap
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.labels import CHARGES, Role
from pipeline.extract.token import Token
from pipeline.extract.words import VALUES

_DAY = re.compile(r"(?:0?[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])")
NAMED_ROWS = 14
"""The heads of a list of named amounts stand at most so many rows above."""
UPWARD = 0.7
"""Labels belong to the row over them when it is nearer than this share of the way below."""


def slashed(pairing: Pairing, token: Token) -> Cell | None:
    """One of a list of amounts under a list of labels (本金/利息/罚息)."""
    if id(token) not in pairing.page.slashed:
        return None
    label, role = pairing.page.slashed[id(token)]
    return replace(pairing.made(token, label, "slashed", -1, role), label=role.label)


def crossed(pairing: Pairing, token: Token) -> Cell | None:
    """A table of parts against 应还, 已还, 剩余: the row names the part, the column its state."""
    page = pairing.page
    cross = page.crossed.get(token.row)
    if cross is None:
        return None
    label = row_label(page.rows[token.row])
    heads = [head for head in page.rows[cross.header] if id(head) in cross.heads]
    head = _head_over(page, heads, token, cross.full)
    one, other = pairing.role(label), pairing.role(head) if head is not None else None
    if one is not None and head is None and token.kind == "money":
        unknown = Role("amount", one.component, "ignore", one.scope, label.text)
        return pairing.made(token, label, "crossed", cross.header, unknown)
    if one is None or head is None or other is None:
        return None
    state = one if not one.component else other
    part = other if state is one else one
    if part.bucket in ("ignore", "projected", "waived", "paid"):
        state = part
    bucket = "ignore" if id(head) in cross.gross or id(label) in cross.gross else state.bucket
    role = Role("amount", one.component or other.component, bucket, state.scope, label.text)
    return pairing.made(token, label, "crossed", cross.header, role)


def named_row(pairing: Pairing, token: Token) -> Cell | None:
    """项目 | 说明 | 金额: the first column names the amount, whatever stands between."""
    page = pairing.page
    row, lexicon = page.rows[token.row], page.grammar.lexicon
    if sum(other.kind in ("money", "none") for other in row) != 1 or token.kind == "number":
        return None
    label = next((t for t in row if t.kind == "text" and not page.is_speck(t)), None)
    role = pairing.role(label) if label is not None else None
    if label is None or role is None or role.kind != "amount" or not role.component:
        return None
    kinds = [other for other in row if (one := page.amount_role(other)) and one.component]
    if len(kinds) > 1:
        return None  # 费用 | 利息 | 214.55: the kind of booking, and then its name.
    for number in range(token.row - 1, max(token.row - NAMED_ROWS, -1), -1):
        heads = [other for other in page.rows[number] if other.kind == "text"]
        sums = [head for head in heads if "金额" in squeezed(head.text)]
        named = any(lexicon.is_items(head.text) for head in heads)
        # Whatever its name, the first column names the amounts of the one that stands over them.
        over = len(heads) > 1 and heads[0] not in sums and page.role(heads[0]) is None
        over = over and any(min(h.x1, token.x1) > max(h.x0, token.x0) for h in sums)
        if sums and (named or over):
            return pairing.made(token, label, "left")
    return None


def in_formula(pairing: Pairing, token: Token) -> Cell | None:
    """One of a row of amounts with signs between them, under as many labels."""
    label = pairing.page.formula.labels[id(token)]
    role = pairing.role(label)
    if role is None or role.kind != "amount":
        return None
    return pairing.made(token, label, "column")


def in_sum_column(pairing: Pairing, token: Token) -> Cell | None:
    """The sum at the end of a row, of which the other amounts are the loans' shares."""
    label = pairing.page.sum_columns[id(token)]
    role = pairing.role(label) if label is not None else None
    if label is None or role is None:
        return None
    whole = replace(role, component=role.component or "total", scope="debt")
    return pairing.made(token, label, "left", role=whole)


def in_loan_column(pairing: Pairing, token: Token) -> Cell | None:
    """An amount of one of several loans side by side, under the label of its row."""
    label, _ = pairing.page.loan_columns[id(token)]
    return pairing.made(token, label, "left")


def booked(pairing: Pairing, token: Token) -> Cell | None:
    """11-16 | 利息 | 柳州支行 | 118.94 | 118.94: the last amount of a dated row that names a
    charge, whatever stands between; the amounts of such a row are one."""
    page = pairing.page
    row = page.rows[token.row]
    money = [other for other in row if other.kind == "money"]
    dated = any(other.kind == "date" for other in row) or under_bookings(page, token.row)
    if not money or token is not money[-1] or not dated:
        return None
    labels = [
        (other, role)
        for other in row
        if (role := page.amount_role(other)) and role.component in CHARGES
    ]
    if len({role.component for _, role in labels}) != 1:
        labels = labels[-1:] if under_bookings(page, token.row) else []
    meant = [label for label, role in labels if role.bucket in ("", "owed")]
    if not meant:
        return None
    between = meant[-1].x1 <= token.x0 and len({other.atom.value for other in money}) == 1
    return pairing.made(token, meant[-1], "left") if between and not _given(row) else None


def _given(row: list[Token]) -> bool:
    """Whether a booking gives back (存入, 退), as words in it say."""
    return any(word in other.text for other in row for word in ("存入", "收入", "退", "贷方"))


def summed(pairing: Pairing, token: Token) -> Cell | None:
    """The sum row of a table: the column names the part, the row says it is of the whole."""
    page = pairing.page
    header = page.sums.get(token.row)
    if header is None:
        return None
    label = page.rows[token.row][0]
    head = _head_over(page, [t for t in page.heads(header) if pairing.role(t)], token, False)
    whole, part = pairing.role(label), pairing.role(head) if head is not None else None
    if head is None or part is None or part.kind != "amount":
        return None
    bucket = (whole.bucket if whole else "") or part.bucket
    role = Role("amount", part.component or "total", bucket, "debt", label.text + head.text)
    cell = pairing.made(token, head, "summed", -1, role)
    return replace(cell, label=label.text + head.text)


def dated(page: Page, token: Token) -> bool:
    """Whether what looks like an amount is a day: 08.22 in a column that is headed 应还日."""
    header = page.tables.get(token.row, -1)
    if header < 0 or not _DAY.fullmatch(token.text.strip()):
        return False
    heads = page.heads(header)
    head = min(heads, key=lambda head: apart(head, token), default=None)
    role = page.role(head) if head is not None else None
    return role is not None and role.kind.startswith("date")


def column(pairing: Pairing, token: Token) -> Cell | None:
    """The head of the column the amount stands in; or the row's label, where periods go across."""
    page = pairing.page
    header = page.tables.get(token.row, -1)
    if header >= 0:
        return _under(pairing, token, header, header)
    above = token.row - 1
    if above in page.headers and not speaks_upward(pairing, above):
        return _under(pairing, token, above, -1) or across(pairing, token)
    return across(pairing, token)


def _under(pairing: Pairing, token: Token, head_row: int, header: int) -> Cell | None:
    heads = pairing.page.heads(head_row) if header >= 0 else pairing.page.rows[head_row]
    head = _head_over(pairing.page, heads, token)
    role = pairing.role(head) if head is not None else None
    if head is None or role is None or role.kind != "amount" or id(head) in pairing.used:
        return None
    if not role.component and pairing.page.grammar.section(head.text):
        return None  # 待还账单 | 已还账单: tabs.
    return pairing.made(token, head, "column", header)


def speaks_upward(pairing: Pairing, header: int) -> bool:
    """Whether a row of labels belongs to the amounts over it: not yet paired, and nearer."""
    page = pairing.page
    if header == 0 or not page.money_in(header - 1):
        return False
    over = [token for token in page.rows[header - 1] if token.kind in VALUES]
    if any(id(token) in pairing.paired for token in over):
        return any(id(head) in pairing.used for head in page.rows[header])
    if header + 1 >= len(page.rows) or not any(map(_wordless, _money_below(page, header))):
        return True
    heads = page.rows[header]
    above = min(gap(head, value) for head in heads for value in over)
    below = min(gap(head, value) for head in heads for value in page.rows[header + 1])
    return above < UPWARD * below


def _money_below(page: Page, header: int) -> list[Token]:
    """The amounts right below a row of labels that have no label of their own beside them."""
    row = page.rows[header + 1]
    return [
        token
        for place, token in enumerate(row)
        if token.kind in ("money", "none") and not (place and page.amount_role(row[place - 1]))
    ]


def _wordless(token: Token) -> bool:
    """Whether nothing names an amount in its own line, as （含逾期本金 5,412.36） does."""
    return not re.search("[\u4e00-\u9fff]", token.line.text[: token.atom.start])


def _head_over(page: Page, heads: list[Token], token: Token, by_order: bool = True) -> Token | None:
    """The head nearest over the column of `token`; by order where the row is full and its amounts
    do not each stand under a head of their own."""
    row = page.rows[token.row]
    cells = [other for other in row if other.kind != "text" or len(other.text) > 1]
    if by_order and len(cells) == len(heads) and not _each_under_its_own(heads, row):
        return heads[cells.index(token)] if token in cells else None
    best = min(heads, key=lambda head: apart(head, token))
    return best if apart(best, token) <= _reach(heads, token) else None


def _each_under_its_own(heads: list[Token], row: list[Token]) -> bool:
    values = [token for token in row if token.kind in VALUES]
    nearest = [min(heads, key=lambda head: apart(head, token)) for token in values]
    return len({id(head) for head in nearest}) == len(values) and all(
        min(head.x1, token.x1) > max(head.x0, token.x0)
        for head, token in zip(nearest, values, strict=True)
    )


def _reach(heads: list[Token], token: Token) -> float:
    """How far an amount may stand from the head of its column."""
    pitch = min(
        (after.centre - before.centre for before, after in pairwise(heads)),
        default=8 * token.height,
    )
    return 0.6 * max(pitch, token.height)


def across(pairing: Pairing, token: Token) -> Cell | None:
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
