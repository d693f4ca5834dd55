"""A plan that the person made: rows typed in case.toml, or a 还款计划表 among the papers.

It is printed as it is and checked, never replaced by one made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from pipeline.extract.sheet import without_gutter
from pipeline.plan.cells import Cell, Figure, rows_of
from pipeline.plan.confirmed import asked_of, settle, twice_read
from pipeline.plan.dues import with_days
from pipeline.plan.heads import Head
from pipeline.plan.numbered import numbers_lost
from pipeline.plan.promises import promised
from pipeline.plan.table import Row, table_of
from pipeline.plan.written import written
from schemas.case import Case
from schemas.casefile import PlanRow
from schemas.evidence import EngineReading
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line
from schemas.source import PageRef

KIND = "repayment_plan"
LETTER, STATEMENT = "application_letter", "hardship_statement"
LEAST_ROWS = 2
"""So many rows at least has a table of its own."""


Dated = tuple[tuple[date, Decimal], ...]
"""Days and what is paid on each, yuan."""


@dataclass(frozen=True)
class RowDoubt:
    """A row of a paper that is not sure. number: the instalment's

    kind: payment or day: it was not read, so that the row is left out; row: nothing of it was;
        differs: the row stands as it was read, and the second reader sees something else
    likely: what it looks like
    """

    number: int
    kind: Literal["payment", "day", "row", "differs"]
    likely: Decimal | None = None


@dataclass(frozen=True)
class OwnPlan:
    """The rows as the person has them; of a paper those with a day and a sure payment.

    mended: numbers of rows whose payment is the second reader's, borne out by the printed total
    tables: the same by table, where the paper has one for each lender: (day, yuan)
    """

    rows: tuple[PlanRow, ...]
    origin: Literal["typed", "paper"]
    material: str = ""
    stated_total: Decimal | None = None
    doubts: tuple[RowDoubt, ...] = ()
    mended: tuple[int, ...] = ()
    tables: tuple[Dated, ...] = ()

    @property
    def unread(self) -> int:
        """How many rows are left out."""
        return sum(doubt.kind != "differs" for doubt in self.doubts)


@dataclass(frozen=True)
class _Paper:
    """A paper's table over all its pages; `places`: the page of each row, then of the total;
    several: there are tables for several lenders; tables: what each of them pays when."""

    material: str
    rows: tuple[Row, ...]
    places: tuple[PageRef, ...]
    total: tuple[Figure, ...]
    several: bool = False
    tables: tuple[Dated, ...] = ()


def own_plan(case: Case) -> OwnPlan | None:
    """Typed rows; else the paper, unless a kind of plan was chosen; else None."""
    wish = case.typed.plan
    if wish.row:
        return OwnPlan(wish.row, "typed")
    return paper_plan(case) if wish.kind is None else None


def paper_plan(case: Case) -> OwnPlan | None:
    """The first paper of the kind with a table of days; None where there is none."""
    paper = _paper(case)
    if paper is None:
        return None
    seconds: dict[PageRef, dict[Box, EngineReading]] = {}
    for look in case.second_looks:
        seconds.setdefault(look.ref, {})[look.box] = look.reading
    *places, last = paper.places
    lines = [
        twice_read(row.figures, seconds.get(ref, {}))
        for row, ref in zip(paper.rows, places, strict=True)
    ]
    settled = settle(lines, twice_read(paper.total, seconds.get(last, {})))
    numbers = [row.number or place for place, row in enumerate(paper.rows, 1)]
    doubts = [
        doubt
        for place, (row, paid) in enumerate(zip(paper.rows, settled.values, strict=True))
        if (doubt := _doubt(numbers[place], row, paid, settled.likely.get(place)))
    ]
    doubts += [RowDoubt(number, "row") for number in numbers_lost(paper.rows)]
    rows = tuple(
        PlanRow(due=row.due, payment=paid)
        for row, paid in zip(paper.rows, settled.values, strict=True)
        if row.due and paid
    )
    mended = tuple(numbers[place] for place in settled.mended)
    rows = _by_their_days(rows) if paper.several else rows
    tables = paper.tables
    return OwnPlan(rows, "paper", paper.material, settled.total, tuple(doubts), mended, tables)


def _by_their_days(rows: tuple[PlanRow, ...]) -> tuple[PlanRow, ...]:
    """The rows of several tables that go over several pages, those of a day added up; those of one
    page are one row already."""
    days: dict[date, Decimal] = {}
    for row in rows:
        days[row.due] = days.get(row.due, Decimal(0)) + row.payment
    return tuple(PlanRow(due=due, payment=days[due]) for due in sorted(days))


def _doubt(number: int, row: Row, paid: Decimal | None, likely: Decimal | None) -> RowDoubt | None:
    if not paid:
        return RowDoubt(number, "payment", likely)
    if row.due is None:
        return RowDoubt(number, "day")
    return RowDoubt(number, "differs", likely) if likely else None


def figures_to_ask(case: Case) -> Iterator[tuple[PageRef, list[Cell]]]:
    """Page by page the figures of a paper plan that want a second reader."""
    paper = _paper(case)
    if paper is None:
        return
    wanted = list(asked_of(paper.rows, paper.total, paper.places))
    for ref in dict.fromkeys(paper.places):
        cells = [cell for cell, on in wanted if on == ref]
        if cells:
            yield ref, cells


def _paper(case: Case) -> _Paper | None:
    copies = {copy for copy, _ in case.duplicates}
    readings = {
        one.ref: without_gutter(one.lines) for one in case.readings if one.ref not in copies
    }
    papers = (
        _whole(paper, _table_over(paper, readings, day), _promised_over(paper, readings, day))
        for paper in (*case.of_kind(KIND), *_holding_a_plan(case))
        if (day := _written_on(paper, case.today))
    )
    found = next((paper for paper in papers if paper.rows), None)
    return found or _in_a_letter(case, readings)


def _holding_a_plan(case: Case) -> tuple[Material, ...]:
    """Letters that have a plan under a heading of its own."""
    return tuple(paper for paper in case.of_kind(LETTER) if KIND in paper.contents)


def _in_a_letter(case: Case, readings: Mapping[PageRef, tuple[Line, ...]]) -> _Paper | None:
    """What a letter promises within its text, in a table or in words, where it names the sum of it
    as well; only where no paper of the kind is there."""
    letters = () if case.of_kind(KIND) else [*case.of_kind(LETTER), *case.of_kind(STATEMENT)]
    for letter in letters:
        day = _written_on(letter, case.today)
        both = (_table_over(letter, readings, day), _promised_over(letter, readings, day))
        summed = [one for one in both if len(one.rows) >= LEAST_ROWS and one.total]
        if summed:
            return _whole(letter, *summed) if len(summed) > 1 else summed[0]
    return None


def _written_on(paper: Material, today: date) -> date:
    """The day under a paper; today where none was read."""
    issued = paper.fields.get("issued")
    try:
        return min(date.fromisoformat(issued.value), today) if issued else today
    except ValueError:
        return today


def _whole(paper: Material, table: _Paper, words: _Paper) -> _Paper:
    """The table, unless the sentences of the paper say more and it does not make its own total."""
    paid = [row.paid for row in table.rows]
    if table.rows and all(paid) and table.total:
        made = sum((one for one in paid if one), Decimal(0))
        if made == sum((figure.value or Decimal(0) for figure in table.total), Decimal(0)):
            return table
    unread = bool(words.rows) and not any(paid)
    more = len(words.rows) > len(table.rows)
    if table.several or words.several:
        more = _sum(words) > _sum(table)
    return words if unread or more else table


def _sum(paper: _Paper) -> Decimal:
    return sum((row.paid or Decimal(0) for row in paper.rows), Decimal(0))


def _promised_over(
    paper: Material, readings: Mapping[PageRef, tuple[Line, ...]], today: date
) -> _Paper:
    """What the paper promises in words, over all its pages; with a row of which nothing is known
    where a promise was not understood."""
    lost = False
    rows: list[Row] = []
    places: list[PageRef] = []
    total: tuple[Figure, ...] = ()
    summed = paper.pages[0]
    for ref in paper.pages:
        said = promised(written(rows_of(readings.get(ref, ()))), today)
        for one in said.promises:
            rows.append(Row(one.figures[0].cell.y, None, one.due, one.figures))
            places.append(ref)
        if said.total:
            total, summed = said.total, ref
        lost = lost or said.lost
    given = rows
    rows, places = _by_day(given, places)
    several = rows is not given
    if lost and paper.kind == KIND:
        rows, places = [*rows, Row(rows[-1].y, None, None, ())], [*places, places[-1]]
    tables = _tables(given) if several else ()
    return _Paper(paper.id, tuple(rows), (*places, summed), total, several, tables)


def _table_over(
    paper: Material, readings: Mapping[PageRef, tuple[Line, ...]], today: date
) -> _Paper:
    rows: list[Row] = []
    places: list[PageRef] = []
    heads: tuple[Head, ...] = ()
    total: tuple[Figure, ...] = ()
    summed = paper.pages[0]
    lines: list[Line] = []
    for ref in paper.pages:
        found = table_of(readings.get(ref, ()), heads, today)
        if total and len(found.rows) == 1 and _is_bare(found.rows[0]):
            continue  # Below the sum a day is left, that of the signature.
        listed = [row for row in found.rows if not _written_then(row, today)]
        rows += listed
        places += [ref] * len(listed)
        heads = found.heads or heads
        lines += readings.get(ref, ())
        if found.total:
            total, summed = found.total, ref
    if not total and (last := _unnamed_total(rows)):
        total, summed = rows[last].figures, places[last]
        rows, places = rows[:last], places[:last]
    if _signed_on(rows):
        rows, places = rows[:-1], places[:-1]
    given = with_days(rows, lines)
    dated, places = _by_day(given, places)
    several = dated is not given
    tables = _tables(given) if several else _columns(dated)
    return _Paper(paper.id, tuple(dated), (*places, summed), total, several, tables)


def _columns(rows: Sequence[Row]) -> tuple[Dated, ...]:
    """The columns that part what is paid, as tables; () where a figure or a day was not read, or
    the rows have not the same columns."""
    found: list[Dated] = []
    count = len(rows[0].parts) if rows else 0
    for place in range(count):
        column = [(row.due, row.parts[place].value) for row in rows if len(row.parts) == count]
        known = [(due, value) for due, value in column if due is not None and value is not None]
        if len(known) < len(rows):
            return ()
        found.append(tuple(known))
    return tuple(found) if count > 1 else ()


def _unnamed_total(rows: Sequence[Row]) -> int:
    """The place of a row without a day that says what those above it make, as a spreadsheet sums up
    without a word; 0 where there is none."""
    made = Decimal(0)
    for place, row in enumerate(rows):
        if row.due is None and row.month is None and place >= LEAST_ROWS and row.paid == made:
            return place
        if not row.paid:
            return 0
        made += row.paid
    return 0


def _signed_on(rows: Sequence[Row]) -> bool:
    """Whether the last row is the day on which the paper was signed: it pays nothing, has no number
    and is not after the row above it."""
    if len(rows) < LEAST_ROWS:
        return False
    before, last = rows[-2:]
    if last.due is None or before.due is None:
        return False
    return _is_bare(last) and last.due <= before.due


def _written_then(row: Row, today: date) -> bool:
    """Whether a row is the day on which the paper was written, and nothing else."""
    return _is_bare(row) and row.due is not None and row.due <= today


def _is_bare(row: Row) -> bool:
    """Whether a row is a day and nothing else."""
    return row.number is None and not any(figure.cell.text for figure in row.figures)


def _tables(rows: Sequence[Row]) -> tuple[Dated, ...]:
    """The rows by table: a day that is not after the one before it begins the next; () where a day
    or a payment was not read."""
    found: list[list[tuple[date, Decimal]]] = []
    for row in rows:
        if row.due is None or not row.paid:
            return ()
        if not found or row.due <= found[-1][-1][0]:
            found.append([])
        found[-1].append((row.due, row.paid))
    return tuple(map(tuple, found))


def _by_day(rows: list[Row], places: list[PageRef]) -> tuple[list[Row], list[PageRef]]:
    """The rows of several tables, one for each lender, as one: by day, those of a day added up."""
    dues = [row.due for row in rows if row.due]
    begins = sum(later <= before for before, later in pairwise(dues))
    if not begins or len(dues) < len(rows) or len(rows) < LEAST_ROWS * (begins + 1):
        return rows, places
    days: dict[tuple[date | None, PageRef], list[Row]] = {}
    for row, place in zip(rows, places, strict=True):
        days.setdefault((row.due, place), []).append(row)
    order = sorted(days, key=lambda day: day[0] or date.max)
    joined = [
        replace(days[day][0], number=None, figures=sum((row.figures for row in days[day]), ()))
        for day in order
    ]
    return joined, [place for _, place in order]
