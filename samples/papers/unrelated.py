"""Pictures that have nothing to do with an application, and must not be taken for one."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageFilter

from samples.papers.base import Paper, Sheet, seal, stamp
from samples.truth import Truth

NOTHING = Truth("unknown")


def menu(rng: random.Random) -> Paper:
    """Prices, and no debt."""
    sheet = Sheet(serif=False)
    sheet.title("样本家常菜馆 · 菜单", 56)
    for name in (
        "鱼香肉丝",
        "宫保鸡丁",
        "西红柿炒蛋",
        "酸辣土豆丝",
        "红烧茄子",
        "扬州炒饭",
        "紫菜蛋汤",
        "时令水果",
    ):
        sheet.text(160, sheet.y, name, 42)
        sheet.text(920, sheet.y, f"￥{rng.randrange(12, 68)}.00", 42, anchor="ra")
        sheet.y += 96
    sheet.para("订餐电话 010-00000000　满100减10元", 32, indent=False)
    return Paper((sheet.page(),), NOTHING)


def article(rng: random.Random) -> Paper:
    """A web article about arrears: all the words of the trade, none of the figures of a debt."""
    sheet = Sheet(serif=False)
    sheet.title("花呗逾期了怎么办？一文读懂息费减免", 44)
    for text in (
        "很多用户关心，花呗、借呗逾期后利息和罚息怎么算。一般来说，罚息按逾期本金每日0.05%计收，例如欠款10,000元逾期30天，罚息约150.00元。",
        "如果确因疾病、失业等原因无力偿还，可以准备身份证、诊断证明、收入证明、还款计划表等材料，通过官方客服申请减免。",
        "需要提醒的是，减免并非必然，各家机构政策不同。请勿轻信“代理维权”，谨防上当受骗。",
        "相关阅读：信用卡违约金怎么算？ 最低还款的代价有多大？ 阅读 10万+ 点赞 2,318",
    ):
        sheet.para(text, 34)
        sheet.y += 24
    return Paper((sheet.page(),), NOTHING)


def scene(rng: random.Random, width: int = 1200, height: int = 900) -> Paper:
    """A photo-like picture: sky, hills, blur, grain; no words."""
    noise = np.random.default_rng(rng.randrange(2**32))
    y = np.linspace(0, 1, height)[:, None]
    x = np.linspace(0, 6.28, width)[None, :]
    picture = np.zeros((height, width, 3))
    picture[..., 0], picture[..., 1], picture[..., 2] = 120 + 90 * y, 170 + 50 * y, 235 - 30 * y
    for base, color in ((0.55, (96, 130, 92)), (0.7, (60, 98, 60)), (0.85, (48, 70, 44))):
        ridge = base + 0.06 * np.sin(x * (1 + base * 3) + base * 20)
        picture[np.broadcast_to(y > ridge, (height, width))] = color
    picture += noise.normal(0, 7, picture.shape)
    made = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    return Paper((made.filter(ImageFilter.GaussianBlur(1.2)),), NOTHING)


def invoice(rng: random.Random) -> Paper:
    sheet = Sheet()
    sheet.title("电子发票（普通发票）", 46)
    sheet.fields(("发票号码", f"{rng.randrange(10**20):020d}"), ("开票日期", "2026年10月12日"))
    sheet.table(
        [
            ["项目名称", "规格型号", "单位", "数量", "单价", "金额", "税率", "税额"],
            ["*纸制品*打印纸", "A4", "包", "5", "23.01", "115.05", "13%", "14.96"],
            ["价税合计", "壹佰叁拾元零壹分", "", "", "", "￥130.01", "", ""],
        ],
        (2, 1.6, 0.8, 0.8, 1, 1.2, 0.8, 1), 24,
    )  # fmt: skip
    stamp(sheet, seal("样本文具有限公司", "发票专用章", 220, 41), 850, sheet.y + 30)
    return Paper((sheet.done(sheet.y + 200),), Truth("invoice"))


def rate_table(rng: random.Random) -> Paper:
    """A lender's price list: rates and example interest, nobody's debt."""
    sheet = Sheet(serif=False)
    sheet.title("样本消费金融息费标准公示", 44)
    rows = [["产品", "日利率", "年化利率(单利)", "借10,000元/日利息", "逾期罚息"]]
    rows += [
        [f"样本贷{rate}号", f"0.0{rate}%", f"{rate * 3.65:.2f}%", f"{rate}.00元", "上浮50%"]
        for rate in (2, 3, 4, 5)
    ]
    sheet.table(rows, (1.2, 1, 1.4, 1.6, 1.2))
    sheet.para("以上为示例，具体以合同为准。本表自2026年8月1日起执行。", 28)
    return Paper((sheet.done(sheet.y + 80),), NOTHING)
