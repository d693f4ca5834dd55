"""Instalments that sum to the cent, and the days they fall on."""

from __future__ import annotations

import calendar
from dataclasses import astuple
from datetime import date
from decimal import ROUND_DOWN, Decimal

from pipeline.plan.debts import LenderDebt, Parts
from schemas.base import CENT
from schemas.plan import Instalment, LenderShare

STEPS = (3, 6, 9, 12, 18, 24, 30, 36, 48, 60)
"""Lengths in months that are offered when nobody chose one."""
RESERVE = Decimal("0.8")
"""Share of the disposable income that a plan made here uses; one bad month breaks nothing."""


def equal_parts(total: Decimal, count: int) -> tuple[Decimal, ...]:
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


def instalments_of(
    debts: tuple[LenderDebt, ...], months: int, first: date
) -> tuple[tuple[Instalment, ...], tuple[LenderShare, ...]]:
    """The rows of the plan over all lenders, and what each lender gets a month.

    Every component of every lender's debt is split by itself, so rows, columns and lenders all
    sum exactly.
    """
    split = [_split(debt.parts, months) for debt in debts]
    rows = []
    remaining = sum((debt.parts.principal for debt in debts), Decimal(0))
    for number in range(1, months + 1):
        parts = sum((of_lender[number - 1] for of_lender in split), Parts())
        remaining -= parts.principal
        rows.append(
            Instalment(
                number=number,
                due=month_later(first, number - 1),
                principal=parts.principal,
                interest=parts.interest,
                penalty=parts.penalty,
                fees=parts.fees,
                waived=parts.waived,
                payment=parts.to_repay,
                remaining=remaining,
            )
        )
    shares = tuple(_share(debt, of) for debt, of in zip(debts, split, strict=True))
    return tuple(rows), shares


def _split(parts: Parts, months: int) -> tuple[Parts, ...]:
    columns = [equal_parts(amount, months) for amount in astuple(parts)]
    return tuple(Parts(*row) for row in zip(*columns, strict=True))


def _share(debt: LenderDebt, rows: tuple[Parts, ...]) -> LenderShare:
    return LenderShare(
        lender=debt.lender,
        statements=debt.statements,
        to_repay=debt.parts.to_repay,
        monthly=rows[0].to_repay if rows else None,
        last=rows[-1].to_repay if rows else None,
    )
