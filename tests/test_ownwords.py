"""Letters, plans and statements that people write in their own words, and what only looks so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted

LETTERS = {
    "note": (
        "你好，我是借呗的用户，名字叫张样本。",
        "今年4月我妈住院，我请假照顾了三个月，",
        "我想申请把罚息286.4元免掉，利息我照付，本金也一分不会少。",
        "真的不是恶意拖着，麻烦你们帮忙看看，谢谢",
    ),
    "no figures": (
        "求助信",
        "尊敬的领导：您好！我是贵平台的一名借款人，今年六月从架子上摔下来。",
        "欠的钱我认，可是每天都在涨，我实在背不动了。恳求领导",
        "把利息和罚息给我减免了，本金我让儿子慢慢还。",
        "2026年11月13日",
    ),
    "by instalment": (
        "样本贷：我叫张样本，在你们这借了12期，后面孩子生病就没跟上。",
        "想请你们把下面这几期的利息免了：",
        "第3期利息 86.12元",
        "第4期利息 88.30元",
        "还有罚息 35.7元 也请免了。本金我每个月还600。",
    ),
    "old style": (
        "陈情书",
        "鄙人张样本，退休教员。去岁为老妻治病，曾向贵司借款贰万元。",
        "兹恳请贵司体恤下情，准予免除利息人民币柒佰零捌元整、罚息人民币壹佰陆拾叁元整。",
        "此致 样本消费金融有限公司",
    ),
}
PLANS: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "prose": (
        "借呗那笔我算了一下，本金一共还剩7032.18，一次真拿不出来",
        "从12月开始，每个月15号还600，一直到明年10月，最后一个月（11月15号）还432.18，就清了",
    ),
    "list": ("我打算这样还", "12.10 还1500", "1.10 还1500", "2.10 还800", "加起来3800"),
    "in a chat with oneself": (
        "文件传输助手",
        "2026年11月2日晚上21:40",
        "我的还款计划：",
        "三家本金加起来9078.40元（快活花4500.00，小米3328.40，",
        "vivo1250.00），利息和罚息请求全部减免。",
        "从2026年12月25日开始，每个月25号还款，一共15期。前14期每期还",
        "605元，第15期2028年2月25日还608.40元，合计9078.40元。",
        "钱从失业金里出，失业金每月1872元，能领到2028年8月。",
    ),
    "without a person": (
        "还款",
        "本金还欠1.2万 计划：",
        "· 每月10号还1000，12月起",
        "· 分12个月还完",
        "· 钱从老公工资里出",
    ),
    "numbered note": (
        "还款计划",
        "张样本，微粒贷+白条一起，每月15号还：",
        "1. 2026.12.15 还850.00元",
        "2. 2027.01.15 还850.00元",
        "3. 2027.02.15 还823.32元",
        "一共2,523.32元（本金2,482.00+服务费41.32）",
        "钱从每月10号发的工资3,200里出",
    ),
    "heads of who pays": (
        "还款计划表",
        "借款人：张样本 贷款机构：样本消费金融 单位：元",
        ("还款日", "还本金", "还利息", "本次还款合计", "剩余本金"),
        ("2026-12-12", "750.00", "45.00", "795.00", "8,250.00"),
        ("2027-01-12", "750.00", "41.25", "791.25", "7,500.00"),
        ("2027-02-12", "750.00", "37.50", "787.50", "6,750.00"),
    ),
    "spreadsheet": (
        "还款.xlsx - Excel",
        ("还款日期", "当月一共", "花呗", "借呗"),
        ("2026/12/10", "750", "300", "450"),
        ("2027/1/10", "750", "300", "450"),
        ("2027/2/10", "750", "300", "450"),
    ),
    "for a loan": (
        "关于尾号8830贷款的还款方案",
        "截至2026年11月12日，剩余本金16,260.00元，已逾期47天。",
        "（一）2026年12月31日前，偿还9,500.00元；",
        "（二）2027年3月31日前，偿还余款6,760.00元。",
        "请贵行按此方案办理，并对逾期期间罚息予以减免。",
    ),
}
STATEMENTS = {
    "note": (
        "我的收支",
        "工资 3800",
        "周末家教 600",
        "每月要花的",
        "房租 1300",
        "吃饭 1000",
        "交通+话费 220",
    ),
    "chat": (
        "我和我老公现在就他一个人挣钱，上个月拿回来6200。",
        "一个月开支大概：房租1600",
        "奶粉尿布1150，买菜1300，老大上学500",
    ),
}
OTHERS = {
    "news": (
        "多家机构回应：遇困难可申请减免利息和罚息",
        "可提交申请书、诊断证明、收入证明等材料，申请减免息费或延期还款。",
    ),
    "agent": (
        "减免息费代理",
        "专业法务一对一代写申请书",
        "不成功不收费",
        "某客户欠款 86,000 → 减免后51,300",
    ),
    "friend": (
        "上次借你那2000啥时候方便还我呀",
        "这个月真紧12月10号发工资先还你1000",
        "1月再还1000行不",
        "花呗都逾期了",
        "我表姐说可以打客服申请减免的你问问",
    ),
    "receipt": ("样本超市 收银小票", "五花肉 25.63", "鸡蛋 21.90", "实付 47.53"),
}


def kind(rows: tuple[str | tuple[str, ...], ...], tmp_path: Path) -> str:
    [paper] = interpreted([Sheet().rows(*rows)], Cache(tmp_path)).materials
    return paper.kind


@pytest.mark.parametrize("rows", LETTERS.values(), ids=LETTERS)
def test_a_letter_is_known_by_who_asks_for_what(rows: tuple[str, ...], tmp_path: Path) -> None:
    assert kind(rows, tmp_path) == "application_letter"


@pytest.mark.parametrize("rows", PLANS.values(), ids=PLANS)
def test_a_plan_is_known_by_what_it_promises(
    rows: tuple[str | tuple[str, ...], ...], tmp_path: Path
) -> None:
    assert kind(rows, tmp_path) == "repayment_plan"


@pytest.mark.parametrize("rows", STATEMENTS.values(), ids=STATEMENTS)
def test_a_statement_is_known_by_earning_and_spending(
    rows: tuple[str, ...], tmp_path: Path
) -> None:
    assert kind(rows, tmp_path) == "hardship_statement"


@pytest.mark.parametrize("rows", OTHERS.values(), ids=OTHERS)
def test_what_speaks_of_relief_without_asking_for_it_is_none_of_these(
    rows: tuple[str, ...], tmp_path: Path
) -> None:
    assert kind(rows, tmp_path) not in (
        *("application_letter", "repayment_plan", "hardship_statement", "bill"),
    )


def test_a_page_of_a_contract_is_no_bill_though_it_lists_instalments(tmp_path: Path) -> None:
    sheet = Sheet().rows(
        "第六条 还款方式：等额本息，按月偿还。还款计划表如下：",
        ("期次", "还款日", "应还本金", "应还利息", "应还总额"),
        ("1", "2025-09-21", "946.19", "120.00", "1,066.19"),
        ("2", "2025-10-21", "957.54", "108.65", "1,066.19"),
        "第七条 罚息：借款人未按约定还款的，贷款人自逾期之日起按罚息利率计收罚息。",
        "第八条 贷款人有权在借款人违约时宣布贷款提前到期。",
        "贷款人：样本小额贷款有限公司（盖章） 借款人：张样本",
    )
    found = interpreted([sheet], Cache(tmp_path))
    assert [paper.kind for paper in found.materials] == ["loan_contract"]
    assert found.statements == ()


def test_a_lenders_own_list_that_offers_relief_stays_a_bill(tmp_path: Path) -> None:
    sheet = Sheet().rows(
        ("我的", "还款计划"),
        "借款6,000.00元 样本消费金融有限公司",
        ("第7期 2026-10-18", "已逾期", "551.88"),
        "本金500.00 利息43.20 罚息8.68",
        ("第8期 2026-12-18", "待还", "536.40"),
        "本金500.00 利息36.40",
        ("第9期 2027-01-18", "待还", "528.90"),
        "本金500.00 利息28.90",
        "因病、失业还款困难的，可申请减免罚息",
        "我知道了",
    )
    found = interpreted([sheet], Cache(tmp_path))
    assert [paper.kind for paper in found.materials] == ["bill"]


def rows_of_a_plan(first: int, last: int) -> list[tuple[str, ...]]:
    months = [(2027 + (n - 1) // 12, (n - 1) % 12 + 1) for n in range(first, last + 1)]
    return [
        (str(n), f"{year}-{month:02}-20", "300.00", "20.00", "320.00")
        for n, (year, month) in zip(range(first, last + 1), months, strict=True)
    ]


@pytest.mark.parametrize(
    ("end", "kinds"),
    [
        (("合计", "", "2,400.00", "160.00", "2,560.00"), ["repayment_plan"]),
        (("家庭经济情况说明",), ["repayment_plan", "hardship_statement"]),
    ],
    ids=["its own page", "over another paper"],
)
def test_a_plan_goes_on_where_its_numbers_do(
    end: tuple[str, ...], kinds: list[str], tmp_path: Path
) -> None:
    head = ("期次", "还款日", "本金", "利息", "应还合计")
    first = Sheet("计划.pdf").rows("个人还款计划表", "申请人：张样本", head, *rows_of_a_plan(1, 5))
    second = Sheet("计划.pdf", 2).rows(*rows_of_a_plan(6, 8), end)
    if len(kinds) > 1:
        second.rows(
            "本人每月收入5,200元，每月支出：房租1,300元，伙食1,500元，水电150元。", "特此说明"
        )
    papers = interpreted([first, second], Cache(tmp_path)).materials
    assert [paper.kind for paper in papers] == kinds
    assert [page.page for page in papers[0].pages] == [1, 2]


def test_a_statement_that_asks_for_relief_as_well_stays_a_statement(tmp_path: Path) -> None:
    rows = (
        "个人困难情况说明",
        "尊敬的样本消费金融有限公司：",
        "本人张样本，2026年7月失业，现无收入，靠家人接济，每月房租1,300元。",
        "恳请贵公司减免逾期期间产生的利息和罚息。",
        "说明人：张样本 2026年11月20日",
    )
    assert kind(rows, tmp_path) == "hardship_statement"


BUDGET = (
    "收支情况",
    ("项目", "每月金额（元）"),
    ("失业保险金", "1,872.00"),
    ("收入合计", "1,872.00"),
    ("房租", "600.00"),
    ("伙食", "500.00"),
    ("水电、交通", "150.00"),
    ("支出合计", "1,250.00"),
)
ONE_PAPER = (
    "息费减免申请书",
    "致：样本消费金融有限公司",
    "申请人张样本，本人因失业无力按期还款，深感抱歉。",
    "恳请贵方减免利息286.40元、罚息35.70元，本金本人将全部偿还。",
)


def test_a_letter_may_hold_a_budget_and_a_plan(tmp_path: Path) -> None:
    head = ("期次", "还款日", "还款金额", "资金来源")
    rows = [(str(n), f"2027-{n:02}-15", "400.00", "配送收入") for n in range(1, 5)]
    first = Sheet("申请.docx").rows(*ONE_PAPER, *BUDGET, "还款计划", head, *rows[:3])
    second = Sheet("申请.docx", 2).rows(rows[3], ("合计", "", "1,600.00", ""), "以上内容属实。")
    second.gap().rows("此致 敬礼", "申请人：张样本", "2026年11月27日")
    [paper] = interpreted([first, second], Cache(tmp_path)).materials
    assert paper.kind == "application_letter"
    assert paper.contents == ("application_letter", "repayment_plan", "hardship_statement")
    assert paper.fields["issued"].value == "2026-11-27"
    assert [page.page for page in paper.pages] == [1, 2]


def test_a_plan_that_says_what_is_to_be_waived_stays_a_plan(tmp_path: Path) -> None:
    rows = ("还款计划", "申请人：张样本", "恳请减免罚息35.70元后，我这样还：")
    paid = ("2026年12月15日还400元", "2027年1月15日还400元", "2027年2月15日还400元")
    [paper] = interpreted([Sheet().rows(*rows, *paid)], Cache(tmp_path)).materials
    assert paper.kind == "repayment_plan"


def test_a_lenders_notice_of_what_is_overdue_is_no_plan(tmp_path: Path) -> None:
    sheet = Sheet().rows(
        "样本汽车金融有限责任公司",
        "车贷逾期还款通知",
        "张样本女士：您与我公司签订的合同尚有以下各期款项未还：",
        ("期次", "应还款日", "本金", "利息", "罚息", "逾期天数", "小计"),
        ("34/36", "2026-09-18", "1,820.60", "32.00", "35.53", "67", "1,888.13"),
        ("35/36", "2026-10-18", "1,831.20", "21.40", "19.73", "37", "1,872.33"),
        ("36/36", "2026-11-18", "1,841.87", "10.73", "3.22", "6", "1,855.82"),
        ("合计", "", "5,493.67", "64.13", "58.48", "", "5,616.28"),
        "付清以上款项后贷款即结清。请您尽快将应还款项存入扣款账户。",
        "如您近期遇到困难，我们将根据您的情况协助处理。",
    )
    found = interpreted([sheet], Cache(tmp_path))
    assert [paper.kind for paper in found.materials] == ["bill"]
