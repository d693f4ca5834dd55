"""Archives in a case folder → the files in them, as sources of their own."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.ingest.faults import fault
from pipeline.ingest.sandbox import Taken, Unpacked, unpack_limited
from pipeline.ingest.scan import NO_DIGEST
from pipeline.ingest.sniff import kind_of
from pipeline.ingest.spelling import located
from pipeline.store import Cache, digest_of
from schemas.case import CaseSource
from schemas.source import FaultCode, SourceFile

UNPACK_REVISION = 1
PASSING = (FaultCode.TIMEOUT, FaultCode.MEMORY, FaultCode.UNREADABLE)
"""Faults that another try may not meet again: never kept."""
NOTHING_IN_IT = "压缩包里没有文件"


def unpacked(
    folder: Path, sources: Sequence[CaseSource], passwords: Mapping[str, str], cache: Cache
) -> tuple[CaseSource, ...]:
    """The sources, and behind each ZIP the files in it, named `photos.zip/IMG_1.jpg`.

    Their bytes are blobs of the cache; the archive itself has no pages, or a fault.
    """
    return tuple(
        found for source in sources for found in _with_files(folder, source, passwords, cache)
    )


def secret_of(password: str) -> str:
    """What stands for a password in a cache key."""
    return hashlib.sha256(password.encode()).hexdigest() if password else ""


def _with_files(
    folder: Path, source: CaseSource, passwords: Mapping[str, str], cache: Cache
) -> Iterator[CaseSource]:
    name = source.file.path
    place = located(folder, name)
    if source.fault is not None or not _is_zip(place):
        yield source
        return
    opened = _opened(place, source, passwords.get(name, ""), cache)
    taken = {f"{name}/{one.name}": one for one in opened.files}
    code = opened.fault
    if code is None and not taken:
        yield source.model_copy(update={"fault": fault(FaultCode.EMPTY, name, NOTHING_IN_IT)})
        return
    told = fault(code, name, opened.detail) if code else None
    yield source.model_copy(update={"fault": told, "holds": len(taken)})
    for path, one in taken.items():
        below = sum(other.startswith(f"{path}/") for other in taken) if one.archive else 0
        yield _source(path, one, name, below)


def _source(path: str, one: Taken, inside: str, holds: int) -> CaseSource:
    """A file out of an archive; `holds` of those behind it came out of it in turn."""
    file = SourceFile(path=path, sha256=one.sha256 or NO_DIGEST, size=one.size, inside=inside)
    told = fault(one.fault, path, one.detail) if one.fault else None
    if one.archive and not holds:
        told = fault(FaultCode.EMPTY, path, NOTHING_IN_IT)
    return CaseSource(file=file, fault=told, holds=holds)


def _opened(place: Path, source: CaseSource, password: str, cache: Cache) -> Unpacked:
    key = digest_of(UNPACK_REVISION, source.file.sha256, secret_of(password))
    kept = cache.get("unpack", key)
    with contextlib.suppress(KeyError, TypeError, ValueError):
        if kept is not None:
            found = _restored(kept)
            if all(cache.has_blob(one.sha256) for one in found.files if one.sha256):
                return found
    found = unpack_limited(place, password, source.file.sha256, cache.put_blob)
    if found.lasting and found.fault not in PASSING:
        cache.put("unpack", key, asdict(found))
    return found


def _restored(kept: Mapping[str, Any]) -> Unpacked:
    files = (
        Taken(
            name=str(one["name"]),
            sha256=str(one["sha256"]),
            size=int(one["size"]),
            fault=FaultCode(one["fault"]) if one["fault"] else None,
            detail=str(one["detail"]),
            archive=bool(one["archive"]),
        )
        for one in kept["files"]
    )
    code = FaultCode(kept["fault"]) if kept["fault"] else None
    return Unpacked(tuple(files), code, str(kept["detail"]))


def _is_zip(place: Path) -> bool:
    try:
        with place.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return head.startswith(b"PK") and kind_of(head, place.name) == "archive"
