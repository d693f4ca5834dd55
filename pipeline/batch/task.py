"""One case inside a worker: built, or found unchanged; every failure becomes a row."""

from __future__ import annotations

import hashlib
import json
import os
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.batch.guard import Bounds, Guard, Overrun, guarded
from pipeline.batch.row import Row
from pipeline.casetoml import load_case_file
from pipeline.errors import EnvironmentIncomplete, NothingUsable, ReliefpackError, WrongUsage
from pipeline.ingest.spelling import spelled
from pipeline.store import digest_of, write_whole
from schemas.catalogue import load_catalogue

OUTPUT = "reliefpack-out"
"""The name of output folders; never an input."""

Builder = Callable[[Path, Path, str, Callable[[str, int, int], None]], Any]
"""(case folder, pack folder, language, progress) → pipeline.flow.Built"""


@dataclass(frozen=True)
class Task:
    """One case for one worker: plain data, so that it can be sent to another machine.

    state: path, without suffix, of what is remembered about the case: `.json` from its last run,
    `.now` while it is worked on, `.over` when its process had to be ended
    """

    folder: str
    out: str
    state: str
    lang: str
    builder: Builder = field(repr=False)
    bounds: Bounds = Bounds()

    @property
    def name(self) -> str:
        return spelled(Path(self.folder).name)

    def beside(self, suffix: str) -> Path:
        return Path(self.state + suffix)


def build_case(
    folder: Path, out: Path, lang: str, progress: Callable[[str, int, int], None]
) -> Any:
    """Build one case inside a worker, with one process: the cores are shared out by case."""
    from pipeline import flow

    return flow.build(folder, out, flow.Options(jobs=1, lang=lang), progress)


def run_task(task: Task) -> Row:
    """Build one case unless it is as it was; every failure becomes a row."""
    start = time.monotonic()
    folder = Path(task.folder)
    try:
        key = case_key(folder)
        known = _recorded(task, key)
        if known is not None:
            return known
        with guarded(task.bounds, task.beside(".now"), task.beside(".over")) as guard:
            row = _built_row(task, folder, guard)
    except ReliefpackError as error:
        row = _error_row(task.name, error)
        key = ""
    except MemoryError:
        row, key = Row(task.name, "over", 1, "内存不足 out of memory"), ""
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        row, key = Row(task.name, "failed", 1, text), ""
    row = replace(row, seconds=round(time.monotonic() - start, 2))
    if key:
        _record(task, key, row)
    return row


def _built_row(task: Task, folder: Path, guard: Guard) -> Row:
    built = task.builder(folder, Path(task.out), task.lang, guard)
    record = json.loads(built.record)
    files = record["files"]
    return Row(
        case=task.name,
        state="ready" if built.exit_code == 0 else "draft",
        exit_code=built.exit_code,
        files=len(files),
        unread=sum(1 for source in built.case.sources if source.unread),
        pages=sum(len(file["pages"]) for file in files),
        missing=tuple(record["missing"]),
        blocking=sum(1 for finding in built.report.findings if finding.blocks),
        claim=str(built.claim.total),
        pack=str(built.pack or ""),
    )


def _error_row(case: str, error: ReliefpackError) -> Row:
    states = {
        WrongUsage: "wrong",
        NothingUsable: "unusable",
        EnvironmentIncomplete: "environment",
        Overrun: "over",
    }
    state = states.get(type(error), "failed")
    return Row(case, state, error.exit_code, " ".join((error.message, error.remedy)).strip())


def case_key(folder: Path) -> str:
    """What the pack of `folder` depends on; equal keys mean an equal pack.

    Digests of all inputs, not their times. The day counts where case.toml names no signing date,
    since freshness is measured from it.
    """
    signed = load_case_file(folder).signing.date
    return digest_of(
        __version__,
        load_catalogue().revision,
        str(signed or date.today()),
        [[name, _sha256(path)] for name, path in inputs_of(folder)],
    )


def inputs_of(folder: Path) -> Iterable[tuple[str, Path]]:
    """Files of a case by relative name, without what was built into it."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != OUTPUT)
        for name in sorted(names):
            path = Path(parent) / name
            yield spelled(path.relative_to(folder).as_posix()), path


def _sha256(path: Path) -> str:
    """Of the bytes; of the reason where they cannot be read."""
    try:
        if not path.is_file():
            return "not a file"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable {error.errno}"


def _recorded(task: Task, key: str) -> Row | None:
    """The row of the last run when nothing changed since and its pack is still whole."""
    try:
        kept = json.loads(task.beside(".json").read_text(encoding="utf-8"))
        whole = kept["record"] == _pack_digest(Path(task.out)) != ""
        if kept["key"] != key or not whole:
            return None
        row = Row(**{**kept["row"], "missing": tuple(kept["row"]["missing"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return replace(row, reused=True, seconds=0.0)


def _record(task: Task, key: str, row: Row) -> None:
    kept = {"key": key, "record": _pack_digest(Path(task.out)), "row": asdict(row)}
    write_whole(task.beside(".json"), json.dumps(kept, ensure_ascii=False).encode())


def _pack_digest(pack: Path) -> str:
    """Stands for the whole pack: its manifest, with every file in it there at its size.

    "" where a file is gone or has another size, or there is no pack.
    """
    manifest = pack / "manifest.json"
    try:
        outputs = json.loads(manifest.read_text(encoding="utf-8"))["outputs"]
        if any((pack / one["path"]).stat().st_size != one["size"] for one in outputs):
            return ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return _sha256(manifest)
