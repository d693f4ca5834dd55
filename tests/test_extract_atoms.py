"""What stands in a line: every way money is written, and the numbers that are no money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.atoms import Atom, atoms_of
from pipeline.extract.folding import fold, squeezed


def atoms(text: str, kind: str) -> list[Atom]:
    return [atom for atom in atoms_of(fold(text)) if atom.kind == kind]


def money(text: str) -> list[str]:
    """Amounts of a line with their currency where it is not yuan."""
    return [
        f"{atom.value}" + ("" if atom.currency == "CNY" else f" {atom.currency}")
        for atom in atoms(text, "money")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("¥1,234.56", ["1234.56"], id="yen sign"),
        pytest.param("￥1,234.56", ["1234.56"], id="full-width yen sign"),
        pytest.param("¥ 1,234.56", ["1234.56"], id="space after the sign"),
        pytest.param("1234.56元", ["1234.56"], id="yuan behind"),
        pytest.param("1,234.56/RMB", ["1234.56"], id="slash RMB"),
        pytest.param("CNY13.50", ["13.50"], id="CNY"),
        pytest.param("RMB 13.50", ["13.50"], id="RMB in front"),
        pytest.param("人民币5,200.00元", ["5200.00"], id="人民币"),
        pytest.param("1.2万", ["12000.0"], id="ten thousands"),
        pytest.param("3万元", ["30000"], id="whole ten thousands"),
        pytest.param("１，２３４．５６", ["1234.56"], id="full-width digits"),
        pytest.param("￥２４", ["24"], id="full-width without decimals"),
        pytest.param("24元", ["24"], id="no decimals"),
        pytest.param("2344.9", ["2344.9"], id="one decimal"),
        pytest.param("1,234,567.89", ["1234567.89"], id="millions"),
        pytest.param("12,345", ["12345"], id="thousands without decimals"),
        pytest.param("-30.00", ["-30.00"], id="negative"),
        pytest.param("¥-30.00", ["-30.00"], id="minus behind the sign"),
        pytest.param("-¥30.00", ["-30.00"], id="minus before the sign"),
        pytest.param("−30.00", ["-30.00"], id="a real minus sign"),
        pytest.param("+30.00", ["30.00"], id="plus"),
        pytest.param("0.00", ["0.00"], id="zero"),
        pytest.param("USD 30.00", ["30.00 USD"], id="dollars"),
        pytest.param("$30.00", ["30.00 USD"], id="dollar sign"),
        pytest.param("HK$30.00", ["30.00 HKD"], id="Hong Kong dollars"),
        pytest.param("本金1,000.00 利息12.00", ["1000.00", "12.00"], id="two in a line"),
        pytest.param("本金1,000.00+利息12.00", ["1000.00", "12.00"], id="joined by plus"),
        pytest.param("本金1830.40分期手续费24.60", ["1830.40", "24.60"], id="run together"),
        pytest.param("1 234.56", ["1234.56"], id="split by a space"),
        pytest.param("1,234. 56", ["1234.56"], id="space after the point"),
    ],
)
def test_money_in_every_way_it_is_written(text: str, expected: list[str]) -> None:
    assert money(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2026-09-10", id="date"),
        pytest.param("2026.09.10", id="date with points"),
        pytest.param("2026年9月10日", id="Chinese date"),
        pytest.param("20260910", id="compact date"),
        pytest.param("26.09.10", id="date without a century"),
        pytest.param("09月10日", id="day and month"),
        pytest.param("2026年9月", id="month"),
        pytest.param("2026-11-19 09:30", id="date and time"),
        pytest.param("09:41", id="clock"),
        pytest.param("13812345678", id="mobile number"),
        pytest.param("010-00000000", id="telephone"),
        pytest.param("尾号1234", id="card tail"),
        pytest.param("6217****1234", id="masked card"),
        pytest.param("20261119220014561234567890", id="order number"),
        pytest.param("110199197908070493", id="ID number"),
        pytest.param("0.05%", id="percent"),
        pytest.param("12期", id="term"),
        pytest.param("第3期", id="instalment"),
        pytest.param("3/12期", id="instalment of"),
        pytest.param("已逾期34天", id="days overdue"),
        pytest.param("85%", id="battery"),
        pytest.param("192.168.1.1", id="IP address"),
        pytest.param("1000元起", id="from so much"),
        pytest.param("0.5元/天", id="so much a day"),
        pytest.param("--", id="dashes"),
    ],
)
def test_what_is_never_money(text: str) -> None:
    assert money(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("2026-09-10", date(2026, 9, 10), id="ISO"),
        pytest.param("2026/9/1", date(2026, 9, 1), id="slashes"),
        pytest.param("2026.09.10", date(2026, 9, 10), id="points"),
        pytest.param("2026年9月10日", date(2026, 9, 10), id="Chinese"),
        pytest.param("2026年09月10号", date(2026, 9, 10), id="号"),
        pytest.param("20260910", date(2026, 9, 10), id="compact"),
        pytest.param("26-09-10", date(2026, 9, 10), id="no century"),
        pytest.param("２０２６－０９－１０", date(2026, 9, 10), id="full-width"),
        pytest.param("2026-09-10 21:04:33", date(2026, 9, 10), id="with a time"),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert [atom.day for atom in atoms(text, "date")] == [day]


@pytest.mark.parametrize("text", ["2026-13-10", "2026-02-30", "1234-56-78"])
def test_days_that_no_calendar_has_are_no_dates(text: str) -> None:
    assert atoms(text, "date") == []


@pytest.mark.parametrize(
    ("text", "index", "of"),
    [
        pytest.param("第3期", 3, None, id="index"),
        pytest.param("第3/12期", 3, 12, id="index of count"),
        pytest.param("3/12期", 3, 12, id="bare with 期"),
        pytest.param("3/12", 3, 12, id="bare"),
        pytest.param("第十二期", 12, None, id="Chinese numeral"),
        pytest.param("第二十一期", 21, None, id="Chinese tens"),
        pytest.param("第3期（共12期）", 3, 12, id="in brackets"),
    ],
)
def test_instalments(text: str, index: int, of: int | None) -> None:
    assert [(atom.index, atom.of) for atom in atoms(text, "period")] == [(index, of)]


def test_an_instalment_past_the_last_is_none() -> None:
    assert atoms("13/12", "period") == []


@pytest.mark.parametrize(
    "text", ["已逾期34天", "逾期34天", "逾期天数：34天", "已逾期34日", "逾期達34天", "拖欠34天"]
)
def test_days_overdue(text: str) -> None:
    assert [atom.index for atom in atoms(text, "days")] == [34]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        pytest.param("0.05%", Decimal("0.0005"), id="daily"),
        pytest.param("18.25％", Decimal("0.1825"), id="full-width sign"),
        pytest.param("0.5‰", Decimal("0.0005"), id="per mille"),
    ],
)
def test_rates(text: str, rate: Decimal) -> None:
    assert [atom.value for atom in atoms(text, "percent")] == [rate]


@pytest.mark.parametrize("text", ["--", "-", "---", "/"])
def test_a_dash_says_none_and_not_zero(text: str) -> None:
    [atom] = atoms(text, "none")
    assert atom.value is None


def test_a_thousands_point_read_for_a_comma_is_taken_but_marked_odd() -> None:
    [atom] = atoms("1.234.56", "money")
    assert (atom.value, atom.odd) == (Decimal("1234.56"), True)


def test_amounts_run_together_are_marked_odd() -> None:
    assert all(atom.odd for atom in atoms("1525.041525.", "money"))


def test_the_digits_of_an_amount_are_marked_off_for_the_second_reader() -> None:
    text = fold("利息：¥1,234.56元")
    [atom] = [atom for atom in atoms_of(text) if atom.kind == "money"]
    assert text[atom.first : atom.last] == "1,234.56"


def test_sums_no_borrower_owes_are_no_money() -> None:
    assert money("¥123,456,789.00") == []


@given(st.text(alphabet="0123456789.,¥￥元万第期/-:年月日天%* 本金利息", max_size=30))
def test_atoms_never_overlap_and_stay_within_their_line(text: str) -> None:
    folded = fold(text)
    found = atoms_of(folded)
    assert all(0 <= atom.start < atom.end <= len(folded) for atom in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_any_amount_printed_with_thousands_comes_back(value: Decimal) -> None:
    assert [Decimal(text) for text in money(f"¥{value:,.2f}")] == [value]


@given(st.text(max_size=40))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("罰息", "罚息", id="traditional"),
        pytest.param("應還金額", "应还金额", id="traditional label"),
        pytest.param("（ＲＭＢ）", "(rmb)", id="full-width"),
        pytest.param("帳單日", "账单日", id="帳 is 账"),
        pytest.param("花唄", "花呗", id="唄 is 呗"),
        pytest.param("利 息", "利息", id="spaced"),
    ],
)
def test_spellings_are_one_when_words_are_looked_up(text: str, folded: str) -> None:
    assert squeezed(text) == folded
