"""Other papers that lie on the same page: both sides of an ID card copied together, two payslips.

The page is cut at its widest gaps, across or down, and each part is looked at by itself, and cut
again. Parts of different kinds are papers of their own where both bear titles, so that the foot of
a long paper is never taken for another one. Parts of one kind are so where both state the same
facts and at least one of these differs, as the months of two payslips do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from statistics import median

from pipeline.classify import NO_BILL, TITLE_WEAK, TITLE_WEIGHT, classify, titled
from pipeline.extract.fields import fields_of
from pipeline.extract.folding import squeezed
from pipeline.extract.level import Level
from pipeline.pay_rows import months_of
from schemas.catalogue import Catalogue
from schemas.geometry import Box
from schemas.reading import Line, Reading

WIDE = 0.9
"""A gap this many lines high (or two letters wide) may part two papers."""
CUTS = 5
DEPTH = 3
"""How often a page is cut again: eight papers at most."""
PAYSLIP = "payslip"
PAIRS = (frozenset({"id_card_front", "id_card_back"}),)
"""Papers that are at home on one page; their fronts need no title."""
TELLING = frozenset({
    "name", "id_number", "address", "issued", "pay_month", "gross_pay", "net_pay", "monthly_income",
    "total", "event_date", "admission_date", "discharge_date", "contract_end", "report_number",
    "period_from", "period_to", "valid_from", "valid_until",
})  # fmt: skip
"""Facts by which one paper is told from the next of its kind."""
TITLED_SHARE, FORMS_SHARE = 2, 3
"""How many telling facts both parts state, where both bear a title and where they do not."""
SAME_FORM = 0.7
"""How much of its wording (pairs of Chinese characters) an untitled part has from the other."""
_NUMBERED = re.compile(r"第\d{1,3}页|共\d{1,3}页|\d{1,3}/\d{1,3}页?$")


@dataclass(frozen=True)
class Part:
    """A part of a page that is a paper of its own; `area` is where its words stand."""

    kind: str
    reading: Reading
    row: Box | None = None

    @property
    def area(self) -> Box:
        return self.row or reduce(Box.union, (line.box for line in self.reading.lines))


def parts_of(reading: Reading, kind: str, catalogue: Catalogue) -> tuple[Part, ...]:
    """The papers on a page that was judged to be `kind` ("unknown" too); () where it is one paper.

    The part that made the page what it was judged to be comes first, the others as they stand.
    """
    parts = _put_together(_cut_up(reading, kind, catalogue, DEPTH), catalogue)
    if len(parts) == 1 and kind == PAYSLIP:
        return tuple(Part(kind, month, row) for month, row in months_of(reading))
    return tuple(sorted(parts, key=lambda part: part.kind != kind)) if len(parts) > 1 else ()


def _put_together(parts: list[Part], catalogue: Catalogue) -> list[Part]:
    """Pieces of one side of a card made one again: a card has wide gaps between what it says.

    Two cards of two people stay two, since what both state differs.
    """
    whole: list[Part] = []
    for part in parts:
        home = next((kept for kept in whole if _one_card(kept, part, catalogue)), None)
        if home is None:
            whole.append(part)
            continue
        lines = (*home.reading.lines, *part.reading.lines)
        reading = home.reading.model_copy(update={"lines": lines})
        whole[whole.index(home)] = replace(home, reading=reading)
    return whole


def _one_card(one: Part, other: Part, catalogue: Catalogue) -> bool:
    if one.kind != other.kind or not any(one.kind in pair for pair in PAIRS):
        return False
    names = catalogue.materials[one.kind].fields
    mine, its = fields_of(one.reading, names), fields_of(other.reading, names)
    return all(mine[name].value == its[name].value for name in mine.keys() & its.keys())


def _cut_up(reading: Reading, kind: str, catalogue: Catalogue, depth: int) -> list[Part]:
    """The papers that `reading` falls into; itself where it is one."""
    best: tuple[tuple[int, float], list[Part]] = ((1, 0.0), [Part(kind, reading)])
    if depth == 0:
        return best[1]
    for first, second in _halves(reading):
        sure, kinds = _apart(first, second, kind, catalogue)
        if not kinds:
            continue
        parts = [
            part
            for half, its in zip((first, second), kinds, strict=True)
            for part in _cut_up(half, its, catalogue, depth - 1)
        ]
        if (len(parts), sure) > best[0]:
            best = (len(parts), sure), parts
    return best[1]


def _apart(
    first: Reading, second: Reading, kind: str, catalogue: Catalogue
) -> tuple[float, tuple[str, ...]]:
    """How sure it is that the halves are papers of their own, and their kinds; () if they are not.

    Two halves of one form count for more the more facts they share: a cut through the middle of a
    third paper leaves it poorer.
    """
    verdicts = [classify(half, NO_BILL, catalogue) for half in (first, second)]
    kinds = tuple(verdict.kind for verdict in verdicts)
    if "unknown" in kinds or (kind not in kinds and kind != "unknown"):
        return 0.0, ()
    least = TITLE_WEAK if kinds[0] == kinds[1] else TITLE_WEIGHT
    bear = all(
        titled(half, its, catalogue, least)
        for half, its in zip((first, second), kinds, strict=True)
    )
    sure = min(verdict.confidence for verdict in verdicts)
    if kinds[0] == kinds[1]:
        shared = _told_apart(first, second, kinds[0], bear, catalogue)
        return (shared + sure, kinds) if shared else (0.0, ())
    return (sure, kinds) if frozenset(kinds) in PAIRS or bear else (0.0, ())


def _told_apart(
    first: Reading, second: Reading, kind: str, titles: bool, catalogue: Catalogue
) -> int:
    """How many telling facts both halves state, 0 where they are not two papers of the kind."""
    texts = [squeezed("\n".join(line.text for line in half.lines)) for half in (first, second)]
    if any(_NUMBERED.search(text) for text in texts):
        return 0  # Two pages of one paper, side by side.
    if not titles and _likeness(*texts) < SAME_FORM:
        return 0
    names = catalogue.materials[kind].fields
    one, other = fields_of(first, names), fields_of(second, names)
    shared = TELLING & one.keys() & other.keys()
    if all(one[name].value == other[name].value for name in shared):
        return 0
    return len(shared) if len(shared) >= (TITLED_SHARE if titles else FORMS_SHARE) else 0


def _likeness(first: str, second: str) -> float:
    """How much of the wording of the shorter text stands in the other too, 0–1."""
    pairs = [
        Counter(pairwise(words))
        for words in (re.findall(r"[\u4e00-\u9fff]", text) for text in (first, second))
    ]
    shorter = min(pairs[0].total(), pairs[1].total())
    return (pairs[0] & pairs[1]).total() / shorter if shorter else 0.0


def _halves(reading: Reading) -> Iterator[tuple[Reading, Reading]]:
    """The page cut at its widest gaps, across and down, as if it lay straight."""
    lines = [line for line in reading.lines if line.text.strip()]
    if len(lines) < 4:
        return
    level = Level(tuple(lines))
    boxes = [(*level.box(line), line) for line in lines]
    high = median(y1 - y0 for _, y0, _, y1, _ in boxes)
    across = [(y0, y1, line) for _, y0, _, y1, line in boxes]
    down = [(x0, x1, line) for x0, _, x1, _, line in boxes]
    for spans, least in ((across, WIDE * high), (down, 2 * WIDE * high)):
        for upper, lower in _cuts(spans, least):
            yield (
                reading.model_copy(update={"lines": tuple(upper)}),
                reading.model_copy(update={"lines": tuple(lower)}),
            )


def _cuts(
    spans: list[tuple[float, float, Line]], least: float
) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines on either side of each of the widest gaps."""
    ordered = sorted(spans, key=lambda span: span[0])
    gaps: list[tuple[float, int]] = []
    reach = ordered[0][1]
    for place, (start, end, _) in enumerate(ordered[1:], 1):
        if start - reach >= least and 2 <= place <= len(ordered) - 2:
            gaps.append((start - reach, place))
        reach = max(reach, end)
    for _, place in sorted(gaps, reverse=True)[:CUTS]:
        upper = {id(line) for _, _, line in ordered[:place]}
        whole = [line for _, _, line in spans]
        yield (
            [line for line in whole if id(line) in upper],
            [line for line in whole if id(line) not in upper],
        )
