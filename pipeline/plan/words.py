"""What is paid when, in a phrase: equal instalments, runs of them, or where to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from pipeline.plan.schedule import Payments, is_level
from schemas.plan import LenderShare, RepaymentPlan

MOST_RUNS = 4
"""More runs of equal payments than this are left to the table."""


@dataclass(frozen=True)
class LenderOffer:
    """What one lender is to get: the days it gets something on, and how much, yuan."""

    dues: tuple[date, ...]
    payments: Payments


def offer_to(repayment: RepaymentPlan, share: LenderShare | None) -> LenderOffer | None:
    """The instalments of a plan that one lender has a part in; None while there is no plan."""
    paid = share.payments if share else ()
    parts = [
        (row.due, part) for row, part in zip(repayment.instalments, paid, strict=False) if part
    ]
    if not parts:
        return None
    dues, payments = zip(*parts, strict=True)
    return LenderOffer(dues, payments)


def payments_words(
    payments: Payments, amount: Callable[[Decimal], str], most: int | None = MOST_RUNS
) -> str:
    """每期400.00元（末期400.04元), or 第1期2,000.00元，第2–11期每期300.00元，…; "" for none.

    most: runs of equal payments that are named; more are left to the plan; None names all
    """
    if not payments:
        return ""
    last = payments[-1]
    if len(payments) == 1:
        return f"一次{amount(last)}"
    if is_level(payments) and all(payments):
        same = amount(payments[0]) == amount(last)
        return f"每期{amount(payments[0])}" + ("" if same else f"（末期{amount(last)}）")
    runs = [(value, len(tuple(found))) for value, found in groupby(payments)]
    if most is not None and sum(1 for value, _ in runs if value) > most:
        return "各期金额见还款计划表"
    words, number = [], 1
    for value, count in runs:
        end = number + count - 1
        if not value:
            number = end + 1
            continue  # What a lender no longer gets is not told.
        words.append(
            f"第{number}期{amount(value)}"
            if count == 1
            else f"第{number}–{end}期每期{amount(value)}"
        )
        number = end + 1
    return "，".join(words)
