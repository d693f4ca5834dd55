"""Heads of columns: what a label at the head of a column names stands under it, in the next row.

A row of three words or more without figures, over a row that is mostly figures, is a row of heads.
In a form (姓名 | 张样本 | 性别 | 男) the words stand beside their values, and no row is all heads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.fields.lines import Place
from pipeline.extract.token import token_edges

HEADS = 3
LEVEL = 0.6
"""How far the middles of two cells of one row may be apart, in heights of a line."""
NEXT = 40.0
"""How far below its head a value may stand, in heights of a line, if nothing stands between."""
WRAPPED = 2
"""A head may be wrapped, and values may stand in the row after the next."""


_TAIL = re.compile(r"[\u4e00-\u9fff]{0,2}(?:\([^()]*\)?)?")
"""What a head may say behind the label: 应发工资合计（元）."""


@dataclass(frozen=True)
class Cell:
    """A run of characters without spaces, `start`..`end` of its line, level place `x0`–`x1`."""

    place: Place
    start: int
    end: int
    x0: float
    x1: float

    @property
    def text(self) -> str:
        return self.place.text[self.start : self.end]


def under_head(places: list[Place], label: Place, start: int, end: int) -> Cell | None:
    """The cell under the label at characters `start`..`end`, if it heads a column."""
    row = _row(places, label)
    head = next((c for c in row if c.place is label and c.start == start < c.end), None)
    if (
        head is None
        or not _TAIL.fullmatch(label.text[end : head.end])
        or len(row) < HEADS
        or sum(map(_figured, row)) > len(row) // HEADS
    ):
        return None
    below = sorted(
        (place for place in places if _below(place, label)), key=lambda place: place.middle
    )
    for first in below[:WRAPPED]:
        values = _row(places, first)
        if 2 * sum(map(_figured, values)) > len(values) and len(values) > len(row) // 2:
            return _same_column(head, values)
    return None


def _row(places: list[Place], of: Place) -> list[Cell]:
    return [
        cell
        for place in places
        if abs(place.middle - of.middle) <= LEVEL * of.high
        for cell in _cells(place)
    ]


def _cells(place: Place) -> list[Cell]:
    found = []
    for match in re.finditer(r"\S+", place.text):
        left, right = token_edges(place.line, match.start(), match.end())
        found.append(
            Cell(
                place,
                match.start(),
                match.end(),
                place.x0 + (place.x1 - place.x0) * left,
                place.x0 + (place.x1 - place.x0) * right,
            )
        )
    return found


def _below(place: Place, label: Place) -> bool:
    return LEVEL * label.high < place.middle - label.middle <= NEXT * label.high


def _figured(cell: Cell) -> bool:
    return any(mark.isdigit() for mark in cell.text)


def _same_column(head: Cell, values: list[Cell]) -> Cell | None:
    """The value whose middle is nearest the head's, unless another column's head stands nearer."""
    centre = (head.x0 + head.x1) / 2
    best = min(values, key=lambda cell: abs((cell.x0 + cell.x1) / 2 - centre))
    overlap = min(head.x1, best.x1) - max(head.x0, best.x0)
    return best if overlap > -(head.x1 - head.x0) / 2 else None
