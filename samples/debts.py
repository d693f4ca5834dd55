"""Debts whose figures add up: 应还 = 本+利+罚+费, Σ期 = 总额, a penalty of a known shape."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from samples.products import PRODUCTS, Product

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
COMPONENTS = ("principal", "interest", "penalty", "fees", "late_fees")
SHAPES = ("principal_1.5", "surcharge_0.5", "flat")
UNPAID = ("overdue", "due", "upcoming")


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def shift(day: date, months: int) -> date:
    """The same day of another month, or its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Instalment:
    """One period; all in yuan. `status` as in the contract; amounts of a paid one are history."""

    index: int
    of: int
    start: date
    due: date
    principal: Decimal
    interest: Decimal = ZERO
    penalty: Decimal = ZERO
    fees: Decimal = ZERO
    late_fees: Decimal = ZERO
    status: str = "upcoming"

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.penalty + self.fees + self.late_fees

    def part(self, component: str) -> Decimal:
        value = getattr(self, component)
        assert isinstance(value, Decimal)
        return value


@dataclass(frozen=True)
class Debt:
    """One loan on one day. shape: which penalty formula was used (DOMAIN A8)."""

    product: Product
    lender: str
    amount: Decimal
    daily_rate: Decimal
    method: str
    shape: str
    as_of: date
    periods: tuple[Instalment, ...]
    number: str

    @property
    def unpaid(self) -> tuple[Instalment, ...]:
        return tuple(period for period in self.periods if period.status in UNPAID)

    @property
    def overdue(self) -> tuple[Instalment, ...]:
        return tuple(period for period in self.periods if period.status == "overdue")

    @property
    def current(self) -> Instalment:
        """The first unpaid period, the last one if all are paid."""
        return (self.unpaid or self.periods)[0] if self.unpaid else self.periods[-1]

    @property
    def overdue_days(self) -> int:
        return max(((self.as_of - period.due).days for period in self.overdue), default=0)

    def owed(self, component: str) -> Decimal:
        return sum((period.part(component) for period in self.unpaid), ZERO)

    def past(self, component: str) -> Decimal:
        """What was paid of it so far: history, never claimed."""
        paid = (period.part(component) for period in self.periods if period.status == "paid")
        return sum(paid, ZERO)

    def due_now(self, component: str) -> Decimal:
        """Overdue and current periods together, as a 本期应还 that carries arrears shows it."""
        now = [*self.overdue] or [self.current]
        return sum((period.part(component) for period in now), ZERO)


def _annuity(amount: Decimal, daily: Decimal, dues: list[date]) -> list[tuple[Decimal, Decimal]]:
    """等额本息 (A4): one payment each month; the last period takes the rounding."""
    rate, count = daily * 30, len(dues) - 1
    payment = cents(amount * rate / (1 - (1 + rate) ** -count))
    rows, balance = [], amount
    for index in range(count):
        interest = cents(balance * rate)
        principal = balance if index == count - 1 else payment - interest
        rows.append((principal, interest))
        balance -= principal
    return rows


def _by_days(amount: Decimal, daily: Decimal, dues: list[date]) -> list[tuple[Decimal, Decimal]]:
    """等额本金, interest by actual days on the opening principal (A3)."""
    count = len(dues) - 1
    each, rows, balance = cents(amount / count), [], amount
    for index in range(count):
        days = (dues[index + 1] - dues[index]).days
        principal = balance if index == count - 1 else each
        rows.append((principal, cents(balance * daily * days)))
        balance -= principal
    return rows


def _equal_fee(amount: Decimal, daily: Decimal, dues: list[date]) -> list[tuple[Decimal, Decimal]]:
    """等本等费 (A5): the second figure is a fee, the same each period."""
    count = len(dues) - 1
    each, fee = cents(amount / count), cents(amount * daily * 17)
    last = amount - each * (count - 1)
    return [(each if index < count - 1 else last, fee) for index in range(count)]


def _interest_first(
    amount: Decimal, daily: Decimal, dues: list[date]
) -> list[tuple[Decimal, Decimal]]:
    """先息后本 (A6)."""
    count = len(dues) - 1
    rows = []
    for index in range(count):
        days = (dues[index + 1] - dues[index]).days
        rows.append((amount if index == count - 1 else ZERO, cents(amount * daily * days)))
    return rows


Schedule = Callable[[Decimal, Decimal, list[date]], list[tuple[Decimal, Decimal]]]
METHODS: dict[str, Schedule] = {
    "annuity": _annuity,
    "by_days": _by_days,
    "equal_fee": _equal_fee,
    "interest_first": _interest_first,
}


def penalty(shape: str, period: Instalment, daily: Decimal, as_of: date) -> Decimal:
    """What a late period has grown by; the day count is actual days past due."""
    days = (as_of - period.due).days
    base, factor = {
        "principal_1.5": (period.principal, Decimal("1.5")),
        "surcharge_0.5": (period.principal, Decimal("0.5")),
        "flat": (period.principal + period.interest + period.fees, Decimal(1)),
    }[shape]
    return cents(base * daily * factor * days)


@dataclass(frozen=True)
class Terms:
    """What a caller may fix about a debt; None: drawn at random."""

    as_of: date = date(2026, 11, 18)
    count: int | None = None
    paid: int | None = None
    late: int | None = None
    amount: Decimal | None = None
    next_in: int | None = None
    method: str = ""
    shape: str = ""


ANY = Terms()


def debt(rng: random.Random, product_id: str, terms: Terms = ANY) -> Debt:
    """A debt of the product as it stands on terms.as_of."""
    product = PRODUCTS[product_id]
    method = terms.method or rng.choice(product.methods)
    daily = Decimal(rng.choice(product.daily_rates))
    count = terms.count or rng.choice(product.counts)
    paid = rng.randrange(count) if terms.paid is None else terms.paid
    late = rng.randrange(min(3, count - paid) + 1) if terms.late is None else terms.late
    gap = rng.randrange(1, 28) if terms.next_in is None else terms.next_in
    next_due = terms.as_of + timedelta(days=gap)
    next_due = next_due.replace(day=min(next_due.day, 28))
    if next_due <= terms.as_of:
        next_due = shift(next_due, 1)
    dues = [shift(next_due, index - paid - late - 1) for index in range(count + 1)]
    amount = terms.amount or _amount(rng, product)
    made = Debt(
        product=product,
        lender=rng.choice(product.lenders),
        amount=amount,
        daily_rate=daily,
        method=method,
        shape="flat" if method == "interest_first" else terms.shape or rng.choice(SHAPES),
        as_of=terms.as_of,
        periods=(),
        number="".join(rng.choice("0123456789") for _ in range(20)),
    )
    rows = METHODS[method](amount, daily, dues)
    return replace(made, periods=_periods(made, rows, dues, (paid, late)))


def _amount(rng: random.Random, product: Product) -> Decimal:
    low, high = product.amounts
    if rng.random() < 0.5:
        return cents(Decimal(rng.randrange(low, high, 100)))
    return cents(Decimal(rng.randrange(low * 100, high * 100)) / 100)


def _periods(
    made: Debt,
    rows: list[tuple[Decimal, Decimal]],
    dues: list[date],
    counts: tuple[int, int],
) -> tuple[Instalment, ...]:
    paid, late = counts
    periods = []
    for index, (principal, charge) in enumerate(rows, start=1):
        fee = made.method == "equal_fee"
        status = (
            "paid" if index <= paid
            else "overdue" if index <= paid + late
            else "due" if index == paid + late + 1
            else "upcoming"
        )  # fmt: skip
        period = Instalment(
            index, len(rows), dues[index - 1], dues[index], principal,
            interest=ZERO if fee else charge, fees=charge if fee else ZERO, status=status,
        )  # fmt: skip
        periods.append(_grown(made, period) if status == "overdue" else period)
    return tuple(periods)


def _grown(made: Debt, period: Instalment) -> Instalment:
    extra = penalty(made.shape, period, made.daily_rate, made.as_of)
    if made.product.late_word == "违约金":
        return replace(period, late_fees=extra)
    return replace(period, penalty=extra)


def card_debt(rng: random.Random, terms: Terms = ANY) -> Debt:
    """A card month: unpaid purchases, 循环利息 at 0.05% a day, 违约金 5% of the minimum."""
    product = PRODUCTS["credit_card"]
    daily = Decimal("0.0005")
    principal = terms.amount or cents(Decimal(rng.randrange(80_000, 3_000_000)) / 100)
    late = rng.random() < 0.8 if terms.late is None else terms.late > 0
    carried = cents(principal * Decimal(rng.randrange(30, 90)) / 100)
    interest = cents(carried * daily * 30) if late else ZERO
    due = terms.as_of + timedelta(days=20)
    period = Instalment(
        1, 1, shift(terms.as_of, -1), due, principal,
        interest=interest,
        late_fees=cents(carried * Decimal("0.1") * Decimal("0.05")) if late else ZERO,
        fees=cents(principal * Decimal("0.006")) if rng.random() < 0.4 else ZERO,
        status="due",
    )  # fmt: skip
    number = "".join(rng.choice("0123456789") for _ in range(16))
    return Debt(
        product, rng.choice(product.lenders), principal, daily, "card", "", terms.as_of,
        (period,), number,
    )  # fmt: skip
