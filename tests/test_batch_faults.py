"""Full disks, places that cannot be written, entries of another program, a clock that jumps."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import flow
from pipeline.batch import Order, current, guard, run_batch
from pipeline.batch.guard import Bounds, guarded
from pipeline.batch.task import Task, run_task, unchanged
from pipeline.cli import main
from pipeline.store import Cache
from schemas.reading import Line
from tests import files, hostile, sheets
from tests.engines import Engines, FakeReader, installed
from tests.test_batch import add_case, fake_build
from tests.test_hostile import small_disk

__all__ = ["small_disk"]


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def filling_build(folder: Path, out: Path, lang: str, progress: Any) -> Any:
    """The disk is full for one case."""
    if (folder / "says.txt").read_text() == "full":
        full()
    return fake_build(folder, out, lang, progress)


def test_a_disk_that_is_full_for_one_case_is_in_its_row(tmp_path: Path) -> None:
    for name, says in (("甲", "full"), ("乙", "ready")):
        add_case(tmp_path, name, says)
    rows = run_batch(Order(tmp_path, tmp_path / "out", jobs=1), lambda *_: None, filling_build)
    assert [(row.case, row.state) for row in rows] == [("乙", "ready"), ("甲", "environment")]
    assert "磁盘满了" in rows[1].message


def test_a_record_that_cannot_be_kept_costs_only_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_case(tmp_path, "甲", "ready")
    task = Task(
        str(tmp_path / "甲"), str(tmp_path / "out"), str(tmp_path / "state"), "zh", fake_build
    )
    with monkeypatch.context() as patched:
        patched.setattr(current, "write_whole", full)
        assert run_task(task).state == "ready"
    assert unchanged(task) is None


def test_a_case_is_ended_even_where_no_note_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def end(_code: int) -> None:
        ended.set()
        time.sleep(30)

    monkeypatch.setattr(guard, "write_whole", full)
    monkeypatch.setattr(guard.os, "_exit", end)
    bounds = Bounds(seconds=0.01, ends_process=True, grace=0.01)
    with guarded(bounds, tmp_path / "a.now", tmp_path / "a.over"):
        assert ended.wait(20)


@pytest.mark.parametrize(
    ("how", "says", "code"),
    [("ro", "不能写入", 2), ("size=0k,nr_inodes=1", "磁盘满了", 4)],
    ids=["read-only", "full"],
)
def test_an_output_that_cannot_be_written_is_said(
    how: str,
    says: str,
    code: int,
    tmp_path: Path,
    small_disk: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    add_case(tmp_path / "in", "甲", "ready")
    with pytest.raises(SystemExit) as left:
        main(["batch", str(tmp_path / "in"), "--out", str(small_disk(how) / "out")])
    said = capsys.readouterr().err
    assert left.value.code == code
    assert says in said
    assert "--out" in said


def test_a_case_folder_that_disappears_is_a_row(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        add_case(tmp_path, name, "ready")
    order = Order(tmp_path, tmp_path / "out", jobs=1)

    def vanish(_row: object, done: int, _total: int) -> None:
        if not done:
            (tmp_path / "甲" / "says.txt").unlink()
            (tmp_path / "甲").rmdir()

    rows = {row.case: row.state for row in run_batch(order, vanish, fake_build)}
    assert rows["乙"] == "ready"
    assert rows["甲"] in ("failed", "unusable", "wrong")


def test_a_clock_that_jumps_while_a_case_runs_ends_no_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits are counted by a clock that nobody sets."""
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    with guarded(Bounds(seconds=60.0), tmp_path / "a.now", tmp_path / "a.over") as watching:
        watching("read", 1, 2)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def a_bill(_width: int, _height: int) -> tuple[Line, ...]:
    texts = ("花呗账单", "应还本金 1,000.00元", "利息 12.30元", "逾期罚息 3.40元")
    return tuple(sheets.line(text, 40, 40 + 60 * row) for row, text in enumerate(texts))


@pytest.mark.parametrize("value", [None, [], {}, {"foreign": 1}, "text", 7, [[1], {"a": None}]])
def test_entries_of_another_program_are_misses(
    value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole by their own digest, and nothing that this program would have written."""
    installed(Engines(FakeReader(a_bill)), monkeypatch)
    case = tmp_path / "case"
    case.mkdir()
    (case / "bill.png").write_bytes(files.png(files.picture(500, 400)))
    (case / "more.zip").write_bytes(hostile.zipped({"a.jpg": files.jpeg()}))
    (case / "more.pdf").write_bytes(files.chinese_pdf())
    (case / "case.toml").write_text(
        '[[assign]]\nfile = "bill.png"\nmaterial = "bill"\n'
        '[[assign]]\nfile = "more.pdf"\nmaterial = "diagnosis"\n'
    )

    def built() -> str:
        return flow.build(case, None, flow.Options(jobs=1, cache=Cache(tmp_path / "cache"))).record

    before = built()
    stages = ("decode", "read", "second", "seal", "unpack", "report-pictures")
    entries = [
        path
        for stage in stages
        for path in (tmp_path / "cache" / "entries" / stage).rglob("*.json")
    ]
    assert {path.parents[1].name for path in entries} == set(stages)
    cache = Cache(tmp_path / "cache")
    for path in entries:
        cache.put(path.parents[1].name, path.stem, value)
    assert built() == before
