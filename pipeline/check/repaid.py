"""Instalments that a repayment record shows as paid after the bill was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.check.facts import Facts, as_day, yuan
from pipeline.check.rule import Answer, pages, undetermined
from schemas.findings import Severity
from schemas.statement import COMPONENTS, Period, PeriodStatus

SETTLED = (PeriodStatus.PAID, PeriodStatus.WAIVED)
_SUM = re.compile(r"(?<![\d.,])\d{1,3}(?:,?\d{3})*\.\d{2}(?!\d)")
_DAY = re.compile(r"(20\d\d)\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})")


def repaid_since(facts: Facts) -> Iterator[Answer]:
    """Unpaid instalments of whose very amount a payment is recorded, on the bill's day or later.

    An earlier payment of the same amount is that of another instalment: the bill counts it.
    """
    for paper in facts.papers("repayment_record"):
        text = "\n".join(facts.text_of(ref) for ref in paper.pages)
        sums = {Decimal(found.replace(",", "")) for found in _SUM.findall(text)}
        paid_on = max(_days(text), default=None)
        for bill in facts.claimed:
            if paid_on is None or bill.as_of is None or paid_on < bill.as_of:
                continue
            for period in bill.periods:
                whole = _whole(period)
                if period.status not in SETTLED and whole in sums:
                    yield undetermined(
                        f"还款记录上 {paid_on} 还了 {yuan(whole)}，与{bill.title}第{period.index}期"
                        f"相同；账单（{bill.as_of}）上这一期还算未还，已计入申请",
                        "这一期已经还了的，重新截一张还款之后的账单；"
                        "还的不是这一期的，用 [[waive]] 说明",
                        pages((*paper.pages, bill.pages[0])),
                        "bill",
                        Severity.BLOCK,
                    )


def _whole(period: Period) -> Decimal:
    """What an instalment comes to; 0 where the page states nothing of it."""
    if period.total:
        return period.total.value
    parts = (getattr(period, name) for name in COMPONENTS)
    return sum((part.value for part in parts if part), Decimal(0))


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DAY.findall(text):
        found = as_day(f"{year}-{int(month):02}-{int(day):02}")
        if found:
            yield found
