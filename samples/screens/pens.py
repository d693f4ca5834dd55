"""Strokes that the app, account and plan screens share: fitted type, chips, ticks, running text.

All lengths are design pixels; type is in points before zoom. Nothing here knows of a layout.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from samples.blocks import Item, Tone, ink, money, put, shown
from samples.canvas import Anchor, Canvas
from samples.debts import ZERO, Debt, Instalment, cents
from samples.style import Color
from samples.truth import Box

WHITE: Color = (255, 255, 255)
Chunk = tuple[str, Item | None, str]


def components(owing: Debt) -> tuple[str, ...]:
    """The parts this lender splits a bill into, whether they are nothing or not."""
    if owing.method == "card":
        return ("principal", "interest", "fees", "late_fees")
    charge = "fees" if owing.method == "equal_fee" else "interest"
    late = "late_fees" if owing.product.late_word == "违约金" else "penalty"
    return ("principal", charge, late)


def labels(owing: Debt, form: str = "{}", **names: str) -> dict[str, str]:
    """What the parts are called; `names` replaces single words, `form` wraps them all."""
    plain = {
        "principal": "本金",
        "interest": "利息",
        "penalty": owing.product.late_word,
        "fees": "手续费",
        "late_fees": "违约金",
    }
    return {name: form.format(names.get(name, plain[name])) for name in components(owing)}


def shares(rng: random.Random, amounts: dict[str, Decimal], count: int) -> list[dict[str, Decimal]]:
    """Each amount cut into `count` alike parts that add up to it."""
    weights = [rng.randrange(20, 80) for _ in range(count)]
    left, cut = dict(amounts), []
    for weight in weights[:-1]:
        part = {name: cents(whole * weight / sum(weights)) for name, whole in amounts.items()}
        left = {name: left[name] - part[name] for name in left}
        cut.append(part)
    return [*cut, left]


def fitted(
    canvas: Canvas, text: str | Iterable[str], points: float, width: float, bold: bool = False
) -> float:
    """The largest type up to `points` in which the text (or each of them) fits the width."""
    texts = [text] if isinstance(text, str) else list(text)
    while points > 14 and any(canvas.width_of(one, points, bold) > width for one in texts):
        points -= 1
    return points


def words(
    canvas: Canvas, x: float, y: float, text: str, points: float = 36, *, width: float = 936,
    tone: Tone = "ink", color: Color | None = None, anchor: Anchor = "la", bold: bool = False,
) -> Box:  # fmt: skip
    """One line, smaller where it would not fit."""
    points = fitted(canvas, text, points, width, bold)
    color = color or ink(canvas, tone)
    return canvas.text(x, y, text, points, color=color, anchor=anchor, bold=bold)


def figure(
    canvas: Canvas, x: float, y: float, item: Item, points: float = 40, *, width: float = 936,
    anchor: Anchor = "la", bold: bool = False, color: Color | None = None,
) -> Box:  # fmt: skip
    """An amount (or a date, a rate), smaller where it would not fit; it marks what it states."""
    points = fitted(canvas, item.text, points, width - 24, bold)
    if color is None:
        right, middle = anchor == "ra", anchor == "ma"
        return put(canvas, x, y, item, points, right=right, middle=middle, bold=bold)
    box = canvas.text(x, y, item.text, points, color=color, anchor=anchor, bold=bold)
    if item.field:
        canvas.mark(item.field, item.value, item.text, box)
    return box


def run(
    canvas: Canvas, chunks: Sequence[Chunk], points: float, x0: float, x1: float,
    tone: Tone = "soft",
) -> None:  # fmt: skip
    """Running text; what stands before and after an amount stays on its line."""
    x, step = x0, canvas.line(points)
    for before, item, after in chunks:
        wide = [canvas.width_of(t, points) for t in (before, item.text if item else "", after)]
        if x > x0 and x + sum(wide) > x1:
            x, canvas.y, before = x0, canvas.y + step, before.lstrip()
            wide[0] = canvas.width_of(before, points)
        if before:
            canvas.text(x, canvas.y, before, points, color=ink(canvas, tone))
        if item:
            put(canvas, x + wide[0], canvas.y, replace(item, split=False), points)
        if after:
            canvas.text(x + wide[0] + wide[1], canvas.y, after, points, color=ink(canvas, tone))
        x += sum(wide)
    canvas.y += step


def sum_run(canvas: Canvas, items: Sequence[Item], *, sign: str = " + ") -> list[Chunk]:
    """本金 a + 利息 b + 罚息 c, without those the screen leaves out."""
    seen = [item for item in items if shown(canvas, item)]
    return [(f"{sign if k else ''}{item.label} ", item, "") for k, item in enumerate(seen)]


def chip(
    canvas: Canvas, x: float, y: float, text: str, tone: Tone = "accent", *, right: bool = False,
    points: float = 28,
) -> Box:  # fmt: skip
    """Pale words in a filled pill; x is its left (or right) end."""
    wide, tall = canvas.width_of(text, points) + 32, canvas.line(points)
    x0 = x - wide if right else x
    canvas.box(x0, y, x0 + wide, y + tall, ink(canvas, tone), tall / 2)
    return canvas.text(x0 + 16, y + tall / 2, text, points, color=WHITE, anchor="lm")


def tabs(canvas: Canvas, names: Sequence[str], chosen: int, points: float = 38) -> None:
    """Names side by side, a bar under the chosen one."""
    step = 1080 / len(names)
    points = fitted(canvas, names, points, step - 30, bold=True)
    for index, name in enumerate(names):
        middle, now = step * (index + 0.5), index == chosen
        tone: Tone = "accent" if now else "soft"
        words(canvas, middle, canvas.y, name, points, tone=tone, anchor="ma", bold=now)
        if now:
            low = canvas.y + canvas.line(points) + 4
            canvas.box(middle - 40, low, middle + 40, low + 8, ink(canvas, "accent"), 4)
    canvas.y += canvas.line(points) + 20
    canvas.rule(canvas.y, 0, 1080)
    canvas.y += 24


def ring(canvas: Canvas, x: float, y: float, r: float, color: Color, *, full: bool = True) -> None:
    """A dot around (x, y), hollow unless `full`."""
    canvas.box(x - r, y - r, x + r, y + r, color, r)
    if not full:
        canvas.box(x - r + 4, y - r + 4, x + r - 4, y + r - 4, canvas.style.palette.card, r - 4)


def stroke(canvas: Canvas, corners: Sequence[tuple[float, float]], color: Color) -> None:
    """A line through the corners: ticks, arrows."""
    if canvas.dry:
        return
    at = [(canvas.px(x), canvas.px(y)) for x, y in corners]
    canvas.draw.line(at, fill=color, width=canvas.px(5))


def tick(canvas: Canvas, x: float, y: float, checked: bool) -> None:
    """A round check box around (x, y)."""
    palette = canvas.style.palette
    ring(canvas, x, y, 24, palette.accent if checked else palette.line, full=checked)
    if checked:
        stroke(canvas, [(x - 11, y), (x - 3, y + 9), (x + 12, y - 9)], WHITE)


def arrow(canvas: Canvas, x: float, y: float) -> None:
    """The > that says a row can be opened, its tip at (x, y)."""
    stroke(canvas, [(x - 12, y - 14), (x, y), (x - 12, y + 14)], ink(canvas, "soft"))


def asking(canvas: Canvas, x: float, y: float) -> None:
    """A question mark in a circle around (x, y)."""
    ring(canvas, x, y, 17, ink(canvas, "soft"), full=False)
    canvas.text(x, y, "?", 24 / canvas.style.zoom, color=ink(canvas, "soft"), anchor="mm")


def amount_items(
    canvas: Canvas, named: dict[str, str], value: dict[str, Decimal], prefix: str = ""
) -> list[Item]:
    """An item for each named part, nothing or not; prefix "": nothing is stated by them."""
    return [
        money(canvas, label, value[name], f"{prefix}.{name}" if prefix else "")
        for name, label in named.items()
    ]


def sums(periods: Iterable[Instalment], names: Iterable[str]) -> dict[str, Decimal]:
    held = list(periods)
    return {name: sum((period.part(name) for period in held), ZERO) for name in names}


def state(canvas: Canvas, period: Instalment, what: str, box: Box) -> None:
    """Mark which of `of`, `due`, `status` (space separated) the words at box say."""
    said = {"of": str(period.of), "due": period.due.isoformat(), "status": period.status}
    for name in what.split():
        canvas.mark(f"periods[{period.index}].{name}", said[name], said[name], box)
