"""upload/: one file a paper, in upload order, inside the channel's limits.

Pictures keep their bytes unless the channel forbids their format or size; what must be made smaller
never gets so small that its text could not be read. What still does not fit is left as it is, and
`pack.within-limits` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from pipeline.assemble.copies import JPEG, QUALITY, SheetPicture, encoded, opened
from pipeline.assemble.legible import readable
from pipeline.assemble.names import safe_name
from pipeline.assemble.pictures_pdf import pictures_pdf
from schemas.catalogue import Channel
from schemas.pack import Exhibit, PackPlan

FOLDER = "upload"
QUALITIES = (90, 82, 74, 66)
SHRINK = 0.85
LEGIBLE_LETTERS = 18.0
"""Pixels of height below which letters are never shrunk."""
LEGIBLE_WIDTH = 800
"""The same for pictures on which no text was found."""
PAGE_OVERHEAD = 1200
"""Bytes a page costs in a PDF besides its picture."""
SHARE = 0.95
LEFT_OUT = frozenset(("unknown",))
"""Pages nobody has classified are not handed in unseen; the guide names them."""


@dataclass(frozen=True)
class Upload:
    """One file to be: its name without number of volume and suffix, and its sheets."""

    stem: str
    sheets: tuple[SheetPicture, ...]
    as_pdf: bool


def write_uploads(
    plan: PackPlan, sheets: Iterable[SheetPicture], channel: Channel, staging: Path
) -> tuple[str, ...]:
    """Writes the upload set; paths relative to `staging`, in upload order."""
    uploads = planned(plan, tuple(sheets), channel)
    names, total = _written(uploads, channel, 1.0, staging)
    if channel.max_total_bytes and total > channel.max_total_bytes:
        for name in names:
            (staging / name).unlink()
        share = channel.max_total_bytes * SHARE / total
        names, _ = _written(uploads, channel, share, staging)
    return names


def _written(
    uploads: tuple[Upload, ...], channel: Channel, share: float, staging: Path
) -> tuple[tuple[str, ...], int]:
    """The files, each written as soon as it is made, and their size together."""
    names, total = [], 0
    (staging / FOLDER).mkdir(exist_ok=True)
    for name, data in _all_files(uploads, channel, channel.max_file_bytes, share):
        (staging / FOLDER / name).write_bytes(data)
        names.append(f"{FOLDER}/{name}")
        total += len(data)
    return tuple(names), total


def planned(
    plan: PackPlan, sheets: tuple[SheetPicture, ...], channel: Channel
) -> tuple[Upload, ...]:
    """One file a paper; one a group where the channel takes fewer files and takes PDF."""
    pdf = "pdf" in channel.formats
    pictures = bool({"jpg", "png"} & set(channel.formats))
    uploads: list[Upload] = []
    for title, exhibit in _handed_in(plan):
        own = tuple(sheet for sheet in sheets if sheet.exhibit.number == exhibit.number)
        stem = _stem(len(uploads) + 1, title, plan.applicant, exhibit.short)
        uploads.append(Upload(stem, own, as_pdf=pdf and (len(own) > 1 or not pictures)))
    if pdf and channel.max_files and _file_count(uploads) > channel.max_files:
        return tuple(_by_group(plan, sheets))
    return tuple(uploads)


def _handed_in(plan: PackPlan) -> Iterator[tuple[str, Exhibit]]:
    for group in plan.groups:
        for exhibit in group.exhibits:
            if exhibit.kind not in LEFT_OUT:
                yield group.title, exhibit


def _file_count(uploads: list[Upload]) -> int:
    return sum(1 if upload.as_pdf else len(upload.sheets) for upload in uploads)


def _by_group(plan: PackPlan, sheets: tuple[SheetPicture, ...]) -> Iterator[Upload]:
    number = 0
    for group in plan.groups:
        wanted = {e.number for e in group.exhibits if e.kind not in LEFT_OUT}
        own = tuple(sheet for sheet in sheets if sheet.exhibit.number in wanted)
        if own:
            number += 1
            yield Upload(_stem(number, group.title, plan.applicant, ""), own, as_pdf=True)


def _stem(number: int, group: str, applicant: str, short: str) -> str:
    parts = [safe_name(group, "材料"), safe_name(applicant, "申请人")]
    return "_".join([f"{number:02d}", *parts, *([safe_name(short, "材料")] if short else [])])


def _all_files(
    uploads: tuple[Upload, ...], channel: Channel, limit: int, share: float
) -> Iterator[tuple[str, bytes]]:
    for upload in uploads:
        if upload.as_pdf:
            yield from _pdf_files(upload, channel, limit, share)
        else:
            yield from _picture_files(upload, channel, limit, share)


def _picture_files(
    upload: Upload, channel: Channel, limit: int, share: float
) -> Iterator[tuple[str, bytes]]:
    several = len(upload.sheets) > 1
    for place, sheet in enumerate(upload.sheets, start=1):
        data, media = fitted(sheet, channel.formats, min(limit, _budget(sheet, limit, share)))
        suffix = "jpg" if media == JPEG else "png"
        yield f"{upload.stem}{f'_{place}' if several else ''}.{suffix}", data


def _pdf_files(
    upload: Upload, channel: Channel, limit: int, share: float
) -> Iterator[tuple[str, bytes]]:
    room = limit - 10 * PAGE_OVERHEAD
    pictures = [
        fitted(sheet, ("jpg",), min(room, _budget(sheet, limit, share)))[0]
        for sheet in upload.sheets
    ]
    runs: list[list[bytes]] = []
    for place, sheet in enumerate(upload.sheets):
        if not place or sheet.exhibit.number != upload.sheets[place - 1].exhibit.number:
            runs.append([])
        runs[-1].append(pictures[place])
    volumes = _volumes(runs, room, channel.max_pages)
    for number, volume in enumerate(volumes, start=1):
        suffix = f"_{number}" if len(volumes) > 1 else ""
        yield f"{upload.stem}{suffix}.pdf", pictures_pdf(volume)


def _budget(sheet: SheetPicture, limit: int, share: float) -> int:
    """Bytes a sheet may take; all sheets give the same share when the whole is too large."""
    return limit if share >= 1 else int(sheet.file.stat().st_size * share)


def _volumes(runs: list[list[bytes]], room: int, max_pages: int) -> list[list[bytes]]:
    """Pictures in order, cut into volumes that stay inside size and page limits.

    `runs` are the exhibits: one that fits into a volume is never torn apart.
    """

    def fits(pictures: list[bytes]) -> bool:
        size = sum(len(data) + PAGE_OVERHEAD for data in pictures)
        return size <= room and not (max_pages and len(pictures) > max_pages)

    volumes: list[list[bytes]] = [[]]
    for run in runs:
        pieces = [run] if fits(run) else [[data] for data in run]
        if volumes[-1] and len(pieces) > 1:
            volumes.append([])
        for piece in pieces:
            if volumes[-1] and not fits([*volumes[-1], *piece]):
                volumes.append([])
            volumes[-1] += piece
        if len(pieces) > 1:
            volumes.append([])
    return [volume for volume in volumes if volume]


def fitted(sheet: SheetPicture, formats: Iterable[str], limit: int) -> tuple[bytes, str]:
    """The picture of a sheet in an allowed format, at most `limit` bytes where legible."""
    data, allowed = sheet.data(), set(formats)
    own = "jpg" if sheet.media == JPEG else "png"
    if own in allowed and len(data) <= limit:
        return data, sheet.media
    picture = opened(data)
    tried: list[bytes] = []
    for made in _smaller(sheet, picture):
        tried.append(made)
        if len(made) <= limit:
            break
    return _largest_needed(sheet, picture, tried), JPEG


def _smaller(sheet: SheetPicture, picture: Image.Image) -> Iterator[bytes]:
    """Ever smaller JPEGs, none with letters too small to read."""
    for quality in (QUALITY, *QUALITIES):
        yield encoded(picture, quality)
    scale = SHRINK
    while _may_shrink(sheet, scale):
        size = (max(round(sheet.width * scale), 1), max(round(sheet.height * scale), 1))
        yield encoded(picture.resize(size, Image.Resampling.LANCZOS), QUALITIES[-2])
        scale *= SHRINK


def _largest_needed(sheet: SheetPicture, picture: Image.Image, tried: list[bytes]) -> bytes:
    """The smallest of the pictures on which every amount that could be read still can."""
    seen = readable(picture, sheet.amounts) if sheet.amounts else ()
    for data in reversed(tried[1:]):
        if not seen:
            return data
        smaller = opened(data)
        if len(readable(smaller, seen, smaller.width / sheet.width)) == len(seen):
            return data
    return tried[0]


def _may_shrink(sheet: SheetPicture, scale: float) -> bool:
    if sheet.letters:
        return sheet.letters * scale >= LEGIBLE_LETTERS
    return sheet.width * scale >= LEGIBLE_WIDTH
