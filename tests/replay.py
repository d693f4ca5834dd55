"""Whole cases without the reading engines: what they saw is recorded under tests/recorded/.

A recording holds, for one sample case, what decoding, the first reader, the second reader and the
look for seals answered, each under the key that the program itself would use: picture digest,
options, engine and revision. The program is run on it with the engine versions of the recording, so
that it does not matter which Tesseract a machine has; a stage whose revision was raised since, and
a question that was never recorded, fail and say so. No engine is ever run instead.

    python -m tests.replay record [CASE …]     record anew (needs the engines, about two minutes)
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache as remember
from pathlib import Path
from typing import Any
from unittest import mock

from pipeline import flow, gather, resaved, seals, signatures
from pipeline.extract.layout import tokens_of
from pipeline.read import beneath, grey, page, second
from pipeline.read.page import pixels_of
from pipeline.read.second import Span, read_again
from pipeline.store import Cache, digest_of
from schemas.case import Case
from schemas.evidence import EngineReading
from schemas.reading import Reading

ROOT = Path(__file__).parent.parent
CASES = ROOT / "samples" / "cases"
FOLDER = Path(__file__).parent / "recorded"
NAMES = ("illness", "unemployment", "messy")
STAGES = ("decode", "read", "seal", "beneath", "signature", "resaved")
"""Stages whose cache entries are recorded as they are; second readings are kept span by span."""
REMEDY = "record anew: python -m tests.replay record"


class NotRecorded(AssertionError):
    """The program asked something that the recording has no answer to."""


def revisions() -> dict[str, int]:
    """The hand-bumped revision of each recorded stage."""
    return {
        "decode": gather.DECODE_REVISION,
        "read": page.REVISION,
        "second": second.REVISION,
        "seal": seals.REVISION,
        "beneath": beneath.REVISION,
        "grey": grey.REVISION,
        "signature": signatures.REVISION,
        "resaved": resaved.REVISION,
    }


@dataclass(frozen=True)
class Recording:
    """One file of tests/recorded/.

    entries: stage → cache key → value; second: picture digest → span digest → reading
    """

    engine: tuple[str, str]
    second_name: str
    decoders: tuple[str, ...]
    revisions: dict[str, int]
    entries: dict[str, dict[str, Any]]
    second: dict[str, dict[str, Any]]


@remember
def recording(name: str) -> Recording:
    """The recording of a sample case; NotRecorded where it is absent or of an old revision."""
    path = FOLDER / f"{name}.json.gz"
    if not path.is_file():
        raise NotRecorded(f"{path.name} is not there; {REMEDY} {name}")
    held = json.loads(gzip.decompress(path.read_bytes()))
    held["engine"], held["decoders"] = tuple(held["engine"]), tuple(held["decoders"])
    kept = Recording(**held)
    if kept.revisions != revisions():
        raise NotRecorded(f"{path.name} is of {kept.revisions}, now {revisions()}; {REMEDY} {name}")
    return kept


class ReplayCache(Cache):
    """Answers from a recording and from nothing else; pictures are there by name only."""

    def __init__(self, held: Recording) -> None:
        super().__init__(Path("/nowhere"))
        self.held = held

    def get(self, stage: str, key: str) -> Any | None:
        if stage == "second":
            return None
        try:
            return self.held.entries[stage][key]
        except KeyError:
            raise NotRecorded(f"no {stage} entry has the key {key[:12]}…; {REMEDY}") from None

    def put(self, stage: str, key: str, value: Any) -> None:
        """Nothing is kept: a recording never changes under a test."""

    def has_blob(self, digest: str) -> bool:
        return True

    def blob(self, digest: str) -> bytes:
        """A stand-in that only names the picture; see `_recorded_second`."""
        return digest.encode()

    def put_blob(self, data: bytes) -> str:
        raise NotRecorded(f"a picture was made anew; {REMEDY}")


def span_digest(span: Span) -> str:
    """Names an amount on its page: its text, its place, its characters."""
    return digest_of(span.line.text, list(span.line.quad), span.start, span.end)[:20]


def _recorded_second(held: Recording) -> Any:
    def page(picture: bytes, spans: tuple[Span, ...]) -> list[EngineReading]:
        known = held.second.get(picture.decode(), {})
        readings = []
        for span in spans:
            answer = known.get(span_digest(span))
            if answer is None:
                text = span.line.text[span.start : span.end]
                raise NotRecorded(f"no second reading of {text!r} in {span.line.text!r}; {REMEDY}")
            readings.append(EngineReading.model_validate(answer))
        return readings

    def task(asked: Sequence[tuple[bytes, tuple[Span, ...]]]) -> list[list[EngineReading]]:
        return [page(*one) for one in asked]

    return task


def _no_engine(*_: Any) -> Any:
    raise NotRecorded(f"an engine was asked for; {REMEDY}")


@contextmanager
def replaying(name: str) -> Iterator[flow.Options]:
    """Options with which the sample case `name` is worked on from its recording."""
    held = recording(name)
    with mock.patch.multiple(
        gather,
        engine_version=lambda: held.engine,
        second_reader_name=lambda: held.second_name,
        _versions=lambda: list(held.decoders),
        _second_task=_recorded_second(held),
        _read_task=_no_engine,
        _beneath_task=_no_engine,
        decode_limited=_no_engine,
    ):
        yield flow.Options(jobs=1, cache=ReplayCache(held))


@remember
def checked(name: str) -> flow.Built:
    """The sample case `name`, read from its recording and checked; worked once a process."""
    with replaying(name) as options:
        return flow.check_case(CASES / name, options)


class _Recorder(Cache):
    """A cache that also keeps every answer, found or made."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.kept: dict[str, dict[str, Any]] = {}

    def get(self, stage: str, key: str) -> Any | None:
        value = super().get(stage, key)
        if value is not None:
            self.kept.setdefault(stage, {})[key] = value
        return value

    def put(self, stage: str, key: str, value: Any) -> None:
        super().put(stage, key, value)
        self.kept.setdefault(stage, {})[key] = super().get(stage, key)


def record(name: str, folder: Path) -> Recording:
    """Read the sample case `name` with the real engines; `folder` is a cache to start from."""
    recorder = _Recorder(folder)
    asked: Asked = {}
    with mock.patch.object(gather.Gatherer, "second_readings", _noting(asked)):
        case = flow.read_case(CASES / name, flow.Options(cache=recorder))
    for sheet in case.pages():
        seals._looked_at(sheet, None, recorder)
    return Recording(
        engine=gather.engine_version(),
        second_name=second.second_reader_name(),
        decoders=tuple(gather._versions()),
        revisions=revisions(),
        entries={stage: dict(sorted(recorder.kept.get(stage, {}).items())) for stage in STAGES},
        second=_second_readings(case, asked, recorder),
    )


Asked = dict[str, dict[str, EngineReading]]
"""Picture digest → span digest → what the second reader said."""


def _noting(asked: Asked) -> Any:
    """`Gatherer.second_readings` that also writes down what was asked and answered."""
    original = gather.Gatherer.second_readings

    def second_readings(self: gather.Gatherer, requests: Sequence[gather.SpanRequest]) -> Any:
        answers = original(self, requests)
        for request, given in zip(requests, answers, strict=True):
            known = asked.setdefault(request.page.image, {})
            known |= {
                span_digest(span): reading
                for span, reading in zip(request.spans, given, strict=True)
            }
        return answers

    return second_readings


def _second_readings(case: Case, asked: Asked, recorder: Cache) -> dict[str, dict[str, Any]]:
    """The second reader's word on every amount of every bill, also on those nobody asks for today.

    What was asked for is kept as it was answered, since Tesseract's word on one amount depends a
    little on what else is on the sheet.
    """
    found: dict[str, dict[str, Any]] = {}
    bills = {ref for paper in case.of_kind("bill") for ref in paper.pages}
    readings = {reading.ref: reading for reading in case.readings}
    for sheet in case.pages():
        if sheet.ref not in bills:
            continue
        known = asked.get(sheet.image, {})
        others = [span for span in _amounts(readings[sheet.ref]) if span_digest(span) not in known]
        answers = read_again(pixels_of(recorder.blob(sheet.image)), others)
        known |= {span_digest(s): reading for s, reading in zip(others, answers, strict=True)}
        found[sheet.image] = {key: value.model_dump() for key, value in sorted(known.items())}
    return found


def _amounts(reading: Reading) -> list[Span]:
    return [
        Span(token.line, token.atom.first, token.atom.last)
        for token in tokens_of(reading)
        if token.kind in ("money", "number")
    ]


def write(name: str, held: Recording) -> Path:
    """The same recording gives the same bytes."""
    path = FOLDER / f"{name}.json.gz"
    text = json.dumps(asdict(held), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("command", choices=["record"])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"default: {' '.join(NAMES)}")
    parser.add_argument("--cache", type=Path, help="a cache folder to start from")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as empty:
        for name in chosen.cases or NAMES:
            path = write(name, record(name, chosen.cache or Path(empty)))
            print(path.relative_to(ROOT), path.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
