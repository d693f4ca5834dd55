"""Writing: the cache, and files that appear whole or not at all (folders: `pipeline.staging`).

The cache is content-addressed JSON and picture blobs below the user's cache folder, private to the
user (0700/0600). A missing, damaged or foreign entry is a miss, never an error.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.diskfaults import disk_fault

FOLDER_MODE = 0o700
FILE_MODE = 0o600
PART = ".part-"
"""How files begin that are being written."""
PART_SECONDS = 600


def default_cache_folder() -> Path:
    """RELIEFPACK_CACHE, else the user's cache folder by the XDG convention."""
    chosen = os.environ.get("RELIEFPACK_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "reliefpack"


def digest_of(*parts: Any) -> str:
    """sha256 (hex) over the canonical JSON of `parts`."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


class Cache:
    """Stage results by key, and blobs by their own sha256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened = False
        self._whole: set[str] = set()

    def get(self, stage: str, key: str) -> Any | None:
        """The JSON value kept for (stage, key), or None."""
        try:
            digest, text = self._entry(stage, key).read_bytes().split(b"\n", 1)
            whole = hashlib.sha256(text).hexdigest().encode() == digest
            return json.loads(text) if whole else None
        except (OSError, ValueError):
            return None

    def put(self, stage: str, key: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        self._write(self._entry(stage, key), f"{digest}\n{text}".encode())

    def blob(self, digest: str) -> bytes:
        """The bytes whose sha256 is `digest`; KeyError where absent or damaged."""
        try:
            data = self._blob_path(digest).read_bytes()
        except OSError:
            raise KeyError(digest) from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise KeyError(digest)
        return data

    def has_blob(self, digest: str) -> bool:
        """Whether the blob is there, whole; looked at once a run."""
        if digest not in self._whole:
            try:
                self.blob(digest)
            except KeyError:
                return False
            self._whole.add(digest)
        return True

    def blob_place(self, digest: str) -> Path:
        """The file that holds a blob, for a child process to open; it may be absent."""
        return self._blob_path(digest)

    def put_blob(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        if not self.has_blob(digest):
            self._write(self._blob_path(digest), data)
        return digest

    def _open(self) -> None:
        """Once, before the first writing: shut others out, and take away what a crash left."""
        if self._opened:
            return
        private_folder(self.folder)
        self.folder.chmod(FOLDER_MODE)
        for name in ("entries", "blobs"):
            clear_parts(self.folder / name)
        self._opened = True

    def clear(self) -> None:
        """Forget everything; what is in the folder besides the cache stays."""
        for name in ("entries", "blobs"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _entry(self, stage: str, key: str) -> Path:
        return self.folder / "entries" / stage / key[:2] / f"{key}.json"

    def _blob_path(self, digest: str) -> Path:
        return self.folder / "blobs" / digest[:2] / digest

    def _write(self, path: Path, data: bytes) -> None:
        """An entry that cannot be kept is made again next time; a blob is needed at once."""
        try:
            self._open()
            private_folder(path.parent)
            write_whole(path, data)
        except OSError as error:
            if path.is_relative_to(self.folder / "blobs"):
                raise disk_fault(error, self.folder) or error from error


def short_name(name: str) -> str:
    """The name itself, or, where it leaves no room for a prefix and a suffix, its digest."""
    return name if len(os.fsencode(name)) < 200 else digest_of(os.fsencode(name).hex())


def private_folder(path: Path) -> None:
    """Make a folder and those above it that are not there yet, for the user alone."""
    for folder in reversed((path, *path.parents)):
        if not folder.exists():
            with suppress(FileExistsError):
                folder.mkdir(mode=FOLDER_MODE)


def write_whole(path: Path, data: bytes) -> None:
    """Write through a temporary name in the same folder, so that no half file is ever seen."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=PART)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, FILE_MODE)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet; FileExistsError where it is, left as it is."""
    with path.open("xb") as file:
        file.write(data)
    path.chmod(FILE_MODE)


def clear_parts(folder: Path) -> None:
    """Remove half-written files below `folder` that are too old to be still written."""
    for path in folder.glob(f"**/{PART}*"):
        with suppress(OSError):
            if abs(time.time() - path.stat().st_mtime) > PART_SECONDS:
                path.unlink()
