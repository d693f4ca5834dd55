"""report.html: one self-contained file; no script, no request, same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from pipeline.check import Facts
from pipeline.report.debts import debts_section, totals_section
from pipeline.report.files import files_section, gallery_section
from pipeline.report.markup import Html, el, joined
from pipeline.report.pictures import pictures_of
from pipeline.report.todo import (
    checklist_section,
    findings_sections,
    settled_section,
    waived_section,
)
from pipeline.report.view import View, wanted_pictures
from pipeline.report.words import open_findings, unread
from pipeline.store import Cache
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim
from schemas.findings import CheckReport, Severity
from schemas.pack import ExhibitGroup
from schemas.plan import RepaymentPlan

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""Nothing is loaded from anywhere, whatever a paper may have said."""


def report_html(
    case: Case,
    claim: Claim,
    repayment: RepaymentPlan,
    report: CheckReport,
    groups: tuple[ExhibitGroup, ...],
    cache: Cache,
    catalogue: Catalogue,
) -> str:
    """The whole report as one HTML text; pictures come out of `cache`."""
    facts = Facts(case, claim, repayment, (), groups, catalogue)
    pictures = pictures_of(case.pages(), wanted_pictures(case, report), cache)
    view = View(facts, report, pictures)
    page = el("html", _head(view), el("body", _header(view), _main(view), _footer()), lang="zh-CN")
    return f"<!doctype html>\n{page}\n"


def _head(view: View) -> Html:
    style = (resources.files("pipeline.report") / "style.css").read_text("utf-8")
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"{_name(view)} · 减免材料审核报告"),
        el("style", Html(style)),
    )


def _name(view: View) -> str:
    return view.case.applicant.name or view.case.name


def _header(view: View) -> Html:
    day = view.case.today
    return el(
        "header",
        el("h1", "息费减免材料 · 审核报告"),
        el(
            "p",
            f"申请人 {_name(view)}　签署日期 {day.year} 年 {day.month} 月 {day.day} 日",
            cls="lead",
        ),
        _verdict(view),
        _tiles(view),
        _nav(view),
    )


def _verdict(view: View) -> Html:
    blocks = len(open_findings(view.report, Severity.BLOCK))
    lost = len(unread(view.case))
    if view.report.ready and not lost:
        said = "必备材料齐全，没有需要解决的问题。提交前请本人通读一遍，手写签名。"
        return el("div", el("b", "可以提交"), el("p", said), cls="verdict ready")
    parts = [f"{blocks} 个问题必须先解决"] if blocks else []
    parts += [f"{lost} 个文件没有读出来"] if lost else []
    said = f"{'，'.join(parts)}。按下面“怎么办”逐项处理后，重新运行一遍。"
    return el("div", el("b", "还不能提交"), el("p", said), cls="verdict stop")


def _tiles(view: View) -> Html:
    blocks = len(open_findings(view.report, Severity.BLOCK))
    warns = len(open_findings(view.report, Severity.WARN))
    missing = len(view.report.missing)
    rows = (
        ("申请减免（元）", f"{view.facts.asked.total:,.2f}", ""),
        ("必须解决", f"{blocks} 项", "bad" if blocks else "good"),
        ("请核对", f"{warns} 项", "warn" if warns else "good"),
        ("缺必备材料", f"{missing} 样", "bad" if missing else "good"),
    )
    tiles = (
        el("div", el("span", name), el("b", value), cls=f"tile {tone}".strip())
        for name, value, tone in rows
    )
    return el("div", *tiles, cls="tiles")


def _nav(view: View) -> Html:
    return el("nav", *(el("a", title, href=f"#{key}") for key, title in _contents(view)))


def _contents(view: View) -> Iterator[tuple[str, str]]:
    for severity, key, title in (
        (Severity.BLOCK, "block", "必须解决"),
        (Severity.WARN, "warn", "请核对"),
    ):
        if open_findings(view.report, severity):
            yield key, title
    yield from (
        ("checklist", "材料清单"),
        ("totals", "申请金额"),
        ("debts", "逐笔核对"),
        ("pages", "全部页面"),
        ("files", "全部文件"),
        ("settled", "已通过的检查"),
    )


def _main(view: View) -> Html:
    return el(
        "main",
        *findings_sections(view),
        waived_section(view),
        checklist_section(view),
        totals_section(view),
        debts_section(view),
        gallery_section(view),
        files_section(view),
        settled_section(view),
    )


def _footer() -> Html:
    return el(
        "footer",
        joined(
            (
                "本报告供申请人和协助者核对使用，不随材料提交。",
                "含个人敏感信息，请妥善保管，用完删除。",
                "程序只读取和整理材料，不改动原件，也不作法律结论。",
            )
        ),
    )
