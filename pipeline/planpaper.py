"""A plan on paper whose figures do not close is looked at by the second reader as well."""

from __future__ import annotations

from pipeline.gather import Gatherer, SpanRequest
from pipeline.plan.cells import Cell, box_of
from pipeline.plan.own import figures_to_ask
from pipeline.read.second import Span
from schemas.case import Case, SecondLook


def with_second_looks(case: Case, gatherer: Gatherer) -> Case:
    """The case with a second reading of the figures that a plan on paper leaves open."""
    pages = {page.ref: page for page in case.pages()}
    asked = [(ref, cells) for ref, cells in figures_to_ask(case) if ref in pages]
    requests = [SpanRequest(pages[ref], tuple(map(_span, cells))) for ref, cells in asked]
    answers = gatherer.second_readings(requests) if requests else []
    looks = tuple(
        SecondLook(ref=ref, box=box_of(cell), reading=reading)
        for (ref, cells), given in zip(asked, answers, strict=True)
        for cell, reading in zip(cells, given, strict=True)
    )
    return case.model_copy(update={"second_looks": looks}) if looks else case


def _span(cell: Cell) -> Span:
    return Span(cell.line, cell.start, cell.end)
