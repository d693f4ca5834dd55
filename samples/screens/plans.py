"""Plans period by period: a line with dots, cells that span, boxes to tick, cards of pairs."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import partial

from samples.blocks import Item, carded, ink, money, put, shown
from samples.canvas import Canvas
from samples.chrome import advert, button, note, open_screen
from samples.debts import ZERO, Debt, Instalment, Terms
from samples.screens.base import STATUS_WORDS, Layout, pick
from samples.screens.pens import (
    WHITE,
    Chunk,
    amount_items,
    chip,
    figure,
    fitted,
    labels,
    ring,
    run,
    state,
    sum_run,
    sums,
    tick,
    words,
)
from samples.style import GREEN, ORANGE, TEAL, Color

SHORT, YEAR = Terms(count=6), Terms(count=12)


def node_timeline(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A vertical line; each dot a period with its sum and, in brackets, the parts."""
    named, verb, zeros = labels(owing), pick(rng, "应还", "待还"), rng.random() < 0.3
    said = {status: rng.choice(choice) for status, choice in STATUS_WORDS.items()}
    open_screen(canvas, pick(rng, "还款计划", f"{owing.product.name} 还款计划"), "分享")
    way = "先息后本" if owing.method == "interest_first" else "按月还款"
    words(canvas, 60, canvas.y, f"{owing.product.name}  {way}  共{owing.current.of}期", 32)
    canvas.y += canvas.line(32) + 40
    past = [period for period in owing.periods if period.status == "paid"][-1:]
    listed = [*past, *owing.unpaid]
    for period in listed:
        top = canvas.y
        kept = {n: word for n, word in named.items() if zeros or period.part(n) != ZERO}
        _node(canvas, period, kept, verb, said[period.status])
        middle = top + canvas.line(36) / 2
        if period is not listed[-1]:
            canvas.box(82, middle + 26, 86, canvas.y + 12, canvas.style.palette.line)
        ring(canvas, 84, middle, 15, _color(canvas, period), full=period.status != "upcoming")
    advert(canvas)
    button(canvas, "去还款")


def _color(canvas: Canvas, period: Instalment) -> Color:
    tones = {"paid": ink(canvas, "soft"), "overdue": ink(canvas, "warn")}
    return tones.get(period.status, ink(canvas, "accent"))


def _node(canvas: Canvas, period: Instalment, named: dict[str, str], verb: str, said: str) -> None:
    y, prefix = canvas.y, f"periods[{period.index}]"
    name = f"第{period.index}/{period.of}期  {period.due:%Y.%m.%d}"
    box = words(canvas, 140, y, name, 36, width=620, bold=True)
    state(canvas, period, "of due", box)
    color = _color(canvas, period)
    box = words(canvas, 1020, y, said, 30, anchor="ra", width=220, color=color)
    state(canvas, period, "status", box)
    canvas.y = y + canvas.line(36) + 8
    if period.status == "paid":
        run(canvas, [("已还 ", money(canvas, "", period.total), "")], 32, 140, 1020)
    else:
        items = amount_items(canvas, named, sums([period], named), prefix)
        first, *others = sum_run(canvas, items)
        chunks: list[Chunk] = [
            (f"{verb} ", money(canvas, "", period.total, f"{prefix}.total"), " "),
            (f"({first[0]}", first[1], ""),
            *others,
        ]
        before, item, _ = chunks[-1]
        run(canvas, [*chunks[:-1], (before, item, ")")], 32, 140, 1020)
    canvas.y += 40


def merged_heads(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A ruled table; the cell of the period spans the lines of its parts."""
    named = labels(owing, pick(rng, "{}", "应还{}"))
    listed = owing.unpaid
    open_screen(canvas, f"{owing.product.name}还款计划表", "导出")
    run(canvas, [(f"共{owing.current.of}期，未还{len(listed)}期明细", None, "")], 34, 42, 1038)
    canvas.y += 18
    sums_up = pick(rng, "小计", "应还合计")
    columns = (42.0, 372.0, 668.0, 1038.0)
    head = canvas.line(32) + 28
    canvas.box(columns[0], canvas.y, columns[3], canvas.y + head, canvas.style.palette.line)
    for index, title in enumerate((pick(rng, "期次", "期数"), "项目", "金额")):
        middle = (columns[index] + columns[index + 1]) / 2
        words(canvas, middle, canvas.y + 14, title, 32, anchor="ma", width=250, bold=True)
    canvas.y += head
    for period in listed:
        _spanning(canvas, period, named, sums_up, columns)
    canvas.y += 26
    whole = money(canvas, "", sum((p.total for p in listed), ZERO), "outstanding.total", "accent")
    run(canvas, [(f"{pick(rng, '未还总额', '剩余应还总额')}：", whole, "")], 38, 42, 1038, "ink")
    note(canvas, "以上金额按当前日期计算，实际以扣款为准。")


def _spanning(
    canvas: Canvas, period: Instalment, named: dict[str, str], sums_up: str,
    columns: tuple[float, ...],
) -> None:  # fmt: skip
    top, prefix = canvas.y, f"periods[{period.index}]"
    items = amount_items(canvas, named, sums([period], named), prefix)
    total = money(canvas, sums_up, period.total, f"{prefix}.total")
    lines, tall = [*(i for i in items if shown(canvas, i)), total], canvas.line(32) + 24
    for index, item in enumerate(lines):
        y = top + tall * index
        words(canvas, columns[1] + 28, y + 12, item.label, 32, width=260, bold=item is total)
        figure(canvas, columns[3] - 28, y + 12, item, 34, width=340, anchor="ra")
        canvas.rule(y, columns[1] if index else columns[0], columns[3])
    canvas.y = top + tall * len(lines)
    middle = (columns[0] + columns[1]) / 2
    y = (top + canvas.y) / 2 - (canvas.line(34) + canvas.line(28) * 2) / 2
    box = words(canvas, middle, y, f"第{period.index}期", 34, anchor="ma", width=300, bold=True)
    y += canvas.line(34)
    box = words(canvas, middle, y, f"{period.due:%Y-%m-%d}", 28, anchor="ma", width=300)
    state(canvas, period, "due", box)
    late = period.status == "overdue"
    text, tone = ("已逾期", ink(canvas, "warn")) if late else ("未还", ink(canvas, "soft"))
    y += canvas.line(28)
    state(canvas, period, "status", words(canvas, middle, y, text, 28, anchor="ma", color=tone))
    canvas.rule(canvas.y, columns[0], columns[3])
    for x in columns:
        canvas.box(x - 1, top, x + 1, canvas.y, canvas.style.palette.line)


def checklist(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Periods to tick; a bar at the foot adds up those that are ticked."""
    named, every = labels(owing), rng.random() < 0.6
    picked = owing.unpaid if every else (owing.overdue or owing.unpaid[:1])
    every = picked == owing.unpaid
    open_screen(canvas, pick(rng, "选择还款期数", "提前还款", "选择账单"), "")
    words(canvas, 48, canvas.y, f"{owing.product.name} | 可多选", 30, tone="soft")
    canvas.y += canvas.line(30) + 24
    for period in owing.unpaid:
        _choice(canvas, period, named, period in picked)
    words(canvas, 540, canvas.y + 6, "没有更多了", 28, tone="soft", anchor="ma")
    canvas.y = max(canvas.y + canvas.line(28) + 50, 2060)
    whole = sums(picked, named)
    field = "outstanding.total" if every else ""
    total = money(canvas, "", sum(whole.values(), ZERO), field, "warn")
    _bar(canvas, total, every, len(picked))


def _choice(canvas: Canvas, period: Instalment, named: dict[str, str], ticked: bool) -> None:
    y, prefix = canvas.y, f"periods[{period.index}]"
    box = words(canvas, 120, y, f"第{period.index}/{period.of}期", 38, width=280)
    state(canvas, period, "of", box)
    if period.status == "overdue":
        x = 150 + canvas.width_of(f"第{period.index}/{period.of}期", 38)
        state(canvas, period, "status", chip(canvas, x, y + 4, "逾期", "warn", points=24))
    total = money(canvas, "", period.total, f"{prefix}.total")
    figure(canvas, 1032, y, total, 42, width=430, anchor="ra", bold=True)
    canvas.y = y + canvas.line(42) + 2
    box = words(canvas, 120, canvas.y, f"{period.due:%Y年%m月%d日}到期", 28, tone="soft")
    state(canvas, period, "due", box)
    canvas.y += canvas.line(28) + 2
    items = amount_items(canvas, named, sums([period], named), prefix)
    run(canvas, sum_run(canvas, items, sign="  "), 28, 120, 1032)
    tick(canvas, 72, (y + canvas.y) / 2, ticked)
    canvas.y += 16
    canvas.rule(canvas.y, 120, 1080)
    canvas.y += 26


def _bar(canvas: Canvas, total: Item, every: bool, count: int) -> None:
    """The bar that sticks to the foot of the screen."""
    top, tall = canvas.y, 190.0
    canvas.box(0, top, 1080, top + tall + 200, canvas.style.palette.card)
    tick(canvas, 72, top + 96, every)
    size = fitted(canvas, "全选", 34, 90)
    canvas.text(110, top + 96, "全选", size, anchor="lm")
    label = fitted(canvas, "合计 ", 34, 110)
    points = fitted(canvas, total.text, 48, 350)
    line = canvas.line(points)
    canvas.text(240, top + 96, "合计", label, anchor="lm")
    x = 240 + canvas.width_of("合计 ", label) + 34
    put(canvas, x, top + 96 - line * 0.55, total, points)
    canvas.box(760, top + 40, 1044, top + 152, ink(canvas, "accent"), 56)
    said = f"去还款({count})"
    size = fitted(canvas, said, 38, 250)
    canvas.text(902, top + 96, said, size, color=WHITE, anchor="mm")
    canvas.y = top + tall


def inline_pairs(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A mini-program: a card for each period, "label：value" in two columns of running text."""
    named = labels(owing, pick(rng, "{}", "应还{}"))
    said = {status: rng.choice(choice) for status, choice in STATUS_WORDS.items()}
    whole = pick(rng, "应还总额", "合计")
    listed = (owing.overdue + (owing.unpaid[len(owing.overdue) :][:1]))[:4]
    open_screen(canvas, f"{owing.product.name}小程序", "··· ◎")
    band = canvas.line(34) + 44
    canvas.box(0, canvas.y, 1080, canvas.y + band, ink(canvas, "accent"))
    words(canvas, 54, canvas.y + 22, f"{owing.lender}为您服务", 34, color=WHITE)
    canvas.y += band + 30
    for period in listed:
        paint = partial(_paired, canvas, period, named, whole, said[period.status])
        carded(canvas, paint, x0=24, x1=1056)
    button(canvas, "全部结清", "还本期")
    note(canvas, "还款完成后约五分钟更新，请勿重复支付。")


def _paired(
    canvas: Canvas, period: Instalment, named: dict[str, str], whole: str, said: str
) -> None:
    y, prefix = canvas.y, f"periods[{period.index}]"
    box = words(canvas, 60, y, f"第{period.index}期（共{period.of}期）", 38, width=560, bold=True)
    state(canvas, period, "of", box)
    color = _color(canvas, period)
    box = words(canvas, 1020, y, said, 30, width=240, anchor="ra", color=color)
    state(canvas, period, "status", box)
    canvas.y = y + canvas.line(38) + 16
    owed: dict[str, Decimal] = sums([period], named)
    items = [i for i in amount_items(canvas, named, owed, prefix) if shown(canvas, i)]
    date = period.due.isoformat()
    items.append(money(canvas, whole, period.total, f"{prefix}.total"))
    items.append(Item("还款日", f"{period.due:%Y-%m-%d}", f"{prefix}.due", date))
    points = fitted(canvas, [f"{i.label}：{i.text}" for i in items], 34, 462)
    for index, item in enumerate(items):
        x, y = 60 + 490 * (index % 2), canvas.y + (canvas.line(points) + 20) * (index // 2)
        words(canvas, x, y, f"{item.label}：", points, tone="soft")
        plain = Item("", item.text, item.field, item.value)
        put(canvas, x + canvas.width_of(f"{item.label}：", points), y, plain, points)
    canvas.y += (canvas.line(points) + 20) * -(-len(items) // 2) + 8


LAYOUTS_PLANS: tuple[Layout, ...] = (
    Layout("node_timeline", ("generic", "jiebei", "jd_jintiao"), node_timeline, TEAL, terms=YEAR),
    Layout("merged_heads", ("generic", "meituan", "bank_loan"), merged_heads, terms=SHORT),
    Layout("checklist", ("generic", "weilidai", "jd_baitiao"), checklist, ORANGE, terms=SHORT),
    Layout("inline_pairs", ("generic", "meituan", "jd_jintiao"), inline_pairs, GREEN),
)
