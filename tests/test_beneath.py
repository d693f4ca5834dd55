"""Which days are read again beneath a seal: the doubtful ones, on the page that they stand on."""

from __future__ import annotations

from typing import Any, cast

import pytest

from pipeline.beneath import with_days_beneath
from pipeline.gather import Gatherer, SealedPage
from pipeline.seals import GREY, SEEN
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line
from tests import sheets

SHEET = sheets.Sheet(path="收入证明.jpg").row("收入证明").row("2026年1月16日")
UNDER, CLEAR = SHEET.lines[-1].box, Box(x0=0, y0=2000, x1=50, y1=2050)
SEAL = Box(x0=UNDER.x0, y0=UNDER.y0 - 50, x1=UNDER.x1, y1=UNDER.y1 + 50)


class Worker:
    """Reads `line` beneath every seal, and keeps what it was asked."""

    def __init__(self, line: Line | None = None) -> None:
        self.line = line
        self.asked: list[SealedPage] = []

    def beneath(self, sealed: list[SealedPage]) -> list[tuple[Line, ...]]:
        self.asked += sealed
        return [(self.line,) if self.line else () for _ in sealed]


def value(text: str, box: Box, sure: float = 0.99) -> FieldValue:
    evidence = Evidence(path=SHEET.path, page=1, box=box, text=text)
    return FieldValue(value=text, confidence=sure, evidence=evidence)


def paper(seal: str, day: FieldValue | None) -> Material:
    fields = {"seal": value(seal, SEAL), **({"issued": day} if day else {})}
    return Material(
        id="m1", kind="income_certificate", pages=(SHEET.ref,), confidence=0.9, fields=fields
    )


def read_again(material: Material, worker: Worker) -> Material:
    pages = {SHEET.ref: SHEET.as_page()}
    held = cast(Gatherer, cast(Any, worker))
    return with_days_beneath((material,), pages, sheets.catalogue(), held)[0]


@pytest.mark.parametrize(
    ("seal", "day", "asked"),
    [
        (GREY, None, [None]),
        (GREY, value("2026-01-16", UNDER, 0.55), [None]),
        (GREY, value("2026-11-16", UNDER), []),
        (SEEN, None, [SEAL]),
        (SEEN, value("2026-11-16", UNDER), [SEAL]),
        (SEEN, value("2026-11-16", CLEAR, 0.55), []),
        ("unseen", None, []),
    ],
    ids=["grey-unread", "grey-doubtful", "grey-certain", "red-unread", "red-over-it", "red-apart",
         "no-seal"],
)  # fmt: skip
def test_what_is_read_again(seal: str, day: FieldValue | None, asked: list[Box | None]) -> None:
    worker = Worker()
    read_again(paper(seal, day), worker)
    assert [entry.seal for entry in worker.asked] == asked


def test_the_day_beneath_takes_the_place_of_the_doubtful_one() -> None:
    line = sheets.line("2026年11月16日", UNDER.x0, UNDER.y0)
    again = read_again(paper(GREY, value("2026-01-16", UNDER, 0.55)), Worker(line))
    assert again.fields["issued"].value == "2026-11-16"
    assert again.fields["issued"].confidence == 0.99


def test_what_stays_in_doubt_beneath_stays_in_doubt() -> None:
    line = sheets.line("2026年11月16日", UNDER.x0, UNDER.y0, sure=0.5)
    again = read_again(paper(GREY, None), Worker(line))
    assert again.fields["issued"].confidence == 0.5
