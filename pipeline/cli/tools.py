"""The commands around the main job: explain, doctor, cache."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from pipeline.cli.commands import json_option
from pipeline.cli.usage import command_class, common_options
from pipeline.cli.voice import Voice, product, quiet_stdout, record
from pipeline.errors import WrongUsage


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


TOOLS = (explain_command, doctor_command, cache_command)
