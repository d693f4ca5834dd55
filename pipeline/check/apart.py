"""The parts of a debt that are claimed and planned, against the total that is claimed with them."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from pipeline.check.facts import Facts, amounts_in, yuan
from pipeline.check.rule import Answer, failed, places
from pipeline.extract.settle import of_rows
from schemas.base import CENT
from schemas.statement import PeriodStatus, Statement

LEAST_PARTS = 2
"""Principal and a charge: what a total may be held against."""
MOST = 20
"""Amounts of a bill of which sums are tried; a longer list is one of instalments."""
RUN = 4
"""So many amounts at least make a list; fewer are tried in any order."""
_SETTLED = (PeriodStatus.PAID, PeriodStatus.WAIVED)
_NOT_DUE = (*_SETTLED, PeriodStatus.UPCOMING)


def parts_apart(facts: Facts, bill: Statement) -> Answer | None:
    """The parts that are claimed and planned, against the total that is claimed with them.

    Each may have been read right, and yet a row have been taken twice or a part been left behind.
    """
    total, principal = bill.outstanding.total, bill.outstanding.principal
    parts = [amount for name, amount in bill.outstanding.stated() if name != "total"]
    if total is None or principal is None or len(parts) < LEAST_PARTS:
        return None
    gap = total.value - sum(amount.value for amount in parts)
    if abs(gap) <= CENT * len(parts) or gap in _other_sums(facts, bill):
        return None
    if gap in _runs(facts, bill):
        return None  # A list of months or loans, each with no more than what it comes to.
    if principal.value + gap in _overdue_principals(facts, bill):
        return None  # The total is of what is overdue, the principal of the whole loan.
    if 0 < gap <= _folded_up(bill):
        return None  # Interest of instalments that state no more than what they come to.
    more = "有一项没有读到，或另含别的费用" if gap > 0 else "有一行算了两次，或读错了行"
    return failed(
        f"{bill.title}：合计 {yuan(total.value)}，本金与各项息费相加 "
        f"{yuan(total.value - gap)}，差 {yuan(gap)}（{more}）",
        "对照截图找出读错、漏读的数，用 [[correction]] 改正；页面确实如此的，用 [[waive]] 说明",
        places(total, *parts),
        "bill",
    )


def _runs(facts: Facts, bill: Statement) -> set[Decimal]:
    """What amounts that follow each other on a page come to, four or more of them."""
    sums: set[Decimal] = set()
    for ref in bill.pages:
        seen = amounts_in(facts.text_of(ref))
        for start in range(len(seen)):
            whole = sum(seen[start : start + RUN - 1], Decimal(0))
            for value in seen[start + RUN - 1 : start + MOST]:
                whole += value
                sums.add(whole)
    return sums


def _folded_up(bill: Statement) -> Decimal:
    """What the instalments come to that state their total alone, where the total is the rows'."""
    total = bill.outstanding.total
    if total is None or not of_rows(total):
        return Decimal(0)
    rows = [period for period in bill.periods if period.status not in _SETTLED]
    alone = [p.total.value for p in rows if p.total and len(p.stated()) == 1]
    return sum(alone, Decimal(0))


def _overdue_principals(facts: Facts, bill: Statement) -> set[Decimal]:
    """What may be the part of a loan's principal that is overdue: that of its rows, or one stated
    on the pages; nothing where the principal itself is not printed there."""
    late = [p.principal for p in bill.periods if p.principal and p.status not in _NOT_DUE]
    stated = {one for ref in bill.pages for one in amounts_in(facts.text_of(ref))}
    principal = bill.outstanding.principal
    if principal is None or principal.value not in stated:
        return set()
    return {sum((one.value for one in late), Decimal(0)), *(one for one in stated if one)}


def _other_sums(facts: Facts, bill: Statement) -> set[Decimal]:
    """What up to three amounts of the pages that belong to no part come to: months folded up."""
    stated = {amount.value for _, amount in bill.outstanding.stated()}
    seen = {
        value
        for ref in bill.pages
        for value in amounts_in(facts.text_of(ref))
        if value and value not in stated
    }
    others = sorted(seen, reverse=True)[:MOST]
    return {sum(some, Decimal(0)) for count in (1, 2, 3) for some in combinations(others, count)}
