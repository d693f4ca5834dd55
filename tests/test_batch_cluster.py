"""The same batch on a cluster: a real scheduler here, with two worker processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import Order, run_batch
from tests.test_batch import add_case, fake_build

pytest.importorskip("distributed", reason="the extra `cluster` (dask.distributed) is not installed")

START_SECONDS = 60


def slow_build(folder: Path, out: Path, lang: str, progress: Any) -> Any:
    """Says which process is at work, and takes its time."""
    (folder.parent / f"pid-{folder.name}").write_text(str(os.getpid()))
    time.sleep(0.5)
    return fake_build(folder, out, lang, progress)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers."""
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


def pids(root: Path) -> set[int]:
    return {int(path.read_text()) for path in root.glob("pid-*") if path.read_text()}


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
def test_a_worker_that_is_killed_loses_no_case(scheduler: str, root: Path, tmp_path: Path) -> None:
    order = Order(root, tmp_path / "out", scheduler=scheduler)
    killed: list[int] = []

    def kill_one(_row: object, done: int, _total: int) -> None:
        if done == 1 and not killed:
            killed.append(min(pids(root)))
            os.kill(killed[0], signal.SIGKILL)

    rows = run_batch(order, kill_one, slow_build)
    assert killed
    assert [row.state for row in rows] == ["ready"] * 6
