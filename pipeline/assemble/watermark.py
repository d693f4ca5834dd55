"""Burns "仅供…使用，他用无效" into the pixels of a copy of an identity paper.

The strokes cross the paper, so that they cannot be cropped away, but they never touch the name or
the number, so that the copy stays usable. The original is never opened for writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from PIL import Image, ImageChops, ImageDraw

from pipeline.assemble.fonts import sans_font
from pipeline.assemble.names import printable
from schemas.evidence import FieldValue
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line, Reading
from schemas.source import PageRef

ANGLE = 18
INK = (70, 70, 90)
STRENGTH = 118
"""Opacity of the strokes, of 255: seen in a black-and-white print, and the card seen through it."""
BLOCK = 0.66
"""Width of the words, broken into lines, over the width of the card."""
LINE = 24
"""Characters of a line, about."""
ROW = 1.95
"""From one row of words to the next, in heights of the words."""
FINE, COARSE = 1600, 240
"""Pixels across at which strokes are drawn, and at which positions are compared."""
FAINT = 90
"""What is left of the strokes over print, of 255."""
KEPT = 16
"""Drawings kept: those of one card. Each person has other words, and a batch has many persons."""
OFFSETS = 12
"""Positions tried for the lines, to find the one that loses fewest strokes to protected places."""
_NUMBER = re.compile(r"\d{15,17}[\dXx]?")
_PROTECTED_FIELDS = ("name", "id_number")


def protected_boxes(
    papers: Iterable[Material], reading: Reading | None, ref: PageRef
) -> tuple[Box, ...]:
    """Where names and numbers stand on a page with these papers; all its text unless both were
    found.
    """
    lines = reading.lines if reading else ()
    places: dict[str, list[Box]] = {}
    for paper in papers:
        for name in _PROTECTED_FIELDS:
            if name in paper.fields:
                places.setdefault(name, []).extend(_places(paper.fields[name], lines, ref))
    numbers = [line.box for line in lines if _NUMBER.search(line.text.replace(" ", ""))]
    names = places.get("name", [])
    if not names or not (numbers or places.get("id_number")):
        return tuple(line.box for line in lines)
    return (*names, *numbers, *places.get("id_number", []))


def _places(field: FieldValue, lines: Iterable[Line], ref: PageRef) -> list[Box]:
    """The box a fact was read from, and every line of the page that repeats it."""
    evidence = field.evidence
    own = [evidence.box] if (evidence.path, evidence.page) == (ref.path, ref.page) else []
    return own + [line.box for line in lines if field.value and field.value in line.text]


def card_area(reading: Reading | None, size: tuple[int, int]) -> Box:
    """The part of the picture that the paper covers, judged by its text; else all of it."""
    width, height = size
    whole = Box(x0=0, y0=0, x1=width, y1=height)
    if not reading or not reading.lines:
        return whole
    box = reading.lines[0].box
    for line in reading.lines[1:]:
        box = box.union(line.box)
    grow = max(box.width, box.height) // 6
    return Box(
        x0=max(box.x0 - grow, 0),
        y0=max(box.y0 - grow, 0),
        x1=min(box.x1 + grow, width),
        y1=min(box.y1 + grow, height),
    )


def watermarked(
    picture: Image.Image,
    words: str,
    area: Box,
    keep_clear: Iterable[Box],
    print_at: Iterable[Box] = (),
) -> Image.Image:
    """A copy of `picture` with `words` across `area`, clear of the given boxes, and faint over what
    else is printed, so that days, addresses and kinship stay legible."""
    boxes = tuple(keep_clear)
    clear = _clear_mask(picture.size, boxes, tuple(print_at)).crop(_edges(area))
    words = printable(words)
    strokes = _strokes(area.width, area.height, words, _best_offset(area, words, clear), FINE)
    strokes = ImageChops.multiply(strokes.resize(clear.size), clear)
    copy = picture.convert("RGB")
    copy.paste(INK, (area.x0, area.y0), strokes.point(lambda value: value * STRENGTH // 255))
    return copy


def _best_offset(area: Box, words: str, clear: Image.Image) -> float:
    """The shift of the rows that loses fewest strokes to the places kept clear."""
    scale = min(COARSE / area.width, 1.0)
    size = (max(int(area.width * scale), 1), max(int(area.height * scale), 1))
    closed = ImageChops.invert(clear.resize(size))

    def lost(offset: float) -> int:
        layer = _strokes(area.width, area.height, words, offset, COARSE)
        return _ink(ImageChops.multiply(layer.resize(size), closed))

    return min((step / OFFSETS for step in range(OFFSETS)), key=lost)


def _edges(box: Box) -> tuple[int, int, int, int]:
    return (box.x0, box.y0, box.x1, box.y1)


def _ink(layer: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(layer.histogram()))


def _clear_mask(
    size: tuple[int, int], boxes: Iterable[Box], print_at: Iterable[Box] = ()
) -> Image.Image:
    """White where strokes may go, grey over print, black over the boxes and around them."""
    mask = Image.new("L", size, 255)
    pen = ImageDraw.Draw(mask)
    for box in print_at:
        pen.rectangle(_edges(box), fill=FAINT)
    for box in boxes:
        margin = max(box.height // 4, 3)
        pen.rectangle((box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin), fill=0)
    return mask


def _lines(words: str) -> list[str]:
    """The words in lines of about equal length, none beginning with a comma."""
    count = ceil(len(words) / LINE)
    length = ceil(len(words) / count)
    lines = [words[start : start + length] for start in range(0, len(words), length)]
    for place in range(1, len(lines)):
        if lines[place].startswith("，"):
            lines[place - 1] += "，"
            lines[place] = lines[place][1:]
    return lines


@lru_cache(maxsize=KEPT)
def _block(words: str, width: int) -> Image.Image:
    """The words in a few centred lines, about `width` pixels wide."""
    lines = _lines(words)
    longest = max(sans_font(100).getlength(line) for line in lines) / 100
    size = max(int(width / longest), 6)
    block = Image.new("L", (int(longest * size) + 2, int(size * 1.35 * len(lines))), 0)
    pen = ImageDraw.Draw(block)
    for place, line in enumerate(lines):
        inset = (block.width - sans_font(size).getlength(line)) / 2
        pen.text((inset, place * size * 1.35), line, font=sans_font(size), fill=255)
    return block


@lru_cache(maxsize=KEPT)
def _strokes(width: int, height: int, words: str, offset: float, finest: int) -> Image.Image:
    """Slanted blocks of the words over an area, as a mask at most `finest` pixels wide.

    `offset` shifts the rows by that part of a row.
    """
    scale = min(finest / width, 1.0)
    width, height = max(int(width * scale), 1), max(int(height * scale), 1)
    block = _block(words, int(width * BLOCK))
    reach = int((width**2 + height**2) ** 0.5) + 2
    sheet = Image.new("L", (reach, reach), 0)
    step, run = int(block.height * ROW), int(block.width * 1.1)
    for row, top in enumerate(range(int(-step * offset), reach, step)):
        start = (reach - block.width) // 2 - (row % 2) * run // 2 - run * (reach // run + 1)
        for left in range(start, reach, run):
            sheet.paste(block, (left, top))
    turned = sheet.rotate(ANGLE, resample=Image.Resampling.BILINEAR)
    left, upper = (reach - width) // 2, (reach - height) // 2
    return turned.crop((left, upper, left + width, upper + height))
