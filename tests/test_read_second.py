"""The second reader: crops of the amounts alone, dark on white, and what it says of them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.read import second
from pipeline.read.engine import Pixels
from pipeline.read.second import Asked, Span, read_again, read_pages_again
from schemas.evidence import EngineReading
from schemas.geometry import Box
from schemas.reading import Line
from tests.packcases import font

AMOUNTS = ("1,234.56", "0.00", "12.30", "987.65", "24", "6,666.61")
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="no Tesseract on this machine"
)


def drawn(
    texts: Sequence[str], ink: str = "black", paper: str = "white", size: int = 36
) -> tuple[Pixels, list[Line]]:
    """Texts one under the other, with lines whose boxes are those of the drawn glyphs."""
    image = Image.new("RGB", (800, 80 * len(texts) + 40), paper)
    pen = ImageDraw.Draw(image)
    lines = []
    for number, text in enumerate(texts):
        place = (50, 30 + 80 * number)
        pen.text(place, text, fill=ink, font=font(size))
        x0, y0, x1, y1 = (int(value) for value in pen.textbbox(place, text, font=font(size)))
        starts = [pen.textlength(text[:end], font=font(size)) for end in range(len(text) + 1)]
        total = starts[-1]
        centres = tuple((a + b) / 2 / total for a, b in pairwise(starts))
        lines.append(
            Line(
                text=text,
                box=Box(x0=x0, y0=y0, x1=x1, y1=y1),
                quad=(x0, y0, x1, y0, x1, y1, x0, y1),
                confidence=0.99,
                centres=centres,
                certainties=(0.99,) * len(text),
            )
        )
    return np.asarray(image), lines


def whole(lines: Sequence[Line]) -> list[Span]:
    return [Span(line, 0, len(line.text)) for line in lines]


def plain(readings: Sequence[EngineReading]) -> list[str]:
    return [reading.text.replace(",", "") for reading in readings]


def test_nothing_asked_nothing_read() -> None:
    assert read_again(np.zeros((10, 10, 3), np.uint8), []) == []


@needs_tesseract
@pytest.mark.engine
@pytest.mark.parametrize(
    ("ink", "paper", "size"),
    [
        pytest.param("black", "white", 36, id="black on white"),
        pytest.param("#ff5000", "white", 36, id="orange"),
        pytest.param("#999999", "white", 30, id="grey and small"),
        pytest.param("white", "#1677ff", 40, id="white on blue"),
        pytest.param("#eeeeee", "#111111", 36, id="dark mode"),
        pytest.param("black", "white", 72, id="large font"),
    ],
)
def test_amounts_are_read_whatever_their_colours(ink: str, paper: str, size: int) -> None:
    image, lines = drawn(AMOUNTS, ink, paper, size)
    assert plain(read_again(image, whole(lines))) == [text.replace(",", "") for text in AMOUNTS]


@needs_tesseract
@pytest.mark.engine
def test_only_the_digits_of_a_line_are_read() -> None:
    image, lines = drawn(["利息：12.30元", "第3期 应还1,234.56"])
    spans = [Span(lines[0], 3, 8), Span(lines[1], 6, 14)]
    assert plain(read_again(image, spans)) == ["12.30", "1234.56"]


@needs_tesseract
@pytest.mark.engine
def test_an_empty_place_reads_as_nothing() -> None:
    image, lines = drawn(["12.30"])
    [reading] = read_again(np.full_like(image, 255), whole(lines))
    assert reading.text == ""


@needs_tesseract
def test_the_second_reader_says_its_version() -> None:
    assert second.second_reader_name().startswith("tesseract ")


class Rows:
    """Stands in for Tesseract: answers from a list, one call after the other."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []

    def __call__(self, sheets: Sequence[Sequence[object]], _tall: int) -> list[list[EngineReading]]:
        self.asked.append(sum(len(crops) for crops in sheets))
        texts = iter(self.answers.pop(0))
        return [
            [EngineReading(engine="fake", text=next(texts), confidence=0.5) for _ in crops]
            for crops in sheets
        ]


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "second_reader_name", lambda: "tesseract 5")


@pytest.mark.usefixtures("named")
def test_one_call_reads_all_amounts_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Rows(["1234.56", "0.00"])
    monkeypatch.setattr(second, "_tesseract", rows)
    image, lines = drawn(["1,234.56", "0.00"])
    assert plain(read_again(image, whole(lines))) == ["1234.56", "0.00"]
    assert rows.asked == [2]


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("again", "kept"),
    [("12.30", "12.30"), ("42.30", "1230"), ("", "1230")],
    ids=["agrees at last", "differs otherwise", "sees nothing"],
)
def test_what_differs_is_looked_at_once_more_and_kept_only_if_it_agrees(
    again: str, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Rows(["1230", "0.00"], [again])
    monkeypatch.setattr(second, "_tesseract", rows)
    image, lines = drawn(["12.30", "0.00"])
    assert plain(read_again(image, whole(lines))) == [kept, "0.00"]
    assert rows.asked == [2, 1]


@pytest.mark.usefixtures("named")
def test_one_start_reads_many_pages_and_what_differs_on_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = Rows(["1230", "0.00", "7.00", "850"], ["12.30", "8.50"])
    monkeypatch.setattr(second, "_tesseract", rows)
    pages = [drawn(texts) for texts in (["12.30", "0.00"], ["7.00"], ["8.50"])]
    asked = [Asked(partial(np.copy, image), tuple(whole(lines))) for image, lines in pages]
    found = read_pages_again([*asked, Asked(asked[0].pixels, ())])
    assert [plain(one) for one in found] == [["12.30", "0.00"], ["7.00"], ["8.50"], []]
    assert rows.asked == [4, 2]


@needs_tesseract
@pytest.mark.engine
def test_pages_read_together_read_as_they_do_alone() -> None:
    pages = [
        drawn(["1,234.56", "0.00", "12.30"], size=30),
        drawn(["99.10"], ink="#ff5000", size=60),
        drawn(["6,666.61", "24", "987.65", "1,000.00"], ink="white", paper="#1677ff"),
    ]
    asked = [Asked(partial(np.copy, image), tuple(whole(lines))) for image, lines in pages]
    together = read_pages_again(asked)
    assert together == [read_again(image, whole(lines)) for image, lines in pages]
    assert plain(together[1]) == ["99.10"]


def test_without_tesseract_the_first_reader_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class First:
        def recognise(self, crops: Sequence[Pixels]) -> list[tuple[str, list[float], list[float]]]:
            return [("¥12.30元", [], [0.9])] * len(crops)

    monkeypatch.setattr(second, "second_reader_name", lambda: "rescaled")
    monkeypatch.setattr("pipeline.read.rapid.shared_reader", First)
    image, lines = drawn(["12.30"])
    [reading] = read_again(image, whole(lines))
    assert (reading.engine, reading.text) == ("rescaled", "12.30")


@pytest.mark.parametrize("languages", [[], ["osd"]], ids=["none", "no English"])
def test_a_tesseract_without_english_digits_is_none(
    languages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/tesseract")
    monkeypatch.setattr("pytesseract.get_languages", lambda: languages)
    assert second.second_reader_name.__wrapped__() == "rescaled"


def test_no_tesseract_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert second.second_reader_name.__wrapped__() == "rescaled"
