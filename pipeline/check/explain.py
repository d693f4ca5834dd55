"""The text of `reliefpack explain RULE`: why a check exists, examples, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from pipeline.check.example import Example, examples_of
from pipeline.check.rule import Rule
from pipeline.check.run import CHECKS, RULES, rule_named, run_checks
from schemas.catalogue import Catalogue
from schemas.findings import Finding, Outcome

SEVERITIES = {
    "block": ("不解决不能提交", "blocks the pack"),
    "warn": ("请核对", "a warning"),
    "info": ("提示", "for information"),
}
OUTCOMES = {
    "failed": ("不通过", "fails"),
    "undetermined": ("无法判断", "cannot be told"),
    "passed": ("通过", "passes"),
    "not_applicable": ("不适用", "does not apply"),
}


def explain(name: str, catalogue: Catalogue, lang: str = "zh") -> str | None:
    """What there is to say about the rule called `name`; None where there is none."""
    rule = rule_named(name)
    return "\n".join(_lines(rule, catalogue, lang)) if rule else None


def rule_list(lang: str = "zh") -> str:
    """One line for each rule: id, what it checks, how much it weighs."""
    width = max(len(rule.id) for rule in RULES)
    english = lang == "en"
    return "\n".join(
        f"{rule.id:<{width}}  {rule.words.summary_en if english else rule.words.summary}"
        f" [{rule.severity}]"
        for rule in RULES
    )


def nearest_rules(name: str) -> tuple[str, ...]:
    """Rules that may have been meant."""
    return tuple(difflib.get_close_matches(name, [rule.id for rule in RULES], n=3, cutoff=0.4))


def _lines(rule: Rule, catalogue: Catalogue, lang: str) -> Iterator[str]:
    words, english = rule.words, lang == "en"
    yield f"{rule.id}  [{rule.severity}: {SEVERITIES[rule.severity][english]}]"
    yield ""
    yield words.summary_en if english else words.summary
    yield ""
    yield f"Why: {words.why_en}" if english else f"为什么：{words.why}"
    yield f"What to do: {words.next_en}" if english else f"怎么办：{words.next}"
    examples = examples_of(rule.id)
    for example in (*_of(examples, "failed", "undetermined"), *_of(examples, "passed")):
        yield ""
        yield from _example(rule, example, catalogue, lang)


def _of(examples: tuple[Example, ...], *outcomes: str) -> tuple[Example, ...]:
    return tuple(example for example in examples if example.expect in outcomes)


def _example(rule: Rule, example: Example, catalogue: Catalogue, lang: str) -> Iterator[str]:
    english = lang == "en"
    mark = "✓" if example.expect == "passed" else "✗" if example.expect == "failed" else "?"
    told = example.en if english else example.zh
    outcome = OUTCOMES[example.expect][english]
    yield f"{mark} {told} → {outcome}" if english else f"{mark} {told}：{outcome}"
    if rule not in CHECKS or example.expect == "passed":
        return
    for finding in _findings(rule, example, catalogue):
        yield f"    {finding.message}"
        if finding.next and not english:
            first, *rest = finding.next.splitlines()
            yield f"    → {first}"
            yield from (f"      {line}" for line in rest)


def _findings(rule: Rule, example: Example, catalogue: Catalogue) -> tuple[Finding, ...]:
    report = run_checks(example.facts(catalogue))
    return tuple(
        finding
        for finding in report.findings
        if finding.rule == rule.id and finding.outcome is Outcome(example.expect)
    )
