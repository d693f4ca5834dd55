"""Columns of a plan told by what they add up to, where their heads tell nothing.

What is paid is what the balance goes down by from row to row, or makes the printed total; where
parts make their row's total, the total is it.

2026-11-28: a plan headed 第几期 | 日期 | 还多少(元) | 还剩(元) was not read. No list of words holds
every way in which people head a column, and the arithmetic was there all along.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.plan.cells import Cell, figure_of

LEAST_STEPS = 2
"""A balance that goes down once may do so by chance."""
Column = Sequence[Cell]
Values = tuple[Decimal | None, ...]


def paid_column(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], closing: Sequence[Cell]
) -> Column | None:
    """The one column that says what is paid; None where nothing tells it, or tells of several.

    rows: those of instalments; columns: their figures over each other
    closing: the row that sums up, () without one
    """
    said = [tuple(_said(row, column) for row in rows) for column in columns]
    places = range(len(said))
    steps = [(paid, left) for paid in places for left in places if _steps(said[paid], said[left])]
    found = {paid for paid, _ in steps} - {left for _, left in steps}
    if not found:
        found = {place for place in places if _closes(said[place], columns[place], closing)}
    whole = {place for place in found if _is_whole(said[place], [said[n] for n in found - {place}])}
    (place,) = whole or found if len(whole or found) == 1 else (None,)
    return None if place is None else columns[place]


def _said(row: Sequence[Cell], column: Column) -> Decimal | None:
    """What a row says in a column, yuan."""
    here = [cell for cell in row if any(cell.beside(one) and cell.y == one.y for one in column)]
    figures = [figure for cell in here if (figure := figure_of(cell))]
    return figures[0].value if len(figures) == 1 else None


def _steps(paid: Values, balance: Values) -> bool:
    """Whether a balance goes down by what is paid, from before it or from after it, or a sum goes
    up by it, wherever the rows say it."""
    sums = [one for one in balance if one is not None]
    if paid is balance or len(sums) < len(balance) or len(sums) <= LEAST_STEPS:
        return False
    changes = [later - before for before, later in pairwise(sums)]
    up = _same(changes, paid[1:]) and sums[0] == paid[0]
    down = [-one for one in changes]
    before = _same(down, paid[:-1]) and sums[-1] == paid[-1]
    return up or before or _same(down, paid[1:])


def _same(changes: Sequence[Decimal], paid: Values) -> bool:
    """Whether every change is what was paid, but where that was not read."""
    told = [one for one in paid if one is not None]
    return len(told) >= LEAST_STEPS and all(
        one is None or one == change for change, one in zip(changes, paid, strict=True)
    )


def _closes(said: Values, column: Column, closing: Sequence[Cell]) -> bool:
    """Whether a column makes the figure that closes it, or the only one of the closing row."""
    figures = [figure for cell in closing if (figure := figure_of(cell))]
    below = [one for one in figures if len(figures) == 1 or any(map(one.cell.beside, column))]
    known = [value for value in said if value is not None]
    made = sum(known, Decimal(0))
    return len(known) > 1 and any(one.value == made for one in below)


def _is_whole(said: Values, parts: Sequence[Values]) -> bool:
    """Whether a column is in every row the sum of several others."""
    made = [sum((one or Decimal(0) for one in row), Decimal(0)) for row in zip(*parts, strict=True)]
    return len(parts) > 1 and list(said) == made
