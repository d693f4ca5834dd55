"""Ctrl-C: the workers go at once and without a word, the program says one sentence."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from types import FrameType


def die_quietly() -> None:
    """For a worker: an interrupt ends it without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def begin_worker() -> None:
    """For a worker process: quiet at an interrupt, and gone when whoever started it is gone."""
    die_quietly()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def stop_workers() -> None:
    """End all worker processes of this process; what they were doing is not waited for."""
    for child in multiprocessing.active_children():
        child.terminate()


@contextmanager
def workers_first() -> Iterator[None]:
    """While inside, an interrupt ends the workers before it is raised here as KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(_signal: int, _frame: FrameType | None) -> None:
        stop_workers()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
