"""Two screens on one sheet: two bills, or one screen in two columns, and never a mixture."""

from __future__ import annotations

import pytest

from pipeline.extract.layout import tokens_of
from pipeline.store import Cache
from tests.sheets import (
    Sheet,
    drafted,
    instalments,
    outstanding,
    owed,
    statements,
    width_of,
)  # fmt: skip

SECOND, EDGE = 800, 640


def pairs(sheet: Sheet, x: int, y: int, step: int, *rows: tuple[str, str]) -> Sheet:
    """Labels at x with their values at the right edge of the screen, from y down."""
    for label, value in rows:
        sheet.at(x, y, label)
        if value:
            sheet.at(x + EDGE - width_of(value), y, value)
        y += step
    sheet.y = max(sheet.y, y)
    return sheet


HUABEI = (
    ("花呗", "账单"), ("待还总额", "3,144.12"), ("账单本金", "3,040.00"), ("分期手续费", "60.80"),
    ("逾期利息", "43.32"), ("最后还款日", "2026年10月10日"), ("数据截至", "2026-11-23"),
    ("重庆蚂蚁消费金融有限公司", ""),
)  # fmt: skip
JIEBEI = (
    ("借呗", "还款计划"), ("剩余待还总额", "5,225.23"), ("剩余本金", "5,000.00"),
    ("应还利息", "205.65"), ("应还罚息", "19.58"), ("数据截至", "2026-11-23"),
    ("借款日期", "2026-04-25"),
)  # fmt: skip


def two_screens() -> Sheet:
    sheet = pairs(Sheet(), 60, 100, 150, *HUABEI)
    return pairs(sheet, SECOND, 170, 137, *JIEBEI).gap(500).row("样本")


def test_two_products_on_one_sheet_are_two_bills(cache: Cache) -> None:
    first, second = statements([two_screens()], cache)
    assert (first.product, second.product) == ("花呗", "借呗")
    assert outstanding(first)["total"] == "3144.12 verified"
    assert outstanding(second) == {
        "principal": "5000.00 verified",
        "interest": "205.65 verified",
        "penalty": "19.58 verified",
        "total": "5225.23 verified",
    }


COLUMNS = (
    ("邮你贷", "借款详情"), ("剩余应还总额", "3,311.19"), ("剩余应还本金", "2,977.00"),
    ("应还利息", "296.39"), ("应还罚息", "37.80"), ("查询日期", "2026年11月21日"),
    ("第5期", "逾期44天"), ("应还本金", "980.13"), ("应还利息", "111.00"), ("逾期罚息", "29.11"),
    ("第6期", "逾期13天"), ("应还本金", "990.11"), ("应还利息", "101.02"), ("逾期罚息", "8.69"),
    ("第7期", "未到期"), ("应还日期", "2026/12/08"), ("应还本金", "1,006.73"),
    ("应还利息", "84.40"),
)  # fmt: skip
GOES_ON = (
    ("第8期", "未到期"), ("应还日期", "2027/01/08"), ("应还本金", "1,017.96"),
    ("应还利息", "73.17"),
    ("第9期", "未到期"), ("应还日期", "2027/02/08"), ("应还本金", "1,032.16"),
    ("应还利息", "58.97"),
)  # fmt: skip


def in_columns(*repeated: tuple[str, str]) -> Sheet:
    """One long screen in two columns; the second begins with `repeated`."""
    sheet = pairs(Sheet(), 60, 100, 90, *COLUMNS)
    return pairs(sheet, SECOND, 145, 97, *repeated, *GOES_ON).gap(300)


def test_a_screen_in_two_columns_is_one_bill_and_its_overlap_counts_once() -> None:
    sheet = in_columns(("应还本金", "1,006.73"), ("应还利息", "84.40"))
    assert [(row["index"], row["principal"], row["interest"]) for row in instalments(sheet)] == [
        ("5", "980.13", "111.00"), ("6", "990.11", "101.02"), ("7", "1006.73", "84.40"),
        ("8", "1017.96", "73.17"), ("9", "1032.16", "58.97"),
    ]  # fmt: skip
    assert owed(sheet)["principal"] == "2977.00"
    assert len(drafted(sheet).totals["principal"]) == 1


def test_what_the_first_column_does_not_end_with_is_not_left_out() -> None:
    sheet = in_columns(("应还本金", "1,006.78"), ("应还利息", "84.40"))
    assert [str(one.value) for one in drafted(sheet).totals["principal"]] == ["2977.00", "1006.78"]


@pytest.mark.parametrize("step", [90, 120])
def test_a_table_of_four_columns_is_no_two_screens(step: int) -> None:
    rows = (("剩余本金", "5,000.00"), ("应还利息", "205.65"), ("应还罚息", "19.58")) * 3
    others = (("合同金额", "8,000.00"), ("应还合计", "5,225.23"), ("账户余额", "12.00")) * 3
    sheet = pairs(Sheet(), 60, 100, step, *rows)
    pairs(sheet, SECOND, 100, step, *others).gap(900)
    assert {token.pane for token in tokens_of(sheet.row("样本").reading())} == {0}
