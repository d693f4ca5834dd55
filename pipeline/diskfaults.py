"""A full disk, or a place that cannot be written: said with what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import EnvironmentIncomplete, WrongUsage

FULL = (errno.ENOSPC, errno.EDQUOT)
CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def disk_faults_told(target: Path) -> Iterator[None]:
    """A full disk or a place that cannot be written becomes an error with a remedy."""
    try:
        yield
    except OSError as error:
        told = disk_fault(error, target)
        if told is None:
            raise
        raise told from error


def disk_fault(error: OSError, place: Path) -> EnvironmentIncomplete | WrongUsage | None:
    if error.errno in FULL:
        return EnvironmentIncomplete(
            f"磁盘满了，写不进 {place}。",
            "腾出空间再运行，或用 --out（缓存用 RELIEFPACK_CACHE）指定别的磁盘；"
            "之前的材料包没有动。",
            f"The disk is full: cannot write to {place}. Make room, or name another disk with "
            "--out (the cache: RELIEFPACK_CACHE). The previous pack was not touched.",
        )
    if error.errno in CLOSED:
        return WrongUsage(
            f"不能写入 {place}：{error.strerror}",
            "检查权限，或用 --out（缓存用 RELIEFPACK_CACHE）指定能写的位置。",
            f"Cannot write to {place}: {error.strerror}. Look at its permissions, or name another "
            "place with --out (the cache: RELIEFPACK_CACHE).",
        )
    return None
