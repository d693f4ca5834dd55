"""Burns "仅供…使用，他用无效" into the pixels of a copy of an identity paper.

The strokes cross the paper, so that they cannot be cropped away, but they never touch the name or
the number, so that the copy stays usable. The original is never opened for writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from pipeline.assemble.fonts import chinese_fonts
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Reading
from schemas.source import PageRef

ANGLE = 18
INK = (70, 70, 90)
STRENGTH = 105
"""Opacity of the strokes, of 255: seen in a black-and-white print, and the card seen through it."""
OFFSETS = 16
"""Positions tried for the lines, to find the one that loses fewest strokes to protected places."""
_NUMBER = re.compile(r"\d{15,17}[\dXx]?")
_PROTECTED_FIELDS = ("name", "id_number")


def protected_boxes(
    material: Material | None, reading: Reading | None, ref: PageRef
) -> tuple[Box, ...]:
    """Where name and number stand on a page; all text of it where neither was found."""
    fields = (
        [material.fields[name] for name in _PROTECTED_FIELDS if name in material.fields]
        if (material)
        else []
    )
    here = [
        field.evidence.box
        for field in fields
        if (field.evidence.path, field.evidence.page) == (ref.path, ref.page)
    ]
    values = [field.value for field in fields if field.value]
    lines = reading.lines if reading else ()
    shown = [
        line.box
        for line in lines
        if _NUMBER.search(line.text.replace(" ", "")) or any(v in line.text for v in values)
    ]
    boxes = dict.fromkeys(tuple(box.as_list()) for box in (*here, *shown))
    if not boxes:
        return tuple(line.box for line in lines)
    return tuple(Box(x0=x0, y0=y0, x1=x1, y1=y1) for x0, y0, x1, y1 in boxes)


def card_area(reading: Reading | None, size: tuple[int, int]) -> Box:
    """The part of the picture that the paper covers, judged by its text; else all of it."""
    width, height = size
    whole = Box(x0=0, y0=0, x1=width, y1=height)
    if not reading or not reading.lines:
        return whole
    box = reading.lines[0].box
    for line in reading.lines[1:]:
        box = box.union(line.box)
    grow = max(box.width, box.height) // 8
    return Box(
        x0=max(box.x0 - grow, 0),
        y0=max(box.y0 - grow, 0),
        x1=min(box.x1 + grow, width),
        y1=min(box.y1 + grow, height),
    )


def watermarked(
    picture: Image.Image, words: str, area: Box, keep_clear: Iterable[Box]
) -> Image.Image:
    """A copy of `picture` with `words` across `area`, clear of the given boxes."""
    clear = _clear_mask(picture.size, keep_clear).crop(_edges(area))
    strokes = min(
        (_strokes(area, words, offset / OFFSETS) for offset in range(OFFSETS)),
        key=lambda layer: _ink(ImageChops.multiply(layer, ImageChops.invert(clear))),
    )
    strokes = ImageChops.multiply(strokes, clear).point(lambda value: value * STRENGTH // 255)
    copy = picture.convert("RGB")
    copy.paste(INK, (area.x0, area.y0), strokes)
    return copy


def _edges(box: Box) -> tuple[int, int, int, int]:
    return (box.x0, box.y0, box.x1, box.y1)


def _ink(layer: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(layer.histogram()))


def _clear_mask(size: tuple[int, int], boxes: Iterable[Box]) -> Image.Image:
    """White where strokes may go, black over the boxes and a margin around them."""
    mask = Image.new("L", size, 255)
    pen = ImageDraw.Draw(mask)
    for box in boxes:
        margin = max(box.height // 4, 3)
        pen.rectangle((box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin), fill=0)
    return mask


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    fonts = chinese_fonts()
    return ImageFont.truetype(fonts.sans_file, size, index=fonts.sans_index)


def _two_lines(words: str) -> tuple[str, str]:
    """Broken near the middle, after 请 where that is near (…申请 / 息费减免使用…)."""
    middle = words.find("申请") + len("申请")
    if not len(words) // 4 < middle < len(words) * 3 // 4:
        middle = len(words) // 2
    return words[:middle], words[middle:]


@cache
def _strokes(area: Box, words: str, offset: float) -> Image.Image:
    """Slanted rows of the words over an area, as a mask; `offset` shifts them by part of a row."""
    width, height = area.width, area.height
    reach = int((width**2 + height**2) ** 0.5) + 2
    lines = _two_lines(words)
    longest = max(_font(100).getlength(line) for line in lines)
    size = max(int(width * 0.86 / longest * 100), 8)
    font = _font(size)
    sheet = Image.new("L", (reach, reach), 0)
    pen = ImageDraw.Draw(sheet)
    step = int(size * 4.6)
    for row, top in enumerate(range(int(-step * offset), reach, step)):
        for place, line in enumerate(lines):
            gap = size * 2
            run = font.getlength(line) + gap
            start = (reach - run) / 2 - (row % 2) * run / 3
            x = start - run * (int(start // run) + 1)
            while x < reach:
                pen.text((x, top + place * size * 1.3), line, font=font, fill=255)
                x += run
    turned = sheet.rotate(ANGLE, resample=Image.Resampling.BICUBIC)
    left, upper = (reach - width) // 2, (reach - height) // 2
    return turned.crop((left, upper, left + width, upper + height))
