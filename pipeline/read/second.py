"""The second reader: Tesseract over the crops of the amounts alone, one call for a page's crops.

It shares nothing with the first reader, so that where both see the same digits a misread is
unlikely. Where Tesseract is absent the first reader reads the crops again at another scale, which
is a weaker witness, and its name says so. This file alone knows Tesseract.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from functools import cache

import cv2
import numpy as np

from pipeline.read.engine import Pixels
from pipeline.read.figures import Grey, Span, figures_of
from schemas.evidence import EngineReading

__all__ = ["REVISION", "Span", "read_again", "second_reader_name"]

REVISION = 3
ROW = 2.6
"""Height of a montage's rows, in heights of the figures in them."""
HEIGHT = 24
"""Height of the figures, pixels: about what Tesseract was trained on."""
SECOND_HEIGHT = 32
"""Their height when those that came out differently are looked at once more."""
TIMEOUT_SECONDS = 60
WHITELIST = "0123456789.,-"


@cache
def second_reader_name() -> str:
    """ "tesseract 5.3.0", or "rescaled" where there is no Tesseract with English digits."""
    if shutil.which("tesseract") is None:
        return "rescaled"
    try:
        import pytesseract

        if "eng" not in pytesseract.get_languages():
            return "rescaled"
        return f"tesseract {pytesseract.get_tesseract_version()}"
    except (OSError, subprocess.SubprocessError, SystemExit):
        return "rescaled"


def read_again(image: Pixels, spans: list[Span]) -> list[EngineReading]:
    """A second reading of each span of `image`, in order; text "" where nothing was seen.

    What comes out unlike the first reading is looked at once more at another size, so that a crop
    that Tesseract stumbles over is not a doubt yet.
    """
    if not spans:
        return []
    if second_reader_name() == "rescaled":
        return _rescaled([figures_of(image, span, HEIGHT) for span in spans])
    readings = _tesseract([figures_of(image, span, HEIGHT) for span in spans], HEIGHT)
    unlike = [place for place, span in enumerate(spans) if not _alike(span, readings[place])]
    if unlike:
        again = _tesseract(
            [figures_of(image, spans[place], SECOND_HEIGHT) for place in unlike], SECOND_HEIGHT
        )
        for place, reading in zip(unlike, again, strict=True):
            if _alike(spans[place], reading):
                readings[place] = reading
    return readings


def _alike(span: Span, reading: EngineReading) -> bool:
    first = unicodedata.normalize("NFKC", span.line.text[span.start : span.end])
    return re.sub(r"[^0-9.]", "", first) == re.sub(r"[^0-9.]", "", reading.text)


def _tesseract(crops: list[Grey], tall: int) -> list[EngineReading]:
    """One reading of each crop, whose figures are `tall` pixels high; one call for all."""
    import pytesseract

    pitch = round(ROW * tall)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    table = pytesseract.image_to_data(
        _montage(crops, pitch),
        lang="eng",
        config=f"--psm 6 -c tessedit_char_whitelist={WHITELIST}",
        output_type=pytesseract.Output.DICT,
        timeout=TIMEOUT_SECONDS,
    )
    words: list[list[tuple[str, float]]] = [[] for _ in crops]
    for text, top, height, confidence in zip(
        table["text"], table["top"], table["height"], table["conf"], strict=True
    ):
        row = (top + height / 2) // pitch
        if text.strip() and 0 <= row < len(crops):
            words[int(row)].append((text.strip(), float(confidence) / 100))
    name = second_reader_name()
    return [_joined(name, found) for found in words]


def _joined(name: str, words: list[tuple[str, float]]) -> EngineReading:
    text = "".join(word for word, _ in words)
    confidence = min((value for _, value in words), default=0.0)
    return EngineReading(engine=name, text=text, confidence=round(max(confidence, 0.0), 3))


def _montage(crops: list[Grey], pitch: int) -> Grey:
    """The crops one under the other, in rows of `pitch` pixels."""
    width = max(crop.shape[1] for crop in crops) + 2 * pitch
    sheet = np.full((pitch * len(crops), width), 255, np.uint8)
    for row, crop in enumerate(crops):
        spare = max(0, crop.shape[0] - pitch) // 2
        shown = crop[spare : spare + pitch]
        top = row * pitch + (pitch - shown.shape[0]) // 2
        sheet[top : top + shown.shape[0], pitch : pitch + shown.shape[1]] = shown
    return sheet


def _rescaled(crops: list[Grey]) -> list[EngineReading]:
    from pipeline.read.rapid import shared_reader

    larger = [
        cv2.copyMakeBorder(crop, 12, 12, 24, 24, cv2.BORDER_CONSTANT, value=255) for crop in crops
    ]
    read = shared_reader().recognise([cv2.cvtColor(crop, cv2.COLOR_GRAY2RGB) for crop in larger])  # type: ignore[misc]
    return [
        EngineReading(
            engine="rescaled",
            text=re.sub(r"[^0-9.,\-]", "", text),
            confidence=round(float(np.mean(certainties)), 3) if certainties else 0.0,
        )
        for text, _, certainties in read
    ]
