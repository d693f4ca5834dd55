"""Papers about a job: its end, its pay, its insurance."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from samples.debts import shift
from samples.papers.base import Paper, Sheet, chinese_day, seal, specimen, stamp
from samples.persons import Person
from samples.truth import Truth

EMPLOYER = "样本制造有限公司"


def termination_certificate(who: Person, rng: random.Random, issued: date) -> Paper:
    sheet = Sheet()
    sheet.title("解除/终止劳动合同证明书", 48)
    sheet.y += 30
    began = shift(issued, -rng.randrange(20, 90))
    sheet.para(
        f"兹证明{who.name}（居民身份证号码：{who.id_number}）原系我单位职工，于{chinese_day(began)}起"
        f"在我单位从事装配工作。因单位经营调整、协商一致，双方劳动合同于{chinese_day(issued)}解除。"
    )
    sheet.para("其工资已结算至离职当日，社会保险缴纳至离职当月。")
    sheet.para("特此证明。")
    sheet.y += 160
    sheet.right(f"用人单位（盖章）：{EMPLOYER}")
    sheet.right(chinese_day(issued))
    stamp(sheet, seal(EMPLOYER, "人事专用章", seed=11), 780, sheet.y - 60)
    fields = {
        "name": who.name,
        "id_number": who.id_number,
        "issued": issued.isoformat(),
        "ended": issued.isoformat(),
        "employer": EMPLOYER,
    }
    return Paper((specimen(sheet.page()),), Truth("termination_certificate", fields=fields))


def unemployment_registration(who: Person, rng: random.Random, issued: date) -> Paper:
    sheet = Sheet()
    sheet.title("失业登记证明", 50)
    sheet.fields(
        ("姓名", who.name),
        ("性别", "男" if who.male else "女"),
        ("公民身份号码", who.id_number),
        ("就业创业证编号", f"990{rng.randrange(10**10):010d}"),
        ("登记日期", issued.isoformat()),
        ("失业原因", "被用人单位解除劳动关系"),
    )
    sheet.para("经审核，该人员符合失业登记条件，已办理失业登记。")
    sheet.y += 120
    sheet.right("样本市公共就业服务中心")
    sheet.right(chinese_day(issued))
    stamp(sheet, seal("样本市公共就业服务中心", "业务专用章", seed=12), 780, sheet.y - 60)
    fields = {"name": who.name, "id_number": who.id_number, "issued": issued.isoformat()}
    return Paper((specimen(sheet.page()),), Truth("unemployment_registration", fields=fields))


def income_certificate(
    who: Person,
    rng: random.Random,
    issued: date,
    monthly: Decimal = Decimal("5200.00"),
    id_number: str = "",
    employer: str = EMPLOYER,
) -> Paper:
    number = id_number or who.id_number
    sheet = Sheet()
    sheet.title("收入证明", 58)
    sheet.y += 30
    sheet.para(
        f"兹证明{who.name}（身份证号：{number}）系我单位正式职工，现任装配车间操作工，"
        f"目前月收入为人民币{monthly:,.2f}元（税后）。"
    )
    sheet.para(
        "以上情况属实。本证明仅用于办理个人信贷业务协商，不作为我单位对该职工任何形式的担保。"
    )
    sheet.para("特此证明。")
    sheet.y += 60
    sheet.para("联系人：样本　　联系电话：010-00000000", 30)
    sheet.y += 100
    sheet.right(f"单位名称（盖章）：{employer}")
    sheet.right(chinese_day(issued))
    stamp(sheet, seal(employer, seed=13), 760, sheet.y - 60)
    fields = {
        "name": who.name,
        "id_number": number,
        "issued": issued.isoformat(),
        "monthly_income": f"{monthly:.2f}",
        "employer": employer,
    }
    return Paper((specimen(sheet.page()),), Truth("income_certificate", fields=fields))


def payslip(
    who: Person, rng: random.Random, month: date, net: Decimal = Decimal("5200.00")
) -> Paper:
    """工资条, a wide strip."""
    insurance, tax = Decimal("612.50"), Decimal("38.20")
    gross = net + insurance + tax
    base = gross - Decimal("900.00")
    sheet = Sheet(1400, serif=False)
    sheet.y = 40
    sheet.title(f"{EMPLOYER} {month.year}年{month.month}月工资条", 34)
    sheet.table(
        [
            [
                "姓名",
                "工号",
                "基本工资",
                "加班费",
                "全勤奖",
                "应发工资",
                "社保个人",
                "个税",
                "实发工资",
            ],
            [
                who.name,
                "A0137",
                f"{base:.2f}",
                "700.00",
                "200.00",
                f"{gross:.2f}",
                f"{insurance}",
                f"{tax}",
                f"{net:.2f}",
            ],
        ],
        (1, 0.8, 1.2, 1, 1, 1.2, 1.1, 0.8, 1.2),
        24,
        30,
        1050,
    )
    picture = specimen(sheet.done(sheet.y + 20), strength=20)
    fields = {
        "name": who.name,
        "month": f"{month:%Y-%m}",
        "net": f"{net:.2f}",
        "gross": f"{gross:.2f}",
    }
    return Paper((picture,), Truth("payslip", fields=fields))


def social_insurance(who: Person, rng: random.Random, issued: date, stopped: int = 0) -> Paper:
    """参保缴费证明; `stopped`: how many of the last months were not paid."""
    sheet = Sheet(serif=False)
    sheet.title("社会保险个人参保缴费证明", 46)
    sheet.fields(
        ("姓名", who.name),
        ("社会保障号码", who.id_number),
        ("参保单位", EMPLOYER),
        ("打印日期", issued.isoformat()),
    )
    rows = [["费款所属期", "险种", "缴费基数", "个人缴费", "缴费状态"]]
    for back in range(12, 0, -1):
        state = "未缴费" if back <= stopped else "已缴费"
        month = shift(issued, -back)
        rows.append([f"{month:%Y%m}", "企业职工基本养老保险", "6500.00", "520.00", state])
    sheet.table(rows, (1.2, 2.4, 1.2, 1.2, 1))
    stamp(sheet, seal("样本市社会保险事业管理中心", "参保证明专用章", seed=14), 800, sheet.y + 60)
    fields = {"name": who.name, "id_number": who.id_number, "issued": issued.isoformat()}
    return Paper((specimen(sheet.page()),), Truth("social_insurance", fields=fields))


def labour_contract(who: Person, rng: random.Random, signed: date) -> Paper:
    """劳动合同: looks like a termination paper to a careless eye, and is none."""
    sheet = Sheet()
    sheet.title("劳动合同书", 56)
    sheet.para(f"甲方（用人单位）：{EMPLOYER}", indent=False)
    sheet.para(f"乙方（劳动者）：{who.name}　身份证号：{who.id_number}", indent=False)
    for text in (
        "第一条 本合同为固定期限劳动合同，期限三年，其中试用期两个月。",
        "第二条 乙方同意在装配车间担任操作工岗位工作。",
        "第三条 甲方每月10日前以货币形式支付乙方工资，不低于当地最低工资标准。",
        "第四条 甲方依法为乙方缴纳社会保险。",
        "第五条 本合同的变更、解除、终止和续订，依照《中华人民共和国劳动合同法》执行。",
    ):
        sheet.para(text, indent=False)
        sheet.y += 10
    sheet.y += 80
    sheet.para("甲方（盖章）　　　　　　　　乙方（签字）：", indent=False)
    sheet.right(f"签订日期：{chinese_day(signed)}")
    stamp(sheet, seal(EMPLOYER, "合同专用章", seed=15), 300, sheet.y - 60)
    fields = {"name": who.name, "id_number": who.id_number}
    return Paper((specimen(sheet.page()),), Truth("labour_contract", fields=fields))
