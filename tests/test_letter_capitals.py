"""Amounts in Chinese capitals, by the rules for payment forms."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.capitals import value_of
from pipeline.letter import capitals

WRITTEN = {
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "0.56": "伍角陆分",
    "1": "壹元整",
    "10": "壹拾元整",
    "10.01": "壹拾元零壹分",
    "100.50": "壹佰元伍角整",
    "325.04": "叁佰贰拾伍元零肆分",
    "1234.56": "壹仟贰佰叁拾肆元伍角陆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "20003": "贰万零叁元整",
    "100000": "壹拾万元整",
    "100700": "壹拾万零柒佰元整",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "1010101.10": "壹佰零壹万零壹佰零壹元壹角整",
    "100000001": "壹亿零壹元整",
    "110000000": "壹亿壹仟万元整",
    "2000000050000": "贰万亿零伍万元整",
}


@pytest.mark.parametrize("figure", WRITTEN)
def test_written_as_on_a_payment_form(figure: str) -> None:
    assert capitals(Decimal(figure)) == WRITTEN[figure]


@given(st.integers(min_value=0, max_value=10**13))
def test_capitals_read_back_as_the_same_amount(cents: int) -> None:
    amount = Decimal(cents) / 100
    text = capitals(amount).removesuffix("整")
    if "元" not in text:
        text = "零元" + text
    assert value_of(text) == amount
    assert "零零" not in text


@pytest.mark.parametrize("figure", ["-0.01", "0.001", "10000000000000000"])
def test_refuses_what_has_no_writing(figure: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        capitals(Decimal(figure))
