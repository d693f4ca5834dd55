"""The command for many cases: batch, once or for ever."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.commands import FOLDER, case_folder, jobs_option, json_option
from pipeline.cli.progress import at_work
from pipeline.cli.usage import Decorator, command_class, common_options
from pipeline.cli.voice import Voice, product, record, talk
from pipeline.diskfaults import disk_faults_told

if TYPE_CHECKING:
    from pipeline.batch import Order
    from pipeline.batch.run import Tell

STILL_SECONDS = 5.0
"""How long nothing in a folder may have changed before it is taken."""


def batch_command(voice: Voice) -> click.Command:
    @click.command(
        "batch",
        cls=command_class(voice),
        help=voice.say(
            "ROOT 下每个子文件夹是一个案件；可中断后继续，一个出错不影响其余。",
            "Every sub-folder of ROOT is a case; resumable; one bad case never stops the rest.",
        ),
    )
    @click.argument("root", type=FOLDER)
    @_where_options(voice)
    @_limit_options(voice)
    @json_option(voice)
    @common_options(voice)
    def batch(root: Path, watch: bool, as_json: bool, **how: Any) -> int:
        from pipeline import batch as batches

        case_folder(root)
        order = batches.Order(
            root=root,
            out=how["out"] or root / "reliefpack-out",
            jobs=how["jobs"],
            scheduler=how["scheduler"],
            lang=voice.lang,
            case_seconds=how["case_minutes"] * 60,
            case_memory=how["case_memory"] << 20,
        )
        with disk_faults_told(order.out), told(voice, order.state) as tell:
            if watch:
                watched(order, tell, voice)
            rows = batches.run_batch(order, tell)
        if as_json:
            record(batches.summary_json(rows))
        else:
            product(batches.summary_text(rows, voice.lang))
        talk(voice.say(f"汇总：{order.out / 'index.html'}", f"Summary: {order.out / 'index.html'}"))
        return 0 if all(row.ready for row in rows) else 1

    return batch


def _where_options(voice: Voice) -> Decorator:
    """--out, --jobs, --scheduler, --watch."""
    return _all(
        click.option(
            "--out",
            type=FOLDER,
            metavar="DIR",
            help=voice.say(
                "结果放在哪里（默认 ROOT/reliefpack-out）",
                "Where results go (default ROOT/reliefpack-out)",
            ),
        ),
        jobs_option(voice),
        click.option(
            "--scheduler",
            default="",
            metavar="ADDRESS",
            help=voice.say("Dask 调度器地址（集群）", "Address of a Dask scheduler (cluster)"),
        ),
        click.option(
            "--watch",
            is_flag=True,
            help=voice.say(
                "一直看着 ROOT：文件静止几秒后的案件自动生成，Ctrl-C 结束",
                "Keep watching ROOT: a case is built when its files have been still; Ctrl-C ends",
            ),
        ),
    )


def _limit_options(voice: Voice) -> Decorator:
    """--case-minutes, --case-memory."""
    return _all(
        click.option(
            "--case-minutes",
            type=click.FloatRange(min=0),
            default=60.0,
            metavar="N",
            help=voice.say(
                "一个案件最多几分钟（默认 60，0 不限）",
                "Minutes for one case (default 60, 0: no limit)",
            ),
        ),
        click.option(
            "--case-memory",
            type=click.IntRange(min=0),
            default=6144,
            metavar="MB",
            help=voice.say(
                "一个案件最多占多少内存（默认 6144，0 不限）",
                "Memory for one case (default 6144, 0: no limit)",
            ),
        ),
    )


def _all(*options: Decorator) -> Decorator:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@contextmanager
def told(voice: Voice, state: Path) -> Iterator[Tell]:
    """How a batch is followed: a live table in a terminal, plain lines elsewhere."""
    from pipeline.cli.board import board, lines

    if sys.stderr.isatty():
        with at_work(voice, bar=False), board(voice, state) as tell:
            yield tell
    else:
        with at_work(voice) as progress:
            yield partial(lines, progress, voice)


def watched(order: Order, tell: Tell, voice: Voice) -> None:
    """Goes on until it is interrupted."""
    from pipeline.batch import watch_batch

    talk(
        voice.say(
            f"正在看着 {order.root}；文件静止 {STILL_SECONDS:g} 秒后开始。Ctrl-C 结束。",
            f"Watching {order.root}; a case is taken when still for {STILL_SECONDS:g} s. "
            "Ctrl-C ends.",
        )
    )
    for rows in watch_batch(order, tell, STILL_SECONDS):
        ready = sum(row.ready for row in rows)
        talk(voice.say(f"可提交 {ready}/{len(rows)}", f"ready {ready}/{len(rows)}"))
