"""The only place that writes: the cache, and output folders that appear whole or not at all.

The cache is content-addressed JSON and picture blobs below the user's cache folder, private to the
user (0700/0600). A missing, damaged or foreign entry is a miss, never an error.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FOLDER_MODE = 0o700
FILE_MODE = 0o600


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
    return hashlib.sha256(text.encode()).hexdigest()


class Cache:
    """Stage results by key, and blobs by their own sha256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, stage: str, key: str) -> Any | None:
        """The JSON value kept for (stage, key), or None."""
        try:
            return json.loads(self._entry(stage, key).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, stage: str, key: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self._write(self._entry(stage, key), text.encode())

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
        return self._blob_path(digest).is_file()

    def put_blob(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        if not self.has_blob(digest):
            self._write(self._blob_path(digest), data)
        return digest

    def clear(self) -> None:
        """Forget everything; what is in the folder besides the cache stays."""
        for name in ("entries", "blobs"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _entry(self, stage: str, key: str) -> Path:
        return self.folder / "entries" / stage / key[:2] / f"{key}.json"

    def _blob_path(self, digest: str) -> Path:
        return self.folder / "blobs" / digest[:2] / digest

    def _write(self, path: Path, data: bytes) -> None:
        try:
            private_folder(path.parent)
            write_whole(path, data)
        except OSError:
            if path.is_relative_to(self.folder / "blobs"):
                raise


def private_folder(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)


def write_whole(path: Path, data: bytes) -> None:
    """Write through a temporary name in the same folder, so that no half file is ever seen."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, FILE_MODE)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A staging folder beside `target` that takes its place when the block ends without error.

    The previous `target` stays whole until then, and comes back when the swap itself fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
    try:
        yield staging
        _swap(staging, target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _swap(staging: Path, target: Path) -> None:
    if not target.exists():
        os.replace(staging, target)
        return
    previous = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.old-"))
    os.replace(target, previous)
    try:
        os.replace(staging, target)
    except OSError:
        os.replace(previous, target)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet; FileExistsError where it is, left as it is."""
    with path.open("xb") as file:
        file.write(data)
    path.chmod(FILE_MODE)
