"""Red seals on papers: whether one is there to be seen, and where.

A seal is a red mark, about as wide as high, neither tiny nor half the page. A page without any
colour (a copy, a grey scan) says nothing either way; one dot of ink in colour makes it coloured.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np
from PIL import Image

from pipeline.store import Cache, digest_of
from schemas.catalogue import Catalogue
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.material import Material
from schemas.source import Page, PageRef

REVISION = 2
WIDTH = 800
"""Pixels across at which a page is looked at."""
SEEN, UNSEEN, GREY = "seen", "unseen", "grey"
COLOURLESS = 6.0
"""Saturation (0–255) that the most colourful hundredth of a page without colour stays under."""
COLOUR, LIGHT, DOTS = 40, 60, 60
"""Saturation and value from which a dot is of a colour, and so many of them make a page coloured.

A ring of ink covers far less than a hundredth of a white page. Dots count in twos at least, both
ways: coloured fringes of black letters, as cheap scanners make them, are one dot wide.
"""
SMALLEST, LARGEST = 0.05, 0.5
"""Width of a seal as a share of the page's width."""
FULL = (0.06, 0.8)
"""Share of its rectangle that a seal's ink covers: a ring and some characters, not a red box."""


def with_seals(
    materials: tuple[Material, ...],
    pages: Mapping[PageRef, Page],
    catalogue: Catalogue,
    cache: Cache,
) -> tuple[Material, ...]:
    """The materials whose kind wants a seal, with the field `seal`: seen, unseen or grey."""
    return tuple(
        _with_seal(material, pages, cache) if _wants_seal(material, catalogue) else material
        for material in materials
    )


def _wants_seal(material: Material, catalogue: Catalogue) -> bool:
    kind = catalogue.materials.get(material.kind)
    return kind is not None and "seal" in kind.fields


def _with_seal(material: Material, pages: Mapping[PageRef, Page], cache: Cache) -> Material:
    found = [
        (ref, *_looked_at(pages[ref], material.area, cache))
        for ref in material.pages
        if ref in pages
    ]
    if not found:
        return material
    # One seal on any page is enough; else a page in colour speaks louder than a grey one.
    order = (SEEN, UNSEEN, GREY)
    ref, state, box = min(found, key=lambda entry: order.index(entry[1]))
    evidence = Evidence(path=ref.path, page=ref.page, box=box, text="")
    seal = FieldValue(value=state, confidence=1.0, evidence=evidence)
    return material.model_copy(update={"fields": {**material.fields, "seal": seal}})


def _looked_at(page: Page, area: Box | None, cache: Cache) -> tuple[str, Box]:
    """State and place of the seal on a page, or on the part of it that a paper takes up."""
    key = digest_of(REVISION, page.image, *([area.as_list()] if area else []))
    kept: Any = cache.get("seal", key)
    try:
        state, box = kept
        if state in (SEEN, UNSEEN, GREY):
            return state, Box.model_validate(box)
    except (TypeError, ValueError):  # nothing kept, or not by this program
        pass
    state, found = seal_on(cache.blob(page.image), area)
    cache.put("seal", key, [state, found.as_list()])
    return state, found


def seal_on(picture: bytes, area: Box | None = None) -> tuple[str, Box]:
    """What a page shows of a seal, with its place on the page (all of it where there is none).

    area: where the words of the paper stand, if it is not alone on the page; the middle of its seal
    lies there or close by.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        width, height = opened.size
        opened.draft("RGB", (WIDTH, WIDTH * height // width))
        small = opened.convert("RGB").resize((WIDTH, max(1, WIDTH * height // width)))
    hue, saturation, value = cv2.split(cv2.cvtColor(np.asarray(small), cv2.COLOR_RGB2HSV))
    whole = Box(x0=0, y0=0, x1=width, y1=height)
    if not _coloured(saturation, value):
        return GREY, whole
    red = ((hue <= 6) | (hue >= 168)) & (saturation >= 70) & (value >= 70)
    scale = width / WIDTH
    for x, y, wide, high, ink in _marks(red):
        square = 0.5 <= wide / high <= 2.0
        full = FULL[0] <= ink / (wide * high) <= FULL[1]
        if square and full and SMALLEST <= wide / WIDTH <= LARGEST:
            corners = (x * scale, y * scale, (x + wide) * scale, (y + high) * scale)
            place = Box.model_validate([round(corner) for corner in corners])
            if area is None or _beside(place, area):
                return SEEN, place
    return UNSEEN, area or whole


def _coloured(saturation: np.ndarray, value: np.ndarray) -> bool:
    """Whether anything on a page has a colour: its paper, or some ink on it."""
    if float(np.percentile(saturation, 99)) >= COLOURLESS:
        return True
    dots = ((saturation >= COLOUR) & (value >= LIGHT)).astype(np.uint8)
    kept = cv2.morphologyEx(dots, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return int(kept.sum()) >= DOTS


def _beside(seal: Box, area: Box) -> bool:
    """Whether the middle of a seal lies on a paper whose words fill `area`, or half a seal off."""
    x, y = (seal.x0 + seal.x1) / 2, (seal.y0 + seal.y1) / 2
    wide, high = seal.width / 2, seal.height / 2
    return area.x0 - wide <= x <= area.x1 + wide and area.y0 - high <= y <= area.y1 + high


def _marks(red: np.ndarray) -> list[tuple[int, int, int, int, int]]:
    """Red marks, strokes near each other taken together, most ink first: x, y, w, h, pixels."""
    mask = red.astype(np.uint8)
    joined = cv2.dilate(mask, np.ones((13, 13), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    marks = []
    for number in range(1, count):
        x, y, wide, high, _ = (int(part) for part in stats[number])
        inside = labels[y : y + high, x : x + wide] == number
        ink = int(mask[y : y + high, x : x + wide][inside].sum())
        marks.append((x, y, wide, high, ink))
    return sorted(marks, key=lambda mark: -mark[4])[:5]
