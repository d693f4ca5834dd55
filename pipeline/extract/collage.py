"""Several screens of a phone in one picture, told by their status bars: a clock, and signal or
battery at the same height.

Pictures put together like that (拼图) are common: one file is easier to send than four.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from schemas.geometry import Box
from schemas.reading import Line, Reading

_CLOCK = re.compile(r"\s*(?:[01]?\d|2[0-3])[:：][0-5]\d\s*")
_STATUS = re.compile(r"\s*(?:HD|VoLTE|Wi-?Fi|[1-9]?\d%?|100%?|[1-9]?\d%.*|.*[345]G.*)\s*", re.I)


def collage_of(reading: Reading) -> tuple[Reading, ...]:
    """The screens of a picture, each with the lines of the others empty; () where it is one."""
    bars = sorted(_bars(reading.lines), key=lambda box: (box.y0, box.x0))
    if len(bars) < 2:
        return ()
    rows: list[list[Box]] = [[bars[0]]]
    for bar in bars[1:]:
        level = abs(bar.y0 - rows[-1][0].y0) < bar.height
        rows = [*rows[:-1], [*rows[-1], bar]] if level else [*rows, [bar]]
    high = max(line.box.y1 for line in reading.lines)
    wide = max(line.box.x1 for line in reading.lines)
    tops = [0, *(row[0].y0 - row[0].height for row in rows[1:]), high + 1]
    screens = []
    for row, (top, bottom) in zip(rows, pairwise(tops), strict=True):
        clocks = sorted(row, key=lambda box: box.x0)
        lefts = [0, *(clock.x0 - clock.height for clock in clocks[1:]), wide + 1]
        screens += [_within(reading, left, top, right, bottom) for left, right in pairwise(lefts)]
    return tuple(screens)


def _bars(lines: Sequence[Line]) -> Iterator[Box]:
    """The clocks of status bars: something else of such a bar stands right of them, level."""
    for line in lines:
        if _CLOCK.fullmatch(line.text) and any(
            _STATUS.fullmatch(other.text)
            and other.box.x0 > line.box.x1 + 2 * line.box.height
            and abs(other.box.y0 + other.box.y1 - line.box.y0 - line.box.y1) < 1.5 * line.box.height
            for other in lines
        ):
            yield line.box


def _within(reading: Reading, left: float, top: float, right: float, bottom: float) -> Reading:
    """The reading with all lines empty whose middle lies outside."""

    def inside(box: Box) -> bool:
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        return left <= x < right and top <= y < bottom

    return reading.part({n for n, line in enumerate(reading.lines) if inside(line.box)})
