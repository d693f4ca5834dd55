"""The block of a page that speaks of one instalment: where it begins and ends, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise

from pipeline.extract.cells import Cell
from pipeline.extract.grid import Page
from pipeline.extract.tables import MAX_TEXT_ROWS, second_line
from pipeline.extract.token import Token
from pipeline.extract.words import last_clause

CLOSE = 0.9
"""A second line of a table's cell begins at most so many heights below the first."""
SHORT_STATUS = 8
CLEARLY = 1.3
"""A gap between blocks is so much wider than those inside them."""
_BUTTON = re.compile("(?:去|立即|马上|我要|一键|现在)(?:还款|还清|还钱|还|支付|结清)")
"""A button in an instalment's block; `billsigns` knows those that make a screen a bill."""

_WHICH = re.compile(r"(?:20)?\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]|\d+\s?/\s?\d")
"""A day, or the number of an instalment."""


@dataclass(frozen=True)
class Mark:
    """A place where an instalment is named: 第3期, 3/12期, 期数 37, or a dated table row."""

    token: Token
    index: int | None
    of: int | None


@dataclass
class Block:
    """The amounts and words of one instalment while a page is being read."""

    mark: Mark
    cells: list[Cell] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)


def tops_of(page: Page, marks: Sequence[Mark]) -> dict[int, int]:
    """Row of a mark → the row its block begins with: a line over the mark may be its own."""
    rows = sorted({mark.token.row for mark in marks})
    tops = dict(zip(rows, rows, strict=True))
    for above, row in pairwise(rows):
        tops[row] = _first_row(page, above, row)
    lead = {row - tops[row] for row in rows[1:]}
    if len(lead) == 1 and rows and 0 < (before := lead.pop()) <= rows[0]:
        tops[rows[0]] = rows[0] - before
    if all(top == row for row, top in tops.items()) and _lines_lead(page, rows):
        tops = {row: row - 1 for row in rows}
    return tops


def _lines_lead(page: Page, rows: Sequence[int]) -> bool:
    """Whether each of several marks stands right under a line of its own with a day or a state:
    the lines are evenly spaced, and below the last mark no such line follows."""
    if len(rows) < 2:
        return False
    last = rows[-1] + rows[-1] - rows[-2]
    said = [
        row
        for row in range(rows[0] - 1, min(last + 1, len(page.rows)))
        if row not in rows and not page.money_in(row)
        if any(map(partial(_says_how, page), page.rows[row]))
    ]
    return said == [row - 1 for row in rows]


def _says_how(page: Page, token: Token) -> bool:
    return token.kind == "date" or (token.kind == "text" and bool(page.grammar.status(token.text)))


def _first_row(page: Page, above: int, mark: int) -> int:
    """Where the block of a mark begins: rows just over it may be its own.

    The widest gap between two marks parts their blocks. Where it comes right under the upper mark,
    only words may follow it, unless that mark has its amounts beside it.
    """
    if mark - above < 2:
        return mark
    rows = range(above, mark + 1)
    edges = [(min(t.y0 for t in page.rows[r]), max(t.y1 for t in page.rows[r])) for r in rows]
    gaps = [lower[0] - upper[1] for upper, lower in pairwise(edges)]
    widest = max(range(len(gaps)), key=lambda place: gaps[place])
    others = [gap for place, gap in enumerate(gaps) if place != widest]
    start = above + 1 + widest
    wordy = not any(page.money_in(row) for row in range(start, mark))
    amounts_below = widest == 0 and not page.money_in(above)
    if not wordy and (amounts_below or mark - start > 1):
        return mark
    return start if gaps[widest] > CLEARLY * max(max(others), 1.0) else mark


def give_words(page: Page, blocks: Sequence[Block]) -> None:
    """Dates and status words of each block: its table row, or the rows down to the next mark."""
    tops = sorted({block.mark.token.row for block in blocks})
    begins = tops_of(page, [block.mark for block in blocks])
    for block in blocks:
        top = block.mark.token.row
        if any(cell.header >= 0 and cell.token.row == top for cell in block.cells):
            block.words = _line_words(page, top)
            continue
        owed = [cell.token.row for cell in block.cells if cell.role.bucket != "ignore"]
        bottom = max(owed, default=top)
        following = [row for row in tops if row > top]
        limit = following[0] if following else bottom + (4 if _across_page(blocks) else 2)
        start = begins.get(top, top)
        limit = begins.get(limit, limit) if following else limit
        level = [other for other in blocks if other.mark.token.row == top and other is not block]
        heading = [row for row in page.counting if top < row < limit]
        limit = min([limit, *heading])
        for row in range(start, min(limit, len(page.rows))):
            if not _buttons(page.rows[row]):
                block.words += [token for token in page.rows[row] if _own(token, block, level)]


def _buttons(row: Sequence[Token]) -> bool:
    """提前结清 | 去还款: what may be done says nothing of how an instalment stands."""
    named = all(token.kind == "text" for token in row)
    return named and any(_BUTTON.fullmatch(token.text.strip()) for token in row)


def _line_words(page: Page, top: int) -> list[Token]:
    """The words of a line of a table, and of the rows of words under it (a date, a status)."""
    words = list(page.rows[top])
    for row in range(top + 1, min(top + 1 + MAX_TEXT_ROWS, len(page.rows))):
        others = page.rows[row]
        if page.money_in(row) or row in page.headers:
            break
        if any(t.kind == "period" for t in others) and not second_line(page, row):
            break
        if any(role.kind == "date.as_of" for t in others if (role := page.role(t))):
            break  # 当前逾期35天 统计日期 2026-11-20 is of the page.
        gap = min(t.y0 for t in others) - max(t.y1 for t in page.rows[row - 1])
        if gap > CLOSE * max(t.height for t in others) and not second_line(page, row):
            break
        words += others
    return words


def _across_page(blocks: Sequence[Block]) -> bool:
    """Whether instalments stand side by side: their words may follow below all amounts."""
    return len({block.mark.token.row for block in blocks}) == 1 and len(blocks) > 1


def _own(token: Token, block: Block, level: list[Block]) -> bool:
    if any(cell.how == "across" for cell in block.cells):
        here = abs(token.centre - block.mark.token.centre)
        return all(here <= abs(token.centre - other.mark.token.centre) for other in level)
    if level and block.mark.token.x0 > token.centre:
        return False
    return all(
        other.mark.token.x0 <= block.mark.token.x0 or token.centre < other.mark.token.x0
        for other in level
    )


def due_of(page: Page, words: Iterable[Token]) -> date | None:
    """The due date among a block's words: one under a due label, else the only date there."""
    tokens = list(words)
    dates = [token for token in tokens if token.kind == "date" and token.atom.day]
    for token in dates:
        label = label_kind(page, token)
        if label == "date.due":
            return token.atom.day
    unlabelled = [
        token for token in dates if not label_kind(page, token) and not _of_lending(token)
    ]
    return unlabelled[0].atom.day if unlabelled else _of_the_headed_month(page, tokens)


_HEADED = re.compile(r"(20\d\d)年(\d{1,2})月")
_YEARLESS = re.compile(r"(\d{1,2})月(\d{1,2})日?")


def _of_the_headed_month(page: Page, tokens: Sequence[Token]) -> date | None:
    """还款日 9月25日 under 2026年9月账单: a due day of the month that heads the instalment, or of
    the next one, has its year."""
    headed = next((found for one in tokens if (found := _HEADED.search(one.line.text))), None)
    if headed is None:
        return None
    year, month = int(headed[1]), int(headed[2])
    for token in tokens:
        said = _YEARLESS.fullmatch(token.text.strip())
        if token.kind != "date" or said is None or label_kind(page, token) != "date.due":
            continue
        later = (int(said[1]) - month) % MONTHS
        if later > 1:
            continue
        try:
            return date(year + (month + later > MONTHS), int(said[1]), int(said[2]))
        except ValueError:
            continue
    return None


MONTHS = 12


def _of_lending(token: Token) -> bool:
    """2026-05-12放款: the day behind which lending is named."""
    return (
        re.match(r"[\s·]*(?:放款|借款|借出|起息|发放|下单)", token.line.text[token.atom.end :])
        is not None
    )


def label_kind(page: Page, token: Token) -> str:
    """Kind of the role that labels a token that is no amount: left of it, in its line, or above."""
    left = [
        other
        for other in page.rows[token.row]
        if other.kind == "text" and other.x1 <= token.x0 + 0.3 * token.height
    ]
    for other in sorted(left, key=lambda other: -other.x1)[:1]:
        role = page.role(other)
        if role is not None:
            return role.kind if role.kind != "amount" else _in_remark(page, other)
    for row in range(token.row - 1, max(token.row - 3, -1), -1):
        for other in page.rows[row]:
            over = min(other.x1, token.x1) - max(other.x0, token.x0)
            role = page.role(other) if other.kind == "text" else None
            if (
                role
                and role.kind != "amount"
                and over > 0
                and token.y0 - other.y1 < 2.5 * other.height
            ):
                return role.kind
    for header in reversed([number for number in page.headers if number < token.row]):
        nearest = min(page.rows[header], key=lambda head: abs(head.centre - token.centre))
        role = page.role(nearest)
        return role.kind if role and role.kind != "amount" else ""
    return ""


def _in_remark(page: Page, label: Token) -> str:
    """The kind that a remark behind an amount's name begins with: 罚息（日利率."""
    tail = page.grammar.parse(last_clause(label.text))
    return tail.kind if tail and tail.kind != "amount" else ""


def status_of(page: Page, words: Iterable[Token]) -> str:
    """The status among a block's words: paid before overdue before due, "" where none is said."""
    found = []
    words = list(words)
    late = any(token.kind == "days" or _is_left(page, token) for token in words)
    for token in words:
        if token.kind == "days":
            found.append("overdue")
        elif _counts_something(token) or _has_its_amount(page, token, late):
            continue
        elif (token.kind == "text" and page.role(token) is None) or _short_status(token):
            found.append(page.grammar.status(token.text))
    for status in ("paid", "waived", "overdue", "upcoming", "due"):
        if status in found:
            return status
    return ""


def _is_left(page: Page, token: Token) -> bool:
    """剩余应还 331.40: what is still owed of an instalment."""
    if token.kind != "text" or not page.grammar.lexicon.is_remaining(token.text):
        return False
    behind = [other for other in page.rows[token.row] if other.x0 >= token.x1 - 1]
    return bool(behind) and behind[0].kind == "money" and bool(behind[0].atom.value)


def _has_its_amount(page: Page, token: Token, late: bool) -> bool:
    """已还 0.00: what was paid of it, where nothing was, or where it is said to be overdue or that
    some is left."""
    behind = [other for other in page.rows[token.row] if other.x0 >= token.x1 - 1]
    role = page.role(token)
    if token.row in page.tables:
        heads = page.rows[page.tables[token.row]]
        head = page.role(min(heads, key=lambda one: abs(one.centre - token.centre)))
        if head is not None and head.kind == "status":
            return False
    if not behind or behind[0].kind != "money" or role is None or role.bucket != "paid":
        return False
    return late or not behind[0].atom.value


def _counts_something(token: Token) -> bool:
    """已还3期: how many were paid, not how this one stands; a day or 8/12 behind it says which one
    is meant."""
    behind = token.line.text[token.atom.end :].lstrip()
    return behind[:1].isdigit() and _WHICH.match(behind) is None


def _short_status(token: Token) -> bool:
    return token.kind == "text" and len(token.text) <= SHORT_STATUS
