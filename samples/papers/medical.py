"""Diagnosis, hospital stay, fees, receipt, death."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from samples.debts import ZERO
from samples.papers.base import Paper, Sheet, chinese_day, seal, specimen, stamp
from samples.persons import Person
from samples.truth import Truth

HOSPITAL = "样本市第一人民医院"
ILLNESSES = (
    ("腰椎间盘突出症（L4/5）伴神经根病变", "微创椎间孔镜髓核摘除术"),
    ("急性阑尾炎伴穿孔", "腹腔镜下阑尾切除术"),
    ("右侧股骨颈骨折", "闭合复位空心钉内固定术"),
)


def diagnosis(who: Person, rng: random.Random, issued: date, ill: int = 0) -> Paper:
    """诊断证明书 with doctor and seal."""
    name, operation = ILLNESSES[ill % len(ILLNESSES)]
    sheet = Sheet()
    sheet.title(HOSPITAL, 44)
    sheet.title("疾病诊断证明书", 54)
    age = issued.year - who.born.year
    sheet.fields(
        ("姓名", who.name),
        ("性别", "男" if who.male else "女"),
        ("年龄", f"{age}岁"),
        ("科别", "骨科"),
        ("门诊号", f"MZ{rng.randrange(10**7):07d}"),
        ("职业", "工人"),
        columns=3,
    )
    sheet.fields(("身份证号", who.id_number), columns=1)
    sheet.y += 10
    sheet.rule(sheet.y, 90, 990)
    sheet.y += 30
    sheet.para(f"临床诊断：{name}", indent=False)
    sheet.y += 30
    sheet.para(f"处理意见：患者因反复疼痛伴活动受限就诊，已行{operation}治疗。", indent=False)
    sheet.para("建议：1. 全休三个月，避免负重；2. 定期门诊复查；3. 不适随诊。", indent=False)
    sheet.y += 240
    sheet.right("医师签名：范医师")
    sheet.right(f"日期：{chinese_day(issued)}")
    stamp(sheet, seal(HOSPITAL, "诊断证明专用章", seed=1), 720, sheet.y - 90)
    sheet.y += 40
    sheet.para("本证明未经盖章无效。仅供样本使用。", 24, indent=False)
    fields = {
        "name": who.name,
        "id_number": who.id_number,
        "issued": issued.isoformat(),
        "diagnosis": name,
    }
    return Paper((specimen(sheet.page()),), Truth("diagnosis", fields=fields))


def discharge_summary(
    who: Person, rng: random.Random, admitted: date, discharged: date, ill: int = 0
) -> Paper:
    """出院记录, two pages."""
    name, operation = ILLNESSES[ill % len(ILLNESSES)]
    days = (discharged - admitted).days
    first = Sheet()
    first.title(HOSPITAL, 44)
    first.title("出院记录", 54)
    first.fields(
        ("姓名", who.name),
        ("住院号", f"ZY{rng.randrange(10**7):07d}"),
        ("入院日期", admitted.isoformat()),
        ("出院日期", discharged.isoformat()),
        ("科室", "骨科一病区"),
        ("住院天数", f"{days}天"),
    )
    for head, text in (
        ("入院诊断", name),
        (
            "入院情况",
            "患者因疼痛加重伴行走困难一周入院。查体：神清，心肺未见明显异常，局部压痛阳性，直腿抬高试验阳性。",
        ),
        (
            "诊疗经过",
            f"入院后完善血常规、凝血功能、影像学检查，排除禁忌后行{operation}，术程顺利，术后予抗炎、止痛、营养神经及康复训练。",
        ),
        ("出院诊断", name),
    ):
        first.para(f"{head}：{text}", indent=False)
        first.y += 16
    first.text(540, 1460, "第1页 共2页", 24, anchor="ma")
    second = Sheet()
    second.text(90, 110, f"姓名：{who.name}　　出院记录（续）", 30)
    second.y = 190
    second.para("出院情况：切口愈合良好，疼痛明显缓解，可借助支具短距离行走。", indent=False)
    second.para(
        "出院医嘱：1. 卧床休息为主，三个月内避免弯腰负重；"
        "2. 术后1、3、6个月门诊复查；3. 继续口服药物治疗；4. 加强功能锻炼，不适随诊。",
        indent=False,
    )
    second.y += 200
    second.right("主治医师：范医师　　住院医师：样医师")
    second.right(f"记录日期：{chinese_day(discharged)}")
    stamp(second, seal(HOSPITAL, "病历复印专用章", seed=2), 760, second.y - 60)
    second.text(540, 1460, "第2页 共2页", 24, anchor="ma")
    fields = {
        "name": who.name,
        "admitted": admitted.isoformat(),
        "discharged": discharged.isoformat(),
        "diagnosis": name,
        "issued": discharged.isoformat(),
    }
    pages = (specimen(first.page()), specimen(second.page()))
    return Paper(pages, Truth("discharge_summary", fields=fields))


FEES = (
    ("床位费", "天", "45.00", 14),
    ("护理费(Ⅱ级)", "天", "28.00", 14),
    ("微创手术费", "次", "3860.00", 1),
    ("麻醉费", "次", "980.00", 1),
    ("CT平扫", "部位", "260.00", 2),
    ("血常规", "次", "22.50", 4),
    ("注射用抗菌药", "支", "36.80", 21),
    ("止痛泵", "套", "410.00", 1),
    ("康复训练", "次", "65.00", 6),
    ("一次性耗材", "套", "128.40", 5),
)


def fee_rows() -> tuple[list[list[str]], Decimal]:
    rows, total = [["项目名称", "单位", "单价(元)", "数量", "金额(元)"]], ZERO
    for name, unit, price, count in FEES:
        amount = Decimal(price) * count
        total += amount
        rows.append([name, unit, price, str(count), f"{amount:.2f}"])
    return rows, total


def fee_list(who: Person, rng: random.Random, issued: date) -> Paper:
    sheet = Sheet()
    sheet.title(f"{HOSPITAL}住院费用清单", 44)
    sheet.fields(
        ("姓名", who.name),
        ("科室", "骨科一病区"),
        ("费用起止", f"{issued - timedelta(days=14)} 至 {issued}"),
        ("打印日期", issued.isoformat()),
    )
    rows, total = fee_rows()
    sheet.table([*rows, ["合计", "", "", "", f"{total:.2f}"]], (3, 1, 1.4, 1, 1.6))
    stamp(sheet, seal(HOSPITAL, "住院收费专用章", 260, 4), 800, sheet.y + 40)
    fields = {"name": who.name, "issued": issued.isoformat(), "total": f"{total:.2f}"}
    return Paper((specimen(sheet.page()),), Truth("medical_fee_list", fields=fields))


def medical_receipt(who: Person, rng: random.Random, issued: date) -> Paper:
    """医疗住院收费票据, a landscape slip."""
    _, total = fee_rows()
    pool = (total * Decimal("0.55")).quantize(Decimal("0.01"))
    sheet = Sheet()
    sheet.y = 60
    sheet.title("样本省医疗住院收费票据（电子）", 44)
    sheet.fields(
        ("票据代码", "99060126"),
        ("票据号码", f"{rng.randrange(10**10):010d}"),
        ("交款人", who.name),
        ("开票日期", issued.isoformat()),
    )
    sheet.table(
        [
            ["项目名称", "金额(元)", "项目名称", "金额(元)"],
            ["床位费", "630.00", "手术费", "4840.00"],
            ["护理费", "392.00", "检查费", "610.00"],
            ["西药费", "1182.80", "卫生材料费", "642.00"],
            ["康复费", "390.00", "其他", f"{total - Decimal('8686.80'):.2f}"],
            ["金额合计(小写)", f"{total:.2f}", "医保统筹基金支付", f"{pool:.2f}"],
            ["个人账户支付", "0.00", "个人自付现金", f"{total - pool:.2f}"],
        ],
        (1.5, 1.2, 1.5, 1.2),
    )
    sheet.fields(
        ("收款单位", HOSPITAL), ("复核人", "样本"), ("收款人", "范本"), points=26, columns=3
    )
    stamp(sheet, seal(HOSPITAL, "财务专用章", 240, 5), 860, sheet.y - 60)
    picture = specimen(sheet.done(sheet.y + 60))
    fields = {
        "name": who.name,
        "issued": issued.isoformat(),
        "total": f"{total:.2f}",
        "self_paid": f"{total - pool:.2f}",
    }
    return Paper((picture,), Truth("medical_receipt", fields=fields))


def death_certificate(who: Person, rng: random.Random, issued: date, kin: str = "张样父") -> Paper:
    """居民死亡医学证明（推断）书 of a relative."""
    sheet = Sheet()
    sheet.title("居民死亡医学证明（推断）书", 46)
    died = issued - timedelta(days=2)
    sheet.fields(
        ("死者姓名", kin),
        ("性别", "男"),
        ("民族", "汉族"),
        ("年龄", "71岁"),
        ("死亡日期", chinese_day(died)),
        ("死亡地点", "医疗卫生机构"),
        ("联系的家属姓名", who.name),
        ("与死者关系", "子女"),
    )
    sheet.para("致死的主要疾病诊断：脑干出血。直接导致死亡的疾病：呼吸循环衰竭。", indent=False)
    sheet.y += 120
    sheet.right("医师签名：范医师")
    sheet.right(f"填表日期：{chinese_day(issued)}")
    stamp(sheet, seal(HOSPITAL, "死亡证明专用章", seed=6), 720, sheet.y - 60)
    fields = {
        "deceased": kin,
        "name": who.name,
        "issued": issued.isoformat(),
        "died": died.isoformat(),
    }
    return Paper((specimen(sheet.page()),), Truth("death_certificate", fields=fields))
