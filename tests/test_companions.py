"""Several papers on one page: both sides of an ID card copied together, two papers in a photo."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import Cache
from schemas.material import Material
from tests.sheets import Sheet, interpreted

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


def paper(cache: Cache, *papers: tuple[str, ...], gap: int = 150) -> Material:
    sheet = Sheet("copy.jpg")
    for rows in papers:
        sheet.rows(*rows).gap(gap)
    [material] = interpreted([sheet], cache).materials
    return material


@pytest.mark.parametrize("sides", [(FRONT, BACK), (BACK, FRONT)])
def test_both_sides_of_an_id_card_on_one_page_are_both_there(
    sides: tuple[tuple[str, ...], ...], cache: Cache
) -> None:
    material = paper(cache, *sides)
    assert set(material.kinds) == {"id_card_front", "id_card_back"}
    assert material.fields["id_number"].value == "11019919880131814X"
    assert material.fields["valid_until"].value == "2042-12-12"


def test_two_titled_papers_in_one_photo_are_both_there(cache: Cache) -> None:
    assert set(paper(cache, DIAGNOSIS, RECEIPT).kinds) == {"diagnosis", "medical_receipt"}


@pytest.mark.parametrize("rows", [FRONT, BACK, DIAGNOSIS, RECEIPT])
def test_a_paper_alone_is_one_paper(rows: tuple[str, ...], cache: Cache) -> None:
    assert paper(cache, rows).also == ()
    assert paper(cache, rows[:3], rows[3:]).also == ()
