"""Loans, cards and receipts as banks' apps show them."""

from __future__ import annotations

import random
from datetime import timedelta

from samples.aside.cells import (
    SHOPS,
    badge,
    em,
    filled,
    head,
    least,
    pair,
    panel,
    pill,
    said,
    small_print,
    total_now,
    usual,
)
from samples.aside.drawing import (
    AMBER,
    WHITE,
    chip,
    cut_up,
    figure,
    fit,
    line,
    mixed,
    names,
    rise,
    shade,
    word,
)
from samples.blocks import Item, day, money
from samples.canvas import Canvas
from samples.chrome import advert
from samples.debts import ZERO, Debt, cents, shift
from samples.screens.base import percent
from samples.style import GREEN, MoneyStyle

METHODS = {
    "annuity": "等额本息", "by_days": "等额本金", "interest_first": "按月付息到期还本",
}  # fmt: skip


def peach(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="", suffix="元"))
    zeros, accent = rng.random() < 0.6, canvas.style.palette.accent
    head(canvas, "贷款还款", "···", ground=accent, down=em(canvas, 236) + 40)

    def account() -> None:
        canvas.y += rise(canvas, 40)
        wide = word(canvas, 72, canvas.y, owing.product.name, 40, bold=True, within=560)
        text, tone = ("逾期", canvas.style.palette.warn) if owing.overdue else ("正常", GREEN)
        chip(canvas, 96 + wide, canvas.y, text, 26, tone)
        canvas.y += em(canvas, 56)
        number = f"贷款账号 {owing.number[:4]} **** **** {owing.number[-4:]}"
        word(canvas, 72, canvas.y, number, 30, shade(canvas), within=930)
        canvas.y += em(canvas, 40)
        pair(canvas, money(canvas, "贷款发放金额", owing.amount), 34, pitch=1.7)

    panel(canvas, account, radius=16)
    advert(canvas)

    def now() -> None:
        _section(canvas, "本期还款信息" if not owing.overdue else "逾期还款信息")
        labels = names(owing, "应还本金", "应还利息", "应还罚息", "应还费用", "违约金")
        pair(canvas, day("应还款日", owing.current.due, "due", "%Y/%m/%d"), 36)
        if owing.overdue:
            days = str(owing.overdue_days)
            pair(canvas, Item("逾期期数", f"{len(owing.overdue)}期"), 36)
            pair(canvas, Item("逾期天数", f"{days}天", "overdue_days", days), 36)
        for item in filled(canvas, labels, owing.due_now, "outstanding", zeros):
            pair(canvas, item, 36)
        line(canvas, 72, canvas.y + 8, 1008, canvas.y + 8, canvas.style.palette.line)
        canvas.y += 14
        item = money(canvas, "应还总额", total_now(owing), "outstanding.total", "warn")
        pair(canvas, item, 42, bold=True, dark=True)

    panel(canvas, now, radius=16)

    def terms() -> None:
        _section(canvas, "贷款信息")
        for item in (
            day("放款日期", owing.periods[0].start, form="%Y/%m/%d"),
            day("到期日期", owing.periods[-1].due, form="%Y/%m/%d"),
            Item("执行年利率", percent(owing.daily_rate * 360, 2)),
            Item("还款方式", METHODS.get(owing.method, "分期还款")),
            Item("还款账号", "6200 **** **** 0000"),
        ):
            pair(canvas, item, 36)

    panel(canvas, terms, radius=16)
    top = canvas.y + 8
    pill(canvas, 36, top, 516, top + 110, "提前还款", canvas.style.palette.card, accent, 12)
    pill(canvas, 564, top, 1044, top + 110, "立即还款", accent, radius=12)
    canvas.y = top + 140


def _section(canvas: Canvas, text: str) -> None:
    """A heading behind a short upright bar."""
    tall = em(canvas, 38)
    top = canvas.y
    said(canvas, text, 38, x=98, bold=True, within=880, after=0.75)
    canvas.box(72, top + tall * 0.2, 80, top + tall * 1.15, canvas.style.palette.accent, 4)


def pear(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="¥"))
    shops, bill = rng.sample(SHOPS, 4), owing.current
    dates = [owing.as_of - timedelta(days=rng.randrange(2, 29)) for _ in shops]
    zeros = rng.random() < 0.3
    head(canvas, "信用卡账单", "历史账单")
    panel(canvas, lambda: _card_sum(canvas, owing), color=canvas.style.palette.accent, radius=30)
    advert(canvas)

    def made_of() -> None:
        said(canvas, "本期账单构成", 38, bold=True)
        labels = {
            "principal": "消费本金", "interest": "循环利息", "fees": "手续费",
            "late_fees": "违约金",
        }  # fmt: skip
        for item in filled(canvas, labels, bill.part, "outstanding", zeros):
            pair(canvas, item, 34, pitch=1.9, arrow=True)
        pair(canvas, money(canvas, "本期已还", ZERO), 34, pitch=1.9, arrow=True)

    panel(canvas, made_of)

    def spent() -> None:
        said(canvas, "交易明细", 38, bold=True)
        pieces = cut_up(bill.principal, len(shops))
        for shop, when, amount in zip(shops, sorted(dates, reverse=True), pieces, strict=True):
            pair(canvas, money(canvas, shop, amount), 34, dark=True, pitch=1.7)
            canvas.y -= em(canvas, 8)
            said(canvas, f"{when:%m-%d}  尾号0000", 26, shade(canvas), after=0.5)

    panel(canvas, spent)
    top = canvas.y
    for x0, x1, text in ((32, 330, "账单分期"), (350, 648, "自动还款")):
        ground = canvas.style.palette.card
        pill(canvas, x0, top, x1, top + 106, text, ground, canvas.style.palette.ink, 20)
    pill(canvas, 668, top, 1048, top + 106, "去还款", canvas.style.palette.accent, radius=20)
    canvas.y = top + 140


def _card_sum(canvas: Canvas, owing: Debt) -> None:
    pale = mixed(WHITE, canvas.style.palette.accent, 0.8)
    cycle = f"{shift(owing.as_of, -1) + timedelta(days=1):%Y.%m.%d}-{owing.as_of:%Y.%m.%d}"
    said(canvas, f"{owing.as_of.month}月账单  账单周期 {cycle}", 28, pale)
    said(canvas, "人民币应还款额", 34, WHITE)
    canvas.y += rise(canvas, 84)
    item = money(canvas, "", total_now(owing), "outstanding.total")
    figure(canvas, 72, canvas.y, item, 84, WHITE, bold=True, within=920)
    canvas.y += em(canvas, 44)
    low, due = money(canvas, "最低还款额", least(owing)), owing.current.due
    cells = (
        low,
        day("到期还款日", due, "due"),
        day("账单日", owing.as_of, "as_of"),
    )
    points = min(fit(canvas, item.text, 34, 290) for item in cells)
    y = canvas.y + rise(canvas, 28)
    for index, cell in enumerate(cells):
        x = 72 + 318 * index
        word(canvas, x, y, cell.label, 28, pale, within=290)
        figure(canvas, x, y + em(canvas, 50), cell, points, WHITE, within=290)
    canvas.y = y + em(canvas, 84)
    said(canvas, "美元账户 无需还款", 28, pale)


def plum(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    usual(canvas, rng, MoneyStyle(prefix="¥"))
    period = rng.choice([p for p in owing.periods if p.status == "paid"] or owing.periods[:1])
    saved = cents(period.interest * period.of / 20) if rng.random() < 0.5 else ZERO
    head(canvas, "还款结果", "完成")

    def paid() -> None:
        canvas.y += 70
        badge(canvas, 540, canvas.y, 58, "", GREEN)
        line(canvas, 513, canvas.y, 533, canvas.y + 20, WHITE, 9)
        line(canvas, 533, canvas.y + 20, 570, canvas.y - 20, WHITE, 9)
        canvas.y += 84
        said(canvas, "还款成功", 40, GREEN, 540, align="middle", bold=True)
        canvas.y += rise(canvas, 84)
        item = money(canvas, "", period.total - saved)
        figure(canvas, 540, canvas.y, item, 80, align="middle", bold=True, within=930)
        canvas.y += em(canvas, 40)

    def made_of() -> None:
        labels = names(owing, "归还本金", "归还利息", "归还罚息", "手续费", "违约金")
        for item in filled(canvas, labels, period.part, "", zeros=False):
            pair(canvas, Item(item.label, item.text, split=item.split), 34)
        if saved:
            pair(canvas, Item("息费优惠", f"-{money(canvas, '', saved).text}"), 34)
        done = min(period.due - timedelta(days=2), owing.as_of)
        for item in (
            Item("还款期数", f"第{period.index}期"),
            Item("付款账户", "样本银行储蓄卡(0000)"),
            Item("还款时间", f"{done:%Y-%m-%d} 19:26:08"),
            Item("交易单号", owing.number),
        ):
            pair(canvas, item, 34)

    panel(canvas, paid, x0=0, x1=1080, radius=0, gap=0)
    panel(canvas, made_of, x0=0, x1=1080, radius=0)
    advert(canvas)
    canvas.y += 20
    pill(canvas, 90, canvas.y, 990, canvas.y + 112, "返回首页", canvas.style.palette.accent)
    canvas.y += 140
    said(canvas, "再借一笔", 34, AMBER, 540, align="middle")
    small_print(canvas, "到账可能有延迟，结清证明请在次日于“我的-借款记录”中开具。", 26)
