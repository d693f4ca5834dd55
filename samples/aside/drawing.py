"""How the kept-aside screens are drawn: from baselines, words shrunk until they fit."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from PIL import Image, ImageDraw

from samples.blocks import Item, ink
from samples.canvas import Canvas
from samples.debts import Debt
from samples.style import MoneyStyle, Palette

Align = Literal["left", "right", "middle"]
Tint = tuple[int, int, int]

WHITE: Tint = (255, 255, 255)
VIOLET: Tint = (104, 76, 214)
ROSE: Tint = (232, 62, 110)
CYAN: Tint = (0, 150, 196)
AMBER: Tint = (226, 148, 16)
TOKEN = re.compile(r"[\x21-\x7e]+|.")
CLOSING = "，。；：、）》」】％"
SIGN = 0.62


def is_sheet(canvas: Canvas) -> bool:
    """Whether the screen is drawn as a half-height sheet, whose width is the phone's."""
    return canvas.ground == canvas.style.palette.card


def shade(canvas: Canvas) -> Tint:
    return ink(canvas, "soft")


def mixed(over: Tint, under: Tint, share: float) -> Tint:
    """A pale tone of a colour on a ground."""
    red, green, blue = (
        round(a * share + b * (1 - share)) for a, b in zip(over, under, strict=True)
    )
    return red, green, blue


def widened(
    canvas: Canvas, width: int, palette: Palette | None = None, zoom: float | None = None
) -> None:
    """Start the page again on a wider sheet; a phone's own width stays where it is a sheet."""
    sheet = is_sheet(canvas)
    style = replace(
        canvas.style,
        palette=palette or canvas.style.palette,
        zoom=canvas.style.zoom if zoom is None else zoom,
        width=canvas.style.width if sheet else width,
        banner="" if palette else canvas.style.banner,
    )
    canvas.style = style
    canvas.ground = style.palette.page if palette else canvas.ground
    canvas.image = Image.new("RGB", (style.width, style.width * 2), canvas.ground)
    canvas.draw = ImageDraw.Draw(canvas.image)


def bare(canvas: Canvas) -> None:
    """Figures without currency: the unit stands in the labels."""
    money = replace(canvas.style.money, prefix="", suffix="", split=False)
    canvas.style = replace(canvas.style, money=money)


def plain_money(canvas: Canvas, *, zero: str = "0.00") -> None:
    """1,234.56, as banks print."""
    canvas.style = replace(canvas.style, money=MoneyStyle(prefix="", zero=zero))


def fit(canvas: Canvas, text: str, points: float, width: float, bold: bool = False) -> float:
    """The size at which the text is no wider than `width`."""
    wide = canvas.width_of(text, points, bold)
    return points if wide <= width else points * width / wide * 0.97


def rise(canvas: Canvas, points: float) -> float:
    """From the top of a line to its baseline."""
    return points * canvas.style.zoom * 1.06


def word(
    canvas: Canvas, x: float, y: float, text: str, points: float, color: Tint | None = None,
    align: Align = "left", *, bold: bool = False, within: float = 0,
) -> float:  # fmt: skip
    """Words on the baseline y; gives back how wide they are."""
    if within:
        points = fit(canvas, text, points, within, bold)
    wide = canvas.width_of(text, points, bold)
    start = {"left": x, "right": x - wide, "middle": x - wide / 2}[align]
    canvas.text(start, y, text, points, color=color, anchor="ls", bold=bold)
    return wide


def span(canvas: Canvas, item: Item, points: float, bold: bool = False) -> float:
    """How wide a figure stands, with its sign."""
    if not _split(item):
        return canvas.width_of(item.text, points, bold)
    sign = canvas.width_of(item.text[0], points * SIGN) + points * 0.16
    return sign + canvas.width_of(item.text[1:], points, bold)


def _split(item: Item) -> bool:
    return item.split and item.text[:1] in ("¥", "￥")


def figure(
    canvas: Canvas, x: float, y: float, item: Item, points: float, color: Tint | None = None,
    align: Align = "left", *, bold: bool = False, within: float = 0,
) -> float:  # fmt: skip
    """An amount on the baseline y, marked for its field; gives back how wide it stands."""
    wide = span(canvas, item, points, bold)
    if within and wide > within:
        points *= within / wide * 0.97
        wide = span(canvas, item, points, bold)
    start = {"left": x, "right": x - wide, "middle": x - wide / 2}[align]
    tone, text = color or ink(canvas, item.tone), item.text
    if _split(item):
        canvas.text(start, y, text[0], points * SIGN, color=tone, anchor="ls")
        start += wide - canvas.width_of(text[1:], points, bold)
        text = text[1:]
    box = canvas.text(start, y, text, points, color=tone, anchor="ls", bold=bold)
    if item.field:
        canvas.mark(item.field, item.value, text, box)
    return wide


def prose(
    canvas: Canvas, x: float, y: float, width: float, pieces: Sequence[str | Item],
    points: float, color: Tint | None = None, leading: float = 1.55,
) -> float:  # fmt: skip
    """Running words with figures among them from baseline y; gives back the last baseline."""
    at = x
    for token in _tokens(canvas, pieces):
        said = token.text if isinstance(token, Item) else token
        wide = canvas.width_of(said, points)
        if at > x and at + wide > x + width and said[0] not in CLOSING:
            at, y = x, y + points * canvas.style.zoom * leading
        box = canvas.text(at, y, said, points, color=color, anchor="ls")
        if isinstance(token, Item) and token.field:
            canvas.mark(token.field, token.value, token.text, box)
        at += wide
    return y


def _tokens(canvas: Canvas, pieces: Sequence[str | Item]) -> list[str | Item]:
    held: list[str | Item] = []
    for piece in pieces:
        held += [piece] if isinstance(piece, Item) else TOKEN.findall(canvas.say(piece))
    return held


def chip(
    canvas: Canvas, x: float, y: float, text: str, points: float, color: Tint,
    align: Align = "left", *, solid: bool = False,
) -> tuple[float, tuple[int, int, int, int]]:  # fmt: skip
    """A small tag with its words on the baseline y; gives back its width and the box of words."""
    pad, tall = points * 0.42, points * canvas.style.zoom
    wide = canvas.width_of(text, points) + 2 * pad
    start = {"left": x, "right": x - wide, "middle": x - wide / 2}[align]
    ground = color if solid else mixed(color, canvas.style.palette.card, 0.14)
    canvas.box(start, y - tall * 1.08, start + wide, y + tall * 0.36, ground, points * 0.3)
    words = WHITE if solid else color
    return wide, canvas.text(start + pad, y, text, points, color=words, anchor="ls")


def chevron(
    canvas: Canvas, x: float, y: float, size: float, color: Tint, turn: int = 0
) -> None:  # fmt: skip
    """An arrow head centred at x, y; turn 0 points right, 90 down, 270 up."""
    angle = math.radians(turn)
    points = [
        (
            canvas.px(x + a * math.cos(angle) - b * math.sin(angle)),
            canvas.px(y + a * math.sin(angle) + b * math.cos(angle)),
        )
        for a, b in ((-size / 2, -size), (size / 2, 0), (-size / 2, size))
    ]
    canvas.draw.line(points, fill=color, width=max(2, canvas.px(size / 4)), joint="curve")


def disc(
    canvas: Canvas, x: float, y: float, radius: float, color: Tint, *, hole: float = 0
) -> None:  # fmt: skip
    """A filled circle, or a ring of width `hole`."""
    area = tuple(canvas.px(v) for v in (x - radius, y - radius, x + radius, y + radius))
    if hole:
        canvas.draw.ellipse(area, outline=color, width=max(1, canvas.px(hole)))
    else:
        canvas.draw.ellipse(area, fill=color)


def line(
    canvas: Canvas, x0: float, y0: float, x1: float, y1: float, color: Tint, width: float = 2
) -> None:  # fmt: skip
    area = tuple(canvas.px(v) for v in (x0, y0, x1, y1))
    canvas.draw.line(area, fill=color, width=max(1, canvas.px(width)))


def question(canvas: Canvas, x: float, y: float, points: float) -> None:
    """A ring with a question mark behind a label that ends at x, on the baseline y."""
    radius = points * canvas.style.zoom * 0.42
    middle = y - points * canvas.style.zoom * 0.36
    disc(canvas, x + radius + points * 0.25, middle, radius, shade(canvas), hole=2)
    at = x + radius + points * 0.25
    canvas.text(at, middle, "?", points * 0.6, color=shade(canvas), anchor="mm")


def names(
    owing: Debt, principal: str, interest: str, penalty: str, fees: str, late: str
) -> dict[str, str]:
    """The parts this kind of debt can have, by what the screen calls them."""
    said = {
        "principal": principal, "interest": interest, "fees": fees, "penalty": penalty,
        "late_fees": late,
    }  # fmt: skip
    late_fees = owing.product.late_word == "违约金"
    missing = {"penalty" if late_fees else "late_fees"}
    if owing.method != "card":
        missing.add("interest" if owing.method == "equal_fee" else "fees")
    return {part: label for part, label in said.items() if part not in missing}


def cut_up(amount: Decimal, count: int) -> list[Decimal]:
    """An amount in `count` uneven pieces of at least a cent, the largest first."""
    weights = [Decimal(count + 2 - index * 0.7) for index in range(count)]
    pieces = [(amount * w / sum(weights)).quantize(Decimal("0.01")) for w in weights[1:]]
    return [amount - sum(pieces, Decimal("0.00")), *pieces]
