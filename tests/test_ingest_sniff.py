"""What a file is, by its bytes and never by its name."""

from __future__ import annotations

import pytest

from pipeline.ingest.sniff import kind_of
from tests import files

HEADS = {
    "JPEG": (files.jpeg(), "image"),
    "PNG": (files.png(), "image"),
    "GIF": (files.saved(files.picture(), "GIF"), "image"),
    "BMP": (files.saved(files.picture(), "BMP"), "image"),
    "TIFF little end": (files.tiff(files.picture()), "image"),
    "TIFF big end": (b"MM\x00*\x00\x00\x00\x08", "image"),
    "WebP": (files.saved(files.picture(), "WEBP"), "image"),
    "HEIC": (files.heic(), "heif"),
    "AVIF": (b"\x00\x00\x00 ftypavif", "heif"),
    "PDF": (files.latin_pdf(), "pdf"),
    "PDF behind junk": (b"\r\n" * 100 + files.latin_pdf(), "pdf"),
    "DOCX": (files.word_file(["说明"]), "docx"),
    "ZIP": (files.archive(), "archive"),
    "empty ZIP": (files.archive(()), "archive"),
    "RAR": (b"Rar!\x1a\x07\x01\x00", "archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "archive"),
    "gzip": (b"\x1f\x8b\x08\x00", "archive"),
    "nothing": (b"", "empty"),
    "a program": (b"MZ\x90\x00\x03", "other"),
    "a video": (b"\x00\x00\x00\x18ftypmp42", "other"),
    "a sound that begins as WebP": (b"RIFF\x00\x00\x00\x00WAVE", "other"),
    "text without a name for it": ("说明".encode(), "other"),
}


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("suffix", ["", ".jpg", ".pdf", ".png"])
def test_bytes_decide_whatever_the_name_says(name: str, suffix: str) -> None:
    data, kind = HEADS[name]
    assert kind_of(data[:4096], f"file{suffix}") == kind


@pytest.mark.parametrize("name", ["记录.csv", "记录.CSV", "说明.txt", "readme.md"])
def test_text_goes_by_its_name(name: str) -> None:
    assert kind_of("交易时间,金额\n".encode("gb18030"), name) == "text"


def test_zeros_are_no_text() -> None:
    assert kind_of(b"a\x00b\x00", "a.csv") == "other"


def test_a_word_file_named_so_is_one_even_when_its_parts_come_late() -> None:
    assert kind_of(b"PK\x03\x04" + b"\x00" * 40, "情况说明.DOCX") == "docx"
