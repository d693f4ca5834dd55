"""Which pages repeat another, and which only look alike, as the same screen of another day does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.duplicates import duplicates_of
from schemas.case import CaseSource
from schemas.reading import Reading
from schemas.source import Page, SourceFile
from tests.sheets import Sheet

LOOK = "0f" * 32
NEAR = "0e" + "0f" * 31
FAR = "f0" * 32


def bill(path: str, total: str = "1,016.80", interest: str = "12.30") -> Sheet:
    return Sheet(path).rows(
        "借呗 借款详情",
        ("剩余待还", total),
        ("待还本金", "1,000.00"),
        ("利息", interest),
        "数据更新于今日",
    )


def source(
    sheet: Sheet, *, digest: str = "", look: str = LOOK, wide: int = 1080, page: int = 1
) -> tuple[CaseSource, Reading]:
    made: Page = sheet.as_page(look).model_copy(update={"width": wide, "height": 2 * wide})
    file = SourceFile(path=sheet.path, sha256=digest or sheet.path, size=1)
    return CaseSource(file=file, pages=(made,)), sheet.reading()


def copies(*pages: tuple[CaseSource, Reading]) -> list[str]:
    sources, readings = zip(*pages, strict=True)
    return [f"{copy.path} of {kept.path}" for copy, kept in duplicates_of(sources, readings)]


def test_the_same_bytes_are_a_copy() -> None:
    assert copies(
        source(bill("微信图片.jpg"), digest="same"), source(bill("微信图片(1).jpg"), digest="same")
    ) == ["微信图片(1).jpg of 微信图片.jpg"]


def test_the_same_bytes_are_a_copy_even_without_words() -> None:
    assert copies(source(Sheet("a.jpg"), digest="same"), source(Sheet("b.jpg"), digest="same")) == [
        "b.jpg of a.jpg"
    ]


def test_a_smaller_one_with_the_same_words_is_a_copy_of_the_larger() -> None:
    assert copies(source(bill("a.jpg"), wide=540, look=NEAR), source(bill("b.jpg"))) == [
        "a.jpg of b.jpg"
    ]


def test_a_misread_word_changes_nothing() -> None:
    again = Sheet("b.jpg").rows(
        "借呗 借款详请",
        ("剩余待还", "1,016.80"),
        ("待还本金", "1,000.00"),
        ("利息", "12.30"),
        "数据更新于今日",
    )
    assert copies(source(bill("a.jpg")), source(again, wide=720, look=NEAR)) == ["b.jpg of a.jpg"]


def test_three_of_the_same_have_one_original() -> None:
    pages = [source(bill(name), wide=wide) for name, wide in (("a", 540), ("b", 1080), ("c", 720))]
    assert copies(*pages) == ["a of b", "c of b"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(bill("b.png", total="1,017.80"), id="another total"),
        pytest.param(bill("b.png", interest="13.30"), id="another interest"),
        pytest.param(bill("b.png").rows(("罚息", "4.50")), id="one amount more"),
    ],
)
def test_the_same_layout_with_other_amounts_is_no_copy(other: Sheet) -> None:
    assert copies(source(bill("a.png")), source(other)) == []


def test_the_same_words_on_a_page_that_looks_otherwise_are_no_copy() -> None:
    assert copies(source(bill("a.png")), source(bill("b.png"), look=FAR)) == []


def test_pages_without_words_are_compared_by_their_look() -> None:
    assert copies(source(Sheet("a.png")), source(Sheet("b.png"))) == ["b.png of a.png"]
    assert copies(source(Sheet("a.png")), source(Sheet("b.png"), look=FAR)) == []


def test_blank_pages_are_no_copies_of_each_other() -> None:
    blank = "00" * 32
    assert copies(source(Sheet("a.png"), look=blank), source(Sheet("b.png"), look=blank)) == []


def test_pages_of_one_file_are_no_copies_by_its_digest() -> None:
    first, second = bill("a.pdf"), bill("a.pdf", total="2,000.00")
    second.page = 2
    pages = (first.as_page(LOOK), second.as_page(LOOK))
    file = SourceFile(path="a.pdf", sha256="same", size=1)
    readings: Sequence[Reading] = (first.reading(), second.reading())
    assert duplicates_of((CaseSource(file=file, pages=pages),), tuple(readings)) == ()


def test_the_same_case_in_another_order_has_the_same_originals() -> None:
    pages = [source(bill(name), wide=wide) for name, wide in (("a", 540), ("b", 1080), ("c", 720))]
    assert sorted(copies(*pages)) == sorted(copies(*reversed(pages)))
