"""Reads the finished pack back with programs that did not make it, and says what is not true in it.

Rules pack.links-true (page numbers, links, bookmarks, words, fonts, archive standard),
pack.within-limits (upload set against the channel) and pack.files-whole (hashes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pypdf.errors import PyPdfError
from pypdfium2 import PdfiumError

from pipeline.assemble.limits import limit_faults
from pipeline.assemble.manifest import NAME, RULE, Written, file_findings, read_manifest
from pipeline.assemble.readback import ReadBack
from pipeline.assemble.truths import bundle_faults, document_faults, link_faults, sheet_faults
from schemas.findings import Finding, Outcome, Severity
from schemas.pack import Manifest, PackPlan

LINKS, LIMITS = "pack.links-true", "pack.within-limits"
AGAIN = "重新运行；仍不行请连同 report.html 反馈"
LISTED = 5
"""Faults named in one message; the rest are counted."""


def verify_pack(staging: Path, plan: PackPlan, written: Written) -> tuple[Finding, ...]:
    """One finding for each rule; a failed one blocks and says the first faults."""
    try:
        made = ReadBack(staging / written.bundle)
    except (OSError, PyPdfError, PdfiumError) as error:
        return (_finding(LINKS, [f"{written.bundle} 打不开：{error}"], "", AGAIN),)
    try:
        faults = [*bundle_faults(made, plan, written), *document_faults(staging, plan, written)]
        pages = len(made)
    finally:
        made.close()
    limits = list(limit_faults(staging, written.uploads, written.channel))
    count = len(written.uploads)
    return (
        _finding(LINKS, faults, f"回读 {pages} 页：页码、链接、书签、文字、字体都对", AGAIN),
        _finding(
            LIMITS,
            limits,
            f"{count} 份上传文件都在“{written.channel.name}”的限制之内",
            "换一个渠道（case.toml 的 request.channel），或减少材料、换更小的图片",
            Severity.WARN,
        ),
    )


def check_manifest(pack_folder: Path) -> tuple[Finding, ...]:
    """A built pack, checked from its own files alone."""
    manifest = read_manifest(pack_folder)
    if manifest is None:
        missing = f"{NAME} 不存在或已损坏"
        return (_finding(RULE, [missing], "", "重新运行 reliefpack build"),)
    changed = tuple(file_findings(pack_folder, manifest))
    whole = _finding(RULE, [], f"{len(manifest.outputs)} 个文件都与清单一致", "")
    return (*(changed or (whole,)), _check_bundle(pack_folder, manifest))


def _check_bundle(folder: Path, manifest: Manifest) -> Finding:
    names = [o.path for o in manifest.outputs if o.path.endswith(".pdf") and "/" not in o.path]
    faults: list[str] = []
    for name in names:
        try:
            made = ReadBack(folder / name)
        except (OSError, PyPdfError, PdfiumError) as error:
            faults.append(f"{name} 打不开：{error}")
            continue
        faults += [*link_faults(made), *sheet_faults(made, manifest.pages)]
        made.close()
    if not names:
        faults.append("材料包里没有 PDF")
    return _finding(LINKS, faults, "页码与链接都对", AGAIN)


def _finding(
    rule: str,
    faults: Iterable[str],
    fine: str,
    remedy: str,
    severity: Severity = Severity.BLOCK,
) -> Finding:
    found = list(faults)
    return Finding(
        rule=rule,
        outcome=Outcome.FAILED if found else Outcome.PASSED,
        severity=severity,
        message="；".join(_first(found)) if found else fine,
        next=remedy if found else "",
    )


def _first(faults: list[str]) -> Iterator[str]:
    yield from faults[:LISTED]
    if len(faults) > LISTED:
        yield f"另有 {len(faults) - LISTED} 处"
