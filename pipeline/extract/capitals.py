"""Amounts in capital characters (人民币伍仟贰佰元整), and small numbers in characters (二十一)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇", "壹一", "贰貳二两", "叁參三", "肆四", "伍五", "陆陸六", "柒七", "捌八", "玖九")
    )
    for char in chars
}
_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_CENTS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_RUN = re.compile(
    r"[零〇壹贰貳叁參肆伍陆陸柒捌玖][零〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億]*[元圆圓]"
    # A run that stops at "元零" was cut by the reader and says nothing.
    r"(?:[整正]|(?:[零〇壹贰貳叁參肆伍陆陸柒捌玖]+[角分])+|(?![零〇壹贰貳叁參肆伍陆陸柒捌玖]))"
)


NUMERALS = "〇一二三四五六七八九"


def numeral(text: str) -> int:
    """12, 十二, 元 (月), 二十一 as a number; 0 where it is none."""
    if text.isdigit():
        return int(text)
    text = text.replace("元", "一").replace("零", "〇").replace("两", "二")
    tens, ten, ones = text.partition("十")
    if not ten:
        tens, ones = "", text
    if len(tens) > 1 or len(ones) > 1:
        return 0
    first = NUMERALS.find(tens) if tens else 1
    return (10 * first if ten else 0) + (NUMERALS.find(ones) if ones else 0)


def amounts_in_capitals(text: str) -> tuple[tuple[str, Decimal], ...]:
    """Every amount written in capitals with its value in yuan."""
    return tuple((run.group(), value_of(run.group())) for run in _RUN.finditer(text))


def value_of(run: str) -> Decimal:
    whole, _, rest = re.sub("[圆圓]", "元", run).partition("元")
    total = group = digit = 0
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            group, digit = group + (digit or 1) * _UNITS[char], 0
        else:
            total, group, digit = total + (group + digit) * _GROUPS[char], 0, 0
    return Decimal(total + group + digit) + _cents(rest)


def _cents(rest: str) -> Decimal:
    cents, digit = Decimal(0), 0
    for char in rest.rstrip("整正"):
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            cents, digit = cents + digit * _CENTS[char], 0
    return cents


_LINK = r"[元整,、()人民币大小写金额为即计共合每月/:¥]|RMB|CNY"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_BEFORE = re.compile(rf"(?<![\d.,])({_FIGURE})((?:{_LINK}){{0,16}})$")
_AFTER = re.compile(rf"^((?:{_LINK}){{0,16}})({_FIGURE})(?![\d.,]*\d|[%期年月日号天万亿]|个(?!人))")


def spelled_twice(text: str) -> Iterator[tuple[str, Decimal, tuple[Decimal, ...]]]:
    """(capitals, their value, the figures joined to them) of every amount written both ways.

    Only words such as 大写, 小写, 人民币 and brackets may stand between: 月租金1500元，押金叁仟元
    are two amounts.
    """
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("￥", "¥")
    for run in _RUN.finditer(bare):
        before = _BEFORE.search(bare[max(0, run.start() - 40) : run.start()])
        after = _AFTER.search(bare[run.end() : run.end() + 40])
        found = tuple(
            Decimal(match.group(place).replace(",", ""))
            for match, place in ((before, 1), (after, 2))
            if match and _joins(match.group(3 - place))
        )
        if found:
            yield run.group(), value_of(run.group()), found


def _joins(between: str) -> bool:
    """Whether figure and capitals are one amount: told so, in brackets, or side by side."""
    return not between.strip("元") or any(mark in between for mark in "写(¥币")
