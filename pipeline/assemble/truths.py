"""What must be true of a finished bundle, each looked at in the finished file alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError

from pipeline.assemble.archive import archive_faults
from pipeline.assemble.manifest import Written
from pipeline.assemble.readback import ReadBack
from schemas.pack import ManifestPage, PackPlan

_CITED = re.compile(r"证据(\d+-\d+)")
_PAGE = re.compile(r"(?:第|^|\.)(\d+)(?:–\d+)?页?$")


def bundle_faults(made: ReadBack, plan: PackPlan, written: Written) -> Iterator[str]:
    """Everything looked at in the PDF of a build."""
    yield from footer_faults(made)
    yield from link_faults(made)
    yield from bookmark_faults(made, plan, written.pages)
    yield from sheet_faults(made, written.pages)
    yield from figure_faults(made, plan)
    yield from word_faults(made, written)
    yield from archive_faults(made)


def footer_faults(made: ReadBack) -> Iterator[str]:
    """第x页/共y页 on every page, counting all pages."""
    for page in range(1, len(made) + 1):
        if f"第{page}页/共{len(made)}页" not in squeezed(made.text(page)):
            yield f"第 {page} 页的页脚不是“第{page}页/共{len(made)}页”"


def link_faults(made: ReadBack) -> Iterator[str]:
    """Every link lands on a page that is what the words under the link say."""
    for page in range(1, len(made) + 1):
        for link in made.links(page):
            where = f"第 {page} 页的链接“{link.words}”"
            if not 1 <= link.target <= len(made):
                yield f"{where}没有去处"
                continue
            cited, told = _CITED.search(link.words), _PAGE.search(link.words)
            if cited and f"证据{cited[1]}" not in squeezed(made.text(link.target)):
                yield f"{where}通到第 {link.target} 页，那里不是证据{cited[1]}"
            if told and int(told[1]) != link.target:
                yield f"{where}写的是第 {told[1]} 页，通到第 {link.target} 页"


def bookmark_faults(
    made: ReadBack, plan: PackPlan, pages: tuple[ManifestPage, ...]
) -> Iterator[str]:
    """A bookmark for every exhibit, on the page where it begins."""
    marked = {mark.title.split("　")[0]: mark.page for mark in made.bookmarks()}
    first: dict[str, int] = {}
    for page in pages:
        first.setdefault(page.exhibit, page.bundle_page)
    for exhibit in plan.exhibits():
        if marked.get(f"证据{exhibit.number}") != first.get(exhibit.number):
            yield f"证据{exhibit.number} 的书签不在它的首页"


def sheet_faults(made: ReadBack, pages: tuple[ManifestPage, ...]) -> Iterator[str]:
    """Every sheet of the manifest is on its page, by its stamp."""
    for page in pages:
        inside = 1 <= page.bundle_page <= len(made)
        if not inside or f"证据{page.exhibit}" not in squeezed(made.text(page.bundle_page)):
            yield f"清单说证据{page.exhibit}在第 {page.bundle_page} 页，那里没有它"


def figure_faults(made: ReadBack, plan: PackPlan) -> Iterator[str]:
    """The sums of the claim stand in the schedule."""
    words = "".join(
        squeezed(made.text(mark.page + offset))
        for mark, span in _chapters(made, "欠款明细表")
        for offset in range(span)
    )
    for name, amount in _sums(plan):
        if f"{amount:,.2f}" not in words:
            yield f"欠款明细表上没有{name}合计 {amount:,.2f}"


def _chapters(made: ReadBack, title: str) -> Iterator[tuple[Any, int]]:
    """Bookmarks of that title with the number of pages up to the next bookmark."""
    marks = [mark for mark in made.bookmarks() if mark.depth == 0]
    for place, mark in enumerate(marks):
        if mark.title == title:
            after = marks[place + 1].page if place + 1 < len(marks) else len(made) + 1
            yield mark, max(after - mark.page, 1)


def _sums(plan: PackPlan) -> list[tuple[str, Decimal]]:
    if not plan.claim.lines:
        return []
    return [("利息", plan.claim.interest), ("罚息", plan.claim.penalty)]


def word_faults(made: ReadBack, written: Written) -> Iterator[str]:
    """The figures on a sheet can be searched for and copied as they were read."""
    for page, words in written.figures:
        if squeezed(words) not in squeezed(made.text(page)):
            yield f"第 {page} 页搜不到“{words}”"


def document_faults(staging: Path, plan: PackPlan, written: Written) -> Iterator[str]:
    """The Word file opens and names the same sums."""
    try:
        document = docx.Document(str(staging / written.document))
    except (OSError, KeyError, ValueError, PackageNotFoundError, zipfile.BadZipFile) as error:
        yield f"{written.document} 打不开：{error}"
        return
    body = document.element.body
    words = squeezed("".join(body.itertext()))
    for name, amount in _sums(plan):
        if f"{amount:,.2f}" not in words:
            yield f"{written.document} 里没有{name}合计 {amount:,.2f}"


def squeezed(text: str) -> str:
    """Without any white space."""
    return "".join(text.split())
