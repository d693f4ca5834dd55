"""pack.json: what a program reads. Keys and their meaning are the contract; order is fixed."""

from __future__ import annotations

import json
from functools import reduce
from typing import Any

from pipeline.legibility import legibility_faults
from pipeline.relief import CHARGES, Asked, asked_in_all
from schemas.case import Case, CaseSource
from schemas.catalogue import load_catalogue
from schemas.claim import Claim
from schemas.evidence import Amount
from schemas.findings import CheckReport
from schemas.material import Material
from schemas.source import Page, PageRef
from schemas.statement import Parts, Statement

SCHEMA = "reliefpack/1"


def pack_json(case: Case, claim: Claim, report: CheckReport) -> str:
    """The whole record of a build."""
    record = {
        "schema": SCHEMA,
        "ready": report.ready,
        "applicant": case.applicant.model_dump(mode="json"),
        "today": case.today.isoformat(),
        **_read_part(case),
        "claim": _claim(claim),
        "asked": _asked(asked_in_all(case, claim)),
        "findings": [finding.model_dump(mode="json") for finding in report.findings],
        "missing": list(report.missing),
    }
    return _text(record)


def read_json(case: Case) -> str:
    """`read --json`: files and statements alone."""
    return _text({"schema": SCHEMA, **_read_part(case)})


def _text(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _read_part(case: Case) -> dict[str, Any]:
    materials: dict[PageRef, list[Material]] = {}
    for material in case.materials:
        for ref in material.pages:
            materials.setdefault(ref, []).append(material)
    statements = {ref: statement.id for statement in case.statements for ref in statement.pages}
    copies = dict(case.duplicates)
    return {
        "files": [_file(source, materials, statements, copies, case) for source in case.sources],
        "statements": [_statement(statement) for statement in case.statements],
    }


def _file(
    source: CaseSource,
    materials: dict[PageRef, list[Material]],
    statements: dict[PageRef, str],
    copies: dict[PageRef, PageRef],
    case: Case,
) -> dict[str, Any]:
    fault = source.fault
    return {
        "path": source.file.path,
        "sha256": source.file.sha256,
        "size": source.file.size,
        "inside": source.file.inside or None,
        "holds": source.holds,
        "fault": {"code": fault.code.value, "message": fault.message, "next": fault.next}
        if fault
        else None,
        "pages": [
            _page(page, materials[page.ref], statements.get(page.ref), copies.get(page.ref), case)
            for page in source.pages
        ],
    }


def _page(
    page: Page,
    papers: list[Material],
    statement: str | None,
    copy: PageRef | None,
    case: Case,
) -> dict[str, Any]:
    readings = {reading.ref: reading for reading in case.readings}
    limits = load_catalogue().thresholds
    material = papers[0]
    fields = [_fields(paper, page) for paper in papers]
    return {
        "page": page.ref.page,
        "material": material.kind,
        "confidence": material.confidence,
        "also": list(material.also),
        "claimants": list(material.claimants),
        "duplicate_of": {"path": copy.path, "page": copy.page} if copy else None,
        "looks_like": [
            {"path": first.path, "page": first.page} for one, first in case.alike if one == page.ref
        ],
        "legible": not any(legibility_faults(page, readings[page.ref], limits)),
        "rotation": page.rotation,
        "width": page.width,
        "height": page.height,
        "form": page.form,
        "fields": reduce(_completed, fields),
        "papers": [
            {
                "material": paper.kind,
                "box": paper.area.as_list(),
                "fields": stated,
            }
            for paper, stated in zip(papers, fields, strict=True)
            if paper.area
        ],
        "statement": statement,
    }


def _completed(first: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The facts of the first paper, and those that only the other states."""
    return first | {name: value for name, value in other.items() if name not in first}


def _fields(paper: Material, page: Page) -> dict[str, Any]:
    """The facts of a paper that stand on a page."""
    return {
        name: value.model_dump(mode="json")
        for name, value in paper.fields.items()
        if (value.evidence.path, value.evidence.page) == (page.ref.path, page.ref.page)
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "lender": statement.lender,
        "product": statement.product,
        "product_id": statement.product_id,
        "account": statement.account,
        "loan": statement.apart,
        "as_of": statement.as_of.isoformat() if statement.as_of else None,
        "due": statement.due.isoformat() if statement.due else None,
        "currency": statement.currency,
        "holder": statement.holder.model_dump(mode="json") if statement.holder else None,
        "pages": [{"path": ref.path, "page": ref.page} for ref in statement.pages],
        "overdue_days": statement.overdue_days,
        "daily_rate": _plain(statement.daily_rate),
        "annual_rate": _plain(statement.annual_rate),
        "periods": [
            {
                "index": period.index,
                "of": period.of,
                "due": period.due.isoformat() if period.due else None,
                "status": period.status.value if period.status else None,
                **_parts(period),
            }
            for period in statement.periods
        ],
        "outstanding": _parts(statement.outstanding),
        "paid": _parts(statement.paid),
        "arithmetic": [done.model_dump(mode="json") for done in statement.arithmetic],
        "notes": list(statement.notes),
        "needs_review": statement.needs_review,
    }


def _plain(value: Any) -> str | None:
    return format(value, "f") if value is not None else None


def _parts(parts: Parts) -> dict[str, Any]:
    names = ("principal", "interest", "penalty", "fees", "late_fees", "total")
    amounts: dict[str, Amount | None] = {name: getattr(parts, name) for name in names}
    return {
        name: amount.model_dump(mode="json") if amount else None for name, amount in amounts.items()
    }


def _asked(asked: Asked) -> dict[str, str]:
    """What of the claim is asked to be waived, yuan."""
    amounts = {name: getattr(asked, name) for name in (*CHARGES, "total")}
    return {name: format(amount, ".2f") for name, amount in amounts.items()}


def _claim(claim: Claim) -> dict[str, Any]:
    dumped = claim.model_dump(mode="json")
    return {**dumped, "total": format(claim.total, ".2f")}
