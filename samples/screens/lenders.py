"""微粒贷, 京东白条, 京东金条, generic consumer loans."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from samples.blocks import Item, Tone, carded, day, grid, hero, ink, money, put, rows
from samples.canvas import Canvas
from samples.chrome import advert, button, note, open_screen
from samples.debts import Debt, Instalment, cents
from samples.screens.ant import dated, late_note, plan_list
from samples.screens.base import STATUS_WORDS, mark_status, parts, percent, pick, rate_item, sum_of


def weilidai(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Remaining principal on top, components below, limits in a card of their own."""
    open_screen(canvas, "微粒贷", "帮助")
    total = money(
        canvas,
        pick(rng, "剩余应还", "全部应还金额", "待还总额"),
        sum_of(owing.owed),
        "outstanding.total",
    )
    labels = {"principal": "剩余本金", "interest": "应还利息", "penalty": "应还罚息"}
    items = parts(canvas, labels, owing.owed, "outstanding", zeros=True)
    limits = [
        money(canvas, "已用额度", owing.owed("principal")),
        money(canvas, "可用额度", Decimal(rng.randrange(0, 300) * 100)),
        money(canvas, "总额度", Decimal(rng.randrange(300, 600) * 100)),
    ]
    facts = [
        money(canvas, "借款本金", owing.amount),
        rate_item("日利率", owing),
        Item("借款期数", f"{len(owing.periods)}期"),
        Item("借据号", owing.number),
        day("还款日", owing.current.due, "due", "%Y年%m月%d日"),
    ]

    def main() -> None:
        hero(canvas, total, points=84)
        late_note(canvas, owing, "已逾期 {} 天")
        rows(canvas, items, rule=True)

    carded(canvas, main)
    carded(canvas, lambda: grid(canvas, limits, 3, points=36))
    carded(canvas, lambda: rows(canvas, facts))
    dated(canvas, owing)
    note(canvas, f"贷款由{owing.lender}发放")
    button(canvas, "我要还款")


def period_card(
    canvas: Canvas, period: Instalment, labels: dict[str, str], x0: float, x1: float, word: str
) -> None:
    """One of two cards side by side: state, sum, parts."""
    prefix, inner = f"periods[{period.index}]", x0 + 28
    box = canvas.text(inner, canvas.y, f"{period.index}/{period.of}期", 38, bold=True)
    mark_status(canvas, period, box)
    tone: Tone = "warn" if period.status == "overdue" else "soft"
    canvas.text(x1 - 28, canvas.y, word, 30, color=ink(canvas, tone), anchor="ra")
    canvas.y += canvas.line(38)
    total = money(canvas, "", period.total, f"{prefix}.total")
    put(canvas, inner, canvas.y, total, 46, bold=True)
    canvas.y += canvas.line(46) + 8
    rows(
        canvas,
        parts(canvas, labels, period.part, prefix),
        points=28,
        x0=inner,
        x1=x1 - 28,
        pitch=1.7,
    )
    due = f"{period.due:%Y.%m.%d}前还款" if period.status != "paid" else "已还清"
    canvas.text(inner, canvas.y, due, 28, color=ink(canvas, "soft"))
    canvas.y += canvas.line(28) + 12


def paired(
    canvas: Canvas, periods: Sequence[Instalment], labels: dict[str, str], rng: random.Random
) -> None:
    """Two cards a row; one a row where the type is too large for that."""
    words = {status: rng.choice(choice) for status, choice in STATUS_WORDS.items()}
    columns = [(36.0, 526.0), (554.0, 1044.0)]
    if canvas.width_of("违约金" + canvas.style.money.spell(Decimal("1234.56")), 28) > 400:
        columns = [(36.0, 1044.0)]
    for start in range(0, len(periods), len(columns)):
        top, lowest = canvas.y, canvas.y
        for period, (x0, x1) in zip(periods[start:], columns, strict=False):
            canvas.y = top

            def paint(shown: Instalment = period, left: float = x0, right: float = x1) -> None:
                period_card(canvas, shown, labels, left, right, words[shown.status])

            carded(canvas, paint, x0=x0, x1=x1)
            lowest = max(lowest, canvas.y)
        canvas.y = lowest


def jd_baitiao(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """白条: the whole debt on top, a card for each period below, two in a row."""
    open_screen(canvas, "白条账单", "账单日1日")
    top = money(
        canvas, pick(rng, "全部待还", "剩余待还(元)"), sum_of(owing.owed), "outstanding.total"
    )

    def main() -> None:
        hero(canvas, top)
        late_note(canvas, owing, "逾期{}天")

    carded(canvas, main)
    labels = {
        "principal": "本金",
        "interest": "利息",
        "fees": pick(rng, "分期服务费", "服务费"),
        "late_fees": "违约金",
    }
    paired(canvas, owing.periods, labels, rng)
    dated(canvas, owing)
    advert(canvas)
    note(canvas, f"服务提供方：{owing.lender}　白条优惠已抵扣 5.00元")


def jd_jintiao(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """金条: 待还本息 with 违约金 apart; the paid periods folded away."""
    open_screen(canvas, "金条借款详情")
    total = money(canvas, "待还总额", sum_of(owing.owed), "outstanding.total")
    labels = {"principal": "待还本金", "interest": "待还利息", "late_fees": "违约金"}
    items = parts(canvas, labels, owing.owed, "outstanding", zeros=True)

    def main() -> None:
        hero(canvas, total)
        late_note(canvas, owing)
        rows(canvas, items)

    carded(canvas, main)
    plan_list(
        canvas, owing.unpaid, {"principal": "本金", "interest": "利息", "late_fees": "违约金"}, rng
    )
    note(
        canvas,
        f"已还{len(owing.periods) - len(owing.unpaid)}期，"
        f"共还{canvas.style.money.spell(sum_of(owing.past))}",
    )
    dated(canvas, owing)


def consumer_loan(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A platform's loan: a grid of values over their labels, and a trial sum that is no debt."""
    open_screen(canvas, owing.product.name, "记录")
    word = owing.product.late_word
    labels = {
        "principal": pick(rng, "待还本金", "剩余本金"),
        "interest": "待还利息",
        "penalty": word,
        "late_fees": word,
    }
    items = parts(canvas, labels, owing.owed, "outstanding")
    total = money(
        canvas,
        pick(rng, "剩余待还总额", "全部待还", "未还总额"),
        sum_of(owing.owed),
        "outstanding.total",
    )
    saved = money(canvas, "现在结清预计可省", cents(owing.owed("interest") / 2))
    quick = money(
        canvas, "提前结清试算金额", sum_of(owing.owed) - cents(owing.owed("interest") / 2)
    )
    facts = [
        money(canvas, "借款金额", owing.amount),
        money(canvas, "已还本金", owing.past("principal"), "paid.principal"),
        money(canvas, "已还利息", owing.past("interest"), "paid.interest"),
        Item("年化利率", percent(owing.daily_rate * 360, 2)),
    ]
    value_first = rng.random() < 0.5

    def main() -> None:
        late_note(canvas, owing)
        hero(canvas, total)
        grid(canvas, items, 3, points=38, value_first=value_first)

    carded(canvas, main)
    carded(canvas, lambda: rows(canvas, facts))
    carded(canvas, lambda: rows(canvas, [saved, quick]))
    dated(canvas, owing)
    note(canvas, f"资金由{owing.lender}提供，客服电话 400-000-0000")
    advert(canvas)
    button(canvas, "立即还款")
