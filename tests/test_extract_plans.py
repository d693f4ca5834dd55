"""Lists of instalments as apps and banks print them: whose each figure is, and what sums are of."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, instalments, outstanding, owed, statements

LOAN = "样本消费金融有限公司"


def only(sheet: Sheet, cache: Cache) -> dict[str, str]:
    """What is owed of the one debt on a page, without how sure it is."""
    [statement] = statements([sheet], cache)
    return {name: value.split()[0] for name, value in outstanding(statement).items()}


BULLET = ("期次", "应还日期", "本金", "利息", "合计", "贷款余额", "状态")


def test_the_balance_after_a_row_is_no_principal_of_the_row() -> None:
    sheet = Sheet().rows(
        "样本银行",
        BULLET,
        ("1", "2026-09-16", "", "178.20", "178.20", "16,900.00", "已结清"),
        ("2", "2026-10-16", "", "184.10", "184.10", "16,900.00", "逾期"),
        ("3", "2026-11-16", "16,900.00", "178.20", "17,078.20", "", "未到期"),
    )
    assert [row.get("principal") for row in instalments(sheet)] == [None, None, "16900.00"]


def test_sums_of_what_was_paid_and_what_is_not_stand_in_one_table(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行",
        ("期次", "应还日期", "本金", "利息", "罚息", "合计", "状态"),
        ("1", "2026-08-16", "800.00", "90.00", "", "890.00", "已结清"),
        ("2", "2026-09-16", "810.00", "80.00", "9.20", "899.20", "逾期"),
        ("3", "2026-10-16", "820.00", "70.00", "", "890.00", "待还"),
        ("已还小计", "", "800.00", "90.00", "", "890.00", ""),
        ("未还小计", "", "1,630.00", "150.00", "9.20", "1,789.20", ""),
    )
    assert only(sheet, cache) == {
        "principal": "1630.00",
        "interest": "150.00",
        "penalty": "9.20",
        "total": "1789.20",
    }


COUNTED = (
    ("3期 2026-08-18", "729.33"),
    ("本634.04+息95.29", "已还"),
    ("4期 2026-09-18", "759.70"),
    ("本642.98+息86.35+罚30.37", "逾期67天"),
    ("5期 2026-10-18", "729.33"),
    ("本652.04+息77.29", "未到期"),
)


def test_a_number_beside_its_day_heads_an_instalment() -> None:
    sheet = Sheet().row("还款计划").rows(*COUNTED)
    assert [(row["index"], row.get("status"), row["interest"]) for row in instalments(sheet)] == [
        ("3", "paid", "95.29"),
        ("4", "overdue", "86.35"),
        ("5", "upcoming", "77.29"),
    ]


def test_a_count_of_instalments_beside_a_day_heads_none() -> None:
    sheet = Sheet().rows(LOAN, "12期 2026-03-18放款", ("剩余本金", "5,000.00"), ("利息", "61.20"))
    assert instalments(sheet) == []


CUT = (
    ("应还 600.00", "本金 540.00", "利息 60.00"),
    ("4/6期 2026-09-06", "", "待还"),
    ("应还 600.00", "本金 545.00", "利息 55.00"),
    ("5/6期 2026-10-06", "", "待还"),
    ("应还 600.00", "本金 550.00", "利息 50.00"),
)


def test_the_lower_half_of_an_instalment_is_no_sum_of_the_list(cache: Cache) -> None:
    assert only(Sheet().rows(*CUT), cache)["principal"] == "1095.00"


def test_what_stands_over_a_list_in_other_words_is_the_whole() -> None:
    sheet = Sheet().rows(("剩余应还 1,200.00", "剩余本金 1,095.00", "剩余利息 105.00"), *CUT[1:])
    assert owed(sheet)["principal"] == "1095.00"


BLOCKS = (
    ("逾期应还合计", "1,981.80"),
    ("第6期 2026.08.03", "逾期113天"),
    ("本金 784.12", "利息 185.89"),
    ("罚息 73.10", "小计 1,043.11"),
    ("第7期 2026.09.03", "逾期82天"),
    ("本金 797.05", "利息 102.96"),
    ("罚息 38.68", "小计 938.69"),
)


def test_a_sum_at_the_end_of_each_instalment_is_its_own() -> None:
    found = instalments(Sheet().row(LOAN).rows(*BLOCKS))
    assert [(row["index"], row["total"]) for row in found] == [("6", "1043.11"), ("7", "938.69")]


def test_buttons_under_a_list_say_nothing_of_its_last_instalment() -> None:
    sheet = Sheet().row(LOAN).rows(*BLOCKS, ("提前结清", "去还款"))
    assert [row["status"] for row in instalments(sheet)] == ["overdue", "overdue"]


def test_instalments_in_one_line_take_an_amount_apart(cache: Cache) -> None:
    sheet = Sheet().rows(
        LOAN,
        ("剩余待还(元)", "10,274.37"),
        ("剩余本金", "10,000.04"),
        ("应还利息", "223.33"),
        ("第7期 / 第8期", "120.00 / 103.33"),
        ("罚息", "51.00"),
    )
    assert only(sheet, cache)["penalty"] == "51.00"
    assert instalments(sheet) == []


def numbered(first: int) -> Sheet:
    """A spreadsheet photographed with the numbers of its rows."""
    rows = (
        ("客户还款明细", "", "", "", "", ""),
        ("期次", "应还日", "本金", "利息", "合计", "状态"),
        ("1", "2026-08-12", "500.00", "40.00", "540.00", "已还"),
        ("2", "2026-09-12", "510.00", "30.00", "540.00", "逾期69天"),
        ("3", "2026-10-12", "520.00", "20.00", "540.00", "逾期39天"),
        ("逾期小计", "", "1,030.00", "50.00", "1,080.00", ""),
    )
    sheet = Sheet()
    for place, row in enumerate(rows):
        sheet.row(str(first + place), *row)
    return sheet


@pytest.mark.parametrize("first", [1, 5])
def test_numbers_of_the_rows_of_a_spreadsheet_are_no_instalments(first: int, cache: Cache) -> None:
    sheet = numbered(first)
    assert [row["index"] for row in instalments(sheet)] == ["1", "2", "3"]
    assert only(sheet, cache)["interest"] == "50.00"


NOT_DUE = (
    ("第5期 2026.08.26", "逾期84天"),
    ("本金2,454.78 利息239.40", ""),
    ("第6期 2026.09.26", "逾期53天"),
    ("本金2,483.50 利息210.68", ""),
    ("第7期 2026.12.26", "未到期"),
    ("本金2,541.96", ""),
    ("第8期 2027.01.26", "未到期"),
    ("本金2,571.70", ""),
)


@pytest.mark.parametrize(
    ("head", "principal"),
    [
        (("未到期本金", "5,113.66"), "10051.94"),
        (("剩余本金（含未到期）", "10,051.94"), "10051.94"),
        (("未到期本金", "7,000.00"), "11938.28"),
    ],
    ids=["sum of those to come", "the whole", "more than is listed"],
)
def test_principal_not_due_is_counted_once(
    head: tuple[str, str], principal: str, cache: Cache
) -> None:
    assert only(Sheet().row(LOAN).row(*head).rows(*NOT_DUE), cache)["principal"] == principal


def test_what_is_unpaid_is_more_than_what_is_overdue(cache: Cache) -> None:
    sheet = Sheet().rows(
        LOAN,
        ("未还本金", "5,189.90元（含未到期3,419.36元）"),
        ("逾期利息", "326.58元"),
        ("罚息", "96.38元"),
        ("当前应还", "2,193.50元（逾期本金1,770.54元+利息+罚息）"),
    )
    assert only(sheet, cache)["principal"] == "5189.90"


def test_a_sum_of_the_overdue_rows_is_not_held_against_those_to_come(cache: Cache) -> None:
    sheet = Sheet().rows(
        LOAN,
        ("期数", "到期日", "本金", "利息", "状态"),
        ("4/6", "2026-09-14", "544.26", "66.86", "逾期70天"),
        ("5/6", "2026-10-14", "554.87", "56.25", "逾期40天"),
        ("6/6", "2026-12-14", "565.69", "45.43", "待还"),
        ("应还利息合计", "123.11"),
    )
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"] == "168.54 read"
    assert not statement.needs_review


def test_a_paid_row_whose_rest_is_nothing_is_no_open_sum(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行",
        ("期数", "应还款日", "应还本息", "已还本息", "未还本金", "未还利息", "状态"),
        ("18/36", "2026/05/10", "1,704.03", "1,704.03", "0.00", "0.00", "已结清"),
        ("19/36", "2026/06/10", "1,704.03", "1,704.03", "0.00", "0.00", "已结清"),
        ("21/36", "2026/08/10", "1,704.03", "0.00", "1,419.13", "284.90", "逾期100天"),
    )
    [statement] = statements([sheet], cache)
    assert all(done.closes for done in statement.arithmetic)
