"""Faults of the places that a command line names: the operator's to mend, not the program's.

A place may vanish, be no folder, or lie on a system that takes no files; its name may be no text.
What goes wrong elsewhere stays a fault of the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.diskfaults import disk_fault
from pipeline.errors import ReliefpackError, WrongUsage


def misplaced(
    error: OSError | UnicodeEncodeError, arguments: Sequence[str]
) -> ReliefpackError | None:
    """The error to tell an operator; None where no place of the command line is to blame."""
    try:
        here = Path.cwd()
    except OSError:
        return WrongUsage(
            "当前所在的文件夹已经不在了。",
            "用 cd 换到别的文件夹再运行。",
            "The current folder is gone. Change to another one (cd) and start again.",
        )
    if isinstance(error, UnicodeEncodeError):
        return _no_text(error, (here, *_places(arguments)))
    names = [name for name in (error.filename, error.filename2) if isinstance(name, (str, bytes))]
    hit = [Path(os.path.abspath(os.fsdecode(name))) for name in names]
    pairs = ((one, named) for named in _places(arguments) for one in hit if _of(one, named))
    found = next(pairs, None)
    if found is None:
        return None
    place = found[0] if found[0].is_relative_to(found[1]) else found[1]
    why = error.strerror or type(error).__name__
    return disk_fault(error, place) or WrongUsage(
        f"用不了这个位置：{place}（{why}）",
        "检查路径是否写对、是否在运行中被移走，以及那里能不能写文件；输出位置用 --out 指定。"
        "程序没有动之前的材料包。",
        f"This place cannot be used: {place} ({why}). See that the path is right, that nothing "
        "moved it away meanwhile, and that files can be written there; --out names the place for "
        "results. This program did not touch the previous pack.",
    )


def _places(arguments: Sequence[str]) -> Iterator[Path]:
    """What on a command line may be a path, the value of `--out=DIR` too."""
    for argument in arguments:
        value = argument.partition("=")[2] if argument.startswith("-") else argument
        if value:
            yield Path(os.path.abspath(value))


def _of(hit: Path, named: Path) -> bool:
    """Whether a fault at `hit` is one of `named`: there, inside, on the way to it, or in a hidden
    folder beside it, where a pack is made.
    """
    beside = hit.parts[: len(named.parts)]
    hidden = len(beside) == len(named.parts) and beside[-1].startswith(".")
    return (
        hit.is_relative_to(named)
        or named.is_relative_to(hit)
        or (hidden and beside[:-1] == named.parts[:-1])
    )


def _no_text(error: UnicodeEncodeError, places: Sequence[Path]) -> ReliefpackError | None:
    """A folder's name goes into the report; bytes that are no UTF-8 cannot.

    Python keeps such bytes as lone surrogates, so that only these are of a name.
    """
    lost = error.object[error.start : error.end]
    place = next((one for one in places if any(sign in str(one) for sign in lost)), None)
    if place is None:
        return None
    shown = os.fsencode(place).decode("utf-8", "backslashreplace")
    return WrongUsage(
        f"路径里有不是 UTF-8 的字节：{shown}",
        "把这个文件夹改成普通文字的名字（例如“案件1”）再运行。",
        f"The path holds bytes that are no UTF-8: {shown}. Give the folder a name of plain text "
        "and start again.",
    )
