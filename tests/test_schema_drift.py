"""The exported JSON Schema is what the models say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.record import pack_json, read_json
from pipeline.store import Cache
from schemas.export import FOLDER, schema_texts
from schemas.findings import CheckReport
from schemas.record import PackRecord, ReadRecord
from tests import packcases

TEXTS = schema_texts()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_schema_file_is_current(name: str) -> None:
    path = FOLDER / name
    assert path.is_file(), f"{name} is missing: run `python -m schemas.export`"
    assert path.read_text(encoding="utf-8") == TEXTS[name], "run `python -m schemas.export`"


def test_no_schema_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(TEXTS)


@pytest.fixture
def case(tmp_path: Path) -> packcases.CaseBuilder:
    builder = packcases.CaseBuilder(Cache(tmp_path / "cache"), tmp_path)
    builder = packcases.illness_case(builder)
    builder.broken("bad.jpg")
    return builder


def test_pack_json_is_what_its_schema_says(case: packcases.CaseBuilder) -> None:
    text = pack_json(case.case(), case.claim(), CheckReport(findings=(), missing=("bill",)))
    record = PackRecord.model_validate_json(text)
    assert record.model_dump(mode="json", by_alias=True) == json.loads(text)
    assert record.statements


def test_read_json_is_what_its_schema_says(case: packcases.CaseBuilder) -> None:
    text = read_json(case.case())
    record = ReadRecord.model_validate_json(text)
    assert record.model_dump(mode="json", by_alias=True) == json.loads(text)
    assert any(file.fault for file in record.files)
