"""A product's own pages beside those of its loans, months and lists: each debt is counted once."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from schemas.statement import Statement
from tests.sheets import Sheet, outstanding, statements
from tests.test_claim import claim


def parts(statement: Statement) -> dict[str, str]:
    return {name: value.split()[0] for name, value in outstanding(statement).items()}


def asked(pages: list[Sheet], cache: Cache) -> dict[str, str]:
    found = claim(*statements(pages, cache))
    names = ("principal", "interest", "penalty")
    return {name: str(getattr(found, name)) for name in names}


def loan(path: str, lent: str, day: str, *rows: tuple[str, str]) -> Sheet:
    return Sheet(path).row("借款详情").rows(("借款金额", lent), ("借款日期", day), *rows)


HOME = (
    ("逾期应还(元)", "4,236.31"),
    ("逾期本金", "3,750.00"),
    ("应还利息", "345.00"),
    ("逾期罚息", "141.31"),
    ("借款 9,000.00 元", "逾期77天"),
    ("借款 4,000.00 元", "逾期65天"),
)
FIRST = (("剩余本金", "4,500.00"), ("应还利息", "207.00"), ("逾期罚息", "94.51"))
SECOND = (("剩余本金", "3,000.00"), ("应还利息", "138.00"), ("逾期罚息", "46.80"))


def test_a_page_that_sums_up_loans_part_by_part_is_counted_once(cache: Cache) -> None:
    pages = [
        Sheet("home.png").row("美团借钱").rows(*HOME),
        loan("a.png", "9,000.00", "2026-02-08", *FIRST),
        loan("b.png", "4,000.00", "2026-06-20", *SECOND),
        loan("copy.png", "9,000.00", "2026-02-08", *FIRST),
    ]
    found = {s.pages[0].path: s for s in statements(pages, cache)}
    assert found["home.png"].overview
    assert {s.product_id for s in found.values()} == {"meituan"}
    assert asked(pages, cache) == {
        "principal": "7500.00",
        "interest": "345.00",
        "penalty": "141.31",
    }


def test_loans_that_make_another_sum_are_debts_of_their_own(cache: Cache) -> None:
    pages = [
        Sheet("home.png").row("美团借钱").rows(*HOME),
        loan("a.png", "9,000.00", "2026-02-08", *FIRST),
        loan("b.png", "4,000.00", "2026-06-20", ("剩余本金", "3,000.00"), ("利息", "99.00")),
    ]
    assert not any(s.overview for s in statements(pages, cache))


def test_what_is_not_billed_yet_is_owed_beside_the_months(cache: Cache) -> None:
    sheet = Sheet().rows(
        "花呗",
        ("全部待还(元)", "7,153.52"),
        ("10月账单", "已逾期43天"),
        ("剩余应还本金", "2,436.80"),
        ("分期利息", "43.86"),
        ("逾期利息", "53.33"),
        ("小计", "2,533.99"),
        ("11月账单", "已逾期12天"),
        ("剩余应还本金", "1,318.50"),
        ("分期利息", "43.86"),
        ("逾期利息", "8.17"),
        ("小计", "1,370.53"),
        ("未出账", "本金 3,249.00"),
    )
    [statement] = statements([sheet], cache)
    assert parts(statement)["principal"] == "7004.30"
    assert not statement.needs_review


def test_interest_to_come_is_not_added_to_a_whole_that_closes_without_it(cache: Cache) -> None:
    sheet = Sheet().rows(
        "放心借",
        ("待还本金", "¥1,182.65"),
        ("待还利息（已到期）", "¥21.64"),
        ("罚息", "¥16.09"),
        ("待还合计", "¥1,220.38"),
        ("期数", "应还日", "本金", "利息", "罚息", "状态"),
        ("8/9", "10-25", "585.98", "21.64", "16.09", "逾期30天"),
        ("9/9", "12-25", "596.67", "10.92", "0.00", "待还"),
    )
    [statement] = statements([sheet], cache)
    assert parts(statement)["interest"] == "21.64"
    assert not statement.needs_review


def test_a_whole_that_the_rows_make_with_those_to_come_is_held_against_them(cache: Cache) -> None:
    sheet = Sheet().rows(
        "放心借",
        ("剩余 2 期，共", "1,231.30"),
        ("期数", "应还日", "本金", "利息", "罚息", "应还", "状态"),
        ("第8期", "2026-10-25", "585.98", "21.64", "16.09", "623.71", "已逾期"),
        ("第9期", "2026-12-25", "596.67", "10.92", "0.00", "607.59", "待还"),
        ("剩余未还本金", "1,182.65"),
        ("已出账利息", "21.64"),
        ("未到期利息", "10.92"),
        ("罚息", "16.09"),
    )
    [statement] = statements([sheet], cache)
    assert parts(statement)["interest"] == "32.56"
    assert all(done.closes for done in statement.arithmetic)


@pytest.mark.parametrize(
    ("said", "penalty"),
    [
        ("最早逾期期次：第3期 已逾期83天", "88.57"),
        ("第6/12期起逾期", "88.57"),
        ("剩余期数 17/24期", "88.57"),
    ],
)
def test_which_instalment_is_overdue_heads_no_amounts(
    said: str, penalty: str, cache: Cache
) -> None:
    sheet = Sheet().rows(
        "马上消费", said, ("未还本金", "1,701.85"), ("未还利息", "339.59"), ("未还罚息", penalty)
    )
    [statement] = statements([sheet], cache)
    assert statement.periods == ()
    assert parts(statement)["penalty"] == penalty


def test_months_of_a_list_have_its_product(cache: Cache) -> None:
    pages = [
        Sheet("home.png").rows(
            "拿去花", ("剩余待还总额", "1,173.48"), ("10月账单", "647.47"), ("11月账单", "526.01")
        ),
        *(
            Sheet(f"{month}.png").rows(
                f"{month}月账单", ("剩余应还", whole), ("本金", principal), ("逾期费", penalty)
            )
            for month, whole, principal, penalty in (
                (10, "¥647.47", "¥636.23", "¥11.24"),
                (11, "¥526.01", "¥524.73", "¥1.28"),
            )
        ),
    ]
    found = statements(pages, cache)
    assert {statement.product for statement in found} == {"拿去花"}
    assert asked(pages, cache)["penalty"] == "12.52"


def test_a_heading_over_labelled_amounts_names_none_of_them(cache: Cache) -> None:
    sheet = Sheet().rows(
        "度小满",
        ("逾期应还总额(元)", "5,057.25"),
        "剩余待还",
        ("17,548.22", "12期", "13,528.72"),
        ("剩余本金", "剩余期数", "未到期本金"),
    )
    [statement] = statements([sheet], cache)
    assert parts(statement)["principal"] == "17548.22"


def test_a_month_opened_with_its_purchases_is_counted_where_the_months_are_listed(
    cache: Cache,
) -> None:
    whole = Sheet("全部.png").rows("白条待还", ("全部待还(元)", "1,412.30"))
    whole.rows(("本金 1,357.58", "分期服务费 36.72", "违约金 18.00"))
    whole.rows(("10月待还", "¥777.68"), ("还款日 2026-10-25", "已逾期33天"))
    whole.rows(("本金¥742.18", "服务费¥18.36", "违约金¥17.14"))
    whole.rows(("11月待还", "¥634.62"), ("还款日 2026-11-25", "已逾期2天"))
    whole.rows(
        ("本金¥615.40", "服务费¥18.36", "违约金¥0.86"), "重庆京东盛际小额贷款有限公司提供服务"
    )
    month = Sheet("十月.png").rows("白条", "10月账单", "10月剩余待还", "¥777.68")
    month.rows("已逾期33天，含违约金¥17.14", ("洗衣机", "¥433.33"), ("奶粉", "¥308.85"))
    month.rows(("分期服务费", "¥18.36"), ("违约金", "¥17.14"), ("本期已还", "¥150.00"))
    [statement] = statements([whole, month], cache)
    assert parts(statement) == {
        "principal": "1357.58",
        "fees": "36.72",
        "late_fees": "18.00",
        "total": "1412.30",
    }
    assert not statement.needs_review


def test_the_page_of_a_loan_is_no_bill_of_its_companys_other_product(cache: Cache) -> None:
    bill = Sheet("一.png").rows("花呗 | 11月账单", ("本期剩余应还(元)", "1,922.36"))
    bill.rows(("账单本金", "1,862.40"), ("分期手续费", "43.20"), ("逾期利息", "16.76"))
    bill.rows(("本期账单总额", "2,905.60"), ("累计已还", "1,000.00"))
    bill.row("服务由重庆蚂蚁消费金融有限公司提供")
    rows = Sheet("二.png").rows("借款详情")
    rows.rows(("第6/12期 2026.10.15", "2,739.18"), "含本金2,484.67+利息196.82+罚息57.69 已逾期43天")
    rows.rows(("第7/12期 2026.11.15", "2,697.77"), "含本金2,511.88+利息169.61+罚息16.28 已逾期12天")
    rows.rows("贷款方：重庆蚂蚁消费金融有限公司")
    first, second = statements([bill, rows], cache)
    assert (first.product, parts(first)["total"]) == ("花呗", "1922.36")
    assert second.product == "借呗"
    assert parts(second)["principal"] == "4996.55"


def test_the_sum_over_loans_with_its_parts_is_no_loan(cache: Cache) -> None:
    sheet = Sheet().rows("放心借", "待还总额(元)", "3,736.63")
    sheet.row("本金3,500.00", "+利息157.50", "+罚息79.13")
    for day, lent, late, cells in (
        ("2026年07月22日", "2,000.00", "37", ("2,000.00", "90.00", "55.50", "2,145.50")),
        ("2026年08月07日", "1,500.00", "21", ("1,500.00", "67.50", "23.63", "1,591.13")),
    ):
        sheet.row(f"{day}借{lent}元", f"已逾期{late}天").row("本金", "利息", "罚息", "应还")
        sheet.row(*cells)
    [statement] = statements([sheet], cache)
    assert parts(statement) == {
        "principal": "3500.00",
        "interest": "157.50",
        "penalty": "79.13",
        "total": "3736.63",
    }


def test_tabs_over_the_months_are_no_heads_of_columns(cache: Cache) -> None:
    sheet = Sheet().rows("白条账单", ("全部待还(元)", "1,788.65"), ("待还", "已还", "全部"))
    for month, late, whole in (("9", "29.31", "900.79"), ("10", "16.38", "887.86")):
        sheet.rows((f"{month}月待还", f"最后还款日 {month:0>2}-18"), ("本金", "862.00"))
        sheet.rows(("分期服务费", "9.48"), ("违约金", late), ("小计", whole))
    sheet.row("京东白条由重庆京东盛际小额贷款有限公司提供")
    [statement] = statements([sheet], cache)
    assert parts(statement)["late_fees"] == "45.69"
    assert parts(statement)["principal"] == "1724.00"


def test_a_charge_of_either_name_is_one(cache: Cache) -> None:
    sheet = Sheet().rows("金条借款详情", ("剩余待还(元)", "1,457.82"), ("待还本金", "1,314.40"))
    [statement] = statements([sheet.rows(("待还利息", "126.66"), ("违约金/罚息", "16.76"))], cache)
    assert parts(statement)["penalty"] == "16.76"


def test_a_companys_name_that_a_line_breaks_is_whole(cache: Cache) -> None:
    sheet = Sheet().rows("逾期账单明细", ("逾期应还合计", "1,589.85"), ("应还本金", "1,500.00"))
    sheet.rows(("分期手续费", "32.10"), ("逾期利息", "57.75"))
    sheet.rows("逾期利息按逾期本金计算。服务方：重庆蚂蚁消费", "金融有限公司")
    [statement] = statements([sheet], cache)
    assert statement.lender == "重庆蚂蚁消费金融有限公司"
