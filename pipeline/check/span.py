"""How long a bank statement runs: the range that it prints, and the rows that bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pipeline.check.facts import Facts, day_of
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
from pipeline.extract.folding import fold
from schemas.findings import Severity, Spot
from schemas.material import Material
from schemas.source import PageRef

KIND = "bank_statement"
MISTAKEN = ("unemployment_benefit", "unknown")
"""Kinds that a page of a statement is taken for where a booking on it speaks of another matter."""
DAY_SLACK = 1
"""The next statement may begin on the day after the last one ends."""
ROWS = 3
"""Dated rows on a page from which its list counts as read."""
OPEN_END = 25
"""Days of the first or last month that the range must cover before rows are expected in it."""

_DAY = re.compile(
    r"(?<!\d)(20\d\d)(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d\d)(\d\d))(?!\d)"
)
_NO_ROW = re.compile(r"起始|终止|起止|截止|截至|期间|区间|打印|查询|制表|导出|开户|至20|[~—]\s*20")
"""Words of the lines that date the paper and not a booking."""

Range = tuple[date, date]


@dataclass(frozen=True)
class Rows:
    """days: of the bookings seen; whole: whether every page of the statements shows some."""

    days: tuple[date, ...]
    whole: bool


def statement_months(facts: Facts) -> Answers:
    """银行流水连续覆盖近三个月以上，中间没有整月空白。

    为什么：机构一般要看近 3–6 个月的收支，缺月会被要求补。
    怎么办：导出时把起止日期选满近 3–6 个月，中间不要断；确实整月没有交易的，用 [[waive]] 说明。

    The bank statement covers the last three months or more, with no month left blank.
    Why: lenders look at three to six months of income and spending.
    Next: choose the full three to six months when exporting, without a gap; where a month truly
    had no booking say so with [[waive]].
    """
    papers = facts.papers(KIND)
    if not papers:
        return (not_applicable("材料里没有银行流水"),)
    spans = sorted({span for paper in papers if (span := _printed(paper))})
    everywhere = pages(ref for paper in papers for ref in paper.pages)
    rows = _rows(facts, papers)
    if not spans:
        blank = _blank_months(_seen(rows), rows, everywhere)
        return (*blank, _no_range(facts, rows, everywhere))
    found = (
        *_span_problems(facts, spans, everywhere),
        *(answer for span in spans for answer in _blank_months(span, rows, everywhere)),
    )
    return found or (passed(_told(spans, rows)),)


def _printed(paper: Material) -> Range | None:
    start, end = day_of(paper, "period_from"), day_of(paper, "period_to")
    return (start[0], end[0]) if start and end else None


def _told(spans: list[Range], rows: Rows) -> str:
    range_ = f"银行流水 {spans[0][0]} 至 {max(end for _, end in spans)}"
    return range_ + ("，各月都有交易" if rows.whole else "（按页面写的起止日期，没有逐笔核对）")


def _no_range(facts: Facts, rows: Rows, everywhere: tuple[Spot, ...]) -> Answer:
    """Not read; only worth knowing where the bookings themselves run long enough."""
    seen = _seen(rows)
    told = f"；看到的交易从 {seen[0]} 到 {seen[1]}" if seen else ""
    enough = seen and (seen[1] - seen[0]).days >= facts.catalogue.thresholds.statement_days
    return undetermined(
        f"没有读到银行流水的起止日期{told}",
        "看一眼是否满三个月",
        everywhere,
        KIND,
        Severity.INFO if enough else None,
    )


def _seen(rows: Rows) -> Range | None:
    return (min(rows.days), max(rows.days)) if rows.days else None


def _rows(facts: Facts, papers: tuple[Material, ...]) -> Rows:
    """Of all pages of the statements, and of lists that may be pages of theirs."""
    refs = dict.fromkeys(
        ref for paper in papers for ref in paper.pages if ref not in facts.duplicates
    )
    by_page = [tuple(_booked(facts, ref)) for ref in refs]
    whole = all(len(found) >= ROWS for found in by_page)
    by_page += [tuple(_booked(facts, ref)) for ref in stray_lists(facts)]
    return Rows(tuple(sorted(day for found in by_page for day in found)), whole)


def stray_lists(facts: Facts) -> tuple[PageRef, ...]:
    """Pages with dated rows that were taken for another paper and may belong to a statement."""
    return tuple(
        ref
        for paper in facts.papers(*MISTAKEN)
        for ref in paper.pages
        if len(tuple(_booked(facts, ref))) >= ROWS
    )


def _booked(facts: Facts, ref: PageRef) -> Iterator[date]:
    """The days at the heads of the rows of a page."""
    for line in facts.text_lines(ref):
        text = re.sub(r"\s+", " ", fold(line.text))
        match = _DAY.search(text)
        if match is None or _NO_ROW.search(text):
            continue
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _blank_months(span: Range | None, rows: Rows, everywhere: tuple[Spot, ...]) -> Iterator[Answer]:
    """Months inside the range without a booking; only told where every page gave its rows."""
    if span is None or not rows.whole:
        return
    booked = {(day.year, day.month) for day in rows.days}
    blank = [f"{year}-{month:02d}" for year, month in _months(*span) if (year, month) not in booked]
    if blank:
        yield failed(
            f"银行流水从 {span[0]} 到 {span[1]}，其中 {'、'.join(blank)} 没有一笔交易",
            "看一眼是否缺了几页或没有导全，补导出这几个月；确实没有交易的，用 [[waive]] 说明",
            everywhere,
            KIND,
        )


def _months(start: date, end: date) -> Iterator[tuple[int, int]]:
    """The months of a range; one that it touches with a few days alone is left out."""
    edges = [start]
    while edges[-1] <= end:
        last = edges[-1]
        edges.append(date(last.year + last.month // 12, last.month % 12 + 1, 1))
    for first, following in pairwise(edges):
        if (min(following, end + timedelta(days=1)) - first).days >= OPEN_END:
            yield first.year, first.month


def _span_problems(
    facts: Facts, spans: list[Range], everywhere: tuple[Spot, ...]
) -> Iterator[Answer]:
    start, end = spans[0]
    for begins, ends in spans[1:]:
        if (begins - end).days > DAY_SLACK:
            yield failed(
                f"银行流水缺 {end + timedelta(days=1)} 至 {begins - timedelta(days=1)}",
                "补导出缺的这一段",
                everywhere,
                KIND,
            )
            start = begins
        end = max(end, ends)
    if (end - start).days < facts.catalogue.thresholds.statement_days:
        yield failed(
            f"银行流水只有 {start} 至 {end}，不满三个月",
            "重新导出近 3–6 个月",
            everywhere,
            KIND,
        )


RULES = (Rule("dates.statement-months", Severity.WARN, statement_months),)
