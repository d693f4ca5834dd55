"""Other readers in place of the program's own, to see what each part of it is worth.

They are put where the stand-ins of the tests go (`tests/engines.py`): the second reader says what
the first said, so that what is measured is one reader alone.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from pipeline.gather import engine_version
from pipeline.read.engine import Pixels, Reader, Sighting
from schemas.geometry import Box
from schemas.reading import Line
from tests.bench_reading.score import Told
from tests.bench_reading.told import told_of
from tests.engines import Engines, installed

LANGUAGE = "chi_sim"
SEGMENTATION = 11
"""Sparse text: as much as can be found, in no order; the extraction goes by places."""
APART = 1.2
"""Gap between words, in their height, from which they are lines of their own."""
SPACE = 0.35
"""Gap from which there is a space between them."""
Word = dict[str, Any]
"""left, top, width, height (pixels), text, conf (0–100)."""


class FirstReader:
    """The program's own first reader; its models are loaded when a page is not in the cache."""

    def __init__(self) -> None:
        self.name, self.version = engine_version()

    def read(self, image: Pixels) -> Sighting:
        from pipeline.read.rapid import shared_reader

        return shared_reader().read(image)


class TesseractReader:
    """Tesseract over the whole page, as a program without a neural detector would have it.

    Takes pages for upright, which those of the measurement are.
    """

    def __init__(self) -> None:
        import pytesseract

        self.name = "tesseract-page"
        self.version = f"{pytesseract.get_tesseract_version()}/{LANGUAGE}/{SEGMENTATION}"

    def read(self, image: Pixels) -> Sighting:
        import pytesseract

        os.environ["OMP_THREAD_LIMIT"] = "1"
        table = pytesseract.image_to_data(
            image,
            lang=LANGUAGE,
            config=f"--psm {SEGMENTATION}",
            output_type=pytesseract.Output.DICT,
        )
        columns = [table[key] for key in (*PLACE, *WORD)]
        rows = [dict(zip((*PLACE, *WORD), row, strict=True)) for row in zip(*columns, strict=True)]
        return Sighting(0, tuple(lines_of(rows)))


PLACE = ("block_num", "par_num", "line_num")
WORD = ("left", "top", "width", "height", "text", "conf")
READERS: Mapping[str, type[Reader]] = {"first": FirstReader, "tesseract": TesseractReader}
TITLES = {"first": "first reader alone", "tesseract": "tesseract alone"}


def lacking(name: str) -> str:
    """What must be installed before the reader can be tried, "" where nothing."""
    if name != "tesseract":
        return ""
    if shutil.which("tesseract") is None:
        return "tesseract"
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    )
    return "" if LANGUAGE in listed.stdout.split() else f"tesseract's {LANGUAGE} data"


def told_by(name: str, folder: Path, files: Sequence[str], cache: Path) -> dict[str, Told]:
    """What the program says when it reads with `name`, in this process."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        installed(Engines(reader=READERS[name]()), monkeypatch)
        return told_of(folder, files, cache, 1)


def told_by_many(
    name: str, folder: Path, files: Sequence[str], cache: Path, jobs: int
) -> dict[str, Told]:
    """The same, spread over `jobs` processes."""
    shares = [share for place in range(jobs) if (share := files[place::jobs])]
    context = multiprocessing.get_context("spawn")
    work = partial(told_by, name, folder, cache=cache)
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        return {file: told for part in pool.map(work, shares) for file, told in part.items()}


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Tesseract's words → runs of text as a detector would find them, top to bottom."""
    seen = [word for word in words if word["text"].strip() and float(word["conf"]) >= 0]
    lines = []
    for _, held in groupby(seen, key=lambda word: tuple(word.get(key, 0) for key in PLACE)):
        run: list[Word] = []
        for word in held:
            if run and _gap(run[-1], word) > APART:
                lines.append(_line(run))
                run = []
            run.append(word)
        lines.append(_line(run))
    return sorted(lines, key=lambda line: (line.box.y0, line.box.x0))


def _gap(before: Word, word: Word) -> float:
    distance = word["left"] - before["left"] - before["width"]
    return float(distance / max(before["height"], word["height"], 1))


def _line(run: Sequence[Word]) -> Line:
    left, right = run[0]["left"], max(word["left"] + word["width"] for word in run)
    top, bottom = (
        min(word["top"] for word in run),
        max(word["top"] + word["height"] for word in run),
    )
    text, centres, certainties = "", [], []
    for place, word in enumerate(run):
        if place and _gap(run[place - 1], word) > SPACE:
            text += " "
            centres.append((run[place - 1]["left"] + run[place - 1]["width"] + word["left"]) / 2)
            certainties.append(1.0)
        text += word["text"]
        centres += _centres(word)
        certainties += [min(float(word["conf"]) / 100, 1.0)] * len(word["text"])
    width = max(right - left, 1)
    return Line(
        text=text,
        box=Box(x0=left, y0=top, x1=right, y1=bottom),
        quad=_quad(run, left, right),
        confidence=statistics.fmean(certainties),
        centres=tuple(min(max((x - left) / width, 0.0), 1.0) for x in centres),
        certainties=tuple(certainties),
    )


def _centres(word: Word) -> list[float]:
    """x of each character, a Chinese one taken for twice as wide as others."""
    widths = [1.0 if ord(mark) > 0x2E80 else 0.5 for mark in word["text"]]
    step, x, found = word["width"] / sum(widths), float(word["left"]), []
    for width in widths:
        found.append(x + width * step / 2)
        x += width * step
    return found


def _quad(run: Sequence[Word], left: int, right: int) -> tuple[float, ...]:
    """As high as most words are, with the slant from the first word to the last."""
    half = statistics.median(word["height"] for word in run) / 2
    first, last = (word["top"] + word["height"] / 2 for word in (run[0], run[-1]))
    if len(run) < 3:  # a lone comma would tilt it
        first = last = (first + last) / 2
    return (left, first - half, right, last - half, right, last + half, left, first + half)
