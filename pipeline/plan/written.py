"""The rows of a page as running text, in which every character knows its cell.

A row that begins with a day or the number of an item begins a line of the text; any other goes on
from the row before it, as a sentence does that is broken at the edge of the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.folding import fold
from pipeline.plan.cells import Cell, cells_between

_ITEM = re.compile(
    r"(?:第[\d一二三四五六七八九十]{1,3}[次期笔个]|\d{1,2}[.、)](?!\d)|\(?[一二三四五六七八九十]{1,2}[、)]|[·•*○-])"
    r"|(?:20)?\d\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}|[明今来次]?年?(?:\d{1,2}月\d|[一二三四五六七八九十元]{1,2}月[一二三四五六七八九十])"
    r"|\d{1,2}[.\-/]\d{1,2}(?![\d.元])|[一二]〇"
)
"""How an item of a list begins."""
_ENDS = re.compile(r"[。;:!]\s?$")


@dataclass(frozen=True)
class Written:
    """text: half-width, a line for each item, one space between cells
    places: for every character of it its cell and place there; None for what stands between cells
    rows: where in it each row of the page begins
    """

    text: str
    places: tuple[tuple[Cell, int] | None, ...]
    rows: tuple[int, ...] = ()

    def breaks(self, start: int, end: int) -> bool:
        """Whether a row of the page begins between two characters."""
        return any(start < row <= end for row in self.rows)

    def cell(self, start: int, end: int) -> Cell | None:
        """Characters `start`..`end` as a cell; the first part of them where a line breaks them."""
        spots = [spot for spot in self.places[start:end] if spot is not None]
        if not spots:
            return None
        first = [spot for spot in spots if spot[0] is spots[0][0]]
        broken = len(first) < len(spots) and not self.breaks(start, end)
        return None if broken else cells_between(first[0][0], first[0][1], first[-1][1] + 1)


def written(rows: Sequence[Sequence[Cell]]) -> Written:
    """The rows as text."""
    text: list[str] = []
    places: list[tuple[Cell, int] | None] = []
    begins = []
    for row in rows:
        line = _row(row)
        start = "".join(mark for mark, _ in line)
        new = bool(_ITEM.match(start)) or bool(_ENDS.search("".join(text[-2:])))
        if text and new:
            text.append("\n")
            places.append(None)
        elif text and text[-1].isascii() and start[:1].isascii() and text[-1] not in ".,":
            text.append(" ")
            places.append(None)
        begins.append(len(text))
        text += [mark for mark, _ in line]
        places += [place for _, place in line]
    return Written("".join(text), tuple(places), tuple(begins))


def _row(row: Sequence[Cell]) -> list[tuple[str, tuple[Cell, int] | None]]:
    marks: list[tuple[str, tuple[Cell, int] | None]] = []
    for cell in row:
        if marks:
            marks.append((" ", None))
        for place, mark in enumerate(cell.text):
            plain = unicodedata.normalize("NFKC", mark)
            if len(plain) == 1 and not plain.isspace():
                marks.append((fold(plain) if plain.isalpha() else plain, (cell, place)))
    return marks
