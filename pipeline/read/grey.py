"""The date beneath a seal on a page without colour, read several ways and put to the vote.

Nothing takes grey ink away cleanly: a stroke of print may go with it, a stroke of the seal may
stay. So the print is told from the ink in three ways, each is read by the first reader, the figures
by the second, and a date counts as read only where they agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.engine import Pixels, Reader
from pipeline.read.figures import Grey, Span, figures_of
from pipeline.read.ring import Ring, Tones, ring_on, tones_of
from pipeline.read.second import figures_read
from schemas.geometry import Box
from schemas.reading import Line

REVISION = 1
"""Raise when what `lines_beneath_grey` returns for the same picture changes."""
AROUND = 1.5
"""How far above and below the middle of the seal is looked, in radii."""
NARROW = 1400
"""Narrower pages are enlarged to twice their size: thin strokes vanish between pixels."""
SMOOTH = 0.6
"""Radius of the blur, in pixels of the page, that keeps grain from being taken for strokes."""
CLEAR = 0.9
"""Certainty, of its least certain character, from which a reading is clear."""
ALMOST = 0.8
"""The same from which it is almost so."""
AGAINST = 0.6
"""The same from which a reading speaks against another."""
DOUBT = 0.5
"""Certainty that is left to the characters of a date on which the readings do not agree."""
WAYS = 3
"""In how many ways print is told from ink."""
TALLS = (24, 32)
"""Heights of the figures that the second reader sees."""
_DATE = re.compile(
    r"(?:.{0,6}[:期间])?\s*((?:19|20)\d\d)\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})\s?日?.?"
)
"""A date that stands by itself or after its label; a stroke of the seal may follow."""


@dataclass(frozen=True)
class _Dated:
    """A date as one way of reading has it. `way`: its place among the separations."""

    way: int
    line: Line
    spans: tuple[Span, Span, Span]
    figures: str

    @property
    def certainty(self) -> float:
        start, end = self.spans[0].start, self.spans[2].end
        return min(self.line.certainties[start:end])


def lines_beneath_grey(image: Pixels, reader: Reader) -> tuple[Line, ...]:
    """The line of the date beneath the seal, with its box on the upright page; () where no round
    seal or no date is seen.

    Its characters keep their certainties only where the readings agree.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    ring = ring_on(np.asarray(grey, np.uint8))
    tones = tones_of(np.asarray(grey, np.uint8), ring) if ring else None
    if ring is None or tones is None or not tones.printed < tones.seal < tones.paper:
        return ()
    top, bottom = max(0, int(ring.y - AROUND * ring.radius)), int(ring.y + AROUND * ring.radius)
    factor = 2 if image.shape[1] < NARROW else 1
    band = cv2.resize(grey[top:bottom], None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    band = cv2.GaussianBlur(band, (0, 0), SMOOTH * factor)
    ways = [_rgb(way) for way in separations(np.asarray(band, np.uint8), tones)]
    under = _on_band(ring, top, factor)
    found = [
        dated
        for number, way in enumerate(ways)
        for dated in _dates(number, reader.read(way).lines, under)
    ]
    best = voted(found, _witnesses(ways, found)) if found else None
    return (_on_page(best, top, factor),) if best else ()


def separations(band: Grey, tones: Tones) -> tuple[Grey, Grey, Grey]:
    """The band with the seal's ink made white in three ways, print black.

    All that is not clearly darker than the ink gone; what is near the darkest strokes kept, so that
    thin strokes are whole; only the ink's own tone gone.
    """
    between = tones.seal - tones.printed
    paler = tones.paper - tones.seal
    strict = _ramp(band, tones.printed, tones.seal - 0.3 * between)
    seeds = (band < tones.printed + 0.45 * between).astype(np.uint8)
    near = cv2.dilate(seeds, np.ones((3, 3), np.uint8))
    whole = _ramp(band, tones.printed, tones.paper - 0.15 * paler)
    kept = np.where(near > 0, whole, 255).astype(np.uint8)
    mild = _ramp(band, tones.printed, tones.seal + 0.15 * paler)
    return strict, kept, mild


def _ramp(band: Grey, black: float, white: float) -> Grey:
    spread = (band.astype(np.float32) - black) / max(white - black, 1.0)
    return np.asarray(np.clip(spread, 0, 1) * 255, np.uint8)


def _rgb(grey: Grey) -> Pixels:
    return np.repeat(grey[:, :, None], 3, axis=2)


def _on_band(ring: Ring, top: int, factor: int) -> Box:
    """The square around the ring, on the enlarged band."""
    x, y, r = ring.x, ring.y - top, ring.radius
    corners = (max(0.0, x - r), max(0.0, y - r), x + r, y + r)
    return Box.model_validate([round(corner * factor) for corner in corners])


def _dates(way: int, lines: Sequence[Line], under: Box) -> Iterator[_Dated]:
    """The dates that stand by themselves and touch the seal."""
    for line in lines:
        box = line.box
        if box.x0 >= under.x1 or under.x0 >= box.x1 or box.y0 >= under.y1 or under.y0 >= box.y1:
            continue
        match = _DATE.fullmatch(_folded(line.text))
        if match:
            spans = tuple(Span(line, *match.span(part)) for part in (1, 2, 3))
            figures = "-".join(str(int(match[part])) for part in (1, 2, 3))
            yield _Dated(way, line, (spans[0], spans[1], spans[2]), figures)


def _folded(text: str) -> str:
    """Half-width, character for character."""
    folded = (unicodedata.normalize("NFKC", mark) for mark in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))


def voted(found: Sequence[_Dated], witnessed: Sequence[bool]) -> Line:
    """The line of the date that most ways read, the clearest of them; in doubt unless they agree.

    They do where no way says otherwise and two read it, one of them clearly, and the second reader
    bears it out; or where all three read it almost clearly, and the second reader twice.
    """
    ways = {dated.figures: {d.way for d in found if d.figures == dated.figures} for dated in found}
    best = max(found, key=lambda dated: (len(ways[dated.figures]), dated.certainty))
    seen = sum(was for was, dated in zip(witnessed, found, strict=True) if _same(dated, best))
    against = any(not _same(dated, best) and dated.certainty >= AGAINST for dated in found)
    count = len(ways[best.figures])
    clear = count > 1 and seen > 0 and best.certainty >= CLEAR
    unanimous = count == WAYS and seen > 1 and best.certainty >= ALMOST
    if (clear or unanimous) and not against:  # the figures count, not how clear 年, 月 and 日 are
        least = max(best.certainty, CLEAR)
        changed = tuple(max(value, least) for value in best.line.certainties)
    else:
        changed = tuple(min(value, DOUBT) for value in best.line.certainties)
    return best.line.model_copy(update={"certainties": changed, "confidence": min(changed)})


def _same(one: _Dated, other: _Dated) -> bool:
    return one.figures == other.figures


def _witnesses(ways: Sequence[Pixels], found: Sequence[_Dated]) -> list[bool]:
    """For each date whether the second reader sees the same figures in that separation."""
    seen = [False] * len(found)
    for tall in TALLS:
        rows = [_row([figures_of(ways[d.way], s, tall) for s in d.spans], tall) for d in found]
        read = figures_read([[row] for row in rows], tall)
        for place, ((reading,), dated) in enumerate(zip(read, found, strict=True)):
            seen[place] |= reading.text.strip("-.,") in _spelt(dated)
    return seen


def _spelt(dated: _Dated) -> tuple[str, str]:
    """The figures with and without noughts before them."""
    printed = "-".join(span.line.text[span.start : span.end] for span in dated.spans)
    return dated.figures, _folded(printed)


def _row(parts: Sequence[Grey], tall: int) -> Grey:
    """Year, month and day in one row with hyphens between, as a reader of Latin type knows them."""
    high = max(part.shape[0] for part in parts)
    hyphen = np.full((high, round(0.55 * tall)), 255, np.uint8)
    thick = max(1, tall // 16)
    hyphen[high // 2 - thick : high // 2 + thick, 2:-2] = 0
    laid = [_centred(part, high) for part in parts]
    return np.hstack([laid[0], hyphen, laid[1], hyphen, laid[2]])


def _centred(part: Grey, high: int) -> Grey:
    above = (high - part.shape[0]) // 2
    below = high - part.shape[0] - above
    return np.asarray(
        cv2.copyMakeBorder(part, above, below, 0, 0, cv2.BORDER_CONSTANT, value=255), np.uint8
    )


def _on_page(line: Line, top: int, factor: int) -> Line:
    """The line where it stands on the page that the band was cut from."""
    box = line.box
    corners = (box.x0, box.y0, box.x1, box.y1)
    moved = [corner / factor + (top if place % 2 else 0) for place, corner in enumerate(corners)]
    quad = tuple(v / factor + (top if place % 2 else 0) for place, v in enumerate(line.quad))
    return line.model_copy(
        update={"box": Box.model_validate([round(value) for value in moved]), "quad": quad}
    )
