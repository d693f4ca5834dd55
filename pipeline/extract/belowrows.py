"""What stands below the last instalment of a page and is of all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pipeline.extract.blocks import Block
from pipeline.extract.cells import Cell
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page

ZERO = Decimal(0)
_MADE_OF = re.compile("(?:待还|欠款|应还|未还|账单|金额|费用|总额)(?:组成|构成)")


def sum_of_all(blocks: list[Block]) -> list[Cell]:
    """合计 3期 3,301.29 below the last of three instalments: what all their parts come to, and the
    last one's do not."""
    if len(blocks) < 2:
        return []
    made = [_parts_of(block) for block in blocks]
    if not all(made):
        return []
    last = blocks[-1]
    sums = [
        cell
        for cell in last.cells
        if cell.role.component == "total"
        and cell.token.atom.value == sum(made, Decimal(0)) != made[-1]
        and cell.token.row > max((c.token.row for c in last.cells if c is not cell), default=0)
    ]
    last.cells = [cell for cell in last.cells if cell not in sums]
    return sums


def what_all_is_made_of(page: Page, blocks: list[Block], rest: Sequence[Cell]) -> list[Cell]:
    """待还组成 below the last instalment: parts that make a sum of the page are of the whole."""
    if len(blocks) < 2:
        return []
    last = blocks[-1]
    heads = [
        number
        for number, row in enumerate(page.rows)
        if number > last.mark.token.row and row and _MADE_OF.fullmatch(squeezed(row[0].text))
    ]
    below = [cell for cell in last.cells if heads and cell.token.row > heads[0]]
    there = [cell for cell in rest if heads and cell.token.row > heads[0]]
    parts = [cell for cell in (*below, *there) if cell.role.component not in ("", "total")]
    made = sum((cell.token.atom.value or Decimal(0) for cell in parts), Decimal(0))
    whole = [cell for cell in (*rest, *below) if cell.role.component in ("", "total")]
    sums = {cell.token.atom.value for cell in whole}
    if not below or len(parts) < 2 or made not in sums:
        return []
    last.cells = [cell for cell in last.cells if cell not in below]
    return below


def _parts_of(block: Block) -> Decimal:
    parts = (cell for cell in block.cells if cell.role.component not in ("", "total"))
    return sum((cell.token.atom.value or Decimal(0) for cell in parts), Decimal(0))


def overflow(blocks: list[Block]) -> list[Cell]:
    """Totals that stand below the last instalment: what earlier blocks do not have, or twice."""
    if blocks and any(cell.header >= 0 for cell in blocks[-1].cells):
        return _below_table(blocks)
    if len(blocks) < 2:
        return []
    sheet = _sums_the_rows(blocks)
    if sheet:
        blocks[-1].cells = [cell for cell in blocks[-1].cells if cell not in sheet]
        return sheet
    each = [Counter(map(signature, block.cells)) for block in blocks[:-1]]
    usual = {name: max(one[name] for one in each) for one in each for name in one}
    seen: Counter[tuple[str, str]] = Counter()
    kept: list[Cell] = []
    out: list[Cell] = []
    for cell in blocks[-1].cells:
        name = signature(cell)
        if not out and cell.role.bucket == "ignore":
            kept.append(cell)  # 消费 and 分期本金 are both of one month.
        elif out or seen[name] >= usual.get(name, 1):
            out.append(cell)  # 担保费 and 平台服务费 are both of one instalment, if of each.
        elif name not in usual and cell.role.scope == "debt":
            out.append(cell)
        else:
            kept.append(cell)
            seen[name] += 1
    blocks[-1].cells = kept
    return out


def _sums_the_rows(blocks: list[Block]) -> list[Cell]:
    """The cells of the last block that a sum over the blocks before it belongs to: a sheet over a
    list of instalments (逾期金额说明) says what they all are made of."""
    totals = [
        cell.token.atom.value or Decimal(0)
        for block in blocks[:-1]
        for cell in block.cells
        if cell.role.component in ("", "total")
    ]
    last = blocks[-1]
    own = [cell for cell in last.cells if cell.token.row == last.mark.token.row]
    owed = [cell for cell in own if cell.role.component in ("", "total")]
    totals += [cell.token.atom.value or Decimal(0) for cell in owed]
    below = [cell for cell in last.cells if cell.token.row > last.mark.token.row]
    parts = [cell for cell in below if cell.role.component not in ("", "total")]
    made = sum((cell.token.atom.value or Decimal(0) for cell in parts), Decimal(0))
    whole = any(
        cell.role.component in ("", "total") and cell.token.atom.value == sum(totals) == made
        for cell in below
    )
    return below if whole and len(totals) > 1 and len(parts) > 1 else []


def _below_table(blocks: list[Block]) -> list[Cell]:
    """Amounts under the last row of a table, of the whole: told again, or under no other row."""
    last = blocks[-1]
    row = {signature(cell) for cell in last.cells if cell.header >= 0}
    loose = [cell for cell in last.cells if cell.header < 0]
    again = any(signature(cell) in row or cell.role.scope == "debt" for cell in loose)
    others = any(cell.header < 0 for block in blocks[:-1] for cell in block.cells)
    if not again and (others or len(blocks) < 2):
        return []
    last.cells = [cell for cell in last.cells if cell.header >= 0]
    return loose


def signature(cell: Cell) -> tuple[str, str]:
    return cell.role.component or "total", cell.role.bucket or "owed"
