"""The amounts that an application on paper asks for, against those of the claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import Answer, failed, pages, undetermined
from pipeline.letterasks import Asked, asked_in
from schemas.findings import Severity

KIND = "application_letter"
SURE = 0.85
"""Mean confidence of the page from which an amount is held against its writer."""
MOST_DEBTS = 8
"""Debts whose sums are tried in every company."""
ZERO = Decimal(0)
NAMES = {"interest": "利息", "penalty": "罚息", "late_fees": "违约金", "fees": "手续费"}


def own_letter_gaps(facts: Facts) -> Iterator[Answer]:
    """What the applicant's own letters ask for otherwise than the claim does."""
    for paper in facts.papers(KIND):
        asked = asked_in([(ref, facts.text_of(ref)) for ref in paper.pages])
        wrong = [
            one
            for one in asked
            if not {one.amount, _together(asked, one.name)} & _sums(facts, one.name)
        ]
        if not asked:
            yield undetermined(
                "自己写的申请书里没有读到申请减免的金额，无法与明细核对",
                "对照明细表看一眼；交程序生成的申请书时，自己那份移出文件夹",
                pages(paper.pages),
                KIND,
                Severity.INFO,
            )
        for one in wrong:
            yield _gap(facts, one)


def own_letters_told(facts: Facts) -> str:
    """How many letters on paper were compared, for the message that all is well."""
    count = len(facts.papers(KIND))
    return f"，自己写的 {count} 封也一致" if count else ""


def _gap(facts: Facts, one: Asked) -> Answer:
    total = sum((getattr(facts.claim, name) for name in one.name.split("+")), ZERO)
    said = "、".join(NAMES[name] for name in one.name.split("+"))
    reading = facts.readings.get(one.page)
    sure = [line.confidence for line in reading.lines] if reading else []
    sure = [] if one.referred else sure
    answer = failed if sure and sum(sure) / len(sure) >= SURE else undetermined
    return answer(
        f"自己写的申请书（{one.page.path} 第 {one.page.page} 页）请求减免{said} "
        f"{yuan(one.amount)}，明细表上是 {yuan(total)}",
        "按明细表改正后重新签名，或把这份移出文件夹、改用程序生成的；账单读错的先改正账单",
        pages((one.page,)),
        KIND,
    )


def _together(asked: Sequence[Asked], name: str) -> Decimal:
    """What a letter asks for under one name in all, as it may list it by instalment or lender."""
    return sum({one.amount for one in asked if one.name == name}, ZERO)


def _sums(facts: Facts, name: str) -> set[Decimal]:
    """What may be asked for under one name: the sum of any of the debts, or what is overdue."""
    if "+" in name:
        whole = sum((getattr(facts.claim, one) for one in name.split("+")), ZERO)
        later = facts.claim.interest - facts.claim.interest_overdue
        part = sum((getattr(facts.asked, one) for one in name.split("+")), ZERO)
        return {whole, part, whole - later} if "interest" in name.split("+") else {whole, part}
    by_debt: dict[str, Decimal] = defaultdict(Decimal)
    for line in facts.claim.lines:
        by_debt[line.statement] += getattr(line, name)
    sums = [value for value in by_debt.values() if value]
    claim = facts.claim
    # 罚息、利息合计…: the sum stands beside the last of the names alone.
    found = {getattr(claim, name), *sums, claim.total, claim.interest + claim.penalty}
    found |= {getattr(facts.asked, name)} - {ZERO}
    if name == "interest":
        later = sum(
            (line.interest for line in claim.lines if line.period and not line.overdue), ZERO
        )
        found |= {claim.interest_overdue, claim.interest - later}
    if len(sums) <= MOST_DEBTS:
        found |= {
            sum(some, ZERO) for size in range(2, len(sums)) for some in combinations(sums, size)
        }
    return found
