"""The upload set against the limits of its channel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from schemas.catalogue import Channel

MEGABYTE = 1_000_000


def limit_faults(staging: Path, uploads: tuple[str, ...], channel: Channel) -> Iterator[str]:
    """What the channel would send back, in words with the file's name."""
    sizes = [(staging / path).stat().st_size for path in uploads]
    for path, size in zip(uploads, sizes, strict=True):
        name = path.split("/")[-1]
        if size > channel.max_file_bytes:
            yield f"{name} 有 {_megabytes(size)}，超过单个 {_megabytes(channel.max_file_bytes)}"
        yield from _content_faults(staging / path, name, channel)
    if channel.max_files and len(uploads) > channel.max_files:
        yield f"共 {len(uploads)} 份，超过 {channel.max_files} 份"
    if channel.max_total_bytes and sum(sizes) > channel.max_total_bytes:
        yield f"合计 {_megabytes(sum(sizes))}，超过 {_megabytes(channel.max_total_bytes)}"


def _content_faults(file: Path, name: str, channel: Channel) -> Iterator[str]:
    suffix = file.suffix.lstrip(".")
    if suffix not in channel.formats:
        yield f"{name} 是 {suffix}，这个渠道只收 {'、'.join(channel.formats)}"
    try:
        if suffix == "pdf":
            pages = len(PdfReader(file).pages)
            if channel.max_pages and pages > channel.max_pages:
                yield f"{name} 有 {pages} 页，超过 {channel.max_pages} 页"
        else:
            with Image.open(file) as picture:
                picture.verify()
    except (PyPdfError, UnidentifiedImageError, OSError) as error:
        yield f"{name} 打不开：{error}"


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}MB"
