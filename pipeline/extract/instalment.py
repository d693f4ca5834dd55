"""What one instalment, or one of several loans, states on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.blocks import Block, due_of, status_of
from pipeline.extract.cells import Cell
from pipeline.extract.choose import chosen, with_compound
from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.grid import Page
from pipeline.extract.labels import CHARGES
from pipeline.extract.spent import is_original, principal_spent
from pipeline.extract.stated import Stated


def bucket_of(cell: Cell) -> str:
    """Where an amount goes: its own words first, then its sentence, then its heading."""
    if cell.role.bucket in ("ignore", "projected", "waived", "paid"):
        return cell.role.bucket
    if cell.context:
        return "projected"
    if cell.section == "ignore" and (cell.role.bucket == "owed" or cell.role.component in CHARGES):
        return "owed"
    return cell.section or "owed"


def stated_of(cell: Cell) -> Stated | None:
    value = cell.token.atom.value
    if cell.token.kind == "none" or value is None:
        return None
    reason = ""
    if cell.token.atom.odd:
        reason = "数字中的分隔符不寻常"
    said = cell.role.bucket == "owed" or cell.role.component not in ("", "total")
    stated = Stated(value, cell.token, cell.label, cell.role.scope, said, reason)
    return stated if cell.less is None else _left(stated, cell.less)


def _left(gross: Stated, paid: Cell) -> Stated:
    """What is owed of a figure when what was paid of it is taken off."""
    less = Stated(-abs(paid.token.atom.value or Decimal(0)), paid.token, paid.label, less=True)
    if not less.value:
        return gross
    more = (gross, less)
    return replace(gross, value=gross.value + less.value, label=_minus(more), more=more)


def _minus(parts: Sequence[Stated]) -> str:
    return "－".join(part.label for part in parts)


def period_of(page: Page, block: Block) -> PeriodDraft:
    status = status_of(page, block.words) or page.states[block.mark.token.row]
    status = "paid" if not status and _repaid(block.cells) else status
    draft = PeriodDraft(block.mark.index, block.mark.of, due_of(page, block.words), status)
    late = {token.atom.index for token in block.words if token.kind == "days"}
    draft.late = late.pop() if len(late) == 1 else None
    owed: dict[str, list[Stated]] = {}
    whole = _whole_beside(block.cells)
    for cell in block.cells:
        stated = stated_of(replace(cell, less=None) if status == "paid" else cell)
        if stated is None:
            continue
        bucket, name = bucket_of(cell), cell.role.component or "total"
        name = "total" if cell is whole else name
        if bucket == "owed" or (bucket == "paid" and status == "paid"):
            if cell.role.scope != "next":
                owed.setdefault(name, []).append(stated)
        elif bucket == "waived":
            draft.waived += abs(stated.value)
        elif bucket == "paid":
            draft.paid += abs(stated.value)
    draft.amounts = {name: entries[0] for name, entries in chosen(owed).items()}
    originals = [
        stated for cell in block.cells if is_original(cell) and (stated := stated_of(cell))
    ]
    draft.amounts |= principal_spent(draft.amounts, originals)
    return draft


def _whole_beside(cells: Sequence[Cell]) -> Cell | None:
    """The cell that looks like a charge, since its own figure is in a line that the screen cut off
    (本金1,214.40 利息126.66 罚息 | 1,357.82), but is more than all parts in its line: the whole."""
    parts = [c for c in cells if bucket_of(c) == "owed" and c.role.component not in ("", "total")]
    if len(parts) < 3 or any(c for c in cells if bucket_of(c) == "owed" and c not in parts):
        return None
    far = [c for c in parts if c.how != "inline" and c.role.component in CHARGES]
    made = sum((c.token.atom.value or Decimal(0) for c in parts if c not in far), Decimal(0))
    last = far[0] if len(far) == 1 and far[0] is parts[-1] else None
    return last if last and made and (last.token.atom.value or Decimal(0)) >= made else None


def _repaid(cells: Sequence[Cell]) -> bool:
    """Whether what an instalment says was repaid (已还 1,868.04) is all that it is made of."""
    paid = [cell for cell in cells if bucket_of(cell) == "paid" and not cell.role.component]
    parts = [cell for cell in cells if bucket_of(cell) == "owed" and cell.role.component]
    whole = [cell for cell in cells if bucket_of(cell) == "owed" and not cell.role.component]
    made = sum((cell.token.atom.value or Decimal(0) for cell in parts), Decimal(0))
    return len(paid) == 1 and bool(parts) and not whole and paid[0].token.atom.value == made


def loan_of(page: Page, cells: Sequence[Cell], others: Sequence[Cell] = ()) -> PeriodDraft:
    """One of several loans or monthly bills, kept as an instalment without a number.

    others: all cells of the page, those among its own of which may say what was lent
    """
    rows = [cell.token.row for cell in cells]
    words = [token for row in page.rows[min(rows) : max(rows) + 1] for token in row]
    stated: dict[str, list[Stated]] = {}
    for cell in cells:
        if (one := stated_of(cell)) is not None:
            stated.setdefault(cell.role.component or "total", []).append(one)
    whole = with_compound(stated, page.grammar.lexicon.is_compound)
    amounts = {name: entries[0] for name, entries in whole.items()}
    own = [cell for cell in others if min(rows) <= cell.token.row <= max(rows)]
    lent = [one for cell in own if is_original(cell) and (one := stated_of(cell))]
    amounts |= principal_spent(amounts, lent)
    return PeriodDraft(None, None, due_of(page, words), "", amounts)
