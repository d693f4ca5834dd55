"""A list of bookings by its own arithmetic: each balance is the one before it and what was booked.

Banks call their statements what they like and name the columns as they like; the running balance is
what they all have. A plan of instalments has one too, which only ever falls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.folding import fold
from schemas.reading import Line, Reading

LEAST_ROWS = 5
"""So many bookings in a row that balance are no chance."""
SHARE = 0.6
"""Share of the rows that must balance: readers lose a figure here and there."""
LEAST_SUMS, MOST_SUMS = 2, 4
"""A booking has an amount and a balance; more than so many are several."""
_DAY = re.compile(r"(?:20\d\d)[-./年]?(?:0?[1-9]|1[0-2])[-./月]?(?:[0-2]?\d|3[01])")
_SUM = re.compile(r"(?<![\d.,])[-+]?\d{1,3}(?:,\d{3})*\.\d\d(?!\d)|(?<![\d.,])[-+]?\d+\.\d\d(?!\d)")


def is_ledger(reading: Reading) -> bool:
    """Whether a page lists bookings with a running balance that goes up and down."""
    rows = list(_rows(reading))
    return any(map(_balances, (_with_a_day(rows), _ending_in_a_day(rows), _from_a_day(rows))))


def _balances(bookings: Sequence[list[Decimal]]) -> bool:
    if len(bookings) < LEAST_ROWS:
        return False
    steps = [step for pair in pairwise(bookings) if (step := _step(*pair))]
    both = any(step > 0 for step in steps) and any(step < 0 for step in steps)
    return both and len(steps) >= max(LEAST_ROWS - 1, SHARE * (len(bookings) - 1))


def _rows(reading: Reading) -> Iterator[str]:
    """The rows of a page, top to bottom."""
    lines = sorted(reading.lines, key=lambda line: (line.box.y0 + line.box.y1) / 2)
    row: list[Line] = []
    for line in lines:
        middle = (line.box.y0 + line.box.y1) / 2
        if row and middle - (row[0].box.y0 + row[0].box.y1) / 2 > 0.6 * row[0].box.height:
            yield _text_of(row)
            row = []
        row.append(line)
    yield _text_of(row)


def _text_of(row: Sequence[Line]) -> str:
    return "  ".join(fold(line.text) for line in sorted(row, key=lambda line: line.box.x0))


def _sums_in(text: str) -> list[Decimal]:
    return [Decimal(found.replace(",", "")) for found in _SUM.findall(text)]


def _with_a_day(rows: Sequence[str]) -> list[list[Decimal]]:
    """The sums of bookings of one row each."""
    each = [_sums_in(row) for row in rows if _DAY.search(row)]
    return [sums for sums in each if len(sums) >= LEAST_SUMS]


def _ending_in_a_day(rows: Sequence[str]) -> list[list[Decimal]]:
    """Those of bookings whose last row has the day, as apps show the amount over it."""
    found: list[list[Decimal]] = []
    sums: list[Decimal] = []
    for row in rows:
        sums += _sums_in(row)
        if _DAY.search(row):
            found.append(sums)
            sums = []
    return [sums for sums in found if LEAST_SUMS <= len(sums) <= MOST_SUMS]


def _from_a_day(rows: Sequence[str]) -> list[list[Decimal]]:
    """Those of bookings whose first row has the day."""
    found: list[list[Decimal]] = []
    for row in rows:
        if _DAY.search(row):
            found.append([])
        if found:
            found[-1] += _sums_in(row)
    return [sums for sums in found if LEAST_SUMS <= len(sums) <= MOST_SUMS]


def _step(before: list[Decimal], after: list[Decimal]) -> Decimal | None:
    """What a balance changed by from one row to the next, where a booking of either explains it."""
    booked = {abs(value) for value in (*before, *after)}
    changes = (new - old for old in before for new in after)
    return next((change for change in changes if change and abs(change) in booked), None)
