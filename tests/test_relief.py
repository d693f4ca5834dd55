"""How much of each charge is asked to be waived: what is typed, and what a letter asks for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.check.example import healthy, merged
from pipeline.check.example_facts import facts_of
from pipeline.check.facts import Facts
from pipeline.letterasks import shares_asked
from pipeline.plan.debts import debts_by_lender
from pipeline.relief import Asked, parts_asked
from schemas.catalogue import load_catalogue
from schemas.source import PageRef

HALF = Fraction(1, 2)


def shares(*lines: str) -> dict[str, Fraction]:
    return shares_asked([(PageRef(path="letter.jpg", page=1), "\n".join(lines))])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("恳请减免利息的50%（即262.45元）及全部罚息60.19元。", {"interest": HALF}),
        ("恳请贵行免除全部罚息、违约金，并减免50%的利息。", {"interest": HALF}),
        ("罚息、违约金请求全部减免，利息请求减半。", {"interest": HALF}),
        ("利息524.90元申请减免一半，即262.45元。", {"interest": HALF}),
        ("申请将罚息和违约金各减免五成。", {"penalty": HALF, "late_fees": HALF}),
        ("申请将罚息，违约金均减免五成。", {"penalty": HALF, "late_fees": HALF}),
        ("申请减免罚息百分之七十。", {"penalty": Fraction(7, 10)}),
        ("请求减免利息三分之一。", {"interest": Fraction(1, 3)}),
        ("罚息请减免八成。", {"penalty": Fraction(4, 5)}),
        ("请求减免罚息，利息我愿意承担百分之三十。", {"interest": Fraction(7, 10)}),
        ("利息我承担一半，另一半请求减免。", {"interest": HALF}),
        ("恳请减免百分之二十五的罚息。", {"penalty": Fraction(1, 4)}),
        ("恳请减免罚息100%、利息50%。", {"interest": HALF}),
    ],
)  # fmt: skip
def test_a_share_of_a_charge(words: str, found: dict[str, Fraction]) -> None:
    assert shares(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "恳请减免利息、罚息，年利率15.4%，日利率0.05%。",
        "罚息按贷款利率上浮50%计收，恳请减免罚息。",
        "因工资减少一半，恳请减免利息、罚息。",
        "利息较高，工资又少了一半，请求减免。",
        "恳请减免罚息，利息按年利率12%计算。",
        "本人收入下降50%。恳请减免全部利息、罚息。",
        "利息减免一半或者三成，请求减免利息三成。",
        "利息已付一半。",
        "恳请减免利息、罚息，如不能全部减免，恳请减免50%。",
        "请求减免罚息，至少减免一半。",
    ],
)
def test_no_share(words: str) -> None:
    assert shares(words) == {}


def case(**changes: object) -> Facts:
    return facts_of(merged(healthy(), changes), load_catalogue())


def letter(words: str, **typed: object) -> Facts:
    paper = {"file": "letter.jpg", "lines": ["申请书", words]}
    return case(material={"application_letter": paper}, typed={"request": typed})


def to_repay(facts: Facts) -> Decimal:
    return sum(
        (debt.parts.to_repay for debt in debts_by_lender(facts.case, facts.claim)), Decimal(0)
    )


def test_half_of_the_interest_is_repaid() -> None:
    facts = case(typed={"request": {"part": {"interest": "50%"}}})
    assert facts.asked == Asked(interest=Decimal("30.00"), penalty=Decimal("30.00"))
    assert to_repay(facts) == Decimal("3030.00")


def test_a_sum_is_asked_for() -> None:
    facts = case(typed={"request": {"part": {"interest": "12.34"}}})
    assert facts.asked.interest == Decimal("12.34")


def test_the_letter_asks_for_half() -> None:
    facts = letter("恳请减免利息的一半30.00元及全部罚息30.00元，其余由本人归还。")
    assert parts_asked(facts.case, facts.claim) == {"interest": Decimal("30.00")}
    assert to_repay(facts) == Decimal("3030.00")


def test_a_share_that_its_figure_does_not_bear_out_is_not_taken() -> None:
    facts = letter("恳请减免利息的一半25.00元及全部罚息30.00元。")
    assert parts_asked(facts.case, facts.claim) == {}


def test_what_is_typed_counts() -> None:
    facts = letter("恳请减免利息的一半。", part={"interest": "100%"})
    assert facts.asked.interest == Decimal("60.00")


def test_a_share_of_what_is_not_asked_for_at_all_is_not_taken() -> None:
    facts = letter("恳请减免利息的一半。", relief=["waive_penalty"])
    assert facts.asked == Asked(penalty=Decimal("30.00"))


def test_a_part_is_spread_over_the_debts_to_the_cent() -> None:
    more = {
        "jiebei": {
            "file": "借呗.png", "lender": "样本消费金融有限公司",
            "product": "借呗", "product_id": "jiebei",
            "outstanding": {"principal": "1000.00", "interest": "30.01", "total": "1030.01"},
        }
    }  # fmt: skip
    facts = case(statement=more, typed={"request": {"part": {"interest": "33.33"}}})
    assert facts.asked.interest == Decimal("33.33")
    shares = [debt.parts.waived_interest for debt in debts_by_lender(facts.case, facts.claim)]
    assert sum(shares) == Decimal("33.33")
