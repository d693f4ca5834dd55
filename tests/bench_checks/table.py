"""The tables that a measurement prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.findings import Finding, Outcome
from tests.bench_checks.defects import Defect
from tests.bench_checks.judge import Verdict

FOUND, SAID, SILENT = "found", "said", "silent"


@dataclass(frozen=True)
class Planted:
    """How one defect of one planting came out in one tier."""

    tier: str
    planting: str
    company: int
    defect: Defect
    outcome: str


@dataclass(frozen=True)
class Clean:
    """What was held up of a clean case, and all that was said of it."""

    tier: str
    name: str
    verdict: Verdict


def outcome_of(defect: Defect, findings: Iterable[Finding], before: Iterable[Finding]) -> str:
    """found: failed, by the right rule, about the right paper; said: it could not be told."""
    known = {_key(finding) for finding in before}
    new = [f for f in findings if _key(f) not in known and _about(defect, f)]
    if any(finding.outcome is Outcome.FAILED for finding in new):
        return FOUND
    return SAID if new else SILENT


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.rule, finding.outcome.value, finding.material, finding.message)


def _about(defect: Defect, finding: Finding) -> bool:
    return (
        finding.rule == defect.rule
        and (not defect.material or finding.material == defect.material)
        and (not defect.file or any(spot.path.startswith(defect.file) for spot in finding.evidence))
    )


def share(results: Sequence[Planted], *outcomes: str) -> str:
    if not results:
        return "–"
    return f"{100 * sum(r.outcome in outcomes for r in results) / len(results):.0f} %"


def report(planted: Sequence[Planted], clean: Sequence[Clean]) -> str:
    tiers = list(dict.fromkeys([r.tier for r in planted] + [c.tier for c in clean]))
    parts = [_summary(planted, clean, tier) for tier in tiers]
    head = (
        "| tier | alone: found | found or said | in company: found | found or said "
        "| clean cases | blocking in vain |\n|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *parts, "", _by_rule(planted, tiers), "", _seconds(clean)])


def _summary(planted: Sequence[Planted], clean: Sequence[Clean], tier: str) -> str:
    here = [r for r in planted if r.tier == tier]
    single, several = ([r for r in here if (r.company > 1) is many] for many in (False, True))
    cases = [c for c in clean if c.tier == tier]
    vain = sum(len(c.verdict.blocking()) for c in cases)
    cells = [
        tier,
        f"{share(single, FOUND)} of {len(single)}", share(single, FOUND, SAID),
        f"{share(several, FOUND)} of {len(several)}", share(several, FOUND, SAID),
        str(len(cases)), str(vain),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _by_rule(planted: Sequence[Planted], tiers: Sequence[str]) -> str:
    rows = [f"| rule | {' | '.join(tiers)} |", "|---" * (len(tiers) + 1) + "|"]
    for rule in sorted({r.defect.rule for r in planted}):
        of_rule = [r for r in planted if r.defect.rule == rule]
        cells = [_counts([r for r in of_rule if r.tier == tier]) for tier in tiers]
        rows.append(f"| `{rule}` | {' | '.join(cells)} |")
    return "\n".join(rows)


def _counts(results: Sequence[Planted]) -> str:
    """3/4 found, with how many of the rest were said to be unknown."""
    found = sum(r.outcome == FOUND for r in results)
    said = sum(r.outcome == SAID for r in results)
    return f"{found}/{len(results)}" + (f" +{said} said" if said else "") if results else "–"


def _seconds(clean: Sequence[Clean]) -> str:
    times = sorted(c.verdict.seconds for c in clean)
    if not times:
        return ""
    return (
        f"the rules on a read case: median {times[len(times) // 2]:.3f} s, most {times[-1]:.3f} s"
    )


def missed(planted: Sequence[Planted]) -> str:
    """What was not found, one a line."""
    return "\n".join(
        f"{r.outcome:6} {r.tier:8} {r.defect.name} ({r.defect.rule}) in {r.planting}"
        for r in planted
        if r.outcome != FOUND
    )


def in_vain(clean: Sequence[Clean]) -> str:
    """All that was said of clean cases beyond information, one a line."""
    return "\n".join(
        f"{f.severity.value:5} {f.outcome.value:12} {c.tier:8} {c.name}: {f.rule} {f.message}"
        for c in clean
        for f in c.verdict.findings
        if f.severity.value != "info"
    )
