"""Other papers that lie on the same page: both sides of an ID card copied together, two receipts.

The page is cut at its widest gaps, across or down, and each part is looked at by itself. A part
counts as a paper of its own only where both parts bear titles, so that the foot of a long paper is
never taken for another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from pipeline.classify import NO_BILL, classify, titled
from schemas.catalogue import Catalogue
from schemas.reading import Line, Reading

WIDE = 0.9
"""A gap this many lines high (or two letters wide) may part two papers."""
CUTS = 5
PAIRS = (frozenset({"id_card_front", "id_card_back"}),)
"""Papers that are at home on one page; their fronts need no title."""


@dataclass(frozen=True)
class Part:
    """A part of a page that is a paper of its own."""

    kind: str
    reading: Reading


def parts_of(reading: Reading, kind: str, catalogue: Catalogue) -> tuple[Part, ...]:
    """The papers on a page that was judged to be `kind` ("unknown" too); () where it is one paper.

    The part that made the page what it was judged to be comes first.
    """
    best: tuple[float, tuple[Part, ...]] = (0.0, ())
    for first, second in _halves(reading):
        found = tuple(
            (Part(verdict.kind, part), verdict.confidence, titled(part, verdict.kind, catalogue))
            for part in (first, second)
            if (verdict := classify(part, NO_BILL, catalogue)).kind != "unknown"
        )
        kinds = {part.kind for part, _, _ in found}
        if len(kinds) < 2 or (kind not in kinds and kind != "unknown"):
            continue
        if frozenset(kinds) not in PAIRS and not all(title for _, _, title in found):
            continue
        sure = min(confidence for _, confidence, _ in found)
        if sure > best[0]:
            parts = sorted((part for part, _, _ in found), key=lambda part: part.kind != kind)
            best = sure, tuple(parts)
    return best[1]


def _halves(reading: Reading) -> Iterator[tuple[Reading, Reading]]:
    """The page cut at its widest gaps, across and down."""
    lines = [line for line in reading.lines if line.text.strip()]
    if len(lines) < 4:
        return
    high = median(line.box.height for line in lines)
    across = [(line.box.y0, line.box.y1, line) for line in lines]
    down = [(line.box.x0, line.box.x1, line) for line in lines]
    for spans, least in ((across, WIDE * high), (down, 2 * WIDE * high)):
        for upper, lower in _cuts(spans, least):
            yield (
                reading.model_copy(update={"lines": tuple(upper)}),
                reading.model_copy(update={"lines": tuple(lower)}),
            )


def _cuts(
    spans: list[tuple[int, int, Line]], least: float
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
