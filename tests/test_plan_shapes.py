"""Plans of other shapes: several tables, instalments in short, glued columns, own lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.letterasks import asked_in
from pipeline.plan.cells import rows_of
from pipeline.plan.compact import spread_out
from pipeline.plan.own import paper_plan
from pipeline.plan.promises import promised
from pipeline.plan.schedule import as_told
from pipeline.plan.table import table_of
from pipeline.plan.words import payments_words
from pipeline.plan.written import written
from pipeline.store import Cache
from schemas.reading import Line, Reading
from schemas.source import PageRef
from tests.sheets import Sheet, case_of, interpreted, line
from tests.test_plan_paper import HEIGHT, table

TODAY = date(2026, 11, 25)


def page(number: int, lines: list[Line]) -> Reading:
    return Reading(ref=PageRef(path="plan.docx", page=number), engine="text", lines=tuple(lines))


def lender(name: str, first: int, count: int, paid: str, top: int = 0) -> list[Line]:
    heads = ["期数", "还款日", "还款金额"]
    months = [divmod(11 + first - 1 + n, 12) for n in range(count)]
    rows = [
        [str(first + n), f"{2026 + year}-{month + 1:02}-21", paid]
        for n, (year, month) in enumerate(months)
    ]
    body = table([heads, *rows], (60, 260, 560, 860))
    moved = [
        one.model_copy(update={"box": one.box.model_copy(
            update={"y0": one.box.y0 + top, "y1": one.box.y1 + top}
        )}) for one in body
    ]  # fmt: skip
    return [line(name, 60, 40 + top, HEIGHT), *moved]


def test_tables_of_several_lenders_over_several_pages_are_one_plan() -> None:
    pages = (
        page(1, [line("还款计划表", 300, 2, HEIGHT), *lender("样本银行", 1, 6, "1,400.00")]),
        page(2, lender("样本消费金融", 1, 6, "430.00")),
        page(3, lender("样本小贷", 1, 6, "270.00")),
    )
    plan = paper_plan(case_of("repayment_plan", *pages, today=TODAY))
    assert plan is not None
    assert {str(row.payment) for row in plan.rows} == {"2100.00"}
    assert [row.due for row in plan.rows] == sorted({row.due for row in plan.rows})
    assert len(plan.rows) == 6
    assert [{str(paid) for _, paid in table} for table in plan.tables] == [
        {"1400.00"}, {"430.00"}, {"270.00"},
    ]  # fmt: skip


def told(*tables: tuple[str, ...]) -> list[list[tuple[date, Decimal]]]:
    return [
        [(date(2027, month, 21), Decimal(paid)) for month, paid in enumerate(table, 1)]
        for table in tables
    ]


DUES = [date(2027, month, 21) for month in (1, 2, 3)]


def test_what_each_lender_gets_is_what_its_table_says() -> None:
    tables = told(("400.00", "400.00", "400.00"), ("100.00", "50.00"))
    rows = (Decimal("500.00"), Decimal("450.00"), Decimal("400.00"))
    shares = as_told(tables, rows, DUES, [Decimal("150.00"), Decimal("1200.00")])
    assert shares == (
        (Decimal("100.00"), Decimal("50.00"), Decimal(0)), (Decimal("400.00"),) * 3,
    )  # fmt: skip
    assert payments_words(shares[0], str) == "第1期100.00，第2期50.00"


@pytest.mark.parametrize(
    ("rows", "owed"),
    [
        (("500.00", "450.00", "400.00"), ("151.00", "1199.00")),
        (("500.00", "450.00", "410.00"), ("150.00", "1200.00")),
        (("500.00", "450.00", "400.00"), ("1350.00",)),
    ],
    ids=["tables of other sums", "rows of another plan", "one lender"],
)
def test_tables_that_do_not_fit_tell_nothing(rows: tuple[str, ...], owed: tuple[str, ...]) -> None:
    tables = told(("400.00", "400.00", "400.00"), ("100.00", "50.00"))
    assert as_told(tables, tuple(map(Decimal, rows)), DUES, list(map(Decimal, owed))) is None


def in_short(*cells: str) -> list[str]:
    lines = [line(word, 60 + 240 * place, 20, HEIGHT) for place, word in enumerate(cells)]
    [row] = rows_of(lines)
    return [f"{due} {figure.value}" for due, figure in spread_out(row)]


def test_the_instalments_of_a_lender_in_one_row() -> None:
    found = in_short("1", "招联", "835.98", "220.00", "4", "2026-12-22", "2027-03-22", "175.98")
    assert found[0] == "2026-12-22 220.00"
    assert found[-1] == "2027-03-22 175.98"
    assert len(found) == 4


def test_a_stage_of_months_in_one_row() -> None:
    found = in_short("第一阶段", "2026年12月至2027年2月（每月18日）", "700.00", "3", "2,100.00")
    assert found == ["2026-12-18 700.00", "2027-01-18 700.00", "2027-02-18 700.00"]


@pytest.mark.parametrize(
    "cells",
    [
        ("招联", "835.98", "220.00", "4", "2026-12-22", "2027-03-22", "170.00"),
        ("招联", "835.98", "220.00", "5", "2026-12-22", "2027-03-22", "175.98"),
        ("1", "2026-12-22", "220.00"),
        ("借款", "2026-12-22", "2027-12-22", "10,000.00"),
    ],
)
def test_a_row_whose_figures_do_not_make_its_sum_is_not_believed(cells: tuple[str, ...]) -> None:
    assert in_short(*cells) == []


def test_two_figures_that_a_narrow_column_glued_are_two() -> None:
    lines = table(
        [["期次", "还款日", "还款额", "剩余本金"], ["1", "2026-12-25", "445.00", "1,780.00"],
         ["2", "2027-01-25", "445.00", "1,335.00"], ["3", "2027-02-25", "", ""],
         ["4", "2027-03-25", "445.00", "445.00"]],
        (60, 160, 400, 600, 800),
    )  # fmt: skip
    lines.append(line("445.001335.00", 462, 100 + 60 * 3, HEIGHT))
    rows = table_of(lines, today=TODAY).rows
    assert [str(row.paid) for row in rows] == ["445.00"] * 4


def test_the_day_of_writing_between_two_halves_is_no_row() -> None:
    heads = ["期数", "还款日期", "还款金额"]
    rows = [heads * 2]
    rows += [
        [str(n), f"2027-{n:02}-18", "500.00", str(n + 3), f"2027-{n + 3:02}-18", "500.00"]
        for n in range(1, 4)
    ]
    lines = table(rows, (60, 160, 380, 560, 660, 880, 1060))
    lines.append(line("2026年11月24日", 140, 500, HEIGHT))
    plan = paper_plan(case_of("repayment_plan", page(1, lines), today=TODAY))
    assert plan is not None
    assert not plan.doubts
    assert len(plan.rows) == 6


DAYS = [
    ["机构＼还款日", "2026-12-10", "2027-01-10", "2027-02-10"],
    ["样本银行", "750.00", "750.00", "730.77"],
    ["样本小贷", "400.00", "286.33", "0.00"],
]


def across(*more: list[str]) -> list[str]:
    lines = table([*DAYS, *more], (60, 300, 500, 700, 900))
    found = table_of(lines, today=TODAY).rows
    return [f"{row.due} {row.paid}" for row in found]


def test_days_over_columns_and_a_row_for_each_lender() -> None:
    paid = ["2026-12-10 1150.00", "2027-01-10 1036.33", "2027-02-10 730.77"]
    assert across(["当月合计", "1,150.00", "1,036.33", "730.77"]) == paid
    assert across() == paid


def test_sums_that_the_rows_do_not_make_are_not_believed() -> None:
    found = across(["当月合计", "1,250.00", "1,036.33", "730.77"])
    assert not any(row.endswith(("1250.00", "1150.00")) for row in found)


def test_the_days_of_bills_over_debts_are_no_plan() -> None:
    debts = [
        ["账单日期", "2026-10-24", "2026-11-17", "2026-11-23"],
        ["本金", "750.00", "400.00", "6.00"],
    ]
    found = table_of(table(debts, (60, 300, 500, 700, 900)), today=TODAY).rows
    assert not any(row.paid == Decimal("750.00") for row in found)


def test_a_rest_whose_day_stands_behind_it() -> None:
    rows = (
        "从今年12月开始，每个月25号还840元，一直", "还到明年8月25号，一共9个月，是7560元。",
        "最后剩下的691.90元，2027年9月25号一次还掉。", "一共还10次，合计8251.90元。",
    )  # fmt: skip
    lines = [line(row, 60, 100 + 60 * place, HEIGHT) for place, row in enumerate(rows)]
    found = promised(written(rows_of(lines)), TODAY)
    assert f"{found.promises[-1].due} {found.promises[-1].paid}" == "2027-09-25 691.90"
    assert sum(one.paid for one in found.promises) == Decimal("8251.90")


def test_a_list_counted_by_hand_is_a_plan_of_ones_own(cache: Cache) -> None:
    sheet = Sheet().rows("【还款计划表】", "两笔本金2597.05元+服务费102.00元=2699.05元")
    for number in range(1, 5):
        sheet.row(f"{number}）2027年{number}月14日 534.00元")
    sheet.row("5）2027年5月14日 563.05元").row("总计 2699.05元")
    assert interpreted([sheet], cache).materials[0].kind == "repayment_plan"


def test_the_table_of_a_letter_goes_before_the_first_figure_of_its_rows() -> None:
    words = [line("息费减免申请书", 300, 2, HEIGHT), line("还款计划如下：", 60, 40, HEIGHT)]
    rows = [["期次", "还款日", "微粒贷", "京东金条", "当月合计"]]
    rows += [[str(n), f"2027-0{n}-15", "538.73", "527.51", "1066.24"] for n in range(1, 5)]
    rows.append(["合计", "", "2154.92", "2110.04", "4264.96"])
    lines = [*words, *table(rows, (60, 160, 400, 560, 720, 900))]
    plan = paper_plan(case_of("application_letter", page(1, lines), today=TODAY))
    assert plan is not None
    assert {str(row.payment) for row in plan.rows} == {"1066.24"}


def test_heads_of_a_table_in_one_line_name_no_amount_of_a_request() -> None:
    text = "\n".join((
        "谨说明各笔欠款并申请减免如下：", "本金  利息  罚息  合计",
        "4,835.98  225.48  112.12  5,173.58",
        "申请人请求减免：利息共225.48元，罚息共112.12元。",
    ))  # fmt: skip
    found = asked_in([(PageRef(path="a.docx", page=1), text)])
    assert {(one.name, str(one.amount)) for one in found} == {
        ("interest", "225.48"), ("penalty", "112.12"),
    }  # fmt: skip


def test_the_next_page_of_a_plan_may_head_the_table_of_another_lender(cache: Cache) -> None:
    first = Sheet("plan.docx").rows(
        "还款计划表", "姓名：张样本　签名：", ("期数", "还款日", "还款金额", "剩余本金"),
        ("1", "2026年12月21日", "1,400.00", "4,200.00"),
        ("2", "2027年1月21日", "1,400.00", "2,800.00"),
    )  # fmt: skip
    second = Sheet("plan.docx", page=2).rows(
        ("3", "2027年2月21日", "1,400.00", "1,400.00"), ("4", "2027年3月21日", "1,400.00", "0.00"),
        "招商银行信用卡 应还本金 8,600.00 元", ("期数", "还款日", "还款金额", "剩余本金"),
        ("1", "2026年12月21日", "430.00", "8,170.00"), ("2", "2027年1月21日", "430.00", "7,740.00"),
    )  # fmt: skip
    found = interpreted([first, second], cache)
    assert {material.kind for material in found.materials} == {"repayment_plan"}
    assert not found.statements


def test_columns_of_lenders_tell_what_each_gets() -> None:
    heads = ["期次", "还款日", "还款金额", "其中广发", "其中花呗"]
    rows = [
        [str(n), f"2027-0{n}-25", "700.00", "474.00" if n == 3 else "466.00",
         "226.00" if n == 3 else "234.00"] for n in (1, 2, 3)
    ]  # fmt: skip
    body = table([heads, *rows], (60, 160, 420, 640, 860, 1080))
    plan = paper_plan(case_of("repayment_plan", page(1, body)))
    assert plan is not None
    assert [str(row.payment) for row in plan.rows] == ["700.00"] * 3
    assert [[str(paid) for _, paid in column] for column in plan.tables] == [
        ["466.00", "466.00", "474.00"],
        ["234.00", "234.00", "226.00"],
    ]
