"""Bills of banks abroad: read in their own currency, and never added to yuan."""

from __future__ import annotations

import pytest

from pipeline.extract.money import currency_of
from pipeline.store import Cache
from tests.sheets import Sheet, drafted, interpreted, outstanding, statements

HONG_KONG = (
    ("未償還本金", "HK$86,204.10"), ("應計利息", "HK$1,034.45"), ("逾期罰息", "HK$210.06"),
    ("結欠總額", "HK$87,448.61"),
)  # fmt: skip
TAIWAN = (
    ("未清償本金", "312,844元"), ("利息", "8,216元"), ("遲延利息", "1,073元"),
    ("違約金（以三期為限）", "1,200元"), ("應繳總額", "323,333元"),
)  # fmt: skip


def test_a_loan_in_hong_kong_dollars_is_a_bill_in_them(cache: Cache) -> None:
    [statement] = interpreted(
        [Sheet().row("樣本銀行私人貸款結單").rows(*HONG_KONG)], cache
    ).statements
    assert statement.currency == "HKD"
    assert outstanding(statement) == {
        "principal": "86204.10 verified",
        "interest": "1034.45 verified",
        "penalty": "210.06 verified",
        "total": "87448.61 verified",
    }


@pytest.mark.parametrize("said", ["帳款單位：新臺幣", "臺北市某區某路一段", "民國115年5月12日"])
def test_whole_amounts_of_a_bank_in_taiwan_are_no_yuan(said: str, cache: Cache) -> None:
    [statement] = statements([Sheet().row("樣本商業銀行催繳通知書").row(said).rows(*TAIWAN)], cache)
    assert statement.currency == "TWD"
    assert outstanding(statement)["late_fees"] == "1200.00 verified"


@pytest.mark.parametrize(
    "rows",
    [
        ["樣本銀行（澳門）", "人民幣信用卡月結單", ("本期結欠總額", "9,617.60")],
        ["样本银行信用卡", ("港币账户应还", "HK$0.00"), ("本期应还", "6,867.30")],
        ["樣本銀行信用卡", ("本期應還", "¥6,867.30"), "香港某道八十八號某大廈十二樓"],
    ],
    ids=["yuan abroad", "an account beside the yuan", "a sign of yuan"],
)
def test_a_page_that_names_yuan_is_in_yuan(rows: list[str | tuple[str, ...]]) -> None:
    assert drafted(Sheet().rows(*rows)).currency == "CNY"


def test_a_page_in_simplified_characters_is_in_yuan() -> None:
    sheet = Sheet().row("样本银行信用卡").row("香港消费 HK$100.00").rows(("本期应还", "967.30"))
    assert currency_of(sheet.reading()) == "CNY"


def test_pages_in_two_currencies_are_two_debts(cache: Cache) -> None:
    abroad = Sheet("a.png").row("樣本銀行私人貸款結單").rows(*HONG_KONG)
    home = Sheet("b.png").row("样本银行个人贷款").rows(("剩余本金", "5,000.00"), ("利息", "12.00"))
    assert {one.currency for one in statements([abroad, home], cache)} == {"CNY", "HKD"}
