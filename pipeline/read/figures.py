"""The figures of one amount cut out of a page, as a second reader likes them best.

Dark on white, level, of one height, at the pitch of ordinary type, and nothing of what stands
beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.engine import Pixels
from schemas.reading import Line

Grey = npt.NDArray[np.uint8]
"""Luminance, shape (height, width)."""
Quad = npt.NDArray[np.float32]

STRIP = 64
"""Height to which the line is brought before its figures are cut out."""
END = 0.12
"""How far over a line's end the crop reaches, in line heights: detectors cut close."""
AROUND = 0.25
"""How far over its end the line is looked at, in line heights."""
REACH = 0.16
"""How far from where a cut is expected a gap in the ink is looked for, in line heights."""
CALM = 0.04
"""Ink of a gap, as a share of the darkest column's."""
INK = 128
"""Luminance below which there is ink, once the paper is white."""
PAPER = 60
"""Percentile of luminance that is paper."""
MARGIN = 0.5
"""Paper kept above and below the figures, in their heights."""
WIDEST_GAP = 0.3
"""Paper kept between two figures, in their heights: full-width figures stand farther apart than a
reader of Latin type expects."""
MOST_WIDTH = 2400


@dataclass(frozen=True)
class Span:
    """Characters `start`..`end` of a line: the digits of one amount."""

    line: Line
    start: int
    end: int


@dataclass(frozen=True)
class _Strip:
    """A piece of a line, dark on white, and the columns between which the figures should stand."""

    grey: Grey
    left: float
    right: float
    left_open: bool
    right_open: bool


def figures_of(image: Pixels, span: Span, tall: int) -> Grey:
    """The figures of a span, `tall` pixels high, with paper around them."""
    strip = _strip(image, span)
    cut = _cut(strip)
    rows = (cut < INK).sum(axis=1)
    inked = np.flatnonzero(rows > max(1.0, 0.25 * float(np.percentile(rows, 90))))
    if len(inked) < STRIP // 8:
        return _resized(cut, tall / (0.55 * STRIP))
    height = int(inked[-1] - inked[0]) + 1
    paper = int(MARGIN * height)
    part = cut[max(0, inked[0] - paper) : inked[-1] + 1 + paper]
    part = _resized(_closed_up(part, int(WIDEST_GAP * height)), tall / height)
    side = tall // 5
    bordered = cv2.copyMakeBorder(part, 0, 0, side, side, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(bordered, np.uint8)


def _strip(image: Pixels, span: Span) -> _Strip:
    """The line from the middle of the character before the figures to that of the one after."""
    quad = np.array(span.line.quad, np.float32).reshape(4, 2)
    height = float(np.linalg.norm(quad[3] - quad[0]))
    width = max(float(np.linalg.norm(quad[1] - quad[0])), 1.0)
    text, centres = span.line.text, span.line.centres
    before = next((n for n in range(span.start - 1, -1, -1) if not text[n].isspace()), None)
    after = next((n for n in range(span.end, len(text)) if not text[n].isspace()), None)
    low, high = -AROUND * height / width, 1.0 + AROUND * height / width
    left, right = -END * height / width, 1.0 + END * height / width
    if before is not None:
        low = centres[before]
        left = low + (centres[span.start] - low) * _share(text[before])
    if after is not None:
        high = centres[after]
        right = high - (high - centres[span.end - 1]) * _share(text[after])
    grey = _levelled(image, _between(quad, low, high))
    scale = grey.shape[1] / max(high - low, 1e-6)
    return _Strip(
        _dark_on_white(grey),
        (left - low) * scale,
        (right - low) * scale,
        before is None,
        after is None,
    )


def _share(neighbour: str) -> float:
    """How much of the way from a neighbour's centre to the figure's centre is the neighbour's.

    A Chinese character is twice as wide as a figure.
    """
    return 0.62 if ord(neighbour) > 0x2E80 else 0.5


def _between(quad: Quad, low: float, high: float) -> Quad:
    """The piece of a line's quad from `low` to `high`, shares of its length."""
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = [
        quad[0] + top * low,
        quad[0] + top * high,
        quad[3] + bottom * high,
        quad[3] + bottom * low,
    ]
    return np.array(corners, np.float32)


def _levelled(image: Pixels, corners: Quad) -> Grey:
    """What the quad holds, STRIP pixels high."""
    height = max(float(np.linalg.norm(corners[3] - corners[0])), 1.0)
    width = max(float(np.linalg.norm(corners[1] - corners[0])), 1.0)
    scale = STRIP / height
    new = max(8, min(round(width * scale), MOST_WIDTH))
    x0, y0 = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 4, 0)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 5
    part = cv2.cvtColor(np.ascontiguousarray(image[y0:y1, x0:x1]), cv2.COLOR_RGB2GRAY)
    if scale < 0.7:
        part = cv2.GaussianBlur(part, (0, 0), 0.4 / scale)
    target = np.array([[0, 0], [new, 0], [new, STRIP], [0, STRIP]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners - np.array([x0, y0], np.float32), target)
    method = cv2.INTER_CUBIC if scale >= 1 else cv2.INTER_AREA
    strip = cv2.warpPerspective(
        part, matrix, (new, STRIP), flags=method, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(strip, np.uint8)


def _dark_on_white(grey: Grey) -> Grey:
    """Ink black, paper white, whichever way it was printed."""
    low, high = np.percentile(grey, (2, 98))
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if float(np.median(border)) < (float(low) + float(high)) / 2:
        grey = np.asarray(255 - grey, np.uint8)
        low = 255 - high
    paper = max(float(np.percentile(grey, PAPER)) - 8, low + 1)
    white = np.clip((grey.astype(np.float32) - low) * 255 / (paper - low), 0, 255)
    return np.asarray(white, np.uint8)


def _cut(strip: _Strip) -> Grey:
    """The figures without their neighbours, cut in the gaps between them."""
    grey = strip.grey
    middle = grey[int(0.15 * STRIP) : int(0.85 * STRIP)]
    ink = (255.0 - middle).mean(axis=0)
    left = max(0, int(strip.left) - 4) if strip.left_open else _gap(ink, strip.left)
    right = int(strip.right) + 4 if strip.right_open else _gap(ink, strip.right)
    if right - left < STRIP // 10:
        left, right = max(0, int(strip.left)), int(strip.right)
    cut = grey[:, left : right + 1]
    return cut if cut.size else grey


def _gap(ink: npt.NDArray[np.floating], expected: float) -> int:
    """The middle of the gap in the ink that is nearest to where it is expected."""
    low = max(0, int(expected - REACH * STRIP))
    window = ink[low : int(expected + REACH * STRIP) + 1]
    if not window.size:
        return int(expected)
    calm = window <= window.min() + CALM * max(float(ink.max()), 1.0)
    steps = np.flatnonzero(np.diff(np.concatenate([[0], calm.astype(np.int8), [0]])))
    gaps = steps.reshape(-1, 2) + np.array([low, low - 1])
    far = np.maximum(np.maximum(gaps[:, 0] - expected, expected - gaps[:, 1]), 0)
    first, last = gaps[int(far.argmin())]
    return int(first + last) // 2


def _closed_up(part: Grey, most: int) -> Grey:
    """The part with at most `most` columns of paper between two figures and beside them."""
    inked = np.asarray((part < INK + 22).any(axis=0))
    if not inked.any():
        return part
    first = int(np.flatnonzero(inked)[0])
    since = np.zeros(inked.size, np.int64)
    for column in range(first + 1, inked.size):
        since[column] = 0 if inked[column] else since[column - 1] + 1
    kept = since <= most
    kept[: max(0, first - most)] = False
    return part[:, kept]


def _resized(part: Grey, scale: float) -> Grey:
    size = (max(6, round(part.shape[1] * scale)), max(6, round(part.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, size, interpolation=method), np.uint8)
