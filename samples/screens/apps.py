"""Lenders' own apps: a list of notes, a month strip, a coloured head, a confirmation."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import partial

from samples.blocks import Item, carded, day, ink, money, shown
from samples.canvas import Canvas
from samples.chrome import advert, button, note, open_screen, status_bar
from samples.debts import ZERO, Debt, Terms, cents, shift
from samples.screens.base import Layout, pick
from samples.screens.pens import (
    WHITE,
    amount_items,
    arrow,
    asking,
    chip,
    figure,
    fitted,
    labels,
    run,
    shares,
    sum_run,
    sums,
    tabs,
    words,
)
from samples.style import ORANGE, RED, TEAL

ALL_LATE = Terms(count=3, paid=1, late=2)


def iou_list(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Several notes, each with what is left of it; the foot sums them up."""
    named = labels(owing)
    whole = sums(owing.unpaid, named)
    late = {n: whole[n] if n in ("penalty", "late_fees") else ZERO for n in whole}
    notes = shares(rng, {n: whole[n] - late[n] for n in whole}, rng.randrange(2, 4))
    notes[0] = {n: notes[0][n] + late[n] for n in whole}
    tails = [f"{rng.randrange(10_000):04d}" for _ in notes]
    rest = pick(rng, "剩余本金", "待还本金", "未还本金")
    open_screen(canvas, pick(rng, f"{owing.product.name}·我的借款", "全部借款"), "说明")
    tabs(canvas, (f"还款中({len(notes)})", "已结清(1)", "待使用"), 0)
    for index, (left, tail) in enumerate(zip(notes, tails, strict=True)):
        carded(canvas, partial(_iou, canvas, owing, index, left, tail, rest))
    canvas.y = max(canvas.y + 30, 1760)
    canvas.box(0, canvas.y, 1080, max(canvas.y + 560, 2400), canvas.style.palette.card)
    canvas.y += 34
    y, head = canvas.y, f"共{len(notes)}笔借款，{pick(rng, '待还合计', '待还总额', '剩余应还')}"
    words(canvas, 48, y, head, 36, width=560)
    total = money(canvas, "", sum(whole.values(), ZERO), "outstanding.total", "accent")
    figure(canvas, 1032, y, total, 46, width=400, anchor="ra", bold=True)
    canvas.y = y + canvas.line(46) + 10
    items = amount_items(canvas, named, whole, "outstanding")
    before, first, after = sum_run(canvas, items)[0]
    chunks = [(f"含{before}", first, after), *sum_run(canvas, items)[1:]]
    run(canvas, chunks, 30, 48, 1032)
    note(canvas, f"资金方：{owing.lender}")


def _iou(
    canvas: Canvas, owing: Debt, index: int, left: dict[str, Decimal], tail: str, rest: str
) -> None:
    began = shift(owing.as_of, -4 - 3 * index)
    y, late = canvas.y, index == 0 and bool(owing.overdue)
    words(canvas, 72, y, f"借据尾号{tail}", 32, width=420, tone="soft")
    chip(canvas, 1000, y, "已逾期" if late else "还款中", "warn" if late else "accent", right=True)
    canvas.y = y + canvas.line(32) + 14
    run(canvas, [(f"{rest} ", money(canvas, "", left["principal"]), "")], 44, 72, 1000, "ink")
    named = labels(owing)
    others = [i for i in amount_items(canvas, named, left) if i.label != named["principal"]]
    run(canvas, sum_run(canvas, others, sign=" · "), 30, 72, 1000)
    lent = cents(left["principal"] * 2 + 300) // 100 * 100
    chunks = [("借款", money(canvas, "", lent), ""), (f" | {began:%Y.%m.%d}借", None, "")]
    run(canvas, chunks, 28, 72, 960)
    arrow(canvas, 1004, canvas.y - canvas.line(28) / 2)
    canvas.y += 10


def month_strip(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Five months side by side; beneath, the chosen one's bill in rows of two lines."""
    now, named = owing.current, labels(owing, principal=pick(rng, "借款本金", "本金"))
    owed = sums([now], named)
    paid = {n: cents(v * rng.choice((0, 0, 10, 35)) / 100) for n, v in owed.items()}
    captions = {
        "principal": f"共{now.of}期",
        "interest": "按日计息 随借随还",
        "fees": "按期收取",
        "penalty": "逾期后按日收取",
        "late_fees": "未按时还款收取",
    }
    open_screen(canvas, f"{owing.product.name}账单", "开具发票")
    _months(canvas, owing)
    y = canvas.y
    words(canvas, 54, y, "本期账单明细", 40, width=460, bold=True)
    words(canvas, 1026, y + 6, pick(rng, "剩余应还", "待还金额"), 28, tone="soft", anchor="ra")
    canvas.y = y + canvas.line(40) + 26
    for name, item in zip(named, amount_items(canvas, named, owed, "outstanding"), strict=True):
        if shown(canvas, item):
            _two_lines(canvas, item, captions[name], money(canvas, "已还", paid[name]))
    y = canvas.y + 10
    words(canvas, 54, y + 12, pick(rng, "本期剩余应还", "本月待还合计"), 34, width=440)
    total = money(canvas, "", now.total, "outstanding.total", "accent")
    figure(canvas, 1026, y, total, 52, width=500, anchor="ra", bold=True)
    canvas.y = y + canvas.line(52) + 24
    due = day("", now.due, "due", "%Y年%m月%d日")
    run(canvas, [("最后还款日 ", due, ""), ("，已开通自动还款", None, "")], 30, 54, 1026)
    canvas.y += 30
    advert(canvas)
    button(canvas, "立即还款")


def _months(canvas: Canvas, owing: Debt) -> None:
    """Which month has a bill, and whether it is paid."""
    said = {"paid": "已还清", "overdue": "有逾期", "due": "待还款", "upcoming": "未到期"}
    at = {(p.due.year, p.due.month): said[p.status] for p in owing.periods}
    tall = canvas.line(38) + canvas.line(26) + 30
    size = fitted(canvas, [*said.values(), "无账单"], 26, 170)
    for place in range(5):
        month = shift(owing.current.due.replace(day=1), place - 2)
        x, chosen = 48 + 197 * place, place == 2
        color = ink(canvas, "accent") if chosen else canvas.style.palette.card
        canvas.box(x, canvas.y, x + 185, canvas.y + tall, color, 20)
        middle = x + 92
        tone = WHITE if chosen else ink(canvas, "ink")
        canvas.text(middle, canvas.y + 12, f"{month.month}月", 38, color=tone, anchor="ma")
        tone = WHITE if chosen else ink(canvas, "soft")
        low, caption = canvas.y + 14 + canvas.line(38), at.get((month.year, month.month), "无账单")
        canvas.text(middle, low, caption, size, color=tone, anchor="ma")
    canvas.y += tall + 44


def _two_lines(canvas: Canvas, item: Item, caption: str, below: Item) -> None:
    """Name over a grey caption; amount over a smaller one."""
    y = canvas.y
    words(canvas, 54, y, item.label, 38, width=420)
    figure(canvas, 1026, y, item, 42, width=500, anchor="ra")
    y += canvas.line(42)
    words(canvas, 54, y, caption, 28, width=500, tone="soft")
    if shown(canvas, below):
        words(canvas, 1026, y, f"已还 {below.text}", 28, width=420, tone="soft", anchor="ra")
    canvas.y = y + canvas.line(28) + 22
    canvas.rule(canvas.y, 54, 1026)
    canvas.y += 24


def tall_head(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A coloured head with what is late, "其中" and its parts on the same card beneath."""
    late = owing.overdue or (owing.current,)
    named = labels(owing, pick(rng, "{}", "逾期{}", "应还{}"), penalty="罚息")
    owed = sums(late, named)
    open_screen(canvas, pick(rng, owing.product.name, "还款详情"), "客服")
    top = canvas.y
    height = canvas.line(34) + canvas.line(88) + canvas.line(30) + 130
    canvas.box(30, top, 1050, top + height + 60, ink(canvas, "accent"), 32)
    head = pick(rng, "逾期待还总额", "逾期总额", "当前应还总额")
    bare = not (canvas.style.money.prefix or canvas.style.money.suffix)
    words(canvas, 78, top + 44, f"{head}(元)" if bare else head, 34, color=WHITE)
    total = money(canvas, "", sum(owed.values(), ZERO), "outstanding.total")
    y = top + 54 + canvas.line(34)
    figure(canvas, 78, y, total, 88, width=920, color=WHITE, bold=True)
    y += canvas.line(88) + 6
    _days(canvas, owing, y)
    canvas.y = top + height
    bottom = _of_which(canvas, named, owed)
    canvas.y = bottom + 30
    for label, text in (
        ("还款账户", "样本银行 储蓄卡(0000)"),
        ("贷款方式", "信用贷款"),
        ("合同协议", "查看"),
    ):
        y = canvas.y
        words(canvas, 78, y, label, 34, width=260)
        words(canvas, 970, y, text, 34, width=560, tone="soft", anchor="ra")
        arrow(canvas, 1006, y + canvas.line(34) / 2)
        canvas.y = y + canvas.line(34) + 40
    button(canvas, "立即还清")
    note(canvas, f"贷款由{owing.lender}发放，逾期记录将影响您的信用。")


def _days(canvas: Canvas, owing: Debt, y: float) -> None:
    """已逾期 n 天 in the head, where it is late."""
    if not owing.overdue:
        words(canvas, 78, y, "按时还款，积累信用", 30, color=WHITE)
        return
    days = str(owing.overdue_days)
    box = words(canvas, 78, y, f"已逾期{days}天，请尽快还款", 30, color=WHITE)
    canvas.mark("overdue_days", days, days, box)


def _of_which(canvas: Canvas, named: dict[str, str], owed: dict[str, Decimal]) -> float:
    """The pale half of the card; gives back where it ends."""
    items = [i for i in amount_items(canvas, named, owed, "outstanding") if shown(canvas, i)]
    pitch = canvas.line(38) + 34
    bottom = canvas.y + pitch * len(items) + 40
    canvas.box(30, canvas.y, 1050, bottom, canvas.style.palette.card, 32)
    canvas.y += 36
    words(canvas, 78, canvas.y + 4, "其中", 34, tone="soft", width=120)
    for item in items:
        size = fitted(canvas, item.label, 38, 260)
        words(canvas, 200, canvas.y, item.label, size)
        wide = canvas.width_of(item.label, size)
        asking(canvas, 200 + wide + 34, canvas.y + canvas.line(size) / 2)
        figure(canvas, 1002, canvas.y, item, 38, width=460, anchor="ra")
        canvas.y += pitch
    return bottom


def confirm_sheet(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """还款确认: what is about to be paid, in the lower part of a dimmed page."""
    now = owing.overdue or (owing.current,)
    named = labels(owing, pick(rng, "还款{}", "{}", "应还{}"))
    owed = sums(now, named)
    items = [i for i in amount_items(canvas, named, owed, "outstanding") if shown(canvas, i)]
    last = pick(rng, "应还总额", "还款总额")
    total = money(canvas, last, sum(owed.values(), ZERO), "outstanding.total", "warn")
    bill = f"{owing.product.name} · {'逾期账单' if owing.overdue else '本期账单'}"
    status_bar(canvas)
    kept, canvas.dry, canvas.y = list(canvas.marks), True, 0.0
    _confirmed(canvas, bill, items, total)
    tall, canvas.dry, canvas.marks = canvas.y, False, kept
    top = 100.0 if canvas.ground == canvas.style.palette.card else max(320.0, 2280 - tall)
    canvas.box(0, 100, 1080, top + 60, canvas.style.palette.line)
    canvas.box(0, top, 1080, top + tall + 160, canvas.style.palette.card, 44)
    canvas.y = top
    _confirmed(canvas, bill, items, total)


def _confirmed(canvas: Canvas, bill: str, items: list[Item], total: Item) -> None:
    """The sheet from its upper edge at the cursor."""
    y = canvas.y + 54
    canvas.text(56, y, "×", 48, color=ink(canvas, "soft"))
    words(canvas, 540, y, "还款确认", 44, anchor="ma", bold=True, width=600)
    canvas.y = y + canvas.line(44) + 20
    words(canvas, 540, canvas.y, bill, 30, anchor="ma", tone="soft")
    canvas.y += canvas.line(30) + 50
    opens = [Item("优惠券", "暂无可用"), Item("付款方式", "样本银行(0000)")]
    for item in (*items, *opens, total):
        y = canvas.y
        words(canvas, 60, y, item.label, 36, width=380, tone="soft")
        figure(canvas, 980 if item in opens else 1020, y, item, 40, width=560, anchor="ra")
        if item in opens:
            arrow(canvas, 1018, y + canvas.line(36) / 2)
        canvas.y = y + canvas.line(40) + 44
        canvas.rule(canvas.y - 24, 60, 1020)
    canvas.y += 20
    words(canvas, 60, canvas.y, "还款成功后不可撤销，请确认金额无误", 28, tone="soft")
    canvas.y += canvas.line(28) + 40
    button(canvas, "确认还款")


LAYOUTS_APPS: tuple[Layout, ...] = (
    Layout("iou_list", ("generic", "meituan", "jd_jintiao"), iou_list, ORANGE),
    Layout("month_strip", ("generic", "jiebei", "huabei"), month_strip, RED),
    Layout("tall_head", ("generic", "jiebei", "weilidai"), tall_head, ORANGE, terms=ALL_LATE),
    Layout("confirm_sheet", ("jd_jintiao", "meituan", "weilidai"), confirm_sheet, TEAL),
)
