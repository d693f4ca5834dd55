"""Builds the facts of an example case: the healthy case with a few things changed.

Both the tests and `explain` run the examples of cases/<rule id>.toml through it. A case is

    [[case]]
    id = "one-digit-wrong"         what is special about it
    zh = "号码错了一位"             said to the user by `explain`
    en = "one digit is wrong"
    expect = "failed"              what the rule must answer (worst of its answers)
    severity = "block"             optional
    drop = ["material.diagnosis"]  what to take out of the healthy case
    [case.material.…]              what to put in or change, merged key by key; lists are replaced

with the tables of healthy.toml: typed (as in case.toml), material.<name> (kind: its name unless
given; file, first and pages, fields, lines, confidence, form, quality), statement.<id>, claim
(statements left out under `excluded`; totals to misstate; `twice`; `status`), plan, letter.<id>,
exhibit.<kind> (watermark), fault.<file>, and the lists duplicate and contradiction. A field or an
amount is a string, or a table with value and confidence or status, text, label.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pipeline.check.example_facts import facts_of
from pipeline.check.facts import Facts
from schemas.catalogue import Catalogue

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """One case of a rule: what is said of it, what the rule must answer, the facts it changes."""

    id: str
    zh: str
    en: str
    expect: str
    severity: str
    material: str
    data: Table

    def facts(self, catalogue: Catalogue) -> Facts:
        return facts_of(self.data, catalogue)


@cache
def examples_of(rule: str) -> tuple[Example, ...]:
    """The examples of a rule, in the order of its file; none where there is no file."""
    file = resources.files("pipeline.check") / "cases" / f"{rule}.toml"
    if not file.is_file():
        return ()
    return tuple(_example(entry) for entry in tomllib.loads(file.read_text("utf-8"))["case"])


def _example(entry: Table) -> Example:
    told = ("id", "zh", "en", "expect", "severity", "material_named", "drop")
    changes = {key: value for key, value in entry.items() if key not in told}
    return Example(
        id=entry["id"],
        zh=entry["zh"],
        en=entry["en"],
        expect=entry["expect"],
        severity=entry.get("severity", ""),
        material=entry.get("material_named", ""),
        data=merged(without(healthy(), entry.get("drop", ())), changes),
    )


@cache
def healthy() -> Table:
    text = (resources.files("pipeline.check") / "healthy.toml").read_text("utf-8")
    return tomllib.loads(text)


def without(table: Table, paths: Sequence[str]) -> Table:
    """The table less what the dotted paths name; a path that names nothing is a mistake."""
    for path in paths:
        table = _less(table, path.split("."))
    return table


def _less(table: Table, path: Sequence[str]) -> Table:
    head, *rest = path
    if not rest:
        return {key: value for key, value in table.items() if key != head or _absent(table, head)}
    return {**table, head: _less(table[head], rest)}


def _absent(table: Table, key: str) -> bool:
    if key not in table:
        raise KeyError(key)
    return False


def merged(table: Table, changes: Table) -> Table:
    """Tables are merged key by key, anything else is replaced."""
    result = dict(table)
    for key, value in changes.items():
        both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if both else value
    return result
