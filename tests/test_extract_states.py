"""Tables of parts against what fell due, was repaid and is left, and rows that sum up."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from schemas.statement import PeriodStatus
from tests.sheets import Sheet, instalments, outstanding, statements

HEADS = ("序", "科目", "合同应收", "已收", "减免", "尚欠")
ROWS = (
    ("1", "本金", "25,000.00", "7,500.00", "0.00", "17,500.00"),
    ("2", "利息", "3,236.00", "1,750.00", "0.00", "1,486.00"),
    ("3", "罚息", "1,051.00", "0.00", "525.50", "525.50"),
    ("4", "违约金", "1,750.00", "0.00", "875.00", "875.00"),
)


def values(sheet: Sheet, cache: Cache) -> dict[str, str]:
    [statement] = statements([sheet], cache)
    return {name: value.split()[0] for name, value in outstanding(statement).items()}


def test_numbered_rows_of_parts_say_what_is_left(cache: Cache) -> None:
    sheet = Sheet().row("样本小额贷款客户对账单").row(*HEADS).rows(*ROWS)
    sheet.row("", "合计", "31,037.00", "9,250.00", "1,400.50", "20,386.50")
    found = values(sheet, cache)
    assert {name: found[name] for name in ("principal", "interest", "penalty", "late_fees")} == {
        "principal": "17500.00",
        "interest": "1486.00",
        "penalty": "525.50",
        "late_fees": "875.00",
    }


def test_parts_written_wide_head_their_rows_all_the_same(cache: Cache) -> None:
    sheet = (
        Sheet().row("样本小额贷款逾期还款通知单").row("项目", "应还金额", "已还金额", "未还金额")
    )
    for first, second, *amounts in (
        ("本", "金", "15,000.00", "6,000.00", "9,000.00"),
        ("利", "息", "1,800.00", "1,260.00", "540.00"),
        ("罚", "息", "162.00", "0.00", "162.00"),
    ):
        sheet.at(60, sheet.y, first).at(160, sheet.y, second)
        for place, amount in enumerate(amounts, 1):
            sheet.at(60 + 240 * place, sheet.y, amount)
        sheet.y += 90
    found = values(sheet, cache)
    assert (found["principal"], found["interest"], found["penalty"]) == (
        "9000.00",
        "540.00",
        "162.00",
    )


@pytest.mark.parametrize("summed", ["合计", "合计：3条"])
def test_a_row_that_sums_up_several_loans_is_the_whole(summed: str, cache: Cache) -> None:
    sheet = (
        Sheet()
        .row("样本银行贷款台账")
        .row("借据编号", "发放金额", "贷款余额", "欠息", "罚息", "应收合计")
    )
    for row in (
        ("NY20250311-0947", "200,000.00", "148,200.00", "5,610.33", "1,722.08", "155,532.41"),
        ("NY20250720-1186", "50,000.00", "21,706.90", "774.52", "196.41", "22,677.83"),
        ("NY20251102-0042", "15,000.00", "9,900.00", "133.65", "0.00", "10,033.65"),
        (summed, "", "179,806.90", "6,518.50", "1,918.49", "188,243.89"),
    ):
        for place, text in enumerate(row):
            sheet.at(20 + 170 * place, sheet.y, text, size=16)
        sheet.y += 60
    found = values(sheet, cache)
    assert (found["principal"], found["interest"]) == ("179806.90", "6518.50")


def test_a_column_of_what_is_left_goes_before_what_fell_due_and_was_paid(cache: Cache) -> None:
    heads = ("应还日期", "应还本金", "实还本金", "欠本金", "应还利息", "实还利息", "欠利息")
    sheet = Sheet().row("样本农商银行欠款明细查询")
    for row in (
        heads,
        ("20251121", "2,604.17", "2,604.17", "0.00", "811.46", "402.10", "409.36"),
        ("20251221", "2,604.17", "1,000.00", "1,604.17", "797.13", "0.00", "797.13"),
        ("20260121", "2,604.17", "0.00", "2,604.17", "782.80", "0.00", "782.80"),
        ("合计", "7,812.51", "3,604.17", "4,208.34", "2,391.39", "402.10", "1,989.29"),
    ):
        for place, text in enumerate(row):
            sheet.at(20 + 150 * place, sheet.y, text, size=20)
        sheet.y += 60
    found = values(sheet, cache)
    assert (found["principal"], found["interest"]) == ("4208.34", "1989.29")


def test_what_was_lent_of_each_of_several_loans_is_owed_where_its_total_says_so(
    cache: Cache,
) -> None:
    sheet = Sheet().row("样本周转").row("共2笔待还，合计", "2,467.70元")
    sheet.gap().rows(("应还", "1,612.50元"), ("借款本金", "1,500.00"), ("信息服务费", "90.00"))
    sheet.row("逾期费", "22.50").gap().rows(("应还", "855.20元"), ("借款本金", "800.00"))
    sheet.rows(("信息服务费", "48.00"), ("逾期费", "7.20"))
    found = values(sheet, cache)
    assert (found["principal"], found["fees"], found["penalty"]) == ("2300.00", "138.00", "29.70")


def test_a_state_misread_by_a_character_does_not_end_its_table() -> None:
    sheet = Sheet().row("样本银行 还款计划").row("期次", "到期日", "本金", "利息", "小计", "状态")
    for index, state in enumerate(("已还清", "已还酒", "待还款", "待还款"), 1):
        sheet.row(f"{index}/4", f"2026-0{index + 4}-05", "900.00", "25.10", "925.10", state)
    found = instalments(sheet)
    assert [(one["principal"], one["interest"]) for one in found] == [("900.00", "25.10")] * 4


def test_a_state_under_its_head_is_no_label_of_the_amount_beside_it() -> None:
    sheet = Sheet().row("样本银行 还款计划查询")
    for index, state in enumerate(("已还清", "待还款", "待还"), 1):
        sheet.row("期数", "还款日期").row(f"{index}/24", f"2026/0{index + 6}/20")
        sheet.row("状态", "应还本金").row(state, "￥7407.84")
        sheet.row("应还利息", "罚息").row("￥1455.00", "￥0.00")
        sheet.row("", "本息合计").row("", "￥8862.84")
    assert [one["principal"] for one in instalments(sheet)] == ["7407.84"] * 3


def test_what_was_repaid_of_an_instalment_makes_it_no_paid_one(cache: Cache) -> None:
    sheet = Sheet().rows(
        "第4期账单", ("应还本金", "480.00"), ("应还利息", "40.00"), ("罚息", "11.40"),
        ("应还合计", "531.40"), ("已还", "200.00"), ("剩余应还", "331.40"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert statement.periods[0].status is not PeriodStatus.PAID
    assert statement.needs_review


RELIEF = [("本金", "3,000.00"), ("利息", "150.50"), ("罚息", "60.00")]


@pytest.mark.parametrize(
    ("rows", "penalty"),
    [
        ([("应还总额", "3,180.50"), *RELIEF, ("已减免罚息", "30.00")], "30.00 verified"),
        ([("应还总额", "3,210.50"), *RELIEF, ("已减免罚息", "30.00")], "60.00 verified"),
        ([("应还总额", "3,180.50"), *RELIEF, ("已减免", "30.00")], "60.00 doubtful"),
    ],
    ids=["taken off by the total", "taken off before", "of nobody knows which"],
)
def test_relief_that_the_total_is_less_by_is_not_owed(
    rows: list[tuple[str, str]], penalty: str, cache: Cache
) -> None:
    [statement] = statements([Sheet().rows("账单 样本消费金融有限公司", *rows)], cache)
    assert outstanding(statement)["penalty"] == penalty


def test_a_state_in_its_column_names_no_amount_beside_it(cache: Cache) -> None:
    sheet = Sheet().rows(
        ("期次", "应还日期", "本金", "利息", "罚息", "状态", "未还金额"),
        ("9", "2026-07-16", "2,500.00", "312.50", "0.00", "已还清", "0.00"),
        ("10", "2026-08-16", "2,500.00", "275.00", "128.75", "未还", "2,903.75"),
        ("11", "2026-09-16", "2,500.00", "237.50", "90.00", "未还", "2,827.50"),
    )
    [statement] = statements([sheet], cache)
    assert [period.status.value for period in statement.periods if period.status] == [
        "paid", "due", "due",
    ]  # fmt: skip
    assert outstanding(statement)["interest"] == "512.50 verified"
    assert outstanding(statement)["total"] == "5731.25 verified"


def test_a_card_of_a_loan_that_was_settled_is_not_owed(cache: Cache) -> None:
    sheet = Sheet().row("易卡·我的借款")
    for head, state, parts in (
        ("易卡借款 5000元", "逾期88天", ("2,206.18", "1,940.62", "131.44", "134.12")),
        ("易卡借款 3000元", "逾期27天", ("1,624.10", "1,500.00", "93.75", "30.35")),
        ("易卡借款 2000元", "已结清", ("2,118.00", "2,000.00", "118.00", "0.00")),
    ):
        total, principal, interest, penalty = parts
        left = "实还" if state == "已结清" else "待还"
        sheet.row(head, state)
        for place, text in enumerate((left, total, "本金", principal)):
            sheet.at(60 + 250 * place, sheet.y, text)
        sheet.gap(90)
        for place, text in enumerate(("利息", interest, "罚息", penalty)):
            sheet.at(60 + 250 * place, sheet.y, text)
        sheet.gap(140)
    [statement] = statements([sheet.row("全部还清 3,830.28")], cache)
    assert outstanding(statement)["interest"].startswith("225.19")
    assert outstanding(statement)["penalty"].startswith("164.47")
