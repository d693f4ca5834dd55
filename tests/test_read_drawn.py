"""What is drawn on a page besides its text layer is read; what the layer says is not read again."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.ingest import pdf
from pipeline.ingest.decode import decode
from pipeline.read.drawn import with_drawn
from pipeline.read.engine import Pixels, Sighting
from pipeline.read.rapid import shared_reader
from schemas.reading import Line
from tests import files
from tests.packcases import font
from tests.sheets import line

LAYER = (line("利息", 60, 60), line("罚息", 60, 160))


class Looking:
    """A reader that keeps what it is shown."""

    name = "looking"
    version = "1"

    def __init__(self, *found: Line, rotation: int = 0) -> None:
        self.found, self.rotation = found, rotation
        self.shown: list[Pixels] = []

    def read(self, image: Pixels) -> Sighting:
        self.shown.append(image)
        return Sighting(self.rotation, self.found)


def page(*texts: tuple[str, int, int]) -> Pixels:
    image = Image.new("RGB", (900, 300), "white")
    pen = ImageDraw.Draw(image)
    for text, x, y in texts:
        pen.text((x, y), text, fill="black", font=font(40))
    return np.asarray(image)


WORDS = (("利息", 60, 55), ("罚息", 60, 155))
FIGURES = (("1,234.56", 600, 55), ("78.90", 600, 155))


def test_a_page_that_is_all_in_its_layer_is_not_read() -> None:
    reader = Looking(line("x", 0, 0))
    assert with_drawn(page(*WORDS), LAYER, reader) == LAYER
    assert not reader.shown


def test_what_the_layer_lacks_is_read_without_what_it_has() -> None:
    reader = Looking(line("1,234.56", 600, 60), line("78.90", 600, 160), line("·", 0, 0))
    found = with_drawn(page(*WORDS, *FIGURES), LAYER, reader)
    assert [one.text for one in found] == ["利息", "1,234.56", "罚息", "78.90"]
    (shown,) = reader.shown
    assert shown[:, :250].min() > 200  # the words of the layer are painted over
    assert shown[:, 600:].min() < 100  # the rest is as it was


def test_what_lies_on_its_side_is_left_alone() -> None:
    reader = Looking(line("x", 600, 60), rotation=90)
    assert with_drawn(page(*WORDS, *FIGURES), LAYER, reader) == LAYER


def test_a_picture_pasted_beside_text_is_read() -> None:
    found = with_drawn(page(*WORDS, *FIGURES), LAYER, shared_reader())
    assert {"1,234.56", "78.90"} <= {one.text for one in found}


@pytest.mark.parametrize(
    ("text", "garbled"),
    [("()*+!,1", False), ("!\"#$%", True), ("3l.O8", True), ("1,234.56", False), ("5G", False),
     ("利息", False), ("OIl", False), ("L1", False)],
)  # fmt: skip
def test_lines_that_decode_to_nothing(text: str, garbled: bool) -> None:
    assert pdf.garbled(text) is garbled


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_letters_that_stand_on_their_side_are_seen_as_a_picture(degrees: int) -> None:
    (turned,) = decode(files.rotated(files.chinese_pdf(), degrees), "a.pdf", "").pages
    assert not turned.lines


def test_the_fields_of_a_form_are_drawn() -> None:
    (empty,) = decode(files.form_pdf(""), "a.pdf", "").pages
    (filled,) = decode(files.form_pdf("1234.56"), "a.pdf", "").pages
    dark = [
        int((np.asarray(Image.open(io.BytesIO(one.picture)).convert("L")) < 100).sum())
        for one in (empty, filled)
    ]
    assert dark[1] > dark[0] + 200
