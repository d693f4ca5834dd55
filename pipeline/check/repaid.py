"""Instalments that a repayment record shows as paid after the bill was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from pipeline.check.amounts import SETTLED
from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import Answer, pages, undetermined
from pipeline.plan.cells import DAY, day_in
from schemas.findings import Severity
from schemas.reading import Line
from schemas.statement import COMPONENTS, Period

_SUM = re.compile(r"(?<![\d.,])\d{1,3}(?:,?\d{3})*\.\d{2}(?!\d)")


def repaid_since(facts: Facts) -> Iterator[Answer]:
    """Unpaid instalments of whose very amount a payment is recorded, on the bill's day or later.

    An earlier payment of the same amount is that of another instalment: the bill counts it.
    """
    for paper in facts.papers("repayment_record"):
        paid = [one for ref in paper.pages for one in _payments(facts.text_lines(ref))]
        for bill in facts.claimed:
            for period in bill.periods:
                whole = _whole(period)
                since = [d for one, d in paid if one == whole and bill.as_of and d >= bill.as_of]
                if not whole or not since or period.status in SETTLED:
                    continue
                yield undetermined(
                    f"还款记录上 {max(since)} 还了 {yuan(whole)}，与{bill.title}第{period.index}期"
                    f"相同；账单（{bill.as_of}）上这一期还算未还，已计入申请",
                    "已经还了的，重新截一张还款之后的账单；还的不是这一期的，用 [[waive]] 说明",
                    pages((*paper.pages, bill.pages[0])),
                    "bill",
                    Severity.BLOCK,
                )


def _payments(lines: Sequence[Line]) -> Iterator[tuple[Decimal, date]]:
    """Each sum on a page with the day that stands nearest to its line."""
    dated = [
        (line.box.y0 + line.box.y1, day)
        for line in lines
        for match in DAY.finditer(line.text)
        if (day := day_in(match))
    ]
    for line in lines:
        middle = line.box.y0 + line.box.y1
        for found in _SUM.findall(line.text):
            if dated:
                day = min(dated, key=lambda one: abs(one[0] - middle))[1]
                yield Decimal(found.replace(",", "")), day


def _whole(period: Period) -> Decimal:
    """What an instalment comes to; 0 where the page states nothing of it."""
    if period.total:
        return period.total.value
    parts = (getattr(period, name) for name in COMPONENTS)
    return sum((part.value for part in parts if part), Decimal(0))
