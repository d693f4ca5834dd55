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
_FIGURES = "0123456789"
_PARTS = _FIGURES + ".,·．，"


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
    ends = [place for place in order if words[place][0][-1:] and words[place][0][-1] in _PARTS]
    starts = [place for place in order if words[place][0][:1] in _FIGURES and words[place][0]]
    follows: dict[int, int] = {}
    for left in ends:
        for right in starts:
            if right not in follows.values() and _continue(quads, words, left, right):
                follows[left] = right
                break
    chains = []
    for first in order:
        if first in follows and first not in follows.values():
            chain = [first]
            while chain[-1] in follows:
                chain.append(follows[chain[-1]])
            chains.append(chain)
    return chains


def united(quads: Sequence[Quad]) -> Quad:
    """One quad from the left end of the first to the right end of the last."""
    first, last = quads[0], quads[-1]
    return np.stack([first[0], last[1], last[2], first[3]])


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


def _continue(quads: Sequence[Quad], words: Sequence[Word], left: int, right: int) -> bool:
    """Whether `right` goes on in the row of `left` at its pitch."""
    one, other = quads[left], quads[right]
    if left == right or not _in_a_row(one, other):
        return False
    pitches = [
        found * sides(quads[place])[0]
        for place in (left, right)
        if (found := _pitch(*words[place][:2])) is not None
    ]
    if not pitches:
        return False
    end = one[0, 0] + words[left][1][-1] * sides(one)[0]
    start = other[0, 0] + words[right][1][0] * sides(other)[0]
    return bool(0 < start - end <= ONE_NUMBER * max(pitches))


def _in_a_row(one: Quad, other: Quad) -> bool:
    heights = sides(one)[1], sides(other)[1]
    near = abs(float(one[:, 1].mean() - other[:, 1].mean())) <= 0.25 * max(heights)
    return near and min(heights) >= 0.7 * max(heights)
