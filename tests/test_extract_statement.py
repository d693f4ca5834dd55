"""Bill pages → statements: two readers, a page's arithmetic, pages joined, each period once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.extract.settle import digits_of
from pipeline.store import Cache
from schemas.evidence import Status
from schemas.source import PageRef
from schemas.statement import PeriodStatus, Statement
from tests.sheets import SECOND, Sheet, interpreted, outstanding, statements


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def only(sheets: Sequence[Sheet], cache: Cache, **more: object) -> Statement:
    [statement] = statements(sheets, cache, **more)
    return statement


def jiebei(path: str = "a.png", day: str = "2026-11-01", **more: int) -> Sheet:
    return Sheet(path, captured=day, **more).row("借呗")


def table(sheet: Sheet, *rows: Sequence[str]) -> Sheet:
    return sheet.rows(("期数", "应还本金", "利息", "罚息", "状态"), *rows)


# --- two readers and the page's arithmetic --------------------------------------------------------


CLOSED = (("待还总额", "1,016.80"), ("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))
OPEN = (("待还总额", "1,916.80"), ("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))
ALONE = (("利息", "12.30"), ("罚息", "4.50"))


def test_agreed_and_closed_is_verified(cache: Cache) -> None:
    statement = only([jiebei().rows(*CLOSED)], cache)
    assert {amount.status for _, amount in statement.outstanding.stated()} == {Status.VERIFIED}
    assert [(sum_.kind, sum_.closes) for sum_ in statement.arithmetic] == [("total", True)]
    assert not statement.needs_review


def test_agreed_without_arithmetic_is_read(cache: Cache) -> None:
    statement = only([jiebei().rows(*ALONE)], cache)
    assert outstanding(statement) == {"interest": "12.30 read", "penalty": "4.50 read"}
    assert not statement.needs_review


def test_agreed_but_open_is_doubtful(cache: Cache) -> None:
    statement = only([jiebei().rows(*OPEN)], cache)
    assert {amount.status for _, amount in statement.outstanding.stated()} == {Status.DOUBTFUL}
    assert statement.needs_review


@pytest.mark.parametrize("rows", [CLOSED, ALONE], ids=["closed", "alone"])
@pytest.mark.parametrize("second", ["42.30", "1280", "12.80", "2.30"])
def test_readers_who_differ_make_a_doubt(
    rows: Sequence[Sequence[str]], second: str, cache: Cache
) -> None:
    statement = only([jiebei().rows(*rows)], cache, says={"12.30": second})
    interest = statement.outstanding.interest
    assert interest is not None
    assert (interest.value, interest.status) == (Decimal("12.30"), Status.DOUBTFUL)
    assert statement.needs_review


@pytest.mark.parametrize("second", ["", "2", "30", "1230"])
def test_a_figure_or_a_point_that_the_second_reader_lost_stands_by_an_exact_sum_alone(
    second: str, cache: Cache
) -> None:
    said = {"12.30": second}
    assert outstanding(only([jiebei().rows(*CLOSED)], cache, says=said))["interest"] == "12.30 read"
    alone = only([jiebei().rows(*ALONE)], cache, says=said)
    assert outstanding(alone)["interest"] == "12.30 doubtful"
    unsure = jiebei().rows(*CLOSED[:2]).row(*CLOSED[2], sure=0.8).row(*CLOSED[3])
    assert outstanding(only([unsure], cache, says=said))["interest"] == "12.30 doubtful"


def test_parts_of_one_loan_do_not_pass_for_the_whole_that_the_page_states(cache: Cache) -> None:
    rows = (("全部待还", "3,063.30"), *CLOSED[1:], ("小计", "1,016.80"))
    statement = only([jiebei().rows(*rows)], cache)
    assert [(done.where, done.closes) for done in statement.arithmetic] == [
        ("小计", True), ("全部待还", False),
    ]  # fmt: skip


@pytest.mark.parametrize("second", ["12.30", "12.3", "12.300", ",12.30", "12,30", "12.30."])
def test_spellings_of_the_same_number_agree(second: str, cache: Cache) -> None:
    statement = only([jiebei().rows(*CLOSED)], cache, says={"12.30": second})
    assert outstanding(statement)["interest"] == "12.30 verified"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.56", "1234.56"),
        ("1.234.56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1,234", "1234"),
        ("12", "12"),
        ("", None),
        ("-", None),
    ],
    ids=["commas", "points", "decimal comma", "thousands", "whole", "nothing", "dash"],
)
def test_what_the_second_reader_says_as_a_number(text: str, number: str | None) -> None:
    assert digits_of(text) == (Decimal(number) if number else None)


def test_an_unsure_first_reader_makes_a_doubt(cache: Cache) -> None:
    statement = only([jiebei().row("利息", "12.30", sure=0.4)], cache)
    assert outstanding(statement) == {"interest": "12.30 doubtful"}


def test_an_odd_separator_makes_a_doubt_unless_the_sum_closes(cache: Cache) -> None:
    alone = only([jiebei().row("利息", "1.234.56")], cache)
    assert outstanding(alone) == {"interest": "1234.56 doubtful"}
    closed = (("剩余待还", "6,234.56"), ("本金", "5,000.00"), ("利息", "1.234.56"))
    summed = only([jiebei().rows(*closed)], cache)
    assert outstanding(summed)["interest"] == "1234.56 verified"


def test_both_readings_are_kept_with_the_amount(cache: Cache) -> None:
    statement = only([jiebei().rows(*ALONE)], cache, says={"12.30": "42.30"})
    assert statement.outstanding.interest is not None
    readings = statement.outstanding.interest.readings
    assert [(one.engine, one.text) for one in readings] == [
        ("first reader", "12.30"),
        (SECOND, "42.30"),
    ]


def test_what_was_waived_or_paid_may_stand_between_parts_and_total(cache: Cache) -> None:
    rows = (("剩余待还", "1,012.30"), ("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))
    statement = only([jiebei().rows(*rows, ("已减免罚息", "4.50"))], cache)
    assert outstanding(statement)["interest"] == "12.30 verified"


def test_a_penalty_that_its_formula_gives_is_verified(cache: Cache) -> None:
    sheet = jiebei().rows(
        ("逾期本金", "1,000.00"), ("罚息", "15.00"), ("日利率", "0.05%"), "已逾期20天"
    )
    statement = only([sheet], cache)
    assert outstanding(statement)["penalty"] == "15.00 verified"
    assert [done.shape for done in statement.arithmetic] == ["逾期本金×日利率×1.5×天数"]


def test_a_negative_amount_makes_a_doubt(cache: Cache) -> None:
    statement = only([jiebei().row("利息", "-12.30")], cache)
    assert outstanding(statement) == {"interest": "-12.30 doubtful"}


def test_a_zero_is_stated_and_a_dash_is_not(cache: Cache) -> None:
    statement = only([jiebei().rows(("利息", "0.00"), ("罚息", "--"))], cache)
    assert statement.outstanding.interest is not None
    assert statement.outstanding.penalty is None


def test_digits_that_ran_together_want_a_look(cache: Cache) -> None:
    statement = only([jiebei().rows(*CLOSED, "1525.041525.04")], cache)
    assert statement.needs_review
    assert statement.notes


def test_foreign_money_is_noted_and_never_counted(cache: Cache) -> None:
    statement = only([jiebei().rows(*CLOSED, ("罚息", "USD 9.00"))], cache)
    assert outstanding(statement)["penalty"] == "4.50 verified"
    assert any("外币" in note for note in statement.notes)


# --- what is outstanding of a list of instalments -------------------------------------------------

PAID = ("第1期", "100.00", "5.00", "0.00", "已还清")
LATE = ("第2期", "101.00", "4.00", "1.20", "已逾期")
NEXT = ("第3期", "102.00", "3.00", "--", "待还款")
LAST = ("第4期", "103.00", "2.00", "--", "未到期")


def test_outstanding_is_the_sum_of_the_unpaid_periods(cache: Cache) -> None:
    statement = only([table(jiebei(), PAID, LATE, NEXT, LAST)], cache)
    assert outstanding(statement) == {
        "principal": "306.00 verified",
        "interest": "9.00 verified",
        "penalty": "1.20 read",
    }


def test_periods_keep_their_status(cache: Cache) -> None:
    statement = only([table(jiebei(), PAID, LATE, NEXT, LAST)], cache)
    assert [period.status for period in statement.periods] == [
        PeriodStatus.PAID,
        PeriodStatus.OVERDUE,
        PeriodStatus.DUE,
        PeriodStatus.UPCOMING,
    ]


def test_a_stated_whole_confirms_the_periods(cache: Cache) -> None:
    sheet = table(jiebei().row("剩余应还利息", "9.00").gap(), PAID, LATE, NEXT, LAST)
    assert outstanding(only([sheet], cache))["interest"] == "9.00 verified"


def test_one_period_stated_first_is_not_the_whole(cache: Cache) -> None:
    sheet = table(jiebei().row("本期应还利息", "4.00").gap(), PAID, LATE, NEXT, LAST)
    assert outstanding(only([sheet], cache))["interest"].startswith("9.00")


def test_a_doubtful_period_makes_the_sum_doubtful(cache: Cache) -> None:
    statement = only([table(jiebei(), LATE, NEXT)], cache, says={"3.00": "8.00"})
    assert outstanding(statement)["interest"] == "7.00 doubtful"


def test_a_screen_about_one_period_states_that_period(cache: Cache) -> None:
    statement = only([jiebei().rows(("本期应还", "112.30"), ("本期应还利息", "12.30"))], cache)
    assert statement.scope == "period"
    assert outstanding(statement)["interest"] == "12.30 read"


# --- pages of one debt joined ---------------------------------------------------------------------


def test_periods_seen_in_two_screenshots_count_once(cache: Cache) -> None:
    first = table(jiebei("a.png"), PAID, LATE, NEXT)
    second = table(jiebei("b.png"), LATE, NEXT, LAST)
    statement = only([first, second], cache)
    assert [period.index for period in statement.periods] == [1, 2, 3, 4]
    assert outstanding(statement)["interest"] == "9.00 verified"  # Equal payments of 105.00.
    assert statement.pages == (PageRef(path="a.png", page=1), PageRef(path="b.png", page=1))


def test_a_total_seen_in_two_screenshots_counts_once(cache: Cache) -> None:
    pages = [jiebei("a.png").rows(*CLOSED), jiebei("b.png").rows(*CLOSED)]
    assert outstanding(only(pages, cache))["interest"] == "12.30 verified"


PRINTED = "截至2026-11-01"
OTHER_NEXT = ("第3期", "102.00", "8.00", "--", "待还款")


def test_periods_that_contradict_each_other_on_one_day_are_a_doubt(cache: Cache) -> None:
    first = table(jiebei("a.png").row(PRINTED), LATE, NEXT)
    second = table(jiebei("b.png").row(PRINTED), OTHER_NEXT, LAST)
    statement = only([first, second], cache)
    assert outstanding(statement)["interest"].endswith("doubtful")
    assert any("第3期" in note for note in statement.notes)
    assert statement.needs_review


def test_totals_that_contradict_each_other_on_one_day_are_a_doubt(cache: Cache) -> None:
    pages = [
        jiebei("a.png").rows(PRINTED, ("利息", "12.30")),
        jiebei("b.png").rows(PRINTED, ("利息", "13.30")),
    ]
    statement = only(pages, cache)
    assert outstanding(statement)["interest"].endswith("doubtful")
    assert statement.needs_review


def month(path: str, title: str, due: str, *rows: tuple[str, str]) -> Sheet:
    sheet = Sheet(path, captured="2026-11-24").rows("花呗", title, ("应还款日", due))
    return sheet.rows(*rows, ("查询时间", "2026-11-24"))


OCTOBER = (("剩余应还", "1,073.90"), ("应还本金", "1,000.00"), ("逾期利息", "73.90"))
NOVEMBER = (("剩余应还", "520.40"), ("应还本金", "500.00"), ("逾期利息", "20.40"))
BOTH = Sheet("c.png", captured="2026-11-24").rows(
    "花呗", ("全部待还", "1,594.30"), ("查询时间", "2026-11-24")
)


@pytest.mark.parametrize("titles", [("10月账单详情", "11月账单详情"), ("账单详情", "账单详情")])
def test_bills_of_single_months_are_parts_of_one_debt(
    titles: tuple[str, str], cache: Cache
) -> None:
    first = month("a.png", titles[0], "2026-10-10", *OCTOBER)
    second = month("b.png", titles[1], "2026-11-10", *NOVEMBER)
    statement = only([BOTH, first, second], cache)
    assert outstanding(statement) == {
        "principal": "1500.00 verified", "penalty": "94.30 verified", "total": "1594.30 verified",
    }  # fmt: skip
    assert [period.due for period in statement.periods] == [date(2026, 10, 10), date(2026, 11, 10)]
    assert not statement.needs_review


def test_a_bill_of_one_month_shown_twice_counts_once(cache: Cache) -> None:
    pages = [
        month("a.png", "10月账单", "2026-10-10", *OCTOBER),
        month("b.png", "11月账单", "2026-11-10", *NOVEMBER),
        month("c.png", "10月账单", "2026-10-10", *OCTOBER),
    ]
    assert outstanding(only(pages, cache))["penalty"].startswith("94.30 ")


def test_two_unnamed_bills_that_no_sum_joins_still_contradict_each_other(cache: Cache) -> None:
    first = month("a.png", "账单详情", "2026-10-10", *OCTOBER)
    second = month("b.png", "账单详情", "2026-11-10", *NOVEMBER)
    assert only([first, second], cache).needs_review


def test_screens_of_two_days_are_two_statements(cache: Cache) -> None:
    older = jiebei("a.png").rows("截至2026-10-01", *ALONE)
    newer = jiebei("b.png").rows("截至2026-11-01", *ALONE)
    found = statements([older, newer], cache)
    assert [statement.as_of for statement in found] == [date(2026, 10, 1), date(2026, 11, 1)]


def test_two_products_are_two_statements(cache: Cache) -> None:
    pages = [Sheet("a.png").rows("花呗", *ALONE), Sheet("b.png").rows("借呗", *ALONE)]
    found = statements(pages, cache)
    assert [statement.product_id for statement in found] == ["huabei", "jiebei"]
    assert [statement.id for statement in found] == ["s1", "s2"]


def test_two_holders_are_two_statements(cache: Cache) -> None:
    pages = [
        jiebei("a.png").rows("借款人：张样本", *ALONE),
        jiebei("b.png").rows("借款人：李样例", *ALONE),
    ]
    found = statements(pages, cache)
    assert [one.holder.value for one in found if one.holder] == ["张样本", "李样例"]


def test_an_undated_page_joins_the_only_dated_one(cache: Cache) -> None:
    dated = table(jiebei("a.png").row("截至2026-11-01"), LATE, NEXT)
    undated = table(jiebei("b.png", day=""), LAST)
    statement = only([dated, undated], cache)
    assert [period.index for period in statement.periods] == [2, 3, 4]


def test_an_undated_page_that_contradicts_the_dated_one_stands_alone(cache: Cache) -> None:
    pages = [
        jiebei("a.png").rows(PRINTED, ("利息", "12.30")),
        jiebei("b.png", day="").row("利息", "13.30"),
    ]
    assert [outstanding(one)["interest"] for one in statements(pages, cache)] == [
        "12.30 read",
        "13.30 read",
    ]


def test_an_undated_page_of_another_month_stands_alone(cache: Cache) -> None:
    pages = [
        jiebei("a.png").rows(PRINTED, *ALONE),
        jiebei("b.png", day="2026-09-01").rows(*ALONE),
    ]
    assert len(statements(pages, cache)) == 2


def test_files_read_on_their_own_are_never_joined(cache: Cache) -> None:
    pages = [table(jiebei("a.png"), LATE), table(jiebei("b.png"), NEXT)]
    assert len(statements(pages, cache, apart=True)) == 2


def test_a_copy_states_nothing(cache: Cache) -> None:
    pages = [jiebei("a.png").rows(*ALONE), jiebei("b.png").row("利息", "99.00")]
    copies = [(PageRef(path="b.png", page=1), PageRef(path="a.png", page=1))]
    statement = only(pages, cache, copies=copies)
    assert outstanding(statement)["interest"] == "12.30 read"
    assert statement.pages == (PageRef(path="a.png", page=1),)


def test_a_page_that_states_nothing_makes_no_statement(cache: Cache) -> None:
    found = interpreted([Sheet().rows("花呗", ("总额度", "20,000.00"))], cache)
    assert found.statements == ()


def test_every_amount_points_at_the_page_that_shows_it(cache: Cache) -> None:
    pages = [table(jiebei("a.png"), LATE), table(jiebei("b.png"), NEXT)]
    statement = only(pages, cache)
    shown = {
        period.index: period.interest.evidence.path
        for period in statement.periods
        if period.interest
    }
    assert shown == {2: "a.png", 3: "b.png"}


TWO_CARDS = [
    Sheet(path).rows(
        "招商银行信用卡账单", f"卡号尾号{tail}", ("本期应还金额", "512.30"), ("利息", interest)
    )
    for path, tail, interest in (("a.png", "1234", "12.30"), ("b.png", "5678", "7.70"))
]


def test_two_cards_of_one_bank_are_told_apart_by_their_tails(cache: Cache) -> None:
    found = statements(TWO_CARDS, cache)
    assert [statement.account for statement in found] == ["1234", "5678"]


def test_parts_that_are_more_than_the_whole_are_put_to_a_person(cache: Cache) -> None:
    sheet = Sheet().rows(
        "借呗", ("待还总额", "900.00"), ("1/2期", ""), ("本金", "790.00"), ("利息", "10.00"),
        ("2/2期", ""), ("本金", "792.00"), ("利息", "8.00"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert statement.needs_review
    assert any("大于待还总额 900.00" in note for note in statement.notes)
    assert {amount.status for _, amount in statement.outstanding.stated()} == {Status.DOUBTFUL}


@pytest.mark.parametrize(
    ("second", "total", "status"),
    [
        pytest.param("12.305", "912.30", "verified", id="sum-closes"),
        pytest.param("12.305", "950.00", "doubtful", id="sum-is-open"),
        pytest.param("12.35", "912.30", "doubtful", id="another-digit"),
    ],
)
def test_a_speck_behind_the_cents_is_no_digit(
    second: str, total: str, status: str, cache: Cache
) -> None:
    sheet = Sheet().rows("借呗", ("待还本金", "900.00"), ("待还利息", "12.30"), ("待还总额", total))
    [statement] = statements([sheet], cache, says={"12.30": second})
    assert outstanding(statement)["interest"] == f"12.30 {status}"


ROWS = (("第4/6期", "650.00", "23.01", "逾期59天"), ("第5/6期", "650.00", "11.31", "逾期29天"))


@pytest.mark.parametrize("whole", ["2,014.32", "1,364.32"])
def test_a_row_marked_paid_is_owed_where_the_whole_says_so(whole: str, cache: Cache) -> None:
    head = Sheet("a.png", captured="2026-11-25").row("借呗").row(("待还总额"), whole)
    sheet = head.rows(
        ("期数", "应还本金", "罚息", "状态"), *ROWS, ("第6/6期", "680.00", "", "已还")
    )
    statement = only([sheet], cache)
    owes = whole == "2,014.32"
    assert (statement.periods[-1].status is PeriodStatus.PAID) is not owes
    assert any("标为已还" in note for note in statement.notes) is not owes


def test_a_complete_list_that_is_less_than_the_whole_is_an_open_sum(cache: Cache) -> None:
    rows = (("第5/6期", "1,144.60", "已逾期"), ("第6/6期", "1,018.00", "待还款"))
    sheet = jiebei().row("剩余待还总额", "3,162.60").rows(("期数", "应还合计", "状态"), *rows)
    done = [found for found in only([sheet], cache).arithmetic if found.where == "未还各期"]
    assert [(found.shown, found.computed, found.closes) for found in done] == [
        (Decimal("3162.60"), Decimal("2162.60"), False)
    ]


def test_a_charge_that_nothing_explains_is_a_rival(cache: Cache) -> None:
    rows = (("待还总额", "1,016.80"), ("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))
    other = ("期次", "应还本金", "应还利息", "罚息")
    sheet = jiebei().rows(*rows).gap().row("罚息", "9.90")
    found = only([sheet], cache)
    assert found.rivals == ("penalty",)
    assert found.needs_review
    table = (
        jiebei()
        .rows(*rows[:3])
        .rows(other, ("1", "500.00", "6.15", "4.50"), ("2", "500.00", "6.15", ""))
    )
    assert only([table], cache).rivals == ()


def test_a_charge_without_its_figure_is_named(cache: Cache) -> None:
    rows = ("应还罚息", "待还合计", ("第7/12期", "2026-10-01", "本金1258.02", "利息98.19"))
    assert only([jiebei().rows(*rows)], cache).unread == ("penalty",)
