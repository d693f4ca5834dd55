"""What may be asked for: distinct debts, the newest screen of each, nothing of others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.claim import claim_of
from schemas.case import Case, Person
from schemas.casefile import CaseFile, Request
from schemas.claim import Claim
from schemas.evidence import Amount, Evidence, FieldValue, Status
from schemas.geometry import Box
from schemas.source import PageRef
from schemas.statement import Parts, Period, PeriodStatus, Statement
from tests.sheets import catalogue

TODAY = date(2026, 11, 21)
PAID, OVERDUE = PeriodStatus.PAID, PeriodStatus.OVERDUE
DUE, UPCOMING, WAIVED = PeriodStatus.DUE, PeriodStatus.UPCOMING, PeriodStatus.WAIVED


def amount(value: str, path: str = "a.png", status: Status = Status.VERIFIED) -> Amount:
    place = Evidence(path=path, page=1, box=Box(x0=0, y0=0, x1=9, y1=9), text=value)
    return Amount(value=Decimal(value), status=status, evidence=place)


def parts(path: str = "a.png", status: Status = Status.VERIFIED, **values: str) -> Parts:
    return Parts(**{name: amount(value, path, status) for name, value in values.items()})


def period(
    index: int, status: PeriodStatus | None, due: date | None = None, **values: str
) -> Period:
    amounts = {name: amount(value) for name, value in values.items()}
    return Period(index=index, of=12, status=status, due=due, **amounts)


def bill(number: int = 1, outstanding: Parts | None = None, **more: object) -> Statement:
    values: dict[str, object] = {
        "id": f"s{number}",
        "lender": "重庆蚂蚁消费金融有限公司",
        "product": "借呗",
        "product_id": "jiebei",
        "kind": "cash_loan",
        "as_of": date(2026, 11, 1),
        "pages": (PageRef(path=f"{'abcdef'[number - 1]}.png", page=1),),
        "overdue_days": 34,
        "daily_rate": None,
        "annual_rate": None,
        "periods": (),
        "outstanding": outstanding or parts(interest="12.30", penalty="4.50"),
        "needs_review": False,
        **more,
    }
    return Statement.model_validate(values)


def claim(*statements: Statement, **request: object) -> Claim:
    typed = CaseFile(request=Request.model_validate(request))
    case = Case(
        name="case",
        today=TODAY,
        typed=typed,
        applicant=Person(name="张样本"),
        sources=(),
        readings=(),
        materials=(),
        statements=statements,
    )
    return claim_of(case, catalogue())


def holder(name: str) -> FieldValue:
    return FieldValue(value=name, confidence=1.0, evidence=amount("0").evidence)


def excluded(asked: Claim) -> dict[str, str]:
    return {item.statement: item.reason for item in asked.excluded}


def test_interest_penalty_and_late_fees_are_claimed() -> None:
    owed = parts(principal="1000", interest="12.30", penalty="4.50", late_fees="2.00", fees="9.00")
    asked = claim(bill(outstanding=owed))
    assert (asked.interest, asked.penalty, asked.late_fees) == (
        Decimal("12.30"),
        Decimal("4.50"),
        Decimal("2.00"),
    )
    assert asked.total == Decimal("18.80")


def test_fees_are_claimed_only_when_asked_for() -> None:
    owed = parts(interest="12.30", fees="9.00")
    assert claim(bill(outstanding=owed)).fees == 0
    assert claim(bill(outstanding=owed), relief=["waive_fees"]).fees == Decimal("9.00")


def test_distinct_debts_add_up() -> None:
    asked = claim(bill(1), bill(2, product_id="huabei"))
    assert asked.interest == Decimal("24.60")
    assert [line.statement for line in asked.lines] == ["s1", "s2"]


@pytest.mark.parametrize("newer_first", [False, True], ids=["older first", "newer first"])
def test_of_two_days_of_a_debt_the_newest_counts(newer_first: bool) -> None:
    older = bill(1, parts(interest="10.00"), as_of=date(2026, 10, 1))
    newer = bill(2, parts(interest="12.30"), as_of=date(2026, 11, 1))
    asked = claim(*((newer, older) if newer_first else (older, newer)))
    assert asked.interest == Decimal("12.30")
    assert excluded(asked) == {"s1": "older"}


def test_an_undated_screen_never_outranks_a_dated_one() -> None:
    asked = claim(bill(1), bill(2, parts(interest="99.00"), as_of=None))
    assert asked.interest == Decimal("12.30")
    assert excluded(asked) == {"s2": "older"}


def test_two_accounts_of_one_product_are_two_debts() -> None:
    asked = claim(bill(1, account="1234"), bill(2, account="5678"))
    assert asked.interest == Decimal("24.60")


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        pytest.param("张样本", True, id="the applicant"),
        pytest.param("張樣本", True, id="in traditional characters"),
        pytest.param("张*本", True, id="masked"),
        pytest.param("*样本", True, id="masked family name"),
        pytest.param("李样例", False, id="somebody else"),
        pytest.param("李*例", False, id="somebody else masked"),
    ],
)
def test_a_bill_of_somebody_else_is_left_out(name: str, counts: bool) -> None:
    asked = claim(bill(holder=holder(name)))
    assert asked.interest == (Decimal("12.30") if counts else 0)
    assert excluded(asked) == ({} if counts else {"s1": "other_holder"})


def test_foreign_currency_is_left_out() -> None:
    asked = claim(bill(1), bill(2, product_id="credit_card", currency="USD"))
    assert asked.interest == Decimal("12.30")
    assert excluded(asked) == {"s2": "foreign_currency"}


def test_only_the_lenders_asked_for() -> None:
    asked = claim(bill(1), bill(2, product_id="huabei"), lenders=["huabei"])
    assert [line.statement for line in asked.lines] == ["s2"]
    assert excluded(asked) == {"s1": "not_requested"}


SCHEDULE = (
    period(1, PAID, interest="5.00", penalty="0.00"),
    period(2, OVERDUE, interest="4.00", penalty="1.20"),
    period(3, DUE, date(2026, 11, 10), interest="3.00"),
    period(4, UPCOMING, date(2026, 12, 10), interest="2.00"),
    period(5, WAIVED, interest="1.00"),
)


def test_paid_and_waived_periods_are_never_claimed() -> None:
    asked = claim(bill(outstanding=parts(interest="9.00", penalty="1.20"), periods=SCHEDULE))
    assert [line.period for line in asked.lines] == [2, 3, 4]
    assert (asked.interest, asked.penalty) == (Decimal("9.00"), Decimal("1.20"))


def test_what_is_past_due_is_told_apart() -> None:
    asked = claim(bill(outstanding=parts(interest="9.00", penalty="1.20"), periods=SCHEDULE))
    assert asked.interest_overdue == Decimal("4.00")
    assert [line.overdue for line in asked.lines] == [True, False, False]


def test_a_due_period_is_past_due_once_its_day_has_gone() -> None:
    late = (period(1, DUE, date(2026, 10, 10), interest="4.00"),)
    asked = claim(bill(outstanding=parts(interest="4.00"), periods=late))
    assert asked.interest_overdue == Decimal("4.00")


def test_a_period_with_a_penalty_is_past_due_though_no_word_says_so() -> None:
    late = (
        period(1, None, interest="4.00", penalty="1.20"),
        period(2, None, date(2027, 1, 10), interest="3.00"),
    )
    asked = claim(bill(outstanding=parts(interest="7.00", penalty="1.20"), periods=late))
    assert asked.interest_overdue == Decimal("4.00")


def test_periods_that_are_not_the_whole_give_way_to_the_whole() -> None:
    some = (period(2, OVERDUE, interest="4.00"), period(3, DUE, interest="3.00"))
    asked = claim(bill(outstanding=parts(interest="20.00"), periods=some))
    assert [line.period for line in asked.lines] == [None]
    assert asked.interest == Decimal("20.00")


def test_of_a_list_without_all_its_principal_the_interest_to_come_is_told_apart() -> None:
    owed = parts(interest="9.00", penalty="1.20", principal="5000.00")
    asked = claim(bill(outstanding=owed, periods=SCHEDULE))
    assert [line.period for line in asked.lines] == [None]
    assert (asked.interest, asked.interest_overdue) == (Decimal("9.00"), Decimal("4.00"))


def test_a_whole_without_periods_is_past_due_by_its_days() -> None:
    assert claim(bill()).interest_overdue == Decimal("12.30")
    assert claim(bill(overdue_days=None)).interest_overdue == 0
    assert claim(bill(overdue_days=None, due=date(2026, 10, 1))).interest_overdue > 0


def test_loans_without_numbers_are_claimed_in_one_line() -> None:
    loans = tuple(
        period(1, None, interest=value).model_copy(update={"index": None, "of": None})
        for value in ("35.72", "28.10")
    )
    asked = claim(bill(outstanding=parts(interest="63.82"), periods=loans))
    assert [(line.period, line.interest) for line in asked.lines] == [(None, Decimal("63.82"))]


def test_the_claim_is_the_sum_of_its_lines() -> None:
    asked = claim(bill(1, periods=SCHEDULE), bill(2, product_id="huabei"))
    for name in ("interest", "penalty", "late_fees", "principal"):
        assert getattr(asked, name) == sum(getattr(line, name) for line in asked.lines)


def test_a_line_is_as_sure_as_its_least_sure_amount() -> None:
    owed = Parts(interest=amount("12.30"), penalty=amount("4.50", status=Status.DOUBTFUL))
    assert [line.status for line in claim(bill(outstanding=owed)).lines] == [Status.DOUBTFUL]


def test_a_doubt_about_the_principal_is_no_doubt_about_the_claim() -> None:
    owed = Parts(interest=amount("12.30"), principal=amount("1000", status=Status.DOUBTFUL))
    assert [line.status for line in claim(bill(outstanding=owed)).lines] == [Status.VERIFIED]


def test_a_line_names_the_page_that_shows_it() -> None:
    pages = (PageRef(path="a.png", page=1), PageRef(path="b.png", page=1))
    shown = (
        Period(index=1, status=OVERDUE, interest=amount("4.00", "a.png")),
        Period(index=2, status=OVERDUE, interest=amount("3.00", "b.png")),
    )
    asked = claim(bill(outstanding=parts(interest="7.00"), periods=shown, pages=pages))
    assert [line.source.path for line in asked.lines] == ["a.png", "b.png"]


def test_without_debts_nothing_is_claimed() -> None:
    asked = claim()
    assert (asked.total, asked.lines) == (0, ())


def test_a_card_is_past_due_by_the_day_it_is_asked_for() -> None:
    card = {"overdue_days": None, "as_of": date(2026, 10, 28), "due": date(2026, 11, 16)}
    assert claim(bill(kind="credit_card", **card)).interest_overdue > 0
    assert claim(bill(kind="cash_loan", **card)).interest_overdue == 0
