"""Kept-aside pages as lenders print and post them: a notice, a statement, a collector's letter."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from samples.aside.drawing import (
    figure,
    line,
    names,
    plain_money,
    prose,
    widened,
    word,
)  # fmt: skip
from samples.blocks import Item, money
from samples.canvas import Canvas
from samples.debts import Debt, Instalment
from samples.papers.base import A4_RATIO, PAPER, chinese_day, seal, stamp
from samples.persons import person
from samples.screens.base import mark_status, sum_of

BOTTOM = 1080 * A4_RATIO
WIDTHS = (1240, 1240, 1654, 2480)
DIGITS, UNITS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
PLEA = (
    "请您于收到本通知之日起七日内，将上述款项足额存入约定的还款账户。"
    "逾期部分将继续按合同约定计收罚息，直至清偿之日止。如您已于近日还款，请忽略本通知。"
)
THREAT = (
    "请您务必于三日内还清上述欠款，或主动与我方联系协商。逾期不予处理的，委托方将保留"
    "采取包括但不限于诉讼、仲裁在内的一切法律手段的权利，由此产生的费用由您承担。"
)
LABELS = {"overdue": "逾期", "due": "待还", "upcoming": "未到期", "paid": "已结清"}


def _page(canvas: Canvas, rng: random.Random) -> None:
    """An A4 page; a phone's type size and colours have no power over it."""
    widened(canvas, rng.choice(WIDTHS), PAPER, 1.0)
    canvas.serif = rng.random() < 0.7
    canvas.y = 110.0


def _spoken_money(canvas: Canvas) -> None:
    """Letters never leave the unit away, nor set the sign apart."""
    money = replace(canvas.style.money, split=False)
    if not money.prefix and not money.suffix:
        money = replace(money, suffix="元")
    canvas.style = replace(canvas.style, money=money)


def capitals(amount: Decimal) -> str:
    """An amount below 10^8 in the characters of cheques: 壹仟零伍元叁角整."""
    whole, rest = divmod(int(amount * 100), 100)
    high, low = divmod(whole, 10_000)
    said = (_four(high) + "万" if high else "") + ("零" if high and 0 < low < 1000 else "")
    said = (said + _four(low) or "零") + "元"
    tenths, cents = divmod(rest, 10)
    if not rest:
        return said + "整"
    said += DIGITS[tenths] + "角" if tenths else "零"
    return said + (DIGITS[cents] + "分" if cents else "整")


def _four(number: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        gap = gap or (digit == 0 and bool(said))
        if digit:
            said += ("零" if gap else "") + DIGITS[digit] + UNITS[place]
            gap = False
    return said


def spruce(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A bank's notice of what is late, with a small ruled table."""
    _page(canvas, rng)
    _spoken_money(canvas)
    who = person(rng)
    x0, x1 = 120.0, 960.0
    word(canvas, x0, canvas.y + 20, owing.lender, 30, bold=True)
    line(canvas, x0, canvas.y + 44, x1, canvas.y + 44, PAPER.accent, 4)
    word(canvas, x1, canvas.y + 84, f"编号：〔2026〕第{owing.number[:5]}号", 22, None, "right")
    word(canvas, 540, canvas.y + 170, "贷款还款通知书", 46, None, "middle", bold=True)
    y = canvas.y + 250
    word(canvas, x0, y, f"{who.name}{who.title}：", 26)
    stated = Item("", chinese_day(owing.as_of), "as_of", owing.as_of.isoformat())
    days = str(owing.overdue_days)
    said: list[str | Item] = [
        f"\u3000\u3000您与我行签订的{owing.product.name}借款合同（合同编号{owing.number[:12]}），截至",
        stated, f"已有{len(owing.overdue)}期款项未按约归还，最长逾期",
        Item("", days, "overdue_days", days), "天。现将应还款项列明如下，请您核对：",
    ]  # fmt: skip
    y = prose(canvas, x0, y + 48, x1 - x0, said, 26, leading=1.75)
    canvas.y = y + 36
    _ruled(canvas, owing, x0, x1)
    y = prose(canvas, x0, canvas.y + 60, x1 - x0, ["\u3000\u3000", PLEA], 26, leading=1.75)
    word(canvas, x0, y + 70, "\u3000\u3000特此通知。", 26)
    word(canvas, x1, y + 170, f"{owing.lender}（盖章）", 26, None, "right")
    word(canvas, x1, y + 222, chinese_day(owing.as_of), 26, None, "right")
    mark = seal(owing.lender, "样本专用", canvas.px(190), rng.randrange(99))
    stamp(canvas, mark, 800, y + 180)
    canvas.y = BOTTOM - 60


def _ruled(canvas: Canvas, owing: Debt, x0: float, x1: float) -> None:
    """Two pairs of cells a row; the sum runs across."""
    named = names(owing, "应还本金", "应还利息", "应收罚息", "手续费", "违约金")
    cells = [money(canvas, "贷款发放额", owing.amount)]
    cells += [
        money(canvas, label, owing.due_now(part), f"outstanding.{part}")
        for part, label in named.items()
    ]
    total = sum_of(owing.due_now)
    whole = money(canvas, "应还款合计", total, "outstanding.total")
    top, tall, middle = canvas.y, 62.0, (x0 + x1) / 2
    for index, item in enumerate(cells):
        left, y = (x0, middle)[index % 2], top + tall * (index // 2)
        _cell(canvas, item, left, left + (x1 - x0) / 2, y, tall)
    rows = -(-len(cells) // 2)
    _cell(canvas, whole, x0, x1, top + tall * rows, tall)
    y = top + tall * (rows + 1)
    _cell(canvas, Item("大写金额", f"人民币{capitals(total)}"), x0, x1, y, tall)
    for row in range(rows + 3):
        line(canvas, x0, top + tall * row, x1, top + tall * row, PAPER.line)
    bottom = top + tall * (rows + 2)
    for x, end in ((x0, bottom), (x0 + 160, bottom), (middle, top + tall * rows), (x1, bottom)):
        line(canvas, x, top, x, end, PAPER.line)
    line(canvas, middle + 160, top, middle + 160, top + tall * rows, PAPER.line)
    canvas.y = bottom


def _cell(canvas: Canvas, item: Item, x0: float, x1: float, y: float, tall: float) -> None:
    base = y + tall / 2 + 9
    word(canvas, x0 + 80, base, item.label, 24, None, "middle", within=148)
    figure(canvas, x0 + 176, base, item, 25, within=x1 - x0 - 190)


HEADS = ("期次", "应还日期", "本金", "利息", "罚息", "合计", "贷款余额", "状态")
PARTS = ("principal", "interest", "penalty")


def willow(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A loan account's statement: a table with a merged head, sums of both kinds at its foot."""
    _page(canvas, rng)
    plain_money(canvas, zero=rng.choice(("0.00", "0.00", "-")))
    who = person(rng)
    word(canvas, 540, canvas.y + 20, owing.lender, 30, None, "middle", bold=True)
    word(canvas, 540, canvas.y + 78, "个人贷款账户对账单", 38, None, "middle", bold=True)
    y = _account(canvas, owing, who.name, canvas.y + 138)
    balance, rows = owing.amount, []
    for period in owing.periods:
        balance -= period.principal
        rows.append((period, balance))
    tall = min(46.0, (BOTTOM - y - 420) / (len(rows) + 2))
    bottom = _table(canvas, rows, y + 10, tall)
    _sums(canvas, owing, bottom, tall)
    y = bottom + tall * 2 + 50
    prose(
        canvas, 70, y, 940,
        ["说明：本对账单仅供核对，未到期各期利息按合同利率预计，实际金额以入账为准。",
         "如有疑问请于收到后十五日内与经办网点联系。"], 20,
    )  # fmt: skip
    mark = seal(owing.lender, "样本专用", canvas.px(170), rng.randrange(99))
    stamp(canvas, mark, 890, min(y + 190, BOTTOM - 130))
    canvas.y = BOTTOM - 60


def _account(canvas: Canvas, owing: Debt, name: str, y: float) -> float:
    yearly = f"{owing.daily_rate * 360 * 100:.2f}%"
    pairs = (
        ("户名", Item("", name)), ("产品名称", Item("", owing.product.name)),
        ("贷款账号", Item("", owing.number[:18])), ("执行年利率", Item("", yearly)),
        ("贷款金额", money(canvas, "", owing.amount)),
        ("贷款期数", Item("", f"{len(owing.periods)}期")), ("币种", Item("", "人民币")),
        ("还款账户", Item("", f"尾号{owing.number[-4:]}")),
        ("截止日期", Item("", f"{owing.as_of:%Y-%m-%d}", "as_of", owing.as_of.isoformat())),
    )  # fmt: skip
    for index, (label, item) in enumerate(pairs):
        x = (70, 580)[index % 2]
        wide = word(canvas, x, y, f"{label}：", 23)
        figure(canvas, x + wide, y, item, 23)
        y += 42 * (index % 2)
    word(canvas, 1010, y + 4, "单位：元", 20, None, "right")
    return y + 14


def _columns() -> list[tuple[float, float]]:
    edges = (60, 116, 250, 384, 496, 604, 740, 890, 1020)
    return list(pairwise(edges))


def _table(
    canvas: Canvas, rows: list[tuple[Instalment, Decimal]], top: float, tall: float
) -> float:  # fmt: skip
    columns = _columns()
    group = (columns[2][0], columns[5][1])
    word(canvas, sum(group) / 2, top + tall * 0.68, "应还款项", 22, None, "middle", bold=True)
    line(canvas, group[0], top + tall, group[1], top + tall, PAPER.line, 1)
    for index, ((a, b), head) in enumerate(zip(columns, HEADS, strict=True)):
        base = top + tall * (1.68 if 2 <= index <= 5 else 1.2)
        word(canvas, (a + b) / 2, base, head, 22, None, "middle", bold=True, within=b - a - 10)
    y = top + tall * 2
    for period, balance in rows:
        _line(canvas, period, balance, y, tall)
        y += tall
    count = len(rows)
    for row in (0, *range(2, count + 5)):
        line(canvas, 60, top + tall * row, 1020, top + tall * row, PAPER.line, 1)
    for index, (a, _) in enumerate(columns):
        start = top + tall if 3 <= index <= 5 else top
        end = y if index == 1 else y + tall * 2
        line(canvas, a, start, a, end, PAPER.line, 1)
    line(canvas, 1020, top, 1020, y + tall * 2, PAPER.line, 1)
    return y


def _line(canvas: Canvas, period: Instalment, balance: Decimal, y: float, tall: float) -> None:
    columns, prefix = _columns(), f"periods[{period.index}]"
    base = y + tall * 0.68
    cells = [
        Item("", str(period.index)), Item("", f"{period.due:%Y-%m-%d}"),
        *(money(canvas, "", period.part(part), f"{prefix}.{part}") for part in PARTS),
        money(canvas, "", period.total, f"{prefix}.total"), money(canvas, "", balance),
    ]  # fmt: skip
    for index, (cell, (a, b)) in enumerate(zip(cells, columns, strict=False)):
        if index < 2:
            figure(canvas, (a + b) / 2, base, cell, 21, align="middle", within=b - a - 10)
        else:
            figure(canvas, b - 8, base, cell, 21, align="right", within=b - a - 14)
    a, b = columns[-1]
    middle, said = (a + b) / 2, LABELS[period.status]
    box = canvas.text(middle - canvas.width_of(said, 21) / 2, base, said, 21, anchor="ls")
    mark_status(canvas, period, box)


def _sums(canvas: Canvas, owing: Debt, y: float, tall: float) -> None:
    """Paid and unpaid summed up; only the second is owed."""
    columns = _columns()
    for number, (label, part_of, prefix) in enumerate(
        (("已还小计", owing.past, ""), ("未还小计", owing.owed, "outstanding"))
    ):
        base = y + tall * (number + 0.68)
        word(canvas, (60 + 250) / 2, base, label, 22, None, "middle", bold=True)
        values = [part_of(part) for part in PARTS] + [sum_of(part_of)]
        for value, part, (a, b) in zip(values, (*PARTS, "total"), columns[2:6], strict=True):
            item = money(canvas, "", value, f"{prefix}.{part}" if prefix else "")
            figure(canvas, b - 8, base, item, 21, align="right", bold=True, within=b - a - 14)


def yew(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A collector's letter: amounts in prose that state nothing a bill would."""
    _page(canvas, rng)
    _spoken_money(canvas)
    who, x0, x1 = person(rng), 130.0, 950.0
    sender = rng.choice(("样本信用管理咨询有限公司", "示例律师事务所", "样张资产服务有限公司"))
    total, base = sum_of(owing.due_now), owing.due_now("principal")
    word(canvas, 540, canvas.y + 40, sender, 34, PAPER.accent, "middle", bold=True)
    line(canvas, x0, canvas.y + 70, x1, canvas.y + 70, PAPER.accent, 3)
    word(canvas, 540, canvas.y + 170, "逾期欠款催收函", 46, None, "middle", bold=True)
    y = canvas.y + 260
    word(canvas, x0, y, f"致：{who.name}（身份证尾号{who.id_number[-4:]}）", 27)
    paragraphs: tuple[list[str | Item], ...] = (
        [f"本公司受{owing.lender}委托，就您名下{owing.product.name}逾期欠款事宜，郑重函告如下："],
        [f"截至{chinese_day(owing.as_of)}，您已逾期{owing.overdue_days}天，累计拖欠本息及其他费用共计",
         money(canvas, "", total), "，其中本金", money(canvas, "", base),
         "。经委托方多次电话及短信催收，您至今仍未履行还款义务。"],
        [THREAT],
        ["还款后请保留凭证。我方不会要求您向个人账户转账。"],
    )  # fmt: skip
    for paragraph in paragraphs:
        y = prose(canvas, x0, y + 58, x1 - x0, ["\u3000\u3000", *paragraph], 27, leading=1.8)
    caller = f"联系人：{rng.choice('赵钱孙李')}专员    电话：010-0000{owing.number[:4]}"
    word(canvas, x0, y + 80, caller, 25)
    word(canvas, x1, y + 200, sender, 27, None, "right")
    word(canvas, x1, y + 252, chinese_day(owing.as_of), 27, None, "right")
    stamp(canvas, seal(sender, "", canvas.px(190), rng.randrange(99)), 800, y + 200)
    canvas.decoys += [f"{total:.2f}", f"{base:.2f}"]
    canvas.y = BOTTOM - 60
