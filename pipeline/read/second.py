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
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.engine import Pixels
from schemas.evidence import EngineReading
from schemas.reading import Line

REVISION = 2
ROW_HEIGHT = 64
"""Rows of the montage, pixels; the digits in them are about 40 px high."""
DIGITS_HEIGHT = 40
SECOND_HEIGHT = 30
"""Height of the digits when those that came out differently are looked at once more."""
EDGE = 0.12
"""How far over a line's end the crop reaches, in line heights: detectors cut close."""
TIMEOUT_SECONDS = 60
WHITELIST = "0123456789.,-"
Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Span:
    """Characters `start`..`end` of a line: the digits of one amount."""

    line: Line
    start: int
    end: int


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
        return _rescaled([_digits(image, span, DIGITS_HEIGHT) for span in spans])
    readings = _tesseract([_digits(image, span, DIGITS_HEIGHT) for span in spans])
    unlike = [place for place, span in enumerate(spans) if not _alike(span, readings[place])]
    if unlike:
        again = _tesseract([_digits(image, spans[place], SECOND_HEIGHT) for place in unlike])
        for place, reading in zip(unlike, again, strict=True):
            if _alike(spans[place], reading):
                readings[place] = reading
    return readings


def _alike(span: Span, reading: EngineReading) -> bool:
    first = unicodedata.normalize("NFKC", span.line.text[span.start : span.end])
    return re.sub(r"[^0-9.]", "", first) == re.sub(r"[^0-9.]", "", reading.text)


def _digits(image: Pixels, span: Span, tall: int) -> Grey:
    """Dark digits on white, `tall` pixels high, level, with white around them."""
    quad = np.array(span.line.quad, np.float32).reshape(4, 2)
    line_height = float(np.linalg.norm(quad[3] - quad[0]))
    left, right = _edges(span, line_height, float(np.linalg.norm(quad[1] - quad[0])))
    top = quad[0] + (quad[1] - quad[0]) * left, quad[0] + (quad[1] - quad[0]) * right
    low = quad[3] + (quad[2] - quad[3]) * left, quad[3] + (quad[2] - quad[3]) * right
    corners = np.array([top[0], top[1], low[1], low[0]], np.float32)
    height = max(float(np.linalg.norm(corners[3] - corners[0])), 1.0)
    width = max(float(np.linalg.norm(corners[1] - corners[0])), 1.0)
    new = max(8, min(round(width * tall / height), 1600))
    target = np.array([[0, 0], [new, 0], [new, tall], [0, tall]], np.float32)
    x0, y0 = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 4, 0)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 5
    part = cv2.cvtColor(np.ascontiguousarray(image[y0:y1, x0:x1]), cv2.COLOR_RGB2GRAY)
    shrink = tall / height
    if shrink < 0.7:
        part = cv2.GaussianBlur(part, (0, 0), 0.4 / shrink)
    matrix = cv2.getPerspectiveTransform(corners - np.array([x0, y0], np.float32), target)
    crop = cv2.warpPerspective(
        part,
        matrix,
        (new, tall),
        flags=cv2.INTER_LANCZOS4 if shrink >= 1 else cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _dark_on_white(np.asarray(crop, np.uint8))


def _edges(span: Span, height: float, width: float) -> tuple[float, float]:
    """Left and right of the span along its line (0–1): out to the line's end, or to the neighbour.

    A neighbour's share of the gap goes by its width: a Chinese character is twice a digit.
    """
    centres, text = span.line.centres, span.line.text
    out = EDGE * height / max(width, 1.0)
    left, right = -out, 1.0 + out
    if span.start > 0:
        before, first = centres[span.start - 1], centres[span.start]
        left = before + (first - before) * _share(text[span.start - 1])
    if span.end < len(centres):
        last, after = centres[span.end - 1], centres[span.end]
        right = after - (after - last) * _share(text[span.end])
    return left, right


def _share(neighbour: str) -> float:
    """How much of the way from a neighbour's centre to the digit's centre is the neighbour's."""
    return 0.62 if ord(neighbour) > 0x2E80 else 0.5


def _dark_on_white(crop: Grey) -> Grey:
    low, high = np.percentile(crop, (2, 98))
    border = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    stretched = np.clip((crop.astype(np.float32) - low) * 255 / max(high - low, 1), 0, 255)
    if float(np.median(border)) < (float(low) + float(high)) / 2:
        stretched = 255 - stretched
    return np.asarray(stretched, np.uint8)


def _tesseract(crops: list[Grey]) -> list[EngineReading]:
    import pytesseract

    os.environ["OMP_THREAD_LIMIT"] = "1"
    table = pytesseract.image_to_data(
        _montage(crops),
        lang="eng",
        config=f"--psm 6 -c tessedit_char_whitelist={WHITELIST}",
        output_type=pytesseract.Output.DICT,
        timeout=TIMEOUT_SECONDS,
    )
    words: list[list[tuple[str, float]]] = [[] for _ in crops]
    for text, top, height, confidence in zip(
        table["text"], table["top"], table["height"], table["conf"], strict=True
    ):
        row = (top + height / 2) // ROW_HEIGHT
        if text.strip() and 0 <= row < len(crops):
            words[int(row)].append((text.strip(), float(confidence) / 100))
    name = second_reader_name()
    return [_joined(name, found) for found in words]


def _joined(name: str, words: list[tuple[str, float]]) -> EngineReading:
    text = "".join(word for word, _ in words)
    confidence = min((value for _, value in words), default=0.0)
    return EngineReading(engine=name, text=text, confidence=round(max(confidence, 0.0), 3))


def _montage(crops: list[Grey]) -> Grey:
    width = max(crop.shape[1] for crop in crops) + 2 * ROW_HEIGHT
    sheet = np.full((ROW_HEIGHT * len(crops), width), 255, np.uint8)
    for row, crop in enumerate(crops):
        top = row * ROW_HEIGHT + (ROW_HEIGHT - crop.shape[0]) // 2
        sheet[top : top + crop.shape[0], ROW_HEIGHT : ROW_HEIGHT + crop.shape[1]] = crop
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
