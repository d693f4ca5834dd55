"""The shape of pack.json and of `read --json`: the contract with other programs.

`pipeline.record` writes it, key by key in a fixed order; these models describe it, are exported as
JSON Schema, and a test holds what is written against them. Keys may be added, none changes meaning.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Frozen, Money, Rate
from schemas.case import Person
from schemas.claim import ClaimLine, Excluded
from schemas.evidence import FieldValue
from schemas.findings import Finding
from schemas.geometry import Box
from schemas.source import FaultCode, PageRef
from schemas.statement import Arithmetic, Parts, Period


class RecordFault(Frozen):
    """Why a file could not be used, and what to do."""

    code: FaultCode
    message: str
    next: str


class RecordPaper(Frozen):
    """One of several papers on a page; box: where its words stand."""

    material: str
    box: Box
    fields: dict[str, FieldValue]


class RecordPage(Frozen):
    """One upright page.

    material: catalogue id, "unknown" where unsure; claimants: kinds that came close
    also: kinds of the other papers on the same page (both sides of an ID card copied together, two
        payslips in one photo), one for each
    papers: where several papers share the page, each with its own facts; else none
    fields: the facts of the first paper, and those that only the others state
    looks_like: pages that may show the same paper; both are used until somebody has looked
    rotation: degrees clockwise that it was turned by to stand upright
    width, height: pixels of the upright page, in which every box is given
    statement: id of the statement it belongs to
    """

    page: int = Field(ge=1)
    material: str
    confidence: float
    claimants: tuple[str, ...]
    also: tuple[str, ...] = ()
    duplicate_of: PageRef | None
    looks_like: tuple[PageRef, ...] = ()
    legible: bool
    rotation: int
    width: int
    height: int
    form: str
    fields: dict[str, FieldValue]
    papers: tuple[RecordPaper, ...] = ()
    statement: str | None


class RecordFile(Frozen):
    """One input file; every file of the folder is listed, also those that could not be read.

    inside: path of the archive it was taken out of, else null; holds: files taken out of it
    """

    path: str
    sha256: str
    size: int
    inside: str | None = None
    holds: int = 0
    fault: RecordFault | None
    pages: tuple[RecordPage, ...]


class RecordStatement(Frozen):
    """One debt as its newest screens show it; an amount is null where the page states none.

    account: last digits; loan: what tells it from other loans of its product; "" for none
    """

    id: str
    lender: str
    product: str
    product_id: str
    account: str
    loan: str
    as_of: date | None
    due: date | None
    currency: str
    holder: FieldValue | None
    pages: tuple[PageRef, ...]
    overdue_days: int | None
    daily_rate: Rate | None
    annual_rate: Rate | None
    periods: tuple[Period, ...]
    outstanding: Parts
    paid: Parts
    arithmetic: tuple[Arithmetic, ...]
    notes: tuple[str, ...]
    needs_review: bool


class RecordClaim(Frozen):
    """What is asked for; `schemas.claim.Claim` with its total. Yuan."""

    interest: Money
    penalty: Money
    late_fees: Money
    fees: Money
    principal: Money
    interest_overdue: Money
    total: Money
    lines: tuple[ClaimLine, ...]
    excluded: tuple[Excluded, ...]


class RecordAsked(Frozen):
    """What of the claim is asked to be waived: all of it, or less. Yuan."""

    interest: Money
    penalty: Money
    late_fees: Money
    fees: Money
    total: Money


class ReadRecord(Frozen):
    """What `reliefpack read --json` prints."""

    schema_: Literal["reliefpack/1"] = Field(alias="schema")
    files: tuple[RecordFile, ...]
    statements: tuple[RecordStatement, ...]


class PackRecord(ReadRecord):
    """pack.json. ready: no finding blocks; missing: catalogue ids of materials."""

    ready: bool
    applicant: Person
    today: date
    claim: RecordClaim
    asked: RecordAsked
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
