"""Nothing is dated after the signing day, as far as its day is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.check.doubt import days_meant
from pipeline.check.facts import Facts, day_of
from pipeline.check.rule import (
    Answer,
    Answers,
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
from schemas.evidence import FieldValue
from schemas.findings import Severity, Spot
from schemas.reading import Line
from schemas.source import PageRef

DAY_HERE = "年-月-日，如 2026-11-05"
_DATED = ("issued", "period_to", "discharge_date")

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


SPEAK_OF_LATER = ("collection_message",)
"""Papers that name a day to come, as the one on which a court hears the matter."""


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
        if paper.kind not in SPEAK_OF_LATER and (found := day_of(paper, *_DATED))
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
    doubtful, undated = tuple(_doubtful(facts)), tuple(_undated(facts))
    if not dated and not known and not undated:
        return (not_applicable("没有读到任何日期"),)
    late += list(_signed_later(facts))
    sure = len(known) + len(dated) - len(doubtful)
    fine = (passed(f"{sure} 份有日期的材料都不晚于签署日期"),) if sure else ()
    told = {answer.material for answer in late}
    return (*(late or fine), *doubtful, *(new for new in undated if new.material not in told))


def _doubtful(facts: Facts) -> Iterator[Answer]:
    """Papers whose day lies behind as it was read, but is doubtful and may lie ahead."""
    for paper in facts.case.materials:
        found = day_of(paper, *_DATED)
        if found is None or facts.is_copy(paper) or found[0] > facts.today:
            continue
        day, value = found
        meant = days_meant(facts, value)
        if meant and meant.latest <= facts.today:
            continue
        field = next(name for name in _DATED if paper.fields.get(name) == value)
        yield undetermined(
            f"{facts.kind_name(paper.kind)}的日期看不准（读作 {day}），"
            f"不知道是否晚于签署日期 {facts.today}",
            "看一眼日期；读错的，改好 value 放进 case.toml：\n"
            + correction(page_of(value.evidence), field, value.value),
            places(value),
            paper.kind,
            _weight(facts, paper.kind),
        )


def _undated(facts: Facts) -> Iterator[Answer]:
    """Certificates on none of which a day was read."""
    for kind in CERTIFICATES:
        papers = facts.papers(kind)
        if papers and not any(day_of(paper, *_DATED) for paper in papers):
            yield undetermined(
                f"{facts.kind_name(kind)}上没有读到日期，不知道是否晚于签署日期 {facts.today}",
                "看一眼日期，填进 case.toml：\n"
                + correction(papers[0].pages[-1], "issued", DAY_HERE),
                pages(ref for paper in papers for ref in paper.pages),
                kind,
                _weight(facts, kind),
            )


def _weight(facts: Facts, kind: str) -> Severity:
    """Papers with a limit of age are asked after by `dates.papers-fresh` already."""
    found = facts.catalogue.materials.get(kind)
    return Severity.INFO if found and found.fresh_days is not None else Severity.WARN


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
