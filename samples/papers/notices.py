"""Papers that are a title, some sentences and a seal: proofs, and their lookalikes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from samples.papers.base import Paper, Sheet, chinese_day, seal, specimen, stamp
from samples.persons import Person
from samples.truth import Truth


@dataclass(frozen=True)
class Notice:
    """text: sentences with {name}, {id_number}, {day}; issuer "": signed, not sealed."""

    title: str
    text: tuple[str, ...]
    issuer: str = ""


SELF = "兹有{name}（身份证号：{id_number}）"
NOTICES = {
    "employment_certificate": Notice(
        "在职证明",
        (SELF + "系我单位在职员工，自2021年起在装配车间任职，至今仍在岗。", "特此证明。"),
        "样本制造有限公司",
    ),
    "resignation_request": Notice(
        "离职申请书",
        ("尊敬的领导：", "本人{name}因个人原因，申请于{day}离职，望批准。", "申请人：{name}"),
    ),
    "lab_report": Notice(
        "检验报告单",
        (
            "姓名：{name}　标本：血清　送检科室：骨科",
            "白细胞计数 6.20（参考 3.5-9.5）　血红蛋白 138（参考 130-175）",
            "C反应蛋白 3.10（参考 0-10）　本报告仅对该标本负责。",
        ),
        "样本市第一人民医院检验科",
    ),
    "prescription": Notice(
        "处方笺",
        (
            "姓名：{name}　科别：骨科　费别：医保",
            "Rp. 样本止痛片 0.2g×24片 用法：每日两次，每次一片，口服",
            "医师：范医师　审核药师：样药师",
        ),
        "样本市第一人民医院",
    ),
    "kinship_proof": Notice(
        "亲属关系证明",
        (SELF + "与张样父（身份证号：110199194901010018）系父子关系。", "特此证明。"),
        "样本县样本村村民委员会",
    ),
    "unemployment_benefit": Notice(
        "失业保险金领取证明",
        (
            SELF + "自2026年9月起在我中心领取失业保险金，标准为每月1,980.00元，核定期限6个月。",
            "特此证明。",
        ),
        "样本市失业保险管理中心",
    ),
    "minimum_living": Notice(
        "最低生活保障证明",
        (SELF + "家庭经核准纳入城市居民最低生活保障，月保障金1,240.00元。", "特此证明。"),
        "样本区民政局",
    ),
    "traffic_accident": Notice(
        "道路交通事故认定书",
        (
            "事故时间：{day}　地点：样本路与示例大街交叉口",
            "当事人：{name}（{id_number}）驾驶非机动车，与样某某驾驶的小型客车相撞，{name}受伤。",
            "认定：样某某负全部责任，{name}无责任。",
        ),
        "样本市公安局交通警察支队",
    ),
    "case_filing": Notice(
        "立案告知书",
        (
            "{name}（{id_number}）：",
            "你于{day}报案的被网络诈骗一案（被骗转账人民币12,600.00元），我局经审查认为符合刑事立案条件。",
            "根据《中华人民共和国刑事诉讼法》第一百一十二条之规定，已决定立案侦查。",
            "特此告知。",
        ),
        "样本市公安局样本分局",
    ),
    "labour_arbitration": Notice(
        "劳动人事争议仲裁调解书",
        (
            "申请人：{name}（{id_number}）　被申请人：样本示例制造有限公司",
            "申请人因被申请人拖欠工资争议向本委申请仲裁。经调解，双方达成协议：",
            "一、被申请人确认拖欠申请人2026年5月至7月工资共计21,600.00元，于年底前付清；",
            "二、双方劳动关系于{day}协商解除。",
            "仲裁员：样某某　书记员：样某某",
        ),
        "样本市劳动人事争议仲裁委员会",
    ),
    "business_closure": Notice(
        "个体工商户准予注销登记通知书",
        (
            "{name}：",
            "你（经营者：{name}，身份证号码：{id_number}）申请注销登记的个体工商户样本区示例小吃店，",
            "提交的申请材料齐全，符合法定形式，我局决定准予注销登记。",
            "注销日期：{day}　注销原因：经营不善，停止经营。",
        ),
        "样本区市场监督管理局",
    ),
    "cost_disclosure": Notice(
        "综合融资成本明示表",
        (
            "借款人：{name}　借款金额：12,000.00元　期限：12个月",
            "利息：年利率14.60%（单利）　收取方：样本银行股份有限公司",
            "增信服务费：0.00元　其他费用：无",
            "综合融资成本（年化）：14.60%。违约情形下另按合同约定计收罚息。",
        ),
        "样本银行股份有限公司",
    ),
    "inpatient_record": Notice(
        "入院记录",
        (
            "姓名：{name}　入院日期：{day}　科室：骨科一病区",
            "主诉：反复疼痛半年，加重一周。",
            "现病史：患者半年前无明显诱因出现疼痛，休息后缓解，近一周加重伴活动受限。",
            "初步诊断：腰椎间盘突出症。　医师签名：范医师",
        ),
        "样本市第一人民医院",
    ),
    "cremation_certificate": Notice(
        "火化证明",
        ("死者张样父，于{day}在本馆火化。家属：{name}。", "特此证明。"),
        "样本市殡仪馆",
    ),
}


def notice(kind: str, who: Person, rng: random.Random, issued: date) -> Paper:
    """One of NOTICES for a person."""
    words = NOTICES[kind]
    sheet = Sheet()
    sheet.title(words.title, 54)
    sheet.y += 30
    values = {"name": who.name, "id_number": who.id_number, "day": chinese_day(issued)}
    for line in words.text:
        sheet.para(line.format(**values))
        sheet.y += 8
    sheet.y += 140
    if words.issuer:
        sheet.right(words.issuer)
    sheet.right(chinese_day(issued))
    if words.issuer:
        mark = seal(words.issuer, seed=rng.randrange(100))
        stamp(sheet, mark, rng.randrange(640, 860), sheet.y - 70)
    fields = {"name": who.name, "issued": issued.isoformat()}
    if any("{id_number}" in line for line in words.text):
        fields["id_number"] = who.id_number
    return Paper((specimen(sheet.page()),), Truth(kind, fields=fields))
