"""Layouts that lenders use, put down as bare readings: which figure belongs to which words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.store import Cache
from tests.sheets import (
    LEFT,
    SIZE,
    WIDTH,
    Sheet,
    drafted,
    instalments,
    line,
    outstanding,
    owed,
    statements,
)


def columns(sheet: Sheet, *texts: str) -> Sheet:
    """Texts centred in even columns, as tables have them."""
    step = WIDTH // len(texts)
    for place, text in enumerate(texts):
        if text:
            width = line(text, 0, 0).box.width
            sheet.at(place * step + (step - width) // 2, sheet.y, text)
    sheet.y += 90
    return sheet


@pytest.mark.parametrize("gross_first", [True, False])
def test_a_table_of_parts_against_what_is_due_paid_and_left(gross_first: bool) -> None:
    heads = ("应还", "已还", "剩余待还") if gross_first else ("剩余待还", "应还", "已还")
    rows = {"本金": ("234.47", "30.58", "203.89"), "利息": ("24.96", "0.00", "24.96")}
    sheet = columns(Sheet(), "费项", *heads)
    for label, (gross, paid, left) in rows.items():
        columns(sheet, label, *((gross, paid, left) if gross_first else (left, gross, paid)))
    assert owed(sheet) == {"principal": "203.89", "interest": "24.96"}


def test_a_table_of_what_is_due_and_paid_against_parts() -> None:
    sheet = columns(Sheet(), "项目", "本金", "利息", "罚息")
    columns(sheet, "已还", "30.58", "1.00", "0.00")
    columns(sheet, "剩余", "203.89", "24.96", "1.65")
    assert owed(sheet) == {"principal": "203.89", "interest": "24.96", "penalty": "1.65"}


def test_labels_that_follow_their_amounts() -> None:
    sheet = Sheet().row("本期应还款额", "¥23,934.71")
    for amount, label in (
        ("¥23,548.51", "透支本金"),
        ("¥289.65", "循环利息"),
        ("¥96.55", "违约金"),
    ):
        sheet.at(LEFT, sheet.y, amount).at(LEFT + 300, sheet.y, label)
        sheet.at(WIDTH - 200, sheet.y, "1.2%")
        sheet.y += 90
    assert owed(sheet) == {
        "total": "23934.71",
        "principal": "23548.51",
        "interest": "289.65",
        "late_fees": "96.55",
    }


def test_the_sum_row_of_a_table_speaks_of_the_whole() -> None:
    sheet = columns(Sheet(), "期数", "本金", "利息", "违约金")
    columns(sheet, "1/3", "100.00", "3.00", "1.00")
    columns(sheet, "2/3", "100.00", "2.00", "0.00")
    columns(sheet, "未还合计", "200.00", "5.00", "1.00")
    assert owed(sheet) == {"principal": "200.00", "interest": "5.00", "late_fees": "1.00"}
    assert [period["index"] for period in instalments(sheet)] == ["1", "2"]


def test_a_head_of_two_lines_is_one_head() -> None:
    sheet = columns(Sheet(), "期数", "本金", "利息")
    sheet.at(60, sheet.y, "还款日")
    sheet.y += 90
    columns(sheet, "1/2", "100.00", "3.00")
    columns(sheet, "2/2", "100.00", "2.00")
    assert [period["interest"] for period in instalments(sheet)] == ["3.00", "2.00"]


def test_marks_in_the_middle_of_their_lines_head_no_later_ones() -> None:
    sheet = Sheet()
    for mark, interest in (("第5期", "25.67"), ("第6期", "13.68")):
        for place, (label, amount) in enumerate(
            (("应还本金", "746.44"), ("应还利息", interest), ("小计", "800.00"))
        ):
            if place == 1:
                sheet.at(60, sheet.y, mark)
            sheet.at(400, sheet.y, label).at(800, sheet.y, amount)
            sheet.y += 90
    assert [(p["index"], p["interest"]) for p in instalments(sheet)] == [
        ("5", "25.67"),
        ("6", "13.68"),
    ]


LOANS = (
    ("借据尾号6621", "已逾期"),
    ("未还本金", "5952.40"),
    ("利息", "35.72"),
    ("借据尾号2425", "还款中"),
    ("未还本金", "4683.86"),
    ("利息", "28.10"),
)


def right(sheet: Sheet, edges: Sequence[int], *texts: str) -> Sheet:
    """Texts that end at `edges`, as figures do in a table; "" leaves a cell empty."""
    for edge, text in zip(edges, texts, strict=True):
        if text:
            sheet.at(edge - line(text, 0, 0).box.width, sheet.y, text)
    sheet.y += 90
    return sheet


EDGES = (620, 760, 880, 1060)


@pytest.mark.parametrize("dash", ["", "-"])
def test_a_dash_that_was_not_read_shifts_no_column(dash: str) -> None:
    sheet = Sheet().row("还款方式", "等额本息", "数据日期", "2026-11-19")
    right(sheet, (610, 740, 860, 1030), "本金", "利息", "罚息", "合计")
    for name, *figures in (
        ("第8期 2026-09-28", "852.68", "72.71", "36.58", "961.97"),
        ("第9期 2026-10-28", "866.75", "58.64", "15.73", "941.12"),
        ("第10期 2026-11-28 未到期", "881.05", "44.34", dash, "925.39"),
    ):
        sheet.at(LEFT, sheet.y, name, 30)
        right(sheet, EDGES, *figures)
    right(sheet.at(LEFT, sheet.y, "未结清合计"), EDGES, "2600.48", "175.69", "52.31", "2828.48")
    rows = instalments(sheet)
    assert [row.get("interest") for row in rows] == ["72.71", "58.64", "44.34"]
    assert [row.get("penalty") for row in rows] == ["36.58", "15.73", None]
    assert [period.index for period in drafted(sheet).periods] == [8, 9, 10]
    assert owed(sheet)["penalty"] == "52.31"


@pytest.mark.parametrize("words", ["共3期", "全部", "小结"])
def test_a_row_that_is_the_sum_of_those_over_it_is_no_instalment(words: str) -> None:
    sheet = right(Sheet().at(LEFT, 100, "日期"), EDGES[:3], "应还本金", "应还利息", "罚息")
    for day, *figures in (
        ("2026-09-18", "891.75", "77.38", "39.13"),
        ("2026-10-18", "906.29", "62.84", "21.41"),
        ("2026-12-18", "930.90", "38.23", ""),
    ):
        right(sheet.at(LEFT, sheet.y, day), EDGES[:3], *figures)
    right(sheet.at(LEFT, sheet.y, words), EDGES[:3], "2728.94", "178.45", "60.54")
    assert [row.get("penalty") for row in instalments(sheet)] == ["39.13", "21.41", None]
    assert owed(sheet) == {"principal": "2728.94", "interest": "178.45", "penalty": "60.54"}


def test_months_go_across_like_instalments() -> None:
    sheet = Sheet().row("花呗账单").row("剩余应还", step=60).row("¥3,441.19")
    columns(sheet, "", "10月账单", "11月账单", "合计")
    columns(sheet, "应还本金", "1968.00", "1422.35", "3390.35")
    columns(sheet, "逾期利息", "42.31", "8.53", "50.84")
    columns(sheet, "小计", "2010.31", "1430.88", "3441.19")
    columns(sheet, "最晚还款日", "10-08", "11-08", "").gap(900).row("重庆蚂蚁消费金融有限公司")
    assert [row["penalty"] for row in instalments(sheet)] == ["42.31", "8.53"]
    assert owed(sheet) == {"principal": "3390.35", "penalty": "50.84", "total": "3441.19"}


def test_two_parts_in_one_column_with_a_plus_between() -> None:
    sheet = columns(Sheet(), "还款日", "期次", "本金+利息", "罚息")
    columns(sheet, "2026-10-01", "7/12", "1258.02+98.19", "37.25")
    columns(sheet, "2026-11-01", "8/12", "1271.13+85.08", "12.81")
    assert [(row["principal"], row["interest"], row["penalty"]) for row in instalments(sheet)] == [
        ("1258.02", "98.19", "37.25"), ("1271.13", "85.08", "12.81"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ["账单周期 2026/10/11-2026/11/10"],
        [("账单周期", "2026/10/11-2026/11/10")],
        [("账单周期", "信用额度", "本期应还"), ("2026/10/11-2026/11/10", "20,000.00", "16,281.89")],
    ],
)
def test_a_bill_is_of_the_day_its_cycle_ends(rows: list[str | tuple[str, ...]]) -> None:
    draft = drafted(Sheet().row("样本银行信用卡").rows(*rows).row("循环利息", "372.02"))
    assert draft.statement_day == date(2026, 11, 10)


PLAN = (
    ("第6/12期", "2026-08-20", "已还 1,080.79", "已结清", "本金991.50　利息89.29", ""),
    (
        "第7/12期",
        "2026-09-20",
        "应还 1,119.94",
        "已逾期65天",
        "本金1,003.80　利息76.99　罚息",
        "39.15",
    ),
    (
        "第8/12期",
        "2026-10-20",
        "应还 1,102.17",
        "已逾期35天",
        "本金1,018.33　利息62.46　罚息",
        "21.38",
    ),
    ("第9/12期", "2026-12-20", "应还 1,080.79", "待还款", "本金1,042.89　利息37.90", ""),
)


def test_a_plan_whose_parts_stand_under_each_instalment_and_run_on() -> None:
    sheet = Sheet().row("剩余待还(元)", step=60).row("3,302.90")
    sheet.row("本金 3,065.02　利息 177.35　罚息 60.53")
    for name, due, total, state, parts, rest in PLAN:
        sheet.at(LEFT, sheet.y, name).at(340, sheet.y, total).at(860, sheet.y, state)
        sheet.at(LEFT, sheet.y + 55, due, 30).at(340, sheet.y + 55, parts, 30)
        if rest:
            sheet.at(340, sheet.y + 105, rest, 30)
        sheet.gap(220)
    rows = instalments(sheet)
    assert [row.get("penalty") for row in rows] == [None, "39.15", "21.38", None]
    assert [row["total"] for row in rows] == ["1080.79", "1119.94", "1102.17", "1080.79"]
    assert owed(sheet)["penalty"] == "60.53"


def test_instalments_that_are_written_as_a_sum() -> None:
    sheet = Sheet().row("乐花借钱 全部待还(元)", step=60).row("1,491.08").gap(60)
    for day, total, parts in (
        ("09月12日 应还 752.73", "逾期70天", "第4期 = 本金654.92 + 利息63.43 + 罚息 34.38"),
        ("10月12日 应还 738.35", "逾期40天", "第5期 = 本金666.79 + 利息51.56 + 罚息 20.00"),
    ):
        sheet.row(day, total, step=60).row(parts).gap(60)
    rows = instalments(sheet)
    assert [(row["principal"], row["interest"], row["penalty"]) for row in rows] == [
        ("654.92", "63.43", "34.38"), ("666.79", "51.56", "20.00"),
    ]  # fmt: skip
    assert owed(sheet) == {"total": "1491.08"}


def test_a_count_of_instalments_beside_a_table_is_none_of_them() -> None:
    sheet = Sheet().row("贷款金额 15,000.00", "放款日 2026-04-18", "期数 12")
    sheet.row("尚欠本金 2,499.36", "尚欠利息 90.44", "尚欠罚息 15.16")
    columns(sheet, "期次", "应还日", "本金", "利息", "罚息")
    columns(sheet, "6", "2026-10-18", "1,247.00", "47.90", "12.79")
    columns(sheet, "7", "2026-11-18", "1,252.36", "42.54", "2.37")
    assert [row["penalty"] for row in instalments(sheet)] == ["12.79", "2.37"]
    assert owed(sheet) == {"principal": "2499.36", "interest": "90.44", "penalty": "15.16"}


@pytest.mark.parametrize("larger_first", [True, False])
def test_parts_of_two_rounds_are_never_put_together(larger_first: bool, tmp_path: Path) -> None:
    """654.92 + 63.43 of the one and 4.56 of the other make the other's total by chance."""
    lost = [("应还", "752.73"), ("本金", "654.92"), ("利息", "63.43")]
    whole = [("应还", "722.91"), ("本金", "675.41"), ("利息", "42.94"), ("罚息", "4.56")]
    rows = (*lost, *whole) if larger_first else (*whole, *lost)
    [statement] = statements([Sheet().row("借呗").rows(*rows)], Cache(tmp_path))
    assert statement.needs_review
    assert outstanding(statement)["interest"].endswith("doubtful")


def test_the_day_of_lending_is_no_due_day() -> None:
    sheet = Sheet().rows(("第9期", "¥722.44"), "借款6,000.00元 · 2026-05-12放款 · 日利率0.05%")
    assert [period.due for period in drafted(sheet).periods] == [None]


def test_cards_headed_by_a_day_an_instalment_and_its_delay() -> None:
    sheet = Sheet().row("剩余未还2期，共计", step=60).row("2,162.60元")
    for head, interest, penalty, total in (
        ("2026年09月05日应还·第7/8期（逾期78天）", "74.40", "70.20", "1,144.60"),
        ("2026年12月05日应还·第8/8期", "18.00", "", "1,018.00"),
    ):
        sheet.row(head).row("本金", "￥1,000.00").row("利息", "￥" + interest)
        sheet.rows(*([("罚息", "￥" + penalty)] if penalty else []), ("小计", "￥" + total))
    sheet.row("借款金额¥8,000|日利率0.06%").row("第1–6期已还")
    assert [row["interest"] for row in instalments(sheet)] == ["74.40", "18.00"]
    assert [period.status for period in drafted(sheet).periods] == ["overdue", "due"]


def test_subtotals_of_two_tables_are_no_rivals() -> None:
    sheet = Sheet().row("两笔借款合计待还（元）", step=60).row("4,122.85")
    for numbers, rows in (
        (("5", "6"), (("26.10.15", "1000.00", "30.00"), ("26.11.15", "1000.00", "15.50"))),
        (("8", "9"), (("26.10.20", "1000.00", "45.00"), ("26.11.20", "1000.00", "32.35"))),
    ):
        columns(sheet, "期数", "还款日", "本金", "利息")
        for number, row in zip(numbers, rows, strict=True):
            columns(sheet, number, *row)
        interest = sum(Decimal(row[2]) for row in rows)
        columns(sheet, "小计", "", "2000.00", f"{interest}")
    assert [row["interest"] for row in instalments(sheet)] == ["30.00", "15.50", "45.00", "32.35"]
    assert owed(sheet) == {"total": "4122.85"}


def test_labels_under_their_amounts_head_no_table() -> None:
    sheet = columns(Sheet(), "6,000.00", "319.00", "26.25").gap(-40)
    columns(sheet, "待还本金", "待还利息", "罚息").gap().row("全部待还", "6,345.25元")
    sheet.row("借款金额", "10,000.00元")
    assert owed(sheet) == {
        "principal": "6000.00", "interest": "319.00", "penalty": "26.25", "total": "6345.25",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026年11月22日 12:18|深圳市样本小额贷款股份有限公司", date(2026, 11, 22)),
        ("2026-11-22 12:18", date(2026, 11, 22)),
        ("2026-11-22 12:18 消费 30.00", None),
        ("2026-11-22", None),
    ],
)
def test_a_screen_stamped_with_day_and_hour(line: str, day: date | None) -> None:
    assert drafted(Sheet().rows(("利息", "74.40"), line)).as_of == day


def test_instalments_in_running_text_head_nothing() -> None:
    sheet = Sheet().rows(
        "第8期(2026年10月2日到期)本金849.02元、利息53.40元、罚息24.54元，逾",
        "期47天；第9期(2026年11月2日到期)本金858.03元、利息44.39元，已逾期16天。",
        ("未还本金合计", "1,707.05元"), ("未还利息合计", "97.79元"), ("罚息合计", "24.54元"),
    )  # fmt: skip
    assert [row["index"] for row in instalments(sheet)] == ["None", "None"]
    assert [row["interest"] for row in instalments(sheet)] == ["53.40", "44.39"]
    totals = drafted(sheet).meant
    assert [str(totals[name][0].value) for name in ("principal", "interest", "penalty")] == [
        "1707.05", "97.79", "24.54",
    ]  # fmt: skip


def test_a_label_broken_after_its_first_character_is_one_label() -> None:
    sheet = Sheet().row("第5/12期", "应还 1,680.00", step=60)
    sheet.at(300, sheet.y, "本金1,500.00　利息144.00　罚").at(300, sheet.y + 50, "息36.00")
    [row] = instalments(sheet)
    assert (row["interest"], row["penalty"]) == ("144.00", "36.00")


@pytest.mark.parametrize("between", ["  ", "/"])
def test_labels_of_one_character(between: str) -> None:
    sheet = Sheet().row("待还总额", "1,948.39")
    for head, total, parts in (
        ("第9/12期", "985.68", ("本869.69", "息64.33", "罚51.66")),
        ("第10/12期", "962.71", ("本885.35", "息48.67", "罚28.69")),
    ):
        sheet.row(head, total, step=60).row(between.join(parts)).gap(60)
    assert [(row["principal"], row["interest"], row["penalty"]) for row in instalments(sheet)] == [
        ("869.69", "64.33", "51.66"), ("885.35", "48.67", "28.69"),
    ]  # fmt: skip


def test_due_days_without_a_year_keep_their_column() -> None:
    sheet = columns(Sheet(), "期", "还款日", "本金", "利息", "罚息", "应还")
    columns(sheet, "5", "10-16", "992.75", "92.79", "26.06", "1111.60")
    columns(sheet, "7", "12-16", "1022.72", "62.82", "0.00", "1085.54")
    columns(sheet, "8", "27-01-16", "1036.48", "49.06", "0.00", "1085.54")
    assert [(row["principal"], row["interest"]) for row in instalments(sheet)] == [
        ("992.75", "92.79"), ("1022.72", "62.82"), ("1036.48", "49.06"),
    ]  # fmt: skip


def test_monthly_bills_in_cards_add_up_with_their_days() -> None:
    sheet = Sheet().row("白条账单").row("全部待还", step=55).row("2,181.20")
    for name, due, *figures, total in (
        ("9月账单", "2026-09-28", "1,236.00", "18.50", "34.61", "1,289.11"),
        ("10月账单", "2026-10-28", "868.40", "12.40", "11.29", "892.09"),
    ):
        sheet.row(name, "逾期26天").row("本金", "分期服务费", "违约金", step=55).row(*figures)
        sheet.row(("到期还款日 " + due), ("待还 ¥" + total))
    draft = drafted(sheet)
    assert [period.due for period in draft.periods] == [date(2026, 9, 28), date(2026, 10, 28)]
    assert [str(period.amounts["late_fees"].value) for period in draft.periods] == [
        "34.61", "11.29",
    ]  # fmt: skip
    assert owed(sheet) == {"total": "2181.20"}


def test_loans_of_a_list_add_up_where_the_page_says_so() -> None:
    sheet = Sheet().rows(*LOANS, ("待还合计", "10700.08"))
    loans = instalments(sheet)
    assert [loan["interest"] for loan in loans] == ["35.72", "28.10"]
    assert owed(sheet) == {"total": "10700.08"}


def test_loans_that_add_up_to_nothing_stated_stay_contradictions() -> None:
    sheet = Sheet().rows(*LOANS)
    assert instalments(sheet) == []
    assert len(drafted(sheet).totals["interest"]) == 2


@pytest.mark.parametrize("icon", ["⑦", "?", "①", "7"])
def test_an_icon_between_label_and_amount_is_no_figure(icon: str) -> None:
    sheet = Sheet().row("利息", "¥342.80", step=0).at(200, 100, icon)
    assert owed(sheet) == {"interest": "342.80"}


@pytest.mark.parametrize("number", ["0000", "0004", "01"])
def test_the_end_of_a_number_in_a_watermark_is_no_amount(number: str) -> None:
    sheet = Sheet().row("应还利息", "3,806.40", step=0).at(420, 100, number)
    assert owed(sheet) == {"interest": "3806.40"}


def test_overdue_interest_beside_a_penalty_is_interest() -> None:
    rows = (("逾期本金", "5,343.91"), ("逾期利息", "121.58"), ("逾期罚息", "43.42"))
    assert owed(Sheet().rows(*rows)) == {
        "principal": "5343.91",
        "interest": "121.58",
        "penalty": "43.42",
    }
    assert owed(Sheet().rows(("利息", "9.00"), ("逾期利息", "1.58"))) == {
        "interest": "9.00",
        "penalty": "1.58",
    }


def test_a_sum_of_everything_is_no_penalty() -> None:
    rows = (("未还罚息", "61.36"), ("未还本息及罚息合计", "140,315.36"))
    assert owed(Sheet().rows(*rows)) == {"penalty": "61.36", "total": "140315.36"}


def test_a_heading_that_counts_gives_its_status() -> None:
    sheet = Sheet().row("逾期中(1)").row("6/20期", "1599.63").row("已结清(1)")
    sheet.row("5/20期", "1606.13")
    assert [period.get("status") for period in instalments(sheet)] == ["overdue", "paid"]


def test_a_sheet_over_a_list_of_past_payments_still_owes() -> None:
    rows: Sequence[str | tuple[str, str]] = (
        "还款记录",
        ("应还总额", "6,065.22"),
        ("应还利息", "93.85"),
        ("逾期罚息", "23.26"),
    )
    assert owed(Sheet().rows(*rows)) == {
        "total": "6065.22",
        "interest": "93.85",
        "penalty": "23.26",
    }


def test_a_trial_states_nothing_owed() -> None:
    sheet = Sheet().rows(
        ("剩余本金", "100.00"), "还款计划试算", ("本金", "50.00"), ("利息", "3.00")
    )
    assert owed(sheet) == {"principal": "100.00"}


def test_the_second_of_two_figures_is_meant_where_the_sum_says_so(tmp_path: Path) -> None:
    sheet = Sheet().row("应还总额", "1,148.68").row("本金", "1,000.00").row("利息", "124.57")
    sheet.row("逾期罚息", "¥24.11", step=0).at(500, sheet.y, "¥55.46").row("")
    [statement] = statements([sheet], Cache(tmp_path))
    assert outstanding(statement)["penalty"] == "24.11 verified"


def test_a_wide_screen_is_read_pane_by_pane() -> None:
    sheet = Sheet()
    sheet.at(60, 20, "借款管理")
    for place in range(6):
        sheet.at(60, 130 + 120 * place, f"第{place + 1}/6期").at(420, 130 + 120 * place, "100.00")
    for place, (label, amount) in enumerate(
        (("剩余待还", "600.00"), ("剩余本金", "580.00"), ("剩余利息", "20.00"))
    ):
        y = 190 + 120 * place
        sheet.at(1100, y, label, SIZE).at(1700, y, amount, SIZE)
    sheet.at(1100, 550, "借款日期").at(1700, 550, "2026-02-20")
    assert owed(sheet) == {"total": "600.00", "principal": "580.00", "interest": "20.00"}
    assert len(instalments(sheet)) == 6


def test_a_stamp_across_the_page_is_left_out_but_not_its_days() -> None:
    sheet = Sheet().row("应还利息", "3,806.40").rows("贷款详情", "贷款品种", "放款日期", "还款方式")
    slanted = [line("样本用户", 200 + 150 * place, 60 + 5 * place) for place in range(4)]
    tilted = [
        one.model_copy(update={"quad": (one.box.x0, one.box.y1, one.box.x1, one.box.y0 - 60,
                                        one.box.x1 + 10, one.box.y0 - 20, one.box.x0 + 10,
                                        one.box.y1 + 40)})
        for one in slanted
    ]  # fmt: skip
    sheet.lines += tilted
    assert owed(sheet) == {"interest": "3806.40"}


def test_rows_of_a_table_that_are_taken_apart_below() -> None:
    sheet = columns(
        Sheet().gap(400).row("度小满·剩余应还", "2,771.33"), "期数", "还款日", "应还金额", "状态"
    )
    for number, parts in enumerate(
        (("1,166.37", "210.54", ""), ("1,257.75", "119.16", "16.51")), start=1
    ):
        total = sum(Decimal(part.replace(",", "")) for part in parts if part)
        columns(sheet, str(number), f"26-1{number}-03", f"{total}", "逾期" if parts[2] else "未还")
        for label, part in zip(("本金", "利息", "罚息"), parts, strict=True):
            if part:
                sheet.at(600, sheet.y - 40, label + part, 24)
                sheet.y += 34
    assert instalments(sheet) == [
        {
            "index": "1",
            "status": "due",
            "due": "2026-11-03",
            "total": "1376.91",
            "principal": "1166.37",
            "interest": "210.54",
        },
        {
            "index": "2",
            "status": "overdue",
            "due": "2026-12-03",
            "total": "1393.42",
            "principal": "1257.75",
            "interest": "119.16",
            "penalty": "16.51",
        },
    ]


def test_how_many_instalments_are_paid_is_not_one_of_them() -> None:
    sheet = columns(Sheet(), "剩余待还(元)", "已还期数", "每期费率")
    columns(sheet, "1,074.22", "1/3", "0.62%")
    for number in (1, 2, 3):
        sheet.at(LEFT, sheet.y, f"{number}/3期").at(400, sheet.y, "¥537.11")
        sheet.at(WIDTH - 200, sheet.y, "已还" if number == 1 else "待还")
        sheet.at(LEFT, sheet.y + 50, f"2026.1{number - 1}.10")
        sheet.at(400, sheet.y + 50, "本金499.92 手续费37.19", 28)
        sheet.y += 130
    draft = drafted(sheet)
    assert [(one.index, one.status, str(one.due)) for one in draft.periods] == [
        (1, "paid", "2026-10-10"),
        (2, "due", "2026-11-10"),
        (3, "due", "2026-12-10"),
    ]
    assert owed(sheet) == {"total": "1074.22"}


def test_purchases_and_old_bills_below_a_card_are_left_out() -> None:
    sheet = Sheet().rows("11月待还(元)", "460.31")
    columns(columns(sheet, "商品本金", "分期服务费", "违约金"), "¥448.37", "¥11.94", "¥0.00")
    sheet.rows("立即还款", "账单明细")
    sheet.row("机械键盘", "¥66.50").rows("第3/6期").row("洗衣机", "¥233.25").rows("第5/12期")
    sheet.rows("历史账单").row("2026年9月", "¥1,203.00 已还清").row("2026年8月", "¥85.90 已还清")
    draft = drafted(sheet)
    assert not draft.periods
    assert owed(sheet) == {
        "total": "460.31",
        "principal": "448.37",
        "fees": "11.94",
        "late_fees": "0.00",
    }


def test_charges_of_a_card_are_its_bookings_where_the_bill_sums_them_up() -> None:
    sheet = columns(Sheet(), "上期账单金额", "+费用及利息", "=本期应还金额")
    columns(sheet, "6,218.40", "238.92", "7,868.59")
    columns(
        columns(sheet, "交易日", "记账日", "交易摘要", "人民币金额"),
        "09/18",
        "09/19",
        "超市",
        "1,299.00",
    )
    columns(sheet, "10/05", "10/05", "循环利息", "154.55")
    columns(sheet, "10/05", "10/05", "违约金", "84.37")
    found = owed(sheet)
    assert (found["interest"], found["late_fees"]) == ("154.55", "84.37")


def test_a_label_whose_brackets_speak_of_something_owed() -> None:
    sheet = Sheet().rows("本期應繳總金額", "25,225元")
    sheet.at(LEFT, sheet.y, "本金  （前期未繳餘額及消費）").at(900, sheet.y, "23,817")
    sheet.y += 90
    sheet.row("循環利息", "1,108").row("違約金", "300")
    assert owed(sheet) == {
        "total": "25225",
        "principal": "23817",
        "interest": "1108",
        "late_fees": "300",
    }


def test_a_line_that_ends_in_a_word_of_its_own_is_not_the_next_labels_beginning() -> None:
    sheet = Sheet().rows("应还金额(元)", "1,000.00", "到期日 2026-11-29，7天内免息")
    sheet.row("借用本金", "1,000.00元").row("逾期费", "0.00元")
    assert owed(sheet) == {"total": "1000.00", "penalty": "0.00", "principal": "1000.00"}
    assert [str(one.value) for one in drafted(sheet).originals] == ["1000.00"]


def test_what_a_calculator_shows_is_not_owed() -> None:
    sheet = Sheet().rows("贷款计算器", "计算结果（仅供参考）")
    columns(sheet, "期数", "月供", "本金", "利息")
    columns(sheet, "1", "5,922.61", "5,222.61", "700.00")
    columns(sheet, "2", "5,922.61", "5,240.89", "681.72")
    assert not drafted(sheet).totals
    assert not any(one.amounts for one in drafted(sheet).periods)


@pytest.mark.parametrize(
    ("said", "days"),
    [("已逾期1天，将产生逾期费", 1), ("若已逾期30天，将影响征信", None), ("如逾期10天", None)],
)
def test_days_that_are_so_and_days_that_might_be(said: str, days: int | None) -> None:
    assert drafted(Sheet().row("应还金额", "500.37").rows(said)).overdue_days == days


WORDS = (
    "¥",
    "待还总额", "应还本金", "利息", "罚息", "违约金", "合计", "小计", "期数", "状态", "还款日",
    "已还", "应还", "剩余", "美元", "人民币", "项目", "金额", "还款计划", "还款记录", "试算",
    "逾期中(1)", "样本用户", "本金/利息/罚息", "借据尾号", "第3期", "4/12期", "01/30", "02/28",
    "3/12", "2026-11-01", "1,234.56", "¥0.00", "--", "0000", "7", "0.05%", "34天", "已逾期34天",
    "、利息", "(", "3笔)", "已还清", "￥12",
)  # fmt: skip
PLACED = st.tuples(
    st.sampled_from(WORDS), st.integers(0, 12), st.integers(0, 30), st.integers(20, 60)
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PLACED, max_size=60), st.booleans())
def test_no_page_whatever_its_words_and_places_breaks_the_reading(
    placed: list[tuple[str, int, int, int]], wide: bool
) -> None:
    sheet = Sheet()
    for text, column, row, size in placed:
        sheet.at(40 + column * (170 if wide else 85), 40 + row * 45, text, size)
    draft = drafted(sheet)
    for entries in draft.totals.values():
        assert all(one.token.line in sheet.lines for one in entries)


def test_sums_under_a_table_of_instalments_are_of_the_whole() -> None:
    sheet = Sheet().rows(
        "借呗", ("期次", "应还日", "本金", "利息", "罚息", "状态"),
        ("1/2", "26.09.12", "1,000.00", "83.70", "43.20", "逾期64天"),
        ("2/2", "26.10.12", "1,000.00", "67.50", "22.95", "逾期34天"),
        ("待还本金", "2,000.00"), ("待还利息", "151.20"), ("待还罚息", "66.15"),
    )  # fmt: skip
    assert owed(sheet) == {"principal": "2000.00", "interest": "151.20", "penalty": "66.15"}
    assert [row["principal"] for row in instalments(sheet)] == ["1000.00", "1000.00"]


def test_a_multiple_is_no_amount() -> None:
    sheet = Sheet().rows("某某分期", "日利率0.055% 罚息按1.5倍计收", ("待还利息", "12.30"))
    assert owed(sheet) == {"interest": "12.30"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("2026-11-16 21:07 更新", id="word-behind"),
        pytest.param("账单更新 2026/11/16 11:30", id="bill-updated"),
        pytest.param("資料日期：2026年11月16日", id="traditional"),
        pytest.param("（2026-11-16 数据）", id="in-brackets"),
    ],
)
def test_the_day_a_screen_speaks_of(row: str) -> None:
    sheet = Sheet().rows("某某分期", ("待还利息", "12.30"), ("待还本金", "900.00"), row)
    assert drafted(sheet).as_of == date(2026, 11, 16)


def test_a_day_in_a_sentence_is_not_the_day_a_screen_speaks_of() -> None:
    sheet = Sheet().rows("某某分期", ("待还利息", "12.30"), "2026-11-16 更新后的协议将于次月生效")
    assert drafted(sheet).as_of is None


def test_amounts_under_a_foreign_heading_are_not_yuan() -> None:
    sheet = Sheet().rows(
        "样本银行 信用卡账单", ("上期未还本金", "8,200.00"), ("循环利息", "123.00"),
        "美元账户（USD）", ("上期未还本金", "312.40"), ("循环利息", "4.69"),
        "本期明细", ("违约金", "41.00"),
    )  # fmt: skip
    assert owed(sheet) == {"principal": "8200.00", "interest": "123.00", "late_fees": "41.00"}
    assert drafted(sheet).foreign


def test_a_heading_of_both_currencies_leaves_yuan_as_they_are() -> None:
    sheet = Sheet().rows("样本银行 信用卡账单", "人民币/美元账户", ("循环利息", "123.00"))
    assert owed(sheet) == {"interest": "123.00"}


@pytest.mark.parametrize(
    "formula",
    [
        "已逾期30天，逾期费按500.00元×0.05%×30天收取",
        "逾期费=500.00×0.05%×30天",
        "逾期费：500.00*0.05%*30天",
    ],
)
def test_what_a_formula_multiplies_is_no_amount(formula: str) -> None:
    sheet = Sheet().rows("备用金", ("应还金额", "507.50元"), ("逾期费", "7.50元"), formula)
    assert owed(sheet) == {"total": "507.50", "penalty": "7.50"}


def test_a_label_ends_where_its_remark_begins() -> None:
    sheet = Sheet().rows(
        "样本借条", "待还总额", "5,655.96", "其中：本金", "5,400.00",
        "其中：利息（60天，日利率0.04%）", "129.60", "其中：罚息（日利率0.04%的1.5倍）", "126.36",
    )  # fmt: skip
    assert owed(sheet) == {
        "total": "5655.96", "principal": "5400.00", "interest": "129.60", "penalty": "126.36",
    }  # fmt: skip
    assert drafted(sheet).daily_rate == Decimal("0.0004")


@pytest.mark.parametrize(
    "note",
    [
        "逾期费以500.00元为基数按日0.05%计收",
        "罚息以500.00元为计息基数",
        "逾期费按500.00元的万分之五每日收取",
    ],
)
def test_the_base_of_a_charge_is_no_charge(note: str) -> None:
    sheet = Sheet().rows("备用金", ("应还金额", "507.50元"), ("逾期费", "7.50元"), note)
    assert owed(sheet) == {"total": "507.50", "penalty": "7.50"}
