"""A charge in a list of bookings, less what a later booking takes off it again.

11-13 违约金调减 −46.30 and 11-10 违约金 96.30: what is asked for is 50.00.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.cells import Cell
from pipeline.extract.grid import Page
from pipeline.extract.labels import CHARGES
from pipeline.extract.stated import Stated

LEAST_PARTS = 2
MINUS = ("-", "−", "–", "—")
"""Signs before an amount that is taken off."""


def relieved(
    page: Page, cells: Sequence[Cell], totals: dict[str, list[Stated]]
) -> dict[str, list[Stated]]:
    """The figures of the whole, a booked charge less the bookings that take some of it off.

    cells: those of the page that are of no instalment
    """
    taken_off: dict[str, list[Cell]] = {}
    for cell in cells:
        negative = cell.token.text.startswith(MINUS) or _credited(page, cell)
        negative = negative and cell.token.kind == "money"
        if cell.role.bucket == "waived" and negative and booked(page, cell.token.row):
            taken_off.setdefault(cell.role.component, []).append(cell)
    found = dict(totals)
    for name, given in taken_off.items():
        less = [cell for cell in given if not _of_before(page, cell, totals.get(name, []))]
        if not less:
            continue
        charges = [one for one in totals.get(name, []) if booked(page, one.token.row)]
        off = {abs(cell.token.atom.value or Decimal(0)) for cell in less}
        if len(charges) > 1:
            charges = [one for one in charges if one.value in off]
        if len(charges) == 1 and not charges[0].more:
            net = _net(charges[0], less)
            found[name] = [net if one is charges[0] else one for one in totals[name]]
    return found


UNNAMED = "减免的没有写明是哪一项"


def less_relief(cells: Sequence[Cell], totals: dict[str, list[Stated]]) -> dict[str, list[Stated]]:
    """The figures of the whole, less the relief that the page's total is less by: 罚息 60.00,
    已减免罚息 30.00 and a total that lacks these 30.00. Where the relief names no part, nobody
    knows of which it was, and each that it may be of is put to a person.
    """
    wholes = {one.value for one in totals.get("total", ())}
    parts = [entries[0] for name, entries in totals.items() if name != "total" and entries]
    made = sum((one.value for one in parts), Decimal(0))
    given = [cell for cell in cells if cell.role.bucket == "waived" and cell.token.atom.value]
    off = [cell for cell in given if made - abs(cell.token.atom.value or Decimal(0)) in wholes]
    if made in wholes or len(parts) < LEAST_PARTS or len(off) != 1:
        return totals
    [cell] = off
    found = dict(totals)
    for name in (cell.role.component,) if cell.role.component in totals else CHARGES:
        entries = totals.get(name, [])
        if not entries or entries[0].value < abs(cell.token.atom.value or Decimal(0)):
            continue
        first = entries[0]
        named = name == cell.role.component and not first.more
        found[name] = [
            _net(first, off) if named else replace(first, reason=UNNAMED, unsure=True),
            *entries[1:],
        ]
    return found


def _of_before(page: Page, cell: Cell, charges: Sequence[Stated]) -> bool:
    """Whether relief was booked before every charge of its kind, and is of an earlier one."""
    given = _day(page, cell.token.row)
    booked_on = [_day(page, one.token.row) for one in charges if booked(page, one.token.row)]
    days = [day for day in booked_on if day is not None]
    return given is not None and bool(days) and all(given < day for day in days)


def _day(page: Page, row: int) -> tuple[int, ...] | None:
    """Month and day that a booking bears, in its row or in the one below; None without one."""
    for number in (row, row + 1):
        for token in page.rows[number] if number < len(page.rows) else ():
            if token.kind == "date":
                return tuple(map(int, re.findall(r"\d+", token.text)[-2:]))
    return None


def _credited(page: Page, cell: Cell) -> bool:
    """1,800.00 CR: booked in the holder's favour."""
    behind = [other for other in page.rows[cell.token.row] if other.x0 >= cell.token.x1 - 1]
    return any(other.text.strip().upper() == "CR" for other in behind[:1])


def _net(charge: Stated, less: Sequence[Cell]) -> Stated:
    parts = [
        Stated(-abs(cell.token.atom.value or Decimal(0)), cell.token, cell.label, less=True)
        for cell in less
    ]
    value = charge.value + sum((part.value for part in parts), Decimal(0))
    if value < 0:
        return replace(charge, reason="减免的比本期的多")
    label = "－".join([charge.label, *(part.label for part in parts)])
    return replace(charge, value=value, label=label, more=(charge, *parts))


def booked(page: Page, row: int) -> bool:
    """Whether a row, or the one below it that states no amount, bears the day of its booking."""
    if any(token.kind == "date" for token in page.rows[row]):
        return True
    below = page.rows[row + 1] if row + 1 < len(page.rows) else []
    dated = any(token.kind == "date" for token in below)
    return dated and not any(token.kind == "money" for token in below)
