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


NOTHING = "|"
_CUT = {"罚": "息", "利": "息", "违约": "金", "手续": "费", "违": "约金", "滞纳": "金"}
_NAMES = "本金|利息|罚息|违约金|手续费|服务费|滞纳金"
_CUT_END = re.compile(rf"\d元?\s?[+＋,，、 ]?(?P<begun>{'|'.join(_CUT)}|{_NAMES})[:：]?\s*$")
"""How a line ends in the middle of a list of charges: …利息158.40 罚息 / 59.61."""
_PROSE = re.compile("[、，。；;]")
"""A sentence goes on by itself, and says what its figures are."""
_FIGURE = re.compile(r"[¥￥]?\d[\d,]*\.\d\d(?!\d)")


def _ends(begun: str, below: str) -> bool:
    """Whether a line goes on with what another has begun: with the rest of a word, or with the
    figure of a charge."""
    rest = _CUT.get(begun)
    return below.startswith(rest) if rest else _FIGURE.match(below) is not None


def whole_days(lines: Sequence[Line]) -> list[Line]:
    """The lines in order and number, a day broken between two of them made whole in the first, and
    a charge (利息78.41+罚 / 息42.34) in the second."""
    done = list(lines)
    order = sorted(range(len(done)), key=lambda number: done[number].box.y0)
    for number, below in pairwise(order):
        cut = None if _PROSE.search(done[number].text) else _CUT_END.search(done[number].text)
        if cut and _ends(cut["begun"], done[below].text) and _goes_on(done[number], done[below]):
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
    """A line whose characters from `count` on say nothing; all keep their places, so that a second
    reader sees where the figure before them ends."""
    return line.model_copy(update={"text": line.text[:count].ljust(len(line.text), NOTHING)})


def _before(line: Line, begun: str) -> Line:
    """A line with characters before its first, where they have no place of their own."""
    return line.model_copy(
        update={
            "text": begun + line.text,
            "centres": (*[0.0] * len(begun), *line.centres) if line.centres else (),
            "certainties": (*[1.0] * len(begun), *line.certainties) if line.certainties else (),
        }
    )
