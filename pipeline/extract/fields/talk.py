"""What a conversation with customer service settles: when it was asked, the ticket, the reply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.fields.days import dates_in, day_of
from pipeline.extract.fields.lines import Place
from pipeline.extract.fields.places import Fields, joined_up, value_at
from schemas.evidence import FieldValue
from schemas.reading import Reading

_NUMBER_WORDS = "备案|工单|受理|服务单|反馈|投诉|案件|申请|业务|流水|登记"
_LABELS = rf"(?:(?:{_NUMBER_WORDS})(?:编号|单号|号码|号)|单号|编号)(?:是|为)?[:]?"
_DIGITS = r"([a-z]{0,6}-?\d[\da-z-]{5,30})"
_LABEL, _NUMBER = re.compile(_LABELS + "$"), re.compile(_DIGITS)
_TICKET = re.compile(_LABELS + _DIGITS)
"""工单号：GD202611030088, with its spaces taken out."""
_WITHIN = re.compile(
    r"(?:(\d{1,2})\s*[-~至到一]+\s*)?(\d{1,3})\s*(个工作日|工作日|个自然日|自然日|天|日|小时)"
    r"(?:之?内|左右)?"
)
_REPLY = re.compile(r"回复|答复|反馈|联系|回电|处理|审核|结果|回访|致电")
_NEAR = 14
"""So many characters on from the days, the promise says what will come."""
_BY = re.compile(r"(?:(20\d\d)[-./年])?(\d{1,2})[-./月](\d{1,2})日?\s*(?:之?前|以前)")
_MONTH_DAY = re.compile(r"(?<![\d.年/-])(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_TAKEN_UP = re.compile(r"登记|受理|提交|工单|单号|已为您|已反馈|记录")
_ASKED = re.compile(r"申请|减免|协商|延期|分期|停息|挂账")
UNITS = {"小时": "hours", "天": "days", "日": "days", "自然日": "days", "个自然日": "days"}


def read_talk(places: list[Place], reading: Reading) -> Fields:
    """asked_on, ticket, and reply_within ("7 working days") or, where a day is named, reply_by.

    A day without a year comes as "11-03", unless the ticket's number gives its year.
    """
    ordered = sorted(places, key=lambda place: place.middle)
    ticket = _ticket(ordered, reading)
    asked = _completed(_asked_on(ordered, reading), ticket)
    if asked:
        yield "asked_on", asked
    if ticket:
        yield "ticket", ticket
    yield from _promised(ordered, reading, asked.value[:-6] if asked else "")


def _ticket(places: list[Place], reading: Reading) -> FieldValue | None:
    """The number of the ticket, in the line of its label or at the front of the next."""
    for place, following in zip(places, [*places[1:], None], strict=True):
        compact, positions = joined_up(place.text)
        held, match = place, _TICKET.search(compact)
        if match is None and following is not None and _LABEL.search(compact):
            compact, positions = joined_up(following.text)
            held, match = following, _NUMBER.match(compact)
        if match:
            start, end = positions[match.start(1)], positions[match.end(1) - 1] + 1
            number = "".join(held.line.text[start:end].split()).upper()
            return value_at(reading, held, start, end, number, "工单号")
    return None


def _completed(asked: FieldValue | None, ticket: FieldValue | None) -> FieldValue | None:
    """The day with the year, or the whole day, that the number of the ticket is made from."""
    match = re.search(r"(20\d\d)(\d\d)(\d\d)", ticket.value) if ticket else None
    made = day_of(*match.groups()) if match else ""
    if ticket is None or not made or (asked and len(asked.value) == 10):
        return asked
    if asked is None:
        return ticket.model_copy(update={"value": made})
    day = day_of(made[:4], *asked.value.split("-"))
    return asked.model_copy(update={"value": day}) if day else asked


def _asked_on(places: list[Place], reading: Reading) -> FieldValue | None:
    """The day that stands last above the words by which the request was taken up, or made."""
    days = list(_days(places, reading))
    for words in (_TAKEN_UP, _ASKED):
        spoken = next((place for place in places if words.search(place.text)), None)
        above = [day for height, day in days if spoken and height <= spoken.middle]
        if above:
            return above[-1]
    return days[0][1] if days else None


def _days(places: list[Place], reading: Reading) -> Iterator[tuple[float, FieldValue]]:
    """Days that head what was said on them: short lines, from the top down."""
    for place in places:
        if len(place.text) > 20 or re.search(r"前|至|之内", place.text):
            continue
        found = list(dates_in(place))
        if found:
            start, end, day = found[0]
            yield place.middle, value_at(reading, place, start, end, day, "日期")
        elif match := _MONTH_DAY.search(place.text):
            month, number = int(match[1]), int(match[2])
            if day_of("2000", match[1], match[2]):
                text = f"{month:02d}-{number:02d}"
                start, end = match.span()
                yield place.middle, value_at(reading, place, start, end, text, "日期")


def _promised(places: list[Place], reading: Reading, year: str) -> Fields:
    for number, place in enumerate(places):
        following = places[number + 1].text if number + 1 < len(places) else ""
        if by := _BY.search(place.text):
            named = by[1] or year
            day = day_of(named or "2000", by[2], by[3])
            if day:
                text = day if named else day[5:]
                yield "reply_by", value_at(reading, place, *by.span(), text, "回复期限")
                return
        for within in _WITHIN.finditer(place.text):
            if _REPLY.search((place.text[within.end() :] + following)[:_NEAR]):
                unit = UNITS.get(within[3], "working days")
                text = f"{int(within[2])} {unit}"
                yield "reply_within", value_at(reading, place, *within.span(), text, "回复期限")
                return
