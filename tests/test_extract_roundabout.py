"""Screens that say what is owed in roundabout ways: in sums, remarks, messages, or twice."""

from __future__ import annotations

import pytest

from pipeline.extract.lenders import lender_of
from pipeline.store import Cache
from schemas.statement import Statement
from tests.sheets import Sheet, catalogue, grammar, interpreted, outstanding, statements

LOAN = "样本消费金融有限公司"


def parts(statement: Statement) -> dict[str, str]:
    """What is owed, without how sure it is."""
    return {name: value.split()[0] for name, value in outstanding(statement).items()}


def only(sheet: Sheet, cache: Cache) -> dict[str, str]:
    [statement] = statements([sheet], cache)
    return parts(statement)


def test_a_month_of_purchases_and_of_an_instalment_makes_its_sum(cache: Cache) -> None:
    sheet = Sheet().rows(
        "花呗账单",
        ("11月剩余应还(元)", "3,381.20"),
        "剩余应还明细",
        ("消费本金", "2,135.40"),
        "7笔·10.01-10.31",
        ("分期本金", "1,133.33"),
        "3期分期 第2/3期",
        ("分期手续费", "92.86"),
        ("逾期利息", "19.61"),
    )
    assert only(sheet, cache) == {
        "principal": "3268.73",
        "penalty": "19.61",
        "fees": "92.86",
        "total": "3381.20",
    }


def test_a_sum_written_out_goes_on_in_the_next_line(cache: Cache) -> None:
    sheet = Sheet().rows(
        LOAN,
        ("累计已还", "", "逾期待还"),
        ("2,531.67", "", "5,119.23"),
        "逾期待还 5,119.23 = 本金 4,666.66 + 利息",
        "204.17 + 罚息 218.40 + 违约金 30.00",
    )
    assert only(sheet, cache) == {
        "principal": "4666.66",
        "interest": "204.17",
        "penalty": "218.40",
        "late_fees": "30.00",
        "total": "5119.23",
    }


def test_what_a_broken_formula_comes_to_is_no_further_amount(cache: Cache) -> None:
    sheet = Sheet().rows(
        LOAN,
        ("应还本金", "5,400.00元"),
        ("借款利息", "246.89元"),
        ("罚息", "108.00元"),
        ("应还总额", "5,754.89元"),
        "罚息 = 应还本金 5,400.00 × 0.08% × 25天 =",
        "108.00元",
    )
    assert only(sheet, cache)["principal"] == "5400.00"


def test_the_principal_of_a_settlement_of_today_is_owed(cache: Cache) -> None:
    sheet = Sheet().rows(
        LOAN,
        "个人贷款结清金额单",
        ("贷款本金", "61,250.00"),
        ("正常利息", "3,497.61"),
        ("罚息", "1,428.93"),
        ("复息", "86.12"),
        ("结清金额合计", "66,262.66"),
    )
    assert only(sheet, cache)["principal"] == "61250.00"


def test_what_was_lent_is_not_owed_where_no_sum_says_so(cache: Cache) -> None:
    sheet = Sheet().rows(LOAN, ("贷款本金", "61,250.00"), ("利息", "97.61"), ("罚息", "28.93"))
    assert "principal" not in only(sheet, cache)


def test_days_of_the_month_head_no_table(cache: Cache) -> None:
    sheet = Sheet().rows(
        "龙卡信用卡",
        ("剩余应还款额", "6,758.91"),
        ("账单日 每月17日", "还款日 每月6日"),
        ("已出账单未还本金", "6,420.75"),
        ("透支利息", "241.36"),
        ("违约金", "96.80"),
    )
    assert only(sheet, cache) == {
        "principal": "6420.75",
        "interest": "241.36",
        "late_fees": "96.80",
        "total": "6758.91",
    }


@pytest.mark.parametrize("gap", ["", " "])
def test_what_a_charge_was_on_each_day_stands_in_a_remark(gap: str, cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本银行信用卡",
        ("记账日", "交易摘要", "人民币金额"),
        ("10/28", "循环利息", "213.72"),
        ("10/28", "违约金", "111.77"),
        "未还款项构成",
        ("未还消费本金", "11,286.40"),
        (f"利息（09/28{gap}198.63；10/28{gap}213.72）", "412.35"),
        (f"违约金（09/28{gap}56.43；10/28{gap}111.77）", "168.20"),
        ("合计", "11,866.95"),
    )
    assert only(sheet, cache) == {
        "principal": "11286.40",
        "interest": "412.35",
        "late_fees": "168.20",
        "total": "11866.95",
    }


@pytest.mark.parametrize(
    ("label", "component", "bucket"),
    [
        ("违约金（担保费逾期）", "late_fees", ""),
        ("罚息（逾期本金）", "penalty", ""),
        ("担保咨询费", "fees", ""),
        ("今日最少需还(元)", "", "ignore"),
        ("未出账本金", "principal", ""),
    ],
)
def test_labels_of_a_charge_say_what_it_is(label: str, component: str, bucket: str) -> None:
    role = grammar().parse(label)
    assert role is not None
    assert (role.component, role.bucket) == (component, bucket)


MONTHS = (
    ("全部待还(元)", "2,508.52"),
    ("9月账单", "1,346.52"),
    ("还款日 2026-09-18", "本金1,268.40 + 服务费36.90 + 违约金41.22"),
    ("10月账单", "1,162.00"),
    ("还款日 2026-10-18", "本金1,105.75 + 服务费36.90 + 违约金19.35"),
)
MONTH = (
    ("剩余应还", "¥1,162.00"),
    ("账单本金", "1,105.75"),
    ("分期服务费", "36.90"),
    ("违约金", "19.35"),
    ("小米空气净化器 第3/6期", "270.60"),
    ("本金246.00 服务费24.60", ""),
)


def test_a_month_that_another_page_lists_is_counted_there(cache: Cache) -> None:
    pages = [
        Sheet("list.png").row("白条").rows(*MONTHS),
        Sheet("month.png").row("京东白条 10月账单").rows(*MONTH),
    ]
    [statement] = statements(pages, cache)
    assert parts(statement) == {
        "principal": "2374.15",
        "fees": "73.80",
        "late_fees": "60.57",
        "total": "2508.52",
    }
    assert [ref.path for ref in statement.pages] == ["list.png", "month.png"]


PLAN = (
    ("第4期 2026-09-18", "逾期67天"),
    ("本金642.98 利息86.35 罚息30.37", ""),
    ("第5期 2026-10-18", "逾期37天"),
    ("本金652.04 利息77.29 罚息17.01", ""),
)


def whole(path: str, days: int, penalty: str) -> Sheet:
    sheet = Sheet(path).row("滴水贷").row(f"已逾期{days}天")
    return sheet.rows(("剩余本金", "1,295.02"), ("应还利息", "163.64"), ("应还罚息", penalty))


def test_a_list_goes_with_the_screen_of_its_day(cache: Cache) -> None:
    pages = [
        whole("a.png", 58, "39.16"),
        Sheet("b.png").row("滴水贷 还款计划").rows(*PLAN),
        whole("c.png", 67, "47.38"),
    ]
    found = {s.pages[0].path: [ref.path for ref in s.pages] for s in statements(pages, cache)}
    assert found == {"a.png": ["a.png"], "b.png": ["b.png", "c.png"]}


def test_days_in_a_ring_are_days_overdue(cache: Cache) -> None:
    sheet = Sheet().rows(
        "招联金融", "好期贷 已逾期", ("37天", "4,381.30元"), ("剩余本金", "4,200.00元")
    )
    [statement] = statements([sheet], cache)
    assert statement.overdue_days == 37


def test_a_missed_day_without_a_year_gets_that_of_the_picture(cache: Cache) -> None:
    sheet = Sheet(captured="2026-11-20").rows(
        "样本银行信用卡",
        ("剩余应还", "¥1,866.95"),
        "到期还款日 11月15日　已逾期",
        ("未还本金", "1,286.40"),
        ("循环利息", "412.35"),
        ("违约金", "168.20"),
    )
    [statement] = statements([sheet], cache)
    assert str(statement.due) == "2026-11-15"


def test_a_product_named_over_the_end_of_a_line_is_known() -> None:
    sheet = Sheet().rows(
        "【建设银行】尊敬的女士：截至",
        "2026年11月21日，您尾号5521的龙卡信",
        "用卡（人民币账户）逾期欠款合计",
        "5561.60元，其中本金5238.60元，利息",
    )
    assert lender_of(sheet.reading(), catalogue()).entry.id == "credit_card"


OWN = (
    "姓名：张样本　欠款本金合计：2,400.00元（样本银行 1,400.00元、样本消费金融 1,000.00元）",
    ("期次", "还款日", "每期还款(元)", "剩余本金(元)", "备注"),
    ("第1期", "2026.12.15", "800.00", "1,600.00", "工资归还"),
    ("第2期", "2027.01.15", "800.00", "800.00", "工资归还"),
    ("第3期", "2027.02.15", "800.00", "0.00", "工资归还"),
)


def kind(sheet: Sheet, cache: Cache) -> str:
    return interpreted([sheet], cache).materials[0].kind


def test_a_plan_without_interest_and_states_is_ones_own(cache: Cache) -> None:
    assert kind(Sheet().row("分期还款计划表").rows(*OWN), cache) == "repayment_plan"


def test_a_lenders_list_stays_a_bill(cache: Cache) -> None:
    sheet = Sheet().rows(
        "样本消费金融有限公司",
        "还款计划表",
        ("期次", "应还日", "应还金额", "剩余本金", "状态"),
        ("1/3", "2026.09.15", "826.00", "1,600.00", "已逾期66天"),
        ("2/3", "2026.10.15", "818.00", "800.00", "已逾期36天"),
        ("3/3", "2026.12.15", "809.00", "0.00", "未到期"),
        "立即还款",
    )
    assert kind(sheet, cache) == "bill"


def test_months_over_the_orders_they_are_made_of_and_what_is_on_no_bill_yet(cache: Cache) -> None:
    sheet = Sheet().rows("账单详情", "10月账单 逾期43天", ("最后还款日 10月13日", "应还¥480.31"))
    order(sheet, "小米电视", "257.08", "第4/12期", "本金¥249.92 分期服务费¥1.75 违约金¥5.41")
    order(sheet, "美的空调", "223.23", "第7/12期", "本金¥216.58 分期服务费¥1.95 违约金¥4.70")
    sheet.rows("11月账单 逾期12天", ("最后还款日 11月13日", "应还¥473.02"))
    order(sheet, "小米电视", "253.18", "第5/12期", "本金¥249.92 分期服务费¥1.75 违约金¥1.51")
    order(sheet, "美的空调", "219.84", "第8/12期", "本金¥216.58 分期服务费¥1.95 违约金¥1.31")
    sheet.row("未出账", "¥2,635.93")
    order(sheet, "小米电视", "1,761.73", "剩余 2026-12-13 起", "本金¥1,749.48 分期服务费¥12.25")
    order(sheet, "美的空调", "874.20", "剩余 2026-12-13 起", "本金¥866.40 分期服务费¥7.80")
    sheet.row("本服务由重庆京东盛际小额贷款有限公司提供")
    [statement] = statements([sheet], cache)
    assert {name: parts(statement)[name] for name in ("principal", "fees", "late_fees")} == {
        "principal": "3548.88",
        "fees": "27.45",
        "late_fees": "12.93",
    }
    assert not statement.needs_review


def order(sheet: Sheet, what: str, comes_to: str, which: str, parts: str) -> None:
    """A purchase with what is owed of it, as a list of months shows it."""
    sheet.rows((what, f"¥{comes_to}"), which, tuple(parts.split()))
