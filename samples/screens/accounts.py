"""Banks' and web pages: a long list of facts, two currencies, parts down and states across."""

from __future__ import annotations

import random
from decimal import Decimal

from samples.blocks import Item, Tone, day, ink, money, shown
from samples.canvas import Canvas, to_traditional
from samples.chrome import advert, button, note, open_screen, status_bar
from samples.debts import ZERO, Debt, Instalment, Terms, cents
from samples.screens.base import Layout, percent, pick, rate_item
from samples.screens.pens import (
    Chunk,
    amount_items,
    components,
    figure,
    fitted,
    labels,
    run,
    sums,
    tabs,
    words,
)
from samples.style import BLUE, RED, TEAL

WAYS = {
    "annuity": "等额本息",
    "by_days": "等额本金",
    "equal_fee": "等本等费",
    "interest_first": "按期付息到期还本",
}
STRIPES: tuple[Tone, ...] = ("accent", "warn", "soft", "ink")
WITH_ENGLISH = {
    "principal": ("尚欠本金", "Outstanding Principal"),
    "interest": ("應付利息", "Interest Payable"),
    "penalty": ("逾期罰息", "Overdue Interest"),
    "fees": ("手續費", "Handling Fee"),
    "late_fees": ("違約金", "Late Charge"),
}
OTHER_ENGLISH = {
    "下次供款日": "Next Due Date",
    "已償還本金": "Principal Repaid",
    "日息": "Daily Rate",
    "貸款年期": "Tenor",
}


def bank_facts(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Some twenty facts, values in a column of their own; three of them say what is owed."""
    open_screen(canvas, "贷款详情", "更多")
    first, second = _contract(canvas, owing, rng), _balances(canvas, owing, rng)
    rng.shuffle(second)
    for title, items in (("合同信息", first), ("账户信息", second)):
        y = canvas.y
        canvas.box(36, y + 8, 44, y + canvas.line(36) - 8, ink(canvas, "accent"))
        words(canvas, 60, y, title, 36, bold=True)
        canvas.y = y + canvas.line(36) + 16
        for index, item in enumerate(item for item in items if shown(canvas, item)):
            _fact(canvas, item, dark=index % 2 == 0)
        canvas.y += 30
    note(canvas, "如有疑问请前往网点或咨询客户经理。", 28)


def _fact(canvas: Canvas, item: Item, *, dark: bool) -> None:
    tall = canvas.line(34) + 26
    if dark:
        canvas.box(0, canvas.y, 1080, canvas.y + tall, canvas.style.palette.card)
    words(canvas, 60, canvas.y + 13, item.label, 34, width=350, tone="soft")
    figure(canvas, 440, canvas.y + 13, item, 34, width=600)
    canvas.y += tall


def _contract(canvas: Canvas, owing: Debt, rng: random.Random) -> list[Item]:
    late = owing.daily_rate * Decimal("1.5")
    return [
        Item("借款合同号", f"{owing.number[:4]}-{owing.number[4:14]}"),
        Item("贷款账号", f"6200 **** **** {owing.number[-4:]}"),
        Item("贷款种类", owing.product.name),
        Item("币种", "人民币"),
        money(canvas, pick(rng, "贷款发放金额", "贷款金额"), owing.amount),
        Item("年利率", percent(owing.daily_rate * 360)),
        Item("罚息日利率", percent(late, 4)),
        day("发放日", owing.periods[0].start),
        day("到期日", owing.periods[-1].due),
        Item("还款方式", WAYS[owing.method]),
        Item("担保方式", "信用"),
        Item("还款账户", f"借记卡 尾号{owing.number[:4]}"),
    ]


def _balances(canvas: Canvas, owing: Debt, rng: random.Random) -> list[Item]:
    late = sums(owing.overdue, components(owing))
    charge = owing.due_now("interest")
    word = pick(rng, "下一还款日", "下次扣款日")
    left = pick(rng, "贷款余额", "剩余本金", "本金余额")
    return [
        money(canvas, left, owing.owed("principal"), "outstanding.principal"),
        money(canvas, pick(rng, "拖欠本金", "逾期本金"), late["principal"]),
        money(canvas, pick(rng, "应还利息", "欠息金额"), charge, "outstanding.interest"),
        money(canvas, pick(rng, "罚息", "应还罚息"), late["penalty"], "outstanding.penalty"),
        money(canvas, "累计已还本金", owing.past("principal")),
        money(canvas, "累计已还利息", owing.past("interest")),
        Item("总期数", f"{owing.current.of}"),
        Item("已还期数", f"{sum(p.status == 'paid' for p in owing.periods)}"),
        *(day(word, period.due, "due") for period in _coming(owing)[:1]),
        Item("贷款状态", "逾期" if owing.overdue else "正常"),
    ]


def _coming(owing: Debt) -> list[Instalment]:
    """Unpaid periods whose day has not passed."""
    return [period for period in owing.unpaid if period.status != "overdue"]


def card_tabs(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """人民币 | 美元; a striped bar, and a legend where the amount stands before its name."""
    now = owing.current
    first = pick(rng, "消费本金", "消费及取现本金", "本金")
    named = labels(owing, principal=first, interest="循环利息")
    owed = sums([now], named)
    open_screen(canvas, "账单详情", "历史账单")
    tabs(canvas, ("人民币账户", "美元账户"), 0)
    dates: list[Chunk] = [
        ("账单日 ", day("", owing.as_of, "as_of", "%Y/%m/%d"), ""),
        ("   到期还款日 ", day("", now.due, "due", "%Y/%m/%d"), ""),
    ]
    run(canvas, dates, 32, 60, 1020)
    canvas.y += 26
    total = money(canvas, "", now.total, "outstanding.total")
    run(canvas, [("本期应还款额 ", total, "")], 44, 60, 1020, "ink")
    canvas.y += 20
    items = [i for i in amount_items(canvas, named, owed, "outstanding") if shown(canvas, i)]
    _striped(canvas, [Decimal(item.value) for item in items])
    for index, item in enumerate(items):
        y = canvas.y
        tone = ink(canvas, STRIPES[index])
        middle = y + canvas.line(38) * 0.55
        canvas.box(60, middle - 14, 88, middle + 14, tone, 6)
        figure(canvas, 112, y, item, 38, width=420)
        share = f"{Decimal(item.value) * 100 / max(now.total, cents(Decimal(1))):.1f}%"
        words(canvas, 560, y, f"{item.label} {share}", 34, width=460, tone="soft")
        canvas.y = y + canvas.line(38) + 24
    canvas.rule(canvas.y + 6, 60, 1020)
    canvas.y += 40
    dollars = rng.choice(("0.00", "12.60", "138.05"))
    least = money(canvas, "", cents(now.principal / 10 + now.total - now.principal))
    run(canvas, [("最低还款额 ", least, ""), (f"   美元应还 ${dollars}", None, "")], 32, 60, 1020)
    canvas.y += 40
    advert(canvas)
    button(canvas, "立即还款", "账单分期")


def _striped(canvas: Canvas, amounts: list[Decimal]) -> None:
    """One bar, a stripe for each part, none so thin that it is lost."""
    whole = float(sum(amounts, ZERO)) or 1.0
    wide = [max(20.0, 960 * float(amount) / whole) for amount in amounts]
    x = 60.0
    for index, width in enumerate(wide):
        end = x + width * 960 / sum(wide)
        color = ink(canvas, STRIPES[index])
        canvas.box(x, canvas.y, end - 4, canvas.y + 36, color)
        x = end
    canvas.y += 70


def component_table(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A web page: parts down the side; what was due, paid and is left across."""
    late = owing.overdue or (owing.current,)
    named = labels(owing)
    left = sums(late, named)
    paid = {n: cents(v * rng.choice((0, 0, 15, 40)) / 100) for n, v in left.items()}
    heads = ("应还", "已还", pick(rng, "剩余", "剩余待还", "尚欠"))
    order = rng.choice(((0, 1, 2), (0, 1, 2), (2, 0, 1)))
    status_bar(canvas)
    canvas.text(50, canvas.y + 34, "×", 48 / canvas.style.zoom, color=ink(canvas, "soft"))
    words(canvas, 120, canvas.y + 38, "逾期详情", 42, width=600, bold=True)
    canvas.y += 160
    due = day("", late[0].due, "due", "%Y-%m-%d")
    days = str(owing.overdue_days)
    since = [("已逾期", Item("", days, "overdue_days", days), "天，")] if owing.overdue else []
    whose = f"尊敬的用户，您的{owing.product.name}账单"
    chunks: list[Chunk] = [(whose, None, ""), ("应还款日", due, "，"), *since]
    run(canvas, [*chunks, ("明细如下：", None, "")], 34, 48, 1032, "ink")
    canvas.y += 20
    rows = [
        (label, _states(canvas, left[name], paid[name], f"outstanding.{name}"))
        for name, label in named.items()
    ]
    sum_left, sum_paid = sum(left.values(), ZERO), sum(paid.values(), ZERO)
    rows.append(("合计", _states(canvas, sum_left, sum_paid, "outstanding.total")))
    turned = [(label, [cells[k] for k in order]) for label, cells in rows]
    _gridded(canvas, ["费项", *(heads[k] for k in order)], turned)
    note(canvas, f"本页由{owing.lender}提供。请在当日24点前完成还款，避免影响征信。")
    button(canvas, "我要还款", "协商还款")


def _states(canvas: Canvas, left: Decimal, paid: Decimal, field: str) -> list[Item]:
    """应还, 已还, 剩余; the last alone is owed."""
    return [
        money(canvas, "", left + paid),
        money(canvas, "", paid),
        money(canvas, "", left, field, "warn"),
    ]


def _gridded(canvas: Canvas, heads: list[str], rows: list[tuple[str, list[Item]]]) -> None:
    """All lines drawn; amounts flush right in their cells, the side column on grey."""
    x = (30.0, 246.0, 512.0, 766.0, 1050.0)
    points = fitted(canvas, [i.text for row in rows for i in row[1]], 34, 224)
    points = fitted(canvas, [row[0] for row in rows], points, 196)
    tall, top = canvas.line(34) + 44, canvas.y
    canvas.box(x[0], top, x[4], top + tall, canvas.style.palette.line)
    canvas.box(x[0], top, x[1], top + tall * (len(rows) + 1), canvas.style.palette.line)
    for index, head in enumerate(heads):
        middle = (x[index] + x[index + 1]) / 2
        words(canvas, middle, top + 22, head, min(points, 32), anchor="ma", width=200, bold=True)
    for row, (label, items) in enumerate(rows, start=1):
        y = top + tall * row
        words(canvas, x[0] + 20, y + 22, label, points, width=200)
        for column, item in enumerate(items, start=1):
            figure(canvas, x[column + 1] - 18, y + 22, item, points, width=252, anchor="ra")
        canvas.rule(y, x[0], x[4])
    canvas.y = top + tall * (len(rows) + 1)
    canvas.rule(canvas.y, x[0], x[4])
    for edge in x:
        canvas.box(edge - 1, top, edge + 1, canvas.y, canvas.style.palette.line)
    canvas.y += 40


def hk_loan(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A Hong Kong page, always in traditional script, English beneath each name."""
    owed = sums(owing.unpaid, components(owing))
    open_screen(canvas, pick(rng, "貸款戶口", "我的貸款"), "EN")
    y = canvas.y
    words(canvas, 54, y, to_traditional(owing.product.name), 44, bold=True, width=960)
    canvas.y = y + canvas.line(44)
    run(canvas, [("資料更新至 ", day("", owing.as_of, "as_of", "%d/%m/%Y"), "")], 28, 54, 1026)
    canvas.y += 26
    names = {n: WITH_ENGLISH[n][0] for n in owed}
    items = [i for i in amount_items(canvas, names, owed, "outstanding") if shown(canvas, i)]
    english = dict(WITH_ENGLISH.values())
    whole = money(canvas, "結欠總額", sum(owed.values(), ZERO), "outstanding.total", "accent")
    _bilingual(canvas, [*items, whole], {**english, whole.label: "Total Outstanding"})
    next_due = _coming(owing)[:1]
    others = [
        *(day("下次供款日", period.due, "due", "%d/%m/%Y") for period in next_due),
        money(canvas, "已償還本金", owing.past("principal")),
        rate_item("日息", owing),
        Item("貸款年期", f"{owing.current.of}個月"),
    ]
    _bilingual(canvas, [i for i in others if shown(canvas, i)], OTHER_ENGLISH)
    note(canvas, "借定唔借？還得到先好借！")
    button(canvas, "立即還款")


def _bilingual(canvas: Canvas, items: list[Item], english: dict[str, str]) -> None:
    """Name over its English; a dotted leader runs to the value."""
    for item in items:
        y = canvas.y
        points = fitted(canvas, item.text, 40, 480)
        words(canvas, 54, y, item.label, 36, width=400)
        words(canvas, 54, y + canvas.line(36) - 4, english[item.label], 26, tone="soft", width=400)
        figure(canvas, 1026, y + 8, item, points, width=520, anchor="ra")
        start = 54 + min(400.0, canvas.width_of(item.label, 36)) + 30
        for x in range(round(start), round(1026 - canvas.width_of(item.text, points)) - 60, 18):
            canvas.box(x, y + canvas.line(36) * 0.62, x + 4, y + canvas.line(36) * 0.62 + 4,
                       canvas.style.palette.line)  # fmt: skip
        canvas.y = y + canvas.line(36) + canvas.line(26) + 26
    canvas.y += 16
    canvas.box(0, canvas.y, 1080, canvas.y + 16, canvas.style.palette.line)
    canvas.y += 46


LAYOUTS_ACCOUNTS: tuple[Layout, ...] = (
    Layout("bank_facts", ("bank_loan",), bank_facts, RED),
    Layout("card_tabs", ("credit_card",), card_tabs, BLUE),
    Layout(
        "component_table", ("generic", "jd_baitiao", "jiebei"), component_table, terms=Terms(late=1)
    ),
    Layout("hk_loan", ("generic", "bank_loan"), hk_loan, TEAL),
)
