"""Lines of a paper as the readers of fields see them: folded, and as if the page lay straight."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.folding import fold
from pipeline.extract.level import Level
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


@dataclass(frozen=True)
class Running:
    """All lines in reading order as one text, for what goes on in the next line."""

    text: str
    spots: tuple[tuple[Place, int], ...]

    def first(self, start: int, end: int) -> tuple[Place, int, int]:
        """The part of `start`..`end` that stands in its first line: place, start, end."""
        place, offset = self.spots[start]
        same = [number for spot, number in self.spots[start:end] if spot is place]
        return place, offset, same[-1] + 1


def running(places: list[Place]) -> Running:
    ordered: list[Place] = []
    row: list[Place] = []
    for place in sorted(places, key=lambda place: place.middle):
        if row and place.middle - row[0].middle > 0.5 * row[0].high:
            ordered += sorted(row, key=lambda place: place.x0)
            row = []
        row.append(place)
    ordered += sorted(row, key=lambda place: place.x0)
    spots = tuple((place, number) for place in ordered for number in range(len(place.text)))
    return Running("".join(place.text for place in ordered), spots)


def places_of(reading: Reading) -> list[Place]:
    """All lines of a page, in the order they were read."""
    level = Level(reading.lines)
    return [Place(line, fold(line.text), *level.box(line)) for line in reading.lines]
