"""Kept aside: a bank's printout, a plan on the web, a letter in two languages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from samples.aside.drawing import (
    Tint,
    figure,
    line,
    mixed,
    names,
    plain_money,
    prose,
    shade,
    span,
    widened,
    word,
)
from samples.aside.fresh import down, owed_parts, whole
from samples.blocks import Item, day, money
from samples.canvas import Canvas
from samples.debts import ZERO, Debt, Instalment
from samples.screens.base import mark_status, pick, sum_of
from samples.style import Palette, light

GREEN_GLASS = Palette(
    (5, 16, 9), (5, 16, 9), (112, 236, 140), (70, 164, 98), (34, 96, 54), (190, 255, 190),
    (255, 212, 92),
)  # fmt: skip
FANFOLD = replace(light((30, 110, 60)), page=(250, 252, 248), card=(250, 252, 248))
LETTER = replace(light((128, 24, 40)), page=(255, 255, 255))
BROWSER = light((24, 96, 190))
EDGE = 100.0
PAPER_END = 1500.0


# --- beech ---------------------------------------------------------------------------------------


def beech(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    widened(canvas, 1400, rng.choice((GREEN_GLASS, FANFOLD)), 1.0)
    plain_money(canvas)
    canvas.y = EDGE
    down(canvas, 32, 1.0)
    word(canvas, 540, canvas.y, f"{owing.lender}　贷款分户账", 32, align="middle", within=980)
    down(canvas, 25, 2.2)
    said = f"账号 {owing.number}   户名 样本客户   产品 {owing.product.name}   币种 CNY"
    word(canvas, 40, canvas.y, said, 25, within=1000)
    _dashes(canvas)
    _posted(canvas, "记账日", "摘要", "发生额", "本金余额", shade(canvas))
    _dashes(canvas)
    for number, (when, what, amount, left) in enumerate(_entries(owing)):
        down(canvas, 25, 1.62)
        if canvas.style.palette.page == FANFOLD.page and number % 2:
            canvas.box(24, canvas.y - 29, 1056, canvas.y + 10, (222, 240, 222))
        _posted(canvas, f"{when:%Y%m%d}", what, f"{amount:,.2f}", f"{left:,.2f}")
    _dashes(canvas)
    down(canvas, 25, 1.7)
    asked = day("", owing.as_of, "as_of", "%Y%m%d")
    prose(canvas, 40, canvas.y, 1000, ["*** 截至 ", asked, " 尚欠 ***"], 25)
    said_parts = names(owing, "本金", "利息", "罚息", "费用", "违约金")
    total = whole(canvas, owing, "合计")
    for item in [*owed_parts(canvas, owing, said_parts), total]:
        down(canvas, 25, 1.7)
        word(canvas, 64, canvas.y, f"尚欠{item.label}", 25)
        figure(canvas, 520, canvas.y, item, 25, align="right")
    _dashes(canvas)
    down(canvas, 22, 1.7)
    word(canvas, 40, canvas.y, f"打印柜员 A0{rng.randrange(100, 999)}　第1页", 22, shade(canvas))


def _dashes(canvas: Canvas) -> None:
    down(canvas, 25, 1.3)
    dash = canvas.width_of("-", 25)
    word(canvas, 40, canvas.y, "-" * int(1000 / dash), 25, shade(canvas))
    down(canvas, 25, 0.3)


def _posted(
    canvas: Canvas, when: str, what: str, amount: str, left: str, tone: Tint | None = None
) -> None:  # fmt: skip
    if tone:
        down(canvas, 25, 0.8)
    word(canvas, 40, canvas.y, when, 25, tone)
    word(canvas, 240, canvas.y, what, 25, tone, within=280)
    word(canvas, 760, canvas.y, amount, 25, tone, "right")
    word(canvas, 1040, canvas.y, left, 25, tone, "right")


def _entries(owing: Debt) -> list[tuple[date, str, Decimal, Decimal]]:
    """What was booked: the loan, then each payment's interest and principal; the balance after."""
    balance = owing.amount
    booked = [(owing.periods[0].start, "贷款发放", balance, balance)]
    for period in owing.periods:
        if period.status != "paid":
            break
        charge = period.interest + period.fees
        booked.append((period.due, f"收息 第{period.index}期", charge, balance))
        if period.principal:
            balance -= period.principal
            booked.append((period.due, f"还本 第{period.index}期", period.principal, balance))
    return booked


# --- elder ---------------------------------------------------------------------------------------

COLUMNS = (118.0, 132.0, 112.0, 96.0, 88.0, 118.0, 118.0, 84.0)


def elder(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    widened(canvas, 1760, BROWSER, 1.0)
    plain_money(canvas, zero=pick(rng, "0.00", "-", "--"))
    palette = canvas.style.palette
    canvas.box(0, 0, 1080, EDGE - 4, palette.line)
    canvas.box(36, 22, 1044, EDGE - 26, palette.card, 26)
    word(canvas, 64, EDGE / 2 + 6, "loan.example.com/plan", 20, shade(canvas))
    canvas.y = EDGE
    canvas.box(0, EDGE - 4, 1080, EDGE + 52, palette.accent)
    down(canvas, 22, 1.55)
    said = f"{owing.product.name}　|　首页　我的借款　还款计划　帮助"
    word(canvas, 36, canvas.y, said, 22, (255, 255, 255))
    down(canvas, 24, 2.6)
    word(canvas, 36, canvas.y, f"合同 {owing.number[:12]} 还款计划", 26, bold=True)
    unit = pick(rng, "金额单位：元", "单位：人民币元")
    word(canvas, 1044, canvas.y, unit, 18, shade(canvas), "right")
    canvas.y += 22
    said_parts = names(owing, "本金", "利息", "罚息", "手续费", "违约金")
    _two_heads(canvas, list(said_parts.values()), rng)
    for period in owing.periods:
        _plan_line(canvas, period, list(said_parts))
    _plan_foot(canvas, owing, list(said_parts), pick(rng, "未还合计", "尚未归还合计"))
    canvas.y += 46
    word(canvas, 36, canvas.y, f"贷款人：{owing.lender}", 18, shade(canvas))


def _edges() -> list[float]:
    scale, edges = 1008 / (sum(COLUMNS)), [36.0]
    for wide in COLUMNS:
        edges.append(edges[-1] + wide * scale)
    return edges


def _center(column: int) -> float:
    edges = _edges()
    return (edges[column] + edges[column + 1]) / 2


def _two_heads(canvas: Canvas, said: Sequence[str], rng: random.Random) -> None:
    palette, top, edges = canvas.style.palette, canvas.y, _edges()
    canvas.box(36, top, 1044, top + 88, mixed(palette.accent, palette.card, 0.1))
    for column, label in ((0, "期次"), (1, "到期日"), (6, "实还"), (7, "状态")):
        word(canvas, _center(column), top + 52, label, 20, bold=True, align="middle")
    middle = (edges[2] + edges[6]) / 2
    word(canvas, middle, top + 30, pick(rng, "应还", "应还款额"), 20, bold=True, align="middle")
    line(canvas, edges[2], top + 44, edges[6], top + 44, palette.line)
    for column, label in enumerate([*said, "小计"], start=2):
        word(canvas, _center(column), top + 73, label, 20, shade(canvas), "middle")
    for column in (0, 1, 2, 6, 7, 8):
        line(canvas, edges[column], top, edges[column], top + 88, palette.line)
    for column in (3, 4, 5):
        line(canvas, edges[column], top + 44, edges[column], top + 88, palette.line)
    canvas.y = top + 88


def _cells(canvas: Canvas, items: Sequence[Item], tone: Tint, bold: bool = False) -> None:
    edges = _edges()
    for column, item in enumerate(items, start=2):
        within = edges[column + 1] - edges[column] - 20
        figure(canvas, edges[column + 1] - 10, canvas.y + 36, item, 22, tone, "right", bold=bold,
               within=within)  # fmt: skip


def _plan_line(canvas: Canvas, period: Instalment, kept: Sequence[str]) -> None:
    palette, prefix = canvas.style.palette, f"periods[{period.index}]"
    tone = shade(canvas) if period.status == "paid" else palette.ink
    word(canvas, _center(0), canvas.y + 36, f"{period.index}/{period.of}", 20, tone, "middle")
    word(canvas, _center(1), canvas.y + 36, f"{period.due:%Y-%m-%d}", 20, tone, "middle",
         within=128)  # fmt: skip
    items = [money(canvas, "", period.part(part), f"{prefix}.{part}") for part in kept]
    items.append(money(canvas, "", period.total, f"{prefix}.total"))
    items.append(money(canvas, "", period.total if period.status == "paid" else ZERO))
    _cells(canvas, items, tone)
    said = {"paid": "已还清", "overdue": "逾期", "due": "待还", "upcoming": "未到期"}[period.status]
    color = palette.warn if period.status == "overdue" else tone
    x = _center(7) - canvas.width_of(said, 20) / 2
    mark_status(canvas, period, canvas.text(x, canvas.y + 36, said, 20, color=color, anchor="ls"))
    canvas.y += 56
    line(canvas, 36, canvas.y, 1044, canvas.y, palette.line)


def _plan_foot(canvas: Canvas, owing: Debt, kept: Sequence[str], label: str) -> None:
    palette, edges = canvas.style.palette, _edges()
    canvas.box(36, canvas.y, 1044, canvas.y + 58, mixed(palette.warn, palette.card, 0.08))
    word(canvas, (edges[0] + edges[2]) / 2, canvas.y + 36, label, 20, bold=True, align="middle")
    items = [money(canvas, "", owing.owed(part), f"outstanding.{part}") for part in kept]
    total = money(canvas, "", sum_of(owing.owed), "outstanding.total", "warn")
    _cells(canvas, [*items, total], palette.ink, bold=True)
    canvas.y += 58


# --- lime ----------------------------------------------------------------------------------------


def lime(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    widened(canvas, 1440, LETTER, 1.0)
    plain_money(canvas)
    money_ = replace(canvas.style.money, prefix=pick(rng, "CNY ", "RMB "))
    chinese = canvas.style.traditional or rng.random() < 0.5
    canvas.style = replace(canvas.style, money=money_, traditional=chinese)
    canvas.serif = True
    palette = canvas.style.palette
    canvas.y = EDGE
    line(canvas, 80, EDGE, 1000, EDGE, palette.accent, 5)
    down(canvas, 34, 1.6)
    word(canvas, 80, canvas.y, owing.lender, 34, palette.accent, bold=True, within=640)
    down(canvas, 20, 1.7)
    word(canvas, 80, canvas.y, "Sample Street 1, Example City　样本市示例路1号", 19, shade(canvas))
    down(canvas, 20, 2.8)
    when = day("", owing.as_of, "as_of", "%Y-%m-%d")
    prose(canvas, 80, canvas.y, 900, ["Statement date 结单日期　", when], 22)
    down(canvas, 22, 1.7)
    word(canvas, 80, canvas.y, f"Facility no. 贷款编号　{owing.number[:14]}", 22)
    down(canvas, 30, 2.6)
    title = "LOAN STATEMENT 贷款结单"
    word(canvas, 540, canvas.y, f"{title}　{owing.product.name}", 30, bold=True, align="middle",
         within=920)  # fmt: skip
    down(canvas, 24, 1.2)
    _leaders(canvas, _bilingual(canvas, owing))
    _slip(canvas, owing, rng)


def _bilingual(canvas: Canvas, owing: Debt) -> list[Item]:
    said = names(
        owing, "Principal outstanding 未偿还本金", "Interest outstanding 未付利息",
        "Default interest outstanding 未付罚息", "Fees outstanding 未付手续费",
        "Late charges outstanding 未付违约金",
    )  # fmt: skip
    return [
        money(canvas, "Amount drawn 提款金额", owing.amount),
        money(canvas, "Repaid to date 累计已还", sum_of(owing.past)),
        *owed_parts(canvas, owing, said),
        whole(canvas, owing, "Total outstanding 结欠总额"),
    ]


def _leaders(canvas: Canvas, items: Sequence[Item]) -> None:
    """A name, a line of dots, a figure at the edge."""
    for index, item in enumerate(items):
        last = index == len(items) - 1
        down(canvas, 24, 2.3)
        left = 80 + word(canvas, 80, canvas.y, item.label, 24, bold=last)
        right = 1000 - span(canvas, item, 26, last)
        dots = int((right - left - 30) / canvas.width_of(". ", 20))
        word(canvas, left + 14, canvas.y, ". " * max(dots, 0), 20, shade(canvas))
        figure(canvas, 1000, canvas.y, item, 26, align="right", bold=last)


def _slip(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """What is to be torn off and handed in with the money."""
    down(canvas, 22, 3.4)
    text = (
        "Amounts are as at the statement date and include instalments not yet due. "
        "以上金额截至结单日期，包括尚未到期之分期款项。"
    )
    canvas.y = prose(canvas, 80, canvas.y, 920, [text], 20, shade(canvas))
    canvas.y = max(canvas.y + 60, PAPER_END - 330)
    for x in range(40, 1040, 24):
        line(canvas, x, canvas.y, x + 12, canvas.y, shade(canvas))
    down(canvas, 24, 1.8)
    word(canvas, 80, canvas.y, "PAYMENT SLIP 缴款回条", 24, bold=True)
    down(canvas, 22, 2.2)
    word(canvas, 80, canvas.y, "Name 姓名", 20, shade(canvas))
    word(canvas, 560, canvas.y, "Facility no. 贷款编号", 20, shade(canvas))
    down(canvas, 22, 1.7)
    word(canvas, 80, canvas.y, "SAMPLE CUSTOMER 样本客户", 24)
    word(canvas, 560, canvas.y, owing.number[:14], 24)
    down(canvas, 22, 2.0)
    word(canvas, 80, canvas.y, "Amount paid 缴款金额", 20, shade(canvas))
    word(canvas, 560, canvas.y, "Signature 签署", 20, shade(canvas))
    down(canvas, 22, 1.7)
    word(canvas, 80, canvas.y, "_" * 18, 24)
    word(canvas, 560, canvas.y, "_" * 18, 24)
    down(canvas, 20, 2.0)
    word(canvas, 80, canvas.y, f"Ref. {rng.randrange(10**9, 10**10)}", 18, shade(canvas))
