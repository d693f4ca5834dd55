"""Papers that were photographed twice: the same words, numbers and days on two different pictures.

A copy is left out of the pack, so it has to be beyond doubt: every number on it is on the other
too, and the days and sums by which papers of a kind are told apart were read on both. Where a
number was read on one alone, or a day lies under a seal, the two are only said to look alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from pipeline.companions import TELLING
from pipeline.extract.folding import fold
from pipeline.legibility import legibility_faults, mean_confidence
from schemas.catalogue import Catalogue
from schemas.material import Material
from schemas.reading import Line, Reading
from schemas.source import Page, PageRef

NOT_HERE = ("bill", "unknown")
"""Bills of one debt are joined by their periods; what nobody knows is compared by its look."""
DATED = {
    "pay_month": ("pay_month",),
    "issued": ("issued",),
    "talk": ("asked_on",),
    "period": ("period_from", "period_to"),
    "validity": ("valid_until",),
    "id_number": ("id_number",),
}
"""Readers → what the first of them that a kind has must have read on both photos before one may be
left out.
"""
SAME_WORDS, LIKE_WORDS = 0.85, 0.75
"""Share of the pairs of Chinese characters that two photos of one paper have in common."""
FEW = 20
"""With fewer pairs than that, words prove nothing."""
STRAY = 0.1
"""Share of the numbers (three at least: a day is three) that one of two photos may lack."""
_NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")


class Likeness(StrEnum):
    """How two papers stand to each other."""

    SAME = "same"
    ALIKE = "alike"
    APART = "apart"


@dataclass(frozen=True)
class Sheet:
    """The papers on the same pages, with what stands there."""

    papers: tuple[Material, ...]
    pages: tuple[PageRef, ...]
    words: Counter[tuple[str, str]]
    numbers: Counter[str]
    doubtful: frozenset[str]
    worth: tuple[bool, int, float]

    @property
    def kinds(self) -> list[str]:
        return [paper.kind for paper in self.papers]


@dataclass(frozen=True)
class Twins:
    """copies: (copy, original) pages; alike: pairs that may be the same, both kept."""

    copies: tuple[tuple[PageRef, PageRef], ...] = ()
    alike: tuple[tuple[PageRef, PageRef], ...] = ()


def twins_of(
    materials: Sequence[Material],
    pages: Mapping[PageRef, Page],
    readings: Mapping[PageRef, Reading],
    copies: Sequence[tuple[PageRef, PageRef]],
    catalogue: Catalogue,
    resaved: Callable[[Page, Page], bool] = lambda _, __: False,
) -> Twins:
    """Which papers repeat another, or may do so, besides the `copies` that are known already.

    resaved: tells whether two pages are one picture saved twice, which settles a doubt
    """
    known = {copy for copy, _ in copies}
    sheets = [
        sheet
        for sheet in _sheets(materials, pages, readings, catalogue)
        if not known.intersection(sheet.pages)
    ]
    order = {id(sheet): place for place, sheet in enumerate(sheets)}
    sheets.sort(key=lambda sheet: sheet.worth, reverse=True)
    dropped: dict[int, Sheet] = {}
    alike: list[tuple[Sheet, Sheet]] = []
    for first, second in combinations(sheets, 2):
        if id(first) in dropped or id(second) in dropped:
            continue
        found = likeness(first, second, catalogue)
        kept, copy = first, second
        if found is Likeness.ALIKE and all(
            resaved(pages[one], pages[other])
            for one, other in zip(first.pages, second.pages, strict=True)
        ):
            found = Likeness.SAME
            copy, kept = sorted((first, second), key=lambda sheet: _size(sheet, pages))
        if found is Likeness.SAME:
            dropped[id(copy)] = kept
        elif found is Likeness.ALIKE:
            alike.append((first, second))
    return Twins(
        copies=tuple(
            pair
            for sheet in sorted(sheets, key=lambda sheet: order[id(sheet)])
            if id(sheet) in dropped
            for pair in zip(sheet.pages, dropped[id(sheet)].pages, strict=True)
        ),
        alike=tuple(
            (later.pages[0], earlier.pages[0])
            for pair in alike
            if not any(id(sheet) in dropped for sheet in pair)
            for earlier, later in (sorted(pair, key=lambda sheet: order[id(sheet)]),)
        ),
    )


def _size(sheet: Sheet, pages: Mapping[PageRef, Page]) -> int:
    """A copy that went through a chat program is smaller."""
    return sum(pages[ref].width * pages[ref].height for ref in sheet.pages)


def _sheets(
    materials: Sequence[Material],
    pages: Mapping[PageRef, Page],
    readings: Mapping[PageRef, Reading],
    catalogue: Catalogue,
) -> Iterator[Sheet]:
    by_pages: dict[tuple[PageRef, ...], list[Material]] = {}
    for material in materials:
        by_pages.setdefault(material.pages, []).append(material)
    for refs, papers in by_pages.items():
        if any(paper.kind in NOT_HERE for paper in papers) or not all(r in readings for r in refs):
            continue
        lines = [line for ref in refs for line in readings[ref].lines]
        numbers, doubtful = _numbers(lines, catalogue.thresholds.name_confidence)
        faults = sum(
            1
            for ref in refs
            for _ in legibility_faults(pages[ref], readings[ref], catalogue.thresholds)
        )
        sure = min((mean_confidence(readings[ref]) or 0.0 for ref in refs), default=0.0)
        sealed = any(paper.fields["seal"].value == "seen" for paper in papers
                     if "seal" in paper.fields)  # fmt: skip
        yield Sheet(tuple(papers), refs, _words(lines), numbers, doubtful, (sealed, -faults, sure))


def likeness(first: Sheet, second: Sheet, catalogue: Catalogue) -> Likeness:
    """Whether two sheets are photos of the same papers."""
    if first.kinds != second.kinds or len(first.pages) != len(second.pages):
        return Likeness.APART
    shared = (first.words & second.words).total()
    longer = max(first.words.total(), second.words.total())
    if longer < FEW or shared < LIKE_WORDS * longer:
        return Likeness.APART
    found = [
        Likeness.SAME if shared >= SAME_WORDS * longer else Likeness.ALIKE,
        *(_facts(a, b, catalogue) for a, b in zip(first.papers, second.papers, strict=True)),
        _figures(first, second),
    ]
    if Likeness.APART in found:
        return Likeness.APART
    return Likeness.ALIKE if Likeness.ALIKE in found else Likeness.SAME


def _facts(first: Material, second: Material, catalogue: Catalogue) -> Likeness:
    """By the facts that tell one paper from the next of its kind."""
    one, other = first.fields, second.fields
    least = catalogue.thresholds.name_confidence
    for name in TELLING & one.keys() & other.keys():
        if one[name].value != other[name].value:
            sure = min(one[name].confidence, other[name].confidence) >= least
            return Likeness.APART if sure else Likeness.ALIKE
    readers = catalogue.materials[first.kind].fields
    wanted = next((facts for reader, facts in DATED.items() if reader in readers), ())
    whole = all(fact in one and fact in other for fact in wanted)
    same = TELLING & one.keys() == TELLING & other.keys()
    return Likeness.SAME if wanted and whole and same else Likeness.ALIKE


def _figures(first: Sheet, second: Sheet) -> Likeness:
    """By all numbers: those that one photo alone shows must be few, and misread or missed."""
    strays = [first.numbers - second.numbers, second.numbers - first.numbers]
    if not any(strays):
        return Likeness.SAME
    most = max(first.numbers.total(), second.numbers.total())
    if max(stray.total() for stray in strays) > max(STRAY * most, 3):
        return Likeness.APART
    doubtful = first.doubtful | second.doubtful
    for number in strays[0]:
        for other in strays[1]:
            if number in doubtful or other in doubtful:
                continue
            if len(number) == len(other):
                return Likeness.APART  # Both were read well and differ: 41 days and 42 days.
    return Likeness.ALIKE


def _words(lines: Sequence[Line]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        marks = re.findall(r"[\u4e00-\u9fff]", fold(line.text))
        found.update(pairwise(marks))
    return found


def _numbers(lines: Sequence[Line], least: float) -> tuple[Counter[str], frozenset[str]]:
    """All numbers, and those among them that were read with a doubt."""
    found: Counter[str] = Counter()
    doubtful: set[str] = set()
    for line in lines:
        for match in _NUMBER.finditer(fold(line.text)):
            number = match.group().replace(",", "")
            found[number] += 1
            if min(line.certainties[match.start() : match.end()]) < least:
                doubtful.add(number)
    return found, frozenset(doubtful)
