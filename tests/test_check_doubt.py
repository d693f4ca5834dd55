"""A doubtful date: what it may stand for, and when that changes an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from pipeline.check import example_facts
from pipeline.check.dates import papers_fresh
from pipeline.check.doubt import Meant, days_meant
from pipeline.check.facts import Facts
from pipeline.check.future import not_in_future
from pipeline.check.rule import Answers
from schemas.evidence import Evidence, FieldValue
from schemas.findings import Outcome
from tests import sheets

TODAY = date(2026, 11, 21)
PATH = "证明.jpg"


def facts_with(sheet: sheets.Sheet, fields: Mapping[str, FieldValue]) -> Facts:
    """A case of one income certificate, on the page that was drawn."""
    paper = {"income_certificate": {"file": PATH, "fields": {}}}
    bare = example_facts.facts_of({"today": TODAY, "material": paper}, sheets.catalogue())
    (material,) = bare.case.materials
    held = {
        "materials": (material.model_copy(update={"fields": dict(fields)}),),
        "readings": (sheet.reading(),),
    }
    return replace(bare, case=bare.case.model_copy(update=held))


def certificate(day: str, faint: str = "", read: str = "") -> tuple[sheets.Sheet, FieldValue]:
    """A page with a date on it, of which the characters `faint` are doubtful; `read`: as ISO."""
    sheet = sheets.Sheet(path=PATH).row("收入证明").row(day)
    line = sheet.lines[-1]
    start = day.index(faint) if faint else 0
    sure = tuple(
        0.4 if faint and start <= place < start + len(faint) else 0.99
        for place in range(len(line.text))
    )
    sheet.lines[-1] = line.model_copy(update={"certainties": sure})
    evidence = Evidence(path=PATH, page=1, box=line.box, text=day)
    return sheet, FieldValue(value=read, confidence=min(sure), evidence=evidence)


@pytest.mark.parametrize(
    ("day", "faint", "read", "meant"),
    [
        ("2026年11月16日", "", "2026-11-16", ("2026-11-16", "2026-11-16")),
        ("2026年11月16日", "16", "2026-11-16", ("2026-11-01", "2026-11-30")),
        ("2026年2月6日", "6日", "2026-02-06", ("2026-02-01", "2026-02-28")),
        ("2026年1月16日", "1月", "2026-01-16", None),
        ("2026年11月16日", "11", "2026-11-16", ("2026-01-16", "2026-12-16")),
        ("2026年11月16日", "6年", "2026-11-16", None),
    ],
    ids=["clear", "day", "day-of-february", "between", "month", "year"],
)
def test_what_a_date_may_stand_for(
    day: str, faint: str, read: str, meant: tuple[str, str] | None
) -> None:
    sheet, value = certificate(day, faint, read)
    facts = facts_with(sheet, {"issued": value})
    expected = Meant(*map(date.fromisoformat, meant)) if meant else None
    assert days_meant(facts, value) == expected


def test_characters_that_are_not_at_hand_bound_nothing() -> None:
    sheet, value = certificate("2026年11月16日", "16", "2026-11-16")
    elsewhere = value.evidence.model_copy(update={"text": "2026年11月18日"})
    facts = facts_with(sheet, {"issued": value})
    assert days_meant(facts, value.model_copy(update={"evidence": elsewhere})) is None


def outcomes(answers: Answers) -> set[Outcome]:
    return {answer.outcome for answer in answers}


def facts_of(day: str, faint: str, read: str) -> Facts:
    sheet, value = certificate(day, faint, read)
    return facts_with(sheet, {"issued": value})


def test_a_doubt_that_changes_nothing_holds_nothing_up() -> None:
    facts = facts_of("2026年10月30日", "30", "2026-10-30")
    assert outcomes(not_in_future(facts)) == {Outcome.PASSED}


def test_a_day_that_may_lie_ahead_names_its_page() -> None:
    facts = facts_of("2026年11月16日", "16", "2026-11-16")
    (answer,) = not_in_future(facts)
    assert answer.outcome is Outcome.UNDETERMINED
    assert [spot.path for spot in answer.spots] == [PATH]
    assert 'value = "2026-11-16"' in answer.next


def test_a_paper_fresh_whatever_its_day_passes() -> None:
    inside = facts_of("2026年11月1日", "", "2026-11-01")
    assert outcomes(papers_fresh(inside)) == {Outcome.PASSED}
    outside = facts_of("2026年10月30日", "30", "2026-10-30")
    assert outcomes(papers_fresh(outside)) == {Outcome.UNDETERMINED}
