"""What a page is and states, before its papers are put together."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.classify import Verdict
from pipeline.companions import Part
from pipeline.extract.drafts import BillDraft
from pipeline.extract.lenders import LenderFound
from schemas.reading import Reading
from schemas.source import Page


@dataclass(frozen=True)
class Screen:
    """What one of two screens on one sheet states, and whose it is."""

    reading: Reading
    draft: BillDraft
    lender: LenderFound


@dataclass(frozen=True)
class Understood:
    """What a page is, before amounts have a second witness.

    screens: those that were printed on it side by side, where each is a bill of its own
    """

    page: Page
    reading: Reading
    verdict: Verdict
    draft: BillDraft
    lender: LenderFound
    assigned: bool
    parts: tuple[Part, ...] = ()
    loan: str = ""
    screens: tuple[Screen, ...] = ()

    @property
    def bills(self) -> tuple[Screen, ...]:
        """What the page states, screen by screen."""
        return self.screens or (Screen(self.reading, self.draft, self.lender),)
