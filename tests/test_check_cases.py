"""Every rule against its own examples, and what holds for all rules."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from pipeline.check import RULES, Rule, run_checks
from pipeline.check.example import Example, examples_of, healthy, without
from pipeline.check.example_facts import facts_of
from pipeline.check.explain import explain, nearest_rules, rule_list
from pipeline.check.rule import words_of
from pipeline.check.run import CHECKS
from schemas.casefile import Waive
from schemas.catalogue import load_catalogue
from schemas.findings import CheckReport, Finding, Outcome, Severity

WORST_LAST = (Outcome.NOT_APPLICABLE, Outcome.PASSED, Outcome.UNDETERMINED, Outcome.FAILED)
FIXED_NAMES = [
    "checklist.required",
    "checklist.reason-proof",
    "identity.id-checksum",
    "identity.id-valid",
    "identity.names-agree",
    "identity.id-numbers-agree",
    "identity.account-holder",
    "amounts.totals-close",
    "amounts.claim-within-outstanding",
    "amounts.letter-matches-claim",
    "amounts.newest-of-same-debt",
    "amounts.confirmed",
    "dates.papers-fresh",
    "dates.hardship-before-overdue",
    "income.certificate-matches-credits",
    "income.none-after-unemployment",
    "plan.total-matches-debt",
    "plan.affordable",
    "evidence.page-legible",
    "evidence.page-classified",
    "evidence.duplicates",
    "evidence.file-readable",
    "privacy.id-watermark",
    "pack.links-true",
    "pack.within-limits",
]
EXAMPLES = [(rule, example) for rule in CHECKS for example in examples_of(rule.id)]


def answers_of(report: CheckReport, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def check(example: Example) -> CheckReport:
    """The report of an example; kept, since several tests look at the same ones."""
    if id(example) not in _REPORTS:
        _REPORTS[id(example)] = run_checks(example.facts(load_catalogue()))
    return _REPORTS[id(example)]


_REPORTS: dict[int, CheckReport] = {}


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.id}:{one.id}" for rule, one in EXAMPLES]
)
def test_rule_answers_its_example(rule: Rule, example: Example) -> None:
    answers = answers_of(check(example), rule.id)
    worst = max(answers, key=lambda finding: WORST_LAST.index(finding.outcome))
    assert worst.outcome == example.expect, answers
    same = [finding for finding in answers if finding.outcome is worst.outcome]
    if example.severity:
        assert example.severity in {finding.severity for finding in same}
    if example.material:
        assert example.material in {finding.material for finding in same}


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_rule_has_words_and_both_kinds_of_example(rule: Rule) -> None:
    assert all(getattr(rule.words, name) for name in rule.words.__dataclass_fields__)
    expected = {example.expect for example in examples_of(rule.id)}
    assert "passed" in expected or "not_applicable" in expected
    assert expected & {"failed", "undetermined"}


def test_rule_ids_are_told_once_and_include_those_of_the_contract() -> None:
    names = [rule.id for rule in RULES]
    assert len(names) == len(set(names))
    assert set(FIXED_NAMES) <= set(names)


def test_every_case_file_belongs_to_a_rule() -> None:
    files = {file.name for file in (resources.files("pipeline.check") / "cases").iterdir()}
    assert files == {f"{rule.id}.toml" for rule in RULES}


def test_a_clean_case_is_ready_without_a_word_of_warning() -> None:
    report = run_checks(facts_of(healthy(), load_catalogue()))
    loud = [
        finding
        for finding in report.findings
        if finding.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)
    ]
    assert report.ready
    assert report.missing == ()
    assert {finding.severity for finding in loud} <= {Severity.INFO}


def test_every_check_answers_on_an_empty_case() -> None:
    """Nothing read at all: no rule may fail by an exception or keep silent."""
    bare = without(healthy(), ("material", "statement", "plan", "letter", "typed"))
    report = run_checks(facts_of({**bare, "typed": {}}, load_catalogue()))
    assert {finding.rule for finding in report.findings} == {rule.id for rule in CHECKS}
    assert not report.ready
    assert report.missing == (
        "id_card_front",
        "id_card_back",
        "bill",
        "bank_statement",
        "income_certificate",
    )


def leaves(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Dotted paths of everything that may be taken out of the healthy case."""
    for key, value in table.items():
        if key in ("today", "file", "months", "text", "lender"):
            continue
        yield f"{path}{key}"
        if isinstance(value, Mapping):
            yield from leaves(value, f"{path}{key}.")


@pytest.mark.parametrize("path", list(leaves(healthy())))
def test_no_fact_is_so_missing_that_a_rule_breaks(path: str) -> None:
    report = run_checks(facts_of(without(healthy(), [path]), load_catalogue()))
    assert {finding.rule for finding in report.findings} == {rule.id for rule in CHECKS}


def test_missing_names_the_proof_of_the_reason() -> None:
    example = next(e for e in examples_of("checklist.reason-proof") if e.expect == "failed")
    assert check(example).missing == ("diagnosis",)


def test_a_waiver_is_printed_and_lifts_the_block() -> None:
    example = next(e for e in examples_of("evidence.page-legible") if e.severity == "block")
    facts = example.facts(load_catalogue())
    assert not run_checks(facts).ready
    reason = "原件如此"
    for waive, lifted in (
        (Waive(rule="evidence.page-legible", reason=reason), True),
        (Waive(rule="evidence.page-legible", reason=reason, file="诊断证明.jpg"), True),
        (Waive(rule="evidence.page-legible", reason=reason, material="diagnosis"), True),
        (Waive(rule="evidence.page-legible", reason=reason, file="收入证明.pdf"), False),
        (Waive(rule="evidence.duplicates", reason=reason), False),
    ):
        typed = facts.case.typed.model_copy(update={"waive": (waive,)})
        case = facts.case.model_copy(update={"typed": typed})
        report = run_checks(type(facts)(**{**vars_of(facts), "case": case}))
        assert report.ready is lifted
        assert any(finding.waived == reason for finding in report.findings) is lifted


def vars_of(facts: object) -> dict[str, object]:
    names = type(facts).__dataclass_fields__  # type: ignore[attr-defined]
    return {name: getattr(facts, name) for name in names}


def test_an_undetermined_answer_of_a_blocking_rule_only_warns() -> None:
    example = next(e for e in examples_of("plan.affordable") if e.expect == "undetermined")
    (finding,) = answers_of(check(example), "plan.affordable")
    assert finding.severity is Severity.WARN
    assert not finding.blocks


def test_no_message_shows_an_id_number_in_full() -> None:
    for _, example in EXAMPLES:
        for finding in check(example).findings:
            assert "199003071006" not in finding.message + finding.next


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", FIXED_NAMES)
def test_explain_tells_why_what_to_do_and_shows_examples(name: str, lang: str) -> None:
    text = explain(name, load_catalogue(), lang)
    assert text is not None
    assert name in text
    assert ("Why:" if lang == "en" else "为什么：") in text
    assert "✗" in text or "?" in text
    assert "✓" in text


def test_explain_knows_no_other_names() -> None:
    assert explain("identity.id-check", load_catalogue()) is None
    assert "identity.id-checksum" in nearest_rules("identity.id-check")
    assert all(rule.id in rule_list("en") for rule in RULES)


def test_a_docstring_without_all_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="next"):
        words_of("只有一句。")


def test_all_checks_take_less_than_a_fifth_of_a_second() -> None:
    facts = facts_of(healthy(), load_catalogue())
    run_checks(facts)
    begun = time.process_time()
    run_checks(facts)
    assert time.process_time() - begun < Decimal("0.2")
