"""Whether the figures of the papers fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.check.apart import parts_apart
from pipeline.check.facts import Facts, as_money, money_of, yuan
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    page_of,
    pages,
    passed,
    places,
    undetermined,
)
from pipeline.extract.capitals import amounts_in_capitals, spelled_twice
from pipeline.extract.folding import fold
from pipeline.extract.rates import odd_penalties
from schemas.base import CENT
from schemas.findings import Severity, Spot
from schemas.material import Material
from schemas.source import PageRef
from schemas.statement import Arithmetic, Statement

SIGNED = "signed"
SUMS = ("total", "periods", SIGNED)
DAYS_A_YEAR = 365
MONTHS = 12
INSTALMENTS = ("bill", "repayment_plan", "chat_record", "loan_contract", "hardship_statement")
"""Papers that may state what an instalment is, how many there are, and what they make."""
_SUM = r"[\d,]+\.?\d{0,2}"
_ALL = r"(?:(?!待还|剩余|未还|已还|尚欠|[本当]期)\D){0,8}(?:共计|合计|总计|总共|总额|共|=)\D{0,8}"
"""Words before a sum of all instalments; what is left of them is another matter."""
_EACH = re.compile(
    rf"每[期月]\D{{0,6}}(?P<each>{_SUM})元?\D{{0,6}}?(?P<count>\d{{1,3}})(?:期|个月){_ALL}(?P<total>{_SUM})"
    rf"|(?<!第)(?P<count_>\d{{1,3}})(?:期|个月)\D{{0,4}}每[期月]\D{{0,6}}(?P<each_>{_SUM})元?{_ALL}"
    rf"(?P<total_>{_SUM})"
)
STATED = ("income_certificate", "payslip", "medical_receipt", "medical_fee_list", "lease")
"""Papers that state one amount, in figures and perhaps elsewhere in capitals."""


def totals_close(facts: Facts) -> Answers:
    """账单上的各项相加等于合计。

    为什么：本金、利息、罚息相加不等于应还，多半是读错了一个数，也可能截图不全。
    怎么办：对照截图找出读错的数，用 [[correction]] 改正；截图不全的补截。

    The parts of a bill add up to its total.
    Why: if principal, interest and penalty miss the total, a figure was misread or a part is
    missing.
    Next: find the misread figure and correct it with [[correction]], or complete the screenshots.
    """
    sums = [
        (bill, found)
        for bill in facts.case.statements
        for found in bill.arithmetic
        if found.kind in SUMS
    ]
    left_out = {bill.id for _, bill in facts.left_out}
    problems = tuple(
        _open_sum(bill, found, bill.id in left_out) for bill, found in sums if not found.closes
    )
    told = {bill.id for bill, found in sums if not found.closes}
    problems += tuple(
        answer
        for bill in facts.claimed
        if bill.id not in told and (answer := parts_apart(facts, bill))
    )
    if not sums and not problems:
        return (not_applicable("账单上没有可以相加核对的合计"),)
    unsummed = _titles(facts, {bill.id for bill, _ in sums})
    aside = f"；{unsummed}没有写可以相加的合计，没有核对" if unsummed else ""
    return problems or (passed(f"{len(sums)} 处合计都对得上{aside}"),)


def _titles(facts: Facts, compared: set[str]) -> str:
    """The claimed bills that were not compared, by name; "" where all were."""
    return "、".join(bill.title for bill in facts.claimed if bill.id not in compared)


def _open_sum(bill: Statement, found: Arithmetic, left_out: bool) -> Answer:
    suspect = f"；可能读错的是：{found.suspect}" if found.suspect else ""
    gap = found.shown - found.computed
    if found.kind == SIGNED:
        return _open_list(bill, found, left_out)
    return failed(
        f"{bill.title}{found.where}：页面显示 {yuan(found.shown)}，"
        f"各项相加 {yuan(found.computed)}，差 {yuan(gap)}{suspect}",
        "对照截图找出读错的数，用 [[correction]] 改正；截图不全的补截",
        _where(bill, found),
        "bill",
        Severity.WARN if left_out else None,
    )


def _open_list(bill: Statement, found: Arithmetic, left_out: bool) -> Answer:
    """A list of signed amounts that misses its sum: a row may be misread, or on another page."""
    return undetermined(
        f"{bill.title}的明细（有＋、－号的各行）相加 {yuan(found.computed)}，下面的“{found.where}”"
        f"是 {yuan(found.shown)}，差 {yuan(found.shown - found.computed)}",
        "对照账单逐行核对：读错的，用 [[correction]] 改正；明细在别的页上的，把那一页也放进来；"
        "账单确实如此的，用 [[waive]] 说明",
        _where(bill, found),
        "bill",
        Severity.WARN if left_out or found.shape else Severity.BLOCK,
    )


def _where(bill: Statement, found: Arithmetic) -> tuple[Spot, ...]:
    """The amounts on the pages that show the sum, else the pages of the bill."""
    for parts in (bill.outstanding, *bill.periods):
        if parts.total is not None and parts.total.value == found.shown:
            return places(parts.total)
    return pages(bill.pages)


def penalty_explained(facts: Facts) -> Answers:
    """罚息能用常见算法算出来。

    为什么：算得出的罚息才说得清，算不出的请机构给出计算明细。
    怎么办：请客服提供罚息计算明细，或补借款合同里写罚息利率的一页。

    The penalty fits a known formula.
    Why: a penalty that can be computed can be talked about; else ask how it was computed.
    Next: ask customer service for the computation, or add the contract page with the penalty rate.
    """
    odd = tuple(
        failed(
            f"{bill.title}第{period.index}期的罚息 {yuan(late.value)} 与其他各期的算法"
            f"（{shape}，{yuan(fitting)}）不符",
            "对照截图核对；没读错的，请客服提供罚息计算明细",
            places(late),
            "bill",
        )
        for bill in facts.claimed
        for period, late, shape, fitting in odd_penalties(bill)
    )
    found = _explained(facts, "penalty", "罚息")
    return (*odd, *(answer for answer in found if answer.next)) if odd else found


def interest_explained(facts: Facts) -> Answers:
    """利息能用页面上的利率算出来。

    为什么：利息与利率、天数对不上，可能读错，也可能含有别的费用。
    怎么办：对照截图核对利息；没读错的，请客服说明利息怎么算。

    The interest follows from the rate on the page.
    Why: interest that does not fit rate and days may be misread, or hold other charges.
    Next: compare with the picture; if it is right, ask customer service how it is computed.
    """
    return _explained(facts, "interest", "利息")


def _explained(facts: Facts, kind: str, words: str) -> Answers:
    tried = [
        (bill, found) for bill in facts.claimed for found in bill.arithmetic if found.kind == kind
    ]
    if not tried:
        return (not_applicable(f"页面信息不够验算{words}（要有利率、天数和本金）"),)
    return tuple(
        failed(
            f"{bill.title}{_whose(found, words)}{words} {yuan(found.shown)} "
            f"与算法（{f'{found.shape}，算得 ' if found.shape else ''}{yuan(found.computed)}）不符",
            f"对照截图核对；没读错的，请客服提供{words}计算明细",
            pages(bill.pages),
            "bill",
        )
        for bill, found in tried
        if not found.closes
    ) or (passed(f"{words}算得出来" + _shapes(tried) + _not_tried(facts, kind, tried)),)


def _not_tried(facts: Facts, kind: str, tried: list[tuple[Statement, Arithmetic]]) -> str:
    """The bills that state such an amount and not enough to compute it."""
    done = {bill.id for bill, _ in tried}
    stating = [bill for bill in facts.claimed if _states(bill, kind)]
    rest = "、".join(bill.title for bill in stating if bill.id not in done)
    return f"；{rest}页面信息不够，没有验算" if rest else ""


def _states(bill: Statement, kind: str) -> bool:
    stated = (getattr(parts, kind) for parts in (bill.outstanding, *bill.periods))
    return any(amount is not None and amount.value for amount in stated)


def _whose(found: Arithmetic, words: str) -> str:
    return "的" if found.where in ("", words) else f"{found.where}的"


def _shapes(tried: list[tuple[Statement, Arithmetic]]) -> str:
    shapes = sorted({found.shape for _, found in tried if found.shape})
    return f"（{'；'.join(shapes)}）" if shapes else ""


def annual_rate(facts: Facts) -> Answers:
    """年化利率没有高到需要请人复核。

    为什么：年化较高时，综合成本怎么构成值得请懂行的人看一看；这里只提示，不下结论。
    怎么办：补综合融资成本明示表或借款合同，请法律援助或消费者保护机构复核。

    The annualised rate is not so high that somebody should look at it.
    Why: with a high rate it is worth having the total cost reviewed; this is a hint, no verdict.
    Next: add the cost disclosure or the contract and have legal aid or consumer protection look.
    """
    rated = [(bill, rate) for bill in facts.claimed if (rate := _yearly(bill)) is not None]
    if not rated:
        return (not_applicable("页面上没有利率"),)
    high = facts.catalogue.thresholds.annual_review
    return tuple(
        failed(
            f"{bill.title}年化约 {rate * 100:.2f}%，高于 {high * 100:.0f}%，建议请人复核",
            "补综合融资成本明示表或借款合同，请法律援助或消费者保护机构看一看",
            pages(bill.pages),
            "bill",
        )
        for bill, rate in rated
        if rate > high
    ) or (passed(f"{len(rated)} 份写有利率的账单，年化在常见范围内"),)


def _yearly(bill: Statement) -> Decimal | None:
    if bill.annual_rate is not None:
        return bill.annual_rate
    return bill.daily_rate * DAYS_A_YEAR if bill.daily_rate is not None else None


def each_times_count(facts: Facts) -> Answers:
    """每期金额乘以期数等于写明的总额。

    为什么：“每期多少、共几期、合计多少”三个数对不上，说明写错或另含费用。
    怎么办：对照原图；机构写的请客服说明差额是什么，自己写的改正。

    So much an instalment times their number makes the total that is stated.
    Why: if the three figures do not fit, one is wrong or holds another charge.
    Next: compare with the picture; ask the lender what the difference is, or correct your own.
    """
    told = [
        (paper, ref, *found)
        for paper in facts.papers(*INSTALMENTS)
        for ref in paper.pages
        for found in _each_count_total(facts.text_of(ref))
    ]
    if not told:
        return (not_applicable("没有写明每期金额、期数和总额的页面"),)
    return tuple(
        failed(
            f"{facts.kind_name(paper.kind)}写每期 {yuan(each)}、共 {count} 期，"
            f"相乘是 {yuan(each * count)}，写的总额是 {yuan(total)}",
            "对照原图；机构写的请客服说明差额是什么，自己写的改正",
            pages((ref,)),
            paper.kind,
        )
        for paper, ref, each, count, total in told
        if abs(each * count - total) > CENT * count
    ) or (passed("每期金额乘以期数等于总额"),)


def _each_count_total(text: str) -> Iterator[tuple[Decimal, int, Decimal]]:
    """(yuan an instalment, instalments, yuan in all) of each sentence that states the three."""
    for match in _EACH.finditer(re.sub(r"\s", "", fold(text))):
        said = match.groupdict()
        each, total = (as_money(said[key] or said[f"{key}_"] or "") for key in ("each", "total"))
        count = int(said["count"] or said["count_"])
        if each and total and count > 1:
            yield each, count, total


def capitals_agree(facts: Facts) -> Answers:
    """大写金额与小写一致。

    为什么：大小写不符的证明、合同会被退回，以大写为准还是小写为准说不清。
    怎么办：请出具单位更正后重新盖章；是读错的，用 [[correction]] 改正；自己写的改正后重新签名。

    Amounts in capital characters agree with the figures, on every paper that states both.
    Why: a certificate or contract whose two spellings differ is returned.
    Next: have it corrected and stamped again; correct a misreading with [[correction]]; mend your
    own paper and sign it anew.
    """
    papers = [paper for paper in facts.case.materials if paper.pages and not facts.is_copy(paper)]
    seen = [(paper, found) for paper in papers for found in _both_spellings(facts, paper)]
    if not seen:
        return (not_applicable("没有写大写金额的材料"),)
    return tuple(
        failed(
            f"{facts.kind_name(paper.kind)}大写“{words}”（{yuan(worth)}），"
            f"小写 {yuan(figures[0])}，不一致",
            "请出具单位更正；是读错的，用 [[correction]] 改正；自己写的改正后重新签名",
            pages((ref,)),
            paper.kind,
        )
        for paper, (ref, words, worth, figures) in seen
        if worth not in figures
    ) or (passed(f"{len(seen)} 处大小写金额一致"),)


Spelled = tuple[PageRef, str, Decimal, tuple[Decimal, ...]]


def _both_spellings(facts: Facts, paper: Material) -> Iterator[Spelled]:
    """(page, capitals, their value, figures) of the amounts a paper states both ways.

    Where none stand together, the capitals of the kinds that state one amount are held against it.
    """
    joined = [(ref, *found) for ref in paper.pages for found in spelled_twice(facts.text_of(ref))]
    yield from joined
    stated = money_of(paper, "monthly_income", "total") if paper.kind in STATED else None
    if joined or stated is None:
        return
    # A certificate of yearly income may state the year in capitals and the month in figures.
    figures = (stated[0], stated[0] * MONTHS)
    capitals = _capitals_on(facts, paper)
    alike = [entry for entry in capitals if entry[1] in figures]
    for words, worth in (alike or capitals)[:1]:
        yield page_of(stated[1].evidence), words, worth, figures


def _capitals_on(facts: Facts, paper: Material) -> tuple[tuple[str, Decimal], ...]:
    text = "".join(facts.text_of(ref) for ref in paper.pages)
    return amounts_in_capitals(text.replace("\n", "").replace(" ", ""))


RULES = (
    Rule("amounts.totals-close", Severity.BLOCK, totals_close),
    Rule("amounts.penalty-explained", Severity.WARN, penalty_explained),
    Rule("amounts.interest-explained", Severity.WARN, interest_explained),
    Rule("amounts.annual-rate", Severity.INFO, annual_rate),
    Rule("amounts.each-times-count", Severity.WARN, each_times_count),
    Rule("amounts.capitals-agree", Severity.WARN, capitals_agree),
)
