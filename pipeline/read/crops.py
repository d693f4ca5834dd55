"""Text lines as quads: their shape, their pixels, and the batches in which they are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.engine import Pixels

Quad = npt.NDArray[np.float32]
"""Corners clockwise from top left, shape (4, 2), pixels."""

CROP_HEIGHT = 48
MAX_CROP_WIDTH = 2880
ROOM = 0.09
"""How far a crop reaches over its line above and below, in line heights.

A line that fills less of the recogniser's height is narrower there, and width is what is paid for;
from 0.18 on figures lose one of two equal digits."""
BATCHES = ((128, 4), (256, 2))
"""Widths up to which this many crops go into one call; a wider crop goes alone.

A call costs some milliseconds however narrow the crop; from about 400 px on that is not felt."""
TALL_BOX = 1.5
END_ROOM = 8
"""Columns of paper left at the ends of a crop at the recogniser's height: paper is paid for too."""
FAINT = 6
"""How far a pixel may be from the paper's colour, in any channel, and still be paper."""
CALM = 0.3
"""Most that a column of paper ranges over in any channel, as a share of the crop's range."""
FLAT, GRAIN = 12.0, 2.0
"""What ranges over less is paper, or over no more than so many times what the calmest columns do:
pale words beside dark ones are read."""


@dataclass(frozen=True)
class Batch:
    """Crops that are recognised in one call: their places in the list, and the common width."""

    places: tuple[int, ...]
    width: int


def sides(quad: Quad) -> tuple[float, float]:
    """Width and height of a quad, pixels."""
    width = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    height = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    return float(width), float(height)


def mostly_tall(quads: Sequence[Quad]) -> bool:
    """Whether most of the text runs up or down the picture, weighted by its length.

    By extent, not by the quad's sides: the corners of an upright thin quad may come in any order.
    """
    tall = wide = 0.0
    for quad in quads:
        width, height = np.ptp(quad, axis=0)
        if height > TALL_BOX * width:
            tall += height
        elif width > TALL_BOX * height:
            wide += width
    return tall > wide


def turned(quad: Quad, width: int, height: int) -> Quad:
    """The quad on the page turned by 180°."""
    opposite = np.array([width - 1, height - 1], np.float32) - quad
    return np.ascontiguousarray(opposite[[2, 3, 0, 1]])


def cut_out(image: Pixels, quad: Quad) -> Pixels:
    """The text line in the quad, with some room above and below, laid level.

    A plain slice where it is level already.
    """
    down = (quad[3] - quad[0] + quad[2] - quad[1]) * (ROOM / 2)
    edge = np.array([image.shape[1] - 1, image.shape[0] - 1], np.float32)
    quad = np.clip(quad + np.stack([-down, -down, down, down]), 0, edge).astype(np.float32)
    width, height = (max(1, round(side)) for side in sides(quad))
    slant = abs(quad[1, 1] - quad[0, 1]) + abs(quad[3, 0] - quad[0, 0])
    if slant <= max(2.0, 0.08 * height):
        x0, y0 = np.floor(quad.min(axis=0)).astype(int)
        x1, y1 = np.ceil(quad.max(axis=0)).astype(int)
        return image[y0 : y1 + 1, x0 : x1 + 1]
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    crop = cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop, np.uint8)


def scaled(crop: Pixels) -> Pixels:
    """The crop at the recogniser's height."""
    height, width = crop.shape[:2]
    new = min(max(8, round(width * CROP_HEIGHT / max(height, 1))), MAX_CROP_WIDTH)
    method = cv2.INTER_AREA if height > CROP_HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (new, CROP_HEIGHT), interpolation=method), np.uint8)


def inked(crop: Pixels) -> tuple[int, int]:
    """First and last (exclusive) column of a level crop that are worth reading."""
    ranges = np.ptp(crop, axis=0).max(axis=1).astype(np.float32)
    paper = max(FLAT, GRAIN * float(np.percentile(ranges, 5)))
    busy = np.flatnonzero(ranges > min(paper, max(FLAT, CALM * float(ranges.max()))))
    if not len(busy):
        return 0, crop.shape[1]
    return max(0, int(busy[0]) - END_ROOM), min(crop.shape[1], int(busy[-1]) + 1 + END_ROOM)


def same_ink(crops: Sequence[Pixels]) -> list[int]:
    """For each crop the place of the first one that shows just the same; its own where none does.

    A screen draws the label of every row with the same pixels. What is not wider than tall is never
    taken for another: a dash and an underline differ in where they stand.
    """
    first: dict[tuple[int, bytes], int] = {}
    return [_first_like(crop, place, first) for place, crop in enumerate(crops)]


def _first_like(crop: Pixels, place: int, first: dict[tuple[int, bytes], int]) -> int:
    paper = np.median(crop, axis=(0, 1))
    ink = (np.abs(crop - paper) > FAINT).any(axis=2)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows) or len(columns) <= len(rows):
        return place
    tight = crop[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return first.setdefault((tight.shape[1], tight.tobytes()), place)


def stepped(width: int) -> int:
    """The width to which a crop is padded: few different ones, so that the engine meets few shapes,
    and never far above its own, since padding is paid for."""
    step = 32 if width <= 512 else 64 if width <= 1024 else 128
    return -(-width // step) * step


def batches(widths: Sequence[int]) -> Iterator[Batch]:
    """Crops of one width together, as many as are cheaper than alone; sizes are fixed."""
    by_width: dict[int, list[int]] = {}
    for place, width in enumerate(widths):
        by_width.setdefault(stepped(width), []).append(place)
    for width, places in sorted(by_width.items()):
        size = next((size for limit, size in BATCHES if width <= limit), 1)
        whole = len(places) - len(places) % size
        for start in range(0, whole, size):
            yield Batch(tuple(places[start : start + size]), width)
        for place in places[whole:]:
            yield Batch((place,), width)
