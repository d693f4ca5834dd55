"""Hints on how to ask, from the guides (R20, R21, R24, R35). Hints, never verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.plan.debts import claimed_statements
from pipeline.plan.schedule import RESERVE
from schemas.case import Case
from schemas.catalogue.models import Thresholds
from schemas.claim import Claim
from schemas.plan import RepaymentPlan

MARK = "提示（经验之谈，不是结论）："
LARGE = 10
"""A claim of this many times the small one counts as large."""


def hints_for(
    case: Case,
    claim: Claim,
    plan: RepaymentPlan,
    thresholds: Thresholds,
) -> tuple[str, ...]:
    """What experience says about this claim, each line marked as a hint."""
    found = (*_ways(case, claim, thresholds), *_promises(plan), *_unused(case))
    return tuple(MARK + text for text in found)


def _ways(case: Case, claim: Claim, thresholds: Thresholds) -> Iterable[str]:
    days = [s.overdue_days for s in claimed_statements(case, claim) if s.overdue_days is not None]
    if not days or claim.total <= 0:
        return
    longest, small = max(days), claim.total <= thresholds.small_claim
    short = longest <= thresholds.short_overdue
    if short and small:
        limits = f"逾期不超过 {thresholds.short_overdue} 天、金额不超过 {thresholds.small_claim} 元"
        yield f"{limits}，获准的机会较大"
    elif short and claim.total > thresholds.small_claim * LARGE:
        yield "逾期时间短而金额大，可考虑先还一部分再申请减免其余"
    elif not short and small:
        yield "逾期时间长而金额小，可考虑申请全部减免"
    else:
        yield "全额减免不多见，可预先想好能接受的部分减免方案"


def _promises(plan: RepaymentPlan) -> Iterable[str]:
    for row in plan.too_high()[:1]:
        means = plan.means_for(row)
        yield (
            f"第{row.number}期应还 {row.payment:,.2f} 元超过每月可用于还款的 {means:,.2f} 元，"
            "请勿过度承诺"
        )
    rows = [row for row in plan.instalments if not row.from_elsewhere]
    if plan.too_high() or not rows:
        return
    tight = [
        (row, means)
        for row in rows
        if (means := plan.means_for(row)) is not None and row.payment > means * RESERVE
    ]
    for row, means in tight[:1]:
        yield (
            f"第{row.number}期应还 {row.payment:,.2f} 元接近每月可用于还款的 {means:,.2f} 元，"
            "余地很小"
        )
    if plan.later_from is not None:
        yield f"第{plan.later_from}期起按收入恢复后计算，恢复只是预期，届时请如实告知机构"


def _unused(case: Case) -> Iterable[str]:
    """Keys of [plan] that the chosen kind does not look at."""
    wish = case.typed.plan
    keys = {
        "first_payment": "part_first",
        "first_source": "part_first",
        "low_months": "step_up",
        "low_payment": "step_up",
        "later_income": "step_up",
    }
    for key, kind in keys.items():
        if getattr(wish, key) not in (None, "") and wish.kind != kind:
            yield f'case.toml 的 plan.{key} 没有用到，它只在 plan.kind = "{kind}" 时有效'
