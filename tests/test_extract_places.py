"""Labels found in unusual places, headings of what was repaid, and amounts that no word names."""

from __future__ import annotations

from pipeline.extract.leftover import PARTLY, UNNAMED
from pipeline.store import Cache
from tests.sheets import Sheet, drafted, instalments, outstanding, owed, statements


def tiles(*pairs: tuple[str, str], remark: str = "") -> Sheet:
    """Amounts over their labels, two beside each other; a remark under the first label."""
    sheet = Sheet().row("样本汽车金融")
    for place in range(0, len(pairs), 2):
        for number, (amount, _) in enumerate(pairs[place : place + 2]):
            sheet.at(60 + 520 * number, sheet.y, amount)
        for number, (_, label) in enumerate(pairs[place : place + 2]):
            sheet.at(60 + 520 * number, sheet.y + 50, label)
        if remark and not place:
            sheet.at(60, sheet.y + 100, remark)
        sheet.y += 260
    return sheet.row("欠款总额", "62,206.55")


TILES = (
    ("61,204.18", "剩余本金"), ("683.90", "欠付利息"), ("118.47", "逾期罚息"), ("200.00", "违约金"),
)  # fmt: skip


def test_a_remark_with_an_amount_under_a_label_leaves_it_to_the_amount_above(cache: Cache) -> None:
    [statement] = statements([tiles(*TILES, remark="（含逾期本金 5,412.36）")], cache)
    assert outstanding(statement) == {
        "principal": "61204.18 verified",
        "interest": "683.90 verified",
        "penalty": "118.47 verified",
        "late_fees": "200.00 verified",
        "total": "62206.55 verified",
    }


def test_amounts_without_a_known_word_that_the_total_has_in_it_are_asked_about(
    cache: Cache,
) -> None:
    strange = (("61,204.18", "剩余本金"), ("683.90", ""), *TILES[2:])
    [statement] = statements([tiles(*strange)], cache)
    assert statement.needs_review
    assert [note for note in statement.notes if note.endswith(UNNAMED) and "683.90" in note]


def test_a_label_with_a_second_line_under_it_has_its_amount_between_them() -> None:
    sheet = Sheet().row("样本白条").row("剩余待还").row("1,252.40").gap()
    sheet.at(60, sheet.y, "商品金额").at(800, sheet.y + 26, "1,199.00")
    sheet.at(60, sheet.y + 52, "扫地机器人等")
    sheet.y += 140
    sheet.row("分期服务费", "53.40")
    assert owed(sheet) == {"total": "1252.40", "principal": "1199.00", "fees": "53.40"}


def test_a_heading_of_what_was_repaid_over_the_same_parts(cache: Cache) -> None:
    sheet = (
        Sheet()
        .row("样本贷")
        .rows(("未偿本金", "5,200.00"), ("应付利息", "186.43"), ("罚息", "64.05"))
    )
    sheet.gap().rows("已归还", ("本金", "5,200.00"), ("利息", "871.20"), ("罚息", "9.36"))
    [statement] = statements([sheet], cache)
    assert {name: value.split()[0] for name, value in outstanding(statement).items()} == {
        "principal": "5200.00",
        "interest": "186.43",
        "penalty": "64.05",
    }


def test_what_was_repaid_altogether_holds_of_its_whole_line() -> None:
    sheet = Sheet().row("样本贷").rows(("剩余本金", "9,120.55"), ("利息", "388.20"))
    sheet.row("累计已还 本金6,000.00 利息412.73").row("利息券 38元 待使用")
    assert owed(sheet) == {"principal": "9120.55", "interest": "388.20"}


def test_which_part_was_repaid_of_an_instalment_is_asked(cache: Cache) -> None:
    heads = ("期次", "还款日", "应还本金", "应还利息", "已还金额", "未还金额")
    sheet = Sheet().row("样本银行个人贷款还款计划表").row(*heads)
    sheet.row("10", "2026-02-15", "2,004.03", "84.51", "884.51", "1,204.03")
    sheet.row("11", "2026-03-15", "2,013.25", "75.29", "0.00", "2,088.54")
    [statement] = statements([sheet], cache)
    assert [note for note in statement.notes if note == f"第10期{PARTLY}"]
    assert outstanding(statement)["interest"].endswith("doubtful")


def test_figures_behind_numbers_of_instalments_are_days_only_where_all_could_be() -> None:
    days = Sheet().row("第9/12期 09.28", "985.68").row("第10/12期 10.28", "985.68")
    amounts = Sheet().row("第9/12期 09.28", "985.68").row("第10/12期 48.28", "985.68")
    kinds = [
        [token.kind for token in page_tokens(sheet) if token.text in ("09.28", "10.28", "48.28")]
        for sheet in (days, amounts)
    ]
    assert kinds == [["date", "date"], ["money", "money"]]


def page_tokens(sheet: Sheet) -> list[object]:
    from pipeline.extract.layout import tokens_of

    return list(tokens_of(sheet.reading()))


def test_the_last_column_of_a_table_far_from_the_others_stays_with_its_rows() -> None:
    sheet = Sheet().row("样本银行信用卡对账单")
    rows = (
        ("上期账单应还金额", "5,080.61"), ("循环信用利息", "172.12"), ("违约金", "166.20"),
        ("本期应还金额", "5,418.93"),
    )  # fmt: skip
    for words, amount in rows:
        sheet.at(60, sheet.y, "11-10", size=20).at(360, sheet.y, words, size=20)
        sheet.at(1500, sheet.y, amount, size=20)
        sheet.y += 60
    assert owed(sheet) == {"total": "5418.93", "interest": "172.12", "late_fees": "166.20"}


def test_a_month_whose_bill_is_not_out_has_its_sum_beside_it() -> None:
    sheet = Sheet().row("样本呗").row("剩余待还总额", "2,497.33")
    sheet.rows(("5月账单 已逾期8天", "1,660.97"), ("消费", "1,206.33"), ("账单分期本金", "416.66"))
    sheet.rows(("分期手续费", "31.50"), ("逾期利息", "6.48")).gap()
    sheet.rows(("6月账单 还未出账", "836.36"), ("消费", "388.20"), ("账单分期本金", "416.66"))
    sheet.row("分期手续费", "31.50")
    assert [(one["principal"], one["total"]) for one in instalments(sheet)] == [
        ("1622.99", "1660.97"),
        ("804.86", "836.36"),
    ]


def test_english_days_are_days() -> None:
    sheet = Sheet().row("样本银行 贷款对账单").row("对账截止日 Statement Date", "30-Apr-2026")
    sheet.rows(("剩余本金 Principal", "208,900.00"), ("应计利息 Interest", "5,147.31"))
    found = drafted(sheet)
    assert str(found.as_of or found.statement_day) == "2026-04-30"


def test_a_small_figure_behind_a_label_leads_to_a_remark() -> None:
    sheet = Sheet().row("样本呗").row("未还总额*1", "未还本金", "未还利息*2")
    sheet.row("11,914.49", "10,766.65", "1,147.84").gap()
    sheet.rows("*1 欠款合计为全部未还期次各项之和。", "*2 按日计收。")
    assert owed(sheet) == {"total": "11914.49", "principal": "10766.65", "interest": "1147.84"}


def test_a_whole_amount_behind_a_label_is_no_remark() -> None:
    sheet = Sheet().row("样本呗").rows("本金500元", "利息30元", "罚息8元", ("应还总额", "538元"))
    assert owed(sheet)["penalty"] == "8"


def test_months_under_two_tabs_with_parts_that_run_together() -> None:
    sheet = Sheet().row("样本呗账单").row("全部待还(元)", "4,195.57")
    sheet.row("待还账单", "", "已还账单")
    for month, total, parts in (
        (9, "1,916.32", "消费本金1830.40分期手续费24.60逾期利息61.32"),
        (10, "2,279.25", "消费本金2215.75分期手续费24.60逾期利息38.90"),
    ):
        sheet.row(f"{month}月账单", "", total).row("应还", "已逾期").row(parts)
    names = ("total", "principal", "fees", "penalty")
    assert [[one[name] for name in names] for one in instalments(sheet)] == [
        ["1916.32", "1830.40", "24.60", "61.32"],
        ["2279.25", "2215.75", "24.60", "38.90"],
    ]
