"""Runs all rules over the facts of a case."""

from __future__ import annotations

from pipeline.check import (
    addressed,
    amounts,
    arithmetic,
    card,
    changed,
    checklist,
    counted,
    dates,
    demanded,
    edited,
    employers,
    evidence,
    followup,
    gaps,
    identity,
    income,
    inpart,
    legal,
    loans,
    lost,
    named,
    newest,
    nothing,
    othercredits,
    overdue,
    ownplan,
    pack,
    plan,
    privacy,
    recognised,
    relatives,
    signature,
    span,
    typed,
)
from pipeline.check.facts import Facts
from pipeline.check.rule import Answer, Rule
from schemas.casefile import Waive
from schemas.findings import CheckReport, Finding, Outcome, Severity

CHECKS: tuple[Rule, ...] = (
    *checklist.RULES,
    *identity.RULES,
    *named.RULES,
    *relatives.RULES,
    *card.RULES,
    *nothing.RULES,
    *demanded.RULES,
    *changed.RULES,
    *lost.RULES,
    *amounts.RULES,
    *inpart.RULES,
    *loans.RULES,
    *newest.RULES,
    *counted.RULES,
    *arithmetic.RULES,
    *dates.RULES,
    *overdue.RULES,
    *span.RULES,
    *income.RULES,
    *employers.RULES,
    *othercredits.RULES,
    *plan.RULES,
    *ownplan.RULES,
    *evidence.RULES,
    *gaps.RULES,
    *edited.RULES,
    *recognised.RULES,
    *signature.RULES,
    *followup.RULES,
    *privacy.RULES,
    *legal.RULES,
    *addressed.RULES,
    *typed.RULES,
)
"""The rules that look at a case, in the order of the report."""

RULES: tuple[Rule, ...] = (*CHECKS, *pack.RULES)
"""All rules that a finding may name: those of a case and those of a finished pack."""


def run_checks(facts: Facts) -> CheckReport:
    """Every answer of every rule, waivers applied, and the materials still missing."""
    waivers = facts.case.typed.waive
    findings = tuple(
        _finding(rule, answer, waivers) for rule in CHECKS for answer in rule.check(facts)
    )
    return CheckReport(findings=findings, missing=_missing(findings))


def rule_named(name: str) -> Rule | None:
    return next((rule for rule in RULES if rule.id == name), None)


def _finding(rule: Rule, answer: Answer, waivers: tuple[Waive, ...]) -> Finding:
    finding = Finding(
        rule=rule.id,
        outcome=answer.outcome,
        severity=_severity(rule, answer),
        message=answer.message,
        next=answer.next,
        material=answer.material,
        evidence=answer.spots,
    )
    if answer.outcome in (Outcome.PASSED, Outcome.NOT_APPLICABLE):
        return finding
    reason = next((waive.reason for waive in waivers if _covers(waive, finding)), "")
    return finding.model_copy(update={"waived": reason}) if reason else finding


def _severity(rule: Rule, answer: Answer) -> Severity:
    if answer.severity is not None:
        return answer.severity
    if answer.outcome is Outcome.UNDETERMINED and rule.severity is Severity.BLOCK:
        return Severity.WARN
    return rule.severity


def _covers(waive: Waive, finding: Finding) -> bool:
    return (
        waive.rule == finding.rule
        and (not waive.file or any(spot.path == waive.file for spot in finding.evidence))
        and (not waive.material or waive.material == finding.material)
    )


def _missing(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Required materials that are not there, each once, in checklist order."""
    named = (
        finding.material
        for finding in findings
        if finding.rule in ("checklist.required", "checklist.reason-proof")
        and finding.outcome is Outcome.FAILED
        and finding.material
    )
    return tuple(dict.fromkeys(named))
