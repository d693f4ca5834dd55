"""One spelling for comparing: full-width and traditional characters folded, length kept.

Every character of the folded text stands at the place of its original, so that a match can be
traced back to its pixels.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import zhconv

_SPELLINGS = {
    "￥": "¥",
    "〇": "零",
    "：": ":",
    "，": ",",
    "（": "(",
    "）": ")",
    "【": "(",
    "】": ")",
    "［": "(",
    "］": ")",
    "—": "-",
    "–": "-",
    "−": "-",
    "﹣": "-",
    "～": "~",
    "∶": ":",
    "・": "·",
    "、": ",",
    "唄": "呗",
    "帳": "账",
    "帐": "账",
    "麽": "么",
}


_POINT = re.compile(r"(?<=\d)[·•](?=\s?\d{1,2}(?!\d))")

_INTEREST = re.compile("(?<=[利罚])患")
_SIGN = re.compile(r"^[vy](?=\d{1,3}(?:,?\d{3})*\.\d\d(?!\d))")


@cache
def _folded(character: str) -> str:
    if character in _SPELLINGS:
        return _SPELLINGS[character]
    wide = unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) == "No":
        return "·"  # ⑦ and the like: an icon beside a label, never a digit of an amount.
    character = wide if len(wide) == 1 else character
    simple = zhconv.convert(character, "zh-cn")
    character = simple if len(simple) == 1 else character
    return _SPELLINGS.get(character, character).lower()


def fold(text: str) -> str:
    """`text` in one spelling, the same length.

    A middle dot between digits is a full-width decimal point that was misread, a v before an amount
    (v19,396.77) a small ¥, and 利患 is no word but 利息.
    """
    text = _INTEREST.sub("息", "".join(map(_folded, text)))
    return _SIGN.sub("¥", _POINT.sub(".", text))


@lru_cache(maxsize=32768)
def squeezed(text: str) -> str:
    """`fold` without spaces: for looking words up, not for places."""
    return re.sub(r"\s+", "", fold(text))


def one_changed(one: str, other: str) -> bool:
    """Whether two texts of one length differ in a single character."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
