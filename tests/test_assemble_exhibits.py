"""Exhibits: every paper once, in order, none lost; long screenshots cut between lines."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from pipeline.assemble import watermark
from pipeline.exhibits import exhibit_groups, with_exhibits
from pipeline.exhibits.slices import LONGEST, slices_of
from pipeline.store import Cache
from schemas.catalogue.models import GROUPS
from schemas.geometry import Box
from schemas.pack import ExhibitGroup
from schemas.reading import Reading
from schemas.source import Page, PageQuality, PageRef
from tests.packcases import CaseBuilder, Drawn, catalogue, illness_case, line_at

REF = PageRef(path="long.png", page=1)


@pytest.fixture
def builder(tmp_path: Path) -> CaseBuilder:
    folder = tmp_path / "张样本"
    folder.mkdir()
    return CaseBuilder(Cache(tmp_path / "cache"), folder)


def grouped(builder: CaseBuilder) -> tuple[ExhibitGroup, ...]:
    return exhibit_groups(builder.case(), builder.claim(), catalogue())


def shown(groups: tuple[ExhibitGroup, ...]) -> list[PageRef]:
    return [page.source for group in groups for e in group.exhibits for page in e.pages]


def page(width: int, height: int) -> Page:
    quality = PageQuality(sharpness=1, contrast=1, glare=0, text_height=30)
    return Page(
        ref=REF,
        image="x",
        media="image/png",
        width=width,
        height=height,
        look="0",
        form="screenshot",
        quality=quality,
    )


def reading(tops: range, height: int = 40) -> Reading:
    boxes = [Box(x0=50, y0=top, x1=900, y1=top + height) for top in tops]
    return Reading(ref=REF, engine="drawn", lines=tuple(line_at("字", box) for box in boxes))


def test_groups_stand_in_the_order_of_the_pack_and_count_from_one(builder: CaseBuilder) -> None:
    groups = grouped(illness_case(builder))
    ids = [group.id for group in groups]
    assert ids == sorted(ids, key=GROUPS.index)
    assert [group.number for group in groups] == list(range(1, len(groups) + 1))
    assert [e.number for e in groups[0].exhibits] == ["1-1", "1-2"]


def test_every_page_is_shown_exactly_once(builder: CaseBuilder) -> None:
    groups = grouped(illness_case(builder))
    pages = [found.ref for found in builder.case().pages()]
    assert sorted(map(str, shown(groups))) == sorted(map(str, pages))


def test_pages_of_no_material_and_unknown_ones_are_not_lost(builder: CaseBuilder) -> None:
    builder.id_front()
    builder.file("cat.jpg", [Drawn(Image.new("RGB", (400, 300), "white"))])
    group = grouped(builder)[-1]
    assert group.title == "未归类页"
    assert group.exhibits[0].pages[0].source.path == "cat.jpg"


def test_a_copy_is_left_out_but_noted(builder: CaseBuilder) -> None:
    first = builder.paper("diagnosis", "a.jpg", ["诊断证明书"])
    again = builder.paper("diagnosis", "b.jpg", ["诊断证明书"])
    builder.duplicates = [(again.pages[0], first.pages[0])]
    (group,) = grouped(builder)
    (exhibit,) = group.exhibits
    assert exhibit.repeats == again.pages
    assert "重复件1页" in exhibit.note


def test_copies_of_each_other_do_not_both_vanish(builder: CaseBuilder) -> None:
    first = builder.paper("diagnosis", "a.jpg", ["诊断证明书"]).pages[0]
    again = builder.paper("diagnosis", "b.jpg", ["诊断证明书"]).pages[0]
    builder.duplicates = [(again, first), (first, again)]
    assert len(shown(grouped(builder))) >= 1


def test_the_claim_learns_its_exhibits_also_through_a_copy(builder: CaseBuilder) -> None:
    builder.bill("a.jpg")
    builder.bill("b.jpg")
    original, copy = PageRef(path="a.jpg", page=1), PageRef(path="b.jpg", page=1)
    builder.duplicates = [(copy, original)]
    claim = with_exhibits(builder.claim(), grouped(builder))
    assert {line.exhibit for line in claim.lines} == {"1-1"}


def test_a_plan_that_goes_on_alone_is_not_titled_as_the_letter_that_it_began_in(
    builder: CaseBuilder,
) -> None:
    letter = builder.paper("application_letter", "a.docx", ["申请书"], pages=2)
    upper, lower = (Box(x0=0, y0=y, x1=1240, y1=y + 800) for y in (0, 900))
    shared = {"pages": letter.pages[:1], "area": upper, "also": ("repayment_plan",)}
    builder.materials[-1] = letter.model_copy(update=shared)
    plan = builder.material("repayment_plan", letter.pages)
    also = {"area": lower, "also": ("application_letter",)}
    builder.materials[-1] = plan.model_copy(update=also)
    (group,) = grouped(builder)
    assert [one.title for one in group.exhibits] == ["息费减免申请书、还款计划表", "还款计划表"]


def test_equal_titles_are_told_apart(builder: CaseBuilder) -> None:
    for name in "ab":
        builder.paper("payslip", f"{name}.jpg", ["工资条"])
    (group,) = grouped(builder)
    assert len({exhibit.title for exhibit in group.exhibits}) == 2


def test_only_papers_of_identity_carry_a_watermark(builder: CaseBuilder) -> None:
    for group in grouped(illness_case(builder)):
        for exhibit in group.exhibits:
            assert bool(exhibit.watermark) == (group.id == "identity")
    words = grouped(builder)[0].exhibits[0].watermark
    assert words.startswith("仅供张样本向重庆蚂蚁消费金融有限公司申请息费减免使用，他用无效")
    assert words.endswith("2026-11-21")


def test_a_usual_phone_screen_is_not_cut() -> None:
    assert slices_of(page(1080, int(1080 * LONGEST)), None) == ((0, 2592),)


@pytest.mark.parametrize("height", [2700, 5000, 7200, 20001], ids=str)
def test_slices_cover_everything_and_none_is_too_tall(height: int) -> None:
    lines = reading(range(20, height - 60, 120))
    slices = slices_of(page(1080, height), lines)
    assert slices[0][0] == 0
    assert slices[-1][1] == height
    for (_, bottom), (top, _) in pairwise(slices):
        assert 0 < bottom - top < 1080 * 0.1
    assert all(bottom - top <= LONGEST * 1080 for top, bottom in slices)


def test_cuts_lie_between_lines() -> None:
    lines = reading(range(20, 7100, 120))
    for _, bottom in slices_of(page(1080, 7200), lines)[:-1]:
        assert not any(line.box.y0 < bottom < line.box.y1 for line in lines.lines)


def test_a_wall_of_text_is_cut_all_the_same() -> None:
    assert len(slices_of(page(1080, 7200), reading(range(0, 7200, 40), 42))) > 1


def test_what_may_be_an_id_card_is_watermarked_too(builder: CaseBuilder) -> None:
    made = builder.paper("unknown", "x.jpg", ["公民身份号码"])
    builder.materials[-1] = made.model_copy(update={"claimants": ("id_card_front",)})
    builder.paper("diagnosis", "d.jpg", ["诊断证明书"])
    builder.materials[-1] = builder.materials[-1].model_copy(
        update={"claimants": ("household_register",)}
    )
    marks = {e.kind: e.watermark for group in grouped(builder) for e in group.exhibits}
    assert marks["unknown"]
    assert not marks["diagnosis"]


def test_what_is_drawn_for_one_person_is_not_kept_for_ever() -> None:
    """A batch has a thousand persons, each with words of their own across the card."""
    picture = Image.new("RGB", (400, 250), "white")
    for number in range(3):
        watermark.watermarked(picture, f"仅供测试{number}使用", Box(x0=0, y0=0, x1=400, y1=250), ())
    assert watermark._strokes.cache_info().currsize <= watermark.KEPT
    assert watermark._block.cache_info().currsize <= watermark.KEPT


def test_what_is_printed_stays_legible_below_the_watermark() -> None:
    """Strokes are clear of names and numbers, and faint over days, addresses and kinship."""
    picture = Image.new("RGB", (900, 560), "white")
    area, printed = Box(x0=0, y0=0, x1=900, y1=560), Box(x0=0, y0=0, x1=900, y1=280)
    marked = watermark.watermarked(picture, "仅供测试使用，他用无效", area, (), [printed])
    upper, lower = (marked.crop((0, top, 900, top + 280)).convert("L") for top in (0, 280))
    assert 255 > upper.getextrema()[0] > lower.getextrema()[0] + 40
