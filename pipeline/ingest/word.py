"""DOCX → what a reader of it sees: lines of text, tables, and the pictures in it.

Seen is what Word shows with all changes accepted: tracked insertions are in, deletions are out, and
so is hidden text. Struck-out text is kept, marked as such. Of the renderings of one drawing (a text
box in the new and in the old format) one is taken. What stands in headers (a letterhead) goes
before the text, footers and notes behind it, each once. Nothing outside the file is opened: a
linked picture is named, never fetched.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap

from pipeline.ingest.images import Refused
from pipeline.ingest.limits import MAX_FILE_BYTES
from pipeline.ingest.numbering import Numbering
from pipeline.ingest.signing import MOST, is_signature, place_of
from schemas.source import FaultCode

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
"""Bytes of all parts that are no pictures; together with these it is `MAX_FILE_BYTES`."""
TAB = "    "
Node: TypeAlias = Any
"""An element of the document's tree, or a part of its package; lxml ships no types."""
Crop: TypeAlias = tuple[float, float, float, float]
"""What is cut off a picture at left, top, right and bottom, in shares of its width and height."""

_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_W, _R, _A, _WP, _M = (f"{{{nsmap[prefix]}}}" for prefix in ("w", "r", "a", "wp", "m"))
_TEXTS = {f"{_W}t", f"{_M}t"}
_SIGNS = {f"{_W}tab": TAB, f"{_W}ptab": TAB, f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_UNSEEN = {
    f"{_W}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sdtPr", "rt")
}
"""Deleted text, commands of fields, formatting, and how characters are pronounced."""
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True)
class Written:
    """A line of text; struck: the places of those characters in it that are struck out."""

    text: str = ""
    struck: frozenset[int] = frozenset()

    def part(self, start: int, stop: int) -> Written:
        inside = (place - start for place in self.struck if start <= place < stop)
        return Written(self.text[start:stop], frozenset(inside))

    def stripped(self) -> Written:
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def lines(self) -> tuple[Written, ...]:
        """Cut where a line ends; nothing written is one empty line."""
        found, start = [], 0
        for line in self.text.splitlines(keepends=True):
            found.append(self.part(start, start + len(line.splitlines()[0])))
            start += len(line)
        return tuple(found) or (self,)


def joined(parts: Iterable[Written], gap: str = "") -> Written:
    texts: list[str] = []
    struck: set[int] = set()
    length = 0
    for part in parts:
        if texts:
            texts.append(gap)
            length += len(gap)
        texts.append(part.text)
        struck.update(length + place for place in part.struck)
        length += len(part.text)
    return Written("".join(texts), frozenset(struck))


@dataclass(frozen=True)
class Cell:
    """What stands in a cell of a table, and how many columns it spans.

    continued: a cell merged into the one above it, in which nothing stands
    """

    blocks: tuple[Block, ...] = ()
    span: int = 1
    continued: bool = False


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


Block: TypeAlias = Written | Table


@dataclass(frozen=True)
class Embedded:
    """A picture in the document. data: its bytes as stored, b"" with a fault."""

    name: str
    data: bytes
    crop: Crop
    fault: FaultCode | None = None


@dataclass(frozen=True)
class WordFile:
    """Text in reading order; pictures of the text, then of its headers and footers, each once.

    unread: whether it shows another document inside itself, which is not opened
    signed: the signatures put in as pictures; the text has their places (`signing`)
    """

    blocks: tuple[Block, ...]
    pictures: tuple[Embedded, ...]
    unread: bool
    signed: tuple[Embedded, ...] = ()


def opened(data: bytes) -> WordFile:
    """Raises Refused for what is no plain DOCX, or unpacks to too much."""
    _within_limits(data)
    part = docx.Document(io.BytesIO(data)).part
    walk = _Walk(part, _Styles(part), Numbering(part))
    blocks = tuple(walk.blocks(part.element.body))
    notes = tuple(_notes(walk, part))
    above, below = (
        tuple(_margin(walk, part, kind)) for kind in ("headerReference", "footerReference")
    )
    unread = next(part.element.body.iter(f"{_W}altChunk"), None) is not None
    text = (*above, *blocks, *notes, *below)
    return WordFile(text, tuple(walk.pictures.values()), unread, tuple(walk.signed))


def _margin(walk: _Walk, part: Node, kind: str) -> Iterator[Block]:
    """What headers or footers say, each thing once, page numbers left out: the pages drawn here
    are others than Word's."""
    said: set[Block] = set()
    for reference in part.element.body.iter(f"{_W}{kind}"):
        relation = part.rels.get(reference.get(f"{_R}id"))
        if relation is None or relation.is_external:
            continue
        walk.part = relation.target_part
        for numbered in [p for p in walk.part.element.iter(f"{_W}p") if _counts_pages(p)]:
            numbered.getparent().remove(numbered)
        for block in walk.blocks(walk.part.element):
            if block not in said and block != Written():
                said.add(block)
                yield block


def _counts_pages(paragraph: Node) -> bool:
    simple = (field.get(f"{_W}instr", "") for field in paragraph.iter(f"{_W}fldSimple"))
    commands = (str(command.text or "") for command in paragraph.iter(f"{_W}instrText"))
    return any("PAGE" in command.upper() for command in (*simple, *commands))


def _notes(walk: _Walk, part: Node) -> Iterator[Block]:
    """The notes at the foot of pages and at the end; the lines that part them have no words."""
    for relation in part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        walk.part = relation.target_part
        for block in walk.blocks(parse_xml(walk.part.blob)):
            if block != Written():
                yield block


def _within_limits(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        others = sum(size for name, size in sizes.items() if not name.lower().endswith(_PICTURES))
        if others > MAX_UNPACKED_BYTES or sum(sizes.values()) > MAX_FILE_BYTES:
            raise Refused(FaultCode.TOO_LARGE, "解压后过大")
        if "word/document.xml" not in sizes:
            raise Refused(FaultCode.UNSUPPORTED)
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise Refused(FaultCode.UNSUPPORTED, "带宏的 Word 文件，请另存为 .docx 或 PDF")
        if b"purl.oclc.org" in archive.read("_rels/.rels"):
            raise Refused(FaultCode.UNSUPPORTED, "Strict 格式，请另存为普通的 .docx 或 PDF")


class _Styles:
    """Which styles hide or strike out, those that they are based on included."""

    def __init__(self, part: Node) -> None:
        tree = part.styles.element
        self.known = {style.get(f"{_W}styleId"): style for style in tree.iter(f"{_W}style")}
        self.told = {
            name
            for name in ("vanish", "strike", "dstrike")
            if any(_said(style, name) is not None for style in self.known.values())
        }

    def holds(self, run: Node, name: str) -> bool:
        """Whether a run is `name` ("vanish", "strike"): by itself, its style or its paragraph's."""
        said = _said(run, name)
        if said is None and name not in self.told:
            return False
        if said is None:
            said = self._of_style(run.find(f"{_W}rPr/{_W}rStyle"), name)
        if said is None:
            paragraph = next(run.iterancestors(f"{_W}p"), None)
            path = f"{_W}pPr/{_W}pStyle"
            said = self._of_style(None if paragraph is None else paragraph.find(path), name)
        return bool(said)

    def _of_style(self, named: Node, name: str) -> bool | None:
        seen: set[str] = set()
        while named is not None and (key := named.get(f"{_W}val")) not in seen:
            seen.add(key)
            style = self.known.get(key)
            if style is None:
                return None
            if (said := _said(style, name)) is not None:
                return said
            named = style.find(f"{_W}basedOn")
        return None


def _said(bearer: Node, name: str) -> bool | None:
    found = bearer.find(f"{_W}rPr/{_W}{name}")
    return None if found is None else found.get(f"{_W}val", "1") not in _OFF


class _Walk:
    """Through the tree in reading order; `part` is where the names of pictures are looked up."""

    def __init__(self, part: Node, styles: _Styles, numbering: Numbering) -> None:
        self.part = part
        self.styles = styles
        self.numbering = numbering
        self.pictures: dict[tuple[str, Crop], Embedded] = {}
        self.signed: list[Embedded] = []
        self._said = ""
        self._struck = False
        self._boxes: list[Node] = []

    def blocks(self, parent: Node) -> Iterator[Block]:
        """The paragraphs and tables below an element; text in a box follows its paragraph."""
        for node in parent:
            if node.tag == f"{_W}p":
                yield from self._paragraph(node)
            elif node.tag == f"{_W}tbl":
                yield Table(tuple(self._rows(node)))
            elif node.tag == f"{_MC}AlternateContent":
                yield from self.blocks(_chosen(node))
            elif node.tag not in _UNSEEN:
                yield from self.blocks(node)

    def _paragraph(self, node: Node) -> Iterator[Block]:
        outer, self._boxes = self._boxes, []
        number = self.numbering.of(node)
        written = joined((Written(number + TAB if number else ""), *self._inline(node)))
        boxes, self._boxes = self._boxes, outer
        if written.text or not boxes:
            yield from written.lines()
        for box in boxes:
            yield from self.blocks(box)

    def _inline(self, parent: Node) -> Iterator[Written]:
        for node in parent:
            tag = node.tag
            if said := _text(node):
                self._said = (self._said + said.strip())[-40:]
                yield Written(said, frozenset(range(len(said)) if self._struck else ()))
            elif tag == f"{_W}r":
                yield from self._run(node)
            elif tag == f"{_W}txbxContent":
                self._boxes.append(node)
            elif tag == f"{_MC}AlternateContent":
                yield from self._inline(_chosen(node))
            elif tag in (f"{_A}blip", f"{_VML}imagedata"):
                yield from self._picture(node)
            elif tag not in _UNSEEN and not _hidden(node):
                yield from self._inline(node)

    def _run(self, node: Node) -> Iterator[Written]:
        if self.styles.holds(node, "vanish"):
            return
        outer = self._struck
        self._struck = self.styles.holds(node, "strike") or self.styles.holds(node, "dstrike")
        yield from self._inline(node)
        self._struck = outer

    def _rows(self, table: Node) -> Iterator[tuple[Cell, ...]]:
        for row in _inside(table, f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is None:
                yield tuple(self._cell(cell) for cell in _inside(row, f"{_W}tc"))

    def _cell(self, node: Node) -> Cell:
        span = node.find(f"{_W}tcPr/{_W}gridSpan")
        merge = node.find(f"{_W}tcPr/{_W}vMerge")
        width = str(span.get(f"{_W}val", "1")) if span is not None else "1"
        continued = merge is not None and merge.get(f"{_W}val") != "restart"
        blocks = () if continued else tuple(self.blocks(node))
        return Cell(blocks, max(1, min(int(width), 63)) if width.isdecimal() else 1, continued)

    def _picture(self, node: Node) -> Iterator[Written]:
        """Note a picture; a copy inside the file is preferred to a link to the original. A small
        one behind 签名： stays where it is."""
        named = [node.get(f"{_R}{key}") for key in ("embed", "id", "pict", "link")]
        relations = [self.part.rels.get(name) for name in named if name]
        if not relations:
            return
        inside = [one for one in relations if one is not None and not one.is_external]
        crop = _crop(node)
        if inside:
            part = inside[0].target_part
            name = str(part.partname)
            if len(self.signed) < MOST and is_signature(node, self._said):
                yield Written(place_of(len(self.signed)))
                self.signed.append(Embedded(name, part.blob, crop))
                return
            self.pictures.setdefault((name, crop), Embedded(name, part.blob, crop))
        else:
            outside = [str(one.target_ref) for one in relations if one is not None]
            fault = FaultCode.OUTSIDE if outside else FaultCode.DAMAGED
            name = next(iter(outside), str(named))
            self.pictures.setdefault((name, crop), Embedded(name, b"", crop, fault))


def _text(node: Node) -> str:
    """What an element says by itself; breaks of pages and columns say nothing."""
    if node.tag in _TEXTS:
        return str(node.text or "").replace("\t", TAB)
    if node.tag == f"{_W}br":
        return "\n" if node.get(f"{_W}type", "textWrapping") == "textWrapping" else ""
    return _SIGNS.get(node.tag, "")


def _inside(parent: Node, tag: str) -> Iterator[Node]:
    """The rows of a table or the cells of a row, also those wrapped in a content control."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins")}:
            yield from _inside(node, tag)


def _chosen(alternatives: Node) -> Node:
    """The first rendering of a drawing that has words or pictures in it."""
    shown = (*_TEXTS, f"{_A}blip", f"{_VML}imagedata")
    for branch in alternatives:
        if next(branch.iter(*shown), None) is not None:
            return branch
    return ()


def _hidden(node: Node) -> bool:
    """Whether a drawing is switched off."""
    if node.tag not in (f"{_WP}inline", f"{_WP}anchor"):
        return False
    about = node.find(f"{_WP}docPr")
    return about is not None and about.get("hidden", "0") not in _OFF


def _crop(blip: Node) -> Crop:
    """Where Word shows a part of a picture only; shares that leave nothing count as none."""
    parent = blip.getparent()
    cut = None if parent is None else parent.find(f"{_A}srcRect")
    sides = [_share(cut.get(side)) if cut is not None else 0.0 for side in ("l", "t", "r", "b")]
    left, top, right, bottom = sides
    if left + right >= 1 or top + bottom >= 1:
        return (0.0, 0.0, 0.0, 0.0)
    return (left, top, right, bottom)


def _share(value: str | None) -> float:
    """Thousandths of a percent, or a percentage, as a share of one; a frame (below 0) is none."""
    text = value or "0"
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text) / 100_000
    except ValueError:
        return 0.0
    return max(0.0, share) if share < 1 else 0.0
