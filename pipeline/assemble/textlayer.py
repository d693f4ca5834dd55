"""Words of a sheet placed where they stand in its picture, for searching and copying.

Positions are shares of the picture's width and height, so that the template may print it any size.
"""

from __future__ import annotations

from math import atan2, degrees, hypot
from typing import Any

from pipeline.assemble.cover import covered_words
from pipeline.assemble.fonts import covered, sans_font
from pipeline.assemble.names import printable
from schemas.pack import ExhibitPage
from schemas.reading import Line, Reading

MEASURE = 200
TALLEST = 1.0
"""Letter size over box height, at most."""
LEAST_SLANT, MOST_SLANT = 0.4, 45.0
"""Degrees between which a line is set slanted; beyond, its corners are not to be trusted."""
LOOSEST = 0.12
"""Extra space between letters, in letter sizes; more would be taken for spaces by readers."""


def text_layer(page: ExhibitPage, reading: Reading | None) -> list[dict[str, Any]]:
    """The lines of a sheet: text; x, y, size and tracking in widths of the picture; angle."""
    lines = []
    for place, line in enumerate(reading.lines if reading else ()):
        middle = (line.box.y0 + line.box.y1) / 2
        text = shown_words(covered_words(line, place, page.covers))
        if not text or not page.top <= middle < page.bottom:
            continue
        x, y, width, height, angle = _slanted(line)
        size, tracking = _fit(text, width, height)
        lines.append(
            {
                "text": text,
                "x": round(x / page.width, 5),
                "y": round((y - page.top) / page.width, 5),
                "size": round(size / page.width, 5),
                "tracking": round(tracking / page.width, 5),
                "angle": round(angle, 2),
            }
        )
    return lines


def shown_words(read: str) -> str:
    """What the layer holds of a line: no controls, nothing the fonts lack."""
    return covered(printable(read)).strip()


def _slanted(line: Line) -> tuple[float, float, float, float, float]:
    """Top left corner, width, height and slant (degrees clockwise) of a line in a photo."""
    x0, y0, x1, y1, _, _, x3, y3 = line.quad
    width, height = hypot(x1 - x0, y1 - y0), hypot(x3 - x0, y3 - y0)
    angle = degrees(atan2(y1 - y0, x1 - x0))
    if not width or not height or not LEAST_SLANT <= abs(angle) <= MOST_SLANT:
        return line.box.x0, line.box.y0, line.box.width, line.box.height, 0.0
    return x0, y0, width, height, angle


def _fit(text: str, width: float, height: float) -> tuple[float, float]:
    """Letter size and extra space in pixels that fill the box."""
    natural = sans_font(MEASURE).getlength(text) / MEASURE or 1.0
    size = max(min(width / natural, height * TALLEST), 1.0)
    slack = (width - natural * size) / len(text)
    return size, max(min(slack, size * LOOSEST), 0.0)
