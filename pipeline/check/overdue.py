"""Days overdue against the due day and the day of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.check.amounts import SETTLED
from pipeline.check.facts import Facts
from pipeline.check.future import DAY_HERE
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    correction,
    failed,
    not_applicable,
    pages,
    passed,
    undetermined,
)
from schemas.findings import Severity
from schemas.statement import Period, PeriodStatus, Statement

DAY_SLACK = 1
"""Overdue days may count the due day or not."""


def overdue_days_fit(facts: Facts) -> Answers:
    """逾期天数与还款日、截图日期相符。

    为什么：天数对不上，多半是读错了日期或天数，罚息也会算错。
    怎么办：对照截图，用 [[correction]] 改正 as_of、overdue_days 或那一期的 due。

    The overdue days fit the due date and the day of the screen.
    Why: if they do not, a date or the number was misread, and the penalty is off too.
    Next: compare with the picture and correct as_of, overdue_days or the due date.
    """
    known = [
        (bill, bill.as_of, dues, days)
        for bill in facts.claimed
        if bill.as_of
        for dues, days in _delays(bill, bill.as_of)
    ]
    wrong = tuple(
        _not_fitting(bill, as_of, dues, days)
        for bill, as_of, dues, days in known
        if abs((as_of - dues[0]).days - days) > DAY_SLACK
    )
    compared = list({bill.id: bill for bill, *_ in known}.values())
    rest = [bill for bill in facts.claimed if bill.overdue_days and bill not in compared]
    if not known and not rest:
        return (not_applicable("页面没有显示逾期天数"),)
    fine = (passed(f"{len(compared)} 份账单的逾期天数与日期相符"),) if compared else ()
    return (*(wrong or fine), *((_days_not_compared(rest),) if rest else ()))


def _not_fitting(bill: Statement, as_of: date, dues: list[date], days: int) -> Answer:
    """The days miss the oldest due day; they may be those of a later instalment."""
    later = any(abs((as_of - due).days - days) <= DAY_SLACK for due in dues)
    answer = undetermined if later else failed
    return answer(
        f"{bill.title}显示逾期 {days} 天，"
        f"按{'最早的' if later else ''}还款日 {dues[0]} 到 {as_of} 算是 {(as_of - dues[0]).days} 天"
        + ("（与后面一期相符）" if later else ""),
        "对照截图；读错的，改好 value 放进 case.toml（还款日读错的改那一期的 due）：\n"
        + correction(bill.pages[0], "as_of", str(as_of))
        + "\n\n"
        + correction(bill.pages[0], "overdue_days", str(days)),
        pages(bill.pages),
        "bill",
    )


def _days_not_compared(bills: list[Statement]) -> Answer:
    told = "、".join(f"{bill.title}（没有读到{_lacking(bill)}）" for bill in bills)
    entries = (correction(bill.pages[0], "as_of", DAY_HERE) for bill in bills if not bill.as_of)
    steps = "\n\n".join(entries)
    return undetermined(
        f"逾期天数没有核对：{told}",
        "看一眼天数对不对" + (f"；截图日期看得清的，放进 case.toml：\n{steps}" if steps else ""),
        pages(ref for bill in bills for ref in bill.pages),
        "bill",
        Severity.INFO,
    )


def _lacking(bill: Statement) -> str:
    return "截图日期" if bill.as_of is None else "逾期那一期的还款日"


def _delays(bill: Statement, as_of: date) -> Iterator[tuple[list[date], int]]:
    """Days overdue as shown, each with the due days that it may be counted from, oldest first.

    Where they stand side by side that is one day; else the days may be of any instalment that is
    overdue. What falls due after the screen was taken is none of them.
    """
    said = [delay for delay in bill.delays if delay.due <= as_of]
    if said and bill.overdue_days in (None, *(delay.days for delay in bill.delays)):
        for delay in said:
            yield [delay.due], delay.days
        return
    late = [period.due for period in bill.periods if period.due and _is_late(period, bill)]
    unpaid = [period for period in bill.periods if period.status not in SETTLED]
    if not late and bill.due and len(unpaid) < 2:
        late = [bill.due]
    past = sorted(due for due in late if due <= as_of)
    if bill.overdue_days is not None and past:
        yield past, bill.overdue_days


def _is_late(period: Period, bill: Statement) -> bool:
    if period.status is PeriodStatus.OVERDUE:
        return True
    return period.status not in SETTLED and bool(
        period.due and bill.as_of and period.due < bill.as_of
    )


RULES = (Rule("dates.overdue-days-fit", Severity.WARN, overdue_days_fit),)
