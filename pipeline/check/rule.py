"""What a rule is, and the four answers it may give.

A rule is a function of `Facts` with a docstring of a fixed shape, read by `words_of`:

    身份证号码通过校验。            what is checked, one line

    为什么：…                      why a reviewer cares
    怎么办：…                      what to do when it fails

    The ID number passes its check digit.
    Why: …
    Next: …

Its failing and passing examples are data in cases/<rule id>.toml.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.check.facts import Facts
from schemas.evidence import Amount, Evidence, FieldValue
from schemas.findings import Outcome, Severity, Spot
from schemas.source import PageRef


@dataclass(frozen=True)
class Answer:
    """What one rule says about one thing; `severity` None: the rule's own."""

    outcome: Outcome
    message: str
    next: str = ""
    material: str = ""
    spots: tuple[Spot, ...] = ()
    severity: Severity | None = None


Answers = tuple[Answer, ...]


@dataclass(frozen=True)
class Words:
    """The texts of a rule in both languages."""

    summary: str
    why: str
    next: str
    summary_en: str
    why_en: str
    next_en: str


@dataclass(frozen=True)
class Rule:
    """One check. `check` returns at least one answer: silence is never success."""

    id: str
    severity: Severity
    check: Callable[[Facts], Answers]

    @cached_property
    def words(self) -> Words:
        return words_of(self.check.__doc__ or "")


def words_of(docstring: str) -> Words:
    """The six texts of a rule's docstring; ValueError where one is missing."""
    parts: dict[str, str] = {}
    key = "summary"
    for line in inspect.cleandoc(docstring).splitlines():
        text = line.strip()
        if not text:
            key = "summary_en" if "next" in parts else key
            continue
        for mark, name in _MARKS.items():
            if text.startswith(mark):
                key, text = name, text.removeprefix(mark).strip()
        # Chinese lines join without a space, English ones with one.
        glue = " " if key.endswith("_en") and parts.get(key) else ""
        parts[key] = parts.get(key, "") + glue + text
    missing = [name for name in Words.__dataclass_fields__ if not parts.get(name)]
    if missing:
        raise ValueError(f"a rule's docstring lacks {', '.join(missing)}")
    return Words(**parts)


_MARKS = {"为什么：": "why", "怎么办：": "next", "Why:": "why_en", "Next:": "next_en"}


def passed(message: str, spots: Iterable[Spot] = ()) -> Answer:
    return Answer(Outcome.PASSED, message, spots=tuple(spots))


def not_applicable(message: str) -> Answer:
    return Answer(Outcome.NOT_APPLICABLE, message)


def failed(
    message: str,
    next_step: str = "",
    spots: Iterable[Spot] = (),
    material: str = "",
    severity: Severity | None = None,
) -> Answer:
    return Answer(Outcome.FAILED, message, next_step, material, tuple(spots), severity)


def undetermined(
    message: str,
    next_step: str = "",
    spots: Iterable[Spot] = (),
    material: str = "",
    severity: Severity | None = None,
) -> Answer:
    """Not known: warns unless told otherwise, also where the rule itself blocks."""
    return Answer(Outcome.UNDETERMINED, message, next_step, material, tuple(spots), severity)


def at(evidence: Evidence) -> Spot:
    """The place a value was read from."""
    return Spot(path=evidence.path, page=evidence.page, box=evidence.box, text=evidence.text)


def places(*values: FieldValue | Amount | None) -> tuple[Spot, ...]:
    return tuple(at(value.evidence) for value in values if value is not None)


def pages(refs: Iterable[PageRef]) -> tuple[Spot, ...]:
    """Whole pages, each once."""
    return tuple(Spot(path=ref.path, page=ref.page) for ref in dict.fromkeys(refs))


def correction(ref: PageRef, field: str, value: str) -> str:
    """The entry of case.toml that a person copies, looks over and completes."""
    # A JSON string is a TOML string too, quotes and backslashes included.
    path, said = (json.dumps(text, ensure_ascii=False) for text in (ref.path, value))
    return (
        f"[[correction]]\nfile = {path}\npage = {ref.page}\n"
        f'field = "{field}"\nvalue = {said}\nnote = ""'
    )


def assignment(ref: PageRef, material: str, **said: str) -> str:
    """The entry of case.toml that says what a page is; `said`: its other keys (loan, lender)."""
    told = {"material": material, **said}
    return (
        f"[[assign]]\nfile = {json.dumps(ref.path, ensure_ascii=False)}\npages = [{ref.page}]\n"
    ) + "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in told.items())


def page_of(evidence: Evidence) -> PageRef:
    return PageRef(path=evidence.path, page=evidence.page)
