"""Text lines cut out and put together in calls of few shapes: each once, none squeezed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.crops import (
    CROP_HEIGHT,
    END_ROOM,
    MAX_CROP_WIDTH,
    ROOM,
    batches,
    cut_out,
    inked,
    mostly_tall,
    same_ink,
    scaled,
    sides,
    stepped,
    turned,
)

WIDTHS = st.lists(st.integers(1, MAX_CROP_WIDTH), max_size=60)


def quad(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


@given(widths=WIDTHS)
def test_every_crop_is_in_one_batch_that_is_wide_enough(widths: list[int]) -> None:
    made = list(batches(widths))
    assert sorted(place for batch in made for place in batch.places) == list(range(len(widths)))
    assert all(widths[place] <= batch.width for batch in made for place in batch.places)


@given(widths=WIDTHS)
def test_padding_is_little(widths: list[int]) -> None:
    for width in widths:
        assert stepped(width) - width < max(32, 0.13 * width)


def test_the_recogniser_meets_few_shapes() -> None:
    rng = np.random.default_rng(7)
    widths = [int(width) for width in rng.integers(20, MAX_CROP_WIDTH, 4000)]
    shapes = {(len(batch.places), batch.width) for batch in batches(widths)}
    assert len(shapes) <= 55


def test_narrow_crops_share_a_call_and_wide_ones_do_not() -> None:
    made = list(batches([90] * 9 + [250] * 3 + [700] * 2))
    assert [len(batch.places) for batch in made] == [4, 4, 1, 2, 1, 1, 1]


def test_a_crop_has_room_above_and_below() -> None:
    image = np.full((300, 400, 3), 255, np.uint8)
    image[100:150, 50:200] = 0
    crop = cut_out(image, quad(50, 100, 199, 149))
    inked = np.flatnonzero((crop == 0).all(axis=(1, 2)))
    assert len(inked) == 50
    assert inked[0] == pytest.approx(50 * ROOM, abs=1.5)
    assert crop.shape[1] == 150


def test_room_ends_with_the_picture() -> None:
    image = np.zeros((50, 120, 3), np.uint8)
    assert cut_out(image, quad(0, 0, 119, 49)).shape == (50, 120, 3)


def test_a_slanting_line_is_laid_level() -> None:
    image = np.full((200, 300, 3), 255, np.uint8)
    corners = np.array([[50, 50], [250, 80], [245, 110], [45, 80]], np.float32)
    crop = cut_out(image, corners)
    width, height = sides(corners)
    assert crop.shape[1] == round(width)
    assert crop.shape[0] == pytest.approx(height * (1 + 2 * ROOM), abs=1.5)


@pytest.mark.parametrize("shape", [(10, 30), (48, 100), (200, 40), (5, 9000)], ids=str)
def test_crops_come_to_one_height(shape: tuple[int, int]) -> None:
    crop = scaled(np.zeros((*shape, 3), np.uint8))
    assert crop.shape[0] == CROP_HEIGHT
    assert 8 <= crop.shape[1] <= MAX_CROP_WIDTH


def test_text_that_runs_up_the_page_is_tall() -> None:
    assert mostly_tall([quad(10, 10, 40, 300), quad(50, 10, 80, 250)])
    assert not mostly_tall([quad(10, 10, 300, 40), quad(10, 60, 40, 160)])
    assert not mostly_tall([])


def test_turning_twice_is_nothing() -> None:
    one = quad(10, 20, 110, 50)
    assert np.array_equal(turned(turned(one, 400, 300), 400, 300), one)


def drawn(text: str, width: int = 300, ink: int = 0, paper: int = 255) -> np.ndarray:
    """A level crop of CROP_HEIGHT rows with paper around the text."""
    crop = np.full((CROP_HEIGHT, width, 3), paper, np.uint8)
    cv2.putText(crop, text, (60, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (ink, ink, ink), 2)
    return crop


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (240, 20), (110, 170)])
def test_paper_at_the_ends_is_not_read(ink: int, paper: int) -> None:
    crop = drawn("18.42", ink=ink, paper=paper)
    start, end = inked(crop)
    columns = np.flatnonzero((crop[:, :, 0] != paper).any(axis=0))
    assert 0 <= columns[0] - start <= END_ROOM + 2
    assert 0 <= end - 1 - columns[-1] <= END_ROOM + 2


def test_grain_of_a_photo_is_paper_too() -> None:
    grain = np.random.default_rng(3).normal(0, 6, (CROP_HEIGHT, 300, 1))
    start, end = inked(np.clip(drawn("9.30", paper=220) + grain, 0, 255).astype(np.uint8))
    assert start > 40
    assert end < 180


def test_an_empty_crop_is_read_whole() -> None:
    assert inked(np.full((CROP_HEIGHT, 90, 3), 250, np.uint8)) == (0, 90)


def test_what_looks_the_same_is_read_once() -> None:
    one, other = drawn("35.20"), drawn("35.26")
    moved = np.roll(one, 3, axis=1)[2:]
    assert same_ink([one, other, moved, one]) == [0, 1, 0, 0]


def test_a_dash_is_not_taken_for_an_underline() -> None:
    dash = np.full((CROP_HEIGHT, 60, 3), 255, np.uint8)
    line = dash.copy()
    dash[22:26, 25:29] = 0
    line[40:44, 25:29] = 0
    assert same_ink([dash, line]) == [0, 1]


@pytest.mark.parametrize(
    ("paper", "dark", "pale"),
    [
        ((255, 255, 255), (0, 0, 0), (200, 200, 204)),
        ((0, 0, 0), (255, 255, 255), (150, 0, 0)),
        ((17, 17, 17), (235, 235, 235), (60, 60, 62)),
    ],
    ids=["pale grey", "dark red", "dim grey"],
)
def test_pale_figures_beside_dark_words_are_read_and_told_apart(
    paper: tuple[int, int, int], dark: tuple[int, int, int], pale: tuple[int, int, int]
) -> None:
    crops = []
    for figures in ("12.30", "15.80"):
        crop = np.full((CROP_HEIGHT, 420, 3), paper, np.uint8)
        cv2.putText(crop, "AB", (40, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.0, dark, 2)
        cv2.putText(crop, figures, (220, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.0, pale, 2)
        crops.append(crop)
    inks = np.flatnonzero((crops[0] != np.array(paper)).any(axis=(0, 2)))
    assert inked(crops[0])[1] > inks[-1]
    assert same_ink(crops) == [0, 1]
