"""Whether the amounts on a picture that was made smaller can still be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from PIL import Image

from pipeline.read.figures import Span
from pipeline.read.second import read_again
from schemas.pack import ExhibitPage
from schemas.reading import Line, Reading

MOST = 40
"""Amounts of a sheet that are read again; more tell nothing new."""
_AMOUNT = re.compile(r"\d[\d,]*\.\d\d")


def amounts_on(page: ExhibitPage, reading: Reading | None) -> tuple[Span, ...]:
    """The amounts that stand on a sheet, in pixels of the sheet."""
    found = [
        Span(_moved(line, 1.0, page.top), match.start(), match.end())
        for line in (reading.lines if reading else ())
        if page.top <= (line.box.y0 + line.box.y1) / 2 < page.bottom
        for match in _AMOUNT.finditer(line.text)
    ]
    return tuple(found[:MOST])


def readable(picture: Image.Image, spans: Iterable[Span], scale: float = 1.0) -> tuple[Span, ...]:
    """Those of `spans` that are read right on `picture`, which is `scale` times as large."""
    found = tuple(spans)
    pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1].copy()
    placed = [Span(_moved(span.line, scale, 0), span.start, span.end) for span in found]
    return tuple(
        span
        for span, again in zip(found, read_again(pixels, placed), strict=True)
        if _figures(span.line.text[span.start : span.end]) == _figures(again.text)
    )


def _moved(line: Line, scale: float, top: int) -> Line:
    quad = tuple((edge - (top if place % 2 else 0)) * scale for place, edge in enumerate(line.quad))
    return line.model_copy(update={"quad": quad})


def _figures(text: str) -> str:
    return re.sub(r"[^0-9.]", "", text)
