"""A spreadsheet on a screen: the letters over its columns and the numbers beside its rows.

2026-11-27: the number of a sheet's row was taken for that of an instalment, the one beside 合计
too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from schemas.reading import Line

LETTERS = 3
"""So many columns, lettered from A on, are those of a sheet."""
NUMBERS = 4
"""So many rows numbered one after the other are."""


def without_gutter(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines; of a spreadsheet, those of its letters and row numbers are empty."""
    letters = _letters(lines)
    if not letters:
        return tuple(lines)
    left = min(line.box.x0 for line in letters)
    numbers = sorted(
        (line for line in lines if line.text.strip().isdigit() and line.box.x1 <= left),
        key=lambda line: line.box.y0,
    )
    values = [int(line.text) for line in numbers]
    if len(values) < NUMBERS or any(later <= one for one, later in pairwise(values)):
        return tuple(lines)
    gutter = {id(line) for line in (*letters, *numbers)}
    return tuple(line.emptied() if id(line) in gutter else line for line in lines)


def _letters(lines: Sequence[Line]) -> list[Line]:
    """A, B, C, … side by side."""
    single = [line for line in lines if len(line.text.strip()) == 1 and line.text.strip().isalpha()]
    for first in (line for line in single if line.text.strip().upper() == "A"):
        level = sorted(
            (line for line in single if abs(line.box.y0 - first.box.y0) < first.box.height),
            key=lambda line: line.box.x0,
        )
        wanted = [chr(ord("A") + place) for place in range(len(level))]
        if len(level) >= LETTERS and [line.text.strip().upper() for line in level] == wanted:
            return level
    return []
