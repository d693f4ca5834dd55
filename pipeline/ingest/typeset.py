"""Lines and tables → rows of pieces for a page: wrapped, and cells side by side where it matters.

A table in which every cell is one line is a line for each of its rows. Where a cell holds several
lines, a table, or columns and rows merged, where rows of amounts stand under heads, or where
something stands behind an empty cell, the cells stand in columns, so that what is side by side in
the document is so on the page; a table too wide for that is set line after line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest
from typing import TypeAlias

from PIL import ImageFont

from pipeline.ingest.word import Block, Cell, Table, Written, joined

Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont
GAP = "  "
COLUMN_GAP = 48
"""Pixels between columns: wider than a letter, so that none runs into the next."""
LEAST_AMOUNTS, LEAST_ROWS = 2, 2
MAX_DEPTH = 8
"""Tables in tables that are still set in columns."""
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:[.:/-]\d+)*")
"""Amounts and dates: half of one would be another one, so no line ends inside it."""


@dataclass(frozen=True)
class Piece:
    """Text that starts `left` pixels from the margin."""

    left: int
    written: Written


Row: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True)
class Typesetter:
    """Sets with one font."""

    font: Font
    _lengths: dict[str, float] = field(default_factory=dict, repr=False)

    def rows(self, blocks: Iterable[Block], width: int, depth: int = 0) -> Iterator[Row]:
        """The rows of a column that is `width` pixels wide."""
        for block in blocks:
            if isinstance(block, Table):
                yield from self._table(block, width, depth)
            else:
                yield from self._wrapped(block, width)

    def _wrapped(self, line: Written, width: int) -> Iterator[Row]:
        for part in self.wrap(line, width):
            yield (Piece(0, part),)

    def wrap(self, line: Written, width: int) -> list[Written]:
        """The line in parts that fit; nothing is lost but spaces around the whole."""
        line = line.stripped()
        starts = {
            place: match.start()
            for match in _NUMBER.finditer(line.text)
            for place in range(match.start() + 1, match.end())
        }
        parts, start = [], 0
        while start < len(line.text):
            stop = start + self._fitting(line.text[start : start + width], width)
            if stop < len(line.text) and starts.get(stop, stop) > start:
                stop = starts.get(stop, stop)
            parts.append(line.part(start, stop))
            start = stop
        return parts or [line]

    def _fitting(self, text: str, width: int) -> int:
        """How many characters from the first on fit, at least one."""
        fitting = takewhile(lambda total: total <= width, self._ends(text))
        count = max(1, sum(1 for _ in fitting))
        while count > 1 and self.font.getlength(text[:count]) > width:
            count -= 1
        return count

    def length(self, letters: str) -> float:
        """Of one or two letters, in pixels; measuring is slow, so each is measured once."""
        if letters not in self._lengths:
            self._lengths[letters] = self.font.getlength(letters)
        return self._lengths[letters]

    def _ends(self, text: str) -> Iterator[float]:
        """Where each character ends, as far as only its neighbour moves it."""
        end, before = 0.0, ""
        for character in text:
            if before:
                end += self.length(before + character) - self.length(before)
            else:
                end = self.length(character)
            before = character
            yield end

    def starts(self, text: str) -> list[float]:
        """Where each character begins, and where the last one ends, in pixels from the first."""
        starts = [0.0, *self._ends(text)]
        if starts[-1] == self.font.getlength(text):
            return starts
        # More than two letters are joined somewhere: only its beginnings tell their own lengths.
        return [self.font.getlength(text[:place]) for place in range(len(text) + 1)]

    def _table(self, table: Table, width: int, depth: int) -> Iterator[Row]:
        lined = _is_plain(table) and not (_lists_amounts(table) or _has_gaps(table))
        widths = None if lined or depth >= MAX_DEPTH else self._widths(table, width)
        for cells in table.rows:
            if widths is None:
                yield from self._wrapped(joined(_flat(cells), GAP), width)
            else:
                yield from self._side_by_side(cells, widths, depth)

    def _side_by_side(
        self, cells: Sequence[Cell], widths: Sequence[int], depth: int
    ) -> Iterator[Row]:
        columns: list[tuple[int, list[Row]]] = []
        place = 0
        for cell in cells:
            left = sum(widths[:place]) + COLUMN_GAP * place
            spanned = widths[place : place + cell.span]
            room = sum(spanned) + COLUMN_GAP * (len(spanned) - 1)
            columns.append((left, list(self.rows(cell.blocks, room, depth + 1))))
            place += cell.span
        for level in zip_longest(*(rows for _, rows in columns), fillvalue=()):
            yield tuple(
                Piece(left + piece.left, piece.written)
                for (left, _), row in zip(columns, level, strict=True)
                for piece in row
                if piece.written.text
            )

    def _widths(self, table: Table, width: int) -> list[int] | None:
        """How wide each column is: as it needs, the widest ones less where that is too much; None
        where an amount would not fit any more."""
        needs = self._needs(table)
        room = width - COLUMN_GAP * (len(needs) - 1)
        least, most = 0, max((wish for _, wish in needs), default=0)
        if _narrowed(needs, 0, room) is None:
            return None
        while least < most:
            middle = (least + most + 1) // 2
            if _narrowed(needs, middle, room) is None:
                most = middle - 1
            else:
                least = middle
        return _narrowed(needs, least, room)

    def _needs(self, table: Table, depth: int = 0) -> list[tuple[int, int]]:
        """For each column the pixels it cannot do without, and those it would like to have."""
        count = max((sum(cell.span for cell in row) for row in table.rows), default=0)
        needs = [(0, 0)] * count
        # Cells of one column first: a spanning cell asks only for what these leave open.
        for spanning in (False, True):
            for row in table.rows:
                place = 0
                for cell in row:
                    if (cell.span > 1) == spanning:
                        _widen(needs, place, cell.span, self._needs_of(cell, depth))
                    place += cell.span
        return needs

    def _needs_of(self, cell: Cell, depth: int) -> tuple[int, int]:
        floor = wish = 0
        for block in cell.blocks:
            if isinstance(block, Written):
                own = self._needs_of_line(block)
            elif depth < MAX_DEPTH:
                inner = self._needs(block, depth + 1)
                gaps = COLUMN_GAP * max(len(inner) - 1, 0)
                own = sum(need for need, _ in inner) + gaps, sum(want for _, want in inner) + gaps
            else:
                own = self._needs_of_line(joined(_written((block,)), GAP))
            floor, wish = max(floor, own[0]), max(wish, own[1])
        return floor, wish

    def _needs_of_line(self, line: Written) -> tuple[int, int]:
        text = line.text.strip()
        if not text:
            return 0, 0
        numbers = (self.font.getlength(found) for found in _NUMBER.findall(text))
        letter = self.length("国")
        return int(max(letter, max(numbers, default=0.0))) + 1, int(self.font.getlength(text)) + 1


def _narrowed(needs: Sequence[tuple[int, int]], level: int, room: int) -> list[int] | None:
    """Columns no wider than `level` unless they must be; None where they do not fit."""
    widths = [max(floor, min(wish, level)) for floor, wish in needs]
    return widths if sum(widths) <= room else None


def _widen(needs: list[tuple[int, int]], place: int, span: int, need: tuple[int, int]) -> None:
    """Make the last of the columns that a cell spans as wide as the cell needs them together."""
    others = needs[place : place + span - 1]
    gaps = COLUMN_GAP * (span - 1)
    last = place + span - 1
    floor = need[0] - sum(one for one, _ in others) - gaps
    wish = need[1] - sum(one for _, one in others) - gaps
    needs[last] = max(needs[last][0], floor), max(needs[last][1], wish)


def _is_plain(table: Table) -> bool:
    return all(
        cell.span == 1
        and not cell.continued
        and len(cell.blocks) <= 1
        and all(isinstance(block, Written) for block in cell.blocks)
        for row in table.rows
        for cell in row
    )


def _lists_amounts(table: Table) -> bool:
    """Whether several amounts stand side by side in most of its rows: which is under which head
    then tells what it is."""
    rows = [[cell.text for cell in map(_line_of, row)] for row in table.rows]
    listing = [row for row in rows if sum(map(_is_amount, row)) >= LEAST_AMOUNTS]
    return len(listing) >= LEAST_ROWS and 2 * len(listing) > len(rows)


def _has_gaps(table: Table) -> bool:
    """Whether something stands behind an empty cell: in a line it would move to the front."""
    rows = [[cell.text.strip() for cell in map(_line_of, row)] for row in table.rows]
    return any(not text and any(row[place + 1 :]) for row in rows for place, text in enumerate(row))


def _line_of(cell: Cell) -> Written:
    return joined(_written(cell.blocks), " ")


def _is_amount(text: str) -> bool:
    return (
        re.fullmatch(r"\s*[¥￥]?\s*-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}\s*元?\s*", text)
        is not None
    )


def _flat(cells: Iterable[Cell]) -> Iterator[Written]:
    """The text of each cell as one line."""
    return map(_line_of, cells)


def _written(blocks: Iterable[Block]) -> Iterator[Written]:
    for block in blocks:
        if isinstance(block, Written):
            yield block
        else:
            for cells in block.rows:
                yield from _flat(cells)
