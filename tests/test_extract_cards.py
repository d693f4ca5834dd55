"""Bills of cards: an account in dollars beside the one in yuan, and repayments taken off."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, drafted, outstanding, owed, statements

FIGURES = (
    ("本期应还金额", "6,867.30"), ("上期未还本金", "6,600.00"), ("循环利息", "201.30"),
    ("违约金", "66.00"),
)  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ["账户状态：已逾期43天。本期无外币交易，美元账户应还 0.00。"],
        [("美元账户应还", "0.00")],
        [("外币账户本期应还", "$0.00")],
        [("美元账户", "本期应还", "12.00")],
        [("人民币账户 本期应还 6,867.30", "美元账户 本期应还 12.00")],
    ],
    ids=["sentence", "row", "sign", "heading", "beside the yuan"],
)
def test_an_account_in_dollars_is_no_part_of_the_yuan(
    rows: list[str | tuple[str, ...]], cache: Cache
) -> None:
    sheet = Sheet().row("样本银行信用卡").rows(*FIGURES).rows(*rows)
    assert {one.value for one in drafted(sheet).totals["total"]} == {
        drafted(sheet).totals["total"][0].value
    }
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["total"] == "6867.30 verified"


@pytest.mark.parametrize(
    "row",
    [
        ("本期无外币交易", "本期应还", "6,867.30"),
        ("应还总额（含美元账户）", "6,867.30"),
        ("美元账户折合人民币应还", "6,867.30"),
    ],
    ids=["none", "a sum of both", "turned into yuan"],
)
def test_yuan_beside_a_word_of_dollars_stay(row: tuple[str, ...]) -> None:
    assert owed(Sheet().row("样本银行信用卡").rows(*FIGURES[1:], row))["total"] == "6867.30"


HEADS = ("上期未还本金", "+ 新增消费", "+ 循环利息", "+ 违约金", "一 本期还款", "= 本期应还")


def card(*figures: str, heads: tuple[str, ...] = HEADS) -> Sheet:
    sheet = Sheet().row("样本银行信用卡").row("本期应还金额组成")
    for row in (heads, figures):
        for place, text in enumerate(row):
            sheet.at(40 + 175 * place, sheet.y, text, size=24)
        sheet.y += 60
    return sheet


NETTED = ("6,920.55", "0.00", "195.83", "64.20", "500.00", "6,680.58")


@pytest.mark.parametrize(
    ("figures", "principal"),
    [
        (NETTED, "6420.55"),
        (("6,920.55", "80.00", "195.83", "64.20", "500.00", "6,760.58"), "6500.55"),
        (("6,920.55", "0.00", "195.83", "64.20", "500.00", "7,180.58"), "6920.55"),
        (("6,920.55", "0.00", "195.83", "64.20", "0.00", "7,180.58"), "6920.55"),
        (("6,920.55", "0.00", "195.83", "64.20", "500.00", "6,680.59"), "6920.55"),
    ],
    ids=["repaid", "spent and repaid", "not taken off", "nothing repaid", "a cent off"],
)
def test_a_repayment_is_taken_off_where_the_printed_sum_does(
    figures: tuple[str, ...], principal: str
) -> None:
    assert owed(card(*figures))["principal"] == principal


def test_a_principal_less_a_repayment_is_as_sure_as_both(cache: Cache) -> None:
    [statement] = statements([card(*NETTED)], cache)
    assert outstanding(statement) == {
        "principal": "6420.55 verified",
        "interest": "195.83 verified",
        "late_fees": "64.20 verified",
        "total": "6680.58 verified",
    }
    assert statement.outstanding.principal is not None
    assert statement.outstanding.principal.evidence.label == "上期未还本金－本期还款"
    [doubted] = statements([card(*NETTED)], cache, says={"500.00": "600.00"})
    assert outstanding(doubted)["principal"] == "6420.55 doubtful"


def test_a_term_that_is_not_known_leaves_the_principal_as_it_stands() -> None:
    heads = (*HEADS[:4], "一 分期抵销", HEADS[5])
    assert owed(card(*NETTED, heads=heads))["principal"] == "6920.55"


def test_a_sum_without_signs_proves_nothing() -> None:
    heads = tuple(head.split(" ")[-1] for head in HEADS)
    assert owed(card(*NETTED, heads=heads))["principal"] == "6920.55"


def test_a_booked_charge_has_its_amount_behind_the_branch(cache: Cache) -> None:
    head = ("卡号后四位", "记账日", "交易类型", "商户名称", "交易金额", "记账金额")
    sheet = Sheet().row("中国工商银行信用卡对账单").rows(("应还款额", "6,633.70")).row("交易明细")
    sheet.rows(
        head,
        ("7731", "2026-11-11", "违约金", "柳州鱼峰支行", "32.41", "32.41(支出)"),
        ("7731", "2026-11-16", "利息", "柳州鱼峰支行", "118.94", "118.94(支出)"),
    )
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"].startswith("118.94")
    assert outstanding(statement)["late_fees"].startswith("32.41")


def test_a_booked_charge_whose_amount_is_not_clear_is_asked_for(cache: Cache) -> None:
    sheet = Sheet().row("中国工商银行信用卡对账单").rows(("应还款额", "6,633.70")).row("交易明细")
    sheet.row("2026-11-16", "利息", "柳州鱼峰支行", "118.94", "6,633.70")
    [statement] = statements([sheet], cache)
    assert statement.unread == ("interest",) or "interest" in outstanding(statement)
    assert statement.needs_review or outstanding(statement)["interest"].startswith("118.94")


def test_the_principal_is_of_purchases_and_of_instalments_that_fell_due(cache: Cache) -> None:
    sheet = Sheet().row("样本银行信用卡").rows(
        ("本期剩余应还", "6,850.64"), ("消费透支本金", "3,185.60"),
        ("万用金分期本金(第5-7期)", "3,000.00"), ("万用金分期手续费(第5-7期)", "234.00"),
        ("透支利息", "277.14"), ("违约金", "153.90"), ("合计", "6,850.64"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement) == {
        "principal": "6185.60 verified",
        "interest": "277.14 verified",
        "fees": "234.00 verified",
        "late_fees": "153.90 verified",
        "total": "6850.64 verified",
    }


def test_instalments_of_a_card_that_were_billed_and_not_paid_are_owed(cache: Cache) -> None:
    sheet = Sheet().row("样本银行信用卡").row("万用金详情").rows(("分期总本金", "12,000.00"))
    sheet.rows(
        ("期数", "入账日", "本金", "手续费", "状态"),
        ("4", "2026-08-12", "1,000.00", "78.00", "已出账已还"),
        ("5", "2026-09-12", "1,000.00", "78.00", "已出账未还"),
        ("6", "2026-12-12", "1,000.00", "78.00", "未出账"),
    )
    [statement] = statements([sheet], cache)
    assert [period.status for period in statement.periods] == ["paid", "due", "upcoming"]
    assert outstanding(statement)["principal"].startswith("2000.00")
    assert outstanding(statement)["fees"].startswith("156.00")


def test_a_due_day_over_its_label_is_no_instalment(cache: Cache) -> None:
    sheet = Sheet().row("样本银行信用卡").row("剩余未还").row("¥9,842.77").rows(
        ("¥11,342.77", "¥1,500.00", "¥591.36", "11/18"),
        ("本期账单", "已还", "剩余最低", "到期还款日"), ("消费/取现", "6,988.20"),
        ("分期本金", "2,500.00"), ("循环利息", "213.45"), ("违约金", "96.12"),
        ("分期手续费", "45.00"), ("11-01 循环利息", "-213.45"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"].startswith("213.45")
    assert outstanding(statement)["late_fees"].startswith("96.12")
    assert outstanding(statement)["principal"].startswith("9488.20")
    assert not statement.periods
