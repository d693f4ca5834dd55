"""The rows of a page as texts: what stands level, from left to right, folded and without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.fields.lines import Place, places_of
from schemas.reading import Reading


def row_texts(reading: Reading) -> Iterator[str]:
    """From the top down; a comma stands for the gap between two lines, or between two figures."""
    row: list[Place] = []
    for place in sorted(places_of(reading), key=lambda place: place.middle):
        if row and place.middle - row[0].middle > 0.5 * row[0].high:
            yield _joined(row)
            row = []
        row.append(place)
    if row:
        yield _joined(row)


def _joined(row: list[Place]) -> str:
    texts = (place.text for place in sorted(row, key=lambda place: place.x0))
    return re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", ",", ",".join(texts)))
