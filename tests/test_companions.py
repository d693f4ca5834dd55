"""Several papers on one page: both sides of an ID card copied together, two papers in a photo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.cli.show import read_text
from pipeline.cli.voice import Voice
from pipeline.errors import WrongUsage
from pipeline.exhibits import exhibit_groups
from pipeline.extract.corrections import corrected_papers
from pipeline.record import read_json
from pipeline.store import Cache
from schemas.case import Case, Person
from schemas.casefile import CaseFile, Correction
from schemas.claim import Claim
from schemas.material import Material
from schemas.source import PageRef
from tests.sheets import Sheet, catalogue, gathered, interpreted

FRONT = (
    "姓名 张样本",
    "性别 男 民族 汉",
    "出生 1988年1月31日",
    "住址 北京市样本区示例大街167号",
    "公民身份号码 11019919880131814X",
)
BACK = (
    "中华人民共和国",
    "居民身份证",
    "签发机关 北京市公安局样本分局",
    "有效期限 2022.12.12-2042.12.12",
)
DIAGNOSIS = (
    "疾病诊断证明书",
    "姓名：张样本 科别：普外科",
    "临床诊断：急性阑尾炎",
    "建议休息三十天",
    "医师签名：李样例",
    "2026年3月12日",
)
RECEIPT = (
    "医疗门诊收费票据",
    "票据号码：00012345",
    "医保统筹支付 100.00",
    "个人自付 50.00",
    "合计 150.00",
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


SLIP = (
    ("样本制造有限公司2026年{month}月工资条",),
    ("姓名", "基本工资", "应发工资", "个税", "实发工资"),
    ("张样本", "4400.70", "{gross}", "38.20", "{net}"),
)
MONTHS = ((6, "7900.00", "7200.00"), (9, "3800.00", "3500.00"), (10, "3800.00", "3500.00"))


def slip(month: int, gross: str, net: str, titled: bool = True) -> tuple[tuple[str, ...], ...]:
    rows = tuple(
        tuple(text.format(month=month, gross=gross, net=net) for text in row) for row in SLIP
    )
    return rows if titled else (("月份", *rows[1]), (f"2026-{month:02d}", *rows[2]))


def papers(
    cache: Cache, *papers: Sequence[str | tuple[str, ...]], gap: int = 150
) -> tuple[Material, ...]:
    sheet = Sheet("copy.jpg")
    for rows in papers:
        sheet.rows(*rows).gap(gap)
    return interpreted([sheet], cache).materials


LOOSE = (FRONT[:3], FRONT[3:], BACK[:2], BACK[2:])
"""Both sides with wide gaps between what each says, as the card has them."""


def test_wide_gaps_on_a_card_make_no_further_cards(cache: Cache) -> None:
    found = papers(cache, *LOOSE, gap=420)
    assert [paper.kind for paper in found] == ["id_card_front", "id_card_back"]
    assert found[0].fields["id_number"].value == "11019919880131814X"
    assert found[1].fields["valid_until"].value == "2042-12-12"


@pytest.mark.parametrize("sides", [(FRONT, BACK), (BACK, FRONT)])
def test_both_sides_of_an_id_card_on_one_page_are_both_there(
    sides: tuple[tuple[str, ...], ...], cache: Cache
) -> None:
    found = {paper.kind: paper for paper in papers(cache, *sides)}
    assert set(found) == {"id_card_front", "id_card_back"}
    assert found["id_card_front"].fields["id_number"].value == "11019919880131814X"
    assert found["id_card_back"].fields["valid_until"].value == "2042-12-12"


def test_two_titled_papers_in_one_photo_are_both_there(cache: Cache) -> None:
    first, second = papers(cache, DIAGNOSIS, RECEIPT)
    assert (first.kind, first.also) == ("diagnosis", ("medical_receipt",))
    assert (second.kind, second.also) == ("medical_receipt", ("diagnosis",))
    assert "total" not in first.fields
    assert second.fields["total"].value == "150.00"


@pytest.mark.parametrize("rows", [FRONT, BACK, DIAGNOSIS, RECEIPT])
def test_a_paper_alone_is_one_paper(rows: tuple[str, ...], cache: Cache) -> None:
    for [paper] in (papers(cache, rows), papers(cache, rows[:3], rows[3:])):
        assert (paper.also, paper.area) == ((), None)


@pytest.mark.parametrize("count", [2, 3])
def test_payslips_of_several_months_in_one_photo_are_papers_of_their_own(
    count: int, cache: Cache
) -> None:
    found = papers(cache, *(slip(*month) for month in MONTHS[:count]))
    assert [paper.kind for paper in found] == ["payslip"] * count
    assert [paper.fields["pay_month"].value for paper in found] == [
        f"2026-{month:02d}" for month, _, _ in MONTHS[:count]
    ]
    assert [paper.fields["net_pay"].value for paper in found] == [n for _, _, n in MONTHS[:count]]
    assert {paper.pages for paper in found} == {(PageRef(path="copy.jpg", page=1),)}
    areas = [paper.area for paper in found if paper.area]
    assert [a.y1 <= b.y0 for a, b in pairwise(areas)] == [True] * (count - 1)


def test_papers_that_lie_side_by_side_are_papers_of_their_own(cache: Cache) -> None:
    sheet = Sheet("copy.jpg")
    for left, month in ((40, 8), (900, 9)):
        rows = (
            f"2026年{month}月工资条",
            "姓名 张样本",
            "应发工资 5300.00",
            f"实发工资 46{month}0.00",
        )
        for place, text in enumerate(rows):
            sheet.at(left, 100 + 90 * place, text)
    found = interpreted([sheet], cache).materials
    assert [paper.fields["net_pay"].value for paper in found] == ["4680.00", "4690.00"]


def test_strips_without_titles_are_told_apart_by_their_equal_form(cache: Cache) -> None:
    found = papers(cache, *(slip(*month, titled=False) for month in MONTHS))
    assert [paper.fields["net_pay"].value for paper in found] == [net for _, _, net in MONTHS]


def test_a_slip_with_its_counterfoil_is_one_paper(cache: Cache) -> None:
    [paper] = papers(cache, slip(*MONTHS[0]), slip(*MONTHS[0]))
    assert paper.fields["net_pay"].value == "7200.00"


def test_two_pages_of_one_paper_side_by_side_are_one_paper(cache: Cache) -> None:
    pages = [
        (
            "出院记录",
            "姓名：张样本",
            f"{day}",
            "出院诊断：急性阑尾炎",
            "出院医嘱：休息",
            f"第{n}页 共2页",
        )
        for n, day in ((1, "入院日期：2026-03-01"), (2, "记录日期：2026-03-12"))
    ]
    assert len(papers(cache, *pages)) == 1


def test_a_slip_with_the_year_so_far_below_is_one_paper(cache: Cache) -> None:
    year = (
        ("本年累计", "累计应发", "累计个税", "累计实发"),
        ("", "53000.00", "382.00", "46500.00"),
    )
    [paper] = papers(cache, slip(*MONTHS[0]), year)
    assert paper.fields["net_pay"].value == "7200.00"


def test_a_list_of_months_is_a_payslip_for_each(cache: Cache) -> None:
    sheet = Sheet("list.jpg").rows("工资明细表", "姓名：张样本", "打印日期：2026-11-03")
    sheet.row("月份", "应发工资", "个税", "实发工资")
    for month, gross, net in MONTHS:
        sheet.row(f"2026年{month}月", gross, "38.20", net)
    found = interpreted([sheet], cache).materials
    assert [
        (p.fields["pay_month"].value, p.fields["net_pay"].value, p.fields["name"].value)
        for p in found
    ] == [(f"2026-{month:02d}", net, "张样本") for month, _, net in MONTHS]
    areas = [paper.area for paper in found if paper.area]
    assert [a.y1 <= b.y0 for a, b in pairwise(areas)] == [True, True]


def test_a_list_of_one_month_is_one_payslip(cache: Cache) -> None:
    sheet = Sheet("list.jpg").rows("工资明细表", ("月份", "应发工资", "个税", "实发工资"))
    sheet.row("2026年9月", "5300.70", "38.20", "4650.00")
    [paper] = interpreted([sheet], cache).materials
    assert (paper.area, paper.fields["net_pay"].value) == (None, "4650.00")


def test_papers_that_share_a_page_are_one_exhibit_with_all_their_months(cache: Cache) -> None:
    found = papers(cache, slip(*MONTHS[0]), slip(*MONTHS[1]))
    sheet = Sheet("copy.jpg").gap(2000)
    case = case_of(found, sheet)
    [group] = exhibit_groups(case, nothing_claimed(), catalogue())
    [exhibit] = group.exhibits
    assert exhibit.title == "工资条（2026-06、2026-09）"
    assert [case.of_kind("payslip")] == [found]


def test_the_record_lists_every_paper_of_a_page(cache: Cache) -> None:
    found = papers(cache, slip(*MONTHS[0]), slip(*MONTHS[1]))
    [page] = json.loads(read_json(case_of(found, Sheet("copy.jpg"))))["files"][0]["pages"]
    assert page["also"] == ["payslip"]
    assert page["fields"]["net_pay"]["value"] == "7200.00"
    nets = [paper["fields"]["net_pay"]["value"] for paper in page["papers"]]
    assert nets == ["7200.00", "3500.00"]
    assert all(len(paper["box"]) == 4 for paper in page["papers"])


def test_reading_alone_lists_every_paper_of_a_page(cache: Cache) -> None:
    found = papers(cache, slip(*MONTHS[0]), slip(*MONTHS[1]))
    text = read_text(case_of(found, Sheet("copy.jpg")), Voice("zh"))
    assert [line.split()[-1] for line in text.splitlines() if "实发" in line] == [
        "7200.00",
        "3500.00",
    ]


def test_a_correction_says_which_paper_of_a_page_it_means(cache: Cache) -> None:
    found = papers(cache, slip(*MONTHS[0]), slip(*MONTHS[1]))
    typed = Correction(file="copy.jpg", page=1, field="net_pay[2]", value="3600")
    fixed = corrected_papers(found, [typed])
    assert [paper.fields["net_pay"].value for paper in fixed] == ["7200.00", "3600.00"]
    with pytest.raises(WrongUsage, match="2 份材料"):
        corrected_papers(found, [typed.model_copy(update={"field": "net_pay"})])


def case_of(materials: tuple[Material, ...], sheet: Sheet) -> Case:
    known = gathered([sheet])
    return Case(
        name="case",
        today=date(2026, 11, 21),
        typed=CaseFile(),
        applicant=Person(),
        sources=known.sources,
        readings=known.readings,
        materials=materials,
        statements=(),
    )


def nothing_claimed() -> Claim:
    nothing = Decimal(0)
    return Claim(
        interest=nothing,
        penalty=nothing,
        late_fees=nothing,
        fees=nothing,
        principal=nothing,
        interest_overdue=nothing,
        lines=(),
    )
