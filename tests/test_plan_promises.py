"""A plan in words: days and sums in sentences, lists and rhythms, with and without years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.plan.cells import rows_of
from pipeline.plan.promises import Promised, promised
from pipeline.plan.written import written
from tests.sheets import line

TODAY = date(2026, 11, 20)


def read(*rows: str) -> Promised:
    lines = [line(row, 60, 100 + 60 * place, 30) for place, row in enumerate(rows)]
    return promised(written(rows_of(lines)), TODAY)


def told(*rows: str) -> list[str]:
    return [f"{one.due} {one.paid:.2f}" for one in read(*rows).promises]


def monthly(first: str, count: int, paid: str) -> list[str]:
    year, month, day = map(int, first.split("-"))
    index = 12 * year + month - 1
    months = [divmod(index + place, 12) for place in range(count)]
    return [f"{year}-{month + 1:02}-{day:02} {paid}" for year, month in months]


@pytest.mark.parametrize(
    "rows",
    [
        ("12月10日还800元", "1月10日还800元", "2月10日还650.50元"),
        ("12.10 还800", "1.10 还800", "2.10 还650.5"),
        ("26.12.10 800", "27.1.10 800", "27.2.10 650.50"),
        (
            "1、2026年12月10日前，偿还800元；",
            "2、2027年1月10日前，偿还800元；",
            "3、2027年2月10日前，偿还余款650.50元。",
        ),
        (
            "第一次 二〇二六年十二月十日 还捌佰元整",
            "第二次 二〇二七年元月十日 还捌佰元整",
            "第三次 二月十日 还陆佰伍拾元伍角",
        ),
        (
            "· 12月10号：省呗500，分期乐300，共800元",
            "· 1月10号：省呗500，分期乐300，共800元",
            "· 2月10号：省呗650.5元",
        ),
        ("我是这么想的：12月10日和1月10日各还800元。2月10日把剩下的650.50", "元还清。"),
        ("10.12月10号还800块", "11.1月10号还800块", "12.2月10号还650.50元"),
        ("2026年12月10 号 还800元", "2027年1月10 号 还800元", "2027年2月10 号 还650.5元"),
    ],
    ids=[
        "months",
        "points",
        "two digits",
        "clauses",
        "in characters",
        "by lender",
        "prose",
        "numbered",
        "spaced",
    ],
)
def test_days_with_sums(rows: tuple[str, ...]) -> None:
    assert told(*rows) == ["2026-12-10 800.00", "2027-01-10 800.00", "2027-02-10 650.50"]


@pytest.mark.parametrize(
    "rows",
    [
        ("从12月开始，每个月15号还600，一直到明年", "3月，最后一个月（4月15号）还32.18"),
        ("每月15日归还600元，自2026年12月起，共5期，最后一期32.18元",),
        ("2026年12月至2027年3月，每月15日还600元。2027年4月15日还清余款32.18元。",),
        ("首期还款日2026年12月15日，每月15日还600元，分5期，", "最后一期还32.18元"),
        (
            "一、2026年12月15日到2027年3月15日，每月15日还600元，计2,400.00元。",
            "二、最后一期2027年4月15日还32.18元。",
        ),
    ],
    ids=["until", "count", "span", "first day", "from a day to a day"],
)
def test_a_rhythm_with_a_beginning_and_an_end(rows: tuple[str, ...]) -> None:
    assert told(*rows) == [*monthly("2026-12-15", 4, "600.00"), "2027-04-15 32.18"]


def test_every_week() -> None:
    assert told("从12月4日开始，每周五还350元，共8周，一共2800元") == [
        f"{day} 350.00"
        for day in (
            *("2026-12-04", "2026-12-11", "2026-12-18", "2026-12-25"),
            *("2027-01-01", "2027-01-08", "2027-01-15", "2027-01-22"),
        )
    ]


@pytest.mark.parametrize(
    "row",
    [
        "本金我从明年1月开始每个月还800。",
        "截至2026年11月12日，剩余本金16,260.00元，已逾期47天。",
        "10月5日还了500元，11月5日还了300元。",
        "12月10日发工资4180元",
        "2026年11月17日 晚上9:34",
        "2026年11月26日 22:37还款计划 减免后要还13,929.58元",
        "尾号8830，4月12日借款20000元",
        "每月10日还款，分5期，我每月工资3800元",
        "2026年12月10日 还叁任捌佰元整",
    ],
    ids=[
        "no end",
        "what is owed",
        "what was paid",
        "wages",
        "the clock",
        "when it was written",
        "what was lent",
        "what is earned",
        "a unit misread",
    ],
)
def test_what_is_no_promise(row: str) -> None:
    assert told(row) == []


def test_the_sum_that_the_writer_names_bears_the_promises_out() -> None:
    found = read("12月10日还800元", "1月10日还650.50元", "加起来1450.5，本金就清了")
    assert [str(figure.value) for figure in found.total] == ["1450.5"]
    assert read("12月10日还800元", "1月10日还650.50元", "加起来1500").total == ()


def test_a_day_that_was_missed_before_the_paper_was_written_keeps_its_year() -> None:
    assert told("11月10日还300元", "12月10日还300元")[0] == "2026-11-10 300.00"


def test_a_last_one_with_its_day_is_one_of_those_that_are_counted() -> None:
    words = "2026年12月起每月15日还600元，共5期，最后一期（2027年4月15日）还32.18元"
    assert told(words) == [*monthly("2026-12-15", 4, "600.00"), "2027-04-15 32.18"]


@pytest.mark.parametrize(
    ("words", "want"),
    [
        (
            "从2026年12月起，每月10号还，前三个月每月还500元，之后每月还900元，分5期",
            [*monthly("2026-12-10", 3, "500.00"), *monthly("2027-03-10", 2, "900.00")],
        ),
        (
            "自2026年12月起每月10日还款，第1期至第3期每期还500元，第4至5期每期还900元",
            [*monthly("2026-12-10", 3, "500.00"), *monthly("2027-03-10", 2, "900.00")],
        ),
        (
            "从2027年1月开始每个月20号还，头半年每月还300，后两个月每月还800",
            [*monthly("2027-01-20", 6, "300.00"), *monthly("2027-07-20", 2, "800.00")],
        ),
        (
            "从2026年12月开始，每月5号和20号各还300元，共4期",
            ["2026-12-05 300.00", "2026-12-20 300.00", "2027-01-05 300.00", "2027-01-20 300.00"],
        ),
        (
            "2026年12月31日起，每季度末还3500元，共3期",
            ["2026-12-31 3500.00", "2027-03-31 3500.00", "2027-06-30 3500.00"],
        ),
    ],
    ids=["first and later", "from one to another", "half a year", "twice a month", "quarters"],
)
def test_stages_and_other_rhythms(words: str, want: list[str]) -> None:
    assert told(words) == want


def test_sums_as_they_are_spoken() -> None:
    words = (
        "今年十二月二十号先还一千五，是卖玉米的钱。打明年一月起，",
        "每月二十号还六百，还五个月。",
    )
    assert told(*words) == ["2026-12-20 1500.00", *monthly("2027-01-20", 5, "600.00")]


def test_what_is_paid_of_a_sum_to_whom_is_not_paid_besides_it() -> None:
    assert told("2027年2月5日前，还1.2万（其中样例银行1万，示范小贷0.2万）") == [
        "2027-02-05 12000.00"
    ]


def test_what_is_earned_and_spent_after_a_rhythm_is_no_stage_of_it() -> None:
    plan = "从2026年12月15日开始，每月15日还款，分4期，每期还600元，总共2400元。"
    means = "我每月工资3800元，房租600、吃饭1100、公交100，开支2600元。"
    assert told(plan, means) == monthly("2026-12-15", 4, "600.00")


def test_the_sum_of_all_is_not_that_of_the_last_day() -> None:
    found = read(
        "我打算这样还：从2026年12月起，每月15号还660.00元，连续3个月，到2027年2月；",
        "最后一期2027年3月15日还693.90元，合计2,673.90元，用工资还。",
    )
    rows = [*monthly("2026-12-15", 3, "660.00"), "2027-03-15 693.90"]
    assert [f"{one.due} {one.paid:.2f}" for one in found.promises] == rows
    assert [figure.value for figure in found.total] == [Decimal("2673.90")]


def test_what_is_left_each_month_begins_no_plan() -> None:
    rows = ("每月支出合计1480元。每月剩720元。", "从2026年12月18日起每月18日还600元，还15个月，")
    last = "最后2028年3月18日还610元还清。"
    assert told(*rows, last) == [*monthly("2026-12-18", 15, "600.00"), "2028-03-18 610.00"]


def test_an_income_that_comes_every_month_is_promised_to_nobody() -> None:
    rows = ("从2026年12月25日开始，每个月25号还款，一共3期。前2期每期还605元，",)
    last = ("第3期2027年2月25日还608.40元。", "失业金每月1872元，能领到2028年8月。")
    assert told(*rows, *last) == [*monthly("2026-12-25", 2, "605.00"), "2027-02-25 608.40"]


def test_a_rhythm_that_ends_in_a_month_by_which_all_is_repaid() -> None:
    rows = ("我打算2026年12月起每月16日还1250元，40期，2030年3月还清，合计", "50000元。")
    assert told(*rows) == monthly("2026-12-16", 40, "1250.00")


def test_what_one_pays_for_treatment_is_no_plan() -> None:
    rows = ("我每月退休金3400元。每月用：吃饭900元，化疗吃药自付780元，", "共2300元，剩1100元。")
    last = "我从2026年12月开始每月22日还1000元，一共26个月，还到2029年1月。"
    assert told(*rows, last) == monthly("2026-12-22", 26, "1000.00")
