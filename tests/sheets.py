"""Hand-made readings: lines of text put at places on a page, as a reader would report them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache as remember

from pipeline.extract.bill import read_bill
from pipeline.extract.drafts import BillDraft
from pipeline.extract.labels import Grammar
from pipeline.gather import Gathered, Gatherer, Options, SpanRequest, silent
from pipeline.interpret import Interpreted, interpret, understand
from pipeline.read.second import Span
from pipeline.store import Cache, digest_of
from schemas.case import Case, CaseSource, Person
from schemas.casefile import Assign, CaseFile
from schemas.catalogue import Catalogue, load_catalogue
from schemas.evidence import EngineReading
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line, Reading
from schemas.source import Page, PageQuality, PageRef, SourceFile
from schemas.statement import Statement

WIDTH = 1080
SIZE = 40
LEFT = 60
STEP = 90
SECOND = "second reader"


def width_of(text: str, size: int = SIZE) -> int:
    """Pixels a text takes: Chinese characters are square, others a little over half as wide."""
    return round(sum(size if ord(mark) > 0x2E80 else 0.55 * size for mark in text))


def line(text: str, x: int, y: int, size: int = SIZE, sure: float = 0.99) -> Line:
    """One level line of text whose top left corner is at (x, y)."""
    widths = [width_of(mark, size) or 1 for mark in text]
    total = sum(widths)
    starts = [sum(widths[:place]) for place in range(len(text))]
    box = Box(x0=x, y0=y, x1=x + total, y1=y + size)
    return Line(
        text=text,
        box=box,
        quad=(box.x0, box.y0, box.x1, box.y0, box.x1, box.y1, box.x0, box.y1),
        confidence=sure,
        centres=tuple((a + w / 2) / total for a, w in zip(starts, widths, strict=True)),
        certainties=(sure,) * len(text),
    )


@dataclass
class Sheet:
    """A page being written from the top down; `y` is where the next row goes."""

    path: str = "bill.png"
    page: int = 1
    captured: str = "2026-11-01"
    y: int = 100
    lines: list[Line] = field(default_factory=list)

    def at(self, x: int, y: int, text: str, size: int = SIZE, sure: float = 0.99) -> Sheet:
        self.lines.append(line(text, x, y, size, sure))
        return self

    def row(self, *texts: str, step: int = STEP, sure: float = 0.99) -> Sheet:
        """Texts spread over the page: one on the left, two at both edges, more in even columns."""
        count = len(texts)
        for place, text in enumerate(texts):
            if count > 2:
                x = LEFT + place * (WIDTH - 2 * LEFT) // count
            else:
                x = LEFT if place == 0 else WIDTH - LEFT - width_of(text)
            if text:
                self.at(x, self.y, text, sure=sure)
        self.y += step
        return self

    def rows(self, *rows: str | Sequence[str]) -> Sheet:
        """Several rows; a row of several texts is a sequence."""
        for texts in rows:
            self.row(*([texts] if isinstance(texts, str) else texts))
        return self

    def gap(self, pixels: int = 120) -> Sheet:
        self.y += pixels
        return self

    @property
    def ref(self) -> PageRef:
        return PageRef(path=self.path, page=self.page)

    def reading(self) -> Reading:
        ordered = sorted(self.lines, key=lambda one: (one.box.y0, one.box.x0))
        return Reading(ref=self.ref, engine="first reader", lines=tuple(ordered))

    def as_page(self, look: str = "") -> Page:
        return Page(
            ref=self.ref,
            image=digest_of(self.path, self.page),
            media="image/jpeg",
            width=WIDTH,
            height=max(self.y, 200),
            look=look or "0f" * 32,
            form="screenshot",
            captured=self.captured,
            quality=PageQuality(sharpness=200, contrast=150, glare=0, text_height=SIZE),
        )


@remember
def grammar() -> Grammar:
    return Grammar(catalogue().vocabulary)


def catalogue() -> Catalogue:
    return load_catalogue()


def drafted(sheet: Sheet) -> BillDraft:
    """What one page states."""
    return read_bill(sheet.reading(), grammar())


def owed(sheet: Sheet) -> dict[str, str]:
    """Totals of the whole that a page states as owed, the widest of each part."""
    return {name: str(entries[0].value) for name, entries in drafted(sheet).totals.items()}


def instalments(sheet: Sheet) -> list[dict[str, str]]:
    """What a page states of each instalment: its index, status, due day and amounts."""
    return [
        {
            "index": str(period.index),
            **({"status": period.status} if period.status else {}),
            **({"due": str(period.due)} if period.due else {}),
            **{name: str(stated.value) for name, stated in period.amounts.items()},
        }
        for period in drafted(sheet).periods
    ]


def case_of(kind: str, *readings: Reading, today: date = date(2026, 11, 26)) -> Case:
    """A case whose only paper is of a kind, with a page for each reading and nothing typed."""
    pages = tuple(reading.ref for reading in readings)
    return Case(
        name="样本",
        today=today,
        typed=CaseFile(),
        applicant=Person(),
        sources=(),
        readings=readings,
        materials=(Material(id="m1", kind=kind, pages=pages, confidence=1.0),),
        statements=(),
    )


class SecondReader(Gatherer):
    """Gives second readings without any engine: the first reader's text, or what a test says.

    says: what the second reader makes of an amount, by the first reader's text of it
    """

    def __init__(self, cache: Cache, says: Mapping[str, str] | None = None) -> None:
        super().__init__(Options(jobs=1, cache=cache), cache, silent)
        self.says = says or {}
        self.asked: list[str] = []

    def second_readings(self, requests: Sequence[SpanRequest]) -> list[list[EngineReading]]:
        return [[self._word(span) for span in request.spans] for request in requests]

    def _word(self, span: Span) -> EngineReading:
        text = span.line.text[span.start : span.end]
        self.asked.append(text)
        return EngineReading(engine=SECOND, text=self.says.get(text, text), confidence=0.9)


def gathered(sheets: Sequence[Sheet]) -> Gathered:
    """Pages and readings as if decoded and read; sheets of one path are pages of one file."""
    files: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        files.setdefault(sheet.path, []).append(sheet)
    sources = tuple(
        CaseSource(
            file=SourceFile(path=path, sha256=f"{number:064x}", size=1),
            pages=tuple(sheet.as_page() for sheet in pages),
        )
        for number, (path, pages) in enumerate(files.items(), 1)
    )
    return Gathered(sources, tuple(s.reading() for pages in files.values() for s in pages))


def interpreted(
    sheets: Sequence[Sheet],
    cache: Cache,
    *,
    says: Mapping[str, str] | None = None,
    assign: Sequence[Assign] = (),
    copies: Sequence[tuple[PageRef, PageRef]] = (),
    apart: bool = False,
) -> Interpreted:
    """Materials and statements of hand-made pages."""
    understood = understand(gathered(sheets), assign, catalogue())
    return interpret(understood, copies, SecondReader(cache, says), catalogue(), apart)


def statements(sheets: Sequence[Sheet], cache: Cache, **more: object) -> tuple[Statement, ...]:
    """Statements of hand-made bill pages; every page is said to be a bill."""
    assign = [Assign(file=path, material="bill") for path in dict.fromkeys(s.path for s in sheets)]
    return interpreted(sheets, cache, assign=assign, **more).statements  # type: ignore[arg-type]


def outstanding(statement: Statement) -> dict[str, str]:
    """Value and status of each part outstanding: {"interest": "12.00 verified"}."""
    return {
        name: f"{amount.value:.2f} {amount.status}"
        for name, amount in statement.outstanding.stated()
    }
