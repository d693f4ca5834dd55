"""originals/: the inputs, byte for byte."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path, PurePosixPath

from pipeline.builtpack import digest_of_file
from pipeline.errors import InputChanged, PackInvalid
from pipeline.ingest.spelling import located
from schemas.case import Case, CaseSource
from schemas.source import FaultCode

FOLDER = "originals"
NO_BYTES = frozenset((FaultCode.OUTSIDE, FaultCode.UNREADABLE))


def copy_originals(case: Case, source_folder: Path, staging: Path) -> tuple[str, ...]:
    """Copies every input, also the unreadable ones, and compares it with what was read.

    What never could be opened (no permission, a link out of the folder, a device) and an earlier
    pack, a folder, have no bytes to copy and are only listed in pack.json; files out of an archive
    travel in it. InputChanged where an input vanished or changed since it was read: nothing built
    from the old bytes may go out beside the new ones.
    """
    copied = []
    for source in case.sources:
        path = PurePosixPath(source.file.path)
        if path.is_absolute() or ".." in path.parts:
            raise PackInvalid(f"来件路径不在案件文件夹内：{path}", "把文件放进案件文件夹再运行")
        place = located(source_folder, source.file.path)
        if source.file.inside or _has_no_bytes(source, place):
            continue
        target = _free(staging / FOLDER / path)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(place, target)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise
            raise InputChanged(f"来件读不到了：{path}", "把文件放回原处再运行") from error
        if digest_of_file(target) != source.file.sha256:
            raise InputChanged(
                f"来件在处理过程中被改动：{path}", "不要在运行时改动文件，再运行一次"
            )
        copied.append(target.relative_to(staging).as_posix())
    return tuple(copied)


def _has_no_bytes(source: CaseSource, place: Path) -> bool:
    if source.fault is None or source.file.size:
        return False
    return source.fault.code in NO_BYTES or place.is_dir()


def _free(target: Path) -> Path:
    """The target, or a name beside it on a disk that takes two names for one."""
    path, number = target, 1
    while path.exists():
        number += 1
        path = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return path
