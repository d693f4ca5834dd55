"""Lines that the picture's border cuts off: their strokes run into it.

Text that merely ends close to the border keeps a sliver of paper before it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from schemas.reading import Line

Grey = npt.NDArray[np.uint8]

REACH = 0.12
"""A line so near the border, in letter heights, is looked at."""
SLIVER = 2
"""Pixels at the border that are no paper where a stroke runs into it."""
STROKE = 60
"""How much a stroke differs from what lies around it (0–255)."""
MIDDLE = (0.2, 0.8)
"""The part of a line's height in which strokes are looked for: ruled lines run above and below."""
RULED = 0.95
"""Share of the rows beside a line, and a little above and below it, in which a rule is seen."""
LONG = 0.4
"""A line over so much of the width counts twice where it is cut along its whole length."""


def cut_lines(grey: Grey, lines: tuple[Line, ...]) -> tuple[int, int]:
    """How many lines the left and right border cut off, and the upper and lower one."""
    height, width = grey.shape
    sides = ends = 0
    for line in lines:
        box, near = line.box, REACH * line.box.height
        top, bottom = (int(box.y0 + share * box.height) for share in MIDDLE)
        patch = grey[box.y0 : box.y1 + 1, box.x0 : box.x1 + 1]
        if not patch.size:
            continue
        paper = float(np.median(patch))
        left, right = box.x0 <= near, box.x1 >= width - 1 - near
        around = slice(max(0, int(box.y0 - near - SLIVER)), int(box.y1 + near + SLIVER))
        sides += any(
            reaches and _struck(border[top:bottom], paper) and not _ruled(border[around], paper)
            for reaches, border in ((left, grey[:, :SLIVER]), (right, grey[:, -SLIVER:]))
        )
        above, below = box.y0 <= near, box.y1 >= height - 1 - near
        if (above and _struck(grey[:SLIVER, box.x0 : box.x1].T, paper)) or (
            below and _struck(grey[-SLIVER:, box.x0 : box.x1].T, paper)
        ):
            ends += 2 if box.width >= LONG * width else 1
    return int(sides), int(ends)


def _ruled(sliver: Grey, paper: float) -> bool:
    """Whether the sliver is dark from above the line to below it, as the frame of a table is."""
    differs = np.abs(sliver.astype(np.int16) - paper) > STROKE
    return bool(differs.any(axis=1).mean() >= RULED)


def _struck(sliver: Grey, paper: float) -> bool:
    """Whether strokes fill the sliver's depth somewhere."""
    if not sliver.size:
        return False
    differs = np.abs(sliver.astype(np.int16) - paper) > STROKE
    return bool(differs.all(axis=1).sum() >= SLIVER)
