"""Figures that the first reader misread, where the sums of row and column are those of the second.

In a list of instalments a figure is in its row's sum and in its column's. Where both readers agree
on every other figure of the two, and both sums close to the cent with what the second saw and not
with what the first did, the first misread it: 11.06 stood there, not 115.06. Such a figure is read,
never verified, and the report says what was done; anything less is put to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.joining import UNPAID, Joined
from pipeline.extract.settle import SpotKey, Witness, digits_of, same_number, spot_key
from pipeline.extract.stated import Stated
from schemas.evidence import EngineReading
from schemas.source import PageRef
from schemas.statement import COMPONENTS

LEAST = 3
"""A sum of so many figures, itself among them."""
ROW, COLUMN = "row", "column"


@dataclass(frozen=True, eq=False)
class _Cell:
    """A stated amount, where it stands and where it is kept; each is itself alone."""

    ref: PageRef
    stated: Stated
    home: PeriodDraft | None
    name: str


@dataclass(frozen=True)
class _Equation:
    """The whole first, then the parts that make it."""

    kind: str
    cells: tuple[_Cell, ...]

    def needed(self, cell: _Cell) -> Decimal:
        """What a cell has to be for the sum to close."""
        whole, *parts = self.cells
        others = sum((one.stated.value for one in parts if one is not cell), Decimal(0))
        return others if cell is whole else whole.stated.value - others


def mend(joined: Joined, witnesses: Mapping[SpotKey, Witness]) -> list[str]:
    """Put right what the second reader alone read right, in place; what was done, in words."""
    equations = list(_equations(joined))
    done: list[str] = []
    for cell in {id(one): one for each in equations for one in each.cells}.values():
        second = _second(cell, witnesses)
        value = digits_of(second.text) if second else None
        if second is None or value is None or same_number(cell.stated, second):
            continue
        its = [each for each in equations if cell in each.cells]
        borne_out = all(
            each.needed(cell) == value and _others_agree(each, cell, witnesses) for each in its
        )
        if {each.kind for each in its} == {ROW, COLUMN} and borne_out:
            done.append(_said(cell, value))
            _put(joined, cell, replace(cell.stated, value=value, mended=True))
    return done


def _said(cell: _Cell, value: Decimal) -> str:
    row = f"第{cell.home.index}期" if cell.home and cell.home.index else ""
    token = cell.stated.token
    first = token.line.text[token.atom.first : token.atom.last]
    seen = f"第一次读作 {first}，第二次读作 {value}"
    return f"{row}{cell.stated.label}：{seen}，行和列的合计都只合后者，已采用"


def _put(joined: Joined, cell: _Cell, stated: Stated) -> None:
    if cell.home is not None:
        cell.home.amounts[cell.name] = stated
        return
    first, *others = joined.totals[cell.name]
    joined.totals[cell.name] = [replace(first, stated=stated), *others]


def _second(cell: _Cell, witnesses: Mapping[SpotKey, Witness]) -> EngineReading | None:
    witness = witnesses.get(spot_key(cell.ref, cell.stated))
    return witness.second if witness and not cell.stated.more else None


def _others_agree(equation: _Equation, cell: _Cell, witnesses: Mapping[SpotKey, Witness]) -> bool:
    return all(
        (second := _second(one, witnesses)) is not None and same_number(one.stated, second)
        for one in equation.cells
        if one is not cell
    )


def _equations(joined: Joined) -> Iterator[_Equation]:
    """The sums of each unpaid row and of the whole, and that of each column over the rows."""
    rows = [(ref, draft) for ref, draft in joined.periods if draft.status in UNPAID]
    if any(draft.waived or draft.paid for _, draft in rows):
        return
    cells = [
        {
            name: _Cell(draft.elsewhere.get(name, ref), stated, draft, name)
            for name, stated in draft.amounts.items()
        }
        for ref, draft in rows
    ]
    wholes = {
        name: _Cell(entries[0].ref, entries[0].stated, None, name)
        for name, entries in joined.totals.items()
        if entries
    }
    for row in (*cells, wholes):
        parts = tuple(row[name] for name in COMPONENTS if name in row)
        if "total" in row and len(parts) + 1 >= LEAST:
            yield _Equation(ROW, (row["total"], *parts))
    for name, whole in wholes.items():
        column = tuple(row[name] for row in cells if name in row)
        if len(column) == len(cells) and len(column) + 1 >= LEAST:
            yield _Equation(COLUMN, (whole, *column))
