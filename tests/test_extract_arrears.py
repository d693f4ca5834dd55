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
    owed,
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


def test_principal_not_yet_due_and_the_rows_that_are_overdue(cache: Cache) -> None:
    sheet = Sheet().rows(
        "美团借钱", ("逾期应还", "1,488.55"), ("期数", "应还日", "本金", "利息", "罚息"),
        ("7/12", "2026-10-18", "670.76", "62.68", "18.61"),
        ("8/12", "2026-11-18", "680.82", "52.62", "3.06"),
        "借款信息", ("未到期剩余本金", "2,826.97"), ("截至", "2026-11-24"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["principal"].startswith("4178.55")


def test_a_sum_over_rows_and_what_is_not_due_is_not_added_up_again(cache: Cache) -> None:
    sheet = Sheet().rows(
        "招联金融", ("剩余待还总额", "6,854.89"), ("期次", "本金", "利息", "罚息"),
        ("7/12", "2,580.00", "156.90", "140.16"), ("8/12", "2,603.90", "160.00", "130.00"),
        ("逾期小计", "5,183.90", "316.90", "270.16"), ("未到期本金", "1,083.93"),
        ("截至", "2026-11-24"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["principal"].startswith("6267.83")


def test_a_sheet_over_a_list_is_of_all_its_instalments(cache: Cache) -> None:
    sheet = Sheet().rows(
        "好期贷", ("第8/12期 2026-09-21", "1,168.80"), ("第9/12期 2026-10-21", "1,146.05"),
        ("第10/12期 2026-11-21", "1,122.99"), ("第11/12期 2026-12-21", "未到期"),
        ("逾期本金", "3,250.00"), ("利息", "156.00"), ("罚息", "31.84"),
        ("合计待还", "3,437.84"), ("截至", "2026-11-23"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["penalty"] == "31.84 verified"
    assert all(period.penalty is None for period in bill.periods)


def test_the_sum_of_a_lone_instalment_stays_with_it() -> None:
    sheet = Sheet().rows(
        "度小满", ("第8期", "逾期27天"), ("本金", "833.33"), ("利息", "62.50"),
        ("罚息", "18.14"), ("已还", "0.00"), ("剩余应还", "913.97"),
    )  # fmt: skip
    assert instalments(sheet) == [
        {"index": "8", "status": "overdue", "principal": "833.33", "interest": "62.50",
         "penalty": "18.14", "total": "913.97"},
    ]  # fmt: skip


def test_a_months_sum_over_its_orders_counts_once() -> None:
    sheet = Sheet().rows(
        "分期乐", ("11月账单", "2026-11-12到期"), ("应还本金", "751.24"), ("应还利息", "95.62"),
        ("第8/12期", "2026-03-12"), ("应还本金", "513.36"), ("应还利息", "51.21"),
        ("第4/12期", "2026-07-12"), ("应还本金", "237.88"), ("应还利息", "44.41"),
    )  # fmt: skip
    assert sorted(row["index"] for row in instalments(sheet)) == ["4", "8"]


def test_the_sheet_over_a_bill_says_what_its_sum_is_made_of(cache: Cache) -> None:
    bill = Sheet("a.png").rows(
        "唯品花", ("账单待还", "1,594.63"), ("女款羽绒服 分3期(2/3)", "520.00"),
        ("第2/3期 本金", "1,040.00"),
    )  # fmt: skip
    over = Sheet("b.png").rows(
        "唯品花", ("账单待还", "1,594.63"), ("第2/3期", "账单构成"), ("商品本金", "1,560.00"),
        ("分期利息", "18.72"), ("逾期罚息", "15.91"), ("合计", "1,594.63"), ("截至", "2026-11-01"),
    )  # fmt: skip
    (found,) = statements([bill, over], cache)
    assert outstanding(found)["interest"].startswith("18.72")
    assert outstanding(found)["penalty"].startswith("15.91")
    assert not any("不一致" in note for note in found.notes)


def test_bills_of_two_months_of_a_consumer_credit_are_both_owed(cache: Cache) -> None:
    months = [
        Sheet(f"{number}.png").rows(
            "京东白条", (f"2026年{number}月账单", "已逾期"), ("到期还款日", f"2026-{number}-15"),
            ("商品本金", principal), ("违约金", late), ("剩余待还", whole),
        )
        for number, principal, late, whole in (
            (10, "1,468.20", "28.43", "1,496.63"), (11, "1,212.75", "4.34", "1,217.09"),
        )
    ]  # fmt: skip
    (found,) = statements(months, cache)
    assert outstanding(found)["late_fees"].startswith("32.77")


def test_what_is_listed_is_not_counted_again_on_its_own_page(cache: Cache) -> None:
    listed = Sheet("a.png").rows(
        "微粒贷", ("逾期应还", "5,195.82"), "借款A", ("剩余本金", "3,200.00"),
        ("应还利息", "76.48"), ("应还罚息", "54.72"), ("本笔应还", "3,331.20"), "借款B",
        ("剩余本金", "1,800.00"), ("应还利息", "38.70"), ("应还罚息", "25.92"),
        ("本笔应还", "1,864.62"), ("截至", "2026-11-24"),
    )  # fmt: skip
    own = Sheet("b.png").rows(
        "微粒贷", ("剩余本金", "3,200.00"), ("应还利息", "76.48"), ("应还罚息", "54.72"),
        ("合计", "3,331.20"), ("截至", "2026-11-24"),
    )  # fmt: skip
    found = statements([listed, own], cache)
    assert [outstanding(one)["interest"] for one in found] == ["115.18 read"] or [
        outstanding(one)["interest"] for one in found
    ] == ["115.18 verified"]


def test_pages_are_no_instalments_and_a_cycle_neither() -> None:
    sheet = Sheet().rows(("頁數", "1/1"), ("本期账单周期", "10/10-11/09"), ("透支利息", "58.21"))
    assert instalments(sheet) == []


def test_how_a_penalty_is_counted_is_no_lost_figure() -> None:
    sheet = Sheet().rows("微粒贷", ("剩余本金", "7,500.00"), ("逾期罚息", "日利率上浮50%"))
    assert drafted(sheet).unread == ()


def test_rows_without_a_name_that_make_anothers_sums_are_its_plan(cache: Cache) -> None:
    whole = Sheet("a.png").rows(
        "美团借钱", ("待还本金", "2,400.00"), ("待还利息", "222.57"), ("待还罚息", "67.91"),
        ("截至", "2026-11-02"),
    )  # fmt: skip
    rows = Sheet("b.png").rows("还款明细")
    for index, interest, penalty, total in (
        (5, "85.71", "38.36", "924.07"), (6, "72.58", "22.81", "895.39"),
        (7, "64.28", "6.74", "871.02"),
    ):  # fmt: skip
        rows.rows((f"第{index}/12期", "逾期74天"), ("应还本金", "800.00"), ("应还利息", interest),
                  ("罚息", penalty), ("本期待还", total))  # fmt: skip
    (found,) = statements([whole, rows], cache)
    assert (found.product, len(found.periods)) == ("美团借钱", 3)
    assert outstanding(found)["interest"] == "222.57 verified"


def test_the_sum_of_the_overdue_rows_is_no_balance(cache: Cache) -> None:
    left = Sheet("a.png").rows("微粒贷", ("剩余本金", "7,500.00"), ("截至", "2026-11-24"))
    right = Sheet("b.png").rows(
        "微粒贷", ("当前应还", "3,209.48"), ("第6期", "2026-10-20"), ("应还本金", "1,500.00"),
        ("应还利息", "94.50"), ("应还罚息", "33.08"), ("第7期", "2026-11-20"),
        ("应还本金", "1,500.00"), ("应还利息", "78.12"), ("应还罚息", "3.78"),
        ("本金合计", "3,000.00"), ("利息合计", "172.62"), ("罚息合计", "36.86"),
        ("截至", "2026-11-24"),
    )  # fmt: skip
    (found,) = statements([left, right], cache)
    assert outstanding(found)["principal"] == "7500.00 read"
    assert outstanding(found)["penalty"] == "36.86 verified"


def test_a_sheet_over_a_list_that_ends_with_what_is_due(cache: Cache) -> None:
    sheet = Sheet().rows(
        "放心借", ("应还总额", "957.82"), ("第5期", "484.50"), ("第6期", "473.32"),
        ("借款金额", "5,000.00"), "应还明细", ("应还本金", "817.08"), ("应还利息", "116.94"),
        ("逾期罚息", "23.80"), ("合计应还", "957.82"), ("截至", "2026-11-25"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["interest"] == "116.94 verified"
    assert not bill.needs_review


def test_a_row_of_dollars_under_one_of_yuan(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行信用卡", "账单日 StatementDate：2026-11-12",
        ("币种", "利息", "违约金", "本期应还"), ("人民币", "124.18", "81.20", "8,624.82"),
        ("美元", "0.00", "0.00", "0.00"),
    )  # fmt: skip
    (bill,) = statements([sheet], cache)
    assert outstanding(bill)["interest"] == "124.18 read"
    assert outstanding(bill)["late_fees"] == "81.20 read"
    assert bill.as_of == date(2026, 11, 12)


def test_dollars_beside_the_least_payment_head_no_list_of_dollars() -> None:
    sheet = Sheet().rows(
        "样本银行信用卡", ("本期剩余应还", "7,991.50"), ("美元应还", "最低还款额"),
        ("$41.40", "799.15"), ("循环利息", "82.75"), ("违约金", "27.58"),
    )  # fmt: skip
    assert owed(sheet)["interest"] == "82.75"
    assert owed(sheet)["late_fees"] == "27.58"


def test_a_notice_in_a_lenders_words_that_itemises_is_a_bill(cache: Cache) -> None:
    sheet = Sheet().rows(
        "贷款逾期催收通知书", "您已连续3期未按约还款，拖欠情况如下：", ("项目", "金额(元)"),
        ("逾期本金", "6,492.34"), ("拖欠利息", "237.17"), ("罚息", "63.39"), ("合计", "6,792.90"),
        "请您于收到本通知书之日起7日内到我行偿还上述款项。逾期未还的，我行将依照合同约定采取相应措施。",
        "样本农村商业银行股份有限公司", "2026年11月20日",
    )  # fmt: skip
    assert [paper.kind for paper in interpreted([sheet], cache).materials] == ["bill"]


def test_a_state_beside_an_amount_under_two_heads_is_a_state() -> None:
    sheet = Sheet().rows(
        "样本银行", ("第1/3期", "2026/09/20"), ("状态", "应还本金"), ("已还清", "7,407.84"),
        ("应还利息", "罚息"), ("1,455.00", "0.00"), ("第2/3期", "2026/10/20"),
        ("状态", "应还本金"), ("待还", "7,463.40"), ("应还利息", "罚息"), ("1,399.44", "0.00"),
    )  # fmt: skip
    assert [row.get("status") for row in instalments(sheet)] == ["paid", "due"]


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
