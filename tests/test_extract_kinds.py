"""Charges of several kinds on one bill, and what a card's bookings say of instalments."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, drafted, instalments, outstanding, statements


def meant(sheet: Sheet) -> dict[str, str]:
    return {name: str(entries[0].value) for name, entries in drafted(sheet).meant.items()}


@pytest.mark.parametrize(
    ("rows", "fees"),
    [
        ([("取现手续费", "15.00"), ("年费", "0.00")], "15.00"),
        ([("平台服务费", "38.64"), ("会员月卡", "29.90")], "68.54"),
        ([("手续费", "83.33"), ("取现手续费", "25.00"), ("分期手续费", "58.33")], "83.33"),
        ([("分期手续费", "36.30"), ("账户管理费", "36.30")], "36.30"),
    ],
    ids=["nothing for the year", "two kinds", "their sum besides", "one amount twice"],
)
def test_fees_of_several_kinds(rows: list[tuple[str, str]], fees: str) -> None:
    assert (
        meant(Sheet().row("样本银行信用卡").rows(("剩余应还", "9,874.60"), *rows))["fees"] == fees
    )


def bookings(*rows: tuple[str, ...]) -> Sheet:
    """A card's bill with purchases, each with its day in the line below."""
    sheet = Sheet().row("样本银行信用卡").rows(("未还金额", "2,565.48"), "交易记录")
    for name, amount in (("外卖平台", "38.50"), ("网约车", "21.70"), *rows):
        sheet.row(name, amount, step=50).row("11-04 尾号7753")
    return sheet


def test_an_instalment_that_was_booked_is_not_the_principal_owed() -> None:
    sheet = bookings(("利息", "64.18"), ("账单分期 第5/12期 本金", "416.67"))
    assert meant(sheet) == {"total": "2565.48", "interest": "64.18"}
    assert instalments(sheet) == []


def test_booked_fees_and_interest_add_up_by_kind() -> None:
    sheet = bookings(
        ("账单分期 第5/12期 手续费", "29.17"), ("取现手续费", "20.00"),
        ("消费透支利息", "147.92"), ("取现利息", "19.00"),
    )  # fmt: skip
    assert meant(sheet) == {"total": "2565.48", "fees": "49.17", "interest": "166.92"}


def test_a_fee_that_was_given_back_is_none() -> None:
    sheet = Sheet().row("樣本銀行信用卡 月結單").rows(("本期結欠總額", "HK$5,568.97"))
    for words, amount in (
        ("現金透支手續費", "150.00"), ("年費", "1,800.00"), ("年費豁免", "1,800.00 CR"),
    ):  # fmt: skip
        sheet.row("27 APR", words, amount)
    assert meant(sheet)["fees"] == "150.00"


def test_overdue_interest_that_sums_up_the_interest_of_the_rows_is_interest(cache: Cache) -> None:
    sheet = Sheet().row("样本公积金贷款").rows(("逾期应还合计", "5,003.14"))
    for principal, interest, penalty in (
        ("1,386.42", "1,102.77", "18.90"), ("1,390.05", "1,099.14", "5.86"),
    ):  # fmt: skip
        sheet.gap().row("本金", "利息", "罚息").row(principal, interest, penalty)
    sheet.gap().rows(("逾期本金", "2,776.47"), ("逾期利息", "2,201.91"), ("罚息合计", "24.76"))
    [statement] = statements([sheet], cache)
    found = outstanding(statement)
    assert (found["interest"].split()[0], found["penalty"].split()[0]) == ("2201.91", "24.76")


def test_several_principals_of_a_card_are_one_where_its_sum_says_so(cache: Cache) -> None:
    sheet = Sheet().row("样本银行信用卡").rows(
        ("消费类本金余额", "7,324.18"), ("预借现金本金余额", "3,000.00"),
        ("账单分期本期应还本金", "2,083.33"), ("循环利息", "318.44"), ("违约金", "96.21"),
        ("合计", "12,822.16"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["principal"] == "12407.51 verified"


def test_a_bill_and_its_bookings_are_not_two_loans(cache: Cache) -> None:
    sheet = Sheet().row("样本银行信用卡").row("本期应还总额", "10,283.47")
    sheet.row("利息", "违约金", "本期应还总额").row("260.15", "271.22", "10,283.47")
    sheet.row("交易明细").row("2026/11/02", "违约金", "271.22").row("2026/11/12", "利息", "260.15")
    [statement] = statements([sheet], cache)
    found = outstanding(statement)
    assert (found["late_fees"].split()[0], found["total"].split()[0]) == ("271.22", "10283.47")
