"""Word files for tests, of paragraphs, raw XML and pictures; and the pages that come of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
import numpy as np
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from pipeline.ingest.decode import RawPage, decode
from tests import files

NAMES = (
    nsdecls("w", "r", "a", "wp", "pic", "m")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
BILL = files.picture(540, 1170)
"""As high as a screenshot of a phone."""


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def element(xml: str) -> Any:
    return parse_xml(xml)


def word(*blocks: str) -> bytes:
    """A Word file with these blocks of raw XML."""
    document = docx.Document()
    for block in blocks:
        name, rest = block[1:].split(">", 1)
        node = element(f"<{name} {NAMES}>{rest}")
        document.element.body.insert(len(document.element.body) - 1, node)
    return saved(document)


def run(text: str, about: str = "") -> str:
    return f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    lines = "".join(
        f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"


def pasted(*pictures: bytes, text: str = "") -> bytes:
    document = docx.Document()
    if text:
        document.add_paragraph(text)
    for picture in pictures:
        document.add_picture(io.BytesIO(picture))
    return saved(document)


def changed(data: bytes, parts: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The Word file with some of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, bytes)(old.read(name)))
    return buffer.getvalue()


def whole(data: bytes) -> tuple[RawPage, ...]:
    decoded = decode(data, "a.docx", "")
    assert decoded.fault is None, decoded.detail
    return decoded.pages


def texts(data: bytes) -> list[str]:
    return [line.text for page in whole(data) for line in page.lines]


def shapes(pages: tuple[RawPage, ...]) -> list[tuple[int, int]]:
    return [(page.width, page.height) for page in pages]


def pixels(page: RawPage) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(page.picture)).convert("L"))
