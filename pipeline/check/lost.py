"""Whether every bill page gave its figures: pages that were not read, figures lost or rivalled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.amounts import COMPONENT_NAMES
from pipeline.check.facts import Facts
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    correction,
    not_applicable,
    pages,
    passed,
    undetermined,
)
from pipeline.extract.corrections import PERSON
from pipeline.extract.folding import squeezed
from pipeline.extract.joining import clashes_of
from pipeline.extract.leftover import ELSEWHERE, RIVAL, UNNAMED, UNREAD
from pipeline.extract.lenders import GENERIC
from pipeline.extract.settle import of_rows
from pipeline.extract.statement import FOREIGN, GARBLED
from schemas.base import CENT
from schemas.evidence import Status
from schemas.findings import Severity
from schemas.source import PageRef
from schemas.statement import Statement

SETTLED_WORDS = 3
"""So many words of loans that are settled, at least, on a page of such loans."""
AMOUNT_HERE = "金额（元），如 26.06"
"""No figure that would do if it were copied without a look."""


def bills_read(facts: Facts) -> Answers:
    """每一页账单都读出了金额。

    为什么：漏读一页，就可能少算一笔债务；罚息旁边的数被截掉，就少申请一笔罚息。
    怎么办：看一眼这一页：要紧的重新截图，或用 [[correction]] 把金额填上；不要紧的移出文件夹。

    Every bill page gave its amounts.
    Why: a page that was not read may hide a debt, and a figure that was cut off is not asked for.
    Next: look at the page; take the screenshot again, or type the amount with [[correction]]; take
    a page that does not matter out of the folder.
    """
    bills = [ref for bill in facts.case.of_kind("bill") for ref in bill.pages]
    if not bills:
        return (not_applicable("材料里没有账单页"),)
    used = {ref for statement in facts.case.statements for ref in statement.pages}
    lost = [ref for ref in bills if ref not in used and ref not in facts.duplicates]
    empty = tuple(
        undetermined(
            f"账单页 {ref.path} 第 {ref.page} 页没有读出金额",
            "看一眼这一页：要紧的重新截图，或用 [[correction]] 填写；不要紧的移出文件夹",
            pages((ref,)),
            "bill",
            # Another page of the file gave the amounts: this one may hold none.
            None if any(other.path == ref.path for other in used) else _weight(facts, ref),
        )
        for ref in lost
    )
    lists = (bill for bill in facts.claimed if _is_nameless_list(facts, bill))
    return (*empty, *map(_nameless_list, lists), *lost_figures(facts)) or (
        passed("每一页账单都读出了内容"),
    )


_SETTLED = re.compile("已结清|已还清|结清日期|结清金额|已还本金|已还利息|累计已还|累计还款")
_OPEN = re.compile("待还|应还|未还|剩余|逾期|欠|最低")


def _weight(facts: Facts, ref: PageRef) -> Severity:
    """A page that speaks of settled loans alone may well hold nothing that is owed."""
    reading = facts.readings.get(ref)
    text = squeezed("\n".join(line.text for line in reading.lines)) if reading else ""
    settled = len(_SETTLED.findall(text)) >= SETTLED_WORDS and not _OPEN.search(text)
    return Severity.WARN if settled else Severity.BLOCK


def _is_nameless_list(facts: Facts, bill: Statement) -> bool:
    """Whether a list of instalments, without a lender and a whole, stands beside other bills."""
    if bill.product_id != GENERIC or bill.lender or len(facts.claimed) < 2 or not bill.periods:
        return False
    principal = bill.outstanding.principal
    return principal is None or of_rows(principal)


def _nameless_list(bill: Statement) -> Answer:
    return undetermined(
        f"{bill.pages[0].path} 只有分期明细，看不出是哪家的；现在当作另一笔债务计入，"
        "如果是别的账单的一部分，就算了两次",
        "是哪家的，在 case.toml 写 [[assign]]（file、lender，同一家有几笔的再写 loan）；"
        "或重新截一张写着平台的",
        pages(bill.pages),
        "bill",
        Severity.BLOCK,
    )


def lost_figures(facts: Facts) -> Iterator[Answer]:
    """What the pages of each claimed debt say of charges that went into no amount."""
    for bill in facts.claimed:
        for name in bill.unread:
            if getattr(bill.outstanding, name) is None:
                yield _lost(bill, name)
        for name in bill.rivals:
            if not _confirmed(bill, name):
                yield _rival(bill, name)
        yield from _contradictions(bill)
        if bill.needs_review and GARBLED in bill.notes:
            yield undetermined(
                f"{bill.title}有一行数字连在一起，没有读清",
                "对照原图看一遍金额；读错的用 [[correction]] 改正，或重新截一张清楚的",
                pages(bill.pages),
                "bill",
            )


def _contradictions(bill: Statement) -> Iterator[Answer]:
    """What else the pages of a bill say against themselves, where no figure is in doubt for it."""
    doubted = any(amount.status is Status.DOUBTFUL for _, amount in bill.outstanding.stated())
    if not bill.needs_review or doubted:
        return
    known = (*clashes_of(bill.notes), GARBLED, FOREIGN)
    for note in bill.notes:
        if note not in known and not note.endswith((UNREAD, RIVAL)):
            yield undetermined(
                f"{bill.title}：{note}",
                "对照原图看一遍；读错的用 [[correction]] 改正，或重新截一张清楚的",
                pages(bill.pages),
                "bill",
                Severity.BLOCK if note.endswith(UNNAMED) else None,
            )


def _confirmed(bill: Statement, name: str) -> bool:
    amount = getattr(bill.outstanding, name)
    return amount is not None and any(one.engine == PERSON for one in amount.readings)


def _lost(bill: Statement, name: str) -> Answer:
    return undetermined(
        f"{bill.title}上写着{COMPONENT_NAMES[name]}，旁边的金额没有读到（被截掉、遮住、看不清，或没有认出算不算欠款）",
        "重新截一张完整的；看得清的把金额填上，确实没有的填 0：\n"
        + correction(bill.pages[0], f"outstanding.{name}", AMOUNT_HERE),
        pages(bill.pages),
        "bill",
        Severity.BLOCK,
    )


def _rival(bill: Statement, name: str) -> Answer:
    others = [note for note in bill.notes if note.endswith(RIVAL)]
    said = "；".join(others)
    several = len(others) > 1
    taken = getattr(bill.outstanding, name)
    return undetermined(
        f"{bill.title}的{COMPONENT_NAMES[name]}有两个数：{said}",
        "对照原图看哪个是现在欠的，确认或改正：\n"
        + correction(bill.pages[0], f"outstanding.{name}", str(taken.value) if taken else ""),
        pages(bill.pages),
        "bill",
        Severity.BLOCK if _short(bill) or ELSEWHERE in said or several else None,
    )


def _short(bill: Statement) -> bool:
    """Whether the parts taken do not reach the total: then the rival belongs to what is lacking."""
    parts = [amount.value for name, amount in bill.outstanding.stated() if name != "total"]
    total = bill.outstanding.total
    return total is not None and sum(parts) + CENT < total.value


RULES = (Rule("amounts.bills-read", Severity.WARN, bills_read),)
