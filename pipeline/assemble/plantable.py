"""The plan of repayment as the pack prints it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pipeline.plan.words import payments_words
from schemas.pack import PackPlan
from schemas.plan import RepaymentPlan

NONE = "—"
Table = dict[str, Any]
PLAN_HEADS = {
    "principal": "本金",
    "interest": "利息",
    "penalty": "罚息",
    "fees": "手续费",
    "waived": "申请减免",
    "payment": "应还合计",
}
ORIGINS = {
    "computed": "",
    "typed": "本计划由申请人自行拟定。",
    "paper": "本计划由申请人自行拟定，抄自所附{paper}。",
}
PLAN_PAPERS = {"application_letter": "申请书", "hardship_statement": "情况说明"}
"""What a plan is copied from where it is no paper of its own."""
PENDING = "还款计划待定：【待填：期数、首期还款日、每期还款额】"
NOTHING_LEFT = "所申请的息费减免后没有剩余款项，不需要还款计划。"
SHARED_OUT = "（按各家欠款的比例推算）"
"""Beside what each lender gets of a plan of one's own, which says what is paid to all of them."""


def money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _plan_sums(repayment: RepaymentPlan, fees: bool) -> str:
    """What stands over the plan: its unit, and whether its payments make what is to be repaid."""
    whole = f"应还总额 {money(repayment.to_repay)} 元"
    if repayment.broken_down:
        parts = f"本金 + 利息 + 罚息（含违约金）{' + 手续费' if fees else ''} − 申请减免"
        return f"单位：元。应还合计 = {parts}；各期之和与{whole}一致。"
    paid = sum((row.payment for row in repayment.instalments), Decimal(0))
    alike = (
        "各期之和与它一致。" if paid == repayment.to_repay else "各期之和与它不一致，待申请人核对。"
    )
    return f"单位：元。{whole}；{alike}"


def _income_named(repayment: RepaymentPlan) -> str:
    """What a plan made here is paid from, without the paper that shows it (月收入（收入证明）);
    nothing for a plan of one's own, which did not say it."""
    if repayment.origin != "computed":
        return NONE
    names = dict.fromkeys(re.sub("（[^（）]*）$", "", line.label) for line in repayment.income)
    return "、".join(names) or "【待填】"


def _worked_out(repayment: RepaymentPlan) -> bool:
    """Whether what each lender gets of a plan of one's own was worked out here."""
    return repayment.origin != "computed" and not repayment.shares_told


def plan_table(plan: PackPlan) -> Table:
    repayment = plan.repayment
    rows = repayment.instalments
    fees = any(row.fees for row in rows)
    copied = next(
        (e for e in plan.exhibits() if e.material and e.material == repayment.material), None
    )
    names: tuple[str, ...] = ("payment",)
    if repayment.broken_down:
        fee = ("fees",) if fees else ()
        names = ("principal", "interest", "penalty", *fee, "waived", "payment")
    return {
        "heads": [PLAN_HEADS[name] for name in names]
        + (["剩余本金"] if repayment.broken_down else []),
        "broken_down": repayment.broken_down,
        "pending": NOTHING_LEFT if repayment.nothing_left else PENDING,
        "sums": _plan_sums(repayment, fees),
        "origin": ORIGINS[repayment.origin].format(
            paper=PLAN_PAPERS.get(copied.kind if copied else "", "还款计划表")
        ),
        "exhibit": copied.number if copied else "",
        "rows": [
            [str(row.number), row.due.isoformat()]
            + [money(getattr(row, name)) for name in names]
            + ([money(row.remaining)] if repayment.broken_down else [])
            + [row.source or _income_named(repayment), row.note or NONE]
            for row in rows
        ],
        "total": [money(sum((getattr(row, name) for row in rows), Decimal(0))) for name in names],
        "unknown": list(repayment.unknown) if plan.draft else [],
        "shared": "其中各家机构" + (SHARED_OUT if _worked_out(repayment) else ""),
        "shares": [
            [
                share.lender,
                money(share.to_repay),
                payments_words(share.payments, money, most=None) or NONE,
            ]
            for share in repayment.shares
        ],
    }
