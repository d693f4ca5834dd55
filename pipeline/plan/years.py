"""The years of days that say none: each is the next of its kind after the one before it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.plan.cells import Cell, day_of

LATE = timedelta(days=45)
"""A first day so long before the paper was written may be one that was missed."""
LEAST = 2
"""So many days over each other are a column of them."""
_SHORT = re.compile(r"[(（]?(\d{1,2})\s?[-/.．月]\s?(\d{1,2})[日号]?[)）]?")
_TWO_DIGITS = re.compile(r"(\d\d)[-/.．年](\d{1,2})[-/.．月](\d{1,2})日?")


def next_day(year: int | None, month: int, day: int, before: date) -> date:
    """A day of a year, or the first of its kind that is not before another."""
    if year is not None:
        return on_day(year, month, day)
    found = on_day(before.year, month, day)
    return found if found >= before else on_day(before.year + 1, month, day)


def on_day(year: int, month: int, day: int) -> date:
    """A day of a month, its last where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def with_years(rows: Sequence[list[Cell]], today: date) -> list[list[Cell]]:
    """The rows; cells of a column of days without a year (12-7, 12月28日, 26.12.10) with the day
    that each says. today: when the paper was written"""
    if sum(any(day_of(cell) for cell in row) for row in rows) >= LEAST:
        return list(rows)
    short = [(row, cell) for row in rows for cell in row if _said(cell)]
    columns = [[one for one in short if one[1].beside(first)] for _, first in short]
    column = max((one for one in columns if not _counts(one)), key=len, default=[])
    if len(column) < LEAST:
        return list(rows)
    days = dict(zip((id(cell) for _, cell in column), _days(column, today), strict=True))
    return [
        [replace(cell, day=days[id(cell)]) if id(cell) in days else cell for cell in row]
        for row in rows
    ]


def _counts(column: Sequence[tuple[list[Cell], Cell]]) -> bool:
    """Whether 1/6 … 6/6 count instalments."""
    first, last = _said(column[0][1]), _said(column[-1][1])
    whole = bool(first and last) and all("/" in cell.text for _, cell in column)
    return bool(whole and first and last and first[1] == 1 and last[1] == last[2] == first[2])


def _said(cell: Cell) -> tuple[int | None, int, int] | None:
    """Year, month and day of a cell that says them short."""
    text = cell.text.strip()
    whole, short = _TWO_DIGITS.fullmatch(text), _SHORT.fullmatch(text)
    if whole:
        year, month, day = 2000 + int(whole[1]), int(whole[2]), int(whole[3])
    elif short:
        year, month, day = None, int(short[1]), int(short[2])
    else:
        return None
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _days(column: Sequence[tuple[list[Cell], Cell]], today: date) -> Iterator[date]:
    before = today - LATE
    for _, cell in column:
        said = _said(cell)
        assert said is not None
        before = next_day(*said, before)
        yield before
