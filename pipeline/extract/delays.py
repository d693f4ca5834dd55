"""How long what fell due on a day is overdue, where a page says both in one breath.

应还款日:2026年9月10日,已逾期69天 · 第7期 2026-09-10 到期 逾期69天 · 您的账单于9月10日到期.
A day and a number of different instalments are no pair; a row that may speak of several says
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.extract.rowtexts import row_texts
from schemas.reading import Reading

_DAY = re.compile(
    r"(?<!\d)(?:(?P<y>20\d\d)[-./年](?P<m>\d{1,2})[-./月](?P<d>\d{1,2})(?:[日号]|(?!\d))"
    r"|(?P<m2>\d{1,2})月(?P<d2>\d{1,2})[日号]|(?P<m3>[01]\d)[-/](?P<d3>[0-3]\d)(?![\d./-]))"
)
_DUE_WORD = (
    r"(?:还款日|还款日期|到期日|到期日期|应还日|应还款日|应还日期|(?:还|缴)款截止日期?|缴款日"
    r"|(?:还|缴)款期限|到期时间|应还时间)"
)
_BEFORE = re.compile(
    rf"(?:{_DUE_WORD}(?:期|为|是|在)?[:(,]*|(?:应|需|须|应当)(?:在|于)|最[晚迟后](?:于|在)"
    r"|(?:账单|[借贷]款|本?期|款项)(?:应|需)?(?:已|已经)?(?:在|于)|自|从)$"
)
_AFTER = re.compile(
    r"\)?[,·|]?(?:已?到期|应还|应缴|前应?(?:还|缴|归还|偿还)|归还|(?:之?后|起)(?:开始|即|便|已)?逾期)"
)
_AS_OF = re.compile(rf"(?:截至|截止|截止到|更新于|统计至|计算至|计至)[:,]?{_DAY.pattern}")
_LATE = re.compile(
    r"(?:逾期(?:天数|日数|时长)?|超期|拖欠)(?:了|达|已|共|为)?[:]?(?P<n>\d{1,4})(?:[天日]|$)"
    r"(?!以上|以内|之?内|之?后|将|会|的|起|至|~)"
)
_IF = re.compile(r"(?:若|如|如果|一旦|假如|可能|将|超过)$")
_OTHERS = re.compile(
    r"最早|最近|最长|最新|首期|上期|下期|下次|下月|每月|其中|分别|历史|曾|已还|实还|成功|第.+期.*第.+期"
)
"""Words that tell of more than one instalment, or of a day that comes again."""


@dataclass(frozen=True)
class Said:
    """A day as a page says it: without a year where none is said."""

    year: int | None
    month: int
    day: int

    def before(self, as_of: date | None, days: int = 0) -> date | None:
        """The day itself; without a year the past one that lies nearest to `days` ago."""
        years = [self.year] if self.year else [as_of.year - n for n in range(3)] if as_of else []
        found = [day for year in years if (day := _date(year, self.month, self.day))]
        if self.year is None and as_of is not None:
            found = [day for day in found if day <= as_of]
            return min(found, key=lambda day: abs((as_of - day).days - days), default=None)
        return found[0] if found else None


@dataclass(frozen=True)
class SaidDelay:
    """The due day and the days overdue that one row of a page says."""

    due: Said
    days: int


def delays_of(reading: Reading) -> tuple[SaidDelay, ...]:
    """The pairs of due day and days overdue, each said in one row, in their order."""
    found = []
    for text in _rows(reading):
        dues, late = _dues(text), _late(text)
        if len(dues) == 1 and len(late) == 1 and not _OTHERS.search(text):
            found.append(SaidDelay(dues[0], late[0]))
    return tuple(dict.fromkeys(found))


def day_said(reading: Reading, as_of: date | None) -> date | None:
    """The one day that a page says something falls due on; None where it says several."""
    rows = [text for text in _rows(reading) if not _OTHERS.search(text)]
    found = {due for text in rows for due in _dues(text)}
    return found.pop().before(as_of) if len(found) == 1 else None


def missed_day(reading: Reading) -> Said | None:
    """到期还款日 11月15日 已逾期: the one day that a page says was missed."""
    rows = [text for text in _rows(reading) if "已逾期" in text and not _OTHERS.search(text)]
    found = {due for text in rows for due in _dues(text)}
    return found.pop() if len(found) == 1 else None


def _dues(text: str) -> list[Said]:
    """The distinct days of a row that says when something falls due, or is of an instalment."""
    found: list[Said] = []
    others: list[Said] = []
    for match in _DAY.finditer(text):
        said = _said(match)
        if said is None:
            continue
        near = _BEFORE.search(text[: match.start()]) or _AFTER.match(text, match.end())
        (found if near else others).append(said)
    if found or not re.search(r"第\d{1,3}期", text):
        others = others if found else []
    return list(dict.fromkeys([*found, *others]))


def _late(text: str) -> list[int]:
    return list(
        dict.fromkeys(
            int(match["n"])
            for match in _LATE.finditer(text)
            if not _IF.search(text[: match.start()])
        )
    )


def _said(match: re.Match[str]) -> Said | None:
    year = int(match["y"]) if match["y"] else None
    month = int(match["m"] or match["m2"] or match["m3"])
    day = int(match["d"] or match["d2"] or match["d3"])
    return Said(year, month, day) if _date(year or 2024, month, day) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _rows(reading: Reading) -> Iterator[str]:
    """The rows of a page without the day that the page speaks of."""
    return (_AS_OF.sub("", text) for text in row_texts(reading))
