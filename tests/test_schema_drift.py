"""The exported JSON Schema is what the models say."""

from __future__ import annotations

import pytest

from schemas.export import FOLDER, schema_texts

TEXTS = schema_texts()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_schema_file_is_current(name: str) -> None:
    path = FOLDER / name
    assert path.is_file(), f"{name} is missing: run `python -m schemas.export`"
    assert path.read_text(encoding="utf-8") == TEXTS[name], "run `python -m schemas.export`"


def test_no_schema_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(TEXTS)
