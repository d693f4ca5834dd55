"""Reflections of a lamp that hide print: where lines run into a blown-out spot and fade.

A page that is merely bright keeps its ink: what was black is black in the brightest corner too. A
reflection adds light, so letters fade at its rim and are gone within. And it is a spot: a little
way off, the paper is as dark as elsewhere. One that lies on bare paper hides nothing and does not
count, unless it is so large that nobody knows what was there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from schemas.reading import Line

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]

BLOWN = 249
"""Every channel at least so bright: nothing of the paper's tint is left."""
FADED, CLEAR = 0.5, 0.6
"""Ink below and above these shares of the page's usual ink has faded, or is as black as ever."""
SMALLEST = 4.0
"""Area of a spot that hides print, in squares of the letter height."""
DROP = 20.0
"""So much darker the paper is around a reflection than in it."""
WHITE, LARGE = 0.5, 0.08
"""Shares of the picture: blown out as a whole, and under one spot that hides nobody knows what."""
NEAR = 0.6
"""So near a spot, in letter heights, letters fade."""
UNTOUCHED = 3
"""Letters as black as any at the rim of a bright place that is no reflection."""
COARSE = 2
"""Spots are looked for on a picture so much smaller again."""
LETTERS = 40
"""Letters across a page on which none was read."""
RIM = (2.0, 3.5)
"""How far around a spot the paper is compared, in letter heights."""
USUAL = 60
"""Percentile of the ink along the lines that is the page's usual one."""
STEP = 0.55
"""Half a window along a line, in letter heights."""


@dataclass(frozen=True)
class Spot:
    """A blown-out spot and the print at it.

    faded: letters at its rim that are paler than the page's; black: those that are not
    clear: letters deep in it that are not; cut: lines that end at it
    drop: how much darker the bare paper a little way off is
    area: in squares of the letter height; share: of the picture
    """

    faded: int
    black: int
    clear: int
    cut: int
    drop: float
    area: float
    share: float


@dataclass(frozen=True)
class Print:
    """What was read, on the coarse picture.

    windows: places along the lines with the ink there (x, y, ink)
    ends: a point a little beyond each end of a line, and one a little within it (x, y, x, y)
    """

    high: float
    windows: npt.NDArray[np.float64]
    ends: npt.NDArray[np.float64]


def hidden_share(small: npt.NDArray[np.uint8], lines: tuple[Line, ...], scale: float) -> float:
    """Share of the picture under reflections that hide print, 0–1.

    small: RGB picture, `scale` times the page in whose pixels the lines are given
    """
    brightness = np.asarray(small[::COARSE, ::COARSE].min(axis=2), np.uint8)
    if int(brightness.max(initial=0)) < BLOWN:
        return 0.0
    high = _letter_height(lines) * scale if lines else small.shape[1] / LETTERS
    smooth = cv2.GaussianBlur(brightness, (0, 0), max(1.0, high / COARSE / 6))
    blown = np.asarray(smooth >= BLOWN, np.uint8)
    if blown.mean() > WHITE:
        return 0.0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(blown)
    least = SMALLEST * (high / COARSE) ** 2
    spots = [
        number
        for number in range(1, count)
        if stats[number, cv2.CC_STAT_AREA] >= least and not _surrounds(labels == number)
    ]
    if not spots:
        return 0.0
    seen = _print_of(small, lines, scale, high)
    hidden = sum(
        int(stats[number, cv2.CC_STAT_AREA])
        for number in spots
        if _hides(_measured(np.asarray(labels == number, np.uint8), brightness, seen))
    )
    return hidden / blown.size


def _surrounds(spot: npt.NDArray[np.bool_]) -> bool:
    """Whether it reaches three sides of the picture: the white around a screen or a card on it."""
    sides = (spot[0], spot[-1], spot[:, 0], spot[:, -1])
    return sum(bool(side.any()) for side in sides) >= 3


def _hides(spot: Spot) -> bool:
    """Whether a spot is a reflection that lies over print; the larger, the less must show it."""
    if spot.clear:
        return spot.drop >= DROP and spot.faded >= 3 and spot.clear <= 2 * spot.faded
    touched = spot.faded + spot.cut
    return (
        (touched >= 3 and spot.drop >= DROP)
        or (touched == 2 and spot.drop >= 1.5 * DROP and spot.area >= 2 * SMALLEST)
        or (touched == 1 and spot.drop >= 1.75 * DROP and spot.area >= 5 * SMALLEST)
        or (spot.share >= LARGE and spot.drop >= 1.25 * DROP and not _margin(spot))
    )


def _margin(spot: Spot) -> bool:
    """Whether it is the bare paper beside the print, and what is darker the table around it."""
    return spot.black >= UNTOUCHED and not spot.faded and not spot.cut


def _letter_height(lines: tuple[Line, ...]) -> float:
    heights = [float(np.hypot(line.quad[6] - line.quad[0], line.quad[7] - line.quad[1]))
               for line in lines]  # fmt: skip
    return max(float(np.median(heights)), 1.0)


def _print_of(
    small: npt.NDArray[np.uint8], lines: tuple[Line, ...], scale: float, high: float
) -> Print:
    quads = [np.array(line.quad, np.float64).reshape(4, 2) * scale for line in lines]
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    side = max(3, int(high * 0.8)) | 1
    square = np.ones((side, side), np.uint8)
    ink = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, square), np.uint8)
    windows = [window for quad in quads for window in _windows(quad, ink, high)]
    ends = [end for quad in quads for end in _ends(quad, high)]
    return Print(
        high / COARSE,
        np.array(windows).reshape(-1, 3) / (COARSE, COARSE, 1),
        np.array(ends).reshape(-1, 4) / COARSE,
    )


def _windows(quad: npt.NDArray[np.float64], ink: Grey, high: float) -> Iterator[list[float]]:
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    steps = max(1, int(np.hypot(*(right - left)) / high))
    reach = int(high * STEP)
    for step in range(steps):
        x, y = left + (right - left) * (step + 0.5) / steps
        part = ink[max(0, int(y) - reach) : int(y) + reach + 1,
                   max(0, int(x) - reach) : int(x) + reach + 1]  # fmt: skip
        if part.size:
            yield [x, y, float(np.percentile(part, 97))]


def _ends(quad: npt.NDArray[np.float64], high: float) -> Iterator[list[float]]:
    """Points a little beyond both ends of a line."""
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    along = (right - left) / max(float(np.hypot(*(right - left))), 1.0)
    yield [*(left - along * high * 0.6), *(left + along * high * 0.4)]
    yield [*(right + along * high * 0.6), *(right - along * high * 0.4)]


def _measured(spot: Mask, brightness: Grey, seen: Print) -> Spot:
    whole = _filled(spot, seen.high)
    off, into = _distances(whole)
    places = seen.windows[:, :2]
    usual = float(np.percentile(seen.windows[:, 2], USUAL)) if len(places) else 0.0
    strength = seen.windows[:, 2] / max(usual, 1.0)
    near = _at(off, places, np.inf) <= NEAR * seen.high
    deep = _at(into, places, 0.0) >= seen.high
    beyond = _at(into, seen.ends[:, :2], 0.0) > 0
    within = _at(into, seen.ends[:, 2:], 0.0) > 0
    around = brightness[(off > RIM[0] * seen.high) & (off <= RIM[1] * seen.high)]
    return Spot(
        faded=int((near & (strength < FADED)).sum()),
        black=int((near & (strength >= CLEAR)).sum()),
        clear=int((deep & (strength >= CLEAR)).sum()),
        cut=int((beyond & ~within).sum()),
        drop=255.0 - float(np.percentile(around, 75)) if around.size else 0.0,
        area=float(spot.sum()) / seen.high**2,
        share=float(spot.mean()),
    )


def _filled(spot: Mask, high: float) -> Mask:
    """The spot with the letters in it."""
    side = 2 * int(high) + 1
    framed = cv2.copyMakeBorder(spot, side, side, side, side, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(closed[side:-side, side:-side], np.uint8)


def _distances(spot: Mask) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """How far each pixel lies off the spot, and how deep in it."""
    off = cv2.distanceTransform(1 - spot, cv2.DIST_L2, 3)
    into = cv2.distanceTransform(spot, cv2.DIST_L2, 3)
    return np.asarray(off, np.float32), np.asarray(into, np.float32)


def _at(
    field: npt.NDArray[np.float32], points: npt.NDArray[np.float64], outside: float
) -> npt.NDArray[np.float64]:
    """The field at each point; `outside` beyond the picture."""
    height, width = field.shape
    x, y = points[:, 0].astype(int), points[:, 1].astype(int)
    ok = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    found = np.full(len(points), outside)
    found[ok] = field[y[ok], x[ok]]
    return found
