"""Due days and days overdue as prose and lists say them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.extract.delays import day_said
from pipeline.store import Cache
from tests.sheets import Sheet, statements

AS_OF = date(2026, 11, 18)
OWED = (
    ("截至", "2026-11-18"),
    ("待还本金", "2,400.00"),
    ("罚息", "26.64"),
    ("待还总额", "2,426.64"),
)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param((("最晚还款日", "10月9日"),), date(2026, 10, 9), id="label-and-month-day"),
        pytest.param(("最晚还款日 10月9日",), date(2026, 10, 9), id="in-one-line"),
        pytest.param(("最後還款日：10月9日",), date(2026, 10, 9), id="traditional"),
        pytest.param(("最晚还款日 12月9日",), date(2025, 12, 9), id="of-last-year"),
        pytest.param(("您的账单于9月10日到期，请尽快还款",), date(2026, 9, 10), id="sentence"),
        pytest.param(("应于2026年9月10日归还",), date(2026, 9, 10), id="to-be-repaid"),
        pytest.param(("每月10日还款，下期还款日 12月10日",), None, id="of-the-next"),
        pytest.param(("还款日 9月10日", "还款日 10月10日"), None, id="several"),
        pytest.param(("9月10日 消费 32.00",), None, id="of-something-else"),
        pytest.param(("还款日期 9月10日 还款成功",), None, id="of-a-repayment"),
    ],
)
def test_due_day_said(rows: tuple[str | tuple[str, str], ...], said: date | None) -> None:
    assert day_said(Sheet().rows(*rows).reading(), AS_OF) == said


@pytest.mark.parametrize(
    ("rows", "delays"),
    [
        pytest.param(("第7期 2026-09-10 到期 逾期70天",), [("2026-09-10", 70)], id="row-of-a-list"),
        pytest.param(
            ("应还款日：2026年9月10日，已逾期 77 天",), [("2026-09-10", 77)], id="sentence"
        ),
        pytest.param(("自9月11日起逾期69天",), [("2026-09-11", 69)], id="since"),
        pytest.param(
            (
                "第7期 2026-09-10 到期 逾期69天", ("应还", "750.00"),
                "第8期 2026-10-10 到期 逾期39天", ("应还", "750.00"),
            ),
            [("2026-09-10", 69), ("2026-10-10", 39)], id="several-instalments",
        ),
        pytest.param(("最早一期逾期69天，最近一期于11月10日到期",), [], id="of-two-instalments"),
        pytest.param(("应还日9月10日、10月10日，逾期69天",), [], id="two-days"),
        pytest.param(("还款日2026-09-10，若逾期30天将上报",), [], id="if"),
        pytest.param(("还款日2026-09-10，逾期30天以上将上报",), [], id="or-more"),
    ],
)  # fmt: skip
def test_delays_said(
    rows: tuple[str | tuple[str, str], ...], delays: list[tuple[str, int]], tmp_path: Path
) -> None:
    (bill,) = statements([Sheet("a.png").rows("借呗", *OWED, *rows)], Cache(tmp_path))
    assert [(str(delay.due), delay.days) for delay in bill.delays] == delays


def test_what_fell_due_before_the_day_of_the_page_is_overdue(cache: Cache) -> None:
    """未到期 of the next card stood nearest to a row that bears a penalty."""
    sheet = Sheet().rows("样本贷 还款计划", ("截至", "2026-11-25"))
    sheet.row("第8/12期 2026-11-06", "未到期")
    sheet.rows(("本金", "400.00"), ("利息", "30.00"), ("罚息", "8.10"), ("应还", "438.10"))
    sheet.row("第9/12期 2026-12-06", "未到期")
    sheet.rows(("本金", "410.00"), ("利息", "20.00"), ("应还", "430.00"))
    [statement] = statements([sheet], cache)
    assert [one.status for one in statement.periods] == ["overdue", "upcoming"]
