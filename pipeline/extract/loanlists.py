"""Several loans on one page, each with its own list of instalments.

借款一 | 2026-03-01 借 6,000.00 over instalments 7, 8, 9, and 借款二 | … over 5, 6, 7: taken for one
list, 第7期 contradicts itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.blocks import Block
from pipeline.extract.drafts import BillDraft
from pipeline.extract.grid import Page
from pipeline.extract.joining import UNPAID
from pipeline.extract.labels import Grammar
from pipeline.extract.layout import tokens_of
from pipeline.extract.pairing import cells_of
from pipeline.extract.periods import split_periods
from pipeline.extract.stated import comes_to
from pipeline.extract.token import Token
from schemas.reading import Reading

MOST_HEAD = 8
"""Rows that head a loan's list at most."""


def loans_apart(reading: Reading, grammar: Grammar) -> tuple[Reading, ...]:
    """What the page says of the whole, then each loan with its list; () where there is one list.

    Each is the reading with the other lines empty. The lists' heads must be alike, row by row.
    """
    page = Page(tokens_of(reading), grammar)
    blocks = split_periods(page, cells_of(page)).blocks
    lists = _lists([block for block in blocks if block.mark.index is not None])
    if len(lists) < 2:
        return ()
    ends = [(_first(blocks), _last(blocks)) for blocks in lists]
    heads = [first - last - 1 for (_, last), (first, _) in pairwise(ends)]
    months = {block.mark.token.row for block in blocks if block.mark.index is None}
    if months & {row for first, _ in ends for row in range(first - heads[0], first)}:
        return ()  # 10月账单 and 11月账单, each over the purchases that it is made of.
    high = heads[0]
    if set(heads) != {high} or not 0 < high <= min(ends[0][0], MOST_HEAD):
        return ()
    looks = {_look(page.rows[first - high : first]) for first, _ in ends}
    if len(looks) > 1:
        return ()
    parts = [_numbers(page.rows[first - high : last + 1]) for first, last in ends]
    others = set(range(len(reading.lines))) - set().union(*parts)
    return (reading.part(others), *(reading.part(part) for part in parts))


def _lists(blocks: Sequence[Block]) -> list[list[Block]]:
    """The instalments down the page; where the number does not rise a list begins."""
    lists: list[list[Block]] = []
    for block in sorted(blocks, key=lambda one: one.mark.token.row):
        before = lists[-1][-1].mark.index or 0 if lists else 0
        if not lists or (block.mark.index or 0) <= before:
            lists.append([])
        lists[-1].append(block)
    return lists


def _first(blocks: Sequence[Block]) -> int:
    return min(row for block in blocks for row in _rows(block))


def _last(blocks: Sequence[Block]) -> int:
    """The last row of a list; no instalment has more rows than the longest of those before it, so
    that the head of the next loan is not the last one's."""
    depths = [max(_rows(block)) - block.mark.token.row for block in blocks]
    depth = min(depths[-1], max(depths[:-1], default=depths[-1]))
    return blocks[-1].mark.token.row + depth


def _rows(block: Block) -> list[int]:
    return [block.mark.token.row, *(cell.token.row for cell in block.cells)]


def _look(rows: Sequence[Sequence[Token]]) -> tuple[tuple[str, ...], ...]:
    """What kinds of tokens stand in each row."""
    return tuple(tuple(token.kind for token in row) for row in rows)


def _numbers(rows: Sequence[Sequence[Token]]) -> set[int]:
    return {token.number for row in rows for token in row}


def listed_in(draft: BillDraft) -> Decimal:
    """What the unpaid instalments of a list come to."""
    rows = (row for row in draft.periods if row.status in UNPAID)
    return sum((comes_to(row.amounts) for row in rows), Decimal(0))
