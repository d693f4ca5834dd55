"""Files of every kind that people drop into a case folder, made small and on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cache as remember

import docx
import pillow_heif
import pypdf
import typst
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.packcases import font

WORDS = "本期应还金额1,234.56元，其中利息12.30元，罚息4.50元，请于最晚还款日前还款。"
LATIN = "Balance due 1234.56 CNY, interest 12.30, penalty 4.50, pay before 2026-09-10"
RED, WHITE = (220, 40, 40), (255, 255, 255)


def picture(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """White, with a red block in the top left quarter: shows which way is up."""
    image = Image.new("RGB", (width, height), WHITE)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    return image.convert(mode)


def written(texts: Sequence[str], width: int = 720, step: int = 70) -> Image.Image:
    """A page with lines of text on it, large enough to be read."""
    image = Image.new("RGB", (width, 80 + step * len(texts)), WHITE)
    pen = ImageDraw.Draw(image)
    for number, text in enumerate(texts):
        pen.text((40, 40 + step * number), text, fill="black", font=font(36))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    return saved(image or picture(), "JPEG", quality=95, **options)


def png(image: Image.Image | None = None, **options: object) -> bytes:
    return saved(image or picture(), "PNG", **options)


def png_text(text: str) -> PngInfo:
    info = PngInfo()
    info.add_text("Author", text)
    return info


def heic(image: Image.Image | None = None) -> bytes:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(image or picture(128, 96)).save(buffer, quality=90)
    return buffer.getvalue()


def animated(kind: str) -> bytes:
    """Two frames; the first is the picture."""
    frames = [picture(), picture().rotate(180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def tiff(*images: Image.Image) -> bytes:
    return saved(images[0], "TIFF", save_all=True, append_images=images[1:])


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def with_orientation(orientation: int) -> bytes:
    """The picture stored as a phone does that says `orientation` in its EXIF."""
    image = picture()
    if orientation in _TURNS:
        image = image.transpose(_TURNS[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return jpeg(image, exif=exif.tobytes())


def with_exif(**tags: object) -> bytes:
    """`Make`, `DateTime` by their names."""
    numbers = {"Make": 0x010F, "DateTime": 0x0132}
    exif = Image.Exif()
    for name, value in tags.items():
        exif[numbers[name]] = value
    return jpeg(exif=exif.tobytes())


# --- PDF ------------------------------------------------------------------------------------------


@remember
def chinese_pdf(pages: int = 1, text: str = WORDS) -> bytes:
    """A PDF as a bank makes it: text of an embedded font."""
    sheets = "#pagebreak()\n".join(f"第{number}页 {text}\n" for number in range(1, pages + 1))
    source = (
        f'#set page(width: 400pt, height: 300pt)\n#set text(font: "Noto Sans CJK SC")\n{sheets}'
    )
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def scanned_pdf(*images: Image.Image) -> bytes:
    return saved(images[0], "PDF", save_all=True, append_images=images[1:], resolution=100)


def latin_pdf(mode: int = 0, colour: str = "0 g", unicode_from: int = 0, rotate: int = 0) -> bytes:
    """A page with one line of text drawn by hand.

    mode: text render mode, 3 draws nothing (as OCR programs add it); colour: PDF operator
    unicode_from: the font says that its letters are the characters from this code on
    """
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=600, height=300)
    content = f"BT /F1 18 Tf {mode} Tr {colour} 40 200 Td ({LATIN[:60]}) Tj ET"
    page[NameObject("/Contents")] = writer._add_object(_stream(content))
    page[NameObject("/Resources")] = _resources(writer, unicode_from)
    if rotate:
        page[NameObject("/Rotate")] = NumberObject(rotate)
    return _written(writer)


def form_pdf(value: str) -> bytes:
    """A page with one field of a form, filled with a value that its picture shows."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=600, height=300)
    look = _stream(f"/Tx BMC BT /F1 18 Tf 0 g 2 5 Td ({value}) Tj ET EMC")
    look |= {
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(map(NumberObject, (0, 0, 200, 24))),
        NameObject("/Resources"): _resources(writer, 0),
    }
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("amount"),
            NameObject("/V"): TextStringObject(value),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject(map(NumberObject, (40, 200, 240, 224))),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    fields = ArrayObject([writer._add_object(field)])
    page[NameObject("/Annots")] = fields
    form = DictionaryObject({NameObject("/Fields"): fields})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    return _written(writer)


def _resources(writer: pypdf.PdfWriter, unicode_from: int) -> DictionaryObject:
    face = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    if unicode_from:
        mapping = f"1 beginbfrange\n<20> <7e> <{unicode_from:04X}>\nendbfrange"
        space = "1 begincodespacerange\n<00> <ff>\nendcodespacerange"
        cmap = f"/CIDInit /ProcSet findresource begin\nbegincmap\n{space}\n{mapping}\nendcmap\nend"
        face[NameObject("/ToUnicode")] = writer._add_object(_stream(cmap))
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(face)})
    return DictionaryObject({NameObject("/Font"): fonts, NameObject("/ProcSet"): ArrayObject()})


def _stream(text: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(text.encode("latin-1"))
    return stream


def encrypted(data: bytes, password: str) -> bytes:
    """The same PDF locked by a password for opening it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, algorithm="RC4-128")
    return _written(writer)


def rotated(data: bytes, degrees: int) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.rotate(degrees)
    return _written(writer)


def _written(writer: pypdf.PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


# --- office and archives --------------------------------------------------------------------------


def word_file(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive(names: Sequence[str] = ("a.jpg",)) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as held:
        for name in names:
            held.writestr(name, b"x")
    return buffer.getvalue()
