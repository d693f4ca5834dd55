"""What two readers make of a plan's figures: which stand, which are mended, which stay in doubt.

A table whose rows are clear and make its printed total needs no second reader. Else a figure
stands where both readers agree. One that they do not agree on is taken from the second reader only
if the printed total then closes to the cent, and both agree on everything else; where the second
merely lost a piece or the point of a figure that the first was sure of, that sum bears it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.settle import LOW_CERTAINTY, SURE, digits_of, is_piece
from pipeline.plan.cells import Cell, Figure, box_of
from pipeline.plan.table import Row
from schemas.evidence import EngineReading
from schemas.geometry import Box
from schemas.source import PageRef

Seconds = Mapping[Box, EngineReading]
"""The second reader's word on the figures in a box of one page."""


@dataclass(frozen=True)
class Twice:
    """A row, or the total, and what the second reader made of its figures, in the same order."""

    figures: tuple[Figure, ...]
    seconds: tuple[EngineReading | None, ...]

    @property
    def first(self) -> Decimal | None:
        return _sum([figure.value for figure in self.figures])

    @property
    def second(self) -> Decimal | None:
        return _sum([digits_of(one.text) if one else None for one in self.seconds])

    @property
    def agreed(self) -> bool:
        """Both saw the same, or the second lost a part of what the first was sure of."""
        return self.first is not None and all(
            one is not None and (_same(figure, one) or _lost(figure, one))
            for figure, one in zip(self.figures, self.seconds, strict=True)
        )

    @property
    def alike(self) -> bool:
        """Both saw the same."""
        return self.first is not None and all(
            one is not None and _same(figure, one)
            for figure, one in zip(self.figures, self.seconds, strict=True)
        )


@dataclass(frozen=True)
class Settled:
    """values: for each row what is paid, None where it is in doubt and cannot be printed.

    likely: place of a doubtful row → what it looks like
    mended: places of rows taken from the second reader
    """

    values: tuple[Decimal | None, ...]
    total: Decimal | None
    likely: Mapping[int, Decimal]
    mended: tuple[int, ...] = ()


def unclear(figures: Sequence[Figure]) -> bool:
    """Whether the first reader is unsure of what a row says."""
    return not figures or any(
        figure.value is None or not figure.clear or figure.cell.certainty < LOW_CERTAINTY
        for figure in figures
    )


def closes(rows: Sequence[Row], total: Sequence[Figure]) -> bool:
    """Whether all rows say a figure and these make the total that is printed."""
    paid = [row.paid for row in rows]
    stated = _sum([figure.value for figure in total])
    return stated is not None and None not in paid and _sum(paid) == stated


def asked_of(
    rows: Sequence[Row], total: Sequence[Figure], places: Sequence[PageRef]
) -> Iterator[tuple[Cell, PageRef]]:
    """The cells that want a second reading: none, all where the total is open, or the unclear.

    places: the page of each row, then that of the total
    """
    if closes(rows, total):
        return
    for row, ref in zip(rows, places, strict=False):
        if total or unclear(row.figures):
            yield from ((figure.cell, ref) for figure in row.figures)
    yield from ((figure.cell, places[-1]) for figure in total)


def settle(lines: Sequence[Twice], total: Twice) -> Settled:
    """Rows and total as both readers make them."""
    printed = [line.first for line in lines]
    if total.figures and None not in printed and _sum(printed) == total.first:
        return Settled(tuple(printed), total.first, {})
    strange = [place for place, line in enumerate(lines) if not line.agreed]
    others = [line.first for line in lines if line.agreed]
    known = _sum(others) or Decimal(0)
    if not strange and _doubtful(total) and total.second == known:
        return Settled(tuple(printed), total.second, {})
    if len(strange) == 1 and total.alike and total.first is not None:
        place = strange[0]
        needed = total.first - known
        if needed > 0 and lines[place].second == needed:
            mended = tuple(needed if n == place else one for n, one in enumerate(printed))
            return Settled(mended, total.first, {}, (place,))
    likely = {
        place: seen for place in strange if (seen := lines[place].second) and seen != printed[place]
    }
    return Settled(tuple(_kept(line) for line in lines), total.first, likely)


def _doubtful(total: Twice) -> bool:
    """Whether a total may have been misread: one that was read clearly is rather wrong."""
    return any(
        one.value is None or not one.clear or one.cell.certainty < SURE for one in total.figures
    )


def _kept(line: Twice) -> Decimal | None:
    """What is printed of a row that stays open: the first reading, unless it is unclear."""
    return None if unclear(line.figures) and not line.alike else line.first


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _same(figure: Figure, second: EngineReading) -> bool:
    return figure.value is not None and digits_of(second.text) == figure.value


def _lost(figure: Figure, second: EngineReading) -> bool:
    """Whether the second reader saw no other digits than the first was sure of, but lost some, or
    the point between them, to a speck or a rule."""
    whole, piece = (re.sub(r"\D", "", text) for text in (figure.cell.text, second.text))
    pointless = piece == whole and not set(second.text) & set(".,")
    lost = pointless or is_piece(second.text, figure.cell.text)
    return lost and figure.value is not None and figure.clear and figure.cell.certainty >= SURE


def twice_read(figures: tuple[Figure, ...], seconds: Seconds) -> Twice:
    return Twice(figures, tuple(seconds.get(box_of(figure.cell)) for figure in figures))
