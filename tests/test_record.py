"""pack.json and `read --json`: the keys and their meaning that other programs rely on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.record import pack_json, read_json
from pipeline.store import Cache
from schemas.case import Case, CaseSource, Person
from schemas.casefile import CaseFile
from schemas.evidence import Status
from schemas.findings import CheckReport
from schemas.record import PackRecord, ReadRecord
from schemas.source import Fault, FaultCode, PageRef, SourceFile
from tests import replay, sheets
from tests.essence import PARTS
from tests.sheets import Sheet
from tests.test_claim import claim

CONTRACT = {
    "": {"schema", "ready", "files", "statements", "claim", "asked", "findings", "missing"},
    "file": {"path", "sha256", "fault", "pages"},
    "page": {
        "page", "material", "confidence", "duplicate_of", "legible", "rotation", "fields",
        "statement",
    },
    "statement": {
        "id", "lender", "product", "product_id", "as_of", "pages", "overdue_days", "daily_rate",
        "periods", "outstanding", "needs_review",
    },
    "period": {
        "index", "of", "due", "status", "principal", "interest", "penalty", "fees", "late_fees",
    },
    "outstanding": {"principal", "interest", "penalty", "fees", "late_fees", "total"},
    "amount": {"value", "status", "evidence", "readings"},
    "evidence": {"path", "page", "box", "text", "label"},
    "reading": {"engine", "text", "confidence"},
    "claim": {"interest", "penalty", "late_fees", "interest_overdue", "lines"},
    "line": {"statement", "period", "interest", "penalty", "exhibit"},
    "finding": {"rule", "outcome", "severity", "message", "next", "material", "evidence"},
}  # fmt: skip
"""Keys that CONTRACT promises; more may be there."""

MONEY = re.compile(r"-?\d+\.\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module", params=replay.NAMES)
def record(request: pytest.FixtureRequest) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(replay.checked(str(request.param)).record)
    return held


def amounts(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for statement in record["statements"]:
        for parts in (statement["outstanding"], statement["paid"], *statement["periods"]):
            yield from (parts[name] for name in PARTS if parts[name] is not None)


def parts_of(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the record that the contract speaks of, with its name there."""
    yield "", record
    yield "claim", record["claim"]
    yield from (("line", line) for line in record["claim"]["lines"])
    yield from (("finding", finding) for finding in record["findings"])
    for file in record["files"]:
        yield "file", file
        yield from (("page", page) for page in file["pages"])
    for statement in record["statements"]:
        yield "statement", statement
        yield "outstanding", statement["outstanding"]
        yield from (("period", period) for period in statement["periods"])
    for amount in amounts(record):
        yield "amount", amount
        yield "evidence", amount["evidence"]
        yield from (("reading", reading) for reading in amount["readings"])


def test_every_promised_key_is_there(record: dict[str, Any]) -> None:
    lacking = {(name, key) for name, part in parts_of(record) for key in CONTRACT[name] - set(part)}
    assert lacking == set()


def test_the_record_is_what_its_schema_says(record: dict[str, Any]) -> None:
    held = PackRecord.model_validate(record)
    assert held.schema_ == "reliefpack/1"


def test_money_is_a_string_with_two_decimals(record: dict[str, Any]) -> None:
    claimed = [value for line in record["claim"]["lines"] for value in line.items()]
    sums = ("interest", "penalty", "late_fees", "fees", "principal")
    texts = [text for name, text in claimed if name in sums]
    texts += [record["claim"][name] for name in (*sums, "interest_overdue", "total")]
    texts += [amount["value"] for amount in amounts(record)]
    assert texts
    assert [text for text in texts if not MONEY.fullmatch(text)] == []


def test_zero_is_said_only_where_the_page_says_zero(record: dict[str, Any]) -> None:
    for amount in amounts(record):
        if Decimal(amount["value"]) == 0:
            assert re.search(r"0", amount["evidence"]["text"]), amount


def test_an_amount_is_the_number_at_its_place(record: dict[str, Any]) -> None:
    """The text in the evidence, without separators and signs, is the value."""
    for amount in amounts(record):
        text = amount["evidence"]["text"].replace(",", "")
        numbers = [Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", text)]
        assert sum(numbers) == Decimal(amount["value"]), amount


def test_boxes_lie_on_their_page(record: dict[str, Any]) -> None:
    sizes = {
        (file["path"], page["page"]): (page["width"], page["height"])
        for file in record["files"]
        for page in file["pages"]
    }
    for amount in amounts(record):
        evidence = amount["evidence"]
        width, height = sizes[evidence["path"], evidence["page"]]
        x0, y0, x1, y1 = evidence["box"]
        assert 0 <= x0 < x1 <= width + 1, evidence
        assert 0 <= y0 < y1 <= height + 1, evidence


def test_statuses_are_of_the_three(record: dict[str, Any]) -> None:
    assert {amount["status"] for amount in amounts(record)} <= {status.value for status in Status}


def test_a_doubtful_amount_needs_review(record: dict[str, Any]) -> None:
    for statement in record["statements"]:
        parts = [statement["outstanding"][name] for name in PARTS]
        if any(part and part["status"] == "doubtful" for part in parts):
            assert statement["needs_review"]


def test_dates_are_iso(record: dict[str, Any]) -> None:
    days = [statement["as_of"] for statement in record["statements"]]
    days += [period["due"] for one in record["statements"] for period in one["periods"]]
    assert [day for day in days if day and not DAY.fullmatch(day)] == []


def test_pages_and_statements_name_each_other(record: dict[str, Any]) -> None:
    by_page = {
        (file["path"], page["page"], page["statement"])
        for file in record["files"]
        for page in file["pages"]
        if page["statement"]
    }
    by_statement = {
        (ref["path"], ref["page"], statement["id"])
        for statement in record["statements"]
        for ref in statement["pages"]
    }
    assert by_page == by_statement


def test_the_claim_is_the_sum_of_its_lines(record: dict[str, Any]) -> None:
    asked = record["claim"]
    for name in ("interest", "penalty", "late_fees"):
        assert Decimal(asked[name]) == sum(Decimal(line[name]) for line in asked["lines"])
    parts = ("interest", "penalty", "late_fees", "fees")
    assert Decimal(asked["total"]) == sum(Decimal(asked[name]) for name in parts)


def test_every_file_of_the_folder_is_listed(record: dict[str, Any]) -> None:
    listed = {file["path"] for file in record["files"]}
    [name] = [
        name
        for name in replay.NAMES
        if listed <= {path.name for path in (replay.CASES / name).iterdir()}
    ]
    inside = {path.name for path in (replay.CASES / name).iterdir()}
    assert listed == inside - {"case.toml", "reliefpack-out"}


# --- hand-made ------------------------------------------------------------------------------------

READY = CheckReport(findings=(), missing=())


def case(sheet: Sheet, tmp_path: Path, fault: FaultCode | None = None) -> Case:
    found = sheets.interpreted([sheet], Cache(tmp_path))
    gathered = sheets.gathered([sheet])
    lost = CaseSource(
        file=SourceFile(path="坏.pdf", sha256="0" * 64, size=3),
        fault=Fault(code=fault, message="坏.pdf：打不开", next="重新传一次") if fault else None,
    )
    return Case(
        name="case",
        today=sheet_day(),
        typed=CaseFile(),
        applicant=Person(name="张样本"),
        sources=(*gathered.sources, lost) if fault else gathered.sources,
        readings=gathered.readings,
        materials=found.materials,
        statements=found.statements,
    )


def sheet_day() -> Any:
    from datetime import date

    return date(2026, 11, 21)


def test_what_a_page_does_not_state_is_null(tmp_path: Path) -> None:
    sheet = Sheet().rows("借呗", ("待还本金", "1,000.00"), ("利息", "0.00"), ("罚息", "--"))
    record = json.loads(read_json(case(sheet, tmp_path)))
    [statement] = record["statements"]
    outstanding = statement["outstanding"]
    assert outstanding["interest"]["value"] == "0.00"
    assert {name for name in PARTS if outstanding[name] is None} >= {"penalty", "fees", "late_fees"}


def test_reading_alone_gives_files_and_statements_alone(tmp_path: Path) -> None:
    sheet = Sheet().rows("借呗", ("利息", "12.30"))
    record = json.loads(read_json(case(sheet, tmp_path)))
    assert set(record) == {"schema", "files", "statements"}
    assert ReadRecord.model_validate(record)


def test_a_file_that_could_not_be_read_says_why(tmp_path: Path) -> None:
    sheet = Sheet().rows("借呗", ("利息", "12.30"))
    record = json.loads(pack_json(case(sheet, tmp_path, FaultCode.ENCRYPTED), claim(), READY))
    lost = record["files"][-1]
    assert lost["fault"] == {"code": "encrypted", "message": "坏.pdf：打不开", "next": "重新传一次"}
    assert lost["pages"] == []


def test_a_copy_names_its_original(tmp_path: Path) -> None:
    made = case(Sheet("b.png").rows("借呗", ("利息", "12.30")), tmp_path)
    copies = ((PageRef(path="b.png", page=1), PageRef(path="a.png", page=1)),)
    record = json.loads(read_json(made.model_copy(update={"duplicates": copies})))
    assert record["files"][0]["pages"][0]["duplicate_of"] == {"path": "a.png", "page": 1}


def test_the_record_is_written_the_same_twice(tmp_path: Path) -> None:
    made = case(Sheet().rows("借呗", ("利息", "12.30")), tmp_path)
    assert pack_json(made, claim(), READY) == pack_json(made, claim(), READY)


def test_chinese_is_written_as_such(tmp_path: Path) -> None:
    made = case(Sheet().rows("借呗", ("利息", "12.30")), tmp_path)
    assert "张样本" in pack_json(made, claim(), READY)
