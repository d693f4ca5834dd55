"""The facts on papers: names, numbers, dates and incomes, wherever a paper puts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.fields import fields_of
from pipeline.extract.fields.order import DOUBTED
from pipeline.extract.fields.people import name_only
from pipeline.store import Cache
from schemas.casefile import Assign
from schemas.geometry import Box
from tests.sheets import Sheet, interpreted

NUMBER = "110199199408291192"


def fact(sheet: Sheet, name: str, reader: str = "") -> str | None:
    found = fields_of(sheet.reading(), [reader or name])
    return found[name].value if name in found else None


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("姓名：张样本",), id="in its line"),
        pytest.param((("姓名", "婚姻状况", "证件类型"), ("张样本", "已婚", "身份证")), id="heads"),
        pytest.param(("参保人员缴费信息", "姓名：张样本"), id="title of a list of persons"),
        pytest.param(("姓名张样本",), id="without a colon"),
        pytest.param(("姓 名 张样本",), id="label spaced out"),
        pytest.param((("姓名", "张样本"),), id="beside"),
        pytest.param(("姓名：张样本 性别：男 年龄：32岁",), id="more behind"),
        pytest.param(("姓名张样本性别男",), id="more behind without spaces"),
        pytest.param((f"兹证明张样本（身份证号：{NUMBER}）系我单位职工",), id="in a sentence"),
        pytest.param(("兹证明张样本同志系我单位职工",), id="with a title"),
        pytest.param(("患者姓名：张样本",), id="patient"),
        pytest.param(("姓名：張樣本",), id="traditional"),
        pytest.param(("乙方（劳动者）：张样本 身份证号",), id="party with a remark"),
        pytest.param((f"兹有张样本（身份证号：{NUMBER}）系我",), id="whereas"),
        pytest.param(("借款人：张样本 借款金额：12,000.00元",), id="more of another kind behind"),
        pytest.param(("姓名：张样本住院号：ZY730000",), id="a number behind"),
        pytest.param(("交款人：张样本",), id="payer"),
        pytest.param(("承租人（乙方）：张样本",), id="tenant with a remark"),
        pytest.param(
            (f"张样本，身份证号码：{NUMBER}，自2022年1月4日入职",), id="before its number"
        ),
        pytest.param(
            (f"张样本同志（身份证号{NUMBER}）自2019年起",), id="comrade before its number"
        ),
        pytest.param(("患者张样本，女，34岁，因外伤就诊",), id="patient in a sentence"),
        pytest.param(("我叫张样本，今年32岁",), id="in one's own words"),
        pytest.param(
            (f"样本有限公司与张样本（身份证号：{NUMBER}）签订的合同",), id="a second party"
        ),
    ],
)
def test_names(rows: tuple[str | tuple[str, str], ...]) -> None:
    assert fact(Sheet().rows(*rows), "name") == "张样本"


def test_an_address_that_goes_on_in_the_next_line() -> None:
    sheet = Sheet().at(60, 100, "住址").at(160, 100, "北京市样本区示例大街75号")
    sheet.at(160, 150, "22幢1112室").at(60, 300, f"公民身份号码 {NUMBER}")
    assert fact(sheet, "address") == "北京市样本区示例大街75号22幢1112室"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("申请人张样本，身份证号码略，电话13900000061。", "13900000061"),
        ("联系方式：139 0000 0061", "13900000061"),
        ("手机号 139-0000-0061", "13900000061"),
        ("紧急联系人母亲13900000061", None),
        ("单位电话13900000061", None),
        ("紧急联系电话：13900000061", None),
        ("妻子手机13900000061，本人联系电话13800000061", "13800000061"),
        ("尾号13900000061234", None),
    ],
)
def test_telephones(text: str, expected: str | None) -> None:
    assert fact(Sheet().rows(text), "phone") == expected


def test_a_telephone_number_that_begins_the_next_line() -> None:
    sheet = Sheet().rows("我叫张样本，在样本市打工，联系电话", "13900000061，请与我联系。")
    assert fact(sheet, "phone") == "13900000061"


def test_an_address_that_goes_on_with_one_sign() -> None:
    sheet = Sheet().at(60, 100, "住址").at(160, 100, "北京市样本区示例大街75")
    sheet.at(160, 150, "号").at(60, 300, f"公民身份号码 {NUMBER}")
    assert fact(sheet, "address") == "北京市样本区示例大街75号"


def test_an_address_of_one_line_takes_nothing_of_what_follows() -> None:
    sheet = Sheet().at(60, 100, "住址").at(160, 100, "北京市样本区示例大街75号")
    sheet.at(170, 150, "公民身份号码").at(60, 250, NUMBER)
    assert fact(sheet, "address") == "北京市样本区示例大街75号"


def test_an_income_that_goes_on_in_the_next_line() -> None:
    sheet = Sheet().rows("我单位正式职工，目前月收入为人民", "币5,200.00元（税后）。")
    assert fact(sheet, "monthly_income") == "5200.00"


def test_the_name_under_the_head_of_a_table() -> None:
    sheet = Sheet().row("姓名", "工号", "应发工资", "实发工资", step=60)
    sheet.row("张样本", "A0137", "5300.70", "4650.00")
    assert fact(sheet, "name") == "张样本"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("姓名", "性别"),), id="a head of a table"),
        pytest.param(("乙方（劳动者）",), id="a party without a name"),
        pytest.param(("姓名：",), id="blank"),
        pytest.param(("说明", "本人单身，无需抚养人员。"), id="how one lives"),
    ],
)
def test_words_that_are_no_name(rows: tuple[str, ...]) -> None:
    assert fact(Sheet().rows(*rows), "name") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"公民身份号码 {NUMBER}", NUMBER, id="on a card"),
        pytest.param("公民身份号码 110199 19940829 1192", NUMBER, id="spaced"),
        pytest.param("身份证号：11019919940829119x", "11019919940829119X", id="small x"),
        pytest.param("账号 62170000000000000011", None, id="account"),
        pytest.param(
            f"身份证号{NUMBER[:10]}0{NUMBER[10:]}", f"{NUMBER[:10]}0{NUMBER[10:]}", id="19"
        ),
        pytest.param("订单号 20261101220014561234", None, id="order"),
    ],
)
def test_id_numbers(text: str, expected: str | None) -> None:
    assert fact(Sheet().rows(text), "id_number") == expected


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        pytest.param("有效期限 2023.03.13-2043.03.13", "2023-03-13", "2043-03-13", id="points"),
        pytest.param("有效期限 2023.03.13-长期", "2023-03-13", "long-term", id="for good"),
        pytest.param("2023年3月13日至2043年3月13日", "2023-03-13", "2043-03-13", id="Chinese"),
    ],
)
def test_validity_of_a_card(text: str, since: str, until: str) -> None:
    found = fields_of(Sheet().rows(text).reading(), ["validity"])
    assert {name: value.value for name, value in found.items()} == {
        "valid_from": since,
        "valid_until": until,
    }


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("入院日期：2026-06-01", "打印日期：2026-11-16"), id="label outranks others"),
        pytest.param((("开具日期", "2026年11月16日"),), id="beside"),
        pytest.param(("收入证明", "特此证明", "", "样本公司", "2026年11月16日"), id="at the foot"),
        pytest.param(("日期：2026/11/16",), id="plain label"),
        pytest.param(("出生日期：1990-01-01", "报告时间：2026-11-16 09:30:00"), id="not the birth"),
        pytest.param(("事故认定书", "当事人张样本", "", "二〇二六年十一月十六日"), id="spelt out"),
    ],
)
def test_the_day_a_paper_was_made(rows: tuple[str | tuple[str, str], ...]) -> None:
    assert fact(Sheet().rows(*rows), "issued") == "2026-11-16"


def test_a_day_that_something_begins_on_is_not_the_day_a_paper_was_made() -> None:
    sheet = Sheet().row("诊断证明书").row("建议：卧床休息，自2026年8月19日起").row("医师：样医师")
    assert fact(sheet, "issued") is None


def test_a_day_that_a_payment_falls_due_on_is_not_the_day_of_the_plan() -> None:
    sheet = Sheet().row("还款计划表").row("第35期", "2029-10-18", "1,242.22")
    sheet.row("张样本", "2026-11-26")
    assert fact(sheet.row("第36期", "2029-11-18", "1,242.36"), "issued") == "2026-11-26"


@pytest.mark.parametrize(
    "row", [("12.2027.11.15", "还823.32元"), ("12  2027-11-15  1153.15  配送收入",)], ids=len
)
def test_a_day_beside_its_payment_is_not_the_day_of_the_plan(row: tuple[str, ...]) -> None:
    sheet = Sheet().rows("还款计划", "张样本").gap(600)
    assert fact(sheet.row(*row), "issued") is None


def test_a_day_of_admission_is_not_the_day_a_paper_was_made() -> None:
    sheet = Sheet().rows("出院记录", "入院日期：2026-08-03", "出院日期：2026-08-17").gap(600)
    assert fact(sheet.rows("医师签名"), "issued") != "2026-08-03"


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("入院日期：2026-06-08 出院日期：2026-06-22",), "admission_date"),
        ((("入院时间", "2026年6月8日"),), "admission_date"),
        (("于2026年6月8日解除劳动合同",), "contract_end"),
        (("自2022年1月4日入职，至2026年6月", "8日因公司业务调整离职"), "contract_end"),
        (("离职日期：2026-06-08",), "contract_end"),
        (("于2021年3月1日入职，双方签订的劳动合同于2026年6月8日解", "除。"), "contract_end"),
        (("事故时间：2026年06月08日10时",), "event_date"),
        (("死亡日期 2026年6月8日",), "event_date"),
        (("失业时间：2026.06.08",), "event_date"),
        (("其经营的小吃店于2026年6月8日因暴雨内涝受灾",), "event_date"),
        ((("入院日", "2026年06月08日"), ("期", "")), "admission_date"),
    ],
    ids=[
        "line",
        "beside",
        "sentence",
        "wrapped",
        "leaving",
        "the later of two",
        "accident",
        "death",
        "unemployment",
        "what befell",
        "wrapped label",
    ],
)
def test_days_of_events(rows: tuple[str, ...], name: str) -> None:
    assert fact(Sheet().rows(*rows), name) == "2026-06-08"


@pytest.mark.parametrize(
    "text",
    [
        "起止日期：2026-05-16至2026-11-15",
        "查询期间：2026年5月16日-2026年11月15日",
        "20260516-20261115",
        "2026.05.16~2026.11.15",
        "租赁期限自2026年5月16日起至2026年11月15日止",
    ],
)
def test_from_and_to_of_a_statement(text: str) -> None:
    found = fields_of(Sheet().rows(text).reading(), ["period"])
    assert [found["period_from"].value, found["period_to"].value] == ["2026-05-16", "2026-11-15"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("目前月收入为人民币5,200.00元（税后）。",), id="sentence"),
        pytest.param(("月均收入（税后）：¥5,200.00",), id="label"),
        pytest.param((("月工资", "5200.00"),), id="beside"),
        pytest.param(("月收入约人民币5200元",), id="about"),
        pytest.param(("病假期间月收入（病假工资）为5,200元，患病前月收入约8,100元。",), id="now"),
        pytest.param(("患病前月收入约8,100元，目前月收入5,200元。",), id="then and now"),
        pytest.param(("现住样本市太原，月收入5,200元。",), id="a place"),
        pytest.param(("月收入约为人民币伍仟贰佰元整（¥5200）",), id="after capitals"),
    ],
)
def test_monthly_income(rows: tuple[str, ...]) -> None:
    found = fact(Sheet().rows(*rows), "monthly_income")
    assert found is not None
    assert float(found) == 5200


def test_a_label_that_heads_a_column_is_read_downwards() -> None:
    sheet = Sheet().row("月份", "姓名", "基本工资", "应发工资", "实发工资", step=140)
    sheet.row("2026-09", "张样本", "4400.70", "5300.70", "4650.00")
    found = fields_of(sheet.reading(), ["name", "gross_pay", "net_pay"])
    assert [value.value for value in found.values()] == ["张样本", "5300.70", "4650.00"]


def test_columns_in_one_line_each_are_read_by_their_places() -> None:
    sheet = Sheet().at(60, 100, "姓名 基本工资 应发工资 实发工资")
    sheet.at(60, 190, "张样本 4400.70   5300.70  4650.00")
    found = fields_of(sheet.reading(), ["name", "gross_pay", "net_pay"])
    assert [value.value for value in found.values()] == ["张样本", "5300.70", "4650.00"]


def test_a_form_whose_values_stand_beside_their_labels_has_no_heads() -> None:
    sheet = Sheet().row("姓名", "张样本", "性别", "男", step=70)
    sheet.row("出生", "1990-01-01", "电话", "13800000000")
    assert fact(sheet, "name") == "张样本"


def test_values_beside_their_labels_on_a_slanting_page() -> None:
    sheet = Sheet()
    for place, (label, value) in enumerate(
        (("姓名", "张样本"), ("应发工资", "5300.70"), ("实发工资", "4650.00"), ("扣款", "650.70"))
    ):
        sheet.at(60, 100 + 60 * place, label).at(760, 100 + 60 * place, value)
    slope = 0.12
    sheet.lines = [
        line.model_copy(
            update={
                "quad": tuple(
                    value + slope * line.quad[at - 1] if at % 2 else value
                    for at, value in enumerate(line.quad)
                ),
                "box": Box(
                    x0=line.box.x0,
                    y0=line.box.y0 + round(slope * line.box.x0),
                    x1=line.box.x1,
                    y1=line.box.y1 + round(slope * line.box.x1),
                ),
            }
        )
        for line in sheet.lines
    ]
    assert fact(sheet, "net_pay") == "4650.00"
    assert fact(sheet, "name") == "张样本"


def test_a_value_of_its_own_column_goes_before_one_beside_it() -> None:
    sheet = Sheet().at(1000, 100, "税").at(1072, 100, "实发工资")
    sheet.at(1000, 146, "0.0").at(1074, 150, "4650.00")
    assert fact(sheet, "net_pay") == "4650.00"


def test_pay_of_a_payslip() -> None:
    sheet = Sheet().row("样本公司2026年9月工资条", step=120)
    sheet.row("姓名", "应发工资", "社保个人", "实发工资", step=60)
    sheet.row("张样本", "5300.70", "612.50", "4650.00")
    found = fields_of(sheet.reading(), ["pay_month", "gross_pay", "net_pay"])
    assert {name: value.value for name, value in found.items()} == {
        "pay_month": "2026-09",
        "gross_pay": "5300.70",
        "net_pay": "4650.00",
    }


@pytest.mark.parametrize(
    ("net", "sure"), [("4,632.50", True), ("532.50", False), ("9,632.50", False)]
)
def test_pay_of_which_too_little_is_left_is_doubted(net: str, sure: bool) -> None:
    sheet = Sheet().rows("工资条", ("应发工资", "5,045.00"), ("实发工资", net))
    found = fields_of(sheet.reading(), ["net_pay", "gross_pay"])
    assert (found["net_pay"].confidence > DOUBTED) is sure


def test_a_statement_that_gives_its_two_days_apart() -> None:
    sheet = Sheet().rows(("起始日期：2026-05-01", "终止日期：2026-10-31"))
    found = fields_of(sheet.reading(), ["period"])
    assert [found["period_from"].value, found["period_to"].value] == ["2026-05-01", "2026-10-31"]


def test_pay_that_is_called_paid() -> None:
    assert fact(Sheet().rows(("应付工资：4,500.00", "实付工资：4,102.66")), "net_pay") == "4102.66"


def test_both_days_of_a_validity_in_lines_of_their_own() -> None:
    sheet = Sheet().at(60, 100, "有效期限").at(300, 102, "2015.06.11").at(600, 98, "2035.06.11")
    found = fields_of(sheet.reading(), ["validity"])
    assert [value.value for value in found.values()] == ["2015-06-11", "2035-06-11"]


def test_a_month_of_pay_without_a_mark() -> None:
    assert fact(Sheet().rows("工资月份：202610"), "pay_month") == "2026-10"


def test_a_label_is_no_value_of_the_label_beside_it() -> None:
    sheet = Sheet().at(60, 100, "患者姓名").at(500, 100, "住院号")
    sheet.at(60, 150, "张样本").at(500, 150, "2605021")
    assert fact(sheet, "name") == "张样本"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("临床诊断：右侧桡骨远端骨折",), id="label"),
        pytest.param((("诊断", "右侧桡骨远端骨折"),), id="grid"),
        pytest.param(("初步诊断为：右侧桡骨远端骨折。建议休息",), id="sentence"),
        pytest.param(
            ("于2026年7月15日来我院就诊，初步诊断为：右", "侧桡骨远端骨折。"), id="wrapped"
        ),
    ],
)
def test_a_diagnosis(rows: tuple[str | tuple[str, str], ...]) -> None:
    assert fact(Sheet().rows(*rows), "diagnosis") == "右侧桡骨远端骨折"


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("用人单位：恒通汽车零部件有限公司", "恒通汽车零部件有限公司"),
        ("单位名称：红星机械厂", "红星机械厂"),
        ("系样本制造有限公司职工", "样本制造有限公司"),
        ("工作单位：青川市实验小学", "青川市实验小学"),
        ("在江阳县万家福超市有限公司任收银员", "江阳县万家福超市有限公司"),
    ],
    ids=["a part of a name", "a works", "in a sentence", "a school", "a shop"],
)
def test_employers(text: str, employer: str) -> None:
    assert fact(Sheet().rows(text), "employer") == employer


def test_an_employer_in_full_goes_before_what_is_left_of_it() -> None:
    sheet = Sheet().rows(
        "兹证明张样本自2021年起任", "职于市场部，担任销售。", "因2026年6月起公司业务收缩"
    )
    sheet.rows("福超市有", "万家福超市有限公司", "2026年11月18日")
    assert fact(sheet, "employer") == "万家福超市有限公司"


def test_a_diagnosis_as_it_is_printed_with_its_second_line() -> None:
    sheet = Sheet().row("临床诊断：1.腰椎间盘突出症（L4/5、L5/S1）；2.腰").row("椎管狭窄症")
    sheet.row("处理意见：术后恢复可。")
    assert fact(sheet, "diagnosis") == "1.腰椎间盘突出症（L4/5、L5/S1）；2.腰椎管狭窄症"


def test_what_somebody_is_leads_up_to_the_name() -> None:
    text = "兹有我村下屯村民覃样本（身份证号：110101199003071006），家有柑橘园。"
    assert fact(Sheet().rows(text), "name") == "覃样本"


def bank_page(page: int, *rows: tuple[str, str, str, str]) -> Sheet:
    head = ("交易日期", "摘要", "收入", "余额")
    title = ["交易流水明细清单", "户名：张样本"] if page == 1 else []
    return Sheet("流水.pdf", page=page, captured="").rows(*title, head, *rows)


def test_wages_in_a_bank_statement() -> None:
    sheet = bank_page(
        1,
        ("2026-06-10", "代发工资", "5,200.00", "6,893.38"),
        ("2026-06-12", "消费", "36.47", "6,856.91"),
        ("2026-07-10", "工资", "5,300.00", "9,893.38"),
    )
    assert fact(sheet, "wage_credits") == "2026-06-10:5200.00;2026-07-10:5300.00"


def test_wages_on_every_page_of_a_bank_statement_are_kept(tmp_path: Path) -> None:
    pages = [
        bank_page(1, ("2026-06-10", "代发工资", "5,200.00", "6,893.38")),
        bank_page(2, ("2026-07-10", "代发工资", "5,300.00", "9,893.38")),
    ]
    assign = [Assign(file="流水.pdf", material="bank_statement")]
    [paper] = interpreted(pages, Cache(tmp_path), assign=assign).materials
    assert paper.fields["wage_credits"].value == "2026-06-10:5200.00;2026-07-10:5300.00"


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("户名：张样本", "张样本"),
        ("持卡人姓名：张样本", "张样本"),
        ("尊敬的张样本先生，您好", "张样本"),
        ("尊敬的张*本女士：", "张*本"),
        ("借款人：张*本", "张*本"),
        ("尊敬的客户：您好", None),
        ("已逾期63天 · 账户：张样本 186****5519", "张样本"),
        ("已逾期63天 · 账户：余额不足", None),
        ("好期贷·借款人*样例·截至2026-11-24已逾期60天", "*样例"),
        ("借款人：阿依古丽·买买提", "阿依古丽·买买提"),
    ],
    ids=[
        "account",
        "card",
        "greeting",
        "masked greeting",
        "masked",
        "nobody",
        "inside",
        "no name",
        "before a remark",
        "of two parts",
    ],
)
def test_account_holders(text: str, holder: str | None) -> None:
    assert fact(Sheet().rows(text), "account_holder") == holder


def test_facts_point_at_their_place_with_the_text_as_read() -> None:
    sheet = Sheet("证明.jpg", page=2).rows("姓名：张样本")
    value = fields_of(sheet.reading(), ["name"])["name"]
    assert (value.evidence.path, value.evidence.page) == ("证明.jpg", 2)
    assert value.evidence.text == "张样本"
    assert value.evidence.box.x0 > sheet.lines[0].box.x0


def test_a_field_is_as_sure_as_its_least_sure_character() -> None:
    sheet = Sheet().row("姓名：张样本", sure=0.61)
    assert fields_of(sheet.reading(), ["name"])["name"].confidence == 0.61


def test_the_day_of_an_event_is_not_the_day_of_its_paper() -> None:
    sheet = Sheet().rows("失业登记证明", ("失业登记日期", "2026年8月12日"))
    sheet.y = 1500
    assert fact(sheet.rows("2026年11月03日"), "issued") == "2026-11-03"


def test_a_term_says_nothing_of_the_day_of_its_paper() -> None:
    sheet = Sheet().rows("房屋租赁合同")
    sheet.y = 1500
    assert fact(sheet.rows("租赁期限自2025年11月8日起至2027年11月7日止。"), "issued") is None


HALF_YEAR = {"period_from": "2026-05-01", "period_to": "2026-10-31"}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("清单期间：2026年5月1日—2026年10月31日",), id="dash"),
        pytest.param(("交易时段 2026/05/01 ~ 2026/10/31",), id="tilde"),
        pytest.param(("20260501-20261031",), id="compact"),
        pytest.param(("自2026年5月1日起至2026年10月31日止",), id="from-to"),
        pytest.param(("2026年5月1日(含)至2026年10月31日(含)",), id="both-included"),
        pytest.param(("查询时间段：2026-05-01 00:00:00 至 2026-10-31 23:59:59",), id="hours"),
        pytest.param(("账单期间 2026年5月1日-10月31日",), id="one-year"),
        pytest.param(("清单期间：2026年5月—2026年10月",), id="months"),
        pytest.param(("缴费起止年月：202605-202610",), id="compact-months"),
        pytest.param(("查询起止日期：[2026-05-01,2026-10-31]",), id="brackets"),
        pytest.param(("起訖日期：2026/05/01→2026/10/31",), id="traditional"),
        pytest.param(("查詢區間", "2026年5月1日—", "2026年10月31日"), id="wrapped"),
        pytest.param(("起止日期", "2026-05-01", "至", "2026-10-31"), id="line-by-line"),
        pytest.param((("清单期间：2026年5月1日", "2026年10月31日"),), id="cells"),
        pytest.param(("起始日期：20260501 终止日期：20261031",), id="compact-with-labels"),
        pytest.param(("起始日 2026/5/1 截止日 2026/10/31",), id="short-labels"),
    ],
)
def test_spans(rows: tuple[str | tuple[str, str], ...]) -> None:
    found = fields_of(Sheet().rows(*rows).reading(), ["period"])
    assert {name: value.value for name, value in found.items()} == HALF_YEAR


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("账号 6217000020260501-20261031 流水",), id="digits-run-on"),
        pytest.param(("2026-05-01 转账 32.00", "2026-10-31 工资 5200.00"), id="bookings"),
        pytest.param(("交易日期：2026-05-01至今",), id="open-end"),
        pytest.param(("清单期间：2026年5月—2026年13月",), id="no-month"),
    ],
)
def test_days_that_are_no_span(rows: tuple[str, ...]) -> None:
    assert "period_to" not in fields_of(Sheet().rows(*rows).reading(), ["period"])


@pytest.mark.parametrize("foot", [300, 1600])
def test_a_short_letter_is_of_the_day_under_it_however_long_its_sheet(foot: int) -> None:
    sheet = Sheet().rows("困难情况说明", "本人张样本，2026年7月31日失业。", "说明人：张样本")
    sheet.row("2026年11月23日").gap(foot).row("样本")
    assert fact(sheet, "issued") == "2026-11-23"


def test_a_name_in_print_goes_before_a_signature_that_was_hardly_read() -> None:
    sheet = Sheet().rows("息费减免申请书", "本人霍静怡，身份证号130203198511174666，因病住院。")
    sheet.at(700, 600, "申请人：").at(900, 600, "瑞怡", sure=0.3)
    assert fact(sheet, "name") == "霍静怡"
    alone = Sheet().row("息费减免申请书").at(700, 600, "申请人：").at(900, 600, "霍静怡", sure=0.7)
    assert fact(alone, "name") == "霍静怡"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我村罗桂香", "罗桂香"),
        ("我社区居民许文静", "许文静"),
        ("蒋丽华卡号", "蒋丽华"),
        ("贷款账号", ""),
        ("我村", ""),
        ("居民", ""),
    ],
)
def test_what_is_a_name_and_what_only_stands_beside_it(text: str, name: str) -> None:
    assert name_only(text) == name


def test_the_head_of_a_column_of_days_is_no_label_of_the_day_of_the_paper() -> None:
    sheet = Sheet().row("个人还款计划").rows(("第几期", "日期", "还多少"))
    sheet.rows(("1", "2026-12-15", "800.00"), ("2", "2027-01-15", "920.22"))
    sheet.row("按计划还款").row("2026年11月26日")
    assert fact(sheet, "issued") == "2026-11-26"


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("你好，我是借呗的用户，名字叫庞小满。",), "庞小满"),
        (("鄙人温守拙，年五十有八，退休教员",), "温守拙"),
        (("经我公司与刘建航（身份证号420106199002142416）协商一致",), "刘建航"),
        (("我是贵平台的一名借款人，叫戚水", "根，今年五十三岁"), None),
        (("手续费540.00元本人照付。",), None),
    ],
    ids=["named", "old style", "with somebody", "cut by the line", "no name"],
)
def test_a_name_within_a_sentence(rows: tuple[str, ...], name: str | None) -> None:
    assert fact(Sheet().rows("申请书", *rows), "name") == name


def test_what_is_paid_out_over_its_label() -> None:
    sheet = Sheet().rows("2026年10月工资条").at(60, 300, "¥5,018.62", size=60)
    sheet.at(60, 400, "实发金额 花旭东", size=36)
    assert fact(sheet, "net_pay") == "5018.62"


def test_a_pay_month_named_alone_is_of_the_year_of_the_day_it_was_paid() -> None:
    sheet = Sheet().rows("工资单", "十月份", ("底薪", "2000"), ("领款人", "2026.11.5"))
    assert fact(sheet, "pay_month") == "2026-10"


@pytest.mark.parametrize(
    ("rows", "income"),
    [
        (("其薪酬结构为：基本2,800元/月，课时补贴平均1,150元/月，合计每月3,950元。",), "3950"),
        (("月收入（税前）人民币贰仟", "陆佰伍拾元整，无奖金及其他补贴。"), "2650"),
        (("系我单位职工，目前月收入为人民币", "伍仟贰佰元整。"), "5200"),
        (("目前月收入（实发）为人民币叁任捌佰元整", "(¥3,800.00)。"), "3800.00"),
        (("目前月收入（实发）为人民币叁任捌佰元整。",), None),
    ],
    ids=[
        "the whole",
        "in capitals over two lines",
        "in capitals on the next line",
        "a unit misread, with its figure",
        "a unit misread",
    ],
)
def test_an_income_said_in_other_ways(rows: tuple[str, ...], income: str | None) -> None:
    assert fact(Sheet().rows("收入证明", *rows), "monthly_income") == income


def test_a_day_in_characters_that_no_calendar_has_is_none() -> None:
    """十一月 read as 一一月 ended the run of a whole case."""
    assert fact(Sheet().rows("证明", "特此证明。", "二〇二六年一一月二十日"), "issued") is None


def test_an_amount_over_the_word_for_a_sum_is_the_last_row_and_no_total() -> None:
    sheet = Sheet().rows("医疗费用清单").at(60, 300, "350.00").at(60, 345, "合计")
    assert fact(sheet, "total") is None


def test_an_address_goes_on_over_three_lines() -> None:
    sheet = Sheet().at(60, 100, "住址").at(160, 100, "广东省样本市样本区示例街")
    sheet.at(160, 150, "道江北文化路19号之二203").at(160, 200, "房")
    assert fact(sheet, "address") == "广东省样本市样本区示例街道江北文化路19号之二203房"
