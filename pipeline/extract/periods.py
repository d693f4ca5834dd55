"""Which instalment each amount belongs to: table rows, table columns, or blocks under 第k期."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.belowrows import overflow, signature, sum_of_all, what_all_is_made_of
from pipeline.extract.blocks import CLEARLY, Block, Mark, give_words, tops_of
from pipeline.extract.cells import Cell, heads_of_lists
from pipeline.extract.cutrows import without_a_cut_row
from pipeline.extract.grid import Page
from pipeline.extract.labels import plain_label
from pipeline.extract.marks import marks_of
from pipeline.extract.tables import details_of, second_line
from pipeline.extract.token import Token

ZERO = Decimal(0)


@dataclass(frozen=True)
class Split:
    """Amounts of instalments, and amounts of the whole."""

    blocks: tuple[Block, ...]
    rest: tuple[Cell, ...]


def split_periods(page: Page, cells: list[Cell]) -> Split:
    """Give every cell its instalment, or leave it to the whole debt."""
    marks = marks_of(page)
    rows = _table_rows(page, cells, marks)
    blocks = {id(mark.token): Block(mark) for mark in marks}
    rest: list[Cell] = []
    centred = _centred(page, cells, marks)
    tops = tops_of(page, marks)
    lists = heads_of_lists(cells)
    for cell in cells:
        if id(cell) in centred:
            blocks[id(centred[id(cell)].token)].cells.append(cell)
            continue
        if cell.token.row in page.counting:
            continue  # 逾期账单 1期 小计 …: a sum by status, of what is listed below.
        if cell.how == "summed" or _of_the_whole(page, cell, marks) or _summed_up(page, cell):
            rest.append(cell)
            continue
        if cell.header >= 0:
            mark = rows.get(cell.token.row) or _lower_line(page, cell, rows, cells)
        else:
            mark = _over(page, cell, marks) if _stands_across(cell, marks) else None
        if mark is None and cell.header not in lists:
            mark = _detailed(page, cell, rows) or _heading(page, cell, marks, tops)
        if mark is None:
            rest.append(cell)
        else:
            blocks.setdefault(id(mark.token), Block(mark)).cells.append(cell)
    rest = _into_the_one(list(blocks.values()), rest)
    filled = [block for block in blocks.values() if block.cells]
    filled.sort(key=lambda block: (block.mark.token.row, block.mark.token.x0))
    rest = without_a_cut_row(page, filled, _with_heads_of_loans(filled, rest))
    rest += overflow(filled)
    rest += sum_of_all(filled)
    rest += what_all_is_made_of(page, filled, rest)
    give_words(page, filled)
    empty = [block for block in blocks.values() if not block.cells]
    _cut_at_empty(filled, [one for one in empty if not second_line(page, one.mark.token.row)])
    return Split(tuple(filled), tuple(rest))


def _with_heads_of_loans(blocks: list[Block], rest: list[Cell]) -> list[Cell]:
    """The rest with what heads another loan below the instalments of one: 待还本金 | 应还利息 over
    amounts, once over the first list and once again over each further one."""
    top = min((block.mark.token.row for block in blocks), default=0)
    over = [cell for cell in rest if cell.how == "column" and cell.header < 0]
    heads = [cell.label for cell in over if cell.token.row < top]
    if len(heads) < 2 or len(blocks) < 2:
        return rest
    for block in blocks:
        again = [c for c in block.cells if c.how == "column" and c.header < 0 and c.label in heads]
        if [cell.label for cell in again] == heads[-len(again) :] and len(again) > 1:
            block.cells = [cell for cell in block.cells if cell not in again]
            rest = [*rest, *again]
    return rest


def _into_the_one(blocks: list[Block], rest: list[Cell]) -> list[Cell]:
    """The rest without the sum of a lone instalment's parts: 剩余应还 below them is theirs."""
    if len(blocks) != 1 or not blocks[0].cells:
        return rest
    parts = [cell for cell in blocks[0].cells if cell.role.component not in ("", "total")]
    made = sum((cell.token.atom.value or 0 for cell in parts), Decimal(0))
    sums = [
        cell
        for cell in rest
        if len(parts) > 1
        and cell.role.component in ("", "total")
        and cell.role.scope == "debt"
        and cell.token.atom.value == made
        and cell.token.row > blocks[0].mark.token.row
    ]
    blocks[0].cells += sums
    return [cell for cell in rest if cell not in sums]


def _cut_at_empty(filled: list[Block], empty: list[Block]) -> None:
    """Take from each what the marks without amounts below it (9月账单 | 已结清) say."""
    for block in (one for one in filled if one.cells):
        last = max(cell.token.row for cell in block.cells)
        below = [other.mark.token.row for other in empty if other.mark.token.row > last]
        if below:
            block.words = [word for word in block.words if word.row < min(below)]


def _table_rows(page: Page, cells: list[Cell], marks: list[Mark]) -> dict[int, Mark]:
    """Rows of tables that are instalments: with a mark, a number in the index column, or a date."""
    found: dict[int, Mark] = {}
    for row in sorted({cell.token.row for cell in cells if cell.header >= 0}):
        named = [mark for mark in marks if mark.token.row == row]
        under = [mark for mark in marks if mark.token.row == row + 1]
        if not named and under and second_line(page, row + 1):
            found[row] = Mark(page.rows[row][0], under[0].index, under[0].of)
            continue
        if not named and not page.money_in(row - 1):
            # 4/6 2026-10-12, and beside its second line (逾期42天) the amounts.
            named = [mark for mark in marks if mark.token.row == row - 1]
        if named:
            found[row] = named[0]
            continue
        first = page.rows[row][0]
        index = first.atom.index or 0 if first.kind in ("number", "nth") else 0
        index = _misread_index(index, marks)
        if 0 < index < 400:
            found[row] = Mark(first, index, None)
        else:
            dated = [one for one in page.rows[row] if one.kind == "date" and not _of_the_page(one)]
            if dated:
                found[row] = Mark(dated[0], None, None)
    return found


def _of_the_page(day: Token) -> bool:
    """截至11月24日 其中已逾期 3,351.62: the day of the screen, and no instalment's."""
    return re.search(r"截[至止](?:到|于)?\s*$", day.line.text[: day.atom.start]) is not None


def _lower_line(page: Page, cell: Cell, rows: dict[int, Mark], cells: list[Cell]) -> Mark | None:
    """The instalment of the line above, where one line of a table fell into two rows."""
    above = rows.get(cell.token.row - 1)
    if above is None:
        return None
    taken = {signature(one) for one in cells if one.token.row == cell.token.row - 1}
    gap = cell.token.middle - above.token.middle
    return above if signature(cell) not in taken and gap < 1.5 * cell.token.height else None


def _detailed(page: Page, cell: Cell, rows: dict[int, Mark]) -> Mark | None:
    """The instalment whose amount in the table is taken apart in the rows under it."""
    row = cell.token.row
    while row not in rows:
        if row == 0 or not (details_of(page, row) or not page.money_in(row)):
            return None
        row -= 1
    return rows[row] if details_of(page, cell.token.row) else None


def _misread_index(number: int, marks: list[Mark]) -> int:
    """316 among 2/6, 5/6: a stroke read as a one."""
    for mark in marks:
        if mark.of and number > mark.of:
            head, one, tail = str(number).rpartition(f"1{mark.of}")
            if one and not tail and head.isdigit() and 0 < int(head) <= mark.of:
                return int(head)
    return number


def _summed_up(page: Page, cell: Cell) -> bool:
    """Whether a part stands behind 合计 in its row (合计 | 本金 1,597.75 | 罚息 37.57)."""
    first = page.rows[cell.token.row][0]
    part = cell.header < 0 and cell.role.component not in ("", "total")
    bare = first.kind == "text" and page.grammar.lexicon.is_bare_sum(plain_label(first.text))
    return part and bare and cell.source is not first


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
    if cell.source is None or cell.how not in ("across", "left"):
        return False
    return cell.source.x1 <= left + cell.source.height


def _over(page: Page, cell: Cell, marks: list[Mark]) -> Mark | None:
    """Where instalments go across: the mark that heads the cell's column."""
    for row in range(cell.token.row - 1, -1, -1):
        heads = [mark for mark in marks if mark.token.row == row]
        if len(heads) >= 2 and not page.money_in(row):
            return min(heads, key=lambda mark: abs(mark.token.centre - cell.token.centre))
    return None


def _heading(page: Page, cell: Cell, marks: list[Mark], tops: dict[int, int]) -> Mark | None:
    """The last mark whose block has begun by the cell's row, in the cell's own column of cards."""
    whole = ("", "total", "principal")  # 剩余本金 beside 当前期数 6/9 is the loan's.
    if cell.role.scope == "debt" and cell.role.component in whole and len(marks) == 1:
        return None
    above = [
        mark
        for mark in marks
        if tops[mark.token.row] <= cell.token.row
        and mark.token.pane == cell.token.pane
        and page.sections[mark.token.row] == page.sections[cell.token.row]
    ]
    if not above:
        return None
    last = max(mark.token.row for mark in above)
    level = [mark for mark in above if mark.token.row == last]
    left = [mark for mark in level if mark.token.x0 <= cell.token.centre]
    return max(left or level[:1], key=lambda mark: mark.token.x0)


def _centred(page: Page, cells: list[Cell], marks: list[Mark]) -> dict[int, Mark]:
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
    if _head_their_rounds(rounds, marks) or _torn_rows(rounds) or _none_closes(rounds):
        return {}
    if all(_begins_after_a_gap(page, loose, mark) for mark in marks):
        return {}  # The first round is the lower half of a card that the screen cut off.
    found: dict[int, Mark] = {}
    for around, mark in zip(rounds, marks, strict=False):
        first, last = around[0].token.row, around[-1].token.row
        if not first < mark.token.row <= last:
            return {}
        found |= {id(cell): mark for cell in around}
    return found


def _begins_after_a_gap(page: Page, cells: list[Cell], mark: Mark) -> bool:
    """Whether a mark stands in a row without amounts, clearly nearer to the row below it than to
    the amounts over it."""
    row = mark.token.row
    over = [cell.token.y1 for cell in cells if cell.token.row < row]
    if any(cell.token.row == row for cell in cells) or row + 1 >= len(page.rows):
        return False
    lead = min(token.y0 for token in page.rows[row + 1]) - mark.token.y1
    return mark.token.y0 - max(over, default=0) > CLEARLY * lead


def _none_closes(rounds: list[list[Cell]]) -> bool:
    """Whether no round with a total and two parts makes it: what sums each up stands at its end."""
    whole = [
        (total[0].token.atom.value, sum((c.token.atom.value or ZERO for c in parts), ZERO))
        for around in rounds
        if (total := [c for c in around if c.role.component in ("", "total")])
        and len(parts := [c for c in around if c not in total]) > 1
    ]
    return len(whole) > 1 and all(total != made for total, made in whole)


def _torn_rows(rounds: list[list[Cell]]) -> bool:
    """Whether a row goes to two rounds: then they begin elsewhere, after charges of the whole."""
    return any(before[-1].token.row == after[0].token.row for before, after in pairwise(rounds))


def _head_their_rounds(rounds: list[list[Cell]], marks: list[Mark]) -> bool:
    """Whether every mark stands in the last line of a round, and more comes below the last mark:
    what the page says of the whole was taken for the first round (第1期 应还 1,080.79 has its parts
    in the next line)."""
    ends = all(
        around[-1].token.row == mark.token.row for around, mark in zip(rounds, marks, strict=False)
    )
    below = any(cell.token.row > marks[-1].token.row for around in rounds for cell in around)
    return ends and below
