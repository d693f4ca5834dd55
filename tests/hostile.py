"""Files as an attacker would make them: small on disk, large or endless in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from PIL import Image

from tests import files

DOCX_HEAD = (
    b'<?xml version="1.0"?><!DOCTYPE d [%s]><w:document '
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
)


def png_bomb(side: int = 60_000) -> bytes:
    """One bit a pixel, all white: a few hundred KB that ask for gigabytes."""
    rows = zlib.compressobj(9)
    line = b"\x00" + b"\xff" * (side // 8)
    packed = b"".join(rows.compress(line * 1000) for _ in range(side // 1000)) + rows.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    )


def gif_of_frames(count: int = 10_000) -> bytes:
    """That many frames of one pixel each."""
    one = b"\x21\xf9\x04\x00\x00\x00\x00\x00" + b"\x2c\0\0\0\0\x01\0\x01\0\x00\x02\x02\x44\x01\x00"
    head = b"GIF89a" + struct.pack("<HHBBB", 40, 30, 0x80, 0, 0) + b"\xff\xff\xff\0\0\0"
    return head + one * count + b"\x3b"


def tiff_of_frames(count: int = 10_000) -> bytes:
    """A chain of that many directories, all of the same pixel."""
    tags = (
        (256, 1),
        (257, 1),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, 1),
        (279, 1),
    )
    size = 2 + 12 * len(tags) + 4
    parts, place = [b"II*\x00" + struct.pack("<I", 12), b"\xff\0\0\0"], 12
    for number in range(count):
        after = place + size if number + 1 < count else 0
        body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        parts.append(struct.pack("<H", len(tags)) + body + struct.pack("<I", after))
        place += size
    return b"".join(parts)


def tiff_bomb() -> bytes:
    return files.saved(Image.new("1", (30_000, 30_000)), "TIFF", compression="group4")


def webp_bomb() -> bytes:
    return files.saved(Image.new("L", (16_383, 16_383), 255), "WEBP", lossless=True, method=0)


def pdf(pages: int = 1, box: str = "0 0 200 200", extra: str = "", content: bytes = b"") -> bytes:
    """A PDF of `pages` pages that all draw `content`; `extra` goes into its catalogue."""
    kids = " ".join(f"{number + 4} 0 R" for number in range(pages))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 3 0 R>>"
    bodies = [
        f"<</Type/Catalog/Pages 2 0 R{extra}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *[page.encode()] * pages,
    ]
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start))
    return out.getvalue()


def zipped(entries: Mapping[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def docx_with(document: bytes) -> bytes:
    """A real DOCX whose text part is `document`."""
    with zipfile.ZipFile(io.BytesIO(files.word_file(["字"]))) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    return zipped({**parts, "word/document.xml": document})


def docx_bomb() -> bytes:
    return docx_with(DOCX_HEAD % (b"", b" " * (300 << 20)))


def docx_of_entities() -> bytes:
    """Each entity is ten of the one before."""
    named = [b'<!ENTITY a0 "ha">']
    named += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)]
    return docx_with(DOCX_HEAD % (b"".join(named), b"&a11;"))


def docx_that_asks_for(path: str) -> bytes:
    """Wants the text of a file of this machine on its page."""
    return docx_with(DOCX_HEAD % (b'<!ENTITY x SYSTEM "file://%s">' % path.encode(), b"&x;"))


def nested_zip(depth: int) -> bytes:
    data = files.jpeg()
    for level in range(depth):
        data = zipped({f"{level}.zip" if level else "a.jpg": data})
    return data


def deep_pdf() -> bytes:
    """Arrays in arrays in arrays."""
    return pdf(extra="/Deep " + "[" * 200_000 + "]" * 200_000)


BOMBS: dict[str, Callable[[], bytes]] = {
    "png.png": png_bomb,
    "frames.gif": gif_of_frames,
    "frames.tif": tiff_of_frames,
    "wide.tif": tiff_bomb,
    "wide.webp": webp_bomb,
    "huge-box.pdf": lambda: pdf(box="0 0 2000000 2000000"),
    "sliver-box.pdf": lambda: pdf(box="0 0 1000000 0.01"),
    "endless-box.pdf": lambda: pdf(box="-1e38 -1e38 1e38 1e38"),
    "pages.pdf": lambda: pdf(pages=10_000),
    "deep.pdf": deep_pdf,
    "script.pdf": lambda: pdf(extra="/OpenAction<</S/JavaScript/JS(while\\(1\\){})>>"),
    "paths.pdf": lambda: pdf(content=b"0 0 m 9 9 l S q " * 200_000),
    "bomb.docx": docx_bomb,
    "entities.docx": docx_of_entities,
    "asks.docx": lambda: docx_that_asks_for("/etc/passwd"),
    "sheet.xlsx": lambda: zipped({"[Content_Types].xml": b"x", "xl/s.xml": b" " * (300 << 20)}),
    "zeros.zip": lambda: zipped({"a.jpg": b"\0" * (300 << 20)}),
    "many.zip": lambda: zipped({f"{n}.jpg": b"" for n in range(20_000)}),
    "deep.zip": lambda: nested_zip(40),
}
"""Name → maker; each must end in pages or in a fault, within the limits."""

NAMES = (
    b"a" * 251 + b".jpg",
    "长".encode() * 83 + b".jpg",
    b"new\nline.jpg",
    b"bell\x07\x1b[31mred.jpg",
    "右\u202egpj.exe.jpg".encode(),
    b"raw\xff\xfe.jpg",
    b"raw\xff\xfd.jpg",
    b"raw\\xff\\xfe.jpg",
    b"IMG.jpg",
    b"img.JPG",
    "é.jpg".encode(),
    "e\u0301.jpg".encode(),
    b"-rf.jpg",
    b"--help",
    b"...jpg",
    b"..\\..\\up.jpg",
    b"con.jpg",
    b"a'b\"c`d$(e);f|g&h<i>j*k?.jpg",
    b" leading and trailing .jpg ",
    b"{{x}}%s%n#let.jpg",
    b"=1+1.jpg",
    "零宽\u200b\ufeff.jpg".encode(),
    "𝔘𝔫𝔦😀.jpg".encode(),
)
"""Names that a folder on Linux can hold, as bytes."""
