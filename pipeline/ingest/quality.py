"""Measures of an upright page; judging them is the checks' business."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ingest.edges import cut_lines
from pipeline.ingest.glare import hidden_share
from pipeline.read.engine import Pixels
from schemas.reading import Line
from schemas.source import PageQuality

Grey = npt.NDArray[np.uint8]
"""Luminance, shape (height, width)."""

MEASURE_WIDTH = 1000
LOOK_SIDE = 16
FILLED_SIDE, TILE = 256, 16
"""Longest side of the copy that is looked at in tiles, and the side of a tile, pixels."""
STRONG, DARK = 76, 38
"""Saturation and value, 0–255, above which a pixel is of a strong colour and not of the dark."""
VIVID, BRIGHT = 100, 60
"""The same for a colour whose hue counts."""
HUE, SHOWN = 15, 0.02
"""Width of a hue, of 180, and the share of the pixels from which on it counts."""
WEAK, LIGHT = 38, 153
"""Saturation below which, and value above which, it is light and of no colour."""
DRAWN_SIDE, OUT = 32, 60
"""Side of a tile, pixels, and the luminance, 0–255, by which something drawn in it stands out."""
FLAT = 8
"""Luminance, 0–255, within which a tile is of one shade."""
PRINTED = 24
"""Luminance, 0–255, by which a row of pixels with print on it differs in itself at least."""
STRIP, BROAD = 0.09, 0.2
"""Shares of the page's side: a strip of print at most, and the broadest thing on a page of text."""


def quality_of(image: Pixels, lines: tuple[Line, ...]) -> PageQuality:
    """Sharpness, contrast, glare and text height; see PageQuality for units."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, MEASURE_WIDTH / grey.shape[1])
    shrunk = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = np.asarray(shrunk, np.uint8)
    coloured = cv2.resize(image, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
    strong, pale, hues = _colours(np.asarray(coloured, np.uint8))
    low, high = _percentiles(small, (0.05, 0.95))
    heights = [_height(line) for line in lines]
    sides, ends = cut_lines(np.asarray(grey, np.uint8), lines)
    return PageQuality(
        sharpness=round(_sharpness(small, lines, scale), 1),
        contrast=round(float(max(high - low, _text_contrast(small, lines, scale))), 1),
        glare=round(hidden_share(np.asarray(coloured, np.uint8), lines, scale), 4),
        text_height=round(float(np.median(heights)), 1) if heights else 0.0,
        cut_sides=sides,
        cut_ends=ends,
        filled=round(_filled(np.asarray(grey, np.uint8)), 3),
        coloured=round(strong, 3),
        pale=round(pale, 3),
        hues=hues,
        strips=_strips(np.asarray(grey, np.uint8)),
    )


def _colours(small: Pixels) -> tuple[float, float, int]:
    """Shares of pixels in strong colours that are not nearly black, and of light ones in none; and
    how many hues there are among those that are stronger still."""
    hue, saturation, value = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2HSV))
    strong = (saturation > STRONG) & (value > DARK)
    pale = (saturation < WEAK) & (value > LIGHT)
    vivid = hue[(saturation > VIVID) & (value > BRIGHT)]
    shares = np.bincount(vivid // HUE, minlength=1) / hue.size
    return float(np.mean(strong)), float(np.mean(pale)), int(np.sum(shares >= SHOWN))


def _filled(grey: Grey) -> float:
    """Share of tiles in which something is drawn, on a small copy that blur leaves as it is."""
    scale = FILLED_SIDE / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    tiles = _tiles(np.asarray(small, np.uint8), TILE)
    if not tiles.size:
        return 1.0
    spans = tiles.max(axis=(1, 3)).astype(int) - tiles.min(axis=(1, 3))
    return float(np.mean(spans > FLAT))


def _strips(grey: Grey) -> int:
    """How many strips of print lie one beside the other across the page, as lines of text do
    however blurred and turned; 0 where something broader stands among them, as a picture or a code
    to scan."""
    scale = FILLED_SIDE / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return max(_strips_along(np.asarray(one, np.uint8)) for one in (small, small.T))


def _strips_along(small: Grey) -> int:
    printed = small.max(axis=1).astype(int) - small.min(axis=1) > PRINTED
    edges = np.flatnonzero(np.diff(np.concatenate(([0], printed.astype(np.int8), [0]))))
    breadths = (edges[1::2] - edges[::2]) / small.shape[0]
    return int(np.sum(breadths <= STRIP)) if np.all(breadths <= BROAD) else 0


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
        return _focus(small)
    return float(np.median([cv2.Laplacian(patch, cv2.CV_64F).var() for patch in patches]))


def _focus(small: Grey) -> float:
    """The same of a page without text, where something is drawn on it: a few strokes on bare paper
    are as sharp as many; the whole page where nothing stands out."""
    edges = cv2.Laplacian(small, cv2.CV_64F)
    drawn = _tiles(small, DRAWN_SIDE)
    if not drawn.size:
        return float(edges.var())
    stand_out = drawn.max(axis=(1, 3)).astype(int) - drawn.min(axis=(1, 3)) > OUT
    if not np.any(stand_out):
        return float(edges.var())
    return float(np.median(_tiles(edges, DRAWN_SIDE).var(axis=(1, 3))[stand_out]))


def _tiles(array: npt.NDArray[Any], side: int) -> npt.NDArray[Any]:
    """Shape (rows, side, columns, side): what does not fill a tile is left out."""
    rows, columns = array.shape[0] // side, array.shape[1] // side
    return array[: rows * side, : columns * side].reshape(rows, side, columns, side)


def _text_contrast(small: Grey, lines: tuple[Line, ...], scale: float) -> float:
    spans = [float(np.ptp(patch)) for patch in _patches(small, lines, scale)]
    return float(np.median(spans)) if spans else 0.0


def look_of(image: Pixels) -> str:
    """A 256-bit difference hash (hexadecimal) that survives re-saving, scaling and chat apps."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (LOOK_SIDE + 1, LOOK_SIDE), interpolation=cv2.INTER_AREA)
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return np.packbits(bits).tobytes().hex()
