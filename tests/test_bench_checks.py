"""The defects of `make bench-checks`, and those of them that need no page to be read again."""

from __future__ import annotations

import random
import tomllib
from decimal import Decimal

import pytest

from pipeline.check import run_checks
from pipeline.people import applicant_of, contradictions_of
from samples.papers import identity
from samples.persons import person
from schemas.casefile import CaseFile
from schemas.findings import Finding, Outcome, Severity
from tests.bench_checks.__main__ import DEFECTS
from tests.bench_checks.clean import CLEAN
from tests.bench_checks.defects import Defect, in_company
from tests.bench_checks.draft import Draft, Shot, Spoilt, files_of, toml_of
from tests.bench_checks.judge import SAID, facts_of
from tests.bench_checks.planted_words import TYPED
from tests.bench_checks.table import FOUND, SILENT, Planted, outcome_of, report, share
from tests.replay import checked

DEFECT = Defect("d", "illness", "plan.made", lambda draft: draft, frozenset({"a"}), file="a")
SECTIONS = ("applicant", "hardship", "finances", "request")


def finding(rule: str, outcome: Outcome = Outcome.FAILED, message: str = "m") -> Finding:
    spots = ({"path": "a-1.jpg", "page": 1},)
    return Finding.model_validate(
        {"rule": rule, "outcome": outcome, "severity": Severity.WARN, "message": message,
         "evidence": spots}
    )  # fmt: skip


def test_found_is_what_the_clean_case_does_not_say() -> None:
    said = [finding("plan.made")]
    assert outcome_of(DEFECT, said, []) == FOUND
    assert outcome_of(DEFECT, said, said) == SILENT
    assert outcome_of(DEFECT, [finding("plan.other")], []) == SILENT
    assert outcome_of(DEFECT, [finding("plan.made", Outcome.UNDETERMINED)], []) == "said"


def test_found_speaks_of_the_paper_that_was_spoilt() -> None:
    other = Defect("d", "illness", "plan.made", lambda draft: draft, frozenset(), file="b")
    assert outcome_of(other, [finding("plan.made")], []) == SILENT


def test_there_are_enough_kinds_of_defect_and_of_clean_cases() -> None:
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS) >= 60
    assert len({defect.rule for defect in DEFECTS}) >= 40
    assert len(CLEAN) >= 10
    assert {kind.reason for kind in CLEAN.values()} >= {
        "illness", "accident", "unemployment", "income_drop", "disaster", "family_change",
    }  # fmt: skip
    assert {defect.base for defect in DEFECTS} <= set(CLEAN)


def test_company_never_spoils_one_thing_twice() -> None:
    plantings = list(in_company(DEFECTS, "photo", 3))
    assert {len(planting.defects) for planting in plantings} >= {2, 3, 4}
    for planting in plantings:
        touched = [name for defect in planting.defects for name in defect.touches]
        assert len(touched) == len(set(touched))


def test_what_is_typed_is_toml() -> None:
    draft = Draft(person(random.Random(1)), {}, {"hardship": {"reason": "illness"}})
    typed = draft.say("finances", income=Decimal("5.00"), expense=[{"category": "food"}])
    text = toml_of(typed.add("waive", rule="a", reason="“b”").typed)
    assert tomllib.loads(text) == {
        "hardship": {"reason": "illness"},
        "finances": {"income": 5.0, "expense": [{"category": "food"}]},
        "waive": [{"rule": "a", "reason": "“b”"}],
    }


def test_a_thing_is_the_same_bytes_each_time_and_a_screen_is_photographed_only_by_hand() -> None:
    card = identity.id_front(person(random.Random(1)), random.Random(1))
    assert list(files_of("a", card, "photo")) == list(files_of("a", card, "photo"))
    small = Shot(card.pages[0].resize((200, 126)))
    assert [name for name, _ in files_of("b", small, "photo")] == ["b.png"]
    assert [name for name, _ in files_of("b", small, "handheld")] == ["b-1.jpg"]
    black = Spoilt(card, lambda page: page.point(lambda _: 0))
    assert list(files_of("a", black, "clean")) != list(files_of("a", card, "clean"))


def test_shares_are_of_what_was_planted() -> None:
    results = [Planted("photo", "d", 1, DEFECT, outcome) for outcome in (FOUND, SILENT)]
    assert share(results, FOUND) == "50 %"
    assert "| `plan.made` | 1/2 |" in report(results, [])


ALONE = [defect for defect in TYPED if defect.touches <= set(SECTIONS)]


@pytest.mark.parametrize("defect", ALONE, ids=lambda defect: defect.name)
def test_what_is_typed_wrong_is_found(defect: Defect) -> None:
    case = checked("illness").case
    told = case.typed.model_dump(mode="json", exclude_none=True)
    spoilt = defect.plant(Draft(person(random.Random(1)), {}, told)).typed
    typed = CaseFile.model_validate(spoilt)
    changed = case.model_copy(
        update={
            "typed": typed,
            "applicant": applicant_of(typed, case.materials),
            "contradictions": contradictions_of(typed, case.materials),
        }
    )
    before, after = (run_checks(facts_of(each)).findings for each in (case, changed))
    said = [found for found in after if found.outcome in SAID]
    assert outcome_of(defect, said, before) == FOUND
