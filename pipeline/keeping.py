"""What people put into a pack, or changed in it, outlives the pack: kept in a folder beside it.

Files are linked there before the pack is replaced, so that at no moment they have no name, and
nothing kept earlier is ever written over: where a name is taken by other bytes, all that is kept at
that time goes into the sub-folder 2, 3, … What already lies there with the same bytes is not kept
twice, as after a run that was killed between keeping and replacing.
"""

from __future__ import annotations

import itertools
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.builtpack import digest_of_file, others_files
from pipeline.errors import WrongUsage
from pipeline.ingest.spelling import spelled
from pipeline.store import private_folder

PART = ".reliefpack-part-"
NAMED = 20
"""Files that a message names; the folder holds them all."""


@dataclass(frozen=True)
class Kept:
    """Files that were moved out of a pack before it was replaced: below `place`, with /."""

    place: Path
    files: tuple[str, ...]


def kept_text(kept: Kept, lang: str) -> str:
    """Which files were kept, where, and what to do with them."""
    place, count = spelled(str(kept.place)), len(kept.files)
    more = count > NAMED
    if lang == "en":
        names = ", ".join(kept.files[:NAMED]) + (", …" if more else "")
        return (
            f"Files that you added to the pack or changed in it ({count}) were moved to {place} "
            f"before it was replaced: {names}. They are not read as papers; move those that "
            "belong to the case into its folder."
        )
    names = "、".join(kept.files[:NAMED]) + ("……" if more else "")
    return (
        f"材料包里有 {count} 个文件是你改过或放进去的，更新前已移到 {place}：{names}。"
        "它们不会当作材料读取；要作为材料的，请移到案件文件夹里。"
    )


def keep(pack: Path, place: Path) -> tuple[Path, ...]:
    """Give all files of `pack` that are not its own a name below `place`, and say which.

    They stay in the pack as well, for whoever replaces it to drop. OSError where one cannot be
    kept, WrongUsage where `place` is no folder: then nothing may be replaced.
    """
    found = [path.relative_to(pack) for path in others_files(pack)]
    if found and os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
        raise WrongUsage(
            f"你放进材料包的文件要移到 {place}，但那里已有别的东西。",
            "把它改名或移走，再运行；材料包没有动。",
            f"Your files in the pack are to be moved to {place}, but something else is there. "
            "Move it away and run again; the pack was not touched.",
        )
    known = {path: _kept_before(pack / path, path, place) for path in found}
    fresh = [path for path in found if known[path] is None]
    below = next(folder for folder in _places(place) if _fits(folder, fresh))
    for path in fresh:
        known[path] = _linked(pack / path, below / path)
    return tuple(there for there in known.values() if there is not None)


def _places(place: Path) -> Iterator[Path]:
    """The folder itself, then its sub-folders 2, 3, …, for ever."""
    yield place
    for number in itertools.count(2):
        yield place / str(number)


def _kept_before(original: Path, path: Path, place: Path) -> Path | None:
    """Where the same bytes already lie under the same name."""
    there = itertools.takewhile(os.path.lexists, _places(place))
    return next((below / path for below in there if _is_same(original, below / path)), None)


def _is_same(one: Path, other: Path) -> bool:
    try:
        first, second = one.lstat(), other.lstat()
        if os.path.samestat(first, second):
            return True
        if stat.S_ISLNK(first.st_mode) and stat.S_ISLNK(second.st_mode):
            return os.readlink(one) == os.readlink(other)
        if not (stat.S_ISREG(first.st_mode) and stat.S_ISREG(second.st_mode)):
            return False
        return first.st_size == second.st_size and digest_of_file(one) == digest_of_file(other)
    except OSError:
        return False


def _fits(folder: Path, paths: Sequence[Path]) -> bool:
    """Whether all these files can be put below `folder` with nothing in their way."""
    above = {folder, *(folder / parent for path in paths for parent in path.parents)}
    return not any(os.path.lexists(folder / path) for path in paths) and all(
        not os.path.lexists(parent) or (parent.is_dir() and not parent.is_symlink())
        for parent in above
    )


def _linked(original: Path, goal: Path) -> Path | None:
    """A second name for a file; None where it vanished meanwhile."""
    private_folder(goal.parent)
    try:
        if original.is_symlink():
            os.symlink(os.readlink(original), goal)
        else:
            _second_name(original, goal)
    except FileNotFoundError:
        return None
    except FileExistsError:  # another run, over the same leftovers
        if not _is_same(original, goal):
            raise
    return goal


def _second_name(original: Path, goal: Path) -> None:
    """A hard link; a copy where the disk knows none, or does not allow it."""
    try:
        os.link(original, goal)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        _copy(original, goal)


def _copy(original: Path, goal: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=goal.parent, prefix=PART)
    os.close(descriptor)
    try:
        shutil.copy2(original, name)
        if os.path.lexists(goal):
            raise FileExistsError(goal)
        os.replace(name, goal)
    finally:
        Path(name).unlink(missing_ok=True)
