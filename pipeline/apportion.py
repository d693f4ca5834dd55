"""A sum shared out in whole cents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from schemas.base import CENT

ZERO = Decimal(0)


def apportioned(total: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """`total` in whole cents over the weights, summing exactly; largest remainders first.

    No part is more than its weight while `total` is at most the sum of the weights.
    """
    whole = sum(weights, ZERO)
    if not whole:
        return (ZERO,) * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [share.quantize(CENT, rounding=ROUND_DOWN) for share in exact]
    left = int((total - sum(parts, ZERO)) / CENT)
    order = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in order[:left]:
        parts[at] += CENT
    return tuple(parts)
