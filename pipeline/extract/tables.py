"""Tables of a page: the rows that head them, the rows that belong to them, and their sums.

A table is two rows of amounts under a head, or one that begins with an instalment or a date. Rows
of bookings and columns of foreign currency are told apart: nothing in them is owed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.crossed import joined_amounts
from pipeline.extract.folding import squeezed
from pipeline.extract.token import Token
from pipeline.extract.words import VALUES, Words

ZERO = Decimal(0)
COUNTED = ("条", "笔", "户", "项", "张")
CURRENCY = 4
"""Characters of a cell that names a currency: 美元, 美元账户, USD."""
MAX_TEXT_ROWS = 2
"""Rows of words (a status, a second line of a cell) that do not end a table."""


@dataclass(frozen=True)
class Tables:
    """rows: row of a table → row of its head; sums: row of a table's sum → row of its head."""

    rows: dict[int, int]
    sums: dict[int, int]


def headers_of(words: Words) -> list[int]:
    """Rows that head a table: two or more labels, one of an amount, and no amount."""
    return [
        number
        for number, row in enumerate(words.rows)
        if _are_heads(words, row) and not words.money_in(number)
    ]


def _are_heads(words: Words, row: list[Token]) -> bool:
    """Two labels or more, one of an amount that is no mere status (tabs: 未结清, 已结清)."""
    roles = [(token, role) for token in row if (role := words.role(token))]
    return len(roles) >= 2 and any(
        role.kind == "amount" and (role.component or not words.grammar.status(token.text))
        for token, role in roles
    )


def heads_of(words: Words, header: int) -> list[Token]:
    """The heads of a table: its head row, and what the row over it says of further columns.

    A row over it that names a day or a rate beside its labels says what they are, not what follows.
    """
    found = list(words.rows[header])
    for number in range(header - 1, max(header - 3, -1), -1):
        row = words.rows[number]
        if words.money_in(number) or not row or found[0].y0 - row[0].y1 > 3 * row[0].height:
            break
        if any(token.kind not in ("text", "mark") for token in row):
            break
        found += [
            token
            for token in row
            if words.role(token)
            and all(token.x1 < other.x0 or token.x0 > other.x1 for other in found)
        ]
    return sorted(found, key=lambda token: token.x0)


def tables_of(words: Words, headers: Sequence[int]) -> Tables:
    """The rows of all tables; a row under two heads belongs to the lower one."""
    tables = Tables({}, {})
    for header in headers:
        tables.rows.update(dict.fromkeys(_table_rows(words, headers, header, tables.sums), header))
    return tables


def _table_rows(
    words: Words, headers: Sequence[int], header: int, sums: dict[int, int]
) -> list[int]:
    """Rows of amounts that stand under a head, down to the next label; none for a single card.

    One row of amounts is a table when it begins with an instalment or a date, else it is a card
    whose labels stand over their values. Sum rows on the way are put down in `sums`.
    """
    found: list[int] = []
    last = header
    for number in range(header + 1, len(words.rows)):
        if _sums_up(words, number, header) or _adds_up(words, number, found):
            sums[number] = header
        elif number > header + 1 or not _second_head(words, number):
            if found and _passed_over(words, number, header, found[-1]):
                last = number
                continue
            if number in headers or _ends_table(words, header, number, found, last):
                break
            if words.money_in(number):
                found.append(number)
                last = number
    if len(found) >= 2:
        return found
    numbered = _has_index_column(words, header)
    for row in found:
        kinds = {token.kind for token in words.rows[row]}
        if "period" in kinds or ("date" in kinds and numbered):
            return found
    return []


def _passed_over(words: Words, number: int, header: int, last: int) -> bool:
    """Whether a row inside a table is none of its rows: it takes the one above apart, or sums up
    what is not due yet."""
    details = details_of(words, number) and _begins_with_number(words, last)
    return details or _not_yet_due(words, number, header)


def _not_yet_due(words: Words, number: int, header: int) -> bool:
    """Whether a row is the sum of what is not due (未到期本金 6,884.33), right over the table's."""
    first = words.rows[number][0]
    role = words.amount_role(first)
    below = number + 1 < len(words.rows) and _sums_up(words, number + 1, header)
    return below and role is not None and role.component == "principal" and "未到期" in first.text


def details_of(words: Words, number: int) -> bool:
    """Whether a row says what an amount over it is made of: 本金669.16, 利息75.60, nothing else."""
    return are_details(words, words.rows[number])


def are_details(words: Words, row: Sequence[Token]) -> bool:
    """Whether tokens of a row are parts of a debt with their amounts, each label before its own."""
    labels, values = row[::2], row[1::2]
    return len(labels) == len(values) and all(
        (role := words.amount_role(label)) is not None
        and role.component not in ("", "total")
        and not role.bucket
        and value.kind == "money"
        and value.number == label.number
        for label, value in zip(labels, values, strict=True)
    )


def _begins_with_number(words: Words, number: int) -> bool:
    """Whether a row begins with the number or the day of an instalment."""
    return words.rows[number][0].kind in ("number", "nth", "period", "date")


def _ends_table(words: Words, header: int, number: int, found: list[int], last: int) -> bool:
    """Whether a row cannot belong to the table of a head any more; `last`: its last row so far."""
    if _labelled(words, number):
        return True
    if words.money_in(number):
        return (
            _new_list(words, header, number, found)
            or _begins_a_list(words, header, number, found)
            or _fuller(words, header, number)
            or _sparser(words, number, found)
        )
    far = number - last > MAX_TEXT_ROWS
    new = bool(found) and _names_instalment(words, number)
    if new and found[-1] == number - 1 and second_line(words, number):
        return False
    return far or (new and not _first_line(words, number, found))


def _begins_a_list(words: Words, header: int, number: int, found: Sequence[int]) -> bool:
    """Whether a row begins with its instalment under two heads that name amounts and have theirs:
    逾期应还 | 剩余本金 over a list of 1/12期 733.44."""
    row, heads = words.rows[number], words.rows[header]
    first = words.rows[found[0]] if found else []
    full = len(first) == len(heads) and all(token.kind == "money" for token in first)
    return full and row[0].kind == "period" and all(map(words.amount_role, heads))


def second_line(words: Words, number: int) -> bool:
    """Whether an instalment's number stands under the day of the row above, nearer to it than to
    the row below: 2026/09/06 | 595.01 | …, and under the day 5/10 逾期."""
    if not 0 < number < len(words.rows) or not words.rows[number] or not words.rows[number - 1]:
        return False
    above, row = words.rows[number - 1], words.rows[number]
    under = row[0].kind == "period" and abs(row[0].x0 - above[0].x0) < 2 * row[0].height
    if not under or above[0].kind != "date" or words.money_in(number):
        return False
    below = words.rows[number + 1] if number + 1 < len(words.rows) else []
    return not below or row[0].y0 - above[0].y1 < below[0].y0 - row[0].y1


def _first_line(words: Words, number: int, found: Sequence[int]) -> bool:
    """Whether the amounts of an instalment named in a row follow in the next, as in those before:
    4/6 2026-10-12, and beside its second line (逾期42天) the amounts."""
    before = found[-1]
    named = _names_instalment(words, before) or _names_instalment(words, before - 1)
    if number + 1 >= len(words.rows) or not named:
        return False
    counts = [
        sum(t.kind in ("money", "none") for t in words.rows[n]) for n in (found[-1], number + 1)
    ]
    own = _names_instalment(words, number + 1) or _labelled(words, number + 1)
    return counts[0] == counts[1] > 1 and not own


def _names_instalment(words: Words, number: int) -> bool:
    return any(
        token.kind == "period" and not words.counts_instalments(token)
        for token in words.rows[number]
    )


def _has_index_column(words: Words, header: int) -> bool:
    """Whether one of a table's heads is of the instalments' numbers."""
    roles = [role for token in words.rows[header] if (role := words.role(token))]
    return any(role.kind == "period" for role in roles)


def _sums_up(words: Words, number: int, header: int) -> bool:
    """Whether a row of a table is its sum: 合计, then an amount for most columns, or each amount
    in a column of its own."""
    role = words.amount_role(words.rows[number][0])
    values = [token for token in words.rows[number] if token.kind in VALUES]
    values = [token for token in values if not _counts_rows(words, token)]
    columns = [token for token in heads_of(words, header) if words.amount_role(token)]
    if role is None or role.component not in ("", "total"):
        return False
    if any("。" in token.line.text for token in words.rows[number]):
        return False  # 以上合计1,529.05元。贷款剩余本金为5,027.92元: a sentence below the table.
    if sum(words.amount_role(token) is not None for token in words.rows[number]) > 1:
        return False  # 逾期待还 5,119.23 = 本金 4,666.66: its amounts have names of their own.
    full = len(columns) - 1 <= len(values) <= len(columns)
    return len(values) >= 2 and (full or _each_in_a_column(columns, values))


def _each_in_a_column(columns: Sequence[Token], values: Sequence[Token]) -> bool:
    """Whether amounts stand under heads, each under one of its own: of 已还小计 the empty columns
    may have no stroke that is read."""
    under = [
        [n for n, head in enumerate(columns) if min(head.x1, one.x1) > max(head.x0, one.x0)]
        for one in values
    ]
    return all(len(heads) == 1 for heads in under) and len({h[0] for h in under}) == len(values)


def _counts_rows(words: Words, token: Token) -> bool:
    """Whether a number says how many rows there are: 合计：3 条."""
    behind = [other for other in words.rows[token.row] if other.x0 >= token.x1 - 1]
    return token.kind == "number" and behind[:1] != [] and behind[0].text.strip() in COUNTED


def _adds_up(words: Words, number: int, found: Sequence[int]) -> bool:
    """Whether a row that names no instalment and no part (共6期) is the sum of the rows over it."""
    row = words.rows[number]
    if len(found) < 2 or row[0].kind != "text" or words.role(row[0]):
        return False
    values = [token for token in row if token.kind == "money"]
    rows = [[t for t in words.rows[n] if t.kind == "money"] for n in found]
    return len(values) >= 2 and all(
        token.atom.value == sum((t.atom.value or ZERO for t in _column(rows, token)), ZERO)
        for token in values
    )


def _column(rows: Sequence[Sequence[Token]], token: Token) -> Iterator[Token]:
    """The amount of each row that stands in the column of `token`."""
    for row in rows:
        yield from [other for other in row if min(other.x1, token.x1) > max(other.x0, token.x0)][:1]


def _second_head(words: Words, number: int) -> bool:
    """A second line of a head: labels of dates or states alone, no amounts."""
    row = words.rows[number]
    roles = [words.role(token) for token in row]
    return not words.money_in(number) and all(
        token.kind == "text" and (role is None or role.kind != "amount")
        for token, role in zip(row, roles, strict=True)
    )


def _fuller(words: Words, header: int, number: int) -> bool:
    """Whether a row has more cells than the head has columns: it is another table's.

    What stands left of all heads is a column without one (第8期 2026-09-28), and 1258.02+98.19 is
    one cell, as is 4/6 2026-10-12 in one line, or a day under its number.
    """
    kinds = (*VALUES, "date", "period", "percent")
    heads = heads_of(words, header)
    cells = [t for t in words.rows[number] if t.kind in kinds and t.x1 > heads[0].x0]
    joined = sum(len(group) - 1 for group in joined_amounts(words.rows[number]))
    named = [t for t in cells if t.kind in ("period", "date", "number")]
    joined += len(named) - len({t.number for t in named})
    joined += sum(one.x0 < day.x1 and day.x0 < one.x1 for one, day in pairwise(named))
    return len(cells) - joined > len(heads)


def _sparser(words: Words, number: int, found: list[int]) -> bool:
    """Whether a lone amount comes after words that follow a fuller row: another list begins."""
    if not found or number - found[-1] < 2 or _begins_with_number(words, number):
        return False
    values = [sum(t.kind in ("money", "none") for t in words.rows[n]) for n in (found[0], number)]
    return values[0] >= 3 and values[1] == 1


def _new_list(words: Words, header: int, number: int, found: list[int]) -> bool:
    """Whether a row begins a list of instalments that the head knows nothing of."""
    if not found or not _names_instalment(words, number) or _has_index_column(words, header):
        return False
    first = found[0]
    over = first - 1 > header and not words.money_in(first - 1)
    return not (_names_instalment(words, first) or (over and _names_instalment(words, first - 1)))


def _labelled(words: Words, number: int) -> bool:
    """Whether a row names an amount: a card's label row, or a label beside its value."""
    values = words.money_in(number)
    return any(
        (role.kind == "amount" or not values) and not words.grammar.status(token.text)
        for token in words.rows[number]
        if (role := words.role(token)) and not _misread_state(words, number, token)
    )


def _misread_state(words: Words, number: int, token: Token) -> bool:
    """Whether a word at the end of a row of amounts is a state but for a character: 已还酒."""
    row = words.rows[number]
    last = token is row[-1] and len(row) > 2 and row[-2].kind == "money"
    return last and words.grammar.almost_status(token.text)


def foreign_of(words: Words, headers: Sequence[int]) -> frozenset[int]:
    """Amounts, by identity, in a column or under a heading that names a foreign currency."""
    return _foreign_columns(words, headers) | _foreign_sections(words) | _foreign_rows(words)


def _foreign_rows(words: Words) -> frozenset[int]:
    """Amounts of a row that begins with a foreign currency, under one that begins with yuan."""
    lexicon = words.grammar.lexicon
    firsts = [row[0].text if row and row[0].kind == "text" else "" for row in words.rows]
    if not any(lexicon.names_home_currency(text) for text in firsts if text):
        return frozenset()
    return frozenset(
        id(token)
        for text, row in zip(firsts, words.rows, strict=True)
        if text and lexicon.names_foreign_currency(text) and len(squeezed(text)) <= CURRENCY
        for token in row
        if token.kind == "money"
    )


def _foreign_sections(words: Words) -> frozenset[int]:
    """Amounts between a heading such as 美元账户 and the next heading of another matter."""
    lexicon = words.grammar.lexicon
    found: list[int] = []
    abroad = False
    for number, row in enumerate(words.rows):
        if not words.money_in(number):
            texts = [token.text for token in row if token.kind == "text"]
            named = [text for text in texts if lexicon.names_currency(text)]
            if named and len(named) < len(texts):
                abroad = False  # 美元应还 | 最低还款额: heads side by side, of one row of values.
            elif named:
                abroad = not any(lexicon.names_home_currency(text) for text in named)
            elif len(texts) == 1 and len(row) == 1 and not words.role(row[0]):
                abroad = False
        elif abroad:
            found += [id(token) for token in row if token.kind == "money" and not token.atom.marked]
    return frozenset(found)


def _foreign_columns(words: Words, headers: Sequence[int]) -> frozenset[int]:
    lexicon = words.grammar.lexicon
    heads: list[Token] = []
    since = 0
    found = []
    for number, row in enumerate(words.rows):
        named = [t for t in row if t.kind == "text" and lexicon.names_currency(t.text)]
        if len(named) > 1 and not words.money_in(number):
            heads, since = named, number
        elif number in headers and number > since + 1:
            heads = []
        money = [token for token in row if token.kind == "money"]
        under = (
            list(zip(money, heads, strict=True))  # Set right under heads set in the middle.
            if len(money) == len(heads) > 1
            else [(token, head) for token in money if (head := _over(heads, token))]
        )
        abroad = [id(token) for token, head in under if lexicon.names_foreign_currency(head.text)]
        if len(abroad) < len(under):
            found += abroad
    return frozenset(found)


def _over(heads: list[Token], token: Token) -> Token | None:
    """The head that an amount stands under."""
    if not heads or token.kind != "money":
        return None
    near = min(heads, key=lambda head: abs(head.centre - token.centre))
    return near if abs(near.centre - token.centre) < 4 * token.height else None
