"""DOCX and plain text → pages drawn as pictures, with their text layer, and the pictures in them.

No office program is asked for: what matters is the words and the pictures, and the untouched
original travels with the pack. Pictures follow the text, a page each; a signature put in as one
stands where it was put. Struck-out words are drawn as such and are no part of the text layer.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from PIL import Image, ImageDraw, ImageFont

from pipeline.fonts import chinese_font_path
from pipeline.ingest import images, signing
from pipeline.ingest.images import Picture, Refused, encode
from pipeline.ingest.limits import MAX_PAGES, MAX_TEXT_BYTES
from pipeline.ingest.sniff import kind_of
from pipeline.ingest.typeset import Font, Row, Typesetter
from pipeline.ingest.word import TAB, Block, Embedded, WordFile, Written, opened
from schemas.geometry import Box
from schemas.reading import Line
from schemas.source import FaultCode

WIDTH, HEIGHT, MARGIN, SIZE, LEADING = 1240, 1754, 90, 24, 40
MIN_SIDE, MIN_PIXELS = 100, 60_000
"""Embedded pictures with a shorter side or fewer pixels are logos and rules, no papers."""
MAX_RULE = 5000
"""Pixels of the longest rule."""
TOLD = 3
"""So many pictures that cannot be read are named one by one."""
_WRONG = {
    FaultCode.OUTSIDE: "是外部链接，没有读取",
    FaultCode.UNSUPPORTED: "的格式不支持",
    FaultCode.TOO_LARGE: "太大",
    FaultCode.MEMORY: "占用内存过大",
    FaultCode.TOO_MANY_PAGES: "页数太多",
}
_SIDE_ISSUES = (FaultCode.OUTSIDE, FaultCode.UNSUPPORTED)
"""Faults that another one goes before: they are the least likely to have cost a paper."""


class Partly(Refused):
    """Raised behind the last page: what else the file holds could not be read."""


@dataclass(frozen=True)
class Sheet:
    """One drawn A4 page (JPEG at 150 dpi) with the lines on it."""

    jpeg: bytes
    width: int
    height: int
    lines: tuple[Line, ...]


def sheets(data: bytes, kind: str) -> Iterator[Sheet | Picture]:
    """Pages of a DOCX ("docx") or of plain text ("text"); `Partly` behind them."""
    if kind == "docx":
        yield from _word_pages(opened(data))
        return
    for number, sheet in enumerate(_drawn(_text_lines(data), keep_empty=True)):
        if number >= MAX_PAGES:
            raise Partly(FaultCode.TOO_MANY_PAGES, f"只读了前 {MAX_PAGES} 页")
        yield sheet


def _word_pages(file: WordFile) -> Iterator[Sheet | Picture]:
    problems = [(FaultCode.UNSUPPORTED, "文中嵌入的其他文档没有读")] if file.unread else []
    shown = 0
    for page in _sheets_then_pictures(file, problems):
        if shown >= MAX_PAGES:
            problems.insert(0, (FaultCode.TOO_MANY_PAGES, f"只读了前 {MAX_PAGES} 页"))
            break
        shown += 1
        yield page
    if not shown and not problems:
        yield _sheet([], Typesetter(_font()))
    if problems:
        raise _partly(problems)


def _sheets_then_pictures(
    file: WordFile, problems: list[tuple[FaultCode, str]]
) -> Iterator[Sheet | Picture]:
    signatures = []
    for embedded in file.signed:
        try:
            signatures.append(signing.drawn(_opened(next(_decoded(embedded)))))
        except (Refused, StopIteration):
            problems.append((FaultCode.DAMAGED, "文中的签名图片打不开"))
            signatures.append(Image.new("RGB", (1, 1), "white"))
    yield from _drawn(file.blocks, keep_empty=False, signatures=signatures)
    for number, embedded in enumerate(file.pictures, 1):
        try:
            yield from _usable(embedded)
        except Refused as refused:
            told = f"文中第 {number} 张图片{_WRONG.get(refused.code, '已损坏')}"
            problems.append((refused.code, told))


def _partly(problems: list[tuple[FaultCode, str]]) -> Partly:
    """One fault for all: the code of the gravest, the words of the first few."""
    ordered = sorted(problems, key=lambda problem: problem[0] in _SIDE_ISSUES)
    told = "；".join(words for _, words in ordered[:TOLD])
    more = f"等 {len(ordered)} 处" if len(ordered) > TOLD else ""
    return Partly(ordered[0][0], f"{told}{more}；其余已读")


def _usable(embedded: Embedded) -> Iterator[Picture]:
    """The pages of an embedded picture that are large enough to be any; Refused if none."""
    if embedded.fault is None and _is_rule(embedded.data):
        return
    for picture in _decoded(embedded):
        large = picture.width * picture.height >= MIN_PIXELS
        if large and min(picture.width, picture.height) >= MIN_SIDE:
            yield picture


def _decoded(embedded: Embedded) -> Iterator[Picture]:
    """An embedded picture as Word shows it, under the limits of any picture; Refused if none."""
    if embedded.fault is not None:
        raise Refused(embedded.fault)
    kind = kind_of(embedded.data[:4096], embedded.name)
    if kind not in ("image", "heif"):
        raise Refused(FaultCode.UNSUPPORTED if embedded.data else FaultCode.DAMAGED)
    try:
        found = list(images.pictures(io.BytesIO(embedded.data), embedded.name, kind == "heif"))
        cropped = [_cropped(picture, embedded) for picture in found]
    except Refused:
        raise
    except MemoryError as error:
        raise Refused(FaultCode.MEMORY) from error
    except Exception as error:  # any decoder may raise anything on a hostile picture
        raise Refused(FaultCode.DAMAGED, type(error).__name__) from error
    yield from cropped


def _opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.jpeg))


def _is_rule(data: bytes) -> bool:
    """Whether it is a line drawn as a picture, which is no picture too long to be read."""
    with suppress(Exception):  # what is wrong with it is found when it is decoded
        size = Image.open(io.BytesIO(data)).size
        return min(size) < MIN_SIDE and max(size) <= MAX_RULE
    return False


def _cropped(picture: Picture, embedded: Embedded) -> Picture:
    """What Word shows of it: what somebody cut off is not for others to see."""
    if not any(embedded.crop):
        return picture
    left, top, right, bottom = embedded.crop
    x0, y0 = int(left * picture.width), int(top * picture.height)
    x1 = max(x0 + 1, round((1 - right) * picture.width))
    y1 = max(y0 + 1, round((1 - bottom) * picture.height))
    part = _opened(picture).crop((x0, y0, x1, y1))
    return replace(picture, jpeg=encode(part), width=part.width, height=part.height)


def _text_lines(data: bytes) -> list[Written]:
    if len(data) > MAX_TEXT_BYTES:  # far more than the pages that are read
        data = data[:MAX_TEXT_BYTES].rpartition(b"\n")[0] or data[:MAX_TEXT_BYTES]
    return [Written(line.replace("\t", TAB)) for line in _text(data).splitlines()]


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def _font() -> Font:
    path = chinese_font_path()
    if path:
        return ImageFont.truetype(str(path[0]), SIZE, index=path[1])
    return ImageFont.load_default()


def _drawn(
    blocks: Iterable[Block], keep_empty: bool, signatures: Sequence[Image.Image] = ()
) -> Iterator[Sheet]:
    """The text page by page; keep_empty: also pages on which nothing stands that is valid."""
    setter = Typesetter(_font())
    rows = setter.rows(blocks, WIDTH - 2 * MARGIN)
    pages = iter(lambda: list(islice(rows, (HEIGHT - 2 * MARGIN) // LEADING)), [])
    for page in pages:
        if keep_empty or any(_valid(piece.written) for row in page for piece in row):
            yield _sheet(page, setter, signatures)


def _valid(written: Written) -> list[int]:
    """The places of what is not struck out; spaces at the ends of struck-out words go along."""
    places = [
        place
        for place, character in enumerate(written.text)
        if place not in written.struck and not signing.is_place(character)
    ]
    cut = len(places) < len(written.text)
    while cut and places and written.text[places[0]].isspace():
        del places[0]
    while cut and places and written.text[places[-1]].isspace():
        del places[-1]
    return places if written.text.strip() else []


def _sheet(
    rows: Sequence[Row], setter: Typesetter, signatures: Sequence[Image.Image] = ()
) -> Sheet:
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    placed = []
    for number, row in enumerate(rows):
        top = MARGIN + number * LEADING
        for piece in row:
            left = MARGIN + piece.left
            text = piece.written.text
            draw.text((left, top), signing.without_places(text), fill="black", font=setter.font)
            starts = setter.starts(text)
            signing.put_in(image, text, starts, (left, top + SIZE // 2), signatures)
            _strike(draw, piece.written, left, top, starts)
            if places := _valid(piece.written):
                placed.append(_placed(piece.written.text, places, left, top, starts))
    return Sheet(encode(image), WIDTH, HEIGHT, tuple(placed))


def _strike(
    draw: ImageDraw.ImageDraw, written: Written, left: int, top: int, starts: Sequence[float]
) -> None:
    middle = top + SIZE * 3 // 4
    for place in written.struck:
        ends = (left + starts[place], middle, left + starts[place + 1], middle)
        draw.line(ends, fill="black", width=2)


def _placed(text: str, places: Sequence[int], left: int, top: int, starts: Sequence[float]) -> Line:
    """The line of the characters at `places`."""
    begin = starts[places[0]]
    width = max(starts[places[-1] + 1] - begin, 1.0)
    centres = tuple(
        round(min(max(((starts[place] + starts[place + 1]) / 2 - begin) / width, 0.0), 1.0), 4)
        for place in places
    )
    x0 = left + int(begin)
    right, bottom = left + int(begin + width) + 1, top + SIZE + 8
    quad = (x0, top, right, top, right, bottom, x0, bottom)
    return Line(
        text="".join(text[place] for place in places),
        box=Box(x0=x0, y0=top, x1=right, y1=bottom),
        quad=tuple(float(value) for value in quad),
        confidence=1.0,
        centres=centres,
        certainties=(1.0,) * len(places),
    )
