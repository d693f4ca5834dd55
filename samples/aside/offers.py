"""A kept-aside screen on which nothing is owed: what a loan would cost."""

from __future__ import annotations

import random
from decimal import Decimal

from samples.aside.drawing import (
    ROSE,
    WHITE,
    chevron,
    chip,
    disc,
    figure,
    line,
    mixed,
    names,
    rise,
    shade,
    word,
)  # fmt: skip
from samples.blocks import Item, money
from samples.canvas import Canvas
from samples.chrome import button, note, open_screen
from samples.debts import Debt
from samples.screens.base import percent

MONTHS, QUARTERS = (3, 6, 12, 24), (3, 6, 9, 12)


def alder(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """An amount to slide, terms to choose from, and the first months of a plan not yet agreed."""
    open_screen(canvas, f"{owing.product.name}借款", "常见问题")
    palette = canvas.style.palette
    wanted = owing.amount
    tall = 270 + rise(canvas, 64) + canvas.line(90)
    canvas.box(36, canvas.y, 1044, canvas.y + tall - 36, palette.card, 28)
    y = canvas.y + 30 + rise(canvas, 34)
    word(canvas, 84, y, "我要借", 34, palette.soft)
    word(canvas, 996, y, "全部借出", 34, palette.accent, "right")
    y += 20 + canvas.line(90)
    figure(canvas, 84, y, money(canvas, "", wanted), 90, bold=True, within=880)
    y += 70
    canvas.box(84, y, 996, y + 10, palette.line, 5)
    canvas.box(84, y, 620, y + 10, palette.accent, 5)
    disc(canvas, 620, y + 5, 26, palette.accent)
    disc(canvas, 620, y + 5, 20, WHITE)
    y += 60 + rise(canvas, 30)
    top = money(canvas, "", Decimal(rng.randrange(90, 200) * 1000))
    wide = word(canvas, 84, y, "最多可借 ", 30, palette.soft)
    figure(canvas, 84 + wide, y, top, 30, palette.soft, within=600)
    canvas.y = y + 90
    _terms(canvas, owing)
    _months(canvas, owing)
    button(canvas, "同意协议并借款")
    note(canvas, "以上为借款前的测算，实际以放款后生成的还款计划为准。请根据自身能力合理借贷。")


def _terms(canvas: Canvas, owing: Debt) -> None:
    palette = canvas.style.palette
    y = canvas.y + 10 + rise(canvas, 36)
    word(canvas, 60, y, "分几期还", 36, bold=True)
    top, chosen = y + 30, len(owing.periods)
    for index, count in enumerate(MONTHS if chosen in MONTHS else QUARTERS):
        x = 48 + 250 * index
        on = count == chosen
        ground = mixed(palette.accent, palette.card, 0.16) if on else palette.card
        canvas.box(x, top, x + 232, top + 110, ground, 16)
        color = palette.accent if on else palette.ink
        word(canvas, x + 116, top + 70, f"{count}期", 38, color, "middle", within=200)
        if on:
            points = 22 / canvas.style.zoom
            chip(canvas, x + 232, top + 4, "省息", points, ROSE, "right", solid=True)
    y = top + 150 + rise(canvas, 36)
    rows = (
        Item("日利率（单利）", percent(owing.daily_rate)),
        money(canvas, "总利息约", sum((p.interest + p.fees for p in owing.periods), Decimal(0))),
        Item("优惠券", "7天免息券已选用"),
        Item("收款账户", "样本银行（尾号0000）"),
    )
    for item in rows:
        word(canvas, 60, y, item.label, 34, palette.soft, within=400)
        figure(canvas, 980, y, item, 34, align="right", within=500)
        chevron(canvas, 1016, y - 12, 11, palette.soft)
        y += canvas.line(36) + 34
    canvas.y = y - 10


def _months(canvas: Canvas, owing: Debt) -> None:
    """The plan as it would be; its parts are those of a loan nobody has taken yet."""
    palette = canvas.style.palette
    line(canvas, 0, canvas.y - 34, 1080, canvas.y - 34, palette.line, 3)
    y = canvas.y + rise(canvas, 36)
    word(canvas, 60, y, "还款计划试算", 36, bold=True)
    named = names(owing, "含本金", "利息", "", "手续费", "")
    for period in owing.periods[:3]:
        y += canvas.line(36) + 40
        disc(canvas, 76, y - 14, 9, palette.accent)
        word(canvas, 108, y, f"第{period.index}期  预计{period.due:%m月%d日}", 34, within=520)
        first = money(canvas, "", period.principal + period.interest + period.fees)
        figure(canvas, 1020, y, first, 36, align="right", within=360)
        y += canvas.line(28)
        said = "，".join(
            f"{label}{money(canvas, '', period.part(part)).text}"
            for part, label in named.items() if label
        )  # fmt: skip
        word(canvas, 108, y, said, 28, shade(canvas), within=900)
    canvas.y = y + 60
