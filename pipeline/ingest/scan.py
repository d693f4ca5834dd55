"""Folder → the files in it, each one accounted for, none followed out of the folder."""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.builtpack import OUTPUT, is_never_input, is_own, is_pack, listed, others_files
from pipeline.errors import NothingUsable, WrongUsage
from pipeline.ingest.faults import fault
from pipeline.ingest.limits import MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_DEPTH
from pipeline.ingest.sniff import is_system_file
from pipeline.ingest.spelling import spelled
from schemas.case import CaseSource
from schemas.source import Fault, FaultCode, SourceFile

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
EARLIER = (
    "以前生成的材料包，其中没改动过的文件不再当作材料读取",
    "后来放进去或改过的文件已单独列出；不需要它就移出文件夹",
)
"""What is said of an earlier pack among the papers, and what to do about it."""
EDITED = (
    "以前生成的材料包里的文件，生成后改动过，没有当作材料读取",
    "如果它是一份材料，移到那个材料包外面再运行",
)
"""Of what a build wrote into it (the application above all), edited since: reading it would state
the same debts again."""
PAPERS_OF_PACK = "originals"


@dataclass(frozen=True)
class _Found:
    """A path to account for. why: what keeps it from being read, and what to do; () for nothing"""

    path: Path
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Left:
    """What a listing leaves out. ids: the output folder, and the link to it, by device and inode

    usual: where packs go by default; one there, or behind a link there, that nobody touched is not
    spoken of, so that it makes no difference to a pack built elsewhere whether there is one
    """

    ids: frozenset[tuple[int, int]]
    usual: Path


def scan_folder(
    folder: Path, leave_out: Path | None = None, expected: frozenset[str] = frozenset()
) -> tuple[CaseSource, ...]:
    """All files below `folder` in a fixed order; those with a fault carry it already.

    `leave_out` is the output folder, or the link to it; it and case.toml are no inputs. An earlier
    pack is named, what was added to it is listed like all else, and what was edited in it is named.
    `expected` are paths seen a moment ago: those that are gone are named.
    """
    if not folder.exists():
        raise WrongUsage(f"找不到文件夹：{folder}", "请检查路径；路径含空格时加引号")
    if not folder.is_dir():
        raise WrongUsage(f"这不是文件夹：{folder}", "单个文件请用 reliefpack read 文件名")
    left = _Left(_ids(leave_out), folder / OUTPUT)
    found = list(itertools.islice(_walk(folder, left, MAX_FOLDER_DEPTH), MAX_FILES + 1))
    if len(found) > MAX_FILES:
        raise WrongUsage(
            f"{folder} 里的文件超过 {MAX_FILES} 个",
            "一个案件一个文件夹，请分开",
        )
    sources = tuple(_accounted(folder, one) for one in found)
    there = {source.file.path for source in sources}
    gone = (_faulted(name, FaultCode.UNREADABLE, GONE) for name in sorted(expected - there))
    sources = (*sources, *gone)
    if not sources:
        raise NothingUsable(f"文件夹是空的：{folder}", "把截图、照片、PDF 放进去再运行")
    return sources


def _ids(leave_out: Path | None) -> frozenset[tuple[int, int]]:
    if leave_out is None or not leave_out.is_dir():
        return frozenset()
    return frozenset((one.st_dev, one.st_ino) for one in (leave_out.lstat(), leave_out.stat()))


def _walk(folder: Path, left: _Left, depth: int) -> Iterator[_Found]:
    """Paths that are no folders; of folders those that hide what is in them, as themselves."""
    if not depth:
        return
    entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        path = Path(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False)
        if (is_folder or entry.is_symlink()) and _is_left_out(path, left):
            continue
        if not is_folder:
            if entry.name != CASE_FILE:
                yield _Found(path)
        elif not is_never_input(entry.name):
            inside = _walk_pack if is_pack(path) else _walk_inside
            yield from inside(path, left, depth - 1)


def _is_left_out(path: Path, left: _Left) -> bool:
    try:
        status = path.lstat()
        if (status.st_dev, status.st_ino) in left.ids:
            return True
        is_usual_link = path == left.usual and path.is_symlink() and path.is_dir()
        return is_usual_link and next(others_files(path), None) is None
    except OSError:  # it went away meanwhile, or nobody may look
        return False


def _walk_inside(path: Path, left: _Left, depth: int) -> Iterator[_Found]:
    """A folder that cannot be opened, lies too deep, or is empty but called like a paper: named."""
    try:
        inner = list(itertools.islice(_walk(path, left, depth), MAX_FILES + 1))
    except OSError:
        depth = 0
    if not depth:
        yield _Found(path)
        return
    if not inner and path.suffix.lower() in PAPERS:
        yield _Found(path)
    yield from inner


def _walk_pack(path: Path, left: _Left, depth: int) -> Iterator[_Found]:
    """An earlier pack: named as one, with what in it is not as the build wrote it."""
    inner = list(_walk_inside(path, left, depth))
    if inner == [_Found(path)]:  # nobody can look into it
        yield from inner
        return
    known = listed(path) or {}
    others = [one for one in inner if one.why or not is_own(path, one.path, known)]
    if others or path != left.usual:
        yield _Found(path, EARLIER)
    for one in others:
        within = one.path.relative_to(path)
        edited = within.as_posix() in known and within.parts[0] != PAPERS_OF_PACK
        yield _Found(one.path, EDITED) if edited else one


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


def _accounted(folder: Path, found: _Found) -> CaseSource:
    if not found.why:
        return _source(folder, found.path)
    name = spelled(found.path.relative_to(folder).as_posix())
    whole = SourceFile(path=name, sha256=NO_DIGEST, size=0)
    if not found.path.is_dir():
        source = _source(folder, found.path)
        if source.fault is not None:
            return source
        whole = source.file
    what, remedy = found.why
    told = Fault(code=FaultCode.IGNORED, message=f"{name}：{what}", next=remedy)
    return CaseSource(file=whole, fault=told)


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
