"""Months, tabs and sums of one debt over several screens: each counted once, and on its own day."""

from __future__ import annotations

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted, outstanding, statements

OVERVIEW = (
    ("剩余应还总额(元)", "3,973.22"), ("截至11月24日 其中已逾期 3,351.62", ""),
    ("10月账单", "1,899.32"), ("11月账单", "1,452.30"), ("12月账单", "621.60"),
)  # fmt: skip


def overview() -> Sheet:
    return Sheet("a.png", captured="2026-11-24").row("花呗").rows(*OVERVIEW)


def october() -> Sheet:
    return Sheet("b.png", captured="2026-11-24").rows(
        "10月账单", ("10月待还(元)", "1,899.32"), ("最晚还款日", "2026-10-10"),
        ("应还本金", "1,836.40"), ("分期利息", "21.60"), ("逾期利息", "41.32"),
        ("合计", "1,899.32"), ("计算至", "2026-11-24"),
    )  # fmt: skip


def later() -> Sheet:
    sheet = Sheet("c.png", captured="2026-11-24").rows(
        ("11月账单", "1,452.30"), ("最晚还款日", "2026-11-10"), ("应还本金", "1,420.75"),
        ("分期利息", "21.60"), ("逾期利息", "9.95"),
    )  # fmt: skip
    return sheet.gap().rows(
        ("12月账单", "621.60"), ("最晚还款日", "2026-12-10"), ("应还本金", "600.00"),
        ("分期利息", "21.60"),
    )  # fmt: skip


def test_months_on_screens_of_their_own_are_those_of_the_overview(cache: Cache) -> None:
    [bill] = statements([overview(), october(), later()], cache)
    assert bill.product == "花呗"
    assert outstanding(bill)["penalty"].startswith("51.27")
    assert outstanding(bill)["principal"].startswith("3857.15")
    assert outstanding(bill)["total"].startswith("3973.22")
    assert not bill.notes


def test_the_sum_of_all_rows_is_not_of_the_last_one(cache: Cache) -> None:
    sheet = Sheet().rows(
        "放心借", ("第6/12期", "2026-09-20"),
        ("本金", "990.18"), ("利息", "89.53"), ("罚息", "38.62"),
        ("第7/12期", "2026-10-20"), ("本金", "1,004.95"), ("利息", "74.76"), ("罚息", "21.10"),
        ("合计2期", "2,219.14"),
    )  # fmt: skip
    [bill] = statements([sheet], cache)
    assert bill.periods[-1].total is None
    assert outstanding(bill)["total"].startswith("2219.14")


def tab(path: str, state: str, *rows: tuple[str, str, str, str]) -> Sheet:
    sheet = Sheet(path, captured="2026-11-23").row("账单").row("逾期", "未到期", "已结清")
    for month, number, principal, interest in rows:
        sheet.row(f"2026年{month}月账单（{number}/12）")
        sheet.rows(("本金", principal), ("利息", interest), f"还款日 {month}月25日 {state}")
    return sheet


def test_a_due_day_takes_its_year_from_the_month_that_heads_it(cache: Cache) -> None:
    sheet = tab("a.png", "已逾期", ("9", "7", "835.52", "64.23"), ("10", "8", "847.62", "52.13"))
    [bill] = statements([sheet], cache)
    assert [str(row.due) for row in bill.periods] == ["2026-09-25", "2026-10-25"]


def test_sums_of_two_tabs_do_not_contradict_each_other(cache: Cache) -> None:
    head = Sheet("h.png", captured="2026-11-23").rows(
        "放心借", ("剩余未还本金", "3,407.60"), ("已到期利息", "116.36"), ("罚息", "44.33"),
        ("借款金额", "10,000.00"), ("借款日期", "2026-02-25"), ("截至", "2026-11-23"),
    )  # fmt: skip
    late = tab("a.png", "已逾期", ("9", "7", "835.52", "64.23"), ("10", "8", "847.62", "52.13"))
    late.row("共2期，合计1,799.50元")
    soon = tab("b.png", "待还", ("11", "9", "856.39", "43.36"), ("12", "10", "868.07", "31.68"))
    soon.row("共2期，合计1,799.50元")
    [bill] = statements([head, late, soon], cache)
    assert outstanding(bill)["principal"].startswith("3407.60")
    assert [row.index for row in bill.periods] == [7, 8, 9, 10]


def test_what_is_listed_by_month_within_a_charge_is_no_instalment(cache: Cache) -> None:
    sheet = Sheet().rows(
        "信用卡账单", ("未还消费本金", "5,326.90"), ("透支利息", "162.47"),
        ("其中 10月账单", "79.90"), ("其中 11月账单", "82.57"), ("违约金", "58.59"),
        ("其中 10月账单", "26.63"),
        ("其中 11月账单", "31.96"), ("合计", "5,547.96"), ("截至", "2026-11-25"),
    )  # fmt: skip
    [bill] = statements([sheet], cache)
    assert not bill.periods
    assert outstanding(bill)["late_fees"] == "58.59 verified"


def test_what_all_is_made_of_below_the_rows_is_of_the_whole(cache: Cache) -> None:
    sheet = Sheet().row("京东白条").row("全部待还（元）", "1,015.46")
    for number, late in ((3, "16.78"), (4, "9.48")):
        sheet.row(f"第{number}/6期").rows(
            ("本金", "486.33"), ("分期服务费", "8.265"), ("违约金", late)
        )
    sheet.row("待还组成").rows(("本金", "972.66"), ("分期服务费", "16.54"), ("违约金", "26.26"))
    [bill] = statements([sheet], cache)
    assert outstanding(bill)["principal"].startswith("972.66")
    assert outstanding(bill)["late_fees"].startswith("26.26")


def test_principal_on_no_bill_yet_is_owed_where_a_sum_says_so(cache: Cache) -> None:
    rows = (
        "信用卡账单", ("消费本金", "13,962.35"), ("利息", "885.83"), ("违约金", "398.79"),
        ("已出账单未还合计", "15,246.97"), ("未出账单（分期剩余本金）", "3,000.00"),
    )  # fmt: skip
    [bill] = statements([Sheet().rows(*rows, ("账户欠款总额", "18,246.97"))], cache)
    assert outstanding(bill)["principal"].startswith("16962.35")
    [bill] = statements([Sheet().rows(*rows)], cache)
    assert outstanding(bill)["principal"].startswith("13962.35")


def card(path: str, *rows: tuple[str, str]) -> Sheet:
    return Sheet(path, captured="2026-11-25").row("信用卡").rows(*rows)


def test_two_cards_on_one_day_are_two(cache: Cache) -> None:
    home = card("a.png", ("尾号5093", ""), ("本期应还(元)", "8,289.96"))
    detail = card(
        "b.png", ("透支本金", "7,846.92"), ("透支利息", "318.44"), ("违约金", "124.60"),
        ("本期应还总额", "8,289.96"), ("截至", "2026-11-25"),
    )  # fmt: skip
    other = card(
        "c.png", ("卡号 尾号8806", ""), ("透支本金", "5,370.15"), ("透支利息", "207.86"),
        ("违约金", "91.35"), ("应还总额", "5,669.36"), ("截至", "2026-11-25"),
    )  # fmt: skip
    found = statements([home, detail, other], cache)
    assert sorted(bill.account for bill in found) == ["5093", "8806"]
    assert not any(bill.overview or bill.notes for bill in found)


def whole(path: str, day: str, interest: str, total: str, name: str = "") -> Sheet:
    sheet = Sheet(path, captured=day).row(name or "借还记录")
    return sheet.rows(
        (f"全部待还（{day}）", total), ("待还本金", "10,700.00"), ("待还利息", interest),
        ("待还罚息", "221.57"),
    )  # fmt: skip


def test_a_nameless_screen_of_another_day_is_no_second_debt(cache: Cache) -> None:
    old = whole("a.png", "2026-11-12", "324.93", "11,246.50")
    new = whole("b.png", "2026-11-26", "352.83", "11,274.40", "微粒贷")
    found = statements([old, new], cache)
    assert {bill.product for bill in found} == {"微粒贷"}
    assert [str(bill.as_of) for bill in found] == ["2026-11-12", "2026-11-26"]


def test_a_month_of_two_days_is_matched_by_the_day_it_falls_due(cache: Cache) -> None:
    def months(path: str, *rows: tuple[str, str, str]) -> Sheet:
        sheet = Sheet(path, captured="2026-11-24").row("花呗")
        for month, principal, late in rows:
            sheet.row(f"{month}月账单").row("还款日", f"2026-{month}-10")
            sheet.rows(("应还本金", principal), ("逾期利息", late)).gap()
        return sheet

    old = months("a.png", ("09", "1,286.40", "36.66"), ("10", "905.72", "12.23"))
    old.row("截至", "2026-11-06")
    new = months("b.png", ("09", "1,286.40", "48.24"), ("10", "905.72", "20.38"))
    new.row("截至", "2026-11-24")
    more = months("c.png", ("10", "905.72", "20.38"), ("11", "500.00", "3.50"))
    found = statements([old, new, more], cache)
    assert [len(bill.pages) for bill in found] == [1, 2]


def test_a_screen_that_says_what_is_not_due_alone_is_a_bill(cache: Cache) -> None:
    sheet = Sheet().row("还款计划").row("逾期(3)", "未到期(10)", "已还清(17)")
    sheet.rows(("未到期本金合计", "23,481.06"), ("下一还款日", "2026-12-20"))
    assert interpreted([sheet], cache).materials[0].kind == "bill"


def test_the_bookings_of_a_card_are_of_its_bill(cache: Cache) -> None:
    bill = Sheet("a.png", captured="2026-11-22").rows(
        "招商银行信用卡 尾号6036", ("账单日", "2026-11-05"), ("本期应还金额", "9,000.82"),
        ("上期未还消费本金", "8,642.18"), ("循环利息（累计）", "263.58"),
        ("违约金（累计）", "95.06"),
    )  # fmt: skip
    bookings = Sheet("b.png", captured="2026-11-22").rows(
        "招商银行信用卡 尾号6036", "2026年11月账单", ("循环利息", "133.95"), ("违约金", "51.85"),
        "2026年10月账单", ("循环利息", "129.63"), ("违约金", "43.21"),
    )  # fmt: skip
    [found] = statements([bill, bookings], cache)
    assert outstanding(found)["interest"].startswith("263.58")


def test_the_day_of_a_screen_behind_the_name_of_its_sum(cache: Cache) -> None:
    sheet = Sheet().row("借呗").row("待还总额 · 更新于2026-11-24").row("¥5,205.00")
    sheet.rows(("待还本金", "5,000.00"), ("利息", "156.40"), ("罚息", "48.60"))
    [bill] = statements([sheet], cache)
    assert outstanding(bill)["total"] == "5205.00 verified"
    assert str(bill.as_of) == "2026-11-24"


def test_a_collage_of_a_head_and_its_rows(cache: Cache) -> None:
    sheet = Sheet(captured="2026-11-22")
    head = (
        ("放心借", ""), ("剩余应还总额(元)", "1,698.43"), ("未还本金", "1,498.07"),
        ("未还利息（已到期）", "152.17"), ("罚息", "48.19"), ("统计时间", "2026-11-22"),
    )  # fmt: skip
    sheet.at(40, 20, "23:06").at(420, 20, "47%").at(640, 20, "23:07").at(1020, 20, "46%")
    for place, (label, value) in enumerate(head):
        sheet.at(40, 100 + 90 * place, label).at(360, 100 + 90 * place, value)
    rows = (
        "第6期 2026-09-25", "本金743.46+利息81.66+罚息32.34", "第7期 2026-10-25",
        "本金754.61+利息70.51+罚息15.85",
    )  # fmt: skip
    for place, text in enumerate(rows):
        sheet.at(640, 145 + 90 * place, text, 24)
    [bill] = statements([sheet], cache)
    assert outstanding(bill)["penalty"].startswith("48.19")
    assert outstanding(bill)["interest"].startswith("152.17")
    assert [row.index for row in bill.periods] == [6, 7]


def test_what_a_charge_is_added_to_is_principal(cache: Cache) -> None:
    sheet = Sheet().rows(
        "京东白条", ("全部待还", "984.32"), ("12月 第5/6期", "¥486.33+服务费5.83"),
        ("1月 第6/6期", "¥486.33+服务费5.83"),
    )  # fmt: skip
    [bill] = statements([sheet], cache)
    assert [str(row.principal and row.principal.value) for row in bill.periods] == ["486.33"] * 2
    assert outstanding(bill)["fees"].startswith("11.66")


def test_of_two_months_that_come_to_the_same_each_needs_a_page_of_its_own(cache: Cache) -> None:
    months = Sheet("a.png", captured="2026-11-24").row("花呗").rows(
        ("剩余应还总额(元)", "1,243.20"), ("11月账单", "621.60"), ("12月账单", "621.60")
    )  # fmt: skip
    one = Sheet("b.png", captured="2026-11-24").rows(
        "11月账单", ("最晚还款日", "2026-11-10"), ("应还本金", "600.00"), ("分期利息", "21.60"),
        ("合计", "621.60"),
    )  # fmt: skip
    [bill] = statements([months, one], cache)
    listed = sum(row.total.value for row in bill.periods if row.total)
    assert str(listed) == "1243.20"


def test_two_orders_that_fall_due_on_one_day_do_not_contradict_each_other(cache: Cache) -> None:
    def order(path: str, principal: str, fee: str) -> Sheet:
        sheet = Sheet(path, captured="2026-11-24").row("京东白条").row("还款日", "2026-11-10")
        return sheet.row("11月账单").rows(("应还本金", principal), ("违约金", fee))

    found = statements([order("a.png", "600.00", "3.50"), order("b.png", "250.00", "1.20")], cache)
    assert not any(bill.notes for bill in found)
