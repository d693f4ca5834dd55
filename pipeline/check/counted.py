"""What is counted: each instalment once; nothing settled, projected, foreign or left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from pipeline.check.amounts import CLAIMABLE, SETTLED, asked_parts
from pipeline.check.currency import one_currency
from pipeline.check.facts import Facts, yuan
from pipeline.check.recognised import fetch_the_bill, trials_of
from pipeline.check.repaid import repaid_since
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
from pipeline.extract.identity import same_debt
from schemas.evidence import Amount
from schemas.findings import Severity
from schemas.source import PageRef
from schemas.statement import Period, Statement

NEXT_DUE = timedelta(days=62)
"""An instalment that is to fall due next is no farther ahead."""
HYPOTHETICAL = re.compile(
    r"例如|比如|举例|假设|假如|如果|如逾期|若逾期|一般来说|通常|约\s*[¥￥]?\d"
)
"""Words of sentences about no debt in particular; what is owed is never "about" so much."""
SENTENCE = 40
"""Characters of a sentence that a message quotes."""
SETTLED_WORDS = ("已还", "已免", "已减免", "已付", "已结清", "已抵扣", "减免前", "优惠")
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
    return next((bill.title for bill in facts.claimed if bill.id == statement), statement)


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
            f"{one.title}第{key[0] or '?'}期（{key[2]}）在两份账单里都计入了",
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
    labelled = _labelled(facts, SETTLED_WORDS, "像是已还或已减免的")
    problems = (*settled, *labelled, *repaid_since(facts))
    return problems or (passed("没有计入已还、已减免的金额"),)


def projected_not_claimed(facts: Facts) -> Answers:
    """预计、试算的金额没有计入申请。

    为什么：还没发生的费用不能申请减免。
    怎么办：对照截图，用 [[correction]] 改正后重新运行；一笔债务只有试算页面的，补截账单。

    No projected amount is claimed.
    Why: a charge that has not arisen cannot be waived.
    Next: compare with the picture, correct it with [[correction]] and run again; where all there is
    of a debt is a trial, fetch its bill.
    """
    trials = tuple(_trial_alone(facts))
    if not facts.claim.lines:
        return trials or (not_applicable("没有申请金额"),)
    problems = (*_labelled(facts, PROJECTED_WORDS, "像是预计、试算的"), *_in_prose(facts), *trials)
    return problems or (passed("没有计入预计、试算的金额"),)


def _trial_alone(facts: Facts) -> Iterator[Answer]:
    """Debts of which nothing was sent but a page that computes what they would come to."""
    claimed = {bill.product_id for bill in facts.claimed}
    for trial in trials_of(facts):
        if trial.product not in claimed:
            yield failed(
                f"{trial.name}只有试算页面（{trial.page.path}，“{trial.heading}”），没有账单，"
                "没有计入申请",
                fetch_the_bill(trial),
                pages((trial.page,)),
                "bill",
                Severity.WARN,
            )


def _in_prose(facts: Facts) -> Iterator[Answer]:
    """Claimed amounts that stand in a sentence about what may be, as articles and notices have."""
    for bill in facts.claimed:
        for name, amount in _claimable(facts, bill):
            sentence = _sentence(facts, amount)
            if amount.value and HYPOTHETICAL.search(sentence):
                yield failed(
                    f"{bill.title}的{CLAIMABLE[name]} {yuan(amount.value)} "
                    f"出自举例或假设的句子：“{sentence[-SENTENCE:]}”",
                    "这一页若不是账单，移出文件夹，或用 [[assign]] 指定为 unknown；"
                    "是账单的，重新截一张明细",
                    places(amount),
                    "bill",
                )


def _sentence(facts: Facts, amount: Amount) -> str:
    """The sentence around an amount: its line and the one above; "" where it stands in a list."""
    found = amount.evidence
    reading = facts.readings.get(PageRef(path=found.path, page=found.page))
    lines = reading.lines if reading else ()
    middle = (found.box.y0 + found.box.y1) // 2
    for above, line in zip((None, *lines), lines, strict=False):
        across = line.box.x0 < found.box.x1 and found.box.x0 < line.box.x1
        if across and line.box.y0 <= middle <= line.box.y1:
            prose = (
                any(mark in line.text for mark in "，。；") and len(line.text) > len(found.text) + 4
            )
            return (above.text if above else "") + line.text if prose else ""
    return ""


def _labelled(facts: Facts, words: Iterable[str], what: str) -> Iterator[Answer]:
    """Claimed amounts whose label on the page holds one of the words."""
    for bill in facts.claimed:
        for name, amount in _claimable(facts, bill):
            label = f"{amount.evidence.label}{amount.evidence.text}"
            word = next((word for word in words if word in label), "")
            if word and amount.value:
                yield failed(
                    f"{bill.title}的{CLAIMABLE[name]} {yuan(amount.value)} 标着“{label}”，{what}",
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


def penalty_after_due(facts: Facts) -> Answers:
    """没有到期的分期没有罚息。

    为什么：没到还款日就不会有罚息、违约金；有，就是读错了行，或把合计当成了一期。
    怎么办：对照截图，用 [[correction]] 改正金额、还款日；页面确实如此的，问清后用 [[waive]] 说明。

    An instalment that has not fallen due bears no penalty.
    Why: none arises before the day; where one is read, a row was mistaken, or a sum for a row.
    Next: compare with the picture and correct amount or due date with [[correction]]; where the
    page truly says so ask customer service, and tell it with [[waive]].
    """
    dated = [
        (bill, period, found)
        for bill in facts.claimed
        if bill.as_of and bill.kind != "credit_card"  # Its bill carries what was late before.
        for period in bill.periods
        if period.due and (found := _late_charges(period)) and not _matures(period, bill.as_of)
    ]
    if not dated:
        return (not_applicable("没有写明还款日的分期罚息"),)
    return tuple(
        failed(
            f"{bill.title}第{period.index or '?'}期 {period.due} 才到期，截图是 {bill.as_of} 的，"
            f"却读到罚息或违约金 {'、'.join(yuan(amount.value) for amount in found)}",
            "对照截图，用 [[correction]] 改正金额或还款日；页面确实如此的，用 [[waive]] 说明",
            places(*found),
            "bill",
        )
        for bill, period, found in dated
        if period.due and bill.as_of and period.due > bill.as_of
    ) or (passed(f"{len(dated)} 期罚息都在到期之后"),)


def _matures(period: Period, day: date) -> bool:
    """Whether a row without a number is a loan of a list, and its day the one that it ends on: none
    of its instalments is that far ahead."""
    return period.index is None and period.due is not None and period.due - day > NEXT_DUE


def _late_charges(period: Period) -> list[Amount]:
    charges = (period.penalty, period.late_fees)
    return [amount for amount in charges if amount is not None and amount.value > 0]


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
        for _, bill in facts.left_out
        if bill.product_id not in wanted and bill.currency == "CNY"
    ]
    return tuple(
        failed(
            f"{bill.title}没有列入本次申请",
            "想一并申请的，在 [request] lenders 里补上",
            pages(bill.pages),
            "bill",
        )
        for bill in left
    ) or (passed("列出的债务都申请了"),)


RULES = (
    Rule("amounts.period-once", Severity.WARN, period_once),
    Rule("amounts.paid-not-claimed", Severity.BLOCK, paid_not_claimed),
    Rule("amounts.projected-not-claimed", Severity.BLOCK, projected_not_claimed),
    Rule("amounts.penalty-after-due", Severity.BLOCK, penalty_after_due),
    Rule("amounts.one-currency", Severity.WARN, one_currency),
    Rule("amounts.none-left-out", Severity.INFO, none_left_out),
)
