"""[[correction]]: a value is looked at by the kind of its field before any page is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.casetoml import load_case_file
from pipeline.errors import WrongUsage
from pipeline.extract.corrections import (
    PAPER_AMOUNTS,
    PAPER_DATES,
    PAPER_TEXTS,
    STATEMENT_FIELDS,
    corrected,
    corrected_papers,
)
from pipeline.store import Cache
from schemas.casefile import CaseFile, Correction
from schemas.material import Material
from schemas.source import PageRef
from schemas.statement import COMPONENTS, Statement
from tests.sheets import Sheet, statements

MONEY, DAY = "outstanding.penalty", "as_of"
CREDITS = "2026-09-10:5200.00;2026-10-10:5,200.00"


def typed(folder: Path, field: str, value: str) -> CaseFile:
    text = f"[[correction]]\nfile = 'a.png'\nfield = '{field}'\nvalue = '''{value}'''\n"
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return load_case_file(folder)


def refused(folder: Path, field: str, value: str) -> WrongUsage:
    with pytest.raises(WrongUsage) as caught:
        typed(folder, field, value)
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    said = caught.value.english.replace(repr(value), "")
    assert not re.search("[\u4e00-\u9fff]", said)
    assert len(caught.value.message) < 1500
    return caught.value


ACCEPTED = [
    (MONEY, "0"), (MONEY, "12"), (MONEY, "12.3"), (MONEY, "12.34"), (MONEY, " 12.34 "),
    (MONEY, "1,234.50"), (MONEY, "12,345,678"), (MONEY, "100000000.00"), (MONEY, "１２.３４"),
    ("outstanding.total", "5"), ("periods[3].interest", "5.00"), ("periods[3].due", "2026-09-10"),
    (DAY, "2026-11-21"), (DAY, "1950-01-01"), ("due", "2099-12-31"),
    ("overdue_days", "34"), ("overdue_days", "0"), ("overdue_days", "10000"), ("holder", "张样本"),
    ("issued", "2026-11-21"), ("valid_until", "long-term"), ("contract_end", "long-term"),
    ("monthly_income", "5,200"), ("net_pay[2]", "3600"), ("total", "0.01"),
    ("pay_month", "2026-10"), ("pay_month", "2026-10-31"), ("wage_credits", CREDITS),
    ("reply_within", "3 working days"), ("reply_within", "48 hours"), ("seal", "seen"),
    ("diagnosis", "腰椎间盘突出症"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), ACCEPTED, ids=[f"{f}={v}" for f, v in ACCEPTED])
def test_plain_values_are_taken_as_they_are(tmp_path: Path, field: str, value: str) -> None:
    assert typed(tmp_path, field, value).correction[0].value == value


REFUSED = {
    "negative": (MONEY, "-50.00"),
    "signed": (MONEY, "+50.00"),
    "three-decimals": (MONEY, "1.005"),
    "exponent": (MONEY, "1E+30"),
    "huge": (MONEY, "9" * 400),
    "just-too-much": (MONEY, "100000000.01"),
    "commas-anywhere": (MONEY, "1,2,3.4"),
    "comma-after-four": (MONEY, "1234,500"),
    "comma-first": (MONEY, ",500"),
    "comma-for-a-point": (MONEY, "12,34"),
    "not-a-number": (MONEY, "NaN"),
    "infinite": (MONEY, "Infinity"),
    "underscore": (MONEY, "1_000"),
    "point-at-the-end": (MONEY, "5."),
    "other-digits": (MONEY, "١٢.٣٤"),
    "empty": (MONEY, ""),
    "words": ("net_pay", "五千二"),
    "negative-of-a-period": ("periods[1].penalty", "-1"),
    "negative-income": ("monthly_income", "-5200"),
    "year-one": (DAY, "0001-01-01"),
    "year-9999": ("due", "9999-12-31"),
    "year-9999-of-a-period": ("periods[1].due", "9999-12-31"),
    "no-such-day": (DAY, "2026-02-30"),
    "compact-day": ("issued", "20261121"),
    "week": ("issued", "2026-W47-6"),
    "open-end-of-an-issue": ("issued", "long-term"),
    "negative-days": ("overdue_days", "-1"),
    "half-days": ("overdue_days", "3.5"),
    "days-without-end": ("overdue_days", "9" * 5000),
    "too-many-days": ("overdue_days", "10001"),
    "month-13": ("pay_month", "2026-13"),
    "month-in-words": ("pay_month", "十月"),
    "credits-of-nothing": ("wage_credits", "5200.00"),
    "credit-with-an-exponent": ("wage_credits", "2026-09-10:5200.00;2026-10-10:1E+30"),
    "promise-without-end": ("reply_within", "999999999 days"),
    "promise-of-ever-more-working-days": ("reply_within", "401 working days"),
    "promise-in-words": ("reply_within", "soon"),
    "no-holder": ("holder", " "),
    "name-of-two-lines": ("name", "张\n样本"),
}


@pytest.mark.parametrize(("field", "value"), REFUSED.values(), ids=REFUSED)
def test_what_would_break_later_is_refused_now(tmp_path: Path, field: str, value: str) -> None:
    error = refused(tmp_path, field, value)
    assert f"case.toml: correction.0.value: {field}" in error.message
    assert f"case.toml: correction.0.value: {field} must be" in error.english


@pytest.mark.parametrize(
    ("field", "near"),
    [
        ("outstanding.penalti", "outstanding.penalty"),
        ("isued", "issued"),
        ("periods[1].penalti", ""),
        ("periods[x].penalty", ""),
        ("periods[-1].penalty", ""),
        pytest.param(f"periods[{'1' * 900}].penalty", "", id="endless period"),
        pytest.param(f"net_pay[{'1' * 900}]", "", id="endless place"),
        ("net_pay[0]", ""),
        ("periods[1]", ""),
        ("outstanding", ""),
        ("as_of[1]", "as_of"),
        ("holder[2]", "holder"),
        ("__class__.__init__", ""),
        ("", ""),
    ],
)
def test_fields_that_are_not_there_are_told(tmp_path: Path, field: str, near: str) -> None:
    error = refused(tmp_path, field, "1.00")
    assert "case.toml: correction.0.field: 没有这个 field" in error.message
    assert "case.toml: correction.0.field: there is no such field" in error.english
    assert "outstanding" in error.english
    if near:
        assert f"did you mean {near!r}" in error.english


def test_every_fault_of_every_correction_comes_at_once(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(
        '[[correction]]\nfile = "a"\nfield = "outstanding.penalty"\nvalue = "-1"\n'
        '[[correction]]\nfile = "a"\nfield = "as_of"\nvalue = "2026-11-21"\n'
        '[[correction]]\nfile = "a"\nfield = "due"\nvalue = "soon"\npgae = 1\n',
        encoding="utf-8",
    )
    with pytest.raises(WrongUsage) as caught:
        load_case_file(tmp_path)
    assert "3 处" in caught.value.message
    for told in ("correction.0.value", "correction.2.value", "correction.2.pgae"):
        assert f"case.toml: {told}" in caught.value.message
    assert "correction.1" not in caught.value.message


@pytest.mark.parametrize(
    "text",
    ["correction = 1", 'correction = ["a"]', "[correction]\nfield = 1", "[[correction]]\nfield=1"],
    ids=["number", "words", "table", "field-is-a-number"],
)
def test_corrections_of_any_shape_are_a_fault_and_no_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongUsage, match=r"case\.toml: correction"):
        load_case_file(tmp_path)


@pytest.fixture
def bill(tmp_path: Path) -> tuple[Statement, ...]:
    sheet = Sheet("a.png").rows(
        "借呗", ("期数", "应还本金", "利息", "状态"),
        ("第1期", "101.00", "4.00", "已逾期"), ("第3期", "102.00", "3.00", "待还款"),
    )  # fmt: skip
    return statements([sheet], Cache(tmp_path))


@pytest.mark.parametrize(("field", "value"), ACCEPTED, ids=[f"{f}={v}" for f, v in ACCEPTED])
def test_what_is_accepted_can_be_put_in_place(
    bill: tuple[Statement, ...], field: str, value: str
) -> None:
    ref = PageRef(path="a.png", page=1)
    two = [Material(id=f"m{n}", kind="payslip", pages=(ref,), confidence=0.9) for n in (1, 2)]
    entry = Correction(file="a.png", field=field, value=value)
    [of_bill], papers = corrected(bill, [entry]), corrected_papers(two, [entry])
    changed = of_bill != bill[0] or list(papers) != two
    assert changed


def taken(folder: Path, field: str, value: str) -> bool:
    try:
        typed(folder, field, value)
    except WrongUsage:
        return False
    return True


@pytest.mark.parametrize(
    "field",
    [
        *STATEMENT_FIELDS, *PAPER_AMOUNTS, *PAPER_DATES, *PAPER_TEXTS,
        *(f"outstanding.{part}" for part in (*COMPONENTS, "total")),
    ],
)  # fmt: skip
def test_every_field_that_can_be_corrected_has_a_kind(tmp_path: Path, field: str) -> None:
    values = ("1", "2026-11-21", "3 days", CREDITS)
    assert any(taken(tmp_path, field, value) for value in values)
