"""Values that carry the place they were read from."""

from __future__ import annotations

from enum import StrEnum

from schemas.base import Frozen, Money
from schemas.geometry import Box


class Evidence(Frozen):
    """Where a value stands: page, box, the raw text there and the label it was read under."""

    path: str
    page: int
    box: Box
    text: str
    label: str = ""


class EngineReading(Frozen):
    """What one engine made of one amount."""

    engine: str
    text: str
    confidence: float


class Status(StrEnum):
    """How far an amount can be trusted; see CONTRACT: verified, read, doubtful."""

    VERIFIED = "verified"
    READ = "read"
    DOUBTFUL = "doubtful"


class Amount(Frozen):
    """Money as a page states it, in yuan."""

    value: Money
    status: Status
    evidence: Evidence
    readings: tuple[EngineReading, ...] = ()


class FieldValue(Frozen):
    """A fact that is no amount: a name, a number, a date (ISO 8601), a diagnosis."""

    value: str
    confidence: float
    evidence: Evidence
