"""Folder → the files in it, each one accounted for, none followed out of the folder."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import NothingUsable, WrongUsage
from pipeline.ingest.faults import fault
from pipeline.ingest.limits import MAX_FILE_BYTES, MAX_FILES
from schemas.case import CaseSource
from schemas.source import FaultCode, SourceFile

CASE_FILE = "case.toml"
SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
NO_DIGEST = hashlib.sha256(b"").hexdigest()


def scan_folder(folder: Path, leave_out: Path | None = None) -> tuple[CaseSource, ...]:
    """All files below `folder` in a fixed order; those with a fault carry it already.

    `leave_out` is the output folder. Built packs (folders with pack.json and manifest.json) and
    case.toml are no inputs.
    """
    if not folder.exists():
        raise WrongUsage(f"找不到文件夹：{folder}", "请检查路径；路径含空格时加引号")
    if not folder.is_dir():
        raise WrongUsage(f"这不是文件夹：{folder}", "单个文件请用 reliefpack read 文件名")
    sources = tuple(_source(folder, path) for path in _walk(folder, leave_out))
    if not sources:
        raise NothingUsable(f"文件夹是空的：{folder}", "把截图、照片、PDF 放进去再运行")
    if len(sources) > MAX_FILES:
        raise WrongUsage(
            f"{folder} 里有 {len(sources)} 个文件，超过 {MAX_FILES} 个",
            "一个案件一个文件夹，请分开",
        )
    return sources


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if path == leave_out or _is_pack(path) or entry.name.startswith(".reliefpack"):
                continue
            yield from _walk_inside(path, leave_out)
        elif entry.name != CASE_FILE:
            yield path


def _walk_inside(path: Path, leave_out: Path | None) -> Iterator[Path]:
    try:
        yield from _walk(path, leave_out)
    except PermissionError:
        yield path


def _is_pack(path: Path) -> bool:
    return (path / "pack.json").is_file() and (path / "manifest.json").is_file()


def single_file(path: Path) -> CaseSource:
    """One file on its own, named by its file name."""
    if not path.exists():
        raise WrongUsage(f"找不到文件：{path}", "请检查路径")
    if path.is_dir():
        raise WrongUsage(f"这是文件夹，不是文件：{path}", "整个文件夹请用 reliefpack build")
    return _source(path.parent, path)


def _source(folder: Path, path: Path) -> CaseSource:
    name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return _faulted(name, FaultCode.OUTSIDE)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _faulted(name, FaultCode.UNREADABLE)
        if path.name.lower() in SYSTEM_FILES or path.name.startswith("._"):
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


def _faulted(name: str, code: FaultCode) -> CaseSource:
    return CaseSource(file=SourceFile(path=name, sha256=NO_DIGEST, size=0), fault=fault(code, name))
