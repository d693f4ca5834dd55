"""Screens full of amounts that nobody owes: loans to choose from, a sum worked out ahead."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from samples.blocks import Item, carded, ink, money
from samples.canvas import Canvas
from samples.chrome import button, note, open_screen
from samples.debts import ZERO, Debt, cents, shift
from samples.screens.base import Layout, percent, pick
from samples.screens.pens import chip, figure, fitted, labels, ring, sums, tabs, words
from samples.style import BLUE, ORANGE

MARKET = ("样本易贷", "示例快借", "样例钱包", "范本随借", "试样备用", "模板好贷")


@dataclass(frozen=True)
class _Offer:
    name: str
    tag: str
    most: Decimal
    daily: Decimal
    months: str


def loan_market(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Products to compare: how much, how dear, how long."""
    open_screen(canvas, "贷款超市", "筛选")
    tabs(canvas, ("综合排序", "额度最高", "利率最低"), rng.randrange(3))
    for name in rng.sample(MARKET, 4):
        most = Decimal(rng.randrange(2, 30) * 10_000)
        daily = Decimal(rng.randrange(20, 50)) / 100_000
        months = rng.choice(("3/6/12期", "6/12期", "最长24期"))
        tag = rng.choice(("放款快", "利息低", "不查电话", "新客立减"))
        carded(canvas, partial(_offered, canvas, _Offer(name, tag, most, daily, months)))
    note(canvas, "贷款有风险，借款需谨慎。年化利率以审批结果为准，借1,000元每日利息约0.20元起。")


def _offered(canvas: Canvas, offer: _Offer) -> None:
    y = canvas.y
    ring(canvas, 96, y + 26, 26, ink(canvas, "accent"))
    words(canvas, 140, y, offer.name, 38, width=420, bold=True)
    chip(canvas, 1000, y, offer.tag, "accent", right=True, points=26)
    y += canvas.line(38) + 22
    figure(canvas, 72, y, money(canvas, "", offer.most, "", "accent"), 50, width=420, bold=True)
    words(canvas, 540, y, f"年利率(单利) {percent(offer.daily * 360)}起", 30, width=460)
    low = y + canvas.line(50)
    words(canvas, 72, low, "最高可借", 28, width=400, tone="soft")
    each = f"日利率{percent(offer.daily)}起 {offer.months}"
    words(canvas, 540, low, each, 28, width=460, tone="soft")
    canvas.y = low + canvas.line(28) + 18


def settle_calculator(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """提前结清试算: boxes filled in above, what it would come to beneath."""
    named = labels(owing, "预计{}")
    owed = sums(owing.unpaid, named)
    when = shift(owing.as_of, 1)
    open_screen(canvas, pick(rng, "提前结清试算", "结清计算器"), "规则")
    sum_lent = money(canvas, "借款金额", owing.amount)
    filled = [sum_lent, Item("试算结清日期", f"{when:%Y-%m-%d}"), Item("试算方式", "一次性结清")]
    for item in filled:
        _boxed(canvas, item)
    canvas.y += 20
    button(canvas, "重新试算")
    words(canvas, 540, canvas.y, "试算结果（仅供参考）", 32, anchor="ma", tone="soft")
    canvas.y += canvas.line(32) + 24
    cells = [money(canvas, label, owed[name]) for name, label in named.items()]
    saved = cents(owed["principal"] / 50)
    cells.append(money(canvas, "预计节省利息", saved))
    size = fitted(canvas, [c.text for c in cells], 40, 430)
    tall = canvas.line(30) + canvas.line(size) + 56
    for index, cell in enumerate(cells):
        x, y = 42 + 506 * (index % 2), canvas.y + (tall + 18) * (index // 2)
        canvas.box(x, y, x + 490, y + tall, canvas.style.palette.card, 20)
        words(canvas, x + 24, y + 22, cell.label, 30, width=440, tone="soft")
        figure(canvas, x + 24, y + 28 + canvas.line(30), cell, size, width=460)
    canvas.y += (tall + 18) * -(-len(cells) // 2) + 20
    whole = money(canvas, "", sum(owed.values(), ZERO))
    text = f"预计结清金额 {whole.text}"
    words(canvas, 540, canvas.y, text, 40, anchor="ma", width=960, bold=True)
    canvas.y += canvas.line(40) + 30
    note(canvas, "本结果由您填写的条件推算，不代表实际欠款；实际金额以结清当日为准。")


def _boxed(canvas: Canvas, item: Item) -> None:
    """A field of a form: its name above, what was typed in a frame."""
    words(canvas, 54, canvas.y, item.label, 30, tone="soft")
    canvas.y += canvas.line(30) + 8
    tall = canvas.line(40) + 36
    canvas.box(42, canvas.y, 1038, canvas.y + tall, canvas.style.palette.line, 16)
    canvas.box(45, canvas.y + 3, 1035, canvas.y + tall - 3, canvas.style.palette.card, 14)
    figure(canvas, 78, canvas.y + 18, item, 40)
    canvas.y += tall + 28


LAYOUTS_OFFERS: tuple[Layout, ...] = (
    Layout("loan_market", ("generic",), loan_market, ORANGE, owes=False),
    Layout("settle_calculator", ("generic", "jiebei"), settle_calculator, BLUE, owes=False),
)
