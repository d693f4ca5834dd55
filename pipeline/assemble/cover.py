"""Burns covers into the pixels of a copy, and reads the place again to see that nothing is left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from pipeline.errors import PackInvalid
from pipeline.read.figures import Span
from pipeline.read.second import read_again
from schemas.pack import Cover, ExhibitPage
from schemas.reading import Line, Reading

INK = (60, 60, 60)
MARGIN = 0.12
"""How far a cover reaches beyond the line, in heights of it."""
LEFT_OVER = 3
"""So many hidden digits in a row, read again below a cover, are a leak."""


def covered_picture(picture: Image.Image, page: ExhibitPage, reading: Reading) -> Image.Image:
    """A copy of the whole upright `picture` with the covers of its page.

    Raises PackInvalid where a covered number can still be read.
    """
    copy = picture.convert("RGB")
    pen = ImageDraw.Draw(copy)
    for cover in page.covers:
        pen.polygon(corners(reading.lines[cover.line], cover), fill=INK)
    leaks = still_read(copy, page.covers, reading)
    if leaks:
        raise PackInvalid(
            f"{page.source.path} 第 {page.source.page} 页有 {leaks} 处号码没有遮住",
            "在 case.toml 的 [privacy] keep 写上这个文件，自己打码后换上；并反馈给维护者",
        )
    return copy


def covered_words(line: Line, place: int, covers: Sequence[Cover]) -> str:
    """What the text layer may hold of a line: the covered digits as stars."""
    text = line.text
    for cover in covers:
        if cover.line == place:
            text = text[: cover.start] + "*" * (cover.end - cover.start) + text[cover.end :]
    return text


def corners(line: Line, cover: Cover) -> list[tuple[float, float]]:
    """The four corners of the covered digits, along the slant of the line."""
    letter = 0.5 / len(line.text)
    low = max(line.centres[cover.start] - letter, 0.0)
    high = min(line.centres[cover.end - 1] + letter, 1.0)
    points = np.array(line.quad, dtype=float).reshape(4, 2)
    top_left, top_right, foot_right, foot_left = points
    down = (foot_left - top_left) * MARGIN
    top, foot = (top_left - down, top_right - down), (foot_left + down, foot_right + down)
    ends = [
        *(start + (end - start) * share for start, end, share in ((*top, low), (*top, high))),
        *(start + (end - start) * share for start, end, share in ((*foot, high), (*foot, low))),
    ]
    return [(float(x), float(y)) for x, y in ends]


def still_read(picture: Image.Image, covers: Sequence[Cover], reading: Reading) -> int:
    """How many covered numbers a second reader still finds in the finished copy."""
    pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1].copy()
    lines = [reading.lines[cover.line] for cover in covers]
    spans = [Span(line, cover.start, cover.end) for line, cover in zip(lines, covers, strict=True)]
    found = read_again(pixels, spans)
    return sum(
        _leaks(line.text[cover.start : cover.end], again.text)
        for line, cover, again in zip(lines, covers, found, strict=True)
    )


def _leaks(hidden: str, read: str) -> bool:
    digits = "".join(filter(str.isdigit, hidden))
    seen = "".join(filter(str.isdigit, read))
    pieces = (digits[at : at + LEFT_OVER] for at in range(len(digits) - LEFT_OVER + 1))
    return any(piece in seen for piece in pieces)
