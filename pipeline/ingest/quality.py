"""Measures of an upright page; judging them is the checks' business."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.engine import Pixels
from schemas.reading import Line
from schemas.source import PageQuality

Grey = npt.NDArray[np.uint8]
"""Luminance, shape (height, width)."""

MEASURE_WIDTH = 1000
LOOK_SIDE = 16
BLOWN_OUT = 252
"""Luminance of what a lamp has blown out."""
WHITE_PAGE = 240
"""Median luminance of a page that is white by itself: a drawing or a scan, where nothing glares."""


def quality_of(image: Pixels, lines: tuple[Line, ...]) -> PageQuality:
    """Sharpness, contrast, glare and text height; see PageQuality for units."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, MEASURE_WIDTH / grey.shape[1])
    shrunk = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = np.asarray(shrunk, np.uint8)
    low, high = _percentiles(small, (0.05, 0.95))
    heights = [_height(line) for line in lines]
    return PageQuality(
        sharpness=round(_sharpness(small, lines, scale), 1),
        contrast=round(float(max(high - low, _text_contrast(small, lines, scale))), 1),
        glare=round(_glare(small), 4),
        text_height=round(float(np.median(heights)), 1) if heights else 0.0,
    )


def _percentiles(small: Grey, shares: tuple[float, ...]) -> list[int]:
    """Luminances below which these shares of the pixels lie, by counting: sorting costs ten times
    as much."""
    below = np.cumsum(cv2.calcHist([small], [0], None, [256], [0, 256]))
    return [int(np.searchsorted(below, share * below[-1])) for share in shares]


def _height(line: Line) -> float:
    x0, y0, _, _, _, _, x3, y3 = line.quad
    return float(np.hypot(x3 - x0, y3 - y0))


def _patches(small: Grey, lines: tuple[Line, ...], scale: float) -> list[Grey]:
    patches = []
    for line in lines[:80]:
        x0, y0, x1, y1 = (int(value * scale) for value in line.box.as_list())
        patch = small[y0 : y1 + 1, x0 : x1 + 1]
        if patch.shape[0] > 3 and patch.shape[1] > 3:
            patches.append(patch)
    return patches


def _sharpness(small: Grey, lines: tuple[Line, ...], scale: float) -> float:
    patches = _patches(small, lines, scale)
    if not patches:
        return float(cv2.Laplacian(small, cv2.CV_64F).var())
    return float(np.median([cv2.Laplacian(patch, cv2.CV_64F).var() for patch in patches]))


def _text_contrast(small: Grey, lines: tuple[Line, ...], scale: float) -> float:
    spans = [float(np.ptp(patch)) for patch in _patches(small, lines, scale)]
    return float(np.median(spans)) if spans else 0.0


def _glare(small: Grey) -> float:
    """Share of the page under a blown-out blob, as lamps make and paper not."""
    if _percentiles(small, (0.5,))[0] >= WHITE_PAGE or small.max(initial=0) < BLOWN_OUT:
        return 0.0
    bright = cv2.GaussianBlur(small, (0, 0), 6) >= BLOWN_OUT
    if not bright.any() or bright.mean() > 0.5:
        return 0.0
    count, _, stats, _ = cv2.connectedComponentsWithStats(bright.astype(np.uint8))
    areas = [int(stats[number, cv2.CC_STAT_AREA]) for number in range(1, count)]
    return max(areas, default=0) / small.size


def look_of(image: Pixels) -> str:
    """A 256-bit difference hash (hexadecimal) that survives re-saving, scaling and chat apps."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (LOOK_SIDE + 1, LOOK_SIDE), interpolation=cv2.INTER_AREA)
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return np.packbits(bits).tobytes().hex()
