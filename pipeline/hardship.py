"""Why the borrower fell behind and since when: as typed, else as the papers show without doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.ownsince import told_since
from schemas.case import Case
from schemas.casefile import Reason
from schemas.material import Material

PROVES: Mapping[str, Reason] = {
    "diagnosis": "illness",
    "discharge_summary": "illness",
    "inpatient_record": "illness",
    "traffic_accident": "accident",
    "termination_certificate": "unemployment",
    "unemployment_registration": "unemployment",
    "unemployment_benefit": "unemployment",
    "disaster_certificate": "disaster",
    "death_certificate": "family_change",
    "divorce_document": "family_change",
    "pay_cut_notice": "income_drop",
}
"""What a paper says about the reason, when it is the only one that speaks."""

THIRD_PARTY = (
    *("business_closure", "case_filing", "minimum_living", "hardship_certificate"),
    "disability_certificate",
)
"""Papers of others that name no reason of the list; with a statement of one's own they prove 其他
(DOMAIN §5: written statement and one third-party proof)."""
STATEMENT, LETTER = "hardship_statement", "application_letter"

_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "diagnosis": ("admission_date", "issued"),
    "discharge_summary": ("admission_date", "discharge_date"),
    "inpatient_record": ("admission_date",),
    "traffic_accident": ("event_date", "issued"),
    "case_filing": ("event_date", "issued"),
    "labour_arbitration": ("issued",),
    "pay_cut_notice": ("event_date", "issued"),
    "business_closure": ("event_date",),
    "termination_certificate": ("contract_end", "issued"),
    "unemployment_registration": ("event_date", "issued"),
    "disaster_certificate": ("event_date", "issued"),
    "death_certificate": ("event_date", "issued"),
    "divorce_document": ("event_date", "issued"),
}
"""Fields that tell when the hardship began, best first."""

LONG_BEFORE = 180
"""Days by which own words may begin before the papers do."""
_WRITTEN = ("issued", "discharge_date")
"""Fields that tell when a paper was written, not when it happened."""


def reason_of(case: Case) -> Reason | None:
    """The typed reason, else the one that the papers agree on; None where they do not.

    An accident brings its own medical papers, so an accident report outweighs them; and what
    befell somebody often cuts the pay as well. Where no paper speaks for one of the reasons, but
    the applicant tells what happened and somebody else bears it out, it is another one.
    """
    if case.typed.hardship.reason:
        return case.typed.hardship.reason
    found = {PROVES[k] for paper in case.materials for k in paper.kinds if k in PROVES}
    if "accident" in found:
        found.discard("illness")
    if len(found) > 1:
        found.discard("income_drop")
    there = {kind for paper in case.materials for kind in paper.kinds}
    if not found and STATEMENT in there and there & set(THIRD_PARTY):
        return "other"
    return found.pop() if len(found) == 1 else None


def since_of(case: Case) -> tuple[date, Material | None] | None:
    """The day the hardship began: as typed, else the earliest day on which a paper of the reason
    says that it happened, or the applicant; else the earliest on which such a paper was written. An
    illness may have been found before somebody went to hospital."""
    if case.typed.hardship.since:
        return case.typed.hardship.since, None
    written, happened, told = _earliest(case, _BEGINNINGS), proven_since(case), _told(case)
    ill = reason_of(case) in ("illness", "accident")
    if happened is not None and not ill:
        written = happened
    if told is not None and happened is None and not ill:
        return told
    if told is not None and happened is not None and (happened[0] - told[0]).days > LONG_BEFORE:
        told = None  # What happened long before is another story.
    known = [found for found in (written, happened, told) if found is not None]
    return min(known, key=lambda found: found[0], default=None)


def _told(case: Case) -> tuple[date, Material] | None:
    """The day that the applicant's own papers tell."""
    reason = reason_of(case)
    if reason is None:
        return None
    dated = []
    for paper in case.of_kind(STATEMENT, LETTER):
        day = told_since((text for _, text in case.texts_of(paper)), reason, case.today)
        if day is not None:
            dated.append((day, paper))
    return min(dated, key=lambda entry: entry[0], default=None)


def proven_since(case: Case) -> tuple[date, Material] | None:
    """The earliest day on which a paper says that it happened, whatever was typed.

    The day a paper was issued does not count: it is often written long after.
    """
    return _earliest(
        case,
        {
            kind: tuple(name for name in names if name not in _WRITTEN)
            for kind, names in _BEGINNINGS.items()
        },
    )


def _earliest(
    case: Case, beginnings: Mapping[str, tuple[str, ...]]
) -> tuple[date, Material] | None:
    reason = reason_of(case)
    dated = [
        (day, paper)
        for paper in case.materials
        if _speaks_of(paper.kind, reason) and (day := _began(paper, beginnings.get(paper.kind, ())))
    ]
    return min(dated, key=lambda entry: entry[0]) if reason and dated else None


def _speaks_of(kind: str, reason: Reason | None) -> bool:
    """Whether a paper of a kind tells when a hardship of this reason began."""
    if kind not in PROVES:
        return reason in ("income_drop", "other")
    return PROVES[kind] == reason or (reason == "accident" and PROVES[kind] == "illness")


def _began(paper: Material, names: tuple[str, ...]) -> date | None:
    for name in names:
        value = paper.fields.get(name)
        if value:
            try:
                return date.fromisoformat(value.value)
            except ValueError:
                continue
    return None
