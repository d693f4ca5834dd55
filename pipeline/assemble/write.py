"""Writes the pack into a staging folder, and nothing anywhere else."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.assemble.bundle import bundle_pdf, stand_in_of
from pipeline.assemble.copies import Copies
from pipeline.assemble.data import pack_data
from pipeline.assemble.document import write_document
from pipeline.assemble.fonts import chinese_fonts
from pipeline.assemble.guide import GUIDE, guide_text
from pipeline.assemble.manifest import Written
from pipeline.assemble.names import safe_name
from pipeline.assemble.originals import copy_originals
from pipeline.assemble.readback import ReadBack
from pipeline.assemble.recount import references_of
from pipeline.assemble.splice import with_pictures
from pipeline.assemble.textlayer import shown_words
from pipeline.assemble.upload import write_uploads
from pipeline.store import Cache
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.pack import ManifestPage, PackPlan
from schemas.reading import Reading
from schemas.source import PageRef

_AMOUNT = re.compile(r"\d[\d,]*\.\d\d")


def write_pack(
    plan: PackPlan,
    case: Case,
    source_folder: Path,
    cache: Cache,
    staging: Path,
    catalogue: Catalogue,
) -> Written:
    """Bundle PDF, DOCX, upload/, originals/ and the guide for handing in, into `staging`.

    Raises EnvironmentIncomplete without a Chinese font, PackInvalid where an input changed.
    """
    chinese_fonts()
    originals = copy_originals(case, source_folder, staging)
    data = pack_data(plan, case, catalogue)
    bundle, document = names_of(plan)
    channel = catalogue.channels[plan.channel]
    with tempfile.TemporaryDirectory(prefix="reliefpack-") as name:
        folder = Path(name)
        copies = Copies(case, cache, folder)
        sheets = tuple(sheet for exhibit in plan.exhibits() for sheet in copies.sheets(exhibit))
        readings = {reading.ref: reading for reading in case.readings}
        pdf = bundle_pdf(plan, data, sheets, readings, folder)
        with_pictures(pdf, {stand_in_of(s): s.file for s in sheets}, staging / bundle)
        pages = sheet_pages(pdf, plan)
        headed = {**data, "headings": headings_of(pdf)}
        write_document(plan, headed, sheets, _page_numbers(pages), staging / document)
        uploads = write_uploads(plan, sheets, channel, staging)
    guide = guide_text(plan, uploads, channel, references_of(plan, case, catalogue))
    (staging / GUIDE).write_text(guide, encoding="utf-8")
    return Written(
        files=(bundle, document, GUIDE, *uploads, *originals),
        pages=pages,
        bundle=bundle,
        document=document,
        uploads=uploads,
        figures=tuple(_figures(pages, readings)),
        channel=channel,
    )


def names_of(plan: PackPlan) -> tuple[str, str]:
    """张样本_息费减免申请材料.pdf and .docx, with _草稿 while not ready."""
    stem = f"{safe_name(plan.applicant, '申请人')}_{plan.title}" + ("_草稿" if plan.draft else "")
    return f"{stem}.pdf", f"{stem}.docx"


def sheet_pages(pdf: bytes, plan: PackPlan) -> tuple[ManifestPage, ...]:
    """On which page of the bundle each sheet came out, by its bookmarks; one sheet fills a page."""
    made = ReadBack(pdf)
    first = {mark.title.split("　")[0]: mark.page for mark in made.bookmarks()}
    made.close()
    return tuple(
        ManifestPage(
            bundle_page=first[f"证据{exhibit.number}"] + place,
            exhibit=exhibit.number,
            source=page.source,
            top=page.top,
            bottom=page.bottom,
        )
        for exhibit in plan.exhibits()
        for place, page in enumerate(exhibit.pages)
    )


def headings_of(pdf: bytes) -> list[tuple[str, int]]:
    """The headings of the first level and the pages they stand on."""
    made = ReadBack(pdf)
    found = [(mark.title, mark.page) for mark in made.bookmarks() if mark.depth == 0]
    made.close()
    return found


def _figures(
    pages: tuple[ManifestPage, ...], readings: dict[PageRef, Reading]
) -> Iterator[tuple[int, str]]:
    """Amounts that lie on a sheet, for the verification to look for."""
    for page in pages:
        reading = readings.get(page.source)
        for line in reading.lines if reading else ():
            middle = (line.box.y0 + line.box.y1) / 2
            if page.top <= middle < page.bottom:
                for amount in _AMOUNT.findall(shown_words(line.text)):
                    yield page.bundle_page, amount


def _page_numbers(pages: tuple[ManifestPage, ...]) -> dict[str, int]:
    """Key of a sheet ("3-2-1") → its page in the bundle."""
    numbers: dict[str, int] = {}
    seen: dict[str, int] = {}
    for page in pages:
        seen[page.exhibit] = seen.get(page.exhibit, 0) + 1
        numbers[f"{page.exhibit}-{seen[page.exhibit]}"] = page.bundle_page
    return numbers
