"""Puts the real pictures where a document was laid out with tiny stand-ins.

A layout program decodes every picture into memory: three hundred photos would take gigabytes. So
the bundle is set with stand-ins of 8×8 pixels, and the bytes of the real pictures are copied into
the finished file one after the other, untouched. JPEG goes in as it is; PNG goes in as the
compressed rows it consists of. Nothing is re-encoded and nothing is held in memory.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

SIDE = 8
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_CHANNELS = {0: 1, 2: 3}
"""PNG colour types whose rows a PDF takes as they are: grey and RGB."""


def stand_in(key: str, grey: bool) -> bytes:
    """A small JPEG that no other key has."""
    out = io.BytesIO()
    Image.new("L" if grey else "RGB", (SIDE, SIDE), 200 if grey else (200, 200, 200)).save(
        out, "JPEG", comment=key.encode()
    )
    return out.getvalue()


PDF_VERSION = "%PDF-1.7"
"""What PDF/A-2 is built on; pypdf would write the version it began with."""


def is_grey(file: Path) -> bool:
    with Image.open(file) as picture:
        return picture.mode == "L"


def may_go_in(file: Path) -> bool:
    """Whether the picture's own bytes can stand in a PDF."""
    with Image.open(file) as picture:
        if picture.format == "JPEG":
            return picture.mode in ("L", "RGB")
    return file.suffix == ".png" and _png_rows(file.read_bytes()) is not None


def with_pictures(pdf: bytes, pictures: Mapping[bytes, Path], target: Path) -> None:
    """Writes `pdf` to `target` with every stand-in (by its bytes) replaced by its picture."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.pdf_header = PDF_VERSION
    left = dict(pictures)
    for number, entry in enumerate(writer._objects):
        stream: Any = entry
        if isinstance(stream, StreamObject) and stream.get("/Subtype") == "/Image":
            file = left.pop(stream._data, None)
            if file is not None:
                writer._objects[number] = _Picture(stream, file)
    if left:
        raise ValueError(f"{len(left)} pictures have no place in the document")
    with target.open("wb") as out:
        writer.write(out)


class _Picture(StreamObject):
    """An image that reads its bytes when it is written."""

    def __init__(self, model: StreamObject, file: Path) -> None:
        super().__init__()
        self.update(model)
        self._file = file
        with Image.open(file) as picture:
            self[NameObject("/Width")] = NumberObject(picture.width)
            self[NameObject("/Height")] = NumberObject(picture.height)
        if file.suffix == ".png":
            channels = 1 if is_grey(file) else 3
            self[NameObject("/Filter")] = NameObject("/FlateDecode")
            self[NameObject("/DecodeParms")] = DictionaryObject(
                {
                    NameObject("/Predictor"): NumberObject(15),
                    NameObject("/Colors"): NumberObject(channels),
                    NameObject("/BitsPerComponent"): NumberObject(8),
                    NameObject("/Columns"): self[NameObject("/Width")],
                }
            )

    def write_to_stream(self, stream: Any, encryption_key: str | bytes | None = None) -> None:
        data = self._file.read_bytes()
        if self._file.suffix == ".png":
            data = _png_rows(data) or b""
        self[NameObject("/Length")] = NumberObject(len(data))
        DictionaryObject.write_to_stream(self, stream)
        stream.write(b"\nstream\n" + data + b"\nendstream")


def _png_rows(data: bytes) -> bytes | None:
    """The compressed rows of an 8-bit grey or RGB PNG; None for any other kind."""
    if not data.startswith(_PNG_SIGNATURE):
        return None
    place, rows = len(_PNG_SIGNATURE), []
    while place + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            depth, colour, _, _, interlaced = body[8:13]
            if depth != 8 or colour not in _PNG_CHANNELS or interlaced:
                return None
        elif kind == b"tRNS":
            return None
        elif kind == b"IDAT":
            rows.append(body)
        place += 12 + length
    return b"".join(rows) or None
