"""When things happened: papers fresh enough, days in order, hardship before the arrears."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from pipeline.check.doubt import days_meant
from pipeline.check.facts import Facts, day_of
from pipeline.check.future import DAY_HERE, not_in_future
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
from pipeline.hardship import since_of
from pipeline.plan.cells import DAY, MONTH, day_in
from schemas.evidence import FieldValue
from schemas.findings import Severity
from schemas.material import Material
from schemas.statement import PeriodStatus, Statement

GROUP = "hardship"
"""The exhibit group of the papers that prove a hardship."""
LONG_AGO = 3 * 365
"""So many days before the arrears a day on a paper, as that of a birth, is of something else."""
_DATED = ("issued", "period_to", "discharge_date", "pay_month")
_ORDERED = (
    ("admission_date", "discharge_date", "入院日期", "出院日期"),
    ("period_from", "period_to", "起始日期", "截止日期"),
    ("valid_from", "valid_until", "有效期起", "有效期止"),
)


def papers_fresh(facts: Facts) -> Answers:
    """材料和账单都是近期的。

    为什么：机构按当前情况审核，过旧的收入证明、流水、截图会被要求重开。
    怎么办：重新开具或重新截图；签署日期可在 case.toml 的 [signing] 写 date。

    Papers and bills are recent.
    Why: the lender decides on the present state and returns old certificates and screens.
    Next: have the paper issued again or take the screen again; the signing date can be set under
    [signing] in case.toml.
    """
    kinds = dict.fromkeys(paper.kind for paper in facts.case.materials if paper.kind != "bill")
    answers = [answer for kind in kinds if (answer := _kind_fresh(facts, kind))]
    answers += [answer for bill in facts.claimed if (answer := _bill_fresh(facts, bill))]
    if not answers:
        return (not_applicable("没有需要看日期的材料"),)
    problems = tuple(answer for answer in answers if answer.next)
    undated = sum(bill.as_of is None for bill in facts.claimed)
    aside = f"（另有 {undated} 份账单看不出日期，没有比对）" if undated else ""
    return problems or (passed(f"{len(answers)} 种有日期的材料和账单都在期限内{aside}"),)


def _kind_fresh(facts: Facts, kind: str) -> Answer | None:
    """Of several papers of a kind the newest counts."""
    material = facts.catalogue.materials.get(kind)
    papers = facts.papers(kind)
    if material is None or material.fresh_days is None or not papers:
        return None
    dated = [(*found, paper) for paper in papers if (found := _paper_day(paper))]
    if not dated:
        return undetermined(
            f"{material.name}上没有读到日期，无法判断是否在 {material.fresh_days} 天内",
            "看一眼日期，填进 case.toml；没有日期的请重新开具：\n"
            + correction(papers[0].pages[-1], "issued", DAY_HERE),
            pages(ref for paper in papers for ref in paper.pages),
            kind,
        )
    day, value, paper = max(dated, key=lambda entry: entry[0])
    age = (facts.today - day).days
    if age <= material.fresh_days and _fresh_anyhow(facts, value, material.fresh_days):
        return passed(f"{material.name} {day}")
    if not facts.sure(value):
        return undetermined(
            f"{material.name}的日期看不准（读作 {day}）",
            f"看一眼是否在 {material.fresh_days} 天内；读错的，改好 value 放进 case.toml：\n"
            + correction(page_of(value.evidence), _dated_by(paper, value), value.value),
            places(value),
            kind,
        )
    return failed(
        f"{material.name}是 {day} 的，已 {age} 天，一般要求 {material.fresh_days} 天内",
        "重新开具或导出一份新的",
        places(value),
        kind,
    )


def _fresh_anyhow(facts: Facts, value: FieldValue, limit: int) -> bool:
    """Whether a day is legible, or all that it may be misread for lies within the limit too."""
    if value.confidence >= facts.catalogue.thresholds.date_confidence:
        return True
    meant = days_meant(facts, value)
    return meant is not None and (
        (facts.today - meant.earliest).days <= limit and meant.latest <= facts.today
    )


def _dated_by(paper: Material, value: FieldValue) -> str:
    """The name of the field that holds the day of a paper."""
    return next(name for name in _DATED if paper.fields.get(name) == value)


def _paper_day(paper: Material) -> tuple[date, FieldValue] | None:
    """The day a paper speaks for; a month of wages with its last day, a span with its end."""
    found, end = day_of(paper, *_DATED), day_of(paper, "period_to")
    if found and end and end[0] > found[0]:
        return end  # No paper is made before its span is over: the other day is of a row.
    if found and len(found[1].value) == len("2026-10"):
        day = found[0]
        return day.replace(day=calendar.monthrange(day.year, day.month)[1]), found[1]
    return found


def _bill_fresh(facts: Facts, bill: Statement) -> Answer | None:
    # A bill without a date is reported by evidence.screen-dated.
    if bill.as_of is None:
        return None
    age, limit = (facts.today - bill.as_of).days, facts.catalogue.thresholds.bill_days
    if age <= limit:
        return passed(f"{bill.title} {bill.as_of}")
    return failed(
        f"{bill.title}账单是 {bill.as_of} 的，已 {age} 天，利息、罚息已经变了",
        "重新截一张最新的账单（借款）详情",
        pages(bill.pages),
        "bill",
    )


def in_order(facts: Facts) -> Answers:
    """同一份材料上的起止日期先后合理。

    为什么：出院早于入院、截止早于起始，不是读错就是材料有误。
    怎么办：对照原件；读错的，用 [[correction]] 改正；原件有误的，请出具单位更正。

    Dates on one paper come in order.
    Why: a discharge before the admission is misread or wrong on the paper.
    Next: compare with the paper; correct a misreading, or have the paper corrected.
    """
    pairs = [
        (paper, *pair)
        for paper in facts.case.materials
        for pair in _ORDERED
        if day_of(paper, pair[0]) and day_of(paper, pair[1])
    ]
    if not pairs:
        return (not_applicable("没有写起止日期的材料"),)
    wrong = tuple(
        failed(
            f"{facts.kind_name(paper.kind)}的{last} {paper.fields[end].value} "
            f"早于{first} {paper.fields[start].value}",
            "读错的，用 [[correction]] 改正；原件有误的，请出具单位更正",
            places(paper.fields[start], paper.fields[end]),
            paper.kind,
        )
        for paper, start, end, first, last in pairs
        if paper.fields[end].value < paper.fields[start].value
    )
    faint = [pair for pair in pairs if _order_doubted(facts, pair[0].fields, pair[1], pair[2])]
    fine = len(pairs) - len(faint)
    told = wrong or ((passed(f"{fine} 处起止日期先后合理"),) if fine else ())
    return (*told, *(_order_unknown(facts, *pair) for pair in faint))


def _order_doubted(facts: Facts, fields: Mapping[str, FieldValue], start: str, end: str) -> bool:
    """Whether days that seem to be in order may not be, since one of them is doubtful."""
    one, other = fields[start], fields[end]
    if other.value < one.value or (facts.sure(one) and facts.sure(other)):
        return False
    first, last = days_meant(facts, one), days_meant(facts, other)
    return first is None or last is None or first.latest > last.earliest


def _order_unknown(
    facts: Facts, paper: Material, start: str, end: str, first: str, last: str
) -> Answer:
    faint = next(name for name in (start, end) if not facts.sure(paper.fields[name]))
    value = paper.fields[faint]
    return undetermined(
        f"{facts.kind_name(paper.kind)}的{first}、{last}有一个看不准"
        f"（读作 {paper.fields[start].value}、{paper.fields[end].value}），先后没有核对",
        "看一眼先后对不对；读错的，改好 value 放进 case.toml：\n"
        + correction(page_of(value.evidence), faint, value.value),
        places(paper.fields[start], paper.fields[end]),
        paper.kind,
        Severity.INFO,
    )


def hardship_before_overdue(facts: Facts) -> Answers:
    """困难发生在逾期之前或同时。

    为什么：先逾期、后困难，机构会问逾期是不是另有原因。
    怎么办：在 case.toml 的 story 里如实说明先后关系；日期读错或写错的改正。

    The hardship began before the first missed payment, or with it.
    Why: if the arrears came first the lender will ask for another cause.
    Next: explain the order of events in story in case.toml, or correct a wrong date.
    """
    firsts = [(day, bill) for bill in facts.claimed if (day := first_overdue(bill))]
    if not firsts:
        return (not_applicable("没有读到逾期"),)
    since = since_of(facts.case)
    if since is None:
        return (
            undetermined(
                "没有写困难从什么时候开始，无法与逾期时间比对",
                "在 case.toml 的 [hardship] 写 since",
            ),
        )
    day, bill = min(firsts, key=lambda entry: entry[0])
    began, paper = since
    doubt = _beginning_doubted(facts, began, paper, day) if paper else None
    if doubt:
        return (doubt,)
    # A paper is often dated some days after what it tells of: without a typed day it is a doubt.
    unproven = None if paper else _only_later_papers(facts, began, day)
    if unproven:
        return (unproven,)
    if began <= day:
        unknown = sum(first_overdue(found) is None for found in facts.claimed)
        aside = f"（另 {unknown} 份账单没有读到从哪天起逾期）" if unknown else ""
        return (passed(f"困难始于 {began}，最早逾期 {day}{aside}"),)
    answer = (
        failed
        if paper is None or (began - day).days > facts.catalogue.thresholds.hardship_slack
        else undetermined
    )
    return (
        answer(
            f"最早逾期在 {day}（{bill.title}），困难始于 {began}，晚了 {(began - day).days} 天",
            "在 case.toml 的 story 里如实说明先后关系；日期写错的改正 since",
            (*pages(bill.pages), *(pages(paper.pages) if paper else ())),
        ),
    )


def _only_later_papers(facts: Facts, began: date, overdue: date) -> Answer | None:
    """Where the day that was typed lies before the arrears, and every day on the papers that prove
    the reason well after them."""
    known = facts.catalogue.materials
    papers = [p for p in facts.case.materials if p.kind in known and known[p.kind].group == GROUP]
    texts = [facts.text_of(ref) for paper in papers for ref in paper.pages]
    # 20260622 without signs is a piece of a number (门诊号M20260622-0147).
    written = [match for text in texts for match in DAY.finditer(text) if match[1]]
    days = [day for match in written if (day := day_in(match))]
    months = [match for text in texts for match in MONTH.finditer(DAY.sub(" ", text))]
    days += [date(int(match[1]), int(match[2]), 1) for match in months]
    days = [day for day in days if day > overdue - timedelta(days=LONG_AGO)]
    slack = timedelta(days=facts.catalogue.thresholds.hardship_slack)
    if began > overdue or not days or min(days) <= overdue + slack:
        return None
    return undetermined(
        f"写的是困难始于 {began}，最早逾期 {overdue}，而困难证明上最早的日期是 {min(days)}",
        "补上能看出困难何时开始的材料（如当时的病历、通知）；日期写错的改正 since",
        pages(ref for paper in papers for ref in paper.pages),
        papers[0].kind,
    )


def _beginning_doubted(facts: Facts, began: date, paper: Material, day: date) -> Answer | None:
    """Where the day on a paper is doubtful, and may be before `day` as well as after it."""
    named = [key for key, value in paper.fields.items() if value.value == began.isoformat()]
    value = paper.fields[named[0]] if named else None
    if value is None or facts.sure(value):
        return None
    meant = days_meant(facts, value)
    if meant and (meant.latest <= day or meant.earliest > day):
        return None
    return undetermined(
        f"{facts.kind_name(paper.kind)}的日期看不准（读作 {began}），"
        f"不知道困难是否始于最早逾期 {day} 之前",
        "看一眼日期；在 case.toml 的 [hardship] 写 since，或改好 value 放进 case.toml：\n"
        + correction(page_of(value.evidence), named[0], value.value),
        places(value),
        paper.kind,
    )


def first_overdue(bill: Statement) -> date | None:
    """The day the first unpaid instalment fell due, from the rows or from the overdue days."""
    overdue = [
        period.due
        for period in bill.periods
        if period.due and period.status is PeriodStatus.OVERDUE
    ]
    if overdue:
        return min(overdue)
    if bill.overdue_days and bill.as_of:
        return bill.as_of - timedelta(days=bill.overdue_days)
    return None


RULES = (
    Rule("dates.papers-fresh", Severity.WARN, papers_fresh),
    Rule("dates.not-in-future", Severity.BLOCK, not_in_future),
    Rule("dates.in-order", Severity.WARN, in_order),
    Rule("dates.hardship-before-overdue", Severity.WARN, hardship_before_overdue),
)
