"""Screens of one debt: the newest counts, and two of one day must say the same.

Loans of one product are debts of their own, and what a sum over them shows must be there in whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from pipeline.check.amounts import COMPONENT_NAMES, SETTLED
from pipeline.check.facts import Facts, as_money, yuan
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
from pipeline.extract.folding import squeezed
from pipeline.extract.identity import GROWTH, nameless, same_debt
from pipeline.extract.joining import clashes_of
from pipeline.extract.labels import CHARGES
from pipeline.extract.later import one_day
from schemas.base import CENT
from schemas.evidence import Amount
from schemas.findings import Severity
from schemas.statement import COMPONENTS, PeriodStatus, Statement

_OVERDUE_PART = re.compile(r"其中已?逾期[^\d，,。；;]{0,6}(?P<amount>\d[\d,]*\.\d\d)(?!\d)")
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
            f"是同一笔的，把旧截图移出文件夹；{TELL_APART}{_loans(newest, bill)}",
            pages((*newest.pages, *bill.pages)),
            "bill",
            Severity.BLOCK,
        )
    if nameless(bill, newest):
        return failed(
            f"{bill.title}有 {bill.as_of} 和 {newest.as_of} 两份账单，机构和账号没有都写明，"
            "金额相差也大，分不清是同一笔的新旧账单，还是两家机构的两笔债务；现在只按新的计入",
            f"是同一笔的，把旧账单移出文件夹；{TELL_APART}{_loans(newest, bill)}",
            pages((*newest.pages, *bill.pages)),
            "bill",
            Severity.BLOCK,
        )
    return failed(
        f"{bill.title}有不同日期的账单，已采用 {newest.as_of} 的，{bill.as_of} 的不计入",
        "确认采用的是最新的；旧截图不需要的话移出文件夹；" + TELL_APART + _loans(newest, bill),
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
    listed = {p.index: p.principal.value for p in newer.periods if p.index and p.principal}
    rows = [(p.index, p.principal) for p in older.periods if p.status not in SETTLED]
    if any(principal for _, principal in rows):
        return all(
            index in listed and principal is not None and principal.value == listed[index]
            for index, principal in rows
        )
    before = older.outstanding.principal
    return before is not None and before.value in listed.values()


def _loans(*bills: Statement) -> str:
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
    return _loans(*(bill.model_copy(update={"pages": (ref,)}) for ref in dict.fromkeys(bill.pages)))


def _conflict(kept: Statement, dropped: Statement) -> Iterator[Answer]:
    for name in (*COMPONENTS, "total"):
        one: Amount | None = getattr(kept.outstanding, name)
        other: Amount | None = getattr(dropped.outstanding, name)
        if one and other and one.value != other.value:
            yield failed(
                f"{kept.title}{kept.as_of or '（无日期）'}的两张账单"
                f"{COMPONENT_NAMES[name]}不同：{yuan(one.value)} 与 {yuan(other.value)}",
                f"回到 App 重新截一张，把不对的移出文件夹；{TELL_APART}{_loans(kept, dropped)}",
                places(one, other),
                "bill",
            )
            return


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
            "看一眼这一页：是某一笔的，" + TELL_APART + _loans(*loans),
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


RULES = (
    Rule("amounts.loans-complete", Severity.BLOCK, loans_complete),
    Rule("amounts.newest-of-same-debt", Severity.WARN, newest_of_same_debt),
    Rule("amounts.same-day-conflict", Severity.BLOCK, same_day_conflict),
)
