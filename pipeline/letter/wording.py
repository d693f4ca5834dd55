"""Says which wordings would harm the applicant: verdicts, refusals, threats, over-promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.catalogue.models import Avoid


@dataclass(frozen=True)
class WordingFault:
    """A word that should not be there, and why."""

    word: str
    why: str


def wording_faults(text: str, avoid: Iterable[Avoid]) -> tuple[WordingFault, ...]:
    """All words to avoid (catalogue wording.toml) found in `text`, in the order of the file."""
    return tuple(
        WordingFault(word, entry.why) for entry in avoid for word in entry.words if word in text
    )
