"""Long screenshots are cut so that every line is whole in exactly one tile."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.engine import Pixels
from pipeline.read.tiles import TALL, TILE, quietest, row_activity, tiles_of

Rows = list[tuple[int, int]]


def page(height: int, rows: Rows, width: int = 216) -> Pixels:
    """A white page with rows of "text": stripes of black and white."""
    image = np.full((height, width, 3), 255, np.uint8)
    for top, bottom in rows:
        image[top:bottom, 20 : width - 20 : 4] = 0
    return image


def rows_every(height: int, pitch: int, tall: int, start: int = 10) -> Rows:
    return [(top, top + tall) for top in range(start, height - tall, pitch)]


def owners(image: Pixels, row: tuple[int, int]) -> list[bool]:
    """For each tile whose own the row is (its middle lies in it): whether it is whole in it."""
    middle = (row[0] + row[1]) / 2
    return [
        tile.top <= row[0] and row[1] <= tile.bottom
        for tile in tiles_of(image)
        if tile.first <= middle < tile.last
    ]


@pytest.mark.parametrize("height", [100, 216, 480, int(TALL * 216)])
def test_a_page_of_usual_shape_is_one_tile(height: int) -> None:
    [tile] = tiles_of(page(height, []))
    assert (tile.top, tile.bottom, tile.first, tile.last) == (0, height, 0, height)


@pytest.mark.parametrize("height", [600, 1440, 1441, 3000])
@pytest.mark.parametrize(("pitch", "tall"), [(18, 8), (30, 12), (9, 6)], ids=str)
def test_every_row_is_whole_in_exactly_one_tile(height: int, pitch: int, tall: int) -> None:
    rows = rows_every(height, pitch, tall)
    image = page(height, rows)
    assert {row: owners(image, row) for row in rows} == {row: [True] for row in rows}


@settings(max_examples=40, deadline=None)
@given(
    height=st.integers(600, 4000),
    pitch=st.integers(14, 60),
    tall=st.integers(4, 12),
    start=st.integers(0, 50),
)
def test_wherever_rows_stand_none_is_lost_or_read_twice(
    height: int, pitch: int, tall: int, start: int
) -> None:
    rows = rows_every(height, pitch, tall, start)
    image = page(height, rows)
    assert all(owners(image, row) == [True] for row in rows)


def test_tiles_cover_the_page_without_gaps() -> None:
    tiles = tiles_of(page(3000, rows_every(3000, 30, 12)))
    assert (tiles[0].first, tiles[-1].last) == (0, 3000)
    assert all(a.last == b.first for a, b in pairwise(tiles))
    assert all(tile.bottom - tile.top <= 2 * TILE * 216 for tile in tiles)


def test_cuts_lie_in_quiet_rows() -> None:
    image = page(3000, rows_every(3000, 30, 12))
    activity = row_activity(image)
    assert all(activity[tile.last] < 1 for tile in tiles_of(image)[:-1])


def test_a_page_without_any_quiet_row_is_cut_all_the_same() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (2000, 216, 3), np.uint8)
    tiles = tiles_of(noise)
    assert len(tiles) > 1
    assert tiles[-1].last == 2000


@pytest.mark.parametrize("width", [1, 2, 3, 5])
def test_a_thread_of_a_picture_is_never_cut(width: int) -> None:
    [tile] = tiles_of(np.zeros((400, width, 3), np.uint8))
    assert (tile.first, tile.last) == (0, 400)


def test_the_quietest_row_is_in_the_middle_of_the_quiet() -> None:
    activity = np.array([5, 5, 0, 0, 0, 5, 5], np.float32)
    assert quietest(activity, 0, 7) == 3


def test_dark_pages_are_cut_like_light_ones() -> None:
    rows = rows_every(3000, 30, 12)
    image = 255 - page(3000, rows)
    assert all(owners(image, row) == [True] for row in rows)


@pytest.mark.parametrize("most", [120, 200, 260])
@pytest.mark.parametrize("height", [300, 500, 1200])
def test_a_page_seen_in_parts_loses_no_row(height: int, most: int) -> None:
    rows = rows_every(height, 18, 8)
    image = page(height, rows)
    made = tiles_of(image, most)
    assert (made[0].first, made[-1].last) == (0, height)
    assert all(tile.last == after.first for tile, after in pairwise(made))
    assert len(made) >= round(height / max(most, 108))
    middles = [(top + bottom) / 2 for top, bottom in rows]
    for (top, bottom), middle in zip(rows, middles, strict=True):
        [own] = [tile for tile in made if tile.first <= middle < tile.last]
        assert own.top <= top
        assert bottom <= own.bottom


def test_a_page_of_few_rows_is_not_cut() -> None:
    assert len(tiles_of(page(300, []), 300)) == 1
    assert len(tiles_of(page(301, []), 300)) == 2
