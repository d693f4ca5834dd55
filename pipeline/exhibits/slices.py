"""Where a long screenshot is cut so that it prints legibly on A4.

Cuts lie in the gaps between lines of text; each slice repeats a little of the one before, so that
nothing is lost at a seam.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from schemas.reading import Reading
from schemas.source import Page

LONGEST = 2.4
"""Height over width of the tallest picture that stays on one sheet (a 21:9 phone screen)."""
TARGET = 2.0
"""Height over width that slices aim at."""
SEARCH = 0.22
"""How far from the even cut a gap is looked for, as a share of the slice height."""
OVERLAP = 0.03
"""Repeated strip above a cut, as a share of the page width."""

Slice = tuple[int, int]


def slices_of(page: Page, reading: Reading | None) -> tuple[Slice, ...]:
    """(top, bottom) of each sheet in pixels of the upright page; one slice for a usual page."""
    if page.height <= LONGEST * page.width:
        return ((0, page.height),)
    count = ceil(page.height / (TARGET * page.width))
    spans = _text_spans(reading)
    overlap = round(OVERLAP * page.width)
    slices, top = [], 0
    for left in range(count, 1, -1):
        ideal = top + (page.height - top) // left
        cut = _cut_near(ideal, round(SEARCH * page.height / count), spans)
        slices.append((max(top - overlap, 0), cut))
        top = cut
    slices.append((max(top - overlap, 0), page.height))
    return tuple(slices)


def _text_spans(reading: Reading | None) -> list[Slice]:
    """Rows covered by text, merged, top to bottom."""
    merged: list[Slice] = []
    for box in sorted((line.box for line in reading.lines) if reading else (), key=lambda b: b.y0):
        if merged and box.y0 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], box.y1))
        else:
            merged.append((box.y0, box.y1))
    return merged


def _cut_near(ideal: int, reach: int, spans: list[Slice]) -> int:
    """The middle of the widest gap near `ideal` (wide and near both count), else `ideal`."""
    edges = [(0, 0), *spans, (ideal + 2 * reach, ideal + 2 * reach)]
    gaps = [(upper[1], lower[0]) for upper, lower in pairwise(edges) if lower[0] > upper[1]]
    best, best_score = ideal, 0.0
    for start, end in gaps:
        low, high = max(start, ideal - reach), min(end, ideal + reach)
        if high <= low:
            continue
        cut = min(max(ideal, low), high) if high - low > reach else (low + high) // 2
        score = (high - low) * (1 - abs(cut - ideal) / (reach * 1.5))
        if score > best_score:
            best, best_score = cut, score
    return best
