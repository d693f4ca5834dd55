"""An amount as a page states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.token import Token


@dataclass(frozen=True)
class Stated:
    """One amount as the page states it, before a second reader has seen it.

    said: its words say that it is owed, or name its part; reason: why it may be misread, ""
    more: the figures it is the sum of, where a part is stated under several words
    less: it is taken off, as its sign and its words say
    unsure: whether so much is owed no reading tells, however sure
    mended: the value is the second reader's, borne out by the sums of row and column
    """

    value: Decimal
    token: Token
    label: str
    role_scope: str = ""
    said: bool = True
    reason: str = ""
    more: tuple[Stated, ...] = ()
    less: bool = False
    unsure: bool = False
    mended: bool = False


def comes_to(parts: Mapping[str, Stated]) -> Decimal:
    """Yuan of an instalment: its total, else what its parts make. parts: its amounts by name"""
    if "total" in parts:
        return parts["total"].value
    return sum((one.value for one in parts.values()), Decimal(0))
