"""Screens of what is overdue: the balance of the loan beside it, rows without sums, the days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.extract.lenders import lender_of
from pipeline.store import Cache
from tests.sheets import (
    Sheet,
    catalogue,
    drafted,
    instalments,
    interpreted,
    outstanding,
    statements,
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_the_balance_is_owed_and_the_overdue_part_proves_the_charges(cache: Cache) -> None:
    sheet = Sheet().rows(
        "放心借", ("逾期未还", "1,397.54"), ("逾期本金", "1,219.62"), ("逾期前利息", "127.86"),
        ("罚息", "50.06"), ("剩余未还本金", "3,795.66"), ("截至", "2026-11-24"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill) == {
        "principal": "3795.66 read", "interest": "127.86 verified", "penalty": "50.06 verified",
    }  # fmt: skip
    assert not bill.needs_review


def test_a_banks_balance_beside_its_arrears(cache: Cache) -> None:
    sheet = Sheet().rows(
        "贷款详情", ("当前欠款总额(元)", "4,073.74"), ("欠款本金", "3,691.21"),
        ("欠款利息", "346.49"), ("罚息", "36.04"), ("贷款余额", "20,474.56"),
        ("查询日期", "2026-11-23"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["principal"] == "20474.56 read"
    assert bill.outstanding.total is None
    assert not bill.needs_review


def test_principal_not_yet_due_is_owed_besides(cache: Cache) -> None:
    sheet = Sheet().rows(
        "网商贷", ("当前应还", "5,197.12"), ("未到期本金", "4,700.00"), ("逾期本金", "4,800.00"),
        ("利息", "294.40"), ("逾期利息", "102.72"), ("截至", "2026-11-25"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["principal"].startswith("9500.00")
    assert outstanding(bill)["interest"] == "294.40 verified"


def test_a_part_of_the_sum_is_not_added_to_it_again(cache: Cache) -> None:
    sheet = Sheet().rows(
        "招联金融", ("剩余待还总额", "9,897.12"), ("未到期本金", "4,700.00"),
        ("逾期本金", "4,800.00"), ("利息", "294.40"), ("逾期利息", "102.72"),
        ("截至", "2026-11-25"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["principal"] == "9500.00 verified"


def test_rows_numbered_with_the_word_for_instalment() -> None:
    sheet = Sheet().rows(
        "马上消费", ("期数", "本金", "利息", "罚息"), ("6期", "493.96", "73.05", "27.03"),
        ("7期", "503.79", "63.22", "12.53"), ("剩余本金", "3,671.08"),
    )  # fmt: skip
    assert instalments(sheet) == [
        {"index": "6", "principal": "493.96", "interest": "73.05", "penalty": "27.03"},
        {"index": "7", "principal": "503.79", "interest": "63.22", "penalty": "12.53"},
    ]


def test_a_count_of_instalments_numbers_nothing() -> None:
    sheet = Sheet().rows("借呗", ("剩余期数", "8期"), ("待还本金", "8,191.84"))
    assert instalments(sheet) == []


@pytest.mark.parametrize("mark", ["7/1207-15", "7/12 07-15"])
def test_a_day_grown_together_with_its_instalment(mark: str) -> None:
    sheet = Sheet().rows(
        ("期次/应还日", "本金", "利息", "罚息"), (mark, "1,006.14", "94.02", "99.61"),
        ("8/1208-15", "1,021.23", "78.93", "77.36"),
    )  # fmt: skip
    assert [row["index"] for row in instalments(sheet)] == ["7", "8"]


def test_days_with_a_point_are_no_amounts() -> None:
    sheet = Sheet().rows(
        ("期数", "应还日", "本金", "利息"), ("9/12", "10.22", "859.03", "44.12"),
        ("10/12", "11.22", "869.85", "33.30"),
    )  # fmt: skip
    assert instalments(sheet) == [
        {"index": "9", "principal": "859.03", "interest": "44.12"},
        {"index": "10", "principal": "869.85", "interest": "33.30"},
    ]


def test_a_sheet_over_a_menu_with_past_payments_is_owed() -> None:
    sheet = Sheet().rows(
        "网商贷", "还款计划", "还款记录", "还款明细(2026-11-20)", ("逾期本金", "6,093.49"),
        ("利息", "335.99"), ("罚息", "126.51"), ("合计应还", "6,555.99"),
    )  # fmt: skip
    totals = drafted(sheet).totals
    assert [str(totals[name][0].value) for name in ("principal", "interest", "penalty")] == [
        "6093.49", "335.99", "126.51",
    ]  # fmt: skip


def test_days_unpaid_are_days_overdue() -> None:
    assert drafted(Sheet().rows("马上消费", "55天未还款", ("应还", "10.00"))).overdue_days == 55


def test_the_bookings_of_a_card_are_no_rivals_of_what_it_owes(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行信用卡对账单", ("账单日", "2026-11-08"), ("本期应还款额", "4,552.28"),
        ("项目", "金额"), ("消费本金", "4,268.40"), ("利息", "187.36"), ("违约金", "96.52"),
        "本期交易明细", ("交易日", "交易说明", "金额"), ("2026-11-08", "利息", "62.18"),
        ("2026-11-08", "违约金", "30.15"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["interest"] == "187.36 verified"
    assert outstanding(bill)["late_fees"] == "96.52 verified"
    assert not bill.needs_review


def test_a_booked_charge_without_its_amount_is_unread(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行信用卡", ("本期应还金额", "5,865.64"), "交易明细", ("交易日期", "摘要", "金额"),
        ("2026-10-12", "样本超市", "360.93"), ("2026-11-08", "循环利息", ""),
        ("2026-11-08", "样本超市", "22.10"),
    )  # fmt: skip
    assert "interest" in {name for name, _ in drafted(sheet).unread}


def test_a_list_of_loans_with_one_figure_each(cache: Cache) -> None:
    sheet = Sheet().rows(
        "网商贷", ("待还总额(元)", "17,651.13"), ("借款8,000.00", "逾期104天"),
        ("剩余待还", "8,598.40"), ("借款5,000.00", "逾期78天"), ("剩余待还", "5,296.00"),
        ("借款3,500.00", "逾期88天"), ("剩余待还", "3,756.73"), ("更新于", "2026-11-22"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill) == {"total": "17651.13 verified"}
    assert len(bill.periods) == 3


def test_the_day_behind_the_companys_name() -> None:
    sheet = Sheet().rows(("当前应还", "10.00"), "浙江网商银行股份有限公司 2026-11-25 样本")
    assert drafted(sheet).as_of == date(2026, 11, 25)
    assert drafted(Sheet().rows(("应还", "10.00"), "样本超市 2026-11-25")).as_of is None


@pytest.mark.parametrize(
    ("text", "lender"),
    [
        ("中国工商银行 查询日期2026-11-24", "中国工商银行股份有限公司"),
        ("收款账户 招商银行(6021)", ""),
        ("江南云帆消费金融有限公司(样本)", "江南云帆消费金融有限公司"),
        ("示例县农村信用合作联社", "示例县农村信用合作联社"),
    ],
)
def test_who_lends(text: str, lender: str) -> None:
    assert lender_of(Sheet().rows("账单明细", text).reading(), catalogue()).name == lender


def test_a_name_again_under_a_seal_is_the_same_company() -> None:
    sheet = Sheet().rows("示例县清水信用社", "逾期通知", "卡例县清水信用社", "清水信用社")
    assert lender_of(sheet.reading(), catalogue()).name == "示例县清水信用社"


@pytest.mark.parametrize(
    ("text", "product"),
    [("月付账单 美团月付", "meituan_yuefu"), ("借款详情 美团借钱", "meituan"),
     ("抖音月付账单", "douyin_yuefu"), ("放心借", "douyin")],
)  # fmt: skip
def test_two_products_of_one_platform(text: str, product: str) -> None:
    assert lender_of(Sheet().row(text).reading(), catalogue()).entry.id == product


COMPANY = "贷款机构：重庆蚂蚁消费金融有限公司"


def test_details_of_a_loan_are_not_the_companys_consumer_credit(cache: Cache) -> None:
    bill = Sheet("a.png").rows("花呗账单", ("剩余应还", "2,694.30"), ("应还本金", "2,600.00"),
                               ("利息", "38.40"), ("逾期利息", "55.90"), COMPANY)  # fmt: skip
    loan = Sheet("b.png").rows(
        "借款详情", ("逾期应还总额", "3,300.48"), ("逾期本金", "2,979.47"), ("利息", "263.05"),
        ("罚息", "57.96"), ("借款金额", "12,000.00"), ("待还本金", "8,191.84"),
        ("借款日期", "2026-04-20"), COMPANY,
    )  # fmt: skip
    plan = Sheet("c.png").rows("还款计划", ("待还本金", "8,191.84"), ("剩余期数", "8期"))
    found = statements([bill, loan, plan], cache)
    assert [(one.product, [page.path for page in one.pages]) for one in found] == [
        ("花呗", ["a.png"]), ("借呗", ["b.png", "c.png"]),
    ]  # fmt: skip


def test_a_lenders_notice_that_numbers_the_contract_is_a_bill(cache: Cache) -> None:
    sheet = Sheet().rows(
        "示例县清水信用社", "逾期贷款催收通知单", ("借款合同号", "NX-2025-0820"),
        ("贷款余额", "欠息", "逾期罚息", "应收合计"),
        ("12,000.00", "397.44", "291.60", "12,689.04"), "请于收到本单后到我社协商还款事宜",
    )  # fmt: skip
    found = interpreted([sheet], cache)
    assert [paper.kind for paper in found.materials] == ["bill"]
    assert outstanding(found.statements[0])["penalty"] == "291.60 verified"


def test_a_plan_with_its_sources_by_the_applicant_is_no_bill(cache: Cache) -> None:
    sheet = Sheet().rows(
        "还款计划表", "申请人：张样本", "申请减免利息、罚息后，剩余本金合计13,600.00元，分12期归还",
        ("期次", "还款日", "还款金额", "剩余本金", "资金来源"),
        ("1", "2026-12-15", "1,133.33", "12,466.67", "摊位收入"),
        ("2", "2027-01-15", "1,133.33", "11,333.34", "摊位收入"),
    )  # fmt: skip
    assert [paper.kind for paper in interpreted([sheet], cache).materials] == ["repayment_plan"]
