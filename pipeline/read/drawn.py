"""What is drawn on a page besides its text layer: pasted screenshots, stamps, letters that decode
to nothing.

2026-11-27: a text layer used to be taken for all that a page says. A statement whose amounts were
small pictures, or a screenshot with a caption in letters, lost its debts without a question.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.read.engine import Pixels, Reader
from pipeline.read.view import EDGE_STEP
from schemas.reading import Line

LEAST, MOST = 8, 120
"""Heights of what may be a character, pixels."""
FEW = 5
"""So many marks are no words: a logo, the corners of a frame."""
PAD = 0.3
"""What belongs to a letter around its box, in heights of its line."""


def with_drawn(image: Pixels, lines: Sequence[Line], reader: Reader) -> tuple[Line, ...]:
    """The lines of a text layer and, read by `reader`, those that it does not hold, from the top
    down; the same lines where nothing else is drawn."""
    rest = _without(image, lines)
    if not _shows_marks(rest):
        return tuple(lines)
    seen = reader.read(rest)
    if seen.rotation:
        return tuple(lines)  # A picture that lies on its side in a page that stands upright.
    found = [line for line in seen.lines if any(letter.isalnum() for letter in line.text)]
    return tuple(sorted((*lines, *found), key=lambda line: (line.box.y0, line.box.x0)))


def _without(image: Pixels, lines: Sequence[Line]) -> Pixels:
    """The page with the words of its text layer painted over in the colour around them."""
    rest = image.copy()
    high, wide = image.shape[:2]
    for line in lines:
        box, pad = line.box, round(PAD * line.box.height)
        top, bottom = max(box.y0 - pad // 2, 0), min(box.y1 + pad // 2 + 1, high)
        left, right = max(box.x0 - pad, 0), min(box.x1 + pad + 1, wide)
        if top >= bottom or left >= right:
            continue
        edge = np.concatenate([image[top, left:right], image[bottom - 1, left:right]])
        rest[top:bottom, left:right] = np.median(edge, axis=0)
    return rest


def _shows_marks(rest: Pixels) -> bool:
    """Whether anything like characters is left."""
    grey = cv2.cvtColor(rest, cv2.COLOR_RGB2GRAY)
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    _, marks = cv2.threshold(edges, EDGE_STEP, 255, cv2.THRESH_BINARY)
    stats = cv2.connectedComponentsWithStats(marks, connectivity=8)[2][1:]
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    like = (heights >= LEAST) & (heights <= MOST) & (widths >= 3) & (widths <= 12 * heights)
    return int(like.sum()) > FEW
