"""Screens of one debt: the newest counts, and two of one day must say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from pipeline.check.amounts import COMPONENT_NAMES, SETTLED
from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    assignment,
    failed,
    not_applicable,
    pages,
    passed,
    places,
    undetermined,
)
from pipeline.claim import OVERVIEW
from pipeline.extract.identity import nameless, same_debt
from pipeline.extract.joining import clashes_of
from pipeline.extract.labels import CHARGES
from pipeline.extract.later import one_day
from schemas.evidence import Amount
from schemas.findings import Severity
from schemas.statement import COMPONENTS, Period, Statement

TELL_APART = "是两笔不同借款的，在 case.toml 给每一页写明是哪一笔（名称自定）：\n"


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
        if same_debt(one, other)
    ]
    lost = [
        _lost(bill, kept, charges)
        for bill in _screens(facts)
        for kept in facts.claimed
        if same_debt(kept, bill) and (charges := _charges_lost(bill, kept))
    ]
    older = [_older(facts, bill) for bill in _screens(facts) if _newer(facts, bill)]
    undated = [_undated(bill, kept) for bill, kept in _undated_pairs(facts)]
    return (*twice, *lost, *older, *undated) or (passed("没有把同一笔债务的新旧截图重复计算"),)


def _counted_twice(one: Statement, other: Statement) -> Answer:
    return failed(
        f"{one.title}的两份账单（{one.as_of or '无日期'}、{other.as_of or '无日期'}）"
        "都计入了申请金额",
        "只留最新的一张，重新运行；确是两个账户的，截图时带上账号尾号",
        pages((*one.pages, *other.pages)),
        "bill",
        Severity.BLOCK,
    )


def _screens(facts: Facts) -> list[Statement]:
    """Statements left out that are no sums over several loans; those `loans_complete` looks at."""
    return [bill for entry, bill in facts.left_out if entry.reason != OVERVIEW]


def _undated_pairs(facts: Facts) -> Iterator[tuple[Statement, Statement]]:
    """Left-out screens that may be the newer one: a day is missing and the figures differ."""
    for bill in _screens(facts):
        for kept in facts.claimed:
            unknown = (bill.as_of is None) != (kept.as_of is None)
            if unknown and same_debt(kept, bill) and any(_conflict(kept, bill)):
                yield bill, kept


def _undated(bill: Statement, kept: Statement) -> Answer:
    return undetermined(
        f"{bill.title}有两份金额不同的账单，一份看不出日期，不知道哪份更新",
        "重新截一张带日期的；或用 [[correction]] 填 as_of；不用的移出文件夹",
        pages((*kept.pages, *bill.pages)),
        "bill",
        Severity.BLOCK if nameless(bill, kept) or _owes_more(bill, kept) else None,
    )


def _owes_more(bill: Statement, kept: Statement) -> bool:
    """Whether a bill left out states more of a charge than the kept one, as a later one does."""
    known = dict(kept.outstanding.stated())
    return any(
        name in CHARGES and (name not in known or amount.value > known[name].value)
        for name, amount in bill.outstanding.stated()
        if amount.value
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


def _older(facts: Facts, bill: Statement) -> Answer:
    newest = _newer(facts, bill)
    assert newest is not None
    if _grown(bill, newest):
        return failed(
            f"{bill.title}{bill.as_of} 的账单本金比 {newest.as_of} 的少，"
            "分不清是同一笔又借了钱，还是两笔借款；现在只按新的计入",
            f"是同一笔的，把旧截图移出文件夹；{TELL_APART}{one_loan_each(newest, bill)}",
            pages((*newest.pages, *bill.pages)),
            "bill",
            Severity.BLOCK,
        )
    if nameless(bill, newest):
        return failed(
            f"{bill.title}有 {bill.as_of} 和 {newest.as_of} 两份账单，机构和账号没有都写明，"
            "金额相差也大，分不清是同一笔的新旧账单，还是两家机构的两笔债务；现在只按新的计入",
            f"是同一笔的，把旧账单移出文件夹；{TELL_APART}{one_loan_each(newest, bill)}",
            pages((*newest.pages, *bill.pages)),
            "bill",
            Severity.BLOCK,
        )
    return failed(
        f"{bill.title}有不同日期的账单，已采用 {newest.as_of} 的，{bill.as_of} 的不计入",
        "确认采用的是最新的；旧截图不需要的话移出文件夹；"
        + TELL_APART
        + one_loan_each(newest, bill),
        pages(bill.pages),
        "bill",
    )


def _charges_lost(left: Statement, kept: Statement) -> str:
    """The charges that a bill left out states, and the one that was kept states nothing of."""
    names = ("interest", "penalty", "late_fees")
    lost = [
        name
        for name in names
        if (amount := getattr(left.outstanding, name)) and amount.value
        and getattr(kept.outstanding, name) is None
    ]  # fmt: skip
    silent = all(getattr(kept.outstanding, name) is None for name in names)
    return "、".join(COMPONENT_NAMES[name] for name in lost) if silent else ""


def _lost(bill: Statement, kept: Statement, charges: str) -> Answer:
    return failed(
        f"{bill.title}{bill.as_of or '（无日期）'} 的账单写明了{charges}，采用的 "
        f"{kept.as_of or '（无日期）'} 的没有写，这些没有计入申请",
        "重新截一张写明本金、利息、罚息的；两张是同一天的，用 [[correction]] 填同一个 as_of",
        pages((*kept.pages, *bill.pages)),
        "bill",
        Severity.BLOCK,
    )


def _grown(older: Statement, newer: Statement) -> bool:
    """Whether more principal is owed later, as no loan does of itself."""
    before, after = older.outstanding.principal, newer.outstanding.principal
    grown = before is not None and after is not None and after.value > before.value
    return grown and not _more_rows(older, newer)


def _more_rows(older: Statement, newer: Statement) -> bool:
    """Whether the older bill is of instalments that the newer lists as well, with their principal:
    others have fallen due since."""
    listed = {_row(p): p.principal.value for p in newer.periods if _row(p) and p.principal}
    rows = [(_row(p), p.principal) for p in older.periods if p.status not in SETTLED]
    if any(principal for _, principal in rows):
        return all(
            index in listed and principal is not None and principal.value == listed[index]
            for index, principal in rows
        )
    before = older.outstanding.principal
    return before is not None and before.value in listed.values()


def _row(period: Period) -> int | date | None:
    """By what an instalment is known again: its number, or the day it falls due."""
    return period.index or period.due


def one_loan_each(*bills: Statement) -> str:
    """Entries of case.toml that make a loan of its own of each bill."""
    return "\n\n".join(
        assignment(ref, "bill", loan=str(number))
        for number, bill in enumerate(bills, 1)
        for ref in dict.fromkeys(bill.pages)
    )


def same_day_conflict(facts: Facts) -> Answers:
    """同一天、同一笔债务的金额一致。

    为什么：两张同日截图金额不同，机构不知道该信哪一张。
    怎么办：回到 App 重新截一张，把不对的移出文件夹。

    Two screens of one debt on one day show the same amounts.
    Why: with two different figures of one day the lender cannot know which one holds.
    Next: take the screenshot again and take the wrong one out of the folder.
    """
    apart = _screens(facts)
    problems = tuple(
        answer
        for dropped in apart
        for kept in (*facts.claimed, *apart)
        if kept.id != dropped.id
        and same_debt(kept, dropped)
        and one_day(kept, dropped)
        and kept.scope == dropped.scope
        and (kept in facts.claimed or kept.id < dropped.id)
        for answer in _conflict(kept, dropped)
    )
    joined = tuple(
        failed(
            f"{bill.title}的几张截图对不上：{'；'.join(clashes)}",
            "回到 App 重新截一张，把不对的移出文件夹；看准了的用 [[correction]] 改正；"
            + TELL_APART
            + _each_page(bill),
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


def _each_page(bill: Statement) -> str:
    return one_loan_each(
        *(bill.model_copy(update={"pages": (ref,)}) for ref in dict.fromkeys(bill.pages))
    )


def _conflict(kept: Statement, dropped: Statement) -> Iterator[Answer]:
    for name in (*COMPONENTS, "total"):
        one: Amount | None = getattr(kept.outstanding, name)
        other: Amount | None = getattr(dropped.outstanding, name)
        if one and other and one.value != other.value:
            yield failed(
                f"{kept.title}{kept.as_of or '（无日期）'}的两张账单"
                f"{COMPONENT_NAMES[name]}不同：{yuan(one.value)} 与 {yuan(other.value)}",
                f"回到 App 重新截一张，把不对的移出文件夹；{TELL_APART}"
                f"{one_loan_each(kept, dropped)}",
                places(one, other),
                "bill",
            )
            return


RULES = (
    Rule("amounts.newest-of-same-debt", Severity.WARN, newest_of_same_debt),
    Rule("amounts.same-day-conflict", Severity.BLOCK, same_day_conflict),
)
