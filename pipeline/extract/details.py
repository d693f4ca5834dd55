"""Figures that a page lists as parts of another figure of one name, and sums that mix two names.

利息 77.31 over 消费透支利息 69.06 and 取现利息 8.25 is 77.31 once. 欠息合计 2,612.48 over 应收欠息,
应收罚息 and 应收复息 is no interest, but the sum of interest and penalty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from pipeline.extract.choose import added
from pipeline.extract.folding import squeezed
from pipeline.extract.stated import Stated

SUMS = ("合计", "小计", "总计", "总额")
MOST = 6
"""Figures of one name among which sums are tried."""


def without_details(
    totals: dict[str, list[Stated]], relief: Sequence[Decimal] = ()
) -> dict[str, list[Stated]]:
    """The figures of the whole without those that are parts of another, without sums that another
    name's figures are in, and without those from before relief that the page states as well.

    relief: yuan of each relief that the page says was granted
    """
    found = {name: _left_by(entries, relief) for name, entries in totals.items()}
    found |= {name: _without_parts(some) for name, some in found.items() if name != "total"}
    return found | _without_mixed(found.get("interest", []), found.get("penalty", []))


def _without_mixed(
    interest: Sequence[Stated], penalty: Sequence[Stated]
) -> dict[str, list[Stated]]:
    """The interest without a sum of it and the penalties; what it is made of under words of their
    own (表内欠息, 表外欠息) is one figure then. {} where there is no such sum."""
    late = sum((one.value for one in penalty), Decimal(0))
    for whole in interest:
        rest = [one for one in interest if one is not whole]
        if not late or not any(word in squeezed(whole.label) for word in SUMS):
            continue
        if any(one.value + late == whole.value for one in rest):
            return {"interest": rest}
        if _made_of(replace(whole, value=whole.value - late), rest, own=True):
            return {"interest": [added(rest)]}
    return {}


def _left_by(entries: Sequence[Stated], relief: Sequence[Decimal]) -> list[Stated]:
    """The figures but those of which relief left another one, and but the relief: 罚息 1,766.40,
    减免 1,324.80, 罚息 441.60. All of them where each would be left by another: a letter asks for
    relief from 90.73, of which it lists the parts."""
    values = {one.value for one in entries}
    gone = {
        taken
        for value in values
        for less in relief
        if less and value - less in values
        for taken in (value, less)
        if taken != value - less
    }
    return [one for one in entries if one.value not in gone] or list(entries)


def _without_parts(entries: Sequence[Stated]) -> list[Stated]:
    """The figures but two or more, under words of their own, that make another one above them, or
    one below them that says it is a sum."""
    for whole in entries[:MOST]:
        below = [one for one in entries if one.token.row > whole.token.row and one.value > 0]
        above = [one for one in entries if one.token.row < whole.token.row and one.value > 0]
        summed = any(word in squeezed(whole.label) for word in SUMS)
        if len(below) > 1 and sum((one.value for one in below), Decimal(0)) == whole.value:
            return [one for one in entries if one not in below]
        for some, own in ((below, True), (above if summed else [], False)):
            for count in range(2, min(len(some), MOST) + 1):
                for parts in combinations(some[:MOST], count):
                    if _made_of(whole, parts, own):
                        return [one for one in entries if one not in parts]
    return list(entries)


def _made_of(whole: Stated, parts: Sequence[Stated], own: bool) -> bool:
    """Whether parts make a figure; own: each under words that no other of them has."""
    words = [squeezed(one.label) for one in parts]
    apart = squeezed(whole.label) not in words and (not own or len(set(words)) == len(words))
    return apart and sum((one.value for one in parts), Decimal(0)) == whole.value
