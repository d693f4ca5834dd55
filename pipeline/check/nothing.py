"""Whether there is anything to relieve: principal alone, or fees not asked for, is not."""

from __future__ import annotations

from decimal import Decimal

from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
    places,
)
from schemas.base import CENT
from schemas.evidence import Amount
from schemas.findings import Severity
from schemas.statement import Parts, Statement

CHARGES = {"interest": "利息", "penalty": "罚息", "late_fees": "违约金"}
ASK_FOR_TIME = (
    "确实如此的，这里没有息费可以减免：还款有困难的，改为申请延期或分期，或把这份账单移出文件夹"
)


def free_of_charges(bill: Statement) -> bool:
    """Whether a bill shows that no interest, penalty or late fee is owed.

    So it does where principal and fees make its total, or where it states interest and penalty as
    zero. A total alone shows nothing, and neither does a figure that was not read.
    """
    if bill.needs_review or any(_charged(parts) for parts in (bill.outstanding, *bill.periods)):
        return False
    owed = bill.outstanding
    stated_zero = owed.interest is not None and owed.penalty is not None
    if owed.principal is None:
        return stated_zero
    parts = [owed.principal, *([owed.fees] if owed.fees else [])]
    return stated_zero if owed.total is None else abs(_sum(parts) - owed.total.value) <= CENT


def _charged(parts: Parts) -> bool:
    stated = (getattr(parts, name) for name in CHARGES)
    return any(amount is not None and amount.value for amount in stated)


def _sum(amounts: list[Amount]) -> Decimal:
    return sum((amount.value for amount in amounts), Decimal(0))


def not_empty(facts: Facts) -> Answers:
    """读到了可以申请减免的金额。

    为什么：没有金额就写不出诉求，机构无从审核。
    怎么办：在 App 的账单或借款详情页截图，要能看到利息、罚息各是多少；只欠本金的，改为申请延期。

    There is an amount to ask for.
    Why: without a figure there is no request to decide on.
    Next: take a screenshot of the bill or loan details that shows interest and penalty; where
    nothing but principal is owed, ask for more time instead.
    """
    free = "、".join(bill.title for bill in facts.claimed if free_of_charges(bill))
    if facts.claim.total > 0:
        aside = f"；{free}只欠本金，没有息费可以减免" if free else ""
        return (passed(f"可申请减免 {yuan(facts.claim.total)}{aside}"),)
    if not facts.case.statements:
        return (not_applicable("还没有读到账单，见必备材料"),)
    told = nothing_to_relieve(facts)
    if told is not None:
        return (told,)
    return (
        failed(
            "账单上没有读到可以申请减免的利息、罚息或违约金",
            "补截账单（借款）详情页；页面上确实为零的，这笔债务不需要申请减免息费",
            pages(ref for bill in facts.case.statements for ref in bill.pages),
            "bill",
        ),
    )


def nothing_to_relieve(facts: Facts) -> Answer | None:
    """That nothing can be asked for, where all bills show it; None where one was not read."""
    bills = facts.claimed
    if not bills or not all(map(free_of_charges, bills)):
        return None
    fees = [bill.outstanding.fees for bill in bills if bill.outstanding.fees]
    principals = [bill.outstanding.principal for bill in bills if bill.outstanding.principal]
    spots = places(*principals, *fees)
    principal, fee = _sum(principals), _sum(fees)
    told = [f"本金 {yuan(principal)}"] if principal else []
    told += [f"手续费 {yuan(fee)}（没有申请减免）"] if fee else []
    ask = '要申请减免手续费的，在 case.toml 的 [request] relief 里加上 "waive_fees"；'
    return failed(
        "没有可以减免的利息、罚息或违约金："
        + (f"账单上只欠{'、'.join(told)}" if told else "账单上各项都是 0"),
        ("对照账单看一眼；" if not fee else ask) + ASK_FOR_TIME,
        spots,
        "bill",
    )


RULES = (Rule("amounts.claim-not-empty", Severity.BLOCK, not_empty),)
