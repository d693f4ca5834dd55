"""What the parts of the Word file are made of."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pipeline.assemble import docx_parts as parts
from pipeline.assemble.copies import SheetPicture
from pipeline.assemble.docx_styles import new_document
from pipeline.assemble.docx_table import CENTER, Table
from schemas.pack import PackPlan

TABLE_SIZE = 9

Data = dict[str, Any]


class Blocks:
    """One document, and what its parts are made of: headings, paragraphs, tables, citations."""

    def __init__(self, plan: PackPlan, data: Data, numbers: dict[str, int]) -> None:
        self._plan, self._data, self._numbers = plan, data, numbers
        self._document = new_document(plan)
        self._sheets: dict[str, list[SheetPicture]] = {}
        self._pictures: dict[str, Path] = {}
        self._marks = 0
        self._running_lines()

    def save(self, target: Path) -> None:
        out = io.BytesIO()
        self._document.save(out)
        parts.steady_zip(out.getvalue(), self._pictures, target)

    def _running_lines(self) -> None:
        section = self._document.sections[0]
        header = section.header.paragraphs[0]
        header.text = f"{self._data['applicant']} {self._plan.title}"
        if self._plan.draft:
            header.add_run("　　草稿 · 尚未齐备，请勿提交").bold = True
        footer = section.footer.paragraphs[0]
        footer.alignment = CENTER
        footer.add_run("第")
        parts.add_field(footer, "PAGE", "1")
        footer.add_run("页 / 共")
        parts.add_field(footer, "NUMPAGES", "1")
        footer.add_run("页")

    def _heading(self, words: str, level: int, mark: str = "") -> Paragraph:
        heading: Paragraph = self._document.add_heading(words, level)
        if mark:
            self._mark(heading, mark)
        return heading

    def _mark(self, paragraph: Paragraph, name: str) -> None:
        self._marks += 1
        parts.bookmark(paragraph, name, self._marks)

    def _text(self, words: str, size: float | None = None, **layout: Any) -> Paragraph:
        paragraph = self._document.add_paragraph()
        run = paragraph.add_run(words)
        if size:
            run.font.size = Pt(size)
        for name, value in layout.items():
            setattr(paragraph.paragraph_format, name, value)
        return paragraph

    def _table(self, heads: Sequence[str], widths: Sequence[float], size: float = 9) -> Table:
        return Table(self._document, heads, widths, size)

    def _cite(self, cell: _Cell, number: str, key: str, words: str = "") -> None:
        """证据2-1 第9页, leading to the sheet."""
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTER
        if not number or not key:
            paragraph.add_run("—")
            return
        parts.link_to(paragraph, mark_of(key), f"证据{number} ", TABLE_SIZE)
        paragraph.add_run("第")
        self._page_of(paragraph, key)
        paragraph.add_run("页" + words)

    def _page_of(self, paragraph: Paragraph, key: str) -> None:
        shown = str(self._numbers.get(key, ""))
        parts.add_field(paragraph, f"PAGEREF {mark_of(key)} \\h", shown, dirty=True)


def mark_of(key: str) -> str:
    """Bookmark names may hold no hyphen."""
    return "sheet_" + key.replace("-", "_")
