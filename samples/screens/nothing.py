"""Screens full of amounts on which nothing is owed: a loan paid off, a trial sum, an offer."""

from __future__ import annotations

import random
from decimal import Decimal

from samples.blocks import Item, carded, hero, money, rows
from samples.canvas import Canvas
from samples.chrome import button, note, open_screen
from samples.debts import Debt, cents
from samples.screens.ant import dated
from samples.screens.base import percent


def settled(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """已结清: 待还 is zero, everything else is history."""
    open_screen(canvas, f"{owing.product.name}借款详情")
    total = money(canvas, "剩余待还", Decimal("0.00"), "outstanding.total")
    items = [
        Item("借款状态", "已结清"), money(canvas, "借款金额", owing.amount),
        money(canvas, "已还本金", owing.past("principal"), "paid.principal"),
        money(canvas, "已还利息", owing.past("interest"), "paid.interest"),
        money(canvas, "已减免罚息", Decimal(rng.randrange(100, 3000)) / 100),
        Item("结清日期", f"{owing.current.due:%Y-%m-%d}"),
    ]  # fmt: skip

    def paint() -> None:
        hero(canvas, total)
        rows(canvas, items)

    carded(canvas, paint)
    dated(canvas, owing)
    button(canvas, "开具结清证明")


def trial(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """提前结清试算: what it would cost, which is not what is owed."""
    open_screen(canvas, f"{owing.product.name} 提前结清试算")
    fee = cents(owing.owed("principal") * Decimal("0.01"))
    interest = cents(owing.owed("interest") / 3)
    items = [
        money(canvas, "预计应还本金", owing.owed("principal")),
        money(canvas, "预计利息", interest), money(canvas, "预计违约金", fee),
        money(canvas, "预计可省利息", owing.owed("interest") - interest),
    ]  # fmt: skip
    total = money(canvas, "试算还款总额", owing.owed("principal") + interest + fee)

    def paint() -> None:
        hero(canvas, total)
        rows(canvas, items)

    carded(canvas, paint)
    note(canvas, "试算结果仅供参考，以实际还款时为准。")
    button(canvas, "继续提前结清")


def offer(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A loan that could be taken: limits, rates, example interest."""
    open_screen(canvas, owing.product.name)
    limit = money(canvas, "可借额度(元)", Decimal(rng.randrange(50, 2000) * 100))
    items = [
        Item("日利率", percent(owing.daily_rate)),
        money(canvas, "借1000元用1天利息", cents(1000 * owing.daily_rate)),
        money(canvas, "总额度", Decimal(rng.randrange(2000, 3000) * 100)),
        Item("还款方式", "按期等额，可提前还款"),
    ]

    def paint() -> None:
        hero(canvas, limit, center=True)
        rows(canvas, items)

    carded(canvas, paint)
    button(canvas, "去借钱")
