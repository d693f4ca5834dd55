"""A kept-aside screen of a tablet held across: the plan beside the loan."""

from __future__ import annotations

import random
from itertools import groupby

from samples.aside.drawing import (
    chevron,
    figure,
    is_sheet,
    line,
    mixed,
    names,
    rise,
    widened,
    word,
)  # fmt: skip
from samples.aside.plans import badge, rest_of
from samples.blocks import Item, money, shown
from samples.canvas import Canvas
from samples.chrome import status_bar
from samples.debts import Debt, Instalment
from samples.screens.base import parts, percent

LEAST = 760.0


def rowan(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Months with their periods to the left, the loan and the open period to the right.

    A sheet keeps the phone's width: there the two stand one below the other.
    """
    widened(canvas, rng.choice((2048, 2160, 2388)))
    if is_sheet(canvas):
        status_bar(canvas)
        canvas.y += 36
        _loan(canvas, owing, 48, 1032, 2.1)
        canvas.y += 40
        _months(canvas, owing, 48, 1032, 2.1)
        return
    _strip(canvas)
    top = canvas.y
    _months(canvas, owing, 24, 400, 1.0)
    left = canvas.y
    canvas.y = top
    _loan(canvas, owing, 450, 1050, 1.0)
    canvas.y = max(left, canvas.y, LEAST - 60)
    line(canvas, 424, top - 10, 424, canvas.y + 60, canvas.style.palette.line, 1)


def _strip(canvas: Canvas) -> None:
    style = canvas.style
    word(canvas, 20, 22, style.clock, 13 / style.zoom)
    word(canvas, 1060, 22, f"{style.battery}%", 13 / style.zoom, None, "right")
    word(canvas, 540, 56, "借款管理", 20 / style.zoom**0.5, None, "middle", bold=True)
    chevron(canvas, 32, 50, 9, style.palette.accent, 180)
    canvas.rule(76, 0, 1080)
    canvas.y = 90.0


def _months(canvas: Canvas, owing: Debt, x0: float, x1: float, s: float) -> None:
    palette = canvas.style.palette
    for (year, month), group in groupby(owing.periods, lambda p: (p.due.year, p.due.month)):
        y = canvas.y + rise(canvas, 14 * s)
        word(canvas, x0, y, f"{year}年{month}月", 14 * s, palette.soft)
        canvas.y = y + 7 * s
        for period in group:
            _entry(canvas, period, x0, x1, s)


def _entry(canvas: Canvas, period: Instalment, x0: float, x1: float, s: float) -> None:
    palette = canvas.style.palette
    tall = canvas.line(17 * s) + 14 * s
    canvas.box(x0, canvas.y, x1, canvas.y + tall, palette.card, 8 * s)
    y = canvas.y + 8 * s + rise(canvas, 17 * s)
    wide = word(canvas, x0 + 12 * s, y, f"{period.due:%m-%d}", 16 * s, within=60 * s)
    at = x0 + 20 * s + wide
    said = f"第{period.index}/{period.of}期"
    at += 8 * s + word(canvas, at, y, said, 14 * s, palette.soft, within=68 * s)
    right = x1 - 26 * s
    wide = figure(
        canvas, right, y, money(canvas, "", period.total, f"periods[{period.index}].total"),
        17 * s, palette.soft if period.status == "paid" else palette.ink, "right",
        within=right - at - 76 * s,
    )  # fmt: skip
    badge(canvas, right - wide - 10 * s, y, 12 * s / canvas.style.zoom**0.5, period)
    chevron(canvas, x1 - 14 * s, y - 6 * s, 6 * s, palette.soft)
    canvas.y += tall + 8 * s


def _loan(canvas: Canvas, owing: Debt, x0: float, x1: float, s: float) -> None:
    palette = canvas.style.palette
    y = canvas.y + rise(canvas, 22 * s)
    wide = word(canvas, x0, y, owing.product.name, 22 * s, bold=True)
    rate = f"日利率 {percent(owing.daily_rate)}"
    box = canvas.text(x0 + wide + 14 * s, y, rate, 13 * s, color=palette.soft, anchor="ls")
    canvas.mark("daily_rate", f"{owing.daily_rate:f}", rate, box)
    canvas.y = y + 20 * s
    named = names(owing, "剩余本金", "剩余利息", "累计罚息", "剩余服务费", "违约金")
    _panel(canvas, rest_of(canvas, owing, named), x0, x1, s, 3 if s < 2 else 2)
    period = owing.current
    y = canvas.y + 8 * s + rise(canvas, 17 * s)
    word(canvas, x0, y, f"第{period.index}期明细", 17 * s, bold=True)
    word(canvas, x1, y, f"{period.due:%Y-%m-%d} 到期", 14 * s, palette.soft, "right")
    canvas.y = y + 16 * s
    prefix = f"periods[{period.index}]"
    named = names(owing, "本金", "利息", "罚息", "服务费", "违约金")
    for item in parts(canvas, named, period.part, prefix, zeros=True):
        if shown(canvas, item):
            y = canvas.y + 9 * s + rise(canvas, 17 * s)
            word(canvas, x0 + 12 * s, y, item.label, 16 * s, palette.soft)
            figure(canvas, x1 - 12 * s, y, item, 17 * s, align="right")
            canvas.y = y + 14 * s
            line(canvas, x0, canvas.y, x1, canvas.y, palette.line, 1)
    _drawn(canvas, owing, x0, x1, s)


def _panel(
    canvas: Canvas, items: list[Item], x0: float, x1: float, s: float, columns: int
) -> None:  # fmt: skip
    """Figures in a tinted panel, the name of each above it, centred."""
    palette = canvas.style.palette
    tall = canvas.line(14 * s) + canvas.line(21 * s) + 30 * s
    rows = -(-len(items) // columns)
    ground = mixed(palette.accent, palette.card, 0.08)
    canvas.box(x0, canvas.y, x1, canvas.y + tall * rows, ground, 10 * s)
    step = (x1 - x0) / columns
    for index, item in enumerate(items):
        middle = x0 + step * (index % columns + 0.5)
        y = canvas.y + tall * (index // columns) + 14 * s + rise(canvas, 14 * s)
        word(canvas, middle, y, item.label, 14 * s, palette.soft, "middle")
        y += canvas.line(22 * s)
        figure(canvas, middle, y, item, 21 * s, align="middle", bold=True, within=step - 20 * s)
    canvas.y += tall * rows + 14 * s


def _drawn(canvas: Canvas, owing: Debt, x0: float, x1: float, s: float) -> None:
    """What was lent and when: no debt of its own."""
    palette = canvas.style.palette
    canvas.y += 10 * s
    for label, item in (
        ("借款金额", money(canvas, "", owing.amount)),
        ("借款日期", Item("", f"{owing.periods[0].start:%Y-%m-%d}")),
        ("放款方", Item("", owing.lender)),
    ):
        y = canvas.y + 4 * s + rise(canvas, 14 * s)
        wide = word(canvas, x0, y, f"{label}：", 14 * s, palette.soft)
        figure(canvas, x0 + wide, y, item, 14 * s, palette.soft, within=x1 - x0 - wide)
        canvas.y = y + 10 * s
