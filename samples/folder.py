"""A case folder being made: its files in memory, and the truth about them beside it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from samples.truth import Truth

CLAIMED = ("interest", "penalty", "late_fees")


@dataclass(frozen=True)
class PageNote:
    """What one page is. turned: how far clockwise the stored picture lies; statement: an id."""

    truth: Truth
    turned: int = 0
    duplicate_of: tuple[str, int] | None = None
    statement: str = ""
    legible: bool = True

    def as_dict(self, number: int) -> dict[str, Any]:
        copied = self.duplicate_of
        return {
            "page": number,
            "material": self.truth.material,
            "fields": dict(self.truth.fields),
            "legible": self.legible,
            "rotation": -self.turned % 360,
            "duplicate_of": {"path": copied[0], "page": copied[1]} if copied else None,
            "statement": self.statement or None,
        }


@dataclass
class Folder:
    """Files by name; `statements` by id; `expect` is copied into the truth as it stands."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    notes: dict[str, tuple[tuple[PageNote, ...], str]] = field(default_factory=dict)
    statements: dict[str, Truth] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)

    def add(self, path: str, data: bytes, *pages: PageNote, fault: str = "") -> None:
        if path in self.files:
            raise ValueError(f"{self.name}: two files are called {path}")
        self.files[path] = data
        self.notes[path] = (pages, fault)

    def debt(self, key: str, truth: Truth) -> None:
        self.statements[key] = truth

    def case_toml(self, text: str) -> None:
        self.files["case.toml"] = text.encode("utf-8")

    def claim(self) -> dict[str, str]:
        """Sums over distinct debts of what may be asked for."""
        sums = dict.fromkeys(CLAIMED, Decimal("0.00"))
        for truth in self.statements.values():
            owed = truth.outstanding()
            for name in CLAIMED:
                sums[name] += Decimal(owed[name] or "0.00")
        return {name: f"{value:.2f}" for name, value in sums.items()}

    def truth(self) -> dict[str, Any]:
        files = [
            {
                "path": path,
                "fault": fault or None,
                "pages": [note.as_dict(index) for index, note in enumerate(pages, start=1)],
            }
            for path, (pages, fault) in sorted(self.notes.items())
        ]
        statements = [self._statement(key, truth) for key, truth in self.statements.items()]
        return {
            "case": self.name, **self.expect, "claim": self.claim(),
            "files": files, "statements": statements,
        }  # fmt: skip

    def _statement(self, key: str, truth: Truth) -> dict[str, Any]:
        pages = [
            {"path": path, "page": index}
            for path, (notes, _) in sorted(self.notes.items())
            for index, note in enumerate(notes, start=1)
            if note.statement == key
        ]
        return {"id": key, "pages": pages, **truth.as_dict()["statement"]}

    def write(self, root: Path) -> Path:
        """Write ROOT/name/ anew and ROOT/name.truth.json."""
        target = root / self.name
        if target.exists():
            shutil.rmtree(target)
        target.mkdir(parents=True)
        for path, data in self.files.items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(data)
        text = json.dumps(self.truth(), ensure_ascii=False, indent=1)
        (root / f"{self.name}.truth.json").write_text(text + "\n", encoding="utf-8")
        return target
