"""Numbers in wide figures, which a detector takes apart: put together again by their pitch.

Figures of one number stand at one pitch, whatever their width; the next column stands farther off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.read.crops import Quad, sides

Word = tuple[str, list[float], list[float]]
"""What a crop says: text, x of each character (0–1 of the crop), confidence of each."""

ONE_NUMBER = 1.35
"""Distance over pitch up to which two figures belong to one number."""
LARGE = 1.6
"""An amount so many times as high as the lines of its page is a large one."""
HEAD_ROOM = 1.3
"""Heights by which an amount is begun earlier when it is looked at again."""
_FIGURES = frozenset("0123456789")
_PARTS = _FIGURES | frozenset(".,·．，")


def closed_up(word: Word) -> Word:
    """The word without spaces inside its numbers."""
    text, centres, certainties = word
    pitch = _pitch(text, centres)
    if pitch is None or " " not in text:
        return word
    kept = [
        place
        for place, letter in enumerate(text)
        if letter != " " or not _inside(text, centres, place, pitch)
    ]
    return (
        "".join(text[place] for place in kept),
        [centres[place] for place in kept],
        [certainties[place] for place in kept],
    )


def broken_numbers(quads: Sequence[Quad], words: Sequence[Word]) -> list[list[int]]:
    """Places of neighbouring quads that hold one number between them, from left to right."""
    order = sorted(range(len(quads)), key=lambda place: float(quads[place][0, 0]))
    starts = [place for place in order if words[place][0][:1] in _PARTS]
    chains: list[list[int]] = []
    used: set[int] = set()
    for first in order:
        if first in used or words[first][0][-1:] not in _PARTS:
            continue
        chain = [first]
        while (after := _next(quads, words, chain, starts, used)) is not None:
            chain.append(after)
        if len(chain) > 1:
            chains.append(chain)
            used |= set(chain)
    return chains


def united(quads: Sequence[Quad]) -> Quad:
    """One quad from the left end of the first to the right end of the last."""
    first, last = quads[0], quads[-1]
    return np.stack([first[0], last[1], last[2], first[3]])


def headless(word: Word) -> bool:
    """Whether a word is an amount that lost its first figures: none begins with a comma."""
    return re.match(r"[,.，．]\d", word[0]) is not None


def begun_before(quad: Quad, width: int) -> Quad:
    """The quad begun earlier by as much as some figures take, in a picture of `width` pixels."""
    back = HEAD_ROOM * sides(quad)[1]
    along = (quad[1] - quad[0]) / max(float(np.linalg.norm(quad[1] - quad[0])), 1.0)
    earlier = quad.copy()
    for corner in (0, 3):
        earlier[corner] = np.clip(quad[corner] - back * along, 0, width - 1)
    return earlier


def may_lack_its_head(word: Word, high: float, usual: float) -> bool:
    """Whether a word is an amount in figures much higher than is usual on its page: the detector
    takes large ones apart at their comma.

    high, usual: height of the word and the usual one, pixels
    """
    return high > LARGE * usual and re.fullmatch(r"[¥￥]?\d{1,3}[.．]\d\d元?", word[0]) is not None


def has_its_head(longer: Word, word: Word) -> bool:
    """Whether a second look ends with all that the first one saw, and begins with a figure; where
    the first saw no comma the second must see thousands."""
    before = longer[0].lstrip("¥￥ ")
    thousands = re.fullmatch(r"\d{1,3}(?:[,，]\d{3})+[.．]\d\d元?", before)
    begins = before[:1] in _FIGURES and len(before) > len(word[0].lstrip("¥￥ "))
    ends = before.endswith(word[0].lstrip("¥￥ "))
    return begins and ends and (headless(word) or thousands is not None)


def same_figures(whole: str, parts: Sequence[str]) -> bool:
    """Whether `whole` says what its parts say one after the other."""
    return _only_figures(whole) == "".join(_only_figures(part) for part in parts)


def _only_figures(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _pitch(text: str, centres: Sequence[float]) -> float | None:
    """Distance from figure to figure."""
    steps = [
        after - before
        for (one, before), (other, after) in pairwise(zip(text, centres, strict=True))
        if one in _FIGURES and other in _FIGURES
    ]
    return float(np.median(steps)) if steps else None


def _inside(text: str, centres: Sequence[float], place: int, pitch: float) -> bool:
    if place == 0 or place + 1 == len(text):
        return False
    if text[place - 1] not in _PARTS or text[place + 1] not in _PARTS:
        return False
    return centres[place + 1] - centres[place - 1] <= ONE_NUMBER * pitch


def _next(
    quads: Sequence[Quad],
    words: Sequence[Word],
    chain: Sequence[int],
    starts: Sequence[int],
    used: set[int],
) -> int | None:
    """The quad that goes on in the row of the chain's last at the chain's pitch."""
    last = chain[-1]
    if words[last][0][-1] not in _PARTS:
        return None
    known = [step for place in chain if (step := _step(quads[place], words[place]))]
    end = _x(quads[last], words[last][1][-1])
    for place in starts:
        if place in used or place in chain or not _in_a_row(quads[last], quads[place]):
            continue
        steps = known + [step for step in (_step(quads[place], words[place]),) if step]
        gap = _x(quads[place], words[place][1][0]) - end
        if words[place][0][0] not in _FIGURES:
            # "4," and ",073.74": both saw the mark at which they were taken apart.
            gap = abs(gap) + 1 if words[place][0][0] == words[last][0][-1] else -1.0
        if steps and 0 < gap <= ONE_NUMBER * max(steps):
            return place
    return None


def _x(quad: Quad, share: float) -> float:
    """A place along a line, in pixels of the page."""
    return float(quad[0, 0]) + share * sides(quad)[0]


def _step(quad: Quad, word: Word) -> float | None:
    """The pitch of the word's figures in pixels."""
    pitch = _pitch(word[0], word[1])
    return pitch * sides(quad)[0] if pitch is not None else None


def _in_a_row(one: Quad, other: Quad) -> bool:
    heights = sides(one)[1], sides(other)[1]
    near = abs(float(one[:, 1].mean() - other[:, 1].mean())) <= 0.25 * max(heights)
    return near and min(heights) >= 0.7 * max(heights)
