"""report.html: one self-contained file, for people."""

from __future__ import annotations

from pipeline.store import Cache
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim
from schemas.findings import CheckReport
from schemas.pack import ExhibitGroup
from schemas.plan import RepaymentPlan


def report_html(
    case: Case,
    claim: Claim,
    repayment: RepaymentPlan,
    report: CheckReport,
    groups: tuple[ExhibitGroup, ...],
    cache: Cache,
    catalogue: Catalogue,
) -> str:
    return "<!doctype html><meta charset=utf-8><title>report</title>\n"
