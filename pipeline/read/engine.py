"""The port that every first reader fits: one method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from schemas.reading import Line

Pixels = npt.NDArray[np.uint8]
"""An RGB picture, shape (height, width, 3)."""


@dataclass(frozen=True)
class Sighting:
    """What an engine saw: degrees clockwise that make the picture upright, lines on that page."""

    rotation: int
    lines: tuple[Line, ...]


class Reader(Protocol):
    """A first reader. `name` and `version` go into every cache key."""

    name: str
    version: str

    def read(self, image: Pixels) -> Sighting:
        """Find which way up `image` is and read every line on it."""
        ...
