"""One late paper and a new build: page numbers move, and nothing else that need not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.assemble.readback import ReadBack
from pipeline.store import Cache
from tests.packcases import CaseBuilder, illness_case
from tests.test_assemble_pack import Made, made

LATE = "late.jpg"


def pack(root: Path, *, late: bool) -> Made:
    folder = root / "张样本"
    folder.mkdir(parents=True)
    builder = illness_case(CaseBuilder(Cache(root / "cache"), folder))
    if late:
        builder.paper("discharge_summary", LATE, ["出院小结", "姓名：张样本", "出院诊断"])
    return made(builder, root / "out")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    root = tmp_path_factory.mktemp("late")
    return pack(root / "before", late=False), pack(root / "after", late=True)


def places(one: Made) -> dict[tuple[str, int, int], int]:
    """Input page and slice → page of the bundle."""
    pages = json.loads((one.folder / "manifest.json").read_text("utf-8"))["pages"]
    return {
        (page["source"]["path"], page["source"]["page"], page["top"]): page["bundle_page"]
        for page in pages
    }


def test_pages_move_by_one_after_the_late_paper_and_by_none_before(
    both: tuple[Made, Made],
) -> None:
    before, after = (places(one) for one in both)
    ((late, _),) = ((page, key) for key, page in after.items() if key[0] == LATE)
    assert set(after) - set(before) == {key for key in after if key[0] == LATE}
    for key, page in before.items():
        assert after[key] == page + (page >= late)


def test_every_kept_picture_is_the_same_in_both(both: tuple[Made, Made]) -> None:
    before, after = both

    def pictures(one: Made) -> dict[str, bytes]:
        upload = one.folder / "upload"
        return {file.name.split("_", 1)[1]: file.read_bytes() for file in upload.iterdir()}

    old, new = pictures(before), pictures(after)
    assert set(new) - set(old) == {name for name in new if "出院" in name}
    assert all(new[name] == data for name, data in old.items())


def test_only_lines_that_cite_pages_or_count_papers_change(both: tuple[Made, Made]) -> None:
    """The letter's words, the schedule's amounts and the plan stay as they were."""
    before, after = both
    assert before.plan.claim.total == after.plan.claim.total
    assert before.plan.repayment == after.plan.repayment
    for old, new in zip(before.plan.letters, after.plan.letters, strict=True):
        changed = [
            (one.text, other.text)
            for one, other in zip(old.parts, new.parts, strict=True)
            if one != other
        ]
        assert changed
        assert all("证据" in one and "证据" in other for one, other in changed)


def test_both_tell_true_page_numbers(both: tuple[Made, Made]) -> None:
    for one in both:
        bundle = ReadBack(one.folder / one.written.bundle)
        assert f"第{len(bundle)}页/共{len(bundle)}页" in "".join(bundle.text(len(bundle)).split())
        bundle.close()
