"""Parts of several loans side by side, and what they come to in the last column.

 | 借款1 | 借款2 | 合计 over 本金 | 3,000.00 | 2,200.00 | 5,200.00: a row's label is of the sum;
what stands between is of one loan each, and only says where the sum comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.extract.token import Token
from pipeline.extract.words import Words

LEAST_ROWS = 2
"""So many rows that add up, one of them a charge or the principal, are no chance."""
LEAST_AMOUNTS = 3
ZERO = Decimal(0)


def sum_columns(words: Words) -> dict[int, Token | None]:
    """Amounts by identity → the label of the row's sum, None for one loan's share in it."""
    found: dict[int, Token | None] = {}
    rows: list[list[Token]] = []
    for row in [*words.rows, []]:
        if row and _adds_up(words, row) and (not rows or len(rows[-1]) == len(row)):
            rows.append(row)
            continue
        if any(t.kind == "money" for t in row) or not row:
            if len(rows) >= LEAST_ROWS and not _instalments_go_across(words, rows[0][0].row):
                for label, *shares, whole in rows:
                    found |= {id(share): None for share in shares} | {id(whole): label}
            rows = []
    return found


def _adds_up(words: Words, row: Sequence[Token]) -> bool:
    """Whether a row is a label and amounts of which the last is the sum of the others."""
    label, *amounts = row
    values = [token.atom.value or ZERO for token in amounts]
    return (
        words.amount_role(label) is not None
        and len(amounts) >= LEAST_AMOUNTS
        and all(token.kind in ("money", "none") for token in amounts)
        and sum(1 for value in values if value) >= 1
        and sum(values[:-1], ZERO) == values[-1]
    )


def _instalments_go_across(words: Words, row: int) -> bool:
    """Whether the columns are headed by instalments or days: each of them stands for itself."""
    above = next((one for one in reversed(words.rows[:row]) if len(one) > 1), [])
    return any(token.kind in ("period", "date", "nth") for token in above)
