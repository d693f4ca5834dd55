"""Files of several pictures, and pictures of no usable shape."""

from __future__ import annotations

import pytest
from PIL import Image

from pipeline.ingest.decode import decode
from pipeline.ingest.limits import MAX_ASPECT, MAX_FRAMES
from pipeline.ingest.quality import quality_of
from schemas.source import FaultCode
from tests import files


def shade(level: int, size: tuple[int, int] = (120, 80)) -> Image.Image:
    return Image.new("RGB", size, (level, level, level))


def several(kind: str, *images: Image.Image) -> bytes:
    options = {"lossless": True} if kind == "WEBP" else {}
    return files.saved(images[0], kind, save_all=True, append_images=list(images[1:]), **options)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "MPO"])
def test_each_different_picture_is_a_page(kind: str) -> None:
    data = several(kind, shade(250), shade(40), shade(140))
    assert len(decode(data, f"a.{kind.lower()}", "").pages) == 3


def test_a_picture_again_and_a_small_preview_are_no_pages() -> None:
    data = several("MPO", shade(250), shade(248), shade(40, (60, 40)))
    assert len(decode(data, "a.jpg", "").pages) == 1


def test_a_film_gives_its_first_picture() -> None:
    frames = [shade(10 + 8 * number) for number in range(MAX_FRAMES + 4)]
    assert len(decode(several("GIF", *frames), "a.gif", "").pages) == 1


def test_a_thread_of_pixels_is_refused() -> None:
    thin = decode(files.png(shade(200, (2, 2 * MAX_ASPECT + 2))), "a.png", "")
    assert thin.fault is FaultCode.TOO_LARGE
    assert decode(files.png(shade(200, (20, 20 * MAX_ASPECT))), "a.png", "").pages


def test_how_much_of_a_page_is_filled() -> None:
    import numpy as np

    blank = np.full((800, 600, 3), 255, np.uint8)
    written = np.asarray(files.written(["本期应还金额 1,234.56 元，其中利息 12.30 元"] * 12))
    assert quality_of(blank, ()).filled == 0
    assert quality_of(written, ()).filled > 0.5
