"""Cases as they come: a folder is taken when its files have been still for a while."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.current import inputs_of

Signature = tuple[tuple[str, int, int], ...]
"""Name, size and time of change of every file of a case."""


@dataclass
class Watch:
    """Which cases are due. `still`: seconds that nothing in a folder may have changed.

    Time is counted by a clock that nobody sets; a file's own time only shows that it changed.
    """

    still: float
    now: Callable[[], float] = time.monotonic
    _seen: dict[Path, tuple[Signature, float]] = field(default_factory=dict)
    _done: dict[Path, Signature] = field(default_factory=dict)

    def due(self, folders: tuple[Path, ...]) -> tuple[Path, ...]:
        """Of these case folders, those still and not done as they are; they count as done then."""
        found = []
        for folder in folders:
            signature = _signature(folder)
            before, since = self._seen.get(folder, (None, 0.0))
            if signature != before:
                self._seen[folder] = (signature, self.now())
            elif (
                signature
                and self.now() - since >= self.still
                and self._done.get(folder) != signature
            ):
                self._done[folder] = signature
                found.append(folder)
        return tuple(found)


def _signature(folder: Path) -> Signature:
    found = []
    for name, path in inputs_of(folder):
        try:
            status = os.lstat(path)
        except OSError:
            continue
        found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)
