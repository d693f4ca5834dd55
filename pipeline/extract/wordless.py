"""The one row of figures without a word that some card statements print.

2026/10/18 - 2026/11/18 | 30,000.00 | 22,418.72 | 2,241.87 | 2026/12/08: cycle, limit, amount due,
minimum, due date. What tells the amount due is its neighbour: the minimum is a round share of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.grid import Page
from pipeline.extract.token import Token
from schemas.base import CENT

WORDLESS = "（无标签的一行）应还金额"
SHARES = (Decimal("0.1"), Decimal("0.05"), Decimal("0.2"))
"""Minimum payment over amount due, as issuers print it."""


@dataclass(frozen=True)
class WordlessRow:
    """The amount due with the last day of the cycle and the due day, where the row has them."""

    due_amount: Token
    closed: date | None
    due: date | None


def wordless_row(page: Page) -> WordlessRow | None:
    """The row, if the page has one and only one whose figures bear each other out."""
    found = [row for tokens in page.rows if (row := _row(tokens)) is not None]
    return found[0] if len(found) == 1 else None


def _row(tokens: list[Token]) -> WordlessRow | None:
    money = [token for token in tokens if token.kind == "money"]
    days = [token.atom.day for token in tokens if token.kind == "date" and token.atom.day]
    words = [token for token in tokens if token.kind == "text" and len(token.text) > 2]
    if words or len(money) < 2 or not days:
        return None
    for amount, minimum in pairwise(money):
        if _is_minimum(amount, minimum):
            closed = days[-2] if len(days) >= 2 else None
            return WordlessRow(amount, closed, days[-1])
    return None


def _is_minimum(amount: Token, minimum: Token) -> bool:
    whole, part = amount.atom.value, minimum.atom.value
    if not whole or not part:
        return False
    return any(abs((whole * share).quantize(CENT) - part) <= CENT for share in SHARES)
