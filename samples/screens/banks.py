"""A bank's loan plan in blocks, and a credit card in its app."""

from __future__ import annotations

import random
from decimal import Decimal

from samples.blocks import Item, carded, day, grid, hero, money, rows
from samples.canvas import Canvas
from samples.chrome import button, note, open_screen
from samples.debts import Debt, Instalment, cents
from samples.screens.ant import dated, late_note
from samples.screens.base import STATUS_WORDS, mark_status, pick


def bank_plan(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """期数 / 还款日期 / 应还本金 / 应还利息 / 罚息 / 本息合计, a block for each period."""
    open_screen(canvas, "还款计划查询", "导出")
    canvas.text(72, canvas.y, f"{owing.product.name}　{owing.lender}", 34)
    canvas.y += canvas.line(34) + 10
    late_note(canvas, owing)
    dated(canvas, owing)
    words = {status: rng.choice(choice) for status, choice in STATUS_WORDS.items()}
    first = max(owing.current.index - 3, 0)
    for period in owing.periods[first : first + 7]:
        _block(canvas, period, words[period.status])
    note(canvas, "仅显示部分期次，完整计划请至网点打印")


def _block(canvas: Canvas, period: Instalment, word: str) -> None:
    prefix = f"periods[{period.index}]"
    mark = Item("期数", f"{period.index}/{period.of}")
    due = day("还款日期", period.due, form="%Y/%m/%d")
    late = "罚息" if not period.late_fees else "违约金"
    name = "penalty" if not period.late_fees else "late_fees"
    items = [
        mark, due, Item("状态", word, tone="warn" if period.status == "overdue" else "ink"),
        money(canvas, "应还本金", period.principal, f"{prefix}.principal"),
        money(canvas, "应还利息", period.interest, f"{prefix}.interest"),
        money(canvas, late, period.part(name), f"{prefix}.{name}"),
        money(canvas, "本息合计", period.total, f"{prefix}.total"),
    ]  # fmt: skip

    def paint() -> None:
        top = (canvas.px(72), canvas.px(canvas.y), canvas.px(1008), canvas.px(canvas.y + 60))
        mark_status(canvas, period, top)
        grid(canvas, items, 3, points=36)

    carded(canvas, paint)


def card_app(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """The month of a card: RMB and USD, minimum, then the lines of the bill."""
    open_screen(canvas, "信用卡账单", "更多")
    period = owing.current
    last4 = owing.number[-4:]
    total = money(
        canvas,
        pick(rng, "本期应还金额", "本期剩余应还", "人民币应还"),
        period.total,
        "outstanding.total",
    )
    side = [
        Item("美元应还", f"${Decimal(rng.randrange(0, 9000)) / 100:.2f}"),
        money(canvas, "最低还款额", cents(period.total / 10)),
        day("账单日", owing.as_of, "as_of", "%Y-%m-%d"),
        day("到期还款日", period.due, "due", "%Y-%m-%d"),
    ]
    lines = [money(canvas, name, period.part(part), f"outstanding.{part}") for name, part in (
        ("循环利息", "interest"), ("违约金", "late_fees"), ("分期手续费", "fees"),
    ) if period.part(part)]  # fmt: skip
    spent = [
        money(
            canvas,
            f"{owing.as_of.month}/0{index + 1} {shop}",
            Decimal(rng.randrange(900, 60000)) / 100,
        )
        for index, shop in enumerate(("样本超市", "示例网购", "范本出行"))
    ]
    credit = money(canvas, "可用额度", Decimal(rng.randrange(0, 300) * 100))

    def main() -> None:
        canvas.text(72, canvas.y, f"样本银行信用卡 尾号{last4}", 34)
        canvas.y += canvas.line(34)
        hero(canvas, total)
        grid(canvas, side, 2)

    carded(canvas, main)
    carded(canvas, lambda: rows(canvas, [*spent, *lines, Item("还款-网银", "-500.00")], rule=True))
    carded(canvas, lambda: rows(canvas, [credit]))
    button(canvas, "立即还款", "账单分期")
