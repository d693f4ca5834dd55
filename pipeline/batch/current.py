"""Whether a pack is what a build would make now: by digests alone, nothing is read or decoded.

A pack counts as current only where its inputs, the program, the programs and fonts that it works
with, the catalogue, the language and the signing day are those of its last build, and every file of
the pack still has the bytes that its manifest names. Whatever is unclear is not current.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.batch.row import Row
from pipeline.builtpack import MANIFEST, digest_of_file, is_never_input
from pipeline.casetoml import load_case_file
from pipeline.fonts import chinese_font_path
from pipeline.ingest.spelling import spelled
from pipeline.store import digest_of, write_whole
from schemas.catalogue import load_catalogue

_PROGRAM = ("pipeline", "schemas")


def case_key(folder: Path, lang: str) -> str:
    """What the pack of `folder` depends on; equal keys mean an equal pack.

    Digests of all inputs, not their times. The day counts where case.toml names no signing date,
    since freshness is measured from it.
    """
    signed = load_case_file(folder).signing.date
    return digest_of(
        _surroundings(),
        load_catalogue().revision,
        lang,
        spelled(folder.name),
        str(signed or date.today()),
        [[name, _sha256(path)] for name, path in inputs_of(folder)],
    )


def inputs_of(folder: Path) -> Iterable[tuple[str, Path]]:
    """Files of a case by relative name, a pack in it included: it may hold a paper, too."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_never_input(name))
        for name in sorted(names):
            path = Path(parent) / name
            yield spelled(path.relative_to(folder).as_posix()), path


def kept_row(record: Path, key: str, pack: Path) -> Row | None:
    """The row of the last run where nothing changed since and its pack is still whole."""
    try:
        kept = json.loads(record.read_text(encoding="utf-8"))
        intact = kept.pop("digest") == digest_of(kept)
        if (
            not intact
            or kept["key"] != key
            or not kept["pack"]
            or kept["pack"] != pack_digest(pack)
        ):
            return None
        row = Row(**{**kept["row"], "missing": tuple(kept["row"]["missing"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return replace(row, reused=True, seconds=0.0)


def keep_row(record: Path, key: str, pack: Path, row: Row) -> None:
    """A record that cannot be kept costs the next run a build, and nothing now."""
    kept = {"key": key, "pack": pack_digest(pack), "row": asdict(row)}
    whole = {**kept, "digest": digest_of(kept)}
    with suppress(OSError):
        write_whole(record, json.dumps(whole).encode())


def pack_digest(pack: Path) -> str:
    """Stands for the whole pack: its manifest, with every file in it there as it was written.

    "" where a file is gone or has other bytes, or there is no pack.
    """
    try:
        manifest = (pack / MANIFEST).read_bytes()
        for one in json.loads(manifest)["outputs"]:
            if _sha256(pack / one["path"]) != one["sha256"]:
                return ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return hashlib.sha256(manifest).hexdigest()


def _sha256(path: Path) -> str:
    """Of the bytes; of the reason where they cannot be read."""
    try:
        if not path.is_file():
            return "not a file"
        return digest_of_file(path)
    except OSError as error:
        return f"unreadable {error.errno}"


@cache
def _surroundings() -> str:
    """The program itself and what it works with on this machine. Once a process."""
    tesseract = shutil.which("tesseract")
    font = chinese_font_path()
    return digest_of(
        __version__,
        sys.version,
        program_digest(Path(__file__).parents[2]),
        [[name, _version(name)] for name in _libraries()],
        _stamp(Path(tesseract).resolve()) if tesseract else "",
        [_stamp(font[0]), font[1]] if font else "",
    )


def program_digest(root: Path) -> str:
    """Over every file of the program, so that a change without a new version number counts too."""
    files = (
        path
        for name in _PROGRAM
        for path in sorted((root / name).rglob("*"))
        if "__pycache__" not in path.parts and path.is_file()
    )
    return digest_of([[path.relative_to(root).as_posix(), _sha256(path)] for path in files])


def _libraries() -> list[str]:
    """Names of the distributions that the program asks for."""
    try:
        wanted = requires("reliefpack") or []
    except PackageNotFoundError:  # run from its folder, not installed
        wanted = []
    names = (one.split(";")[0] for one in wanted if "extra ==" not in one)
    return sorted({_name(one) for one in names})


def _name(requirement: str) -> str:
    for place, sign in enumerate(requirement):
        if not (sign.isalnum() or sign in "-_."):
            return requirement[:place]
    return requirement


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _stamp(path: Path) -> list[Any]:
    """Tells another version of a program or font from this one without starting or reading it."""
    try:
        status = path.stat()
    except OSError:
        return [str(path)]
    return [str(path), status.st_size, status.st_mtime_ns]
