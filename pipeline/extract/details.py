"""Figures that a page lists as parts of another figure of one name, and sums that mix two names.

利息 77.31 over 消费透支利息 69.06 and 取现利息 8.25 is 77.31 once. 欠息合计 2,612.48 over 应收欠息,
应收罚息 and 应收复息 is no interest, but the sum of interest and penalty.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.extract.folding import squeezed
from pipeline.extract.stated import Stated

SUMS = ("合计", "小计", "总计", "总额")
MOST = 6
"""Figures of one name among which sums are tried."""


def without_details(totals: dict[str, list[Stated]]) -> dict[str, list[Stated]]:
    """The figures of the whole without those that are parts of another, and without sums that
    another name's figures are in."""
    found = {
        name: entries if name == "total" else _without_parts(entries)
        for name, entries in totals.items()
    }
    interest, penalty = found.get("interest", []), found.get("penalty", [])
    mixed = [one for one in interest if _mixes(one, interest, penalty)]
    if mixed:
        found["interest"] = [one for one in interest if one not in mixed]
    return found


def _without_parts(entries: Sequence[Stated]) -> list[Stated]:
    """The figures but two or more, under words of their own, that make another one above them."""
    for whole in entries[:MOST]:
        below = [one for one in entries if one.token.row > whole.token.row and one.value > 0]
        for count in range(2, min(len(below), MOST) + 1):
            for parts in combinations(below, count):
                words = {squeezed(one.label) for one in (whole, *parts)}
                made = sum((one.value for one in parts), Decimal(0))
                if made == whole.value and len(words) == count + 1:
                    return [one for one in entries if one not in parts]
    return list(entries)


def _mixes(one: Stated, interest: Sequence[Stated], penalty: Sequence[Stated]) -> bool:
    """Whether a sum called interest is made of an interest above it and all of the penalties."""
    if not any(word in squeezed(one.label) for word in SUMS) or not penalty:
        return False
    late = sum((other.value for other in penalty), Decimal(0))
    return late > 0 and any(
        other is not one and other.value + late == one.value for other in interest
    )
