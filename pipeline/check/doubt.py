"""What a date may stand for of which some characters were hardly legible."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from pipeline.check.facts import Facts, as_day
from pipeline.check.rule import page_of
from pipeline.extract.folding import fold
from schemas.evidence import FieldValue

_PARTS = re.compile(r"((?:19|20)\d\d\s?[-./年])\s?(\d{1,2})(\s?[-./月]\s?)(\d{1,2})日?")


@dataclass(frozen=True)
class Meant:
    """The first and the last day that a date may be, both included."""

    earliest: date
    latest: date


def days_meant(facts: Facts, value: FieldValue) -> Meant | None:
    """The days that a read date may be; None where nothing bounds them.

    A month or a day with a doubtful figure may be any, since a figure may be lost too. Where the
    year is doubtful, or the characters are not at hand, nothing is known.
    """
    day = as_day(value.value)
    if day is None:
        return None
    if facts.sure(value):
        return Meant(day, day)
    clear = _clear_parts(facts, value)
    if clear is None:
        return None
    sure_month, sure_day = clear
    months = (day.month, day.month) if sure_month else (1, 12)
    last = calendar.monthrange(day.year, months[1])[1]
    days = (day.day, min(day.day, last)) if sure_day else (1, last)
    return Meant(date(day.year, months[0], days[0]), date(day.year, months[1], days[1]))


def _clear_parts(facts: Facts, value: FieldValue) -> tuple[bool, bool] | None:
    """Whether month and day were read clearly; None where the year was not, or is not found."""
    place = value.evidence
    for line in facts.text_lines(page_of(place)):
        level = line.box.y0 == place.box.y0 and line.box.y1 == place.box.y1
        start = line.text.find(place.text) if level and place.text else -1
        match = _PARTS.match(fold(place.text)) if start >= 0 else None
        if match is None:
            continue
        sure = line.certainties[start : start + len(place.text)]
        least = facts.catalogue.thresholds.name_confidence
        year, month, between, of_month = (
            min(sure[match.start(part) : match.end(part)], default=0.0) >= least
            for part in (1, 2, 3, 4)
        )
        return (month, of_month) if year and between else None
    return None
