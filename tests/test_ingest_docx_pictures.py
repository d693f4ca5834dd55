"""Pictures in Word files → pages of their own, under the limits of any picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from pipeline.ingest import images
from pipeline.ingest.decode import decode
from pipeline.ingest.sandbox import decode_limited
from schemas.source import FaultCode
from tests import files, hostile
from tests.wordfiles import (
    BILL,
    NAMES,
    changed,
    element,
    pasted,
    pixels,
    saved,
    shapes,
    whole,
)

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_a_pasted_picture_is_a_page_like_any_screenshot() -> None:
    [page] = whole(pasted(files.png(BILL)))
    [alone] = decode(files.png(BILL), "image1.png", "").pages
    assert page == alone
    assert page.lines == ()


def test_pictures_follow_the_text_in_their_order() -> None:
    second = files.picture(640, 480)
    pages = whole(pasted(files.png(BILL), files.jpeg(second), text="借呗截图"))
    assert shapes(pages) == [(1240, 1754), BILL.size, second.size]
    assert [line.text for line in pages[0].lines] == ["借呗截图"]
    assert pages[0].form == "electronic"


def test_a_picture_in_a_cell_a_header_and_a_footer_is_read() -> None:
    document = docx.Document()
    sizes = [(400, 300), (410, 300), (420, 300)]
    streams = [io.BytesIO(files.png(files.picture(*size))) for size in sizes]
    cell = document.add_table(1, 2).cell(0, 1)
    cell.paragraphs[0].add_run().add_picture(streams[0])
    document.sections[0].header.paragraphs[0].add_run().add_picture(streams[1])
    document.sections[0].footer.paragraphs[0].add_run().add_picture(streams[2])
    assert shapes(whole(saved(document))) == sizes


def test_an_anchored_picture_is_read() -> None:
    def anchored(xml: bytes) -> bytes:
        return xml.replace(b"<wp:inline", b"<wp:anchor").replace(b"</wp:inline", b"</wp:anchor")

    data = changed(pasted(files.png(BILL)), {"word/document.xml": anchored})
    assert shapes(whole(data)) == [BILL.size]


def test_a_picture_of_the_old_format_is_read() -> None:
    document = docx.Document()
    name, _ = document.part.get_or_add_image(io.BytesIO(files.png(BILL)))
    shape = f'<v:shape><v:imagedata r:id="{name}"/></v:shape>'
    node = element(f"<w:p {NAMES}><w:r><w:pict>{shape}</w:pict></w:r></w:p>")
    document.element.body.insert(0, node)
    assert shapes(whole(saved(document))) == [BILL.size]


def test_a_picture_used_twice_is_one_page_and_a_logo_none() -> None:
    logo, rule = files.png(files.picture(90, 40)), files.png(files.picture(1600, 4))
    assert shapes(whole(pasted(logo, rule, files.png(BILL), files.png(BILL)))) == [BILL.size]


def test_a_picture_that_is_switched_off_or_deleted_is_not_read() -> None:
    def off(xml: bytes) -> bytes:
        return xml.replace(b"<wp:docPr ", b'<wp:docPr hidden="1" ')

    def deleted(xml: bytes) -> bytes:
        return xml.replace(b"<w:r><w:drawing", b"<w:del><w:r><w:drawing").replace(
            b"</w:drawing></w:r>", b"</w:drawing></w:r></w:del>"
        )

    data = pasted(files.png(BILL), text="借呗截图")
    for change in (off, deleted):
        assert shapes(whole(changed(data, {"word/document.xml": change}))) == [(1240, 1754)]


def test_only_what_word_shows_of_a_cropped_picture_is_a_page() -> None:
    def cropped(xml: bytes) -> bytes:
        cut = b'<a:srcRect l="50000" t="0" r="0" b="25000"/><a:stretch>'
        return xml.replace(b"<a:stretch>", cut)

    picture = files.picture(800, 400)  # red at the top left
    [page] = whole(changed(pasted(files.png(picture)), {"word/document.xml": cropped}))
    assert (page.width, page.height) == (400, 300)
    assert int(pixels(page)[:, 4:].min()) > 240


def linked(data: bytes) -> bytes:
    """The Word file with its picture outside."""
    kind = f'Type="{RELATIONSHIPS}/image" Target="media/image1.png"'.encode()
    target = f'Type="{RELATIONSHIPS}/image" Target="file:///etc/passwd" TargetMode="External"'

    def outside(xml: bytes) -> bytes:
        assert kind in xml
        return xml.replace(kind, target.encode())

    return changed(data, {"word/_rels/document.xml.rels": outside})


def test_a_linked_picture_is_named_and_never_fetched() -> None:
    decoded = decode(linked(pasted(files.png(BILL), text="借呗截图")), "a.docx", "")
    assert decoded.fault is FaultCode.OUTSIDE
    assert "第 1 张图片" in decoded.detail
    assert [line.text for page in decoded.pages for line in page.lines] == ["借呗截图"]


def test_a_file_of_a_linked_picture_alone_is_a_fault() -> None:
    decoded = decode(linked(pasted(files.png(BILL))), "a.docx", "")
    assert (decoded.fault, decoded.pages) == (FaultCode.OUTSIDE, ())


def replaced(picture: bytes) -> bytes:
    data = pasted(files.png(BILL), files.jpeg(files.picture(640, 480)), text="说明")
    return changed(data, {"word/media/image1.png": lambda _: picture})


HOSTILE: dict[str, tuple[Callable[[], bytes], FaultCode]] = {
    "a bomb": (hostile.png_bomb, FaultCode.TOO_LARGE),
    "half a picture": (lambda: files.png(BILL)[:200], FaultCode.DAMAGED),
    "nothing": (lambda: b"", FaultCode.DAMAGED),
    "a metafile": (lambda: b"\x01\x00\x00\x00" + b"\x00" * 200, FaultCode.UNSUPPORTED),
    "a program": (lambda: b"MZ\x90\x00" * 50, FaultCode.UNSUPPORTED),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_named_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "a.docx"
    path.write_bytes(replaced(make()))
    decoded = decode_limited(path, "a.docx", "")
    assert decoded.fault is code
    assert "第 1 张图片" in decoded.detail
    assert shapes(decoded.pages) == [(1240, 1754), (640, 480)]


def test_a_picture_that_eats_the_memory_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(images, "pictures", hungry)
    decoded = decode(pasted(files.png(BILL), text="说明"), "a.docx", "")
    assert (decoded.fault, len(decoded.pages)) == (FaultCode.MEMORY, 1)


def test_the_gravest_of_several_faults_is_told_first() -> None:
    data = replaced(b"MZ\x90\x00" * 50)
    data = changed(data, {"word/media/image2.jpg": lambda jpeg: jpeg[:300]})
    decoded = decode(data, "a.docx", "")
    assert decoded.fault is FaultCode.DAMAGED
    assert decoded.detail.index("第 2 张") < decoded.detail.index("第 1 张")


def test_a_word_file_with_nothing_in_it_is_one_empty_page() -> None:
    [page] = whole(pasted())
    assert (page.lines, int(pixels(page).min())) == ((), 255)


def signed(text: str, width: float = 1.1, size: tuple[int, int] = (430, 170)) -> bytes:
    """A letter with a picture `width` inches wide behind its last words."""
    document = docx.Document()
    document.add_paragraph("恳请减免罚息。")
    ink = files.picture(*size)
    document.add_paragraph(text).add_run().add_picture(
        io.BytesIO(files.png(ink)), width=docx.shared.Inches(width)
    )
    document.add_paragraph("2026年11月24日")
    return saved(document)


def test_a_signature_put_in_as_a_picture_stays_behind_its_label() -> None:
    [page] = whole(signed("申请人（签名）："))
    assert [line.text for line in page.lines] == [
        "恳请减免罚息。",
        "申请人（签名）：",
        "2026年11月24日",
    ]
    label = page.lines[1].box
    strip = pixels(page)[label.y0 : label.y1, label.x1 + 5 : label.x1 + 150]
    assert strip.min() < 200, "nothing was drawn behind the label"


@pytest.mark.parametrize(
    ("text", "width", "size"),
    [
        ("附：工资条", 1.1, (430, 170)),
        ("申请人（签名）：", 5.0, (430, 170)),
        ("申请人（签名）：", 1.1, (300, 500)),
    ],
    ids=["elsewhere", "large", "upright"],
)
def test_another_picture_is_a_page_wherever_it_stands(
    text: str, width: float, size: tuple[int, int]
) -> None:
    assert shapes(whole(signed(text, width, size))) == [(1240, 1754), size]
