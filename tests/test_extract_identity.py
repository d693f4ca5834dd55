"""Which debt a screen is of: what tells two loans of one product apart, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.claim import claim_of
from pipeline.extract.identity import Likeness, Marks, likeness
from pipeline.store import Cache
from schemas.case import Case, Person
from schemas.casefile import Assign, CaseFile
from schemas.claim import Claim
from tests.sheets import Sheet, catalogue, interpreted

DUES = {1: date(2026, 6, 10), 2: date(2026, 7, 10)}
LATER = {1: date(2026, 8, 10), 2: date(2026, 9, 10)}
LOAN = Marks("jiebei", "", "", "", "", None, None, None, {}, None)


@pytest.mark.parametrize(
    ("mine", "its", "expected"),
    [
        pytest.param({}, {}, Likeness.OPEN, id="nothing-named"),
        pytest.param({}, {"product": "huabei"}, Likeness.OTHER, id="another-product"),
        pytest.param({"lender": "样本银行"}, {"lender": "范例银行"}, Likeness.OTHER, id="lenders"),
        pytest.param({"lender": "样本银行"}, {}, Likeness.OPEN, id="lender-not-denied"),
        pytest.param({"holder": "张*本"}, {"holder": "张样本"}, Likeness.OPEN, id="masked-holder"),
        pytest.param({"holder": "张样本"}, {"holder": "赵范例"}, Likeness.OTHER, id="two-holders"),
        pytest.param({"account": "8801"}, {"account": "8801"}, Likeness.SAME, id="one-account"),
        pytest.param({"account": "8801"}, {"account": "7702"}, Likeness.OTHER, id="two-accounts"),
        pytest.param({"loan": "一"}, {"loan": "二"}, Likeness.OTHER, id="named-apart"),
        pytest.param(
            {"loan": "一", "lent": 9000}, {"loan": "一", "lent": 3600}, Likeness.SAME,
            id="named-the-same",
        ),
        pytest.param({"dues": DUES}, {"dues": DUES}, Likeness.SAME, id="same-days"),
        pytest.param({"dues": DUES}, {"dues": LATER}, Likeness.OTHER, id="other-days"),
        pytest.param(
            {"dues": DUES}, {"dues": {**DUES, 2: date(2026, 7, 16)}}, Likeness.SAME,
            id="one-day-misread",
        ),
        pytest.param(
            {"dues": {1: DUES[1]}}, {"dues": {1: LATER[1]}}, Likeness.OPEN, id="one-day-is-little"
        ),
        pytest.param(
            {"dues": DUES, "lent": 9000, "principal": 4500},
            {"dues": DUES, "lent": 3600, "principal": 1200},
            Likeness.OTHER, id="same-days-other-amounts",
        ),
        pytest.param({"lent": 9000}, {"lent": 3600}, Likeness.OPEN, id="one-difference-is-little"),
        pytest.param(
            {"lent": 9000, "principal": 4500}, {"lent": 3600, "principal": 1200}, Likeness.OTHER,
            id="lent-and-principal",
        ),
        pytest.param(
            {"lent": 9000, "began": date(2026, 5, 1)}, {"lent": 3600, "began": date(2026, 3, 1)},
            Likeness.OTHER, id="lent-and-day",
        ),
        pytest.param(
            {"began": date(2026, 5, 1), "principal": 900},
            {"began": date(2026, 5, 1), "principal": 600},
            Likeness.SAME, id="partly-repaid",
        ),
        pytest.param(
            {"terms": 6, "principal": 900}, {"terms": 12, "principal": 600}, Likeness.OTHER,
            id="terms-and-principal",
        ),
        pytest.param({"principal": 900}, {"principal": 600}, Likeness.OPEN, id="principal-alone"),
    ],
)  # fmt: skip
def test_likeness(mine: dict[str, object], its: dict[str, object], expected: Likeness) -> None:
    def marks(told: dict[str, object]) -> Marks:
        kept = {k: Decimal(v) if k in ("lent", "principal") else v for k, v in told.items()}  # type: ignore[arg-type]
        return replace(LOAN, **kept)  # type: ignore[arg-type]

    assert likeness(marks(mine), marks(its)) is expected
    assert likeness(marks(its), marks(mine)) is expected


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def loan(path: str, lent: str, day: str, rows: tuple[tuple[str, str], ...]) -> Sheet:
    """A screen of one loan; every row is a label and a figure."""
    return Sheet(path).rows(
        "借呗 借款详情", ("截至", "2026-11-18"), ("借款金额", lent), ("借款日期", day), *rows
    )


FIRST = loan("a.png", "3,600.00", "2026-05-18",
             (("待还本金", "2,400.00"), ("利息", "73.44"), ("罚息", "26.64"),
              ("待还总额", "2,500.08")))  # fmt: skip
SECOND = loan("b.png", "9,000.00", "2026-03-18",
              (("待还本金", "6,750.00"), ("利息", "410.40"), ("罚息", "6.75"),
               ("待还总额", "7,167.15")))  # fmt: skip
WHOLE = Sheet("c.png").rows("借呗", ("截至", "2026-11-18"), ("待还总额", "9,667.23"))


def claimed(cache: Cache, *sheets: Sheet, assign: tuple[Assign, ...] = ()) -> tuple[Case, Claim]:
    found = interpreted(list(sheets), cache, assign=assign)
    case = Case(
        name="x", today=date(2026, 11, 21), typed=CaseFile(),
        applicant=Person(name="", id_number="", phone="", address=""),
        sources=(), readings=(), materials=found.materials, statements=found.statements,
        duplicates=(), contradictions=(),
    )  # fmt: skip
    return case, claim_of(case, catalogue())


def test_two_loans_of_one_product_are_both_claimed(cache: Cache) -> None:
    case, claim = claimed(cache, FIRST, SECOND)
    assert (claim.interest, claim.penalty) == (Decimal("483.84"), Decimal("33.39"))
    assert [statement.title for statement in case.statements] == [
        "借呗（2026年5月18日借3,600.00元）",
        "借呗（2026年3月18日借9,000.00元）",
    ]


def test_a_loan_of_another_day_is_not_an_older_screen(cache: Cache) -> None:
    before = loan("b.png", "9,000.00", "2026-03-18",
                  (("待还本金", "6,750.00"), ("利息", "410.40"), ("罚息", "6.75")))  # fmt: skip
    for line in list(before.lines):
        if line.text == "2026-11-18":
            before.lines[before.lines.index(line)] = line.model_copy(update={"text": "2026-11-12"})
    _, claim = claimed(cache, FIRST, before)
    assert claim.interest == Decimal("483.84")
    assert claim.excluded == ()


def test_the_sum_over_two_loans_is_not_counted_besides(cache: Cache) -> None:
    for order in ((FIRST, SECOND, WHOLE), (WHOLE, FIRST, SECOND)):
        _, claim = claimed(cache, *order)
        assert claim.interest == Decimal("483.84")
        assert [entry.reason for entry in claim.excluded] == ["overview"]


def test_the_same_loan_on_two_days_is_counted_once(cache: Cache) -> None:
    later = loan("b.png", "3,600.00", "2026-05-18",
                 (("待还本金", "2,400.00"), ("利息", "75.00"), ("罚息", "29.00")))  # fmt: skip
    later.lines[:] = [
        line.model_copy(update={"text": "2026-11-20"}) if line.text == "2026-11-18" else line
        for line in later.lines
    ]
    _, claim = claimed(cache, FIRST, later)
    assert claim.interest == Decimal("75.00")
    assert [entry.reason for entry in claim.excluded] == ["older"]


def test_a_person_tells_two_loans_apart(cache: Cache) -> None:
    plain = [
        Sheet(path).rows("借呗", ("截至", "2026-11-18"), ("待还本金", owed), ("利息", interest))
        for path, owed, interest in (("a.png", "900.00", "9.00"), ("b.png", "400.00", "4.00"))
    ]
    case, claim = claimed(cache, *plain)
    assert len(case.statements) == 1
    assert case.statements[0].needs_review
    named = tuple(Assign(file=f"{n}.png", material="bill", loan=n) for n in "ab")
    case, claim = claimed(cache, *plain, assign=named)
    assert claim.interest == Decimal("13.00")
    assert [statement.apart for statement in case.statements] == ["a", "b"]
