"""Who the applicant is: typed, else the ID card, else what most papers say."""

from __future__ import annotations

from pipeline.people import applicant_of, contradictions_of
from schemas.casefile import Applicant, CaseFile
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.material import Material
from schemas.source import PageRef

NOBODY = CaseFile()


def paper(number: int, kind: str, **facts: str) -> Material:
    place = Evidence(path=f"{number}.jpg", page=1, box=Box(x0=0, y0=0, x1=1, y1=1), text="")
    return Material(
        id=f"m{number}",
        kind=kind,
        pages=(PageRef(path=f"{number}.jpg", page=1),),
        confidence=0.9,
        fields={
            name: FieldValue(value=value, confidence=0.9, evidence=place)
            for name, value in facts.items()
        },
    )


def test_typed_values_come_first() -> None:
    typed = CaseFile(applicant=Applicant(name="李样例", phone="13800000000"))
    person = applicant_of(typed, (paper(1, "id_card_front", name="张样本", id_number="11"),))
    assert (person.name, person.phone, person.id_number) == ("李样例", "13800000000", "11")


def test_the_id_card_outranks_other_papers() -> None:
    papers = (
        paper(1, "payslip", name="王范例"),
        paper(2, "diagnosis", name="王范例"),
        paper(3, "id_card_front", name="张样本", address="某市某路1号"),
    )
    person = applicant_of(NOBODY, papers)
    assert (person.name, person.address) == ("张样本", "某市某路1号")


def test_without_a_card_the_most_frequent_name_counts() -> None:
    papers = (
        paper(1, "payslip", name="王范例"),
        paper(2, "diagnosis", name="张样本"),
        paper(3, "bank_statement", account_holder="张样本"),
    )
    assert applicant_of(NOBODY, papers).name == "张样本"


def test_a_masked_name_is_nobody() -> None:
    assert applicant_of(NOBODY, (paper(1, "bill", account_holder="张*本"),)).name == ""


def test_an_address_comes_from_the_card_alone() -> None:
    assert applicant_of(NOBODY, (paper(1, "lease", address="某市某路1号"),)).address == ""


def test_without_papers_nothing_is_known() -> None:
    assert applicant_of(NOBODY, ()).name == ""


def test_a_typed_name_that_the_card_denies_is_told() -> None:
    typed = CaseFile(applicant=Applicant(name="李样例", id_number="1x"))
    card = paper(1, "id_card_front", name="张样本", id_number="1X")
    [told] = contradictions_of(typed, (card,))
    assert (told.field, told.typed, told.read, str(told.source)) == (
        "name",
        "李样例",
        "张样本",
        "1.jpg#1",
    )


def test_other_papers_contradict_nobody() -> None:
    typed = CaseFile(applicant=Applicant(name="李样例"))
    assert contradictions_of(typed, (paper(1, "payslip", name="张样本"),)) == ()
