"""manifest.json: what went in, what came out, and which sheet shows which page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from schemas.case import Case
from schemas.catalogue import Channel
from schemas.findings import Finding, Outcome, Severity
from schemas.pack import Manifest, ManifestFile, ManifestPage

NAME = "manifest.json"
RULE = "pack.files-whole"


@dataclass(frozen=True)
class Written:
    """What write_pack put into the staging folder.

    files: paths with /; pages: where each sheet came out; uploads: the upload set in order;
    figures: (page of the bundle, words on it) that must be found there again; channel: its limits
    """

    files: tuple[str, ...]
    pages: tuple[ManifestPage, ...]
    bundle: str
    document: str
    uploads: tuple[str, ...]
    figures: tuple[tuple[int, str], ...]
    channel: Channel


def write_manifest(staging: Path, case: Case, written: Written) -> None:
    """Writes manifest.json over everything that lies in `staging` by then."""
    outputs = tuple(described(staging, path) for path in files_below(staging) if path != NAME)
    inputs = tuple(
        ManifestFile(path=source.file.path, sha256=source.file.sha256, size=source.file.size)
        for source in case.sources
    )
    manifest = Manifest(inputs=inputs, outputs=outputs, pages=written.pages)
    data = manifest.model_dump(mode="json", by_alias=True)
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (staging / NAME).write_text(text, encoding="utf-8")


def files_below(folder: Path) -> list[str]:
    """Paths of all files below `folder`, with /, sorted."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def described(folder: Path, path: str) -> ManifestFile:
    data = (folder / path).read_bytes()
    return ManifestFile(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a pack; None where there is none or it is damaged."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def file_findings(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Files that are missing, changed, or that the manifest does not know."""
    known = {entry.path: entry for entry in manifest.outputs}
    there = set(files_below(folder)) - {NAME}
    for path, entry in known.items():
        if path not in there:
            yield _failed(f"{path} 不见了", "重新运行 reliefpack build")
        elif described(folder, path) != entry:
            yield _failed(f"{path} 与生成时不同", "重新运行 reliefpack build，不要手工替换文件")
    for path in sorted(there - set(known)):
        yield _failed(f"{path} 不在清单里", "移走这个文件，或重新运行 reliefpack build")


def _failed(message: str, remedy: str) -> Finding:
    return Finding(
        rule=RULE,
        outcome=Outcome.FAILED,
        severity=Severity.BLOCK,
        message=message,
        next=remedy,
    )
