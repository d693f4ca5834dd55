"""Signed rows of a card's bill against the sum under them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.extract.again import counted_again
from pipeline.store import Cache
from schemas.statement import Statement
from tests.sheets import Sheet, outstanding, statements

HEAD = ("样本银行信用卡账单", ("账单日", "2026-10-20"), ("到期还款日", "2026-11-09"))
ROWS = (("上期账单金额", "+3,000.00"), ("已还金额", "-500.00"), ("本期消费", "+1,200.00"),
        ("利息", "+45.50"), ("违约金", "+30.00"))  # fmt: skip


def bill(cache: Path, *rows: tuple[str, ...]) -> Statement:
    (found,) = statements([Sheet("a.png").rows(*HEAD, *rows)], Cache(cache))
    return found


def sums(found: Statement) -> list[tuple[str, str, bool, str]]:
    return [
        (str(one.shown), str(one.computed), one.closes, one.shape)
        for one in found.arithmetic
        if one.kind == "signed"
    ]


def test_rows_that_make_their_sum_confirm_its_figures(tmp_path: Path) -> None:
    found = bill(tmp_path, *ROWS, ("本期应还金额", "3,775.50"))
    assert sums(found) == [("3775.50", "3775.50", True, "")]
    assert outstanding(found)["interest"] == "45.50 verified"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param((*ROWS, ("本期应还金额", "3,975.50")), [("3975.50", "3775.50", False, "")],
                     id="whole-list"),
        pytest.param((*ROWS[1:], ("本期应还金额", "795.50")),
                     [("795.50", "775.50", False, "可能不全")], id="perhaps-a-part"),
        pytest.param((*ROWS[1:], ("合计", "795.50")), [("795.50", "775.50", False, "")],
                     id="called-a-sum"),
        pytest.param((("最低还款额", "200.00"), *ROWS[1:], ("本期应还金额", "975.50")), [],
                     id="another-amount-explains-it"),
        pytest.param((*ROWS[2:], ("本期应还金额", "1,300.00")), [], id="one-sign-alone"),
        pytest.param((*ROWS, ("信用额度", "20,000.00"), ("本期应还金额", "3,975.50")), [],
                     id="not-right-under-them"),
        pytest.param((("消费", "1,200.00"), ("已还", "-500.00"), ("利息", "45.50"),
                      ("本期应还", "900.00")), [], id="rows-without-signs"),
    ],
)  # fmt: skip
def test_rows_that_miss_their_sum(
    rows: tuple[tuple[str, ...], ...], expected: list[tuple[str, str, bool, str]], tmp_path: Path
) -> None:
    assert sums(bill(tmp_path, *rows)) == expected


def test_a_corrected_row_is_counted_again(tmp_path: Path) -> None:
    before = bill(tmp_path, *ROWS[:3], ("利息", "+15.50"), ROWS[4], ("本期应还金额", "3,775.50"))
    interest = before.outstanding.interest
    assert interest is not None
    right = interest.model_copy(update={"value": Decimal("45.50")})
    parts = before.outstanding.model_copy(update={"interest": right})
    after = before.model_copy(update={"outstanding": parts})
    assert [one.closes for one in counted_again(before, after) if one.kind == "signed"] == [True]
