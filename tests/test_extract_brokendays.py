"""A day that a line breaks in two is read as one, and what is no day stays."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, statements


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        pytest.param("统计截至2026-11-", "24", "2026-11-24", id="hyphens"),
        pytest.param("以上数据截至2026年11月", "24日，以实际为准", "2026-11-24", id="words"),
        pytest.param("以上数据截至2026年", "11月24日", "2026-11-24", id="behind-the-year"),
        pytest.param("统计截至2026-11-", "24.50元", None, id="an-amount"),
        pytest.param("统计截至2026-11-", "99", None, id="no-day"),
    ],
)
def test_a_day_broken_at_the_end_of_a_line(
    cache: Cache, first: str, second: str, day: str | None
) -> None:
    sheet = Sheet("a.png").rows(
        "锦里贷", first, second, ("待还总额", "1,060.00"), ("待还本金", "1,000.00"),
        ("待还利息", "60.00"),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert (statement.as_of.isoformat() if statement.as_of else None) == day


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-09-15 本金980.20+利息78.41+罚", "息42.34"),
        ("2026-09-15 本金980.20 利息78.41 罚息", "42.34"),
        ("2026-09-15 本金980.20 利息78.41罚息", "42.34元"),
    ],
    ids=["its word", "its figure", "without a space"],
)
def test_a_charge_broken_at_the_end_of_a_line(cache: Cache, first: str, second: str) -> None:
    sheet = Sheet("a.png").rows("锦里贷", "第6/12期 已逾期72天")
    sheet.at(700, sheet.y - 30, "1,100.95").rows(first, second)
    [statement] = statements([sheet], cache)
    [row] = statement.periods
    assert row.penalty is not None
    assert str(row.penalty.value) == "42.34"


def test_a_word_that_ends_a_line_before_anything_else_stays(cache: Cache) -> None:
    sheet = Sheet("a.png").rows("锦里贷", ("待还总额", "1,060.00"), ("待还本金", "1,000.00"))
    sheet.rows(("待还利息", "60.00"), "本金每日计收罚息", "2026年11月24日")
    [statement] = statements([sheet], cache)
    assert statement.outstanding.penalty is None
