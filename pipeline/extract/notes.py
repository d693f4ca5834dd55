"""Several loans on one page: the same labels come round again, once for each loan.

A list is taken for what it is only where the page's own sums bear it out; else the figures stay
contradictions, and a person is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

from pipeline.extract.cells import Cell, heads_of_lists
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.labels import CHARGES
from pipeline.extract.lent import BORROWED
from pipeline.extract.token import Token
from schemas.base import CENT
from schemas.statement import COMPONENTS

LENT = ("借款", "贷款", "借据")
LEAST_PARTS = 2
"""A loan in a list shows so many figures at least, else a label that repeats is mere repetition."""


@dataclass(frozen=True)
class Listed:
    """Cells of each loan of a list, and those that speak of the whole page."""

    loans: tuple[tuple[Cell, ...], ...]
    rest: tuple[Cell, ...]


def loans_of(cells: Sequence[Cell], bucket: Callable[[Cell], str]) -> Listed:
    """The loans a page lists; none where it shows one."""
    lists = heads_of_lists(cells)
    owed = [c for c in cells if _counts(c) and c.header not in lists and bucket(c) == "owed"]
    dashes = [c for c in cells if c.token.kind == "none" and c.header not in lists]
    below = _below_the_whole(cells, owed, dashes)
    return below or _loans_among(cells, owed, dashes)


def _below_the_whole(
    cells: Sequence[Cell], owed: Sequence[Cell], dashes: Sequence[Cell]
) -> Listed | None:
    """The loans below a head that says the whole and its parts by the labels that each of them has
    too (全部待还 1,647.30 = 本金 1,532.00 + 违约金 115.30); None unless they make it."""
    for size in range(LEAST_PARTS + 1, len(owed) - LEAST_PARTS):
        lead, own = owed[:size], owed[size:]
        if lead[-1].token.row == own[0].token.row or not _closes(lead):
            continue
        listed = _loans_among(cells, own, dashes)
        parts = [c for loan in listed.loans for c in loan if _name(c) != "total"]
        totals = [_value(cell) for cell in lead if _name(cell) == "total"]
        if parts and sum(map(_value, parts)) in totals:
            return listed
    return None


def _loans_among(cells: Sequence[Cell], owed: Sequence[Cell], dashes: Sequence[Cell]) -> Listed:
    """The loans that owed figures are of, by the label that comes round again."""
    counts = Counter(map(_label, (*owed, *dashes)))
    anchor = next((_label(cell) for cell in owed if counts[_label(cell)] >= 2), "")
    nothing = Listed((), tuple(cells))
    if not anchor:
        return nothing
    loans: list[list[Cell]] = []
    seen: set[str] = set()
    closed = False
    for cell in owed:
        name = _label(cell)
        if name == anchor:
            loans.append([])
            seen = set()
        last = len(loans) == counts[anchor]
        closed = closed or (last and (counts[name] < 2 or name in seen))
        if loans and counts[name] >= 2 and name not in seen and not closed:
            seen.add(name)
            loans[-1].append(cell)
    rows = _by_rows(owed, anchor)
    if rows:
        return Listed(rows, tuple(cell for cell in cells if all(cell is not c for c in owed)))
    begins = [owed.index(loan[0]) for loan in loans]
    loans = [
        _with_its_own(loan, owed, stop)
        for loan, stop in zip(loans, [*begins[1:], len(owed)], strict=True)
    ]
    taken = {id(cell) for loan in loans for cell in loan}
    loans = [loan for loan in loans if any(map(_value, loan))]  # 剩余本金 0.00 of a settled one.
    whole = [cell for cell in owed if id(cell) not in taken]
    if len(loans) < LEAST_PARTS:
        return nothing
    if min(map(len, loans)) < LEAST_PARTS and not _summed(loans, whole):
        return nothing
    if not _borne_out(loans, whole) or _told_twice(loans):
        return nothing
    return Listed(tuple(map(tuple, loans)), tuple(cell for cell in cells if id(cell) not in taken))


def _told_twice(loans: Sequence[Sequence[Cell]]) -> bool:
    """Whether two come to the same total and one says nothing that the other does not: the head of
    a bill, and its bookings below."""
    said = [{(_name(cell), _value(cell)) for cell in loan} for loan in loans]
    return any(
        (one <= other or other <= one) and any(name == "total" for name, _ in one & other)
        for one, other in combinations(said, 2)
    )


def _counts(cell: Cell) -> bool:
    return cell.token.kind != "none" and cell.role.scope not in ("next",)


def _label(cell: Cell) -> str:
    return re.sub(r"\W", "", squeezed(cell.label))


def _value(cell: Cell) -> Decimal:
    return cell.token.atom.value or Decimal(0)


def _borne_out(loans: Sequence[Sequence[Cell]], whole: Sequence[Cell]) -> bool:
    """Whether the loans add up to what the page says of the whole, or each to its own total."""
    sums = {
        name: sum((_value(c) for loan in loans for c in loan if _name(c) == name), Decimal(0))
        for name in (*COMPONENTS, "total")
    }
    everything = sum((sums[name] for name in COMPONENTS), Decimal(0))
    # A charge that one loan alone has (罚息 of the overdue part) is in the whole all the same.
    everything += sum((_value(c) for c in whole if _name(c) in CHARGES), Decimal(0))
    for cell in whole:
        wanted = (sums[_name(cell)], everything) if _name(cell) == "total" else (sums[_name(cell)],)
        if _value(cell) and any(abs(_value(cell) - one) <= CENT for one in wanted):
            return True
    return all(_closes(loan) for loan in loans)


def _by_rows(owed: Sequence[Cell], anchor: str) -> tuple[tuple[Cell, ...], ...]:
    """The loans of cards that name their principal differently (应还本金, 剩余本金), each begun in
    the row of a label that all of them have; () unless each names every part once, 罚息 and 复利
    apart, and one closes by itself while no other comes to anything else."""
    tops = sorted({cell.token.row for cell in owed if _label(cell) == anchor})
    if len(tops) < LEAST_PARTS or any(cell.token.row < tops[0] for cell in owed):
        return ()
    loans = [
        tuple(c for c in owed if top <= c.token.row < end and not _of_now(c))
        for top, end in pairwise([*tops, max(cell.token.row for cell in owed) + 1])
    ]
    sums = [[cell for cell in loan if _name(cell) == "total"] for loan in loans]
    named = all(
        sum(_name(cell) == "principal" for cell in loan) == 1
        and len({_label(cell) for cell in loan}) == len(loan)
        for loan in loans
    )
    owes = [_value(cell) for loan in loans for cell in loan if _name(cell) == "principal"]
    named = named and len(set(owes)) == len(loans)
    closed = [_closes(loan) for loan, total in zip(loans, sums, strict=True) if total]
    return tuple(loans) if named and closed and all(closed) else ()


def _of_now(cell: Cell) -> bool:
    """Whether a total is of what is due now, and not of the loan."""
    return _name(cell) == "total" and cell.role.scope in ("period", "overdue")


def _with_its_own(loan: list[Cell], owed: Sequence[Cell], stop: int) -> list[Cell]:
    """A loan with the figures that it alone has of all (担保费 36.25), where with them it makes its
    total: they stand among its own, or after them.

    stop: where the next loan begins
    """
    places = [place for place, cell in enumerate(owed) if any(cell is one for one in loan)]
    names = {_name(cell) for cell in loan}
    among = [
        cell
        for cell in owed[min(places) : stop]
        if not any(cell is one for one in loan) and _name(cell) not in names
    ]
    whole = sorted([*loan, *among], key=lambda cell: (cell.token.row, cell.token.x0))
    return whole if among and not _closes(loan) and _closes(whole) else loan


def headed_loans(page: Page, cells: Sequence[Cell], bucket: Callable[[Cell], str]) -> Listed:
    """The loans of a page each of which stands under a line that says when and how much was lent
    (2026.03.08 借款 10,000.00) and names its principal once; none where one does not.

    What else such a card says (第8/12期 at its foot) is of its loan and tells no instalments apart.
    """
    heads = {row: head for row in range(len(page.rows)) if (head := _lent_in(page, row))}
    nothing = Listed((), tuple(cells))
    if len(set(heads.values())) < 2:
        return _of_days(page, cells, bucket) or nothing
    tops = sorted(heads)
    loans = []
    for top, end in pairwise([*tops, len(page.rows)]):
        own = [
            cell
            for cell in cells
            if top < cell.token.row < end and _counts(cell) and bucket(cell) == "owed"
        ]
        names = [_name(cell) for cell in own]
        fits = "principal" in names and len(set(names)) == len(names)
        if own and not (fits and all(_value(cell) <= heads[top][1] for cell in own)):
            return nothing
        if own:
            loans.append(tuple(own))
    if len(loans) < 2 or not any(len(loan) > 1 for loan in loans):
        return nothing
    return Listed(tuple(loans), tuple(cell for cell in cells if cell.token.row < tops[0]))


def _of_days(page: Page, cells: Sequence[Cell], bucket: Callable[[Cell], str]) -> Listed | None:
    """The loans of cards that begin with the day of lending (2026年07月15日借款 | 已逾期72天) and
    say one sum that is owed, and nothing else that is; None where one does not."""
    days = {
        row: day
        for row, tokens in enumerate(page.rows)
        if not page.money_in(row) and (day := _day_of_lending(tokens))
    }
    tops = sorted(days)
    if len(set(days.values())) < max(2, len(tops)):
        return None
    owed = [cell for cell in cells if _counts(cell) and bucket(cell) == "owed"]
    loans = [
        tuple(cell for cell in owed if top < cell.token.row < end)
        for top, end in pairwise([*tops, len(page.rows)])
    ]
    if any([_name(cell) for cell in loan] != ["total"] for loan in loans):
        return None
    return Listed(tuple(loans), tuple(cell for cell in cells if cell.token.row < tops[0]))


def _day_of_lending(row: Sequence[Token]) -> date | None:
    """The day that a row says money was lent on, by the word right behind it."""
    for token in row:
        if token.kind == "date" and BORROWED.match(token.line.text[token.atom.end :]):
            return token.atom.day
    return None


def _lent_in(page: Page, row: int) -> tuple[str, Decimal] | None:
    """(day, yuan) that a row says were lent."""
    words = "".join(token.text for token in page.rows[row] if token.kind == "text")
    days = [token.text for token in page.rows[row] if token.kind == "date"]
    named = [token for token in page.rows[row] if token.kind == "lent"]
    sums = [t.atom.value for t in named or page.rows[row] if t.kind in ("money", "lent")]
    lent = len(days) == len(sums) == 1 and (named or any(word in words for word in LENT))
    return (days[0], sums[0]) if lent and sums[0] else None


def _summed(loans: Sequence[Sequence[Cell]], whole: Sequence[Cell]) -> bool:
    """Whether loans of one figure each come to a total of the whole; 本期应还金额 twice is none."""
    figures = [_value(loan[0]) for loan in loans]
    alone = all(len(loan) == 1 for loan in loans) and len(set(figures)) > 1
    name, total = _name(loans[0][0]), sum(figures, Decimal(0))
    return alone and any(_name(cell) == name and _value(cell) == total for cell in whole)


def _closes(loan: Sequence[Cell]) -> bool:
    parts = [_value(cell) for cell in loan if _name(cell) != "total"]
    totals = [_value(cell) for cell in loan if _name(cell) == "total"]
    return len(parts) >= LEAST_PARTS and len(totals) == 1 and abs(sum(parts) - totals[0]) <= CENT


def _name(cell: Cell) -> str:
    return cell.role.component or "total"


def without_their_sum(listed: Listed) -> Listed:
    """The list; what stands like a loan but is in every part the sum of the others (本金 3,500.00
    ＋ 利息 157.50 ＋ 罚息 79.13 over loans of 2,145.50 and 1,591.13) is of the whole."""
    if len(listed.loans) <= LEAST_SUMMED:
        return listed
    for whole in listed.loans:
        others = [loan for loan in listed.loans if loan is not whole]
        parts = {cell.role.component or "total" for cell in whole}
        if len(parts) >= LEAST_SUMMED and all(
            _worth([whole], part) == _worth(others, part) for part in parts
        ):
            return Listed(tuple(others), (*whole, *listed.rest))
    return listed


LEAST_SUMMED = 2
"""So many parts, of so many loans, must add up."""


def _worth(loans: Sequence[Sequence[Cell]], part: str) -> Decimal:
    """Yuan of one part over loans."""
    each = [
        cell.token.atom.value or Decimal(0)
        for loan in loans
        for cell in loan
        if (cell.role.component or "total") == part
    ]
    return sum(each, Decimal(0))
