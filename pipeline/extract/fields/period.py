"""From–to of a statement or a contract, as ISO 8601, however the two days are joined."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from pipeline.extract.fields.days import day_of
from pipeline.extract.fields.lines import Place, running
from pipeline.extract.fields.places import Fields, labelled, value_at
from pipeline.extract.folding import fold
from schemas.evidence import FieldValue
from schemas.reading import Reading

_YEAR = r"(?:19|20)\d\d"
_DAY = (
    rf"(?:{_YEAR}\s?[-./年]\s?\d{{1,2}}\s?[-./月]\s?\d{{1,2}}[日号]?|(?<!\d){_YEAR}\d{{4}}(?!\d)"
    rf"|(?<![\d/])\d{{1,2}}/\d{{1,2}}/{_YEAR}(?!\d))"
)
_TIME = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*\(?含\)?)?\s*起?"
_JOIN = r"\s*[-~至到一→〜ー]+\s*"
_SAME_YEAR = r"\d{1,2}月\d{1,2}日"
_JOINED = re.compile(rf"(?P<a>{_DAY}){_TIME}{_JOIN}(?P<b>{_DAY}|{_SAME_YEAR})")
_LABEL = (
    r"(?:(?:起止|起讫|起迄|期间|区间|时段|时间段|日期段|范围|周期)(?:日期|时间|年月|日|范围)?"
    r"|(?<![\u4e00-\u9fff])[自从])[\s:(\[]{0,4}"
)
_LABELLED = re.compile(
    rf"{_LABEL}(?P<a>{_DAY}){_TIME}(?:\s*[-~至到一→〜ー,;]*\s*)(?P<b>{_DAY}|{_SAME_YEAR})"
)
"""After its label a span may go on in the next line, or leave a gap for what joins its days."""
_MONTH = rf"(?:{_YEAR}\s?[-./年]\s?\d{{1,2}}月?|{_YEAR}(?:0[1-9]|1[0-2])(?!\d))"
_MONTHS = re.compile(rf"{_LABEL}(?P<a>{_MONTH}){_JOIN}(?P<b>{_MONTH}|\d{{1,2}}月)(?![\d.\-/])")
_ENDS = (
    (
        "period_from",
        ("起始日期", "开始日期", "起始时间", "开始时间", "起始日", "开始日", "起日"),
    ),
    (
        "period_to",
        (
            *("终止日期", "结束日期", "截止日期", "终止时间", "结束时间", "截止时间"),
            *("终止日", "结束日", "截止日", "迄日"),
        ),
    ),
)


def read_period(places: list[Place], reading: Reading) -> Fields:
    """Two days joined in one line, or after a label of a span; else each after its own label."""
    for place in places:
        match = _JOINED.search(place.text)
        days = _days(match) if match else None
        if match and days:
            for key, day in zip(("period_from", "period_to"), days, strict=True):
                yield key, value_at(reading, place, *match.span(), day, "起止日期")
            return
    found = list(_after_label(places, reading))
    if found:
        yield from found
        return
    for key, labels in _ENDS:
        for hit in labelled(places, reading, labels, _DAY):
            if day := _iso(fold(hit.value)):
                yield key, hit.model_copy(update={"value": day})
                break


def _after_label(places: list[Place], reading: Reading) -> Iterator[tuple[str, FieldValue]]:
    whole = running(places)
    for pattern, read in ((_LABELLED, _days), (_MONTHS, _months)):
        for match in pattern.finditer(whole.text):
            if days := read(match):
                for key, day, name in zip(("period_from", "period_to"), days, "ab", strict=True):
                    place, start, end = whole.first(*match.span(name))
                    yield key, value_at(reading, place, start, end, day, "起止日期")
                return


def _days(match: re.Match[str]) -> tuple[str, str] | None:
    """Both days of a span; the second has the first one's year where it states none."""
    start, end = match["a"], match["b"]
    if re.fullmatch(_SAME_YEAR, end):
        end = f"{start[:4]}年{end}"
    days = _iso(start), _iso(end)
    return days if all(days) else None


def _iso(text: str) -> str:
    parts = re.findall(r"\d+", text)
    if len(parts) == 1:
        parts = [text[:4], text[4:6], text[6:]]
    if len(parts) == 3 and len(parts[2]) == 4:
        parts.reverse()
    return day_of(*parts) if len(parts) == 3 else ""


def _months(match: re.Match[str]) -> tuple[str, str] | None:
    """From the first day of one month to the last day of another."""
    first, last = (
        [int(part) for part in re.findall(r"^\d{4}|\d{1,2}", match[name])] for name in "ab"
    )
    last = last if len(last) == 2 else [first[0], *last]
    if not (1 <= first[1] <= 12 and 1 <= last[1] <= 12):
        return None
    final = calendar.monthrange(*last)[1]
    return f"{first[0]}-{first[1]:02d}-01", f"{last[0]}-{last[1]:02d}-{final:02d}"
