"""Small folders that count as packs: with a record and a manifest as a build writes them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

RECORD = {"schema": "reliefpack/1", "ready": False}
FILES = {"a.docx": b"the application", "originals/bill.png": b"bill", "upload/01.jpg": b"bill 01"}


def write_pack(folder: Path, files: dict[str, bytes] = FILES) -> Path:
    """These files, pack.json, and the manifest over them."""
    record = json.dumps(RECORD, ensure_ascii=False, indent=1).encode()
    whole = {**files, "pack.json": record}
    for name, data in whole.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    outputs = [
        {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in sorted(whole.items())
    ]
    manifest = {"schema": "reliefpack-manifest/1", "inputs": [], "outputs": outputs, "pages": []}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of all files below a folder, by path; {} where there is none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
