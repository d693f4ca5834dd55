"""Tables that end in a sum: of several debts without numbers the sum row is the whole; and what is
owed of a row whose paid part stands in a column of its own is what is left.

2026-11-27: of two loans and a card in one table with 总计 below it the card's row alone was taken,
and an instalment paid in part was asked for in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.blocks import Block, status_of
from pipeline.extract.cells import Cell
from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.labels import BALANCE, REMAINING, plain_label
from pipeline.extract.periods import Split
from pipeline.extract.stated import Stated, comes_to

FEE_ENDS = ("服务费", "手续费")
LEAST = 2
"""So many columns must make their sums."""
DONE = ("paid", "waived")


def less_what_was_paid(cells: Sequence[Cell], is_left: Callable[[str], bool]) -> list[Cell]:
    """The cells; an owed one of a table (应还利息) knows the paid one of its row (实还利息), and is
    left out where what is left (欠利息) has a column of its own.

    is_left: whether a label is of what is left
    """
    net = {
        (cell.token.row, cell.role.component)
        for cell in cells
        if cell.role.bucket == "owed" and cell.how in ("column", "summed") and is_left(cell.label)
    }
    paid = {
        (cell.token.row, cell.role.component, cell.how): cell
        for cell in cells
        if cell.role.bucket == "paid" and cell.how in ("column", "summed")
    }
    done = []
    for cell in cells:
        other = paid.get((cell.token.row, cell.role.component, cell.how))
        if (cell.token.row, cell.role.component) in net and other is not None:
            if cell.role.bucket == "paid" or is_left(cell.label):
                done.append(cell)
            continue
        gross = cell.role.bucket == "owed" and cell.role.component and other is not None
        done.append(replace(cell, less=other) if gross else cell)
    return done


def without_balances(split: Split) -> Split:
    """The split; of numbered rows with a column of their principal, what was left of the loan after
    each (贷款余额, 剩余本金) is none of theirs: a row that repays no principal has none.
    """
    cells = [cell for block in split.blocks for cell in block.cells if cell.header >= 0]
    numbered = all(block.mark.index is not None for block in split.blocks)
    if len(split.blocks) < LEAST or not numbered:
        return split
    principal = [
        cell
        for cell in cells
        if cell.role.component == "principal" and cell.role.bucket not in DONE
    ]
    balances = [cell for cell in principal if _names_balance(cell)]
    if len({cell.header for cell in principal}) != 1 or len(balances) == len(principal):
        return split
    for block in split.blocks:
        block.cells = [cell for cell in block.cells if cell not in balances]
    return split


def _names_balance(cell: Cell) -> bool:
    label = squeezed(cell.label)
    return label.endswith(BALANCE) or label.startswith(REMAINING)


def under_sums(page: Page, split: Split) -> Split:
    """The split without the rows of a table that its sum row stands for."""
    rows = [cell for block in split.blocks for cell in block.cells]
    states = {
        cell.token.row: status_of(page, block.words)
        for block in split.blocks
        for cell in block.cells
    }
    dropped: set[int] = set()
    for header, sums in _sums(page, split.rest):
        details = [cell for cell in (*rows, *split.rest) if cell.header == header]
        loose = [cell for cell in split.rest if cell.header == header]
        numbered = any(block.mark.index and _of(block, header) for block in split.blocks)
        done = any(states.get(cell.token.row) in DONE for cell in details)
        if loose and not numbered and not done and _made_of(sums, details):
            dropped |= {id(cell) for cell in details}
    if not dropped:
        return split
    blocks = (
        replace(block, cells=[cell for cell in block.cells if id(cell) not in dropped])
        for block in split.blocks
    )
    return Split(
        tuple(block for block in blocks if block.cells),
        tuple(cell for cell in split.rest if id(cell) not in dropped),
    )


def without_subtotals(
    cells: Sequence[Cell], instalments: Sequence[Mapping[str, Stated]]
) -> tuple[Cell, ...]:
    """The cells less the sum rows of several tables that together are the sum of all their rows
    (not 已还小计 and 未还小计 of one).

    instalments: the amounts of each
    """
    summed = [cell for cell in cells if cell.how == "summed" and cell.role.bucket not in DONE]
    names = {cell.role.component or "total" for cell in summed}
    dropped: set[int] = set()
    for name in names:
        sums = [cell for cell in summed if (cell.role.component or "total") == name]
        rows = [amounts[name].value for amounts in instalments if name in amounts]
        tables = len({cell.token.row for cell in sums})  # 罚息 and 复利 stand in one row.
        if tables > 1 and sum(map(_value, sums), Decimal(0)) == sum(rows, Decimal(0)):
            dropped |= {id(cell) for cell in sums}
    return tuple(cell for cell in cells if id(cell) not in dropped)


def of_listed_rows(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of the whole; a sum row that is less than the principal still owed (剩余本金) sums
    up the instalments that are listed, as those overdue, and not the debt."""
    sums = [c for c in cells if c.how == "summed" and c.role.component == "principal"]
    wider = [
        cell
        for cell in cells
        if cell.how != "summed" and cell.role.component == "principal"
        if (cell.role.scope == "debt" and cell.role.bucket == "owed") or _names_balance(cell)
        if any(_value(cell) > _value(one) > 0 for one in sums)
    ]
    if not wider:
        return tuple(cells)
    return tuple(
        replace(cell, role=replace(cell.role, scope="overdue")) if cell.how == "summed" else cell
        for cell in cells
    )


def _value(cell: Cell) -> Decimal:
    return cell.token.atom.value or Decimal(0)


def _of(block: Block, header: int) -> bool:
    return any(cell.header == header for cell in block.cells)


def _sums(page: Page, rest: Sequence[Cell]) -> Iterator[tuple[int, list[Cell]]]:
    """(row of the table's head, cells of its sum row)."""
    found: dict[int, list[Cell]] = {}
    for cell in rest:
        if cell.how == "summed":
            found.setdefault(cell.token.row, []).append(cell)
    for row, cells in found.items():
        yield page.sums[row], cells


def _made_of(sums: Sequence[Cell], details: Sequence[Cell]) -> bool:
    """Whether every column that is summed up comes to its sum, two or more of them."""
    made = 0
    for total in sums:
        column = [cell for cell in details if total.label.endswith(cell.label)]
        values = [_value(cell) for cell in column]
        if sum(values, Decimal(0)) != total.token.atom.value:
            return False
        made += len(values) > 1
    return made >= LEAST


def named_by_rows(
    totals: dict[str, list[Stated]],
    rows: Sequence[Mapping[str, Stated]],
    is_overdue_interest: Callable[[str], bool],
) -> dict[str, list[Stated]]:
    """The figures of the whole; 逾期利息 that is the sum of the instalments' 利息, and not of their
    罚息, is interest, and 逾期服务费 that is the sum of their 服务费 is a fee.

    rows: the amounts of each instalment
    """
    if len(rows) < LEAST:
        return totals
    for late, name, called in (
        ("penalty", "interest", is_overdue_interest),
        ("late_fees", "fees", lambda label: label.endswith(FEE_ENDS)),
    ):
        sums = {
            each: sum((row[each].value for row in rows if each in row), Decimal(0))
            for each in (late, name)
        }
        moved = [
            one
            for one in totals.get(late, ())
            if called(one.label) and one.value == sums[name] != sums[late]
        ]
        if moved:
            kept = [one for one in totals[late] if all(one is not other for other in moved)]
            totals = {**totals, late: kept, name: [*totals.get(name, ()), *moved]}
    return {name: entries for name, entries in totals.items() if entries}


def of_one_state(
    totals: dict[str, list[Stated]],
    periods: Sequence[PeriodDraft],
    is_bare_sum: Callable[[str], bool],
) -> dict[str, list[Stated]]:
    """The figures of the whole; 合计 over instalments that are all overdue, or all still to come,
    is of these alone, as a tab lists them: the others of the loan are on another screen."""
    unpaid = [row for row in periods if row.status not in ("paid", "waived")]
    scope = _state_of(unpaid)
    made = sum((comes_to(row.amounts) for row in unpaid), Decimal(0))
    if not scope or len(unpaid) < LEAST:
        return totals
    wholes = [
        replace(one, role_scope=scope)
        if not one.role_scope and one.value == made and is_bare_sum(plain_label(one.label))
        else one
        for one in totals.get("total", ())
    ]
    return {**totals, "total": wholes} if wholes else totals


def _state_of(rows: Sequence[PeriodDraft]) -> str:
    """The scope that all of some instalments have in common; "" where they have none."""
    late = {
        row.status == "overdue" or bool({"penalty", "late_fees"} & row.amounts.keys())
        for row in rows
    }
    if late == {True}:
        return "overdue"
    return "next" if late == {False} and all(row.status for row in rows) else ""
