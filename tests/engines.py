"""Stand-ins for the engines: they see what a test says, and count what they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline import gather
from pipeline.ingest.decode import Decoded, decode
from pipeline.read.engine import Pixels, Sighting
from pipeline.read.page import ReadPage, read_page
from pipeline.read.second import Span
from schemas.evidence import EngineReading
from schemas.reading import Line
from tests import sheets


def its_size(width: int, height: int) -> tuple[Line, ...]:
    """One line that names the page's size."""
    return (sheets.line(f"{width}x{height}", 0, 0),)


@dataclass
class FakeReader:
    """Sees on a page what `sees` says of its width and height."""

    sees: Callable[[int, int], tuple[Line, ...]] = its_size
    name: str = "fake"
    version: str = "1"
    rotation: int = 0

    def read(self, image: Pixels) -> Sighting:
        height, width = image.shape[:2]
        return Sighting(self.rotation, self.sees(width, height))


@dataclass
class Engines:
    """Decoding in this process, a fake first reader, a second reader that agrees.

    answer: what decoding says of every file, in place of decoding it
    """

    reader: FakeReader = field(default_factory=FakeReader)
    decoded: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    answer: Decoded | None = None

    def decode(self, path: Path, name: str, password: str, _sha256: str = "") -> Decoded:
        self.decoded.append(name)
        return self.answer or decode(path.read_bytes(), name, password)

    def read_task(self, job: Any, digest: str) -> ReadPage:
        self.read.append(str(job.ref))
        return read_page(job, digest, self.reader)

    def second_task(
        self, asked: Sequence[tuple[bytes, tuple[Span, ...]]]
    ) -> list[list[EngineReading]]:
        pages = [[span.line.text[span.start : span.end] for span in spans] for _, spans in asked]
        self.confirmed += [text for texts in pages for text in texts]
        return [
            [EngineReading(engine="fake", text=text, confidence=1.0) for text in texts]
            for texts in pages
        ]

    def forget(self) -> None:
        """Count from zero again."""
        self.decoded.clear()
        self.read.clear()
        self.confirmed.clear()

    @property
    def calls(self) -> int:
        return len(self.decoded) + len(self.read) + len(self.confirmed)


def installed(made: Engines, monkeypatch: pytest.MonkeyPatch) -> Engines:
    """Put in place of the real ones; works with one job, since workers import the real ones."""
    monkeypatch.setattr(gather, "decode_limited", made.decode)
    monkeypatch.setattr(gather, "_read_task", made.read_task)
    monkeypatch.setattr(gather, "_second_task", made.second_task)
    monkeypatch.setattr(gather, "engine_version", lambda: (made.reader.name, made.reader.version))
    monkeypatch.setattr(gather, "second_reader_name", lambda: "fake")
    return made
