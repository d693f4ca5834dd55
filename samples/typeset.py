"""Text PDFs, set with Typst: the only file that knows it. Same source, same bytes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import typst

HEAD = """
#set document(date: none)
#set page(paper: "a4", margin: (x: 16mm, y: 18mm), {page})
#set text(size: {size}pt, lang: "zh", region: "cn", cjk-latin-spacing: none)
#set text(font: (
  "Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei",
  "Droid Sans Fallback",
))
"""


def escape(text: str) -> str:
    """Text as a Typst string literal."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(rows: list[list[str]], columns: str, *, stroke: str = "0.5pt") -> str:
    cells = ",\n".join("[" + escape(cell) + "]" for row in rows for cell in row)
    return f"#table(columns: {columns}, stroke: {stroke}, inset: 4pt,\n{cells})\n"


def pdf(body: str, *, page: str = "numbering: none", size: float = 10) -> bytes:
    """A PDF with a true text layer."""
    head = HEAD.replace("{page}", page).replace("{size}", str(size))
    with TemporaryDirectory() as folder:
        source = Path(folder) / "paper.typ"
        source.write_text(head + body, encoding="utf-8")
        made = typst.compile(str(source))
    assert isinstance(made, bytes)
    return made
