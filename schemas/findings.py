"""What the checks found."""

from __future__ import annotations

from enum import StrEnum

from schemas.base import Frozen
from schemas.geometry import Box


class Outcome(StrEnum):
    """Silence is never success: what could not be looked at is undetermined."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


class Spot(Frozen):
    """A page, or a place on it, that a finding speaks of."""

    path: str
    page: int
    box: Box | None = None
    text: str = ""


class Finding(Frozen):
    """One answer of one rule: what, where, what next."""

    rule: str
    outcome: Outcome
    severity: Severity
    message: str
    next: str = ""
    material: str = ""
    evidence: tuple[Spot, ...] = ()
    waived: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the pack must not be handed in with this finding open."""
        return (
            self.severity is Severity.BLOCK
            and self.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)
            and not self.waived
        )


class CheckReport(Frozen):
    """All findings in rule order, and the materials still missing (catalogue ids)."""

    findings: tuple[Finding, ...]
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not any(finding.blocks for finding in self.findings)
