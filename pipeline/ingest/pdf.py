"""PDF pages → pictures, and their text layer where it can be believed.

A text layer is believed when it decodes to Chinese that people write, when it is drawn visibly, and
when there is ink where it claims letters; a scan with a hidden OCR layer is read as a picture.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import zhconv
from PIL import Image

from pipeline.ingest.images import Refused, encode
from pipeline.ingest.limits import MAX_RENDER_SIDE, RENDER_DPI
from schemas.geometry import Box
from schemas.reading import Line
from schemas.source import FaultCode

MIN_CHARACTERS = 20
"""Fewer letters than this make no text layer."""
MIN_COMMON = 0.85
"""Share of the Chinese characters that must be among the 3755 of GB 2312 level 1."""
MAX_CHARACTERS = 60_000
MIN_TOLD = 0.7
"""Share of the letters that must stand in lines that make sense."""
_RARE = frozenset("!\"#$&';<=>?@[\\]^_`{|}~")
_LOOKALIKE = re.compile(r"(?=.*[OolI|])(?=.*[\d.,])[\dOolI|.,]{3,}")
"""3l.O8: figures that decode to letters."""
NEAR = 3.0
"""Letters that follow each other stand so near, in sizes of a letter."""
CELL_GAP = 1.0
"""A gap of so many character heights starts a new line of the reading."""


@dataclass(frozen=True)
class PdfPage:
    jpeg: bytes
    width: int
    height: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Glyph:
    """One visible character and its rectangle in pixels of the rendered page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def pages(data: bytes, password: str, limit: int) -> Iterator[PdfPage]:
    """Every page in order; raises Refused for locked, broken and oversized documents."""
    document = _open(data, password)
    try:
        # Form fields are drawn only then; this build of PDFium has no JavaScript.
        document.init_forms()
        if len(document) > limit:
            raise Refused(FaultCode.TOO_MANY_PAGES, f"{len(document)} 页")
        for number in range(len(document)):
            yield _page(document[number])
    finally:
        document.close()


def _open(data: bytes, password: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data, password=password or None)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise Refused(FaultCode.ENCRYPTED if locked else FaultCode.DAMAGED) from error


def _page(page: pdfium.PdfPage) -> PdfPage:
    """A page as it is seen, with what was filled into its form."""
    width, height = page.get_size()
    scale = min(RENDER_DPI / 72, MAX_RENDER_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True, fill_color=(255, 255, 255, 255))
    image = bitmap.to_pil().convert("RGB")
    lines = _text_lines(page, bitmap, image)
    return PdfPage(encode(image), image.width, image.height, lines)


def _text_lines(
    page: pdfium.PdfPage, bitmap: pdfium.PdfBitmap, image: Image.Image
) -> tuple[Line, ...]:
    if _hidden(page):
        return ()
    glyphs = list(_glyphs(page, bitmap))
    text = "".join(glyph.text for glyph in glyphs)
    if not plausible(text) or not _upright(glyphs):
        return ()
    # What decodes to nothing is left to whoever looks for what is drawn besides.
    glyphs = [glyph for glyph in glyphs if not any(map(_strange, glyph.text))]
    grey = np.asarray(image.convert("L"))
    told = [_line(group) for group in _grouped(glyphs)]
    lines = [line for line in told if not garbled(line.text)]
    if sum(len(line.text) for line in lines) < MIN_TOLD * len(text):
        return ()
    inked = [line for line in lines if _has_ink(grey, line.box)]
    if len(inked) < 0.9 * len(lines):
        return ()
    return tuple(sorted(inked, key=lambda line: (line.box.y0, line.box.x0)))


def _hidden(page: pdfium.PdfPage) -> bool:
    """Whether most text is drawn in the invisible mode that OCR programs use."""
    hidden = shown = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4):
        invisible = raw.FPDFTextObj_GetTextRenderMode(item.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        hidden, shown = hidden + invisible, shown + (not invisible)
    return hidden > shown


def _glyphs(page: pdfium.PdfPage, bitmap: pdfium.PdfBitmap) -> Iterator[Glyph]:
    textpage = page.get_textpage()
    converter = bitmap.get_posconv(page)
    box = [ctypes.c_double() for _ in range(4)]
    for place in range(min(textpage.count_chars(), MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(textpage.raw, place)
        character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if character.isspace() or unicodedata.category(character) == "Cc":
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage.raw, place, _rect := raw.FS_RECTF()):
            left, right, bottom, top = (ctypes.byref(value) for value in box)
            raw.FPDFText_GetCharBox(textpage.raw, place, left, right, bottom, top)
            x0, x1, y0, y1 = (value.value for value in box)
        else:
            x0, x1, y0, y1 = _rect.left, _rect.right, _rect.bottom, _rect.top
        (ax, ay), (bx, by) = converter.to_bitmap(x0, y1), converter.to_bitmap(x1, y0)
        yield Glyph(character, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def plausible(text: str) -> bool:
    """Whether a text layer decodes to what people write, and not to garbage."""
    if len(text) < MIN_CHARACTERS:
        return False
    if sum(map(_strange, text)) > 0.02 * len(text):
        return False
    chinese = [
        character for character in zhconv.convert(text, "zh-cn") if "一" <= character <= "鿿"
    ]
    if not chinese:
        return sum(c.isascii() and c.isalnum() for c in text) > 0.6 * len(text)
    return sum(map(_common, chinese)) >= MIN_COMMON * len(chinese)


def garbled(text: str) -> bool:
    """Whether a line decodes to signs that nobody writes, though each is a letter of some kind."""
    rare = sum(character in _RARE for character in text)
    return 2 * rare >= len(text) or _LOOKALIKE.fullmatch(text) is not None


def _strange(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs")


def _upright(glyphs: list[Glyph]) -> bool:
    """Whether the letters follow each other to the right, as on a page that stands upright."""
    steps = [
        (after.x0 - before.x0, after.y0 - before.y0)
        for before, after in pairwise(glyphs)
        if abs(after.x0 - before.x0) + abs(after.y0 - before.y0)
        < NEAR * max(before.y1 - before.y0, before.x1 - before.x0)
    ]
    right = sum(across > abs(down) for across, down in steps)
    return not steps or right > 0.5 * len(steps)


def _common(character: str) -> bool:
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _grouped(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Runs of glyphs that stand in one row without a gap wide enough to be a column's."""
    group: list[Glyph] = []
    for glyph in glyphs:
        if group and not _follows(group[-1], glyph):
            yield group
            group = []
        if group and _same_place(group[-1], glyph):
            continue
        group.append(glyph)
    if group:
        yield group


def _follows(before: Glyph, after: Glyph) -> bool:
    height = max(before.y1 - before.y0, after.y1 - after.y0, 1.0)
    shift = abs((before.y0 + before.y1) - (after.y0 + after.y1)) / 2
    gap = after.x0 - before.x1
    return shift < 0.45 * height and -1.5 * height < gap < CELL_GAP * height


def _same_place(before: Glyph, after: Glyph) -> bool:
    """Some programs draw a letter twice to make it bold."""
    near = 0.3 * max(before.x1 - before.x0, 1.0)
    return before.text == after.text and abs(before.x0 - after.x0) < near


def _line(group: list[Glyph]) -> Line:
    x0, x1 = min(glyph.x0 for glyph in group), max(glyph.x1 for glyph in group)
    y0, y1 = min(glyph.y0 for glyph in group), max(glyph.y1 for glyph in group)
    left, top, right, bottom = (max(0, int(value)) for value in (x0, y0, x1 + 1, y1 + 1))
    right, bottom = max(right, left), max(bottom, top)
    width = max(right - left, 1)
    centres = (((glyph.x0 + glyph.x1) / 2 - left) / width for glyph in group)
    quad = (left, top, right, top, right, bottom, left, bottom)
    text = "".join(glyph.text for glyph in group)
    pieces = [(c, value) for g, value in zip(group, centres, strict=True) for c in g.text]
    return Line(
        text=text,
        box=Box(x0=left, y0=top, x1=right, y1=bottom),
        quad=tuple(float(value) for value in quad),
        confidence=1.0,
        centres=tuple(round(min(max(value, 0.0), 1.0), 4) for _, value in pieces),
        certainties=(1.0,) * len(pieces),
    )


def _has_ink(grey: np.ndarray[tuple[int, int], np.dtype[np.uint8]], box: Box) -> bool:
    part = grey[box.y0 : box.y1 + 1, box.x0 : box.x1 + 1]
    return part.size > 0 and int(part.max()) - int(part.min()) > 40
