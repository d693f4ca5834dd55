"""The demands of PDF/A-2b: the bundle meets them, and a file that breaks one is told so."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from pipeline.assemble.archive import archive_faults
from pipeline.assemble.readback import ReadBack
from tests.packcases import illness_case
from tests.test_assemble_pack import Made, made, new_builder


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("archive")
    return made(illness_case(new_builder(root)), root / "out")


def faults(source: Path | bytes) -> list[str]:
    read = ReadBack(source)
    found = list(archive_faults(read))
    read.close()
    return found


def test_the_bundle_meets_every_demand(pack: Made) -> None:
    assert faults(pack.pdf) == []


def action(writer: PdfWriter) -> None:
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    writer.root_object[NameObject("/OpenAction")] = script


def no_font(writer: PdfWriter) -> None:
    for entry in writer._objects:
        if isinstance(entry, DictionaryObject) and entry.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                entry.pop(key, None)


def no_intent(writer: PdfWriter) -> None:
    del writer.root_object["/OutputIntents"]


def cmyk(writer: PdfWriter) -> None:
    for entry in writer._objects:
        if isinstance(entry, DictionaryObject) and entry.get("/Subtype") == "/Image":
            entry[NameObject("/ColorSpace")] = NameObject("/DeviceCMYK")


def hidden_links(writer: PdfWriter) -> None:
    for entry in writer._objects:
        if isinstance(entry, DictionaryObject) and entry.get("/Subtype") == "/Link":
            entry[NameObject("/F")] = NumberObject(2)


def other_title(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": "另一个标题"})


def form(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject()}
    )


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (action, "6.5.1"),
        (no_font, "没有嵌入"),
        (no_intent, "没有输出意图"),
        (cmyk, "输出意图不符"),
        (hidden_links, "隐藏"),
        (other_title, "/Title 与元数据不一致"),
        (form, "表单"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_breaks_a_demand_is_told(
    pack: Made, harm: Callable[[PdfWriter], Any], words: str
) -> None:
    writer = PdfWriter(clone_from=pack.pdf)
    harm(writer)
    out = io.BytesIO()
    writer.write(out)
    assert any(words in fault for fault in faults(out.getvalue()))
