"""Progress on stderr: a moving bar in a terminal, a plain line now and then anywhere else."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from pipeline.cli.voice import Voice, quiet_stdout, talk
from pipeline.diskfaults import disk_faults_told
from pipeline.mask import shown
from pipeline.staging import scratch

STAGES = {
    "ingest": ("打开文件", "Opening files"),
    "read": ("识别文字", "Reading pages"),
    "confirm": ("复核金额", "Confirming amounts"),
    "classify": ("辨认材料", "Telling papers apart"),
    "extract": ("提取金额", "Taking out figures"),
    "claim": ("汇总申请金额", "Adding up the claim"),
    "check": ("提交前检查", "Checking"),
    "plan": ("制定还款计划", "Planning repayment"),
    "letter": ("撰写申请书", "Writing the letter"),
    "assemble": ("装订材料包", "Binding the pack"),
    "verify": ("核对成品", "Verifying the pack"),
    "write": ("写出文件", "Writing files"),
    "batch": ("处理案件", "Working through cases"),
}
SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Called with (stage, done, total); shows it. A context manager."""

    def __init__(self, voice: Voice, bar: bool = True) -> None:
        self._voice = voice
        self._bar = _bar() if bar and sys.stderr.isatty() else None
        self._task = (
            None
            if self._bar is None
            else self._bar.add_task(voice.say("准备", "Starting"), total=None)
        )
        self._stage = ""
        self._said = 0.0

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        name = self._voice.say(*STAGES.get(stage, (stage, stage)))
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=name, completed=done, total=total or None)
        elif self._is_due(stage, done, total):
            talk(f"{name} {done}/{total}" if total > 1 else name)
        self._stage = stage

    def _is_due(self, stage: str, done: int, total: int) -> bool:
        """Once when a stage begins, then at most every few seconds, and at its end."""
        now = time.monotonic()
        begins = stage != self._stage
        ends = total > 1 and done == total
        if not (begins or ends or now - self._said > SECONDS_BETWEEN_LINES):
            return False
        self._said = now
        return True

    def say(self, line: str) -> None:
        """A line that stays, above the bar."""
        if self._bar is None:
            talk(line)
        else:
            self._bar.console.print(shown(line), highlight=False, markup=False)


@contextmanager
def at_work(voice: Voice, bar: bool = True) -> Iterator[Progress]:
    """Foreign output kept off stdout, progress shown, and what this machine lacks said once.

    bar: a moving bar where there is a terminal
    """
    from pipeline.read.second import second_reader_name

    with disk_faults_told(Path(tempfile.gettempdir())):
        scratch()
    with quiet_stdout(), Progress(voice, bar) as progress:
        if second_reader_name() == "rescaled":
            progress.say(
                voice.say(
                    "没有 Tesseract：金额只由同一个引擎换尺度重读，复核不独立。"
                    "安装方法：reliefpack doctor",
                    "No Tesseract here: amounts are only re-read by the same engine at another "
                    "scale. How to install it: reliefpack doctor",
                )
            )
        yield progress


def _bar() -> Bar:
    return Bar(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
