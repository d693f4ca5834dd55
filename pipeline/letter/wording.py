"""Says which wordings would harm the applicant: verdicts, refusals, threats, over-promises."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.letter.template import texts


@dataclass(frozen=True)
class WordingFault:
    """A word that should not be there, and why."""

    word: str
    why: str


def wording_faults(text: str) -> tuple[WordingFault, ...]:
    """All words of texts/wording.toml found in `text`, in the order of the file."""
    return tuple(
        WordingFault(word, entry["why"])
        for entry in texts("wording")["avoid"]
        for word in entry["words"]
        if word in text
    )
