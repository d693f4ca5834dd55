"""Days that a seal was pressed on: read again without its ink, or past it where it is grey."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.extract.fields import fields_of
from pipeline.extract.fields.order import doubted
from pipeline.gather import Gatherer, SealedPage
from pipeline.seals import GREY, SEEN
from schemas.catalogue import Catalogue
from schemas.evidence import FieldValue
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line, Reading
from schemas.source import Page, PageRef

FIELD = "issued"


def with_days_beneath(
    materials: tuple[Material, ...],
    pages: Mapping[PageRef, Page],
    catalogue: Catalogue,
    worker: Gatherer,
) -> tuple[Material, ...]:
    """The materials with the day of issue read through the seal that hides it.

    Looked at is what has a red seal and a day of issue that was not read or lies under that seal,
    and what has no colour and a day of issue that was not read or is doubtful.
    """
    wanted = {
        place: sealed
        for place, material in enumerate(materials)
        if (sealed := _hidden(material, pages, catalogue)) is not None
    }
    lines = worker.beneath(list(wanted.values()))
    found = dict(zip(wanted, lines, strict=True))
    return tuple(
        _with_day(
            material,
            Reading(ref=wanted[place].page.ref, engine="", lines=_lines_of(material, found[place])),
        )
        if place in found
        else material
        for place, material in enumerate(materials)
    )


def _hidden(
    material: Material, pages: Mapping[PageRef, Page], catalogue: Catalogue
) -> SealedPage | None:
    kind = catalogue.materials.get(material.kind)
    seal = material.fields.get("seal")
    if kind is None or FIELD not in kind.fields or seal is None:
        return None
    page = pages.get(PageRef(path=seal.evidence.path, page=seal.evidence.page))
    day = material.fields.get(FIELD)
    if page is None:
        return None
    if seal.value == GREY:
        doubtful = day is None or day.confidence < catalogue.thresholds.date_confidence
        return SealedPage(_last_page(material, pages, day) or page, None) if doubtful else None
    hidden = seal.value == SEEN and (day is None or _under(day, seal))
    return SealedPage(page, seal.evidence.box) if hidden else None


def _last_page(
    material: Material, pages: Mapping[PageRef, Page], day: FieldValue | None
) -> Page | None:
    """The page that a doubtful day stands on, else the last one, where papers are signed."""
    if day is not None:
        return pages.get(PageRef(path=day.evidence.path, page=day.evidence.page))
    return pages.get(material.pages[-1])


def _under(day: FieldValue, seal: FieldValue) -> bool:
    one, other = day.evidence, seal.evidence
    return (one.path, one.page) == (other.path, other.page) and _touch(one.box, other.box)


def _touch(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _lines_of(material: Material, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that stand on the paper, where it is not alone on its page."""
    area = material.area
    return tuple(line for line in lines if area is None or _touch(line.box, area))


def _with_day(material: Material, reading: Reading) -> Material:
    day = fields_of(reading, (FIELD,)).get(FIELD)
    if day is None:
        return material
    return material.model_copy(update={"fields": doubted({**material.fields, FIELD: day})})
