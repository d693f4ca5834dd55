"""A worker of a cluster hands its cases to a child that can be ended, and outlives them.

A cluster's worker must not end itself over a case: the scheduler would give the same case to the
next worker and lose that too. The child stays for the next case, since engines take seconds to
load. It is started as a program, not forked: some clusters' workers may have no children of the
other kind. What goes to it and comes from it are lines of JSON.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import import_module
from typing import IO, Any

from pipeline.batch.guard import REMEDY, Bounds
from pipeline.batch.row import Row
from pipeline.batch.task import Task, ended_row, noted_row, over_row, run_task

OWN = threading.local()
"""Each thread of a worker has its own child."""


def run_contained(task: Task) -> Row:
    """`run_task` in a child; whatever the case does, this returns, and the worker lives.

    A child that died of nothing known (memory that somebody else took) is given the case again.
    """
    contained = replace(task, bounds=replace(task.bounds, ends_process=True))
    return _tried(contained) or _tried(contained) or ended_row(task)


def _tried(task: Task) -> Row | None:
    """The row, None where the child died without a word."""
    seconds, grace = task.bounds.seconds, task.bounds.grace
    child = _own_child()
    # By the end of the first grace it should have ended itself; one that cannot even do that is
    # ended from here.
    try:
        row = child.answer(_written(task), seconds + 2 * grace if seconds else None)
        if row is not None:
            return row
    except TimeoutError:
        row = over_row(task, f"{task.bounds.late}{REMEDY}")
    OWN.child = None
    child.end()
    return row or noted_row(task)


class Child:
    """The process, and a thread that waits for what it says."""

    def __init__(self) -> None:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, line: str, seconds: float | None) -> Row | None:
        """The row of a case, None where the child died; TimeoutError where it says nothing."""
        stdin: IO[str] | None = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(f"{line}\n")
            stdin.flush()
            said = self._said.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        except OSError:
            return None
        if not said:
            return None
        record = json.loads(said)
        return Row(**{**record, "missing": tuple(record["missing"])})

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _listen(self) -> None:
        stdout: IO[str] | None = self._process.stdout
        assert stdout is not None
        for line in stdout:
            self._said.put(line)
        self._said.put("")  # it is gone


def _own_child() -> Child:
    child: Child | None = getattr(OWN, "child", None)
    if child is None or not child.alive:
        child = OWN.child = Child()
    return child


def _written(task: Task) -> str:
    builder = f"{task.builder.__module__}:{task.builder.__qualname__}"
    return json.dumps({**asdict(replace(task, builder=_unset)), "builder": builder})


def _unset(*_: Any) -> None:
    raise AssertionError("stands where a name travels")


def _task(line: str) -> Task:
    record = json.loads(line)
    module, name = record["builder"].split(":")
    builder: Callable[..., Any] = getattr(import_module(module), name)
    bounds = Bounds(**record["bounds"])
    return Task(**{**record, "builder": builder, "bounds": bounds})


def main() -> None:
    """One case after the other until whoever asks is gone; then at once."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            waiting.put(line)
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        row = run_task(_task(waiting.get()))
        answers.write(json.dumps(asdict(row)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
