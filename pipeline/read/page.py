"""One raw page → an upright Page, its picture and its Reading: the heavy work, in a worker."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from pipeline.ingest.images import encode
from pipeline.ingest.quality import look_of, quality_of
from pipeline.read.drawn import with_drawn
from pipeline.read.engine import Pixels, Reader
from schemas.reading import Line, Reading
from schemas.source import Page, PageRef

REVISION = 17
"""Raise when what `read_page` returns for the same picture changes."""
TEXT_LAYER = "text"
DRAWN = 0.75
"""Share of equal neighbours from which a picture was drawn by a machine."""


@dataclass(frozen=True)
class PageJob:
    """A raw page to be read: JPEG bytes as decoded, and the text layer if one is believed."""

    ref: PageRef
    picture: bytes
    form: str
    captured: str
    lines: tuple[Line, ...]
    turned: int = 0
    software: str = ""


@dataclass(frozen=True)
class ReadPage:
    """`picture` is the upright JPEG, or None where the raw picture stood upright already."""

    page: Page
    reading: Reading
    picture: bytes | None


def pixels_of(picture: bytes) -> Pixels:
    """The RGB array of JPEG or PNG bytes of our own making."""
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


def read_page(job: PageJob, raw_digest: str, reader: Reader) -> ReadPage:
    """Read a page, by its text layer where it has one, and what is drawn besides.

    The Page's `image` is `raw_digest`; where the picture was turned, the caller stores the new one.
    """
    image = pixels_of(job.picture)
    if job.lines:
        rotation, lines = 0, with_drawn(image, job.lines, reader)
        engine = TEXT_LAYER if lines == job.lines else f"{TEXT_LAYER}+{reader.name}"
    else:
        seen = reader.read(image)
        rotation, lines, engine = seen.rotation, seen.lines, reader.name
    picture = None
    if rotation:
        image = np.ascontiguousarray(np.rot90(image, -rotation // 90))
        picture = encode(Image.fromarray(image))
    page = Page(
        ref=job.ref,
        image=raw_digest,
        media="image/jpeg",
        width=image.shape[1],
        height=image.shape[0],
        rotation=(job.turned + rotation) % 360,
        look=look_of(image),
        form=_form(job.form, image),
        captured=job.captured,
        software=job.software,
        quality=quality_of(image, lines),
    )
    return ReadPage(page, Reading(ref=job.ref, engine=engine, lines=lines), picture)


def _form(form: str, image: Pixels) -> str:
    """Screenshot, photo or scan, by what only a machine draws: areas without any grain.

    In a drawn picture most neighbouring pixels are equal (0.79–0.98 after chat compression too); in
    photos and scans of papers and screens few are (0.08–0.30).
    """
    if form == "electronic":
        return form
    if image.shape[1] < 2:
        return form
    still = float(np.mean(image[:, 1:, 1] == image[:, :-1, 1]))
    if still >= DRAWN:
        return "screenshot"
    if form != "screenshot":
        return form
    grey = bool(np.abs(image[::4, ::4, 0].astype(np.int16) - image[::4, ::4, 2]).mean() < 2.0)
    return "scan" if grey else "photo"
