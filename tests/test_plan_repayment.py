"""The repayment plan: exact sums, working days, and nothing made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plan import repayment_plan
from pipeline.plan.schedule import affordable_months, equal_parts, month_later
from pipeline.plan.working_days import is_published, is_working_day, working_day_from
from pipeline.store import Cache
from schemas.casefile import CaseFile
from schemas.plan import RepaymentPlan
from tests.packcases import CaseBuilder, catalogue, illness_case

CENT = Decimal("0.01")


@pytest.fixture
def builder(tmp_path: Path) -> CaseBuilder:
    folder = tmp_path / "张样本"
    folder.mkdir()
    return CaseBuilder(Cache(tmp_path / "cache"), folder)


def planned(builder: CaseBuilder) -> RepaymentPlan:
    return repayment_plan(builder.case(), builder.claim(), catalogue())


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=120))
def test_equal_parts_sum_to_the_cent_and_the_last_takes_the_rest(cents: int, count: int) -> None:
    parts = equal_parts(Decimal(cents) * CENT, count)
    assert len(parts) == count
    assert sum(parts) == Decimal(cents) * CENT
    assert len(set(parts[:-1])) <= 1
    assert 0 <= parts[-1] - parts[0] < count * CENT


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 21), 14, date(2028, 1, 21)),
    ],
    ids=["short month", "leap day", "over a year"],
)
def test_month_later(day: date, months: int, expected: date) -> None:
    assert month_later(day, months) == expected


def test_national_holidays_are_no_working_days() -> None:
    assert not is_working_day(date(2026, 10, 1))
    assert working_day_from(date(2026, 10, 1)) > date(2026, 10, 6)


def test_beyond_the_published_years_weekends_alone_count() -> None:
    assert not is_published(date(2040, 10, 1))
    assert is_working_day(date(2040, 10, 1))
    assert working_day_from(date(2040, 10, 6)) == date(2040, 10, 8)


def test_rows_columns_and_lenders_sum_exactly(builder: CaseBuilder) -> None:
    illness_case(builder).bill("other.jpg", "微粒贷", "深圳前海微众银行股份有限公司", 7)
    plan = planned(builder)
    claim = builder.claim()
    rows = plan.instalments
    assert sum(row.payment for row in rows) == plan.to_repay == claim.principal
    assert sum(row.interest for row in rows) == claim.interest
    assert sum(row.waived for row in rows) == claim.interest + claim.penalty
    assert rows[-1].remaining == 0
    assert sum(share.to_repay for share in plan.shares) == plan.to_repay
    for row in rows:
        assert row.principal + row.interest + row.penalty + row.fees - row.waived == row.payment


def test_an_affordable_length_leaves_a_reserve(builder: CaseBuilder) -> None:
    plan = planned(illness_case(builder))
    assert plan.disposable == Decimal("1400.00")
    assert max(row.payment for row in plan.instalments) <= plan.disposable * Decimal("0.8")
    assert is_working_day(plan.instalments[0].due)


def test_no_length_is_offered_where_none_is_affordable() -> None:
    assert affordable_months(Decimal(100000), Decimal(100)) is None
    assert affordable_months(Decimal(100000), Decimal(-5)) is None


def test_what_is_typed_outranks_the_default(builder: CaseBuilder) -> None:
    illness_case(builder)
    request = {"months": 5, "first_due": "2026-12-12", "relief": ["instalments"]}
    typed = builder.typed.model_dump() | {"request": request}
    builder.typed = CaseFile.model_validate(typed)
    plan = planned(builder)
    assert [row.due for row in plan.instalments][:2] == [date(2026, 12, 12), date(2027, 1, 12)]
    assert len(plan.instalments) == 5
    assert any("不是工作日" in hint for hint in plan.hints)


def test_what_is_not_asked_to_be_waived_is_repaid(builder: CaseBuilder) -> None:
    illness_case(builder)
    typed = builder.typed.model_dump() | {"request": {"relief": ["waive_penalty"]}}
    builder.typed = CaseFile.model_validate(typed)
    claim = builder.claim()
    assert planned(builder).to_repay == claim.principal + claim.interest


def test_nothing_is_invented_where_nothing_is_known(builder: CaseBuilder) -> None:
    builder.bill("a.jpg")
    plan = planned(builder)
    assert plan.disposable is None
    assert not plan.income
    assert not plan.instalments
    assert len(plan.unknown) == 3
    assert plan.to_repay == builder.claim().principal


def test_no_bill_means_no_plan(builder: CaseBuilder) -> None:
    builder.paper("diagnosis", "d.jpg", ["诊断证明书"])
    plan = planned(builder)
    assert plan.to_repay == 0
    assert any("账单" in line for line in plan.unknown)


def test_income_is_taken_from_a_paper_with_its_place(builder: CaseBuilder) -> None:
    illness_case(builder)
    finances = builder.typed.finances.model_dump() | {"income": None}
    builder.typed = CaseFile.model_validate(builder.typed.model_dump() | {"finances": finances})
    (row,) = planned(builder).income
    assert row.amount == Decimal("5200.00")
    assert row.material == next(m.id for m in builder.materials if m.kind == "income_certificate")


def test_wages_from_before_a_lost_job_are_no_income(builder: CaseBuilder) -> None:
    builder.bill("a.jpg")
    fields = {"monthly_income": "5200.00", "issued": "2026-01-10"}
    builder.paper("income_certificate", "i.jpg", ["收入证明"], fields)
    builder.typed = CaseFile.model_validate(
        {"hardship": {"reason": "unemployment", "since": "2026-03-01"}}
    )
    plan = planned(builder)
    assert not plan.income
    assert any("失业" in hint for hint in plan.hints)


def test_advice_is_marked_as_a_hint(builder: CaseBuilder) -> None:
    plan = planned(illness_case(builder))
    advice = [hint for hint in plan.hints if "机会" in hint or "减免" in hint]
    assert advice
    assert all(hint.startswith("提示") for hint in advice)


def test_overpromising_is_warned_of(builder: CaseBuilder) -> None:
    illness_case(builder)
    typed = builder.typed.model_dump() | {"request": {"months": 3}}
    builder.typed = CaseFile.model_validate(typed)
    assert any("过度承诺" in hint for hint in planned(builder).hints)
