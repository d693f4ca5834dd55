"""One raw page → an upright Page, its picture and its Reading. The heavy work of a case, in a worker."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass

import numpy as np
from PIL import Image

from pipeline.ingest.images import encode
from pipeline.ingest.quality import look_of, quality_of
from pipeline.read.engine import Pixels, Reader
from schemas.reading import Line, Reading
from schemas.source import Page, PageRef

REVISION = 1
"""Raise when what `read_page` returns for the same picture changes."""
TEXT_LAYER = "text"


@dataclass(frozen=True)
class PageJob:
    """A raw page to be read: JPEG bytes as decoded, and the text layer if one is believed."""

    ref: PageRef
    picture: bytes
    form: str
    captured: str
    lines: tuple[Line, ...]


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
    """Read a page, the text layer first; the Page's `image` is `raw_digest` when nothing was turned."""
    image = pixels_of(job.picture)
    if job.lines:
        rotation, lines, engine = 0, job.lines, TEXT_LAYER
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
        rotation=rotation,
        look=look_of(image),
        form=_form(job.form, lines),
        captured=job.captured,
        quality=quality_of(image, lines),
    )
    return ReadPage(page, Reading(ref=job.ref, engine=engine, lines=lines), picture)


def _form(form: str, lines: tuple[Line, ...]) -> str:
    """A tall picture whose lines slant was photographed, whatever its shape says."""
    if form != "screenshot" or len(lines) < 4:
        return form
    slanted = Counter(abs(line.quad[3] - line.quad[1]) > 0.02 * line.box.width for line in lines)
    return "photo" if slanted[True] > slanted[False] else form
