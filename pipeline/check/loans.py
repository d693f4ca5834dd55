"""Loans of one product are debts of their own, and what a sum over them shows must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from pipeline.check.amounts import COMPONENT_NAMES, SETTLED
from pipeline.check.facts import Facts, as_money, yuan
from pipeline.check.newest import TELL_APART, one_loan_each
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
    places,
    undetermined,
)
from pipeline.claim import OVERVIEW
from pipeline.extract.folding import squeezed
from pipeline.extract.identity import GROWTH
from schemas.base import CENT
from schemas.evidence import Amount
from schemas.findings import Severity
from schemas.statement import PeriodStatus, Statement

_OVERDUE_PART = re.compile(r"其中已?逾期[^\d，,。；;]{0,6}(?P<amount>\d[\d,]*\.\d\d)(?!\d)")


def loans_complete(facts: Facts) -> Answers:
    """同一产品的各笔借款都在，与汇总页面一致。

    为什么：借呗、微粒贷等往往有几笔借款；少截一笔，那一笔的利息、罚息就没有申请。
    怎么办：在 App 的借款列表里逐笔点进详情，把每一笔都截下来；与汇总页同一天截。

    All loans of one product are there, and agree with the screen that sums them up.
    Why: such products often hold several loans; a loan without a screen is not asked for.
    Next: open each loan of the list in the app and take its details, on one day with the sum.
    """
    sums = [bill for entry, bill in facts.left_out if entry.reason == OVERVIEW]
    several = [bill for bill in facts.claimed if bill.apart]
    twins = tuple(_same_charges(*pair) for pair in combinations(several, 2) if _equal(*pair))
    if twins:
        return twins
    if not sums:
        told = "、".join(bill.title for bill in several)
        return (
            (passed(f"按几笔借款分别计入：{told}", places(*_figures(several))),)
            if several
            else (not_applicable("没有一个产品下的几笔借款"),)
        )
    newest = [bill for bill in sums if not any(_outdates(other, bill) for other in sums)]
    return tuple(_held_against(facts, bill) for bill in newest)


def _outdates(newer: Statement, older: Statement) -> bool:
    """Whether a sum over loans of one product is of a later day than another."""
    known = newer.product_id == older.product_id and newer.as_of and older.as_of
    return bool(known) and newer.as_of > older.as_of  # type: ignore[operator]


def _equal(one: Statement, other: Statement) -> bool:
    """Whether two loans of one product cost the same to the cent, as hardly two loans do."""
    if one.product_id != other.product_id:
        return False
    pairs = [
        (getattr(one.outstanding, name), getattr(other.outstanding, name))
        for name in ("interest", "penalty", "late_fees")
    ]
    stated = [(mine.value, its.value) for mine, its in pairs if mine and its and mine.value]
    return bool(stated) and all(mine == its for mine, its in stated)


def _same_charges(one: Statement, other: Statement) -> Answer:
    return undetermined(
        f"{one.title}与{other.title}的利息、罚息一分不差，可能是同一笔，现在算了两笔",
        "看一眼：是同一笔的，把多出的截图移出文件夹；确是两笔的，用 [[waive]] 说明",
        pages((*one.pages, *other.pages)),
        "bill",
        Severity.BLOCK,
    )


def _figures(bills: list[Statement]) -> Iterator[Amount]:
    for bill in bills:
        yield from (amount for _, amount in bill.outstanding.stated()[:1])


def _held_against(facts: Facts, whole: Statement) -> Answer:
    """A sum over loans against the loans that are there, by the widest figure that all state."""
    loans = [bill for bill in facts.claimed if bill.product_id == whole.product_id]
    told = "、".join(bill.title for bill in loans)
    gaps = [
        (name, stated, parts, stated.value - sum(amount.value for amount in parts))
        for name, stated in reversed(whole.outstanding.stated())
        if (parts := _stated_by_all(loans, name))
    ]
    if not gaps and whole.outstanding.total and _makes(whole.outstanding.total.value, loans):
        return passed(
            f"{whole.product}各笔借款与汇总页面一致：{told}", places(whole.outstanding.total)
        )
    if not gaps:
        return undetermined(
            f"{whole.product}有一页分不清是哪一笔借款的，没有计入；已分别计入：{told}",
            "看一眼这一页：是某一笔的，" + TELL_APART + one_loan_each(*loans),
            pages(whole.pages),
            "bill",
            Severity.BLOCK,
        )
    slack = CENT * len(loans)
    short = next((found for found in gaps if found[-1] > slack), None)
    equal = next((stated for _, stated, _, gap in gaps if abs(gap) <= slack and stated.value), None)
    if short is None and equal is not None:
        return passed(f"{whole.product}各笔借款与汇总页面一致：{told}", places(equal))
    name, stated, parts, gap = short or gaps[0]
    if short and _said_of_it(facts, whole, stated.value - gap):
        return passed(f"{whole.product}各笔借款与汇总页面写明的一部分一致：{told}", places(stated))
    where = (
        f"{whole.product}汇总页面的{COMPONENT_NAMES[name]}是 {yuan(stated.value)}，"
        + (f"已有的各笔（{told}）相加" if len(loans) > 1 else f"已有的一笔（{told}）是")
        + f" {yuan(stated.value - gap)}"
    )
    if short is None:
        return failed(
            f"{where}，多 {yuan(-gap)}",
            "汇总页只列本期应还的可以不管；不是的，看看有没有一笔已经还清、或不是同一天截的",
            places(stated, *parts),
            "bill",
            Severity.INFO if _names_a_period(whole) else Severity.WARN,
        )
    grown = gap <= stated.value * GROWTH and any(bill.as_of != whole.as_of for bill in loans)
    return failed(
        f"{where}，差 {yuan(gap)}"
        + ("" if grown else "：有借款自己的页面没有截到，那一笔没有计入"),
        "在借款列表里逐笔点进详情，补上没有截到的；不是一天截的，同一天重新截一遍；"
        "汇总页其实就是这一笔的，重新截一张，把不对的移出文件夹",
        places(stated, *parts),
        "bill",
        Severity.WARN if grown else None,
    )


def _makes(value: Decimal, loans: list[Statement]) -> bool:
    """Whether the unpaid instalments of all loans, or those overdue, come to a sum."""
    for states in ((PeriodStatus.OVERDUE,), tuple(set(PeriodStatus) - set(SETTLED))):
        rows = [[p.total for p in bill.periods if p.status in states] for bill in loans]
        if all(row and all(row) for row in rows):
            made = sum((total.value for row in rows for total in row if total), Decimal(0))
            if abs(made - value) <= CENT * len(loans):
                return True
    return False


def _said_of_it(facts: Facts, whole: Statement, sum_: Decimal) -> bool:
    """Whether a page says itself what part of its sum the loans are: 其中已逾期 2,770.04."""
    return any(
        (said := _OVERDUE_PART.search(squeezed(line.text).replace("，", ",")))
        and as_money(said["amount"]) == sum_
        for ref in whole.pages
        for line in facts.text_lines(ref)
    )


def _stated_by_all(loans: list[Statement], name: str) -> list[Amount]:
    """What each loan states of a component; nothing where one does not."""
    parts = [amount for bill in loans if (amount := getattr(bill.outstanding, name))]
    return parts if len(parts) == len(loans) else []


def _names_a_period(bill: Statement) -> bool:
    total = bill.outstanding.total
    label = total.evidence.label if total else ""
    return bill.scope == "period" or any(word in label for word in ("本期", "本月", "当期", "月"))


RULES = (Rule("amounts.loans-complete", Severity.BLOCK, loans_complete),)
