"""Limits on a case, cases as they come, and what is shown meanwhile."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.batch import Order, Row, run_batch, watch_batch
from pipeline.batch import guard as guards
from pipeline.batch.guard import Bounds, Guard, Overrun
from pipeline.batch.watch import Watch
from pipeline.cli.board import Board, clock
from pipeline.cli.voice import Voice
from tests.test_batch import add_case, calls, cases, fake_build

__all__ = ["cases"]


def patient_build(folder: Path, out: Path, lang: str, progress: Any) -> Any:
    """`slow` tells of its work for ever, `stuck` tells nothing any more."""
    says = (folder / "says.txt").read_text()
    while says == "slow":
        progress("read", 1, 2)
        time.sleep(0.05)
    while says == "stuck":
        time.sleep(0.05)
    if says == "stopped":  # not even its guard runs any more
        os.kill(os.getpid(), signal.SIGSTOP)
    return fake_build(folder, out, lang, progress)


@pytest.mark.parametrize("says", ["slow", "stuck"])
def test_a_case_over_its_time_is_said_and_the_rest_go_on(says: str, cases: Path) -> None:
    add_case(cases, "慢", says)
    order = Order(cases, cases / "out", jobs=2, case_seconds=1.5, grace=0.5)
    rows = {row.case: row for row in run_batch(order, lambda *_: None, patient_build)}
    assert (rows["慢"].state, rows["慢"].exit_code) == ("over", 1)
    assert "--case-minutes" in rows["慢"].message
    assert [rows[name].state for name in ("甲", "乙 2")] == ["ready", "draft"]
    assert not [path for path in (cases / "out" / ".batch").iterdir() if path.suffix == ".now"]


def test_a_case_over_its_memory_is_asked_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = Guard(Bounds(memory=1 << 30), tmp_path / "a.now")
    monkeypatch.setattr(guards, "resident_bytes", lambda: 1 << 29)
    guard("read", 1, 2)
    assert json.loads((tmp_path / "a.now").read_text())["stage"] == "read"
    monkeypatch.setattr(guards, "resident_bytes", lambda: 2 << 30)
    with pytest.raises(Overrun, match="1024 MB"):
        guard("read", 2, 2)


def test_memory_is_measured() -> None:
    before = guards.resident_bytes()
    kept = bytearray(b"x" * (80 << 20))
    assert guards.resident_bytes() - before > 60 << 20
    assert kept


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="no GNU C library"
)
def test_what_a_case_freed_goes_back_to_the_system() -> None:
    pieces = [bytearray(50_000) for _ in range(2000)]  # small enough to come from the heap
    kept = bytearray(50_000)  # and one above them that keeps the heap from shrinking by itself
    pieces.clear()
    before = guards.resident_bytes()
    guards.give_back_memory()
    assert before - guards.resident_bytes() > 50 << 20
    assert kept


def test_a_case_is_due_when_it_has_been_still(tmp_path: Path) -> None:
    now = [0.0]
    watch = Watch(5.0, lambda: now[0])
    case = tmp_path / "a"
    case.mkdir()
    (case / "1.jpg").write_bytes(b"x")
    assert watch.due((case,)) == ()
    now[0] = 4.0
    (case / "1.jpg").write_bytes(b"xx")
    assert watch.due((case,)) == ()
    now[0] = 8.0
    assert watch.due((case,)) == ()
    now[0] = 9.0
    assert watch.due((case,)) == (case,)
    now[0] = 30.0
    assert watch.due((case,)) == ()
    (case / "2.jpg").write_bytes(b"y")
    assert watch.due((case,)) == ()
    now[0] = 36.0
    assert watch.due((case,)) == (case,)


def test_cases_are_built_as_they_come(tmp_path: Path) -> None:
    root = tmp_path / "cases"
    root.mkdir()
    add_case(root, "甲", "ready")
    order = Order(root, root / "reliefpack-out", jobs=1)
    rounds = watch_batch(order, lambda *_: None, 0.2, fake_build)
    assert [row.case for row in next(rounds)] == ["甲"]
    add_case(root, "乙", "draft")
    assert [(row.case, row.state) for row in next(rounds)] == [("乙", "draft"), ("甲", "ready")]
    assert calls(root, "甲") == 1
    assert json.loads((order.out / "summary.json").read_text())["states"]["draft"] == 1


def test_the_board_shows_who_is_at_work_and_masks(tmp_path: Path) -> None:
    said = {"stage": "read", "done": 3, "total": 9, "seconds": 30.0}
    (tmp_path / "王 13812345678.now").write_text(json.dumps(said))
    (tmp_path / "half.now").write_text("{")
    console = Console(record=True, width=100)
    board = Board(Voice("zh"), tmp_path, console)
    board(Row("李", "ready", 0), 1, 4)
    console.print(board)
    text = console.export_text()
    assert "138****5678" in text
    assert "识别文字" in text
    assert "3/9" in text
    assert "1:00" in text
    assert "1/4  可提交 1" in text
    assert clock(None) == ""


def test_long_and_odd_case_names_are_cases(tmp_path: Path) -> None:
    for name in ("长" * 80, "x" * 245, "=1+1", "a\nb"):
        add_case(tmp_path, name, "ready")
    order = Order(tmp_path, tmp_path / "out", jobs=1)
    rows = run_batch(order, lambda *_: None, fake_build)
    assert [row.state for row in rows] == ["ready"] * 4
    assert len(list((tmp_path / "out" / ".batch").glob("*.json"))) == 4
