"""What happens to a picture between the phone and the folder. Same seed, same result.

Each tier gives back the picture and the 3×3 matrix that takes a point of the clean picture to the
degraded one, so that truth boxes can follow.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Matrix = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Degraded:
    image: Image.Image
    matrix: Matrix

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c = self.matrix @ np.array([x, y, 1.0])
        return float(a / c), float(b / c)

    def box(self, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """The upright box around where a clean box went to."""
        x0, y0, x1, y1 = box
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        return (round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys)))


def _same() -> Matrix:
    return np.eye(3, dtype=np.float64)


def recompress(image: Image.Image, quality: int) -> Image.Image:
    """Through JPEG and back."""
    held = io.BytesIO()
    image.save(held, "JPEG", quality=quality, subsampling=2)
    return Image.open(io.BytesIO(held.getvalue())).convert("RGB")


def clean(image: Image.Image, seed: int) -> Degraded:
    return Degraded(image, _same())


def chat(image: Image.Image, seed: int) -> Degraded:
    """Sent through a messenger: 720 px wide, JPEG at 40."""
    width = min(720, image.width)
    scale = width / image.width
    small = image.resize((width, round(image.height * scale)), Image.Resampling.BILINEAR)
    return Degraded(recompress(small, 40), np.diag([scale, scale, 1.0]))


def scan(image: Image.Image, seed: int) -> Degraded:
    """A flatbed copy: grey, a little skewed, speckled, paler ink."""
    noise = np.random.default_rng(seed)
    angle = float(noise.uniform(-1.8, 1.8))
    center = (image.width / 2, image.height / 2)
    turn = np.vstack([cv2.getRotationMatrix2D(center, angle, 1.0), [0, 0, 1]])
    grey = np.asarray(image.convert("L"))
    size = (image.width, image.height)
    turned = cv2.warpAffine(grey, turn[:2], size, flags=cv2.INTER_CUBIC, borderValue=244)
    pixels = turned.astype(np.float32) * 0.86 + 30 + noise.normal(0, 3.2, turned.shape)
    specks = noise.random(turned.shape) < 0.0004
    pixels[specks] = noise.integers(20, 120)
    made = Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).convert("RGB")
    return Degraded(made, turn)


def photo(image: Image.Image, seed: int) -> Degraded:
    """By hand: a desk around it, perspective, up to 10° askew, shade, moiré, blur, noise."""
    noise = np.random.default_rng(seed)
    matrix, size = _camera(image.size, noise)
    desk = _desk(size, noise)
    paper = np.asarray(image.convert("RGB")).astype(np.float32)
    warped = cv2.warpPerspective(paper, matrix, size, flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(
        np.ones(paper.shape[:2], np.float32), matrix, size, flags=cv2.INTER_LINEAR
    )[..., None]
    pixels = (warped * cover + desk * (1 - cover)).astype(np.float32)
    pixels = _lit(pixels, noise)
    blurred = cv2.GaussianBlur(pixels, (0, 0), float(noise.uniform(0.4, 0.9)))
    grain = noise.normal(0, 4.0, blurred.shape[:2])[..., None]
    made = Image.fromarray((blurred + grain).clip(0, 255).astype(np.uint8))
    return Degraded(recompress(made, 78), matrix)


def _camera(size: tuple[int, int], noise: np.random.Generator) -> tuple[Matrix, tuple[int, int]]:
    """A plane seen a little from the side, turned up to ±10°."""
    width, height = size
    longest = max(size)
    grow = min(1.0, 2200 / longest)
    angle = np.deg2rad(noise.uniform(-10, 10))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    moved = (corners - corners.mean(axis=0)) @ turn.T * grow
    moved += noise.uniform(-0.018, 0.018, (4, 2)) * longest * grow
    edge = 0.05 * longest * grow
    moved -= moved.min(axis=0) - edge
    out = moved.max(axis=0) + edge
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    return np.asarray(matrix, np.float64), (int(out[0]), int(out[1]))


def _desk(size: tuple[int, int], noise: np.random.Generator) -> Pixels:
    """Wood-like stripes."""
    width, height = size
    rows = noise.normal(0, 1, (height, 1))
    grain = cv2.GaussianBlur(np.repeat(rows, width, axis=1), (0, 0), 3) * 26
    tone = noise.uniform(0.6, 1.1)
    base = np.array([122.0, 88.0, 60.0]) * tone
    return (base[None, None, :] + grain[..., None]).clip(0, 255).astype(np.float32)


def _lit(pixels: Pixels, noise: np.random.Generator) -> Pixels:
    """Light from one side, a soft shadow, and the beat of a screen or a copier (moiré)."""
    height, width = pixels.shape[:2]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    tilt = noise.uniform(-0.16, 0.16, 2)
    light = 0.9 + tilt[0] * x + tilt[1] * y
    at = noise.uniform(-0.6, 0.6, 2)
    light -= 0.16 * np.exp(-(((x - at[0]) ** 2 + (y - at[1]) ** 2) / 0.18))
    beat = np.sin((x * noise.uniform(60, 120) + y * noise.uniform(40, 90)) * 3.1)
    light += 0.012 * beat
    tint = np.array([1.0, 0.985, 0.95], np.float32)
    lit: Pixels = (pixels * light[..., None] * tint).astype(np.float32)
    return lit


def resent(image: Image.Image, seed: int) -> Degraded:
    """A photo that then went through a messenger: the worst that still should be read."""
    first = photo(image, seed)
    second = chat(first.image, seed)
    return Degraded(second.image, second.matrix @ first.matrix)


def glare(image: Image.Image, seed: int) -> Image.Image:
    """A lamp's reflection that hides what is under it."""
    noise = np.random.default_rng(seed)
    pixels = np.asarray(image.convert("RGB")).astype(np.float32)
    height, width = pixels.shape[:2]
    y = np.linspace(0, height / width, height, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    at = noise.uniform(0.3, 0.7), noise.uniform(0.3, 0.7) * height / width
    spot = np.exp(-((((x - at[0]) ** 2 + (y - at[1]) ** 2) / 0.06) ** 2))[..., None]
    return Image.fromarray((pixels + 420 * spot).clip(0, 255).astype(np.uint8))


TIERS: dict[str, Callable[[Image.Image, int], Degraded]] = {
    "clean": clean,
    "chat": chat,
    "photo": photo,
    "scan": scan,
    "resent": resent,
}


def turned(image: Image.Image, clockwise: int) -> Image.Image:
    """The picture lying on its side, as if the phone had been held so."""
    return image.rotate(-clockwise, expand=True) if clockwise % 360 else image


def soft(image: Image.Image, radius: float = 6) -> Image.Image:
    """Too blurred to be read: for the legibility check."""
    return image.filter(ImageFilter.GaussianBlur(radius))
