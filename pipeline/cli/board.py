"""The live table of a batch in a terminal: each case at work, and how far all of them are."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipeline.batch import Row, row_text, state_text
from pipeline.cli.progress import STAGES, Progress
from pipeline.cli.voice import Voice
from pipeline.mask import shown

LOOKS_A_SECOND = 2


@dataclass
class Board:
    """What is shown; a tell for `run_batch`. state: where workers say how far they are."""

    voice: Voice
    state: Path
    console: Console
    total: int = 0
    done: int = 0
    built: int = 0
    states: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def __call__(self, row: Row | None, done: int, total: int) -> None:
        self.done, self.total = done, total
        if row is None:
            return
        self.states[row.state] += 1
        self.built += not row.reused
        text = shown(row_text(row, self.voice.lang))
        self.console.print(text, highlight=False, markup=False)

    def __rich__(self) -> Table:
        say = self.voice.say
        table = Table(box=None, pad_edge=False, caption=self._summed(), caption_justify="left")
        for heading in (
            ("案件", "case"),
            ("阶段", "stage"),
            ("进度", "done"),
            ("剩余", "time left"),
        ):
            table.add_column(say(*heading), overflow="ellipsis", no_wrap=True)
        for name, said in self._at_work():
            stage = say(*STAGES.get(said["stage"], (said["stage"],) * 2))
            done, total = int(said["done"]), int(said["total"])
            left = float(said["seconds"]) / done * (total - done) if done else None
            table.add_row(Text(shown(name)), stage, f"{done}/{total}", clock(left))
        return table

    def _at_work(self) -> Iterator[tuple[str, dict[str, str]]]:
        for path in sorted(self.state.glob("*.now")):
            try:
                yield path.name.removesuffix(".now"), json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue

    def _summed(self) -> str:
        counts = "  ".join(
            f"{state_text(state, self.voice.lang)} {count}" for state, count in self.states.items()
        )
        spent = time.monotonic() - self.started
        left = spent / self.built * (self.total - self.done) if self.built else None
        waits = self.voice.say("剩余约 ", "about ") + clock(left)
        return f"{self.done}/{self.total}  {counts}  {waits}"


@contextmanager
def board(voice: Voice, state: Path) -> Iterator[Board]:
    """A board on the terminal of stderr until the block ends."""
    console = Console(stderr=True)
    made = Board(voice, state, console)
    with Live(
        get_renderable=lambda: made.__rich__(),
        console=console,
        refresh_per_second=LOOKS_A_SECOND,
        transient=True,
    ):
        yield made


def lines(progress: Progress, voice: Voice, row: Row | None, done: int, total: int) -> None:
    """The same as plain lines, where nobody looks at a terminal."""
    progress("batch", done, total)
    if row is not None:
        progress.say(row_text(row, voice.lang))


def clock(seconds: float | None) -> str:
    """Minutes and seconds, "" where unknown."""
    if seconds is None:
        return ""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
