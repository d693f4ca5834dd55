"""A plan that says the instalments of a lender, or of a stage, in one row: 应还总额 4,835.98, 每月
220.00, 22期, from 2026-12-22 to 2028-09-22, the last 215.98. The row is believed where its figures
make its sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations

from pipeline.extract.folding import squeezed
from pipeline.plan.cells import Cell, Figure, day_of, figure_of
from pipeline.plan.schedule import month_later
from pipeline.plan.years import on_day

MOST = 120
"""Instalments of a row."""
MOST_FIGURES = 6
MONTHS, DAYS = 12, 31

Payment = tuple[date, Figure]


def spread_out(row: Sequence[Cell]) -> list[Payment]:
    """The instalments that a row names in short; [] where it names none."""
    days = bounds_of(row)
    figures = [figure for cell in row if (figure := figure_of(cell)) and figure.value]
    if len(days) != 2 or not 2 <= len(figures) <= MOST_FIGURES:
        return []
    first, last = days
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    if not 2 <= count <= MOST or not any(figure.value == count for figure in figures):
        return []
    for whole, each, closing in _choices([one for one in figures if one.value != count]):
        if (each.value or 0) * (count - 1) + (closing.value or 0) == whole.value:
            return list(_paid(first, count, each, closing))
    return []


_SPAN = re.compile(
    r"(20\d\d)[年.-](\d{1,2})月?(?:起)?[至到—–~-]+(20\d\d)[年.-](\d{1,2})月?.{0,6}?每月(\d{1,2})[日号]"
)
"""2026年12月至2027年5月（每月18日）"""


def bounds_of(row: Sequence[Cell]) -> list[date]:
    """The first and the last day that a row names: two days, or two months and a day of each."""
    days = sorted({day for cell in row if (day := day_of(cell))})
    text = "".join(dict.fromkeys(squeezed(cell.line.text) for cell in row))
    span = _SPAN.search(text)
    if days or span is None:
        return days
    year, month, later, last, on = map(int, span.groups())
    if not (1 <= month <= MONTHS and 1 <= last <= MONTHS and 1 <= on <= DAYS):
        return []
    return [on_day(year, month, on), on_day(later, last, on)]


def _choices(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure, Figure]]:
    """Whole, monthly payment and last payment; the last may be like the others."""
    yield from permutations(figures, 3)
    yield from ((whole, each, each) for whole, each in permutations(figures, 2))


def _paid(first: date, count: int, each: Figure, closing: Figure) -> Iterator[Payment]:
    for number in range(count):
        yield month_later(first, number), each if number < count - 1 else closing


def made_of(row: Sequence[Cell], whole: Decimal) -> Figure | None:
    """The figure of a row that is a sum; None without one."""
    found = (figure for cell in row if (figure := figure_of(cell)))
    return next((figure for figure in found if figure.value == whole), None)
