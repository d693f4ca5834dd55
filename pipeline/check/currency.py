"""Yuan alone are counted: what is stated in another currency is told of and left out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.facts import Facts
from pipeline.check.rule import Answer, Answers, failed, not_applicable, pages, passed, undetermined
from pipeline.extract.folding import fold
from schemas.findings import Severity, Spot
from schemas.statement import Statement

FOREIGN_NOTE = "外币"
HEADING = 14
"""Characters of the longest line that heads a part of a page."""


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
    beside = [bill for bill in facts.claimed if any(FOREIGN_NOTE in note for note in bill.notes)]
    step = "外币部分单独与银行商量；已换算成人民币的，截取人民币金额的页面"
    mixed = tuple(
        failed(
            f"{bill.title}有 {bill.currency} 金额，混入了申请金额",
            step,
            pages(bill.pages),
            "bill",
            Severity.BLOCK,
        )
        if bill.id in claimed
        else failed(
            f"{bill.title}有 {bill.currency} 金额，没有计入申请",
            step,
            pages(bill.pages),
            "bill",
        )
        for bill in foreign
    )
    noted = tuple(
        failed(
            f"{bill.title}页面上另有外币金额，没有计入申请",
            step,
            pages(bill.pages),
            "bill",
            Severity.INFO,
        )
        for bill in beside
        if bill not in foreign
    )
    named = tuple(_foreign_words(facts, [bill for bill in facts.claimed if bill not in beside]))
    return (*mixed, *noted, *named) or (passed(f"{len(facts.case.statements)} 份账单都是人民币"),)


def _foreign_words(facts: Facts, bills: list[Statement]) -> Iterator[Answer]:
    """Bills whose pages name a foreign currency though no amount in it was told apart."""
    words = facts.catalogue.vocabulary.heads.foreign_currency
    for bill in bills:
        lines = [
            (ref, line)
            for ref in dict.fromkeys(bill.pages)
            for line in facts.text_lines(ref)
            if len(line.text) <= HEADING
            and any(word in fold(line.text).lower() for word in words)
            and "人民币" not in line.text
        ]
        if lines and bill.currency == "CNY":
            yield undetermined(
                f"{bill.title}页面上写着“{lines[0][1].text}”，没有分出外币金额",
                "看一眼申请的金额里有没有外币；有的，用 [[correction]] 改正",
                (Spot(path=r.path, page=r.page, box=line.box, text=line.text) for r, line in lines),
                "bill",
                Severity.INFO,
            )
