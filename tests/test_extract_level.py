"""Where the text of a slanting photo would stand if the page lay straight, and how words fold."""

from __future__ import annotations

import pytest

from pipeline.extract.folding import fold
from pipeline.extract.level import Level
from schemas.geometry import Box
from schemas.reading import Line


def slanting(text: str, x: int, y: int, wide: int, slope: float, high: int = 40) -> Line:
    """A line whose left end stands at (x, y) and whose right end lies lower by `slope`."""
    down = round(slope * wide)
    quad = (x, y, x + wide, y + down, x + wide, y + down + high, x, y + high)
    return Line(
        text=text,
        box=Box(x0=x, y0=y, x1=x + wide, y1=y + down + high),
        quad=quad,
        confidence=0.99,
        centres=tuple((place + 0.5) / len(text) for place in range(len(text))),
        certainties=(0.99,) * len(text),
    )


def test_lines_over_each_other_do_not_tell_how_the_slope_goes_across() -> None:
    # (middle, top, width, slope) of the headings of a photographed screen, as measured.
    measured = (
        (782, 353, 329, 0.0926), (772, 430, 335, 0.0966), (765, 540, 324, 0.1033),
        (759, 603, 352, 0.0991), (737, 810, 145, 0.1032), (657, 1622, 494, 0.1287),
    )  # fmt: skip
    heads = [
        slanting(
            "最后还款日二〇二六年",
            middle - wide // 2,
            top - round(slope * wide / 2),
            wide,
            slope,
            30,
        )
        for middle, top, wide, slope in measured
    ]
    row = [
        slanting("¥9.86", x, 700 + round(0.104 * (x - 380)), 120, 0.104) for x in (380, 680, 970)
    ]
    level = Level((*heads, *row))
    tops = [level.box(one)[1] for one in row]
    assert max(tops) - min(tops) < 3


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("v19,396.77 >", "¥19,396.77 >"),
        ("Y0.00", "¥0.00"),
        ("V6.2", "v6.2"),
        ("剩余利患", "剩余利息"),
        ("患病", "患病"),
        ("陈利恩", "陈利恩"),
    ],
)
def test_signs_that_are_often_misread(text: str, folded: str) -> None:
    assert fold(text) == folded
