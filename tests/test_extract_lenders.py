"""Which product and which company a page speaks of; the platform is not always the lender."""

from __future__ import annotations

import pytest

from pipeline.extract.lenders import LenderFound, lender_of
from pipeline.store import Cache
from tests.sheets import Sheet, catalogue, statements

ANT = "重庆蚂蚁消费金融有限公司"
BODY = (("本金", "1,000.00"), ("利息", "12.30"))


def found(*rows: str | tuple[str, str]) -> LenderFound:
    return lender_of(Sheet().rows(*rows).reading(), catalogue())


@pytest.mark.parametrize(
    ("title", "product_id"),
    [
        ("花呗", "huabei"),
        ("花唄", "huabei"),
        ("花呗分期还款计划", "huabei"),
        ("借呗", "jiebei"),
        ("备用金", "beiyongjin"),
        ("微粒贷", "weilidai"),
        ("京东白条", "jd_baitiao"),
        ("白条账单", "jd_baitiao"),
        ("京东金条", "jd_jintiao"),
        ("网商贷", "wangshangdai"),
        ("美团借钱", "meituan"),
        ("放心借", "douyin"),
        ("有钱花", "duxiaoman"),
        ("招联金融", "zhaolian"),
        ("安逸花", "mashang"),
    ],
)
def test_products_are_known_by_their_title(title: str, product_id: str) -> None:
    assert found(title, *BODY).entry.id == product_id


def test_a_page_without_a_name_is_generic() -> None:
    one = found(*BODY)
    assert (one.entry.id, one.name) == ("generic", "")


def test_a_product_of_the_catalogue_brings_its_lender() -> None:
    assert found("花呗", *BODY).name == ANT


@pytest.mark.parametrize("label", ["贷款人", "放款机构", "资金方", "出借人", "贷款机构"])
def test_the_company_printed_on_the_page_outranks_the_catalogue(label: str) -> None:
    one = found("借呗", *BODY, f"{label}：某某银行股份有限公司")
    assert (one.entry.id, one.name) == ("jiebei", "某某银行股份有限公司")


def test_the_company_may_stand_beside_its_label() -> None:
    assert found("微粒贷", *BODY, ("贷款人", "某某银行股份有限公司")).name == "某某银行股份有限公司"


def test_the_name_of_a_bank_becomes_its_full_name() -> None:
    one = found("招商银行信用卡电子账单", ("本期应还金额", "533.18"), ("账单日", "2026-08-20"))
    assert (one.entry.id, one.name) == ("credit_card", "招商银行股份有限公司")


def test_a_bank_the_catalogue_does_not_know_is_named_as_printed() -> None:
    assert found("样本银行股份有限公司", "贷款还款计划", *BODY).name.startswith("样本银行")


def test_a_title_weighs_more_than_a_mention_below() -> None:
    one = found("借呗", *BODY, "推荐使用花呗付款享优惠")
    assert one.entry.id == "jiebei"


def test_a_company_in_a_line_of_its_own_is_the_lender() -> None:
    assert found("青样小贷", "成都青样小额贷款有限公司", *BODY).name == "成都青样小额贷款有限公司"


def test_a_company_that_provides_the_loan_is_the_lender() -> None:
    told = found("云样分期", *BODY, "服务由云样消费金融有限公司提供")
    assert told.name == "云样消费金融有限公司"


def test_a_company_that_may_not_lend_is_not_the_lender() -> None:
    assert found("云样分期", *BODY, "服务由云样网络科技有限公司提供").name == ""


@pytest.mark.parametrize("behind", [" 数据时间2026-11-24", " 综合业务系统 V6.2 --"])
def test_a_company_before_a_remark_is_the_lender(behind: str) -> None:
    assert found("云样分期", *BODY, f"云样消费金融有限公司{behind}").name == "云样消费金融有限公司"


@pytest.mark.parametrize("name", ["样县农村信用合作联社", "样本汇民村镇银行股份有限公司"])
def test_what_a_bank_lends_is_a_loan_of_a_bank(name: str) -> None:
    told = found(name, *BODY)
    assert (told.entry.id, told.name) == ("bank_loan", name)


def test_of_two_companies_neither_is_taken() -> None:
    lines = ("样本小额贷款有限公司", "范例消费金融有限公司")
    assert found("云样分期", *BODY, *lines).name == ""


@pytest.mark.parametrize(
    ("head", "tail"), [("有限公", "司"), ("有限", "公司"), ("股份有", "限公司")]
)
def test_a_company_whose_name_runs_into_the_next_line(head: str, tail: str) -> None:
    rows = ("分期乐", ("服务方", f"吉安市样本网络小额贷款{head}"), tail, *BODY)
    assert found(*rows).name == f"吉安市样本网络小额贷款{head}{tail}"


def test_a_bank_is_known_by_its_short_name_before_its_card() -> None:
    one = found("欠款查询", "广发信用卡(尾号2218)", *BODY)
    assert (one.entry.id, one.name) == ("credit_card", "广发银行股份有限公司")


def test_the_cards_of_two_banks_in_short_name_none() -> None:
    assert found("我的账单", "广发信用卡", "招行信用卡", *BODY).name == ""


def test_a_bank_whose_name_runs_over_a_line() -> None:
    told = found(
        "信用卡欠款", *BODY, "逾期信息将报送金融信用信息基础数据库。广发银", "行股份有限公司"
    )
    assert told.name == "广发银行股份有限公司"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (("招商银行信用卡电子账单", ("本期应还金额", "533.18")), "招商银行信用卡"),
        (("信用卡账单", ("本期应还金额", "533.18")), "信用卡"),
        (("河南样本消费金融股份有限公司", "借款详情", *BODY), "河南样本消费金融借款"),
        (("样本银行股份有限公司", "贷款还款计划", *BODY), "样本银行贷款"),
        (("花呗", *BODY), "花呗"),
    ],
)
def test_a_debt_is_called_after_who_lent_where_its_kind_says_nothing(
    rows: tuple[str | tuple[str, str], ...], title: str, cache: Cache
) -> None:
    [statement] = statements([Sheet().rows(*rows)], cache)
    assert statement.title == title
