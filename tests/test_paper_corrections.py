"""A person corrects a name, number or date on a paper; it outranks what was read."""

from __future__ import annotations

import pytest

from pipeline.check.example import healthy
from pipeline.check.example_facts import facts_of
from pipeline.errors import WrongUsage
from pipeline.extract.corrections import corrected, corrected_papers
from schemas.case import Case
from schemas.casefile import Correction
from schemas.catalogue import load_catalogue


@pytest.fixture
def case() -> Case:
    return facts_of(healthy(), load_catalogue()).case


def correction(field: str, value: str, file: str = "收入证明.pdf") -> Correction:
    return Correction(file=file, field=field, value=value, note="看过原件")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        pytest.param("issued", "2026-11-16", "2026-11-16", id="date"),
        pytest.param("valid_until", "long-term", "long-term", id="no-expiry"),
        pytest.param("name", "张样本", "张样本", id="name"),
        pytest.param("monthly_income", "5,200", "5200.00", id="amount"),
        pytest.param("seal", "seen", "seen", id="seal"),
    ],
)
def test_a_corrected_fact_is_certain(case: Case, field: str, value: str, kept: str) -> None:
    papers = corrected_papers(case.materials, [correction(field, value)])
    (paper,) = (found for found in papers if found.kind == "income_certificate")
    assert paper.fields[field].value == kept
    assert paper.fields[field].confidence == 1.0
    others = [found for found in papers if found.kind != "income_certificate"]
    assert others == [found for found in case.materials if found.kind != "income_certificate"]


@pytest.mark.parametrize(
    ("field", "value", "file", "word"),
    [
        pytest.param("isued", "2026-11-16", "收入证明.pdf", "issued", id="unknown-field"),
        pytest.param("issued", "11月16日", "收入证明.pdf", "11月16日", id="no-date"),
        pytest.param("monthly_income", "五千二", "收入证明.pdf", "五千二", id="no-amount"),
        pytest.param("issued", "2026-11-16", "没有.pdf", "没有.pdf", id="no-such-page"),
    ],
)
def test_a_correction_that_cannot_hold_is_refused(
    case: Case, field: str, value: str, file: str, word: str
) -> None:
    with pytest.raises(WrongUsage, match=word):
        corrected_papers(case.materials, [correction(field, value, file)])


def test_bills_take_their_own_corrections_and_leave_the_rest(case: Case) -> None:
    entries = [
        correction("holder", "张样本", "花呗账单.png"),
        correction("issued", "2026-11-16"),
    ]
    (bill,) = corrected(case.statements, entries)
    assert bill.holder is not None
    assert bill.holder.value == "张样本"
    assert corrected_papers(case.materials, entries[:1]) == case.materials
