"""Untrusted files → pages: pictures of every format, PDFs of every sort, DOCX and plain text."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipeline.ingest import images, pdf, word
from pipeline.ingest.decode import Decoded, RawPage, decode
from schemas.source import FaultCode
from tests import files


def only(data: bytes, name: str = "a.jpg", password: str = "") -> RawPage:
    decoded = decode(data, name, password)
    assert decoded.fault is None, decoded
    [page] = decoded.pages
    return page


def opened(page: RawPage) -> Image.Image:
    image = Image.open(io.BytesIO(page.picture))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (page.width, page.height))
    return image


def is_red(image: Image.Image, x: float, y: float) -> bool:
    """Whether the pixel at a share of width and height is the red of `files.picture`."""
    red, green, blue = image.getpixel((int(x * image.width), int(y * image.height)))  # type: ignore[misc]
    return red > 150 and green < 110 and blue < 110


def assert_upright(page: RawPage) -> None:
    """The red block in the top left quarter, and nowhere else."""
    image = opened(page)
    corners = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
    assert [is_red(image, x, y) for x, y in corners] == [True, False, False, False]


PICTURES = {
    "JPEG": files.jpeg(),
    "progressive JPEG": files.jpeg(progressive=True),
    "PNG": files.png(),
    "GIF": files.saved(files.picture(), "GIF"),
    "BMP": files.saved(files.picture(), "BMP"),
    "TIFF": files.tiff(files.picture()),
    "compressed TIFF": files.saved(files.picture(), "TIFF", compression="tiff_deflate"),
    "WebP": files.saved(files.picture(), "WEBP", quality=90),
    "lossless WebP": files.saved(files.picture(), "WEBP", lossless=True),
    "HEIC": files.heic(),
    "palette": files.png(files.picture(mode="P")),
    "alpha": files.png(files.picture(mode="RGBA")),
    "CMYK": files.jpeg(files.picture(mode="CMYK")),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_every_picture_becomes_one_upright_page(kind: str) -> None:
    assert_upright(only(PICTURES[kind]))


@pytest.mark.parametrize("orientation", range(9))
def test_pages_stand_upright_whatever_the_camera_says(orientation: int) -> None:
    page = only(files.with_orientation(orientation))
    assert_upright(page)
    assert (page.width, page.height) == (120, 80)


@pytest.mark.parametrize(
    ("orientation", "turned"), [(0, 0), (1, 0), (3, 180), (6, 90), (8, 270), (9, 0)]
)
def test_how_far_a_page_was_turned_is_kept(orientation: int, turned: int) -> None:
    assert only(files.with_orientation(orientation)).turned == turned


def test_a_plain_jpeg_is_kept_byte_for_byte() -> None:
    data = files.jpeg()
    assert only(data).picture == data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(files.with_exif(Make="Zhang's"), id="EXIF"),
        pytest.param(files.jpeg(comment=b"Zhang's"), id="comment"),
        pytest.param(files.jpeg(xmp=b"Zhang's"), id="XMP"),
        pytest.param(files.png(pnginfo=files.png_text("Zhang's")), id="PNG text"),
    ],
)
def test_metadata_is_left_behind(data: bytes) -> None:
    assert b"Zhang's" in data
    assert b"Zhang's" not in only(data).picture


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        pytest.param(files.with_exif(Make="Phone"), "a.jpg", "photo", id="camera"),
        pytest.param(files.png(files.picture(300, 600)), "a.png", "screenshot", id="tall"),
        pytest.param(files.png(), "Screenshot_1.png", "screenshot", id="named so"),
        pytest.param(files.png(), "截屏2026.png", "screenshot", id="named so in Chinese"),
        pytest.param(files.png(files.picture(mode="L")), "a.png", "scan", id="grey"),
        pytest.param(files.jpeg(), "IMG_2034.JPG", "photo", id="else"),
    ],
)
def test_form_of_a_picture(data: bytes, name: str, form: str) -> None:
    assert only(data, name).form == form


@pytest.mark.parametrize(
    ("data", "name", "day"),
    [
        (files.with_exif(DateTime="2026:11:01 09:30:00"), "x_20250101.jpg", "2026-11-01"),
        (files.png(), "Screenshot_20261101-093011.png", "2026-11-01"),
        (files.png(), "Screenshot_2026-11-19-21-04-33.png", "2026-11-19"),
        (files.png(), "微信图片_20261118203311.jpg", "2026-11-18"),
        (files.png(), "mmexport1763471120000.jpg", ""),
        (files.png(), "IMG_2034.JPG", ""),
        (files.png(), "20261399.png", ""),
    ],
    ids=["EXIF first", "Android", "dashes", "WeChat", "a number", "a counter", "no month 13"],
)
def test_the_day_a_picture_was_taken(data: bytes, name: str, day: str) -> None:
    assert only(data, name).captured == day


def test_clear_parts_become_white() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert opened(only(files.png(image))).getpixel((20, 20)) == (255, 255, 255)


def test_a_clear_colour_of_a_palette_becomes_white() -> None:
    image = Image.new("P", (40, 40), 0)
    data = files.saved(image, "GIF", transparency=0)
    assert opened(only(data)).getpixel((20, 20)) == (255, 255, 255)


def test_sixteen_bit_greys_are_scaled_and_not_clipped() -> None:
    ramp = np.linspace(1000, 5000, 256, dtype=np.uint16).reshape(16, 16)
    greys = np.asarray(opened(only(files.png(Image.fromarray(ramp)))).convert("L"))
    assert greys.min() < 10
    assert greys.max() > 245
    assert 100 < greys.mean() < 155


def test_black_and_white_scans() -> None:
    data = files.saved(files.picture(mode="1"), "TIFF", compression="group4")
    assert only(data, "scan.tif").form == "scan"


def test_every_sheet_of_a_tiff_is_a_page() -> None:
    images_ = [files.picture(), files.picture(100, 200), files.picture(mode="L")]
    pages = decode(files.tiff(*images_), "scan.tif", "").pages
    assert [(page.width, page.height) for page in pages] == [(120, 80), (100, 200), (120, 80)]


def test_absurd_resolutions_change_nothing() -> None:
    assert_upright(only(files.jpeg(dpi=(1, 65000))))


def test_a_picture_too_large_to_decode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 120 * 80 - 1)
    assert decode(files.png(), "a.png", "").fault is FaultCode.TOO_LARGE


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    assert decode(files.png(), "a.png", "").fault is FaultCode.TOO_LARGE


def test_a_picture_larger_than_a_page_is_shrunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PAGE_PIXELS", 2400)
    page = only(files.jpeg())
    assert (page.width, page.height) == (60, 40)
    assert_upright(page)


def test_too_many_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PAGES", 2)
    data = files.tiff(*[files.picture()] * 3)
    assert decode(data, "a.tif", "").fault is FaultCode.TOO_MANY_PAGES


# --- PDF ------------------------------------------------------------------------------------------


def text_of(page: RawPage) -> str:
    return "".join(line.text for line in page.lines)


def assert_lines_on_ink(page: RawPage) -> None:
    """Each line's box holds ink, and next to no ink lies outside all boxes."""
    grey = np.asarray(opened(page).convert("L")).copy()
    for line in page.lines:
        box = line.box
        part = grey[box.y0 : box.y1 + 1, box.x0 : box.x1 + 1]
        assert part.size
        assert part.min() < 128, line.text
        part[:] = 255
    assert (grey < 128).mean() < 0.002


def test_a_pdf_of_text_keeps_its_text() -> None:
    page = only(files.chinese_pdf(), "账单.pdf")
    assert page.form == "electronic"
    assert files.WORDS[:12] in text_of(page)
    assert_lines_on_ink(page)


def test_every_page_of_a_pdf() -> None:
    pages = decode(files.chinese_pdf(3), "账单.pdf", "").pages
    assert [text_of(page)[:3] for page in pages] == ["第1页", "第2页", "第3页"]


def test_a_scanned_pdf_has_no_text() -> None:
    page = only(files.scanned_pdf(files.picture(600, 400)), "扫描.pdf")
    assert (page.form, page.lines) == ("scan", ())
    assert_upright(page)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_of_a_turned_page_lies_on_its_ink(degrees: int) -> None:
    page = only(files.rotated(files.chinese_pdf(), degrees), "账单.pdf")
    if page.lines:
        assert_lines_on_ink(page)
    assert (page.width > page.height) == (degrees == 180)


@pytest.mark.parametrize(
    ("data", "believed"),
    [
        pytest.param(files.latin_pdf(), True, id="plain text"),
        pytest.param(files.latin_pdf(mode=3), False, id="hidden under a scan"),
        pytest.param(files.latin_pdf(colour="1 g"), False, id="white on white"),
        pytest.param(files.latin_pdf(unicode_from=0xE000), False, id="private characters"),
        pytest.param(files.latin_pdf(unicode_from=0x9F00), False, id="rare characters"),
    ],
)
def test_a_text_layer_is_believed_only_when_it_can_be(data: bytes, believed: bool) -> None:
    page = only(data, "a.pdf")
    assert bool(page.lines) is believed
    assert page.form == ("electronic" if believed else "scan")


@pytest.mark.parametrize(
    ("text", "plausible"),
    [
        pytest.param(files.WORDS, True, id="Chinese"),
        pytest.param(
            "您的信用卡帳單應還金額為新臺幣一千二百元整請準時繳納", True, id="traditional"
        ),
        pytest.param(files.LATIN, True, id="Latin"),
        pytest.param("123", False, id="too little"),
        pytest.param("龘靐齉爩鱻麤龗灪吁龖厵滟爨癵籱饢驫鲡鹂鸾麣纞虋讟钃骊郁爩", False, id="rare"),
        pytest.param("\ue000\ue001\ue002" * 20, False, id="private"),
        pytest.param(
            "本期应还\ufffd\ufffd\ufffd\ufffd金额一千二百元整请准时缴纳", False, id="replaced"
        ),
        pytest.param("!!!!####$$$$%%%%^^^^&&&&****", False, id="signs"),
    ],
)
def test_what_people_write(text: str, plausible: bool) -> None:
    assert pdf.plausible("".join(text.split())) is plausible


def test_a_locked_pdf_wants_its_password() -> None:
    data = files.encrypted(files.chinese_pdf(), "8888")
    assert decode(data, "账单.pdf", "").fault is FaultCode.ENCRYPTED
    assert decode(data, "账单.pdf", "1234").fault is FaultCode.ENCRYPTED
    assert files.WORDS[:12] in text_of(only(data, "账单.pdf", "8888"))


def test_a_password_nobody_asked_for_does_no_harm() -> None:
    assert only(files.chinese_pdf(), "账单.pdf", "8888").lines


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ingest.decode.MAX_PAGES", 2)
    decoded = decode(files.chinese_pdf(3), "账单.pdf", "")
    assert (decoded.fault, decoded.detail) == (FaultCode.TOO_MANY_PAGES, "3 页")


def test_huge_sheets_are_rendered_small() -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=14000, height=200)
    buffer = io.BytesIO()
    writer.write(buffer)
    page = only(buffer.getvalue(), "a.pdf")
    assert max(page.width, page.height) <= 3600


# --- DOCX and plain text --------------------------------------------------------------------------


def test_a_word_file_becomes_a_drawn_page_with_its_words() -> None:
    page = only(
        files.word_file(["情况说明", "本人张样本"], [["期次", "金额"], ["1", "500.00"]]), "a.docx"
    )
    assert [line.text for line in page.lines] == [
        "情况说明",
        "本人张样本",
        "期次  金额",
        "1  500.00",
    ]
    assert page.form == "electronic"
    assert_lines_on_ink(page)


def test_long_lines_of_a_word_file_are_wrapped() -> None:
    page = only(files.word_file(["很长的一段话，" * 30]), "a.docx")
    assert "".join(line.text for line in page.lines) == "很长的一段话，" * 30
    assert all(line.box.x1 <= page.width for line in page.lines)


def test_a_long_word_file_has_several_pages() -> None:
    pages = decode(files.word_file(["一行"] * 60), "a.docx", "").pages
    assert sum(len(page.lines) for page in pages) == 60
    assert len(pages) == 2


def test_a_zip_named_docx_is_unsupported() -> None:
    assert decode(files.archive(), "说明.docx", "").fault is FaultCode.UNSUPPORTED


def test_a_word_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_UNPACKED_BYTES", 100)
    assert decode(files.word_file(["说明"]), "a.docx", "").fault is FaultCode.TOO_LARGE


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_text_in_the_encodings_that_apps_export(encoding: str) -> None:
    text = "支付宝交易记录明细查询\n交易时间,金额（元）,状态\n2026-11-01,12.30,成功\n"
    page = only(text.encode(encoding), "alipay_record.csv")
    assert [line.text for line in page.lines] == text.splitlines()


def test_text_in_no_encoding_at_all_is_still_a_page() -> None:
    assert only(b"abc\xff\xff\xffdef", "a.txt").lines


# --- what cannot be read --------------------------------------------------------------------------


BROKEN = {
    "no picture": (b"\xff\xd8\xff\xe0no picture", "a.jpg", FaultCode.DAMAGED),
    "half a JPEG": (files.jpeg()[:300], "a.jpg", FaultCode.DAMAGED),
    "half a PNG": (files.png()[:60], "a.png", FaultCode.DAMAGED),
    "half a HEIC": (files.heic()[:200], "a.heic", FaultCode.DAMAGED),
    "head of a PDF": (b"%PDF-1.7\n", "a.pdf", FaultCode.DAMAGED),
    "junk behind a PDF's head": (b"%PDF-1.7\n" + b"junk" * 50, "a.pdf", FaultCode.DAMAGED),
    "half a Word file": (files.word_file(["说明"])[:900], "a.docx", FaultCode.DAMAGED),
    "archive": (files.archive(), "a.zip", FaultCode.UNSUPPORTED),
    "program": (b"MZ\x90\x00", "a.exe", FaultCode.UNSUPPORTED),
    "video": (b"\x00\x00\x00\x18ftypmp42", "a.mp4", FaultCode.UNSUPPORTED),
    "nothing": (b"", "a.jpg", FaultCode.UNSUPPORTED),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_a_fault_and_never_an_exception(name: str) -> None:
    data, path, code = BROKEN[name]
    decoded = decode(data, path, "")
    assert (decoded.fault, decoded.pages) == (code, ())


def test_a_decoder_that_runs_out_of_memory_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(images, "pictures", hungry)
    assert decode(files.jpeg(), "a.jpg", "") == Decoded(fault=FaultCode.MEMORY)


@pytest.mark.parametrize("code", FaultCode)
def test_every_fault_says_what_is_wrong_and_what_to_do(code: FaultCode) -> None:
    from pipeline.ingest.faults import fault

    said = fault(code, "账单.pdf")
    assert said.message.startswith("账单.pdf")
    assert said.next or code is FaultCode.IGNORED


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param("Adobe Photoshop 25.0", "Adobe Photoshop 25.0", id="editor"),
        pytest.param("x" * 500, "x" * 60, id="long"),
        pytest.param("a\x00\x1b[31mb", "a", id="unprintable"),
    ],
)
def test_the_program_that_wrote_a_picture_is_kept(said: str, kept: str) -> None:
    image = files.picture(60, 40)
    exif = image.getexif()
    exif[0x0131] = said
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    software = only(buffer.getvalue()).software
    assert software.startswith(kept)
    assert software.isprintable()
    assert len(software) <= 60
