"""The first reader itself, on small drawn pages: all read, at its place, whichever way up."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.read.engine import Reader
from pipeline.read.rapid import RapidReader, shared_reader
from tests import files
from tests.packcases import font

pytestmark = pytest.mark.engine

WORDS = (
    "花呗账单详情",
    "待还本金 1,234.56",
    "应还利息 98.70",
    "逾期罚息 6.54",
    "最晚还款日 2026-09-10",
)


@pytest.fixture(scope="module")
def reader() -> RapidReader:
    return shared_reader()


def texts(reader: Reader, image: Image.Image) -> list[str]:
    seen = reader.read(np.asarray(image.convert("RGB")))
    return ["".join(line.text.split()) for line in seen.lines]


def test_every_line_is_read_from_the_top_down(reader: RapidReader) -> None:
    assert texts(reader, files.written(WORDS)) == ["".join(text.split()) for text in WORDS]


def test_lines_lie_where_they_were_drawn(reader: RapidReader) -> None:
    seen = reader.read(np.asarray(files.written(WORDS)))
    for number, line in enumerate(seen.lines):
        assert abs(line.box.x0 - 40) < 20
        assert abs(line.box.y0 - (45 + 70 * number)) < 20
        assert len(line.text) == len(line.centres) == len(line.certainties)
        assert list(line.centres) == sorted(line.centres)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_up(rotation: int, reader: RapidReader) -> None:
    lying = files.written([*WORDS, *WORDS]).rotate(rotation, expand=True)
    seen = reader.read(np.asarray(lying))
    assert seen.rotation == rotation
    assert {"".join(line.text.split()) for line in seen.lines} == {
        "".join(text.split()) for text in WORDS
    }


def test_a_blank_page_has_no_lines(reader: RapidReader) -> None:
    assert texts(reader, Image.new("RGB", (400, 400), "white")) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 3), (1, 9000), (40, 30)], ids=str)
def test_a_tiny_picture_does_no_harm(size: tuple[int, int], reader: RapidReader) -> None:
    assert texts(reader, Image.new("RGB", size, "white")) == []


def test_dark_mode_reads_like_light(reader: RapidReader) -> None:
    dark = Image.eval(files.written(WORDS), lambda value: 255 - value)
    assert texts(reader, dark) == ["".join(text.split()) for text in WORDS]


def test_a_long_screenshot_loses_nothing_at_its_seams(reader: RapidReader) -> None:
    """Fitted into 2000 px, one of 1080×7200 lost one field in nine."""
    image = Image.new("RGB", (1080, 5000), "white")
    pen = ImageDraw.Draw(image)
    amounts = [f"{(37 * number * number + 1234) % 90000 / 100 + 10:.2f}" for number in range(66)]
    for number, amount in enumerate(amounts):
        pen.text((60, 40 + 74 * number), f"第{number + 1}期应还", fill="#333333", font=font(34))
        pen.text((760, 40 + 74 * number), amount, fill="#111111", font=font(34))
    seen = texts(reader, image)
    assert [text for text in seen if text.endswith("应还")] == [
        f"第{number}期应还" for number in range(1, 67)
    ]
    assert sorted(text for text in seen if "." in text) == sorted(amounts)


def test_loading_the_engine_tells_nobody_and_starts_nothing() -> None:
    code = (
        "import sys, multiprocessing.process as p\n"
        "def refuse(self): raise SystemExit('a process was started')\n"
        "p.BaseProcess.start = refuse\n"
        "import socket\n"
        "def closed(*a, **k): raise SystemExit('the network was asked')\n"
        "socket.socket.connect = closed\n"
        "from pipeline.read.rapid import shared_reader\n"
        "shared_reader()\n"
        "print(any(n.startswith('openvino_telemetry.') for n in sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False", ran.stderr
