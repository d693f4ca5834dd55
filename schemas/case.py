"""All that is known about one case once its papers are read; checks and pack work from it."""

from __future__ import annotations

from datetime import date

from schemas.base import Frozen
from schemas.casefile import CaseFile
from schemas.evidence import EngineReading
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Reading
from schemas.source import Fault, FaultCode, Page, PageRef, SourceFile
from schemas.statement import Statement


class CaseSource(Frozen):
    """One input file with what became of it; `fault` and no pages where it could not be read.

    holds: number of files taken out of it, where it is an archive; they follow it
    """

    file: SourceFile
    fault: Fault | None = None
    pages: tuple[Page, ...] = ()
    holds: int = 0
    duplicate_of: str = ""

    @property
    def unread(self) -> bool:
        """Whether a paper could not be read; files of the system are none."""
        return self.fault is not None and self.fault.code is not FaultCode.IGNORED


class Contradiction(Frozen):
    """A value typed in case.toml, or on one paper, that another paper does not agree with."""

    field: str
    typed: str
    read: str
    source: PageRef


class Person(Frozen):
    """The applicant as settled: typed values first, then the ID card, then other papers."""

    name: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""


class SecondLook(Frozen):
    """What the second reader made of the figures in a box of a page that is no bill."""

    ref: PageRef
    box: Box
    reading: EngineReading


class Case(Frozen):
    """One application.

    today: the signing date, from which all freshness is measured
    duplicates: page → the page it repeats (same bytes, same look, photographed twice, or inside
        another screenshot)
    alike: pages that may be another photo of a page; both are kept until somebody looks
    readings: one for each page, in input order
    second_looks: at figures that the first reader left in doubt
    """

    name: str
    today: date
    typed: CaseFile
    applicant: Person
    sources: tuple[CaseSource, ...]
    readings: tuple[Reading, ...]
    materials: tuple[Material, ...]
    statements: tuple[Statement, ...]
    duplicates: tuple[tuple[PageRef, PageRef], ...] = ()
    alike: tuple[tuple[PageRef, PageRef], ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    second_looks: tuple[SecondLook, ...] = ()

    def pages(self) -> tuple[Page, ...]:
        return tuple(page for source in self.sources for page in source.pages)

    def of_kind(self, *kinds: str) -> tuple[Material, ...]:
        """Materials of the given kinds, in input order."""
        return tuple(one for one in self.materials if one.kind in kinds)

    def texts_of(self, paper: Material) -> tuple[tuple[PageRef, str], ...]:
        """The pages of a paper, each with its lines; a page without a reading has none."""
        lines = {reading.ref: reading.lines for reading in self.readings}
        return tuple(
            (ref, "\n".join(line.text for line in lines.get(ref, ()))) for ref in paper.pages
        )
