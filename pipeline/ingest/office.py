"""DOCX and plain text → pages drawn as pictures, with their text layer.

No office program is asked for: what matters is the words and the pictures, and the untouched
original travels with the pack.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from pipeline.fonts import chinese_font_path
from pipeline.ingest.images import Refused, encode
from pipeline.ingest.limits import MAX_PAGES, MAX_TEXT_BYTES
from schemas.geometry import Box
from schemas.reading import Line
from schemas.source import FaultCode

WIDTH, HEIGHT, MARGIN, SIZE, LEADING = 1240, 1754, 90, 24, 40
MAX_SHEETS = min(60, MAX_PAGES)
MAX_UNPACKED_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """One drawn A4 page (JPEG at 150 dpi) with the lines on it."""

    jpeg: bytes
    width: int
    height: int
    lines: tuple[Line, ...]


def sheets(data: bytes, kind: str) -> Iterator[Sheet]:
    """Pages of a DOCX ("docx") or of plain text ("text")."""
    lines = _docx_lines(data) if kind == "docx" else _text_lines(data)
    path = chinese_font_path()
    font = (
        ImageFont.truetype(str(path[0]), SIZE, index=path[1]) if path else ImageFont.load_default()
    )
    wrapped = [part for line in lines for part in _wrap(line, font)]
    per_page = (HEIGHT - 2 * MARGIN) // LEADING
    for start in range(0, max(len(wrapped), 1), per_page):
        if start // per_page >= MAX_SHEETS:
            return
        yield _sheet(wrapped[start : start + per_page], font)


def _text_lines(data: bytes) -> list[str]:
    data = data[:MAX_TEXT_BYTES]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace").splitlines()


def _docx_lines(data: bytes) -> list[str]:
    import docx
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise Refused(FaultCode.TOO_LARGE, "解压后过大")
        if "word/document.xml" not in archive.namelist():
            raise Refused(FaultCode.UNSUPPORTED)
    lines: list[str] = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["  ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines += block.text.splitlines() or [""]
    return lines


def _wrap(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> list[str]:
    parts = [""]
    for character in line.replace("\t", "    ").strip():
        if font.getlength(parts[-1] + character) > WIDTH - 2 * MARGIN:
            parts.append("")
        parts[-1] += character
    return parts


def _sheet(lines: list[str], font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Sheet:
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    placed = []
    for row, text in enumerate(lines):
        top = MARGIN + row * LEADING
        draw.text((MARGIN, top), text, fill="black", font=font)
        if text.strip():
            placed.append(_placed(text, top, font))
    return Sheet(encode(image), WIDTH, HEIGHT, tuple(placed))


def _placed(text: str, top: int, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Line:
    width = max(font.getlength(text), 1.0)
    starts = [font.getlength(text[:place]) for place in range(len(text) + 1)]
    centres = tuple(round((left + right) / 2 / width, 4) for left, right in pairwise(starts))
    right, bottom = MARGIN + int(width) + 1, top + SIZE + 8
    quad = (MARGIN, top, right, top, right, bottom, MARGIN, bottom)
    return Line(
        text=text,
        box=Box(x0=MARGIN, y0=top, x1=right, y1=bottom),
        quad=tuple(float(value) for value in quad),
        confidence=1.0,
        centres=centres,
        certainties=(1.0,) * len(text),
    )
