"""A lender that does not exist: every choice a designer makes is drawn by lot.

The named layouts are what the reader's authors have seen; this one is there so that nothing is
tuned to them. Labels, order, blocks, scope and distractors all vary.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from decimal import Decimal

from samples.blocks import Item, carded, day, grid, hero, ink, money, put, rows, sentence
from samples.canvas import Canvas
from samples.chrome import advert, button, note, open_screen
from samples.debts import Debt, cents
from samples.screens.ant import dated, late_note, plan_list
from samples.screens.base import parts, percent, rate_item, sum_of
from samples.screens.lenders import paired
from samples.screens.tables import period_table

LABELS = {
    "principal": ("待还本金", "剩余本金", "应还本金", "未还本金", "尚欠本金", "本金余额"),
    "interest": ("待还利息", "应还利息", "利息", "未还利息", "尚欠利息"),
    "penalty": ("罚息", "逾期利息", "应还罚息", "逾期罚息", "未还罚息", "逾期费用"),
    "fees": ("手续费", "服务费", "分期服务费", "待还手续费"),
    "late_fees": ("违约金", "滞纳金", "应还违约金", "逾期违约金"),
    "total": (
        "待还总额",
        "剩余应还",
        "全部待还",
        "未还总额",
        "尚欠总额",
        "应还总额",
        "剩余待还金额",
    ),
}
NOW = ("本期应还", "本月应还", "本期待还总额", "当前应还金额")
BLOCKS: tuple[str, ...] = ("rows", "ruled", "grid2", "grid3", "values", "row", "sentence")
PLANS: tuple[str, ...] = ("none", "list", "paired", "table")


def components(canvas: Canvas, items: Sequence[Item], block: str) -> None:
    """The same figures in one of seven arrangements."""
    if block in ("rows", "ruled"):
        rows(canvas, items, rule=block == "ruled", pitch=2.1)
    elif block in ("grid2", "grid3", "values"):
        grid(canvas, items, 2 if block == "grid2" else 3, points=38, value_first=block == "values")
    elif block == "row":
        stacked(canvas, items)
    else:
        words: list[str | Item] = ["其中"]
        for index, item in enumerate(items):
            words += ["、" if index else "", item.label, item]
        sentence(canvas, [word for word in words if word] + ["。"])


def stacked(canvas: Canvas, items: Sequence[Item]) -> None:
    """Label and value centred, one under the other, with a sign of its own between the pairs."""
    for index, item in enumerate(items):
        if index:
            canvas.text(540, canvas.y, "+", 36, color=ink(canvas, "soft"), anchor="ma")
            canvas.y += canvas.line(36)
        canvas.text(540, canvas.y, item.label, 30, color=ink(canvas, "soft"), anchor="ma")
        canvas.y += canvas.line(30)
        put(canvas, 540, canvas.y, item, 44, middle=True)
        canvas.y += canvas.line(44) + 6


def distractors(canvas: Canvas, owing: Debt, rng: random.Random) -> list[Item]:
    """Figures that nobody owes, some with the very words of the trade."""

    def yuan(low: int, high: int) -> Decimal:
        return Decimal(rng.randrange(low * 100, high * 100)) / 100

    pool = [
        money(canvas, "已还本金", owing.past("principal"), "paid.principal"),
        money(canvas, "已还利息", owing.past("interest"), "paid.interest"),
        money(canvas, "累计已还", sum_of(owing.past), "paid.total"),
        money(canvas, "已减免罚息", yuan(1, 90)),
        money(canvas, "优惠抵扣", -yuan(1, 20)),
        money(canvas, "减免前利息", yuan(50, 400)),
        money(canvas, "预计下期利息", yuan(2, 200)),
        money(canvas, "提前结清可省利息", yuan(2, 200)),
        money(canvas, "总额度", Decimal(rng.randrange(10, 900) * 100)),
        money(canvas, "可用额度", yuan(0, 5000)),
        money(canvas, "最低还款", cents(sum_of(owing.due_now) / 10)),
        money(canvas, "未出账金额", yuan(10, 900)),
        money(canvas, "借款金额", owing.amount),
        Item("借款合同编号", owing.number),
        Item("客服电话", "400-000-0000"),
        Item("年利率", percent(owing.daily_rate * 365, 2)),
        rate_item("日利率", owing),
    ]
    return rng.sample(pool, rng.randrange(3, 9))


def plan(canvas: Canvas, owing: Debt, rng: random.Random, kind: str) -> None:
    labels = {
        name: rng.choice(words)
        for name, words in {
            "principal": ("本金",),
            "interest": ("利息",),
            "penalty": ("罚息", "逾期利息"),
            "fees": ("手续费", "服务费"),
            "late_fees": ("违约金",),
        }.items()
    }
    if kind == "list":
        plan_list(canvas, owing.periods, labels, rng)
    elif kind == "paired":
        paired(canvas, owing.periods, labels, rng)
    elif kind == "table":
        period_table(canvas, owing, owing.periods, rng)


def shuffled(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Head, figures, distractors, plan: which of them, how, and in what order is drawn by lot.

    With a plan the figures are those of the whole debt, so that both agree; without one they may
    be those of the period alone.
    """
    name = owing.product.name
    open_screen(
        canvas, rng.choice((name, f"{name}账单", f"我的{name}", f"{name}·借款详情", f"{name}还款"))
    )
    kind = rng.choice(PLANS)
    whole = kind != "none" or rng.random() < 0.5
    value: Callable[[str], Decimal] = owing.owed if whole else owing.due_now
    labels = {part: rng.choice(words) for part, words in LABELS.items()}
    total = money(
        canvas,
        labels.pop("total") if whole else rng.choice(NOW),
        sum_of(value),
        "outstanding.total",
    )
    items = parts(canvas, labels, value, "outstanding", zeros=False)
    rng.shuffle(items)
    block = rng.choice(BLOCKS)
    large, center = rng.choice((64, 80, 96)), rng.random() < 0.4
    due = (
        []
        if whole
        else [day(rng.choice(("最后还款日", "还款日", "到期日")), owing.current.due, "due")]
    )
    noise = distractors(canvas, owing, rng)
    tall = rng.random() < 0.7

    def figures() -> None:
        if tall:
            hero(canvas, total, points=large, center=center)
        else:
            rows(canvas, [total])
        components(canvas, items, block)
        rows(canvas, due)

    noisy = rng.choice((2, 3, 1))
    pieces: list[Callable[[], None]] = [
        lambda: carded(canvas, figures),
        lambda: carded(canvas, lambda: _noise(canvas, noise, noisy)),
        lambda: advert(canvas),
    ]
    rng.shuffle(pieces)
    for piece in pieces:
        piece()
    late_note(canvas, owing, rng.choice(("已逾期{}天", "逾期天数 {}天", "您已逾期 {} 天")))
    plan(canvas, owing, rng, kind)
    if rng.random() < 0.6:
        dated(canvas, owing)
    note(canvas, f"本产品由{owing.lender}提供，日费用1.00元起")
    button(canvas, "立即还款")


def _noise(canvas: Canvas, items: Sequence[Item], columns: int) -> None:
    if columns == 1:
        rows(canvas, items, points=36)
    else:
        grid(canvas, items, columns, points=34)
