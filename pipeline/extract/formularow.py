"""A sum printed as a row of labels over a row of their amounts, with the signs between them.

本期应还金额 = 上期账单金额 - 上期还款金额 + 本期账单金额 + 循环利息 over
6,850.84 = 6,438.27 - 0.00 + 316.00 + 96.57: the labels belong to the amounts in their order, and
no minus is an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.token import Token
from pipeline.extract.words import Words

LEAST = 4
"""Labels and amounts of such a row at least."""
SIGNS = 2
"""Signs between the labels, or between the amounts, at least."""
REACH = 2
"""The amounts stand so many rows below their labels at most."""
_SIGN = re.compile(r"[-+=＋＝－−–—十一]")


@dataclass(frozen=True)
class FormulaRows:
    """labels: amount by identity → its label; signs: tokens by identity that are signs."""

    labels: dict[int, Token]
    signs: frozenset[int]


def formula_rows(words: Words) -> FormulaRows:
    """The labels that signs tie to amounts below them."""
    labels: dict[int, Token] = {}
    signs: set[int] = set()
    for number, row in enumerate(words.rows):
        named, between = _parts(row, "text")
        roles = sum(words.amount_role(token) is not None for token in named)
        if len(named) < LEAST or roles < LEAST - 1 or any(t.kind == "money" for t in row):
            continue
        for below in words.rows[number + 1 : number + 1 + REACH]:
            amounts, others = _parts(below, "money")
            if len(amounts) == len(named) and max(len(between), len(others)) >= SIGNS:
                labels |= {id(token): name for token, name in zip(amounts, named, strict=True)}
                signs |= {id(token) for token in (*between, *others)}
            if amounts:
                break
    return FormulaRows(labels, frozenset(signs))


def _parts(row: list[Token], kind: str) -> tuple[list[Token], list[Token]]:
    """The tokens of a kind, and the signs between them; none of a kind where others stand there."""
    signs = [token for token in row if _SIGN.fullmatch(token.text.strip())]
    rest = [token for token in row if token not in signs and token.text.strip("¥￥ ")]
    return ([], signs) if any(token.kind != kind for token in rest) else (rest, signs)
