"""Who the applicant is: typed values first, then the ID card, then what most papers say."""

from __future__ import annotations

from collections import Counter

from schemas.case import Contradiction, Person
from schemas.casefile import CaseFile
from schemas.evidence import FieldValue
from schemas.material import Material

_CARD = "id_card_front"
_KEYS = {"name": "name", "id_number": "id_number", "address": "address", "phone": "phone"}

CLEAR = 0.9
"""A telephone number counts where its least certain digit is so sure: no check digit guards it."""


def applicant_of(typed: CaseFile, materials: tuple[Material, ...]) -> Person:
    """The applicant as settled; "" for what nobody says."""
    said = {key: getattr(typed.applicant, key) for key in _KEYS}
    return Person(**{key: said[key] or _read(key, materials) for key in _KEYS})


def _read(key: str, materials: tuple[Material, ...]) -> str:
    for material in materials:
        if material.kind == _CARD and key in material.fields:
            return material.fields[key].value
    if key == "address":
        return ""
    votes = Counter(
        value.value
        for material in materials
        for name, value in material.fields.items()
        if (name == key or (key == "name" and name == "account_holder")) and "*" not in value.value
        if key != "phone" or value.confidence >= CLEAR
    )
    return votes.most_common(1)[0][0] if votes else ""


def contradictions_of(
    typed: CaseFile, materials: tuple[Material, ...]
) -> tuple[Contradiction, ...]:
    """Typed values that the ID card does not agree with."""
    found = []
    for material in materials:
        if material.kind != _CARD:
            continue
        for key in ("name", "id_number"):
            said = getattr(typed.applicant, key)
            value: FieldValue | None = material.fields.get(key)
            if said and value and value.value.upper() != said.upper():
                found.append(
                    Contradiction(field=key, typed=said, read=value.value, source=material.pages[0])
                )
    return tuple(found)
