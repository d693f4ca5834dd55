"""Handwriting: a name as a pen leaves it, larger, leaning, its strokes of uneven pressure."""

from __future__ import annotations

import random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from samples.canvas import Canvas
from samples.fonts import face

BLUE, BLACK = (28, 48, 140), (38, 38, 44)


def signature(
    name: str, seed: int, size: int = 70, ink: tuple[int, int, int] = BLUE
) -> Image.Image:
    """`name` written by hand, on a clear ground; about `size` pixels high."""
    rng = random.Random(seed)
    wide = int(size * (len(name) + 1.2))
    mark = Image.new("L", (wide, size * 2), 0)
    for place, letter in enumerate(name):
        glyph = Image.new("L", (size * 2, size * 2), 0)
        points = int(size * rng.uniform(0.85, 1.2))
        ImageDraw.Draw(glyph).text((size, size), letter, font=face(points), fill=255, anchor="mm")
        glyph = glyph.rotate(rng.uniform(-14, 14), resample=Image.Resampling.BICUBIC)
        at = int(size * (place * rng.uniform(0.72, 0.86) - 0.3))
        mark.paste(255, (at, int(size * rng.uniform(-0.15, 0.15))), glyph)
    shape = _shaken(np.asarray(mark), seed)
    alpha = Image.fromarray(shape)
    drawn = Image.new("RGBA", alpha.size, (*ink, 0))
    drawn.putalpha(alpha)
    return drawn


def _shaken(shape: np.ndarray, seed: int) -> np.ndarray:
    """Bent by a slow random field, leaning, thinned here and there."""
    noise = np.random.default_rng(seed)
    height, width = shape.shape
    bend = [
        cv2.resize(noise.normal(0, height / 34, (4, 9)).astype(np.float32), (width, height),
                   interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    ]  # fmt: skip
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lean = float(noise.uniform(0.1, 0.3)) * (y - height / 2)
    bent = cv2.remap(shape, x + bend[0] + lean, y + bend[1], cv2.INTER_LINEAR)
    press = cv2.resize(noise.uniform(0.55, 1.0, (3, 12)).astype(np.float32), (width, height))
    return np.asarray((bent * press).clip(0, 255), np.uint8)


def sign(sheet: Canvas, name: str, x: float, y: float, seed: int, **how: object) -> None:
    """Sign on a sheet with the left end of the line at x, y (design pixels)."""
    drawn = signature(name, seed, size=sheet.px(44), **how)  # type: ignore[arg-type]
    sheet.image.paste(drawn, (sheet.px(x), sheet.px(y) - drawn.height // 2), drawn)
