"""Papers in the order of the pack, each with its number, title and what it proves.

Every upright page lands in exactly one exhibit, except copies of a page that is already there;
those are named in `Exhibit.repeats`. What nobody could classify is an exhibit too (未归类页).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.exhibits.covers import Covers
from pipeline.exhibits.slices import slices_of
from pipeline.exhibits.titles import Describer
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.catalogue.models import GROUPS
from schemas.claim import Claim, ClaimLine
from schemas.pack import Cover, Exhibit, ExhibitGroup, ExhibitPage
from schemas.source import Page, PageRef

GROUP_TITLES = {
    "identity": "身份证明",
    "debt": "债务证明",
    "hardship": "困难情况证明",
    "finances": "收入与财务状况",
    "statement": "本人陈述",
    "communication": "沟通记录",
    "other": "其他材料",
}
UNKNOWN = "unknown"
UNKNOWN_TITLE = "未归类页"


@dataclass(frozen=True)
class Paper:
    """Pages that stay together; `material` is "" for pages that belong to none."""

    kind: str
    material: str
    pages: tuple[PageRef, ...]
    place: int


def exhibit_groups(case: Case, claim: Claim, catalogue: Catalogue) -> tuple[ExhibitGroup, ...]:
    """All papers but repeated ones, grouped and numbered; groups nobody fills are left out."""
    describer = Describer(case, claim, catalogue)
    sheets = Sheets(case)
    claimed = _claim_places(case, claim)
    groups: list[ExhibitGroup] = []
    for group in GROUPS:
        papers = [paper for paper in _papers(case) if _group_of(paper.kind, catalogue) == group]
        if not papers:
            continue
        papers.sort(key=lambda paper: _sort_key(paper, catalogue, claimed))
        number = len(groups) + 1
        title = GROUP_TITLES[group]
        if all(paper.kind == UNKNOWN for paper in papers):
            title = UNKNOWN_TITLE
        exhibits = tuple(
            _exhibit(f"{number}-{place}", paper, describer, sheets)
            for place, paper in enumerate(papers, start=1)
        )
        groups.append(
            ExhibitGroup(number=number, id=group, title=title, exhibits=_told_apart(exhibits))
        )
    return tuple(groups)


def with_exhibits(claim: Claim, groups: tuple[ExhibitGroup, ...]) -> Claim:
    """The claim with each row's exhibit number filled in ("" where its page is in no exhibit)."""
    numbers = {ref: exhibit.number for ref, exhibit in exhibits_by_page(groups).items()}

    def numbered(line: ClaimLine) -> ClaimLine:
        return line.model_copy(update={"exhibit": numbers.get(line.source, "")})

    return claim.model_copy(update={"lines": tuple(numbered(line) for line in claim.lines)})


def exhibits_by_page(groups: tuple[ExhibitGroup, ...]) -> dict[PageRef, Exhibit]:
    """Which exhibit shows a page, or shows the page that it is a copy of."""
    found: dict[PageRef, Exhibit] = {}
    for group in groups:
        for exhibit in group.exhibits:
            found |= dict.fromkeys(exhibit.repeats, exhibit)
    for group in groups:
        for exhibit in group.exhibits:
            found |= {page.source: exhibit for page in exhibit.pages}
    return found


class Sheets:
    """The sheets of a page: one, or the slices of a long screenshot."""

    def __init__(self, case: Case) -> None:
        self._pages = {page.ref: page for page in case.pages()}
        self._readings = {reading.ref: reading for reading in case.readings}
        self._covers = Covers(case)
        self._repeats: dict[PageRef, list[PageRef]] = {}
        repeated = dict(case.duplicates)
        for ref in repeated:
            self._repeats.setdefault(_kept(ref, repeated), []).append(ref)

    def of(self, refs: Iterable[PageRef]) -> tuple[ExhibitPage, ...]:
        return tuple(
            _sheet(self._pages[ref], span, covers)
            for ref in refs
            for covers in (self._covers.of(ref),)
            for span in slices_of(self._pages[ref], self._readings.get(ref))
        )

    def forms(self, refs: Iterable[PageRef]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._pages[ref].form for ref in refs))

    def repeats(self, refs: Iterable[PageRef]) -> tuple[PageRef, ...]:
        return tuple(copy for ref in refs for copy in self._repeats.get(ref, ()))


def _kept(ref: PageRef, repeated: dict[PageRef, PageRef]) -> PageRef:
    """The page that stays at the end of a chain of copies; of a ring of copies one stays."""
    seen = [ref]
    while ref in repeated:
        ref = repeated[ref]
        if ref in seen:
            return min(seen[seen.index(ref) :], key=str)
        seen.append(ref)
    return ref


def _sheet(page: Page, span: tuple[int, int], covers: tuple[Cover, ...]) -> ExhibitPage:
    return ExhibitPage(
        source=page.ref,
        image=page.image,
        media=page.media,
        width=page.width,
        height=page.height,
        top=span[0],
        bottom=span[1],
        covers=covers,
    )


def _papers(case: Case) -> tuple[Paper, ...]:
    """Materials without their repeated pages, then the pages that no material holds."""
    repeated = dict(case.duplicates)
    dropped = {ref for ref in repeated if _kept(ref, repeated) != ref}
    places = {page.ref: place for place, page in enumerate(case.pages())}
    papers, held = [], set(dropped)
    for material in case.materials:
        refs = tuple(ref for ref in material.pages if ref in places and ref not in held)
        held.update(refs)
        if refs:
            papers.append(Paper(material.kind, material.id, refs, places[refs[0]]))
    loose: dict[str, list[PageRef]] = {}
    for ref in places:
        if ref not in held:
            loose.setdefault(ref.path, []).append(ref)
    papers.extend(Paper(UNKNOWN, "", tuple(refs), places[refs[0]]) for refs in loose.values())
    return tuple(papers)


def _group_of(kind: str, catalogue: Catalogue) -> str:
    known = catalogue.materials.get(kind)
    return known.group if known else "other"


def _claim_places(case: Case, claim: Claim) -> dict[PageRef, int]:
    """The place in the claim of each page; the other pages of a debt go with its first."""
    places: dict[PageRef, int] = {}
    firsts: dict[str, int] = {}
    for place, line in enumerate(claim.lines):
        places.setdefault(line.source, place)
        firsts.setdefault(line.statement, place)
    for statement in case.statements:
        for ref in statement.pages if statement.id in firsts else ():
            places.setdefault(ref, firsts[statement.id])
    return places


def _sort_key(
    paper: Paper, catalogue: Catalogue, claimed: dict[PageRef, int]
) -> tuple[int, int, int]:
    known = catalogue.materials.get(paper.kind)
    order = known.order if known else 10_000
    places = (claimed[ref] for ref in paper.pages if ref in claimed)
    in_claim = min(places, default=10_000)
    return (order, in_claim, paper.place)


def _exhibit(number: str, paper: Paper, describer: Describer, sheets: Sheets) -> Exhibit:
    repeats = sheets.repeats(paper.pages)
    return Exhibit(
        number=number,
        kind=paper.kind,
        title=describer.title(paper.kind, paper.material, paper.pages),
        short=describer.short(paper.kind, paper.material, paper.pages),
        purpose=describer.purpose(paper.kind, paper.material, paper.pages),
        origin=describer.origin(paper.kind, paper.material, paper.pages),
        form=describer.form(sheets.forms(paper.pages)),
        copies=1,
        note=describer.note(paper.pages, len(repeats)),
        material=paper.material,
        pages=sheets.of(paper.pages),
        repeats=repeats,
        watermark=describer.watermark(paper.kind, paper.material),
    )


def _told_apart(exhibits: tuple[Exhibit, ...]) -> tuple[Exhibit, ...]:
    """Equal titles get a running number: 工资条（一）…"""
    titles = [exhibit.title for exhibit in exhibits]
    seen: dict[str, int] = {}
    result = []
    for exhibit in exhibits:
        if titles.count(exhibit.title) > 1:
            seen[exhibit.title] = seen.get(exhibit.title, 0) + 1
            title = f"{exhibit.title}之{seen[exhibit.title]}"
            exhibit = exhibit.model_copy(update={"title": title})
        result.append(exhibit)
    return tuple(result)
