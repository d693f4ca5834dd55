"""Days that a seal was pressed on: read again without its ink."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.extract.fields import fields_of
from pipeline.extract.fields.order import doubted
from pipeline.gather import Gatherer, SealedPage
from pipeline.seals import SEEN
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

    Looked at is what has a seal and a day of issue that was not read or lies under that seal.
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
    if kind is None or FIELD not in kind.fields or seal is None or seal.value != SEEN:
        return None
    page = pages.get(PageRef(path=seal.evidence.path, page=seal.evidence.page))
    day = material.fields.get(FIELD)
    if page is None or (day is not None and not _under(day, seal)):
        return None
    return SealedPage(page, seal.evidence.box)


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
