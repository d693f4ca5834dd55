"""A case before it is written: papers by name as they were drawn, and what case.toml says."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PIL import Image

from samples import degrade, encode
from samples.papers.base import Paper
from samples.persons import Person

TODAY = date(2026, 11, 21)
TIERS = ("clean", "scan", "photo", "handheld")
"""handheld: the screens are photographed too, not only the papers."""


@dataclass(frozen=True)
class Shot:
    """A screenshot."""

    image: Image.Image


@dataclass(frozen=True)
class Raw:
    """A file that no camera has seen."""

    data: bytes
    suffix: str


@dataclass(frozen=True)
class Printed:
    """What is electronic in the clean tier and on paper in the others."""

    raw: Raw
    paper: Paper


@dataclass(frozen=True)
class Spoilt:
    """A paper that something befell while it was photographed."""

    paper: Paper
    how: Callable[[Image.Image], Image.Image]


Thing = Paper | Shot | Raw | Printed | Spoilt
Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """things: by the stem that their file gets; typed: as in case.toml."""

    who: Person
    things: Mapping[str, Thing]
    typed: Typed

    def put(self, **things: Thing | None) -> Draft:
        """With these papers instead; None takes one out."""
        changed = {**self.things, **things}
        return replace(self, things={name: t for name, t in changed.items() if t is not None})

    def say(self, section: str, **values: object) -> Draft:
        """With these keys of one section of case.toml; None takes one out."""
        held = {**self.typed.get(section, {}), **values}
        kept = {key: value for key, value in held.items() if value is not None}
        return replace(self, typed={**self.typed, section: kept})

    def add(self, section: str, **values: object) -> Draft:
        """With one more entry of a list of tables, as [[correction]]."""
        return replace(self, typed={**self.typed, section: [*self.typed.get(section, []), values]})

    def write(self, folder: Path, tier: str) -> None:
        """As a case folder. The same thing of the same name and tier is always the same bytes."""
        folder.mkdir(parents=True)
        for name, thing in self.things.items():
            for path, data in files_of(name, thing, tier):
                (folder / path).write_bytes(data)
        (folder / "case.toml").write_text(toml_of(self.typed), encoding="utf-8")


def files_of(name: str, thing: Thing, tier: str) -> Iterator[tuple[str, bytes]]:
    """The files of one thing in a tier."""
    if isinstance(thing, Printed):
        thing = thing.raw if tier == "clean" else thing.paper
    if isinstance(thing, Raw):
        yield f"{name}.{thing.suffix}", thing.data
        return
    if isinstance(thing, Shot):
        if tier != "handheld":
            yield f"{name}.png", encode.png(thing.image)
            return
        thing = Paper((thing.image,), truth=None)  # type: ignore[arg-type]
    how = thing.how if isinstance(thing, Spoilt) else None
    thing = thing.paper if isinstance(thing, Spoilt) else thing
    kind = "photo" if tier == "handheld" else tier
    seed = zlib.crc32(name.encode())
    pages = [
        degrade.TIERS[kind](page, seed + number).image for number, page in enumerate(thing.pages)
    ]
    pages = [how(page) for page in pages] if how else pages
    if tier == "scan" and len(pages) > 1:
        yield f"{name}.pdf", encode.scanned_pdf(pages, 70)
        return
    for number, page in enumerate(pages, 1):
        yield f"{name}-{number}.jpg", encode.jpeg(page, 84)


def toml_of(typed: Typed) -> str:
    """As TOML, enough of it for case.toml."""
    return "\n".join(_table(section, values) for section, values in typed.items())


def _table(name: str, values: Any) -> str:
    if isinstance(values, list):
        return "\n".join(_keys(f"[[{name}]]", entry) for entry in values)
    nested = {key: value for key, value in values.items() if _is_tables(value)}
    own = {key: value for key, value in values.items() if key not in nested}
    return "\n".join(
        [_keys(f"[{name}]", own), *(_table(f"{name}.{key}", held) for key, held in nested.items())]
    )


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _keys(head: str, values: Mapping[str, Any]) -> str:
    return "\n".join([head, *(f"{key} = {_scalar(value)}" for key, value in values.items()), ""])


def _scalar(value: Any) -> str:
    import json

    if isinstance(value, date | Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
