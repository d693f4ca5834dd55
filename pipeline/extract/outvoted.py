"""Figures that the sums of the page bear out against the second reader.

In a table of instalments a figure is a member of its row's sum and of its column's. A misread digit
breaks both: that both close to the cent over what the first reader is sure of, and neither does
over what the second saw, leaves the second reader's slips as the only explanation, however many
there are. So does a long sum by itself where the readers agree on all of it but for one digit: what
the others leave of the whole is the figure.

2026-11-27: one slip was allowed where row and column closed, so that photos of plans with 18 rows,
which the second reader reads badly in a dozen places, were put to a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.extract.arithmetic import Sum
from pipeline.extract.folding import one_changed
from pipeline.extract.settle import (
    SURE,
    SpotKey,
    Witness,
    certainty,
    digits_of,
    framed_for_second,
    lost_by_second,
    lost_point,
    same_number,
    spot_key,
)
from pipeline.extract.stated import Stated
from schemas.evidence import EngineReading
from schemas.source import PageRef

LEAST = 3
"""A sum of so many figures, itself among them: the same figure twice proves nothing."""
LONG = 6
"""A sum of so many figures, itself among them, needs no other."""
AGREED = 0.5
"""Of the figures in both sums so many must have been read alike: else the second reader may be the
one to see what stands there."""


def outvoted(
    exact: Sequence[Sum], refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]
) -> frozenset[int]:
    """Amounts, by identity, that stand by an exact sum of their row and one of their column, or by
    a long one.

    exact: sums of printed figures that close without a cent of slack
    refs: where amounts stand, by identity
    """
    second = _Second(refs, witnesses)
    found: set[int] = set()
    firm: dict[int, dict[str, list[Stated]]] = {}
    for done in exact:
        if len(done.members) < LEAST:
            continue
        differing = [one for one in done.members if not second.agreed(one)]
        alone = len(differing) == 1 and len(done.members) >= LONG
        if alone and not differing[0].more and second.slipped(differing[0]):
            found.add(id(differing[0]))
        if second.leaves_firm(done, differing):
            for one in done.members:
                firm.setdefault(id(one), {}).setdefault(done.shown.kind, []).extend(done.members)
    for key, kinds in firm.items():
        both = {id(other): other for others in kinds.values() for other in others}
        alike = sum(second.agreed(other) for other in both.values())
        if {"total", "periods"} <= set(kinds) and alike >= AGREED * len(both):
            found.add(key)
    return frozenset(found)


class _Second:
    """What the second reader made of stated amounts."""

    def __init__(self, refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]) -> None:
        self._refs = refs
        self._witnesses = witnesses

    def reading(self, stated: Stated) -> EngineReading | None:
        ref = self._refs.get(id(stated))
        witness = self._witnesses.get(spot_key(ref, stated)) if ref else None
        return witness.second if witness else None

    def agreed(self, stated: Stated) -> bool:
        """Whether it saw the same number, or no other one: it lost it, or its point, to a rule."""
        reading = self.reading(stated)
        looks = (same_number, lost_by_second, framed_for_second, lost_point)
        return reading is not None and any(look(stated, reading) for look in looks)

    def slipped(self, stated: Stated) -> bool:
        """Whether it saw the same number but for one digit."""
        reading, token = self.reading(stated), stated.token
        first = digits_of(token.line.text[token.atom.first : token.atom.last])
        other = digits_of(reading.text) if reading else None
        return one_changed(f"{first}", f"{other}")

    def leaves_firm(self, done: Sum, differing: Sequence[Stated]) -> bool:
        """Whether a sum closes over what the first reader is sure of, and over nothing else."""
        if any(one.more or certainty(one.token) < SURE for one in differing):
            return False
        return not differing or self._change(done) != 0

    def _change(self, done: Sum) -> Decimal:
        """By how much the sum would be off if the second reader were right throughout."""
        whole, *parts = (self._off(one) for one in done.members)
        return sum(parts, Decimal(0)) - whole

    def _off(self, stated: Stated) -> Decimal:
        reading = self.reading(stated)
        other = digits_of(reading.text) if reading and not self.agreed(stated) else None
        return Decimal(0) if other is None else other - abs(stated.value)
