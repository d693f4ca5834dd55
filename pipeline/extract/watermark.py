"""Which lines of a page are a watermark or a stamp, not part of what it says."""

from __future__ import annotations

import math
import re

import numpy as np

from pipeline.extract.atoms import atoms_of
from pipeline.extract.folding import fold
from schemas.reading import Line

SLANTED = 0.12
"""A line that rises so much against the page (7°) lies across it."""
LONG = 2.6
"""A line so many times longer than high has a slope that means something."""
REPEATED = 3
"""Lines that lie across the page, and times their words recur, before they are a watermark."""


def watermark_of(lines: tuple[Line, ...]) -> set[int]:
    """Numbers of the lines laid across the page: slanted against the rest, or repeated all over it.

    A slanted stamp that says how many days are overdue, or any figure, is not taken for one.
    """
    slopes = [_slope(line) for line in lines]
    level = float(np.median(slopes)) if slopes else 0.0
    bare = [re.sub(r"[\W\d_]", "", fold(line.text)) for line in lines]
    crossing = {
        number
        for number, (line, slope, words) in enumerate(zip(lines, slopes, bare, strict=True))
        if abs(slope - level) > SLANTED and _long(line) and words and not _says_a_figure(line)
    }
    if len(crossing) < REPEATED:
        return set()
    said = "".join(bare[number] for number in crossing)
    return crossing | {
        number
        for number, words in enumerate(bare)
        if len(words) >= 2 and words in said and said.count(words) >= REPEATED
        and not _says_a_figure(lines[number])
    }  # fmt: skip


def _slope(line: Line) -> float:
    """Rise of a line over its run, from the left edge's middle to the right one's."""
    x0, y0, x1, y1, x2, y2, x3, y3 = line.quad
    run = (x1 + x2 - x0 - x3) / 2
    return ((y1 + y2 - y0 - y3) / 2) / run if run > 1.0 else 0.0


def _long(line: Line) -> bool:
    """Whether a line is long enough for its slope to mean anything."""
    x0, y0, x1, y1, _, _, x3, y3 = line.quad
    return math.hypot(x1 - x0, y1 - y0) > LONG * math.hypot(x3 - x0, y3 - y0)


def _says_a_figure(line: Line) -> bool:
    return any(
        atom.kind in ("money", "days", "period", "date", "percent")
        for atom in atoms_of(fold(line.text))
    )
