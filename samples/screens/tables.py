"""Periods in tables, with the header on top or at the left; a statement in Traditional Chinese."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from samples.blocks import Item, Tone, carded, day, hero, money, rows, table
from samples.canvas import Canvas
from samples.chrome import note, open_screen
from samples.debts import ZERO, Debt, Instalment, cents
from samples.screens.ant import dated, late_note
from samples.screens.base import STATUS_WORDS, mark_status, pick, sum_of

HEADS = {
    "principal": ("本金", "应还本金", "待还本金"),
    "interest": ("利息", "应还利息"),
    "penalty": ("罚息", "逾期利息", "逾期费"),
    "fees": ("手续费", "服务费"),
    "late_fees": ("违约金", "滞纳金"),
    "total": ("合计", "应还", "应还总额", "小计"),
}


def columns_of(periods: Sequence[Instalment]) -> list[str]:
    """Which components this debt has at all."""
    used = [
        name
        for name in ("principal", "interest", "penalty", "fees", "late_fees")
        if name == "principal" or any(period.part(name) != ZERO for period in periods)
    ]
    return [*used, "total"]


def cell(canvas: Canvas, period: Instalment, name: str) -> Item:
    amount = period.total if name == "total" else period.part(name)
    style = canvas.style
    kept, canvas.style = (
        style,
        replace(
            style, money=replace(style.money, prefix="", suffix="", split=False, full_width=False)
        ),
    )
    tone: Tone = "warn" if period.status == "overdue" and name == "total" else "ink"
    item = money(canvas, "", amount, f"periods[{period.index}].{name}", tone)
    canvas.style = kept
    return replace(item, split=False)


def heads(names: Sequence[str], rng: random.Random) -> dict[str, str]:
    return {name: rng.choice(HEADS[name]) for name in names}


def period_table(
    canvas: Canvas, owing: Debt, periods: Sequence[Instalment], rng: random.Random
) -> None:
    """A line for each period; dates short, the state last."""
    names = columns_of(periods)
    titles = heads(names, rng)
    words = {status: rng.choice(choice) for status, choice in STATUS_WORDS.items()}
    form = rng.choice(("%Y-%m-%d", "%Y/%m/%d", "%y.%m.%d"))
    header = [pick(rng, "期数", "期次"), "还款日", *titles.values(), "状态"]

    def line(period: Instalment) -> list[Item]:
        first = Item("", f"{period.index}/{period.of}")
        when = Item("", period.due.strftime(form))
        return [
            first,
            when,
            *(cell(canvas, period, n) for n in names),
            Item("", words[period.status]),
        ]

    def paint() -> None:
        top = canvas.y
        table(canvas, header, [line(period) for period in periods], points=32)
        step = (canvas.y - top) / (len(periods) + 1)
        for index, period in enumerate(periods):
            y = top + step * (index + 1)
            mark_status(
                canvas, period, (canvas.px(42), canvas.px(y), canvas.px(1038), canvas.px(y + step))
            )

    carded(canvas, paint)


def table_down(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Periods downwards, then a line of totals that is no period."""
    open_screen(canvas, f"{owing.product.name}还款计划表")
    late_note(canvas, owing)
    period_table(canvas, owing, owing.periods, rng)
    total = money(
        canvas, pick(rng, "待还总额", "剩余应还合计"), sum_of(owing.owed), "outstanding.total"
    )
    carded(canvas, lambda: rows(canvas, [total, Item("出借人", owing.lender)]))
    dated(canvas, owing)


def table_across(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Periods across, labels at the left; four at a time."""
    open_screen(canvas, f"{owing.product.name} · 近期账单")
    late_note(canvas, owing)
    first = max(owing.current.index - 2, 0)
    periods = owing.periods[first : first + 4]
    names = columns_of(periods)
    titles = heads(names, rng)
    words = {status: rng.choice(choice) for status, choice in STATUS_WORDS.items()}
    header = ["", *(f"第{period.index}期" for period in periods)]
    body = [[Item("", "还款日"), *(Item("", f"{p.due:%Y-%m-%d}") for p in periods)]]
    body += [[Item("", titles[n]), *(cell(canvas, p, n) for p in periods)] for n in names]
    body += [[Item("", "状态"), *(Item("", words[p.status]) for p in periods)]]

    def paint() -> None:
        top = canvas.y
        table(canvas, header, body, points=32)
        step = 996 / (len(periods) + 1)
        for index, period in enumerate(periods):
            x = 42 + step * (index + 1)
            area = (canvas.px(x), canvas.px(top), canvas.px(x + step), canvas.px(canvas.y))
            mark_status(canvas, period, area)
            canvas.marks = [m for m in canvas.marks if m.field != f"periods[{period.index}].of"]

    carded(canvas, paint)
    note(canvas, "左右滑动查看更多期次。金额单位：元")
    dated(canvas, owing)


def traditional_statement(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A card statement as a Traditional-Chinese app words it."""
    canvas.style = replace(canvas.style, traditional=True)
    open_screen(canvas, "信用卡电子账单")
    period = owing.current
    total = money(
        canvas, pick(rng, "本期应还金额", "本期应还总额"), period.total, "outstanding.total"
    )
    items = [
        money(canvas, name, period.part(part), f"outstanding.{part}")
        for name, part in (
            ("循环利息", "interest"),
            ("违约金", "late_fees"),
            ("分期手续费", "fees"),
        )
        if period.part(part)
    ]
    facts = [
        day("账单日", owing.as_of, "as_of", "%Y/%m/%d"),
        day("还款日", period.due, "due", "%Y/%m/%d"),
        money(canvas, "最低应缴金额", cents(period.total / 10)),
        money(canvas, "信用额度", Decimal(rng.randrange(100, 900) * 100)),
    ]

    def main() -> None:
        hero(canvas, total)
        rows(canvas, items, rule=True)

    carded(canvas, main)
    carded(canvas, lambda: rows(canvas, facts))
    note(canvas, f"发卡机构：{owing.lender}。逾期还款将影响您的信用记录，请于还款日前缴清。")
