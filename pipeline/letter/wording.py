"""Says which wordings would harm the applicant: verdicts, refusals, threats, over-promises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.catalogue.models import Avoid

NEAR = 14
"""Characters that may stand between two words that are looked for together."""
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")


@dataclass(frozen=True)
class WordingFault:
    """A word that should not be there, or the phrase that two of them make, and why."""

    word: str
    why: str


def wording_faults(text: str, avoid: Iterable[Avoid]) -> tuple[WordingFault, ...]:
    """All that catalogue wording.toml says to avoid, found in `text`, in the order of the file."""
    sentences = _SENTENCE.findall(text)
    return tuple(
        WordingFault(phrase, entry.why)
        for entry in avoid
        for sentence in sentences
        if not any(word in sentence for word in entry.unless)
        for phrase in dict.fromkeys(_found(sentence, entry))
    )


def _found(sentence: str, entry: Avoid) -> Iterator[str]:
    yield from (word for word in entry.words if word in sentence)
    if entry.all_of:
        groups = (f"(?:{'|'.join(_longest_first(group))})" for group in entry.all_of)
        match = re.search(f".{{0,{NEAR}}}?".join(groups), sentence)
        if match:
            yield match.group()


def _longest_first(words: tuple[str, ...]) -> list[str]:
    return [re.escape(word) for word in sorted(words, key=len, reverse=True)]
