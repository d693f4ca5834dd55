"""A plan on paper: tables of many layouts, and what a second reader settles of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from pipeline.extract.sheet import without_gutter
from pipeline.plan.cells import box_of
from pipeline.plan.dues import with_days
from pipeline.plan.numbered import numbers_lost
from pipeline.plan.own import KIND, OwnPlan, figures_to_ask, paper_plan
from pipeline.plan.table import Row, table_of
from schemas.case import SecondLook
from schemas.evidence import EngineReading
from schemas.reading import Line, Reading
from schemas.source import PageRef
from tests.sheets import case_of, line, width_of

HEIGHT = 30
STEP = 60
FIRST = date(2026, 12, 15)
REF = PageRef(path="计划.jpg", page=1)


def table(
    rows: Sequence[Sequence[str]], edges: Sequence[int], right: bool = False, slant: float = 0.0
) -> list[Line]:
    """Rows over columns between `edges`, in their middle, figures at their right if so told."""
    lines = []
    for place, row in enumerate(rows):
        for left, edge, word in zip(edges, edges[1:], row, strict=False):
            wide = width_of(word, HEIGHT)
            at_right = right and place and word[-1:].isdigit() and "." in word
            x = edge - 12 - wide if at_right else (left + edge - wide) // 2
            if word:
                lines.append(line(word, x, round(100 + STEP * place + slant * x), HEIGHT))
    return lines


def test_a_long_table_in_two_halves_side_by_side() -> None:
    heads = ["序号", "还款日", "金额（元）"]
    rows = [heads * 2]
    for number in range(1, 5):
        half = [[str(n), f"2027-{n:02}-22", f"99{n}.51"] for n in (number, number + 4)]
        rows.append([*half[0], *half[1]])
    found = table_of(table(rows, (60, 160, 380, 560, 660, 880, 1060))).rows
    assert [row.number for row in found] == list(range(1, 9))
    assert payments(found) == [f"99{n}.51" for n in range(1, 9)]


def test_the_numbers_beside_the_rows_of_a_spreadsheet_are_none_of_instalments() -> None:
    lines = [line(letter, 100 + 300 * place, 40, HEIGHT) for place, letter in enumerate("ABC")]
    rows = [["期次", "还款日", "还款金额"]]
    rows += [[str(n), f"2027-0{n}-18", "1242.22"] for n in range(1, 6)]
    lines += table([*rows, ["合计", "", "6211.10"]], (60, 260, 560, 860))
    lines += [line(str(n + 1), 8, 100 + STEP * n, HEIGHT) for n in range(7)]
    found = table_of(without_gutter(lines))
    assert [row.number for row in found.rows] == [1, 2, 3, 4, 5]
    assert [str(figure.value) for figure in found.total] == ["6211.10"]


def test_a_number_that_was_misread_is_no_gap() -> None:
    known = [Row(0, number, None, ()) for number in (5, 6, 1, 8, 9)]
    assert numbers_lost(known) == []
    assert numbers_lost([Row(0, number, None, ()) for number in (5, 6, 9)]) == [7, 8]


EDGES = (100, 200, 480, 800, 1100, 1300)
PLAIN = ("期次", "还款日", "还款金额（元）", "剩余本金（元）", "资金来源")


def plain(*payments: str, total: str = "") -> list[list[str]]:
    rows = [list(PLAIN)]
    for place, paid in enumerate(payments):
        month = f"2027-{place + 1:02}-15"
        rows.append([str(place + 1), month, paid, "1,000.00", "工资"])
    return [*rows, ["", "合计", total, "", ""]] if total else rows


def payments(rows: Sequence[Row]) -> list[str]:
    return [str(row.paid) for row in rows]


def test_figures_at_the_right_edge_of_their_column_are_under_its_head() -> None:
    found = table_of(table(plain("601.23", "601.23", total="1,202.46"), EDGES, right=True))
    assert payments(found.rows) == ["601.23", "601.23"]
    assert [figure.value for figure in found.total] == [Decimal("1202.46")]


@pytest.mark.parametrize(
    ("heads", "cells", "paid"),
    [
        ("期数 还款日期 月供", "1 2026年12月15日 620", "620"),
        ("序号 还款时间 拟还款金额", "1 2026/12/15 ¥620.00", "620.00"),
        ("期次 应还日期 应还金额(元)", "第1期 2026.12.15 620.00元", "620.00"),
        ("期次 到期日 偿还金额", "1 20261215 1，620.00", "1620.00"),
        ("期次 还款日 本金 利息 合计", "1 2026-12-15 600.00 20.00 620.00", "620.00"),
        ("期次 还款日 应还本金 应还利息", "1 2026-12-15 600.00 20.00", "620.00"),
        ("期次 还款日 本期应还 累计还款 备注", "1 2026-12-15 620.00 9000.00 留300元", "620.00"),
        ("期次 还款日 归还本金 剩余本金", "1 2026-12-15 620.00 9,000.00", "620.00"),
        ("还款日 还款金额 备注", "2026-12-15 620.00. 工资", "620.00"),
        ("期次 还款日 本金 申请减免息费 应还合计", "1 2026-12-15 620.00 全额 620.00", "620.00"),
    ],
    ids=[
        "月供",
        "currency sign",
        "point day",
        "compact day",
        "split",
        "parts alone",
        "running sum",
        "principal alone",
        "no numbers, speck behind",
        "what is to be waived",
    ],
)
def test_heads_of_usual_words(heads: str, cells: str, paid: str) -> None:
    (row,) = table_of(table([heads.split(), cells.split()], (100, 220, 480, 740, 1000, 1260))).rows
    assert (row.due, str(row.paid)) == (FIRST, paid)


@pytest.mark.parametrize(
    ("heads", "cells", "paid"),
    [
        ("期次 还款日期 花呗（元） 借呗（元） 当期合计（元） 剩余本金（元）",
         "1 2026-12-15 295.00 320.00 615.00 8,614.46", "615.00"),
        ("期次 还款日 建行快贷 招联 中银消费 合计 剩余",
         "1 2026-12-15 694.00 426.00 228.00 1,348.00 47,178.28", "1348.00"),
        ("期数 还款日期 招行信用卡 小米随星借 本期还款 剩余本金",
         "1 2026-12-15 627.02 266.90 893.92 15,196.65", "893.92"),
    ],
    ids=["呗", "short names", "a card"],
)  # fmt: skip
def test_a_column_for_each_lender(heads: str, cells: str, paid: str) -> None:
    edges = (100, 220, 480, 740, 1000, 1260, 1520, 1780)
    (row,) = table_of(table([heads.split(), cells.split()], edges)).rows
    assert (row.due, str(row.paid)) == (FIRST, paid)


def test_two_rows_of_heads_are_one() -> None:
    rows = [
        ["期次", "还款日", "", "还款金额", ""],
        ["", "", "本金", "利息", "小计"],
        ["1", "2026-12-15", "600.00", "20.00", "620.00"],
    ]
    (row,) = table_of(table(rows, (100, 220, 480, 740, 1000, 1260))).rows
    assert str(row.paid) == "620.00"


def test_a_sentence_over_the_heads_is_none_of_them() -> None:
    said = line("应还本金合计：1,202.46元，分2期，申请减免利息、罚息后只还本金。", 100, 40, HEIGHT)
    found = table_of([said, *table(plain("601.23", "601.23", total="1,202.46"), EDGES)])
    assert payments(found.rows) == ["601.23", "601.23"]


@pytest.mark.parametrize("day", ["2026:12-15", "2026,12-15", "2026-12:15"])
def test_a_speck_on_a_dash_leaves_the_day(day: str) -> None:
    rows = [["期次", "还款日", "还款金额"], ["1", day, "620.00"]]
    (row,) = table_of(table(rows, (100, 220, 480, 740))).rows
    assert row.due == FIRST


def test_a_slanted_table_keeps_its_rows() -> None:
    rows = plain(*["620.00"] * 8, total="4,960.00")
    found = table_of(slanted(table(rows, EDGES, slant=-0.03), -0.03))
    assert payments(found.rows) == ["620.00"] * 8
    assert [row.number for row in found.rows] == list(range(1, 9))


def slanted(lines: Sequence[Line], slope: float) -> list[Line]:
    turned = []
    for one in lines:
        x0, y0, x1, _, _, y1, _, _ = one.quad
        down = slope * (x1 - x0)
        quad = (x0, y0, x1, y0 + down, x1, y1 + down, x0, y1)
        turned.append(one.model_copy(update={"quad": quad}))
    return turned


def test_the_day_of_signing_is_no_row() -> None:
    lines = table(plain("620.00", "620.00"), EDGES)
    lines.append(line("2026年11月24日", 1000, 500, HEIGHT))
    assert len(table_of(lines).rows) == 2


@pytest.mark.parametrize("text", ["020.00", "6Z0.00", "620.005", "1 240.00"])
def test_a_broken_figure_is_no_figure(text: str) -> None:
    found = table_of(table(plain("620.00", text, "620.00"), EDGES)).rows
    assert payments(found) == ["620.00", "None", "620.00"]


def said(text: str) -> list[Line]:
    return [line(text, 100, 20, HEIGHT)]


NUMBERED = [
    ["期次", "还款金额", "备注"],
    ["1", "620.00", ""],
    ["2", "620.00", ""],
    ["3", "5.00", ""],
]


@pytest.mark.parametrize(
    ("words", "dues"),
    [
        ("首期还款日：2026年12月31日，每月31日还款", ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("自2026年12月15日起按月还款", ["2026-12-15", "2027-01-15", "2027-02-15"]),
        ("每月15日还款", ["None", "None", "None"]),
        ("首期还款日：2026年12月15日", ["None", "None", "None"]),
    ],
    ids=["end of month", "by months", "first day not said", "rhythm not said"],
)
def test_days_come_from_what_the_paper_says(words: str, dues: list[str]) -> None:
    rows = table_of(table(NUMBERED, EDGES)).rows
    assert [str(row.due) for row in with_days(rows, said(words))] == dues


def test_months_get_the_day_of_every_month() -> None:
    rows = [
        ["期次", "还款月份", "还款金额"],
        ["1", "2026年12月", "620.00"],
        ["2", "2027/1", "5.00"],
    ]
    found = table_of(table(rows, EDGES)).rows
    days = [row.due for row in with_days(found, said("每月15日前存入"))]
    assert days == [FIRST, date(2027, 1, 15)]
    assert [row.due for row in with_days(found, [])] == [None, None]


def twice(rows: Sequence[Sequence[str]], *second: str) -> OwnPlan:
    """The plan once the second reader said `second` of what it was asked, in order."""
    case = case_of(KIND, Reading(ref=REF, engine="first", lines=tuple(table(rows, EDGES))))
    cells = [cell for _, asked in figures_to_ask(case) for cell in asked]
    looks = tuple(
        SecondLook(
            ref=REF,
            box=box_of(cell),
            reading=EngineReading(engine="second", text=text, confidence=0.9),
        )
        for cell, text in zip(cells, second, strict=True)
    )
    found = paper_plan(case.model_copy(update={"second_looks": looks}))
    assert found is not None
    return found


def paid(plan: OwnPlan) -> list[str]:
    return [str(row.payment) for row in plan.rows]


def likely(plan: OwnPlan) -> list[tuple[int, str, str]]:
    return [(one.number, one.kind, str(one.likely)) for one in plan.doubts]


def test_a_table_that_makes_its_total_needs_no_second_reader() -> None:
    assert paid(twice(plain("620.00", "332.33", total="952.33"))) == ["620.00", "332.33"]


@pytest.mark.parametrize("broken", ["020.00", "520.00", ""], ids=["no figure", "altered", "lost"])
def test_a_figure_of_the_second_reader_stands_where_the_total_closes(broken: str) -> None:
    rows = plain("620.00", broken, "332.33", total="1572.33")
    plan = twice(rows, "620.00", "620.00", "332.33", "1572.33")
    assert (paid(plan), plan.mended, plan.unread) == (["620.00", "620.00", "332.33"], (2,), 0)


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        (("620.00", "620.00", "332.33", "2072.33"), 2),
        (("620.00", "650.00", "332.33", "1572.33"), 2),
        (("650.00", "620.00", "332.33", "1572.33"), 2),
        (("620.00", "620.00", "332.33", "1512.33"), 2),
        (("620.00", "", "332.33", "1572.33"), 2),
    ],
    ids=[
        "total too high",
        "does not close",
        "another row differs",
        "total differs",
        "nothing seen",
    ],
)
def test_without_that_evidence_nothing_is_mended(second: tuple[str, ...], kept: int) -> None:
    stated = second[-1] if second[-1] == "2072.33" else "1572.33"
    plan = twice(plain("620.00", "020.00", "332.33", total=stated), *second)
    assert (len(plan.rows), plan.mended, plan.unread) == (kept, (), 1)
    seen = second[1] and str(Decimal(second[1]))
    assert likely(plan)[-1] == (2, "payment", seen or "None")


def test_a_wrong_total_on_which_both_agree_stays() -> None:
    plan = twice(plain("620.00", "332.33", total="1452.33"), "620.00", "332.33", "1452.33")
    assert (plan.stated_total, plan.doubts) == (Decimal("1452.33"), ())


def test_a_clearly_read_total_is_not_mended_by_the_second_reader() -> None:
    plan = twice(plain("620.00", "332.33", total="1452.33"), "620.00", "332.33", "952.33")
    assert plan.stated_total == Decimal("1452.33")


def test_a_lost_point_is_no_other_figure_where_the_total_closes() -> None:
    rows = plain("620.00", "020.00", total="1240.00")
    assert paid(twice(rows, "62000", "620.00", "1240.00")) == ["620.00", "620.00"]


def test_a_figure_that_differs_is_printed_as_read_and_asked_about() -> None:
    plan = twice(plain("520.00", "332.33", total="1052.33"), "620.00", "332.33", "1052.33")
    assert (paid(plan), likely(plan)) == (["520.00", "332.33"], [(1, "differs", "620.00")])


def test_without_a_total_only_what_is_unclear_is_asked() -> None:
    plan = twice(plain("620.00", "020.00"), "620.00")
    assert (paid(plan), likely(plan)) == (["620.00"], [(2, "payment", "620.00")])


def test_a_row_that_is_not_there_is_named() -> None:
    rows = plain("620.00", "620.00", "620.00", "620.00")
    plan = twice([*rows[:2], *rows[3:]])
    assert likely(plan) == [(2, "row", "None")]


def test_a_row_without_a_day_is_named() -> None:
    rows = plain("620.00", "620.00", "620.00")
    rows[2][1] = "2027-0B-15"
    assert likely(twice(rows)) == [(2, "day", "None")]


@pytest.mark.parametrize("broken", ["620:00", "620,00"])
def test_a_broken_point_stands_only_where_the_total_closes(broken: str) -> None:
    assert paid(twice(plain(broken, "5.00", total="625.00"))) == ["620.00", "5.00"]
    assert paid(twice(plain(broken, "5.00"), "62000")) == ["5.00"]


@pytest.mark.parametrize("day", ["2Q26年12月15日", "2026-12:15"])
def test_a_day_that_can_mean_nothing_else_is_read(day: str) -> None:
    rows = [["期次", "还款日", "还款金额"], ["1", day, "620.00"]]
    (row,) = table_of(table(rows, EDGES)).rows
    assert row.due == FIRST


STRANGE = (100, 200, 480, 800, 1100)


@pytest.mark.parametrize(
    ("heads", "cells", "closing"),
    [
        ("第几期 哪天 还多少 还剩", ("600.00 1,220.50", "600.00 620.50", "620.50 0.00"), ""),
        ("笔 哪天 还欠着 打算给", ("1820.50 600.00", "1220.50 600.00", "620.50 620.50"), ""),
        ("期 哪天 给的 一共给了", ("600.00 600.00", "600.00 1200.00", "620.50 1820.50"), ""),
        ("期 哪天 给的 留饭钱", ("600.00 400.00", "600.00 410.00", "620.50 415.00"), "1820.50"),
    ],
    ids=["left after it", "owed before it", "paid up to it", "made by its total alone"],
)
def test_a_column_under_no_known_head_is_told_by_what_it_adds_up_to(
    heads: str, cells: tuple[str, ...], closing: str
) -> None:
    rows = [heads.split()]
    rows += [[str(n), f"2027-0{n}-15", *row.split()] for n, row in enumerate(cells, 1)]
    rows += [["合计", "", closing]] if closing else []
    found = table_of(table(rows, STRANGE))
    assert payments(found.rows) == ["600.00", "600.00", "620.50"]
    assert [str(one.value) for one in found.total] == ([closing] if closing else [])


def test_parts_that_make_a_total_are_not_paid_besides_it() -> None:
    rows = [["笔", "哪天", "甲", "乙", "拢共"]]
    rows += [[str(n), f"2027-0{n}-15", "300.00", "200.50", "500.50"] for n in (1, 2, 3)]
    rows += [["合计", "", "900.00", "601.50", "1501.50"]]
    assert payments(table_of(table(rows, EDGES)).rows) == ["500.50"] * 3


def test_columns_that_nothing_tells_apart_are_not_guessed() -> None:
    rows = [["笔", "哪天", "甲", "乙"]]
    rows += [[str(n), f"2027-0{n}-15", "300.00", "200.50"] for n in (1, 2, 3)]
    assert all(row.paid is None for row in table_of(table(rows, STRANGE)).rows)


@pytest.mark.parametrize("paid", ["还款620.00元", "还620.00元", "还款620.00", "应还款：620.00元"])
def test_a_payment_may_be_led_up_to(paid: str) -> None:
    rows = [["第01期", "2026年12月18日", paid], ["第02期", "2027年1月18日", paid]]
    assert payments(table_of(table(rows, EDGES)).rows) == ["620.00", "620.00"]


def over_pages(*pages: Sequence[Line]) -> OwnPlan:
    refs = [PageRef(path=REF.path, page=number) for number in range(1, len(pages) + 1)]
    readings = [
        Reading(ref=ref, engine="first", lines=tuple(lines))
        for ref, lines in zip(refs, pages, strict=True)
    ]
    found = paper_plan(case_of(KIND, *readings))
    assert found is not None
    return found


@pytest.mark.parametrize("total", ["1240.00", ""])
def test_a_day_of_signing_on_the_next_page_is_no_row(total: str) -> None:
    rows = plain("620.00", "620.00", total=total)
    plan = over_pages(table(rows, EDGES), [line("2026年11月24日", 200, 500, HEIGHT)])
    assert paid(plan) == ["620.00", "620.00"]
    assert plan.unread == 0


def test_two_halves_whose_numbers_no_whole_head_names() -> None:
    edges = (0, 200, 500, 700, 900, 1100, 1400, 1600, 1800)
    rows: list[list[str]] = [
        ["", "还款日期", "还款金", "剩余本金", "期", "还款日期", "还款金", "剩余本金"],
        ["", "", "额", "", "数", "", "额", ""],
    ]
    for n in (1, 2, 3):
        left = [str(n), f"2027/{n}/15", "100.00", f"{600 - 100 * n}.00"]
        right = [str(n + 3), f"2027/{n + 3}/15", "100.00", f"{300 - 100 * n}.00"]
        rows.append([*left, *right])
    lines = [line("分6期，利息、罚息、违约金申请减免", 40, 40, HEIGHT), *table(rows, edges)]
    lines.append(line("合计：600.00元", 40, 500, HEIGHT))
    found = table_of(lines)
    assert payments(found.rows) == ["100.00"] * 6
    assert [str(figure.value) for figure in found.total] == ["600.00"]


def test_a_last_row_whose_payment_was_not_read_is_no_day_of_signing() -> None:
    first = [["", "2026-12-15", "620.00"], ["", "2027-06-15", "620.00"]]
    second = [["", "2026-12-15", "300.00"], ["", "2027-01-15", ""]]
    head = ["", "还款日期", "还款金额（元）"]
    plan = over_pages(table([head, *first, *second], EDGES))
    assert plan.unread == 1


def test_a_sum_without_a_word_below_the_rows_is_their_total() -> None:
    plan = over_pages(table([*plain("620.00", "620.00", "620.00"), ["4", "", "1860.00"]], EDGES))
    assert paid(plan) == ["620.00"] * 3
    assert plan.stated_total == Decimal("1860.00")
    assert plan.unread == 0


def test_a_table_that_makes_its_total_goes_before_what_else_is_said() -> None:
    rows = [
        ["期次", "还款日期", "还款金额（元）"],
        ["1", "2026-12-15", "620.00"],
        ["2", "2027-01-15", "620.00"],
        ["合计", "", "1240.00"],
    ]
    above = line(
        "制表日期：2026-11-25 支付宝付360元，2026-11-26付100元，2026-11-27付100元", 40, 40, HEIGHT
    )
    plan = over_pages([above, *table(rows, EDGES)])
    assert paid(plan) == ["620.00", "620.00"]


def test_lists_for_several_lenders_are_added_up_by_day() -> None:
    texts = [
        *("一、花呗", "2026-12-10还400元", "2027-01-10还430元"),
        *("二、借呗", "2026-12-10还320元", "2027-01-10还315元"),
    ]
    lines = [line(text, 40, 100 + STEP * n, HEIGHT) for n, text in enumerate(texts)]
    plan = over_pages(lines)
    assert paid(plan) == ["720", "745"]


@pytest.mark.parametrize(
    ("more", "unread"),
    [("三家加起来一共2440元", 1), ("加起来1040元", 0), ("", 1)],
    ids=["another sum", "the sum of what was read", "no sum"],
)
def test_a_promise_that_was_not_understood_is_asked_about(more: str, unread: int) -> None:
    texts = [
        "花呗欠1400，每月10号还400，还完为止",
        "桔多多1040，从2027年1月25号开始，每月25号260，还4次",
        more,
    ]
    lines = [line(text, 40, 100 + STEP * n, HEIGHT) for n, text in enumerate(texts) if text]
    plan = over_pages(lines)
    assert paid(plan) == ["260"] * 4
    assert plan.unread == unread
