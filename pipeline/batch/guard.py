"""Watch over one case in its worker: how far it is, and whether it costs more than it may.

A case over its limit is asked to stop the next time it tells of progress. One that tells nothing
any more has its process ended after a while, with a note of why: whoever runs the batch finds that
note, and starts the other cases of that process again.
"""

from __future__ import annotations

import ctypes
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ReliefpackError
from pipeline.store import write_whole

GRACE_SECONDS = 60.0
"""Between asking a case to stop and ending its process."""
GRACE_MEMORY = 1.25
"""Times its memory at which a process is ended without being asked."""
LOOK_SECONDS = 0.5
TELL_SECONDS = 0.5


class Overrun(ReliefpackError):
    """A case took more time or memory than it may."""


@dataclass(frozen=True)
class Bounds:
    """seconds: of the clock for one case; memory: bytes of its process; 0: none.

    ends_process: whether a case that does not stop may take its process along
    grace: seconds between asking it to stop and that
    """

    seconds: float = 0.0
    memory: int = 0
    ends_process: bool = False
    grace: float = GRACE_SECONDS

    @property
    def late(self) -> str:
        """What is said of a case that took too long."""
        return f"超过一个案件的时间上限 {self.seconds / 60:g} 分钟 over the time limit of a case。"


@dataclass
class Guard:
    """The progress that a build is given; raises Overrun where it is to stop."""

    bounds: Bounds
    status: Path
    started: float = field(default_factory=time.monotonic)
    _told: float = 0.0
    _stage: str = ""
    _since: float = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        reason = self.reason(1.0, 0.0)
        if reason:
            raise Overrun(reason, REMEDY, f"{reason} {REMEDY_EN}")
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._since = stage, now
        elif now - self._told < TELL_SECONDS:
            return
        self._told = now
        self._tell(stage, done, total, now - self._since)

    def reason(self, memory_times: float, more_seconds: float) -> str:
        """Why the case has to stop, "" where it need not."""
        limit = self.bounds.seconds
        if limit and time.monotonic() - self.started > limit + more_seconds:
            return self.bounds.late
        memory = self.bounds.memory
        if memory and resident_bytes() > memory * memory_times:
            return f"超过一个案件的内存上限 {memory >> 20} MB over the memory limit of a case。"
        return ""

    def _tell(self, stage: str, done: int, total: int, seconds: float) -> None:
        said = {"stage": stage, "done": done, "total": total, "seconds": round(seconds, 1)}
        try:
            write_whole(self.status, json.dumps(said).encode())
        except OSError:  # nobody sees how far it is; that is all
            return


REMEDY = "拆成几个案件，或放宽 --case-minutes / --case-memory 再运行。"
REMEDY_EN = "Split the case, or raise --case-minutes / --case-memory."


@contextmanager
def guarded(bounds: Bounds, status: Path, note: Path) -> Iterator[Guard]:
    """A guard at work until the block ends; `note` is written before a process is ended."""
    guard, over = Guard(bounds, status), threading.Event()
    note.unlink(missing_ok=True)

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            reason = guard.reason(GRACE_MEMORY, bounds.grace)
            if reason:
                with suppress(
                    OSError
                ):  # without a note it is said to have died; it ends all the same
                    write_whole(note, f"{reason}{REMEDY}".encode())
                os._exit(1)

    if bounds.ends_process:
        threading.Thread(target=look, daemon=True).start()
    try:
        yield guard
    finally:
        over.set()
        status.unlink(missing_ok=True)


def resident_bytes() -> int:
    """Memory of this process now; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def give_back_memory() -> None:
    """What a case has freed goes back to the system, where the C library keeps it (GNU): some
    120 MB a worker, which would be in the way of other programs and count against the next case."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)
