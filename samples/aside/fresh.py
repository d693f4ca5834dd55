"""Screens kept aside: loans of one lender, a card's month, footnoted figures, large type."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from samples.aside.drawing import (
    WHITE,
    Tint,
    chip,
    cut_up,
    disc,
    figure,
    line,
    mixed,
    names,
    prose,
    question,
    rise,
    shade,
    span,
    word,
)
from samples.blocks import Item, day, ink, money, shown
from samples.canvas import Canvas
from samples.chrome import advert, status_bar
from samples.debts import ZERO, Debt, cents
from samples.screens.base import parts, percent, pick, rate_item, sum_of


def down(canvas: Canvas, points: float, lead: float = 1.0) -> float:
    """Move the cursor by so many lines of type; gives back where it is."""
    canvas.y += points * canvas.style.zoom * lead
    return canvas.y


def owed_parts(canvas: Canvas, owing: Debt, said: dict[str, str]) -> list[Item]:
    """What is owed of each part, as far as the screen shows it."""
    made = parts(canvas, said, owing.owed, "outstanding")
    return [item for item in made if shown(canvas, item)]


def whole(canvas: Canvas, owing: Debt, label: str) -> Item:
    return money(canvas, label, sum_of(owing.owed), "outstanding.total")


def lent_by(canvas: Canvas, owing: Debt, words: str) -> None:
    """Whose money it is, small, in the middle."""
    down(canvas, 26, 1.9)
    word(canvas, 540, canvas.y, f"{words}{owing.lender}", 26, shade(canvas), "middle", within=920)


# --- ash -----------------------------------------------------------------------------------------


def ash(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    status_bar(canvas)
    down(canvas, 54, 1.35)
    word(canvas, 48, canvas.y, owing.product.name, 54, bold=True, within=640)
    word(canvas, 1032, canvas.y, pick(rng, "还款记录", "借还记录"), 30, shade(canvas), "right")
    down(canvas, 40, 0.9)
    advert(canvas)
    tails = [f"{rng.randrange(1000, 9999)}" for _ in range(2)]
    total = whole(canvas, owing, "全部")
    halves = [money(canvas, f"尾号{t}", a) for t, a in zip(
        tails, cut_up(sum_of(owing.owed), 2), strict=True,
    )]  # fmt: skip
    _tabs(canvas, [replace(total, label=pick(rng, "全部2笔", "两笔合计")), *halves])
    said = names(owing, pick(rng, "剩余本金", "待还本金"), pick(rng, "待还利息", "剩余利息"),
                 pick(rng, "罚息", "逾期罚息"), "手续费", "违约金")  # fmt: skip
    items = [*owed_parts(canvas, owing, said), replace(total, label="待还总额", tone="accent")]
    _spine(canvas, items)
    _loans(canvas, owing, tails, rng)
    lent_by(canvas, owing, pick(rng, "贷款人：", "由以下机构放款 "))


def _tabs(canvas: Canvas, tabs: Sequence[Item]) -> None:
    palette, top = canvas.style.palette, canvas.y
    tall = 150 * canvas.style.zoom
    for index, tab in enumerate(tabs):
        x0, open_ = 36 + index * 336, index == 0
        pale = palette.card if open_ else mixed(palette.line, palette.page, 0.7)
        canvas.box(x0, top + (0 if open_ else 14), x0 + 330, top + tall + 20, pale, 22)
        tone = palette.accent if open_ else shade(canvas)
        base = top + 58 * canvas.style.zoom
        word(canvas, x0 + 165, base, tab.label, 30, tone, "middle", within=290)
        base += 60 * canvas.style.zoom
        figure(canvas, x0 + 165, base, tab, 40, tone, "middle", bold=open_, within=298)
    canvas.y = top + tall


def _spine(canvas: Canvas, items: Sequence[Item]) -> None:
    """Figures end and their names begin at one upright line."""
    pitch, top = 92 * canvas.style.zoom, canvas.y
    canvas.box(36, top, 1044, top + pitch * len(items) + 56, canvas.style.palette.card)
    line(canvas, 590, top + 40, 590, top + pitch * len(items) + 16, canvas.style.palette.line, 3)
    base = top + 36 + rise(canvas, 46)
    for item in items:
        figure(canvas, 562, base, item, 46, align="right", within=490, bold=item.tone == "accent")
        word(canvas, 622, base, item.label, 34, shade(canvas), within=390)
        base += pitch
    canvas.y = top + pitch * len(items) + 56


def _loans(canvas: Canvas, owing: Debt, tails: Sequence[str], rng: random.Random) -> None:
    down(canvas, 36, 1.9)
    word(canvas, 48, canvas.y, pick(rng, "借款信息", "借据信息"), 36, bold=True)
    start = owing.periods[0].start
    for number, (tail, amount) in enumerate(zip(tails, cut_up(owing.amount, 2), strict=True)):
        down(canvas, 34, 1.3)
        canvas.rule(canvas.y, 48, 1032)
        down(canvas, 34, 1.5)
        lent = money(canvas, "", amount)
        made = start + timedelta(days=3 * number)
        pieces = (f"{tail} | {made:%Y.%m.%d} 借入 ", replace(lent, split=False))
        canvas.y = prose(canvas, 48, canvas.y, 984, pieces, 32, shade(canvas))
    down(canvas, 34, 2.2)
    rate = rate_item("", owing)
    terms = ("日利率 ", rate, f"（年化利率（单利）{percent(owing.daily_rate * 360, 2)}）")
    canvas.y = prose(canvas, 48, canvas.y, 984, terms, 30, shade(canvas))
    down(canvas, 30, 0.8)


# --- birch ---------------------------------------------------------------------------------------


def birch(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    status_bar(canvas)
    palette = canvas.style.palette
    _months(canvas, owing, rng)
    _plastic(canvas, owing)
    down(canvas, 34, 1.9)
    word(canvas, 48, canvas.y, f"{owing.as_of.month}月账单怎么算", 38, bold=True)
    question(canvas, 48 + canvas.width_of(f"{owing.as_of.month}月账单怎么算", 38, True),
             canvas.y, 36)  # fmt: skip
    down(canvas, 34, 0.9)
    _ribbon(canvas, _sum_of_month(canvas, owing, rng))
    lowest = cents(sum_of(owing.owed) * Decimal("0.1"))
    facts = [
        day("账单日", owing.as_of, "as_of", pick(rng, "%Y/%m/%d", "%Y-%m-%d")),
        day("到期还款日", owing.current.due, "due", pick(rng, "%Y/%m/%d", "%Y-%m-%d")),
        money(canvas, "最低还款额", lowest),
        Item("美元账户应还", "USD 0.00"),
        money(canvas, "预借现金额度", Decimal(rng.randrange(20, 90) * 100)),
    ]
    for item in facts:
        down(canvas, 34, 1.25)
        disc(canvas, 60, canvas.y - 11 * canvas.style.zoom, 7, palette.accent)
        wide = word(canvas, 88, canvas.y, item.label, 34, shade(canvas), within=420)
        figure(canvas, 88 + wide + 28, canvas.y, item, 34, within=900 - wide)
        down(canvas, 34, 0.75)
    down(canvas, 34, 0.6)
    advert(canvas)
    lent_by(canvas, owing, "发卡机构 ")


def _months(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    palette = canvas.style.palette
    down(canvas, 40, 1.4)
    word(canvas, 48, canvas.y, f"{owing.product.name}账单", 46, bold=True, within=400)
    months = [(owing.as_of.month - back - 1) % 12 + 1 for back in (0, 1, 2)]
    x = 1032.0
    for index, month in enumerate(months):
        said = f"{month}月"
        tone = palette.accent if index == 0 else shade(canvas)
        wide, _ = chip(canvas, x, canvas.y, said, 32, tone, "right", solid=index == 0)
        x -= wide + 18
    down(canvas, 40, 0.8)


def _plastic(canvas: Canvas, owing: Debt) -> None:
    """The card itself: its bank's colour and its last four digits."""
    top, tall = canvas.y, 170 * canvas.style.zoom
    canvas.box(48, top, 1032, top + tall, mixed(canvas.style.palette.accent, (0, 0, 0), 0.62), 26)
    canvas.box(88, top + 40, 168, top + 96, (222, 190, 120), 10)
    said = f"**** **** **** {owing.number[-4:]}"
    word(canvas, 992, top + tall / 2 + 16, said, 42, WHITE, "right", within=720)
    canvas.y = top + tall


def _sum_of_month(
    canvas: Canvas, owing: Debt, rng: random.Random
) -> list[tuple[str, Item]]:  # fmt: skip
    """Last month less what was paid, and what this month added: sign and figure."""
    principal, late = owing.owed("principal"), owing.owed("interest") > 0
    carried = cents(principal * Decimal(rng.randrange(30, 60)) / 100) if late else ZERO
    back = Decimal(rng.randrange(40_000, 300_000)) / 100
    steps = [
        ("", money(canvas, "上期账单", carried + back)),
        ("−", money(canvas, pick(rng, "上期已还款", "本期已还入"), back)),
        ("+", money(canvas, pick(rng, "新增消费", "本期消费"), principal - carried)),
    ]
    fees = pick(rng, "分期手续费", "手续费")
    said = {"interest": "循环利息", "fees": fees, "late_fees": "违约金"}
    for part, label in said.items():
        if owing.owed(part):
            steps.append(("+", money(canvas, label, owing.owed(part), f"outstanding.{part}")))
    total = whole(canvas, owing, pick(rng, "本期应还", "本期应还款额"))
    return [*steps, ("=", total)]


def _ribbon(canvas: Canvas, steps: Sequence[tuple[str, Item]]) -> None:
    """Lozenges in a row that runs on in the next line; the last one is filled."""
    palette, zoom = canvas.style.palette, canvas.style.zoom
    x, top, tall = 48.0, canvas.y, 122 * zoom
    for index, (sign, item) in enumerate(steps):
        last = index == len(steps) - 1
        points = 44 if last else 36
        wide = max(span(canvas, item, points, last), canvas.width_of(item.label, 25)) + 48
        before = 52 * zoom if sign else 0
        if x + before + wide > 1044:
            x, top = 48.0, top + tall + 26
        word(canvas, x + before / 2, top + tall * 0.62, sign, 40, shade(canvas), "middle")
        x += before
        ground = palette.accent if last else palette.card
        canvas.box(x, top, x + wide, top + tall, ground, 20)
        tone: Tint = WHITE if last else palette.ink
        base = top + 58 * zoom
        figure(canvas, x + wide / 2, base, item, points, tone, "middle", bold=last, within=950)
        pale = WHITE if last else shade(canvas)
        word(canvas, x + wide / 2, top + 98 * zoom, item.label, 25, pale, "middle")
        x += wide + 8
    canvas.y = top + tall + 34


# --- oak -----------------------------------------------------------------------------------------


def oak(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    status_bar(canvas)
    palette = canvas.style.palette
    down(canvas, 44, 1.4)
    word(canvas, 1032, canvas.y, f"{owing.product.name} · 欠款概览", 44, align="right", bold=True,
         within=900)  # fmt: skip
    down(canvas, 44, 0.7)
    line(canvas, 48, canvas.y, 1032, canvas.y, palette.accent, 6)
    said = names(owing, pick(rng, "未还本金", "本金结欠"), "未还利息*2", "未还罚息*3",
                 "未还手续费*2", "未还违约金*3")  # fmt: skip
    owed = [whole(canvas, owing, pick(rng, "欠款合计*1", "未还总额*1")),
            *owed_parts(canvas, owing, said)]  # fmt: skip
    history = sum_of(owing.past)
    others = [
        money(canvas, "已还金额", history),
        money(canvas, "借款时金额", owing.amount),
        money(canvas, "已优惠*4", Decimal(rng.randrange(100, 3000)) / 100),
    ]
    _columns(canvas, owed, palette.ink)
    line(canvas, 390, canvas.y, 1032, canvas.y, palette.line, 2)
    _columns(canvas, others, shade(canvas))
    _footnotes(canvas, owing)
    advert(canvas)
    lent_by(canvas, owing, "")


def _columns(canvas: Canvas, items: Sequence[Item], tone: Tint) -> None:
    """Three to a line, each set flush to the right under its name."""
    zoom = canvas.style.zoom
    for first in range(0, len(items), 3):
        top = canvas.y
        for column, item in enumerate(items[first : first + 3]):
            edge = 372 + 330 * column
            label, star, number = item.label.partition("*")
            base = top + 76 * zoom
            raised = canvas.width_of(star + number, 18) if star else 0.0
            word(canvas, edge, base - 12 * zoom, star + number, 18, shade(canvas), "right")
            word(canvas, edge - raised - 2, base, label, 28, shade(canvas), "right", within=240)
            figure(canvas, edge, base + 58 * zoom, item, 42, tone, "right", within=296)
        canvas.y = top + 176 * zoom


def _footnotes(canvas: Canvas, owing: Debt) -> None:
    word_ = owing.product.late_word
    notes = (
        "*1 欠款合计为全部未还期次各项之和。",
        "*2 按日计收。例：借款10,000.00元，日利率0.05%，使用30天，利息为150.00元。",
        f"*3 逾期后产生{word_}。例：逾期本金1,000.00元，逾期10天，{word_}为7.50元。",
        "*4 使用优惠券抵扣的金额，不再收取。",
    )
    down(canvas, 26, 1.2)
    for text in notes:
        down(canvas, 26, 1.7)
        canvas.y = prose(canvas, 72, canvas.y, 936, [text], 26, shade(canvas))
    down(canvas, 26, 1.4)


# --- poplar --------------------------------------------------------------------------------------


def poplar(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    status_bar(canvas)
    palette = canvas.style.palette
    down(canvas, 60, 1.25)
    word(canvas, 540, canvas.y, owing.product.name, 66, align="middle", bold=True, within=640)
    chip(canvas, 1032, canvas.y, pick(rng, "关怀版", "大字版"), 34, palette.accent, "right")
    down(canvas, 60, 0.6)
    total = whole(canvas, owing, pick(rng, "您现在一共要还", "您一共还要还"))
    _shout(canvas, total, 118, palette.warn)
    said = names(owing, pick(rng, "其中借的本金", "本金"), "利息",
                 pick(rng, "晚还的罚息", "逾期罚息"), "手续费", "违约金")  # fmt: skip
    for item in owed_parts(canvas, owing, said):
        _shout(canvas, item, 84, palette.ink)
    if owing.overdue:
        late = str(owing.overdue_days)
        _shout(canvas, Item("已经晚了", f"{late} 天", "overdue_days", late), 84, palette.warn)
    else:
        _shout(canvas, day("最近还款日", owing.current.due, "due", "%Y年%m月%d日"), 84, palette.ink)
    down(canvas, 60, 0.5)
    canvas.box(48, canvas.y, 1032, canvas.y + 170, palette.accent, 30)
    size = 70 / canvas.style.zoom
    word(canvas, 540, canvas.y + 110, pick(rng, "去还款", "我要还钱"), size, WHITE, "middle",
         bold=True)  # fmt: skip
    canvas.y += 190
    lent_by(canvas, owing, "")


def _shout(canvas: Canvas, item: Item, points: float, tone: Tint) -> None:
    """A framed line of very large type, its name above, an ear for reading aloud."""
    top, zoom = canvas.y + 22, canvas.style.zoom
    bottom = top + (52 * 1.75 + points * 1.35) * zoom + 10
    canvas.box(48, top, 1032, bottom, canvas.style.palette.line, 26)
    canvas.box(53, top + 5, 1027, bottom - 5, canvas.style.palette.card, 22)
    base = top + 52 * 1.45 * zoom
    word(canvas, 92, base, item.label, 52, ink(canvas, "ink"), within=720)
    word(canvas, 988, base, "听一听", 36, canvas.style.palette.accent, "right")
    figure(canvas, 92, base + points * 1.2 * zoom, item, points, tone, bold=True, within=896)
    canvas.y = bottom
