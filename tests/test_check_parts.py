"""The small parts that rules are made of: names, numbers, capitals, page marks, the reason."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check.amounts import figures
from pipeline.check.conditions import CONDITIONS
from pipeline.check.example import examples_of
from pipeline.check.gaps import page_marks
from pipeline.check.nothing import not_empty
from pipeline.extract.capitals import amounts_in_capitals
from pipeline.names import Match, is_valid_number, match_names, match_numbers
from schemas.catalogue import load_catalogue
from schemas.catalogue.models import Condition

NUMBER = "110101199003071006"


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        pytest.param("张样本", "張樣本", Match.SAME, id="traditional"),
        pytest.param("张样本", "张 样 本", Match.SAME, id="spaces"),
        pytest.param("张样本", "张样本先生", Match.SAME, id="title"),
        pytest.param("张样本", "张*本", Match.SAME, id="masked-middle"),
        pytest.param("张样本", "*样本", Match.SAME, id="masked-surname"),
        pytest.param("张样本", "张**", Match.SAME, id="masked-given-name"),
        pytest.param("张样本", "**本", Match.SAME, id="last-character-left"),
        pytest.param("张样本", "李*本", Match.DIFFERENT, id="masked-other-surname"),
        pytest.param("张样本", "***", Match.DIFFERENT, id="nothing-but-mask"),
        pytest.param("张样本", "张祥本", Match.NEAR, id="one-character"),
        pytest.param("张样本", "张样", Match.NEAR, id="one-lost"),
        pytest.param("张样本", "李样例", Match.DIFFERENT, id="somebody-else"),
        pytest.param("张样本", "我村村民张样本", Match.SAME, id="words-before-the-name"),
        pytest.param("阿卜杜·样本", "阿卜杜样本", Match.SAME, id="dot-between-parts"),
    ],
)
def test_names(one: str, other: str, match: Match) -> None:
    assert match_names(one, other) is match


@pytest.mark.parametrize(
    ("other", "match"),
    [
        pytest.param(NUMBER, Match.SAME, id="same"),
        pytest.param("110101********1006", Match.SAME, id="masked"),
        pytest.param("1101**********1006", Match.SAME, id="masked-more"),
        pytest.param("1***************06", Match.SAME, id="masked-most"),
        pytest.param("110101199003071008", Match.NEAR, id="one-digit"),
        pytest.param("11010119900307100", Match.NEAR, id="one-digit-lost"),
        pytest.param("110101198801012006", Match.DIFFERENT, id="somebody-else"),
    ],
)
def test_numbers(other: str, match: Match) -> None:
    assert match_numbers(NUMBER, other) is match


@given(place=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_caught(place: int, digit: str) -> None:
    changed = NUMBER[:place] + digit + NUMBER[place + 1 :]
    assert is_valid_number(changed) is (changed == NUMBER)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("人民币伍仟贰佰元整", "5200", id="round"),
        pytest.param("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67", id="all-places"),
        pytest.param("拾万元整", None, id="no-leading-digit-is-no-amount"),
        pytest.param("壹拾万零伍佰元", "100500", id="zero-between"),
        pytest.param("壹亿零叁万圆整", "100030000", id="hundred-million"),
        pytest.param("一次性还清", None, id="ordinary-text"),
        pytest.param("壹佰叁拾元零壹分", "130.01", id="cents-after-zero"),
        pytest.param("壹佰叁拾元零", None, id="cut-by-the-reader"),
        pytest.param("壹佰叁拾元，", "130", id="without-the-closing-word"),
    ],
)
def test_capitals(text: str, value: str | None) -> None:
    found = [amount for _, amount in amounts_in_capitals(text)]
    assert found == ([Decimal(value)] if value else [])


def test_page_marks() -> None:
    assert list(page_marks("第 1 页 共 3 页")) == [(1, 3)]
    assert list(page_marks("第2页/共3页")) == [(2, 3)]
    assert list(page_marks("共 5 页，第 4 页")) == [(4, 5)]
    assert list(page_marks("第3期 共12期")) == []


def test_figures() -> None:
    assert figures("利息 1,234.56 元、罚息¥30.00；共 3 期") >= {
        Decimal("1234.56"),
        Decimal("30.00"),
    }


def test_every_condition_of_the_catalogue_can_be_told() -> None:
    assert set(get_args(Condition)) == set(CONDITIONS)


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("nothing-owed-but-principal", "账单上只欠本金 3,000.00元"),
        ("fees-alone", "账单上只欠本金 3,000.00元、手续费 120.00元（没有申请减免）"),
        ("not-read", "账单上没有读到可以申请减免的"),
        ("late-fees-alone", "可申请减免 120.00元"),
    ],
)
def test_what_is_said_where_nothing_is_to_be_relieved(example: str, said: str) -> None:
    (found,) = [one for one in examples_of("amounts.claim-not-empty") if one.id == example]
    (answer,) = not_empty(found.facts(load_catalogue()))
    assert said in answer.message
