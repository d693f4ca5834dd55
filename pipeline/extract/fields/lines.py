"""Lines of a paper as the readers of fields see them: folded, and as if the page lay straight."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.folding import fold
from pipeline.extract.layout import Level
from schemas.reading import Line, Reading


@dataclass(frozen=True)
class Place:
    """A folded line with its original; `x0 y0 x1 y1` are where it stands on a straight page."""

    line: Line
    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def high(self) -> float:
        return max(self.y1 - self.y0, 1.0)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def places_of(reading: Reading) -> list[Place]:
    """All lines of a page, in the order they were read."""
    level = Level(reading.lines)
    return [Place(line, fold(line.text), *level.box(line)) for line in reading.lines]
