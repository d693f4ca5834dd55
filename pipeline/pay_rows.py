"""A list of wages, one row a month under one row of heads: each month is a payslip of its own."""

from __future__ import annotations

import re
from functools import reduce

from pipeline.extract.fields.lines import Place, places_of
from schemas.geometry import Box
from schemas.reading import Reading

HEADS = re.compile(r"实发|实付|实领|应发|应付")
MONTH = re.compile(r"20\d\d\s?[-./年]\s?\d{1,2}")
PAY = re.compile(r"\d[\d,]*\.\d{2}(?!\d)|\d{4,5}(?!\d)")
ROW = 0.6
"""How far the middles of two cells of one row may be apart, in heights of a line."""


def months_of(reading: Reading) -> tuple[tuple[Reading, Box], ...]:
    """The heads with each of the rows below that begin with a month, and where the row stands.

    () where there are not two. What names the person above the heads stays with every month, days
    above them do not.
    """
    rows = _rows(places_of(reading))
    head = next((n for n, row in enumerate(rows) if _heads(row)), None)
    if head is None:
        return ()
    months = [row for row in rows[head + 1 :] if _is_month(row)]
    found = [_month(row) for row in months]
    if len(months) < 2 or len(set(found)) < len(found):
        return ()
    above = [place.line for row in rows[:head] for place in row if not MONTH.search(place.text)]
    heads = [place.line for place in rows[head]]
    return tuple(
        (
            reading.model_copy(update={"lines": (*above, *heads, *(p.line for p in row))}),
            reduce(Box.union, (place.line.box for place in row)),
        )
        for row in months
    )


def _rows(places: list[Place]) -> list[list[Place]]:
    rows: list[list[Place]] = []
    for place in sorted(places, key=lambda place: place.middle):
        if rows and place.middle - rows[-1][0].middle <= ROW * rows[-1][0].high:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [sorted(row, key=lambda place: place.x0) for row in rows]


def _heads(row: list[Place]) -> bool:
    texts = [place.text for place in row]
    return len(row) >= 3 and any(map(HEADS.search, texts)) and not any(map(PAY.search, texts))


def _is_month(row: list[Place]) -> bool:
    return len(row) >= 3 and bool(_month(row)) and sum(bool(PAY.search(p.text)) for p in row) >= 2


def _month(row: list[Place]) -> str:
    match = next((found for place in row[:2] if (found := MONTH.match(place.text.strip()))), None)
    return re.sub(r"\D+", "-", match.group()) if match else ""
