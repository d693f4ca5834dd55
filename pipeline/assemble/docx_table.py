"""Tables of the Word file: bordered, in small type, with heads that repeat on every page."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt
from docx.table import _Cell

from pipeline.assemble import docx_parts as parts

SHADE, SHADE_LIGHT = "E6E6E6", "F4F4F4"
RIGHT, CENTER = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER

EDGE = 2.5
"""What a cell's margins take, in figures."""


def shared_out(
    room: float, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[float, ...]:
    """Widths of columns of figures that share `room` mm by their longest entry: none is broken.

    A Chinese sign of a head is two figures wide; a row may end before the last columns.
    """
    longest = [2.0 * len(head) for head in heads]
    for row in rows:
        for place, text in enumerate(row[: len(longest)]):
            longest[place] = max(longest[place], float(len(text)))
    weights = [length + EDGE for length in longest]
    return tuple(room * weight / sum(weights) for weight in weights)


class Table:
    """A bordered table whose head repeats on every page."""

    def __init__(
        self, document: Document, heads: Sequence[str], widths: Sequence[float], size: float
    ) -> None:
        self._widths, self._size = [Mm(width) for width in widths], size
        self._style = parts.cell_style(document, size)
        self._table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
        parts.set_grid(self._table, self._widths)
        cells = self.row(heads, len(heads), bold=True, shade=SHADE)
        for cell in cells:
            cell.paragraphs[0].alignment = CENTER
        parts.repeat_as_header(self._table.rows[0])

    def row(
        self,
        words: Sequence[str],
        numbers_from: int,
        *,
        last: int | None = None,
        bold: bool = False,
        shade: str = "",
        height: float = 0,
    ) -> list[_Cell]:
        """One row; cells from `numbers_from` on (before `last`) are figures, set to the right."""
        row = self._table.add_row()
        parts.keep_whole(row)
        if height:
            row.height = Mm(height)
        cells = list(row.cells)
        for place, (cell, text) in enumerate(zip(cells, words, strict=True)):
            cell.width = self._widths[place]
            run = cell.paragraphs[0].add_run(text)
            run.bold = bold
            self.small(cell)
            figure = numbers_from <= place < (last or len(cells))
            if figure:
                cell.paragraphs[0].alignment = RIGHT
            if shade:
                parts.shade(cell, shade)
        return cells

    def small(self, cell: _Cell) -> None:
        """Table type for all that stands in a cell."""
        parts.set_style(cell.paragraphs[0], self._style)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(self._size)

    def band(self, words: str, facts: str) -> None:
        """A row across the table that names what follows."""
        row = self._table.add_row()
        parts.keep_whole(row)
        cell = row.cells[0].merge(row.cells[-1])
        paragraph = cell.paragraphs[0]
        paragraph.add_run(words).bold = True
        if facts:
            paragraph.add_run().add_break(WD_BREAK.LINE)
            paragraph.add_run(facts)
        self.small(cell)
        parts.shade(cell, SHADE_LIGHT)
