"""Figures cut out of their line: dark on white, of one height, without their neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from pipeline.read.engine import Pixels
from pipeline.read.figures import Grey, Span, figures_of
from schemas.geometry import Box
from schemas.reading import Line
from tests.test_read_second import drawn

TALL = 24


def cut(image: Pixels, line: Line, start: int = 0, end: int | None = None) -> Grey:
    return figures_of(image, Span(line, start, len(line.text) if end is None else end), TALL)


def inked(crop: Grey, axis: int) -> np.ndarray:
    """Columns (axis 0) or rows (axis 1) that hold ink."""
    return np.flatnonzero((crop < 128).any(axis=axis))


def marks(crop: Grey) -> int:
    """Runs of inked columns: figures and points that stand apart."""
    return 1 + int((np.diff(inked(crop, 0)) > 1).sum())


@pytest.mark.parametrize("paper", ["white", "black", "#1677ff", "#eeeeee", "#c9a0a0"])
def test_crops_are_dark_on_white(paper: str) -> None:
    ink = "white" if paper in ("black", "#1677ff") else "black"
    image, lines = drawn(["1,234.56"], ink, paper)
    crop = cut(image, lines[0])
    assert np.median(crop) == 255
    assert crop.min() < 60


@pytest.mark.parametrize("size", [18, 36, 90])
def test_figures_come_to_one_height(size: int) -> None:
    image, [line] = drawn(["1234.56"], size=size)
    rows = inked(cut(image, line), 1)
    assert abs(len(rows) - TALL) <= 3


@pytest.mark.parametrize("before", ["¥", "CNY ", "利息", "￥"])
def test_neither_the_word_before_nor_the_first_figure_is_cut(before: str) -> None:
    """Half a 9 is a 3: cut at the middle of a space, the first figure was."""
    image, [line] = drawn([f"{before}9,301.74元"])
    crop = cut(image, line, len(before), len(before) + 8)
    alone_image, [alone] = drawn(["9,301.74"])
    assert abs(marks(crop) - marks(cut(alone_image, alone))) == 0
    assert abs(crop.shape[1] - cut(alone_image, alone).shape[1]) <= TALL


def test_wide_figures_come_to_the_pitch_of_ordinary_ones() -> None:
    wide_image, [wide] = drawn(["４２１３７．８５"])
    image, [line] = drawn(["42137.85"])
    assert cut(wide_image, wide).shape[1] <= 1.5 * cut(image, line).shape[1]


def test_a_slanting_line_gives_a_level_crop() -> None:
    image, [line] = drawn(["1,234.56"])
    turned = Image.fromarray(image).rotate(-4, center=(50, 50), fillcolor="white")
    slope = np.tan(np.radians(4))
    x0, y0, x1, y1 = line.box.as_list()
    quad = tuple(
        float(value)
        for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        for value in (x, y + slope * (x - 50))
    )
    tilted = line.model_copy(update={"quad": quad})
    crop, level = cut(np.asarray(turned), tilted), cut(image, line)
    assert abs(len(inked(crop, 1)) - len(inked(level, 1))) <= 3


@pytest.mark.parametrize("colour", [0, 128, 255])
def test_a_place_without_figures_gives_a_crop_all_the_same(colour: int) -> None:
    image, [line] = drawn(["12.30"])
    edge = line.model_copy(
        update={
            "box": Box(x0=0, y0=0, x1=100, y1=36),
            "quad": (0.0, 0.0, 100.0, 0.0, 100.0, 36.0, 0.0, 36.0),
        }
    )
    assert cut(np.full_like(image, colour), edge).size > 0
