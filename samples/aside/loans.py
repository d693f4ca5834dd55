"""Kept-aside screens that state one loan, or one lender's loans, as a whole."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from samples.aside.drawing import (
    AMBER,
    CYAN,
    ROSE,
    VIOLET,
    WHITE,
    Tint,
    bare,
    chevron,
    chip,
    cut_up,
    disc,
    figure,
    is_sheet,
    line,
    mixed,
    names,
    prose,
    question,
    rise,
    shade,
    word,
)  # fmt: skip
from samples.blocks import Item, money, shown
from samples.canvas import Canvas
from samples.chrome import advert, button, note, open_screen, status_bar
from samples.debts import ZERO, Debt, Instalment
from samples.screens.base import mark_status, parts, sum_of

WORDS = {"overdue": "逾期", "due": "待还款", "upcoming": "未到期", "paid": "已还清"}


def tone_of(canvas: Canvas, period: Instalment) -> Tint:
    palette = canvas.style.palette
    return {"overdue": palette.warn, "due": palette.accent}.get(period.status, palette.soft)


def aspen(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A ring of what the debt is made of; each figure stands before its name."""
    open_screen(canvas, owing.product.name, "明细")
    advert(canvas)
    named = names(owing, "待还本金", "待还利息", "逾期罚息", "服务费", "违约金")
    zeros = rng.random() < 0.5
    held = parts(canvas, named, owing.owed, "outstanding", zeros=zeros)
    held = [item for item in held if shown(canvas, item)]
    total = sum_of(owing.owed)
    top, pitch = canvas.y + 14, canvas.line(44) + 26
    bottom = top + 690 + pitch * len(held)
    canvas.box(36, top, 1044, bottom, canvas.style.palette.card, 36)
    colors: tuple[Tint, ...] = (canvas.style.palette.accent, AMBER, ROSE, CYAN, VIOLET)
    _ring(canvas, top + 340, [Decimal(item.value) / total for item in held], colors)
    word(canvas, 540, top + 318, "全部未还", 36, shade(canvas), "middle", within=360)
    whole = money(canvas, "", total, "outstanding.total")
    figure(canvas, 540, top + 318 + canvas.line(54), whole, 58, align="middle", within=390)
    y = top + 660 + rise(canvas, 44)
    for item, color in zip(held, colors, strict=False):
        share = f"{Decimal(item.value) / total * 100:.1f}%"
        canvas.box(84, y - 30, 108, y - 6, color, 6)
        wide = figure(canvas, 132, y, item, 44, bold=True, within=440)
        word(canvas, 132 + wide + 26, y, item.label, 34, shade(canvas), within=190)
        word(canvas, 996, y, share, 32, shade(canvas), "right")
        y += pitch
    canvas.y = bottom + 30
    _next_up(canvas, owing)
    _history(canvas, owing)
    button(canvas, "去还款")
    note(canvas, f"贷款资金由{owing.lender}提供")


def _ring(canvas: Canvas, y: float, shares: list[Decimal], colors: tuple[Tint, ...]) -> None:
    area = tuple(canvas.px(v) for v in (540 - 280, y - 280, 540 + 280, y + 280))
    least = 5.0
    spare = 360 - least * len(shares)
    start = -90.0
    for share, color in zip(shares, colors, strict=False):
        end = start + least + spare * float(share)
        canvas.draw.arc(area, start + 1, end, fill=color, width=canvas.px(60))
        start = end


def _next_up(canvas: Canvas, owing: Debt) -> None:
    """The next period due, on a card of its own."""
    period, top = owing.current, canvas.y
    canvas.box(36, top, 1044, top + canvas.line(40) * 2 + 66, canvas.style.palette.card, 36)
    y = top + 26 + rise(canvas, 40)
    said = f"第{period.index}/{period.of}期"
    wide = word(canvas, 84, y, said, 40, bold=True)
    _, box = chip(canvas, 84 + wide + 24, y, WORDS[period.status], 28, tone_of(canvas, period))
    y += canvas.line(40) + 12
    word(canvas, 84, y, f"还款日 {period.due:%Y-%m-%d}", 32, shade(canvas), within=460)
    mark_status(canvas, period, box)
    field = f"periods[{period.index}].total"
    figure(canvas, 950, y, money(canvas, "", period.total, field), 42, align="right", within=360)
    chevron(canvas, 986, y - 14, 13, shade(canvas))
    canvas.y = top + canvas.line(40) * 2 + 96


def _history(canvas: Canvas, owing: Debt) -> None:
    paid = money(canvas, "", owing.past("principal") + owing.past("interest"))
    spent = [p for p in owing.periods if p.status == "paid"]
    if not spent:
        return
    y = canvas.y + rise(canvas, 32)
    prose(canvas, 84, y, 900, [f"已按时还款{len(spent)}期，累计还本付息", paid], 32, shade(canvas))
    canvas.y += canvas.line(32) * 2


def cedar(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A coloured head with the whole, then a tile for each drawing, two abreast."""
    accent = canvas.style.palette.accent
    named = names(owing, "本金", "利息", "罚息", "手续费", "违约金")
    held = [i for i in parts(canvas, named, owing.owed, "outstanding") if i.value != "0.00"]
    tall = 420 + canvas.line(34) * 2.3
    canvas.box(0, 0, 1080, tall, accent)
    status_bar(canvas)
    chevron(canvas, 74, 140, 22, WHITE, 180)
    word(canvas, 540, 156, f"{owing.product.name}·借还记录", 42, WHITE, "middle", within=620)
    pale = mixed(WHITE, accent, 0.8)
    word(canvas, 60, 262, "当前欠款", 34, pale)
    whole = money(canvas, "", sum_of(owing.owed), "outstanding.total")
    figure(canvas, 60, 270 + rise(canvas, 84), whole, 84, WHITE, bold=True, within=800)
    pieces: list[str | Item] = ["包含 "]
    for index, item in enumerate(held):
        pieces += [f"{' + ' if index else ''}{item.label} ", item]
    prose(canvas, 60, 300 + rise(canvas, 84) + rise(canvas, 36), 940, pieces, 34, pale)
    canvas.y = tall + 40
    count = rng.randrange(2, 6)
    y = canvas.y + rise(canvas, 38)
    word(canvas, 48, y, f"使用中的借款（{count}笔）", 38, bold=True, within=600)
    word(canvas, 1020, y, "筛选", 32, shade(canvas), "right")
    canvas.y = y + 36
    _tiles(canvas, owing, rng, cut_up(owing.owed("principal"), count))
    _bar(canvas, owing, count)


def _tiles(canvas: Canvas, owing: Debt, rng: random.Random, left: list[Decimal]) -> None:
    tall = canvas.line(30) * 3 + canvas.line(46) + 96
    top, card = canvas.y, canvas.style.palette.card
    for index, amount in enumerate(left):
        x, y = 36 + 516 * (index % 2), top + (tall + 24) * (index // 2)
        edge = mixed(canvas.style.palette.accent, card, 0.3)
        canvas.box(x, y, x + 492, y + tall, edge, 28)
        canvas.box(x + 2, y + 2, x + 490, y + tall - 2, card, 26)
        taken = owing.periods[0].start - timedelta(days=29 * index + 3)
        at = y + 24 + rise(canvas, 30)
        word(canvas, x + 28, at, f"{taken:%Y.%m.%d} 借", 30, shade(canvas), within=290)
        late = bool(owing.overdue) and index == 0
        said, color = ("逾期", canvas.style.palette.warn) if late else ("正常", CYAN)
        chip(canvas, x + 470, at, said, 24, color, "right")
        at += canvas.line(46) + 18
        figure(canvas, x + 28, at, money(canvas, "", amount), 46, bold=True, within=436)
        at += canvas.line(30)
        word(canvas, x + 28, at, "剩余未还本金", 28, shade(canvas))
        at += canvas.line(30) + 20
        drawn = amount + Decimal(rng.randrange(0, 30) * 100)
        first = money(canvas, "", drawn)
        prose(canvas, x + 28, at, 440, ["借款 ", first], 24 / canvas.style.zoom**0.5, shade(canvas))
    canvas.y = top + (tall + 24) * -(-len(left) // 2)


def _bar(canvas: Canvas, owing: Debt, count: int) -> None:
    """The bar at the foot with the sum again and a button."""
    top = canvas.y + 40 if is_sheet(canvas) else max(canvas.y + 40, 2340 - 180)
    canvas.box(0, top, 1080, top + 180, canvas.style.palette.card)
    line(canvas, 0, top, 1080, top, canvas.style.palette.line)
    disc(canvas, 70, top + 84, 22, canvas.style.palette.accent)
    word(canvas, 108, top + 66, f"{count}笔 合计", 30, shade(canvas), within=500)
    whole = money(canvas, "", sum_of(owing.owed), "outstanding.total", "warn")
    figure(canvas, 108, top + 134, whole, 46 / canvas.style.zoom, within=540)
    canvas.box(700, top + 34, 1040, top + 134, canvas.style.palette.accent, 50)
    word(canvas, 870, top + 98, "还款", 40, WHITE, "middle", within=300)
    canvas.y = top + 120


def juniper(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Ruled cells whose labels carry the unit; the figures are bare."""
    bare(canvas)
    open_screen(canvas, f"{owing.product.name}借据", "合同")
    named = names(
        owing, "剩余本金(元)", "剩余利息(元)", "逾期利息(元)", "剩余费用(元)", "违约金(元)"
    )
    zeros = rng.random() < 0.6
    held = [money(canvas, "欠款总额(元)", sum_of(owing.owed), "outstanding.total")]
    held += parts(canvas, named, owing.owed, "outstanding", zeros=zeros)
    _heading(canvas, "借据概况")
    rate = Item("日利率(%)", f"{owing.daily_rate * 100:.3f}", "daily_rate", f"{owing.daily_rate:f}")
    _cells(canvas, [*held, rate, Item("借款日期", f"{owing.periods[0].start:%Y/%m/%d}")])
    period = owing.current
    prefix = f"periods[{period.index}]"
    _heading(canvas, f"第{period.index}期 / 共{period.of}期", period)
    named = names(owing, "本金(元)", "利息(元)", "逾期利息(元)", "费用(元)", "违约金(元)")
    now = [
        Item("到期日", f"{period.due:%Y/%m/%d}"),
        money(canvas, "本期应还(元)", period.total, f"{prefix}.total"),
    ]
    _cells(canvas, [*now, *parts(canvas, named, period.part, prefix, zeros=zeros)])
    _heading(canvas, "额度")
    _cells(canvas, [
        money(canvas, "总额度(元)", owing.amount.quantize(Decimal("1E3")) + 5000),
        money(canvas, "可借(元)", Decimal(rng.randrange(0, 5000))),
    ])  # fmt: skip
    canvas.y += 40
    note(canvas, f"放款机构：{owing.lender}")


def _heading(canvas: Canvas, text: str, period: Instalment | None = None) -> None:
    y = canvas.y + 34 + rise(canvas, 38)
    canvas.box(42, y - 34, 50, y + 4, canvas.style.palette.accent, 4)
    wide = word(canvas, 70, y, text, 38, bold=True)
    if period:
        color = tone_of(canvas, period)
        _, box = chip(canvas, 70 + wide + 26, y, WORDS[period.status], 28, color, solid=True)
        mark_status(canvas, period, box)
    canvas.y = y + 32


def _cells(canvas: Canvas, items: list[Item]) -> None:
    """Two abreast between rules, the label small above the figure."""
    items = [item for item in items if shown(canvas, item)]
    palette = canvas.style.palette
    tall = canvas.line(30) + canvas.line(44) + 52
    rows = -(-len(items) // 2)
    top = canvas.y
    canvas.box(0, top, 1080, top + tall * rows, palette.card)
    for index, item in enumerate(items):
        x, y = 540 * (index % 2), top + tall * (index // 2)
        if index % 2 == 0:
            line(canvas, 0, y, 1080, y, palette.line)
        wide = word(canvas, x + 60, y + 24 + rise(canvas, 30), item.label, 30, palette.soft)
        if item.label[:2] in ("逾期", "欠款", "日利"):
            question(canvas, x + 60 + wide, y + 24 + rise(canvas, 30), 30)
        at = y + 24 + canvas.line(30) + rise(canvas, 44)
        figure(canvas, x + 60, at, item, 44, within=440)
    line(canvas, 540, top, 540, top + tall * rows, palette.line)
    line(canvas, 0, top + tall * rows, 1080, top + tall * rows, palette.line)
    canvas.y = top + tall * rows


def larch(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """What is paid to the left, what is left to the right, the name of each between them."""
    open_screen(canvas, f"{owing.product.name}还款进度", "分享")
    palette = canvas.style.palette
    paid = sum(p.status == "paid" for p in owing.periods)
    named = names(owing, "本金", "利息", "罚息", "手续费", "违约金")
    rows = [("总计", "total"), *((label, part) for part, label in named.items())]
    top, pitch = canvas.y + 12, canvas.line(40) + 76
    head = canvas.line(34) + 60
    canvas.box(36, top, 1044, top + head + pitch * len(rows) + 20, palette.card, 24)
    canvas.box(36, top, 540, top + head, mixed(palette.soft, palette.card, 0.16), 24)
    canvas.box(540, top, 1044, top + head, mixed(palette.accent, palette.card, 0.16), 24)
    y = top + 28 + rise(canvas, 34)
    word(canvas, 288, y, f"已还 {paid}期", 34, palette.soft, "middle", within=440)
    word(canvas, 792, y, f"待还 {len(owing.unpaid)}期", 34, palette.accent, "middle", within=440)
    y = top + head + 30 + rise(canvas, 40)
    for label, part in rows:
        gone = sum_of(owing.past) if part == "total" else owing.past(part)
        left = sum_of(owing.owed) if part == "total" else owing.owed(part)
        strong = part == "total"
        figure(canvas, 76, y, money(canvas, "", gone), 38, palette.soft, within=330)
        owed = money(canvas, "", left, f"outstanding.{part}")
        figure(canvas, 1004, y, owed, 40, align="right", bold=strong, within=330)
        word(canvas, 540, y, label, 34, palette.soft, "middle", within=210)
        _gauge(canvas, y + 30, gone, left)
        y += pitch
    canvas.y = top + head + pitch * len(rows) + 50
    _due_line(canvas, owing)
    button(canvas, "立即还款", "提前还款")
    prepay = money(canvas, "", owing.owed("principal") + Decimal(rng.randrange(100, 9900)) / 100)
    y = canvas.y + rise(canvas, 30)
    said: list[str | Item] = ["今日提前结清预计需支付 ", prepay, "，以结清页面为准"]
    canvas.y = 30 + prose(canvas, 72, y, 920, said, 30, palette.soft)
    note(canvas, f"服务机构 {owing.lender}")


def _gauge(canvas: Canvas, y: float, gone: Decimal, left: Decimal) -> None:
    whole = gone + left
    share = float(gone / whole) if whole != ZERO else 0.0
    palette = canvas.style.palette
    canvas.box(76, y, 1004, y + 8, palette.line, 4)
    if share > 0.02:
        canvas.box(76, y, 76 + 928 * share, y + 8, palette.accent, 4)


def _due_line(canvas: Canvas, owing: Debt) -> None:
    period, palette = owing.current, canvas.style.palette
    y = canvas.y + 20 + rise(canvas, 36)
    said = f"第{period.index}/{period.of}期 {period.due:%Y年%m月%d日}到期"
    canvas.text(76, y, said, 36, anchor="ls")
    y += canvas.line(36) + 8
    _, box = chip(canvas, 76, y, WORDS[period.status], 30, tone_of(canvas, period))
    mark_status(canvas, period, box)
    due = money(canvas, "", period.total, f"periods[{period.index}].total")
    figure(canvas, 1004, y, due, 42, palette.ink, "right", within=500)
    canvas.y = y + 50
