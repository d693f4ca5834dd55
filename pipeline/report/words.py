"""The words the reports share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from schemas.case import Case, CaseSource
from schemas.evidence import Status
from schemas.findings import CheckReport, Finding, Outcome, Severity
from schemas.source import PageRef
from schemas.statement import PeriodStatus

COMPONENTS = {
    "principal": "本金",
    "interest": "利息",
    "penalty": "罚息",
    "fees": "手续费",
    "late_fees": "违约金",
    "total": "合计",
}
STATUSES = {Status.VERIFIED: "已核对", Status.READ: "已读", Status.DOUBTFUL: "存疑"}
PERIODS = {
    PeriodStatus.PAID: "已还",
    PeriodStatus.OVERDUE: "已逾期",
    PeriodStatus.DUE: "本期应还",
    PeriodStatus.UPCOMING: "未到期",
    PeriodStatus.WAIVED: "已减免",
}
FORMS = {"screenshot": "截图", "photo": "照片", "scan": "扫描件", "electronic": "电子件"}
OPEN = (Outcome.FAILED, Outcome.UNDETERMINED)


def money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def place(path: str, page: int) -> str:
    """ "IMG_2034.JPG 第 2 页"."""
    return f"{path} 第 {page} 页"


def kib(size: int) -> str:
    """A file size a person can read."""
    return f"{size / 1024:,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"


def open_findings(report: CheckReport, severity: Severity) -> tuple[Finding, ...]:
    """Findings of a severity that need somebody, waived ones left out."""
    return tuple(
        finding
        for finding in report.findings
        if finding.outcome in OPEN and finding.severity is severity and not finding.waived
    )


def waived_findings(report: CheckReport) -> tuple[Finding, ...]:
    return tuple(finding for finding in report.findings if finding.waived)


def settled_findings(report: CheckReport) -> tuple[Finding, ...]:
    return tuple(finding for finding in report.findings if finding.outcome not in OPEN)


def anchor(ref: PageRef, order: Iterable[PageRef]) -> str:
    """The id of a page in the gallery: p1, p2, …"""
    return f"p{list(order).index(ref) + 1}"


def unread(case: Case) -> tuple[CaseSource, ...]:
    """Files that hold a paper nobody could read."""
    return tuple(source for source in case.sources if source.unread)
