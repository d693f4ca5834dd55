"""Days of rows that say none: from the first day and the rhythm that the paper states, only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.plan.cells import DAY, day_in
from pipeline.plan.schedule import month_later
from pipeline.plan.table import Row
from pipeline.plan.years import on_day
from schemas.reading import Line

_FIRST = re.compile(
    r"(?:首期|首次|首笔|第一期|第1期|起始)[^\d，。；]{0,10}(?=20\d\d)|(?:自|从|于)(?=20\d\d[^，。；]{0,12}[起始])"
)
_DAY_OF_MONTH = re.compile(r"(?:每个?月|按月|逐月)(?:的|于)?(\d{1,2})[日号]")
_MONTHLY = re.compile(r"每个?月|按月|逐月")


def with_days(rows: Sequence[Row], lines: Sequence[Line]) -> list[Row]:
    """The rows with the days that the paper says of them.

    Months get the day of every month that is said. Rows numbered from 1 without any day go by
    months from the first day that is said. Where either is not said the rows stay as they are.
    """
    text = "\n".join(re.sub(r"\s", "", line.text) for line in lines)
    every = _DAY_OF_MONTH.search(text)
    on = int(every[1]) if every else None
    if on is not None and not 1 <= on <= 31:
        return list(rows)
    dated = [_in_month(row, on) for row in rows]
    numbers = [row.number for row in dated]
    if any(row.due for row in dated) or numbers != list(range(1, len(dated) + 1)):
        return dated
    first = _first_day(text)
    if first is None or not _MONTHLY.search(text):
        return dated
    return [
        replace(row, due=first if not place else _after(first, place, on or first.day))
        for place, row in enumerate(dated)
    ]


def _in_month(row: Row, on: int | None) -> Row:
    if row.month is None or on is None:
        return row
    return replace(row, due=on_day(*row.month, on), month=None)


def _first_day(text: str) -> date | None:
    said = _FIRST.search(text)
    return day_in(DAY.match(text, said.end())) if said else None


def _after(first: date, months: int, on: int) -> date:
    later = month_later(first.replace(day=1), months)
    return on_day(later.year, later.month, on)
