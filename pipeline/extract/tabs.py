"""Tabs over the instalments of one loan: 逾期(3) | 未到期(10) | 已还清(17)."""

from __future__ import annotations

import re

from pipeline.extract.folding import squeezed
from schemas.reading import Reading

_TAB = re.compile(
    r"(?:已?逾期|未到期|已到期|待还|未还清?|已还清?|已结清|还款中|全部)\(\d{1,3}(?:期|笔)?\)"
)
LEAST = 2
"""So many tabs beside each other are no chance."""


def tabs_of(reading: Reading) -> frozenset[str]:
    """The tabs of a lender's screen with their counts; none where there are fewer than two."""
    found: set[str] = set()
    for line in reading.lines:
        text = squeezed(line.text)
        if text and not _TAB.sub("", text):
            found.update(_TAB.findall(text))
    return frozenset(found) if len(found) >= LEAST else frozenset()
