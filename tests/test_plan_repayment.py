"""The repayment plan: exact sums, working days, and nothing made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.fields.order import DOUBTED
from pipeline.plan import repayment_plan
from pipeline.plan.schedule import affordable_months, by_lender, equal_parts, month_later
from pipeline.plan.table import table_of
from pipeline.plan.working_days import is_published, is_working_day, working_day_from
from pipeline.store import Cache
from schemas.casefile import CaseFile
from schemas.geometry import Box
from schemas.plan import RepaymentPlan
from schemas.reading import Line
from tests.packcases import CaseBuilder, catalogue, illness_case, line_at

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


OWN_BUDGET = ("收支情况", "收入：工资4,300元、兼职600元，收入合计4,900元。")
SPENT = "每月支出：房租1,200元、伙食1,100元，共2,300元。"


@pytest.mark.parametrize(
    ("certified", "income"),
    [("4300.00", ["4300.00", "600.00"]), ("3900.00", ["3900.00"]), ("", ["4300.00", "600.00"])],
    ids=["one of two incomes is proven", "another is proven", "none is proven"],
)
def test_what_the_applicant_tells_fills_what_nobody_typed(
    certified: str, income: list[str], builder: CaseBuilder
) -> None:
    builder.bill("a.jpg")
    builder.paper("hardship_statement", "说明.jpg", [*OWN_BUDGET, SPENT])
    if certified:
        stated = {"monthly_income": certified, "issued": "2026-11-01"}
        builder.paper("income_certificate", "收入.jpg", ["收入证明"], stated)
    plan = planned(builder)
    assert [str(row.amount) for row in plan.income] == income
    assert [row.label for row in plan.spending] == ["房租", "伙食"]
    assert all(row.material for row in plan.spending)


def test_a_payslip_whose_pay_was_misread_gives_way_to_the_one_before(builder: CaseBuilder) -> None:
    builder.bill("a.jpg")
    for month, net, sure in (("2026-09", "4577.50", 0.95), ("2026-10", "532.50", DOUBTED)):
        stated = {"pay_month": month, "net_pay": net}
        slip = builder.paper("payslip", f"{month}.jpg", ["工资条"], stated)
        value = slip.fields["net_pay"].model_copy(update={"confidence": sure})
        fields = slip.fields | {"net_pay": value}
        builder.materials[-1] = slip.model_copy(update={"fields": fields})
    assert [str(row.amount) for row in planned(builder).income] == ["4577.50"]


def test_what_is_typed_outranks_what_the_applicant_wrote(builder: CaseBuilder) -> None:
    illness_case(builder)
    before = planned(builder).spending
    assert before
    builder.paper("hardship_statement", "说明.jpg", [*OWN_BUDGET, SPENT])
    assert planned(builder).spending == before


@pytest.mark.parametrize(
    ("repaid", "asked"),
    [
        ("本金和利息60.00元我全部归还。", False),
        ("", True),
        ("利息我也无力全部归还。", True),
        ("利息全部还不上。", True),
    ],
)
def test_what_a_letter_says_will_be_repaid_is_not_asked_for(
    repaid: str, asked: bool, builder: CaseBuilder
) -> None:
    illness_case(builder)
    builder.typed = CaseFile.model_validate(builder.typed.model_dump() | {"request": {}})
    claim = builder.claim()
    request = f"请求免除罚息共{claim.penalty}元；{repaid}"
    builder.paper("application_letter", "申请书.jpg", ["申请书", request])
    wanted = claim.principal + (0 if asked else claim.interest)
    assert planned(builder).to_repay == wanted


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


def with_plan(builder: CaseBuilder, **plan: object) -> RepaymentPlan:
    typed = builder.typed.model_dump() | {"plan": plan}
    builder.typed = CaseFile.model_validate(typed)
    return planned(builder)


def sums_hold(plan: RepaymentPlan) -> None:
    """Rows, columns and lenders all sum to the cent."""
    rows = plan.instalments
    assert sum(row.payment for row in rows) == plan.to_repay
    assert rows[-1].remaining == 0
    for place, row in enumerate(rows):
        assert row.principal + row.interest + row.penalty + row.fees - row.waived == row.payment
        assert sum(share.payments[place] for share in plan.shares) == row.payment
        assert min(row.principal, row.interest, row.penalty, row.fees, row.waived) >= 0


@given(
    st.lists(st.integers(min_value=0, max_value=10**7), min_size=1, max_size=9),
    st.integers(min_value=1, max_value=60),
)
def test_rows_over_lenders_sum_both_ways(cents: list[int], count: int) -> None:
    owed = [Decimal(each) * CENT for each in cents]
    rows = equal_parts(sum(owed, Decimal(0)), count)
    shares = by_lender(rows, owed)
    assert [sum(share) for share in shares] == owed
    assert tuple(sum(column) for column in zip(*shares, strict=True)) == rows
    assert min(part for share in shares for part in share) >= 0


def test_a_part_paid_first_is_paid_to_the_cent(builder: CaseBuilder) -> None:
    illness_case(builder).bill("other.jpg", "微粒贷", "深圳前海微众银行股份有限公司", 7)
    plan = with_plan(builder, kind="part_first", first_payment="1000.01", first_source="亲友资助")
    assert plan.instalments[0].payment == Decimal("1000.01")
    assert plan.instalments[0].source == "亲友资助"
    assert not plan.too_high()
    assert len({row.payment for row in plan.instalments[1:-1]}) <= 1
    sums_hold(plan)


def test_low_payments_come_before_the_income_that_is_expected(builder: CaseBuilder) -> None:
    illness_case(builder)
    plan = with_plan(builder, kind="step_up", low_months=3, low_payment="100", later_income="7200")
    paid = [row.payment for row in plan.instalments]
    assert paid[:3] == [Decimal("100.00")] * 3
    assert min(paid[3:]) > 100
    assert plan.later_disposable == plan.disposable + 2000  # type: ignore[operator]
    assert any("只是预期" in hint for hint in plan.hints)
    sums_hold(plan)


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        ({"kind": "part_first"}, "plan.first_payment"),
        ({"kind": "step_up"}, "plan.low_months"),
        ({"kind": "step_up", "low_months": 6}, "plan.later_income"),
    ],
    ids=["no first payment", "no low months", "no later income"],
)
def test_what_a_kind_lacks_is_named_and_not_guessed(
    builder: CaseBuilder, wish: dict[str, object], named: str
) -> None:
    plan = with_plan(illness_case(builder), **wish)
    assert not plan.instalments
    assert any(named in line for line in plan.unknown)


def test_a_plan_of_ones_own_is_printed_as_it_is(builder: CaseBuilder) -> None:
    illness_case(builder)
    total = planned(builder).to_repay
    rows = [
        {"due": "2026-12-12", "payment": "300.05", "source": "工资"},
        {"due": "2027-02-01", "payment": total - Decimal("300.05"), "note": "年终奖"},
    ]
    plan = with_plan(builder, row=rows)
    assert [(row.due, row.payment) for row in plan.instalments] == [
        (date(2026, 12, 12), Decimal("300.05")),
        (date(2027, 2, 1), total - Decimal("300.05")),
    ]
    assert plan.origin == "typed"
    sums_hold(plan)


def test_a_plan_of_ones_own_that_misses_the_debt_is_not_mended(builder: CaseBuilder) -> None:
    plan = with_plan(illness_case(builder), row=[{"due": "2026-12-11", "payment": "1.00"}])
    assert [row.payment for row in plan.instalments] == [Decimal("1.00")]
    assert not plan.broken_down


COLUMNS = (60, 200, 420, 620, 840)
PAPER = [
    ["期次", "还款日", "本金", "还款金额", "备注"],
    ["1", "2026年12月10日", "100.00", "120.50", "工资"],
    ["2", "2027-01-11", "1,100.00", "1,121", "工资"],
    ["合计", "", "1,200.00", "1,241.50", ""],
]


def table(rows: list[list[str]]) -> list[Line]:
    return [
        line_at(word, Box(x0=left, y0=60 * place, x1=left + 24 * len(word), y1=60 * place + 30))
        for place, row in enumerate(rows)
        for left, word in zip(COLUMNS, row, strict=True)
        if word
    ]


def test_a_plan_on_paper_is_read_by_its_column() -> None:
    found = table_of(table(PAPER))
    assert [(row.due, row.paid) for row in found.rows] == [
        (date(2026, 12, 10), Decimal("120.50")),
        (date(2027, 1, 11), Decimal("1121")),
    ]
    assert [figure.value for figure in found.total] == [Decimal("1241.50")]


def test_a_row_without_a_clear_payment_is_there_without_it() -> None:
    rows = table_of(table([*PAPER[:2], ["2", "2027-01-11", "", "", "工资"]])).rows
    assert [row.paid for row in rows] == [Decimal("120.50"), None]


def test_a_plan_among_the_papers_is_taken_as_it_is(builder: CaseBuilder) -> None:
    lines = ["还款计划表", "1 2026-12-10 还款 120.50 元", "2 2027-01-11 还款 1,121.00 元"]
    illness_case(builder).paper("repayment_plan", "计划.jpg", lines)
    plan = planned(builder)
    assert (plan.origin, plan.broken_down) == ("paper", False)
    assert [row.payment for row in plan.instalments] == [Decimal("120.50"), Decimal("1121.00")]


def test_a_chosen_kind_outranks_the_paper(builder: CaseBuilder) -> None:
    lines = ["还款计划表", "1 2026-12-10 还款 120.50 元"]
    illness_case(builder).paper("repayment_plan", "计划.jpg", lines)
    assert with_plan(builder, kind="equal").origin == "computed"
