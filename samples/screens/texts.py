"""Amounts inside sentences, folded totals, a collection message."""

from __future__ import annotations

import random
from decimal import Decimal

from samples.blocks import Item, carded, hero, ink, money, put, rows, sentence
from samples.canvas import Canvas
from samples.chrome import advert, button, note, open_screen
from samples.debts import Debt, cents
from samples.papers.phone import bubbles
from samples.screens.ant import dated
from samples.screens.base import pick, sum_of

WORDS = {"principal": "本金", "interest": "利息", "fees": "手续费"}


def late_words(owing: Debt) -> dict[str, str]:
    word = owing.product.late_word
    return {**WORDS, "penalty": word, "late_fees": word}


def sentences(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A notice: what is owed stands in running text, beside what was paid and what might come."""
    open_screen(canvas, "账单通知")
    value = owing.due_now
    total = money(canvas, "", sum_of(value), "outstanding.total")
    parts: list[str | Item] = [
        f"您的{owing.product.name}{pick(rng, '本期', '当前')}应还金额",
        total,
        "，其中",
    ]
    listed = [
        (label, money(canvas, "", value(name), f"outstanding.{name}"))
        for name, label in late_words(owing).items()
        if value(name)
    ]
    for index, (label, item) in enumerate(listed):
        parts += ["、" if index else "", label, item]
    if owing.overdue_days:
        days = str(owing.overdue_days)
        parts += ["，已逾期", Item("", f"{days}天", "overdue_days", days), "，请尽快还款。"]
    else:
        due = owing.current.due
        when = Item("", f"{due.year}年{due.month}月{due.day}日", "due", due.isoformat())
        parts += ["，请于", when, "前还款。"]
    spell = canvas.style.money.spell
    history = f"您已累计还款{spell(cents(sum_of(owing.past)))}，优惠减免{spell(Decimal('3.20'))}。"
    daily = spell(cents(owing.amount * owing.daily_rate))
    coming = f"如逾期将每日产生{owing.product.late_word}约{daily}。"
    canvas.decoys += [history, coming]

    def paint() -> None:
        sentence(canvas, [part for part in parts if part])
        canvas.y += 20
        sentence(canvas, [history], tone="soft")
        canvas.y += 20
        sentence(canvas, [coming], tone="soft")

    carded(canvas, paint)
    dated(canvas, owing)
    advert(canvas)
    button(canvas, "查看账单")


def collapsed(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """息费合计 folded open: the sum of several components is none of them."""
    open_screen(canvas, f"{owing.product.name}还款")
    value = owing.owed
    total = money(canvas, "还款总额", sum_of(value), "outstanding.total")
    charges = sum_of(value) - value("principal")
    lines = [
        money(canvas, label, value(name), f"outstanding.{name}", "soft")
        for name, label in late_words(owing).items()
        if name != "principal" and value(name)
    ]
    principal = money(canvas, "本金", value("principal"), "outstanding.principal")
    together = money(canvas, "息费合计 ∧", charges)

    def paint() -> None:
        hero(canvas, total, points=80)
        rows(canvas, [principal, together])
        for item in lines:
            canvas.text(110, canvas.y, item.label, 32, color=ink(canvas, "soft"))
            put(canvas, 1008, canvas.y, item, 32, right=True)
            canvas.y += canvas.line(32) + 6

    carded(canvas, paint)
    saved = money(canvas, "优惠减免", -cents(Decimal(rng.randrange(100, 900)) / 100))
    carded(
        canvas,
        lambda: rows(
            canvas, [Item("优惠券", "暂无可用"), saved, Item("付款方式", "样本银行储蓄卡(0000)")]
        ),
    )
    dated(canvas, owing)
    note(canvas, f"资金方：{owing.lender}")
    button(canvas, "确认还款")


def collection_sms(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A message about a debt is a message, not a bill."""
    open_screen(canvas, "10690000")
    canvas.text(540, canvas.y, f"{owing.as_of:%m月%d日} 15:03", 28, anchor="ma")
    canvas.y += 80
    owed = f"{sum_of(owing.due_now):.2f}"
    late = owing.due_now("penalty") + owing.due_now("late_fees")
    bubbles(canvas, [
        ((f"【样本催收提醒】您在{owing.lender}的{owing.product.name}已逾期{owing.overdue_days}天，"
         f"欠款{owed}元（含{owing.product.late_word}{late:.2f}元），请立即还款。"), False),
        ("如已还款请忽略。回T退订", False),
        ("我正在准备材料申请协商", True),
    ])  # fmt: skip
    canvas.decoys.append(owed)
