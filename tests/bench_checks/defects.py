"""All planted defects by name, and which of them can be planted together."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

from tests.bench_checks.clean import clean
from tests.bench_checks.draft import Draft


@dataclass(frozen=True)
class Defect:
    """One thing that a reviewer would send the pack back for, or ask about.

    base: the clean case it is planted in; rule: who must notice; touches: the papers and the
    sections of case.toml that it changes; material, file: what the finding must speak of, where
    that is certain.
    """

    name: str
    base: str
    rule: str
    plant: Callable[[Draft], Draft]
    touches: frozenset[str]
    material: str = ""
    file: str = ""
    tiers: frozenset[str] = field(default_factory=frozenset)

    def shows_in(self, tier: str) -> bool:
        return not self.tiers or tier in self.tiers


@dataclass(frozen=True)
class Planting:
    """Defects in one clean case."""

    base: str
    defects: tuple[Defect, ...]

    @property
    def name(self) -> str:
        return "+".join(defect.name for defect in self.defects)

    def draft(self) -> Draft:
        return reduce(lambda held, defect: defect.plant(held), self.defects, clean(self.base))


def alone(defects: Sequence[Defect], tier: str) -> Iterator[Planting]:
    for defect in defects:
        if defect.shows_in(tier):
            yield Planting(defect.base, (defect,))


def in_company(defects: Sequence[Defect], tier: str, rounds: int) -> Iterator[Planting]:
    """Each defect with one to three others that touch nothing it touches, in every round."""
    for number in range(rounds):
        rng = random.Random(f"company/{number}")
        for base in dict.fromkeys(defect.base for defect in defects):
            waiting = [d for d in defects if d.base == base and d.shows_in(tier)]
            rng.shuffle(waiting)
            while waiting:
                chosen, waiting = _together(waiting, rng.randrange(2, 5))
                if len(chosen) > 1:
                    yield Planting(base, chosen)


def _together(waiting: list[Defect], size: int) -> tuple[tuple[Defect, ...], list[Defect]]:
    """The first that fit together, and those that go on waiting."""
    chosen: list[Defect] = []
    left: list[Defect] = []
    for defect in waiting:
        apart = all(not (defect.touches & other.touches) for other in chosen)
        (chosen if apart and len(chosen) < size else left).append(defect)
    return tuple(chosen), left
