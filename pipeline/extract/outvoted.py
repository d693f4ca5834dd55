"""Figures that two sums of the page bear out against one digit of the second reader.

In a table of instalments a figure is a member of its row's sum and of its column's. A misread digit
breaks both; that both close to the cent over it, while the readers agree on everything else in
them, leaves the second reader's slip as the only explanation. So does a long sum by itself: what
the others leave of the whole is the figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.arithmetic import Sum
from pipeline.extract.folding import one_changed
from pipeline.extract.settle import (
    SpotKey,
    Witness,
    digits_of,
    framed_for_second,
    lost_by_second,
    same_number,
    spot_key,
)
from pipeline.extract.stated import Stated
from schemas.source import PageRef

LEAST = 3
"""A sum of so many figures, itself among them: the same figure twice proves nothing."""


LONG = 6
"""A sum of so many figures, itself among them, needs no other."""


def outvoted(
    exact: Sequence[Sum], refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]
) -> frozenset[int]:
    """Amounts, by identity, that stand by an exact sum of their row and one of their column, or by
    a long one.

    exact: sums of printed figures that close without a cent of slack
    refs: where amounts stand, by identity
    """
    kinds: dict[int, set[str]] = {}
    for done in exact:
        differing = [one for one in done.members if not _agreed(one, refs, witnesses)]
        if len(done.members) < LEAST or len(differing) != 1 or differing[0].more:
            continue
        if _slipped(differing[0], refs, witnesses):
            long = ("total", "periods") if len(done.members) >= LONG else (done.shown.kind,)
            kinds.setdefault(id(differing[0]), set()).update(long)
    return frozenset(one for one, found in kinds.items() if {"total", "periods"} <= found)


def _second(
    stated: Stated, refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]
) -> Witness | None:
    ref = refs.get(id(stated))
    return witnesses.get(spot_key(ref, stated)) if ref else None


def _agreed(
    stated: Stated, refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]
) -> bool:
    """Whether the second reader saw the same number, or no other one: it lost it to a rule."""
    witness = _second(stated, refs, witnesses)
    second = witness.second if witness else None
    looks = (same_number, lost_by_second, framed_for_second)
    return second is not None and any(look(stated, second) for look in looks)


def _slipped(
    stated: Stated, refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]
) -> bool:
    """Whether the second reader saw the same number but for one digit."""
    witness = _second(stated, refs, witnesses)
    token = stated.token
    first = digits_of(token.line.text[token.atom.first : token.atom.last])
    second = digits_of(witness.second.text) if witness and witness.second else None
    return one_changed(f"{first}", f"{second}")
