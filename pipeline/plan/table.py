"""The table of a plan on one page: its rows, what each says is paid and when, and its total.

Figures are told by the column that they stand in, and columns by their heads: by order where there
are as many columns of figures as heads of amounts, else by nearness. Nothing is made up: a row
whose day or figure is not clear is there without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.folding import fold
from pipeline.plan.across import under_days
from pipeline.plan.bysums import paid_column
from pipeline.plan.cells import (
    DAY,
    Cell,
    Figure,
    box_of,
    cells_between,
    day_of,
    figure_of,
    month_of,
    number_of,
    rows_of,
    says_nil,
)
from pipeline.plan.compact import bounds_of, made_of, spread_out
from pipeline.plan.heads import Head, heads_in, merged, paying
from pipeline.plan.matching import matched
from pipeline.plan.years import with_years
from schemas.geometry import Box
from schemas.reading import Line

TOTAL = re.compile(
    r"^\W*(?:\d{1,3}\W*)?(?:[两二三四五六]家|全部|以上)?(合计|总计|共计|总共|一共|总额|还款总额)"
)
"""How the row begins that sums up; a spreadsheet has its own number before it."""
SUBTOTAL = re.compile(rf"{TOTAL.pattern}|^\W*小计")
"""The same, where there is one table."""
_WITHIN = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[,，]\d{3})+|\d+)\.\d\d(?![\d.])")
NEAR_ROWS = 2.5
"""Two rows of heads are at most so many heights apart."""
GROUP = 2
"""So many columns make a group."""
NEIGHBOURS = 3
"""So many figures of a column, the nearest, say where it stands beside a row."""
PROSE = 4
"""So many Chinese characters beside a day are a sentence, not a row."""


@dataclass(frozen=True)
class Row:
    """A row of the table; `figures` make up what is paid, () where no column says it.

    number: as the row says; y: its middle on the level page; month: where it says no day
    parts: the figures of the columns that the paid one is parted into, 其中花呗 | 其中广发
    """

    y: float
    number: int | None
    due: date | None
    figures: tuple[Figure, ...]
    month: tuple[int, int] | None = None
    parts: tuple[Figure, ...] = ()

    @property
    def paid(self) -> Decimal | None:
        values = [figure.value for figure in self.figures if figure.value is not None]
        whole = bool(values) and len(values) == len(self.figures)
        return (sum(values, Decimal(0)) or None) if whole else None


@dataclass(frozen=True)
class Table:
    """total: the figures of the row that sums up, () without one; heads: for pages that follow."""

    rows: tuple[Row, ...] = ()
    total: tuple[Figure, ...] = ()
    heads: tuple[Head, ...] = ()


@dataclass(frozen=True)
class _Columns:
    """paid: for each part of what is paid the cells of its column; day: where days stand; parts:
    the columns of parts."""

    paid: tuple[tuple[Cell, ...], ...]
    day: Cell | None
    numbered: bool
    parts: tuple[tuple[Cell, ...], ...] = ()

    def of(self, row: Sequence[Cell]) -> tuple[Figure, ...]:
        """What a row says is paid; () where a column of it was not found."""
        if not all(self.paid):
            return ()
        return tuple(_in_column(row, column) for column in self.paid)


def table_of(
    lines: Sequence[Line], before: Sequence[Head] = (), today: date | None = None
) -> Table:
    """The table on a page; `before`: the heads of the page before, where it has none itself.

    today: when the paper was written, for days without a year; None where that is not known
    """
    rows = rows_of(lines)
    rows = with_years(rows, today) if today else rows
    short = _in_short(rows, today)
    if short is not None:
        return short
    across = under_days(rows, today)
    if across:
        return Table(tuple(Row(rows[0][0].y, None, due, paid) for due, paid in across))
    middle = _between_groups(rows)
    if middle is None:
        return _table(rows, before)
    left = [[cell for cell in row if cell.x0 < middle] for row in rows]
    right = [[cell for cell in row if cell.x0 >= middle] for row in rows]
    first = _table([row for row in left if row], before)
    second = _table([row for row in right if row], first.heads)
    return Table((*first.rows, *second.rows), first.total or second.total, first.heads)


def _in_short(rows: Sequence[list[Cell]], today: date | None) -> Table | None:
    """A table that names the instalments of each lender or stage in one row; None where a row with
    two days does not say what it comes to."""
    dated = [row for row in rows if len(bounds_of(row)) == GROUP]
    spread = [spread_out(row) for row in dated]
    if not spread or not all(spread):
        return None
    found = [
        Row(row[0].y, None, due, (figure,))
        for row, paid in zip(dated, spread, strict=True)
        for due, figure in paid
    ]
    if any(today and row.due and row.due <= today for row in found):
        return None  # Terms of loans.
    made = sum((row.paid or Decimal(0) for row in found), Decimal(0))
    total = next((one for row in rows if row not in dated and (one := made_of(row, made))), None)
    return Table(tuple(found), (total,) if total else ())


def _between_groups(rows: Sequence[list[Cell]]) -> float | None:
    """Where the second of two groups of the same columns begins, as a long table is printed in two
    halves side by side; None where it is one."""
    for heads in map(heads_in, rows):
        half = len(heads) // 2
        kinds = [head.kind for head in heads]
        if half >= GROUP and kinds[:half] == kinds[half:] and len(kinds) == 2 * half:
            return (heads[half - 1].x1 + heads[half].x0) / 2
    return None


def _table(rows: Sequence[list[Cell]], before: Sequence[Head]) -> Table:
    place, heads = _headed(rows)
    if not heads and before:
        place, heads = 0, list(before)
    if not heads:
        return _by_sums(rows) or _without_heads(rows)
    body, closing = _body(rows[place:])
    columns = _columns(body, heads)
    found = tuple(row for cells in body if (row := _row(cells, columns)))
    if found and not any(row.paid for row in found):
        return _by_sums(rows[place:]) or Table(found, (), tuple(heads))
    total = _total(closing, columns) if found and closing else ()
    return Table(found, total, tuple(heads))


def _headed(rows: Sequence[list[Cell]]) -> tuple[int, list[Head]]:
    """The row below the heads, and the heads: those of the row that has most, with a row above;
    one that heads days goes before one of a list of debts."""
    each = [heads_in(row) for row in rows]
    sizes = [(_dated(heads), len(heads)) if paying(heads) else (False, 0) for heads in each]
    if not any(size for _, size in sizes):
        return 0, []
    place = sizes.index(max(sizes))
    heads = each[place]
    for other in (place - 1, place + 1):
        if 0 <= other < len(rows) and each[other] and _near(rows[other], rows[place]):
            heads = merged(*_upper_first(other, each[other], place, heads))
            place = max(place, other)
    return place + 1, heads


def _dated(heads: Sequence[Head]) -> bool:
    return any(head.kind == "day" for head in heads)


def _upper_first(
    one: int, heads: list[Head], other: int, others: list[Head]
) -> tuple[list[Head], list[Head]]:
    """Two rows of heads, the upper first."""
    return (heads, others) if one < other else (others, heads)


def _near(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return abs(one[0].y - other[0].y) <= NEAR_ROWS * one[0].line.box.height


def _body(
    rows: Sequence[list[Cell]], closes: re.Pattern[str] = TOTAL
) -> tuple[list[list[Cell]], list[Cell]]:
    """The rows up to the one that sums up, and that one; days below it are of no instalment."""
    for place, row in enumerate(rows):
        if row and closes.match(fold("".join(cell.text for cell in row))) and place:
            return list(rows[:place]), row
    return list(rows), []


def _columns(body: Sequence[list[Cell]], heads: Sequence[Head]) -> _Columns:
    numbered = any(head.kind == "number" for head in heads)
    data = [row for row in body if _says(row, numbered)]
    clusters = [one for one in _clustered(data, numbered) if 3 * len(one) >= len(data)]
    clusters = [one for one in clusters if not _counts_up(one)]
    found = matched(clusters, heads)
    paid = tuple(tuple(found.get(head, ())) for head in paying(heads))
    days = [cell for row in data for cell in row if day_of(cell)]
    day = sorted(days, key=lambda cell: cell.x0)[len(days) // 2] if days else None
    parts = tuple(tuple(found.get(head, ())) for head in heads if head.kind == "part")
    return _Columns(paid, day, numbered, parts if all(parts) else ())


def _says(row: Sequence[Cell], numbered: bool) -> bool:
    """Whether a row looks like one of the table: it says a day or a number, and a figure."""
    marked = any(day_of(cell) or month_of(cell) for cell in row) or (
        numbered and number_of(row[0]) is not None
    )
    return marked and any(True for _ in _figures(row, numbered))


def _figures(row: Sequence[Cell], numbered: bool) -> Iterator[Figure]:
    """The figures of a row but for its number and its day."""
    for place, cell in enumerate(row):
        if (place == 0 and numbered and number_of(cell) is not None) or month_of(cell):
            continue
        figure = figure_of(cell)
        if figure is not None:
            yield figure


def _clustered(rows: Sequence[list[Cell]], numbered: bool) -> list[list[Cell]]:
    """The figures of the rows as columns, from left to right: those over each other are one."""
    columns: list[list[Cell]] = []
    for row in rows:
        for figure in _figures(row, numbered):
            column = next((one for one in columns if one[-1].beside(figure.cell)), None)
            if column is None:
                columns.append([figure.cell])
            else:
                column.append(figure.cell)
    return sorted(columns, key=lambda column: column[len(column) // 2].x0)


def _counts_up(column: Sequence[Cell]) -> bool:
    """Whether a column numbers the rows (1, 2, 3), though no head or a broken one says so."""
    figures = [figure for cell in column if (figure := figure_of(cell))]
    values = [figure.value for figure in figures if not figure.has_cents]
    follows = all(before is not None and later == before + 1 for before, later in pairwise(values))
    return len(values) == len(figures) > 1 and follows


def _row(cells: Sequence[Cell], columns: _Columns) -> Row | None:
    """A row of cells as a row of the plan; None where it is none."""
    number = number_of(cells[0]) if columns.numbered else None
    due = next((day for cell in cells if (day := day_of(cell))), None)
    month = next((found for cell in cells if (found := month_of(cell))), None)
    figures = columns.of(cells)
    seen = any(figure.cell.text for figure in figures)
    dated = due is not None or month is not None
    if number is None and not (dated and (seen or _of_table(cells, columns))):
        return None
    if not dated and not seen:
        return None
    parts = tuple(_in_column(cells, column) for column in columns.parts)
    return Row(cells[0].y, number, due, figures, None if due else month, parts)


def _of_table(cells: Sequence[Cell], columns: _Columns) -> bool:
    """Whether a day without number and figure stands among the days, and not in a sentence."""
    day = next(cell for cell in cells if day_of(cell) or month_of(cell))
    around = DAY.sub("", day.line.text)
    among = columns.day is None or day.beside(columns.day)
    return among and len(re.findall(r"[\u4e00-\u9fff]", around)) <= PROSE


def _in_column(row: Sequence[Cell], column: Sequence[Cell]) -> Figure:
    """The figure of a row in a column; one that cannot be read, and its place, where none is."""
    near = sorted(column, key=lambda cell: abs(cell.y - row[0].y))[:NEIGHBOURS]
    here = [cell for cell in row if any(cell.beside(one) for one in near)]
    figures = [figure for cell in here if (figure := figure_of(cell))]
    if len(figures) == 1:
        return figures[0]
    if not figures and any(says_nil(cell) for cell in here):
        return Figure(here[0], Decimal(0))
    return Figure(_place(row, near[0]), None)


def _place(row: Sequence[Cell], near: Cell) -> Cell:
    """Where a figure should stand: in the row, over or under its nearest neighbour."""
    down = row[0].y - near.y
    box, quad = box_of(near), near.line.quad
    if near.text != near.line.text:
        quad = (box.x0, box.y0, box.x1, box.y0, box.x1, box.y1, box.x0, box.y1)
    moved = Line(
        text="",
        box=Box(x0=box.x0, y0=round(box.y0 + down), x1=box.x1, y1=round(box.y1 + down)),
        quad=tuple(at + down * (place % 2) for place, at in enumerate(quad)),
        confidence=0.0,
        centres=(),
        certainties=(),
    )
    return Cell(moved, 0, 0, near.x0, near.x1, row[0].y)


def _total(row: Sequence[Cell], columns: _Columns) -> tuple[Figure, ...]:
    """What the closing row says of the columns; its only figure where none stands in them."""
    figures = columns.of(row)
    if all(figure.value is not None for figure in figures):
        return figures
    every = [figure for cell in row if (figure := figure_of(cell))]
    if not every:  # 合计：31,349.98元 is one cell.
        within = [(cell, match) for cell in row for match in _WITHIN.finditer(cell.text)]
        every = [
            figure
            for cell, match in within
            if (figure := figure_of(cells_between(cell, *match.span())))
        ]
    sole = [figure for figure in every if figure.value is not None and figure.has_cents]
    return tuple(sole) if len(every) == len(sole) == 1 else figures


def _by_sums(rows: Sequence[list[Cell]]) -> Table | None:
    """The table whose columns no heads tell, but what they add up to; None where that does not."""
    body, closing = _body(rows, SUBTOTAL)
    data = [row for row in body if _says(row, numbered=True)]
    numbered = sum(number_of(row[0]) is not None for row in data) > len(data) / 2
    clusters = _clustered(data, numbered)
    paid = paid_column(data, clusters, closing) if len(data) > 1 < len(clusters) else None
    if paid is None:
        return None
    days = [cell for row in data for cell in row if day_of(cell)]
    columns = _Columns((tuple(paid),), days[len(days) // 2] if days else None, numbered)
    found = tuple(row for cells in data if (row := _row(cells, columns)))
    return Table(found, _total(closing, columns) if closing else ())


def _without_heads(rows: Sequence[list[Cell]]) -> Table:
    """Rows that say a day and one amount with cents, as a list says them."""
    found: list[Row] = []
    total: tuple[Figure, ...] = ()
    for cells in rows:
        due = next((day for cell in cells if (day := day_of(cell))), None)
        figures = [figure for cell in cells if (figure := figure_of(cell)) and figure.has_cents]
        sums_up = found and TOTAL.match(fold("".join(cell.text for cell in cells)))
        if sums_up and len(figures) == 1 and not due:
            total = (figures[0],)
            break
        number = number_of(cells[0])
        if due and len(figures) == 1:
            found.append(Row(cells[0].y, number, due, (figures[0],)))
        elif due and found and (figures or number is not None):
            found.append(Row(cells[0].y, number, due, ()))
    return Table(tuple(found), total)
