"""Names and numbers as papers print them: folded, masked, misread."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

import zhconv

from pipeline.extract.folding import one_changed

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫"
    "孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童"
    "凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳司上官诸葛东方皇甫尉迟公孙"
)
"""First characters of most Chinese names: enough to tell a name from a word where no label does."""
_MASK = "*＊×xX●•"
_TITLES = ("先生", "女士", "同志", "小姐")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[1-9]\d{16}[\dXx]")


class Match(Enum):
    """How two spellings compare; NEAR: one character apart."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


def begins_like_a_name(text: str) -> bool:
    """Two to four characters of which the first is a surname, or a mask."""
    return 2 <= len(text) <= 4 and (text[0] in SURNAMES or text[0] in _MASK)


def folded(name: str) -> str:
    """A name in simplified characters, without spaces, dots between parts and titles."""
    bare = re.sub(r"[\s·・•．.]", "", name)
    for title in _TITLES:
        bare = bare.removesuffix(title) if len(bare) > len(title) + 1 else bare
    return str(zhconv.convert(bare, "zh-hans")) if bare else ""


def match_names(one: str, other: str) -> Match:
    """Compares two names; masked ones ("张*本", "*样本") match whom they may stand for."""
    if one == other:
        return Match.SAME
    left, right = folded_masked(one), folded_masked(other)
    if left == right or _masked_match(left, right) or _masked_match(right, left):
        return Match.SAME
    if "*" in left + right:
        return Match.DIFFERENT
    # "我村村民张样本": the reader took words before a name along.
    short, long = sorted((left, right), key=len)
    if len(short) > 1 and len(long) > len(short) + 1 and long.endswith(short):
        return Match.SAME
    return Match.NEAR if one_apart(left, right) else Match.DIFFERENT


def folded_masked(name: str) -> str:
    """As `folded`, with every kind of mask written "*"."""
    if not any(mark in name for mark in _MASK):
        return folded(name)
    return folded("".join("*" if mark in _MASK else mark for mark in name))


def _masked_match(pattern: str, name: str) -> bool:
    if "*" not in pattern or "*" in name or pattern.strip("*") == "":
        return False
    shape = "".join(
        ".+" if part.startswith("*") else re.escape(part)
        for part in re.findall(r"\*+|[^*]+", pattern)
    )
    return re.fullmatch(shape, name) is not None


def one_apart(one: str, other: str) -> bool:
    """Whether one character was changed, lost or added, with something left to agree on."""
    if min(len(one), len(other)) < 2 and one[:1] != other[:1]:
        return False
    if len(one) == len(other):
        return one_changed(one, other)
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(
        long[:place] + long[place + 1 :] == short for place in range(len(long))
    )


def is_full_number(number: str) -> bool:
    """Whether it has the 18 places of a resident's number, right or wrong."""
    return len(number) == 18 and "*" not in number and number[:17].isdigit()


def is_valid_number(number: str) -> bool:
    """GB 11643: shape, a birth date that exists, and the ISO 7064 MOD 11-2 check digit."""
    if not _SHAPE.fullmatch(number) or birth_date(number) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def match_numbers(one: str, other: str) -> Match:
    """Compares ID numbers place by place; a mask stands for anything."""
    left, right = _plain_number(one), _plain_number(other)
    if len(left) != len(right):
        return Match.NEAR if one_apart(left, right) else Match.DIFFERENT
    apart = sum(a != b and "*" not in (a, b) for a, b in zip(left, right, strict=True))
    return (Match.SAME, Match.NEAR)[apart] if apart < 2 else Match.DIFFERENT


def differing_places(one: str, other: str) -> list[int]:
    """Places (from 1) at which two numbers of the same length differ; empty for other lengths."""
    left, right = _plain_number(one), _plain_number(other)
    if len(left) != len(right):
        return []
    pairs = enumerate(zip(left, right, strict=True), 1)
    return [place for place, (a, b) in pairs if a != b and "*" not in (a, b)]


def _plain_number(number: str) -> str:
    bare = re.sub(r"\s", "", number).upper().replace("＊", "*")
    # An X in the last place is the check digit; anywhere else it hides a digit.
    return bare[:17].replace("X", "*") + bare[17:]
