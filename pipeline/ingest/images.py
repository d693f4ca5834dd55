"""Pictures of every format Pillow and libheif know → upright-by-EXIF JPEG pages."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipeline.ingest.limits import (
    JPEG_QUALITY,
    MAX_ASPECT,
    MAX_FRAMES,
    MAX_PAGE_PIXELS,
    MAX_PAGES,
    MAX_PIXELS,
)
from schemas.source import FaultCode

_EXIF_TAKEN = (0x9003, 0x9004, 0x0132)
_EXIF_CAMERA = 0x010F
_ORIENTATION = 0x0112
_SOFTWARE = 0x0131
_SOFTWARE_CHARACTERS = 60
_TURNS = {"3": 180, "4": 180, "5": 90, "6": 90, "7": 270, "8": 270}
"""EXIF orientation → degrees clockwise that set the picture upright."""
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "MPO", "HEIF", "AVIF")
_PLAIN = {"APP0", "APP14"}
"""Segments that a JPEG may hold to be kept as it is: density and colours, nothing of a person."""
_SINGLE = ("GIF", "MPO", "PNG", "WEBP", "HEIF", "AVIF")
"""Formats whose further frames are mostly animation or depth, not pages."""


OTHER = 6.0
"""Mean difference of luminance, 0–255, on small copies, from which a picture is another one."""


class Refused(Exception):
    """A file that is not decoded: the fault code, and a detail for the message."""

    def __init__(self, code: FaultCode, detail: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Picture:
    """One page as JPEG (RGB), upright by its EXIF, without metadata."""

    jpeg: bytes
    width: int
    height: int
    form: str
    captured: str
    turned: int
    software: str


def pictures(file: BinaryIO, name: str, heif: bool) -> Iterator[Picture]:
    """The pages of a picture file; multi-page TIFF gives several, so do other files of a few
    pictures (HEIC, MPO, GIF) that show different things."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")
    if heif:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    Image.init()
    try:
        image = Image.open(file, formats=[name for name in _FORMATS if name in Image.OPEN])
    except UnidentifiedImageError as error:
        raise Refused(FaultCode.DAMAGED) from error
    except Image.DecompressionBombError as error:
        raise Refused(FaultCode.TOO_LARGE, "像素过多") from error
    _within_limits(image)
    if image.format in _SINGLE:
        yield _picture(image, name, file)
        for other in _others(image):
            yield _picture(other, name, file)
        return
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number >= MAX_PAGES:
            raise Refused(FaultCode.TOO_MANY_PAGES)
        _within_limits(frame)
        yield _picture(frame.copy() if image.format == "TIFF" else frame, name, file)


def _others(image: Image.Image) -> list[Image.Image]:
    """Further pictures of one file that are as large as the first and show something else; none of
    a film, and no depth map or preview that a camera adds."""
    if not getattr(image, "is_animated", False):
        return []
    found: list[Image.Image] = []
    try:
        image.seek(0)
        size, seen = image.size, [_thumbnail(image)]
        for number in range(1, MAX_FRAMES + 1):
            image.seek(number)
            look = _thumbnail(image)
            if image.size == size and all(np.abs(look - one).mean() > OTHER for one in seen):
                seen.append(look)
                found.append(image.copy())
    except (EOFError, OSError, SyntaxError, ValueError):
        return found  # The last of them, or one that is broken.
    return []


def _thumbnail(image: Image.Image) -> npt.NDArray[np.int16]:
    return np.asarray(_flat(image).convert("L").resize((64, 64)), np.int16)


def _within_limits(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise Refused(FaultCode.TOO_LARGE, f"{image.width}×{image.height} 像素")
    if max(image.size) > MAX_ASPECT * min(image.size):
        raise Refused(FaultCode.TOO_LARGE, f"过于细长：{image.width}×{image.height} 像素")


def _picture(image: Image.Image, name: str, file: BinaryIO) -> Picture:
    exif = _exif(image)
    form = _form(image, name, exif)
    captured = _taken(exif) or _date_in_name(name)
    clean = image.format == "JPEG" and image.mode == "RGB" and _is_plain(image)
    upright = _flat(ImageOps.exif_transpose(image) or image)
    if upright.width * upright.height > MAX_PAGE_PIXELS:
        share = (MAX_PAGE_PIXELS / (upright.width * upright.height)) ** 0.5
        size = (max(1, int(upright.width * share)), max(1, int(upright.height * share)))
        upright = upright.resize(size, Image.Resampling.LANCZOS)
        clean = False
    jpeg = _own_bytes(file) if clean else None
    turned = _TURNS.get(exif.get(_ORIENTATION, ""), 0)
    return Picture(
        jpeg or encode(upright), upright.width, upright.height, form, captured, turned,
        _software(image, exif),
    )  # fmt: skip


def _software(image: Image.Image, exif: dict[int, str]) -> str:
    """The program that wrote the file, by what it says of itself."""
    said = exif.get(_SOFTWARE) or image.info.get("Software") or ""
    return "".join(mark for mark in str(said) if mark.isprintable())[:_SOFTWARE_CHARACTERS]


def _is_plain(image: Image.Image) -> bool:
    return {name for name, _ in getattr(image, "applist", ())} <= _PLAIN


def _own_bytes(file: BinaryIO) -> bytes | None:
    """A plain JPEG is kept as it is: encoding it again would only lose."""
    file.seek(0)
    data = file.read()
    return data if data.endswith(b"\xff\xd9") else None


def encode(image: Image.Image) -> bytes:
    """JPEG with full colour resolution, so that thin coloured digits stay sharp; no comment."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=False, comment=b"")
    return buffer.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """RGB on white; 16-bit greys scaled, not clipped."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        low, high = (float(value) for value in image.getextrema())  # type: ignore[arg-type]
        scale = 255.0 / (high - low) if high > low else 1.0
        image = image.convert("F").point(lambda value: (value - low) * scale).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    return image.convert("RGB")


def _exif(image: Image.Image) -> dict[int, str]:
    """The few EXIF entries used, as text; a broken block counts as none."""
    try:
        block = image.getexif()
        inner = block.get_ifd(0x8769)
        tags = {tag: block.get(tag) or inner.get(tag) for tag in (*_EXIF_TAKEN, _EXIF_CAMERA)}
        tags |= {tag: block.get(tag) for tag in (_ORIENTATION, _SOFTWARE)}
    except Exception:  # Pillow raises many kinds on broken EXIF
        return {}
    return {tag: str(value) for tag, value in tags.items() if value}


def _taken(exif: dict[int, str]) -> str:
    for tag in _EXIF_TAKEN:
        match = re.match(r"(20\d\d):(\d\d):(\d\d)", exif.get(tag, ""))
        if match:
            return "-".join(match.groups())
    return ""


def _date_in_name(name: str) -> str:
    """The day in names such as Screenshot_20261101-093011.png or 微信图片_20261101….jpg."""
    match = re.search(r"(?<!\d)(20[2-4]\d)[-_]?(0[1-9]|1[0-2])[-_]?([0-2]\d|3[01])", name)
    return "-".join(match.groups()) if match else ""


def _form(image: Image.Image, name: str, exif: dict[int, str]) -> str:
    """Screenshot, photo or scan, by metadata, shape and name."""
    if _EXIF_CAMERA in exif:
        return "photo"
    lowered = name.lower()
    tall = image.height > 1.6 * image.width and image.width <= 1600
    if tall or "screenshot" in lowered or "截屏" in lowered or "截图" in lowered:
        return "screenshot"
    if image.mode in ("1", "L") or "scan" in lowered or "扫描" in lowered:
        return "scan"
    return "photo"
