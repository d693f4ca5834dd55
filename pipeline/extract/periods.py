"""Which instalment each amount belongs to: table rows, table columns, or blocks under 第k期."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from pipeline.extract.grid import MAX_TEXT_ROWS, Page
from pipeline.extract.layout import Token
from pipeline.extract.pairing import Cell

CLOSE = 0.9
"""A second line of a table's cell begins at most so many heights below the first."""
CLEARLY = 1.3
"""A gap between blocks is so much wider than those inside them."""


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
    across: bool = False


@dataclass(frozen=True)
class Split:
    """Amounts of instalments, and amounts of the whole."""

    blocks: tuple[Block, ...]
    rest: tuple[Cell, ...]


def split_periods(page: Page, cells: list[Cell]) -> Split:
    """Give every cell its instalment, or leave it to the whole debt."""
    marks = _marks(page)
    rows = _table_rows(page, cells, marks)
    blocks = {id(mark.token): Block(mark) for mark in marks}
    rest: list[Cell] = []
    centred = _centred(cells, marks)
    tops = _tops(page, marks)
    for cell in cells:
        if id(cell) in centred:
            blocks[id(centred[id(cell)].token)].cells.append(cell)
            continue
        across = cell.how in ("across", "left") and _stands_across(cell, marks)
        if cell.token.row in page.counting:
            continue  # 逾期账单 1期 小计 …: a sum by status, of what is listed below.
        if cell.how == "summed" or _of_the_whole(page, cell, marks):
            rest.append(cell)
            continue
        if cell.header >= 0:
            mark = rows.get(cell.token.row) or _lower_line(page, cell, rows, cells)
        else:
            mark = _over(page, cell, marks) if across else None
        if mark is None and cell.header < 0:
            mark = _heading(page, cell, marks, tops)
        if mark is None:
            rest.append(cell)
        else:
            blocks.setdefault(id(mark.token), Block(mark)).cells.append(cell)
    filled = [block for block in blocks.values() if block.cells]
    filled.sort(key=lambda block: (block.mark.token.row, block.mark.token.x0))
    rest += _overflow(filled)
    _give_words(page, filled)
    return Split(tuple(filled), tuple(rest))


def _marks(page: Page) -> list[Mark]:
    """All places that name an instalment, top to bottom."""
    marks = [
        Mark(token, token.atom.index, token.atom.of)
        for token in page.tokens
        if token.kind == "period"
        and token.row not in page.ledger
        and not _in_sentence(token)
        and not _chip(page, token)
    ]
    for token in page.tokens:
        role = page.role(token) if token.kind == "text" else None
        if role is None or role.kind != "period":
            continue
        value = next(
            (
                other
                for other in page.rows[token.row]
                if other.x0 >= token.x1 - 1 and other.kind in ("number", "period")
            ),
            None,
        )
        if value is not None and value.kind == "number" and 0 < (value.atom.index or 0) < 400:
            marks.append(Mark(value, value.atom.index, None))
    return sorted(marks, key=lambda mark: (mark.token.row, mark.token.x0))


def _chip(page: Page, token: Token) -> bool:
    """手续费 7/12期 23.16: which instalment a row's amount is of, not the head of a block."""
    row = page.rows[token.row]
    if token.row in page.tables:
        return False
    before = [other for other in row if other.x1 <= token.x0 + 1 and other.kind == "text"]
    roles = [role for other in before if (role := page.role(other))]
    return any(role.kind == "amount" and role.component not in ("", "total") for role in roles)


def _in_sentence(token: Token) -> bool:
    return len(token.line.text) > len(token.text) + 14


def _table_rows(page: Page, cells: list[Cell], marks: list[Mark]) -> dict[int, Mark]:
    """Rows of tables that are instalments: with a mark, a number in the index column, or a date."""
    found: dict[int, Mark] = {}
    for row in sorted({cell.token.row for cell in cells if cell.header >= 0}):
        named = [mark for mark in marks if mark.token.row == row]
        if named:
            found[row] = named[0]
            continue
        first = page.rows[row][0]
        index = _misread_index(first.atom.index or 0, marks) if first.kind == "number" else 0
        if 0 < index < 400:
            found[row] = Mark(first, index, None)
        else:
            dated = [token for token in page.rows[row] if token.kind == "date"]
            if dated:
                found[row] = Mark(dated[0], None, None)
    return found


def _lower_line(page: Page, cell: Cell, rows: dict[int, Mark], cells: list[Cell]) -> Mark | None:
    """The instalment of the line above, where one line of a table fell into two rows."""
    above = rows.get(cell.token.row - 1)
    if above is None:
        return None
    taken = {_signature(one) for one in cells if one.token.row == cell.token.row - 1}
    gap = cell.token.middle - above.token.middle
    return above if _signature(cell) not in taken and gap < 1.5 * cell.token.height else None


def _misread_index(number: int, marks: list[Mark]) -> int:
    """316 among 2/6, 5/6: a stroke read as a one."""
    for mark in marks:
        if mark.of and number > mark.of:
            head, one, tail = str(number).rpartition(f"1{mark.of}")
            if one and not tail and head.isdigit() and 0 < int(head) <= mark.of:
                return int(head)
    return number


def _of_the_whole(page: Page, cell: Cell, marks: list[Mark]) -> bool:
    """Whether an amount stands in the column 合计 beside the columns of instalments."""
    if cell.how != "across":
        return False
    for row in range(cell.token.row - 1, -1, -1):
        if sum(mark.token.row == row for mark in marks) < 2 or page.money_in(row):
            continue
        near = min(page.rows[row], key=lambda head: abs(head.centre - cell.token.centre))
        role = page.role(near)
        return role is not None and role.component == "total"
    return False


def _stands_across(cell: Cell, marks: list[Mark]) -> bool:
    """Whether the row's label stands left of all instalments, which then go across."""
    left = min((mark.token.x0 for mark in marks), default=0.0)
    return cell.source is not None and cell.source.x1 <= left + cell.source.height


def _over(page: Page, cell: Cell, marks: list[Mark]) -> Mark | None:
    """Where instalments go across: the mark that heads the cell's column."""
    for row in range(cell.token.row - 1, -1, -1):
        heads = [mark for mark in marks if mark.token.row == row]
        if len(heads) >= 2 and not page.money_in(row):
            return min(heads, key=lambda mark: abs(mark.token.centre - cell.token.centre))
    return None


def _tops(page: Page, marks: list[Mark]) -> dict[int, int]:
    """Row of a mark → the row its block begins with: a line over the mark may be its own."""
    rows = sorted({mark.token.row for mark in marks})
    tops = dict(zip(rows, rows, strict=True))
    for above, row in pairwise(rows):
        tops[row] = _first_row(page, above, row, money=True)
    lead = {row - tops[row] for row in rows[1:]}
    if len(lead) == 1 and rows and 0 < (before := lead.pop()) <= rows[0]:
        tops[rows[0]] = rows[0] - before
    return tops


def _heading(page: Page, cell: Cell, marks: list[Mark], tops: dict[int, int]) -> Mark | None:
    """The last mark whose block has begun by the cell's row, in the cell's own column of cards."""
    if cell.role.scope == "debt" and cell.role.component in ("", "total") and len(marks) == 1:
        return None
    above = [
        mark
        for mark in marks
        if tops[mark.token.row] <= cell.token.row and mark.token.pane == cell.token.pane
    ]
    if not above:
        return None
    last = max(mark.token.row for mark in above)
    level = [mark for mark in above if mark.token.row == last]
    left = [mark for mark in level if mark.token.x0 <= cell.token.centre]
    return max(left or level[:1], key=lambda mark: mark.token.x0)


def _centred(cells: list[Cell], marks: list[Mark]) -> dict[int, Mark]:
    """Cells of lists whose marks stand beside the middle of their lines, by identity.

    The same labels come round again and again; each round has one mark, within its rows. Nothing
    where the marks head their rounds, as they do in most lists.
    """
    rounds: list[list[Cell]] = [[]]
    seen: set[tuple[str, str]] = set()
    loose = [cell for cell in cells if cell.header < 0 and cell.how in ("inline", "left", "right")]
    for cell in loose:
        named = (cell.role.component or "total", cell.role.bucket or "owed")
        if named in seen:
            rounds.append([])
            seen = set()
        seen.add(named)
        rounds[-1].append(cell)
    marks = [mark for mark in marks if mark.index is not None]
    if len(marks) < 2 or len(rounds) < len(marks) or not loose:
        return {}
    found: dict[int, Mark] = {}
    for around, mark in zip(rounds, marks, strict=False):
        first, last = around[0].token.row, around[-1].token.row
        if not first < mark.token.row <= last:
            return {}
        found |= {id(cell): mark for cell in around}
    return found


def _overflow(blocks: list[Block]) -> list[Cell]:
    """Totals that stand below the last instalment: what earlier blocks do not have, or twice."""
    if len(blocks) < 2 or any(cell.header >= 0 for cell in blocks[-1].cells):
        return []
    usual = {_signature(cell) for block in blocks[:-1] for cell in block.cells}
    seen: set[tuple[str, str]] = set()
    kept: list[Cell] = []
    out: list[Cell] = []
    for cell in blocks[-1].cells:
        signature = _signature(cell)
        if out or signature in seen or (signature not in usual and cell.role.scope == "debt"):
            out.append(cell)
        else:
            kept.append(cell)
            seen.add(signature)
    blocks[-1].cells = kept
    return out


def _signature(cell: Cell) -> tuple[str, str]:
    return cell.role.component or "total", cell.role.bucket or "owed"


def _give_words(page: Page, blocks: list[Block]) -> None:
    """Dates and status words of each block: its table row, or the rows down to the next mark."""
    tops = sorted({block.mark.token.row for block in blocks})
    begins = _tops(page, [block.mark for block in blocks])
    for block in blocks:
        top = block.mark.token.row
        if any(cell.header >= 0 for cell in block.cells):
            block.words = _line_words(page, top)
            continue
        bottom = max((cell.token.row for cell in block.cells), default=top)
        following = [row for row in tops if row > top]
        limit = following[0] if following else bottom + (4 if _across_page(blocks) else 2)
        start = begins.get(top, top)
        limit = begins.get(limit, limit) if following else limit
        level = [other for other in blocks if other.mark.token.row == top and other is not block]
        heading = [row for row in page.counting if top < row < limit]
        limit = min([limit, *heading])
        for row in range(start, min(limit, len(page.rows))):
            block.words += [token for token in page.rows[row] if _own(token, block, level)]


def _line_words(page: Page, top: int) -> list[Token]:
    """The words of a line of a table, and of the rows of words under it (a date, a status)."""
    words = list(page.rows[top])
    for row in range(top + 1, min(top + 1 + MAX_TEXT_ROWS, len(page.rows))):
        others = page.rows[row]
        if page.money_in(row) or row in page.headers or any(t.kind == "period" for t in others):
            break
        gap = min(t.y0 for t in others) - max(t.y1 for t in page.rows[row - 1])
        if gap > CLOSE * max(t.height for t in others):
            break
        words += others
    return words


def _first_row(page: Page, above: int, mark: int, money: bool = False) -> int:
    """Where the block of a mark begins: rows just over it may be its own.

    The widest gap between two marks parts their blocks. Where it comes right under the upper mark,
    only words may follow it.
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
    if not wordy and (not money or widest == 0 or mark - start > 1):
        return mark
    return start if gaps[widest] > CLEARLY * max(max(others), 1.0) else mark


def _across_page(blocks: list[Block]) -> bool:
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
        label = _label_of(page, token)
        if label == "date.due":
            return token.atom.day
    unlabelled = [token for token in dates if not _label_of(page, token)]
    return unlabelled[0].atom.day if unlabelled else None


def _label_of(page: Page, token: Token) -> str:
    """The kind of label beside or over a date."""
    return label_kind(page, token)


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
            return role.kind if role.kind != "amount" else ""
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


def status_of(page: Page, words: Iterable[Token]) -> str:
    """The status among a block's words: paid before overdue before due, "" where none is said."""
    found = []
    for token in words:
        if token.kind == "days":
            found.append("overdue")
        elif _counts_something(token):
            continue
        elif (token.kind == "text" and page.role(token) is None) or _short_status(token):
            found.append(page.grammar.status(token.text))
    for status in ("paid", "waived", "overdue", "upcoming", "due"):
        if status in found:
            return status
    return ""


def _counts_something(token: Token) -> bool:
    """已还3期: how many were paid, not how this one stands."""
    return token.line.text[token.atom.end :].lstrip()[:1].isdigit()


def _short_status(token: Token) -> bool:
    return token.kind == "text" and len(token.text) <= 6
