"""Pages that repeat another: the same bytes, the same picture saved again, the same words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from pipeline.extract.folding import squeezed
from schemas.case import CaseSource
from schemas.reading import Reading
from schemas.source import Page, PageRef

LOOK_BITS = 26
"""Bits of 256 in which a re-saved copy may differ in look."""
SAME_WORDS = 0.9
FEW_WORDS = 12
"""Below so many characters a page is compared by its look alone."""
_AMOUNT = re.compile(r"\d[\d,]*\.\d{1,2}|\d{6,}")
_DAY = re.compile(r"(?:20\d\d)?[-./年]\d{1,2}[-./月](?:\d{1,2})?")
"""What tells one month's payslip from the next, which look alike and may pay the same."""


def duplicates_of(
    sources: tuple[CaseSource, ...], readings: tuple[Reading, ...]
) -> tuple[tuple[PageRef, PageRef], ...]:
    """(copy, original) pairs; the original is the sharper of the two, else the earlier."""
    words = {
        reading.ref: squeezed("".join(line.text for line in reading.lines)) for reading in readings
    }
    digests = {source.file.path: source.file.sha256 for source in sources}
    pages = [page for source in sources for page in source.pages]
    originals: list[Page] = []
    found: list[tuple[PageRef, PageRef]] = []
    for page in sorted(pages, key=_worth):
        match = next((kept for kept in originals if _same(kept, page, words, digests)), None)
        if match is None:
            originals.append(page)
        else:
            found.append((page.ref, match.ref))
    order = {page.ref: place for place, page in enumerate(pages)}
    return tuple(sorted(found, key=lambda pair: order[pair[0]]))


def _worth(page: Page) -> tuple[int, int, str, int]:
    """Larger pictures first: a copy that went through a chat program is smaller.

    Of equal ones the shorter name: the copy is called "x(1).jpg".
    """
    return -page.width * page.height, len(page.ref.path), page.ref.path, page.ref.page


def _same(first: Page, second: Page, words: dict[PageRef, str], digests: dict[str, str]) -> bool:
    if digests[first.ref.path] == digests[second.ref.path]:
        return first.ref.page == second.ref.page and first.ref.path != second.ref.path
    a, b = words[first.ref], words[second.ref]
    near = bits_apart(first.look, second.look) <= LOOK_BITS
    if len(a) < FEW_WORDS and len(b) < FEW_WORDS:
        return near and a == b and bool(first.look.strip("0"))
    if not near or any(
        sorted(figures.findall(a)) != sorted(figures.findall(b)) for figures in (_AMOUNT, _DAY)
    ):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SAME_WORDS


def bits_apart(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()
