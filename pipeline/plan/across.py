"""A plan whose days stand over its columns: 机构＼还款日 | 2026-12-10 | 2027-01-10 | …, a row for
each lender below them and 当月合计 at the end, in as many blocks as the page is too narrow for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.extract.folding import squeezed
from pipeline.plan.cells import Cell, Figure, day_of, figure_of

FEWEST = 3
"""So many days beside each other head columns."""
LONGEST = 12
"""Signs of what heads the column of names beside the days, at most: 机构＼还款日."""
_SUM = re.compile("(?:当月|每月|本月|每期|当期|月)?(?:合计|小计|总计|共计)")


@dataclass
class _Block:
    """Days over columns, and the rows below them: (whether it sums up, a figure for each day)."""

    days: list[date]
    rows: list[tuple[bool, list[Figure]]] = field(default_factory=list)


def under_days(
    rows: Sequence[Sequence[Cell]], today: date | None
) -> list[tuple[date, tuple[Figure, ...]]]:
    """What is paid on each day, in the order of the days; [] where no days to come head columns, or
    a row of sums is not what the rows above it make.

    today: when the paper was written; what is of earlier days is no plan (账单日期 over debts)
    """
    blocks = [block for block in _blocks(rows) if block.rows]
    days = [day for block in blocks for day in block.days]
    ahead = all(today is None or day > today for day in days) and days == sorted(set(days))
    if not ahead or not any(len(block.days) >= FEWEST for block in blocks):
        return []
    found: dict[date, tuple[Figure, ...]] = {}
    for block in blocks:
        for place, day in enumerate(block.days):
            paid = _paid(block, place)
            if paid is None or day in found:
                return []
            found[day] = paid
    return sorted(found.items(), key=lambda entry: entry[0])


def _blocks(rows: Sequence[Sequence[Cell]]) -> list[_Block]:
    blocks: list[_Block] = []
    for row in rows:
        days = [day for cell in row if (day := day_of(cell))]
        figures = [figure for cell in row if not day_of(cell) and (figure := figure_of(cell))]
        words = "".join(cell.text for cell in row if not day_of(cell))
        if days and not figures and len(words) <= LONGEST:
            if blocks and not blocks[-1].rows:
                blocks[-1].days += days  # The row of heads goes on in the next line.
            else:
                blocks.append(_Block(days))
        elif blocks and not days and len(figures) == len(blocks[-1].days):
            text = squeezed("".join(cell.text for cell in row))
            blocks[-1].rows.append((_SUM.match(text) is not None, figures))
    return blocks


def _paid(block: _Block, place: int) -> tuple[Figure, ...] | None:
    """The figure of the row of sums, else those of all rows; None where they differ."""
    parts = tuple(figures[place] for sums, figures in block.rows if not sums)
    totals = [figures[place] for sums, figures in block.rows if sums]
    if not totals:
        return tuple(one for one in parts if one.value) or None
    made = sum((one.value or Decimal(0) for one in parts), Decimal(0))
    return (totals[0],) if len(totals) == 1 and (not parts or made == totals[0].value) else None
