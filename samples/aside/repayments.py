"""What is to be repaid, as shops' and lenders' apps show it."""

from __future__ import annotations

import random
from functools import partial

from samples.aside.cells import (
    SHOPS,
    em,
    filled,
    head,
    late_mark,
    least,
    pair,
    panel,
    pill,
    said,
    small_print,
    total_left,
    total_now,
    usual,
)
from samples.aside.drawing import (
    WHITE,
    bare,
    chip,
    cut_up,
    disc,
    figure,
    fit,
    line,
    mixed,
    names,
    rise,
    shade,
    span,
    word,
)
from samples.blocks import Item, day, money, shown
from samples.canvas import Canvas
from samples.chrome import advert
from samples.debts import ZERO, Debt, Instalment
from samples.screens.base import STATUS_WORDS, mark_status, percent
from samples.style import MoneyStyle


def lemon(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="¥"))
    shops, zeros, red = rng.sample(SHOPS, 3), rng.random() < 0.4, canvas.style.palette.accent
    z, due = canvas.style.zoom, owing.current.due
    labels = names(owing, "本金", "利息", "逾期利息", "分期服务费", "违约金")
    tall = (390 if owing.overdue else 310) * z
    head(canvas, "白条账单", "账单助手", ground=red, down=tall + 80 * z)
    y = canvas.y + rise(canvas, 34) + 6
    title = f"{due.year}年{due.month:02d}月账单 待还金额"
    if len(owing.overdue) > 1:
        title = f"{len(owing.overdue)}期逾期账单 待还金额"
    word(canvas, 540, y, title, 34, WHITE, "middle", within=900)
    y += rise(canvas, 110)
    item = money(canvas, "", total_now(owing), "outstanding.total")
    figure(canvas, 540, y, item, 92, WHITE, "middle", within=930)
    y += em(canvas, 72)
    last = f"最后还款日：{due:%Y-%m-%d}"
    word(canvas, 540, y, last, 30, WHITE, "middle", within=900)
    if owing.overdue:
        y += em(canvas, 66)
        text = f"已逾期{owing.overdue_days}天，违约金每日累计中"
        _, box = chip(canvas, 540, y, text, 26, mixed((0, 0, 0), red, 0.25), "middle", solid=True)
        late_mark(canvas, owing, box)
    canvas.y = 210 + tall

    def parts() -> None:
        _columns(canvas, filled(canvas, labels, owing.due_now, "outstanding", zeros))

    panel(canvas, parts, pad=26)
    advert(canvas)

    def bought() -> None:
        said(canvas, "账单明细", 40, bold=True)
        for shop, amount in zip(shops, cut_up(owing.due_now("principal"), 3), strict=True):
            _order(canvas, shop, money(canvas, "", amount), owing.current)
        pair(canvas, Item("退款/售后", "去查看"), 32, arrow=True)

    panel(canvas, bought)
    top = canvas.y + 10
    pill(canvas, 42, top, 500, top + 112, "账单分期", mixed(red, WHITE, 0.15), red, 20)
    pill(canvas, 530, top, 1038, top + 112, "立即还款", red, radius=20)
    canvas.y = top + 136
    low = money(canvas, "", least(owing))
    text = f"最低还款额 {low.text}，按最低还款将产生服务费"
    said(canvas, text, 26, shade(canvas), 540, align="middle")


def _columns(canvas: Canvas, items: list[Item]) -> None:
    """Side by side, the amount above its name, thin upright lines between."""
    step = 936 / len(items)
    points = min([40.0, *(40 * (step - 30) / span(canvas, item, 40) for item in items)])
    top = canvas.y
    y = top + rise(canvas, 40)
    for index, item in enumerate(items):
        x = 72 + step * (index + 0.5)
        figure(canvas, x, y, item, points, align="middle")
        below, room = y + em(canvas, 56), step - 20
        word(canvas, x, below, item.label, 28, shade(canvas), "middle", within=room)
        if index:
            left = 72 + step * index
            line(canvas, left, top + 16, left, y + em(canvas, 50), canvas.style.palette.line)
    canvas.y = y + em(canvas, 64)


def _order(canvas: Canvas, shop: str, item: Item, period: Instalment) -> None:
    """A picture, what it was, which part of how many; the amount at the right."""
    top = canvas.y + 16
    soft, card = shade(canvas), canvas.style.palette.card
    canvas.box(72, top, 188, top + 116, mixed(soft, card, 0.25), 14)
    canvas.box(104, top + 32, 156, top + 84, mixed(soft, card, 0.5), 8)
    y = top + rise(canvas, 34) + 4
    wide = span(canvas, item, 36)
    figure(canvas, 1008, y, item, 36, align="right", within=380)
    word(canvas, 214, y, shop, 34, within=1008 - 214 - min(wide, 380) - 30)
    part = f"分期 {period.index}/{period.of}" if period.of > 1 else "不分期"
    word(canvas, 214, y + em(canvas, 52), part, 26, shade(canvas), within=500)
    canvas.y = max(top + 132, y + em(canvas, 74))


def mango(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="¥", group=False))
    head(canvas, "还款", "还款记录")
    due = owing.overdue or (owing.current,)
    late = owing.product.late_word if owing.product.late_word != "违约金" else "罚息"
    labels = names(owing, "本金", "利息", late, "手续费", "违约金")
    if owing.overdue:
        warn = canvas.style.palette.warn
        canvas.box(0, canvas.y, 1080, canvas.y + em(canvas, 84), mixed(warn, WHITE, 0.1))
        y = canvas.y + em(canvas, 54)
        text = f"您已逾期{owing.overdue_days}天，逾期将按日计收{late}"
        box = canvas.text(48, y, text, fit(canvas, text, 30, 984), color=warn, anchor="ls")
        late_mark(canvas, owing, box)
        canvas.y += em(canvas, 84)
    canvas.y += 20
    for period in due:
        panel(canvas, partial(_ticked, canvas, period, labels), pad=26)

    def how() -> None:
        pair(canvas, Item("优惠券", "暂无可用"), 34, arrow=True, dark=True)
        pair(canvas, Item("付款方式", "样本银行储蓄卡(0000)"), 34, arrow=True, dark=True)

    panel(canvas, how, pad=12)
    advert(canvas)
    small_print(canvas, "还款后额度实时恢复。若有多笔借据，将按到期日先后依次入账。", 26, 48)
    _sum_bar(canvas, owing)


def _ticked(canvas: Canvas, period: Instalment, labels: dict[str, str]) -> None:
    at, accent = f"periods[{period.index}]", canvas.style.palette.accent
    y = canvas.y + rise(canvas, 38)
    middle = y - em(canvas, 14)
    disc(canvas, 88, middle, 22, accent)
    line(canvas, 77, middle, 85, middle + 9, WHITE, 5)
    line(canvas, 85, middle + 9, 100, middle - 9, WHITE, 5)
    item = money(canvas, "", period.total, f"{at}.total")
    room = min(span(canvas, item, 42, bold=True), 420)
    figure(canvas, 1012, y, item, 42, align="right", bold=True, within=420)
    title = f"第{period.index}期（共{period.of}期）"
    word(canvas, 132, y, title, 36, bold=True, within=1012 - 132 - room - 30)
    y += em(canvas, 58)
    word(canvas, 132, y, f"还款日 {period.due:%Y/%m/%d}", 28, shade(canvas), within=560)
    tone = canvas.style.palette.warn if period.status == "overdue" else accent
    text = "已逾期" if period.status == "overdue" else "待还款"
    _, box = chip(canvas, 1012, y, text, 26, tone, "right")
    mark_status(canvas, period, box)
    canvas.y = y + em(canvas, 26)
    for part in filled(canvas, labels, period.part, at, zeros=False):
        pair(canvas, part, 30, 132, 1012, pitch=1.65)


def _sum_bar(canvas: Canvas, owing: Debt) -> None:
    top = canvas.y + 30
    canvas.box(0, top, 1080, top + 180, canvas.style.palette.card)
    y = top + 108
    wide = word(canvas, 48, y, "合计", 34, within=110)
    item = money(canvas, "", total_now(owing), "outstanding.total")
    tone = canvas.style.palette.warn
    figure(canvas, 62 + wide, y, item, 48, tone, bold=True, within=680 - 62 - wide)
    pill(canvas, 710, top + 34, 1040, top + 146, "确认还款", canvas.style.palette.accent)
    canvas.y = top + 180


def olive(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="", suffix=""))
    bare(canvas)
    late = owing.product.late_word
    labels = names(owing, "剩余本金", "剩余利息", late, "手续费", late)
    head(canvas, "还款计划", "客服")

    def left() -> None:
        wide = word(canvas, 72, canvas.y + rise(canvas, 34), "剩余待还(元)", 34, shade(canvas))
        if owing.overdue:
            y = canvas.y + rise(canvas, 34)
            text = f"逾期{owing.overdue_days}天"
            _, box = chip(canvas, 96 + wide, y, text, 26, canvas.style.palette.warn)
            late_mark(canvas, owing, box)
        canvas.y += em(canvas, 44) + rise(canvas, 78)
        item = money(canvas, "", total_left(owing), "outstanding.total")
        figure(canvas, 72, canvas.y, item, 76, bold=True, within=900)
        canvas.y += em(canvas, 40)
        for part in filled(canvas, labels, owing.owed, "outstanding", zeros=False):
            pair(canvas, part, 32, pitch=1.75)

    panel(canvas, left)

    def loan() -> None:
        for item in (
            money(canvas, "借款金额(元)", owing.amount),
            Item("年化利率(单利)", percent(owing.daily_rate * 360, 2)),
            day("起息日", owing.periods[0].start),
            Item("借据编号", owing.number),
        ):
            pair(canvas, item, 32, pitch=1.8)

    panel(canvas, loan, pad=14)
    advert(canvas)
    words = {status: rng.choice(texts[-1:]) for status, texts in STATUS_WORDS.items()}
    panel(canvas, lambda: _plan_table(canvas, owing, words), x0=16, x1=1064, pad=20)
    small_print(canvas, "以上还款计划仅供参考，实际金额以还款日账单为准。", 26)


def _plan_table(canvas: Canvas, owing: Debt, words: dict[str, str]) -> None:
    """Number and day in one cell, then what is due, its parts and the state."""
    grown = [p for p in ("penalty", "late_fees") if owing.owed(p) != ZERO]
    name = {"penalty": "罚息", "late_fees": "违约金"}
    parts = ["principal", "interest", *grown]
    heads = ["期数", "还款日", "应还", "本金", "利息", *(name[p] for p in grown), "状态"]
    shares = [0.7, 1.75, 1.55, 1.5, 1.15, *([1.1] * len(grown)), 1.15]
    step = 1020 / sum(shares)
    ends = [30 + step * sum(shares[: i + 1]) for i in range(len(shares))]
    middles = [end - step * share / 2 for end, share in zip(ends, shares, strict=True)]
    longest = [f"{owing.periods[-1].due:%Y-%m-%d}"]
    longest += [money(canvas, "", max(p.part(n) for p in owing.periods)).text for n in parts]
    rooms = [shares[1], *(shares[3 : 3 + len(parts)])]
    longest.append(money(canvas, "", max(p.total for p in owing.periods)).text)
    rooms.append(shares[2])
    points = min(fit(canvas, t, 30, r * step - 12) for t, r in zip(longest, rooms, strict=True))
    room = shares[-1] * step - 10
    points = min(points, *(fit(canvas, text, 30, room) for text in words.values()))
    y = canvas.y + rise(canvas, points)
    for x, text, share in zip(middles, heads, shares, strict=True):
        word(canvas, x, y, text, points, shade(canvas), "middle", within=share * step - 6)
    y += em(canvas, points) * 2.2
    for period in owing.periods:
        canvas.need(y + 300)
        canvas.rule(y - em(canvas, points) * 1.5, 36, 1044)
        _plan_row(canvas, period, y, middles, points, (parts, words[period.status]))
        y += em(canvas, points) * 2.3
    canvas.y = y - em(canvas, points) * 1.3


def _plan_row(
    canvas: Canvas, period: Instalment, y: float, middles: list[float], points: float,
    said_of: tuple[list[str], str],
) -> None:  # fmt: skip
    at, (parts, status) = f"periods[{period.index}]", said_of
    tones = {"paid": shade(canvas), "overdue": canvas.style.palette.warn}
    tone = tones.get(period.status, canvas.style.palette.ink)
    word(canvas, middles[0], y, str(period.index), points, tone, "middle")
    word(canvas, middles[1], y, f"{period.due:%Y-%m-%d}", points, tone, "middle")
    whole = money(canvas, "", period.total, f"{at}.total")
    figure(canvas, middles[2], y, whole, points, tone, "middle")
    for x, part in zip(middles[3:], parts, strict=False):
        item = money(canvas, "", period.part(part), f"{at}.{part}")
        if shown(canvas, item):
            figure(canvas, x, y, item, points, tone, "middle")
    wide = canvas.width_of(status, points)
    box = canvas.text(middles[-1] - wide / 2, y, status, points, color=tone, anchor="ls")
    mark_status(canvas, period, box)
