"""Divorce, disaster, a statement in one's own words."""

from __future__ import annotations

import io
import random
from datetime import date

from samples.papers.base import Paper, Sheet, chinese_day, seal, specimen, stamp
from samples.persons import Person
from samples.truth import Truth


def divorce_certificate(who: Person, rng: random.Random, issued: date) -> Paper:
    sheet = Sheet()
    sheet.title("离婚证", 64)
    sheet.fields(
        ("持证人", who.name),
        ("登记日期", chinese_day(issued)),
        ("离婚证字号", f"L990199-{issued.year}-{rng.randrange(10**6):06d}"),
        ("国籍", "中国"),
        ("姓名", who.name),
        ("身份证件号", who.id_number),
        ("姓名", "样前偶"),
        ("性别", "女" if who.male else "男"),
    )
    sheet.para("离婚申请，符合《中华人民共和国民法典》规定，予以登记，发给此证。")
    sheet.right("登记机关：样本区民政局")
    stamp(sheet, seal("样本区民政局", "婚姻登记专用章", seed=31), 760, sheet.y - 20)
    picture = specimen(sheet.done(1080))
    fields = {"name": who.name, "id_number": who.id_number, "issued": issued.isoformat()}
    return Paper((picture,), Truth("divorce_document", fields=fields))


def disaster_certificate(who: Person, rng: random.Random, issued: date) -> Paper:
    sheet = Sheet()
    sheet.title("受灾证明", 58)
    sheet.y += 30
    sheet.para(
        f"兹证明我村村民{who.name}（身份证号：{who.id_number}），因{chinese_day(issued)}前后连续强降雨引发洪涝灾害，"
        "其住房一层进水，家电、粮食及三亩蔬菜大棚受损，经核查灾情属实，直接经济损失约4.6万元。"
    )
    sheet.para("特此证明。")
    sheet.y += 160
    sheet.right("样本县样本镇样本村村民委员会")
    sheet.right(chinese_day(issued))
    stamp(sheet, seal("样本村村民委员会", seed=32), 760, sheet.y - 60)
    fields = {"name": who.name, "id_number": who.id_number, "issued": issued.isoformat()}
    return Paper((specimen(sheet.page()),), Truth("disaster_certificate", fields=fields))


STORY = (
    "本人{name}，身份证号{id_number}，因患病住院治疗，治疗期间收入减少、医疗支出增加，导致近期还款困难。",
    "目前每月收入约5200元，房租1200元，基本生活及医疗支出约2000元，无其他资产。",
    "本人愿意继续还款，恳请贵司考虑实际困难，减免利息及罚息，并允许分期偿还本金。以上内容真实，如有不实，本人愿承担相应责任。",
)


def hardship_statement(who: Person, rng: random.Random, written: date) -> Paper:
    """个人情况说明, as a picture of a printed page."""
    sheet = Sheet()
    sheet.title("个人困难情况说明", 50)
    sheet.y += 20
    for text in STORY:
        sheet.para(text.format(name=who.name, id_number=who.id_number))
    sheet.y += 120
    sheet.right(f"说明人：{who.name}")
    sheet.right(chinese_day(written))
    fields = {"name": who.name, "id_number": who.id_number, "issued": written.isoformat()}
    return Paper((specimen(sheet.page()),), Truth("hardship_statement", fields=fields))


def hardship_docx(who: Person, lines: tuple[str, ...], written: date) -> tuple[bytes, Truth]:
    """The same as a Word file, with fixed times inside so that the bytes repeat."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.styles["Normal"].font.size = Pt(12)
    document.add_heading("个人困难情况说明", level=1)
    for line in lines:
        document.add_paragraph(line.format(name=who.name, id_number=who.id_number))
    document.add_paragraph(f"说明人：{who.name}")
    document.add_paragraph(chinese_day(written))
    held = io.BytesIO()
    document.save(held)
    fields = {"name": who.name, "id_number": who.id_number, "issued": written.isoformat()}
    return _timeless_zip(held.getvalue()), Truth("hardship_statement", fields=fields)


def _timeless_zip(data: bytes) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
