"""The conditions that a checklist may name in `when`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.check.facts import Facts
from pipeline.names import Match, match_names
from schemas.material import Material

PATIENT_PAPERS = ("diagnosis", "discharge_summary", "inpatient_record")


def always(facts: Facts) -> bool:
    return True


def patient_is_relative(facts: Facts) -> bool:
    """A medical paper carries a name that is surely not the applicant's.

    Relatives often differ by one character alone; a paper with the applicant's own number is his.
    """
    known = facts.applicant
    names = [
        value.value
        for paper in facts.papers(*PATIENT_PAPERS)
        for value in (paper.fields.get("patient") or paper.fields.get("name"),)
        if value and facts.sure(value) and not _own_number(facts, paper)
    ]
    return bool(known.name) and any(
        match_names(known.name, name) is not Match.SAME for name in names
    )


def _own_number(facts: Facts, paper: Material) -> bool:
    number = paper.fields.get("id_number")
    return number is not None and number.value == facts.applicant.id_number


def relative_died(facts: Facts) -> bool:
    return bool(facts.papers("death_certificate"))


def story_untold(facts: Facts) -> bool:
    """The person's own words are not in case.toml, so they must be on a paper."""
    return not facts.case.typed.hardship.story.strip()


CONDITIONS: Mapping[str, Callable[[Facts], bool]] = {
    "always": always,
    "patient_is_relative": patient_is_relative,
    "relative_died": relative_died,
    "story_untold": story_untold,
}
