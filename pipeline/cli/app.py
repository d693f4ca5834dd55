"""The program: its commands, and the exit code of whatever happens.

0 ready (or read fine) · 1 done, but not ready · 2 wrong usage · 3 nothing usable in the input ·
4 environment incomplete · 130 interrupted · 70 a fault of the program itself
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from pipeline import __version__
from pipeline.cli.batches import batch_command
from pipeline.cli.commands import COMMANDS_OF_A_CASE
from pipeline.cli.places import misplaced
from pipeline.cli.tools import TOOLS
from pipeline.cli.usage import common_options, group_class, usage_text
from pipeline.cli.voice import Voice, language_of, talk
from pipeline.errors import EnvironmentIncomplete, ReliefpackError
from pipeline.interrupts import workers_first

USAGE = 2
BUG = 70
INTERRUPTED = 130
NAME = "reliefpack"
DEBUG = "RELIEFPACK_DEBUG"
"""Set: a fault is told with all that led to it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and leave with its exit code."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    sys.exit(run(typed, Voice(language_of(typed, os.environ))))


def run(arguments: list[str], voice: Voice) -> int:
    """The exit code of one command line; every message has been given."""
    try:
        with workers_first():
            code = program(voice).main(arguments, prog_name=NAME, standalone_mode=False)
        return int(code or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        talk(error.format_message())
        return USAGE
    except click.ClickException as error:
        talk(usage_text(error, voice))
        return USAGE
    except ReliefpackError as error:
        talk(error_text(error, voice))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        talk(voice.say("已中断，没有留下半成品。", "Interrupted; nothing was left half done."))
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        return _failed(error, arguments, voice)


def _failed(error: Exception, arguments: list[str], voice: Voice) -> int:
    """The code of an error that nobody expected where it arose: what the operator can mend, else a
    fault of the program.
    """
    told = _operators(error, arguments, voice)
    if told is None or os.environ.get(DEBUG):
        talk(bug_text(error, voice))
    if told is None:
        return BUG
    talk(error_text(told, voice))
    return told.exit_code


def _operators(error: Exception, arguments: list[str], voice: Voice) -> ReliefpackError | None:
    if isinstance(error, ModuleNotFoundError):
        name = error.name or "?"
        ours = name.split(".")[0] in ("pipeline", "schemas")
        return None if ours else EnvironmentIncomplete(_missing_package(name, voice))
    if isinstance(error, (OSError, UnicodeEncodeError)):
        return misplaced(error, arguments)
    return None


def program(voice: Voice) -> click.Group:
    """All commands, speaking the language of `voice`."""

    @click.group(
        NAME,
        cls=group_class(voice),
        help=voice.say(
            "把手机截图、照片、扫描件整理成可提交的息费减免申请材料包。",
            "Turns screenshots, photos and scans into a pack for interest and penalty relief.",
        ),
    )
    @common_options(voice)
    @click.version_option(
        __version__,
        "--version",
        message=f"{NAME} %(version)s",
        help=voice.say("显示版本", "Show the version"),
    )
    def root() -> None:
        """Nothing is done without a command."""

    for make in (*COMMANDS_OF_A_CASE, batch_command, *TOOLS):
        root.add_command(make(voice))
    return root


def error_text(error: ReliefpackError, voice: Voice) -> str:
    """What happened and what to do next."""
    if voice.lang == "en" and error.english:
        return error.english
    return "\n".join(part for part in (error.message, error.remedy) if part)


def bug_text(error: Exception, voice: Voice) -> str:
    """A fault of the program itself: say so, with what a maintainer needs."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(place.filename)}:{place.lineno}"
    if os.environ.get(DEBUG):
        where += "\n" + "".join(traceback.format_exception(error))
    what = f"{type(error).__name__}: {error} ({where})"
    return voice.say(
        f"程序内部出错：{what}\n原有文件没有改动。设 RELIEFPACK_DEBUG=1 重新运行可看到全部细节，"
        "请附上它报告问题（先删去个人信息）。",
        f"The program itself failed: {what}\nNo input was changed. Run again with "
        "RELIEFPACK_DEBUG=1 for all details, and report them (without personal data).",
    )


def _missing_package(name: str, voice: Voice) -> str:
    return voice.say(
        f"缺少 Python 软件包 {name}。\n运行 reliefpack doctor 查看缺什么、怎样安装。",
        f"The Python package {name} is missing. `reliefpack doctor` says how to install it.",
    )


def _speak_utf8() -> None:
    """A name or a message that the terminal cannot show must not end the run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _reader_left() -> int:
    """Whoever read our output closed it (`| head`): leave quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0
