"""Kept-aside screens of bills and of plans: a tree, a time line, a dialog, a tablet."""

from __future__ import annotations

import random
from decimal import Decimal

from PIL import Image, ImageDraw

from samples.aside.drawing import (
    AMBER,
    WHITE,
    chevron,
    chip,
    cut_up,
    disc,
    figure,
    fit,
    is_sheet,
    line,
    mixed,
    names,
    prose,
    rise,
    shade,
    word,
)  # fmt: skip
from samples.aside.loans import tone_of
from samples.blocks import Item, money, shown
from samples.canvas import Canvas
from samples.chrome import button, note, open_screen, status_bar, title_bar
from samples.debts import ZERO, Debt, Instalment
from samples.screens.base import mark_status, parts, sum_of

SHOPS = ("样本超市", "示例网约车", "样张书店", "范例外卖", "试样数码", "例样家居", "样例药房")


def elm(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A bill opened three levels deep, with guide lines; only sums and charges are stated."""
    open_screen(canvas, "账单详情", "全部账单")
    period = owing.current
    named = names(owing, "", "利息", "逾期利息", "手续费", "违约金")
    charges = [i for i in parts(canvas, named, owing.due_now, "outstanding") if i.label]
    bought = cut_up(owing.due_now("principal"), rng.randrange(2, 5))
    y = canvas.y + 20 + rise(canvas, 44)
    palette = canvas.style.palette
    head = f"{owing.product.name}{owing.as_of.month}月账单"
    chevron(canvas, 66, y - 16, 14, palette.ink, 90)
    word(canvas, 100, y, head, 42, bold=True, within=470)
    whole = money(canvas, "", sum_of(owing.due_now), "outstanding.total", "accent")
    figure(canvas, 1020, y, whole, 46, align="right", bold=True, within=420)
    y += canvas.line(32)
    due = Item("", f"{period.due:%Y-%m-%d}", "due", period.due.isoformat())
    said: list[str | Item] = ["最后还款日 ", due]
    if owing.overdue:
        days = str(owing.overdue_days)
        said += [" 已逾期", Item("", days, "overdue_days", days), "天"]
    canvas.y = prose(canvas, 100, y, 900, said, 30, palette.soft) + 30
    canvas.box(0, canvas.y, 1080, canvas.y + 14, mixed(palette.soft, palette.page, 0.12))
    canvas.y += 14
    principal = money(canvas, "应还本金", owing.due_now("principal"), "outstanding.principal")
    shops = rng.sample(SHOPS, len(bought))
    leaves = [money(canvas, shop, amount) for shop, amount in zip(shops, bought, strict=True)]
    if period.of > 1:
        leaves[0] = money(canvas, f"{shops[0]} {period.index}/{period.of}期", bought[0])
    _branch(canvas, principal, leaves)
    charged = sum((Decimal(item.value) for item in charges), ZERO)
    _branch(canvas, money(canvas, "息费", charged), charges)
    _least(canvas, owing)
    button(canvas, "还款", "账单分期")
    note(canvas, f"本服务由{owing.lender}提供")


def _branch(canvas: Canvas, head: Item, leaves: list[Item]) -> None:
    """A second level and its leaves, hung on a line."""
    palette = canvas.style.palette
    y = canvas.y + 30 + rise(canvas, 40)
    chevron(canvas, 112, y - 14, 12, palette.soft, 90)
    word(canvas, 146, y, head.label, 40, within=380)
    figure(canvas, 1020, y, head, 40, align="right", within=440)
    root = y + 26
    for leaf in leaves:
        y += canvas.line(34) + 28
        line(canvas, 150, y - 12, 186, y - 12, palette.line, 3)
        word(canvas, 204, y, leaf.label, 34, palette.soft, within=400)
        figure(canvas, 980, y, leaf, 34, palette.soft, "right", within=340)
    if leaves:
        line(canvas, 150, root, 150, y - 12, palette.line, 3)
    canvas.y = y + 40
    canvas.rule(canvas.y, 100, 1080)


def _least(canvas: Canvas, owing: Debt) -> None:
    """The minimum payment: no debt of its own."""
    least = (owing.due_now("principal") * Decimal("0.1")).quantize(Decimal("0.01"))
    item = money(canvas, "最低还款额", least + owing.due_now("interest"))
    y = canvas.y + 30 + rise(canvas, 34)
    word(canvas, 100, y, item.label, 34, shade(canvas))
    figure(canvas, 1020, y, item, 34, shade(canvas), "right", within=500)
    canvas.y = y + 60


GROUPS = (("逾期中", ("overdue",)), ("还款中", ("due", "upcoming")), ("已结清", ("paid",)))


def hazel(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """Periods under three headings along a line; what an amount holds stands small below it."""
    open_screen(canvas, "还款计划", "说明")
    palette = canvas.style.palette
    lent = money(canvas, "", owing.amount)
    y = canvas.y + 14 + rise(canvas, 40)
    word(canvas, 48, y, owing.product.name, 44, bold=True, within=500)
    y += canvas.line(32) + 6
    began = f"{owing.periods[0].start:%Y-%m-%d}借入 "
    y = prose(canvas, 48, y, 960, [began, lent, f" 分{len(owing.periods)}期"], 32, palette.soft)
    canvas.y = y + 40
    for heading, statuses in GROUPS:
        group = [p for p in owing.periods if p.status in statuses]
        if group:
            _group(canvas, owing, heading, group)
    _foot(canvas, owing, rng)


def _group(canvas: Canvas, owing: Debt, heading: str, group: list[Instalment]) -> None:
    palette = canvas.style.palette
    ground = mixed(palette.soft, palette.page, 0.14)
    tall = canvas.line(32) + 26
    canvas.box(0, canvas.y, 1080, canvas.y + tall, ground)
    y = canvas.y + 14 + rise(canvas, 32)
    word(canvas, 48, y, f"{heading}（{len(group)}）", 32, palette.ink)
    canvas.y += tall
    for number, period in enumerate(group):
        bottom = _station(canvas, owing, period)
        color = tone_of(canvas, period)
        disc(canvas, 64, canvas.y + 30 + canvas.line(40) / 2, 11, color, hole=4)
        if number < len(group) - 1:
            top = canvas.y + 48 + canvas.line(40) / 2
            line(canvas, 64, top, 64, bottom + 12 + canvas.line(40) / 2, palette.line, 3)
        canvas.y = bottom


def _station(canvas: Canvas, owing: Debt, period: Instalment) -> float:
    palette, prefix = canvas.style.palette, f"periods[{period.index}]"
    muted = palette.soft if period.status == "paid" else palette.ink
    y = canvas.y + 30 + rise(canvas, 40)
    said = f"{period.index}/{period.of}期"
    points = 38
    wide = canvas.width_of(said, points)
    box = canvas.text(108, y, said, points, color=muted, anchor="ls")
    mark_status(canvas, period, box)
    at = 108 + wide + 24
    at += word(canvas, at, y, f"{period.due:%Y-%m-%d}", 30, palette.soft, within=230) + 16
    if period.status == "due":
        chip(canvas, at, y, "本期", 24 / canvas.style.zoom**0.5, palette.accent)
    total = money(canvas, "", period.total, f"{prefix}.total")
    figure(canvas, 1030, y, total, 42, muted, "right", bold=True, within=400)
    y += canvas.line(30) + 4
    named = names(owing, "", "利息", "逾期罚息", "手续费", "违约金")
    held = [i for i in parts(canvas, named, period.part, prefix) if i.label and i.field]
    pieces: list[str | Item] = ["含" if held else "全部为本金"]
    for number, item in enumerate(held):
        pieces += ["，" if number else "", item.label, item]
    wide = sum(canvas.width_of(p.text if isinstance(p, Item) else p, 28) for p in pieces)
    start = max(108.0, 1030 - wide)
    return prose(canvas, start, y, 1034 - start, pieces, 28, palette.soft) + 34


def _foot(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    palette = canvas.style.palette
    top = canvas.y + 30 if is_sheet(canvas) else max(canvas.y + 30, 2340 - 200)
    canvas.box(0, top, 1080, top + 200, palette.card)
    line(canvas, 0, top, 1080, top, palette.line)
    whole = money(canvas, "", sum_of(owing.owed), "outstanding.total", "accent")
    wide = word(canvas, 48, top + 96, "待还合计", 34, within=180)
    figure(canvas, 48 + wide + 18, top + 98, whole, 50, bold=True, within=420)
    canvas.box(740, top + 36, 1032, top + 136, palette.accent, 16)
    word(canvas, 886, top + 102, rng.choice(("去还款", "还款")), 40, WHITE, "middle", within=260)
    canvas.y = top + 140


def maple(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """A dialog in the middle of a dimmed page says what is late."""
    _home(canvas, owing, rng)
    period = owing.current
    named = names(owing, "本金", "利息", "罚息", "服务费", "违约金")
    held = [i for i in parts(canvas, named, owing.due_now, "outstanding") if i.value != "0.00"]
    whole = money(canvas, "逾期应还总额", sum_of(owing.due_now), "outstanding.total", "warn")
    days = str(owing.overdue_days)
    said: list[str | Item] = [
        f"您的{owing.product.name}第{period.index}期已于",
        Item("", f"{period.due:%Y年%m月%d日}", "due", period.due.isoformat()),
        "到期，目前逾期", Item("", days, "overdue_days", days),
        "天，请尽快处理，以免产生更多费用并影响个人征信。",
    ]  # fmt: skip
    # The white sheet comes first: a dry run says how tall the words will be.
    canvas.dry, marks = True, len(canvas.marks)
    bottom = _dialog(canvas, said, whole, held)
    del canvas.marks[marks:]
    canvas.dry = False
    canvas.box(90, 430, 990, bottom + 140, canvas.style.palette.card, 40)
    _dialog(canvas, said, whole, held)
    _choices(canvas, bottom + 140, 90, 990)
    canvas.y = max(bottom + 300, 2280.0)


def _dialog(canvas: Canvas, said: list[str | Item], whole: Item, held: list[Item]) -> float:
    """What the dialog says above its buttons; gives back where they begin."""
    palette = canvas.style.palette
    disc(canvas, 540, 514, 44, palette.warn)
    canvas.text(540, 514, "!", 60 / canvas.style.zoom, color=WHITE, anchor="mm", bold=True)
    y = 580 + rise(canvas, 44)
    word(canvas, 540, y, "还款提醒", 44, None, "middle", bold=True)
    y = prose(canvas, 150, y + canvas.line(44) + 14, 770, said, 36, shade(canvas))
    y += 46 + rise(canvas, 34)
    word(canvas, 540, y, whole.label, 34, shade(canvas), "middle")
    y += canvas.line(76)
    figure(canvas, 540, y, whole, 76, align="middle", bold=True, within=760)
    return _sum(canvas, y + 50, held, 130, 950) + 44


def _sum(canvas: Canvas, y: float, held: list[Item], x0: float, x1: float) -> float:
    """Figures joined by plus signs, the name of each below it."""
    palette = canvas.style.palette
    tall = canvas.line(36) + canvas.line(28) + 50
    canvas.box(x0, y, x1, y + tall, mixed(palette.soft, palette.card, 0.12), 20)
    step = (x1 - x0) / len(held)
    points = min(fit(canvas, item.text, 36, step - 60) for item in held)
    at = y + 20 + rise(canvas, 36)
    for index, item in enumerate(held):
        middle = x0 + step * (index + 0.5)
        figure(canvas, middle, at, item, points, align="middle", within=step - 56)
        word(canvas, middle, at + canvas.line(30), item.label, 28, palette.soft, "middle")
        if index:
            word(canvas, x0 + step * index, at, "+", 34, palette.soft, "middle", within=30)
    return y + tall


def _choices(canvas: Canvas, bottom: float, left: float, right: float) -> None:
    palette = canvas.style.palette
    top = bottom - 140
    line(canvas, left, top, right, top, palette.line)
    line(canvas, 540, top, 540, bottom, palette.line)
    for x, said, color in ((315, "稍后处理", palette.soft), (765, "立即还款", palette.accent)):
        word(canvas, x, top + 84, said, 42, color, "middle", within=380)


def _home(canvas: Canvas, owing: Debt, rng: random.Random) -> None:
    """The page behind: an offer and a menu, dimmed."""
    status_bar(canvas)
    title_bar(canvas, owing.product.name)
    palette = canvas.style.palette
    canvas.box(42, 240, 1038, 620, mixed(palette.accent, palette.card, 0.7), 30)
    word(canvas, 90, 310, "最高可借额度", 34 / canvas.style.zoom, WHITE)
    offer = money(canvas, "", Decimal(rng.randrange(50, 200) * 1000))
    figure(canvas, 90, 400, offer, 60 / canvas.style.zoom, WHITE, within=800)
    for index, said in enumerate(("我的借款", "额度管理", "优惠活动", "帮助与客服", "设置")):
        y = 1960.0 + index * 110
        word(canvas, 72, y, said, 40)
        chevron(canvas, 1000, y - 14, 13, palette.soft)
    canvas.need(2800)
    black = Image.new("RGB", canvas.image.size, (0, 0, 0))
    canvas.image = Image.blend(canvas.image, black, 0.6)
    canvas.draw = ImageDraw.Draw(canvas.image)
    canvas.ground = (98, 98, 99) if sum(canvas.ground) > 380 else (5, 5, 6)
    canvas.decoys.append(offer.text)


def rest_of(canvas: Canvas, owing: Debt, named: dict[str, str]) -> list[Item]:
    """All that is left, part by part, after the sum."""
    total = money(canvas, "剩余待还", sum_of(owing.owed), "outstanding.total", "accent")
    items = [total, *parts(canvas, named, owing.owed, "outstanding", zeros=True)]
    return [item for item in items if shown(canvas, item)]


def badge(canvas: Canvas, x: float, y: float, points: float, period: Instalment) -> float:
    """The state of a period as a chip that ends at x; marked."""
    said = {"overdue": "逾期", "due": "本期", "upcoming": "未到期", "paid": "已还"}
    color = tone_of(canvas, period) if period.status != "due" else AMBER
    wide, box = chip(canvas, x, y, said[period.status], points, color, "right")
    mark_status(canvas, period, box)
    return wide
