"""The commands around the main job: batch, explain, doctor, cache."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.commands import FOLDER, case_folder, jobs_option, json_option
from pipeline.cli.progress import at_work
from pipeline.cli.usage import command_class, common_options
from pipeline.cli.voice import Voice, product, quiet_stdout, record, talk
from pipeline.diskfaults import disk_faults_told
from pipeline.errors import WrongUsage

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
    @click.option(
        "--out",
        type=FOLDER,
        metavar="DIR",
        help=voice.say(
            "结果放在哪里（默认 ROOT/reliefpack-out）",
            "Where results go (default ROOT/reliefpack-out)",
        ),
    )
    @jobs_option(voice)
    @click.option(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help=voice.say("Dask 调度器地址（集群）", "Address of a Dask scheduler (cluster)"),
    )
    @click.option(
        "--case-minutes",
        type=click.FloatRange(min=0),
        default=60.0,
        metavar="N",
        help=voice.say(
            "一个案件最多几分钟（默认 60，0 不限）",
            "Minutes for one case (default 60, 0: no limit)",
        ),
    )
    @click.option(
        "--case-memory",
        type=click.IntRange(min=0),
        default=6144,
        metavar="MB",
        help=voice.say(
            "一个案件最多占多少内存（默认 6144，0 不限）",
            "Memory for one case (default 6144, 0: no limit)",
        ),
    )
    @click.option(
        "--watch",
        is_flag=True,
        help=voice.say(
            "一直看着 ROOT：文件静止几秒后的案件自动生成，Ctrl-C 结束",
            "Keep watching ROOT: a case is built when its files have been still; Ctrl-C ends",
        ),
    )
    @json_option(voice)
    @common_options(voice)
    def batch(
        root: Path,
        out: Path | None,
        jobs: int,
        scheduler: str,
        case_minutes: float,
        case_memory: int,
        watch: bool,
        as_json: bool,
    ) -> int:
        from pipeline import batch as batches

        case_folder(root)
        order = batches.Order(
            root,
            out or root / "reliefpack-out",
            jobs,
            scheduler,
            voice.lang,
            case_minutes * 60,
            case_memory << 20,
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


def explain_command(voice: Voice) -> click.Command:
    @click.command(
        "explain",
        cls=command_class(voice),
        help=voice.say(
            "某项检查为什么存在、正反例各一、怎么办。不写 RULE 则列出全部。",
            "Why a check exists, a passing and a failing example, what to do. Without RULE: all.",
        ),
    )
    @click.argument("rule", required=False, default="")
    @common_options(voice)
    def explain(rule: str) -> int:
        from pipeline.cli.show import rule_list, rule_text

        product(rule_text(rule, voice) if rule else rule_list(voice))
        return 0

    return explain


def doctor_command(voice: Voice) -> click.Command:
    @click.command(
        "doctor",
        cls=command_class(voice),
        help=voice.say(
            "检查装了什么、缺什么，以及安装命令。",
            "What is installed, what is missing, how to install.",
        ),
    )
    @json_option(voice)
    @common_options(voice)
    def doctor(as_json: bool) -> int:
        from pipeline import doctor as ward

        with quiet_stdout():
            parts = ward.examine()
        if as_json:
            record(json.dumps([asdict(part) for part in parts], ensure_ascii=False, indent=2))
        else:
            product(ward.report(parts, voice.lang))
        return 0 if ward.complete(parts) else 4

    return doctor


def cache_command(voice: Voice) -> click.Command:
    @click.command(
        "cache",
        cls=command_class(voice),
        help=voice.say(
            "缓存在哪里、有多大；--clear 清空。",
            "Where the cache is and how large; --clear empties it.",
        ),
    )
    @click.option("--clear", is_flag=True, help=voice.say("清空缓存", "Empty the cache"))
    @common_options(voice)
    def cache(clear: bool) -> int:
        from pipeline.store import Cache, default_cache_folder

        folder = default_cache_folder()
        if folder.exists() and not folder.is_dir():
            raise WrongUsage(
                f"缓存位置 {folder} 不是文件夹。",
                "检查环境变量 RELIEFPACK_CACHE。",
                f"The cache {folder} is not a folder. Look at RELIEFPACK_CACHE.",
            )
        if clear:
            Cache(folder).clear()
        files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
        size = sum(path.stat().st_size for path in files) / 1e6
        product(
            voice.say(
                f"{folder}：{len(files)} 个文件，{size:.1f} MB",
                f"{folder}: {len(files)} files, {size:.1f} MB",
            )
        )
        return 0

    return cache


TOOLS = (batch_command, explain_command, doctor_command, cache_command)
