"""Lists of bookings known by their running balance, whatever a bank calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ledger import is_ledger
from pipeline.store import Cache
from tests.sheets import Sheet, interpreted

HEAD = ("编号", "日", "付", "收", "结存")
BOOKED = (
    ("2026/08/12", "31.00", "", "969.00"), ("2026/08/15", "", "5,200.00", "6,169.00"),
    ("2026/08/16", "900.00", "", "5,269.00"), ("2026/08/20", "69.00", "", "5,200.00"),
    ("2026/09/02", "200.50", "", "4,999.50"), ("2026/09/15", "", "5,200.00", "10,199.50"),
)  # fmt: skip
PLAN = (
    ("2026-08-10", "500.00", "36.00", "5,500.00"), ("2026-09-10", "500.00", "33.00", "5,000.00"),
    ("2026-10-10", "500.00", "30.00", "4,500.00"), ("2026-11-10", "500.00", "27.00", "4,000.00"),
    ("2026-12-10", "500.00", "24.00", "3,500.00"), ("2027-01-10", "500.00", "21.00", "3,000.00"),
)  # fmt: skip
LIST = tuple((day, "52.83", f"{place}2.00", "9.99") for place, (day, *_) in enumerate(BOOKED))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(BOOKED, True, id="bookings"),
        pytest.param(BOOKED[::-1], True, id="newest-first"),
        pytest.param((*BOOKED[:3], ("2026/08/18", "9.00", "", "1.00"), *BOOKED[3:]), True,
                     id="one-row-misread"),
        pytest.param(BOOKED[:4], False, id="too-few"),
        pytest.param(PLAN, False, id="a-plan-that-only-falls"),
        pytest.param(LIST, False, id="sums-without-a-balance"),
    ],
)  # fmt: skip
def test_bookings_that_balance(rows: tuple[tuple[str, ...], ...], expected: bool) -> None:
    sheet = Sheet().rows("样本银行 客户往来一览", HEAD, *rows)
    assert is_ledger(sheet.reading()) is expected


def test_a_statement_is_known_by_its_balance(tmp_path: Path) -> None:
    sheet = Sheet().rows("样本银行 客户往来一览", ("户名：张样本", "账号 6222"), HEAD, *BOOKED)
    [paper] = interpreted([sheet], Cache(tmp_path)).materials
    assert paper.kind == "bank_statement"


APP = (
    ("取现 ATM 样本支行", "-294.60", "2026-11-22 余额 782.99"),
    ("消费 样本移动", "-30.00", "2026-11-20 余额 1,077.59"),
    ("转账 张样本", "-1,200.00", "2026-11-17 余额 1,107.59"),
    ("消费 微信支付", "-36.00", "2026-11-16 余额 2,307.59"),
    ("工资 样本电子", "+3,349.20", "2026-11-15 余额 2,343.59"),
    ("消费 小吃", "-22.00", "2026-11-14 余额 -1,005.61"),
    ("消费 样本移动", "-30.00", "2026-11-09 余额 -983.61"),
)


def test_bookings_whose_day_and_balance_stand_under_the_amount() -> None:
    sheet = Sheet().rows("样本银行 交易明细", "户名 张样本")
    for what, amount, below in APP:
        sheet.row(what, amount).row(below)
    assert is_ledger(sheet.reading())
    lost = Sheet().rows("样本银行 交易明细", "户名 张样本")
    for place, (what, amount, _) in enumerate(APP):
        lost.row(what, amount).row(f"2026-11-{22 - place} 余额 {place}00.00")
    assert not is_ledger(lost.reading())
