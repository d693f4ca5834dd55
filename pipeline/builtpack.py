"""A pack that was built before: told from other folders, and its own files from a person's.

Bytes alone count. A file is the pack's own where its manifest.json names it with the digest that it
has; whatever else lies there was added or edited by somebody, and is all of it where the manifest
is missing or cannot be read. Files that an operating system leaves in folders are nobody's.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.ingest.sniff import is_system_file
from pipeline.store import short_name

OUTPUT = "reliefpack-out"
"""Where a pack goes when nobody says otherwise, in the case folder."""
RECORD = "pack.json"
MANIFEST = "manifest.json"
MANIFEST_BYTES = 16 << 20
"""Some 2,000 papers with all their pages take 2 MB; more is not ours, and is not parsed."""
HEAD_BYTES = 256
_OURS = "reliefpack"
_KEPT = ".kept"
_RECORD_HEAD = re.compile(rb'\s*\{\s*"schema"\s*:\s*"reliefpack/')
_MANIFEST_HEAD = re.compile(rb'\s*\{\s*"schema"\s*:\s*"reliefpack-manifest/')

Listed = Mapping[str, tuple[str, int]]
"""Path in the pack, with / → sha256 and size of the file that was written there."""


def kept_beside(target: Path) -> Path:
    """The folder beside a pack for what people put into it: `reliefpack-out.kept`, `mine` →
    `mine.reliefpack.kept`. By its name alone it is never taken for papers (`is_never_input`)."""
    return target.with_name(ours(short_name(target.name), after=True) + _KEPT)


def is_never_input(name: str) -> bool:
    """Whether a folder of this name is the program's: what is in the making, or was kept."""
    return name.startswith(f".{_OURS}") or (name.endswith(_KEPT) and _OURS in name)


def ours(name: str, after: bool = False) -> str:
    """The name, with the program's own before or after it where it does not begin so."""
    if name.startswith(_OURS):
        return name
    return f"{name}.{_OURS}" if after else f"{_OURS}-{name}"


def is_pack(folder: Path) -> bool:
    """Whether a build of ours wrote this folder: by what pack.json and manifest.json say."""
    record = folder / RECORD
    try:
        if not stat.S_ISREG(record.lstat().st_mode):
            return False
        with record.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return bool(_RECORD_HEAD.match(head)) and listed(folder) is not None


def listed(folder: Path) -> Listed | None:
    """What the manifest of a pack says of its files; None where it is missing or not ours."""
    path = folder / MANIFEST
    try:
        if not stat.S_ISREG(path.lstat().st_mode) or path.lstat().st_size > MANIFEST_BYTES:
            return None
        data = path.read_bytes()
        if not _MANIFEST_HEAD.match(data):
            return None
        outputs = json.loads(data)["outputs"]
        return {str(one["path"]): (str(one["sha256"]), int(one["size"])) for one in outputs}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def is_own(folder: Path, path: Path, known: Listed | None) -> bool:
    """Whether the file at `path`, in the pack `folder`, is as the build wrote it."""
    if known is None:
        return False
    name = path.relative_to(folder).as_posix()
    if name == MANIFEST:
        return True
    try:
        status = path.lstat()
        if name not in known or not stat.S_ISREG(status.st_mode):
            return False
        return known[name] == (digest_of_file(path), status.st_size)
    except OSError:
        return False


def others_files(folder: Path) -> Iterator[Path]:
    """Files and links in a pack that are not its own; devices and pipes hold nothing."""
    known = listed(folder)
    for parent, folders, names in os.walk(folder, onerror=_unless_gone):
        folders.sort()
        for name in sorted((*names, *folders)):
            path = Path(parent) / name
            if is_system_file(name) or not _holds_something(path):
                continue
            if not is_own(folder, path, known):
                yield path


def _holds_something(path: Path) -> bool:
    """Whether it is a file or a link; not what vanished meanwhile."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def digest_of_file(path: Path) -> str:
    """sha256 of its bytes; OSError where they cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
