"""What the sections of the report look at, and the small pieces they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.check import Facts
from pipeline.report.markup import Html, el
from pipeline.report.pictures import Picture, Pictures, Wanted
from pipeline.report.words import OPEN, place
from schemas.case import Case
from schemas.claim import Claim
from schemas.evidence import Amount
from schemas.findings import CheckReport, Finding, Spot
from schemas.geometry import Box
from schemas.source import PageRef
from schemas.statement import Statement

TALLEST = 260
"""Pixels of a box beyond which it is shown as a whole page: a strip of it would be too small."""
SPOTS = 16
"""Places shown beside one finding; the rest is counted."""


@dataclass(frozen=True)
class View:
    """A case, its report, and the pictures made for it."""

    facts: Facts
    report: CheckReport
    pictures: Pictures

    @property
    def case(self) -> Case:
        return self.facts.case

    @property
    def claim(self) -> Claim:
        return self.facts.claim

    @cached_property
    def anchors(self) -> dict[PageRef, str]:
        """The id of each page in the gallery: p1, p2, …"""
        return {page.ref: f"p{number}" for number, page in enumerate(self.case.pages(), 1)}

    @cached_property
    def statements_of(self) -> dict[PageRef, list[Statement]]:
        found: dict[PageRef, list[Statement]] = defaultdict(list)
        for statement in self.case.statements:
            for ref in statement.pages:
                found[ref].append(statement)
        return found

    def link(self, ref: PageRef, text: str = "") -> Html:
        """The page's name, leading to its picture in the gallery where it has one."""
        shown = text or place(ref.path, ref.page)
        anchor = self.anchors.get(ref)
        return el("a", shown, href=f"#{anchor}") if anchor else el("span", shown)


def amounts_on(statement: Statement) -> Iterator[Amount]:
    """Every amount of a statement."""
    for parts in (statement.outstanding, statement.paid, *statement.periods):
        for _, amount in parts.stated():
            yield amount


def is_one_place(amount: Amount) -> bool:
    """Whether it stands in one place; a sum over rows has a box around them all, and no crop."""
    found = amount.evidence
    return "+" not in found.text.strip("+") and found.box.width > 0


def shown_spots(finding: Finding) -> tuple[Spot, ...]:
    return tuple(dict.fromkeys(finding.evidence))[:SPOTS]


def ref_of(spot: Spot) -> PageRef:
    return PageRef(path=spot.path, page=max(1, spot.page))


def wanted_pictures(case: Case, report: CheckReport) -> dict[PageRef, Wanted]:
    """Which crops, strips and mini thumbnails the sections will show of each page."""
    crops: dict[PageRef, set[Box]] = defaultdict(set)
    strips: dict[PageRef, set[Box]] = defaultdict(set)
    minis = set()
    for statement in case.statements:
        for amount in filter(is_one_place, amounts_on(statement)):
            found = amount.evidence
            crops[PageRef(path=found.path, page=found.page)].add(found.box)
    for finding in report.findings:
        if finding.outcome in OPEN:
            for spot in shown_spots(finding):
                ref = ref_of(spot)
                if spot.box is None or spot.box.height > TALLEST:
                    minis.add(ref)
                else:
                    strips[ref].add(spot.box)
    refs = {*crops, *strips, *minis}
    return {
        ref: Wanted(frozenset(crops[ref]), frozenset(strips[ref]), ref in minis) for ref in refs
    }


def image(picture: Picture, alt: str, shrink: int = 1) -> Html:
    """An <img> with its size, so that nothing jumps; `shrink` 2 for pictures of double size."""
    return el(
        "img",
        src=picture.uri,
        alt=alt,
        width=str(max(1, picture.width // shrink)),
        height=str(max(1, picture.height // shrink)),
    )


def badge(text: str, tone: str) -> Html:
    return el("span", text, cls=f"badge {tone}")


def section(key: str, title: str, note: str, *children: Html | None) -> Html:
    told = el("p", note, cls="note") if note else None
    return el("section", el("h2", title), told, *children, id=key)
