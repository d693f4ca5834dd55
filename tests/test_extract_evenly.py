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
