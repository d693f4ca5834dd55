"""ID card, household register."""

from __future__ import annotations

import random

from samples.canvas import Canvas
from samples.papers.base import PAPER, Paper, Sheet, chinese_day, seal, specimen, stamp
from samples.persons import Person
from samples.style import Style
from samples.truth import Truth

CARD = (1080.0, 680.0)
TINT = (226, 236, 240)


def _card(width: int) -> Canvas:
    sheet = Canvas(Style(width=width, palette=PAPER), ground=TINT)
    for index in range(0, 1080, 24):
        sheet.draw.arc(
            (sheet.px(index - 300), sheet.px(60), sheet.px(index + 300), sheet.px(660)),
            200, 340, fill=(211, 226, 232), width=2,
        )  # fmt: skip
    return sheet


def id_front(who: Person, rng: random.Random, width: int = 1080) -> Paper:
    """The side with the portrait."""
    sheet = _card(width)
    soft = (60, 110, 150)
    for y, label, value in (
        (80, "姓名", who.name),
        (170, "性别", ("男" if who.male else "女")),
        (260, "出生", f"{who.born.year} 年 {who.born.month} 月 {who.born.day} 日"),
    ):
        sheet.text(70, y, label, 36, color=soft)
        sheet.text(180, y - 4, value, 42)
    sheet.text(330, 170, "民族", 36, color=soft)
    sheet.text(430, 166, "汉", 42)
    sheet.text(70, 350, "住址", 36, color=soft)
    sheet.y = 346
    for line in sheet.wrapped(who.address, 38, 500):
        sheet.text(180, sheet.y, line, 38)
        sheet.y += 56
    sheet.text(70, 570, "公民身份号码", 36, color=soft)
    sheet.text(350, 564, who.id_number, 46, bold=True)
    _portrait(sheet)
    fields = {"name": who.name, "id_number": who.id_number, "address": who.address}
    return Paper((specimen(sheet.done(CARD[1])),), Truth("id_card_front", fields=fields))


def _portrait(sheet: Canvas) -> None:
    sheet.box(730, 90, 1010, 470, (240, 246, 248), 6)
    sheet.box(800, 330, 940, 470, (84, 96, 116), 60)
    area = (sheet.px(805), sheet.px(150), sheet.px(935), sheet.px(320))
    sheet.draw.ellipse(area, fill=(216, 190, 170))
    sheet.text(870, 420, "样本", 40, color=(255, 255, 255), anchor="mm")


def id_back(who: Person, rng: random.Random, width: int = 1080) -> Paper:
    """The side with the issuing office and the term."""
    sheet = _card(width)
    area = (sheet.px(90), sheet.px(80), sheet.px(290), sheet.px(280))
    sheet.draw.ellipse(area, outline=(200, 50, 40), width=sheet.px(12))
    sheet.text(190, 180, "样本", 56, color=(200, 50, 40), anchor="mm", bold=True)
    sheet.text(660, 100, "中华人民共和国", 60, anchor="ma", bold=True)
    sheet.text(660, 200, "居 民 身 份 证", 76, anchor="ma", bold=True)
    sheet.text(240, 470, "签发机关", 38, color=(60, 110, 150))
    sheet.text(430, 466, "北京市公安局样本分局", 42)
    term = f"{who.id_from:%Y.%m.%d}-{who.id_until:%Y.%m.%d}"
    sheet.text(240, 560, "有效期限", 38, color=(60, 110, 150))
    sheet.text(430, 556, term, 42)
    fields = {"valid_from": who.id_from.isoformat(), "valid_until": who.id_until.isoformat()}
    return Paper((specimen(sheet.done(CARD[1])),), Truth("id_card_back", fields=fields))


def household_register(who: Person, rng: random.Random) -> Paper:
    sheet = Sheet(serif=True)
    sheet.title("常住人口登记卡")
    sheet.table(
        [
            ["姓名", who.name, "户主或与户主关系", "户主"],
            ["性别", "男" if who.male else "女", "民族", "汉族"],
            ["出生日期", chinese_day(who.born), "籍贯", "样本省样本县"],
            ["公民身份号码", who.id_number, "文化程度", "大学专科"],
            ["服务处所", "样本制造有限公司", "职业", "工人"],
            ["何时由何地迁来本址", "2012年3月1日由样本县迁来", "婚姻状况", "已婚"],
        ],
        (1.2, 2, 1.2, 1.2),
    )
    sheet.para(f"户籍地址：{who.address}", 30, indent=False)
    sheet.right("承办人签章：样本　　登记日期：2018年5月2日", 28)
    stamp(sheet, seal("样本市公安局户口专用章", seed=3), 800, sheet.y)
    fields = {"name": who.name, "id_number": who.id_number}
    picture = specimen(sheet.page())
    return Paper(
        (picture.crop((0, 0, picture.width, 1100)),), Truth("household_register", fields=fields)
    )
