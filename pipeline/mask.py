"""Numbers that must not stand in full on a terminal or in a log: ID card, phone, bank card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_ID_CARD = re.compile(r"(?<![0-9A-Za-z])(\d{3})\d{11}(\d{3}[\dXx])(?![0-9A-Za-z])")
_WIDE_ID_CARD = re.compile(
    r"(?<![0-9A-Za-z])([1-9]\d{2})\d{3} ?(?:19|20)\d{6} ?(\d{3}[\dXx])(?![0-9A-Za-z])"
)
_OLD_ID_CARD = re.compile(
    r"(?<![0-9A-Za-z])(\d{3})\d{3}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(\d{3})(?![0-9A-Za-z])"
)
_PHONE = re.compile(r"(?<![0-9A-Za-z])(1[3-9]\d)([ -]?)\d{4}([ -]?)(\d{4})(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])\d{4}(?:[ ]?\d{4}){2,3}[ ]?\d{1,4}(?![0-9A-Za-z])")
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def masked(text: str) -> str:
    """`text` with such numbers shortened to their ends: 110***********0011, 138****1234."""
    text = _ID_CARD.sub(r"\1***********\2", text)
    text = _OLD_ID_CARD.sub(r"\1*********\2", text)
    text = _PHONE.sub(r"\1\2****\3\4", text)
    return _CARD.sub(_masked_card, text)


def shown(text: str) -> str:
    """As a terminal may see it: numbers masked, and no sign that would command it or turn the
    direction of writing; names of files can hold both."""
    return _COMMANDS.sub(lambda sign: sign[0].encode("unicode_escape").decode(), masked(text))


def _masked_card(match: re.Match[str]) -> str:
    digits = match[0].replace(" ", "")
    if not 15 < len(digits) < 20 or not _passes_luhn(digits):
        return match[0]
    return f"{digits[:4]}{'*' * (len(digits) - 8)}{digits[-4:]}"


def _passes_luhn(digits: str) -> bool:
    """The check digit of bank cards; keeps time stamps in file names from being masked."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@dataclass(frozen=True)
class Number:
    """A personal number in a text: all its digits, and where those stand that a mask hides."""

    kind: Literal["id", "phone", "card"]
    digits: str
    start: int
    end: int


def numbers_in(text: str) -> Iterator[Number]:
    """ID, phone and card numbers of `text`, from left to right by kind."""
    for match in _WIDE_ID_CARD.finditer(text):
        yield Number("id", _bare(match[0]), match.end(1), match.start(2))
    for match in _PHONE.finditer(text):
        yield Number("phone", _bare(match[0]), match.end(1), match.start(4))
    for match in _CARD.finditer(text):
        digits = _bare(match[0])
        if _masked_card(match) != match[0] and not _ID_CARD.fullmatch(digits):
            yield Number("card", digits, match.start() + 4, match.end() - 4)


def _bare(text: str) -> str:
    return re.sub(r"[ -]", "", text).upper()
