"""Numbers of other people: found, burnt over, gone from copies and text; originals untouched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.assemble.copies import Copies, opened
from pipeline.assemble.cover import still_read
from pipeline.assemble.textlayer import text_layer
from pipeline.exhibits import exhibit_groups
from pipeline.mask import numbers_in
from pipeline.store import Cache
from schemas.casefile import CaseFile
from schemas.pack import Exhibit
from tests.packcases import CaseBuilder, catalogue

OWN, OTHER, OTHER_ID = "13800000000", "13912345678", "110101198505050018"
CARD = "6222021234567890128"


@pytest.fixture
def builder(tmp_path: Path) -> CaseBuilder:
    folder = tmp_path / "张样本"
    folder.mkdir()
    return CaseBuilder(Cache(tmp_path / "cache"), folder)


def chat(builder: CaseBuilder, **privacy: object) -> Exhibit:
    words = [
        "与客服的对话",
        f"我的电话 {OWN}",
        f"我弟弟的电话 {OTHER}",
        f"他的证件 {OTHER_ID} 谢谢",
    ]
    builder.paper("chat_record", "chat.jpg", words)
    builder.typed = CaseFile.model_validate({"privacy": privacy})
    (group,) = exhibit_groups(builder.case(), builder.claim(), catalogue())
    return group.exhibits[0]


def test_only_numbers_of_others_are_covered(builder: CaseBuilder) -> None:
    (page,) = chat(builder, mask_others=True).pages
    lines = builder.readings[0].lines
    hidden = [lines[cover.line].text[cover.start : cover.end] for cover in page.covers]
    assert hidden == [OTHER[3:7], OTHER_ID[3:14]]


@pytest.mark.parametrize(
    "privacy", [{}, {"mask_others": True, "keep": ["chat.jpg"]}], ids=["not asked", "kept"]
)
def test_nothing_is_covered_unasked(builder: CaseBuilder, privacy: dict[str, object]) -> None:
    assert not chat(builder, **privacy).pages[0].covers


def test_covered_digits_are_in_no_copy(builder: CaseBuilder, tmp_path: Path) -> None:
    before = (builder.folder / "chat.jpg").parent
    exhibit = chat(builder, mask_others=True)
    original = (before / "chat.jpg").read_bytes()
    (sheet,) = Copies(builder.case(), builder.cache, tmp_path).sheets(exhibit)
    reading, page = builder.readings[0], exhibit.pages[0]
    assert still_read(opened(original), page.covers, reading) == len(page.covers)
    assert still_read(opened(sheet.data()), page.covers, reading) == 0
    words = " ".join(line["text"] for line in text_layer(page, reading))
    assert OTHER not in words
    assert OTHER_ID not in words
    assert OWN in words
    assert (before / "chat.jpg").read_bytes() == original


def test_a_cover_hides_no_more_than_its_digits(builder: CaseBuilder, tmp_path: Path) -> None:
    exhibit = chat(builder, mask_others=True)
    (sheet,) = Copies(builder.case(), builder.cache, tmp_path).sheets(exhibit)
    own = builder.readings[0].lines[1].box
    part = (own.x0, own.y0, own.x1, own.y1)
    before = Image.open(builder.folder / "chat.jpg").convert("L").crop(part)
    after = opened(sheet.data()).convert("L").crop(part)
    assert np.abs(np.asarray(before, int) - np.asarray(after, int)).max() < 40


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"电话{OTHER}，谢谢", ["phone"]),
        ("139 1234 5678", ["phone"]),
        (f"证件 {OTHER_ID[:6]} {OTHER_ID[6:14]} {OTHER_ID[14:]}", ["id"]),
        (f"对方账号 {CARD}", ["card"]),
        ("订单号 2026111022001412345678901234", []),
        ("应还 1,391.23 元", []),
    ],
    ids=["phone", "spaced phone", "spaced id", "card", "order", "amount"],
)
def test_numbers_are_told_by_their_form(text: str, kinds: list[str]) -> None:
    assert [number.kind for number in numbers_in(text)] == kinds
