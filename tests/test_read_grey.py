"""Dates beneath seals on pages without colour: agreed on by several readings, or left in doubt."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import cv2
import numpy as np
import pytest

from pipeline.read import grey
from pipeline.read.engine import Pixels, Sighting
from pipeline.read.grey import DOUBT, lines_beneath_grey, separations
from pipeline.read.ring import Tones, ring_on, tones_of
from samples import degrade
from samples.papers import work
from samples.papers.base import Paper
from samples.persons import person
from schemas.evidence import EngineReading
from schemas.reading import Line
from tests import sheets

PAPER, SEAL, PRINT = 245, 130, 58
AT = (700, 1000, 150)
"""Where the seal is drawn: centre and radius."""
DAY = "2026年11月16日"


def page(ring: bool = True, seal: int = SEAL) -> Pixels:
    """Bars as of print, above a ring if there is one."""
    drawn = np.full((1400, 1000, 3), PAPER, np.uint8)
    for row in range(150, 700, 130):
        for x in range(100, 880, 60):
            cv2.rectangle(drawn, (x, row), (x + 30, row + 30), (PRINT,) * 3, 5)
    if ring:
        cv2.circle(drawn, AT[:2], AT[2], (seal,) * 3, 8)
    return drawn


def luminance(image: Pixels) -> np.ndarray:
    return image[:, :, 0]


def test_a_grey_ring_is_found_where_it_is() -> None:
    ring = ring_on(luminance(page()))
    assert ring is not None
    assert (abs(ring.x - AT[0]), abs(ring.y - AT[1]), abs(ring.radius - AT[2])) < (9, 9, 9)


def test_print_alone_is_no_ring() -> None:
    assert ring_on(luminance(page(ring=False))) is None


def test_the_tones_of_paper_seal_and_print_are_told() -> None:
    drawn = luminance(page())
    ring = ring_on(drawn)
    tones = tones_of(drawn, ring) if ring else None
    assert tones is not None
    assert abs(tones.paper - PAPER) < 4
    assert abs(tones.seal - SEAL) < 12
    assert abs(tones.printed - PRINT) < 12


def test_ink_goes_and_print_stays_where_they_cross() -> None:
    band = np.full((60, 200), PAPER, np.uint8)
    band[:, 90:110] = SEAL
    band[25:35, 20:180] = PRINT
    strict, kept, mild = separations(band, Tones(PAPER, SEAL, PRINT))
    for way in (strict, kept):
        assert way[5, 100] > 250
        assert way[30, 100] < 30
    assert mild[5, 100] > 200
    assert mild[30, 100] < 30


class Says:
    """A first reader with one text for each way of telling print from ink."""

    name, version = "fake", "1"

    def __init__(self, *texts: str, sure: float = 0.99) -> None:
        self.texts = list(texts)
        self.sure = sure
        self.read_ = 0

    def read(self, image: Pixels) -> Sighting:
        text = self.texts[self.read_]
        self.read_ += 1
        y = image.shape[0] // 2
        line = sheets.line(text, 2 * AT[0] - 200, y, sure=self.sure) if text else None
        return Sighting(0, (line,) if line else ())


def second(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def read(rows: Sequence[object], tall: int) -> list[list[EngineReading]]:
        return [[EngineReading(engine="fake", text=text, confidence=1.0)] for _ in rows]

    monkeypatch.setattr(grey, "figures_read", read)


def least(lines: tuple[Line, ...]) -> float:
    (line,) = lines
    return min(line.certainties)


def test_a_date_on_which_all_agree_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    second(monkeypatch, "2026-11-16")
    (line,) = lines_beneath_grey(page(), Says(DAY, DAY, f"日期：{DAY}"))
    assert DAY in line.text
    assert min(line.certainties) >= 0.9
    assert AT[1] - AT[2] < line.box.y0 < AT[1] + AT[2]


@pytest.mark.parametrize(
    ("texts", "seen"),
    [
        ((DAY, DAY, "2026年1月16日"), "2026-11-16"),
        ((DAY, "", ""), "2026-11-16"),
        ((DAY, DAY, DAY), "2026-1-16"),
        ((DAY, DAY, DAY), ""),
        (("2026年1月16日", DAY, "2026年11月18日"), "2026-11-16"),
    ],
    ids=["one-differs", "one-alone", "second-differs", "second-silent", "three-dates"],
)
def test_a_date_on_which_they_differ_stays_in_doubt(
    texts: tuple[str, ...], seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    second(monkeypatch, seen)
    assert least(lines_beneath_grey(page(), Says(*texts))) <= DOUBT


@pytest.mark.parametrize(
    ("texts", "sure", "agreed"),
    [((DAY,) * 3, 0.85, True), ((DAY, DAY, ""), 0.85, False), ((DAY,) * 3, 0.75, False)],
    ids=["unanimous", "two-not-clear", "unanimous-hardly-legible"],
)
def test_what_is_not_clear_is_a_doubt_unless_all_agree(
    texts: tuple[str, ...], sure: float, agreed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    second(monkeypatch, "2026-11-16")
    assert (least(lines_beneath_grey(page(), Says(*texts, sure=sure))) >= 0.9) is agreed


def test_a_date_in_a_sentence_is_not_the_sign_off(monkeypatch: pytest.MonkeyPatch) -> None:
    second(monkeypatch, "2026-11-16")
    assert lines_beneath_grey(page(), Says(*[f"于{DAY}起在我单位工作"] * 3)) == ()


def test_a_page_without_a_ring_is_not_read_again() -> None:
    reader = Says()
    assert lines_beneath_grey(page(ring=False), reader) == ()
    assert reader.read_ == 0


def test_ink_as_dark_as_print_is_not_told_from_it() -> None:
    reader = Says()
    assert lines_beneath_grey(page(seal=PRINT - 20), reader) == ()
    assert reader.read_ == 0


def scanned(issued: date) -> Pixels:
    """A certificate as a flatbed copies it, its date under the seal."""
    who = person(random.Random(1), "吴试样")
    paper: Paper = work.income_certificate(who, random.Random(1), issued)
    return np.asarray(degrade.scan(paper.pages[0], 7).image)


@pytest.mark.engine
@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 8, 3)], ids=["11-16", "8-3"])
def test_a_drawn_scan_is_read_past_its_seal(day: date) -> None:
    from pipeline.read.rapid import shared_reader

    (line,) = lines_beneath_grey(scanned(day), shared_reader())
    assert f"{day.year}年{day.month}月{day.day}日" in line.text
    assert min(line.certainties) >= 0.9
