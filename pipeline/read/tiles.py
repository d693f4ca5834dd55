"""Cutting long screenshots into tiles that a detector can take without shrinking the text.

A detector that fits any picture into 2000 px loses the thin strokes of a 1080×7200 screenshot, so
the page is cut at quiet rows, and every tile looks a little over its edges: a line on a seam is
whole in the tile that holds its middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from pipeline.read.engine import Pixels

TALL = 2.6
"""Height over width from which a page is cut."""
NARROW = 32
"""A thread of a picture, thinner than any text, is never cut."""
TILE = 1.9
"""Nominal height of a tile, in widths of the page."""
LOOK_OVER = 0.09
"""How far a tile looks over its edges, in widths of the page."""
SEARCH = 0.25
"""How far from the nominal cut a quiet row is looked for, in widths of the page."""


@dataclass(frozen=True)
class Tile:
    """Rows `top`..`bottom` are looked at; lines whose middle is in `first`..`last` are its own."""

    top: int
    bottom: int
    first: int
    last: int


def tiles_of(image: Pixels, most: int | None = None) -> tuple[Tile, ...]:
    """The tiles of a page, one for a page that is neither tall nor has more than `most` rows."""
    height, width = image.shape[:2]
    most = height if most is None else max(most, width // 2)
    if height <= min(TALL * width, most) or width < NARROW:
        return (Tile(0, height, 0, height),)
    cuts = [0, *_cuts(image, min(TILE * width, most)), height]
    over = int(LOOK_OVER * width)
    return tuple(
        Tile(max(0, first - over), min(height, last + over), first, last)
        for first, last in pairwise(cuts)
    )


def _cuts(image: Pixels, tall: float) -> list[int]:
    """Quiet rows at which tiles of about `tall` rows end."""
    height, width = image.shape[:2]
    activity = row_activity(image)
    count = max(2, round(height / tall))
    reach = int(min(SEARCH * width, height / count / 3))
    return [
        quietest(activity, nominal - reach, nominal + reach)
        for nominal in (height * number // count for number in range(1, count))
    ]


def row_activity(image: Pixels) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """How much happens along each row of pixels (0: one flat colour), smoothed over 9 rows."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    steps = np.abs(np.diff(grey.astype(np.int16), axis=1)).mean(axis=1).astype(np.float32)
    return np.convolve(steps, np.ones(9, np.float32) / 9, mode="same")


def quietest(activity: np.ndarray[tuple[int], np.dtype[np.float32]], low: int, high: int) -> int:
    """The middle of the quietest rows between `low` and `high`."""
    low, high = max(low, 0), min(high, len(activity))
    window = activity[low:high]
    calm = np.flatnonzero(window <= window.min() + 0.05)
    return low + int(calm[len(calm) // 2])
