"""Folders in the making: what is unfinished never stands where the finished is looked for.

They are held locked by their maker. The system lets the lock go when the maker dies, and the next
run takes such leftovers away; no clock and no process number is trusted for that.

What people changed in a pack or added to it is kept beside it (`pipeline.keeping`) before it is
replaced, and looked for once more in the pack that was taken away, before that goes.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from pipeline.builtpack import kept_beside, listed, ours
from pipeline.errors import WrongUsage
from pipeline.ingest.spelling import spelled
from pipeline.keeping import Kept, keep
from pipeline.store import FILE_MODE, FOLDER_MODE, private_folder, short_name

try:
    import fcntl
except ImportError:
    _LOCKS = False  # Windows: leftovers stay there, nothing else is lost
else:
    _LOCKS = True

SCRATCH = "reliefpack-run-"
SHORT = Path("/tmp")  # noqa: S108  a private folder is made in it
SOCKET_ROOM = 70
"""Bytes that the name of the temporary folder may have, so that sockets fit below it."""
_LAST = -200
"""After the folder of sockets that `multiprocessing` keeps in it (-100)."""
_held = ExitStack()
"""Named, so that a forked child that forgets its finalizers does not close it by forgetting."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""
_HERE = -100
"""AT_FDCWD."""


def real_target(target: Path) -> Path:
    """Where a pack asked for at `target` is made: behind it, where it is a link, which stays.

    WrongUsage where that link leads nowhere, or what is above is no folder.
    """
    for place in (*reversed(target.parents), target):
        if place.is_symlink() and not place.exists():
            raise WrongUsage(
                f"输出位置 {target} 经过链接 {place}，但它指向的地方不存在。",
                "接上那个磁盘或建好那个文件夹，或删掉这个链接，或用 --out 指定别的位置。",
                f"The output {target} goes through the link {place}, which leads nowhere. Mount "
                "that disk, make that folder, remove the link, or name another place with --out.",
            )
        if place != target and place.exists() and not place.is_dir():
            raise WrongUsage(
                f"输出位置 {target} 在 {place} 里面，但它不是文件夹。",
                "用 --out 指定别的位置。",
                f"The output {target} is below {place}, which is no folder. Name another place "
                "with --out.",
            )
    return target.resolve() if target.is_symlink() else target


@contextmanager
def whole_folder(target: Path, told: Callable[[Kept], None] | None = None) -> Iterator[Path]:
    """A staging folder beside `target` that takes its place when the block ends without error.

    The previous `target` stays whole until then, and comes back when the swap itself fails. Files
    in it that are not its own are kept beside it, and `told` then.
    """
    private_folder(target.parent)
    place, kept = kept_beside(target), set[Path]()

    def save(previous: Path) -> None:
        kept.update(keep(previous, place))

    def save_finished(left: Path) -> None:
        if listed(left) is not None:  # else it was never finished, and is nobody's work
            save(left)

    clear_leftovers(target.parent, _prefix(target, "new"), save_finished)
    _recover(target, save_finished)
    with _locked_folder(target.parent, _prefix(target, "new")) as staging:
        yield staging
        _private_below(staging)
        if target.exists():
            save(target)
        _swap(staging, target, save)
    if kept and told is not None:
        files = sorted(spelled(path.relative_to(place).as_posix()) for path in kept)
        told(Kept(place, tuple(files)))


@cache
def scratch() -> Path:
    """The folder for all temporary files of this process and those it starts, gone with it.

    Those of runs that were killed are taken away first.
    """
    base = Path(tempfile.gettempdir())
    clear_leftovers(base, SCRATCH)
    stack = _held
    folder = stack.enter_context(_locked_folder(base, SCRATCH))
    Finalize(None, stack.close, exitpriority=_LAST)
    if os.name == "posix" and len(os.fsencode(folder)) > SOCKET_ROOM:
        _sockets_in_a_short_place(stack)
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    return folder


def _sockets_in_a_short_place(stack: ExitStack) -> None:
    """Names of sockets may have 103 bytes; `multiprocessing` keeps them below the temporary folder,
    and where that lies deep no child could be started. Nothing but sockets goes there."""
    clear_leftovers(SHORT, SCRATCH)
    sockets = stack.enter_context(_locked_folder(SHORT, SCRATCH))
    config: dict[str, Any] = vars(multiprocessing.current_process())["_config"]
    config["tempdir"] = str(sockets)


def clear_leftovers(folder: Path, prefix: str, save: Callable[[Path], None] | None = None) -> None:
    """Remove the folders `prefix…` in `folder` that no living process holds; `save` sees them
    before."""
    for path in folder.glob(f"{_escaped(prefix)}*"):
        lock = _lock(path)
        if lock is None:
            continue
        try:
            if save is not None:
                save(path)
            shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(lock)


@contextmanager
def _locked_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new private folder that is held until the block ends, and then removed by its maker.

    A forked child drops its copy of an open block, which ends it there too: nothing is removed.
    """
    maker = os.getpid()
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
    lock = _lock(folder)
    try:
        yield folder
    finally:
        if os.getpid() == maker:
            shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """The held folder's descriptor, None where somebody else holds it or locks are not known."""
    if not _LOCKS:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _recover(target: Path, save: Callable[[Path], None]) -> None:
    """Where a swap in two steps was cut off between them, the previous folder comes back."""
    for previous in sorted(target.parent.glob(f"{_escaped(_prefix(target, 'old'))}*")):
        if target.exists():
            save(previous)
            shutil.rmtree(previous, ignore_errors=True)
        elif any(previous.iterdir()):
            os.replace(previous, target)


def _swap(staging: Path, target: Path, save: Callable[[Path], None]) -> None:
    """`save` sees the previous folder once nobody finds it under its name any more."""
    if not target.exists():
        os.replace(staging, target)
        return
    if _exchanged(staging, target):
        save(staging)  # the previous one lies here now, and goes with the staging folder
        return
    previous = Path(tempfile.mkdtemp(dir=target.parent, prefix=_prefix(target, "old")))
    os.replace(target, previous)
    try:
        os.replace(staging, target)
    except OSError:
        os.replace(previous, target)
        raise
    save(previous)
    shutil.rmtree(previous, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step, at no moment of which either is missing (Linux)."""
    if not sys.platform.startswith("linux"):
        return False
    exchange = getattr(ctypes.CDLL(None), "renameat2", None)
    if exchange is None:
        return False
    return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _private_below(folder: Path) -> None:
    """Everything in a pack is for the user alone, whatever the umask."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def _prefix(target: Path, state: str) -> str:
    """Begins with the program's name, whatever the target's: never an input of a case."""
    return f".{ours(short_name(target.name))}.{state}-"


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
