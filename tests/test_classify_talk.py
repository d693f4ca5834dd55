"""What people say of papers and debts: chats that itemise a debt, letters, and one's own plans."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted, outstanding

SERVICE = (
    "样本金融在线客服", "您好，请问有什么可以帮您？", "我想知道现在一共欠多少",
    "您的借款截至今日欠款如下：", "剩余本金：6,240.00元", "利息：187.46元", "罚息：92.31元",
    "合计应还：6,519.77元", "能不能减免利息和罚息",
)  # fmt: skip


def kind_of(cache: Cache, *rows: str | tuple[str, ...]) -> str:
    [material] = interpreted([Sheet().rows(*rows)], cache).materials
    return material.kind


def test_customer_service_that_says_what_a_debt_is_made_of_is_a_bill(cache: Cache) -> None:
    found = interpreted([Sheet().rows(*SERVICE)], cache)
    [statement] = found.statements
    assert outstanding(statement)["penalty"] == "92.31 verified"


def test_customer_service_that_names_a_sum_alone_is_a_chat(cache: Cache) -> None:
    rows = [row for row in SERVICE if not row.startswith(("剩余", "利息：", "罚息："))]
    assert kind_of(cache, *rows) == "chat_record"


def test_messages_of_two_lenders_that_itemise_two_debts_are_two_bills(cache: Cache) -> None:
    sheet = Sheet().at(400, 100, "昨天 10:05")
    sheet.y = 200
    sheet.rows(
        "【甲样本消费金融】您应还1,264.33元",
        "（本金1,102.50元，利息138.60元，罚息23.23元）已逾期14天",
    )
    sheet.at(400, sheet.y, "昨天 11:05").gap(90)
    sheet.rows(
        "【乙样本消费金融】您应还总额2,480.91元，",
        "其中本金2,300.00元，利息150.91元，违约金30.00元。",
    )
    found = interpreted([sheet], cache).statements
    assert [outstanding(one)["principal"].split()[0] for one in found] == ["1102.50", "2300.00"]


@pytest.mark.parametrize(
    "title",
    [
        "申请书",
        "息费减免及分期还款申请书",
        "关于申请减免利息、罚息及违约金的申请书",
        "减免利息及罚息申请书",
    ],
)
def test_a_letter_that_lists_the_debts_is_a_letter_whatever_its_title(
    title: str, cache: Cache
) -> None:
    rows = (
        title, "致：样本银行股份有限公司",
        "申请人张样本，身份证号110101199003071006，因店铺关闭收入骤减。",
        ("债权人", "本金", "利息", "罚息"), ("样本贷", "8,696.97", "328.85", "117.28"),
        "申请事项：减免利息328.85元、罚息117.28元；本金自2026年12月20日起分36个月归还。",
        "此致", "敬礼", "申请人：张样本", "2026年11月25日",
    )  # fmt: skip
    assert kind_of(cache, *rows) == "application_letter"


@pytest.mark.parametrize(
    "said",
    ["收入证明我让人事给你盖好章了，", "要开受灾证明的今天下午到村委，"],
)
def test_papers_that_somebody_speaks_of_are_not_there(said: str, cache: Cache) -> None:
    rows = ("样本群(68)", "7月15日 10:22", said, "收到", "好的，我下午过去")
    assert kind_of(cache, *rows) in ("unknown", "chat_record")


def test_a_plan_of_days_and_sums_alone_is_ones_own(cache: Cache) -> None:
    rows = [("期数", "日期", "还款金额(元)", "剩余(元)")]
    rows += [
        (str(n), f"2027年{n}月20日", "1,112.95", f"{26710 - 1112 * n}.75") for n in range(1, 7)
    ]
    sheet = Sheet().row("还款计划表").row("张样本　总额26,710.70元　共24期").rows(*rows)
    [material] = interpreted([sheet.row("张样本", "2026年11月26日")], cache).materials
    assert material.kind == "repayment_plan"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("申请人：张样本", "签名：张样本　日期：2026年11月26日"), id="signed"),
        pytest.param(
            ("张样本", "月收入4,800.00元，月支出3,519.00元，可支配1,281.00元"), id="budget"
        ),
    ],
)
def test_a_plan_for_several_lenders_is_ones_own(cache: Cache, words: tuple[str, str]) -> None:
    rows = [("期次", "还款日", "奇富借条", "中信银行", "当期合计", "剩余")]
    rows += [
        (str(n), f"2027-0{n}-25", "227.34", "304.52", "531.86", f"{4254 - 531 * n}.88")
        for n in range(1, 8)
    ]
    assert kind_of(cache, "还款计划表", words[0], *rows, words[1]) == "repayment_plan"


def test_a_lenders_plan_is_a_bill(cache: Cache) -> None:
    rows = [("期数", "日期", "本金", "利息")]
    rows += [(f"第{n}期", f"2027-0{n}-20", "1,012.95", "100.00") for n in range(1, 7)]
    sheet = Sheet().row("样本贷 还款计划表").rows(*rows)
    [material] = interpreted([sheet], cache).materials
    assert material.kind == "bill"


def test_a_page_of_what_was_repaid_with_nothing_left_is_a_record(cache: Cache) -> None:
    rows = (
        "还款结果", "还款成功", "¥1,267.93", ("还款本金", "1,218.00元"), ("利息", "23.18元"),
        ("罚息", "26.75元"), ("还款方式", "样本银行储蓄卡(6409)"),
        ("还款时间", "2026-11-26 19:54:58"), ("剩余待还", "0.00元"),
        "服务由样本小额贷款有限公司提供",
    )  # fmt: skip
    assert kind_of(cache, *rows) == "repayment_record"


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("减免罚息、利息及违约金申请书", id="listed"),
        pytest.param("息费减免及分期还款申请书", id="two-requests"),
        pytest.param("致各贷款机构的信", id="no-title"),
    ],
)
def test_a_letter_that_states_all_that_is_owed_is_no_bill(cache: Cache, title: str) -> None:
    rows = (
        title, "样本消费金融有限公司、样本银行信用卡中心：",
        "截至2026年11月26日，我共欠本金19,136.35元、利息858.26元、罚息212.47元、违约金30.60元。",
        "我请求：一是减免利息858.26元；二是减免罚息212.47元；三是减免违约金30.60元。",
        "此致", "敬礼", "申请人：张样本", "2026年11月27日",
    )  # fmt: skip
    assert kind_of(cache, *rows) == "application_letter"


OWN_ROWS = [
    (f"第{n}期", f"2027年{n}月18日", "1,282.00", "0.00", "0.00", "1,282.00") for n in range(1, 7)
]
OWN_HEAD = ("期次", "还款日", "本金", "利息", "罚息", "每期还款金额(元)")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["还款方案", "还款人：张样本 应还总额：7,692.00元"], id="who-repays"),
        pytest.param(["受灾后还款计划", "以上为减免息费后的还款安排。"], id="after-relief"),
        pytest.param(["还款安排表.xlsx - Excel", "还款安排表"], id="spreadsheet"),
        pytest.param(["还款计划", "利息、罚息申请减免。", "签名：张样本"], id="asks"),
    ],
)
def test_a_plan_without_charges_is_ones_own(cache: Cache, lines: list[str]) -> None:
    assert kind_of(cache, *lines, OWN_HEAD, *OWN_ROWS) == "repayment_plan"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [(*row[:3], "31.20", "4.10", "1,317.30") for row in OWN_ROWS], id="with-interest"
        ),
        pytest.param([(*row[:5], "待还款") for row in OWN_ROWS], id="with-states"),
    ],
)
def test_a_lenders_plan_is_none(cache: Cache, rows: list[tuple[str, ...]]) -> None:
    found = kind_of(cache, "还款计划", "样本消费金融有限公司", OWN_HEAD, *rows, "立即还款")
    assert found == "bill"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                "申请书",
                "分期乐（吉安市分期乐网络小额贷款有限公司）：",
                "我叫张样本，7月初发大水，欠款没还上。",
                "现在欠本金7263.26元，利息484.43元，逾期费207.26元。",
                "请求免掉：利息484.43元；逾期费207.26元。",
                "我保证说的是真话。",
                "张样本",
                "2026年11月25日",
            ],
            id="plain-words",
        ),
        pytest.param(
            [
                "减免罚息、利息申请",
                "致重庆度小满小额贷款有限公司：",
                "我是张样本，8月20日单位停业失业。",
                "平台",
                "本金",
                "利息",
                "罚息",
                "度小满",
                "3200.00",
                "122.40",
                "91.20",
                "申请减免利息122.40元、罚息91.20元。",
                "本人保证以上真实。谢谢！",
                "张样本",
                "2026.11.27",
            ],
            id="with-a-table",
        ),
    ],
)
def test_a_letter_in_plain_words_is_no_bill(cache: Cache, lines: list[str]) -> None:
    assert kind_of(cache, *lines) == "application_letter"


def test_a_plan_written_line_by_line_is_one(cache: Cache) -> None:
    rows = [f"{n}、2027年{n}月28日还1200.00元" for n in range(1, 7)]
    lines = (
        "还款计划",
        "欠平安普惠本金和服务费共7200.00元，分6个月还：",
        *rows,
        "合计7200.00元，从工资里还。",
    )
    assert kind_of(cache, *lines) == "repayment_plan"


def test_a_banks_message_with_the_whole_and_its_charges_is_a_bill(cache: Cache) -> None:
    sheet = Sheet().rows(
        "95588",
        "【工商银行】张样本先生：截至2026年11月26日，",
        "您尾号1904的信用卡逾期，全部应还款人民币",
        "9,846.75元（其中透支利息318.92元、违约金",
        "187.45元），最低还款额4,021.88元，请尽快还款。",
        "如已还款请忽略。",
    )
    found = interpreted([sheet], cache)
    assert [paper.kind for paper in found.materials] == ["bill"]
    [statement] = found.statements
    parts = {name: value.split()[0] for name, value in outstanding(statement).items()}
    assert (parts["interest"], parts["late_fees"]) == ("318.92", "187.45")
