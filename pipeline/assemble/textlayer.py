"""Words of a sheet placed where they stand in its picture, for searching and copying.

Positions are shares of the picture's width and height, so that the template may print it any size.
"""

from __future__ import annotations

from typing import Any

from pipeline.assemble.fonts import covered, sans_font
from pipeline.assemble.names import printable
from schemas.pack import ExhibitPage
from schemas.reading import Reading

MEASURE = 200
TALLEST = 1.0
"""Letter size over box height, at most."""
LOOSEST = 0.12
"""Extra space between letters, in letter sizes; more would be taken for spaces by readers."""


def text_layer(page: ExhibitPage, reading: Reading | None) -> list[dict[str, Any]]:
    """The lines of a sheet: text, x, y (top left), size and tracking in widths of the picture."""
    lines = []
    for line in reading.lines if reading else ():
        middle = (line.box.y0 + line.box.y1) / 2
        text = shown_words(line.text)
        if not text or not page.top <= middle < page.bottom:
            continue
        size, tracking = _fit(text, line.box.width, line.box.height)
        lines.append(
            {
                "text": text,
                "x": round(line.box.x0 / page.width, 5),
                "y": round((line.box.y0 - page.top) / page.width, 5),
                "size": round(size / page.width, 5),
                "tracking": round(tracking / page.width, 5),
            }
        )
    return lines


def shown_words(read: str) -> str:
    """What the layer holds of a line: no controls, nothing the fonts lack."""
    return covered(printable(read)).strip()


def _fit(text: str, width: int, height: int) -> tuple[float, float]:
    """Letter size and extra space in pixels that fill the box."""
    natural = sans_font(MEASURE).getlength(text) / MEASURE or 1.0
    size = max(min(width / natural, height * TALLEST), 1.0)
    slack = (width - natural * size) / len(text)
    return size, max(min(slack, size * LOOSEST), 0.0)
