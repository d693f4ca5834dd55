"""A piece of a line in its place on the level page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extract.atoms import Atom
from schemas.geometry import Box
from schemas.reading import Line

ROW_OVERLAP = 0.5
"""Share of the lower token's height that must lie in a row for the token to belong to it."""


@dataclass(frozen=True)
class Token:
    """An atom in place: `x0 y0 x1 y1` in the level frame, `line` and `atom` where it came from.

    pane: which part of a wide screen it stands in, from 0
    """

    atom: Atom
    line: Line
    number: int
    x0: float
    y0: float
    x1: float
    y1: float
    row: int = -1
    pane: int = 0

    @property
    def kind(self) -> str:
        return self.atom.kind

    @property
    def text(self) -> str:
        """The characters as they were read."""
        return self.line.text[self.atom.start : self.atom.end].strip()

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    def part(self, start: int, end: int) -> Token:
        """The characters `start`..`end` of the line as a token of words of their own."""
        whole = token_edges(self.line, self.atom.start, self.atom.end)
        left, right = token_edges(self.line, start, end)
        scale = (self.x1 - self.x0) / max(whole[1] - whole[0], 1e-6)
        text = self.atom.text[start - self.atom.start : end - self.atom.start]
        return replace(
            self,
            atom=replace(self.atom, start=start, end=end, text=text),
            x0=self.x0 + (left - whole[0]) * scale,
            x1=self.x0 + (right - whole[0]) * scale,
        )

    def box(self) -> Box:
        """The rectangle around the token on the upright page, pixels."""
        left, right = token_edges(self.line, self.atom.start, self.atom.end)
        x0, y0, x1, y1, x2, y2, x3, y3 = self.line.quad
        xs = [
            x0 + (x1 - x0) * left,
            x0 + (x1 - x0) * right,
            x3 + (x2 - x3) * left,
            x3 + (x2 - x3) * right,
        ]
        ys = [
            y0 + (y1 - y0) * left,
            y0 + (y1 - y0) * right,
            y3 + (y2 - y3) * left,
            y3 + (y2 - y3) * right,
        ]
        return Box(
            x0=max(0, int(min(xs))),
            y0=max(0, int(min(ys))),
            x1=int(max(xs)) + 1,
            y1=int(max(ys)) + 1,
        )


def token_edges(line: Line, start: int, end: int) -> tuple[float, float]:
    """Left and right (0–1 along the line) of the characters `start`..`end`."""
    centres = line.centres
    while start < end - 1 and line.text[start].isspace():
        start += 1
    while end > start + 1 and line.text[end - 1].isspace():
        end -= 1
    left = 0.0 if start == 0 else (centres[start - 1] + centres[start]) / 2
    right = 1.0 if end >= len(centres) else (centres[end - 1] + centres[end]) / 2
    return min(left, right), max(left, right)
