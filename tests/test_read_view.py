"""How large the detector sees a page: by the height of its print, within bounds."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pipeline.read.view import (
    LONG_SIDE,
    LONG_SIDE_UNKNOWN,
    MOST_PIXELS,
    SEEN_DRAWN,
    STRIDE,
    text_heights,
    view_of,
    view_size,
)
from tests.packcases import font

WORDS = "本金余额 12,345.67 利息 89.01"


def printed(size: int, width: int = 900, height: int = 1400, pitch: float = 1.8) -> Image.Image:
    """A page of lines in one size."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for top in range(20, height - 2 * size, round(size * pitch)):
        pen.text((30, top), WORDS, fill="#222222", font=font(size))
    return image


@pytest.mark.parametrize("size", [16, 24, 36, 60])
def test_height_of_print_follows_its_size(size: int) -> None:
    heights = text_heights(np.asarray(printed(size)))
    assert heights is not None
    assert 0.6 * size <= heights[1] <= 1.05 * size


def test_wide_pages_measure_like_narrow_ones() -> None:
    wide = text_heights(np.asarray(printed(40, width=1800)))
    narrow = text_heights(np.asarray(printed(20)))
    assert wide is not None
    assert narrow is not None
    assert abs(wide[1] - 2 * narrow[1]) <= 6


def test_dark_pages_measure_like_light_ones() -> None:
    light = printed(30)
    dark = Image.eval(light, lambda value: 255 - value)
    assert text_heights(np.asarray(dark)) == text_heights(np.asarray(light))


@pytest.mark.parametrize("size", [(400, 400), (1, 1), (1, 9000), (9000, 3)], ids=str)
def test_nothing_is_said_of_a_page_without_print(size: tuple[int, int]) -> None:
    assert text_heights(np.asarray(Image.new("RGB", size, "white"))) is None


def test_large_print_is_seen_small_and_small_print_large() -> None:
    small, large = (view_of(np.asarray(printed(size))).scale for size in (20, 36))
    assert large < 0.45 < 0.65 < small
    heights = text_heights(np.asarray(printed(36)))
    assert heights is not None
    assert heights[1] * large >= SEEN_DRAWN[1] - 0.01


def test_a_photo_is_seen_larger_than_a_screenshot() -> None:
    page = np.asarray(printed(36))
    grain = np.random.default_rng(3).normal(0, 5, page.shape)
    photo = np.clip(page + grain, 0, 255).astype(np.uint8)
    assert view_of(photo).scale > 1.15 * view_of(page).scale


def test_a_page_is_never_enlarged() -> None:
    assert view_of(np.asarray(printed(9))).scale == 1.0


def test_a_blurred_page_is_seen_as_large_as_memory_allows() -> None:
    blurred = printed(40, 3000, 4000).filter(ImageFilter.GaussianBlur(14))
    view = view_of(np.asarray(blurred))
    assert text_heights(np.asarray(blurred)) is None
    assert 4000 * view.scale <= LONG_SIDE_UNKNOWN
    assert 3000 * 4000 * view.scale**2 <= MOST_PIXELS * 1.01


def test_a_large_page_of_small_print_is_seen_in_parts() -> None:
    view = view_of(np.asarray(printed(22, 2400, 3200)))
    assert 3200 * view.scale <= LONG_SIDE
    assert view.rows < 3200
    assert view.rows * 2400 * view.scale**2 <= MOST_PIXELS


@pytest.mark.parametrize(
    "shape", [(2340, 1080), (1, 1), (9000, 1), (3, 400), (329, 1400), (64, 64)], ids=str
)
@pytest.mark.parametrize("scale", [1.0, 0.45])
def test_sizes_fit_the_detector(shape: tuple[int, int], scale: float) -> None:
    width, height = view_size(np.zeros((*shape, 3), np.uint8), scale)
    assert width % STRIDE == height % STRIDE == 0
    assert min(width, height) >= 2 * STRIDE
    assert max(width, height) <= LONG_SIDE


def test_a_part_keeps_its_shape() -> None:
    width, height = view_size(np.zeros((2340, 1080, 3), np.uint8), 0.5)
    assert width >= 540
    assert abs(height / width - 2340 / 1080) < 0.05
