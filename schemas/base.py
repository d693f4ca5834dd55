"""The base of every model, and the kinds of value they are made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

CENT = Decimal("0.01")


class Frozen(BaseModel):
    """A model that cannot be changed and knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _money_text(value: Decimal) -> str:
    return format(value.quantize(CENT), "f")


def _plain_text(value: Decimal) -> str:
    return format(value, "f")


Money = Annotated[Decimal, PlainSerializer(_money_text, return_type=str)]
"""Yuan, two decimals when written ("123.45"); never a float."""

Rate = Annotated[Decimal, PlainSerializer(_plain_text, return_type=str)]
"""A rate as a fraction (0.05% a day is "0.0005"), digits as the page shows them."""
