"""One raw page → an upright Page with its picture, its measures and its reading."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageFilter

from pipeline.ingest.quality import look_of
from pipeline.read.engine import Pixels, Sighting
from pipeline.read.page import PageJob, ReadPage, pixels_of, read_page
from schemas.reading import Line
from schemas.source import PageRef
from tests import files, sheets

REF = PageRef(path="a.jpg", page=1)
WORDS = ("花呗", "本金 1,000.00", "利息 12.30", "罚息 4.50")


class Turned:
    """A reader that finds a page lying on its side."""

    name = "turned"
    version = "1"

    def __init__(self, rotation: int = 0, lines: tuple[Line, ...] = ()) -> None:
        self.rotation = rotation
        self.lines = lines
        self.calls = 0

    def read(self, _image: Pixels) -> Sighting:
        self.calls += 1
        return Sighting(self.rotation, self.lines)


def read(
    image: Image.Image,
    *,
    reader: Turned | None = None,
    form: str = "photo",
    lines: tuple[Line, ...] = (),
    turned: int = 0,
) -> ReadPage:
    job = PageJob(REF, files.jpeg(image), form, "2026-11-01", lines, turned)
    return read_page(job, "digest", reader or Turned())


def lines_of(image: Image.Image) -> tuple[Line, ...]:
    """The lines of `files.written(WORDS)` at their places."""
    return tuple(sheets.line(text, 40, 40 + 70 * n, 36) for n, text in enumerate(WORDS))


def test_an_upright_page_keeps_its_picture() -> None:
    done = read(files.picture())
    assert done.picture is None
    assert (done.page.image, done.page.width, done.page.height) == ("digest", 120, 80)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_stored_upright(rotation: int) -> None:
    lying = files.picture().rotate(rotation, expand=True)  # counterclockwise
    done = read(lying, reader=Turned(rotation))
    assert done.picture is not None
    upright = np.asarray(Image.open(io.BytesIO(done.picture)))
    assert upright.shape == (80, 120, 3)
    assert upright[20, 30, 1] < 110
    assert upright[60, 90, 1] > 200
    assert done.page.rotation == rotation


def test_what_the_camera_asked_for_and_what_was_seen_add_up() -> None:
    assert read(files.picture(), reader=Turned(270), turned=180).page.rotation == 90


def test_a_text_layer_is_used_and_nothing_is_read() -> None:
    reader = Turned()
    done = read(files.written(WORDS), reader=reader, lines=lines_of(files.written(WORDS)))
    assert reader.calls == 0
    assert done.reading.engine == "text"
    assert [line.text for line in done.reading.lines] == list(WORDS)


def test_what_a_reader_saw_carries_its_name() -> None:
    line = sheets.line("利息", 0, 0)
    done = read(files.picture(), reader=Turned(0, (line,)))
    assert (done.reading.engine, done.reading.ref, done.reading.lines) == ("turned", REF, (line,))


def grainy(image: Image.Image, grey: bool = False) -> Image.Image:
    """The picture as a camera or scanner takes it."""
    shape = (image.height, image.width, 1 if grey else 3)
    noise = np.random.default_rng(1).normal(0, 6, shape)
    tint = 0 if grey else np.array([0, -8, -20])
    pixels = np.asarray(image, np.float64) * 0.9 + noise + tint
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("image", "said", "form"),
    [
        pytest.param(files.written(WORDS), "screenshot", "screenshot", id="drawn"),
        pytest.param(files.written(WORDS), "photo", "screenshot", id="drawn but square"),
        pytest.param(grainy(files.written(WORDS)), "screenshot", "photo", id="tall photo"),
        pytest.param(grainy(files.written(WORDS), grey=True), "screenshot", "scan", id="tall scan"),
        pytest.param(grainy(files.written(WORDS)), "photo", "photo", id="photo"),
        pytest.param(grainy(files.written(WORDS)), "electronic", "electronic", id="never doubted"),
    ],
)
def test_form_is_told_by_grain(image: Image.Image, said: str, form: str) -> None:
    assert read(image, form=said).page.form == form


# --- measures -------------------------------------------------------------------------------------


def sharpness(image: Image.Image) -> float:
    return read(image, reader=Turned(0, lines_of(image))).page.quality.sharpness


def test_blur_lowers_sharpness() -> None:
    sharp = files.written(WORDS)
    assert sharpness(sharp.filter(ImageFilter.GaussianBlur(4))) < 0.05 * sharpness(sharp)


def test_fading_lowers_contrast() -> None:
    image = files.written(WORDS)
    faded = image.point(lambda value: 200 + value // 5)

    def contrast(one: Image.Image) -> float:
        return read(one, reader=Turned(0, lines_of(one))).page.quality.contrast

    assert contrast(faded) < 70 < contrast(image)


def test_glare_is_a_bright_spot_on_a_page_that_is_none() -> None:
    grey = Image.new("RGB", (400, 400), (150, 150, 150))
    lit = grey.copy()
    lit.paste((255, 255, 255), (60, 60, 260, 260))
    assert read(grey).page.quality.glare == 0
    assert read(lit).page.quality.glare > 0.1


def test_white_paper_is_no_glare() -> None:
    assert read(files.written(WORDS)).page.quality.glare == 0


def test_height_of_the_text() -> None:
    done = read(files.written(WORDS), reader=Turned(0, lines_of(files.written(WORDS))))
    assert done.page.quality.text_height == 36
    assert read(files.written(WORDS)).page.quality.text_height == 0


def bits_apart(one: Image.Image, other: Image.Image) -> int:
    looks = [int(look_of(np.asarray(image.convert("RGB"))), 16) for image in (one, other)]
    return (looks[0] ^ looks[1]).bit_count()


def test_a_look_survives_saving_again_and_shrinking() -> None:
    image = grainy(files.written(WORDS))
    again = Image.open(io.BytesIO(files.jpeg(image.resize((360, image.height // 2)))))
    assert bits_apart(image, again) <= 26


def test_a_look_tells_pictures_apart() -> None:
    image = files.written(WORDS)
    assert bits_apart(image, image.rotate(180)) > 26


@pytest.mark.parametrize("data", [files.jpeg(), files.png(files.picture(mode="L"))])
def test_pixels_are_rgb(data: bytes) -> None:
    assert pixels_of(data).shape == (80, 120, 3)
