"""A round seal on a page without colour: where its ring lies, and how dark its ink is.

A copy or a grey scan shows red ink as grey: paler than print, darker than paper.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
"""Luminance, shape (height, width)."""

ACROSS = 240
"""Pixels across at which a ring is looked for: a twentieth of a second a page."""
SMALLEST, LARGEST = 0.045, 0.2
"""Radius of a seal as a share of the page's width."""
CLOSED = 0.6
"""Share of a circle that must be inked. Seals, washed out ones too: 0.65 and more; words that stand
as if on a circle: 0.55 at most."""
FAINT, CLEAR = 12, 40
"""How much darker than paper ink begins to count, and over how much more it counts in full."""
PAPER = 75
"""Percentile of a page's luminance that is bare paper."""
DARK = 0.6
"""Share of the paper's luminance below which there is print."""
FULL = 20
"""Percentile of the print's luminance that is full print and no edge of a stroke."""
LEAST_PRINT = 200
"""Pixels of print without which its tone cannot be told."""


@dataclass(frozen=True)
class Ring:
    """Centre and radius, pixels of the page."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Tones:
    """Luminance of bare paper, of the seal's ink and of print."""

    paper: float
    seal: float
    printed: float


def ring_on(grey: Grey) -> Ring | None:
    """The ring of the most complete seal of a page; None where there is none."""
    scale = ACROSS / grey.shape[1]
    size = (ACROSS, max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    paper = float(np.percentile(small, PAPER))
    ink = np.clip((paper - small - FAINT) / CLEAR, 0, 1)
    best, found = CLOSED, None
    for radius in range(round(SMALLEST * ACROSS), round(LARGEST * ACROSS) + 1):
        closed = cv2.filter2D(ink, cv2.CV_32F, _circle(radius), borderType=cv2.BORDER_CONSTANT)
        place = int(closed.argmax())
        if closed.flat[place] > best:
            best = float(closed.flat[place])
            y, x = divmod(place, ACROSS)
            found = Ring(x / scale, y / scale, radius / scale)
    return found


def _circle(radius: int) -> npt.NDArray[np.float32]:
    """A kernel that takes the mean along a circle."""
    y, x = np.mgrid[-radius - 1 : radius + 2, -radius - 1 : radius + 2]
    line = np.clip(1 - np.abs(np.hypot(x, y) - radius), 0, 1).astype(np.float32)
    return np.asarray(line / line.sum(), np.float32)


def tones_of(grey: Grey, ring: Ring) -> Tones | None:
    """The tones of a sealed page; None where there is too little print beside the seal."""
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.7), np.uint8)
    paper = float(np.percentile(soft[::4, ::4], PAPER))
    beside = np.ones(soft.shape, bool)
    reach = 1.1 * ring.radius
    top, left = max(0, int(ring.y - reach)), max(0, int(ring.x - reach))
    beside[top : int(ring.y + reach), left : int(ring.x + reach)] = False
    print_ = soft[beside & (soft < DARK * paper)]
    along = _along(soft, ring)
    if len(print_) < LEAST_PRINT or not len(along):
        return None
    return Tones(paper, float(np.median(along)), float(np.percentile(print_, FULL)))


def _along(soft: Grey, ring: Ring) -> Grey:
    """The darkest that the ring is at each of 360 degrees, as far as it lies on the page."""
    turn = np.linspace(0, 2 * np.pi, 360, endpoint=False)[:, None]
    radii = ring.radius * np.linspace(0.94, 1.07, 14)[None, :]
    x = np.rint(ring.x + radii * np.cos(turn)).astype(int)
    y = np.rint(ring.y + radii * np.sin(turn)).astype(int)
    height, width = soft.shape
    on = ((x >= 0) & (x < width) & (y >= 0) & (y < height)).all(axis=1)
    return np.asarray(soft[y[on], x[on]].min(axis=1), np.uint8)
