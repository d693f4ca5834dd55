"""Lists that begin with a row cut off by the screen, or that go on over several screens."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, drafted, grammar, instalments, outstanding, owed, statements


def plan(sheet: Sheet, numbers: range, penalty: str = "0.00") -> Sheet:
    """Cards of instalments of 1,000.00 and some interest, each a card with a gap under it."""
    for number in numbers:
        sheet.rows(
            (f"第{number}期 2027-{number:02}-16", "未到期"), ("应还本金", "1,000.00"),
            ("应还利息", f"{90 - number}.00"), ("应还罚息", penalty),
        ).gap()  # fmt: skip
    return sheet


@pytest.mark.parametrize(
    "cut",
    [[("应还利息", "152.44"), ("应还罚息", "0.00")], [("应还罚息", "0.00")]],
    ids=["two rows", "one row"],
)
def test_the_lower_half_of_a_card_at_the_top_is_of_no_instalment(
    cut: list[tuple[str, str]],
) -> None:
    sheet = plan(Sheet().rows("还款计划表", *cut).gap(), range(3, 7))
    found = instalments(sheet)
    assert [one["interest"] for one in found] == ["87.00", "86.00", "85.00", "84.00"]
    assert owed(sheet) == {}


def test_a_penalty_of_the_whole_over_a_list_stays() -> None:
    sheet = plan(Sheet().rows("还款计划表", ("应还罚息", "36.20")).gap(), range(3, 7), "9.05")
    assert owed(sheet) == {"penalty": "36.20"}


def test_a_row_cut_through_is_known_by_its_kinds() -> None:
    rows = [
        (f"第{n}/12期 2026-{n + 3:02}-12", "1,833.60元", f"含本金1,6{n}0.00 利息21{n}.00", "待还")
        for n in range(4, 8)
    ]
    sheet = Sheet().row("借据详情").row("百本金1,519.95 利忌253.65", "已还消")
    for head, total, parts, state in rows:
        sheet.rows((head, total), (parts, state))
    assert owed(sheet) == {}
    assert len(instalments(sheet)) == 4


def test_screens_that_go_on_with_a_list_make_the_whole(cache: Cache) -> None:
    home = Sheet("1.png").rows("中银E贷", "剩余应还总额(元)", "4,342.00").gap()
    second = plan(Sheet("2.png").row("还款计划表"), range(3, 6))
    third = Sheet("3.png").rows("还款计划表", ("应还利息", "85.00"), ("应还罚息", "0.00")).gap()
    [statement] = statements([home, second, plan(third, range(5, 7))], cache)
    assert outstanding(statement)["interest"].startswith("342.00")
    assert [period.index for period in statement.periods] == [3, 4, 5, 6]


CONTAINED = [
    ("第6期 2026.09.18", "1,494.73"), "已逾期67天", ("本金", "1,235.24"), ("利息", "178.80"),
    ("逾期罚息", "80.69"), ("第7期 2026.12.18", "1,414.04"), ("未到期", "含利息105.12"),
]  # fmt: skip


def test_what_is_left_beside_the_interest_contained_is_principal(cache: Cache) -> None:
    sheet = Sheet().rows("安逸花", "剩余待还总额(元)", "2,908.77", "还款计划", *CONTAINED)
    [statement] = statements([sheet], cache)
    assert [str(p.principal.value) for p in statement.periods if p.principal] == [
        "1235.24", "1308.92",
    ]  # fmt: skip
    assert outstanding(statement)["principal"].startswith("2544.16")


def test_a_fee_in_the_list_may_hide_in_what_is_left(cache: Cache) -> None:
    rows = [("第5期 2026.08.18", "1,424.04"), ("本金", "1,200.00"), ("利息", "204.04"),
            ("服务费", "20.00"), *CONTAINED]  # fmt: skip
    [statement] = statements([Sheet().rows("安逸花", "还款计划", *rows)], cache)
    assert statement.periods[-1].principal is None


def test_days_lead_the_parts_of_instalments_whose_numbers_are_not_read() -> None:
    sheet = Sheet().rows("还款计划", "剩余待还总额(元)", "2,371.80").gap()
    for month, state, parts in (
        ("08", "已还清", "本金658.66+利息96.89"),
        ("09", "逾期82天", "本金671.70+利息83.85+罚息54.53"),
        ("10", "逾期52天", "本金685.00+利息70.55+罚息35.26"),
        ("12", "待还款", "本金712.39+利息43.16"),
    ):
        sheet.rows(("¥755.55", state), f"2026/{month}/06 {parts}").gap()
    found = instalments(sheet)
    assert [(one["due"], one["status"], one["interest"]) for one in found] == [
        ("2026-08-06", "paid", "96.89"), ("2026-09-06", "overdue", "83.85"),
        ("2026-10-06", "overdue", "70.55"), ("2026-12-06", "due", "43.16"),
    ]  # fmt: skip


def test_orders_of_a_bill_on_its_next_screen_are_not_added(cache: Cache) -> None:
    first = Sheet("1.png").rows(
        "京东白条", ("11月待还", "12月待还", "全部待还"), "剩余待还(元)", "910.88",
        ("应还本金", "864.09"), ("分期服务费", "25.15"), ("违约金", "21.64"),
        ("小米手机 12期", "313.42"), "第8/12期 含服务费13.50",
    )  # fmt: skip
    second = Sheet("2.png").rows(
        "京东白条", ("海尔冰箱 24期", "153.81"), "第3/24期 含服务费8.02",
        ("运动鞋", "56.47"), "第2/6期 含服务费1.64",
    )  # fmt: skip
    [statement] = statements([first, second], cache)
    assert outstanding(statement)["fees"].startswith("25.15")
    assert outstanding(statement)["late_fees"].startswith("21.64")


def test_months_side_by_side_over_columns_stay_instalments() -> None:
    sheet = Sheet().rows("账单", ("9月账单", "10月账单"), ("320.50", "410.20"))
    assert len(drafted(sheet).periods) == 2


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("未还(逾期)", "overdue"), ("逾期已还", "paid"), ("待还(未到期)", "upcoming"),
        ("本期应还", ""), ("未还清单", ""),
    ],
)  # fmt: skip
def test_two_states_in_one_say_what_says_more(text: str, status: str) -> None:
    assert grammar().status(text) == status


def test_a_row_of_a_table_may_end_in_two_states() -> None:
    sheet = Sheet().rows(
        ("期次", "应还日期", "本金", "利息", "状态"),
        ("4", "2026-08-10", "5,952.03", "460.00", "未还(逾期)"),
        ("5", "2026-12-10", "6,041.31", "370.72", "待还(未到期)"),
    )
    assert [one["status"] for one in instalments(sheet)] == ["overdue", "upcoming"]


def test_a_figure_struck_through_may_run_into_the_one_that_holds(cache: Cache) -> None:
    sheet = Sheet().rows(
        "费用明细", ("应还本金", "8,123.45元"), ("应还利息", "964.20元"),
        ("逾期罚息", "88.3158.31元"), ("已减免", "30.00元"), ("合计", "9,145.96元"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["penalty"] == "58.31 verified"


def test_a_trial_is_one_behind_the_arrow_that_leads_back() -> None:
    sheet = (
        Sheet()
        .row("<", "提前结清试算")
        .rows(
            "若今日提前结清，预计需还(元)", "9,093.82", ("试算本金", "8,123.45"), ("罚息", "58.31")
        )
    )
    assert owed(sheet) == {}


def test_loans_that_begin_with_the_day_of_lending_are_told_apart() -> None:
    sheet = Sheet().row("放心借·借款记录")
    for day, total in (("2026年07月15日借款", "4,513.13"), ("2026年06月03日借款", "4,708.27")):
        sheet.rows((day, "已逾期72天"), ("5,000.00", total), ("借款本金(元)", "待还总额(元)")).gap()
    totals = [str(period.amounts["total"].value) for period in drafted(sheet).periods]
    assert totals == ["4513.13", "4708.27"]


LOAN = ("期数", "还款日", "本金", "利息", "罚息")


@pytest.mark.parametrize("total", ["5,569.40元", "6,000.00元"])
def test_loans_with_lists_of_their_own_on_one_page(total: str, cache: Cache) -> None:
    sheet = Sheet().rows("我的借款", "样本消费金融有限公司", ("待还总额", total)).gap()
    sheet.rows(
        ("借款一", "2026-03-01 借 6,000.00"), LOAN,
        ("7", "2026-10-01", "500.00", "31.20", "12.40"),
        ("8", "2026-11-01", "500.00", "26.10", "0.00"),
        ("9", "2026-12-01", "500.00", "20.80", "0.00"),
        ("借款二", "2026-05-10 借 10,000.00"), LOAN,
        ("5", "2026-10-10", "1,250.00", "88.00", "18.20"),
        ("6", "2026-11-10", "1,250.00", "70.10", "2.40"),
        ("7", "2026-12-10", "1,250.00", "50.20", "0.00"),
    )  # fmt: skip
    found = [outstanding(one)["interest"].split()[0] for one in statements([sheet], cache) if
             "interest" in outstanding(one)]  # fmt: skip
    assert sorted(found) == ["208.30", "78.10"]
    whole = [one for one in statements([sheet], cache) if "interest" not in outstanding(one)]
    assert len(whole) == (0 if total == "5,569.40元" else 1)


def test_a_sheet_over_a_list_says_what_is_overdue_and_the_list_the_rest(cache: Cache) -> None:
    head = ("期数", "本金", "利息", "罚息", "状态")
    rows = [
        ("4/12", "727.03", "83.60", "-", "已还清"),
        ("5/12", "735.88", "74.75", "34.44", "逾期78天"),
        ("6/12", "744.83", "65.80", "21.45", "逾期48天"),
        ("7/12", "753.89", "56.74", "-", "待还"),
    ]
    top = ("京东金条", "剩余应还总额", "¥2,487.78")
    plan_ = Sheet("1.png").rows(*top, head, *rows)
    sheet = (
        Sheet("2.png")
        .rows(*top, head, rows[0])
        .rows(
            "逾期应还明细",
            "¥1,677.15",
            ("逾期本金", "1,480.71"),
            ("逾期利息", "140.55"),
            ("罚息", "55.89"),
        )
    )
    [statement] = statements([plan_, sheet], cache)
    assert outstanding(statement)["interest"].startswith("197.29")
    assert outstanding(statement)["penalty"].startswith("55.89")
    assert outstanding(statement)["principal"].startswith("2234.60")


def test_how_many_were_paid_heads_no_list_of_what_was_paid() -> None:
    sheet = Sheet().rows("商品分期", ("已还期数", "2期/共6期"))
    for number in (3, 4):
        sheet.rows(f"{number}/6期 2026-{number + 5:02}-15", ("本金595.20 利息36.52", "631.72"))
    assert [one["interest"] for one in instalments(sheet)] == ["36.52", "36.52"]


def test_a_price_above_the_whole_is_not_what_is_left(cache: Cache) -> None:
    sheet = Sheet().rows("商品分期", "剩余应还", "¥1,263.44", ("商品金额", "¥3,799.00")).gap()
    for number in (5, 6):
        sheet.rows(f"{number}/6期 2026-{number + 5:02}-15", ("本金595.20 利息36.52", "631.72"))
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["principal"].startswith("1190.40")


def test_days_lead_rows_of_one_part_and_what_they_come_to() -> None:
    sheet = Sheet().row("还款计划")
    for month, state, interest in (
        ("08", "已还清", "74.40"),
        ("09", "逾期75天", "65.10"),
        ("10", "逾期45天", "54.00"),
        ("12", "待还", "36.00"),
    ):
        sheet.at(60, sheet.y, f"2026-{month}-12").at(400, sheet.y, "本金1,000.00")
        sheet.at(860, sheet.y, "1,098.85").gap(60)
        sheet.at(60, sheet.y, state).at(400, sheet.y, f"利息{interest}").gap(110)
    found = instalments(sheet)
    assert [(one["due"], one["status"], one["interest"]) for one in found] == [
        ("2026-08-12", "paid", "74.40"),
        ("2026-09-12", "overdue", "65.10"),
        ("2026-10-12", "overdue", "54.00"),
        ("2026-12-12", "due", "36.00"),
    ]


def test_a_charge_on_what_was_left_of_the_last_bill_is_owed() -> None:
    sheet = Sheet().rows("花呗", "剩余应还(元)", "1,928.31", ("消费本金", "1,863.40"))
    sheet.rows(("分期手续费", "21.50"), ("上期未还部分利息", "27.16"), ("逾期利息", "16.25"))
    assert owed(sheet)["interest"] == "27.16"
    assert owed(sheet)["principal"] == "1863.40"


def test_a_charge_that_its_words_set_aside_is_asked_about(cache: Cache) -> None:
    rows = [("剩余应还", "5,110.00"), ("本金", "5,000.00"), ("上期利息", "60.00")]
    [statement] = statements([Sheet().rows("样本消费金融有限公司", *rows)], cache)
    assert statement.needs_review
