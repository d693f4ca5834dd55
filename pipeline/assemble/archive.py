"""What PDF/A-2b asks of a finished bundle, as far as it can be seen from the file's structure.

No validator can be had here, so each demand is looked at by itself, after ISO 19005-2: the number
of its clause stands in the message. Glyph metrics and content operators are left to Typst, which
exports to the standard and refuses what breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from pipeline.assemble.readback import ReadBack

HEADER = re.compile(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}")
FORBIDDEN_ACTIONS = frozenset(
    f"/{name}"
    for name in (
        *("Launch", "Sound", "Movie", "ResetForm", "ImportData", "JavaScript", "Hide"),
        *("SetOCGState", "Rendition", "Trans", "GoTo3DView", "SubmitForm", "GoToE"),
    )
)
LINK = "/Link"
PRINT, UNSEEN = 4, 2 | 1 | 32
"""Flags of an annotation: printed; hidden, invisible, not viewed."""
BLENDS = frozenset(
    f"/{name}"
    for name in (
        *("Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten"),
        *("ColorDodge", "ColorBurn", "HardLight", "SoftLight", "Difference", "Exclusion"),
        *("Hue", "Saturation", "Color", "Luminosity"),
    )
)
ICC_SIGNATURE, ICC_SPACE, ICC_VERSION = slice(36, 40), slice(16, 20), 8
_XMP = {
    "/Title": re.compile(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.S),
    "/Author": re.compile(r"<dc:creator>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.S),
    "/Creator": re.compile(r"<xmp:CreatorTool>(.*?)</xmp:CreatorTool>", re.S),
    "/Keywords": re.compile(r"<pdf:Keywords>(.*?)</pdf:Keywords>", re.S),
    "/CreationDate": re.compile(r"<xmp:CreateDate>(.*?)</xmp:CreateDate>", re.S),
    "/ModDate": re.compile(r"<xmp:ModifyDate>(.*?)</xmp:ModifyDate>", re.S),
}


def archive_faults(made: ReadBack) -> Iterator[str]:
    """Every demand of PDF/A-2b that the finished file does not meet."""
    root: Any = made.reader.trailer["/Root"].get_object()
    yield from _file_faults(made)
    yield from _metadata_faults(made, root)
    yield from _intent_faults(root)
    yield from _root_faults(root)
    seen: set[str] = set()
    for entry in _objects(made):
        for fault in _object_faults(entry):
            if fault not in seen:
                seen.add(fault)
                yield fault


def _file_faults(made: ReadBack) -> Iterator[str]:
    raw = made.ends()
    if not HEADER.match(raw[0]):
        yield "文件头不合 PDF/A（6.1.2）"
    if not raw[1].rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "文件末尾有多余内容（6.1.3）"
    if made.reader.is_encrypted:
        yield "文件被加密（6.1.3）"
    trailer: Any = made.reader.trailer
    if len(trailer.get("/ID", ())) != 2:
        yield "没有文件标识（6.1.3）"


def _metadata_faults(made: ReadBack, root: Any) -> Iterator[str]:
    stream = root.get("/Metadata")
    if stream is None:
        yield "没有元数据（6.6.2）"
        return
    packet = stream.get_object()
    if "/Filter" in packet:
        yield "元数据被压缩（6.6.2）"
    words = packet.get_data().decode("utf-8", "replace")
    if not re.search(r"pdfaid:part(?:>|=\")2", words) or not re.search(
        r"pdfaid:conformance(?:>|=\")B", words
    ):
        yield "没有 PDF/A-2b 标记（6.6.4）"
    info: dict[str, Any] = dict(made.reader.metadata or {})
    for key, pattern in _XMP.items():
        said = info.get(key)
        found = pattern.search(words)
        if said is not None and (found is None or not _same(key, str(said), found[1])):
            yield f"文件信息 {key} 与元数据不一致（6.6.3）"


def _same(key: str, said: str, written: str) -> bool:
    if key.endswith("Date"):
        return re.sub(r"\D", "", said)[:14] == re.sub(r"\D", "", written)[:14]
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        written = written.replace(mark, sign)
    return said == written.replace("&apos;", "'")


def _intent_faults(root: Any) -> Iterator[str]:
    intents = [entry.get_object() for entry in root.get("/OutputIntents", ())]
    profiles = [
        entry["/DestOutputProfile"].get_object()
        for entry in intents
        if entry.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in entry
    ]
    if not profiles:
        yield "没有输出意图（6.2.3）"
        return
    data = profiles[0].get_data()
    known = data[ICC_SIGNATURE] == b"acsp" and data[ICC_SPACE] == b"RGB " and data[ICC_VERSION] <= 4
    if not known or profiles[0].get("/N") != 3:
        yield "输出意图的颜色配置不是 RGB（6.2.3）"


def _root_faults(root: Any) -> Iterator[str]:
    names = root.get("/Names")
    names = names.get_object() if names else {}
    for key, where, words in (
        ("/OpenAction", root, "打开文件时有动作（6.5.1）"),
        ("/AA", root, "文件有附加动作（6.5.2）"),
        ("/AcroForm", root, "文件里有表单（6.4.1）"),
        ("/JavaScript", names, "文件里有脚本（6.5.1）"),
        ("/EmbeddedFiles", names, "文件里有附件（6.8）"),
        ("/Perms", root, "文件限制了权限（6.1.12）"),
        ("/Requirements", root, "文件对阅读器有要求（6.11）"),
    ):
        if key in where:
            yield words


def _objects(made: ReadBack) -> Iterator[DictionaryObject]:
    """Every dictionary and stream of the file that can be reached from its root, once."""
    left: list[Any] = [made.reader.trailer]
    seen: set[int] = set()
    while left:
        entry = left.pop()
        if isinstance(entry, IndirectObject):
            if entry.idnum in seen:
                continue
            seen.add(entry.idnum)
            number = entry.idnum
            entry = entry.get_object()
            if isinstance(entry, StreamObject):
                made.forget(number)
        if isinstance(entry, DictionaryObject):
            yield entry
            left.extend(entry.values())
        elif isinstance(entry, ArrayObject):
            left.extend(entry)


def _object_faults(entry: DictionaryObject) -> Iterator[str]:
    if isinstance(entry, StreamObject):
        yield from _stream_faults(entry)
    kind = entry.get("/Type")
    check = _BY_TYPE.get(str(kind))
    if check:
        yield from check(entry)
    if entry.get("/Subtype") == "/Image":
        yield from _image_faults(entry)
    action = entry.get("/S")
    if isinstance(action, NameObject) and str(action) in FORBIDDEN_ACTIONS:
        yield f"有不允许的动作 {action}（6.5.1）"
    if "/AA" in entry and kind in ("/Page", "/Annot"):
        yield "页面有附加动作（6.5.2）"


def _stream_faults(stream: StreamObject) -> Iterator[str]:
    filters: Any = stream.get("/Filter", ())
    names = [filters] if isinstance(filters, NameObject) else list(filters)
    if "/LZWDecode" in names or "/Crypt" in names:
        yield "用了不允许的压缩方式（6.1.7）"
    if any(key in stream for key in ("/F", "/FFilter", "/FDecodeParms")):
        yield "内容放在文件之外（6.1.7）"
    if stream.get("/Subtype") == "/PS":
        yield "有 PostScript 对象（6.2.9）"


def _image_faults(image: DictionaryObject) -> Iterator[str]:
    if any(key in image for key in ("/Alternates", "/OPI")):
        yield "图片有替代版本（6.2.8）"
    if image.get("/Interpolate"):
        yield "图片要求插值（6.2.8）"
    if image.get("/ColorSpace") == "/DeviceCMYK":
        yield "图片的颜色与输出意图不符（6.2.4）"


def _annotation_faults(entry: DictionaryObject) -> Iterator[str]:
    flags = int(entry.get("/F", 0))
    if entry.get("/Subtype") != LINK:
        yield f"有链接以外的批注 {entry.get('/Subtype')}（6.3.1）"
    if not flags & PRINT or flags & UNSEEN:
        yield "链接不随页打印或被隐藏（6.3.2）"


def _state_faults(entry: DictionaryObject) -> Iterator[str]:
    if "/TR" in entry or str(entry.get("/TR2", "/Default")) != "/Default":
        yield "有传递函数（6.2.5）"
    blend = entry.get("/BM")
    if isinstance(blend, NameObject) and str(blend) not in BLENDS:
        yield f"混合模式 {blend} 不允许（6.2.10）"


def _font_faults(font: DictionaryObject) -> Iterator[str]:
    """Every font is inside the file and can be told in Unicode; composite ones are looked into."""
    if font.get("/Subtype") == "/Type3":
        return
    inner = font.get("/DescendantFonts")
    if inner is not None:
        if "/ToUnicode" not in font:
            yield f"字体 {font.get('/BaseFont')} 没有文字对照表"
        return
    descriptor = font.get("/FontDescriptor")
    keys = descriptor.get_object() if descriptor else {}
    if not any(key in keys for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield f"字体 {font.get('/BaseFont')} 没有嵌入（6.2.11.4）"
    if font.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        yield f"字体 {font.get('/BaseFont')} 没有字形对照表（6.2.11.3）"


_BY_TYPE: dict[str, Callable[[DictionaryObject], Iterator[str]]] = {
    "/Annot": _annotation_faults,
    "/ExtGState": _state_faults,
    "/Font": _font_faults,
}
