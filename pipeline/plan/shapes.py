"""The ways a rest is offered: equal instalments, a part first, low until income is back.

Each gives payments by lender that sum to the cent. A way that lacks a figure only the person knows
is not guessed; what is missing is named by its key in case.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from pipeline.apportion import apportioned
from pipeline.plan.schedule import (
    RESERVE,
    STEPS,
    ZERO,
    Payments,
    affordable_months,
    equal_parts,
)
from schemas.base import CENT
from schemas.casefile import PlanWish


@dataclass(frozen=True)
class Offer:
    """Payments by lender; empty with what is missing where no plan can be made.

    later_from, later_disposable: see RepaymentPlan; first_source: what the first is paid from
    """

    payments: tuple[Payments, ...] = ()
    unknown: tuple[str, ...] = ()
    first_source: str = ""
    later_from: int | None = None
    later_disposable: Decimal | None = None


def offer_of(
    wish: PlanWish,
    months: int | None,
    owed: Sequence[Decimal],
    disposable: Decimal | None,
    income: Decimal,
) -> Offer:
    """The way the person chose. `owed`: yuan to be repaid to each lender; `income`: a month now."""
    if wish.kind == "part_first":
        return _part_first(wish, months, owed, disposable)
    if wish.kind == "step_up":
        return _step_up(wish, months, owed, disposable, income)
    total = sum(owed, ZERO)
    count, unknown = _length(months, total, disposable)
    return Offer(_level(owed, count)) if count else Offer(unknown=unknown)


def _level(owed: Sequence[Decimal], count: int) -> tuple[Payments, ...]:
    return tuple(equal_parts(amount, count) for amount in owed)


def _length(
    months: int | None, total: Decimal, disposable: Decimal | None
) -> tuple[int | None, tuple[str, ...]]:
    """How many equal instalments, or None with what is missing to say so."""
    if months:
        return months, ()
    if disposable is None:
        return None, ("期数：收入或支出不明，无法推算（case.toml 的 request.months）",)
    count = affordable_months(total, disposable)
    if count is None:
        limit = STEPS[-1]
        return None, (f"期数：按现有收支 {limit} 期内无法还清，请在 case.toml 写明 request.months",)
    return count, ()


def _part_first(
    wish: PlanWish, months: int | None, owed: Sequence[Decimal], disposable: Decimal | None
) -> Offer:
    """A typed sum with the first instalment, the rest in equal ones; `months` counts all."""
    total = sum(owed, ZERO)
    first = wish.first_payment
    if first is None:
        return Offer(unknown=("先还部分：首期先还多少（case.toml 的 plan.first_payment）",))
    if first >= total:
        return Offer(tuple((amount,) for amount in owed), first_source=wish.first_source)
    if months == 1:
        return Offer(unknown=("期数：先还一部分至少要两期（case.toml 的 request.months）",))
    count, unknown = _length(months - 1 if months else None, total - first, disposable)
    if count is None:
        return Offer(unknown=unknown)
    heads = apportioned(first, owed)
    payments = tuple(
        (head, *equal_parts(amount - head, count)) for head, amount in zip(heads, owed, strict=True)
    )
    return Offer(payments, first_source=wish.first_source)


def _step_up(
    wish: PlanWish,
    months: int | None,
    owed: Sequence[Decimal],
    disposable: Decimal | None,
    income: Decimal,
) -> Offer:
    """Low payments for some months, then equal ones from the income that is expected back."""
    total, low_months = sum(owed, ZERO), wish.low_months
    if low_months is None:
        return Offer(unknown=("先少后多：先少还几个月（case.toml 的 plan.low_months）",))
    low = wish.low_payment
    if low is None and disposable is not None and disposable > 0:
        low = (disposable * RESERVE).quantize(Decimal(1), rounding=ROUND_DOWN)
    if not low:
        return Offer(unknown=("先少后多：先每期还多少（case.toml 的 plan.low_payment）",))
    if low * low_months >= total:
        return Offer(unknown=("先少后多：前几期已能还清，不必先少后多（plan.kind 改为 equal）",))
    later = None
    if disposable is not None and wish.later_income is not None:
        later = disposable - income + wish.later_income
    if months is not None and months <= low_months:
        return Offer(unknown=("期数：要多于先少还的月数（request.months、plan.low_months）",))
    if months is None and later is None:
        return Offer(unknown=("先少后多：收入恢复后每月约多少（case.toml 的 plan.later_income）",))
    rest = months - low_months if months else None
    count, unknown = _length(rest, total - low * low_months, later)
    if count is None:
        return Offer(unknown=unknown)
    lows = [
        min(share, (amount / low_months).quantize(CENT, rounding=ROUND_DOWN))
        for share, amount in zip(apportioned(low, owed), owed, strict=True)
    ]
    payments = tuple(
        (*(share,) * low_months, *equal_parts(amount - share * low_months, count))
        for share, amount in zip(lows, owed, strict=True)
    )
    return Offer(payments, later_from=low_months + 1, later_disposable=later)
