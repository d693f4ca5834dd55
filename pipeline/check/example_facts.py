"""Turns the small tables of an example case (see pipeline.check.example) into Facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pipeline.check.facts import Facts
from schemas.case import Case, CaseSource, Contradiction, Person
from schemas.casefile import CaseFile
from schemas.catalogue import Catalogue
from schemas.claim import Claim, ClaimLine, Excluded
from schemas.evidence import Amount, EngineReading, Evidence, FieldValue, Status
from schemas.geometry import Box
from schemas.material import Material
from schemas.pack import Exhibit, ExhibitGroup, ExhibitPage, Letter, LetterPart
from schemas.plan import BudgetLine, Instalment, LenderShare, RepaymentPlan
from schemas.reading import Line, Reading
from schemas.source import Fault, Page, PageQuality, PageRef, SourceFile
from schemas.statement import COMPONENTS, Arithmetic, Parts, Period, PeriodStatus, Statement

Table = Mapping[str, Any]
BOX = Box(x0=700, y0=400, x1=900, y1=440)
PARTS = (*COMPONENTS, "total")
GOOD = PageQuality(sharpness=300.0, contrast=180.0, glare=0.0, text_height=32.0)
ZERO = Decimal(0)


def facts_of(data: Table, catalogue: Catalogue) -> Facts:
    case = _case(data)
    claim = _claim(data.get("claim", {}), case)
    return Facts(
        case=case,
        claim=claim,
        repayment=_plan(data.get("plan", {})),
        letters=tuple(_letter(key, entry) for key, entry in data.get("letter", {}).items()),
        groups=_groups(data.get("exhibit", {}), case),
        catalogue=catalogue,
    )


def _case(data: Table) -> Case:
    typed = CaseFile.model_validate(data.get("typed", {}))
    papers = data.get("material", {})
    materials = tuple(
        _material(f"m{number}", name, entry)
        for number, (name, entry) in enumerate(papers.items(), 1)
    )
    person = {**typed.applicant.model_dump(), **data.get("applicant", {})}
    return Case(
        name="样例",
        today=data["today"],
        typed=typed,
        applicant=Person(**person),
        sources=(*_sources(papers), *_faulted(data.get("fault", {}))),
        readings=tuple(reading for name in papers for reading in _readings(papers[name])),
        materials=materials,
        statements=tuple(_statement(key, item) for key, item in data.get("statement", {}).items()),
        duplicates=tuple((_ref(pair[0]), _ref(pair[1])) for pair in data.get("duplicate", ())),
        contradictions=tuple(
            Contradiction(**{**entry, "source": _ref(entry["source"])})
            for entry in data.get("contradiction", ())
        ),
    )


def _ref(text: str) -> PageRef:
    path, _, page = text.partition("#")
    return PageRef(path=path, page=int(page or 1))


def _refs(entry: Table) -> tuple[PageRef, ...]:
    return tuple(
        PageRef(path=entry["file"], page=entry.get("first", 1) + place)
        for place in range(entry.get("pages", 1))
    )


def _material(key: str, name: str, entry: Table) -> Material:
    return Material(
        id=key,
        kind=entry.get("kind", name),
        pages=_refs(entry),
        confidence=entry.get("sure", 0.95),
        claimants=tuple(entry.get("claimants", ())),
        fields={
            field: _field(entry["file"], value) for field, value in entry.get("fields", {}).items()
        },
        assigned=entry.get("assigned", False),
        also=tuple(entry.get("also", ())),
    )


def _field(path: str, value: Any) -> FieldValue:
    given = value if isinstance(value, Mapping) else {"value": value}
    label = given.get("label", "")
    evidence = Evidence(path=path, page=1, box=BOX, text=given["value"], label=label)
    return FieldValue(
        value=given["value"], confidence=given.get("confidence", 0.99), evidence=evidence
    )


def _sources(papers: Table) -> Iterator[CaseSource]:
    files: dict[str, list[Page]] = {}
    for entry in papers.values():
        files.setdefault(entry["file"], []).extend(_page(ref, entry) for ref in _refs(entry))
    for path, found in files.items():
        distinct = {page.ref: page for page in found}
        yield CaseSource(
            file=SourceFile(path=path, sha256="0" * 64, size=1000), pages=tuple(distinct.values())
        )


def _page(ref: PageRef, entry: Table) -> Page:
    return Page(
        ref=ref,
        image="0" * 64,
        media="image/png",
        width=1080,
        height=2400,
        look="0" * 16,
        form=entry.get("form", "screenshot"),
        software=entry.get("software", ""),
        quality=GOOD.model_copy(update=entry.get("quality", {})),
    )


def _faulted(faults: Table) -> Iterator[CaseSource]:
    for path, fault in faults.items():
        yield CaseSource(
            file=SourceFile(path=path, sha256="0" * 64, size=1000), fault=Fault(**fault)
        )


def _readings(entry: Table) -> Iterator[Reading]:
    texts = entry.get("lines", ["样例文字"])
    sure = entry.get("confidence", 0.97)
    for ref in _refs(entry):
        lines = tuple(
            _line(text, 40 * row, sure)
            for row, text in enumerate(texts)
            if ref.page == 1 or not row
        )
        yield Reading(ref=ref, engine="example", lines=lines)


def _line(text: str, top: int, sure: float) -> Line:
    box = Box(x0=60, y0=top, x1=900, y1=top + 32)
    corners = (60.0, float(top), 900.0, float(top), 900.0, top + 32.0, 60.0, top + 32.0)
    count = len(text)
    return Line(
        text=text,
        box=box,
        quad=corners,
        confidence=sure,
        centres=tuple((place + 0.5) / count for place in range(count)),
        certainties=(sure,) * count,
    )


def _statement(key: str, entry: Table) -> Statement:
    path = entry["file"]
    plain = {
        name: entry[name]
        for name in (
            *("lender", "product", "product_id", "kind", "as_of", "overdue_days", "daily_rate"),
            *("annual_rate", "currency", "account", "due", "scope", "notes", "filed"),
            *("loan", "lent", "began", "apart", "delays", "unread", "rivals"),
        )
        if name in entry
    }
    blank = dict.fromkeys(("as_of", "overdue_days", "daily_rate", "annual_rate"))
    holder = entry.get("holder")
    return Statement.model_validate(
        {
            **dict.fromkeys(("lender", "product", "product_id"), ""),
            **blank,
            "kind": "unknown",
            **plain,
            "id": key,
            "pages": _refs(entry),
            "holder": _field(path, holder) if holder else None,
            "periods": tuple(_period(path, row) for row in entry.get("period", ())),
            "outstanding": Parts(**_amounts(path, entry.get("outstanding", {}))),
            "arithmetic": tuple(Arithmetic(**found) for found in entry.get("arithmetic", ())),
            "needs_review": entry.get("needs_review", False),
        }
    )


def _period(path: str, row: Table) -> Period:
    plain = {name: row[name] for name in ("index", "of", "due", "status") if name in row}
    return Period.model_validate({**plain, **_amounts(path, row)})


def _amounts(path: str, entry: Table) -> dict[str, Amount]:
    return {name: _amount(path, entry[name]) for name in PARTS if name in entry}


def _amount(path: str, value: Any) -> Amount:
    given = value if isinstance(value, Mapping) else {"value": value}
    text = given.get("text", given["value"])
    label = given.get("label", "")
    readings = given.get("readings", (given["value"], given["value"]))
    return Amount(
        value=Decimal(given["value"]),
        status=Status(given.get("status", "verified")),
        evidence=Evidence(path=path, page=1, box=BOX, text=text, label=label),
        readings=tuple(
            EngineReading(engine=engine, text=read, confidence=0.98)
            for engine, read in zip(("RapidOCR", "Tesseract"), readings, strict=False)
        ),
    )


def _claim(entry: Table, case: Case) -> Claim:
    """Every row of every statement that is not left out, and their sums unless misstated."""
    left_out = entry.get("excluded", {})
    lines = [
        line
        for statement in case.statements
        if statement.id not in left_out
        for line in _lines(statement, entry)
    ]
    lines += [line for line in lines if line.period in entry.get("twice", ())]
    sums = {
        name: sum((getattr(line, name) for line in lines), ZERO)
        for name in ("principal", "interest", "penalty", "late_fees", "fees")
    }
    sums["interest_overdue"] = sum((line.interest_due for line in lines), ZERO)
    told = {name: Decimal(entry[name]) for name in sums if name in entry}
    return Claim(
        **{**sums, **told},
        lines=tuple(lines),
        excluded=tuple(
            Excluded(statement=key, reason=reason, message=reason)
            for key, reason in left_out.items()
        ),
    )


def _lines(statement: Statement, entry: Table) -> Iterator[ClaimLine]:
    settled = () if entry.get("settled") else (PeriodStatus.PAID, PeriodStatus.WAIVED)
    rows: list[tuple[int | None, Parts]] = [
        (row.index, row) for row in statement.periods if row.status not in settled
    ]
    for number, parts in rows or [(None, statement.outstanding)]:
        values = {
            name: amount.value if (amount := getattr(parts, name)) else ZERO for name in COMPONENTS
        }
        values["fees"] = ZERO
        told = {
            name: Decimal(value)
            for name, value in entry.get("row", {}).get(str(number), {}).items()
        }
        doubtful = any(amount.status is Status.DOUBTFUL for _, amount in parts.stated())
        yield ClaimLine(
            statement=statement.id,
            period=number,
            **{**values, **told},
            overdue=getattr(parts, "status", None) is PeriodStatus.OVERDUE,
            status=Status.DOUBTFUL if doubtful else Status.VERIFIED,
            source=statement.pages[0],
        )


def _plan(entry: Table) -> RepaymentPlan:
    total = Decimal(entry.get("to_repay", "0"))
    months = entry.get("months", 0)
    payments = [Decimal(value) for value in entry.get("payments", ())]
    if months and not payments:
        each = (total / months).quantize(Decimal("0.01"))
        payments = [each] * (months - 1) + [total - each * (months - 1)]
    disposable = entry.get("disposable")
    return RepaymentPlan(
        income=_budget("月收入", entry.get("income")),
        spending=_budget("每月开支", entry.get("spending")),
        other_debts=(),
        disposable=Decimal(disposable) if disposable is not None else None,
        to_repay=total,
        instalments=_instalments(payments, total, entry),
        shares=tuple(
            LenderShare(lender=name, statements=(), to_repay=total, settled=True)
            for name in entry.get("settled", ())
        ),
        origin=entry.get("origin", "computed"),
        broken_down=entry.get("broken_down", True),
        later_from=entry.get("later_from"),
        unknown=tuple(entry.get("unknown", ())),
    )


def _instalments(payments: list[Decimal], total: Decimal, entry: Table) -> tuple[Instalment, ...]:
    first, rows, left = entry.get("first", date(2026, 12, 21)), [], total
    for number, payment in enumerate(payments, 1):
        left -= payment
        rows.append(
            Instalment(
                number=number,
                due=first + timedelta(days=30 * (number - 1)),
                principal=payment,
                interest=ZERO,
                penalty=ZERO,
                waived=ZERO,
                payment=payment,
                remaining=left,
                source="" if number > 1 else entry.get("first_source", ""),
            )
        )
    return tuple(rows)


def _budget(label: str, amount: str | None) -> tuple[BudgetLine, ...]:
    return (BudgetLine(label=label, amount=Decimal(amount), source="本人填写"),) if amount else ()


def _letter(key: str, entry: Table) -> Letter:
    return Letter(
        lender=entry["lender"],
        title="息费减免申请书",
        parts=(LetterPart(style="request", text=entry["text"]),),
        statements=tuple(entry.get("statements", (key,))),
        blanks=tuple(entry.get("blanks", ())),
    )


def _groups(told: Table, case: Case) -> tuple[ExhibitGroup, ...]:
    """One group with every material as an exhibit; ID cards carry a watermark unless told."""
    watermark = "仅供张样本向样本消费金融有限公司申请息费减免使用，他用无效，2026-11-21"
    exhibits = tuple(
        Exhibit(
            number=f"1-{place}",
            kind=paper.kind,
            title=paper.kind,
            purpose="",
            origin="",
            form="",
            copies=1,
            note="",
            material=paper.id,
            pages=tuple(_exhibit_page(ref) for ref in paper.pages),
            watermark=told.get(paper.kind, {}).get("watermark", watermark)
            if paper.kind.startswith("id_card")
            else "",
        )
        for place, paper in enumerate(case.materials, 1)
        if paper.kind != "unknown"
    )
    return (ExhibitGroup(number=1, id="identity", title="材料", exhibits=exhibits),)


def _exhibit_page(ref: PageRef) -> ExhibitPage:
    return ExhibitPage(
        source=ref,
        image="0" * 64,
        media="image/png",
        width=1080,
        height=2400,
        top=0,
        bottom=2400,
    )
