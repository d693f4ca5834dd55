"""What most phone screens are put together from: heads, panels, pairs, purchases, a bar below."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from samples.aside.drawing import WHITE, Align, Tint, chevron, disc, figure, rise, shade, word
from samples.blocks import Item, money, shown
from samples.canvas import Canvas
from samples.chrome import status_bar
from samples.debts import ZERO, Debt, cents
from samples.style import MoneyStyle
from samples.truth import Box

Value = Callable[[str], Decimal]

SHOPS = (
    "样本超市", "示例便利店", "示例出行", "样本外卖", "示例百货", "样本药房", "示例加油站",
    "样本书店",
)  # fmt: skip


def usual(canvas: Canvas, rng: random.Random, style: MoneyStyle) -> None:
    """Mostly as this kind of app writes money, at times as the drawn style has it."""
    if rng.random() < 0.7:
        canvas.style = replace(canvas.style, money=style)


def em(canvas: Canvas, points: float) -> float:
    """So many points of type, grown with the type."""
    return points * canvas.style.zoom


def head(
    canvas: Canvas, title: str, right: str = "", *, align: Align = "middle",
    ground: Tint | None = None, down: float = 0,
) -> None:  # fmt: skip
    """Clock and title; on a coloured ground that reaches `down` below them all is white."""
    kept, tone = canvas.style, canvas.style.palette.ink
    canvas.need(3600)
    if ground:
        canvas.box(0, 0, 1080, 210 + down, ground)
        tone = WHITE
        canvas.style = replace(kept, palette=replace(kept.palette, ink=WHITE, soft=WHITE))
    status_bar(canvas)
    canvas.style = kept
    small = 1 / canvas.style.zoom**0.6
    chevron(canvas, 62, 146, 22, tone, 180)
    word(canvas, 540 if align == "middle" else 112, 162, title, 44 * small, tone, align, bold=True)
    word(canvas, 1026, 160, right, 32 * small, tone, "right")
    canvas.y = 210


def panel(
    canvas: Canvas, paint: Callable[[], None], *, x0: float = 32, x1: float = 1048,
    color: Tint | None = None, radius: float = 22, pad: float = 30, gap: float = 24,
) -> None:  # fmt: skip
    """A ground under what `paint` draws from canvas.y down: first measured, then drawn."""
    top, kept = canvas.y, list(canvas.marks)
    canvas.dry, canvas.y = True, top + pad
    paint()
    bottom = canvas.y + pad
    canvas.need(bottom + 400)
    canvas.dry, canvas.marks, canvas.y = False, kept, top + pad
    canvas.box(x0, top, x1, bottom, color or canvas.style.palette.card, radius)
    paint()
    canvas.y = bottom + gap


def pair(
    canvas: Canvas, item: Item, points: float = 38, x0: float = 72, x1: float = 1008,
    *, pitch: float = 2.05, arrow: bool = False, bold: bool = False, dark: bool = False,
) -> None:  # fmt: skip
    """Name left, value right, on one baseline; the cursor goes down one pitch."""
    canvas.need(canvas.y + 300)
    y, end = canvas.y + em(canvas, points) * (pitch / 2 + 0.36), x1
    if arrow:
        chevron(canvas, x1 - 8, y - em(canvas, points) * 0.36, 12, shade(canvas))
        end = x1 - 36
    tone = canvas.style.palette.ink if dark else shade(canvas)
    half = (end - x0) * 0.54
    wide = min(word(canvas, x0, y, item.label, points, tone, within=half, bold=bold), half)
    figure(canvas, end, y, item, points, align="right", bold=bold, within=end - x0 - wide - 36)
    canvas.y += em(canvas, points) * pitch


def said(
    canvas: Canvas, text: str, points: float = 38, color: Tint | None = None, x: float = 72,
    *, bold: bool = False, align: Align = "left", within: float = 936, after: float = 0.7,
) -> None:  # fmt: skip
    """One line of words at the cursor."""
    canvas.y += rise(canvas, points)
    word(canvas, x, canvas.y, text, points, color, align, bold=bold, within=within)
    canvas.y += em(canvas, points) * after


def small_print(canvas: Canvas, text: str, points: float = 28, x: float = 72) -> None:
    for row in canvas.wrapped(text, points, 1080 - 2 * x):
        said(canvas, row, points, shade(canvas), x, after=0.5)
    canvas.y += 16


def filled(
    canvas: Canvas, labels: dict[str, str], value: Value, prefix: str, zeros: bool
) -> list[Item]:  # fmt: skip
    """The parts as this screen shows them; those that are nothing only where it lists them all."""
    return [
        item
        for part, label in labels.items()
        if zeros or value(part) != ZERO
        for item in [money(canvas, label, value(part), f"{prefix}.{part}")]
        if shown(canvas, item)
    ]


def total_now(owing: Debt) -> Decimal:
    """What is due by now: the arrears, else the current period."""
    return sum((period.total for period in owing.overdue or (owing.current,)), ZERO)


def total_left(owing: Debt) -> Decimal:
    return sum((period.total for period in owing.unpaid), ZERO)


def least(owing: Debt) -> Decimal:
    return cents(total_now(owing) * Decimal("0.1")) + Decimal("0.37")


def late_mark(canvas: Canvas, owing: Debt, box: Box) -> None:
    days = str(owing.overdue_days)
    canvas.mark("overdue_days", days, days, box)


def pill(
    canvas: Canvas, x0: float, y0: float, x1: float, y1: float, text: str, ground: Tint,
    ink: Tint = WHITE, radius: float = 60,
) -> None:  # fmt: skip
    """A button with its words in the middle."""
    canvas.box(x0, y0, x1, y1, ground, radius)
    points = 38 / canvas.style.zoom**0.6
    wide = canvas.width_of(text, points)
    points = min(points, points * (x1 - x0 - 40) / wide)
    canvas.text((x0 + x1) / 2, (y0 + y1) / 2, text, points, color=ink, anchor="mm")


def badge(canvas: Canvas, x: float, y: float, radius: float, text: str, ground: Tint) -> None:
    """A round sign with one character in it, centred at x, y."""
    disc(canvas, x, y, radius, ground)
    canvas.text(x, y, text, radius / canvas.style.zoom, color=WHITE, anchor="mm")
