"""Days that contradict each other are doubted, so that somebody is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.fields import fields_of
from pipeline.extract.fields.order import DOUBTED
from pipeline.store import Cache
from tests.sheets import Sheet, interpreted

NAMES = ("admission_date", "discharge_date", "event_date", "issued")


def confidences(*rows: str) -> dict[str, float]:
    found = fields_of(Sheet().rows(*rows).reading(), NAMES)
    return {name: value.confidence for name, value in found.items()}


def test_days_in_order_are_as_sure_as_they_were_read() -> None:
    found = confidences("入院日期：2026-06-08 出院日期：2026-06-22", "日期：2026-06-23")
    assert set(found.values()) == {0.99}


def test_a_paper_made_before_the_stay_it_tells_of_is_doubted() -> None:
    found = confidences("入院日期：2026-06-08 出院日期：2026-06-22", "日期：2026-01-23")
    assert found["issued"] == found["admission_date"] == found["discharge_date"] == DOUBTED


def test_an_end_before_the_beginning_is_doubted() -> None:
    found = confidences("入院日期：2026-06-22 出院日期：2026-06-08", "日期：2026-06-23")
    assert (found["admission_date"], found["discharge_date"]) == (DOUBTED, DOUBTED)
    assert found["issued"] == 0.99


@pytest.mark.parametrize(
    ("row", "sure"),
    [
        pytest.param("检查时间：2026-10-23", DOUBTED, id="what had happened"),
        pytest.param("合同期限：2026年1月1日至2026年12月31日", 0.99, id="a term"),
        pytest.param("下次复诊：2026-11-30", 0.99, id="an appointment"),
    ],
)
def test_a_day_of_issue_before_what_had_happened_is_doubted(row: str, sure: float) -> None:
    assert confidences(row, "开具日期：2026-01-16")["issued"] == sure


def test_days_on_two_pages_of_a_paper_are_held_against_each_other(tmp_path: Path) -> None:
    stay = ("入院日期：2026-06-08", "出院日期：2026-06-22", "出院诊断：骨折", "出院医嘱：休息")
    first = Sheet("a.pdf").rows("出院记录", *stay)
    second = Sheet("a.pdf", page=2).rows("出院记录（续）", "出院情况：好转", "记录日期：2026-01-22")
    [paper] = interpreted([first, second], Cache(tmp_path)).materials
    assert paper.fields["issued"].confidence == DOUBTED
