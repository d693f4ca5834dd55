"""Formulas printed with figures, computed again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.formula import formulas_of
from pipeline.extract.penaltyrule import penalty_rule
from pipeline.store import Cache
from tests.sheets import Sheet, statements


def bill(penalty: str, *rows: str) -> Sheet:
    return Sheet("a.png").rows(
        "借呗", ("截至", "2026-11-18"), ("待还本金", "4,500.00"), ("罚息", penalty), *rows
    )


def held(tmp_path: Path, penalty: str, *rows: str) -> list[tuple[str, str, str, bool]]:
    (found,) = statements([bill(penalty, *rows)], Cache(tmp_path))
    return [
        (one.kind, str(one.shown), str(one.computed), one.closes)
        for one in found.arithmetic
        if one.kind in ("penalty", "interest")
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("4,500.00×0.05%×29天=65.25", "65.25", id="plain"),
        pytest.param("4500*0.05%*29=65.25元", "65.25", id="stars"),
        pytest.param("4,500.00 x 0.0005 x 29 = 65.25", "65.25", id="rate-as-a-fraction"),
        pytest.param("4,500.00元×万分之五×29天=65.25元", "65.25", id="rate-in-words"),
        pytest.param("4,500.00×18%÷360×29=65.25", "65.25", id="yearly-rate"),
        pytest.param("4,500.00×0.05%/天×29天", "65.25", id="a-day"),
        pytest.param("(4,000.00+500.00)×0.05%×29=65.25", "65.25", id="sum-as-base"),
        pytest.param("4,500.00×0.05%×1.5倍×29天", "97.875", id="times"),
        pytest.param("4,500.00×日利率0.05%×1.5×29天", "97.875", id="named-rate"),
    ],
)
def test_a_formula_is_computed(text: str, value: str) -> None:
    (found,) = formulas_of(Sheet().rows(f"罚息：{text}").reading())
    assert (f"{found.value.normalize():f}", found.component) == (value, "penalty")


def test_a_formula_goes_on_in_the_next_line() -> None:
    (found,) = formulas_of(Sheet().rows("罚息=4,500.00×0.05%×", "29天=75.25元").reading())
    assert (str(found.value.quantize(found.result or 0)), str(found.result)) == ("65.25", "75.25")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("例如：1,000.00×0.05%×10天=5.50", id="example"),
        pytest.param("逾期本金×0.05%×29天", id="base-in-words"),
        pytest.param("4,500.00×0.05%×逾期天数", id="days-in-words"),
        pytest.param("12期×500.00元=6,000.00", id="instalments"),
        pytest.param("0.05%×29天", id="no-base"),
        pytest.param("订单 3×120×5", id="no-rate"),
    ],
)
def test_what_is_no_formula_with_figures(text: str) -> None:
    assert formulas_of(Sheet().rows(text).reading()) == ()


@pytest.mark.parametrize(
    ("penalty", "rows", "expected"),
    [
        pytest.param("65.25", ("4,500.00×0.05%×29天=65.25",),
                     [("penalty", "65.25", "65.25", True)], id="fits"),
        pytest.param("75.25", ("4,500.00×0.05%×29天=75.25",),
                     [("penalty", "75.25", "65.25", False)], id="result-is-wrong"),
        pytest.param("75.25", ("罚息：4,500.00×0.05%×29天=65.25",),
                     [("penalty", "75.25", "65.25", False)], id="charge-is-another"),
        pytest.param("97.88", ("罚息=逾期本金×0.05%×1.5×逾期天数 29",),
                     [("penalty", "97.88", "97.88", True)], id="rule-with-days"),
        pytest.param("107.88", ("罚息=逾期本金×0.05%×1.5×逾期天数29天",),
                     [("penalty", "107.88", "97.88", False)], id="rule-missed"),
        pytest.param("95.25", ("罚息：4,000.00×0.05%×29天=58.00", "罚息：500.00×0.05%×149天=37.25"),
                     [], id="one-for-each-loan"),
        pytest.param("65.25", ("500.00×0.05%×29天=7.25",), [], id="of-something-else"),
    ],
)  # fmt: skip
def test_a_formula_is_held_against_its_charge(
    penalty: str, rows: tuple[str, ...], expected: list[tuple[str, str, str, bool]], tmp_path: Path
) -> None:
    assert held(tmp_path, penalty, *rows) == expected


@pytest.mark.parametrize(
    ("text", "rate", "factor", "days"),
    [
        ("罚息=逾期本金×0.05%×逾期天数", "0.0005", None, None),
        ("罚息=逾期本金×0.05%×1.5×逾期天数 29", "0.00075", None, 29),
        ("违约金=逾期金额×日利率0.06%×逾期天数(29天)", "0.0006", None, 29),
        ("罚息=逾期本金×日利率×1.5×逾期天数", None, "1.5", None),
        ("违约金按逾期未还本金的0.05%/日计收。", "0.0005", None, None),
        ("罚息按日利率0.05%的1.5倍计收", "0.00075", None, None),
        ("罚息在日利率0.04%基础上上浮50%", "0.0006", None, None),
        ("逾期按每日万分之五收取违约金", "0.0005", None, None),
        ("日利率0.05%，逾期按1.5倍计罚息", None, "1.5", None),
    ],
)
def test_rules_of_several_factors(
    text: str, rate: str | None, factor: str | None, days: int | None
) -> None:
    rule = penalty_rule([text])
    assert rule is not None
    told = [str(value.normalize()) if value else None for value in (rule.rate, rule.factor)]
    assert (*told, rule.days) == (rate, factor, days)


@pytest.mark.parametrize(
    "text", ["逾期违约金：最低还款额未还部分的5%", "逾期罚息日利率0.05%，按1.5倍计"]
)
def test_what_is_no_rule_by_the_day(text: str) -> None:
    assert penalty_rule([text]) is None


def test_a_rule_may_go_on_in_the_next_line() -> None:
    rule = penalty_rule(["贷款人：样本银行 逾期罚息利率为日利", "率上浮50%", "样本"])
    assert rule is not None
    assert str(rule.factor) == "1.5"
