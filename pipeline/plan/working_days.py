"""Working days in mainland China; the one file that knows the holiday package."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """By the published holiday calendar; beyond its years by the weekday alone."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def is_published(day: date) -> bool:
    """Whether the holidays of that year are known yet."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def working_day_from(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after_working_days(day: date, count: int) -> date:
    """The last of `count` working days after `day`, which itself does not count."""
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day
