"""Bills as wallets show them."""

from __future__ import annotations

import random
from datetime import timedelta

from samples.aside.cells import (
    SHOPS,
    badge,
    em,
    filled,
    head,
    late_mark,
    least,
    pair,
    panel,
    pill,
    said,
    small_print,
    total_left,
    total_now,
    usual,
)
from samples.aside.drawing import (
    AMBER,
    WHITE,
    chevron,
    chip,
    cut_up,
    figure,
    line,
    mixed,
    names,
    prose,
    question,
    rise,
    shade,
    span,
    word,
)
from samples.blocks import Item, day, money
from samples.canvas import Canvas
from samples.chrome import advert
from samples.debts import Debt, Instalment
from samples.screens.base import STATUS_WORDS, mark_status, percent, rate_item
from samples.style import MoneyStyle


def apple(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="", zero="0.00"))
    zeros, due = rng.random() < 0.4, owing.current.due
    shops, first = rng.sample(SHOPS, 3), rng.random() < 0.5
    head(canvas, f"{owing.product.name} | 账单", "设置", align="left")
    _months(canvas, owing)
    panel(canvas, lambda: _month_sum(canvas, owing), color=canvas.style.palette.accent)
    advert(canvas)

    def made_of() -> None:
        said(canvas, "账单构成", 40, bold=True)
        labels = names(owing, "消费本金", "利息", "逾期利息", "分期手续费", "违约金")
        for item in filled(canvas, labels, owing.due_now, "outstanding", zeros):
            pair(canvas, item)
        pair(canvas, day("账单生成日", due - timedelta(days=9)), arrow=True)

    def spent() -> None:
        pair(canvas, Item("消费明细", "全部"), arrow=True, dark=True, bold=True)
        for shop, amount in zip(shops, cut_up(owing.due_now("principal"), 3), strict=True):
            _purchase(canvas, shop, money(canvas, "", amount), f"{due.month}月账单")

    for part in (made_of, spent) if first else (spent, made_of):
        panel(canvas, part)
    _foot(canvas, owing)


def _months(canvas: Canvas, owing: Debt) -> None:
    """The month strip: the bill's own month underlined."""
    month, points = owing.current.due.month, 36 / canvas.style.zoom**0.5
    texts = [f"{(month + gap - 1) % 12 + 1}月" for gap in (-2, -1, 0)]
    y = canvas.y + rise(canvas, points)
    for x, text in zip((130, 400, 670, 930), [*texts, "未出账"], strict=True):
        here = text == texts[2]
        tone = canvas.style.palette.accent if here else shade(canvas)
        word(canvas, x, y, text, points, tone, "middle", bold=here)
        if here:
            canvas.box(x - 34, y + 20, x + 34, y + 27, tone, 4)
    canvas.y = y + 58


def _month_sum(canvas: Canvas, owing: Debt) -> None:
    pale = mixed(WHITE, canvas.style.palette.accent, 0.8)
    canvas.y += rise(canvas, 34)
    title = f"{owing.current.due.month}月剩余应还(元)"
    if len(owing.overdue) > 1:
        title = "剩余应还(含逾期)(元)"
    word(canvas, 76, canvas.y, title, 34, pale, within=560)
    if owing.overdue:
        text = f"已逾期{owing.overdue_days}天"
        _, box = chip(canvas, 1004, canvas.y, text, 28, AMBER, "right", solid=True)
        late_mark(canvas, owing, box)
    canvas.y += rise(canvas, 118)
    owed = money(canvas, "", total_now(owing), "outstanding.total")
    figure(canvas, 76, canvas.y, owed, 96, WHITE, bold=True, within=900)
    canvas.y += em(canvas, 74)
    due = owing.current.due
    text = f"最后还款日 {due:%Y-%m-%d}"
    word(canvas, 76, canvas.y, text, 32, pale, within=600)
    word(canvas, 1004, canvas.y, "自动还款已关闭", 28, pale, "right", within=300)
    canvas.y += 8


def _purchase(canvas: Canvas, shop: str, item: Item, caption: str) -> None:
    pair(canvas, Item(shop, item.text, split=item.split), 36, dark=True, pitch=1.7)
    canvas.y -= em(canvas, 8)
    said(canvas, caption, 28, shade(canvas), after=0.6)


def _foot(canvas: Canvas, owing: Debt) -> None:
    """The bar at the end: the least that may be paid, and the button."""
    top = canvas.y + 20
    canvas.box(0, top, 1080, top + 168, canvas.style.palette.card)
    item = money(canvas, "", least(owing))
    y = top + 100
    wide = word(canvas, 56, y, "最低还款", 30, shade(canvas), within=180)
    figure(canvas, 72 + wide, y, item, 34, within=330)
    pill(canvas, 650, top + 30, 1036, top + 138, "立即还款", canvas.style.palette.accent)
    canvas.y = top + 168


def cherry(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle())
    head(canvas, "借款详情", "查看合同")
    labels = names(owing, "本金", "利息", "罚息", "手续费", "违约金")
    panel(canvas, lambda: _left(canvas, owing, labels), x0=0, x1=1080, radius=0, gap=18)
    advert(canvas)
    paid = len(owing.periods) - len(owing.unpaid)
    canvas.y += rise(canvas, 38) + 12
    wide = word(canvas, 48, canvas.y, "还款计划", 38, bold=True, within=420)
    word(canvas, 64 + wide, canvas.y, f"共{len(owing.periods)}期", 28, shade(canvas), within=200)
    if paid:
        word(canvas, 998, canvas.y, f"已还{paid}期", 30, shade(canvas), "right", within=240)
        chevron(canvas, 1022, canvas.y - em(canvas, 10), 11, shade(canvas), 90)
    canvas.y += 28
    words = {status: rng.choice(texts) for status, texts in STATUS_WORDS.items()}

    def plan() -> None:
        for period in owing.unpaid:
            _planned(canvas, period, labels, words[period.status])

    panel(canvas, plan, x0=0, x1=1080, radius=0, pad=8)
    small_print(canvas, f"贷款由{owing.lender}提供。如逾期，罚息将按合同约定计收。")


def _left(canvas: Canvas, owing: Debt, labels: dict[str, str]) -> None:
    said(canvas, "待还总额", 34, shade(canvas), 48)
    canvas.y += rise(canvas, 88)
    item = money(canvas, "", total_left(owing), "outstanding.total")
    figure(canvas, 48, canvas.y, item, 84, bold=True, within=900)
    canvas.y += em(canvas, 62)
    pieces: list[str | Item] = ["含"]
    for part in filled(canvas, labels, owing.owed, "outstanding", zeros=False):
        pieces += [f"{part.label} ", part, "，"]
    canvas.y = prose(canvas, 48, canvas.y, 984, pieces[:-1], 30, shade(canvas))
    canvas.y += em(canvas, 40)
    canvas.rule(canvas.y, 48, 1032)
    for item in (
        money(canvas, "借款金额", owing.amount),
        day("借款日期", owing.periods[0].start, form="%Y.%m.%d"),
        rate_item("日利率", owing),
        Item("年利率(单利)", percent(owing.daily_rate * 360, 2)),
    ):
        pair(canvas, item, 34, 48, 1032, pitch=1.9)


def _planned(canvas: Canvas, period: Instalment, labels: dict[str, str], status: str) -> None:
    """Number and day left, the sum right; what it is made of under it."""
    at, last = f"periods[{period.index}]", period.index == period.of
    canvas.need(canvas.y + 400)
    y = canvas.y + rise(canvas, 40) + 22
    name = f"{period.index}/{period.of}期"
    wide = word(canvas, 48, y, name, 36, bold=True)
    word(canvas, 72 + wide, y, f"{period.due:%Y.%m.%d}", 30, shade(canvas), within=230)
    item = money(canvas, "", period.total, f"{at}.total")
    figure(canvas, 1032, y, item, 40, align="right", within=960 - wide - 290)
    y += em(canvas, 54)
    tone = canvas.style.palette.warn if period.status == "overdue" else shade(canvas)
    box = canvas.text(1032 - canvas.width_of(status, 28), y, status, 28, color=tone, anchor="ls")
    mark_status(canvas, period, box)
    pieces: list[str | Item] = []
    for part in filled(canvas, labels, period.part, at, zeros=False):
        pieces += [" + " if pieces else "", f"{part.label} ", part]
    y = prose(canvas, 48, y, 800 - em(canvas, 28), [p for p in pieces if p], 28, shade(canvas))
    canvas.y = y + em(canvas, 30)
    if not last:
        line(canvas, 48, canvas.y, 1080, canvas.y, canvas.style.palette.line)


def fig(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="", suffix="元"))
    zeros = rng.random() < 0.5
    period, accent = owing.current, canvas.style.palette.accent
    head(canvas, owing.product.name, "规则")
    canvas.y += 40
    badge(canvas, 540, canvas.y + 62, 62, "备", accent)
    canvas.y += 150
    said(canvas, "待还金额", 36, shade(canvas), 540, align="middle")
    canvas.y += rise(canvas, 96)
    item = money(canvas, "", period.total, "outstanding.total")
    figure(canvas, 540, canvas.y, item, 90, align="middle", bold=True, within=940)
    canvas.y += em(canvas, 70)
    _term(canvas, owing)
    pill(canvas, 150, canvas.y, 930, canvas.y + 112, "立即归还", accent)
    canvas.y += 160

    def rows() -> None:
        labels = names(owing, "领取本金", "利息", "逾期费", "手续费", "逾期费")
        for item in filled(canvas, labels, period.part, "outstanding", zeros):
            pair(canvas, item, 36)
        pair(canvas, day("领取时间", period.start, form="%Y-%m-%d 10:21"), 36)
        pair(canvas, Item("还款方式", "到期一次性归还"), 36)
        pair(canvas, Item("领取账户", "余额"), 36)

    panel(canvas, rows, pad=20)
    advert(canvas)
    small_print(canvas, "温馨提示：到期日当天系统将从余额、储蓄卡自动扣款，请保证资金充足。")
    rate = percent(owing.daily_rate)
    small_print(canvas, f"逾期未还的，按未还金额每日{rate}计收逾期费，并可能影响后续使用。")


def _term(canvas: Canvas, owing: Debt) -> None:
    """The last day in the middle of the line, the days it is late behind it."""
    text = f"到期日 {owing.current.due.strftime('%Y年%m月%d日')}"
    late = f"逾期{owing.overdue_days}天" if owing.overdue else ""
    points = 34.0
    tag = canvas.width_of(late, 28) + 48 if late else 0
    start = 540 - (canvas.width_of(text, points) + tag) / 2
    wide = word(canvas, start, canvas.y, text, points, shade(canvas))
    if late:
        _, box = chip(canvas, start + wide + 18, canvas.y, late, 28, canvas.style.palette.warn)
        late_mark(canvas, owing, box)
    canvas.y += em(canvas, 50)


def grape(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="", suffix="元"))
    zeros, late = rng.random() < 0.5, bool(owing.overdue)
    head(canvas, "借款详情", "●●●")
    labels = names(owing, "应还本金", "应还利息", "应还罚息", "手续费", "违约金")

    def now() -> None:
        canvas.y += rise(canvas, 36) + 10
        due = owing.current.due
        title = "逾期应还总额" if late else f"{due.month}月{due.day}日应还"
        y, points = canvas.y, 36.0
        wide = word(canvas, 64, y, title, points, within=380)
        question(canvas, 64 + wide, y, points)
        item = money(canvas, "", total_now(owing), "outstanding.total")
        tone = canvas.style.palette.warn if late else canvas.style.palette.ink
        room = 1016 - 64 - wide - em(canvas, 36) - 50
        size = min(52.0, 52 * room / span(canvas, item, 52))
        figure(canvas, 1016, y, item, size, tone, "right")
        canvas.y += em(canvas, 28)
        canvas.rule(canvas.y, 64, 1080)
        for part in filled(canvas, labels, owing.due_now, "outstanding", zeros):
            pair(canvas, part, 34, 64, 1016, pitch=1.8)
        if late:
            canvas.y += rise(canvas, 30)
            text = f"已逾期{owing.overdue_days}天，请尽快还款以免影响征信"
            word(canvas, 64, canvas.y, text, 28, canvas.style.palette.warn, within=940)
            canvas.y += em(canvas, 20)

    _caption(canvas, "本期还款")
    panel(canvas, now, x0=0, x1=1080, radius=0, pad=16, gap=4)
    _caption(canvas, "借款信息")
    paid = len(owing.periods) - len(owing.unpaid)

    def loan() -> None:
        for item in (
            money(canvas, "借款金额", owing.amount),
            day("借款日期", owing.periods[0].start, form="%Y年%m月%d日"),
            Item("借款期数", f"{len(owing.periods)}期（已还{paid}期）"),
            rate_item("日利率", owing),
            Item("收款银行卡", "样本银行（0000）"),
            Item("贷款机构", owing.lender),
        ):
            pair(canvas, item, 36, 64, 1016, dark=True)
        pair(canvas, Item("还款计划", "查看"), 36, 64, 1016, arrow=True, dark=True)

    panel(canvas, loan, x0=0, x1=1080, radius=0, pad=10)
    advert(canvas)
    canvas.y += 30
    green = canvas.style.palette.accent
    pill(canvas, 220, canvas.y, 860, canvas.y + 108, "去还款", green, radius=16)
    canvas.y += 140
    said(canvas, "提前结清", 32, (88, 108, 148), 540, align="middle")


def _caption(canvas: Canvas, text: str) -> None:
    canvas.y += 14
    said(canvas, text, 30, shade(canvas), 64, after=0.65)
