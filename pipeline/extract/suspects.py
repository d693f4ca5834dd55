"""Which one misread digit would explain a sum that stays open: proposed with its reason.

Readers of this kind substitute a digit (3 for 8), move the point (1.6 → 16) or lose a digit at
either end (94.93 → 493). A proposal is for a person to look at; nothing is ever changed by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.arithmetic import Sum
from pipeline.extract.settle import SpotKey, Witness, digits_of, spot_key
from pipeline.extract.stated import Stated
from schemas.base import CENT
from schemas.source import PageRef

UNSURE = 0.9
"""A digit that the first reader was less sure of than this may be the misread one."""


@dataclass(frozen=True)
class Proposal:
    """What the figure may really be. weight: 3 the second reader says so, 2 the first was unsure of
    just that digit, 1 it is merely possible."""

    stated: Stated
    value: Decimal
    reason: str
    weight: int


def suspect_of(
    found: Sum, refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]
) -> str:
    """The likely misread figure of an open sum in words, "" where none stands out.

    found: an open sum whose first member is the total and whose others are its parts
    refs: page of each member by identity
    """
    if found.shown.closes:
        return ""
    proposals = sorted(_proposals(found, refs, witnesses), key=lambda one: -one.weight)
    if not proposals:
        return ""
    best = [one for one in proposals if one.weight == proposals[0].weight]
    if len(best) > 1:
        return ""
    return f"{best[0].stated.label} {best[0].stated.value} 或为 {best[0].value}（{best[0].reason}）"


def _proposals(
    found: Sum, refs: Mapping[int, PageRef], witnesses: Mapping[SpotKey, Witness]
) -> Iterator[Proposal]:
    gap = found.shown.shown - found.shown.computed
    for place, stated in enumerate(found.members):
        needed = stated.value + (-gap if place == 0 else gap)
        if needed < 0:
            continue
        witness = witnesses.get(spot_key(refs[id(stated)], stated))
        if witness and witness.second and digits_of(witness.second.text) == needed:
            yield Proposal(stated, needed, "第二次识别读作此数，改后合计相符", 3)
            continue
        how = _slip(stated, needed)
        if how:
            reason, sure = how
            yield Proposal(stated, needed, f"{reason}，改后合计相符", 2 if sure < UNSURE else 1)


def _slip(stated: Stated, needed: Decimal) -> tuple[str, float] | None:
    """How one slip turns `needed` into what was read, and how sure the reader was of that place."""
    token = stated.token
    shown = [
        (character, certainty)
        for character, certainty in zip(
            token.line.text[token.atom.first : token.atom.last],
            _certainties(token.line.certainties, token.atom.first, token.atom.last),
            strict=True,
        )
        if character.isdigit()
    ]
    read, wanted = "".join(sign for sign, _ in shown), f"{needed:.2f}".replace(".", "")
    if len(read) == len(wanted):
        differing = [place for place, (a, b) in enumerate(zip(read, wanted, strict=True)) if a != b]
        if len(differing) == 1:
            place = differing[0]
            return f"{read[place]} 可能是 {wanted[place]}", shown[place][1]
        return None
    for factor, words in ((Decimal(10), "小数点可能错位"), (Decimal(100), "小数点可能漏读")):
        if abs(needed * factor - stated.value) < CENT:
            return words, min(certainty for _, certainty in shown)
    if len(wanted) == len(read) + 1 and read in (wanted[1:], wanted[:-1]):
        return "可能漏读一位数字", min(certainty for _, certainty in shown)
    return None


def _certainties(known: Sequence[float], first: int, last: int) -> Sequence[float]:
    return known[first:last] if len(known) >= last else [1.0] * (last - first)
