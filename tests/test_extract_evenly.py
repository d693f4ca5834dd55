"""Evenly spaced lines, loans side by side, and totals that are rounded or written out as a sum."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, instalments, outstanding, owed, statements


@pytest.mark.parametrize(
    "lines",
    [
        [("2026-09-12", "已逾期"), ("第5/12期", "622.40")],
        ["2026-09-12", ("第5/12期", "逾期"), ("应还", "622.40")],
    ],
    ids=["day and state", "day alone"],
)
def test_a_day_over_each_instalment_is_its_own(lines: list[str | tuple[str, ...]]) -> None:
    sheet = Sheet().row("还款计划")
    for month, number in (("09", 5), ("10", 6), ("11", 7)):
        for texts in lines:
            row = (texts,) if isinstance(texts, str) else texts
            sheet.row(*(t.replace("09", month).replace("第5", f"第{number}") for t in row))
    found = instalments(sheet)
    assert [(one["index"], one["due"]) for one in found] == [
        ("5", "2026-09-12"), ("6", "2026-10-12"), ("7", "2026-11-12"),
    ]  # fmt: skip


def test_a_state_over_each_instalment_is_its_own() -> None:
    sheet = Sheet().row("还款计划")
    for number, state in ((5, "已逾期"), (6, "已逾期"), (7, "待还"), (8, "未到期")):
        sheet.rows(state, f"第{number}/12期 2026-{number + 4:02}-12", "本金560.00 利息50.20")
    assert [one["status"] for one in instalments(sheet)] == [
        "overdue",
        "overdue",
        "due",
        "upcoming",
    ]


def test_a_month_over_a_list_is_no_broken_day() -> None:
    sheet = Sheet(captured="2026-11-20").row("还款计划")
    sheet.rows("2026年9月", ("09-12 第5/12期", "逾期"), ("本金560.00 利息50.20", "610.20"))
    sheet.rows("2026年10月", ("10-12 第6/12期", "逾期"), ("本金560.00 利息45.10", "605.10"))
    assert all(one.get("due") in (None, "2026-09-12", "2026-10-12") for one in instalments(sheet))


LOANS = (
    ("", "借款1", "借款2", "合计"), ("本金", "3,000.00", "2,200.00", "5,200.00"),
    ("利息", "150.00", "98.20", "248.20"), ("罚息", "44.00", "21.80", "65.80"),
    ("合计", "3,194.00", "2,320.00", "5,514.00"),
)  # fmt: skip


def test_loans_side_by_side_come_to_the_sum_in_the_last_column(cache: Cache) -> None:
    [statement] = statements([Sheet().row("样本消费金融有限公司").rows(*LOANS)], cache)
    assert outstanding(statement) == {
        "principal": "5200.00 verified",
        "interest": "248.20 verified",
        "penalty": "65.80 verified",
        "total": "5514.00 verified",
    }


def test_columns_that_do_not_add_up_are_put_to_a_person(cache: Cache) -> None:
    rows = [tuple("5,201.00" if text == "5,200.00" else text for text in row) for row in LOANS]
    [statement] = statements([Sheet().row("样本消费金融有限公司").rows(*rows)], cache)
    assert statement.needs_review


def test_instalments_side_by_side_stay_instalments() -> None:
    sheet = Sheet().rows(
        ("", "第1期", "第2期", "第3期"), ("本金", "500.00", "510.00", "1,010.00"),
        ("利息", "20.00", "10.00", "30.00"),
    )  # fmt: skip
    assert [one["principal"] for one in instalments(sheet)] == ["500.00", "510.00", "1010.00"]


PARTS = (("剩余本金", "12,000.00元"), ("应还利息", "512.33元"), ("逾期利息", "288.10元"))


@pytest.mark.parametrize("total", ["1.28万元", "1.3万元", "12800元"])
def test_a_total_in_tens_of_thousands_is_rounded(total: str, cache: Cache) -> None:
    sheet = Sheet().row("网商贷").rows("待还总额", total, *PARTS)
    [statement] = statements([sheet], cache)
    assert statement.needs_review == (total == "12800元")


def test_a_total_in_tens_of_thousands_that_the_parts_do_not_round_to_stays() -> None:
    assert owed(Sheet().row("网商贷").rows("待还总额", "1.58万元", *PARTS))["total"] == "15800.00"


def test_a_sum_written_out_in_words_heads_its_figures() -> None:
    sheet = (
        Sheet()
        .row("样本银行信用卡对账单")
        .row("本期应还金额 = 上期账单金额 - 上期还款金额 + 本期账单金额 - 本期调整金额 + 循环利息")
    )
    for place, figure in enumerate(("8,934.55", "8,512.03", "0.00", "298.00", "0.00", "124.52")):
        sheet.at(40 + 170 * place, sheet.y, figure, size=24)
    found = owed(sheet)
    assert found["interest"] == "124.52"


def test_the_head_of_a_loan_in_a_table_is_no_charge() -> None:
    head = ("期数", "还款日", "本金", "利息", "罚息")
    sheet = Sheet().rows(
        head, ("7", "2026-10-01", "500.00", "31.20", "12.40"),
        ("8", "2026-11-01", "500.00", "26.10", "0.00"),
        ("借款二", "2026-05-10 借 10,000.00"), head,
        ("5", "2026-10-10", "1,250.00", "88.00", "18.20"),
        ("6", "2026-11-10", "1,250.00", "70.10", "2.40"),
    )  # fmt: skip
    assert {one.get("penalty") for one in instalments(sheet)} == {"12.40", "0.00", "18.20", "2.40"}


def test_days_without_a_year_head_the_instalments_of_a_timeline(cache: Cache) -> None:
    sheet = Sheet().row("还款计划")
    for day, state, total, parts in (
        ("9月12日", "已逾期", "¥ 1,063.20", "本金980.00 利息62.11 罚息21.09"),
        ("10月12日", "已逾期", "¥ 1,050.30", "本金980.00 利息58.20 罚息12.10"),
        ("12月12日", "待还款", "¥ 1,029.80", "本金980.00 利息49.80"),
    ):
        sheet.rows((f"{day} {state}", total), parts)
    assert [(one["status"], one["total"]) for one in instalments(sheet)] == [
        ("overdue", "1063.20"), ("overdue", "1050.30"), ("due", "1029.80"),
    ]  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"] == "170.11 verified"
    assert outstanding(statement)["total"] == "3143.30 verified"


def test_interest_taken_apart_is_no_rival_of_itself(cache: Cache) -> None:
    sheet = Sheet().rows(
        "贷款对账单", ("结欠本金", "38,500.00"), ("利息", "1,902.34"), ("其中表内欠息", "1,500.00"),
        ("表外欠息", "402.34"), ("本息合计", "40,402.34"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"] == "1902.34 verified"
    assert not statement.needs_review


def test_a_sum_of_interest_and_compound_interest_is_neither(cache: Cache) -> None:
    sheet = Sheet().rows(
        "贷款本息明细", ("贷款余额", "42,000.00"), ("表内欠息", "1,204.55"), ("表外欠息", "388.21"),
        ("应收未收复利", "23.10"), ("合计欠息", "1,615.86"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"].startswith("1592.76")
    assert outstanding(statement)["penalty"].startswith("23.10")
    assert not statement.needs_review


def test_loans_side_by_side_without_sums_each_come_to_their_own_total(cache: Cache) -> None:
    sheet = Sheet().row("样本消费金融有限公司").rows(
        ("借据", "2025-11-03", "2026-04-09"), ("借款金额", "12,000.00", "15,000.00"),
        ("剩余本金", "6,123.40", "10,475.00"), ("应还利息", "488.17", "921.06"),
        ("应还罚息", "201.63", "338.42"), ("应还合计", "6,813.20", "11,734.48"),
        ("已还利息", "1,902.44", "608.15"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement) == {
        "principal": "16598.40 verified",
        "interest": "1409.23 verified",
        "penalty": "540.05 verified",
        "total": "18547.68 verified",
    }


def test_purchases_with_plans_of_their_own_are_all_owed(cache: Cache) -> None:
    rows = [
        ("第3/6期 2026-11-08", "¥549.81"), "本金533.17+分期服务费6.40+违约金10.24",
        ("第4/6期 2026-12-08", "¥539.57"), "本金533.17+分期服务费6.40",
        ("到期还 2026-11-08", "¥167.82"), "本金164.70+违约金3.12",
        ("第3/3期 2026-12-08", "¥279.00"), "本金274.88+分期服务费4.12",
    ]  # fmt: skip
    [statement] = statements([Sheet().rows("待还订单 京东白条", *rows)], cache)
    assert outstanding(statement)["principal"].startswith("1505.92")
    assert outstanding(statement)["late_fees"].startswith("13.36")
    assert all(period.index is None for period in statement.periods)


def test_boxes_that_lap_over_each_other_are_label_and_amount() -> None:
    sheet = Sheet().row("第12/24期 2026-09-20", "逾期68天")
    sheet.at(60, 300, "应还利息").at(210, 300, "131.25").at(460, 300, "应还罚息").at(
        610, 300, "33.01"
    )
    sheet.at(60, 390, "应还总额").at(230, 390, "1,657.91").at(460, 390, "应还本金")
    sheet.at(630, 390, "1,493.65").gap(400)
    assert {**owed(sheet), **instalments(sheet)[0]}["penalty"] == "33.01"


@pytest.mark.parametrize(
    ("label", "component"),
    [
        ("透支利息-分期取现", "interest"),
        ("取现透支利息", "interest"),
        ("违约金-最低还款", "late_fees"),
    ],
)
def test_what_a_charge_is_of_stands_behind_a_dash_or_before_it(label: str, component: str) -> None:
    found = owed(Sheet().row("样本银行信用卡").rows(("本期应还金额", "6,633.70"), (label, "12.67")))
    assert found[component] == "12.67"


def test_the_sum_row_of_a_table_adds_penalty_and_compound_interest(cache: Cache) -> None:
    sheet = Sheet().rows(
        "个人贷款拖欠明细表", ("期次", "应还日期", "逾期本金", "逾期利息", "罚息", "复利", "小计"),
        ("64", "2026-08-20", "1,173.55", "1,761.23", "22.28", "33.44", "2,990.50"),
        ("65", "2026-09-20", "1,178.10", "1,756.68", "15.29", "22.80", "2,972.87"),
        ("合计", "", "2,351.65", "3,517.91", "37.57", "56.24", "5,963.37"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["penalty"].startswith("93.81")
    assert all(done.closes for done in statement.arithmetic)
