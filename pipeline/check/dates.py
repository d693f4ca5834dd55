"""When things happened: papers fresh enough, nothing in the future, hardship before the arrears."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.check.facts import Facts, day_of
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
from pipeline.extract.folding import fold
from pipeline.hardship import since_of
from schemas.evidence import FieldValue
from schemas.findings import Severity, Spot
from schemas.material import Material
from schemas.reading import Line
from schemas.source import PageRef
from schemas.statement import PeriodStatus, Statement

DAY_HERE = "年-月-日，如 2026-11-05"
CERTIFICATES = (
    "disaster_certificate",
    "hardship_certificate",
    "termination_certificate",
    "income_certificate",
    "diagnosis",
    "employment_certificate",
    "kinship_proof",
)
"""Papers that look back: no day on them that stands alone may lie ahead."""
_ALONE = re.compile(
    r"(?:日期:?|签发日期:?|开具日期:?)?(20\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?"
)
_CUT = re.compile(r"(20\d\d)年(\d{1,2})(?:月\d?)?")
"""The same with its end under a seal."""

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
    legible = value.confidence >= facts.catalogue.thresholds.date_confidence
    if age <= material.fresh_days and legible:
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


def not_in_future(facts: Facts) -> Answers:
    """没有晚于签署日期的材料。

    为什么：签署日期早于材料日期，说明签字时还没有这份材料，会被认为不实。
    怎么办：日期读错的，用 [[correction]] 改正；材料是后来补的，把 [signing] date 改到其后。

    No paper is dated after the signing day.
    Why: a signature older than its papers cannot have seen them.
    Next: correct a misread date with [[correction]], or move the signing date after the papers.
    """
    dated = [
        (facts.kind_name(paper.kind), *found, paper.kind)
        for paper in facts.case.materials
        if (found := day_of(paper, "issued", "period_to", "discharge_date"))
    ]
    late = [
        (failed if facts.sure(value) else undetermined)(
            f"{name}的日期 {day} 晚于签署日期 {facts.today}",
            "日期读错的，用 [[correction]] 改正；否则把 [signing] date 改到其后",
            places(value),
            kind,
        )
        for name, day, value, kind in dated
        if day > facts.today
    ]
    late += [
        failed(
            f"{bill.title}账单的日期 {bill.as_of} 晚于签署日期 {facts.today}",
            "确实是后来的，把 [signing] date 改到其后；日期读错的，改好 value 放进 case.toml：\n"
            + correction(bill.pages[0], "as_of", str(bill.as_of)),
            pages(bill.pages),
            "bill",
        )
        for bill in facts.case.statements
        if bill.as_of and bill.as_of > facts.today
    ]
    known = [bill for bill in facts.case.statements if bill.as_of]
    if not dated and not known:
        return (not_applicable("没有读到任何日期"),)
    late += list(_signed_later(facts))
    return tuple(late) or (passed(f"{len(dated) + len(known)} 份有日期的材料都不晚于签署日期"),)


def _signed_later(facts: Facts) -> Iterator[Answer]:
    """Certificates whose day that stands by itself, as beside a seal, is later or half lost."""
    for paper in facts.papers(*CERTIFICATES):
        issued = day_of(paper, "issued")
        known = issued[0] if issued else None
        for ref in paper.pages:
            for line in facts.text_lines(ref):
                if issued and _stands_below(issued[1], ref, line):
                    continue  # 入职时间 2019年5月 in a form: the paper's own day comes after it.
                told = _sign_off(facts, re.sub(r"\s", "", fold(line.text)), known)
                if told:
                    yield undetermined(
                        f"{facts.kind_name(paper.kind)}{told}",
                        "看一眼落款：开错的请出具单位更正；是后来补的，把 [signing] date 改到其后；"
                        "没有读对的，放进 case.toml：\n" + correction(ref, "issued", DAY_HERE),
                        (Spot(path=ref.path, page=ref.page, box=line.box, text=line.text),),
                        paper.kind,
                    )


def _stands_below(value: FieldValue, ref: PageRef, line: Line) -> bool:
    place = value.evidence
    return (place.path, place.page) == (ref.path, ref.page) and place.box.y0 >= line.box.y1


def _sign_off(facts: Facts, text: str, issued: date | None) -> str:
    """What is wrong with a day that stands alone; "" where nothing is, or it is none."""
    whole, cut = _ALONE.fullmatch(text), _CUT.fullmatch(text)
    day = _day(whole) if whole else None
    if day and day > facts.today and day != issued:
        return f"上写着 {day}，晚于签署日期 {facts.today}"
    apart = cut and issued and (issued.year, issued.month) != (int(cut[1]), int(cut[2]))
    if cut and apart:
        told = f"{cut[1]} 年 {cut[2]} 月"
        return f"的落款只读到 {told}，日子被盖住或拍缺了；读作日期的 {issued} 出自正文"
    return ""


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


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
    return tuple(
        failed(
            f"{facts.kind_name(paper.kind)}的{last} {paper.fields[end].value} "
            f"早于{first} {paper.fields[start].value}",
            "读错的，用 [[correction]] 改正；原件有误的，请出具单位更正",
            places(paper.fields[start], paper.fields[end]),
            paper.kind,
        )
        for paper, start, end, first, last in pairs
        if paper.fields[end].value < paper.fields[start].value
    ) or (passed(f"{len(pairs)} 处起止日期先后合理"),)


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
    # A paper is often dated some days after what it tells of: without a typed day it is a doubt.
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
