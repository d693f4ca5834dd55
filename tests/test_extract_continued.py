"""A list of instalments that names nobody belongs to the loan whose whole or series it makes."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted, outstanding, statements

HEAD = (
    ("待还总额", "2,846.44"), ("待还本金", "2,445.00"), ("待还利息", "298.00"), ("罚息", "103.44"),
    ("借款金额", "10,000.00"), ("借款日期", "2026-05-23"),
)  # fmt: skip


def head(whole: str = "2,846.44", name: str = "放心借") -> Sheet:
    sheet = Sheet("a.png").row(name)
    grown = {"待还总额": whole, "待还本金": "2,498.56", "待还利息": "320.00", "罚息": "81.44"}
    grown = grown if whole != HEAD[0][1] else {}
    for label, value in HEAD:
        sheet.row(label, grown.get(label, value))
    return sheet


def plan(path: str = "b.png", day: int = 23) -> Sheet:
    sheet = Sheet(path).row("还款计划")
    for index, month, total, parts in (
        (4, 9, "950.04", ("802.89", "111.06", "36.09")),
        (5, 10, "949.85", ("815.77", "99.42", "34.66")),
        (6, 11, "946.55", ("826.34", "87.52", "32.69")),
    ):
        sheet.row(f"2026-{month:02d}-{day} {index}/12期", f"¥{total}")
        sheet.row(f"本金{parts[0]}+利息{parts[1]}+罚息{parts[2]}", "逾期")
    return sheet


def test_a_nameless_list_is_of_the_loan_whose_whole_it_makes(cache: Cache) -> None:
    [statement] = interpreted([head(), plan()], cache).statements
    assert statement.product == "放心借"
    assert outstanding(statement)["interest"] == "298.00 verified"
    assert [period.index for period in statement.periods] == [4, 5, 6]


def test_a_nameless_list_is_of_the_loan_in_whose_series_it_falls_due(cache: Cache) -> None:
    """The whole was lost or covered: the day of lending tells."""
    [statement] = interpreted([head("2,900.00"), plan()], cache).statements
    assert statement.product == "放心借"


def test_a_nameless_list_of_another_series_stays_by_itself(cache: Cache) -> None:
    found = interpreted([head("2,900.00"), plan(day=11)], cache).statements
    assert len(found) == 2


def test_a_nameless_list_that_may_be_of_two_loans_stays_by_itself(cache: Cache) -> None:
    other = head("2,900.00", "滴水贷")
    other.path = "c.png"
    found = interpreted([head("2,900.00"), other, plan()], cache).statements
    assert len(found) == 3


@pytest.mark.parametrize("glued", ["2026-09-234/12期", "2026-09-23 4/12期"])
def test_a_day_that_lost_its_space_is_a_day_and_a_number(glued: str, cache: Cache) -> None:
    sheet = Sheet().row("放心借").row(glued, "¥950.04").row("本金802.89+利息111.06+罚息36.09")
    sheet.row("2026-10-23 5/12期", "¥932.85").row("本金814.53+利息99.42+罚息18.90")
    [statement] = interpreted([sheet], cache).statements
    assert [(row.index, str(row.due)) for row in statement.periods] == [
        (4, "2026-09-23"), (5, "2026-10-23"),
    ]  # fmt: skip


def test_months_listed_on_two_screens_are_counted_once(cache: Cache) -> None:
    months = Sheet("a.png").row("花呗").rows(("10月账单", "2,250.80"), ("11月账单", "1,936.48"))
    parts = Sheet("b.png").row("花呗")
    for month, total, rows in (
        (10, "2,250.80", ("2,184.60", "39.80")),
        (11, "1,936.48", ("1,905.25", "4.83")),
    ):
        parts.row(f"{month}月账单", total).row(f"最晚还款日 2026-{month}-20")
        parts.rows(("账单本金", rows[0]), ("分期手续费", "26.40"), ("逾期利息", rows[1])).gap()
    [statement] = interpreted([months, parts], cache).statements
    assert outstanding(statement)["penalty"].startswith("44.63")
    assert outstanding(statement)["principal"].startswith("4089.85")


def dated(path: str, *rows: tuple[str, str, tuple[str, ...]]) -> Sheet:
    """Instalments headed by their days alone."""
    sheet = Sheet(path).row("我的借款")
    for day, state, parts in rows:
        sheet.row(day, state).row("应还总额", f"¥{parts[0]}")
        for name, value in zip(("本金", "利息", "罚息"), parts[1:], strict=False):
            sheet.row(f"{name} ¥{value}")
        sheet.gap()
    return sheet


SEPTEMBER = ("2026年9月5日", "逾期", ("834.04", "669.77", "116.65", "47.62"))
OCTOBER = ("2026年10月5日", "逾期", ("816.49", "681.82", "104.60", "30.07"))
DECEMBER = ("2026年12月5日", "未到期", ("786.42", "706.59", "79.83"))


def test_days_head_the_instalments_of_a_list_without_numbers(cache: Cache) -> None:
    first = dated("a.png", SEPTEMBER, OCTOBER, (*DECEMBER[:2], DECEMBER[2][:1]))
    first.lines[0] = first.lines[0].model_copy(update={"text": "锦里贷", "centres": (0.2, 0.5, 0.8),
                                                       "certainties": (0.9, 0.9, 0.9)})  # fmt: skip
    second = dated("b.png", OCTOBER, DECEMBER)
    found = statements([first, second], cache)
    [statement] = found
    assert outstanding(statement)["interest"].startswith("301.08")
    assert outstanding(statement)["penalty"].startswith("77.69")


def test_a_list_that_overlaps_joins_the_screen_it_shares_rows_with(cache: Cache) -> None:
    """An older head of the same loan is not what the list goes on with."""
    older = Sheet("old.png", captured="2026-11-03").row("滴水贷").rows(
        ("待还总额", "6,668.58"), ("本金", "6,090.13"), ("利息", "546.46"), ("罚息", "31.99"),
        ("查询日期", "2026-11-03"),
    )  # fmt: skip
    rows = (
        ("第7期", "829.57元", "738.80", "90.77"),
        ("第8期", "829.57元", "753.21", "76.36"),
    )
    head = Sheet("a.png").row("滴水贷").rows(
        ("待还总额", "6,699.37"), ("本金", "6,090.13"), ("利息", "546.46"), ("罚息", "62.78")
    )  # fmt: skip
    rest = Sheet("b.png").row("滴水贷")
    for sheet in (head, rest):
        for number, total, principal, interest in rows:
            sheet.row(f"2026-{number[1:-1]:0>2}-26 {number}", total)
            sheet.rows(("应还本金", principal), ("应还利息", interest))
    found = statements([older, head, rest], cache)
    [joined] = [one for one in found if len(one.pages) == 2]
    assert {ref.path for ref in joined.pages} == {"a.png", "b.png"}


def detail(path: str, began: str, lent: str, parts: tuple[str, str, str]) -> Sheet:
    """The own page of a loan, which names neither product nor company."""
    total, principal, interest = parts
    return Sheet(path).rows(
        "借款详情", ("借款日期", began), ("借款金额", lent), ("剩余待还总额", total),
        ("剩余待还本金", principal), ("剩余待还利息", interest),
    )  # fmt: skip


LOANS = (
    detail("b.png", "2026-01-08", "8,000.00", ("2,559.40", "2,400.00", "159.40")),
    detail("c.png", "2026-03-20", "5,000.00", ("2,654.88", "2,500.00", "154.88")),
)


@pytest.mark.parametrize(
    ("whole", "names"),
    [
        pytest.param("5,214.28", ["微粒贷"] * 3, id="sum-of-both"),
        pytest.param("5,214.82", ["微粒贷", "其他借款", "其他借款"], id="another-sum"),
    ],
)
def test_loans_that_name_nobody_are_of_the_page_that_sums_them_up(
    cache: Cache, whole: str, names: list[str]
) -> None:
    home = Sheet("a.png").rows("微粒贷", ("待还总额", whole))
    assert [one.product for one in statements([home, *LOANS], cache)] == names


def tabbed(path: str, counts: tuple[int, int, int] = (2, 10, 17)) -> Sheet:
    late, later, done = counts
    tabs = (f"逾期({late})", f"未到期({later})", f"已还清({done})")
    head = Sheet(path, captured="2026-11-25").row("还款计划")
    return head.row(*tabs).row("宅安贷", "合同号 PH2025****9021")


def late_tab() -> Sheet:
    return tabbed("a.png").rows(
        ("期次", "应还本金", "应还利息", "罚息", "合计"),
        ("18/30", "2,041.18", "371.02", "84.20", "2,496.40"),
        ("19/30", "2,066.69", "345.51", "46.50", "2,458.70"),
        ("小计", "4,107.87", "716.53", "130.70", "4,955.10"),
        ("贷款人", "样本消费金融有限公司"), ("截至", "2026-11-25"),
    )  # fmt: skip


def later_tab(counts: tuple[int, int, int] = (2, 10, 17)) -> Sheet:
    return tabbed("b.png", counts).rows(
        ("未到期本金合计", "23,481.06"), ("未到期期数", "10期"), ("下一还款日", "2026-12-20")
    )


def test_another_tab_of_a_loan_says_what_is_not_due(cache: Cache) -> None:
    case = interpreted([late_tab(), later_tab()], cache)
    assert [material.kind for material in case.materials] == ["bill", "bill"]
    [statement] = case.statements
    assert outstanding(statement)["principal"] == "27588.93 read"
    assert outstanding(statement)["interest"] == "716.53 verified"
    assert not statement.notes


def test_tabs_that_count_otherwise_are_of_another_loan(cache: Cache) -> None:
    assert len(interpreted([late_tab(), later_tab((1, 5, 6))], cache).statements) == 2
