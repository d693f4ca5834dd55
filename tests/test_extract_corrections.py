"""What a person corrects in case.toml: put in place of what was read, and wrong words refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import WrongUsage
from pipeline.extract.corrections import corrected, corrected_papers
from pipeline.store import Cache
from schemas.casefile import Correction
from schemas.evidence import Amount, Status
from schemas.material import Material
from schemas.source import PageRef
from schemas.statement import Statement
from tests.sheets import Sheet, outstanding, statements


def correction(field: str, value: str, file: str = "a.png", note: str = "") -> Correction:
    return Correction(file=file, field=field, value=value, note=note)


@pytest.fixture
def bill(tmp_path: Path) -> tuple[Statement, ...]:
    """A table whose second period the readers do not agree on."""
    sheet = Sheet("a.png").rows(
        "借呗",
        ("期数", "应还本金", "利息", "状态"),
        ("第1期", "101.00", "4.00", "已逾期"),
        ("第2期", "102.00", "3.00", "待还款"),
    )
    return statements([sheet], Cache(tmp_path), says={"3.00": "8.00"})


def test_a_confirmed_amount_is_verified_and_needs_no_review(bill: tuple[Statement, ...]) -> None:
    assert bill[0].needs_review
    [done] = corrected(bill, [correction("outstanding.interest", "7.00", note="打电话核实")])
    assert outstanding(done)["interest"] == "7.00 verified"
    assert not done.needs_review


def test_the_place_and_the_earlier_readings_are_kept(bill: tuple[Statement, ...]) -> None:
    [done] = corrected(bill, [correction("outstanding.interest", "7.00")])
    before, after = bill[0].outstanding.interest, done.outstanding.interest
    assert before is not None
    assert after is not None
    assert after.evidence == before.evidence
    assert [reading.engine for reading in after.readings][-1] == "person"


def test_a_corrected_period_changes_the_sum_it_is_part_of(bill: tuple[Statement, ...]) -> None:
    [done] = corrected(bill, [correction("periods[2].interest", "8.00")])
    assert done.periods[1].interest is not None
    assert done.periods[1].interest.value == Decimal("8.00")
    assert outstanding(done)["interest"] == "12.00 verified"


def test_an_amount_the_page_does_not_state_can_be_added(bill: tuple[Statement, ...]) -> None:
    [done] = corrected(bill, [correction("outstanding.penalty", "1,234.50")])
    penalty: Amount | None = done.outstanding.penalty
    assert penalty is not None
    assert (penalty.value, penalty.status) == (Decimal("1234.50"), Status.VERIFIED)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("as_of", "2026-11-02", date(2026, 11, 2)),
        ("due", "2026-09-10", date(2026, 9, 10)),
        ("overdue_days", "34", 34),
    ],
    ids=["as_of", "due", "overdue_days"],
)
def test_days_can_be_corrected(
    bill: tuple[Statement, ...], field: str, value: str, expected: object
) -> None:
    [done] = corrected(bill, [correction(field, value)])
    assert getattr(done, field) == expected


def test_the_due_day_of_a_period_can_be_corrected(bill: tuple[Statement, ...]) -> None:
    [done] = corrected(bill, [correction("periods[1].due", "2026-09-10")])
    assert done.periods[0].due == date(2026, 9, 10)


@pytest.mark.parametrize(
    ("field", "value", "file"),
    [
        pytest.param("outstanding.intrest", "1.00", "a.png", id="misspelt part"),
        pytest.param("outstanding.interest", "twelve", "a.png", id="no number"),
        pytest.param("outstanding.interest", "NaN", "a.png", id="not a number"),
        pytest.param("outstanding.interest", "Infinity", "a.png", id="infinite"),
        pytest.param("periods[9].interest", "1.00", "a.png", id="no such period"),
        pytest.param("periods[x].interest", "1.00", "a.png", id="period without a number"),
        pytest.param("periods[1].intrest", "1.00", "a.png", id="misspelt part of a period"),
        pytest.param("periods[1].due", "soon", "a.png", id="no due day"),
        pytest.param("as_of", "yesterday", "a.png", id="no day"),
        pytest.param("overdue_days", "many", "a.png", id="no days"),
        pytest.param("outstanding.interest", "1.00", "b.png", id="another file"),
    ],
)
def test_what_cannot_be_applied_is_wrong_usage_with_a_remedy(
    bill: tuple[Statement, ...], field: str, value: str, file: str
) -> None:
    with pytest.raises(WrongUsage) as caught:
        corrected(bill, [correction(field, value, file)])
    assert "case.toml" in caught.value.message
    assert caught.value.remedy


def test_facts_of_papers_are_left_to_papers(bill: tuple[Statement, ...]) -> None:
    assert corrected(bill, [correction("monthly_income", "5200")]) == bill


PAPER = Material(
    id="m1", kind="income_certificate", pages=(PageRef(path="a.png", page=1),), confidence=0.9
)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("monthly_income", "5,200", "5200.00"),
        ("issued", "2026-11-16", "2026-11-16"),
        ("valid_until", "long-term", "long-term"),
        ("name", " 张样本 ", "张样本"),
    ],
    ids=["amount", "day", "long-term", "name"],
)
def test_facts_of_papers_can_be_corrected(field: str, value: str, expected: str) -> None:
    [done] = corrected_papers([PAPER], [correction(field, value)])
    assert (done.fields[field].value, done.fields[field].confidence) == (expected, 1.0)


@pytest.mark.parametrize(
    ("field", "value", "file"),
    [
        pytest.param("nmae", "张样本", "a.png", id="misspelt field"),
        pytest.param("issued", "last week", "a.png", id="no day"),
        pytest.param("monthly_income", "a lot", "a.png", id="no amount"),
        pytest.param("monthly_income", "NaN", "a.png", id="not a number"),
        pytest.param("name", "张样本", "b.png", id="another file"),
    ],
)
def test_facts_that_cannot_be_applied_are_wrong_usage(field: str, value: str, file: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        corrected_papers([PAPER], [correction(field, value, file)])
    assert caught.value.remedy


def test_a_sum_closes_once_its_misread_figure_is_corrected(tmp_path: Path) -> None:
    sheet = Sheet("a.png").rows(
        "借呗", ("1/2期", ""), ("本金", "101.00"), ("利息", "4.00"), ("应还合计", "115.00"),
        ("2/2期", ""), ("本金", "102.00"), ("利息", "3.00"), ("应还合计", "105.00"),
    )  # fmt: skip
    read = statements([sheet], Cache(tmp_path))
    assert [found.where for found in read[0].arithmetic if not found.closes] == ["第1期"]
    [done] = corrected(read, [correction("periods[1].interest", "14.00")])
    assert all(found.closes for found in done.arithmetic)
    [still] = corrected(read, [correction("periods[1].interest", "13.00")])
    [open_sum] = [found for found in still.arithmetic if not found.closes]
    assert (open_sum.shown, open_sum.computed) == (Decimal("115.00"), Decimal("114.00"))


def test_what_is_counted_of_several_periods_is_not_held_against_the_whole(tmp_path: Path) -> None:
    """等额本息 compares the payments of 第1–3期; a penalty typed for the whole changes none."""
    sheet = Sheet("a.png").row("借呗").rows(("期数", "应还本金", "利息"))
    for index, principal, interest in (
        (1, "900.00", "100.00"), (2, "910.00", "90.00"), (3, "920.00", "80.00"),
        (4, "930.00", "70.00"), (5, "940.00", "60.00"),
    ):  # fmt: skip
        sheet.row(f"第{index}/6期", principal, interest)
    [before] = statements([sheet], Cache(tmp_path))
    [equal] = [done for done in before.arithmetic if done.shape.startswith("等额本息")]
    [after] = corrected((before,), [correction("outstanding.penalty", "26.06")])
    assert [done for done in after.arithmetic if done.shape.startswith("等额本息")] == [equal]
    assert equal.closes
