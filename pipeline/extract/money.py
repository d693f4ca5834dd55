"""The money a page is in: yuan, unless a bank abroad wrote it.

2026-11-27: a card's bill of a Taiwanese bank, in whole NT$ without a sign at each amount, was read
as yuan without a question; a Hong Kong bank's loan in HK$ was no bill at all. Such a page is read
like any other, in its own currency, and what it states is never added to yuan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.folding import fold, squeezed
from pipeline.extract.token import Token
from schemas.reading import Reading

HOME = "CNY"
LEAST = 6
"""So many traditional characters make a page that is not from the mainland."""
_YUAN = re.compile(r"人民币|cny|rmb|[¥￥]")
_NAMES = (
    ("HKD", re.compile(r"hk\$|hkd|港币|港元")),
    ("MOP", re.compile(r"mop|澳门币|澳门元|葡币")),
    ("TWD", re.compile(r"nt\$|nts(?=\d)|ntd|twd|新台币|新臺币|台币")),
    ("TWD", re.compile(r"民国\d|[台臺](?:湾|北|中|南|新)[市县]?")),
    ("HKD", re.compile(r"香港|九龙|新界")),
    ("MOP", re.compile(r"澳门")),
)
"""Signs of a currency before the places it is used in, most telling first."""


def currency_of(reading: Reading) -> str:
    """ISO code of the money that a page is in.

    A page in traditional characters that names no yuan is of the bank's own place; the currency
    named there first decides.
    """
    lines = [line.text for line in reading.lines if line.text]
    text = "".join(map(squeezed, lines))
    if _YUAN.search(text) or sum(map(_traditional, lines)) < LEAST:
        return HOME
    return next((code for code, names in _NAMES if names.search(text)), HOME)


def _traditional(text: str) -> int:
    return sum(
        "\u4e00" <= one <= "\u9fff" and one != other
        for one, other in zip(text, fold(text), strict=True)
    )


def at_home(tokens: Iterable[Token], currency: str) -> Sequence[Token]:
    """The tokens; amounts in the page's own currency are like yuan on a page of yuan."""
    if currency == HOME:
        return list(tokens)
    return [
        replace(token, atom=replace(token.atom, currency=HOME))
        if token.atom.currency == currency or _bare_dollar(token)
        else token
        for token in tokens
    ]


def _bare_dollar(token: Token) -> bool:
    return token.atom.currency == "USD" and not re.search("us|美", token.text.lower())
