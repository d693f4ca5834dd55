"""A page that names nobody is of whom its file or folder is named after, and a person is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.bill import read_bill
from pipeline.extract.filed import named_by_file
from pipeline.extract.joining import BillPage
from pipeline.extract.labels import Grammar
from pipeline.extract.lenders import LenderFound
from schemas.source import PageRef
from tests.sheets import Sheet, catalogue

ICBC, CMB = "中国工商银行股份有限公司", "招商银行股份有限公司"
ANT = "重庆蚂蚁消费金融有限公司"


def found(
    path: str, entry: str = "generic", name: str = "", others: tuple[str, ...] = ()
) -> LenderFound:
    """others: the companies that other pages name"""
    reading = Sheet().rows(("本金", "1,000.00"), ("利息", "12.30")).reading()
    draft = read_bill(reading, Grammar(catalogue().vocabulary))
    draft = replace(draft, ref=PageRef(path=path, page=1))
    first, *rest = (
        BillPage(draft, LenderFound(catalogue().lenders[entry], each, 0.0), None, None)
        for each in (name, *others)
    )
    return named_by_file([first, *rest], catalogue())[0].lender


@pytest.mark.parametrize(
    ("path", "product", "lender"),
    [
        ("微粒贷2.jpg", "weilidai", "深圳前海微众银行股份有限公司"),
        ("借呗/IMG_2071.PNG", "jiebei", ANT),
        ("银行/招行信用卡11月账单.png", "credit_card", CMB),
        ("工行/IMG_1.png", "bank_loan", ICBC),
        ("Screenshot_2026-11-27-21-08-11-123_com.icbc.jpg", "bank_loan", ICBC),
        ("Screenshot_20261127_210811_com.cmbchina.ccd.pluto.cmbActivity.jpg", "bank_loan", CMB),
        ("兴业消金 欠款.png", "xingye", "兴业消费金融股份公司"),
    ],
)
def test_the_name_of_a_file_or_folder_tells(path: str, product: str, lender: str) -> None:
    one = found(path)
    assert (one.entry.id, one.name, one.filed) == (product, lender, True)


@pytest.mark.parametrize(
    "path",
    [
        "IMG_20261127.png",
        "花呗借呗.png",  # Which of them?
        "招行和工行.png",
        "微信图片_20261127.jpg",
        "Screenshot_20261127_com.eg.android.AlipayGphone.jpg",
        "招行流水.png",
        "平安普惠.png",  # Not the bank of that name.
    ],
)
def test_a_name_that_says_none_or_several_leaves_it_open(path: str) -> None:
    assert (found(path).entry.id, found(path).filed) == ("generic", False)


def test_a_card_without_its_bank_gets_the_bank() -> None:
    one = found("招行.png", "credit_card")
    assert (one.entry.id, one.name, one.filed) == ("credit_card", CMB, True)


def test_what_the_page_says_stands() -> None:
    assert found("借呗.png", "weilidai", "深圳前海微众银行股份有限公司").entry.id == "weilidai"
    assert found("招行.png", "credit_card", ICBC).name == ICBC
    assert found("微粒贷.png", "generic", ANT).entry.id == "generic"


def test_a_file_tells_which_product_of_the_company_on_the_page() -> None:
    one = found("借呗.png", "generic", ANT)
    assert (one.entry.id, one.filed) == ("jiebei", True)


def test_a_platform_of_many_lenders_keeps_the_one_on_the_page() -> None:
    one = found("放心借2.png", "generic", "深圳市样本小额贷款股份有限公司")
    assert (one.entry.id, one.name) == ("douyin", "深圳市样本小额贷款股份有限公司")


def test_a_folder_may_name_a_company_that_the_catalogue_does_not_know() -> None:
    one = found("南样消费金融/Screenshot_1.jpg")
    assert (one.entry.id, one.name, one.filed) == ("generic", "南样消费金融", True)


def test_a_company_is_called_as_the_case_calls_it() -> None:
    path = "南样消金_总览.png"
    one = found(path, others=("南样消费金融股份有限公司", "北样消费金融股份有限公司"))
    assert one.name == "南样消费金融股份有限公司"
