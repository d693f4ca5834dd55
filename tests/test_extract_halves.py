"""A screen that was scrolled: half a bill at its top; and what is overdue of a principal."""

from __future__ import annotations

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted, outstanding

MONTHS = {
    11: ("1,646.46", "1,580.10", "47.40", "18.96"),
    10: ("1,746.01", "1,620.10", "68.80", "57.11"),
    9: ("1,981.50", "1,786.20", "92.15", "103.15"),
}


def block(sheet: Sheet, month: int, head: bool = True) -> Sheet:
    total, principal, interest, penalty = MONTHS[month]
    if head:
        sheet.row(f"{month}月账单", total).row(f"最晚还款日 2026-{month:02}-10", "已逾期")
    sheet.rows(("消费本金", principal), ("利息", interest), ("逾期利息", penalty))
    return sheet.gap()


def first() -> Sheet:
    sheet = Sheet("a.png").rows("花呗待还", "全部待还(元)", "5,373.97").gap()
    sheet.rows("待还构成", ("本金", "4,986.40"), ("利息", "208.35"), ("逾期利息", "179.22")).gap()
    return block(sheet, 11).row("10月账单", "1,746.01").row("最晚还款日 2026-10-10", "已逾期")


def second(upper: int) -> Sheet:
    """The screen below, at whose top half a bill stands without its head."""
    sheet = block(Sheet("b.png").row("花呗待还"), upper, head=False)
    return block(block(sheet, 10), 9)


def test_half_a_bill_that_the_screen_before_shows_whole_is_no_sum_of_all(cache: Cache) -> None:
    [statement] = interpreted([first(), second(upper=11)], cache).statements
    assert outstanding(statement)["interest"] == "208.35 verified"
    assert [str(period.due) for period in statement.periods] == [
        "2026-09-10",
        "2026-10-10",
        "2026-11-10",
    ]
    assert not statement.needs_review


def test_parts_that_no_other_screen_shows_are_put_to_a_person(cache: Cache) -> None:
    MONTHS[12] = ("1,000.00", "900.00", "61.00", "39.00")
    found = interpreted([first(), second(upper=12)], cache).statements
    assert any(statement.needs_review for statement in found)


def test_what_is_overdue_of_a_principal_is_no_other_principal(cache: Cache) -> None:
    whole = Sheet("a.png").rows("度小满 借款详情", "当前全部欠款(元)", "7,778.24").gap()
    whole.rows(("剩余本金", "7,253.95"), ("其中 逾期本金", "4,054.22"))
    whole.rows(("其中 未到期本金", "3,199.73"), ("应还利息", "338.22"), ("应还罚息", "186.07"))
    rows = Sheet("b.png").rows("度小满 借款详情", "逾期账单（4期）").gap()
    rows.row("还款日", "本金", "利息", "罚息")
    rows.row("2026-08-08", "991.48", "106.63", "79.43")
    rows.row("2026-09-08", "1,006.05", "92.06", "57.68")
    rows.row("2026-10-08", "1,020.84", "77.27", "36.02")
    rows.row("2026-11-08", "1,035.85", "62.26", "12.94")
    rows.row("合计", "4,054.22", "338.22", "186.07")
    [statement] = interpreted([whole, rows], cache).statements
    assert outstanding(statement)["principal"] == "7253.95 verified"
    assert not statement.notes
