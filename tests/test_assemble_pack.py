"""The written pack: true to its plan, the same every time, safe against what papers say."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from PIL import Image, ImageChops
from pypdf import PdfReader

from pipeline.assemble import (
    Written,
    check_manifest,
    exhibit_groups,
    pack_plan,
    verify_pack,
    with_exhibits,
    write_manifest,
    write_pack,
)
from pipeline.assemble.readback import ReadBack
from pipeline.errors import PackInvalid
from pipeline.letter import letters_of
from pipeline.plan import repayment_plan
from pipeline.store import Cache
from schemas.case import Case, Person
from schemas.casefile import CaseFile
from schemas.findings import CheckReport, Outcome
from schemas.pack import PackPlan
from tests.packcases import BLOCKED, READY, CaseBuilder, catalogue, illness_case


@dataclass
class Made:
    """A pack on disk with all it was made from."""

    folder: Path
    builder: CaseBuilder
    case: Case
    plan: PackPlan
    written: Written

    @property
    def pdf(self) -> Path:
        return self.folder / self.written.bundle


def new_builder(folder: Path) -> CaseBuilder:
    inputs = folder / "张样本"
    inputs.mkdir(parents=True)
    return CaseBuilder(Cache(folder / "cache"), inputs)


def made(builder: CaseBuilder, out: Path, report: CheckReport = READY) -> Made:
    case, known = builder.case(), catalogue()
    groups = exhibit_groups(case, builder.claim(), known)
    claim = with_exhibits(builder.claim(), groups)
    repayment = repayment_plan(case, claim, known)
    letters = letters_of(case, claim, repayment, groups, known)
    plan = pack_plan(case, claim, repayment, groups, letters, report, known)
    out.mkdir(parents=True)
    written = write_pack(plan, case, builder.folder, builder.cache, out, known)
    write_manifest(out, case, written)
    return Made(out, builder, case, plan, written)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("pack")
    builder = illness_case(new_builder(root))
    builder.bill("long.jpg", "金条", "某某小额贷款有限公司", 30, product_id="jd_jintiao")
    builder.broken("broken.pdf")
    return made(builder, root / "out")


@pytest.fixture(scope="module")
def reader(pack: Made) -> Iterator[ReadBack]:
    read = ReadBack(pack.pdf)
    yield read
    read.close()


def test_what_was_written_is_true(pack: Made) -> None:
    findings = verify_pack(pack.folder, pack.plan, pack.written)
    assert {finding.rule for finding in findings} == {"pack.links-true", "pack.within-limits"}
    assert all(finding.outcome is Outcome.PASSED for finding in findings), findings


def test_two_builds_are_byte_identical(pack: Made, tmp_path: Path) -> None:
    again = made(pack.builder, tmp_path / "again")
    first = {p.relative_to(pack.folder): p.read_bytes() for p in files(pack.folder)}
    second = {p.relative_to(again.folder): p.read_bytes() for p in files(again.folder)}
    assert first == second


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_chinese_text_comes_back_without_spaces(pack: Made, reader: ReadBack) -> None:
    where = {page.exhibit: page.bundle_page for page in pack.written.pages}
    diagnosis = next(e.number for e in pack.plan.exhibits() if e.kind == "diagnosis")
    text = reader.text(where[diagnosis])
    assert "诊断：腰椎间盘突出症" in text
    assert "某市人民医院" in text
    by_pypdf = reader.reader.pages[where[diagnosis] - 1].extract_text()
    assert "诊断：腰椎间盘突出症" in by_pypdf


def test_amounts_of_every_bill_come_back(pack: Made, reader: ReadBack) -> None:
    words = "".join(reader.text(page) for page in range(1, len(reader) + 1))
    for line in pack.plan.claim.lines:
        assert f"{line.principal:.2f}" in words.replace(",", "")


def test_words_lie_over_their_picture(pack: Made) -> None:
    """The box of a word in the text layer meets the box it was read from, on the page."""
    number = next(e.number for e in pack.plan.exhibits() if e.kind == "diagnosis")
    place = next(p.bundle_page for p in pack.written.pages if p.exhibit == number)
    document = pypdfium2.PdfDocument(pack.pdf)
    page = document[place - 1]
    words = page.get_textpage()
    found = words.search("诊断：腰椎间盘突出症").get_next()
    left, bottom, right, top = words.get_rect(words.count_rects(*found) - 1)
    picture = page.render(scale=1).to_pil().convert("L")
    crop = picture.crop(
        (int(left), int(page.get_height() - top), int(right), int(page.get_height() - bottom))
    )
    assert crop.getextrema()[0] < 120
    words.close()
    page.close()
    document.close()


def test_the_outline_has_every_part_and_every_exhibit(pack: Made, reader: ReadBack) -> None:
    titles = [mark.title for mark in reader.bookmarks()]
    for part in ("欠款明细表", "收支情况表", "还款计划表", "证据目录", "沟通记录", "真实性声明"):
        assert part in titles
    for exhibit in pack.plan.exhibits():
        assert any(title.startswith(f"证据{exhibit.number}　") for title in titles)


def test_it_says_that_it_is_an_archive_file_with_page_labels(reader: ReadBack) -> None:
    root = reader.reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "/OutputIntents" in root
    assert reader.reader.page_labels[:3] == ["1", "2", "3"]
    assert reader.reader.metadata["/Title"] == "张样本息费减免申请材料"
    assert "20261121" in reader.reader.metadata["/CreationDate"]
    assert reader.reader.trailer["/ID"]


def test_pictures_go_in_untouched(pack: Made, reader: ReadBack) -> None:
    number = next(e.number for e in pack.plan.exhibits() if e.kind == "diagnosis")
    place = next(p.bundle_page for p in pack.written.pages if p.exhibit == number)
    images = reader.reader.pages[place - 1]["/Resources"]["/XObject"].values()
    (image,) = [found for found in images if found["/Subtype"] == "/Image"]
    page = next(p for p in pack.case.pages() if p.ref.path == "diagnosis.jpg")
    assert image._data == pack.builder.cache.blob(page.image)


def test_a_long_screenshot_takes_several_sheets(pack: Made) -> None:
    rows = [page for page in pack.written.pages if page.source.path == "long.jpg"]
    assert len(rows) > 1
    assert rows[0].top == 0
    assert [row.bundle_page for row in rows] == list(
        range(rows[0].bundle_page, rows[0].bundle_page + len(rows))
    )


def test_originals_are_byte_for_byte_and_all_there(pack: Made) -> None:
    for source in pack.case.sources:
        copy = pack.folder / "originals" / source.file.path
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == source.file.sha256


def test_an_input_changed_while_building_stops_the_build(tmp_path: Path) -> None:
    builder = new_builder(tmp_path)
    builder.bill("a.jpg")
    (builder.folder / "a.jpg").write_bytes(b"other")
    with pytest.raises(PackInvalid, match=r"a\.jpg"):
        made(builder, tmp_path / "out")


def test_the_manifest_counts_every_file_and_every_sheet(pack: Made) -> None:
    manifest = json.loads((pack.folder / "manifest.json").read_text())
    assert manifest["schema"] == "reliefpack-manifest/1"
    there = {str(path.relative_to(pack.folder)) for path in files(pack.folder)} - {"manifest.json"}
    assert {entry["path"] for entry in manifest["outputs"]} == there
    assert {entry["path"] for entry in manifest["inputs"]} == {
        source.file.path for source in pack.case.sources
    }
    assert {entry["source"]["path"] for entry in manifest["pages"]} == {
        source.file.path for source in pack.case.sources if source.pages
    }


def test_a_sound_pack_passes_and_a_changed_one_fails(tmp_path: Path) -> None:
    builder = new_builder(tmp_path)
    builder.bill("a.jpg")
    done = made(builder, tmp_path / "out")
    assert all(f.outcome is Outcome.PASSED for f in check_manifest(done.folder))
    (done.folder / "originals" / "a.jpg").write_bytes(b"changed")
    (done.folder / done.written.uploads[0]).unlink()
    (done.folder / "extra.txt").write_text("?")
    messages = [f.message for f in check_manifest(done.folder) if f.outcome is Outcome.FAILED]
    assert len(messages) == 3
    (done.folder / "manifest.json").write_text("{")
    assert check_manifest(done.folder)[0].outcome is Outcome.FAILED


def test_a_bundle_that_lies_is_found(pack: Made, tmp_path: Path) -> None:
    """The manifest says another page: the stamp there tells."""
    wrong = tuple(
        page.model_copy(update={"bundle_page": page.bundle_page + 1}) for page in pack.written.pages
    )
    written = Written(**{**pack.written.__dict__, "pages": wrong})
    finding = verify_pack(pack.folder, pack.plan, written)[0]
    assert finding.outcome is Outcome.FAILED
    assert finding.blocks


def test_an_unreadable_bundle_is_a_finding(pack: Made, tmp_path: Path) -> None:
    (tmp_path / pack.written.bundle).write_bytes(b"%PDF-1.7 nothing")
    finding = verify_pack(tmp_path, pack.plan, pack.written)[0]
    assert finding.outcome is Outcome.FAILED


# --- the ID card --------------------------------------------------------------------------------


def test_the_watermark_is_in_the_pixels_but_not_on_name_or_number(pack: Made) -> None:
    source = next(s for s in pack.case.sources if s.file.path == "IMG_0001.JPG")
    before = Image.open(io.BytesIO(pack.builder.cache.blob(source.pages[0].image))).convert("L")
    name = next(path for path in pack.written.uploads if "人像面" in path)
    after = Image.open(pack.folder / name).convert("L")
    material = pack.case.of_kind("id_card_front")[0]
    changed = ImageChops.difference(before, after).point(lambda value: 255 if value > 24 else 0)
    assert changed.getbbox() is not None
    for field in ("name", "id_number"):
        box = material.fields[field].evidence.box
        assert changed.crop(tuple(box.as_list())).getbbox() is None
    middle = changed.crop((300, 150, 950, 520))
    assert sum(middle.histogram()[128:]) > 2000


def test_the_original_photo_keeps_no_mark(pack: Made) -> None:
    original = (pack.folder / "originals" / "IMG_0001.JPG").read_bytes()
    assert original == (pack.builder.folder / "IMG_0001.JPG").read_bytes()


# --- the Word file ------------------------------------------------------------------------------


def test_the_word_file_has_the_same_parts_in_the_same_order(pack: Made, reader: ReadBack) -> None:
    document = docx.Document(str(pack.folder / pack.written.document))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [mark.title for mark in reader.bookmarks() if mark.depth == 0]


def test_the_word_file_has_real_fields_fonts_and_repeating_heads(pack: Made) -> None:
    document = docx.Document(str(pack.folder / pack.written.document))
    body = document.element.body
    codes = [node.text.strip() for node in body.iter(qn("w:instrText"))]
    assert any(code.startswith("TOC ") for code in codes)
    footer = document.sections[0].footer._element
    assert {"PAGE", "NUMPAGES"} <= {n.text.strip() for n in footer.iter(qn("w:instrText"))}
    marks = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    targets = {code.split()[1] for code in codes if code.startswith("PAGEREF")}
    anchors = {node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))}
    assert targets | anchors <= marks
    tables = [table for table in document.tables if len(table.columns) > 2]
    assert all(table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in tables)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "SimSun"


def test_the_word_file_shows_every_sheet(pack: Made) -> None:
    with zipfile.ZipFile(pack.folder / pack.written.document) as word:
        media = [name for name in word.namelist() if name.startswith("word/media/")]
        assert len(media) == len(pack.written.pages)
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in word.infolist())
        for name in media:
            Image.open(io.BytesIO(word.read(name))).verify()


# --- names and words that nobody should trust ---------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a/b\\c", "..", "CON", "\u202egpj.exe", "x" * 300, "名\x00字\n", ""],
    ids=["path", "separators", "dots", "device", "reversed", "long", "control", "empty"],
)
def test_hostile_names_never_leave_the_folder(tmp_path: Path, name: str) -> None:
    builder = new_builder(tmp_path)
    builder.applicant = Person(name=name)
    builder.bill("a.jpg", product=name or "花呗")
    done = made(builder, tmp_path / "out")
    allowed = {"originals", "upload"}
    assert {path.name for path in done.folder.iterdir() if path.is_dir()} == allowed
    for path in files(done.folder):
        assert path.resolve().is_relative_to(done.folder.resolve())
        assert len(path.name.encode()) <= 255
        assert not set(path.name) & set('/\\:*?"<>|\x00\n\u202e')
    findings = verify_pack(done.folder, done.plan, done.written)
    assert all(finding.outcome is Outcome.PASSED for finding in findings), findings


def test_text_from_papers_is_printed_and_never_run(tmp_path: Path) -> None:
    builder = new_builder(tmp_path)
    code = '#read("/etc/passwd") *bold* $x$ <label> @ref \\u{41} {name}'
    builder.typed = CaseFile.model_validate({"hardship": {"reason": "other", "story": code}})
    builder.bill("a.jpg", product=code, lender=code)
    builder.paper("diagnosis", "d.jpg", [code])
    done = made(builder, tmp_path / "out")
    read = ReadBack(done.pdf)
    words = "".join("".join(read.text(page).split()) for page in range(1, len(read) + 1))
    read.close()
    assert "".join(code.split()) in words
    assert "root:" not in words


# --- drafts, extremes, limits -------------------------------------------------------------------


def test_a_draft_says_so_on_every_page_and_in_its_name(tmp_path: Path) -> None:
    builder = new_builder(tmp_path)
    builder.bill("a.jpg")
    done = made(builder, tmp_path / "out", BLOCKED)
    assert done.written.bundle == "张样本_息费减免申请材料_草稿.pdf"
    read = ReadBack(done.pdf)
    assert all("草稿" in read.text(page) for page in range(1, len(read) + 1))
    read.close()


def test_no_bill_and_nothing_known(tmp_path: Path) -> None:
    builder = new_builder(tmp_path)
    builder.applicant = Person()
    builder.paper("unknown", "x.jpg", ["？"])
    done = made(builder, tmp_path / "out", BLOCKED)
    assert done.written.bundle.startswith("申请人_")
    findings = verify_pack(done.folder, done.plan, done.written)
    assert all(finding.outcome is Outcome.PASSED for finding in findings), findings


def test_nine_lenders_with_long_names_and_forty_periods(tmp_path: Path) -> None:
    builder = new_builder(tmp_path)
    builder.applicant = Person(name="欧阳样本", id_number="110101199001010015")
    builder.id_front()
    for number in range(9):
        lender = f"某某某某某某某某某某某{'一二三四五六七八九'[number]}小额贷款有限公司"
        periods = 40 if number == 0 else 2
        builder.bill(f"{number}.jpg", f"产品{number}", lender, periods, product_id="generic")
    done = made(builder, tmp_path / "out")
    assert len(done.plan.letters) == 9
    findings = verify_pack(done.folder, done.plan, done.written)
    assert all(finding.outcome is Outcome.PASSED for finding in findings), findings


def test_a_grey_scan_and_a_palette_picture_go_in(tmp_path: Path) -> None:
    from tests.packcases import Drawn

    builder = new_builder(tmp_path)
    grey = Drawn(Image.new("L", (800, 1000), 255))
    palette = Drawn(Image.new("RGB", (800, 1000), "white").convert("P"))
    rgb = Drawn(Image.new("RGB", (800, 1000), (10, 200, 90)))
    builder.material("diagnosis", builder.file("grey.jpg", [grey]))
    builder.material("payslip", builder.file("palette.png", [palette], media="image/png"))
    builder.material("lease", builder.file("rgb.png", [rgb], media="image/png"))
    done = made(builder, tmp_path / "out")
    assert all(
        finding.outcome is Outcome.PASSED
        for finding in verify_pack(done.folder, done.plan, done.written)
    )
    place = next(p.bundle_page for p in done.written.pages if p.source.path == "rgb.png")
    document = pypdfium2.PdfDocument(done.pdf)
    page = document[place - 1]
    colours = page.render(scale=0.5).to_pil().convert("RGB").getcolors(100000)
    page.close()
    document.close()
    assert any(colour == (10, 200, 90) for _, colour in colours)


def test_one_late_paper_renumbers_and_stays_true(tmp_path: Path) -> None:
    builder = illness_case(new_builder(tmp_path))
    before = made(builder, tmp_path / "before")
    builder.paper("termination_certificate", "late.jpg", ["解除劳动合同证明"])
    after = made(builder, tmp_path / "after")
    assert len(PdfReader(after.pdf).pages) == len(PdfReader(before.pdf).pages) + 1
    findings = verify_pack(after.folder, after.plan, after.written)
    assert all(finding.outcome is Outcome.PASSED for finding in findings), findings


def test_no_chinese_font_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.assemble import fonts
    from pipeline.errors import EnvironmentIncomplete

    monkeypatch.setattr(fonts, "SANS", ())
    monkeypatch.setattr(fonts, "SERIF", ())
    fonts.chinese_fonts.cache_clear()
    try:
        with pytest.raises(EnvironmentIncomplete) as caught:
            fonts.chinese_fonts()
        assert "fonts-noto-cjk" in caught.value.remedy
    finally:
        fonts.chinese_fonts.cache_clear()


def test_characters_without_a_glyph_do_not_stop_the_build(tmp_path: Path) -> None:
    builder = new_builder(tmp_path)
    builder.applicant = Person(name="张𠀀")
    builder.typed = CaseFile.model_validate(
        {"hardship": {"reason": "other", "story": "🧿กข\x00\ue000\u0378，还有①℃"}}
    )
    builder.bill("a.jpg")
    done = made(builder, tmp_path / "out")
    findings = verify_pack(done.folder, done.plan, done.written)
    assert all(finding.outcome is Outcome.PASSED for finding in findings), findings
    read = ReadBack(done.pdf)
    assert "还有①℃" in read.text(3)
    read.close()
    document = docx.Document(str(done.folder / done.written.document))
    assert any("张𠀀" in paragraph.text for paragraph in document.paragraphs)


def test_rows_of_a_long_screenshot_cite_the_sheet_they_stand_on(
    pack: Made, reader: ReadBack
) -> None:
    """Each row's page shows the row's own figures, not merely the first sheet of its exhibit."""
    schedule = next(m.page for m in reader.bookmarks() if m.title == "欠款明细表")
    after = next(m.page for m in reader.bookmarks() if m.title == "收支情况表")
    links = [link for page in range(schedule, after) for link in reader.links(page)]
    targets = {link.target for link in links if link.words.startswith("证据2-3")}
    assert len(targets) > 1
