"""Pictures as files: every format a folder may hold, nothing in them that changes by the day."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

EXIF_FOR = {0: 1, 90: 8, 180: 3, 270: 6}
"""Clockwise turn of the stored picture → the EXIF orientation that tells a viewer to undo it."""


def jpeg(image: Image.Image, quality: int = 82, turned: int = 0) -> bytes:
    """turned: degrees clockwise that the picture was stored turned by; noted in EXIF."""
    held, exif = io.BytesIO(), Image.Exif()
    extra = {}
    if turned:
        exif[0x0112] = EXIF_FOR[turned % 360]
        extra["exif"] = exif.tobytes()
    image.convert("RGB").save(held, "JPEG", quality=quality, **extra)
    return held.getvalue()


def png(image: Image.Image, colors: int = 0) -> bytes:
    """colors: reduce to a palette, to keep committed screens small."""
    held = io.BytesIO()
    if colors:
        image = image.quantize(colors, dither=Image.Dither.NONE)
    image.save(held, "PNG", optimize=True)
    return held.getvalue()


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, form, **options)
    return held.getvalue()


def webp(image: Image.Image, quality: int = 80) -> bytes:
    return _saved(image, "WEBP", quality=quality)


def gif(image: Image.Image) -> bytes:
    return _saved(image.quantize(128, dither=Image.Dither.NONE), "GIF")


def bmp(image: Image.Image) -> bytes:
    return _saved(image, "BMP")


def heic(image: Image.Image, quality: int = 70) -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return _saved(image, "HEIF", quality=quality)


def tiff(images: Sequence[Image.Image]) -> bytes:
    """Several pages in one file, grey, deflate."""
    held = io.BytesIO()
    pages = [image.convert("L") for image in images]
    pages[0].save(
        held, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate"
    )
    return held.getvalue()


def scanned_pdf(images: Sequence[Image.Image], quality: int = 60) -> bytes:
    """A PDF of pictures alone, as a copier makes it (A4 at the pictures' own resolution)."""
    from pypdf import PdfWriter

    held = io.BytesIO()
    pages = [image.convert("RGB") for image in images]
    dpi = pages[0].width / 8.27
    pages[0].save(
        held, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=quality
    )
    writer = PdfWriter(clone_from=io.BytesIO(held.getvalue()))
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted_pdf(data: bytes, password: str) -> bytes:
    """The same PDF behind a password."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, ByteStringObject

    writer = PdfWriter(clone_from=io.BytesIO(data))
    fixed = ByteStringObject(b"reliefpack-sample")
    writer._ID = ArrayObject((fixed, fixed))
    writer.encrypt(password, algorithm="RC4-128")
    writer._ID[1] = fixed  # the second half is drawn at random, and is in no key
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def truncated(data: bytes, share: float = 0.4) -> bytes:
    """A download that stopped."""
    return data[: int(len(data) * share)]
