"""Click in two languages: help pages, and what is wrong with a command line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

import click

from pipeline.cli.voice import LANGUAGES, Voice

_HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}
_USAGE = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix="用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class ChineseContext(click.Context):
    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    context_class = ChineseContext

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_USAGE.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]


class Program(click.Group):
    """Lists its commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


class ChineseProgram(Program, ChineseCommand):
    context_class = ChineseContext


def command_class(voice: Voice) -> type[click.Command]:
    return click.Command if voice.lang == "en" else ChineseCommand


def group_class(voice: Voice) -> type[click.Group]:
    return Program if voice.lang == "en" else ChineseProgram


def common_options(voice: Voice) -> Decorator:
    """`--lang` and `--help`, understood before and after the command's name."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        language = click.option(
            "--lang",
            type=click.Choice(LANGUAGES),
            expose_value=False,
            help=voice.say("消息语言（也可设 RELIEFPACK_LANG）", "Language (or RELIEFPACK_LANG)"),
        )
        help_ = click.help_option("--help", "-h", help=voice.say("显示帮助", "Show this help"))
        return language(help_(function))

    return decorate


def usage_text(error: click.ClickException, voice: Voice) -> str:
    """What is wrong with the command line, and where its help is."""
    text = error.format_message() if voice.lang == "en" else _in_chinese(error)
    context = getattr(error, "ctx", None)
    if context is None:
        return text
    usage = context.command.get_usage(context)
    help_ = voice.say("帮助：", "Help: ") + f"{context.command_path} --help"
    return f"{text}\n{usage}\n{help_}"


def _in_chinese(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{_near(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数：{_parameter(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)} 的值不对：{_value_fault(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 用法不对（缺值或多值）"
    context = getattr(error, "ctx", None)
    if context is not None and isinstance(context.command, click.Group):
        return _group_fault(error, context.command)
    extra = re.match(r"Got unexpected extra arguments? \((.*)\)", error.format_message())
    return f"多余的参数：{extra[1]}" if extra else f"命令行不对：{error.format_message()}"


def _value_fault(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"只能是 {'、'.join(str(choice) for choice in kind.choices)}"
    if isinstance(kind, click.types.IntParamType):
        return "要写不小于 0 的整数"
    return error.message


def _group_fault(error: click.ClickException, group: click.Group) -> str:
    """No such command, or none at all."""
    typed = getattr(error, "command_name", "") or _quoted_word(error.format_message())
    if not typed:
        return f"请写一个命令：{'、'.join(group.commands)}"
    return f"没有命令 {typed}{_near(difflib.get_close_matches(typed, group.commands))}"


def _quoted_word(message: str) -> str:
    parts = message.split("'")
    return parts[1] if len(parts) > 2 else ""


def _near(possibilities: Any) -> str:
    names = sorted(possibilities or ())
    return f"（是不是 {'、'.join(names)}？）" if names else ""


def _parameter(error: click.BadParameter) -> str:
    if error.param is None or error.ctx is None:
        return str(error.param_hint or "")
    if isinstance(error.param, click.Argument):
        return error.param.make_metavar(error.ctx)
    return error.param.opts[0]
