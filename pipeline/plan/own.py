"""A plan that the person made: rows typed in case.toml, or a 还款计划表 among the papers.

It is printed as it is and checked, never replaced by one made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from schemas.case import Case
from schemas.casefile import PlanRow
from schemas.reading import Line

KIND = "repayment_plan"
COLUMN = re.compile(r"应还合计|每期还款|每期应还|还款金额|应还金额|还款额|月还款|本期应还|应还款")
"""Heads of the column that says what is paid."""
TOTAL = re.compile(r"^\W*(合计|总计|共计)")
CLEARLY = 2
"""So many times farther from the head must any other figure of the row be."""
_DAY = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_AMOUNT = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|(?<![\d.,])\d+(?:\.\d{1,2})?")
_CENTS = re.compile(r"\.\d{1,2}$")


@dataclass(frozen=True)
class OwnPlan:
    """The rows as the person has them; `unread`: rows of a paper with a day but no sure payment."""

    rows: tuple[PlanRow, ...]
    origin: Literal["typed", "paper"]
    material: str = ""
    stated_total: Decimal | None = None
    unread: int = 0


@dataclass(frozen=True)
class _Word:
    """A word on the paper: what it says, its middle and half its width, pixels."""

    text: str
    x: float
    half: float


def own_plan(case: Case) -> OwnPlan | None:
    """Typed rows; else the paper, unless a kind of plan was chosen; else None."""
    wish = case.typed.plan
    if wish.row:
        return OwnPlan(wish.row, "typed")
    return paper_plan(case) if wish.kind is None else None


def paper_plan(case: Case) -> OwnPlan | None:
    """The first paper of the kind with a table of days; None where there is none."""
    copies = {copy for copy, _ in case.duplicates}
    readings = {reading.ref: reading for reading in case.readings}
    for paper in case.of_kind(KIND):
        rows: list[PlanRow] = []
        total, unread = None, 0
        for ref in paper.pages:
            if ref in copies or ref not in readings:
                continue
            found, stated, missed = table_of(readings[ref].lines)
            rows += found
            total, unread = total if stated is None else stated, unread + missed
        if rows or unread:
            return OwnPlan(tuple(rows), "paper", paper.id, total, unread)
    return None


def table_of(lines: Sequence[Line]) -> tuple[list[PlanRow], Decimal | None, int]:
    """Rows with a day and a payment, the sum stated, and how many rows lack a sure payment."""
    found: list[PlanRow] = []
    column: _Word | None = None
    total, missed = None, 0
    for row in _rows(lines):
        heads = list(_words(row, COLUMN))
        if heads and not _day_in(row):
            column = heads[0]
            continue
        day, paid = _day_in(row), _payment(row, column)
        if day and paid:
            found.append(PlanRow(due=day, payment=paid))
        elif day and (column is not None or found):
            missed += 1
        elif paid and found and TOTAL.search(row[0].text):
            total = paid
    return found, total, missed


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one height, from left to right, rows from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.box.y0 + one.box.y1):
        middle = (line.box.y0 + line.box.y1) / 2
        if rows and rows[-1][0].box.y0 <= middle <= rows[-1][0].box.y1:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        yield sorted(row, key=lambda one: one.box.x0)


def _words(row: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[_Word]:
    for line in row:
        for match in pattern.finditer(_without_days(line.text)):
            first, last = line.centres[match.start()], line.centres[match.end() - 1]
            width, letter = line.box.width, line.box.width / len(line.text)
            middle = line.box.x0 + width * (first + last) / 2
            yield _Word(match[0], middle, (width * (last - first) + letter) / 2)


def _without_days(text: str) -> str:
    return _DAY.sub(lambda match: " " * len(match[0]), text)


def _day_in(row: Sequence[Line]) -> date | None:
    match = next((found for line in row if (found := _DAY.search(line.text))), None)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _payment(row: Sequence[Line], column: _Word | None) -> Decimal | None:
    """The figure below the column's head; without a head the only amount of the row."""
    figures = list(_words(row, _AMOUNT))
    if column is None:
        figures = [word for word in figures if _CENTS.search(word.text)]
        chosen = figures[0] if len(figures) == 1 else None
    else:
        chosen = _nearest(figures, column)
    value = Decimal(chosen.text.replace(",", "")) if chosen else None
    return value or None


def _nearest(figures: list[_Word], head: _Word) -> _Word | None:
    """The figure below a head; None where none is, or another stands nearly as close."""
    near = sorted(figures, key=lambda word: abs(word.x - head.x))
    if not near or abs(near[0].x - head.x) > head.half + near[0].half:
        return None
    if len(near) > 1 and abs(near[1].x - head.x) < abs(near[0].x - head.x) * CLEARLY:
        return None
    return near[0]
