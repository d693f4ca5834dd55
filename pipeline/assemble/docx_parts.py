"""The parts of a Word file that python-docx has no call for: fields, East Asian fonts, shading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Emu, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SONG, HEI, LATIN = "SimSun", "SimHei", "Times New Roman"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry of the zip, so that the same pack gives the same bytes."""


def element(tag: str, **attributes: str) -> Any:
    """`w:tag` with `w:` attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_fonts(style: ParagraphStyle, east_asia: str, size: float, bold: bool = False) -> None:
    """Latin and Chinese fonts of a style; without w:eastAsia Word falls back to Japanese ones."""
    style.font.name = LATIN
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", east_asia)):
        fonts.set(qn(f"w:{name}"), font)
    for old in properties.findall(qn("w:color")):
        properties.remove(old)
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))


def cell_style(document: Document, size: float) -> str:
    """Id of the paragraph style of table cells with letters of `size` points, made when needed."""
    styles: Any = document.styles
    name = f"Cell {size:g}"
    if name not in styles:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        set_fonts(style, SONG, size)
        layout = style.paragraph_format
        layout.line_spacing = Pt(size * 1.45)
        layout.space_before = layout.space_after = Pt(1.5)
    return str(styles[name].style_id)


def set_style(paragraph: Paragraph, style: str) -> None:
    """Sets a style by its id; python-docx looks all styles through for a name."""
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.style = style


def add_field(paragraph: Paragraph, code: str, shown: str, *, dirty: bool = False) -> None:
    """A field with the text shown until a program computes it; `dirty` asks Word to do so."""
    begin = element("fldChar", fldCharType="begin")
    if dirty:
        begin.set(qn("w:dirty"), "true")
    instruction = element("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    for part in (begin, instruction, element("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def open_field(paragraph: Paragraph, code: str) -> None:
    """The beginning of a field whose result runs over several paragraphs."""
    begin = element("fldChar", fldCharType="begin", dirty="true")
    instruction = element("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    for part in (begin, instruction, element("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)


def close_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place that links and page references lead to, around the whole paragraph."""
    start = element("bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    place = 0 if properties is None else list(paragraph._p).index(properties) + 1
    paragraph._p.insert(place, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def link_to(paragraph: Paragraph, name: str, words: str, size: float) -> None:
    """Words that lead to a bookmark, in points."""
    link = element("hyperlink", anchor=name, history="1")
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    for tag in ("sz", "szCs"):
        properties.append(element(tag, val=str(round(size * 2))))
    run.append(properties)
    text = OxmlElement("w:t")
    text.set(qn("xml:space"), "preserve")
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def shade(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.append(element("shd", val="clear", color="auto", fill=colour))


def repeat_as_header(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))


def set_grid(table: Table, widths: Sequence[int]) -> None:
    """Column widths (EMU) that both Word and LibreOffice keep to."""
    table.autofit = False
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w="55", type="dxa"))
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)


def keep_whole(row: _Row) -> None:
    """No page break inside the row."""
    row._tr.get_or_add_trPr().append(element("cantSplit", val="true"))


def without_border(style: ParagraphStyle) -> None:
    """Takes the line under the title away that Word's own style has."""
    properties = style.element.get_or_add_pPr()
    for line in properties.findall(qn("w:pBdr")):
        properties.remove(line)


def box_around(run: Run) -> None:
    """A frame around a run, as the exhibit stamp has."""
    properties = run._r.get_or_add_rPr()
    properties.append(element("bdr", val="single", sz="8", space="1", color="000000"))


def add_picture(document: Document, run: Run, name: str, words: str, size: tuple[int, int]) -> None:
    """A picture with its alternative text, `size` in EMU; its bytes come in by `steady_zip`.

    python-docx compares every new picture with all before it, so it is not asked to add them.
    """
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    part = ImagePart(PackURI(f"/{name}"), kind, b"")
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    number = sum(1 for found in document.part.rels.values() if "image" in found.reltype)
    inline: Any = CT_Inline.new_pic_inline(number, relation, words, Emu(size[0]), Emu(size[1]))
    inline.docPr.set("descr", words)
    run._r.add_drawing(inline)


def steady_zip(data: bytes, pictures: Mapping[str, Path], target: Path) -> None:
    """Writes a Word file with every entry dated alike, and the pictures in their places."""
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, EPOCH)
            info.external_attr = 0o600 << 16
            picture = pictures.get(entry.filename)
            info.compress_type = zipfile.ZIP_STORED if picture else zipfile.ZIP_DEFLATED
            out.writestr(info, picture.read_bytes() if picture else source.read(entry.filename))
