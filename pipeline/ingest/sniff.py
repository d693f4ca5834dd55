"""What a file is, by its first bytes; its name is only a hint for plain text."""

from __future__ import annotations

from typing import Literal

Kind = Literal["image", "heif", "pdf", "docx", "text", "archive", "other", "empty"]

_IMAGES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06", b"PK\x07\x08")
_TEXT_SUFFIXES = (".csv", ".txt", ".md")
SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
PDF_SEARCH = 1024
"""A PDF may begin with this many bytes of junk."""


def is_system_file(name: str) -> bool:
    """Whether an operating system left it there: no paper of anybody."""
    return name.lower() in SYSTEM_FILES or name.startswith("._")


def kind_of(head: bytes, name: str) -> Kind:
    """The kind of a file from its first few KB and its name."""
    if not head:
        return "empty"
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heif"
    if b"%PDF-" in head[:PDF_SEARCH]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if b"word/" in head or name.lower().endswith(".docx") else "archive"
    if head.startswith(_ARCHIVES):
        return "archive"
    if name.lower().endswith(_TEXT_SUFFIXES) and b"\x00" not in head:
        return "text"
    return "other"
