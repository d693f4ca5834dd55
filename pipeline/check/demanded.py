"""Debts that only a collector's message or letter tells of.

What such a page says is owed is never claimed, so without this the debt would be left out in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.facts import Facts, amounts_in
from pipeline.check.rule import Answer, Answers, Rule, failed, not_applicable, pages, passed
from pipeline.extract.companies import one_company
from pipeline.extract.folding import squeezed
from pipeline.extract.lenders import GENERIC, OF_A_BANK, lender_of, named_in
from schemas.catalogue import Lender
from schemas.findings import Severity
from schemas.source import PageRef
from schemas.statement import ANY_LENDERS, Statement

_SIGNED = re.compile(r"[【\[]([^】\]]{2,20})[】\]]([^【\[]*)")
"""Who signs a message, and what it says: 【招联金融】您的借款已逾期."""
SHORT_FORM = "消金"
"""How consumer-finance companies call themselves in messages: 海尔消金."""
CARD = "credit_card"
_ACCOUNT = re.compile(r"(?<!\d)\d{1,2}[.、,](?=(?:19|20)\d\d年\d{1,2}月\d{1,2}日)")
_GRANTED = re.compile(r"日(?P<who>[\u4e00-\u9fff()]{4,30}?)(?:发放|授信|开立|办理)")
_OVERDUE = re.compile(r"(?:当前)?逾期(?:总额|金额)(?:为|:)?([\d,]+)")
"""An account of a credit report: when and by whom it was granted, and what of it is overdue."""


@dataclass(frozen=True)
class Creditor:
    """Who is owed by a page's account: a product of the catalogue, a company by name, or both."""

    entry: Lender
    company: str

    @property
    def title(self) -> str:
        """ "借呗", "招商银行信用卡", "样本消费金融有限公司"."""
        if self.entry.id == GENERIC:
            return self.company
        return f"{self.company if self.entry.id in OF_A_BANK else ''}{self.entry.product}"


def demanded_has_bill(facts: Facts) -> Answers:
    """催收信息和信用报告里说的逾期债务都有账单。

    为什么：催收短信、信函和信用报告上的金额不算进申请；没有账单的那一笔会整笔漏掉，也没有人问起。
    怎么办：到这家的 App 把账单截下来放进文件夹；不打算一起申请的，用 [[waive]] 说明。

    Every debt that a demand, or a credit report as overdue, speaks of has a bill.
    Why: amounts in collectors' messages, letters and credit reports are not claimed; a debt without
    a bill is left out as a whole, and nobody asks about it.
    Next: take the screenshots of that lender's bill; explain with [[waive]] what is not applied
    for.
    """
    demands = [
        ref
        for paper in facts.papers("collection_message")
        for ref in paper.pages
        if ref not in facts.duplicates
    ]
    reported = tuple(_reported(facts))
    if not demands:
        return reported or (not_applicable("材料里没有催收信息"),)
    lacking: dict[str, list[PageRef]] = {}
    for ref in demands:
        for creditor in _creditors(facts, ref):
            if not any(_covers(facts, ref, bill, creditor) for bill in facts.case.statements):
                lacking.setdefault(creditor.title, []).append(ref)
    missing = tuple(_missing(title, refs) for title, refs in lacking.items())
    return (*missing, *reported) or (passed(f"{len(demands)} 页催收信息里写明的出借人都有账单"),)


def _reported(facts: Facts) -> Iterator[Answer]:
    """Accounts that a credit report says are overdue, of companies that no bill is of."""
    for paper in facts.papers("credit_report"):
        text = "".join(squeezed(facts.text_of(ref)) for ref in paper.pages)
        for entry in _ACCOUNT.split(text)[1:]:
            granted, overdue = _GRANTED.search(entry), _OVERDUE.search(entry)
            if granted is None or overdue is None or not int(overdue[1].replace(",", "")):
                continue
            company = granted["who"]
            if any(not b.lender or one_company(b.lender, company) for b in facts.case.statements):
                continue
            yield failed(
                f"信用报告上{company}的账户有逾期（逾期金额 {overdue[1]} 元），"
                "材料里没有这家的账单，这一笔没有算进申请",
                f"到{company}的 App 或网点把账单截下来放进文件夹；"
                "已还清或不打算一起申请的，用 [[waive]] 说明",
                pages(paper.pages),
                "bill",
            )


def _missing(title: str, refs: list[PageRef]) -> Answer:
    return failed(
        f"催收信息说欠{title}的钱，材料里没有{title}的账单，这一笔没有算进申请",
        f"到{title}的 App 或网点把账单（本金、利息、罚息各多少）截下来放进文件夹；"
        "已还清或不打算一起申请的，用 [[waive]] 说明",
        pages(refs),
        "bill",
    )


def _creditors(facts: Facts, ref: PageRef) -> Iterator[Creditor]:
    """Those that sign the messages of a page; where none does, the one that it names best."""
    catalogue = facts.catalogue
    signed = [
        creditor
        for name, said in _SIGNED.findall("".join(facts.text_of(ref).split()))
        if (creditor := _named(facts, squeezed(name), said))
    ]
    if signed:
        yield from signed
    elif ref in facts.readings:
        found = lender_of(facts.readings[ref], catalogue)
        if found.name or found.entry.id not in ANY_LENDERS:
            yield Creditor(found.entry, found.name)


def _named(facts: Facts, name: str, said: str) -> Creditor | None:
    """The creditor that signs a message; None where it is a service, or somebody who collects."""
    entry = named_in(name, facts.catalogue)
    if entry.id not in ANY_LENDERS:
        return Creditor(entry, entry.lender)
    if not any(word in name for word in (*facts.catalogue.vocabulary.licensed, SHORT_FORM)):
        return None
    card = "信用卡" in said
    return Creditor(facts.catalogue.lenders[CARD] if card else entry, name.removesuffix("信用卡"))


def _covers(facts: Facts, ref: PageRef, bill: Statement, creditor: Creditor) -> bool:
    """Whether a bill may be of the debt: its product, else its company; one without either may,
    unless the demand states amounts and none of them is the bill's."""
    if not bill.lender and bill.product_id in ("", GENERIC):
        said = set(amounts_in(facts.text_of(ref)))
        stated = {amount.value for _, amount in bill.outstanding.stated()}
        return not said or bool(said & stated)
    if creditor.entry.id not in ANY_LENDERS:
        return bill.product_id == creditor.entry.id or (
            bill.product_id in ("", GENERIC) and one_company(bill.lender, creditor.company)
        )
    card = creditor.entry.id == CARD and bill.product_id not in ("", GENERIC, CARD)
    return not card and one_company(bill.lender, creditor.company)


RULES = (Rule("amounts.demanded-has-bill", Severity.WARN, demanded_has_bill),)
