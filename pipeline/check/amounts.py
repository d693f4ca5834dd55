"""What is claimed: nothing twice, nothing paid, nothing doubtful, nothing more than is owed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.check.facts import Facts, yuan
from pipeline.check.nothing import free_of_charges
from pipeline.check.ownletter import own_letter_gaps, own_letters_told
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    correction,
    failed,
    not_applicable,
    page_of,
    pages,
    passed,
    places,
    undetermined,
)
from schemas.claim import ClaimLine
from schemas.evidence import Amount, Status
from schemas.findings import Severity, Spot
from schemas.pack import Letter
from schemas.statement import Parts, PeriodStatus, Statement

CLAIMABLE = {"interest": "利息", "penalty": "罚息", "late_fees": "违约金", "fees": "手续费"}
COMPONENT_NAMES = {"principal": "本金", **CLAIMABLE, "total": "合计"}
SETTLED = (PeriodStatus.PAID, PeriodStatus.WAIVED)
ZERO = Decimal(0)
LISTED = 6
"""Doubtful amounts named in one message; the next step and the pictures have them all."""


def asked_parts(facts: Facts) -> dict[str, str]:
    """The components asked for with their names; fees only when they are named."""
    fees = facts.case.typed.request.asks_fees
    return {name: words for name, words in CLAIMABLE.items() if fees or name != "fees"}


def split_shown(facts: Facts) -> Answers:
    """账单把利息和罚息分开列出。

    为什么：利息、罚息要分开申请，只有一个总数的，机构会要求补明细。
    怎么办：点进账单或借款的“详情”“费用明细”页再截一张。

    The bills list interest and penalty apart.
    Why: interest and penalty are asked for separately; with one total the lender wants details.
    Next: open the details of the bill or loan and take one more screenshot.
    """
    owing = [bill for bill in facts.case.statements if not _is_excluded(facts, bill)]
    if not owing:
        return (not_applicable("没有读到账单"),)
    lump = [
        bill
        for bill in owing
        if bill.outstanding.total and not _states_split(bill) and not free_of_charges(bill)
    ]
    return tuple(
        failed(
            f"{bill.title}只有总额 {yuan(bill.outstanding.total.value)}，没有分列利息和罚息",
            "点进“详情”“费用明细”再截一张",
            places(bill.outstanding.total),
            "bill",
        )
        for bill in lump
        if bill.outstanding.total
    ) or (passed("利息、罚息分开列出"),)


def _states_split(bill: Statement) -> bool:
    return any(
        getattr(parts, name) is not None
        for parts in (bill.outstanding, *bill.periods)
        for name in ("interest", "penalty", "late_fees")
    )


def _is_excluded(facts: Facts, bill: Statement) -> bool:
    return any(entry.statement == bill.id for entry in facts.claim.excluded)


def confirmed(facts: Facts) -> Answers:
    """申请的每个金额都看准了。

    为什么：写错一个数，整份申请的可信度就没了；看不准的数不能悄悄写进去。
    怎么办：对照截图，在 case.toml 用 [[correction]] 确认或改正，写明怎么核实的；或重截一张清楚的。

    Every figure of the claim is certain.
    Why: one wrong figure costs the whole application its credit.
    Next: compare with the picture and confirm or correct it with [[correction]] in case.toml.
    """
    if not facts.claim.lines:
        return (not_applicable("没有申请金额"),)
    doubts = tuple(
        _doubtful(bill, [doubt for doubt in found if doubt.severity is severity], severity)
        for bill in facts.claimed
        if (found := list(_doubts(facts, bill)))
        for severity in dict.fromkeys(doubt.severity for doubt in found)
    )
    unseen = tuple(
        _doubtful_line(facts, line)
        for line in facts.claim.lines
        if line.status is Status.DOUBTFUL and not _explained(facts, line)
    )
    return (*doubts, *unseen) or (passed(f"{len(facts.claim.lines)} 行申请金额都已核对"),)


@dataclass(frozen=True)
class Doubt:
    """A doubtful amount: where it stands in words and as a field, and how much hangs on it."""

    where: str
    field: str
    amount: Amount
    severity: Severity


def _doubts(facts: Facts, bill: Statement) -> Iterator[Doubt]:
    """Doubtful amounts that go into letter, schedule or plan."""
    rows = [
        doubt
        for period in bill.periods
        if period.status not in SETTLED and period.index is not None
        for doubt in _doubts_in(
            facts, bill, period, f"第{period.index}期", f"periods[{period.index}]"
        )
    ]
    in_rows = {doubt.field.rpartition(".")[2] for doubt in rows}
    # A whole that was added up from rows is settled by settling the doubtful row.
    yield from (
        doubt
        for doubt in _doubts_in(facts, bill, bill.outstanding, "", "outstanding")
        if not (doubt.field.rpartition(".")[2] in in_rows and "+" in doubt.amount.evidence.text)
    )
    yield from rows


def _doubts_in(
    facts: Facts, bill: Statement, parts: Parts, where: str, field: str
) -> Iterator[Doubt]:
    asked = ("principal", *asked_parts(facts))
    for name, amount in parts.stated():
        if amount.status is not Status.DOUBTFUL or _proven(bill, parts, name, amount):
            continue
        # Without a stated principal the plan is made from the total.
        weighty = name in asked or (name == "total" and parts.principal is None)
        severity = Severity.BLOCK if weighty else Severity.WARN
        yield Doubt(f"{where}{COMPONENT_NAMES[name]}", f"{field}.{name}", amount, severity)


def _proven(bill: Statement, parts: Parts, name: str, amount: Amount) -> bool:
    """Whether certain amounts add up to it: the parts to a total, the instalments to a whole."""
    if name == "total" and parts.principal is not None:
        addends = [found for key, found in parts.stated() if key != "total"]
        if _add_up(addends, amount):
            return True
    if parts is not bill.outstanding:
        return False
    unpaid = (row for row in bill.periods if row.status not in SETTLED)
    return _add_up([found for row in unpaid if (found := getattr(row, name)) is not None], amount)


def _add_up(addends: list[Amount], total: Amount) -> bool:
    certain = all(found.status is not Status.DOUBTFUL for found in addends)
    return len(addends) > 1 and certain and sum(a.value for a in addends) == total.value


def _doubtful(bill: Statement, doubts: list[Doubt], severity: Severity) -> Answer:
    """One answer for a bill: a person looks at the page once, with all places in sight."""
    listed = "、".join(_told(doubt) for doubt in doubts[:LISTED])
    more = f"等 {len(doubts)} 处" if len(doubts) > LISTED else ""
    return failed(
        f"{bill.title}有金额看不准：{listed}{more}",
        "对照截图逐个核对，改掉不对的 value，写上怎么核实的，放进 case.toml：\n"
        + "\n\n".join(_correction(doubt) for doubt in doubts),
        places(*(doubt.amount for doubt in doubts)),
        "bill",
        severity,
    )


def _told(doubt: Doubt) -> str:
    seen = dict.fromkeys(found.text for found in doubt.amount.readings)
    how = f"（先后读作 {'、'.join(seen)}）" if len(seen) > 1 else ""
    return f"{doubt.where} {yuan(doubt.amount.value)}{how}"


def _correction(doubt: Doubt) -> str:
    amount = doubt.amount
    return correction(page_of(amount.evidence), doubt.field, f"{amount.value:.2f}")


def _explained(facts: Facts, line: ClaimLine) -> bool:
    bills = (bill for bill in facts.claimed if bill.id == line.statement)
    return any(doubt.severity is Severity.BLOCK for bill in bills for doubt in _doubts(facts, bill))


def _doubtful_line(facts: Facts, line: ClaimLine) -> Answer:
    where = f"第{line.period}期" if line.period else "合计"
    name = next((bill.title for bill in facts.claimed if bill.id == line.statement), "账单")
    return failed(
        f"{name}{where}的金额看不准",
        "对照截图，在 case.toml 用 [[correction]] 确认或改正",
        pages((line.source,)),
        "bill",
    )


def within_outstanding(facts: Facts) -> Answers:
    """申请金额不超过账单显示的待还金额。

    为什么：多申请一分钱都与平台记录不符，会被认为不实。
    怎么办：核对账单后重新运行；金额读错的，用 [[correction]] 改正。

    The claim is not more than the bills show as unpaid.
    Why: a cent too much contradicts the lender's own books.
    Next: compare with the bill and run again; correct a misread amount with [[correction]].
    """
    if not facts.claim.lines:
        return (not_applicable("没有申请金额"),)
    problems = [answer for bill in facts.claimed for answer in _over(facts, bill)]
    for name, words in asked_parts(facts).items():
        told = getattr(facts.claim, name)
        summed = sum((getattr(line, name) for line in facts.claim.lines), ZERO)
        if told != summed:
            problems.append(
                failed(
                    f"申请的{words}合计 {yuan(told)}，各行相加是 {yuan(summed)}",
                    "重新运行；仍不一致请反馈",
                )
            )
    return tuple(problems) or (passed("申请金额都在待还金额之内"),)


def _over(facts: Facts, bill: Statement) -> Iterator[Answer]:
    tolerance = facts.catalogue.thresholds.money_tolerance
    for name, words in CLAIMABLE.items():
        asked = sum(
            (getattr(line, name) for line in facts.claim.lines if line.statement == bill.id), ZERO
        )
        owed, shown = _owed(bill, name)
        if asked > owed + tolerance:
            yield failed(
                f"{bill.title}申请{words} {yuan(asked)}，账单待还只有 {yuan(owed)}",
                "核对账单后重新运行；金额读错的，用 [[correction]] 改正",
                shown or pages(bill.pages),
                "bill",
            )


def _owed(bill: Statement, name: str) -> tuple[Decimal, tuple[Spot, ...]]:
    """The most that the pages show as unpaid of one component."""
    stated: Amount | None = getattr(bill.outstanding, name)
    unpaid = [
        amount
        for period in bill.periods
        if period.status not in SETTLED and (amount := getattr(period, name)) is not None
    ]
    summed = sum((amount.value for amount in unpaid), ZERO)
    if stated is not None and stated.value >= summed:
        return stated.value, places(stated)
    return summed, places(*unpaid)


def letter_matches_claim(facts: Facts) -> Answers:
    """申请书里的金额与明细表一致，自己写的那份也一样。

    为什么：申请书和明细对不上，机构不知道以哪个为准。
    怎么办：没有手工改过就重新运行；改过申请书的，请按明细表改回；自己写的改正或移出文件夹。

    The letter asks for exactly what the schedule lists, and so does one's own on paper.
    Why: if letter and schedule differ the lender cannot know which one counts.
    Next: run again; if the letter was edited by hand, bring it back to the schedule; mend your own
    letter or take it out of the folder.
    """
    if facts.claim.total <= 0:
        return (not_applicable("没有申请金额"),)
    if not facts.letters:
        return (undetermined("还没有生成申请书，无法核对", "补齐账单后重新运行"),)
    problems = tuple(a for letter in facts.letters for a in _letter_gaps(facts, letter))
    lacking = {line.statement for line in facts.claim.lines} - {
        key for letter in facts.letters for key in letter.statements
    }
    unasked = tuple(
        failed(
            f"{bill.title}计入了申请金额，但没有一封申请书写到它",
            "重新运行",
            pages(bill.pages),
            "application_letter",
        )
        for bill in facts.claimed
        if bill.id in lacking
    )
    own = tuple(own_letter_gaps(facts))
    fine = passed(f"{len(facts.letters)} 封申请书与明细一致{own_letters_told(facts)}")
    return (*problems, *unasked, *own) or (fine,)


def _letter_gaps(facts: Facts, letter: Letter) -> Iterator[Answer]:
    """Sums of the schedule that the letter does not name."""
    told = figures("\n".join(part.text for part in letter.parts))
    lines = [line for line in facts.claim.lines if line.statement in letter.statements]
    for name in asked_parts(facts):
        asked = sum((getattr(line, name) for line in lines), ZERO)
        if asked and asked not in told and not _told_apart(told, lines, name):
            yield failed(
                f"致{letter.lender}的申请书没有写{CLAIMABLE[name]}合计 {yuan(asked)}",
                "没有手工改过就重新运行；改过的按明细表改回",
                material="application_letter",
            )


def _told_apart(told: set[Decimal], lines: list[ClaimLine], name: str) -> bool:
    """Whether the letter names the sum of each statement by itself instead."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.statement] += getattr(line, name)
    return all(value in told for value in sums.values() if value)


def figures(text: str) -> set[Decimal]:
    """All amounts with two decimals, or followed by 元, in a text."""
    found = re.findall(
        r"(?<![\d.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?=\s*元|(?!\d))", text
    )
    return {Decimal(number.replace(",", "")) for number in found}


RULES = (
    Rule("amounts.split-shown", Severity.WARN, split_shown),
    Rule("amounts.confirmed", Severity.BLOCK, confirmed),
    Rule("amounts.claim-within-outstanding", Severity.BLOCK, within_outstanding),
    Rule("amounts.letter-matches-claim", Severity.BLOCK, letter_matches_claim),
)
