"""Whether two pictures are one picture saved twice: pixel by pixel, once both have one size.

What a reader makes of a smaller copy differs in a word or two; the picture does not. Two papers of
one form differ where one has another digit: by 12 and more in some small square, a saved copy by
6 at most.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from pipeline.duplicates import LOOK_BITS, bits_apart
from pipeline.store import Cache, digest_of
from schemas.source import Page

REVISION = 1
WIDTH = 720
"""Pixels across at which pictures are compared, or the width of the narrower."""
SOFT = 1.2
"""Blur that takes the seams of compression away."""
SQUARE = 12
DIFFERENT = 8.0
"""Mean difference (0–255) in some square from which two pictures are not the same."""
SHAPE = 0.01
"""By how much width to height may differ."""
Grey = npt.NDArray[np.float32]


def resaved(first: Page, second: Page, cache: Cache) -> bool:
    """Whether one page is the other, saved again or made smaller."""
    if bits_apart(first.look, second.look) > LOOK_BITS:
        return False
    shapes = first.width / first.height, second.width / second.height
    if abs(shapes[0] / shapes[1] - 1) > SHAPE:
        return False
    key = digest_of(REVISION, *sorted((first.image, second.image)))
    kept = cache.get("resaved", key)
    if kept is None:
        kept = same_picture(cache.blob(first.image), cache.blob(second.image))
        cache.put("resaved", key, kept)
    return bool(kept)


def same_picture(first: bytes, second: bytes) -> bool:
    pictures = [Image.open(io.BytesIO(data)).convert("L") for data in (first, second)]
    width = min(WIDTH, *(picture.width for picture in pictures))
    height = round(width * pictures[0].height / pictures[0].width)
    one, other = (_softened(picture, (width, height)) for picture in pictures)
    differs = cv2.blur(np.abs(one - other), (SQUARE, SQUARE))
    return float(differs.max()) < DIFFERENT


def _softened(picture: Image.Image, size: tuple[int, int]) -> Grey:
    small = cv2.resize(np.asarray(picture), size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small.astype(np.float32), (0, 0), SOFT), np.float32)
