"""What certificates say of an income, and of whom somebody works for."""

from __future__ import annotations

import pytest

from pipeline.extract.fields import fields_of
from tests.sheets import Sheet


def read(name: str, *rows: str | tuple[str, str]) -> tuple[str, str] | None:
    """Value of a field and the label of its evidence."""
    found = fields_of(Sheet().rows(*rows).reading(), [name]).get(name)
    return (found.value, found.evidence.label) if found else None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("平均每月税后收入为6,500.00元", "月收入（税后）", id="average-after-tax"),
        pytest.param("月均收入人民币陆仟伍佰元整（¥6500.00）", "月收入", id="capitals-first"),
        pytest.param("近六个月平均工资为6,500元", "月收入", id="half-a-year"),
        pytest.param("近12个月平均税后月收入：6,500.00元", "月收入（税后）", id="a-year"),
        pytest.param("月收入（税前）8,000.00元，税后6,500.00元", "月收入（税后）", id="both"),
        pytest.param("月应发工资8,000元，月实发工资6,500元", "月收入（税后）", id="paid-out"),
        pytest.param("每月收入6500元（税前）", "月收入（税前）", id="before-tax"),
        pytest.param("月收入约0.65万元", "月收入", id="ten-thousands"),
        pytest.param("月基本工资3000元，月收入合计6500元", "月收入", id="not-the-base-pay"),
        pytest.param("现月基本养老金为人民币6,500.00元", "月收入", id="a-pension"),
        pytest.param("收入：6,500.00元/月", "月收入", id="a-month-behind"),
        pytest.param("月均稅後收入為6,500.00元", "月收入（税后）", id="traditional"),
        pytest.param("年收入78,000.00元", "年收入÷12", id="a-twelfth"),
        pytest.param("其税前年收入约为7.8万元", "年收入÷12（税前）", id="a-twelfth-before-tax"),
        pytest.param("年收入90,000元，月均6,500元", "月收入", id="the-month-before-the-year"),
    ],
)
def test_monthly_incomes(text: str, label: str) -> None:
    found = read("monthly_income", text)
    assert found is not None
    assert (float(found[0]), found[1]) == (6500, label)


def test_an_income_whose_figures_stand_in_the_next_line() -> None:
    found = read("monthly_income", "其近六个月平均每月税后收入为人民", "币6,500.00元。")
    assert found == ("6500.00", "月收入（税后）")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("上年度总收入为78,000.00元", id="of-last-year"),
        pytest.param("月基本工资3000元", id="base-pay"),
        pytest.param("月收入6000-7000元", id="a-range"),
        pytest.param("每月还款支出2,000元", id="spending"),
    ],
)
def test_sums_that_are_no_monthly_income(text: str) -> None:
    assert read("monthly_income", text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("单位名称：样本科技有限公司", "样本科技有限公司"),
        ("公司名称：样本科技", "样本科技"),
        ("单位（盖章）：样本设计院", "样本设计院"),
        ("工作单位 样本县人民法院", "样本县人民法院"),
        ("用人单位：华为样例技术有限公司", "华为样例技术有限公司"),
        ("用人单位：样本村镇银行", "样本村镇银行"),
        ("现于样本市人民医院工作", "样本市人民医院"),
        ("張樣本在樣本電子廠工作", None),
        ("样本电子厂", "样本电子厂"),
        ("单位名称：张样本", None),
        ("工作单位：自由职业", None),
        ("兹证明张样本在本公司任职", None),
        ("系我公司员工", None),
        ("就职于本单位研发中心", None),
        ("财务部", None),
        ("以上为全部", None),
        ("金额单位：元 6500", None),
        ("开户行", None),
        ("2026年10月样本有限公司工资条", "样本有限公司"),
        ("我单位（样本有限公司）员工张样本", "样本有限公司"),
        ("样本（北京）有限公司", "样本(北京)有限公司"),
        ("与样本有限公司解除劳动合同", "样本有限公司"),
        ("至2026年9月1日因公司业务调整离职", None),
        ("由于公司经营困难", None),
    ],
)
def test_employers(text: str, name: str | None) -> None:
    found = read("employer", text)
    assert (found[0] if found else None) == name
