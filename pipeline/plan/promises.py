"""What a person promises to pay in words: 12月10日还1500, 从12月开始每个月15号还600一直到明年10月.

A plan in a letter, a note or a message has no table. A day and a sum that is to be paid then are a
promise; a rhythm with a sum, a beginning and an end are as many. A day without a year is the next
of its kind after the one before it, the first after the paper was written. What is not said is not
made up: a rhythm without an end promises nothing that could be printed.

2026-11-28: of 16 plans that people wrote in their own ways, 4 were known for plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from pipeline.extract.capitals import value_of
from pipeline.plan.cells import Figure
from pipeline.plan.written import Written
from pipeline.plan.years import LATE, next_day, on_day

MOST = 120
"""Payments that one rhythm may promise."""
WEEK = timedelta(days=7)

_CHINESE = "〇零一二三四五六七八九十元"
_NUMERALS = "〇一二三四五六七八九"
_N = rf"(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})"
_YEAR = r"(?P<{0}>(?:20)?\d\d(?=[年.\-/])|二[〇零][〇零一二三四五六七八九]{{2}}|[明今后来次](?=年))"
_DAY = re.compile(
    rf"(?:{_YEAR.format('y')}(?:年|[.\-/]))?(?P<m>{_N})月(?P<d>{_N})[日号]?(?![\d月])"
    r"|(?<![\d.,])(?P<y2>(?:20)?\d\d)[.\-/](?P<m2>\d{1,2})[.\-/]"
    r"(?P<d2>[0-3]\d(?=\d{2,6}\.\d\d(?!\d))|\d{1,2}(?!\d))"
    r"|(?:(?<=^)|(?<=\n)|(?<=[·•*○] )|(?<=[·•*○]))(?P<m3>\d{1,2})[.\-/](?P<d3>\d{1,2})(?![\d.%元])"
)
_SPAN = re.compile(
    rf"(?:{_YEAR.format('y')}年)?(?P<m>{_N})月份?(?:{_N}[日号])?(?:起|开始)?[,到至\-—~](?:一直)?[到至]?"
    rf"(?:{_YEAR.format('y2')}年)?(?P<m2>{_N})月"
)
_FROM = re.compile(rf"(?:{_YEAR.format('y')}年)?(?P<m>{_N})月份?(?=起|开始)")
_TO = re.compile(rf"(?:一直|直)?[到至](?:{_YEAR.format('y')}年)?(?P<m>{_N})月")
_RHYTHM = re.compile(
    rf"(?:每个?月|按月)的?(?:(?P<d>{_N})[日号])?|(?P<w>每(?:周|星期)[一二三四五六日天]?)"
)
_COUNT = re.compile(
    r"(?:分|共|还|为期|连续|前|后)\D{0,2}?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:个月|期|次|周)"
)
_SUM = re.compile(
    r"(?<![\d.,:])[¥]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d{1,2})?(?P<unit>万|元|块|圆)?"
    r"(?P<jiao>\d角)?(?P<fen>\d分)?(?!\d|[.:]\d|[%*年月日号期个天次周岁字点份折])"
    r"|[零〇壹贰貳叁參肆伍陆陸柒捌玖一二两三四五六七八九][零〇壹贰貳叁參肆伍陆陸柒捌玖一二三四五六七八九"
    r"拾佰仟十百千万]*[元圆块](?:[整正]|(?:[零〇壹贰貳叁參肆伍陆陸柒捌玖一二三四五六七八九]+[角分])+)?"
)
_PAID = re.compile(
    r"(?:(?<!已)还|偿还|归还|支付|[打转交付]|给)(?![剩欠有需要])(?:款|清|余款|人民币|约|各|你们|贵[司行])*$"
    r"|月供(?:约|为)?$"
)
"""What stands before a sum that is to be paid."""
_CLEARS = re.compile(r"(?:元|块)?钱?(?:一次性?|全部)?(?:还清|结清|付清|还完|还掉|还上)")
"""What stands behind one."""
_ALL = re.compile(r"(?:总共|一共|共计|合计|总计|总额|加起来|合起来|拢共|以上)[^\d\n]{0,6}$")
_ROW_ALL = re.compile(r"(?<![一总合])共(?:计|还)?$|合计$")
_OTHER = re.compile(
    r"(?:欠|剩|余|工资|收入|逾期|借|尾号|本金|利息|罚息|每期|最低|[了过]|发|收到|到账|花)[^\d\n]{0,4}$"
)
_DONE = re.compile(r"^(?:元|块)?[了过]")
_LAST = re.compile(r"最后一(?:期|个月|次|笔)|末期|尾期")
_AND = re.compile(r"[和、及/与,]|以及")


Day = tuple[int | None, int, int]
"""Year (None where it is not said), month and day."""


@dataclass(frozen=True)
class Promise:
    """What is to be paid on a day. figures: add up to it"""

    due: date
    figures: tuple[Figure, ...]

    @property
    def paid(self) -> Decimal:
        return sum((figure.value or Decimal(0) for figure in self.figures), Decimal(0))


@dataclass(frozen=True)
class Promised:
    """total: the figure of the text that says what the promises come to, () without one"""

    promises: tuple[Promise, ...] = ()
    total: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Rhythm:
    """So much every month, or every week, as far as it has been told.

    first: the month, with its day where that is said; last: the month of the last one
    on: day of every month; closing: what the last one is instead
    """

    figures: tuple[Figure, ...] = ()
    first: tuple[int | None, int, int | None] | None = None
    last: tuple[int | None, int] | None = None
    on: int | None = None
    weekly: bool = False
    count: int | None = None
    closing: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class _Once:
    """Days that each get the same sum."""

    days: tuple[Day, ...]
    figures: tuple[Figure, ...]


def promised(text: Written, today: date) -> Promised:
    """The payments that a text promises, by day; none of a rhythm that lacks a day or an end.

    today: when the paper was written
    """
    teller = _Teller(text, today)
    for start, kind, match in _marks(text.text):
        teller.take(start, kind, match)
    teller.end()
    found = tuple(_dated(teller.told, today))
    made = sum((one.paid for one in found), Decimal(0))
    total = next((one for one in teller.others if one.value == made), None)
    return Promised(found, (total,) if total else ())


_KINDS = (
    ("last", _LAST),
    ("span", _SPAN),
    ("from", _FROM),
    ("to", _TO),
    ("rhythm", _RHYTHM),
    ("day", _DAY),
    ("count", _COUNT),
    ("sum", _SUM),
)


def _marks(text: str) -> Iterator[tuple[int, str, re.Match[str]]]:
    """What a text says of days, rhythms and sums, in its order; the wider words first."""
    taken = [False] * len(text)
    found = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append((start, kind, match))
    return iter(sorted(found, key=lambda one: one[0]))


class _Teller:
    """Hears the marks of a text one by one, and tells what they promise.

    told: promises so far; days: said last, and not yet given a sum; at: where they ended
    others: figures that are of no promise
    """

    def __init__(self, text: Written, today: date) -> None:
        self.text, self.today = text, today
        self.told: list[_Once | Rhythm] = []
        self.others: list[Figure] = []
        self.days: list[Day] = []
        self.parts: list[Figure] = []
        self.at = 0
        self.rhythm: Rhythm | None = None
        self.count: int | None = None
        self.closes = False

    def take(self, start: int, kind: str, match: re.Match[str]) -> None:
        if kind not in ("sum", "count"):
            self._end_of_days(start, kind)
        rhythm = self.rhythm
        told = rhythm and rhythm.figures and (rhythm.last or rhythm.count or self.count)
        if kind == "day" and told:
            self._end_of_rhythm()
            self.closes = False
        getattr(self, f"_{kind}")(start, match)

    def end(self) -> None:
        self._end_of_days(len(self.text.text), "")
        self._end_of_rhythm()

    def _end_of_days(self, start: int, kind: str) -> None:
        """Days that have their sum are told; those that have none wait for one, or for more."""
        if self.parts:
            self.told.append(_Once(tuple(self.days), tuple(self.parts)))
            self.days, self.parts = [], []
        elif kind == "day" and not _AND.fullmatch(self.text.text[self.at : start].strip()):
            self.days = []

    def _end_of_rhythm(self) -> None:
        rhythm, self.rhythm = self.rhythm, None
        if rhythm is None or not rhythm.figures:
            return
        count = rhythm.count or (self.count if rhythm.last is None else None)
        self.told.append(replace(rhythm, count=count))

    def _day(self, start: int, match: re.Match[str]) -> None:
        day = _day_in(match, self.today)
        if day is None:
            return
        behind = self.text.text[match.end() :].lstrip()
        before = self.text.text[max(0, start - 10) : start].rstrip()
        if _BEGINS.match(behind) or _FIRST.search(before):
            self._first((day[0], day[1], day[2]))
            return
        self.days.append(day)
        self.at = match.end()

    def _from(self, start: int, match: re.Match[str]) -> None:
        month = _numeral(match["m"])
        failed = _FAILED.match(self.text.text[match.end() :])
        if 1 <= month <= 12 and not failed:
            self._first((_year(match["y"], self.today), month, None))

    def _first(self, first: tuple[int | None, int, int | None]) -> None:
        """A rhythm begins then: the one that is told, or the next."""
        if self.rhythm is not None and (self.rhythm.first or self.rhythm.last):
            self._end_of_rhythm()
        self.rhythm = replace(self.rhythm or Rhythm(), first=first)

    def _span(self, start: int, match: re.Match[str]) -> None:
        first, last = _numeral(match["m"]), _numeral(match["m2"])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            return
        self._first((_year(match["y"], self.today), first, None))
        ends = (_year(match["y2"], self.today), last)
        self.rhythm = replace(self.rhythm or Rhythm(), last=ends)

    def _to(self, start: int, match: re.Match[str]) -> None:
        month = _numeral(match["m"])
        if self.rhythm is not None and 1 <= month <= 12:
            self.rhythm = replace(self.rhythm, last=(_year(match["y"], self.today), month))

    def _rhythm(self, start: int, match: re.Match[str]) -> None:
        if self.rhythm is not None and self.rhythm.figures:
            self._end_of_rhythm()
        on = _numeral(match["d"]) if match["d"] else None
        self.days = []
        self.rhythm = replace(self.rhythm or Rhythm(), on=on, weekly=bool(match["w"]))
        self.at = match.end()

    def _count(self, start: int, match: re.Match[str]) -> None:
        count = _numeral(match["n"])
        if count < 2:
            return  # 每月10日还一期
        if self.rhythm is not None and self.rhythm.count is None:
            self.rhythm = replace(self.rhythm, count=count)
        else:
            self.count = self.count or count

    def _last(self, start: int, match: re.Match[str]) -> None:
        self.closes = self.rhythm is not None and bool(self.rhythm.figures)
        self.at = match.end()

    def _sum(self, start: int, match: re.Match[str]) -> None:
        figure = _figure(self.text, match)
        if figure is None:
            return
        before = self.text.text[:start].rstrip()[-14:]
        behind = self.text.text[match.end() :].lstrip()
        between = self.text.text[self.at : start]
        paid = bool(_PAID.search(before) or _CLEARS.match(behind)) and not _DONE.match(behind)
        if self.days and self._of_the_days(figure, before, between, paid):
            return
        if _ALL.search(before):
            self.others.append(figure)
        elif self.closes and self.rhythm and len(between) <= NEAR:
            self.rhythm, self.closes = replace(self.rhythm, closing=(figure,)), False
        elif self.rhythm and not self.rhythm.figures and (paid or len(between) <= 2):
            self.rhythm = replace(self.rhythm, figures=(figure,))
        else:
            self.others.append(figure)

    def _of_the_days(self, figure: Figure, before: str, between: str, paid: bool) -> bool:
        """Whether a sum is what is to be paid on the days that were said last."""
        same_line = "\n" not in between and "。" not in between
        if self.parts:
            same_line = same_line and not self.text.breaks(self.at, self.at + len(between))
            if same_line and _ROW_ALL.search(before):
                self.parts = [figure]  # 省呗300,分期乐200,共500元
                return True
            more = same_line and not _OTHER.search(before) and _PART.search(before)
            if more and not _ALL.search(before):
                self.parts.append(figure)
            return bool(more)
        bare = same_line and len(between) <= NEAR and not _OTHER.search(before)
        near = bare or (paid and len(between) <= FAR and "。" not in between)
        if near and (_ROW_ALL.search(before) or not _ALL.search(before)):
            self.parts = [figure]
            return True
        return False


NEAR, FAR = 14, 30
"""Characters between a day and its sum at most: alone, and where words say that it is paid."""
_BEGINS = re.compile(r"(?:起|开始|[起先]?还?(?:第一|首)[期次笔个])")
_FAILED = re.compile(r"(?:起|开始)?[^,。;\d]{0,6}(?:还不|未能|没能|没有|无力|逾期|断供)")
"""2026年4月起还不上: what began then is no promise."""
_FIRST = re.compile(r"(?:首期|首次|首笔|第一期还款|第1期还款|起始)[^\d,。;]{0,8}$")
_PART = re.compile(r"[,、+和 ][\u4e00-\u9fff]{1,6}$")
"""How a further lender's part stands in a line: 省呗300,分期乐"""


def _numeral(text: str) -> int:
    """12, 十二, 元 (月), 二十一 as a number."""
    if text.isdigit():
        return int(text)
    text = text.replace("元", "一").replace("零", "〇")
    tens, ten, ones = text.partition("十")
    if not ten:
        tens, ones = "", text
    if len(tens) > 1 or len(ones) > 1:
        return 0
    first = _NUMERALS.find(tens) if tens else 1
    return (10 * first if ten else 0) + (_NUMERALS.find(ones) if ones else 0)


def _year(text: str | None, today: date) -> int | None:
    """2026, 26, 二〇二六, 明 as a year; None where none is said."""
    if not text:
        return None
    if text in "今明来次后":
        return today.year + {"今": 0, "后": 2}.get(text, 1)
    if text.isdigit():
        return int(text) if len(text) == 4 else 2000 + int(text)
    digits = "".join(str(_NUMERALS.find(mark.replace("零", "〇"))) for mark in text)
    return int(digits) if digits.isdigit() and len(digits) == 4 else None


def _day_in(match: re.Match[str], today: date) -> Day | None:
    year = next((match[name] for name in ("y", "y2") if match[name]), None)
    month, day = (
        next(_numeral(match[name]) for name in names if match[name])
        for names in (("m", "m2", "m3"), ("d", "d2", "d3"))
    )
    return (_year(year, today), month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _figure(text: Written, match: re.Match[str]) -> Figure | None:
    """A sum as a figure; None for a number that is none: of one digit, or of several cells."""
    end = match.end("cents") if match["cents"] else match.end("whole")
    cell = text.cell(match.start(), end if match["whole"] else match.end())
    if cell is None:
        return None
    if match["whole"] is None:
        return Figure(cell, value_of(match[0]))
    whole = match["whole"].replace(",", "")
    if len(whole) < 2 and not match["cents"] and not match["unit"]:
        return None
    value = Decimal(whole + (match["cents"] or "")) * (10000 if match["unit"] == "万" else 1)
    for part, worth in ((match["jiao"], "0.1"), (match["fen"], "0.01")):
        value += int(part[0]) * Decimal(worth) if part else 0
    return Figure(cell, value)


def _dated(told: Sequence[_Once | Rhythm], today: date) -> list[Promise]:
    """The promises with their years: each day is the next of its kind after the one before it. A
    day of its own that ends a rhythm stands for the last one of it."""
    before = today - LATE
    found: list[Promise] = []
    for one in told:
        dues = list(_dues(one, before))
        if isinstance(one, _Once) and found and dues[0] == found[-1].due and _rhythmic(told, one):
            found.pop()
        for place, due in enumerate(dues):
            closing = one.closing if isinstance(one, Rhythm) and place == len(dues) - 1 else ()
            found.append(Promise(due, closing or one.figures))
            before = max(before, due)
    return found


def _rhythmic(told: Sequence[_Once | Rhythm], one: _Once) -> bool:
    """Whether a rhythm was told right before some days."""
    return isinstance(told[told.index(one) - 1], Rhythm)


def _dues(one: _Once | Rhythm, before: date) -> Iterator[date]:
    if isinstance(one, _Once):
        for year, month, on in one.days:
            before = next_day(year, month, on, before)
            yield before
        return
    start = one.first[2] or one.on if one.first is not None else None
    if one.first is None or start is None:
        return
    first = next_day(one.first[0], one.first[1], start, before)
    if one.weekly:
        yield from (first + WEEK * place for place in range(min(one.count or 0, MOST)))
        return
    count = one.count or 0
    if one.last is not None:
        end = next_day(*one.last, first.day, first)
        count = 12 * (end.year - first.year) + end.month - first.month + 1
    for place in range(min(count, MOST)):
        year, month = divmod(12 * first.year + first.month - 1 + place, 12)
        yield on_day(year, month + 1, one.on or start)
