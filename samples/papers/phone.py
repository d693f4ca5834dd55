"""Phone screens that are papers, not bills: a repayment made, a chat, a collection message."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from samples.blocks import Item, carded, hero, money, rows
from samples.canvas import Canvas
from samples.chrome import button, finish, open_screen
from samples.papers.base import Paper
from samples.persons import Person
from samples.style import PLAIN, Style
from samples.truth import Truth


def repayment_record(
    who: Person, rng: random.Random, paid: date, product: str = "花呗",
    amount: Decimal = Decimal("486.32"), interest: Decimal = Decimal("20.11"), style: Style = PLAIN,
) -> Paper:  # fmt: skip
    """还款成功: history; its amount is never claimed."""
    canvas = Canvas(style)
    open_screen(canvas, "还款结果")
    main = money(canvas, "还款成功", amount)
    items = [
        Item("还款项目", product), Item("付款方式", "样本银行储蓄卡(0000)"),
        Item("还款时间", f"{paid:%Y-%m-%d} 09:41:07"), Item("还款人", f"*{who.name[1:]}"),
        money(canvas, "其中本金", amount - interest), money(canvas, "其中利息", interest),
        Item("交易单号", "".join(rng.choice("0123456789") for _ in range(24))),
    ]  # fmt: skip

    def paint() -> None:
        hero(canvas, main, center=True)
        rows(canvas, items)

    carded(canvas, paint)
    button(canvas, "完成")
    fields = {"paid_on": paid.isoformat(), "amount": f"{amount:.2f}"}
    return Paper((finish(canvas),), Truth("repayment_record", fields=fields))


def bubbles(canvas: Canvas, lines: list[tuple[str, bool]]) -> None:
    """Chat bubbles: (words, mine)."""
    for words, mine in lines:
        wrapped = canvas.wrapped(words, 38, 660)
        wide = max(canvas.width_of(line, 38) for line in wrapped) + 56
        x0 = 1080 - 150 - wide if mine else 150
        height = len(wrapped) * canvas.line(38) + 44
        fill = canvas.style.palette.accent if mine else canvas.style.palette.card
        canvas.box(x0, canvas.y, x0 + wide, canvas.y + height, fill, 20)
        canvas.box(
            960 if mine else 36, canvas.y, 1050 if mine else 126, canvas.y + 90, (170, 190, 210), 16
        )
        for index, line in enumerate(wrapped):
            color = (255, 255, 255) if mine else canvas.style.palette.ink
            canvas.text(x0 + 28, canvas.y + 18 + index * canvas.line(38), line, 38, color=color)
        canvas.y += height + 44


def chat_record(who: Person, rng: random.Random, on: date, style: Style = PLAIN) -> Paper:
    canvas = Canvas(style)
    open_screen(canvas, "在线客服")
    canvas.text(540, canvas.y, f"{on:%Y年%m月%d日} 10:22", 28, anchor="ma")
    canvas.y += 80
    bubbles(canvas, [
        ("您好，我是人工客服0137号，请问有什么可以帮您？", False),
        ("您好，我因病住院，想申请减免利息和罚息。", True),
        (f"理解您的情况，已为您登记工单，工单号 GD{on:%Y%m%d}0088，预计3-7个工作日回复。", False),
        ("请您准备诊断证明、收入证明等材料上传。", False),
        ("好的，谢谢。", True),
    ])  # fmt: skip
    fields = {"issued": on.isoformat(), "ticket": f"GD{on:%Y%m%d}0088"}
    return Paper((finish(canvas),), Truth("chat_record", fields=fields))


def collection_message(
    who: Person, rng: random.Random, on: date, days: int = 41, owed: Decimal = Decimal("3215.66"),
    style: Style = PLAIN,
) -> Paper:  # fmt: skip
    canvas = Canvas(style)
    open_screen(canvas, "10690000")
    canvas.text(540, canvas.y, f"{on:%m月%d日} 周三 15:03", 28, anchor="ma")
    canvas.y += 80
    bubbles(canvas, [
        ((f"【样本消费金融】{who.name}{who.title}，您的样本贷已逾期{days}天，"
         f"应还金额{owed:.2f}元，请尽快还款，以免影响征信。如已还款请忽略。"), False),
        ((f"【样本消费金融】催收提醒：您的欠款{owed:.2f}元至今未还，"
         "我司将继续通过短信、电话联系您。详询400-000-0000，退订回T"), False),
    ])  # fmt: skip
    return Paper((finish(canvas),), Truth("collection_message", fields={"issued": on.isoformat()}))
