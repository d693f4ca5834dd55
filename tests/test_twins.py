"""Papers photographed twice, and those that only look alike: a paper is never dropped in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.resaved import same_picture
from pipeline.store import Cache
from pipeline.twins import Twins, twins_of
from schemas.source import PageRef
from tests import files
from tests.sheets import Sheet, catalogue, gathered, interpreted

CERTIFICATE = (
    "样本制造有限公司",
    "收入证明",
    "兹证明张样本（身份证号：110199199408291192）",
    "系我单位正式职工，目前月收入为人民币{pay}元（税后）。",
    "以上情况属实，本证明仅用于办理个人信贷业务协商。",
    "特此证明",
    "单位名称（盖章）：样本制造有限公司",
    "{day}",
)
SLIP = (
    ("样本制造有限公司{month}工资条",),
    ("姓名", "基本工资", "应发工资", "个税", "实发工资", "养老保险", "住房公积金", "备注"),
    ("张样本", "3350.70", "4250.70", "38.20", "3600.00", "312.50", "300.00", "无"),
)


def certificate(
    path: str, pay: str = "5,200.00", day: str = "2026年11月16日", **more: str
) -> Sheet:
    rows = [row.format(pay=pay, day=day) for row in CERTIFICATE]
    for old, new in more.items():
        rows = [row.replace(old, new) for row in rows]
    return Sheet(path).rows(*(row for row in rows if row))


def slip(path: str, month: str, sure: float = 0.99) -> Sheet:
    sheet = Sheet(path)
    for place, row in enumerate(SLIP):
        sheet.row(*(text.format(month=month) for text in row), sure=1 if place else sure)
    return sheet


def twins(
    cache: Cache,
    *sheets: Sheet,
    copies: Sequence[tuple[PageRef, PageRef]] = (),
    resaved: bool = False,
) -> Twins:
    known = gathered(sheets)
    pages = {page.ref: page for source in known.sources for page in source.pages}
    readings = {reading.ref: reading for reading in known.readings}
    materials = interpreted(sheets, cache).materials
    return twins_of(materials, pages, readings, copies, catalogue(), lambda _, __: resaved)


def picture(texts: Sequence[str], quality: int = 90, width: int = 720) -> bytes:
    image = files.written(texts)
    small = image.resize((width, round(image.height * width / image.width)))
    return files.saved(small, "JPEG", quality=quality)


def test_a_picture_saved_again_is_the_same_picture() -> None:
    texts = ("收入证明", "月收入5200元", "2026年11月10日")
    assert same_picture(picture(texts), picture(texts, quality=40, width=600))


@pytest.mark.parametrize("last", ["2026年11月11日", "2026年11月10日 ", "2026年1月10日"])
def test_a_picture_with_another_digit_is_another(last: str) -> None:
    texts = ("收入证明", "月收入5200元", "2026年11月10日")
    same = last.strip() == texts[-1]
    assert same_picture(picture(texts), picture((*texts[:2], last), 40, 600)) is same


def test_one_picture_saved_twice_settles_a_doubt(cache: Cache) -> None:
    pair = certificate("a.jpg"), certificate("b.jpg", day="")
    assert named(twins(cache, *pair, resaved=True)) == (["b.jpg of a.jpg"], [])


def named(found: Twins) -> tuple[list[str], list[str]]:
    """Copies, and what only looks alike."""
    return (
        [f"{copy.path} of {kept.path}" for copy, kept in found.copies],
        [f"{one.path} like {other.path}" for one, other in found.alike],
    )


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_a_paper_photographed_twice_is_a_copy(cache: Cache) -> None:
    first, second = certificate("a.jpg"), certificate("b.jpg", 情况属实="清况属实")
    assert named(twins(cache, first, second)) == (["b.jpg of a.jpg"], [])


def test_the_better_photo_is_kept(cache: Cache) -> None:
    poor = certificate("a.jpg")
    poor.lines = [line.model_copy(update={"confidence": 0.8}) for line in poor.lines]
    assert named(twins(cache, poor, certificate("b.jpg"))) == (["a.jpg of b.jpg"], [])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(certificate("b.jpg", day="2026年11月17日"), id="another day"),
        pytest.param(certificate("b.jpg", pay="5,300.00"), id="another pay"),
        pytest.param(certificate("b.jpg", 张样本="李范例"), id="another name"),
    ],
)
def test_papers_of_one_form_that_say_something_else_are_no_copies(
    other: Sheet, cache: Cache
) -> None:
    assert named(twins(cache, certificate("a.jpg"), other)) == ([], [])


def test_payslips_of_two_months_are_no_copies(cache: Cache) -> None:
    pair = slip("a.jpg", "2026年8月"), slip("b.jpg", "2026年9月")
    assert named(twins(cache, *pair)) == ([], [])


def test_payslips_whose_months_were_not_read_are_both_kept(cache: Cache) -> None:
    assert named(twins(cache, slip("a.jpg", ""), slip("b.jpg", ""))) == ([], ["b.jpg like a.jpg"])


def test_a_day_that_was_read_on_one_photo_alone_is_a_doubt(cache: Cache) -> None:
    pair = certificate("a.jpg"), certificate("b.jpg", day="")
    assert named(twins(cache, *pair)) == ([], ["b.jpg like a.jpg"])


def test_a_misread_digit_is_a_doubt(cache: Cache) -> None:
    other = certificate("b.jpg", day="")
    other.row("2026年11月10日", sure=0.6)
    assert named(twins(cache, certificate("a.jpg"), other)) == ([], ["b.jpg like a.jpg"])


def test_what_is_a_copy_already_is_not_told_again(cache: Cache) -> None:
    pair = certificate("a.jpg"), certificate("b.jpg")
    assert named(twins(cache, *pair, copies=[(pair[1].ref, pair[0].ref)])) == ([], [])


def test_pages_of_one_statement_are_no_copies(cache: Cache) -> None:
    def page(path: str, month: int) -> Sheet:
        sheet = Sheet(path).rows(
            "交易流水明细清单", "户名：张样本", "起止日期：2026-05-16至2026-11-15"
        )
        sheet.row("交易日期", "摘要", "对方户名", "收入", "支出", "余额")
        for day in range(1, 12):
            sheet.row(f"2026-{month:02d}-{day:02d}", "消费", "样本超市", "", f"{day}.50", "900.00")
        return sheet

    assert named(twins(cache, page("a.jpg", 5), page("b.jpg", 6))) == ([], [])
