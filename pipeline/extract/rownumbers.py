"""The row numbers of a spreadsheet at the left edge of its picture count lines, not instalments.

2026-11-27: a photo of a plan on a screen had its instalments numbered by the spreadsheet, and no
row of it began with 合计. Here the letters over the columns need not be in the picture, as `sheet`
wants them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.token import Token

LEAST = 5
"""So many rows are counted at least."""


def row_numbers(
    rows: Sequence[Sequence[Token]], heads: Callable[[Sequence[Token]], bool]
) -> frozenset[int]:
    """The numbers, by identity, that count the rows of a sheet: one more in each, through the row
    of heads as well, left of everything else.

    heads: whether a row, less its number, heads instalments or columns of amounts
    """
    run: list[Sequence[Token]] = []
    for row in [*rows, ()]:
        first = row[0].atom.index if row and row[0].kind == "number" else None
        if run and (first is None or first != (run[-1][0].atom.index or 0) + 1):
            if len(run) >= LEAST and any(heads(one[1:]) for one in run):
                return frozenset(id(one[0]) for one in run if len(one) > 1)
            run = []
        if first is not None:
            run.append(row)
    return frozenset()
