"""The same batch on a cluster: a real scheduler here, with two worker processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from pathlib import Path
from typing import Any, ClassVar

import pytest

from pipeline.batch import Order, run, run_batch
from tests.test_batch import add_case, fake_build
from tests.test_batch_limits import patient_build

START_SECONDS = 60


def slow_build(folder: Path, out: Path, lang: str, progress: Any) -> Any:
    """Says which process is at work, and takes its time."""
    (folder.parent / f"pid-{folder.name}").write_text(f"{os.getpid()} {os.getppid()}")
    time.sleep(0.5)
    return fake_build(folder, out, lang, progress)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, which come back when they are killed."""
    tmp_path = tmp_path_factory.mktemp("cluster")
    file = tmp_path / "scheduler.json"
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": tmp_path,
    }
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    cli = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-dashboard"]
    started = [
        subprocess.Popen(
            [*cli, "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)],
            env=environment,
            **quiet,
        )
    ]
    try:
        deadline = time.monotonic() + START_SECONDS
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        started += [
            subprocess.Popen(
                [*work, "--nthreads", "1", "--scheduler-file", str(file)], env=environment, **quiet
            )
            for _ in range(2)
        ]
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(START_SECONDS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    for number in range(6):
        add_case(folder, f"案{number}", "ready")
    return folder


def pids(root: Path, position: int = 0) -> set[int]:
    """Processes that worked on cases (0), the cluster's workers that started them (1)."""
    told = [path.read_text().split() for path in root.glob("pid-*")]
    return {int(numbers[position]) for numbers in told if numbers}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_builds_the_cases(scheduler: str, root: Path, tmp_path: Path) -> None:
    order = Order(root, tmp_path / "out", scheduler=scheduler)
    rows = run_batch(order, lambda *_: None, slow_build)
    assert [(row.case, row.state) for row in rows] == [(f"案{n}", "ready") for n in range(6)]
    assert os.getpid() not in pids(root)
    assert len(pids(root)) == 2


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("position", [0, 1], ids=["child", "worker"])
def test_what_is_killed_in_the_middle_loses_no_case(
    position: int, scheduler: str, root: Path, tmp_path: Path
) -> None:
    order = Order(root, tmp_path / "out", scheduler=scheduler)
    killed: list[int] = []

    def kill_one(_row: object, done: int, _total: int) -> None:
        if done == 1 and not killed:
            killed.append(min(pids(root, position)))
            os.kill(killed[0], signal.SIGKILL)

    rows = run_batch(order, kill_one, slow_build)
    assert killed
    assert [(row.state, row.message) for row in rows] == [("ready", "")] * 6


class Losing(Executor):
    """Builds each case, and loses the result of the first on its way back."""

    lost: ClassVar[list[str]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        row = fn(*args, **kwargs)
        future: Future[Any] = Future()
        if self.lost:
            future.set_result(row)
        elif self.cancels:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_exception(TypeError("cannot unpack non-iterable Row object"))
        self.lost.append(row.case)
        return future

    def __init__(self, cancels: bool) -> None:
        self.cancels = cancels
        self.lost.clear()


@pytest.mark.parametrize("cancels", [False, True])
def test_a_result_lost_on_its_way_back_is_no_failed_case(
    cancels: bool, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = Losing(cancels)
    monkeypatch.setattr(run, "_executor", lambda *_: nullcontext(executor))
    rows = run_batch(Order(root, tmp_path / "out"), lambda *_: None, fake_build)
    assert [(row.state, row.message) for row in rows] == [("ready", "")] * 6
    assert len(executor.lost) == 7


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_cases_that_never_end_are_ended_and_the_workers_live(
    scheduler: str, root: Path, tmp_path: Path
) -> None:
    for name, says in (("慢", "slow"), ("卡", "stuck"), ("停", "stopped"), ("死", "die")):
        add_case(root, name, says)
    order = Order(root, tmp_path / "out", scheduler=scheduler, case_seconds=4.0, grace=1.0)
    rows = {row.case: row for row in run_batch(order, lambda *_: None, patient_build)}
    assert [rows[name].state for name in ("慢", "卡", "停", "死")] == ["over"] * 3 + ["failed"]
    assert "--case-minutes" in rows["停"].message
    assert [rows[f"案{n}"].state for n in range(6)] == ["ready"] * 6


@pytest.mark.slow
@pytest.mark.engine
@pytest.mark.filterwarnings("default")
def test_a_cluster_builds_what_one_machine_builds(scheduler: str, tmp_path: Path) -> None:
    """A real case, so that workers of a cluster start the children that decode its files."""
    source = Path(__file__).parent.parent / "samples" / "cases" / "unemployment"
    shutil.copytree(source, tmp_path / "in" / "案")
    for scheduled in ("", scheduler):
        order = Order(tmp_path / "in", tmp_path / f"out{len(scheduled)}", scheduler=scheduled)
        [row] = run_batch(order, lambda *_: None)
        assert (row.state, row.unread) == ("draft", 0)
    here, there = (
        {
            path.relative_to(out): path.read_bytes()
            for path in (out / "案").rglob("*")
            if path.is_file()
        }
        for out in (tmp_path / "out0", tmp_path / f"out{len(scheduler)}")
    )
    assert here == there
