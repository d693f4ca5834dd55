"""Whose a page is that names nobody, by the figures it shares with others."""

from __future__ import annotations

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted


def upper() -> Sheet:
    sheet = Sheet("a.png").rows("借款详情", "应还总额(元)", "4,276.55", "已逾期64天").gap()
    sheet.rows(("剩余本金", "3,826.54元"), ("应还利息", "229.60元"), ("逾期罚息", "220.41元"))
    return sheet.row("应还合计", "4,276.55元")


def lower(total: str = "4,276.55元") -> Sheet:
    sheet = Sheet("b.png").rows("借款详情", ("应还利息", "229.60元"), ("逾期罚息", "220.41元"))
    return sheet.rows(("应还合计", total), ("贷款机构", "深圳市样本小额贷款股份有限公司"))


def card(path: str, bank: str, total: str) -> Sheet:
    sheet = Sheet(path).rows(f"{bank}信用卡 **** 2286", "逾期应还总额(元)", total)
    return sheet.row("截至2026-11-23", "已逾期118天")


def test_the_upper_half_of_a_screen_is_of_who_the_lower_half_names(cache: Cache) -> None:
    [statement] = interpreted([upper(), lower()], cache).statements
    assert statement.lender == "深圳市样本小额贷款股份有限公司"
    assert len(statement.pages) == 2


def test_another_companys_page_is_another_debt(cache: Cache) -> None:
    other = Sheet("b.png").rows("借款详情", ("应还利息", "29.60元"), ("逾期罚息", "22.41元"))
    other.rows(("应还合计", "952.01元"), ("贷款机构", "深圳市样本小额贷款股份有限公司"))
    assert len(interpreted([upper(), other], cache).statements) == 2


def test_of_two_banks_cards_the_one_whose_figure_it_shows(cache: Cache) -> None:
    details = Sheet("c.png").rows(
        "欠款明细", ("卡号 **** 2286", "持卡人 张*本"), "统计截止：2026-11-23"
    )
    details.rows(("本金小计", "7,350.00"), ("利息", "433.65"), ("违约金", "147.00"))
    details.row("合计应还", "7,930.65")
    cards = [card("a.png", "中信银行", "5,248.80"), card("b.png", "交通银行", "7,930.65")]
    found = interpreted([*cards, details], cache).statements
    home = next(one for one in found if any(page.path == "c.png" for page in one.pages))
    assert home.lender == "交通银行股份有限公司"
