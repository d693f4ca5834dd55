"""originals/: the inputs, byte for byte."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path, PurePosixPath

from pipeline.errors import PackInvalid
from schemas.case import Case

FOLDER = "originals"
CHUNK = 1 << 20


def copy_originals(case: Case, source_folder: Path, staging: Path) -> tuple[str, ...]:
    """Copies every input, also the unreadable ones, and compares it with what was read.

    PackInvalid where an input vanished or changed since it was read: nothing built from the old
    bytes may go out beside the new ones.
    """
    copied = []
    for source in case.sources:
        path = PurePosixPath(source.file.path)
        if path.is_absolute() or ".." in path.parts:
            raise PackInvalid(f"来件路径不在案件文件夹内：{path}", "把文件放进案件文件夹再运行")
        target = staging / FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(source_folder / path, target)
        except OSError as error:
            raise PackInvalid(f"来件读不到了：{path}", "把文件放回原处再运行") from error
        if _sha256(target) != source.file.sha256:
            raise PackInvalid(f"来件在处理过程中被改动：{path}", "不要在运行时改动文件，再运行一次")
        copied.append(f"{FOLDER}/{path.as_posix()}")
    return tuple(copied)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
