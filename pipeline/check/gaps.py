"""Pages that the papers number and nobody sent, instalments left out of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.check.facts import Facts
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
    undetermined,
)
from schemas.base import CENT
from schemas.findings import Severity
from schemas.source import PageRef
from schemas.statement import PeriodStatus, Statement

_PAGE_OF = re.compile(r"第\s*(\d{1,3})\s*页\s*[,，/／、(（]?\s*共\s*(\d{1,3})\s*页")
_OF_PAGE = re.compile(r"共\s*(\d{1,3})\s*页\s*[,，/／、]?\s*第\s*(\d{1,3})\s*页")


def pages_complete(facts: Facts) -> Answers:
    """多页材料没有缺页，分期没有缺期。

    为什么：缺页的合同、流水和截不全的还款计划会被退回，金额也会少算。
    怎么办：补齐缺的页；分期列表往下滑，把每一期都截到。

    No page and no instalment is missing.
    Why: an incomplete contract, statement or list is returned, and its sums fall short.
    Next: add the missing pages; scroll the list of instalments and take all of it.
    """
    if not facts.case.materials:
        return (not_applicable("没有可以看的页"),)
    kinds = dict.fromkeys(
        paper.kind for paper in facts.case.materials if paper.kind not in ("unknown", "bill")
    )
    problems = (
        *(answer for kind in kinds for answer in _page_gaps(facts, kind)),
        *_bill_page_gaps(facts),
        *(answer for bill in facts.claimed for answer in _period_gaps(bill)),
        *(answer for bill in facts.claimed for answer in _cut_off(bill)),
    )
    return problems or (passed("没有发现缺页、缺期"),)


def _page_gaps(facts: Facts, kind: str) -> Iterator[Answer]:
    """Pages that the papers' own numbering (第 1 页 共 3 页) promises and nobody sent."""
    files = {ref.path for paper in facts.papers(kind) for ref in paper.pages}
    refs = [reading.ref for reading in facts.case.readings if reading.ref.path in files]
    own = [ref for paper in facts.papers(kind) for ref in paper.pages]
    yield from _gaps_among(facts, kind, facts.kind_name(kind), refs, own)


def _bill_page_gaps(facts: Facts) -> Iterator[Answer]:
    """The same of bills, by product: each lender counts the pages of its own."""
    by_product: dict[str, list[PageRef]] = defaultdict(list)
    for bill in facts.case.statements:
        by_product[bill.product_id or bill.lender] += bill.pages
    for refs in by_product.values():
        bill = next(b for b in facts.case.statements if refs[0] in b.pages)
        own = list(dict.fromkeys(refs))
        yield from _gaps_among(facts, "bill", f"{bill.title}账单", own, own)


def _gaps_among(
    facts: Facts, kind: str, name: str, refs: list[PageRef], own: list[PageRef]
) -> Iterator[Answer]:
    """refs: pages whose numbers count; own: those among them that may lack one of their own, and
    not other papers in the same file."""
    seen: dict[int, set[int]] = defaultdict(set)
    marks = {ref: list(page_marks(facts.text_of(ref))) for ref in refs}
    for number, total in (mark for found in marks.values() for mark in found):
        seen[total].add(number)
    unmarked = [ref for ref in own if not marks.get(ref)]
    for total, numbers in seen.items():
        lacking = sorted(set(range(1, total + 1)) - numbers)
        listed = "、".join(map(str, lacking))
        if lacking and len(lacking) <= len(unmarked):
            yield undetermined(
                f"{name}共 {total} 页，第 {listed} 页看不到页码",
                "看一眼没有页码的是不是缺的那几页；确实缺的补齐",
                pages(unmarked),
                kind,
            )
        elif lacking:
            yield failed(
                f"{name}共 {total} 页，缺第 {listed} 页",
                "补齐缺的页",
                pages(own),
                kind,
            )


def page_marks(text: str) -> Iterator[tuple[int, int]]:
    """(page, pages) for every "第 1 页 共 3 页" of a text."""
    for number, total in _PAGE_OF.findall(text):
        yield int(number), int(total)
    for total, number in _OF_PAGE.findall(text):
        yield int(number), int(total)


def _period_gaps(bill: Statement) -> Iterator[Answer]:
    """Instalments left out between the first and the last one shown.

    One that lies among the unpaid ones takes its interest out of the claim, so it blocks.
    """
    if _rows_make_the_whole(bill):
        return
    shown = {period.index: period for period in bill.periods if period.index is not None}
    unpaid = [index for index, period in shown.items() if period.status is not PeriodStatus.PAID]
    lacking = sorted(set(range(min(shown), max(shown))) - set(shown)) if unpaid else []
    if lacking:
        listed = "、".join(map(str, lacking))
        yield failed(
            f"{bill.title}的第 {listed} 期没有截到",
            "往下滑，把每一期都截到；App 里确实没有的，用 [[waive]] 说明",
            pages(bill.pages),
            "bill",
            Severity.BLOCK if lacking[-1] > min(unpaid) else None,
        )


def _rows_make_the_whole(bill: Statement) -> bool:
    """Whether the unpaid rows add up to the principal, else to the total: then none is missing."""
    rows = [period for period in bill.periods if period.status is not PeriodStatus.PAID]
    for name in ("principal", "total"):
        whole = getattr(bill.outstanding, name)
        parts = [amount.value for row in rows if (amount := getattr(row, name))]
        if whole is not None and parts and len(parts) == len(rows):
            return bool(whole.value == sum(parts))
    return any(found.kind == "periods" and found.closes for found in bill.arithmetic)


def _cut_off(bill: Statement) -> Iterator[Answer]:
    """A list of instalments that ends before the last one, while more is owed than it shows.

    What the rest of the list says of interest is not in the claim, so it is asked for.
    """
    last = max((period.index or 0 for period in bill.periods), default=0)
    of = max((period.of or 0 for period in bill.periods), default=0)
    total = bill.outstanding.total
    shown = [amount.value for name, amount in bill.outstanding.stated() if name != "total"]
    if total is None or not shown or not 0 < last < of:
        return
    lacking = total.value - sum(shown)
    if lacking > CENT:
        yield failed(
            f"{bill.title}共 {of} 期，只截到第 {last} 期；"
            f"待还总额比截到的多 {lacking:,.2f} 元，其中的利息没有算进来",
            "往下滑，把剩下的每一期都截到；App 里确实没有的，用 [[waive]] 说明",
            pages(bill.pages),
            "bill",
        )


RULES = (Rule("evidence.pages-complete", Severity.WARN, pages_complete),)
