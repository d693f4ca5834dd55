"""What a text says of days, rhythms and sums, each with its place: the words of a plan in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.extract.capitals import NUMERALS, numeral, value_of
from pipeline.plan.cells import Figure
from pipeline.plan.written import Written

Day = tuple[int | None, int, int]
"""Year (None where it is not said), month and day."""
HALF = 6
"""Months of 半年."""

_CHINESE = "〇零一二三四五六七八九十元两"
_N = rf"(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})"
_YEAR = (
    r"(?P<{0}>(?:20)?[2-4]\d(?=[年.\-/])|二[〇零][〇零一二三四五六七八九]{{2}}|[明今后来次](?=年))"
)
_DAY = re.compile(
    rf"(?:{_YEAR.format('y')}(?:年|[.\-/]))?(?P<m>{_N})月(?P<d>{_N})\s?[日号]?(?![\d月])"
    r"|(?<![\d.,])(?P<y2>(?:20)?[2-4]\d)[.\-/](?P<m2>\d{1,2})[.\-/]"
    r"(?P<d2>[0-3]\d(?=\d{2,6}\.\d\d(?!\d))|\d{1,2}(?!\d))"
    r"|(?:(?<=^)|(?<=\n)|(?<=[·•*○] )|(?<=[·•*○]))(?P<m3>\d{1,2})[.\-/](?P<d3>\d{1,2})"
    r"(?![\d.%元月])"
)
_SPAN = re.compile(
    rf"(?:{_YEAR.format('y')}年)?(?P<m>{_N})月份?(?:{_N}[日号])?(?:起|开始)?[,到至\-—~](?:一直)?[到至]?"
    rf"(?:{_YEAR.format('y2')}年)?(?P<m2>{_N})月"
)
_FROM = re.compile(rf"(?:{_YEAR.format('y')}年)?(?P<m>{_N})月份?(?=起|开始)")
_TO = re.compile(rf"(?:一直|直)?[到至]\s?(?:{_YEAR.format('y')}年)?(?P<m>{_N})月(?:{_N}[日号])?")
_RHYTHM = re.compile(
    rf"(?:每个?月|按月|逐月)的?(?:(?P<d>{_N})[日号](?:[和、及,](?P<d2>{_N})[日号])?)?"
    r"|(?P<w>每(?:周|星期|礼拜)[一二三四五六日天]?)|(?P<q>每个?季度?末?)|每期"
)
_RANGE = re.compile(rf"第(?P<a>{_N})期?[-~—至到]+第?(?P<b>{_N})(?:期|个月)")
_STAGE = re.compile(
    rf"(?:(?:前面?|头)(?P<n>{_N}|半)(?:个月|期|年)|(?:之后|以后|后面|剩下|其余|后)的?"
    rf"(?:(?P<m>{_N}|半)(?:个月|期|年))?(?=[^\d,。;]{{0,6}}(?:每|按月|还)))"
)
_UNTIL = re.compile(rf"{_YEAR.format('y')}年(?P<m>{_N})月份?(?=(?:全部)?(?:还清|结清|还完|清))")
"""2030年3月还清: the month of the last one."""
_COUNT = re.compile(
    rf"(?:(?:分|共|还|为期|连续)\D{{0,2}}?|(?<=元,))(?P<n>\d{{1,3}}|{_N})(?:个月|期|次|周)"
)
_SUM = re.compile(
    r"(?<![\d.,:])[¥]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d{1,2})?(?P<unit>万|元|块|圆)?"
    r"(?P<jiao>\d角)?(?P<fen>\d分)?(?!\d|[.:]\d|[%*年月日号期个天次周岁字点份折])"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[还付币各清款额计共为约转给交先再日号期即]))"
    r"[零〇壹贰貳叁參肆伍陆陸柒捌玖一二两三四五六七八九][零〇壹贰貳叁參肆伍陆陸柒捌玖一二三四五六七八九"
    r"拾佰仟十百千万]*[元圆块](?:[整正]|(?:[零〇壹贰貳叁參肆伍陆陸柒捌玖一二三四五六七八九]+[角分])+)?"
    r"|(?<=还)(?P<spoken>[一二两三四五六七八九][一二两三四五六七八九十百千万]+)(?![一二两三四五六七八九十百千万个月期号日次年天周笔])"
)
_SPOKEN_SHORT = re.compile("([千百万])([一二两三四五六七八九])$")
"""一千五 is 1,500."""
_LAST = re.compile(r"最后一(?:期|个月|次|笔)|末期|尾期")
_KINDS = (
    ("last", _LAST),
    ("range", _RANGE),
    ("span", _SPAN),
    ("from", _FROM),
    ("to", _TO),
    ("to", _UNTIL),
    ("rhythm", _RHYTHM),
    ("day", _DAY),
    ("stage", _STAGE),
    ("count", _COUNT),
    ("sum", _SUM),
)


def marks_in(text: str) -> Iterator[tuple[int, str, re.Match[str]]]:
    """What a text says, in its order: where it begins, its kind, and the match; the wider words
    go before the narrower ones."""
    taken = [False] * len(text)
    found = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append((start, kind, match))
    return iter(sorted(found, key=lambda one: one[0]))


def count_said(text: str) -> int:
    """12, 十二, 半 (年) as a number of months; 0 where it is none."""
    return HALF if text == "半" else numeral(text)


def year_said(text: str | None, today: date) -> int | None:
    """2026, 26, 二〇二六, 明 as a year; None where none is said."""
    if not text:
        return None
    if text in "今明来次后":
        return today.year + {"今": 0, "后": 2}.get(text, 1)
    if text.isdigit():
        return int(text) if len(text) == 4 else 2000 + int(text)
    digits = "".join(str(NUMERALS.find(mark.replace("零", "〇"))) for mark in text)
    return int(digits) if digits.isdigit() and len(digits) == 4 else None


def day_said(match: re.Match[str], today: date) -> Day | None:
    """The day of a mark of that kind; None where no calendar has it."""
    year = next((match[name] for name in ("y", "y2") if match[name]), None)
    month, day = (
        next(numeral(match[name]) for name in names if match[name])
        for names in (("m", "m2", "m3"), ("d", "d2", "d3"))
    )
    return (year_said(year, today), month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def figure_said(text: Written, match: re.Match[str]) -> Figure | None:
    """The sum of a mark of that kind; None for a number that is none: of one digit."""
    end = match.end("cents") if match["cents"] else match.end("whole")
    cell = text.cell(match.start(), end if match["whole"] else match.end())
    if cell is None:
        return None
    if match["spoken"]:
        lower = {"万": "千", "千": "百", "百": "十"}
        spoken = _SPOKEN_SHORT.sub(lambda m: m[1] + m[2] + lower[m[1]], match["spoken"])
        return Figure(cell, value_of(f"{spoken}元"))
    if match["whole"] is None:
        return Figure(cell, value_of(match[0].replace("块", "元")))
    whole = match["whole"].replace(",", "")
    if len(whole) < 2 and not match["cents"] and not match["unit"]:
        return None
    value = Decimal(whole + (match["cents"] or "")) * (10000 if match["unit"] == "万" else 1)
    for part, worth in ((match["jiao"], "0.1"), (match["fen"], "0.01")):
        value += int(part[0]) * Decimal(worth) if part else 0
    return Figure(cell, value)
