"""What a loan is called on its page, where the catalogue knows no product of that name."""

from __future__ import annotations

import pytest

from pipeline.extract.productnames import named_product
from pipeline.store import Cache
from tests.sheets import Sheet, statements


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("还款计划", "宅安贷（样本普惠） 合同号 PH2025****9021"), "宅安贷"),
        (("产品名称：车辆贷款",), "车辆贷款"),
        (("贷款品种", "个人经营性贷款"), "个人经营性贷款"),
        (("新一贷", "待还总额 5,000.00"), "新一贷"),
        (("惠农e贷·截至11月25日",), "惠农e贷"),
        (("我的借款", "剩余贷款", "逾期贷款", "全部贷款"), ""),
        (("贷款详情", "贷款余额 5,000.00", "请按时归还贷款"), ""),
        (("样本银行股份有限公司", "个人贷款合同"), ""),
    ],
)
def test_the_name_on_a_page(rows: tuple[str, ...], name: str) -> None:
    assert named_product(Sheet().rows(*rows).reading().lines) == name


def bill(name: str) -> Sheet:
    return Sheet().rows(
        name, "贷款人：样本银行股份有限公司", ("待还本金", "5,000.00"), ("待还利息", "120.00"),
        ("罚息", "30.00"), ("待还总额", "5,150.00"), ("截至", "2026-11-24"),
    )  # fmt: skip


def test_a_debt_bears_the_name_of_its_page(cache: Cache) -> None:
    assert statements([bill("富农贷")], cache)[0].product == "富农贷"


def test_a_product_of_the_catalogue_keeps_its_own(cache: Cache) -> None:
    assert statements([bill("微粒贷")], cache)[0].product == "微粒贷"
