"""What a repayment record shows as paid after the bill was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pipeline.check.amounts import SETTLED
from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import Answer, failed, pages, undetermined
from pipeline.extract.companies import named_on
from pipeline.extract.folding import squeezed
from pipeline.extract.lenders import OF_A_BANK, named_in
from pipeline.plan.cells import DAY, day_in, rows_of
from schemas.findings import Severity
from schemas.reading import Line
from schemas.source import PageRef
from schemas.statement import ANY_LENDERS, COMPONENTS, Period, Statement

LATELY = timedelta(days=7)
"""A payment so short before the signing may be later than a bill that bears no day."""
NEWER = "重新截一张还款之后的账单；已经还清的，把旧账单移出文件夹"
NEW_BILL = "重新截一张还款之后的账单，把日期截进去"
"""What settles a payment beside a bill that bears no day."""
TAIL = 4
"""Signs at the end of a loan's or card's number that tell which it is."""
_REPAYMENT = re.compile("还款|还贷|代扣|扣款|扣收|归还")
_INCOMING = re.compile("放款|发放|退款|退回|冲正")
"""What a row of a statement is called that is a repayment, and what it is not then."""
_SAID = {"credit_card": re.compile("信用卡|贷记卡"), "bank_loan": re.compile("贷款|还贷|借款")}
"""What it says besides where a bank was paid for a debt of that kind."""
_NUMBER = re.compile(r"第\s?(\d{1,3})\s?(?:/\s?\d{1,3}\s?)?期")
_SUM = re.compile(r"(?<![\d.,])\d{1,3}(?:,?\d{3})*\.\d{2}(?!\d)")


def repaid_since(facts: Facts) -> Iterator[Answer]:
    """Payments that the bills do not know of yet: of an instalment, or of the debt as a whole."""
    told: set[str] = set()
    for bill, answer in _instalments_repaid(facts):
        told.add(bill.id)
        yield answer
    for paper in facts.papers("repayment_record"):
        for ref in paper.pages:
            yield from _repaid_later(facts, ref, told)
            yield from _named_as_repaid(facts, ref, told)
    yield from _paid_from_account(facts, told)


def _paid_from_account(facts: Facts, told: set[str]) -> Iterator[Answer]:
    """Repayments to a lender in a bank statement that are later than its bill."""
    for paper in facts.papers("bank_statement"):
        for ref in paper.pages:
            for row in rows_of(facts.text_lines(ref)):
                text = squeezed("".join(cell.text for cell in row))
                day = next((day for m in DAY.finditer(text) if (day := day_in(m))), None)
                if day is None or not _REPAYMENT.search(text) or _INCOMING.search(text):
                    continue
                for bill in _named_bills(facts, text):
                    of = _day_of(bill)
                    if bill.product_id in OF_A_BANK and not _SAID[bill.product_id].search(text):
                        continue  # The bank is on every row, and lends in other ways as well.
                    if of and of < day <= facts.today and bill.id not in told:
                        told.add(bill.id)
                        yield _paid_by_bank(ref, bill, day, of)


def _paid_by_bank(ref: PageRef, bill: Statement, day: date, of: date) -> Answer:
    return undetermined(
        f"银行流水上 {day} 有一笔还给{bill.lender or bill.title}的款，"
        f"{bill.title}的账单是 {of} 的，没有扣除这一笔",
        f"{NEWER}；还的不是这一笔债务的，用 [[waive]] 说明",
        pages((ref, *bill.pages)),
        "bill",
        Severity.BLOCK,
    )


def _repaid_later(facts: Facts, ref: PageRef, told: set[str]) -> Iterator[Answer]:
    """Bills that are older than a payment that a page records for their debt."""
    for bill in _bills_of(facts, ref):
        paid_at = [(day, paid) for paid, day in _payments(facts.text_lines(ref)) if paid]
        of = _day_of(bill)
        since = [one for one in paid_at if of and of < one[0] <= facts.today]
        lately = [
            one for one in paid_at if not of and facts.today - LATELY <= one[0] <= facts.today
        ]
        if not (since or lately) or bill.id in told:
            continue
        told.add(bill.id)
        if lately:
            yield _paid_lately(ref, bill, *max(lately))
            continue
        day, paid = max(since)
        yield failed(
            f"还款记录上 {day} 给{bill.title}还了 {yuan(paid)}，账单是 {of} 的，没有扣除这一笔",
            f"{NEWER}；还的不是这一笔债务的，用 [[waive]] 说明",
            pages((ref, *bill.pages)),
            "bill",
            Severity.BLOCK,
        )


def _paid_lately(ref: PageRef, bill: Statement, day: date, paid: Decimal) -> Answer:
    return undetermined(
        f"还款记录上 {day} 给{bill.title}还了 {yuan(paid)}，账单没有日期，不知道扣除了没有",
        f"{NEW_BILL}；知道账单是哪天的，用 [[correction]] 填 as_of",
        pages((ref, *bill.pages)),
        "bill",
        Severity.BLOCK,
    )


def _named_as_repaid(facts: Facts, ref: PageRef, told: set[str]) -> Iterator[Answer]:
    """Unpaid instalments of bills that bear no day, of whose number and principal a page says that
    they were paid: which of the two is newer nobody can tell."""
    text = facts.text_of(ref)
    numbers = {int(number) for number in _NUMBER.findall(text)}
    sums = {Decimal(found.replace(",", "")) for found in _SUM.findall(text)}
    for bill in _bills_of(facts, ref):
        for period in bill.periods:
            owed = {_whole(period), period.principal.value if period.principal else Decimal(0)}
            unpaid = period.index in numbers and period.status not in SETTLED
            if _day_of(bill) or bill.id in told or not unpaid or not (owed - {0}) & sums:
                continue
            told.add(bill.id)
            yield undetermined(
                f"还款记录上写着{bill.title}第{period.index}期已还，账单没有日期，这一期还算未还，已计入申请",
                f"{NEW_BILL}；还的不是这一期的，用 [[waive]] 说明",
                pages((ref, *bill.pages)),
                "bill",
                Severity.BLOCK,
            )


def _day_of(bill: Statement) -> date | None:
    """The day of a bill: as it prints it, else the day its picture was taken."""
    return bill.as_of or bill.captured


def _bills_of(facts: Facts, ref: PageRef) -> list[Statement]:
    """The claimed bills whose product, or else whose company, a page names; the only one there is
    where it names neither."""
    text = squeezed(facts.text_of(ref))
    entry = named_in(text, facts.catalogue)
    named = _named_bills(facts, text)
    if named or entry.id not in ANY_LENDERS:
        return named
    return list(facts.claimed) if len(facts.claimed) == 1 else []


def _named_bills(facts: Facts, text: str) -> list[Statement]:
    """The claimed bills of the product that a squeezed text names, else of the company; of several
    loans the one whose number the text has."""
    entry = named_in(text, facts.catalogue)
    if entry.id not in ANY_LENDERS:
        found = [bill for bill in facts.claimed if bill.product_id == entry.id]
    else:
        found = [b for b in facts.claimed if b.lender and named_on(b.lender, text)]
    numbered = [b for b in found if len(b.account) >= TAIL and b.account[-TAIL:].lower() in text]
    return numbered if len(numbered) == 1 else found


def _instalments_repaid(facts: Facts) -> Iterator[tuple[Statement, Answer]]:
    """Unpaid instalments of whose very amount a payment is recorded, on the bill's day or later.

    An earlier payment of the same amount is that of another instalment: the bill counts it.
    """
    for paper in facts.papers("repayment_record"):
        paid = [one for ref in paper.pages for one in _payments(facts.text_lines(ref))]
        for bill in facts.claimed:
            for period in bill.periods:
                whole = _whole(period)
                of = _day_of(bill)
                since = [day for one, day in paid if one == whole and of and day >= of]
                if not whole or not since or period.status in SETTLED:
                    continue
                yield (
                    bill,
                    undetermined(
                        f"还款记录上 {max(since)} 还了 {yuan(whole)}，"
                        f"与{bill.title}第{period.index}期相同；账单（{of}）上这一期还算未还，已计入申请",
                        "已经还了的，重新截一张还款之后的账单；还的不是这一期的，用 [[waive]] 说明",
                        pages((*paper.pages, bill.pages[0])),
                        "bill",
                        Severity.BLOCK,
                    ),
                )


def _payments(lines: Sequence[Line]) -> Iterator[tuple[Decimal, date]]:
    """Each sum on a page with the day that stands nearest to its line."""
    dated = [
        (line.box.y0 + line.box.y1, day)
        for line in lines
        for match in DAY.finditer(line.text)
        if (day := day_in(match))
    ]
    for line in lines:
        middle = line.box.y0 + line.box.y1
        for found in _SUM.findall(line.text):
            if dated:
                day = min(dated, key=lambda one: abs(one[0] - middle))[1]
                yield Decimal(found.replace(",", "")), day


def _whole(period: Period) -> Decimal:
    """What an instalment comes to; 0 where the page states nothing of it."""
    if period.total:
        return period.total.value
    parts = (getattr(period, name) for name in COMPONENTS)
    return sum((part.value for part in parts if part), Decimal(0))
