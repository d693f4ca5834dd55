"""A sheet that grows downwards, drawn on in design pixels; it remembers what stands where."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PIL import Image, ImageDraw

from samples.fonts import face
from samples.style import Color, Style
from samples.truth import Box, Mark

Anchor = Literal["la", "ma", "ra", "ls", "rs", "lm", "mm", "rm"]
MARGIN = 42


@lru_cache(maxsize=4096)
def to_traditional(text: str) -> str:
    """Traditional Chinese, as a Hong Kong or Taiwan screen would put it."""
    import zhconv

    return str(zhconv.convert(text, "zh-hant")).replace("賬單", "帳單")


class Canvas:
    """Drawing at `style.unit` pixels for a design pixel; `y` is the cursor in design pixels."""

    def __init__(self, style: Style, *, serif: bool = False, ground: Color | None = None) -> None:
        self.style = style
        self.serif = serif
        self.ground = ground or style.palette.page
        self.y = 0.0
        self.dry = False
        self.marks: list[Mark] = []
        self.decoys: list[str] = []
        self.image = Image.new("RGB", (style.width, style.width * 3), self.ground)
        self.draw = ImageDraw.Draw(self.image)

    def px(self, value: float) -> int:
        return round(value * self.style.unit)

    def size(self, points: float) -> int:
        """Pixels of type: large-font mode makes it larger, the boxes around it follow."""
        return round(points * self.style.unit * self.style.zoom)

    def need(self, y: float) -> None:
        """Make the sheet reach down to y."""
        if self.px(y) <= self.image.height:
            return
        taller = Image.new("RGB", (self.image.width, self.px(y * 1.5)), self.ground)
        taller.paste(self.image, (0, 0))
        self.image, self.draw = taller, ImageDraw.Draw(taller)

    def say(self, text: str) -> str:
        return to_traditional(text) if self.style.traditional else text

    def width_of(self, text: str, points: float, bold: bool = False) -> float:
        """In design pixels."""
        font = face(self.size(points), serif=self.serif, bold=bold)
        return font.getlength(self.say(text)) / self.style.unit

    def line(self, points: float) -> float:
        """Height of a line of type in design pixels."""
        return points * self.style.zoom * 1.45

    def text(
        self,
        x: float,
        y: float,
        text: str,
        points: float = 40,
        *,
        color: Color | None = None,
        anchor: Anchor = "la",
        bold: bool = False,
    ) -> Box:
        """Write, and give back the box of the ink in pixels."""
        self.need(y + points * 3)
        traditional = self.style.traditional
        font = face(self.size(points), serif=self.serif, bold=bold, traditional=traditional)
        ink = color or self.style.palette.ink
        at = (self.px(x), self.px(y))
        said = self.say(text)
        if not self.dry:
            self.draw.text(at, said, font=font, fill=ink, anchor=anchor)
        x0, y0, x1, y1 = self.draw.textbbox(at, said, font=font, anchor=anchor)
        return (int(x0), int(y0), int(x1), int(y1))

    def mark(self, fields: str, value: str, text: str, box: Box) -> None:
        """Remember that `text` at `box` states `value` for each of the fields (space separated)."""
        for name in fields.split():
            self.marks.append(Mark(name, value, text, box))

    def box(self, x0: float, y0: float, x1: float, y1: float, color: Color, r: float = 0) -> None:
        self.need(y1)
        if self.dry:
            return
        area = (self.px(x0), self.px(y0), self.px(x1), self.px(y1))
        self.draw.rounded_rectangle(area, radius=self.px(r), fill=color)

    def rule(self, y: float, x0: float = MARGIN, x1: float = 1080 - MARGIN) -> None:
        self.need(y)
        if self.dry:
            return
        area = (self.px(x0), self.px(y), self.px(x1), self.px(y))
        self.draw.line(area, fill=self.style.palette.line, width=max(1, self.px(2)))

    def wrapped(self, text: str, points: float, width: float) -> list[str]:
        """Lines that fit in `width`; Chinese may break anywhere, digits and Latin words may not."""
        lines, current = [], ""
        for piece in _pieces(text):
            if current and self.width_of(current + piece, points) > width:
                lines.append(current)
                current = piece.lstrip()
            else:
                current += piece
        return [*lines, current] if current else lines

    def done(self, bottom: float | None = None) -> Image.Image:
        """The finished picture, cut at the cursor (or at `bottom`)."""
        end = self.y if bottom is None else bottom
        self.need(end)
        return self.image.crop((0, 0, self.image.width, self.px(end)))


def _pieces(text: str) -> list[str]:
    """Unbreakable pieces: runs of ASCII, else single characters; closing signs stay in front."""
    pieces: list[str] = []
    for sign in text:
        glued = bool(pieces) and (
            (sign.isascii() and pieces[-1][-1].isascii() and sign != " ")
            or sign in "，。、；：！？）》元"
        )
        if glued:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
