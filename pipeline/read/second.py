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
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.engine import Pixels
from schemas.evidence import EngineReading
from schemas.reading import Line

REVISION = 1
ROW_HEIGHT = 64
"""Rows of the montage, pixels; the digits in them are about 40 px high."""
DIGITS_HEIGHT = 40
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
    """A second reading of each span of `image`, in order; text "" where nothing was seen."""
    if not spans:
        return []
    crops = [_digits(image, span) for span in spans]
    if second_reader_name() == "rescaled":
        return _rescaled(crops)
    return _tesseract(crops)


def _digits(image: Pixels, span: Span) -> Grey:
    """Dark digits on white, `DIGITS_HEIGHT` high, level, with white around them."""
    quad = np.array(span.line.quad, np.float32).reshape(4, 2)
    left, right = _edges(span)
    top = quad[0] + (quad[1] - quad[0]) * left, quad[0] + (quad[1] - quad[0]) * right
    low = quad[3] + (quad[2] - quad[3]) * left, quad[3] + (quad[2] - quad[3]) * right
    corners = np.array([top[0], top[1], low[1], low[0]], np.float32)
    height = max(float(np.linalg.norm(corners[3] - corners[0])), 1.0)
    width = max(float(np.linalg.norm(corners[1] - corners[0])), 1.0)
    new = max(8, min(round(width * DIGITS_HEIGHT / height), 1600))
    target = np.array([[0, 0], [new, 0], [new, DIGITS_HEIGHT], [0, DIGITS_HEIGHT]], np.float32)
    x0, y0 = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 4, 0)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 5
    part = cv2.cvtColor(np.ascontiguousarray(image[y0:y1, x0:x1]), cv2.COLOR_RGB2GRAY)
    shrink = DIGITS_HEIGHT / height
    if shrink < 0.7:
        part = cv2.GaussianBlur(part, (0, 0), 0.4 / shrink)
    matrix = cv2.getPerspectiveTransform(corners - np.array([x0, y0], np.float32), target)
    crop = cv2.warpPerspective(
        part,
        matrix,
        (new, DIGITS_HEIGHT),
        flags=cv2.INTER_LANCZOS4 if shrink >= 1 else cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _dark_on_white(np.asarray(crop, np.uint8))


def _edges(span: Span) -> tuple[float, float]:
    """Left and right of the span along its line (0–1), half a character out from the outer centres."""
    centres = span.line.centres
    chosen = centres[span.start : span.end]
    pitch = (chosen[-1] - chosen[0]) / max(len(chosen) - 1, 1) or 1 / max(len(centres), 1)
    left, right = chosen[0] - 0.75 * pitch, chosen[-1] + 0.75 * pitch
    if span.start > 0:
        left = max(left, (centres[span.start - 1] + 2 * chosen[0]) / 3)
    if span.end < len(centres):
        right = min(right, (centres[span.end] + 2 * chosen[-1]) / 3)
    return max(left, -0.02), min(right, 1.02)


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
    margin = (ROW_HEIGHT - DIGITS_HEIGHT) // 2
    for row, crop in enumerate(crops):
        top = row * ROW_HEIGHT + margin
        sheet[top : top + DIGITS_HEIGHT, ROW_HEIGHT : ROW_HEIGHT + crop.shape[1]] = crop
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
