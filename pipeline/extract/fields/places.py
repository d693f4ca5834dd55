"""Lines of a paper, and finding what stands after, beside or under a label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.extract.layout import token_edges
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.reading import Line, Reading


@dataclass(frozen=True)
class Place:
    """A folded line with its original."""

    line: Line
    text: str


Fields = Iterable[tuple[str, FieldValue]]


def value_at(
    reading: Reading, place: Place, start: int, end: int, value: str, label: str
) -> FieldValue:
    left, right = token_edges(place.line, start, end)
    box = place.line.box
    width = box.width
    sure = place.line.certainties[start:end] or (place.line.confidence,)
    return FieldValue(
        value=value,
        confidence=round(min(sure), 3),
        evidence=Evidence(
            path=reading.ref.path,
            page=reading.ref.page,
            box=Box(
                x0=int(box.x0 + width * left),
                y0=box.y0,
                x1=int(box.x0 + width * right) + 1,
                y1=box.y1,
            ),
            text=place.line.text[start:end],
            label=label,
        ),
    )


_AFTER_LABEL = re.compile(r"(?:\s*\([^()\d]{1,6}\))?[\s:,(]*")
"""What may stand between a label and its value: a colon, a remark as in 乙方（劳动者）."""


def labelled(
    places: list[Place], reading: Reading, labels: tuple[str, ...], pattern: str
) -> Iterable[FieldValue]:
    """Values that match `pattern` after a label: in its line, right of it, or just under it."""
    value = re.compile(pattern)
    for label in labels:
        spaced = r"\s*".join(label)
        for place in places:
            for match in re.finditer(spaced, place.text):
                after = _AFTER_LABEL.match(place.text, match.end())
                start = after.end() if after else match.end()
                hit = value.match(place.text, start)
                if hit:
                    yield value_at(reading, place, hit.start(), hit.end(), hit.group(), label)
                elif not place.text[start:].strip(" :()"):
                    yield from beside(places, reading, place, value, label)


def beside(
    places: list[Place], reading: Reading, label: Place, value: re.Pattern[str], name: str
) -> Iterable[FieldValue]:
    """Values right of a label and under it; what does not fit is passed over."""
    box = label.line.box
    height = max(box.height, 1)
    beside, below = [], []
    for place in places:
        other = place.line.box
        middle = (other.y0 + other.y1) / 2
        right = (
            other.x0 - box.x1 + 0.5 * height >= 0
            and box.y0 - 0.4 * height <= middle <= box.y1 + 0.4 * height
        )
        under = (
            0 <= other.y0 - box.y1 + 0.4 * height <= 1.6 * height
            and abs(other.x0 - box.x0) < 2 * height
        )
        if place is not label and right:
            beside.append(place)
        elif place is not label and under:
            below.append(place)
    beside.sort(key=lambda place: place.line.box.x0)
    below.sort(key=lambda place: (_apart(place.line.box, box), place.line.box.y0))
    for place in (*beside[:1], *below[:1], *beside[1:2]):
        hit = value.match(place.text.lstrip())
        if hit:
            shift = len(place.text) - len(place.text.lstrip())
            start, end = hit.start() + shift, hit.end() + shift
            yield value_at(reading, place, start, end, hit.group(), name)


def _apart(box: Box, label: Box) -> bool:
    """Whether a value under a label stands in another column."""
    return box.x1 <= label.x0 or box.x0 >= label.x1


def joined_up(text: str) -> tuple[str, list[int]]:
    kept = [(place, character) for place, character in enumerate(text) if not character.isspace()]
    return "".join(character for _, character in kept), [place for place, _ in kept]


def text_field(
    key: str, labels: tuple[str, ...], pattern: str
) -> Callable[[list[Place], Reading], Fields]:
    def read(places: list[Place], reading: Reading) -> Fields:
        for hit in labelled(places, reading, labels, pattern):
            yield key, hit
            return

    return read
