"""Figures that are parts or sums of others on their page are counted once, and what is left is."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, instalments, outstanding, owed, statements

HEAD = ("债权", "发放日", "本金", "利息", "罚息", "合计")
ROWS = (
    ("消费贷A", "2024.09.02", "3,120.00", "387.12", "191.30", "3,698.42"),
    ("消费贷B", "2025.02.20", "2,400.00", "264.50", "130.66", "2,795.16"),
    ("信用卡", "", "991.00", "140.67", "", "1,131.67"),
)


def only(sheet: Sheet, cache: Cache) -> dict[str, str]:
    [statement] = statements([sheet], cache)
    return outstanding(statement)


def test_the_sum_row_of_several_debts_is_the_whole(cache: Cache) -> None:
    sheet = Sheet().rows("样本银行", HEAD, *ROWS)
    sheet.row("总计", "", "6,511.00", "792.29", "321.96", "7,625.25")
    assert only(sheet, cache) == {
        "principal": "6511.00 verified",
        "interest": "792.29 verified",
        "penalty": "321.96 verified",
        "total": "7625.25 verified",
    }


def test_a_sum_row_that_does_not_close_is_put_to_a_person(cache: Cache) -> None:
    sheet = Sheet().rows("样本银行", HEAD, *ROWS)
    sheet.row("总计", "", "6,511.00", "192.29", "321.96", "7,625.25")
    [statement] = statements([sheet], cache)
    assert statement.needs_review


PAID = ("期次", "应还日期", "应还本金", "实还本金", "应还利息", "实还利息", "状态")


def test_what_was_paid_of_a_row_is_taken_off(cache: Cache) -> None:
    rows = (
        ("1", "2026-06-21", "500.00", "500.00", "30.00", "30.00", "已结清"),
        ("2", "2026-07-21", "510.00", "150.00", "28.00", "28.00", "部分还款"),
        ("3", "2026-08-21", "520.00", "0.00", "26.00", "0.00", "逾期"),
    )
    sheet = Sheet().rows("样本银行", PAID, *rows)
    assert [(row["principal"], row["interest"]) for row in instalments(sheet)] == [
        ("500.00", "30.00"), ("360.00", "0.00"), ("520.00", "26.00"),
    ]  # fmt: skip
    assert only(sheet, cache)["interest"].startswith("26.00")


def test_a_sum_row_of_what_is_overdue_is_not_the_debt(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行",
        ("剩余本金", "逾期应还总额"),
        ("6,276.64", "1,284.26"),
        ("期次", "应还日", "本金", "利息", "罚息", "应还合计"),
        ("15", "2026-10-09", "600.00", "42.40", "4.02", "646.42"),
        ("16", "2026-11-09", "610.00", "26.47", "1.37", "637.84"),
        ("合计", "", "1,210.00", "68.87", "5.39", "1,284.26"),
    )
    found = only(sheet, cache)
    assert found["principal"].startswith("6276.64")
    assert found["interest"] == "68.87 verified"
    assert found["penalty"] == "5.39 verified"


def test_parts_of_a_charge_listed_below_it_are_no_other_charges() -> None:
    sheet = Sheet().rows(("本期应还款额", "4,405.39"), ("利息", "77.31"))
    sheet.rows(("消费透支利息", "69.06"), ("取现利息", "8.25"), ("违约金", "38.00"))
    assert owed(sheet)["interest"] == "77.31"
    assert owed(sheet)["late_fees"] == "38.00"


def test_a_sum_of_interest_and_penalty_is_no_interest(cache: Cache) -> None:
    sheet = Sheet().rows("样本银行", ("本金合计", "58,133.42"), ("应收欠息", "2,271.06"))
    sheet.rows(("应收罚息", "316.55"), ("应收复息", "24.87"), ("欠息合计", "2,612.48"))
    found = only(sheet, cache)
    assert found["interest"].startswith("2271.06")
    assert found["penalty"].startswith("341.42")


def test_what_was_charged_before_relief_is_no_rival(cache: Cache) -> None:
    sheet = Sheet().rows(
        "随星借", ("减免后待还(元)", "2,666.86"), ("逾期本金", "2,499.99"), ("应收利息", "225.00")
    )
    sheet.rows(("已减免", "-75.00"), ("待还利息", "150.00"), ("待还罚息", "16.87"))
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"] == "150.00 verified"
    assert not statement.rivals


@pytest.mark.parametrize(("name", "left"), [("违约金调减", "50.00"), ("消费退回", "96.30")])
def test_a_booking_that_takes_a_charge_back_is_taken_off_it(name: str, left: str) -> None:
    sheet = Sheet().rows("样本银行信用卡", ("本期应还总额", "12,616.58"))
    for label, amount, day in (
        ("循环利息", "¥412.55", "11-18"),
        (name, "-¥46.30", "11-13"),
        ("违约金", "¥96.30", "11-10"),
    ):
        sheet.rows((label, amount), day)
    assert owed(sheet)["late_fees"] == left


def test_a_charge_before_relief_in_brackets_is_not_owed() -> None:
    sheet = Sheet().at(60, 200, "违约金").at(240, 200, "（减免前）").at(860, 200, "2,605.97元")
    sheet.y = 300
    sheet.rows(("减免违约金", "-2,605.97元"), ("违约金（减免后）", "0.00元"))
    assert owed(sheet)["late_fees"] == "0.00"


def test_two_currencies_set_under_the_middle_of_their_heads(cache: Cache) -> None:
    sheet = Sheet().at(60, 100, "样本银行信用卡").at(520, 190, "人民币账户CNY")
    sheet.at(820, 190, "美元账户USD")
    for place, (label, home, abroad) in enumerate(
        (
            ("利息", "356.02", "1.20"),
            ("违约金", "142.15", "0.00"),
            ("本期应还款额", "900.44", "6.49"),
        )
    ):
        y = 280 + 90 * place
        sheet.at(60, y, label).at(760 - 22 * len(home), y, home).at(
            1040 - 22 * len(abroad), y, abroad
        )
    sheet.y = 600
    found = only(sheet, cache)
    assert (found["interest"], found["late_fees"]) == ("356.02 read", "142.15 read")


def test_labels_tied_by_signs_belong_to_the_amounts_in_their_order(cache: Cache) -> None:
    heads = ("应还金额", "=", "上期账单", "-", "上期还款金额", "+", "本期账单", "+", "循环利息")
    values = ("¥850.84", "=", "¥438.27", "-", "¥0.00", "+", "¥316.00", "+", "¥96.57")
    sheet = Sheet().at(60, 100, "样本银行信用卡")
    for place, (head, value) in enumerate(zip(heads, values, strict=True)):
        sheet.at(20 + 190 * place, 200, head, 28).at(40 + 190 * place, 260, value, 28)
    sheet.y = 400
    assert only(sheet, cache)["interest"].startswith("96.57")


def test_whole_yuan_in_a_table_are_amounts(cache: Cache) -> None:
    sheet = Sheet().rows(
        "滴水贷",
        ("还款日", "本金", "利息", "罚息", "小计"),
        ("2026-09-24", "1100", "99", "35", "1234"),
        ("2026-10-24", "1100", "77", "19", "1196"),
        ("合计", "2200", "176", "54", "2430"),
    )
    found = only(sheet, cache)
    assert (found["interest"], found["penalty"]) == ("176.00 verified", "54.00 verified")


def test_what_relief_left_is_owed(cache: Cache) -> None:
    sheet = (
        Sheet().row("样本银行").row("审批前欠款 本金64,000.00元；利息2,944.00元；罚息1,766.40元")
    )
    sheet.row("同意减免罚息1,324.80元，减免已在系统生效。")
    sheet.rows("本金:64,000.00元", "利息:2,944.00元", "罚息:441.60元", "合计:67,385.60元")
    assert only(sheet, cache)["penalty"] == "441.60 verified"


def test_a_table_of_what_was_owed_waived_and_left(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行信用卡",
        ("项目", "原欠款（元）", "减免（元）", "减免后应还（元）"),
        ("本金", "42,318.66", "0.00", "42,318.66"),
        ("利息", "5,127.90", "3,127.90", "2,000.00"),
        ("违约金", "1,688.40", "1,688.40", "0.00"),
        ("合计", "49,134.96", "4,816.30", "44,318.66"),
    )
    found = only(sheet, cache)
    assert (found["interest"], found["late_fees"]) == ("2000.00 verified", "0.00 verified")


def test_cards_of_loans_with_principals_of_other_names(cache: Cache) -> None:
    sheet = Sheet().row("样本银行")
    for name, *rows in (
        (
            "邮享贷",
            (("2,715.06", "358.80", "12.44"), ("应还本金", "应还利息", "应还罚息")),
            (("1.76", "2", "3,088.06"), ("应还复利", "逾期期数", "应还合计")),
        ),
        (
            "极速贷",
            (("8,000.00", "41.33", "0.00"), ("剩余本金", "应还利息", "应还罚息")),
            (("--", "12-20", "41.33"), ("应还复利", "下次还款日", "本期应还")),
        ),
    ):
        sheet.row(name)
        for values, labels in rows:
            sheet.row(*values, step=55).row(*labels, step=130)
    found = only(sheet, cache)
    assert found["interest"].startswith("400.13")
    assert found["penalty"].startswith("14.20")


def test_parts_of_what_is_overdue_and_what_is_not_are_one_debt(cache: Cache) -> None:
    sheet = Sheet().rows("放心借账单", "待还总额", "¥6,477.88").gap()
    sheet.rows(("已逾期", "¥1,670.33"), ("本金", "1,502.44"), ("利息", "148.06"), ("罚息", "19.83"))
    sheet.gap().rows(("未到期（7期）", "¥4,807.55"), ("本金", "4,611.20"), ("利息", "196.35"))
    found = only(sheet, cache)
    assert found["interest"].startswith("344.41")
    assert found["penalty"].startswith("19.83")


def test_months_paid_below_do_not_pay_the_one_above(cache: Cache) -> None:
    sheet = Sheet().rows("花呗账单", "剩余应还（元）", "2,562.89").gap()
    for month, total, parts in (
        (11, "¥1,342.09", ("¥1,286.40", "¥42.18", "¥13.51")),
        (10, "¥1,220.80", ("¥1,145.25", "¥36.90", "¥38.65")),
    ):
        sheet.row(f"{month}月账单", total).row(f"最晚还款日 2026-{month}-10，已逾期14天")
        sheet.rows(*zip(("应还本金", "利息", "逾期利息"), parts, strict=True)).gap()
    sheet.rows(("9月账单", "已结清"), ("8月账单", "已结清"))
    found = only(sheet, cache)
    assert (found["interest"], found["penalty"]) == ("79.08 verified", "52.16 verified")


def test_days_of_months_are_no_instalments(cache: Cache) -> None:
    sheet = Sheet().rows("放心借", ("全部待还(元)", "1,530.57"))
    sheet.rows(
        ("还款日", "本金", "利息", "罚息", "状态"),
        ("08/08", "660.44", "48.85", "64.79", "逾期109天"),
        ("09/08", "672.33", "36.96", "47.20", "逾期78天"),
        ("合计", "1,332.77", "85.81", "111.99", ""),
    )
    found = only(sheet, cache)
    assert (found["interest"], found["penalty"]) == ("85.81 verified", "111.99 verified")


def test_a_row_of_what_is_not_due_stands_in_the_table_and_its_sum(cache: Cache) -> None:
    sheet = Sheet().rows(
        "兴业消费金融",
        ("期次", "应还日期", "本金", "利息", "罚息", "小计"),
        ("12", "2026-09-20", "617.45", "127.07", "29.08", "773.60"),
        ("13", "2026-10-20", "626.40", "118.12", "15.88", "760.40"),
        ("未到期本金", "", "6,884.33", "", "", "6,884.33"),
        ("合计", "", "8,128.18", "245.19", "44.96", "8,418.33"),
    )
    found = only(sheet, cache)
    assert found["principal"] == "8128.18 verified"
    assert (found["interest"], found["penalty"]) == ("245.19 verified", "44.96 verified")
