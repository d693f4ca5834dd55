"""Lists of instalments that lie across rows and pages, and what stands beside them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.extract.accounts import account_of
from pipeline.store import Cache
from tests.sheets import LEFT, Sheet, drafted, instalments, line, owed, statements


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


COLUMNS = (LEFT, 420, 600, 760, 920)


def across(sheet: Sheet, *texts: str, step: int = 90) -> Sheet:
    """Texts at the places of the five columns of a list."""
    for x, text in zip(COLUMNS, texts, strict=False):
        if text:
            sheet.at(x, sheet.y, text, size=32)
    sheet.y += step
    return sheet


def listed(*rows: tuple[str, ...]) -> Sheet:
    sheet = Sheet().rows("招联金融", "待还分期")
    across(sheet, "期数/应还日", "本金", "利息", "罚息", "应还")
    for row in rows:
        across(sheet, *row, step=60)
    return sheet


def test_amounts_beside_either_line_of_a_cell_of_two_lines() -> None:
    sheet = listed(
        ("3/6期 逾期79天", "826.89", "50.74", "48.99", "926.62"),
        ("2026-09-05",),
        ("4/6期 逾期49天",),
        ("2026-10-05", "839.29", "38.34", "30.84", "908.47"),
        ("5/6期 未到期", "851.88", "25.75", "0.00", "877.63"),
        ("2026-11-05",),
    )
    rows = instalments(sheet)
    assert [(row["index"], row["interest"]) for row in rows] == [
        ("3", "50.74"), ("4", "38.34"), ("5", "25.75"),
    ]  # fmt: skip
    assert [row["principal"] for row in rows] == ["826.89", "839.29", "851.88"]


def test_an_instalment_that_lost_its_space_to_the_day() -> None:
    rows = instalments(
        listed(
            ("4/62026-10-12", "1,500.00", "67.50", "47.25", "1,614.75"),
            ("5/62026-11-12", "1,500.00", "46.50", "12.38", "1,558.88"),
        )
    )
    assert [(row["index"], row["due"]) for row in rows] == [
        ("4", "2026-10-12"),
        ("5", "2026-11-12"),
    ]


def test_a_heading_over_a_list_counts_no_instalments() -> None:
    sheet = Sheet().rows(
        "招联金融", ("应还总额", "2,164.48"), "未还期次",
        ("6/10期 2026-10-08", "1,098.55"), "本金1,000.00，利息67.50，罚息31.05",
        ("7/10期 2026-11-08", "1,065.93"), "本金1,000.00，利息55.80，罚息10.13",
    )  # fmt: skip
    assert [(row["index"], row["interest"]) for row in instalments(sheet)] == [
        ("6", "67.50"), ("7", "55.80"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["借款¥12,000.00", "借款 9,600.00元·2026-02-05·日利率0.06%", "贷款12,000.00元"]
)
def test_what_was_lent_stands_under_no_column(said: str) -> None:
    sheet = Sheet().rows("放心借", ("应还总额", "8,231.98"), ("本金", "利息", "逾期罚息"))
    sheet.rows(("8,000.00", "205.65", "26.33"), said, ("第5期 2026-10-20 到期", "¥1,131.63"))
    draft = drafted(sheet)
    assert {name: str(one[0].value) for name, one in draft.totals.items()} == {
        "total": "8231.98", "principal": "8000.00", "interest": "205.65", "penalty": "26.33",
    }  # fmt: skip
    assert draft.lent in (Decimal(12_000), Decimal(9_600))


def test_what_is_overdue_of_a_loan_is_owed_though_it_follows_the_word() -> None:
    sheet = Sheet().rows("样本金融", "您的借款，借款3,418.20元已逾期32天，罚息12.30元")
    assert drafted(sheet).lent is None


def test_the_point_of_an_amount_under_a_speck_is_a_point() -> None:
    sheet = Sheet().rows("有钱花", "罚息 40:54", "应还 133.86", "更新 12:30")
    (stated,) = drafted(sheet).totals["penalty"]
    assert (stated.value, bool(stated.reason)) == (Decimal("40.54"), True)


def test_a_label_whose_last_character_begins_the_next_line() -> None:
    sheet = Sheet().rows(
        "哈哈贷", "以上为全部未还期次，本金合计3,703.33元，利息合计107.92元，罚息合"
    )
    sheet.rows("计142.41元，应还总额3,953.66元。")
    assert owed(sheet) == {
        "principal": "3703.33", "interest": "107.92", "penalty": "142.41", "total": "3953.66",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("centres", "found"),
    [((0.1, 0.26, 0.74, 0.9), {"interest": "67.50"}), ((0.1, 0.36, 0.63, 0.9), {})],
    ids=["two heads", "one word"],
)
def test_two_heads_in_one_run_of_words_are_parted_by_their_gap(
    centres: tuple[float, ...], found: dict[str, str]
) -> None:
    sheet = across(Sheet().row("美团借钱"), "期数", "本金利息", "", "罚息", "应还")
    (heads,) = (one for one in sheet.lines if one.text == "本金利息")
    wide = line("本金利息", 420, heads.box.y0, size=64).box
    sheet.lines[sheet.lines.index(heads)] = heads.model_copy(
        update={"centres": centres, "box": wide.model_copy(update={"y1": heads.box.y1})}
    )
    for index in (4, 5):
        across(sheet, f"{index}/6", "1,500.00", "67.50", "12.38", "1,579.88")
    rows = instalments(sheet)
    assert [row["index"] for row in rows] == ["4", "5"]
    assert {name: rows[0][name] for name in ("interest",) if name in rows[0]} == found


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("招商银行信用卡 2026年11月账单", ""),
        ("信用卡 2026-11-12 账单", ""),
        ("您卡号末四位 6173 的信用卡", "6173"),
    ],
)
def test_a_year_is_no_card_number(text: str, account: str) -> None:
    assert account_of(Sheet().row(text).reading(), "credit_card") == account


def test_an_amount_on_the_next_screen_is_shown_where_it_stands(cache: Cache) -> None:
    first = Sheet("1.png").rows(
        "度小满", ("待还总额", "7,766.57"), ("第7期 2026-10-09", "1,405.63")
    )
    second = Sheet("2.png").rows(
        "度小满", ("第7期 2026-10-09", "1,405.63"), "本金1,250.00 利息112.50 罚息43.13",
        ("第8期 2026-11-09", "1,360.94"), "本金1,250.00 利息96.88 罚息14.06",
    )  # fmt: skip
    (found,) = statements([first, second], cache)
    period = found.periods[0]
    assert period.total
    assert period.principal
    assert period.penalty
    assert period.total.evidence.path == "1.png"
    assert {period.principal.evidence.path, period.penalty.evidence.path} == {"2.png"}
    assert {one.status for _, one in period.stated()} == {"verified"}


def test_what_was_bought_makes_the_total_beside_what_was_owed_before(cache: Cache) -> None:
    first = Sheet("1.png").rows(
        "龙卡信用卡账单（尾号 3358）", ("本期剩余应还", "¥15,915.73"), ("消费本金", "15,420.00"),
        ("循环利息", "418.63"), ("违约金", "77.10"), ("合计", "15,915.73"),
    )  # fmt: skip
    second = Sheet("2.png").rows(
        "账单明细 龙卡信用卡 尾号3358", ("上期未还本金", "15,230.00"), ("本期新增消费", "190.00"),
        ("本期新增利息", "418.63"), ("本期新增违约金", "77.10"),
    )  # fmt: skip
    (found,) = statements([first, second], cache)
    assert found.outstanding.principal
    assert found.outstanding.principal.value == Decimal(15_420)


def test_a_label_in_brackets_is_of_the_amount_before_it() -> None:
    sheet = Sheet().rows(
        "天星借款", "6/10·2026-10-09·逾期46天", "500.00(本金)+37.50(利息)+17.25(罚息)=554.75",
        "7/10·2026-11-09·逾期15天", "500.00(本金)+31.00(利息)+5.63(罚息)=536.63",
    )  # fmt: skip
    assert [(row["principal"], row["interest"], row["penalty"], row["total"])
            for row in instalments(sheet)] == [
        ("500.00", "37.50", "17.25", "554.75"), ("500.00", "31.00", "5.63", "536.63"),
    ]  # fmt: skip


def test_the_first_column_names_amounts_whatever_stands_between() -> None:
    sheet = across(
        Sheet().row("贷款欠款清单（柜面打印）"), "栏目", "计算期间", "", "", "欠款金额(元)"
    )
    across(sheet, "欠本金", "到期日 2026-09-20", "", "", "6,000.00")
    across(sheet, "欠利息", "2026-06-20至2026-09-20", "", "", "117.30")
    across(sheet, "欠罚息", "64天，利率 11.475%", "", "", "122.40")
    across(sheet, "欠款合计", "", "", "", "6,239.70")
    assert owed(sheet) == {
        "principal": "6000.00", "interest": "117.30", "penalty": "122.40", "total": "6239.70",
    }  # fmt: skip


def test_an_amount_that_begins_with_its_comma_was_cut() -> None:
    sheet = Sheet().rows("花呗", "待还总额（元）", ",471.19", ("利息", "¥76.05"))
    assert owed(sheet) == {"interest": "76.05"}


def test_a_number_over_its_term_marks_an_instalment() -> None:
    sheet = Sheet().rows("58金融 分期列表", ("长银五八·现金分期", "2026-11-19 15:03"))
    for index, status in ((1, "已还"), (2, "逾期"), (3, "未到期")):
        sheet.at(LEFT, sheet.y, str(index)).at(240, sheet.y, f"还款日 2026-0{index + 6}-10")
        sheet.at(LEFT - 20, sheet.y + 50, "共3期", size=24)
        sheet.at(240, sheet.y + 50, f"本金45{index}.41/利息10{index}.00").at(
            900, sheet.y + 50, status
        )
        sheet.gap(140)
    assert [(row["index"], row["principal"], row["interest"]) for row in instalments(sheet)] == [
        ("1", "451.41", "101.00"), ("2", "452.41", "102.00"), ("3", "453.41", "103.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "lent"), [("2026-03-20 借入 郑*萍", True), ("2026-05-20 借·12期", True),
                       ("2026-11-24 借款详情", False)]
)  # fmt: skip
def test_the_day_of_lending_by_what_follows_it(said: str, lent: bool) -> None:
    sheet = Sheet().rows("微粒贷", said, ("剩余本金", "1,500.00"), ("应还利息", "54.00"))
    assert (drafted(sheet).began is not None) == lent


def test_a_word_set_wide_is_a_label_though_read_as_two_lines(cache: Cache) -> None:
    sheet = across(Sheet().row("贷款欠款明细查询单"), "项目", "计息期间", "", "", "金额(元)")
    across(sheet, "逾期本金", "", "", "", "15,000.00")
    across(sheet, "逾期罚息", "66天", "", "", "297.00")
    sheet.at(LEFT, sheet.y, "复", size=32).at(LEFT + 80, sheet.y, "利", size=32)
    across(sheet, "", "66天", "", "", "5.41")
    across(sheet, "欠款合计", "", "", "", "15,302.41")
    (found,) = statements([sheet], cache)
    assert found.outstanding.penalty
    assert found.outstanding.penalty.value == Decimal("302.41")


def test_a_screen_that_names_nobody_is_of_the_debt_whose_rows_it_repeats(cache: Cache) -> None:
    rows = [
        (("665.70 元", f"第{index}期(共9期)"), f"本金600.00 +利息{interest} +罚息{penalty}")
        for index, interest, penalty in (("7", "45.00", "20.70"), ("8", "37.20", "6.75"),
                                         ("9", "27.00", "0.00"))
    ]  # fmt: skip
    first = Sheet("1.png").rows("度小满·有钱花", ("未还利息", "109.20"), ("未还罚息", "27.45"))
    for head, parts in rows[:2]:
        first.rows(head, parts)
    second = Sheet("2.png")
    for head, parts in rows:
        second.rows(head, parts)
    (found,) = statements([first, second], cache)
    assert [period.index for period in found.periods] == [7, 8, 9]


def test_the_rest_of_an_instalment_torn_by_the_screens_edge_is_not_the_whole(cache: Cache) -> None:
    first = Sheet("1.png").rows(
        "放心借", ("待还总额", "2,173.60"), ("剩余本金", "2,000.00"), ("应付利息", "110.00"),
        ("应付罚息", "63.60"), "第5期 2026-09-18 到期", ("本金", "1,000.00"), ("利息", "62.00"),
        ("罚息", "40.80"),
    )  # fmt: skip
    second = Sheet("2.png").rows(
        ("利息", "62.00"), ("罚息", "40.80"), "第6期 2026-10-18 到期", ("本金", "1,000.00"),
        ("利息", "48.00"), ("罚息", "22.80"), "放心借",
    )  # fmt: skip
    (found,) = statements([first, second], cache)
    assert found.outstanding.interest
    assert found.outstanding.interest.value == Decimal("110.00")
    assert not found.notes


def test_a_part_of_an_amount_above_is_no_rival_of_it() -> None:
    sheet = Sheet().rows(
        "京东金条", ("待还本金", "3,000.00"), ("其中未到期本金", "1,200.00"), ("待还利息", "88.32"),
        ("罚息", "61.65"), ("其中复利", "5.41"),
    )  # fmt: skip
    found = drafted(sheet).totals
    assert {name: [str(one.value) for one in entries] for name, entries in found.items()} == {
        "principal": ["3000.00"], "interest": ["88.32"], "penalty": ["61.65"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["逾期应还1,155.43元（含罚息）", "逾期应还1,155.43元(罚息)"],
    ids=["held in it", "a remark"],
)
def test_a_remark_in_brackets_behind_an_amount_is_no_label(said: str) -> None:
    assert owed(Sheet().rows("度小满", said, ("利息", "73.42"))) == {
        "total": "1155.43", "interest": "73.42",
    }  # fmt: skip


def test_a_part_that_stands_elsewhere_may_be_a_rival() -> None:
    sheet = Sheet().rows("度小满", ("正常利息", "300.00"), ("罚息", "12.00"), ("其中利息", "50.00"))
    assert len(drafted(sheet).totals["interest"]) == 2


def test_a_card_that_pays_says_no_day_of_lending() -> None:
    sheet = Sheet().rows("微粒贷", "2026-11-24 借记卡支付", ("剩余本金", "1,500.00"))
    assert drafted(sheet).began is None


def test_amounts_at_the_middle_of_a_cell_of_two_lines() -> None:
    sheet = Sheet().rows("好期贷", ("待还总额", "2,216.25"))
    across(sheet, "期次/到期日", "本金", "利息", "罚息", "状态")
    rows = (
        ("1", "2026-06-25", "1000.00", "105.00", "--", "已还"),
        ("2", "2026-07-25", "1000.00", "90.00", "90.00", "逾期"),
        ("3", "2026-08-25", "1000.00", "30.00", "6.25", "逾期"),
        ("4", "2026-12-25", "1000.00", "15.00", "--", "未到期"),
    )
    for place, (number, day, *cells) in enumerate(rows):
        top = sheet.y + 110 * place
        sheet.at(LEFT + 40, top, number, size=26).at(LEFT, top + 34, day, size=26)
        for x, cell in zip(COLUMNS[1:], cells, strict=True):
            sheet.at(x, top + (10 if len(cell) < 6 else 20), cell, size=32)
    assert [(row["index"], row["interest"], row["status"]) for row in instalments(sheet)] == [
        ("1", "105.00", "paid"),
        ("2", "90.00", "overdue"),
        ("3", "30.00", "overdue"),
        ("4", "15.00", "upcoming"),
    ]


def test_numbers_parted_from_their_days_by_a_dot() -> None:
    sheet = Sheet().row("滴水贷 全部账单")
    for number, day, whole, interest, late in (
        ("5", "2026/05/26", "1,101.15", "81.00", "120.15"),
        ("6", "2026/06/26", "1,066.73", "67.50", "99.23"),
    ):
        sheet.row(f"{number}期 · {day}", f"¥{whole}")
        sheet.row(f"本900.00 + 息{interest} + 罚息{late}", "已逾期")
    assert [(row["index"], row["penalty"]) for row in instalments(sheet)] == [
        ("5", "120.15"),
        ("6", "99.23"),
    ]


def test_an_instalment_of_which_all_was_repaid_is_paid() -> None:
    sheet = Sheet().row("拍拍贷 - 账单详情")
    sheet.row("1/12 2026/05/03", "已还 1,868.04").row("本金1,508.04 利息360.00")
    sheet.row("2/12 2026/10/03", "应还 1,895.24").row(
        "本金1,648.74 利息219.30 罚息27.20", "逾期55天"
    )
    assert [(row["index"], row["status"]) for row in instalments(sheet)] == [
        ("1", "paid"),
        ("2", "overdue"),
    ]


def orders(sheet: Sheet) -> Sheet:
    """Two purchases of 白条, each with its own heads over its figures."""
    for bought, figures in (
        ("订单 2026-04-30 分6期", ("1,066.00", "32.00", "46.53", "1,144.53")),
        ("订单 2026-05-26 分3期", ("466.00", "9.32", "27.45", "502.77")),
    ):
        sheet.rows(bought, ("待还本金", "分期服务费", "违约金", "小计"), figures)
    return sheet


def test_purchases_below_the_whole_and_its_parts() -> None:
    head = Sheet().rows("京东白条", "全部待还 (元)", "1,647.30")
    sheet = orders(head.row("=本金 1,532.00 + 分期服务费 41.32 + 违约金 73.98"))
    parts = [{n: a for n, a in one.items() if n != "index"} for one in instalments(sheet)]
    assert [one["fees"] for one in parts] == ["32.00", "9.32"]
    assert [one["late_fees"] for one in parts] == ["46.53", "27.45"]
    assert owed(sheet) == {
        "total": "1647.30",
        "principal": "1532.00",
        "fees": "41.32",
        "late_fees": "73.98",
    }
