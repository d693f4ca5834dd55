"""How the text of a page slants, and where it would stand if the page lay straight.

A photo's lines slant and fan out. Each line's own corners tell its slope; a smooth fit of slope
over the page gives a frame in which rows are level.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from schemas.reading import Line

FEW = 6
"""With fewer long lines than that, short ones tell how a page slants; boxes around slanting ones
are higher than the words.
"""
EVEN = 0.03
"""Weight of an even slope beside that of one line: how far a line's slope errs, over how far the
slope differs from the middle of a photo to its edge, squared (0.005 and 0.03).
"""


class Level:
    """Slope of the text as a linear function of place, fitted over the long lines."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        rows = [
            (line, line.quad) for line in lines if line.box.width > 2.5 * max(line.box.height, 1)
        ]
        if len(rows) < FEW:
            rows = [(line, line.quad) for line in lines if _length(line) > 2 * _height(line)]
        self.middle = (0.0, 0.0)
        self.fit: npt.NDArray[np.float64] = np.zeros(3)
        if len(rows) < 3:
            return
        quads = np.array([quad for _, quad in rows], np.float64).reshape(-1, 4, 2)
        ends = (quads[:, 1] + quads[:, 2]) / 2 - (quads[:, 0] + quads[:, 3]) / 2
        slopes = ends[:, 1] / np.maximum(ends[:, 0], 1)
        weights = ends[:, 0]
        places = quads.mean(axis=1)
        self.middle = (float(places[:, 0].mean()), float(places[:, 1].mean()))
        median = float(np.median(slopes))
        keep = np.abs(slopes - median) < 0.06
        if np.abs(slopes[keep]).max(initial=0.0) < 0.004:
            return
        offsets = places[keep] - np.array(self.middle)
        table = np.column_stack([np.ones(keep.sum()), offsets])
        if keep.sum() < 6:
            self.fit = np.array([median, 0.0, 0.0])
            return
        root = np.sqrt(weights[keep] / weights[keep].mean())
        # Where the lines stand over each other they do not tell how the slope goes across.
        spans = np.ptp([line.quad[:2] for line in lines], axis=0) / 2
        even = np.sqrt(EVEN) * np.array([[0.0, spans[0], 0.0], [0.0, 0.0, spans[1]]])
        rows_of_fit = np.vstack([table * root[:, None], even])
        wanted = np.concatenate([slopes[keep] * root, np.zeros(2)])
        self.fit = np.linalg.lstsq(rows_of_fit, wanted, rcond=None)[0]

    def box(self, line: Line) -> tuple[float, float, float, float]:
        """Where the line would stand on a page that lies straight: x0, y0, x1, y1."""
        if not self.fit.any():
            x0, y0, x1, y1 = line.box.as_list()
            return float(x0), float(y0), float(x1), float(y1)
        corners = [self._levelled(line.quad[place], line.quad[place + 1]) for place in (0, 2, 4, 6)]
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
        return (ax + dx) / 2, (ay + by) / 2, (bx + cx) / 2, (cy + dy) / 2

    def _levelled(self, x: float, y: float) -> tuple[float, float]:
        """Follow the text's slope from (x, y) to the middle column; that height is its level."""
        dx, dy = x - self.middle[0], y - self.middle[1]
        slope = self.fit[0] + self.fit[1] * dx / 2 + self.fit[2] * dy
        turn = float(self.fit[0])
        return x + turn * dy, y - float(slope) * dx


def _length(line: Line) -> float:
    x0, y0, x1, y1 = line.quad[:4]
    return float(np.hypot(x1 - x0, y1 - y0))


def _height(line: Line) -> float:
    x0, y0, x3, y3 = *line.quad[:2], *line.quad[6:]
    return max(float(np.hypot(x3 - x0, y3 - y0)), 1.0)
