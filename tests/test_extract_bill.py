"""Hand-made bill pages: every way that screens put labels, amounts and instalments on a page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.sheets import SIZE, Sheet, drafted, instalments, owed

CARD = {"principal": "1000.00", "interest": "12.30", "penalty": "4.50"}


def label_left() -> Sheet:
    return Sheet().rows(("本金", "¥1,000.00"), ("利息", "¥12.30"), ("罚息", "¥4.50"))


def label_and_value_in_one_line() -> Sheet:
    return Sheet().rows("本金：1,000.00元", "利息：12.30元", "罚息：4.50元")


def labels_listed_before_their_values() -> Sheet:
    return Sheet().row("本金 / 利息", "1,000.00 / 12.30").row("罚息", "4.50")


def label_over_value() -> Sheet:
    sheet = Sheet()
    for label, value in (("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50")):
        sheet.row(label, step=55).row(value, step=140)
    return sheet


def value_over_label() -> Sheet:
    sheet = Sheet()
    for label, value in (("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50")):
        sheet.row(value, step=55).row(label, step=140)
    return sheet


def three_columns_label_over_value() -> Sheet:
    return Sheet().row("本金", "利息", "罚息", step=55).row("1,000.00", "12.30", "4.50")


def three_columns_value_over_label() -> Sheet:
    return Sheet().row("1,000.00", "12.30", "4.50", step=55).row("本金", "利息", "罚息")


def two_columns_of_cards() -> Sheet:
    sheet = Sheet()
    left, right = 60, 600
    sheet.at(left, 100, "本金").at(right, 100, "利息")
    sheet.at(left, 155, "1,000.00").at(right, 155, "12.30")
    sheet.at(left, 300, "罚息").at(right, 300, "可用额度")
    sheet.at(left, 355, "4.50").at(right, 355, "20,000.00")
    return sheet


def sign_apart_from_value() -> Sheet:
    sheet = Sheet()
    rows = (("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))
    for number, (label, value) in enumerate(rows):
        y = 100 + 90 * number
        sheet.at(60, y, label).at(700, y, "¥", 30).at(740, y, value)
    return sheet


def in_sentences() -> Sheet:
    return Sheet().rows("截至2026-11-01，您的借款本金余额1,000.00元，", "利息12.30元，罚息4.50元。")


def sums_in_a_line() -> Sheet:
    return Sheet().rows("本金1,000.00+利息12.30+罚息4.50")


def traditional() -> Sheet:
    return Sheet().rows(("應還本金", "1,000.00"), ("利息", "12.30"), ("罰息", "4.50"))


def large_font() -> Sheet:
    sheet = Sheet()
    rows = (("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))
    for number, (label, value) in enumerate(rows):
        sheet.at(60, 100 + 170 * number, label, 80).at(640, 100 + 170 * number, value, 80)
    return sheet


LAYOUTS = (
    label_left,
    label_and_value_in_one_line,
    labels_listed_before_their_values,
    label_over_value,
    value_over_label,
    three_columns_label_over_value,
    three_columns_value_over_label,
    two_columns_of_cards,
    sign_apart_from_value,
    in_sentences,
    sums_in_a_line,
    traditional,
    large_font,
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_parts_are_found_in_every_layout(layout: type[Sheet]) -> None:
    assert owed(layout()) == CARD


@pytest.mark.parametrize("slant", [0.01, -0.02, 0.04], ids=["a little", "left", "much"])
def test_a_slanting_photo_reads_like_a_level_one(slant: float) -> None:
    sheet = label_left().rows(("手续费", "1.00"), ("违约金", "2.00"), ("待还总额", "1,019.80"))
    for place, one in enumerate(sheet.lines):
        x0, y0, x1, y1 = one.box.as_list()
        up = [round(slant * x) for x in (x0, x1)]
        quad = (x0, y0 + up[0], x1, y0 + up[1], x1, y1 + up[1], x0, y1 + up[0])
        box = {"x0": x0, "y0": y0 + min(up), "x1": x1, "y1": y1 + max(up)}
        box["y0"], quad = max(box["y0"], 0), tuple(max(value, 0) for value in quad)
        sheet.lines[place] = one.model_copy(
            update={"quad": quad, "box": one.box.model_copy(update=box)}
        )
    assert owed(sheet) == {**CARD, "fees": "1.00", "late_fees": "2.00", "total": "1019.80"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("已还利息", "99.00"), id="paid"),
        pytest.param(("已减免罚息", "99.00"), id="waived"),
        pytest.param(("预计利息", "99.00"), id="projected"),
        pytest.param(("总额度", "20,000.00"), id="limit"),
        pytest.param(("最低应还", "100.00"), id="minimum"),
        pytest.param(("未出账单", "99.00"), id="not billed yet"),
        pytest.param(("如逾期将产生罚息", "99.00"), id="would be"),
        pytest.param("若未按时还款，每日将产生罚息99.00元", id="sentence that would be"),
        pytest.param("日费用1元起", id="so much a day"),
        pytest.param("订单号 20261101220014561234567890", id="order number"),
        pytest.param("客服电话 95188", id="telephone"),
        pytest.param("09:41 85%", id="clock and battery"),
        pytest.param("最高可借50,000.00元", id="advertisement"),
    ],
)
def test_distractors_are_never_owed(row: str | tuple[str, str]) -> None:
    assert owed(label_left().rows(row)) == CARD


def test_what_was_paid_and_waived_is_kept_apart() -> None:
    draft = drafted(label_left().rows(("已还利息", "99.00"), ("已减免罚息", "7.00")))
    assert {name: stated.value for name, stated in draft.paid.items()} == {
        "interest": Decimal("99.00")
    }
    assert draft.waived == Decimal("7.00")


def test_a_dash_states_nothing_and_a_zero_states_zero() -> None:
    assert owed(Sheet().rows(("利息", "0.00"), ("罚息", "--"))) == {"interest": "0.00"}


def test_the_whole_goes_before_a_period() -> None:
    sheet = Sheet().rows(("本期应还", "500.00"), ("剩余待还", "3,000.00"), ("下月待还", "400.00"))
    assert owed(sheet)["total"] == "3000.00"


def test_foreign_money_is_noticed_and_left_out() -> None:
    draft = drafted(Sheet().rows(("本期应还金额", "¥100.00"), ("利息", "USD 5.00")))
    assert draft.foreign
    assert "interest" not in draft.totals


def test_amounts_that_ran_together_are_noticed() -> None:
    assert drafted(label_left().rows("1525.041525.04")).garbled == 1


@pytest.mark.parametrize(
    ("rows", "name", "expected"),
    [
        ((("逾期天数", "34天"),), "overdue_days", 34),
        (("您已逾期34天，请尽快还款",), "overdue_days", 34),
        ((("逾期天数（天）", "34"),), "overdue_days", 34),
        (("日利率0.05%",), "daily_rate", Decimal("0.0005")),
        ((("年利率（单利）", "18.25%"),), "annual_rate", Decimal("0.1825")),
        ((("最晚还款日", "2026-09-10"),), "due", date(2026, 9, 10)),
        ((("账单日", "2026-08-20"),), "statement_day", date(2026, 8, 20)),
        (("数据截至2026年11月01日",), "as_of", date(2026, 11, 1)),
        ((("查询时间", "2026-11-01 09:30:12"),), "as_of", date(2026, 11, 1)),
    ],
    ids=[
        "days right", "days in a sentence", "bare days", "daily rate", "annual rate", "due day",
        "statement day", "as of", "query time",
    ],
)  # fmt: skip
def test_dates_days_and_rates(rows: tuple[str, ...], name: str, expected: object) -> None:
    assert getattr(drafted(label_left().rows(*rows)), name) == expected


def test_a_statement_day_is_not_the_due_day() -> None:
    draft = drafted(Sheet().rows(("账单日", "2026-08-20"), ("到期还款日", "2026-09-10")))
    assert (draft.statement_day, draft.due) == (date(2026, 8, 20), date(2026, 9, 10))


THREE = [
    {"index": "1", "status": "paid", "principal": "100.00", "interest": "5.00", "penalty": "0.00"},
    {
        "index": "2",
        "status": "overdue",
        "principal": "101.00",
        "interest": "4.00",
        "penalty": "1.20",
    },
    {"index": "3", "status": "due", "principal": "102.00", "interest": "3.00"},
]


def table_down() -> Sheet:
    return Sheet().rows(
        ("期数", "应还本金", "利息", "罚息", "状态"),
        ("第1期", "100.00", "5.00", "0.00", "已还清"),
        ("第2期", "101.00", "4.00", "1.20", "已逾期"),
        ("第3期", "102.00", "3.00", "--", "待还款"),
    )


def table_with_bare_numbers() -> Sheet:
    return Sheet().rows(
        ("期数", "应还本金", "利息", "罚息", "状态"),
        ("1", "100.00", "5.00", "0.00", "已还清"),
        ("2", "101.00", "4.00", "1.20", "已逾期"),
        ("3", "102.00", "3.00", "--", "待还款"),
    )


def blocks_down() -> Sheet:
    sheet = Sheet()
    for title, status, parts in (
        ("第1/3期", "已还清", ("100.00", "5.00", "0.00")),
        ("第2/3期", "已逾期", ("101.00", "4.00", "1.20")),
        ("第3/3期", "待还款", ("102.00", "3.00", "--")),
    ):
        sheet.row(title, status)
        for label, value in zip(("本金", "利息", "罚息"), parts, strict=True):
            sheet.row(label, value)
        sheet.gap(60)
    return sheet


def details_in_a_line() -> Sheet:
    sheet = Sheet()
    for title, status, text in (
        ("第1期", "已还清", "本金100.00 利息5.00 罚息0.00"),
        ("第2期", "已逾期", "本金101.00 利息4.00 罚息1.20"),
        ("第3期", "待还款", "本金102.00 利息3.00"),
    ):
        sheet.row(title, status, step=70).row(text, step=120)
    return sheet


@pytest.mark.parametrize(
    "layout",
    [table_down, table_with_bare_numbers, blocks_down, details_in_a_line],
    ids=lambda layout: layout.__name__,
)
def test_instalments_are_found_in_every_layout(layout: type[Sheet]) -> None:
    assert instalments(layout()) == THREE


def test_instalments_across_the_page() -> None:
    sheet = Sheet().rows(
        ("项目", "第1期", "第2期", "第3期"),
        ("应还本金", "100.00", "101.00", "102.00"),
        ("利息", "5.00", "4.00", "3.00"),
    )
    rows = [{key: one[key] for key in ("index", "principal", "interest")} for one in THREE]
    assert instalments(sheet) == rows


def test_due_days_of_a_table() -> None:
    sheet = Sheet().rows(
        ("期次", "还款日", "应还本金", "利息"),
        ("1", "2026-09-10", "100.00", "5.00"),
        ("2", "2026-10-10", "101.00", "4.00"),
    )
    assert [one["due"] for one in instalments(sheet)] == ["2026-09-10", "2026-10-10"]


def test_a_table_of_days_has_instalments_without_numbers() -> None:
    sheet = Sheet().rows(
        ("还款日", "应还本金", "利息"),
        ("2026-09-10", "100.00", "5.00"),
        ("2026-10-10", "101.00", "4.00"),
    )
    assert [(one["index"], one["due"]) for one in instalments(sheet)] == [
        ("None", "2026-09-10"),
        ("None", "2026-10-10"),
    ]


def test_totals_above_and_below_a_table_are_of_the_whole() -> None:
    sheet = Sheet().rows(("待还总额", "¥315.20")).gap(60)
    sheet.lines += table_down_at(sheet.y).lines
    assert owed(sheet)["total"] == "315.20"
    assert [one["index"] for one in instalments(sheet)] == ["1", "2", "3"]


def table_down_at(y: int) -> Sheet:
    sheet = Sheet(y=y)
    return sheet.rows(
        ("期数", "应还本金", "利息", "罚息", "状态"),
        ("第1期", "100.00", "5.00", "0.00", "已还清"),
        ("第2期", "101.00", "4.00", "1.20", "已逾期"),
        ("第3期", "102.00", "3.00", "--", "待还款"),
    )


def test_the_sum_row_of_a_table_is_no_instalment() -> None:
    sheet = table_down().rows(("合计", "303.00", "12.00", "1.20", ""))
    assert [one["index"] for one in instalments(sheet)] == ["1", "2", "3"]


@pytest.mark.parametrize("heading", ["还款记录", "提前结清试算", "优惠明细", "额度信息"])
def test_what_stands_under_such_a_heading_is_not_owed(heading: str) -> None:
    sheet = label_left().gap().rows(heading, ("本息", "88.00"), ("合计", "88.00"))
    assert owed(sheet) == CARD


def test_charges_in_a_list_of_transactions_are_part_of_the_bill() -> None:
    sheet = Sheet().rows(("本期应还金额", "533.18"), "消费明细", ("循环利息", "33.18"))
    assert owed(sheet) == {"total": "533.18", "interest": "33.18"}


def test_evidence_points_at_the_amount_itself() -> None:
    [stated] = drafted(Sheet().row("利息：12.30元")).totals["interest"]
    box = stated.token.box()
    assert stated.label == "利息"
    assert box.x0 >= 60 + 2 * SIZE
    assert box.y1 - box.y0 <= SIZE + 2


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("本月账单已出", "点击查看"), id="words"),
        pytest.param(("账户余额", "500.00"), id="money in an account"),
        pytest.param(("商品合计", "12.50"), id="shopping"),
        pytest.param(("积分", "1200"), id="points"),
    ],
)
def test_pages_that_state_no_debt(rows: tuple[str, str]) -> None:
    found = owed(Sheet().rows(rows))
    assert "interest" not in found
    assert "principal" not in found


def test_a_count_of_paid_instalments_is_no_status() -> None:
    sheet = Sheet().rows(
        ("第1/2期", "¥500.00"), ("2026-11-08", "已还"), ("含本金 ¥490.00", "利息 ¥10.00"),
        ("第2/2期", "¥505.00"), ("2026-12-08", "待还款"), ("含本金 ¥490.00", "利息 ¥15.00"),
        "已还3期",
    )  # fmt: skip
    assert [period.status for period in drafted(sheet).periods] == ["paid", "due"]


def test_an_amount_cut_at_its_point_is_doubted() -> None:
    sheet = Sheet().rows(("本金", "¥1,000.00"), ("利息", "¥4."))
    [interest] = drafted(sheet).totals["interest"]
    assert interest.reason


def test_a_misread_point_of_full_width_digits_is_a_point() -> None:
    assert owed(Sheet().rows(("本金", "￥３００·００"), ("利息", "￥４·６５"))) == {
        "principal": "300.00",
        "interest": "4.65",
    }


def test_instalments_that_lack_a_stated_part_leave_doubt() -> None:
    sheet = Sheet().rows(
        ("第1/2期", "¥500.00"), ("2026-11-08", "已逾期"), ("含本金 ¥490.00", "利息 ¥10.00"),
        ("第2/2期", "¥505.00"), ("2026-12-08", "待还款"), ("含本金 ¥490.00", "x15.00"),
    )  # fmt: skip
    assert instalments(sheet)[1].get("interest") is None


def test_the_wordless_row_of_a_card_statement_is_known_by_its_minimum() -> None:
    row = ("2026/10/18-2026/11/18", "30,000.00", "22,418.72", "2,241.87", "2026/12/08")
    draft = drafted(Sheet().row(*row))
    assert draft.totals["total"][0].value == Decimal("22418.72")
    assert (draft.statement_day, draft.due) == (date(2026, 11, 18), date(2026, 12, 8))
