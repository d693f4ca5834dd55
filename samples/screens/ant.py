"""花呗, 借呗, 备用金."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from samples.blocks import Item, Tone, carded, day, grid, hero, ink, money, put, rows
from samples.canvas import Canvas
from samples.chrome import advert, button, note, open_screen
from samples.debts import Debt, Instalment, cents
from samples.screens.base import STATUS_WORDS, mark_status, parts, percent, pick, rate_item, sum_of

HUABEI = {"principal": "应还本金", "interest": "利息", "fees": "分期手续费", "penalty": "逾期利息"}
JIEBEI = {"principal": "待还本金", "interest": "利息", "penalty": "罚息"}


def dated(canvas: Canvas, owing: Debt) -> None:
    """The day the figures are from, in small print."""
    text = f"数据更新至 {owing.as_of:%Y-%m-%d}"
    box = canvas.text(72, canvas.y, text, 30, color=ink(canvas, "soft"))
    canvas.mark("as_of", owing.as_of.isoformat(), text, box)
    canvas.y += canvas.line(30) + 14


def late_note(canvas: Canvas, owing: Debt, words: str = "已逾期{}天") -> None:
    if not owing.overdue_days:
        return
    text = words.format(owing.overdue_days)
    box = canvas.text(72, canvas.y, text, 40, color=ink(canvas, "warn"), bold=True)
    canvas.mark("overdue_days", str(owing.overdue_days), text, box)
    canvas.y += canvas.line(40) + 10


def huabei_month(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """The month's bill: a large figure under its label, the parts below, limits as distractors."""
    open_screen(canvas, "花呗", "账单")
    period = owing.current
    label = pick(rng, "本期应还(元)", "本月应还", f"{period.due.month}月应还", "本期剩余应还")
    total = money(canvas, label, sum_of(owing.due_now), "outstanding.total")
    labels = dict(HUABEI, interest=pick(rng, "利息", "本期利息"))
    items = parts(canvas, labels, owing.due_now, "outstanding")
    lowest = money(canvas, "最低应还", cents(sum_of(owing.due_now) / 10))
    due = day(pick(rng, "最晚还款日", "还款日", "最后还款日"), period.due, "due")
    rest = [
        money(canvas, "未出账", Decimal(rng.randrange(1000, 90000)) / 100),
        money(canvas, "累计已还", Decimal(rng.randrange(10000, 900000)) / 100),
        money(canvas, "总额度", Decimal(rng.randrange(20, 300) * 100)),
        money(canvas, "可用额度", Decimal(rng.randrange(0, 200) * 10)),
    ]

    def main() -> None:
        hero(canvas, total)
        late_note(canvas, owing)
        rows(canvas, [*items, lowest, due])

    carded(canvas, main)
    button(canvas, "立即还款", "账单分期")
    carded(canvas, lambda: grid(canvas, rest, 2))
    advert(canvas)
    dated(canvas, owing)
    note(canvas, f"本服务由{owing.lender}提供。日费用低至0.02%，实际以页面展示为准。")


def instalment_row(
    canvas: Canvas, period: Instalment, labels: dict[str, str], state: str, sub: str
) -> None:
    """第k/n期, day, state and sum in one line; of what it is made in the next."""
    prefix, top = f"periods[{period.index}]", canvas.y
    name = canvas.text(72, top, f"第{period.index}/{period.of}期", 40, bold=True)
    mark_status(canvas, period, name)
    tone: Tone = "warn" if period.status == "overdue" else "ink"
    total = money(canvas, "", period.total, f"{prefix}.total", tone)
    put(canvas, 1008, top, total, 42, right=True, bold=True)
    canvas.y += canvas.line(42)
    canvas.text(72, canvas.y, f"{period.due:%Y-%m-%d}", 32, color=ink(canvas, "soft"))
    canvas.text(1008, canvas.y, state, 32, color=ink(canvas, tone), anchor="ra")
    canvas.y += canvas.line(32)
    x = 72.0
    canvas.text(x, canvas.y, sub, 30, color=ink(canvas, "soft"))
    x += canvas.width_of(sub, 30)
    for item in parts(canvas, labels, period.part, prefix):
        wide = canvas.width_of(item.label + item.text, 30) + 36
        if x + wide > 1030:
            x, canvas.y = 72.0, canvas.y + canvas.line(30)
        canvas.text(x, canvas.y, item.label, 30, color=ink(canvas, "soft"))
        at = x + canvas.width_of(item.label, 30) + 6
        put(canvas, at, canvas.y, Item("", item.text, item.field, item.value, "soft"), 30)
        x += wide
    canvas.y += canvas.line(30) + 14
    canvas.rule(canvas.y)
    canvas.y += 18


def plan_list(
    canvas: Canvas, periods: Sequence[Instalment], labels: dict[str, str], rng: random.Random
) -> None:
    words = {status: rng.choice(choice) for status, choice in STATUS_WORDS.items()}

    def paint() -> None:
        for period in periods:
            instalment_row(canvas, period, labels, words[period.status], "含 ")

    carded(canvas, paint)


def huabei_instalment(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """分期详情: what was bought, what is left, every period."""
    open_screen(canvas, pick(rng, "花呗分期详情", "花呗 | 分期详情"))
    left = money(
        canvas,
        pick(rng, "剩余待还", "剩余应还", "待还总额"),
        sum_of(owing.owed),
        "outstanding.total",
    )
    items = [
        Item("商品", "样本商城订单"),
        money(canvas, "消费金额", owing.amount),
        Item("分期期数", f"{len(owing.periods)}期"),
        money(canvas, "已还金额", sum_of(owing.past), "paid.total"),
    ]

    def main() -> None:
        hero(canvas, left)
        rows(canvas, items)

    carded(canvas, main)
    labels = {"principal": "本金", "interest": "利息", "fees": "手续费", "penalty": "逾期利息"}
    plan_list(canvas, owing.periods, labels, rng)
    dated(canvas, owing)
    advert(canvas)


def huabei_overdue(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """The warning screen: arrears split, and what would come (projected) in a sentence."""
    open_screen(canvas, "花呗逾期提醒", "客服")
    arrears = money(
        canvas,
        pick(rng, "逾期应还总额", "当前逾期应还", "逾期待还"),
        sum_of(owing.due_now),
        "outstanding.total",
        "warn",
    )
    labels = {
        "principal": "逾期本金",
        "interest": "利息",
        "fees": "分期手续费",
        "penalty": "逾期利息",
    }
    items = parts(canvas, labels, owing.due_now, "outstanding")

    def main() -> None:
        late_note(canvas, owing, pick(rng, "已逾期{}天", "您已逾期 {} 天"))
        hero(canvas, arrears)
        rows(canvas, items, rule=True)

    carded(canvas, main)
    tomorrow = cents(owing.due_now("principal") * owing.daily_rate * Decimal("1.5"))
    daily = canvas.style.money.spell(tomorrow)
    warning = f"如继续逾期，预计每日将产生逾期利息{daily}，并影响您的信用记录。"
    canvas.decoys.append(warning)
    note(canvas, warning, 34)
    dated(canvas, owing)
    button(canvas, "立即还款")
    note(canvas, "客服热线 95188 如遇困难可在【我的客服-协商还款】说明情况")


def jiebei_detail(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """借款详情: label left, value right, with history and waived amounts between."""
    open_screen(canvas, pick(rng, "借呗借款详情", "借呗"), "合同")
    top = money(
        canvas,
        pick(rng, "待还总额(元)", "剩余待还", "全部待还"),
        sum_of(owing.owed),
        "outstanding.total",
    )
    labels = dict(
        JIEBEI,
        principal=pick(rng, "待还本金", "剩余本金"),
        interest=pick(rng, "利息", "待还利息", "应还利息"),
        penalty=pick(rng, "罚息", "逾期罚息", "逾期利息"),
    )
    owed = parts(canvas, labels, owing.owed, "outstanding", zeros=True)
    history = [
        money(canvas, "已还本金", owing.past("principal"), "paid.principal"),
        money(canvas, "已还利息", owing.past("interest"), "paid.interest"),
        money(canvas, "已减免利息", Decimal(rng.randrange(100, 3000)) / 100),
    ]
    terms = [
        money(canvas, "借款金额", owing.amount),
        rate_item("日利率", owing),
        Item("年利率(单利)", percent(owing.daily_rate * 365, 2)),
        Item("借款时间", f"{owing.periods[0].start:%Y.%m.%d}"),
        Item(
            "还款方式",
            "每月等额"
            if owing.method == "annuity"
            else "先息后本"
            if owing.method == "interest_first"
            else "等额本金",
        ),
        Item("借款编号", owing.number),
    ]

    def main() -> None:
        hero(canvas, top, center=True)
        late_note(canvas, owing)
        rows(canvas, owed)

    carded(canvas, main)
    carded(canvas, lambda: rows(canvas, history))
    carded(canvas, lambda: rows(canvas, terms))
    dated(canvas, owing)
    note(canvas, f"贷款机构：{owing.lender}")
    button(canvas, "提前还款", "申请延期")


def jiebei_plan(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """还款计划: all periods with their states, no total of the parts."""
    open_screen(canvas, pick(rng, "借呗还款计划", "我的借呗账单"))
    late_note(canvas, owing)
    items = [
        money(canvas, "待还总额", sum_of(owing.owed), "outstanding.total"),
        rate_item("日利率", owing),
    ]
    carded(canvas, lambda: rows(canvas, [Item("产品", "借呗"), *items]))
    plan_list(
        canvas, owing.periods, {"principal": "本金", "interest": "利息", "penalty": "罚息"}, rng
    )
    dated(canvas, owing)


def beiyongjin(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A few hundred yuan, one period."""
    open_screen(canvas, "备用金")
    period = owing.current
    hero_item = money(
        canvas, pick(rng, "应还金额(元)", "待还金额"), period.total, "outstanding.total"
    )
    items = parts(
        canvas,
        {"principal": "借款本金", "interest": "利息", "penalty": "逾期费"},
        period.part,
        "outstanding",
        zeros=True,
    )

    def main() -> None:
        hero(canvas, hero_item, center=True)
        late_note(canvas, owing)
        rows(canvas, [*items, day("到期日", period.due, "due", "%Y年%m月%d日")])

    carded(canvas, main)
    button(canvas, "去还款")
    note(canvas, "备用金最高500元，7天免息，超期日费用1.00元起。")
    dated(canvas, owing)
    advert(canvas)
