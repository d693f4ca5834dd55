"""Sheets of paper: titles, paragraphs, ruled tables, and the red round seal."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PIL import Image, ImageChops, ImageDraw

from samples.canvas import Canvas
from samples.fonts import face
from samples.style import Palette, Style
from samples.truth import Truth

PAPER = Palette(
    (253, 253, 251), (255, 255, 255), (32, 32, 34), (90, 90, 94), (60, 60, 62),
    (196, 30, 36), (196, 30, 36),
)  # fmt: skip
SEAL_RED = (206, 32, 38)
A4_RATIO = 297 / 210


@dataclass(frozen=True)
class Paper:
    """One paper of one or more pages. truths: one for each page, where they differ."""

    pages: tuple[Image.Image, ...]
    truth: Truth
    faces: tuple[Truth, ...] = field(default=())

    def truth_at(self, index: int) -> Truth:
        return self.faces[index] if self.faces else self.truth


class Sheet(Canvas):
    """An A4 page at `width` pixels, printed in a serif face."""

    def __init__(self, width: int = 1240, *, serif: bool = True) -> None:
        super().__init__(Style(width=width, palette=PAPER), serif=serif)
        self.y = 110.0

    def title(self, text: str, points: float = 52) -> None:
        self.text(540, self.y, text, points, anchor="ma", bold=True)
        self.y += points * 1.9

    def fields(self, *pairs: tuple[str, str], points: float = 32, columns: int = 2) -> None:
        """姓名：张样本 beside 性别：男, in columns."""
        widest = max(self.width_of(f"{label}：{value}", points) for label, value in pairs)
        while columns > 1 and widest + 16 > 900 / columns:
            columns -= 1
        step = 900 / columns
        for index, (label, value) in enumerate(pairs):
            x = 90 + step * (index % columns)
            self.text(x, self.y, f"{label}：{value}", points)
            if index % columns == columns - 1 or index == len(pairs) - 1:
                self.y += points * 1.9

    def para(self, text: str, points: float = 34, indent: bool = True) -> None:
        for line in self.wrapped(("\u3000\u3000" if indent else "") + text, points, 900):
            self.text(90, self.y, line, points)
            self.y += points * 1.75

    def right(self, text: str, points: float = 34) -> None:
        self.text(990, self.y, text, points, anchor="ra")
        self.y += points * 1.8

    def table(
        self, rows: Sequence[Sequence[str]], shares: Sequence[float], points: float = 28,
        x0: float = 70, x1: float = 1010,
    ) -> None:  # fmt: skip
        """A ruled table; the first row is the header; cells wrap."""
        total = sum(shares)
        widths = [(x1 - x0) * share / total for share in shares]
        edges = [x0 + sum(widths[:index]) for index in range(len(widths) + 1)]
        top = self.y
        for row in rows:
            cells = [self.wrapped(t, points, w - 14) for t, w in zip(row, widths, strict=True)]
            height = max(len(cell) for cell in [*cells, [""]]) * points * 1.4 + 16
            for x, cell in zip(edges, cells, strict=False):
                for number, line in enumerate(cell):
                    self.text(x + 8, self.y + 8 + number * points * 1.4, line, points)
            self.rule(self.y, x0, x1)
            self.y += height
        self.rule(self.y, x0, x1)
        for x in edges:
            area = (self.px(x), self.px(top), self.px(x), self.px(self.y))
            self.draw.line(area, fill=self.style.palette.line, width=2)
        self.y += 30

    def page(self) -> Image.Image:
        """The full A4 page."""
        return self.done(1080 * A4_RATIO)


def seal(around: str, across: str = "", size: int = 300, seed: int = 0) -> Image.Image:
    """A round seal: words along the rim, a star, a line across; slightly uneven ink."""
    mark = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(mark)
    ink = (*SEAL_RED, 215)
    edge = max(3, size // 40)
    draw.ellipse((edge, edge, size - edge, size - edge), outline=ink, width=edge)
    _rim(mark, around, ink)
    _star(draw, size, ink)
    if across:
        draw.text((size / 2, size * 0.74), across, font=face(size // 12), fill=ink, anchor="mm")
    return mark.rotate(random.Random(seed).uniform(-14, 14), resample=Image.Resampling.BICUBIC)


def _rim(mark: Image.Image, words: str, ink: tuple[int, int, int, int]) -> None:
    size = mark.width
    points = min(size // 7, int(size * 2.0 / max(len(words), 1)))
    span = min(250.0, 26.0 * len(words))
    for index, word in enumerate(words):
        turn = -span / 2 + span * index / max(len(words) - 1, 1)
        glyph = Image.new("RGBA", (points * 2, points * 2), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((points, points), word, font=face(points), fill=ink, anchor="mm")
        glyph = glyph.rotate(-turn, resample=Image.Resampling.BICUBIC)
        angle = math.radians(turn - 90)
        radius = size * 0.37
        x = size / 2 + radius * math.cos(angle) - points
        y = size / 2 + radius * math.sin(angle) - points
        mark.alpha_composite(glyph, (max(0, round(x)), max(0, round(y))))


def _star(draw: ImageDraw.ImageDraw, size: int, ink: tuple[int, int, int, int]) -> None:
    outer, inner, middle = size * 0.13, size * 0.05, size / 2
    points = []
    for index in range(10):
        radius = outer if index % 2 == 0 else inner
        angle = math.radians(index * 36 - 90)
        points.append((middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    draw.polygon(points, fill=ink)


def stamp(sheet: Canvas, mark: Image.Image, x: float, y: float) -> None:
    """Press a seal on the sheet, centred at x, y (design pixels)."""
    left, top = sheet.px(x) - mark.width // 2, sheet.px(y) - mark.height // 2
    area = (left, top, left + mark.width, top + mark.height)
    ink = Image.new("RGB", mark.size, (255, 255, 255))
    ink.paste(mark, (0, 0), mark)
    sheet.image.paste(ImageChops.multiply(sheet.image.crop(area), ink), area)


def specimen(picture: Image.Image, words: str = "样本", strength: int = 40) -> Image.Image:
    """Pale words across, so that nobody takes the paper for a real one."""
    points = picture.width // 6
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    word = Image.new("RGBA", (points * len(words) + points, points * 2), (0, 0, 0, 0))
    tint = (120, 120, 130, strength)
    ImageDraw.Draw(word).text((points // 2, points // 4), words, font=face(points), fill=tint)
    turned = word.rotate(24, expand=True)
    at = ((picture.width - turned.width) // 2, (picture.height - turned.height) // 2)
    layer.paste(turned, at, turned)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def together(papers: Sequence[Paper], gap: int = 40) -> Paper:
    """The first pages of several papers one below the other, as they lie in one photo."""
    pages = [paper.pages[0] for paper in papers]
    width = max(page.width for page in pages) + 2 * gap
    height = sum(page.height + gap for page in pages) + gap
    sheet = Image.new("RGB", (width, height), PAPER.page)
    top = gap
    for page in pages:
        sheet.paste(page, (gap, top))
        top += page.height + gap
    return Paper((sheet,), papers[0].truth)


def chinese_day(when: date) -> str:
    """2026年11月16日 without zeros in front, as papers write it."""
    return f"{when.year}年{when.month}月{when.day}日"
