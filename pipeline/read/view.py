"""How large the detector sees a page: as its print needs, since every pixel is paid for."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.engine import Pixels

SEEN_DRAWN = (10.0, 11.0)
"""Heights in pixels at which the detector shall see the smallest tenth and quarter of the print.

With 8 and 9, narrow columns run together and figures of tables are lost."""
SEEN_TAKEN = (13.0, 14.0)
"""The same where a camera or a scanner took the page: grain, and seals over dates."""
DRAWN = 0.5
"""Share of equal neighbours from which a machine drew the page; cameras leave 0.3 at most."""
LONG_SIDE = 2048
"""Longest side of what the detector sees where small print asks for all it can get."""
LONG_SIDE_UNKNOWN = 1600
"""The same where the print's height cannot be told."""
MOST_PIXELS = 1_500_000
"""Pixels of what the detector sees at once; bounds its memory (about 0.5 KB a pixel)."""
STRIDE = 32
"""The detector takes pictures whose sides are multiples of this."""
WIDTH_STEP = 64
"""Widths are rounded up to this: every new shape costs a tenth of a second."""
COARSE = 1000
"""Wider pictures are measured at half their size."""
EDGE_STEP = 60
"""Luminance between neighbours from which there is an edge."""
LEAST, MOST = 7, 120
"""Heights of what may be a character, pixels."""
ENOUGH = 12
"""Marks below which nothing can be said."""


@dataclass(frozen=True)
class View:
    """How a page is shown to the detector: at `scale` (at most 1), at most `rows` rows at once."""

    scale: float
    rows: int


def view_of(image: Pixels) -> View:
    """The view of a whole page."""
    height, width = image.shape[:2]
    tall = min(height, 3 * width)
    heights = text_heights(image)
    if heights is None:
        fits = (MOST_PIXELS / (tall * width)) ** 0.5
        scale = min(1.0, LONG_SIDE_UNKNOWN / max(tall, width), fits)
    else:
        seen = SEEN_DRAWN if _drawn(image) else SEEN_TAKEN
        wanted = max(shown / there for shown, there in zip(seen, heights, strict=True))
        scale = min(1.0, LONG_SIDE / max(tall, width), wanted)
    return View(scale, max(1, int(MOST_PIXELS / (width * scale**2))))


def _drawn(image: Pixels) -> bool:
    rows = image[::8, :, 1]
    return rows.shape[1] > 1 and float(np.mean(rows[:, 1:] == rows[:, :-1])) >= DRAWN


def view_size(part: Pixels, scale: float) -> tuple[int, int]:
    """Width and height at which the detector sees a part of a page."""
    height, width = part.shape[:2]
    seen = max(WIDTH_STEP, -(-int(width * scale) // WIDTH_STEP) * WIDTH_STEP)
    rows = round(height * seen / max(width, 1) / STRIDE) * STRIDE
    return seen, max(2 * STRIDE, min(rows, LONG_SIDE))


def text_heights(image: Pixels) -> tuple[float, float] | None:
    """Heights in pixels below which a tenth and a quarter of the ink lies; None where unclear.

    Marks are the connected edges of a picture; each counts by its height, so that dots and noise
    weigh little. A figure is about 0.7 of its font's size, a Chinese character 0.9.
    """
    half = 2 if image.shape[1] > COARSE else 1
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if half == 2:
        grey = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    _, marks = cv2.threshold(edges, EDGE_STEP, 255, cv2.THRESH_BINARY)
    stats = cv2.connectedComponentsWithStats(marks, connectivity=8)[2][1:]
    heights = (stats[:, cv2.CC_STAT_HEIGHT] - 2) * half
    widths = (stats[:, cv2.CC_STAT_WIDTH] - 2) * half
    like = (heights >= LEAST) & (heights <= MOST) & (widths >= 0.2 * heights)
    heights = np.sort(heights[like & (widths <= 12 * heights)])
    if len(heights) < ENOUGH:
        return None
    weight = np.cumsum(heights)
    tenth, quarter = np.searchsorted(weight, np.array([0.1, 0.25]) * weight[-1])
    return float(heights[tenth]), float(heights[quarter])
