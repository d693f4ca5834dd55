"""Screens put together in one picture: each is a bill of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.collage import collage_of
from pipeline.store import Cache
from tests.sheets import Sheet, interpreted, outstanding

WIDE = 1100
"""Where the second screen begins, to the right or below."""


def screen(sheet: Sheet, title: str, rows: tuple[tuple[str, str], ...], x: int, y: int) -> None:
    """A phone's screen whose top left corner is at (x, y)."""
    sheet.at(x + 40, y, "21:04").at(x + 850, y, "63%")
    sheet.at(x + 400, y + 100, title)
    for number, (label, value) in enumerate(rows):
        sheet.at(x + 40, y + 220 + 80 * number, label)
        sheet.at(x + 700, y + 220 + 80 * number, value)


HUABEI = (("剩余应还", "2,500.08"), ("待还本金", "2,400.00"), ("利息", "73.44"), ("罚息", "26.64"))
JIEBEI = (
    ("剩余待还", "7,446.32"), ("剩余本金", "7,156.30"), ("应还利息", "259.95"),
    ("逾期罚息", "30.07"),
)  # fmt: skip


@pytest.mark.parametrize("at", [(WIDE, 0), (0, WIDE)], ids=["beside", "below"])
def test_two_screens_are_two_debts(at: tuple[int, int], tmp_path: Path) -> None:
    sheet = Sheet()
    screen(sheet, "花呗", HUABEI, 0, 20)
    screen(sheet, "借呗", JIEBEI, at[0], at[1] + 20)
    found = interpreted([sheet], Cache(tmp_path)).statements
    assert {one.product: outstanding(one) for one in found} == {
        "花呗": {"principal": "2400.00 verified", "interest": "73.44 verified",
                 "penalty": "26.64 verified", "total": "2500.08 verified"},
        "借呗": {"principal": "7156.30 verified", "interest": "259.95 verified",
                 "penalty": "30.07 verified", "total": "7446.32 verified"},
    }  # fmt: skip


def test_one_screen_is_no_collage() -> None:
    sheet = Sheet()
    screen(sheet, "花呗", HUABEI, 0, 20)
    assert collage_of(sheet.reading()) == ()


def test_the_hours_of_a_talk_are_no_status_bars() -> None:
    sheet = Sheet()
    screen(sheet, "在线客服", (("您好", "请问"),), 0, 20)
    sheet.at(480, 900, "15:02").at(40, 1000, "已为您登记")
    assert collage_of(sheet.reading()) == ()
