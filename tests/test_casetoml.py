"""case.toml: what is typed is read, every fault is named at once, and `init` writes what parses."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.casetoml import case_toml_text, load_case_file
from pipeline.errors import WrongUsage
from schemas.case import Case, Person
from schemas.casefile import CaseFile
from schemas.material import Material
from schemas.source import PageRef
from schemas.statement import Parts, Statement

TODAY = date(2026, 11, 21)


def typed(folder: Path, text: str, encoding: str = "utf-8") -> CaseFile:
    (folder / "case.toml").write_text(text, encoding=encoding)
    return load_case_file(folder)


def faults(folder: Path, text: str) -> str:
    with pytest.raises(WrongUsage) as caught:
        typed(folder, text)
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    return caught.value.message


def a_case(**changes: object) -> Case:
    empty = Case(
        name="张样本",
        today=TODAY,
        typed=CaseFile(),
        applicant=Person(),
        sources=(),
        readings=(),
        materials=(),
        statements=(),
    )
    return empty.model_copy(update=changes)


def a_paper(kind: str, path: str, page: int = 1) -> Material:
    ref = PageRef(path=path, page=page)
    return Material(id="m1", kind=kind, pages=(ref,), confidence=0.9)


def a_statement(product: str) -> Statement:
    return Statement(
        id="s1",
        lender="",
        product="",
        product_id=product,
        kind="cash_loan",
        as_of=None,
        pages=(PageRef(path="a.jpg", page=1),),
        overdue_days=None,
        daily_rate=None,
        annual_rate=None,
        periods=(),
        outstanding=Parts(),
        needs_review=False,
    )


def test_absent_file_is_an_empty_one(tmp_path: Path) -> None:
    assert load_case_file(tmp_path) == CaseFile()


def test_every_key_of_the_contract_is_read(tmp_path: Path) -> None:
    case = typed(
        tmp_path,
        """
        [applicant]
        name = "张样本"
        [hardship]
        reason = "illness"
        since = 2026-03-12
        story = "..."
        [finances]
        income = 5200.00
        [[finances.expense]]
        category = "housing"
        amount = 1500
        [[finances.debt]]
        name = "房贷"
        monthly = 2000.10
        [request]
        channel = "alipay_app"
        relief = ["waive_penalty", "waive_interest"]
        lenders = []
        months = 12
        first_due = 2026-12-10
        [[assign]]
        file = "IMG_2034.JPG"
        pages = [1]
        material = "diagnosis"
        [[correction]]
        file = "IMG_2034.JPG"
        page = 1
        field = "outstanding.penalty"
        value = "12.34"
        note = "打电话核实"
        [signing]
        date = 2026-11-21
        """,
    )
    assert case.hardship.since == date(2026, 3, 12)
    assert case.finances.income == Decimal("5200.00")
    assert case.finances.debt[0].monthly == Decimal("2000.10")
    assert case.correction[0].value == "12.34"
    assert case.signing.date == TODAY


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_files_of_windows_editors_are_read(tmp_path: Path, encoding: str) -> None:
    assert typed(tmp_path, '[applicant]\nname = "张样本"\n', encoding).applicant.name == "张样本"


def test_all_faults_come_at_once_with_what_was_meant(tmp_path: Path) -> None:
    message = faults(
        tmp_path,
        """
        [applicant]
        nmae = "张样本"
        id_number = 110101199003070011
        [hardship]
        reason = "ilness"
        [finances]
        income = -1
        [[assign]]
        file = "a.jpg"
        """,
    )
    assert "5 处" in message
    for expected in (
        "case.toml: applicant.nmae",
        "did you mean 'name'",
        '要写在引号里："110101199003070011"',
        "did you mean 'illness'",
        "finances.income",
        "assign.0.material: 缺少这个键",
    ):
        assert expected in message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("name = 张样本", 'name = "张样本"', id="no-quotes"),
        pytest.param("name = “张样本”", 'name = "张样本"', id="chinese-quotes"),
        pytest.param('name ＝ "张样本"', 'name = "张样本"', id="full-width-equals"),
        pytest.param("since = 2026-3-2", "2026-03-02", id="short-date"),
        pytest.param("since = 2026年3月2日", "2026-03-02", id="chinese-date"),
    ],
)
def test_syntax_faults_name_their_line_and_the_usual_reason(
    tmp_path: Path, line: str, expected: str
) -> None:
    message = faults(tmp_path, f"[applicant]\n\n{line}\n")
    assert "第3行" in message
    assert expected in message


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        ('[[assign]]\nfile="a"\nmaterial="diagnosi"', "assign.0.material", "diagnosis"),
        ('[request]\nchannel="alipay_ap"', "request.channel", "alipay_app"),
        ('[request]\nlenders=["huabie"]', "request.lenders", "huabei"),
    ],
    ids=["material", "channel", "lender"],
)
def test_names_the_catalogue_does_not_know(tmp_path: Path, text: str, key: str, meant: str) -> None:
    message = faults(tmp_path, text)
    assert f"case.toml: {key}" in message
    assert f"did you mean {meant!r}" in message


def test_a_lender_may_be_a_company_that_the_catalogue_does_not_know(tmp_path: Path) -> None:
    text = '[[assign]]\nfile = "通知.jpg"\nmaterial = "bill"\nlender = "示例资产管理股份有限公司"\n'
    assert typed(tmp_path, text).assign[0].lender == "示例资产管理股份有限公司"


def test_names_are_told_together_with_the_other_faults(tmp_path: Path) -> None:
    message = faults(tmp_path, '[finances]\nincome = -1\n[request]\nchannel = "alipay_ap"\n')
    assert "2 处" in message
    assert "不能小于 0" in message
    assert "alipay_app" in message


def test_a_material_left_blank_is_told_with_the_names_it_may_have(tmp_path: Path) -> None:
    message = faults(tmp_path, '[[assign]]\nfile = "a.jpg"\nmaterial = ""\n')
    assert "assign.0.material: 没有填写是什么材料" in message
    assert "diagnosis（诊断证明书）" in message
    assert message.count("unknown") == 1


def test_each_language_stands_by_itself(tmp_path: Path) -> None:
    text = (
        '[applicant]\nnmae = "x"\n[hardship]\nreason = "sick"\n[finances]\nincome = "much"\n'
        '[[finances.expense]]\ncategory = "rent"\namount = 1\n'
    )
    with pytest.raises(WrongUsage) as caught:
        typed(tmp_path, text)
    assert not re.search("[\u4e00-\u9fff]", caught.value.english)
    assert "housing（房租房贷）" in caught.value.message
    assert "must be" not in caught.value.message
    assert "要写成数字" in caught.value.message


def test_a_folder_called_case_toml_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "case.toml").mkdir()
    with pytest.raises(WrongUsage, match=r"case\.toml"):
        load_case_file(tmp_path)


def test_prefilled_text_says_what_was_read_and_parses_back(tmp_path: Path) -> None:
    person = Person(name='张"样\\本', id_number="110101199003070011")
    text = case_toml_text(
        a_case(
            applicant=person,
            statements=(a_statement("huabei"), a_statement("huabei"), a_statement("")),
            materials=(a_paper("diagnosis", "b.jpg"), a_paper("unknown", 'c "1".jpg', 2)),
        )
    )
    case = typed(tmp_path, text)
    assert case.applicant.name == person.name
    assert case.applicant.id_number == person.id_number
    assert case.applicant.phone == ""
    assert case.request.lenders == ("huabei",)
    assert case.hardship.reason == "illness"
    assert '# file = "c \\"1\\".jpg"\n# pages = [2]' in text


def test_prefilled_text_of_an_empty_case_types_nothing(tmp_path: Path) -> None:
    assert typed(tmp_path, case_toml_text(a_case())) == CaseFile()


def test_papers_that_speak_for_two_reasons_leave_the_choice_to_a_person(tmp_path: Path) -> None:
    materials = (a_paper("diagnosis", "a.jpg"), a_paper("termination_certificate", "b.jpg"))
    text = case_toml_text(a_case(materials=materials))
    assert typed(tmp_path, text).hardship.reason is None
    assert "材料同时支持：illness、unemployment" in text


def test_every_commented_key_parses_when_its_mark_is_taken_off(tmp_path: Path) -> None:
    """What a person is told to uncomment must be right when they do."""
    text = case_toml_text(a_case(materials=(a_paper("unknown", "c.jpg"),)))
    typed_keys = (
        "mask_others keep kind first_payment first_source low_months low_payment later_income "
        "due payment source "
        "since story income category amount note name monthly channel relief months first_due "
        "file page field value rule material password date reason id_number phone address"
    )
    keys = ("[[", *typed_keys.split())
    opened = "\n".join(
        line[2:] if line.startswith("# ") and line[2:].startswith(keys) else line
        for line in text.splitlines()
    )
    case = typed(tmp_path, opened)
    assert case.finances.expense
    assert case.plan.row
    assert case.password
    assert case.waive
    assert case.assign[0].file == "c.jpg"
    assert case.signing.date == TODAY
