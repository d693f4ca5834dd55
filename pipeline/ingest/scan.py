"""Folder → the files in it, each one accounted for, none followed out of the folder."""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import NothingUsable, WrongUsage
from pipeline.ingest.faults import fault
from pipeline.ingest.limits import MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_DEPTH
from pipeline.ingest.sniff import is_system_file
from pipeline.ingest.spelling import spelled
from schemas.case import CaseSource
from schemas.source import FaultCode, SourceFile

CASE_FILE = "case.toml"
NO_DIGEST = hashlib.sha256(b"").hexdigest()
PAPERS = (
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".heic",
    ".tif",
    ".tiff",
    ".gif",
    ".bmp",
    ".pdf",
    ".docx",
)
"""Suffixes of what people hand in; a folder called so was meant to be one."""
GONE = "处理过程中不见了"


def scan_folder(
    folder: Path, leave_out: Path | None = None, expected: frozenset[str] = frozenset()
) -> tuple[CaseSource, ...]:
    """All files below `folder` in a fixed order; those with a fault carry it already.

    `leave_out` is the output folder. Built packs (folders with pack.json and manifest.json) and
    case.toml are no inputs. `expected` are paths seen a moment ago: those that are gone are named.
    """
    if not folder.exists():
        raise WrongUsage(f"找不到文件夹：{folder}", "请检查路径；路径含空格时加引号")
    if not folder.is_dir():
        raise WrongUsage(f"这不是文件夹：{folder}", "单个文件请用 reliefpack read 文件名")
    paths = list(itertools.islice(_walk(folder, leave_out, MAX_FOLDER_DEPTH), MAX_FILES + 1))
    if len(paths) > MAX_FILES:
        raise WrongUsage(
            f"{folder} 里的文件超过 {MAX_FILES} 个",
            "一个案件一个文件夹，请分开",
        )
    sources = tuple(_source(folder, path) for path in paths)
    there = {source.file.path for source in sources}
    gone = (_faulted(name, FaultCode.UNREADABLE, GONE) for name in sorted(expected - there))
    sources = (*sources, *gone)
    if not sources:
        raise NothingUsable(f"文件夹是空的：{folder}", "把截图、照片、PDF 放进去再运行")
    return sources


def _walk(folder: Path, leave_out: Path | None, depth: int) -> Iterator[Path]:
    """Paths that are no folders; of folders those that hide what is in them, as themselves."""
    if not depth:
        return
    entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if path == leave_out or _is_pack(path) or entry.name.startswith(".reliefpack"):
                continue
            yield from _walk_inside(path, leave_out, depth - 1)
        elif entry.name != CASE_FILE:
            yield path


def _walk_inside(path: Path, leave_out: Path | None, depth: int) -> Iterator[Path]:
    """A folder that cannot be opened, lies too deep, or is empty but called like a paper: named."""
    try:
        inner = list(itertools.islice(_walk(path, leave_out, depth), MAX_FILES + 1))
    except OSError:
        depth = 0
    if not depth:
        yield path
        return
    if not inner and path.suffix.lower() in PAPERS:
        yield path
    yield from inner


def _is_pack(path: Path) -> bool:
    return (path / "pack.json").is_file() and (path / "manifest.json").is_file()


def told_apart(paths: Sequence[Path]) -> tuple[tuple[Path, Path], ...]:
    """(folder, file) of each path, once: a file is named by its place in that folder.

    That is its own name, or, where several share one, as much of the path as tells them apart.
    """
    wholes = list(dict.fromkeys(path.absolute() for path in paths))
    deep = dict.fromkeys(wholes, 1)
    while True:
        tails = Counter(path.parts[-deep[path] :] for path in wholes)
        alike = [
            path
            for path in wholes
            if tails[path.parts[-deep[path] :]] > 1 and deep[path] < len(path.parts) - 1
        ]
        if not alike:
            return tuple((path.parents[deep[path] - 1], path) for path in wholes)
        deep.update((path, deep[path] + 1) for path in alike)


def single_file(path: Path, folder: Path | None = None) -> CaseSource:
    """One file on its own, named by its place in `folder`, else by its file name."""
    if not path.exists():
        raise WrongUsage(f"找不到文件：{path}", "请检查路径")
    if path.is_dir():
        raise WrongUsage(f"这是文件夹，不是文件：{path}", "整个文件夹请用 reliefpack build")
    return _source(folder or path.parent, path)


def _source(folder: Path, path: Path) -> CaseSource:
    name = spelled(path.relative_to(folder).as_posix())
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return _faulted(name, FaultCode.OUTSIDE)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _faulted(name, FaultCode.UNREADABLE)
        if is_system_file(path.name):
            return CaseSource(file=_hashed(name, path), fault=fault(FaultCode.IGNORED, name))
        file = _hashed(name, path)
        if status.st_size > MAX_FILE_BYTES:
            return CaseSource(file=file, fault=fault(FaultCode.TOO_LARGE, name))
        if status.st_size == 0:
            return CaseSource(file=file, fault=fault(FaultCode.EMPTY, name))
        return CaseSource(file=file)
    except (OSError, RuntimeError):  # a link that leads to itself is a RuntimeError before 3.13
        return _faulted(name, FaultCode.UNREADABLE)


def _hashed(name: str, path: Path) -> SourceFile:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            size += len(block)
    return SourceFile(path=name, sha256=digest.hexdigest(), size=size)


def _faulted(name: str, code: FaultCode, detail: str = "") -> CaseSource:
    file = SourceFile(path=name, sha256=NO_DIGEST, size=0)
    return CaseSource(file=file, fault=fault(code, name, detail))
