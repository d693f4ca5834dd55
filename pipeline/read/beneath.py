"""The words beneath a red seal, read again with its ink taken away."""

from __future__ import annotations

import numpy as np

from pipeline.read.engine import Pixels, Reader
from schemas.geometry import Box
from schemas.reading import Line

REVISION = 1
"""Raise when what `lines_beneath` returns for the same picture changes."""
AROUND = 0.25
"""How far above and below the seal is looked, as a share of its height."""
PAPER = 80
"""Percentile of a band's lightness that is bare paper."""
BLACK, WHITE = 0.25, 0.6
"""Shares of the paper's lightness at and below which is black, at and above which is white."""


def lines_beneath(image: Pixels, seal: Box, reader: Reader) -> tuple[Line, ...]:
    """The lines of the band that a seal stands in, with boxes on the whole upright page.

    Empty where the band alone looks turned: then nothing on it can be trusted.
    """
    top, bottom = band_of(image.shape[0], seal)
    bare = np.full_like(image, 255)
    bare[top:bottom] = without_red(image[top:bottom])
    seen = reader.read(bare)
    return () if seen.rotation else seen.lines


def band_of(height: int, seal: Box) -> tuple[int, int]:
    """First row and the row after the last."""
    around = int((seal.y1 - seal.y0) * AROUND)
    return max(0, int(seal.y0) - around), min(height, int(seal.y1) + around)


def without_red(band: Pixels) -> Pixels:
    """Red ink is as light as paper in its lightest channel; black ink is dark in all three."""
    light = band.max(axis=2).astype(np.float32)
    paper = max(float(np.percentile(light, PAPER)), 1.0)
    spread = (light / paper - BLACK) / (WHITE - BLACK)
    grey = (np.clip(spread, 0, 1) * 255).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)
