"""The pieces screens are built of: rows, grids, tables, sentences; each marks what it states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from samples.canvas import MARGIN, Canvas
from samples.style import Color
from samples.truth import Box

Tone = Literal["ink", "soft", "accent", "warn"]


@dataclass(frozen=True)
class Item:
    """A label with its text. field "": a distractor, nothing is stated by it.

    split: the currency sign is drawn apart, small; the box is that of the digits alone
    """

    label: str
    text: str
    field: str = ""
    value: str = ""
    tone: Tone = "ink"
    split: bool = False


def money(canvas: Canvas, label: str, amount: Decimal, field: str = "", tone: Tone = "ink") -> Item:
    """An amount in the screen's own way of writing; a dash states nothing."""
    style = canvas.style.money
    text = style.spell(amount)
    stated = field if any(sign.isdigit() for sign in text) else ""
    return Item(label, text, stated, f"{amount:.2f}", tone, style.split)


def shown(canvas: Canvas, item: Item) -> bool:
    """Whether the row is there at all: some screens leave out what is nothing."""
    return not (canvas.style.money.zero == "omit" and item.value in ("0.00", "0"))


def day(label: str, when: date, field: str = "", form: str = "%Y-%m-%d") -> Item:
    return Item(label, when.strftime(form), field, when.isoformat())


def ink(canvas: Canvas, tone: Tone) -> Color:
    color: Color = getattr(canvas.style.palette, tone)
    return color


def put(
    canvas: Canvas, x: float, y: float, item: Item, points: float, *, right: bool = False,
    bold: bool = False, middle: bool = False,
) -> Box:  # fmt: skip
    """Write the value of an item at x (its right or left end) and mark it."""
    color = ink(canvas, item.tone)
    if item.split and item.text.startswith("¥"):
        return _put_split(canvas, x, y, item, points, right=right, middle=middle)
    anchor: Literal["la", "ma", "ra"] = "ra" if right else "ma" if middle else "la"
    box = canvas.text(x, y, item.text, points, color=color, anchor=anchor, bold=bold)
    if item.field:
        canvas.mark(item.field, item.value, item.text, box)
    return box


def _put_split(
    canvas: Canvas, x: float, y: float, item: Item, points: float, *, right: bool, middle: bool
) -> Box:
    digits, sign = item.text[1:], item.text[0]
    wide, gap = canvas.width_of(digits, points), 14.0
    small = canvas.width_of(sign, points * 0.7)
    start = x - wide if right else x - (wide - small - gap) / 2 if middle else x + small + gap
    drop = points * 0.34 * canvas.style.zoom
    color = ink(canvas, item.tone)
    canvas.text(start - gap - small, y + drop, sign, points * 0.7, color=color)
    box = canvas.text(start, y, digits, points, color=color)
    if item.field:
        canvas.mark(item.field, item.value, digits, box)
    return box


def rows(
    canvas: Canvas, items: Sequence[Item], *, points: float = 40, x0: float = 72, x1: float = 1008,
    pitch: float = 1.9, rule: bool = False,
) -> None:  # fmt: skip
    """Label left, value right; the value goes to a line of its own where both do not fit."""
    for item in items:
        if not shown(canvas, item):
            continue
        label = canvas.width_of(item.label, points)
        value = canvas.width_of(item.text, points)
        canvas.text(x0, canvas.y, item.label, points, color=ink(canvas, "soft"))
        if label + value + 40 > x1 - x0:
            canvas.y += canvas.line(points)
        put(canvas, x1, canvas.y, item, points, right=True)
        canvas.y += points * canvas.style.zoom * pitch
        if rule:
            canvas.rule(canvas.y - points * canvas.style.zoom * (pitch - 1.45) / 2, x0, x1)


def hero(
    canvas: Canvas, item: Item, *, points: float = 92, x: float = 72, center: bool = False
) -> None:
    """A small label above a large value."""
    at = 540.0 if center else x
    canvas.text(
        at, canvas.y, item.label, 36, color=ink(canvas, "soft"), anchor="ma" if center else "la"
    )
    canvas.y += canvas.line(36) + 8
    put(canvas, at, canvas.y, item, points, bold=True, middle=center)
    canvas.y += canvas.line(points) + 6


def grid(
    canvas: Canvas, items: Sequence[Item], columns: int, *, points: float = 40, x0: float = 72,
    x1: float = 1008, value_first: bool = False,
) -> None:  # fmt: skip
    """Cells with the label above (or below) the value; fewer columns where the type is large."""
    items = [item for item in items if shown(canvas, item)]
    while columns > 1 and _too_wide(canvas, items, (x1 - x0) / columns, points):
        columns -= 1
    step = (x1 - x0) / columns
    height = canvas.line(points) + canvas.line(32) + 34
    for index, item in enumerate(items):
        x, y = x0 + step * (index % columns), canvas.y + height * (index // columns)
        label_y = y + (canvas.line(points) + 4 if value_first else 0)
        value_y = y + (0 if value_first else canvas.line(32) + 4)
        canvas.text(x, label_y, item.label, 32, color=ink(canvas, "soft"))
        put(canvas, x, value_y, item, points)
    canvas.y += height * -(-len(items) // columns)


def _too_wide(canvas: Canvas, items: Sequence[Item], step: float, points: float) -> bool:
    return any(
        max(canvas.width_of(i.label, 32), canvas.width_of(i.text, points)) + 24 > step
        for i in items
    )


def table(
    canvas: Canvas, header: Sequence[str], body: Sequence[Sequence[Item]], *, points: float = 34,
    x0: float = MARGIN, x1: float = 1080 - MARGIN, pitch: float = 1.9, shares: Sequence[float] = (),
) -> None:  # fmt: skip
    """A header line, then a line for each row; cells centred; the type shrinks until all fit."""
    weights = list(shares) or [1.0] * len(header)
    total = sum(weights)
    widths = [(x1 - x0) * weight / total for weight in weights]
    while points > 20 and not _fits(canvas, header, body, widths, points):
        points -= 1
    centers = [x0 + sum(widths[:i]) + widths[i] / 2 for i in range(len(widths))]
    for x, title in zip(centers, header, strict=True):
        canvas.text(x, canvas.y, title, points, color=ink(canvas, "soft"), anchor="ma")
    canvas.y += points * canvas.style.zoom * pitch
    for row in body:
        canvas.rule(canvas.y - points * canvas.style.zoom * 0.25, x0, x1)
        for x, item in zip(centers, row, strict=True):
            put(canvas, x, canvas.y, replace(item, split=False), points, middle=True)
        canvas.y += points * canvas.style.zoom * pitch


def _fits(
    canvas: Canvas, header: Sequence[str], body: Sequence[Sequence[Item]],
    widths: Sequence[float], points: float,
) -> bool:  # fmt: skip
    cells = [list(header), *([item.text for item in row] for row in body)]
    return all(
        canvas.width_of(text, points) + 8 <= width
        for row in cells
        for text, width in zip(row, widths, strict=True)
    )


def sentence(
    canvas: Canvas, parts: Sequence[str | Item], *, points: float = 40, x0: float = 72,
    x1: float = 1008, tone: Tone = "ink",
) -> None:  # fmt: skip
    """Running text with amounts in it; an amount never breaks across lines."""
    x, step = x0, canvas.line(points)
    for part in parts:
        pieces = [part] if isinstance(part, Item) else list(part)
        for piece in pieces:
            text = piece.text if isinstance(piece, Item) else piece
            wide = canvas.width_of(text, points)
            if x + wide > x1 and text not in "，。；：、）":
                x, canvas.y = x0, canvas.y + step
            if isinstance(piece, Item):
                put(canvas, x, canvas.y, replace(piece, split=False), points)
            else:
                canvas.text(x, canvas.y, piece, points, color=ink(canvas, tone))
            x += wide
    canvas.y += step


def carded(canvas: Canvas, paint: Callable[[], None], *, x0: float = 36, x1: float = 1044) -> None:
    """Paint on a card: once dry to learn its height, then for good. `paint` must draw no lots."""
    top, kept = canvas.y, list(canvas.marks)
    canvas.dry, canvas.y = True, top + 36
    paint()
    bottom = canvas.y + 16
    canvas.dry, canvas.marks, canvas.y = False, kept, top + 36
    canvas.box(x0, top, x1, bottom, canvas.style.palette.card, 28)
    paint()
    canvas.y = bottom + 28
