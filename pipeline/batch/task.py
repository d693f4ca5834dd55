"""One case inside a worker: built, or found unchanged; every failure becomes a row."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.batch.current import case_key, keep_row, kept_row
from pipeline.batch.guard import Bounds, Guard, Overrun, give_back_memory, guarded
from pipeline.batch.row import Row
from pipeline.diskfaults import disk_faults_told
from pipeline.errors import EnvironmentIncomplete, NothingUsable, ReliefpackError, WrongUsage
from pipeline.ingest.spelling import spelled
from pipeline.keeping import kept_text

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

    @property
    def pack(self) -> Path:
        return Path(self.out)

    def beside(self, suffix: str) -> Path:
        return Path(self.state + suffix)


def build_case(
    folder: Path, out: Path, lang: str, progress: Callable[[str, int, int], None]
) -> Any:
    """Build one case inside a worker, with one process: the cores are shared out by case."""
    from pipeline import flow

    return flow.build(folder, out, flow.Options(jobs=1, lang=lang), progress)


def unchanged(task: Task) -> Row | None:
    """The row of the last run where its pack is what would be built now; None in any doubt."""
    try:
        return kept_row(task.beside(".json"), case_key(Path(task.folder), task.lang), task.pack)
    except (ReliefpackError, OSError, ValueError):
        return None


def run_task(task: Task) -> Row:
    """Build one case unless it is as it was; every failure becomes a row."""
    start = time.monotonic()
    folder = Path(task.folder)
    try:
        key = case_key(folder, task.lang)
        known = kept_row(task.beside(".json"), key, task.pack)
        if known is not None:
            return known
        watch = guarded(task.bounds, task.beside(".now"), task.beside(".over"))
        with disk_faults_told(task.pack), watch as guard:
            row = _built_row(task, folder, guard)
        if case_key(folder, task.lang) != key:
            key = ""  # changed while it was built: nobody knows of which state the pack is
    except ReliefpackError as error:
        row = _error_row(task.name, error)
        key = ""
    except MemoryError:
        row, key = Row(task.name, "over", 1, "内存不足 out of memory"), ""
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        row, key = Row(task.name, "failed", 1, text), ""
    give_back_memory()
    row = replace(row, seconds=round(time.monotonic() - start, 2))
    if key:
        keep_row(task.beside(".json"), key, task.pack, replace(row, message=""))
    return row


def _built_row(task: Task, folder: Path, guard: Guard) -> Row:
    built = task.builder(folder, Path(task.out), task.lang, guard)
    record = json.loads(built.record)
    files = record["files"]
    return Row(
        case=task.name,
        state="ready" if built.exit_code == 0 else "draft",
        exit_code=built.exit_code,
        message=kept_text(built.kept, task.lang) if built.kept else "",
        files=len(files),
        unread=sum(1 for source in built.case.sources if source.unread),
        pages=sum(len(file["pages"]) for file in files),
        missing=tuple(record["missing"]),
        blocking=sum(1 for finding in built.report.findings if finding.blocks),
        claim=record["asked"]["total"],
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


_KILLED = "处理进程被系统终止，多半是内存不足 the worker was killed, most likely out of memory"


def ended_row(task: Task) -> Row:
    """The row of a case whose process is gone."""
    return noted_row(task) or failed_row(task, _KILLED)


def noted_row(task: Task) -> Row | None:
    """The row of a case that was over its limit and had its process ended."""
    try:
        reason = task.beside(".over").read_text(encoding="utf-8")
    except OSError:
        return None
    return over_row(task, reason)


def over_row(task: Task, reason: str) -> Row:
    return Row(case=task.name, state="over", exit_code=1, message=reason)


def failed_row(task: Task, message: str) -> Row:
    return Row(case=task.name, state="failed", exit_code=1, message=message)
