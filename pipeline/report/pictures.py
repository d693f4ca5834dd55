"""Crops and thumbnails of pages as data URIs. Each page picture is decoded once, one at a time.

What was made for a page is kept in the cache under the digest of its picture, the boxes asked for
and REVISION, so that a second report costs nothing.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from pipeline.store import Cache, digest_of
from schemas.geometry import Box
from schemas.source import Page, PageRef

REVISION = 2
CROP_HEIGHT = 56
"""Pixels of an amount's crop, twice what is shown, for sharp screens."""
CROP_WIDTH = 460
CONTEXT_WIDTH = 900
"""Pixels of a strip that shows a finding's place with what stands around it."""
THUMB = (240, 420)
MINI = (96, 150)
SMALL_FROM = 60
"""Pages of a case from which thumbnails are made half as large."""
QUALITY = 62


@dataclass(frozen=True)
class Picture:
    """A small picture: data URI and pixels."""

    uri: str
    width: int
    height: int


@dataclass(frozen=True)
class Wanted:
    """What the report shows of one page: crops of amounts, strips of findings, a mini thumbnail."""

    crops: frozenset[Box] = frozenset()
    strips: frozenset[Box] = frozenset()
    mini: bool = False


@dataclass(frozen=True)
class Pictures:
    """All pictures of a report; a page whose picture is lost has none."""

    crops: Mapping[tuple[PageRef, Box], Picture]
    strips: Mapping[tuple[PageRef, Box], Picture]
    thumbs: Mapping[PageRef, Picture]
    minis: Mapping[PageRef, Picture]


def pictures_of(pages: Sequence[Page], wanted: Mapping[PageRef, Wanted], cache: Cache) -> Pictures:
    """The pictures the report needs of each page."""
    boxed: dict[str, dict[tuple[PageRef, Box], Picture]] = {"crop": {}, "strip": {}}
    whole: dict[str, dict[PageRef, Picture]] = {"thumb": {}, "mini": {}}
    size = THUMB if len(pages) < SMALL_FROM else (THUMB[0] // 2, THUMB[1] // 2)
    for page in pages:
        need = wanted.get(page.ref, Wanted())
        made = _kept(page, need, size, cache)
        for key, picture in made.items():
            kind, _, place = key.partition(":")
            if kind in whole:
                whole[kind][page.ref] = picture
            else:
                box = Box.model_validate([int(part) for part in place.split(",")])
                boxed[kind][page.ref, box] = picture
    return Pictures(
        crops=boxed["crop"], strips=boxed["strip"], thumbs=whole["thumb"], minis=whole["mini"]
    )


def _kept(page: Page, need: Wanted, size: tuple[int, int], cache: Cache) -> dict[str, Picture]:
    names = {
        "crop": sorted(_place(box) for box in need.crops),
        "strip": sorted(_place(box) for box in need.strips),
    }
    key = digest_of(REVISION, page.image, names, need.mini, size)
    kept = _restored(cache.get("report-pictures", key))
    if kept is not None:
        return kept
    made = _made(page, need, size, cache)
    if made:
        rows = {name: [one.uri, one.width, one.height] for name, one in made.items()}
        cache.put("report-pictures", key, rows)
    return made


def _restored(kept: Any) -> dict[str, Picture] | None:
    """Pictures that the cache held; None where it holds nothing, or not what this program wrote."""
    try:
        found = {name: Picture(str(uri), int(w), int(h)) for name, (uri, w, h) in kept.items()}
    except (AttributeError, TypeError, ValueError):
        return None
    drawn = all(one.uri.startswith("data:image/") for one in found.values())
    return found if drawn and all(map(_is_place, found)) else None


def _is_place(key: str) -> bool:
    """thumb, mini, or crop:x0,y0,x1,y1."""
    kind, _, place = key.partition(":")
    return kind in ("thumb", "mini") or (
        kind in ("crop", "strip") and all(part.isdecimal() for part in place.split(","))
    )


def _place(box: Box) -> str:
    return ",".join(str(number) for number in box.as_list())


def _made(page: Page, need: Wanted, size: tuple[int, int], cache: Cache) -> dict[str, Picture]:
    """Every picture of one page, from one decoding."""
    try:
        data = cache.blob(page.image)
    except KeyError:
        return {}
    with Image.open(io.BytesIO(data)) as opened:
        if not need.crops and not need.strips:
            # JPEG can be decoded at a fraction of its size; nothing here needs more.
            opened.draft("RGB", (size[0] * 2, size[1] * 2))
        picture = opened.convert("RGB")
    made = {f"crop:{_place(box)}": crop(picture, box) for box in _sorted(need.crops)}
    made |= {f"strip:{_place(box)}": strip(picture, box) for box in _sorted(need.strips)}
    small = _fitted(picture, size)
    made["thumb"] = _encoded(small)
    if need.mini:
        made["mini"] = _encoded(_fitted(small, MINI))
    return made


def _sorted(boxes: Iterable[Box]) -> list[Box]:
    return sorted(boxes, key=lambda box: box.as_list())


def crop(picture: Image.Image, box: Box) -> Picture:
    """An amount with a little air around it."""
    air = max(4, box.height // 5)
    cut = _cut(picture, box, air * 3, air)
    return _encoded(_fitted(cut, (CROP_WIDTH, CROP_HEIGHT)))


def strip(picture: Image.Image, box: Box) -> Picture:
    """A finding's place with the lines above and below it, as wide as the page allows."""
    cut = _cut(picture, box, max(picture.width // 3, box.height * 6), box.height * 2)
    return _encoded(_fitted(cut, (CONTEXT_WIDTH, CONTEXT_WIDTH // 3)))


def _cut(picture: Image.Image, box: Box, aside: int, above: int) -> Image.Image:
    """The box widened and kept inside the page; never empty."""
    left, top = max(0, box.x0 - aside), max(0, box.y0 - above)
    right, bottom = min(picture.width, box.x1 + aside), min(picture.height, box.y1 + above)
    return picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def _fitted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Shrunk to fit, never enlarged."""
    share = min(size[0] / picture.width, size[1] / picture.height, 1.0)
    if share == 1.0:
        return picture
    wide, high = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    return picture.resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encoded(picture: Image.Image) -> Picture:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    text = base64.b64encode(out.getvalue()).decode("ascii")
    return Picture(f"data:image/jpeg;base64,{text}", picture.width, picture.height)
