"""JSON Schema of what other programs and editors meet: `python -m schemas.export` writes it anew.

Files that people type (case.toml, the catalogue) are described as they are accepted, results as
they are written. A test fails when a model and its file in schemas/json differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from schemas.base import Frozen
from schemas.case import Case
from schemas.casefile import CaseFile
from schemas.catalogue.models import (
    Channel,
    Checklist,
    Lender,
    MaterialKind,
    Reference,
    Thresholds,
    Vocabulary,
)
from schemas.claim import Claim
from schemas.findings import CheckReport
from schemas.pack import Manifest, PackPlan
from schemas.plan import RepaymentPlan
from schemas.record import PackRecord, ReadRecord

FOLDER = Path(__file__).parent / "json"

TYPED: Mapping[str, type[Frozen]] = {
    "case-file": CaseFile,
    "catalogue-channel": Channel,
    "catalogue-checklist": Checklist,
    "catalogue-lender": Lender,
    "catalogue-material": MaterialKind,
    "catalogue-reference": Reference,
    "catalogue-thresholds": Thresholds,
    "catalogue-vocabulary": Vocabulary,
}
"""What a person types."""

WRITTEN: Mapping[str, type[Frozen]] = {
    "case": Case,
    "check-report": CheckReport,
    "claim": Claim,
    "manifest": Manifest,
    "pack": PackRecord,
    "pack-plan": PackPlan,
    "read": ReadRecord,
    "repayment-plan": RepaymentPlan,
}
"""What the program writes or hands from stage to stage."""


def schema_texts() -> dict[str, str]:
    """File name → JSON Schema (draft 2020-12) as text, keys sorted."""
    texts = {f"{name}.schema.json": _text(model, "validation") for name, model in TYPED.items()}
    for name, model in WRITTEN.items():
        texts[f"{name}.schema.json"] = _text(model, "serialization")
    return texts


def _text(model: type[Frozen], mode: Literal["validation", "serialization"]) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(mode=mode),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write every schema file; none is left over from a model that is gone."""
    FOLDER.mkdir(exist_ok=True)
    texts = schema_texts()
    for stale in FOLDER.glob("*.schema.json"):
        if stale.name not in texts:
            stale.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
