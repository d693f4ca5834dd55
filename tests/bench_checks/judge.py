"""What the checks say of a draft, and how long the rules took."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.check import Facts, run_checks
from pipeline.claim import claim_of
from pipeline.exhibits import exhibit_groups, with_exhibits
from pipeline.flow import Options, read_case
from pipeline.letter import letters_of
from pipeline.plan import repayment_plan
from schemas.case import Case
from schemas.catalogue import load_catalogue
from schemas.findings import Finding, Outcome, Severity
from tests.bench_checks.draft import Draft

SAID = (Outcome.FAILED, Outcome.UNDETERMINED)


@dataclass(frozen=True)
class Verdict:
    """findings: those that say something; seconds: of the rules alone, on the read case."""

    findings: tuple[Finding, ...]
    seconds: float

    def blocking(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.severity is Severity.BLOCK)


def facts_of(case: Case) -> Facts:
    catalogue = load_catalogue()
    claim = claim_of(case, catalogue)
    repayment = repayment_plan(case, claim, catalogue)
    groups = exhibit_groups(case, claim, catalogue)
    claim = with_exhibits(claim, groups)
    letters = letters_of(case, claim, repayment, groups, catalogue)
    return Facts(case, claim, repayment, letters, groups, catalogue)


def judged(draft: Draft, tier: str, options: Options) -> Verdict:
    """The draft written, read and checked."""
    with tempfile.TemporaryDirectory(prefix="reliefpack-checks-") as place:
        folder = Path(place) / "case"
        draft.write(folder, tier)
        facts = facts_of(read_case(folder, options))
    began = time.perf_counter()
    report = run_checks(facts)
    seconds = time.perf_counter() - began
    return Verdict(tuple(f for f in report.findings if f.outcome in SAID), seconds)
