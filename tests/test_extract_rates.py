"""Interest and penalty computed again; the misread digit that would close an open sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.store import Cache
from schemas.evidence import Status
from schemas.statement import Arithmetic, Statement
from tests.sheets import Sheet, statements

HEADS = ("期数", "还款日", "应还本金", "利息", "罚息", "状态")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def stated(
    cache: Cache, *rows: str | Sequence[str], says: Mapping[str, str] | None = None
) -> Statement:
    sheet = Sheet("a.png").row("借呗").rows(*rows)
    [statement] = statements([sheet], cache, says=says or {})
    return statement


def of_kind(statement: Statement, kind: str) -> list[Arithmetic]:
    return [found for found in statement.arithmetic if found.kind == kind]


def plan(*rows: Sequence[str]) -> list[Sequence[str]]:
    return [HEADS, *rows]


BY_DAYS = plan(
    ("2/4", "2026-09-10", "300.00", "11.16", "--", "待还"),
    ("3/4", "2026-10-10", "300.00", "7.20", "--", "待还"),
    ("4/4", "2026-11-10", "300.00", "3.72", "--", "待还"),
)


def test_interest_by_actual_days_is_named_with_its_periods(cache: Cache) -> None:
    statement = stated(cache, ("日利率", "0.04%"), *BY_DAYS)
    [found] = of_kind(statement, "interest")
    assert (found.where, found.shape) == ("第2–4期", "剩余本金×日利率×实际天数")
    assert (found.shown, found.computed) == (Decimal("22.08"), Decimal("22.08"))
    assert statement.outstanding.interest is not None
    assert statement.outstanding.interest.status == "verified"


@pytest.mark.parametrize("rate", ["年利率", "年化利率"])
def test_interest_by_the_month_of_a_yearly_rate(rate: str, cache: Cache) -> None:
    rows = plan(
        ("11/12", "2026-10-10", "500.00", "12.00", "--", "待还"),
        ("12/12", "2026-11-10", "500.00", "6.00", "--", "待还"),
    )
    [found] = of_kind(stated(cache, (rate, "14.4%"), *rows), "interest")
    assert found.shape == "剩余本金×年利率÷12"


def test_a_list_that_breaks_off_before_its_last_period_says_nothing(cache: Cache) -> None:
    rows = plan(
        ("2/9", "2026-09-10", "300.00", "11.16", "--", "待还"),
        ("3/9", "2026-10-10", "300.00", "7.20", "--", "待还"),
    )
    assert of_kind(stated(cache, ("日利率", "0.04%"), *rows), "interest") == []


def test_equal_payments_confirm_their_parts(cache: Cache) -> None:
    rows = plan(
        ("1/4", "2026-09-10", "100.00", "9.00", "--", "待还"),
        ("2/4", "2026-10-10", "101.50", "7.50", "--", "待还"),
        ("3/4", "2026-11-10", "103.00", "6.00", "--", "待还"),
    )
    [found] = of_kind(stated(cache, *rows), "interest")
    assert found.shape.startswith("等额本息")
    assert found.closes


def test_one_figure_repeated_confirms_nothing(cache: Cache) -> None:
    rows = plan(
        *((f"{n}/4", f"2026-{8 + n:02d}-10", "100.00", "3.00", "--", "待还") for n in (1, 2, 3))
    )
    assert of_kind(stated(cache, *rows), "interest") == []


@pytest.mark.parametrize(
    ("penalty", "shape"),
    [
        ("18.00", "逾期本金×日利率×1.5×天数"),
        ("6.00", "逾期本金×日利率×0.5×天数（加收）"),
        ("12.00", "逾期本金×日利率×天数"),
        ("12.43", "逾期本息费×日利率×天数"),
    ],
)
def test_the_penalty_of_a_period_names_its_shape(penalty: str, shape: str, cache: Cache) -> None:
    rows = plan(("3/4", "2026-09-11", "500.00", "18.00", penalty, "已逾期"))
    statement = stated(cache, ("截至", "2026-11-10"), ("日利率", "0.04%"), *rows)
    [found] = of_kind(statement, "penalty")
    assert (found.where, found.shape) == ("第3期", shape)


@pytest.mark.parametrize("penalty", ["18.10", "0.00", "7.77"])
def test_a_penalty_that_fits_no_shape_says_nothing(penalty: str, cache: Cache) -> None:
    rows = plan(("3/4", "2026-09-11", "500.00", "18.00", penalty, "已逾期"))
    statement = stated(cache, ("截至", "2026-11-10"), ("日利率", "0.04%"), *rows)
    assert of_kind(statement, "penalty") == []


# --- the misread digit ----------------------------------------------------------------------------

OPEN = (("待还总额", "1,016.80"), ("本金", "1,000.00"), ("利息", "72.30"), ("罚息", "4.50"))


def suspect(statement: Statement) -> str:
    [found] = [found for found in of_kind(statement, "total") if not found.closes]
    return found.suspect


def test_the_second_readers_figure_is_proposed_where_it_closes_the_sum(cache: Cache) -> None:
    words = suspect(stated(cache, *OPEN, says={"72.30": "12.30"}))
    assert "72.30 或为 12.30" in words
    assert "第二次识别" in words


def test_a_moved_point_is_proposed(cache: Cache) -> None:
    rows = (("待还总额", "1,018.40"), ("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "61.00"))
    assert "罚息 61.00 或为 6.10（小数点" in suspect(stated(cache, *rows))


def test_where_several_slips_would_do_none_is_proposed(cache: Cache) -> None:
    rows = (("待还总额", "1,056.80"), ("本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))
    assert suspect(stated(cache, *rows)) == ""


def test_nothing_is_changed_by_a_proposal(cache: Cache) -> None:
    statement = stated(cache, *OPEN, says={"72.30": "12.30"})
    assert statement.outstanding.interest is not None
    assert statement.outstanding.interest.value == Decimal("72.30")
    assert statement.needs_review


# --- a label whose figure was lost ----------------------------------------------------------------


@pytest.mark.parametrize("label", ["罚息", "逾期利息", "违约金", "利息"])
def test_a_charge_without_a_figure_is_put_to_a_person(label: str, cache: Cache) -> None:
    statement = stated(cache, ("剩余本金", "1,000.00"), label)
    assert statement.needs_review
    assert any(label in note for note in statement.notes)


@pytest.mark.parametrize("row", [("罚息", "--"), ("罚息", "0.00"), ("罚息说明", "")])
def test_a_charge_that_is_nothing_is_no_doubt(row: Sequence[str], cache: Cache) -> None:
    statement = stated(cache, ("剩余本金", "1,000.00"), ("利息", "12.30"), row)
    assert not statement.needs_review


RULED = (
    "某某分期", ("年利率", "6.00%"), ("逾期天数", "71"), ("截至", "2026-11-16"),
    ("待还本金", "1,000.00"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "penalty", "closes"),
    [
        pytest.param("罚息利率上浮50%", "17.75", True, id="half-as-much-again"),
        pytest.param("罚息按合同利率的1.5倍计收", "17.75", True, id="so-many-times"),
        pytest.param("逾期加收五成", "17.75", True, id="in-tenths"),
        pytest.param("罚息=逾期本金×0.06%×逾期天数", "42.60", True, id="formula"),
        pytest.param("罚息利率上浮50%", "60.35", False, id="far-more-than-the-rule"),
        pytest.param("罚息利率上浮50%", "11.00", None, id="less-may-be-of-later-instalments"),
        pytest.param("罚息利率上浮30%-50%", "60.35", None, id="a-range-is-no-rule"),
        pytest.param("请按时还款", "60.35", None, id="no-rule"),
    ],
)
def test_a_penalty_is_held_against_the_rule_on_its_page(
    rule: str, penalty: str, closes: bool | None, cache: Cache
) -> None:
    [statement] = statements([Sheet().rows(*RULED, rule, ("罚息", penalty))], cache)
    told = [found.closes for found in statement.arithmetic if found.kind == "penalty"]
    assert told == ([] if closes is None else [closes])
    amount = statement.outstanding.penalty
    assert amount is not None
    assert amount.status is not Status.DOUBTFUL


@pytest.mark.parametrize(
    ("factor", "closes"),
    [pytest.param("1", True, id="fits"), pytest.param("2.6", False, id="far-more")],
)
def test_interest_is_counted_from_the_principal_still_owed(
    factor: str, closes: bool, cache: Cache
) -> None:
    interest = [str((Decimal(sum_) * Decimal(factor)).quantize(Decimal("0.01")))
                for sum_ in ("62.00", "55.00", "51.67")]  # fmt: skip
    sheet = Sheet().rows(
        "样本银行 贷款欠款明细", ("执行年利率", "6.00%"), ("剩余本金", "12,000.00"),
        ("数据日期", "2026-11-16"), ("期次", "应还日期", "逾期本金", "应收利息"),
        ("13", "2026-09-06", "1,000.00", interest[0]),
        ("14", "2026-10-06", "1,000.00", interest[1]),
        ("15", "2026-11-06", "1,000.00", interest[2]),
    )  # fmt: skip
    [statement] = statements([sheet], cache)
    assert [f.closes for f in statement.arithmetic if f.kind == "interest"] == [closes]
