"""An empty Word file with the page, the styles and the properties of a pack."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from pipeline.assemble import docx_parts as parts
from pipeline.assemble.names import printable
from schemas.pack import PackPlan

LEADING = 16.2
"""Points from line to line: exact, so that pages break alike whatever Chinese font is there."""
NAME_LONGEST = 200
"""Characters of a name in the document's properties, which hold 255."""
CENTER = WD_ALIGN_PARAGRAPH.CENTER


def new_document(plan: PackPlan) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)
    _set_styles(document)
    properties = document.core_properties
    moment = datetime.combine(plan.today, time(12), tzinfo=UTC).replace(tzinfo=None)
    name = printable(plan.applicant)[:NAME_LONGEST]
    properties.title = f"{name}{plan.title}"
    properties.author = properties.last_modified_by = name
    properties.created = properties.modified = moment
    properties.comments, properties.revision = "", 1
    return document


def _set_styles(document: Document) -> None:
    styles: Any = document.styles
    normal = styles["Normal"]
    parts.set_fonts(normal, parts.SONG, 10.5)
    normal.paragraph_format.line_spacing = Pt(LEADING)
    normal.paragraph_format.space_after = Pt(4)
    for level, size in ((1, 17), (2, 12), (3, 9.5)):
        heading = styles[f"Heading {level}"]
        parts.set_fonts(heading, parts.HEI, size, bold=level < 3)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.line_spacing = 1.0
    one = styles["Heading 1"].paragraph_format
    one.alignment, one.page_break_before = CENTER, True
    one.space_before, one.space_after = Pt(0), Pt(14)
    styles["Heading 2"].paragraph_format.space_before = Pt(10)
    for name, font, size in (
        ("Title", parts.HEI, 28),
        ("Header", parts.HEI, 8),
        ("Footer", parts.HEI, 8.5),
    ):
        parts.set_fonts(styles[name], font, size, bold=name == "Title")
    parts.without_border(styles["Title"])
