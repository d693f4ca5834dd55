"""Rows of a table whose first cell has two lines: an instalment's number over the day it falls due.

What stands beside the cell is set at its middle, between the two lines, and is level with neither:
taken line by line, the amounts of some instalments were of no instalment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from pipeline.extract.token import Token

LEAST = 3
"""So many such cells, each with the next number, make a column."""
GAP = 0.8
"""Heights between the two lines of a cell at most."""


def stacked_rows(tokens: Sequence[Token]) -> list[list[Token]]:
    """The rows of such a table, each with all its tokens, the number before its day; [] where there
    is none."""
    cells = _cells(tokens)
    if len(cells) < LEAST:
        return []
    bands = [(number.y0, day.y1) for number, day in cells]
    if any(upper[1] > lower[0] for upper, lower in pairwise(bands)):
        return []
    rows = [[one for one in tokens if top < one.middle < end] for top, end in bands]
    each = [
        [one for one in row if one is not number and one is not day]
        for row, (number, day) in zip(rows, cells, strict=True)
    ]
    if not all(map(_one_line, each)):
        return []
    return [
        [replace(number, x0=min(number.x0, day.x0 - 1)), day, *others]
        for (number, day), others in zip(cells, each, strict=True)
    ]


def _cells(tokens: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Numbers over days, from the top down, as far as they count up in one column."""
    days = [one for one in tokens if one.kind == "date"]
    found: list[tuple[Token, Token]] = []
    for number in sorted(tokens, key=lambda one: one.y0):
        if number.kind not in ("number", "period") or _count(number) is None:
            continue
        under = [day for day in days if _over(number, day)]
        if len(under) != 1 or (found and not _next(found[-1][0], number)):
            continue
        found.append((number, under[0]))
    return found


def _count(token: Token) -> int | None:
    if token.kind == "period":
        return token.atom.index
    return int(token.text) if token.text.isdigit() and len(token.text) <= 2 else None


def _next(before: Token, after: Token) -> bool:
    """Whether a number counts on from another in its column."""
    column = before.x0 < after.x1 and after.x0 < before.x1
    return column and _count(after) == (_count(before) or 0) + 1


def _over(number: Token, day: Token) -> bool:
    beside = number.x0 >= day.x0 - number.height and number.x1 <= day.x1 + number.height
    return beside and -0.5 * number.height < day.y0 - number.y1 <= GAP * number.height


def _one_line(tokens: Sequence[Token]) -> bool:
    """Whether what stands beside a cell is amounts, none of them under another."""
    money = any(one.kind == "money" for one in tokens)
    return money and not any(
        one.x0 < other.x1 and other.x0 < one.x1 for one, other in combinations(tokens, 2)
    )
