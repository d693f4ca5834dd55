"""Signatures that are put into a DOCX as small pictures: they stay where they were put.

2026-11-27: each was a page of its own, too small to be legible, and the letter before it looked
unsigned; four of ten complete cases were held up for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from docx.oxml.ns import nsmap
from PIL import Image, ImageChops

Node: TypeAlias = Any
FIRST, MOST = 0x10FF00, 64
"""Signatures stand in a text as characters from the first on; no script has these."""
WIDTH, HEIGHT = 240, 84
"""Pixels that one has on a drawn page at most."""
WIDEST, HIGHEST = 3_400_000, 1_300_000
"""EMU (914,400 an inch) that Word shows of one at most: a photo of a paper is larger."""
_WP = f"{{{nsmap['wp']}}}"
_HERE = re.compile(r"(?:签[名字章署]|申请人|承诺人|说明人|借款人|声明人|本人)[^。；，]{0,8}$")
"""Words right before a signature."""
_ROOM = "\u3000" * 10


def is_signature(picture: Node, said: str) -> bool:
    """Whether a picture is so small, and so placed, that it can only be a signature.

    said: the text before it
    """
    drawing = next(picture.iterancestors(f"{_WP}inline", f"{_WP}anchor"), None)
    extent = drawing.find(f"{_WP}extent") if drawing is not None else None
    if extent is None or not _HERE.search(said):
        return False
    width, height = (str(extent.get(side, "")) for side in ("cx", "cy"))
    if not (width.isdecimal() and height.isdecimal()):
        return False
    return int(height) < int(width) <= WIDEST and int(height) <= HIGHEST


def place_of(number: int) -> str:
    """What stands in the text for a signature, with the room that it needs."""
    return chr(FIRST + number) + _ROOM


def is_place(character: str) -> bool:
    return FIRST <= ord(character) < FIRST + MOST


def without_places(text: str) -> str:
    """The text to be drawn, each character where it was."""
    return "".join(" " if is_place(character) else character for character in text)


def put_in(
    page: Image.Image, text: str, starts: Sequence[float], at: tuple[int, int],
    signatures: Sequence[Image.Image],
) -> None:  # fmt: skip
    """Draw the signatures of a line whose characters begin at `starts`, at its left and middle."""
    for place, character in enumerate(text):
        number = ord(character) - FIRST
        if is_place(character) and number < len(signatures):
            mark = signatures[number]
            x, y = at[0] + int(starts[place]), max(at[1] - mark.height // 2, 0)
            under = page.crop((x, y, x + mark.width, y + mark.height))
            page.paste(ImageChops.darker(under, mark), (x, y))


def drawn(picture: Image.Image) -> Image.Image:
    """A signature as it goes onto a page."""
    mark = picture.convert("RGB")
    mark.thumbnail((WIDTH, HEIGHT))
    return mark
