"""Pictures as a plain PDF, one a page, without touching their pixels."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

WIDTH = 595.0
"""Points; A4 width, the height follows the picture."""
_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}


def pictures_pdf(jpegs: Iterable[bytes]) -> bytes:
    """A PDF of grey or RGB JPEGs; the same pictures give the same bytes."""
    writer = PdfWriter()
    for data in jpegs:
        with Image.open(io.BytesIO(data)) as picture:
            width, height, mode = picture.width, picture.height, picture.mode
        tall = WIDTH * height / width
        page = writer.add_blank_page(WIDTH, tall)
        image = DecodedStreamObject()
        image.set_data(data)
        image.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(width),
                NameObject("/Height"): NumberObject(height),
                NameObject("/ColorSpace"): NameObject(_SPACES[mode]),
                NameObject("/BitsPerComponent"): NumberObject(8),
                NameObject("/Filter"): NameObject("/DCTDecode"),
            }
        )
        drawing = DecodedStreamObject()
        drawing.set_data(f"q {WIDTH:g} 0 0 {tall:.4f} 0 0 cm /P Do Q".encode())
        pictures = DictionaryObject({NameObject("/P"): writer._add_object(image)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
        page[NameObject("/Contents")] = writer._add_object(drawing)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
