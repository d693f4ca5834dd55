"""What is owed of several products on one screen is taken apart where its sum bears it out."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted, outstanding


def products(whole: str) -> Sheet:
    return (
        Sheet()
        .rows("待还账单", "合计待还（元）", whole)
        .gap()
        .rows("拿去花", "¥1,120.00", "11月账单（机票1笔、酒店1笔）", "去还款")
        .gap()
        .rows("借去花", "¥6,297.27", ("剩余本金", "¥6,180.34"), ("应还利息", "¥112.48"))
        .rows(("逾期罚息", "¥4.45"), "去还款")
    )


def test_each_product_under_its_name_is_a_debt(cache: Cache) -> None:
    found = interpreted([products("7,417.27")], cache).statements
    assert [one.product for one in found] == ["拿去花", "借去花"]
    assert outstanding(found[0]) == {"total": "1120.00 read"}
    assert outstanding(found[1])["penalty"] == "4.45 verified"
    assert not any(one.needs_review for one in found)


def test_products_that_do_not_make_the_sum_stay_one_screen(cache: Cache) -> None:
    found = interpreted([products("9,417.27")], cache).statements
    assert len(found) == 1


@pytest.mark.parametrize("tabs", [("花呗", "借呗"), ("花呗", "借呗", "网商贷")])
def test_names_side_by_side_are_tabs(tabs: tuple[str, ...], cache: Cache) -> None:
    sheet = Sheet().rows(("待还总额", "512.00")).row(*tabs)
    sheet.rows("512.00", ("本金", "500.00"), ("利息", "10.00"), ("罚息", "2.00"))
    [statement] = interpreted([sheet], cache).statements
    assert outstanding(statement)["interest"] == "10.00 verified"
