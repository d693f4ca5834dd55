"""The upload set: names in order, inside the limits, never smaller than legible."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from pipeline.assemble.copies import Copies, SheetPicture
from pipeline.assemble.legible import amounts_on, readable
from pipeline.assemble.limits import limit_faults
from pipeline.assemble.names import LONGEST, safe_name
from pipeline.assemble.upload import LEGIBLE_LETTERS, PAGE_OVERHEAD, _volumes, write_uploads
from pipeline.exhibits import exhibit_groups
from pipeline.store import Cache
from schemas.catalogue import Channel
from schemas.pack import PackPlan
from tests.packcases import CaseBuilder, Drawn, catalogue
from tests.test_letter_write import plan_of

JPEGS = Channel(
    id="x", name="x", name_en="x", formats=("jpg",), max_file_bytes=5_000_000, chat_limit=300
)


@pytest.fixture
def builder(tmp_path: Path) -> CaseBuilder:
    folder = tmp_path / "张样本"
    folder.mkdir()
    return CaseBuilder(Cache(tmp_path / "cache"), folder)


def uploaded(
    builder: CaseBuilder, channel: Channel, tmp_path: Path
) -> tuple[tuple[str, ...], Path, PackPlan]:
    plan = plan_of(builder)
    work, out = tmp_path / "work", tmp_path / "out"
    work.mkdir()
    out.mkdir()
    copies = Copies(builder.case(), builder.cache, work)
    sheets: list[SheetPicture] = [s for e in plan.exhibits() for s in copies.sheets(e)]
    return write_uploads(plan, sheets, channel, out), out, plan


def width_of(file: Path) -> int:
    with Image.open(file) as picture:
        return picture.width


def noisy(width: int, height: int, letters: int = 60) -> Drawn:
    """A picture that compresses badly, with letters of a known height."""
    noise = np.random.default_rng(7).integers(0, 255, (height, width, 3), dtype=np.uint8)
    drawn = Drawn(Image.fromarray(noise))
    drawn.write("待还金额 1234.56", 40, 40, letters)
    return drawn


def test_names_follow_the_upload_order(builder: CaseBuilder, tmp_path: Path) -> None:
    builder.id_front()
    builder.id_back()
    builder.bill("a.jpg")
    names, _, _ = uploaded(builder, JPEGS, tmp_path)
    assert names == (
        "upload/01_身份证明_张样本_人像面.jpg",
        "upload/02_身份证明_张样本_国徽面.jpg",
        "upload/03_债务证明_张样本_花呗账单.jpg",
    )


def test_a_picture_inside_the_limits_keeps_its_bytes(builder: CaseBuilder, tmp_path: Path) -> None:
    builder.bill("a.jpg")
    (name,), out, _ = uploaded(builder, JPEGS, tmp_path)
    assert (out / name).read_bytes() == (builder.folder / "a.jpg").read_bytes()


def test_several_pages_become_one_pdf_or_numbered_pictures(
    builder: CaseBuilder, tmp_path: Path
) -> None:
    builder.paper("bank_statement", "s.pdf", ["交易流水明细清单"], pages=3)
    names, _, _ = uploaded(builder, JPEGS, tmp_path)
    assert [name[-6:] for name in names] == ["_1.jpg", "_2.jpg", "_3.jpg"]
    other = tmp_path / "pdf"
    other.mkdir()
    pdf = JPEGS.model_copy(update={"formats": ("jpg", "pdf")})
    (name,), out, _ = uploaded(builder, pdf, other)
    assert len(PdfReader(out / name).pages) == 3


def test_too_large_a_picture_is_made_smaller_but_stays_legible(
    builder: CaseBuilder, tmp_path: Path
) -> None:
    builder.material("diagnosis", builder.file("d.jpg", [noisy(2400, 3000)]))
    small = JPEGS.model_copy(update={"max_file_bytes": 900_000})
    (name,), out, _ = uploaded(builder, small, tmp_path)
    assert (out / name).stat().st_size <= 900_000
    assert width_of(out / name) >= 2400 * LEGIBLE_LETTERS / 90
    assert not list(limit_faults(out, (name,), small))


def test_what_cannot_fit_legibly_is_a_fault_and_not_a_blur(
    builder: CaseBuilder, tmp_path: Path
) -> None:
    builder.material("diagnosis", builder.file("d.jpg", [noisy(2400, 3000, 24)]))
    tiny = JPEGS.model_copy(update={"max_file_bytes": 30_000})
    names, out, _ = uploaded(builder, tiny, tmp_path)
    width = width_of(out / names[0])
    letters = builder.readings[0].lines[0].box.height * width / 2400
    assert letters >= LEGIBLE_LETTERS
    assert any("超过单个" in fault for fault in limit_faults(out, names, tiny))


def test_a_large_pdf_is_split_into_volumes(builder: CaseBuilder, tmp_path: Path) -> None:
    pages = [noisy(700, 900) for _ in range(6)]
    builder.material("bank_statement", builder.file("s.pdf", pages, form="scan"))
    one = len(pages[0].bytes("image/jpeg"))
    channel = JPEGS.model_copy(update={"formats": ("pdf",), "max_file_bytes": one * 3})
    names, out, _ = uploaded(builder, channel, tmp_path)
    assert len(names) == 3
    assert [name[-6:] for name in names] == ["_1.pdf", "_2.pdf", "_3.pdf"]
    assert sum(len(PdfReader(out / name).pages) for name in names) == 6
    assert not list(limit_faults(out, names, channel))


def test_page_limits_split_too(builder: CaseBuilder, tmp_path: Path) -> None:
    builder.paper("bank_statement", "s.pdf", ["交易流水明细清单"], pages=5)
    channel = JPEGS.model_copy(update={"formats": ("pdf",), "max_pages": 2})
    names, _, _ = uploaded(builder, channel, tmp_path)
    assert len(names) == 3


def test_too_many_files_are_gathered_by_group(builder: CaseBuilder, tmp_path: Path) -> None:
    for number in range(6):
        builder.paper("payslip", f"{number}.jpg", ["工资条"])
    builder.id_front()
    channel = JPEGS.model_copy(update={"formats": ("jpg", "pdf"), "max_files": 3})
    names, _, _ = uploaded(builder, channel, tmp_path)
    assert len(names) == 2
    assert all(name.endswith(".pdf") for name in names)


def test_unclassified_pages_are_not_handed_in_unseen(builder: CaseBuilder, tmp_path: Path) -> None:
    builder.paper("unknown", "cat.jpg", ["猫"])
    builder.id_front()
    names, _, _ = uploaded(builder, JPEGS, tmp_path)
    assert len(names) == 1


def test_faults_name_files_counts_and_formats(builder: CaseBuilder, tmp_path: Path) -> None:
    builder.bill("a.jpg")
    names, out, _ = uploaded(builder, JPEGS, tmp_path)
    strict = JPEGS.model_copy(
        update={"formats": ("png",), "max_file_bytes": 10, "max_total_bytes": 10, "max_files": 1}
    )
    faults = list(limit_faults(out, (*names, *names), strict))
    assert len(faults) == 6


@pytest.mark.parametrize(
    ("untrusted", "safe"),
    [
        ("张样本", "张样本"),
        ("../../x", "x"),
        ("a:b*c?", "abc"),
        ("\u202eabc\u200b", "abc"),
        ("con", "otherwise"),
        ("...", "otherwise"),
        ("－－", "otherwise"),
        ("买买提·艾力", "买买提·艾力"),
        ("借5,000.00元", "借5000元"),
        ("借5,000.55元", "借5000点55元"),
    ],
    ids=[
        *("plain", "path", "wildcards", "direction", "device", "dots", "dashes", "middle dot"),
        *("yuan", "cents"),
    ],
)
def test_safe_names(untrusted: str, safe: str) -> None:
    assert safe_name(untrusted, "otherwise") == safe


def test_safe_names_are_short() -> None:
    assert len(safe_name("名" * 500, "x")) == LONGEST


def test_channels_of_the_catalogue_are_usable() -> None:
    for channel in catalogue().channels.values():
        assert channel.entry
        assert channel.address_line
        assert channel.reply_days[0] <= channel.reply_days[1]


def test_law_is_context_with_source_and_never_a_verdict() -> None:
    for reference in catalogue().law.values():
        assert reference.source
        assert reference.effective
        assert not any(word in reference.text for word in ("违法", "高利贷", "不用还"))


def test_exhibits_of_nothing_are_nothing(builder: CaseBuilder) -> None:
    assert exhibit_groups(builder.case(), builder.claim(), catalogue()) == ()


def test_volumes_end_where_an_exhibit_ends() -> None:
    page = bytes(1000)
    runs = [[page] * 2, [page] * 3, [page] * 7, [page]]
    room = 4 * (len(page) + PAGE_OVERHEAD)
    sizes = [len(volume) for volume in _volumes(runs, room, 0)]
    assert sizes == [2, 3, 4, 3, 1]
    assert [len(volume) for volume in _volumes(runs[:2], 10**9, 4)] == [2, 3]


def test_a_picture_is_not_made_so_small_that_amounts_are_lost(
    builder: CaseBuilder, tmp_path: Path
) -> None:
    """Letters large enough by the measure of the page, amounts among them too small."""
    drawn = Drawn(Image.new("RGB", (1600, 2200), "white"))
    for row in range(5):
        drawn.write(f"待还金额 {row + 1}23{row}.56", 60, 60 + 130 * row, 90)
    for row in range(4):
        drawn.write(f"罚息 {row + 3}.4{row} 元", 60, 900 + 60 * row, 22)
    noise = np.random.default_rng(3).integers(0, 255, (700, 1600, 3), dtype=np.uint8)
    drawn.image.paste(Image.fromarray(noise), (0, 1500))
    builder.material("diagnosis", builder.file("a.jpg", [drawn]))
    names, out, plan = uploaded(
        builder, JPEGS.model_copy(update={"max_file_bytes": 60_000}), tmp_path
    )
    (page,) = plan.exhibits()[0].pages
    spans = amounts_on(page, builder.readings[0])
    with Image.open(builder.folder / "a.jpg") as before, Image.open(out / names[0]) as after:
        legible = readable(before, spans)
        assert len(legible) >= 4  # Of the five large ones; a font may cost one of them.
        assert readable(after, legible, after.width / before.width) == legible
