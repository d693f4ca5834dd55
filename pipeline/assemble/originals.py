"""originals/: the inputs, byte for byte."""

from __future__ import annotations

import errno
import hashlib
import shutil
from pathlib import Path, PurePosixPath

from pipeline.errors import InputChanged, PackInvalid
from pipeline.ingest.spelling import located
from schemas.case import Case
from schemas.source import FaultCode

FOLDER = "originals"
CHUNK = 1 << 20
NO_BYTES = frozenset((FaultCode.OUTSIDE, FaultCode.UNREADABLE))


def copy_originals(case: Case, source_folder: Path, staging: Path) -> tuple[str, ...]:
    """Copies every input, also the unreadable ones, and compares it with what was read.

    What never could be opened (no permission, a link out of the folder, a device) has no bytes to
    copy and is only listed in pack.json; files out of an archive travel in it. InputChanged where
    an input vanished or changed since it was read: nothing built from the old bytes may go out
    beside the new ones.
    """
    copied = []
    for source in case.sources:
        path = PurePosixPath(source.file.path)
        if path.is_absolute() or ".." in path.parts:
            raise PackInvalid(f"来件路径不在案件文件夹内：{path}", "把文件放进案件文件夹再运行")
        if source.file.inside or (
            source.fault and source.fault.code in NO_BYTES and not source.file.size
        ):
            continue
        target = _free(staging / FOLDER / path)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(located(source_folder, source.file.path), target)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise
            raise InputChanged(f"来件读不到了：{path}", "把文件放回原处再运行") from error
        if _sha256(target) != source.file.sha256:
            raise InputChanged(
                f"来件在处理过程中被改动：{path}", "不要在运行时改动文件，再运行一次"
            )
        copied.append(target.relative_to(staging).as_posix())
    return tuple(copied)


def _free(target: Path) -> Path:
    """The target, or a name beside it on a disk that takes two names for one."""
    path, number = target, 1
    while path.exists():
        number += 1
        path = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return path


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
