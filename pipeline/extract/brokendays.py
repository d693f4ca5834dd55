"""A day that a line breaks in two: 统计截至2026-11- and 24 at the start of the next line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from schemas.reading import Line

_BEGUN = re.compile(r"(?:19|20)\d\d\s?[-./年](?:\s?\d{1,2}\s?[-./月])?\s*$")
_REST = {
    2: re.compile(r"\d{1,2}日?(?![\d.,%％元]|\s?[-/月]\s?\d)"),
    1: re.compile(r"\d{1,2}\s?[-./月]\s?\d{1,2}日?(?![\d.,%％元])"),
}
"""What is left of a day, by how many of its three parts the line before gave."""


_CUT = {"罚": "息", "利": "息", "违约": "金", "手续": "费", "违": "约金", "滞纳": "金"}
_CUT_END = re.compile(rf"[+＋,，、 ](?P<begun>{'|'.join(_CUT)})\s*$")


def whole_days(lines: Sequence[Line]) -> list[Line]:
    """The lines in order and number, a day broken between two of them made whole in the first, and
    a charge (利息78.41+罚 / 息42.34) in the second."""
    done = list(lines)
    order = sorted(range(len(done)), key=lambda number: done[number].box.y0)
    for number, below in pairwise(order):
        cut = _CUT_END.search(done[number].text)
        if cut and done[below].text.startswith(_CUT[cut["begun"]]):
            if _goes_on(done[number], done[below]):
                done[below] = _before(done[below], cut["begun"])
                done[number] = _until(done[number], cut.start("begun"))
            continue
        begun = _BEGUN.search(done[number].text)
        if not begun or not _goes_on(done[number], done[below]):
            continue
        parts = len(re.findall(r"\d+", begun[0]))
        rest = _REST[parts].match(done[below].text)
        if rest:
            done[number] = _with(done[number], done[below], rest.end())
            done[below] = _from(done[below], rest.end())
    return done


def _goes_on(line: Line, below: Line) -> bool:
    """Whether one line is the next one of the same paragraph."""
    high = line.box.y1 - line.box.y0
    lower = below.box.y0 - line.box.y0
    return 0.5 * high < lower < 2.5 * high and below.box.x0 <= line.box.x0 + high


def _with(line: Line, below: Line, count: int) -> Line:
    return line.model_copy(
        update={
            "text": line.text + below.text[:count],
            "centres": (*line.centres, *[1.0] * count),
            "certainties": (*line.certainties, *below.certainties[:count]),
        }
    )


def _from(line: Line, count: int) -> Line:
    return line.model_copy(
        update={
            "text": line.text[count:],
            "centres": line.centres[count:],
            "certainties": line.certainties[count:],
        }
    )


def _until(line: Line, count: int) -> Line:
    return line.model_copy(
        update={
            "text": line.text[:count],
            "centres": line.centres[:count],
            "certainties": line.certainties[:count],
        }
    )


def _before(line: Line, begun: str) -> Line:
    """A line with characters before its first, where they have no place of their own."""
    return line.model_copy(
        update={
            "text": begun + line.text,
            "centres": (*[0.0] * len(begun), *line.centres) if line.centres else (),
            "certainties": (*[1.0] * len(begun), *line.certainties) if line.certainties else (),
        }
    )
