"""Facts of a paper that cannot be true together: one of them was misread, so they are doubted.

Days out of order; pay of which less than half is paid out (应发 5,045.00, 实发 532.50).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from pipeline.extract.fields.days import dates_in
from pipeline.extract.fields.lines import Place
from schemas.evidence import FieldValue

DOUBTED = 0.5
"""Confidence of a fact that contradicts another, at most."""
KEPT = Decimal("0.5")
"""Share of the pay that is paid out, at least; taxes and insurance take less than the rest."""
CLEAR = 0.9
"""Confidence from which a day elsewhere on the paper speaks against the day of issue."""
IN_ORDER = (
    ("admission_date", "discharge_date"),
    ("admission_date", "issued"),
    ("discharge_date", "issued"),
    ("event_date", "issued"),
)
"""The first is never after the second."""
_AHEAD = re.compile(r"至|到|前|起|有效|期限|复查|复诊|下次|预约|计划|还款|应还|[-~]{1,2}\s*20\d\d")
"""Words on a line whose day may well come after the paper was made."""


def doubted(found: dict[str, FieldValue], places: Iterable[Place] = ()) -> dict[str, FieldValue]:
    """The facts, with less confidence in those that contradict each other, or days at `places`."""
    doubtful: set[str] = set()
    for earlier, later in IN_ORDER:
        one, other = found.get(earlier), found.get(later)
        if one and other and one.value > other.value:
            doubtful |= {earlier, later}
    issued = found.get("issued")
    if issued and any(day > issued.value for day in _days_behind(places)):
        doubtful.add("issued")
    if _lost(found):
        doubtful.add("net_pay")
    return {
        name: value.model_copy(update={"confidence": min(value.confidence, DOUBTED)})
        if name in doubtful
        else value
        for name, value in found.items()
    }


def _lost(found: dict[str, FieldValue]) -> bool:
    """Whether what is paid out is too little of the pay, or more than all of it."""
    try:
        net, gross = (
            Decimal(found[name].value.replace(",", "")) for name in ("net_pay", "gross_pay")
        )
    except (KeyError, InvalidOperation):
        return False
    return not KEPT * gross <= net <= gross


def _days_behind(places: Iterable[Place]) -> list[str]:
    """Clearly read days of what had happened when the paper was made."""
    return [
        day
        for place in places
        if not _AHEAD.search(place.text)
        for start, end, day in dates_in(place)
        if min(place.line.certainties[start:end]) >= CLEAR
    ]
