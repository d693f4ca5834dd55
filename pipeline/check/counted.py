"""What is counted: each debt once, by its newest screen; nothing settled, projected or foreign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from pipeline.check.amounts import CLAIMABLE, COMPONENT_NAMES, SETTLED, asked_parts
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
from schemas.claim import Excluded
from schemas.evidence import Amount
from schemas.findings import Severity
from schemas.statement import COMPONENTS, Statement

SETTLED_WORDS = ("已还", "已免", "已减免", "已付", "已结清", "已抵扣", "减免前", "优惠")
ONE_EACH = ("consumer_credit",)
"""Kinds of product of which a person has one account: two bills are one debt."""
PROJECTED_WORDS = (
    "预计",
    "如逾期",
    "若逾期",
    "将产生",
    "将收取",
    "试算",
    "提前结清",
    "下期",
    "未出账",
)


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
    older = [_older(facts, entry, bill) for entry, bill in excluded(facts) if _newer(facts, bill)]
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
    for _, bill in excluded(facts):
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


def excluded(facts: Facts) -> Iterator[tuple[Excluded, Statement]]:
    by_id = {bill.id: bill for bill in facts.case.statements}
    for entry in facts.claim.excluded:
        if entry.statement in by_id:
            yield entry, by_id[entry.statement]


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
    apart = [entry[1] for entry in excluded(facts)]
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
    if problems:
        return problems
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


def period_once(facts: Facts) -> Answers:
    """每一期只计一次。

    为什么：长截图往往有重叠，同一期会出现在两张图里。
    怎么办：核对这几期；多出的截图移出文件夹后重新运行。

    Each instalment is counted once.
    Why: long screenshots overlap and show the same instalment twice.
    Next: compare the rows; take the extra screenshot out of the folder and run again.
    """
    if not facts.claim.lines:
        return (not_applicable("没有申请金额"),)
    rows = defaultdict(list)
    for line in facts.claim.lines:
        rows[line.statement, line.period].append(line.source)
    problems = [
        failed(
            f"{_name(facts, key[0])}第{key[1]}期计了 {len(sources)} 次"
            if key[1]
            else f"{_name(facts, key[0])}的合计计了 {len(sources)} 次",
            "把多出的截图移出文件夹后重新运行",
            pages(sources),
            "bill",
        )
        for key, sources in rows.items()
        if len(sources) > 1
    ]
    problems += [
        answer
        for one, other in combinations(facts.claimed, 2)
        if same_debt(one, other)
        for answer in _shared_periods(one, other)
    ]
    both = {line.statement for line in facts.claim.lines if line.period is None} & {
        line.statement for line in facts.claim.lines if line.period is not None
    }
    problems += [
        failed(
            f"{_name(facts, key)}既按合计又按各期计算",
            "请重新运行；仍如此请反馈",
            severity=Severity.BLOCK,
        )
        for key in sorted(both)
    ]
    return tuple(problems) or (passed("每一期只计了一次"),)


def _name(facts: Facts, statement: str) -> str:
    return next((debt_name(bill) for bill in facts.claimed if bill.id == statement), statement)


def _shared_periods(one: Statement, other: Statement) -> Iterator[Answer]:
    """Instalments with the same number, day and amounts under two claimed statements."""

    def marks(bill: Statement) -> dict[tuple[object, ...], tuple[Amount | None, ...]]:
        return {
            (
                period.index,
                period.of,
                period.due,
                *(amount.value for _, amount in period.stated()),
            ): (period.interest, period.principal)
            for period in bill.periods
            if period.due and period.status not in SETTLED and (period.interest or period.penalty)
        }

    left, right = marks(one), marks(other)
    for key in left.keys() & right.keys():
        yield failed(
            f"{debt_name(one)}第{key[0] or '?'}期（{key[2]}）在两份账单里都计入了",
            "把多出的截图移出文件夹后重新运行",
            places(*left[key], *right[key]),
            "bill",
        )


def paid_not_claimed(facts: Facts) -> Answers:
    """已还、已减免的金额没有计入申请。

    为什么：还过的、免过的不能再申请，写进去会被认为不实。
    怎么办：用 [[correction]] 改正金额后重新运行；状态读错的请反馈。

    Nothing already paid or waived is claimed.
    Why: what is settled cannot be asked for again.
    Next: correct the amount with [[correction]] and run again; report a misread status.
    """
    if not facts.claim.lines:
        return (not_applicable("没有申请金额"),)
    periods = {(bill.id, period.index): period for bill in facts.claimed for period in bill.periods}
    settled = [
        failed(
            f"{_name(facts, line.statement)}第{line.period}期已还清或已减免，却计入了申请",
            "用 [[correction]] 把金额改为 0.00 后重新运行",
            pages((line.source,)),
            "bill",
        )
        for line in facts.claim.lines
        if line.period is not None
        and (period := periods.get((line.statement, line.period)))
        and period.status in SETTLED
    ]
    return (*settled, *_labelled(facts, SETTLED_WORDS, "像是已还或已减免的")) or (
        passed("没有计入已还、已减免的金额"),
    )


def projected_not_claimed(facts: Facts) -> Answers:
    """预计、试算的金额没有计入申请。

    为什么：还没发生的费用不能申请减免。
    怎么办：对照截图，用 [[correction]] 改正后重新运行。

    No projected amount is claimed.
    Why: a charge that has not arisen cannot be waived.
    Next: compare with the picture, correct it with [[correction]] and run again.
    """
    if not facts.claim.lines:
        return (not_applicable("没有申请金额"),)
    return tuple(_labelled(facts, PROJECTED_WORDS, "像是预计、试算的")) or (
        passed("没有计入预计、试算的金额"),
    )


def _labelled(facts: Facts, words: Iterable[str], what: str) -> Iterator[Answer]:
    """Claimed amounts whose label on the page holds one of the words."""
    for bill in facts.claimed:
        for name, amount in _claimable(facts, bill):
            label = f"{amount.evidence.label}{amount.evidence.text}"
            word = next((word for word in words if word in label), "")
            if word and amount.value:
                yield failed(
                    f"{debt_name(bill)}的{CLAIMABLE[name]} {yuan(amount.value)} 标着“{label}”，"
                    f"{what}",
                    "对照截图，用 [[correction]] 改正后重新运行",
                    places(amount),
                    "bill",
                )


def _claimable(facts: Facts, bill: Statement) -> Iterator[tuple[str, Amount]]:
    for parts in (bill.outstanding, *bill.periods):
        if getattr(parts, "status", None) in SETTLED:
            continue
        for name, amount in parts.stated():
            if name in asked_parts(facts):
                yield name, amount


def one_currency(facts: Facts) -> Answers:
    """只计人民币。

    为什么：外币金额不能和人民币相加。
    怎么办：外币账单单独与银行商量；已换算成人民币的，截取人民币金额的页面。

    Only yuan are counted.
    Why: foreign currency cannot be added to yuan.
    Next: talk to the bank about the foreign part, or add the page that shows it in yuan.
    """
    if not facts.case.statements:
        return (not_applicable("没有读到账单"),)
    claimed = {bill.id for bill in facts.claimed}
    foreign = [bill for bill in facts.case.statements if bill.currency != "CNY"]
    return tuple(
        failed(
            f"{debt_name(bill)}有 {bill.currency} 金额"
            + ("，混入了申请金额" if bill.id in claimed else "，没有计入申请"),
            "外币部分单独与银行商量；已换算成人民币的，截取人民币金额的页面",
            pages(bill.pages),
            "bill",
            Severity.BLOCK if bill.id in claimed else None,
        )
        for bill in foreign
    ) or (passed("都是人民币"),)


def none_left_out(facts: Facts) -> Answers:
    """读到的债务都申请了。

    为什么：几十元的小额欠款不处理，同样会影响整体协商。
    怎么办：想一并申请的，在 case.toml 的 [request] lenders 里补上，或留空表示全部。

    Every debt found is asked for.
    Why: a small debt left aside weighs on the whole negotiation all the same.
    Next: add it to lenders under [request] in case.toml, or leave the list empty for all.
    """
    wanted = facts.case.typed.request.lenders
    if not wanted:
        return (not_applicable("没有限定申请哪些债务"),)
    left = [
        bill
        for _, bill in excluded(facts)
        if bill.product_id not in wanted and bill.currency == "CNY"
    ]
    return tuple(
        failed(
            f"{debt_name(bill)}没有列入本次申请",
            "想一并申请的，在 [request] lenders 里补上",
            pages(bill.pages),
            "bill",
        )
        for bill in left
    ) or (passed("列出的债务都申请了"),)


RULES = (
    Rule("amounts.newest-of-same-debt", Severity.WARN, newest_of_same_debt),
    Rule("amounts.same-day-conflict", Severity.BLOCK, same_day_conflict),
    Rule("amounts.period-once", Severity.WARN, period_once),
    Rule("amounts.paid-not-claimed", Severity.BLOCK, paid_not_claimed),
    Rule("amounts.projected-not-claimed", Severity.BLOCK, projected_not_claimed),
    Rule("amounts.one-currency", Severity.WARN, one_currency),
    Rule("amounts.none-left-out", Severity.INFO, none_left_out),
)
