"""File names made of words that were read from papers, and therefore trusted with nothing."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
"""Characters of one part of a name; at most 160 bytes of UTF-8, under every limit of 255."""
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)}
)
_CENTS = re.compile(r"(\d)\.00(?=元)")
_POINT = re.compile(r"(?<=\d)\.(?=\d\d?元)")
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Cn"))
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_ALLOWED = frozenset("-·（）()")


def safe_name(untrusted: str, otherwise: str) -> str:
    """`untrusted` reduced to letters, digits and a few signs; `otherwise` where nothing is left.

    Separators, dots, control and direction characters, wildcards and reserved device names never
    get through, so the result cannot leave a folder, hide or pass for another type of file.
    """
    folded = _CENTS.sub(r"\1", unicodedata.normalize("NFC", untrusted))
    folded = _POINT.sub("点", folded)  # 借5,000.00元 must not become 借500000元.
    kept = "".join(sign for sign in folded if _may_stay(sign)).strip("-")
    name = kept[:LONGEST]
    return otherwise if not name or name.upper() in _RESERVED else name


def printable(untrusted: str) -> str:
    """Without characters that no page can show: controls, invisible and direction marks.

    Line breaks become spaces; what is left may stand in XML and in PDF.
    """
    return "".join(
        " " if sign in "\r\n\t" else sign
        for sign in untrusted
        if sign in "\r\n\t" or not _is_invisible(sign)
    )


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in _INVISIBLE or sign in _SELECTORS


def _may_stay(sign: str) -> bool:
    return sign in _ALLOWED or unicodedata.category(sign)[0] in "LN"
