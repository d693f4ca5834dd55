"""The numbers that a plan gives its instalments: where it goes on, and which are lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.plan.cells import day_of, month_of, number_of, rows_of
from pipeline.plan.table import Row
from schemas.reading import Line


def numbers_on(lines: Sequence[Line]) -> list[int]:
    """The numbers of the instalments on a page, each before its day."""
    rows = rows_of(lines)
    return [
        number
        for row in rows
        if (number := number_of(row[0])) and any(day_of(cell) or month_of(cell) for cell in row[1:])
    ]


def counts_on(before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether the first instalment of a page has the number after the last one of another."""
    first, second = numbers_on(before), numbers_on(after)
    return bool(first and second) and second[0] == first[-1] + 1


def numbers_lost(rows: Iterable[Row]) -> list[int]:
    """Numbers of rows that are not there at all: 12 and 14 follow each other. One that does not
    go on from the one before it (6, 1, 8) was misread, and tells nothing."""
    known: list[tuple[int, int]] = []
    for place, row in enumerate(rows):
        if row.number is not None and row.number > (known[-1][1] if known else 0):
            known.append((place, row.number))
    lost: list[int] = []
    for (place, number), (later, after) in pairwise(known):
        if after - number > later - place and later - place == 1:
            lost += range(number + 1, after)
    return lost
