"""Pages through the program itself, and what it says of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.gather import Options, Progress, gatherer, silent
from pipeline.ingest.scan import single_file
from pipeline.interpret import interpret, understand
from pipeline.store import Cache
from schemas.catalogue import load_catalogue
from schemas.statement import Statement
from tests.bench_reading.score import UNKNOWN, Figure, Told


def told_of(
    folder: Path, names: Sequence[str], cache: Path, jobs: int, progress: Progress = silent
) -> dict[str, Told]:
    """What `reliefpack read` says of each file of one page, nothing joined across files."""
    catalogue = load_catalogue()
    sources = [single_file(folder / name) for name in names]
    with gatherer(Options(jobs=jobs, cache=Cache(cache)), progress) as worker:
        gathered = worker.gather(folder, sources, {})
        understood = understand(gathered, (), catalogue)
        progress("understand", 1, 1)
        found = interpret(understood, (), worker, catalogue, True)
        progress("understand", 1, 1)
    kinds = {item.page.ref.path: item.verdict.kind for item in understood}
    statements = {statement.pages[0].path: statement for statement in found.statements}
    return {name: _told(kinds.get(name, UNKNOWN), statements.get(name)) for name in names}


def _told(kind: str, statement: Statement | None) -> Told:
    if statement is None:
        return Told(kind, None)
    figures = {
        name: Figure(amount.value, amount.status.value)
        for name, amount in statement.outstanding.stated()
    }
    return Told(kind, figures, statement.needs_review)
