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

from pipeline.extract.capitals import numeral
from pipeline.plan.cells import Figure
from pipeline.plan.told import Day, count_said, day_said, figure_said, marks_in, year_said
from pipeline.plan.written import Written
from pipeline.plan.years import LATE, next_day, on_day

MOST = 120
"""Payments that one rhythm may promise."""
WEEK = timedelta(days=7)
QUARTER, END = 3, 31
"""Months of a quarter, and the day of its end."""
NEAR, FAR = 14, 30
"""Characters between a day and its sum at most: alone, and where words say that it is paid."""
_PAID = re.compile(
    r"(?:(?<!已)还|偿还|归还|支付|[打转]|(?<![自垫首应已])付|(?<!公)交|给)(?![剩欠有需要])(?:款|清|余款|人民币|约|各|你们|贵[司行])*$"
    r"|月供(?:约|为)?$"
)
"""What stands before a sum that is to be paid."""
_CLEARS = re.compile(r"(?:元|块)?钱?(?:一次性?|全部)?(?:还清|结清|付清|还完|还掉|还上)")
"""What stands behind one."""
_ALL = re.compile(
    r"(?:总共|一共|共计|合计|总计|总额|加起来|合起来|拢共|加总|以上|后要还|后需还)[^\d\n]{0,6}$"
)
_ROW_ALL = re.compile(r"(?<![一总合])共(?:计|还)?$|合计$")
_OTHER = re.compile(
    r"(?:欠|剩|余|工资|收入|逾期|借|尾号|本金|利息|罚息|最低|[了过]|发|收到|到账|花)[^\d\n]{0,4}$"
)
_DONE = re.compile(r"^(?:元|块)?[了过]")
_AND = re.compile(r"[和、及/与,]|以及")
_LIVES_ON = re.compile(r"(?:(?<![本资现])金|工资|收入|薪|补[贴助]|津贴|低保|到手)[^,。;\d\n]{0,2}$")
"""失业金每月1872元: what comes every month, and is promised to nobody."""
_BEGINS = re.compile(r"(?:起|开始|[到至]|[起先]?还?(?:第一|首)[期次笔个])")
_REST = re.compile(r"(?:最后|剩下?|其余|余下|余款|尾款|末期)的?[^\d,。;\n]{0,4}$")
_THEN = re.compile(
    r"(?:元|块)?钱?[,，、\s]*(?:我?[于在到]|等到?)?\s*(?:(?:20\d\d|明|今|后)年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*[号日]"
    r"[^。;\d]{0,12}?(?:还|付|结)"
)
"""最后剩下的691.90元，2027年9月25号一次还掉: the day stands behind its sum."""
_CLOCK = re.compile(r"(?:上午|下午|晚上|凌晨|中午|星期.|周.)?\s?\d{1,2}:\d\d")
"""When a note was written."""
_FAILED = re.compile(r"(?:起|开始)?[^,。;\d]{0,6}(?:还不|未能|没能|没有|无力|逾期|断供)")
"""2026年4月起还不上: what began then is no promise."""
_FIRST = re.compile(r"(?:首期|首次|首笔|第一期还款|第1期还款|起始)[^\d,。;]{0,8}$")
_PART = re.compile(r"[,、+和 ][\u4e00-\u9fff]{1,6}$")
"""How a further lender's part stands in a line: 省呗300,分期乐"""


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
    """total: the figure of the text that says what the promises come to, () without one

    lost: a rhythm with a sum lacks its days or its end, and no sum of all says that it is none
    """

    promises: tuple[Promise, ...] = ()
    total: tuple[Figure, ...] = ()
    lost: bool = False


@dataclass(frozen=True)
class Rhythm:
    """So much every month, week or quarter, as far as it has been told.

    first: the month, with its day where that is said; last: the month of the last one
    on: days of every month; step: months from one to the next, 0 for a week
    closing: what the last one is instead; begun: it goes on from the rhythm before it
    """

    figures: tuple[Figure, ...] = ()
    first: tuple[int | None, int, int | None] | None = None
    last: tuple[int | None, int] | None = None
    on: tuple[int, ...] = ()
    step: int = 1
    count: int | None = None
    closing: tuple[Figure, ...] = ()
    begun: bool = False


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
    for start, kind, match in marks_in(text.text):
        teller.take(start, kind, match)
    teller.end()
    found = tuple(_dated(teller.told, today))
    made = sum((one.paid for one in found), Decimal(0))
    whole = next((one for one in teller.wholes if one.value == made), None)
    total = whole or next((one for one in teller.others if one.value == made), None)
    vain = any(isinstance(o, Rhythm) and not any(_dues(o, today)) for o in teller.told)
    return Promised(found, (total,) if total else (), bool(found) and vain and whole is None)


class _Teller:
    """Hears the marks of a text one by one, and tells what they promise.

    told: promises so far; days: said last, and not yet given a sum; at: where they ended
    others: figures that are of no promise; wholes: those of them that say what all comes to
    on, count: said for all rhythms
    """

    def __init__(self, text: Written, today: date) -> None:
        self.text, self.today = text, today
        self.told: list[_Once | Rhythm] = []
        self.others: list[Figure] = []
        self.wholes: list[Figure] = []
        self.days: list[Day] = []
        self.parts: list[Figure] = []
        self.at = 0
        self.rhythm: Rhythm | None = None
        self.on: tuple[int, ...] = ()
        self.count: int | None = None
        self.closes = False
        self.rest: Figure | None = None

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
        count = rhythm.count
        if count is None and rhythm.last is None and self.count:
            before = [one.count or 0 for one in self.told if isinstance(one, Rhythm)]
            count = self.count - sum(before)
        self.told.append(replace(rhythm, count=count, on=rhythm.on or self.on))

    def _day(self, start: int, match: re.Match[str]) -> None:
        day = day_said(match, self.today)
        if day is None:
            return
        behind = self.text.text[match.end() :].lstrip()
        before = self.text.text[max(0, start - 10) : start].rstrip()
        if _CLOCK.match(behind):
            return
        rest, self.rest = self.rest, None
        if rest is not None:
            self._end_of_rhythm()
            self.told.append(_Once((day,), (rest,)))
            return
        if _BEGINS.match(behind) or _FIRST.search(before):
            self._starts((day[0], day[1], day[2]))
            return
        self.days.append(day)
        self.at = match.end()

    def _from(self, start: int, match: re.Match[str]) -> None:
        month = numeral(match["m"])
        failed = _FAILED.match(self.text.text[match.end() :])
        if 1 <= month <= 12 and not failed:
            self._starts((year_said(match["y"], self.today), month, None))

    def _starts(self, first: tuple[int | None, int, int | None]) -> None:
        """A rhythm begins then: the one that is told, or the next."""
        if self.rhythm is not None and (self.rhythm.first or self.rhythm.last):
            self._end_of_rhythm()
        self.rhythm = replace(self.rhythm or Rhythm(), first=first)

    def _span(self, start: int, match: re.Match[str]) -> None:
        first, last = numeral(match["m"]), numeral(match["m2"])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            return
        self._starts((year_said(match["y"], self.today), first, None))
        ends = (year_said(match["y2"], self.today), last)
        self.rhythm = replace(self.rhythm or Rhythm(), last=ends)

    def _to(self, start: int, match: re.Match[str]) -> None:
        month = numeral(match["m"])
        if self.rhythm is not None and 1 <= month <= 12:
            self.rhythm = replace(self.rhythm, last=(year_said(match["y"], self.today), month))

    def _rhythm(self, start: int, match: re.Match[str]) -> None:
        if _LIVES_ON.search(self.text.text[:start]):
            return
        if self.rhythm is not None and self.rhythm.figures:
            self._end_of_rhythm()
        on = tuple(numeral(match[name]) for name in ("d", "d2") if match[name])
        step = 0 if match["w"] else QUARTER if match["q"] else 1
        on = (END,) if match["q"] and match["q"].endswith("末") else on
        self.days = []
        rhythm = self.rhythm or Rhythm(begun=self._has_begun())
        self.rhythm = replace(rhythm, on=on or rhythm.on, step=step)
        self.on = self.rhythm.on or self.on
        self.at = match.end()

    def _has_begun(self) -> bool:
        return any(isinstance(one, Rhythm) for one in self.told)

    def _range(self, start: int, match: re.Match[str]) -> None:
        self._stages(numeral(match["b"]) - numeral(match["a"]) + 1)

    def _stage(self, start: int, match: re.Match[str]) -> None:
        said = match["n"] or match["m"]
        self._stages(count_said(said) if said else None)

    def _stages(self, count: int | None) -> None:
        """So many of the payments are alike, and other than those before them."""
        if self.rhythm is not None and self.rhythm.figures:
            self._end_of_rhythm()
        rhythm = self.rhythm or Rhythm(begun=self._has_begun())
        self.rhythm = replace(rhythm, count=count)

    def _count(self, start: int, match: re.Match[str]) -> None:
        count = numeral(match["n"])
        if count < 2:
            return  # 每月10日还一期
        rhythm = self.rhythm
        if rhythm and rhythm.count is None and rhythm.figures and not rhythm.begun:
            self.rhythm = replace(rhythm, count=count)
        else:
            self.count = self.count or count

    def _last(self, start: int, match: re.Match[str]) -> None:
        self.closes = self.rhythm is not None and bool(self.rhythm.figures)
        self.at = match.end()

    def _sum(self, start: int, match: re.Match[str]) -> None:
        figure = figure_said(self.text, match)
        if figure is None:
            return
        before = self.text.text[:start].rstrip()[-14:]
        behind = self.text.text[match.end() :].lstrip()
        between = self.text.text[self.at : start]
        paid = bool(_PAID.search(before) or _CLEARS.match(behind)) and not _DONE.match(behind)
        if self.days and self._of_the_days(figure, before, between, paid):
            return
        if _REST.search(before) and _THEN.match(behind):
            self.rest = figure
            return
        if _ALL.search(before):
            self.others.append(figure)
            self.wholes.append(figure)
        elif self.closes and self.rhythm and len(between) <= NEAR:
            self.rhythm, self.closes = replace(self.rhythm, closing=(figure,)), False
        elif (
            self.rhythm
            and not self.rhythm.figures
            and (paid or (_is_bare(between) and not _OTHER.search(before)))
        ):
            self.rhythm = replace(self.rhythm, figures=(figure,))
        else:
            self.others.append(figure)

    def _of_the_days(self, figure: Figure, before: str, between: str, paid: bool) -> bool:
        """Whether a sum is what is to be paid on the days that were said last."""
        same_line = "\n" not in between and "。" not in between
        if self.parts:
            same_line = same_line and not self.text.breaks(self.at, self.at + len(between))
            row = len(self.parts) > 1 or figure.value == self.parts[0].value
            if same_line and row and _ROW_ALL.search(before):
                self.parts = [figure]  # 省呗300,分期乐200,共500元
                return True
            part = _PART.search(before) and not _OTHER.search(before)
            part = part and "其中" not in between and not _ALL.search(before)
            if same_line and part:
                self.parts.append(figure)
            return bool(same_line and part)
        bare = same_line and len(between) <= NEAR and not _OTHER.search(before)
        near = bare or (paid and len(between) <= FAR and "。" not in between)
        if near and (_ROW_ALL.search(before) or not _ALL.search(before)):
            self.parts = [figure]
            return True
        return False


def _is_bare(between: str) -> bool:
    """Whether a sum follows a rhythm at once: 每月 600, and not 每月工资3800."""
    return len(between) <= 2 and not re.search("[\u4e00-\u9fff]{2}", between)


def _dated(told: Sequence[_Once | Rhythm], today: date) -> list[Promise]:
    """The promises with their years: each day is the next of its kind after the one before it. A
    day of its own that ends a rhythm stands for the last one of it."""
    before = today - LATE
    found: list[Promise] = []
    for place, one in enumerate(told):
        dues = list(_dues(one, before))
        rhythmic = place > 0 and isinstance(told[place - 1], Rhythm)
        if isinstance(one, _Once) and found and rhythmic and dues[0] == found[-1].due:
            found.pop()
        for number, due in enumerate(dues):
            closing = one.closing if isinstance(one, Rhythm) and number == len(dues) - 1 else ()
            found.append(Promise(due, closing or one.figures))
            before = max(before, due)
    return found


def _dues(one: _Once | Rhythm, before: date) -> Iterator[date]:
    """The days of a promise; before: the day that they come after."""
    if isinstance(one, _Once):
        for year, month, on in one.days:
            before = next_day(year, month, on, before)
            yield before
        return
    first = _first_of(one, before)
    if first is None:
        return
    if not one.step:
        yield from (first + WEEK * place for place in range(min(one.count or 0, MOST)))
        return
    count = one.count or 0
    if one.last is not None:
        end = next_day(*one.last, first.day, first)
        months = 12 * (end.year - first.year) + end.month - first.month
        count = (months // one.step + 1) * max(len(one.on), 1)
    yield from _every_month(first, one.on or (first.day,), one.step, min(count, MOST))


def _first_of(one: Rhythm, before: date) -> date | None:
    """The first day of a rhythm; None where it says none, and goes on from no other."""
    if one.first is not None:
        on = one.first[2] or (one.on[0] if one.on else None)
        return None if on is None else next_day(one.first[0], one.first[1], on, before)
    if not one.begun or not one.on:
        return None
    year, month = divmod(12 * before.year + before.month - 1 + one.step, 12)
    return on_day(year, month + 1, one.on[0])


def _every_month(first: date, on: tuple[int, ...], step: int, count: int) -> Iterator[date]:
    """`count` days from the first on, on the same days of every month or of every third."""
    for place in range(count):
        turn, which = divmod(place, len(on))
        year, month = divmod(12 * first.year + first.month - 1 + step * turn, 12)
        yield on_day(year, month + 1, on[which])
