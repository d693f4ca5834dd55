"""Screens of one debt: the newest counts, and two of one day must say the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.check.amounts import COMPONENT_NAMES
from pipeline.check.facts import Facts, debt_name, yuan
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
from pipeline.extract.joining import clashes_of
from schemas.claim import Excluded
from schemas.evidence import Amount
from schemas.findings import Severity
from schemas.statement import COMPONENTS, Statement

ONE_EACH = ("consumer_credit",)
"""Kinds of product of which a person has one account: two bills are one debt."""


def newest_of_same_debt(facts: Facts) -> Answers:
    """同一笔债务只按最新的截图计算。

    为什么：旧截图的金额已经变了，和新的加在一起就重复了。
    怎么办：确认采用的是最新的；旧截图不需要的话移出文件夹。

    A debt that appears on several days is counted from its newest screen alone.
    Why: older figures have changed, and adding them to the newer ones counts a debt twice.
    Next: make sure the newest screen was used; take older ones out of the folder if not needed.
    """
    if not facts.case.statements:
        return (not_applicable("没有读到账单"),)
    twice = [
        _counted_twice(one, other)
        for one, other in combinations(facts.claimed, 2)
        if same_debt(one, other) and (one.account or one.kind in ONE_EACH)
    ]
    older = [_older(facts, entry, bill) for entry, bill in facts.left_out if _newer(facts, bill)]
    undated = [_undated(bill, kept) for bill, kept in _undated_pairs(facts)]
    return (*twice, *older, *undated) or (passed("没有把同一笔债务的新旧截图重复计算"),)


def _counted_twice(one: Statement, other: Statement) -> Answer:
    return failed(
        f"{debt_name(one)}的两份账单（{one.as_of or '无日期'}、{other.as_of or '无日期'}）"
        "都计入了申请金额",
        "只留最新的一张，重新运行；确是两个账户的，截图时带上账号尾号",
        pages((*one.pages, *other.pages)),
        "bill",
        Severity.BLOCK,
    )


def _undated_pairs(facts: Facts) -> Iterator[tuple[Statement, Statement]]:
    """Left-out screens that may be the newer one: a day is missing and the figures differ."""
    for _, bill in facts.left_out:
        for kept in facts.claimed:
            unknown = (bill.as_of is None) != (kept.as_of is None)
            if unknown and same_debt(kept, bill) and any(_conflict(kept, bill)):
                yield bill, kept


def _undated(bill: Statement, kept: Statement) -> Answer:
    return undetermined(
        f"{debt_name(bill)}有两份金额不同的账单，一份看不出日期，不知道哪份更新",
        "重新截一张带日期的；或用 [[correction]] 填 as_of；不用的移出文件夹",
        pages((*kept.pages, *bill.pages)),
        "bill",
    )


def same_debt(one: Statement, other: Statement) -> bool:
    """Whether two screens show one debt: same product of the same lender, same account."""
    return (
        (one.product_id or one.lender) == (other.product_id or other.lender)
        and bool(one.product_id or one.lender)
        and (one.account == other.account or not (one.account and other.account))
    )


def _newer(facts: Facts, bill: Statement) -> Statement | None:
    """The claimed statement that outdates `bill`."""
    return next(
        (
            found
            for found in facts.claimed
            if same_debt(found, bill) and found.as_of and bill.as_of and found.as_of > bill.as_of
        ),
        None,
    )


def _older(facts: Facts, entry: Excluded, bill: Statement) -> Answer:
    newest = _newer(facts, bill)
    day = newest.as_of if newest else ""
    return failed(
        f"{debt_name(bill)}有不同日期的账单，已采用 {day} 的，{bill.as_of} 的不计入",
        "确认采用的是最新的；旧截图不需要的话移出文件夹",
        pages(bill.pages),
        "bill",
    )


def same_day_conflict(facts: Facts) -> Answers:
    """同一天、同一笔债务的金额一致。

    为什么：两张同日截图金额不同，机构不知道该信哪一张。
    怎么办：回到 App 重新截一张，把不对的移出文件夹。

    Two screens of one debt on one day show the same amounts.
    Why: with two different figures of one day the lender cannot know which one holds.
    Next: take the screenshot again and take the wrong one out of the folder.
    """
    apart = [entry[1] for entry in facts.left_out]
    problems = tuple(
        answer
        for dropped in apart
        for kept in (*facts.claimed, *apart)
        if kept.id != dropped.id
        and same_debt(kept, dropped)
        and kept.as_of == dropped.as_of
        and kept.scope == dropped.scope
        and (kept in facts.claimed or kept.id < dropped.id)
        for answer in _conflict(kept, dropped)
    )
    joined = tuple(
        failed(
            f"{debt_name(bill)}的几张截图对不上：{'；'.join(clashes)}",
            "回到 App 重新截一张，把不对的移出文件夹；看准了的用 [[correction]] 改正",
            pages(bill.pages),
            "bill",
            None if bill.needs_review else Severity.INFO,
        )
        for bill in facts.claimed
        if (clashes := clashes_of(bill.notes)) and len(set(bill.pages)) > 1
    )
    if problems or joined:
        return (*problems, *joined)
    return (
        (passed("没有同日金额冲突的账单"),)
        if facts.case.statements
        else (not_applicable("没有读到账单"),)
    )


def _conflict(kept: Statement, dropped: Statement) -> Iterator[Answer]:
    for name in (*COMPONENTS, "total"):
        one: Amount | None = getattr(kept.outstanding, name)
        other: Amount | None = getattr(dropped.outstanding, name)
        if one and other and one.value != other.value:
            yield failed(
                f"{debt_name(kept)}{kept.as_of or '（无日期）'}的两张账单"
                f"{COMPONENT_NAMES[name]}不同：{yuan(one.value)} 与 {yuan(other.value)}",
                "回到 App 重新截一张，把不对的移出文件夹",
                places(one, other),
                "bill",
            )
            return


RULES = (
    Rule("amounts.newest-of-same-debt", Severity.WARN, newest_of_same_debt),
    Rule("amounts.same-day-conflict", Severity.BLOCK, same_day_conflict),
)
