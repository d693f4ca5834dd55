"""Reads the catalogue's TOML files and reports every fault in them at once."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.base import Frozen
from schemas.catalogue.models import (
    Avoid,
    Catalogue,
    Channel,
    Checklist,
    Lender,
    MaterialKind,
    Reference,
    Thresholds,
    Vocabulary,
)

M = TypeVar("M", bound=Frozen)

_FOLDERS: Mapping[str, type[Frozen]] = {
    "materials": MaterialKind,
    "lenders": Lender,
    "checklists": Checklist,
    "channels": Channel,
}


class CatalogueError(ValueError):
    """The catalogue does not load; `faults` are lines of "file: key: what is wrong"."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def suggestion(word: str, known: list[str]) -> str:
    """ "（是不是 x？）" for a word close to a known one, else ""."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"（是不是 {near[0]}？did you mean {near[0]!r}?）" if near else ""


def faults_of(error: ValidationError, model: type[Frozen], where: str) -> list[str]:
    """One line for each fault, with file, key and "did you mean" for unknown keys."""
    lines = []
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"])
        lines.append(f"{where}: {key}: {_fault_words(item, model)}")
    return lines


def _fault_words(item: ErrorDetails, model: type[Frozen]) -> str:
    """What is wrong with one value, in Chinese and English, with what was probably meant."""
    if item["type"] == "extra_forbidden":
        hint = suggestion(str(item["loc"][-1]), known_keys(model, item["loc"][:-1]))
        return f"没有这个键 unknown key{hint}"
    if item["type"] == "literal_error":
        allowed = re.findall(r"'([^']+)'", item["ctx"]["expected"])
        hint = suggestion(str(item["input"]), allowed)
        return f"只能是 must be one of {', '.join(allowed)}{hint}"
    if item["type"] == "string_type":
        return f'要写在引号里 must be in quotes: "{item["input"]}"'
    if item["type"] == "missing":
        return "缺少这个键 is missing"
    shown = isinstance(item["input"], (str, int, float))
    return f"{item['msg']}: {item['input']!r}" if shown else str(item["msg"])


def known_keys(model: type[Frozen], path: tuple[Any, ...]) -> list[str]:
    """Keys allowed at `path` inside `model` (positions in lists are skipped)."""
    current: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        annotation = current.model_fields[part].annotation
        inner = getattr(annotation, "__args__", (annotation,))
        found = [kind for kind in (annotation, *inner) if hasattr(kind, "model_fields")]
        if not found:
            return []
        current = found[0]
    return list(current.model_fields)


def _parse(file: Traversable, where: str, faults: list[str], digest: Any) -> dict[str, Any] | None:
    raw = file.read_bytes()
    digest.update(where.encode() + b"\0" + raw + b"\0")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{where}: {error}")
        return None


def _one(model: type[M], data: dict[str, Any] | None, where: str, faults: list[str]) -> M | None:
    if data is None:
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults.extend(faults_of(error, model, where))
        return None


def read_catalogue(root: Traversable) -> Catalogue:
    """The catalogue below `root`; raises CatalogueError with all faults of all files."""
    faults: list[str] = []
    digest = hashlib.sha256()
    parts: dict[str, Any] = {}
    for folder, model in _FOLDERS.items():
        parts[folder] = _folder(root, folder, model, faults, digest)
    law = _parse(root / "law.toml", "law.toml", faults, digest) or {}
    parts["law"] = {
        item["id"]: entry
        for item in law.get("reference", [])
        if (entry := _one(Reference, item, f"law.toml: {item.get('id')}", faults))
    }
    wording = _parse(root / "wording.toml", "wording.toml", faults, digest) or {}
    parts["wording"] = tuple(
        avoid
        for place, item in enumerate(wording.get("avoid", []), start=1)
        if (avoid := _one(Avoid, item, f"wording.toml: avoid {place}", faults))
    )
    for name, kind in (("vocabulary", Vocabulary), ("thresholds", Thresholds)):
        data = _parse(root / f"{name}.toml", f"{name}.toml", faults, digest)
        parts[name] = _one(kind, data, f"{name}.toml", faults)
    if faults:
        raise CatalogueError(faults)
    try:
        return Catalogue(**parts, revision=digest.hexdigest()[:16])
    except ValidationError as error:
        raise CatalogueError(faults_of(error, Catalogue, "catalogue")) from error


def _folder(
    root: Traversable, folder: str, model: type[Frozen], faults: list[str], digest: Any
) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    files = sorted((root / folder).iterdir(), key=lambda file: file.name)
    for file in files:
        if not file.name.endswith(".toml"):
            continue
        where = f"{folder}/{file.name}"
        entry = _one(model, _parse(file, where, faults, digest), where, faults)
        if entry is None:
            continue
        key = entry.id  # type: ignore[attr-defined]
        if f"{key}.toml" != file.name:
            faults.append(f"{where}: id: is {key!r}, the file must be called {key}.toml")
        entries[key] = entry
    return entries


@cache
def load_catalogue() -> Catalogue:
    """The catalogue that ships with the program."""
    return read_catalogue(resources.files("schemas.catalogue"))
