"""Rows over the first instalment of a list that the screen cut through."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.blocks import Block
from pipeline.extract.cells import Cell
from pipeline.extract.grid import Page

ZERO = Decimal(0)


def without_a_cut_row(page: Page, blocks: list[Block], rest: list[Cell]) -> list[Cell]:
    """The rest without what stands over the first instalment in its very words, or the last of
    them: the lower half of one that the screen cut off. Where no other screen shows it whole, its
    number is missing. One figure alone must be 0.00: else it may be of the whole."""
    numbered = [block for block in blocks if (block.mark.index or 0) > 1]
    if len(blocks) < 2 or len(numbered) < len(blocks):
        return rest
    top = blocks[0].mark.token.row
    above = [cell for cell in rest if cell.token.row < top and cell.header < 0]
    words = [(cell.label, cell.how) for cell in above]
    same = all(
        words == [(c.label, c.how) for c in block.cells][-len(words) :] for block in blocks[:2]
    )
    several = len(above) > 1 or not any(cell.token.atom.value for cell in above)
    alike = (same and several) or _looks_like_a_last_row(page, blocks, above)
    whole = any(cell.role.scope == "debt" for cell in above) or not alike
    if not above or (whole and not (same and _is_a_rows_total(blocks, above))):
        return rest
    return [cell for cell in rest if cell not in above]


def _is_a_rows_total(blocks: list[Block], above: list[Cell]) -> bool:
    """Whether the only figure over a list is a sum that comes to no more than an instalment of it:
    the whole would come to more."""
    sums = [
        cell.token.atom.value or ZERO
        for block in blocks
        for cell in block.cells
        if cell.role.component in ("", "total")
    ]
    total = above[0].role.component in ("", "total")
    return (
        len(above) == 1 and total and (above[0].token.atom.value or ZERO) <= max(sums, default=ZERO)
    )


def _looks_like_a_last_row(page: Page, blocks: list[Block], above: list[Cell]) -> bool:
    """Whether the only row of amounts over the first instalment is made of the same kinds of words
    and figures as the last row of one: it was cut through, and its labels are hardly read."""
    rows = {cell.token.row for cell in above}
    lasts = [max(cell.token.row for cell in block.cells) for block in blocks if block.cells]
    looks = {tuple(token.kind for token in page.rows[row]) for row in lasts}
    look = tuple(token.kind for token in page.rows[min(rows)]) if rows else ()
    return len(rows) == 1 and len(look) > 2 and look in looks
