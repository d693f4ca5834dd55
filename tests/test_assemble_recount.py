"""The sums done again: the formula that fits, the nearest with its difference, the yearly cost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.assemble.recount import disclosed_rate, item_of, monthly_cost, overdue_principal
from schemas.evidence import Amount, Evidence, Status
from schemas.geometry import Box
from schemas.statement import Arithmetic, Parts, Period, PeriodStatus, Statement


def amount(value: str) -> Amount:
    box = Box(x0=0, y0=0, x1=10, y1=10)
    place = Evidence(path="a.jpg", page=1, box=box, text=value, label="")
    return Amount(value=Decimal(value), status=Status.READ, evidence=place, readings=())


def periods(count: int, principal: str, fees: str) -> list[Period]:
    return [
        Period(index=place, of=count, principal=amount(principal), fees=amount(fees))
        for place in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("yearly", "daily", "told"),
    [
        ("0.1825", "0.0005", "18.25%"),
        (None, "0.0004", "14.60%（按日利率折算）"),
        (None, None, "页面未写明"),
    ],
    ids=["as the page has it", "from the daily rate", "not stated"],
)
def test_the_yearly_rate_is_told_with_where_it_comes_from(
    yearly: str | None, daily: str | None, told: str
) -> None:
    rates = (Decimal(rate) if rate else None for rate in (yearly, daily))
    assert disclosed_rate(*rates) == told


def test_a_flat_fee_of_8_8_percent_costs_some_16_percent_a_year() -> None:
    monthly = monthly_cost(periods(12, "1000.00", "88.00"))
    assert monthly is not None
    assert Decimal("0.157") < monthly * 12 < Decimal("0.160")


@pytest.mark.parametrize(
    "rows",
    [
        periods(12, "1000.00", "88.00")[1:],
        periods(12, "1000.00", "88.00")[:6],
        [row.model_copy(update={"fees": None}) for row in periods(6, "1000.00", "88.00")],
        [],
    ],
    ids=["first missing", "rest missing", "no cost stated", "none"],
)
def test_no_yearly_cost_from_half_a_plan(rows: list[Period]) -> None:
    assert monthly_cost(rows) is None


def owing(*late: str, lent: str = "") -> Statement:
    """A statement of so many overdue instalments, or of a whole without any."""
    return Statement(
        id="s1", lender="", product="借呗", product_id="jiebei", kind="cash_loan", as_of=None,
        pages=(), overdue_days=70, daily_rate=None, annual_rate=None, needs_review=False,
        lent=Decimal(lent) if lent else None, outstanding=Parts(principal=amount("6214.59")),
        periods=tuple(
            Period(index=place, status=PeriodStatus.OVERDUE, principal=amount(principal))
            for place, principal in enumerate(late, 1)
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "base"),
    [
        pytest.param(owing("500.00"), "500.00", id="one-instalment"),
        pytest.param(owing("500.00", "500.00"), None, id="several-have-days-of-their-own"),
        pytest.param(owing(), "6214.59", id="a-bill-without-instalments"),
        pytest.param(owing(lent="12000.00"), None, id="a-loan-of-which-a-part-is-overdue"),
    ],
)
def test_a_formula_is_sought_where_one_delay_counts_for_all(
    statement: Statement, base: str | None
) -> None:
    assert overdue_principal(statement) == (Decimal(base) if base else None)


@pytest.mark.parametrize(
    ("kind", "shown", "shape", "item"),
    [
        ("interest", "2312.47", "等额本息：每期本金＋利息相等", "每期本息"),
        ("penalty", "163.40", "违约金 = 本金 × 0.05% × 天数", "违约金"),
        ("penalty", "41.20", "罚息 = 本金 × 0.05% × 天数", "罚息"),
    ],
)
def test_a_sum_is_named_for_what_it_is_of(kind: str, shown: str, shape: str, item: str) -> None:
    parts = Parts(penalty=amount("41.20"), late_fees=amount("163.40"))
    statement = owing().model_copy(update={"outstanding": parts})
    value = Decimal(shown)
    entry = Arithmetic(kind=kind, where="", shown=value, computed=value, closes=True, shape=shape)
    assert item_of(statement, entry, {"interest": "利息", "penalty": "罚息"}[kind]) == item
