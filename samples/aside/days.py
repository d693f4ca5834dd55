"""Screens kept aside: a plan by fortnights, what lateness adds by the day, ways to repay."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from samples.aside.drawing import (
    WHITE,
    chip,
    disc,
    figure,
    line,
    mixed,
    names,
    prose,
    shade,
    word,
)
from samples.aside.fresh import down, lent_by, owed_parts, whole
from samples.blocks import Item, money, shown
from samples.canvas import Canvas
from samples.chrome import advert, status_bar
from samples.debts import METHODS, ZERO, Debt, Instalment, cents, penalty
from samples.screens.base import mark_status, parts, percent, pick
from samples.style import MoneyStyle

WEEK = "一二三四五六日"
LATE_WORDS = {"paid": "已还", "overdue": "已逾期", "due": "待还", "upcoming": "未到期"}


# --- fir -----------------------------------------------------------------------------------------


def fir(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    owing = by_fortnights(owing, rng)
    status_bar(canvas)
    down(canvas, 44, 1.4)
    title = pick(rng, "双周还款", "两周一还")
    word(canvas, 48, canvas.y, f"{owing.product.name} {title}", 48, bold=True, within=980)
    said = names(owing, pick(rng, "本金", "未还本金"), pick(rng, "利息", "未还利息"),
                 pick(rng, "罚息", "逾期罚息"), "手续费", "违约金")  # fmt: skip
    _brace(canvas, whole(canvas, owing, pick(rng, "全部未还", "未还总额")),
           owed_parts(canvas, owing, said))  # fmt: skip
    for period in owing.periods:
        _week(canvas, period)
    down(canvas, 30, 1.0)
    lent_by(canvas, owing, pick(rng, "出借方：", "放款机构："))


def by_fortnights(owing: Debt, rng: random.Random) -> Debt:
    """The same principal, paid back every second week; interest and lateness follow the days."""
    done = sum(period.status in ("paid", "overdue") for period in owing.periods)
    anchor = owing.as_of + timedelta(days=rng.randrange(1, 14) - 14 * (done + 1))
    made, balance = [], owing.amount
    for period in owing.periods:
        due = anchor + timedelta(days=14 * period.index)
        moved = replace(
            period, start=due - timedelta(days=14), due=due, penalty=ZERO, late_fees=ZERO,
            interest=cents(balance * owing.daily_rate * 14),
        )  # fmt: skip
        if period.status == "overdue":
            grown = penalty(owing.shape, moved, owing.daily_rate, owing.as_of)
            moved = replace(moved, penalty=grown)
        made.append(moved)
        balance -= period.principal
    return replace(owing, periods=tuple(made))


def _brace(canvas: Canvas, total: Item, items: Sequence[Item]) -> None:
    """The sum, a bracket, and what it is made of."""
    zoom, palette = canvas.style.zoom, canvas.style.palette
    top = canvas.y + 50 * zoom
    pitch = 62 * zoom
    bottom = top + pitch * max(len(items), 2)
    middle = (top + bottom) / 2
    word(canvas, 48, middle - 26 * zoom, total.label, 30, shade(canvas), within=370)
    figure(canvas, 48, middle + 40 * zoom, total, 58, palette.accent, bold=True, within=400)
    line(canvas, 500, top, 500, bottom, palette.accent, 4)
    for y in (top, bottom):
        line(canvas, 500, y, 520, y, palette.accent, 4)
    line(canvas, 476, middle, 500, middle, palette.accent, 4)
    base = middle - pitch * len(items) / 2 + 44 * zoom
    for item in items:
        wide = word(canvas, 544, base, item.label, 30, shade(canvas), within=200)
        figure(canvas, 544 + wide + 24, base, item, 36, within=440 - wide)
        base += pitch
    canvas.y = bottom + 20 * zoom


def _week(canvas: Canvas, period: Instalment) -> None:
    """The week of a payment, its day in a disc, the amount at the end of the line."""
    zoom, palette = canvas.style.zoom, canvas.style.palette
    faded = period.status == "paid"
    down(canvas, 28, 1.0)
    canvas.rule(canvas.y, 48, 1032)
    down(canvas, 28, 1.5)
    said = f"{period.due:%Y年%m月} · 第{period.index}/{period.of}次"
    wide = word(canvas, 48, canvas.y, said, 28, shade(canvas))
    overdue = period.status == "overdue"
    tone = palette.warn if overdue else shade(canvas)
    _, box = chip(canvas, 48 + wide + 26, canvas.y, LATE_WORDS[period.status], 26, tone)
    mark_status(canvas, period, box)
    down(canvas, 30, 1.75)
    monday = period.due - timedelta(days=period.due.weekday())
    for index in range(7):
        x, when = 78 + 82 * index, monday + timedelta(days=index)
        here = when == period.due
        if here:
            fill = palette.line if faded else palette.warn if overdue else palette.accent
            disc(canvas, x, canvas.y + 7 * zoom, 38 * min(zoom, 1.15), fill)
        color = WHITE if here and not faded else shade(canvas)
        word(canvas, x, canvas.y - 2 * zoom, WEEK[index], 20, color, "middle")
        word(canvas, x, canvas.y + 32 * zoom, f"{when:%d}", 28, color, "middle", bold=here)
    total = money(canvas, "", period.total, f"periods[{period.index}].total")
    shown_as = shade(canvas) if faded else palette.ink
    figure(canvas, 1032, canvas.y + 26 * zoom, total, 42, shown_as, "right", within=360)
    down(canvas, 30, 1.3)


# --- holly ---------------------------------------------------------------------------------------


def holly(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    period = owing.overdue[0]
    status_bar(canvas)
    palette = canvas.style.palette
    days = owing.overdue_days
    down(canvas, 40, 1.5)
    word(canvas, 540, canvas.y, owing.product.name, 40, align="middle", within=900)
    down(canvas, 60, 1.9)
    pieces = ("已逾期", Item("", str(days), "overdue_days", str(days)), "天")
    canvas.y = prose(canvas, 48, canvas.y, 980, pieces, 64, palette.warn)
    down(canvas, 34, 1.6)
    said = f"应于{period.due:%Y年%m月%d日}归还"
    word(canvas, 48, canvas.y, said, 32, shade(canvas), within=980)
    late = names(owing, pick(rng, "逾期本金", "应还本金"), pick(rng, "逾期应还利息", "应还利息"),
                 pick(rng, "累计罚息", "罚息累计"), pick(rng, "手续费", "分期手续费"),
                 pick(rng, "累计违约金", "违约金累计"))  # fmt: skip
    items = parts(canvas, late, period.part, "outstanding")
    _signed(canvas, [item for item in items if shown(canvas, item)])
    label = pick(rng, "今日需还", "今日结清逾期需还")
    total = money(canvas, label, period.total, "outstanding.total")
    down(canvas, 40, 1.7)
    line(canvas, 48, canvas.y - 66 * canvas.style.zoom, 1032, canvas.y - 66 * canvas.style.zoom,
         palette.ink, 3)  # fmt: skip
    wide = word(canvas, 48, canvas.y, total.label, 36, bold=True, within=420)
    figure(canvas, 1032, canvas.y, total, 56, palette.warn, "right", bold=True, within=950 - wide)
    _stairs(canvas, owing, period, rng)
    advert(canvas)
    lent_by(canvas, owing, "")


def _signed(canvas: Canvas, items: Sequence[Item]) -> None:
    """A sum as a child writes it: figures under each other, a plus before all but the first."""
    down(canvas, 40, 0.6)
    for index, item in enumerate(items):
        down(canvas, 40, 1.75)
        wide = word(canvas, 1032, canvas.y, item.label, 30, shade(canvas), "right", within=330)
        figure(canvas, 1032 - max(wide, 340) - 40, canvas.y, item, 44, align="right", within=500)
        if index:
            word(canvas, 60, canvas.y, "+", 44, shade(canvas))
    down(canvas, 40, 1.2)


def _daily(amount: Decimal, days: int) -> list[Decimal]:
    """What each late day added: the steps between the rounded sums of so many days."""
    sums = [cents(amount * late / days) for late in range(days + 1)]
    return [after - before for before, after in pairwise(sums)]


def _stairs(canvas: Canvas, owing: Debt, period: Instalment, rng: random.Random) -> None:
    """The last late days as steps, each with what it added."""
    zoom, palette = canvas.style.zoom, canvas.style.palette
    added = _daily(period.penalty + period.late_fees, owing.overdue_days)
    last = added[-6:]
    down(canvas, 32, 2.6)
    kind = "违约金" if period.late_fees else "罚息"
    word(canvas, 48, canvas.y, f"近{len(last)}日新增{kind}（元）", 32, bold=True, within=980)
    down(canvas, 32, 1.4)
    wide, top = 984 / 6, canvas.y
    floor = top + 330
    for index, extra in enumerate(last):
        x = 48 + wide * index
        tall = 90 + 200 * (index + 1) / len(last)
        canvas.box(x + 12, floor - tall, x + wide - 12, floor,
                   mixed(palette.warn, palette.card, 0.25 + 0.1 * index), 6)  # fmt: skip
        word(canvas, x + wide / 2, floor - tall - 12, f"+{extra:.2f}", 28, align="middle",
             within=wide - 12)  # fmt: skip
        when = owing.as_of - timedelta(days=len(last) - 1 - index)
        word(canvas, x + wide / 2, floor + 40 * zoom, f"{when:%m/%d}", 24, shade(canvas), "middle")
    canvas.y = floor + 40 * zoom
    down(canvas, 28, 2.2)
    each = max(added[0], Decimal("0.01"))
    text = f"若今日仍未归还，明日约再增加{each:.2f}元；按日累计，归还后停止。"
    canvas.y = prose(canvas, 48, canvas.y, 984, [text], 28, shade(canvas))
    down(canvas, 28, 1.4)


# --- pine ----------------------------------------------------------------------------------------


def pine(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    if not canvas.style.money.prefix and not canvas.style.money.suffix:
        canvas.style = replace(canvas.style, money=MoneyStyle(prefix="", suffix="元"))
    status_bar(canvas)
    palette = canvas.style.palette
    down(canvas, 46, 1.4)
    title = pick(rng, "还款方式对比", "三种还法比一比")
    word(canvas, 540, canvas.y, title, 46, align="middle", bold=True)
    down(canvas, 34, 2.0)
    lent = replace(money(canvas, "", owing.amount), split=False)
    count = len(owing.periods)
    yearly = f"年化利率（单利）{percent(owing.daily_rate * 360, 2)}"
    pieces = (f"若借{owing.product.name} ", lent, f"，分{count}期，{yearly}")
    canvas.y = prose(canvas, 60, canvas.y, 960, pieces, 34)
    dues = [owing.periods[0].start, *(period.due for period in owing.periods)]
    ways = {"每月一样多": "annuity", "越还越少": "by_days", "先还利息": "interest_first"}
    made = {word_: METHODS[way](owing.amount, owing.daily_rate, dues)
            for word_, way in ways.items()}  # fmt: skip
    most = max(sum((charge for _, charge in rows), ZERO) for rows in made.values())
    for word_, rows in made.items():
        _way(canvas, word_, rows, most)
    down(canvas, 28, 2.8)
    text = pick(
        rng, "以上为测算示例，您尚未借款，实际以合同为准。", "试算结果仅供参考，未产生任何借款。"
    )
    canvas.y = prose(canvas, 60, canvas.y, 960, [text], 28, shade(canvas))
    down(canvas, 28, 1.2)
    canvas.box(60, canvas.y, 1020, canvas.y + 110, palette.accent, 20)
    word(canvas, 540, canvas.y + 70, pick(rng, "选好了，去借款", "去申请"), 40 / canvas.style.zoom,
         WHITE, "middle")  # fmt: skip
    canvas.y += 130
    advert(canvas)
    lent_by(canvas, owing, "贷款服务由以下机构提供 ")


def _way(
    canvas: Canvas, name: str, rows: Sequence[tuple[Decimal, Decimal]], most: Decimal
) -> None:  # fmt: skip
    """One way to repay: its interest as a bar, first and last payment under it."""
    zoom, palette = canvas.style.zoom, canvas.style.palette
    charge = sum((extra for _, extra in rows), ZERO)
    down(canvas, 36, 2.4)
    word(canvas, 60, canvas.y, name, 38, bold=True)
    figure(canvas, 1020, canvas.y, money(canvas, "", charge), 42, palette.warn, "right", within=400)
    word(canvas, 560, canvas.y, "总利息", 30, shade(canvas), "right")
    top = canvas.y + 26 * zoom
    canvas.box(60, top, 1020, top + 22, palette.line, 11)
    share = float(charge / most) if most else 0.0
    canvas.box(60, top, 60 + 960 * max(share, 0.05), top + 22, palette.accent, 11)
    canvas.y = top + 22
    down(canvas, 30, 1.7)
    first, last = sum(rows[0], ZERO), sum(rows[-1], ZERO)
    for x, label, amount in ((60, "首期还 ", first), (560, "末期还 ", last)):
        wide = word(canvas, x, canvas.y, label, 30, shade(canvas))
        figure(canvas, x + wide, canvas.y, money(canvas, "", amount), 30, within=460 - wide)
