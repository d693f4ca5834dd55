"""A ZIP of papers → the files in it. Runs only in the limited child process (`sandbox`).

Nothing is unpacked to the disk by name: an entry is bytes and a label. Bounds hold for the archive
and all archives in it together. An entry that breaks a bound is named with its fault; the archive
itself is refused where even listing it would be too much.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.ingest.images import Refused
from pipeline.ingest.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_DEPTH,
    MAX_ARCHIVE_ENTRIES,
    MAX_ARCHIVE_RATIO,
    MAX_ENTRY_BYTES,
)
from pipeline.ingest.sniff import is_system_file, kind_of
from schemas.source import FaultCode

OFFICE = "[Content_Types].xml"
"""Every spreadsheet and presentation holds it, no heap of photos does."""
OPEN_DOCUMENT = "mimetype"
RATIO_FROM = 1 << 20
"""Bytes below which nobody asks how well an entry was packed."""
NAME_LENGTH = 120
_UTF8 = 0x800
_LOCKED = 0x1
_HIDDEN_SIGNS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True)
class Entry:
    """One file of an archive. name: relative, `/` between parts, never empty; data: b"" with a
    fault; detail: for the message."""

    name: str
    data: bytes = b""
    fault: FaultCode | None = None
    detail: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether it is a ZIP, which is opened in turn."""
        head = self.data[:4096]
        return head.startswith(b"PK") and kind_of(head, self.name) == "archive"


@dataclass
class _Budget:
    """What the archive may still cost."""

    entries: int
    bytes: int
    names: set[str] = field(default_factory=set)

    def named(self, label: str) -> str:
        """The label, numbered where another entry took it, whatever the case of its letters."""
        path, number = PurePosixPath(label), 1
        while label.casefold() in self.names:
            number += 1
            label = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        self.names.add(label.casefold())
        return label


def entries(data: bytes, password: str) -> Iterator[Entry]:
    """The files in a ZIP in its own order, those of archives in it behind them.

    Raises Refused where it is no heap of papers, cannot be listed, or holds too many files.
    """
    yield from _entries(data, password, "", 1, _Budget(MAX_ARCHIVE_ENTRIES, MAX_ARCHIVE_BYTES))


def _entries(
    data: bytes, password: str, prefix: str, depth: int, budget: _Budget
) -> Iterator[Entry]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused(FaultCode.DAMAGED, type(error).__name__) from error
    with archive:
        listed = [info for info in archive.infolist() if not info.is_dir()]
        names = {info.filename for info in listed}
        if OFFICE in names or (listed and listed[0].filename == OPEN_DOCUMENT):
            raise Refused(FaultCode.UNSUPPORTED, "办公软件的文件，请另存为 PDF")
        budget.entries -= len(listed)
        if budget.entries < 0:
            raise Refused(FaultCode.TOO_LARGE, f"压缩包里超过 {MAX_ARCHIVE_ENTRIES} 个文件")
        for info in listed:
            label = budget.named(prefix + cleaned(_spelled(info)))
            entry = _entry(archive, info, label, password, budget)
            yield entry
            if entry.is_archive:
                yield from _inner(entry, password, depth, budget)


def _inner(entry: Entry, password: str, depth: int, budget: _Budget) -> Iterator[Entry]:
    """The files of an archive in an archive; why it was not opened becomes an entry of its own."""
    inside = f"{entry.name}/"
    if depth >= MAX_ARCHIVE_DEPTH:
        detail = f"压缩包套了超过 {MAX_ARCHIVE_DEPTH} 层"
        yield Entry(budget.named(f"{inside}…"), fault=FaultCode.TOO_LARGE, detail=detail)
        return
    try:
        yield from _entries(entry.data, password, inside, depth + 1, budget)
    except Refused as refused:
        yield Entry(budget.named(f"{inside}…"), fault=refused.code, detail=refused.detail)


def _entry(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, password: str, budget: _Budget
) -> Entry:
    if _is_system(label):
        return Entry(label, fault=FaultCode.IGNORED)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Entry(label, fault=FaultCode.OUTSIDE)
    if info.flag_bits & _LOCKED and not password:
        return Entry(label, fault=FaultCode.ENCRYPTED)
    too_large = _too_large(info, budget)
    if too_large:
        return Entry(label, fault=FaultCode.TOO_LARGE, detail=too_large)
    return _unpacked(archive, info, label, password, budget)


def _too_large(info: zipfile.ZipInfo, budget: _Budget) -> str:
    """By what the archive says of the entry; what it then holds is bounded again."""
    if info.file_size > MAX_ENTRY_BYTES:
        return f"解压后 {info.file_size >> 20} MB"
    packed = max(info.compress_size, 1)
    if info.file_size > RATIO_FROM and info.file_size > MAX_ARCHIVE_RATIO * packed:
        return f"压缩比 {info.file_size // packed}，像压缩炸弹"
    if info.file_size > budget.bytes:
        return f"压缩包解压后总共超过 {MAX_ARCHIVE_BYTES >> 20} MB"
    return ""


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, password: str, budget: _Budget
) -> Entry:
    try:
        with archive.open(info, pwd=password.encode() or None) as file:
            data = file.read(info.file_size + 1)
    except NotImplementedError:
        locked = info.flag_bits & _LOCKED or info.compress_type == 99
        code = FaultCode.ENCRYPTED if locked else FaultCode.UNSUPPORTED
        return Entry(label, fault=code, detail="这种加密或压缩方式不支持，请解压后放进来")
    except RuntimeError as error:  # a wrong password
        return Entry(label, fault=FaultCode.ENCRYPTED, detail=_reason(error))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        return Entry(label, fault=FaultCode.DAMAGED, detail=type(error).__name__)
    budget.bytes -= len(data)
    if not data:
        return Entry(label, fault=FaultCode.EMPTY)
    return Entry(label, data)


def _reason(error: RuntimeError) -> str:
    return "密码不对" if "password" in str(error).lower() else type(error).__name__


def _spelled(info: zipfile.ZipInfo) -> str:
    """The entry's name; Chinese Windows writes GB 18030 where the format says code page 437."""
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def cleaned(untrusted_name: str) -> str:
    """A label that leads nowhere: relative, no `..`, no drive, no signs that hide, bounded."""
    parts = re.split(r"[/\\]+", _HIDDEN_SIGNS.sub("", untrusted_name))
    kept = [_shortened(part.strip()) for part in parts if part.strip() not in ("", ".", "..")]
    return "/".join(part for part in kept if not re.fullmatch(r"[A-Za-z]:", part)) or "无名"


def _shortened(part: str) -> str:
    if len(part) <= NAME_LENGTH:
        return part
    suffix = PurePosixPath(part).suffix[:10]
    return part[: NAME_LENGTH - len(suffix)] + suffix


def _is_system(label: str) -> bool:
    parts = label.split("/")
    return "__MACOSX" in parts[:-1] or is_system_file(parts[-1])
