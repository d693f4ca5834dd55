"""The conditions that a checklist may name in `when`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.check.facts import Facts
from pipeline.check.names import Match, match_names

PATIENT_PAPERS = ("diagnosis", "discharge_summary", "inpatient_record")


def always(facts: Facts) -> bool:
    return True


def patient_is_relative(facts: Facts) -> bool:
    """A medical paper carries a name that is surely not the applicant's."""
    names = [
        value.value
        for paper in facts.papers(*PATIENT_PAPERS)
        for value in (paper.fields.get("patient") or paper.fields.get("name"),)
        if value and facts.sure(value)
    ]
    known = facts.applicant.name
    return bool(known) and any(match_names(known, name) is Match.DIFFERENT for name in names)


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
