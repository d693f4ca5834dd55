"""The picture of each sheet as the pack shows it: a slice, watermarked, with numbers covered.

A page that needs no change keeps its bytes. The upright picture in the cache is never altered.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from PIL import Image

from pipeline.assemble.cover import covered_picture
from pipeline.assemble.legible import amounts_on
from pipeline.assemble.splice import may_go_in
from pipeline.assemble.watermark import card_area, protected_boxes, watermarked
from pipeline.read.figures import Span
from pipeline.store import Cache
from schemas.case import Case
from schemas.pack import Exhibit, ExhibitPage
from schemas.reading import Reading

JPEG = "image/jpeg"
QUALITY = 92
MAX_PIXELS = 200_000_000
"""Pictures in the cache are within the limits of ingest; this one only stops surprises."""


@dataclass(frozen=True)
class SheetPicture:
    """One sheet of one exhibit; `place` from 1 within the exhibit. Width and height in pixels.

    file: where its bytes lie while the pack is written
    letters: median height of the text lines on it, pixels; 0 where it has none
    amounts: where amounts stand on it, for reading them again
    """

    exhibit: Exhibit
    place: int
    page: ExhibitPage
    file: Path
    media: str
    width: int
    height: int
    letters: float
    amounts: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """Name within the bundle ("3-2-1"): group, place in the group, sheet."""
        return f"{self.exhibit.number}-{self.place}"

    def data(self) -> bytes:
        return self.file.read_bytes()


class Copies:
    """Makes the sheets of exhibits into files of a working folder, one at a time."""

    def __init__(self, case: Case, cache: Cache, folder: Path) -> None:
        self._cache, self._folder = cache, folder
        self._materials = case.materials
        self._readings = {reading.ref: reading for reading in case.readings}

    def sheets(self, exhibit: Exhibit) -> Iterator[SheetPicture]:
        for place, page in enumerate(exhibit.pages, start=1):
            whole = (page.top, page.bottom) == (0, page.height)
            data, media = self._cache.blob(page.image), page.media
            if exhibit.watermark or page.covers or not whole:
                data, media = self._changed(exhibit, page, data)
            suffix = "jpg" if media == JPEG else "png"
            file = self._folder / f"sheet-{exhibit.number}-{place}.{suffix}"
            file.write_bytes(data)
            if not may_go_in(file):
                file, media = self._plain(file)
            yield SheetPicture(
                exhibit=exhibit,
                place=place,
                page=page,
                file=file,
                media=media,
                width=page.width,
                height=page.bottom - page.top,
                letters=_letter_height(self._readings.get(page.source)),
                amounts=amounts_on(page, self._readings.get(page.source)),
            )

    def _plain(self, file: Path) -> tuple[Path, str]:
        """A picture with palette, transparency, four inks or more depth, as a usual JPEG."""
        plain = file.with_suffix(".jpg")
        plain.write_bytes(encoded(opened(file.read_bytes()), QUALITY))
        return plain, JPEG

    def _changed(self, exhibit: Exhibit, page: ExhibitPage, data: bytes) -> tuple[bytes, str]:
        picture = opened(data)
        reading = self._readings.get(page.source)
        if page.covers and reading:
            picture = covered_picture(picture, page, reading)
        if exhibit.watermark:
            papers = [one for one in self._materials if page.source in one.pages]
            picture = watermarked(
                picture,
                exhibit.watermark,
                card_area(reading, picture.size),
                protected_boxes(papers, reading, page.source),
                [line.box for line in reading.lines] if reading else (),
            )
        return encoded(picture.crop((0, page.top, page.width, page.bottom)), QUALITY), JPEG


def _letter_height(reading: Reading | None) -> float:
    heights = [line.box.height for line in reading.lines] if reading else []
    return float(median(heights)) if heights else 0.0


def opened(data: bytes) -> Image.Image:
    """The decoded picture, refused when it is larger than anything ingest lets through."""
    picture = Image.open(io.BytesIO(data))
    if picture.width * picture.height > MAX_PIXELS:
        raise ValueError(f"picture of {picture.width}×{picture.height} pixels")
    return picture.convert("RGB")


def encoded(picture: Image.Image, quality: int) -> bytes:
    """JPEG bytes with full colour resolution, so that thin coloured digits stay sharp."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality, subsampling=0, optimize=False)
    return out.getvalue()
