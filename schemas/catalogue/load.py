"""Reads the catalogue's TOML files and reports every fault in them at once."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
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

_SECRET = "password"  # noqa: S105  the key
"""A key whose value no message repeats."""
SHOWN = 120
"""Characters of a wrong value that a message repeats."""

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


def meant(word: str, known: list[str]) -> str:
    """The same in English alone."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


@dataclass(frozen=True)
class Told:
    """One fault in either language, each whole."""

    chinese: str
    english: str

    def at(self, where: str) -> Told:
        return Told(f"{where}: {self.chinese}", f"{where}: {self.english}")


def faults_of(error: ValidationError, model: type[Frozen], where: str) -> list[str]:
    """One line for each fault in both languages, for those who mend a catalogue."""
    return [f"{told.chinese} / {told.english}" for told in told_of(error, model, where)]


def told_of(
    error: ValidationError,
    model: type[Frozen],
    where: str,
    meanings: Mapping[str, str] = MappingProxyType({}),
    most: int | None = None,
) -> list[Told]:
    """Each fault with file, key and "did you mean".

    meanings: values that one may choose among → in Chinese; most: how many faults, None for all
    """
    return [
        _fault_words(item, model, meanings).at(f"{where}: {'.'.join(map(str, item['loc']))}")
        for item in error.errors()[:most]
    ]


def _fault_words(item: ErrorDetails, model: type[Frozen], meanings: Mapping[str, str]) -> Told:
    """What is wrong with one value, with what was probably meant."""
    secret = item["loc"][-1:] == (_SECRET,)
    given, context = "…" if secret else item["input"], item.get("ctx", {})
    if item["type"] == "extra_forbidden":
        key, known = str(item["loc"][-1]), known_keys(model, item["loc"][:-1])
        return Told(f"没有这个键{suggestion(key, known)}", f"unknown key{meant(key, known)}")
    if item["type"] == "literal_error":
        allowed = re.findall(r"'([^']+)'", context["expected"])
        listed = [f"{one}（{meanings[one]}）" if one in meanings else one for one in allowed]
        return Told(
            f"只能是 {'、'.join(listed)}{suggestion(str(given), allowed)}",
            f"must be one of {', '.join(allowed)}{meant(str(given), allowed)}",
        )
    if item["type"] == "string_type":
        bare = shortened(given)
        return Told(f'要写在引号里："{bare}"', f'must be in quotes: "{bare}"')
    if item["type"] == "missing":
        return Told("缺少这个键", "is missing")
    words = _OF_DAYS if isinstance(given, date) else _IN_CHINESE
    chinese = words.get(item["type"], item["msg"]).format(**context)
    if not isinstance(given, (str, int, float, date)):
        return Told(chinese, item["msg"])
    shown = shortened(repr(given) if isinstance(given, str) else given)
    return Told(f"{chinese}：{shown}", f"{item['msg']}: {shown}")


def shortened(given: object) -> str:
    """As much of a value as a message repeats."""
    text = str(given)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


_IN_CHINESE = {
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "要大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "要小于 {lt}",
    "decimal_parsing": "要写成数字",
    "decimal_type": "要写成数字",
    "finite_number": "要写成数字",
    "int_parsing": "要写成整数",
    "int_type": "要写成整数",
    "int_from_float": "要写成整数",
    "bool_parsing": "只能是 true 或 false",
    "bool_type": "只能是 true 或 false",
    "date_type": "日期写作 2026-03-12，不加引号",
    "date_parsing": "日期写作 2026-03-12，不加引号",
    "date_from_datetime_parsing": "日期写作 2026-03-12，不加引号",
    "date_from_datetime_inexact": "日期写作 2026-03-12，不写时刻",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "string_too_short": "不能是空的",
    "string_too_long": "最多 {max_length} 个字",
    "tuple_type": "要写成列表，如 [1, 2]",
    "too_short": "不能是空的",
    "too_long": "最多 {max_length} 项",
    "model_type": "要写成一段，如 [applicant]",
    "model_attributes_type": "要写成一段，如 [applicant]",
    "dict_type": "要写成一段，如 [applicant]",
    "value_error": "{error}",
}
"""What is wrong with a value by the kind of error that pydantic names."""

_OF_DAYS = {
    **_IN_CHINESE,
    "greater_than_equal": "不能早于 {ge}",
    "less_than_equal": "不能晚于 {le}",
}
"""The same of a day."""


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
    parts["editors"] = tuple(wording.get("editors", ()))
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
