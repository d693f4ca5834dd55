"""Instalments that sum to the cent, and the days they fall on."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import groupby

from pipeline.apportion import apportioned
from pipeline.plan.debts import LenderDebt, Parts
from schemas.base import CENT
from schemas.plan import Instalment, LenderShare

STEPS = (3, 6, 9, 12, 18, 24, 30, 36, 48, 60)
"""Lengths in months that are offered when nobody chose one."""
RESERVE = Decimal("0.8")
"""Share of the disposable income that a plan made here uses; one bad month breaks nothing."""
ZERO = Decimal(0)

Payments = tuple[Decimal, ...]
"""What is paid with each instalment, yuan."""


def equal_parts(total: Decimal, count: int) -> Payments:
    """`count` amounts in whole cents that sum to `total`; the last one takes the rounding."""
    each = (total / count).quantize(CENT, rounding=ROUND_DOWN)
    return (each,) * (count - 1) + (total - each * (count - 1),)


def affordable_months(total: Decimal, disposable: Decimal) -> int | None:
    """The shortest usual length whose payment leaves a reserve; None when none does."""
    room = disposable * RESERVE
    fitting = (months for months in STEPS if total / months <= room)
    return next(fitting, None) if room > 0 else None


def month_later(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def by_lender(rows: Payments, owed: Sequence[Decimal]) -> tuple[Payments, ...]:
    """Each row over the lenders by what each is still owed; rows and lenders both sum exactly.

    Where it works out, equal payments in a run are shared out in equal parts as well, so that what
    each lender gets can be said in a line.
    """
    level = _in_level_parts(rows, owed)
    if level is not None:
        return level
    rest, shares = list(owed), []
    for payment in rows:
        share = apportioned(payment, rest)
        rest = [left - part for left, part in zip(rest, share, strict=True)]
        shares.append(share)
    return tuple(zip(*shares, strict=True))


def as_told(
    tables: Sequence[Sequence[tuple[date, Decimal]]],
    payments: Payments,
    dues: Sequence[date],
    owed: Sequence[Decimal],
) -> tuple[Payments, ...] | None:
    """What each lender gets by tables that a person made for each; None unless each table makes
    what is to be repaid to one of them, and together they make every row."""
    sums = {sum((paid for _, paid in table), ZERO): dict(table) for table in tables}
    if len(tables) != len(owed) or sorted(sums) != sorted(owed):
        return None
    shares = tuple(tuple(sums[one].get(due, ZERO) for due in dues) for one in owed)
    made = tuple(sum(column, ZERO) for column in zip(*shares, strict=True))
    return shares if made == payments else None


def _in_level_parts(rows: Payments, owed: Sequence[Decimal]) -> tuple[Payments, ...] | None:
    """The same with level parts in each run of equal payments, the last row taking the rounding;
    None where a part would be below nothing, or where the rows are not what is owed."""
    if not any(rows) or sum(rows, ZERO) != sum(owed, ZERO) or min(owed) < 0:
        return None
    rest, shares = list(owed), []
    largest = max(range(len(owed)), key=lambda at: owed[at])
    for payment, run in groupby(rows[:-1]):
        count = sum(1 for _ in run)
        whole = sum(rest, ZERO)
        if not whole:
            return None
        parts = [(payment * left / whole).quantize(CENT, rounding=ROUND_DOWN) for left in rest]
        parts[largest] += payment - sum(parts, ZERO)
        rest = [left - part * count for left, part in zip(rest, parts, strict=True)]
        if min(rest) < 0:
            return None
        shares += [parts] * count
    return tuple(zip(*shares, rest, strict=True))


def instalments_of(
    debts: Sequence[LenderDebt], payments: Sequence[Payments], dues: Sequence[date]
) -> tuple[tuple[Instalment, ...], tuple[LenderShare, ...]]:
    """The rows of the plan over all lenders, and what each lender gets.

    `payments` has one entry a lender, each as long as `dues` and summing to what is to be repaid
    to it; rows, columns and lenders then sum exactly.
    """
    split = [_split(debt.parts, paid) for debt, paid in zip(debts, payments, strict=True)]
    rows = []
    remaining = sum((debt.parts.principal for debt in debts), ZERO)
    for place, due in enumerate(dues):
        parts = sum((of_lender[place] for of_lender in split), Parts())
        remaining -= parts.principal
        rows.append(
            Instalment(
                number=place + 1,
                due=due,
                principal=parts.principal,
                interest=parts.interest,
                penalty=parts.penalty,
                fees=parts.fees,
                waived=parts.waived,
                payment=parts.to_repay,
                remaining=remaining,
            )
        )
    shares = (
        LenderShare(
            lender=debt.lender,
            statements=debt.statements,
            to_repay=debt.parts.to_repay,
            payments=paid,
            settled=debt.settled,
        )
        for debt, paid in zip(debts, payments, strict=True)
    )
    return tuple(rows), tuple(shares)


def _split(parts: Parts, payments: Payments) -> tuple[Parts, ...]:
    """The components of one lender's debt over its payments, and the waived parts beside them."""
    waived = (parts.waived_interest, parts.waived_penalty, parts.waived_fees)
    nets = (
        parts.principal,
        parts.interest - parts.waived_interest,
        parts.penalty - parts.waived_penalty,
        parts.fees - parts.waived_fees,
    )
    paid = _components(nets, payments)
    gone = tuple(zip(*(_alongside(amount, payments) for amount in waived), strict=True))
    return tuple(
        Parts(
            principal,
            interest + no_interest,
            penalty + no_penalty,
            fees + no_fees,
            no_interest,
            no_penalty,
            no_fees,
        )
        for (principal, interest, penalty, fees), (no_interest, no_penalty, no_fees) in zip(
            paid, gone, strict=True
        )
    )


def _components(nets: tuple[Decimal, ...], payments: Payments) -> tuple[Payments, ...]:
    """Each payment by component; equal payments have equal components where that works out."""
    if is_level(payments):
        others = [equal_parts(amount, len(payments)) for amount in nets[1:]]
        rows = tuple(
            (paid - sum(rest, ZERO), *rest) for paid, *rest in zip(payments, *others, strict=True)
        )
        if all(row[0] >= 0 for row in rows):
            return rows
    return tuple(zip(*by_lender(payments, nets), strict=True))


def _alongside(amount: Decimal, payments: Payments) -> Payments:
    """A waived amount over the instalments as the payments go; the last takes the rounding."""
    total = sum(payments, ZERO)
    if is_level(payments) or not total:
        return equal_parts(amount, len(payments))
    parts = [(amount * paid / total).quantize(CENT, rounding=ROUND_DOWN) for paid in payments[:-1]]
    return (*parts, amount - sum(parts, ZERO))


def is_level(payments: Payments) -> bool:
    """Whether all payments are the same but for the last, which takes the rounding."""
    return len(set(payments[:-1])) <= 1
