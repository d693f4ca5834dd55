"""What one earns and spends, from the applicant's own papers, only where it adds up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.plan.ownbudget import OwnBudget, own_budget
from tests.sheets import Sheet, case_of

Rows = Sequence[str | Sequence[str]]


def told(
    *rows: str | Sequence[str], kind: str = "hardship_statement", sheet: Sheet | None = None
) -> OwnBudget:
    reading = (sheet or Sheet("说明.jpg").rows(*rows)).reading()
    return own_budget(case_of(kind, reading))


def income(found: OwnBudget) -> list[tuple[str, str]]:
    return [(one.name, str(one.amount)) for one in found.income]


def spending(found: OwnBudget) -> list[tuple[str, str]]:
    return [(one.name, str(one.amount)) for one in found.spending]


TABLE: Rows = (
    "家庭收支情况说明",
    ("项目", "每月金额（元）", "说明"),
    ("失业保险金", "1,872.00", "领取至2027年12月"),
    ("周末代驾收入", "2,150.00", "8—11月平均"),
    ("收入合计", "4,022.00", ""),
    ("房租", "850.00", ""),
    ("水电、通信", "240.00", ""),
    ("支出合计", "1,090.00", ""),
)


def test_a_table_whose_items_make_their_totals() -> None:
    found = told(*TABLE)
    assert income(found) == [("失业保险金", "1872.00"), ("周末代驾收入", "2150.00")]
    assert spending(found) == [("房租", "850.00"), ("水电通信", "240.00")]


def test_a_figure_that_was_misread_leaves_its_side_blank() -> None:
    rows = [*TABLE[:5], ("房租", "350.00", ""), *TABLE[6:]]
    found = told(*rows)
    assert income(found)
    assert not spending(found)


def test_incomes_beside_costs() -> None:
    sheet = Sheet("说明.jpg").rows("收支情况（每月）")
    columns = (60, 300, 560, 820)
    for row in (
        ("收入", "金额(元)", "支出", "金额(元)"),
        ("失业保险金", "2,245", "房租（合租）", "1,300"),
        ("兼职", "2,400", "伙食", "900"),
        ("", "", "交通、通讯", "220"),
        ("合计", "4,645", "合计", "2,420"),
    ):
        for x, text in zip(columns, row, strict=True):
            if text:
                sheet.at(x, sheet.y, text, size=30)
        sheet.y += 60
    found = told(sheet=sheet.row("每月结余约2,225元，可用于还款。"))
    assert income(found) == [("失业保险金", "2245.00"), ("兼职", "2400.00")]
    assert spending(found) == [("房租", "1300.00"), ("伙食", "900.00"), ("交通通讯", "220.00")]


@pytest.mark.parametrize(
    ("text", "earned", "spent"),
    [
        pytest.param(
            "每月收入3,050元；支出：伙食700元、孩子上学450元、水电100元，共1,250元；结余1,800元。",
            ["3050.00"], ["700.00", "450.00", "100.00"], id="sentence",
        ),
        pytest.param(
            "我每月工资5100元；开支：吃饭1200，房租900，还亲戚500，一共2600，能拿出2500元还款。",
            ["5100.00"], ["1200.00", "900.00", "500.00"], id="own words",
        ),
        pytest.param(
            "每月支出2120元：房租1200元，吃饭920元。剩1080元，从工资3200元里还。",
            ["3200.00"], ["1200.00", "920.00"], id="total first",
        ),
        pytest.param(
            "申请人月均收入6,280元，月均必要支出4,300元，可支配余额1,980元。",
            ["6280.00"], ["4300.00"], id="totals alone",
        ),
        pytest.param(
            "工资5900元，前夫每月支付抚养费800元；每月支出3,800元（房租2,600元、伙食1,200元），结余2,900元。",
            ["5900.00", "800.00"], ["2600.00", "1200.00"], id="given by another",
        ),
        pytest.param(
            "我到水产厂做工，每月2300元。每月要用：伙食700元，水电700元，共1400元，能剩900元。",
            ["2300.00"], ["700.00", "700.00"], id="by working",
        ),
        pytest.param(
            "低保金人民币捌佰元，打零工月均收入人民币壹仟柒佰元，合计收入贰仟伍佰元。",
            ["800.00", "1700.00"], [], id="capitals",
        ),
    ],
)  # fmt: skip
def test_sentences(text: str, earned: list[str], spent: list[str]) -> None:
    found = told("情况说明", text)
    assert [amount for _, amount in income(found)] == earned
    assert [amount for _, amount in spending(found)] == spent


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("每月工资5100元，房租900，吃饭1200，大概还能剩2000多",), id="does not close"),
        pytest.param(("利息合计60.00元，罚息30.00元，共90.00元，请免除",), id="of the debt"),
        pytest.param(
            (("营业流水", "11,000.00"), ("进货成本", "4,200.00"), ("净收入", "6,800.00")),
            id="of a business",
        ),
        pytest.param(("联系电话13900000061", "房租900元"), id="telephone"),
        pytest.param(
            ("支出：房租900元、伙食800元、每月还款1,300元，合计3,000元",),
            id="the debt among the items",
        ),
    ],
)
def test_what_is_no_budget_or_does_not_add_up(rows: Rows) -> None:
    assert told(*rows) == OwnBudget()
    assert told(*rows, kind="application_letter") == OwnBudget()


def test_papers_of_others_do_not_speak() -> None:
    assert told(*TABLE, kind="income_certificate") == OwnBudget()


COSTS = "每月开支：房租600元，吃饭360元，药费180元，合计1140元。"


@pytest.mark.parametrize(
    ("text", "earned"),
    [
        ("现在每月到手1760元。", ["1760.00"]),
        ("平时每月工资5200元，现在每月到手1760元。", ["1760.00"]),
        ("每月收入约4900元，当面结现金。", ["4900.00"]),
        ("原来每月工资5200元。", []),
        ("丈夫每月工资5200元。", []),
        ("每月工资3200元，兼职每月收入900元。", []),
        ("打零工一天挣120元。", []),
    ],
)
def test_the_one_income_of_today_stands_beside_costs_that_close(
    text: str, earned: list[str]
) -> None:
    found = told("情况说明", text, COSTS)
    assert [amount for _, amount in income(found)] == earned
    assert found.lone is bool(earned)


def test_an_income_that_was_read_badly_is_asked_for() -> None:
    sheet = Sheet("说明.jpg").row("情况说明").row("现在每月到手1760元。", sure=0.7).row(COSTS)
    assert not told(sheet=sheet).income


@pytest.mark.parametrize(
    ("text", "earned"),
    [
        ("失业保险金1422元，女儿每月帮补800元，合计2222元。", ["1422.00", "800.00"]),
        (
            "低保金732元，生活补贴195元，儿子每月给1000元，合计1927元。",
            ["732.00", "195.00", "1000.00"],
        ),
    ],
)
def test_what_children_give_is_income_among_incomes(text: str, earned: list[str]) -> None:
    found = told("家庭收支情况说明", f"每月收入：{text}", COSTS)
    assert [amount for _, amount in income(found)] == earned
    assert len(found.spending) == 3
