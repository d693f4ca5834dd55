"""What a page is: a paper of a kind, with the facts read from it."""

from __future__ import annotations

from schemas.base import Frozen
from schemas.evidence import FieldValue
from schemas.geometry import Box
from schemas.source import PageRef


class Material(Frozen):
    """One paper or screen.

    id: "m1", "m2", … in order of input
    kind: catalogue id of the material; "unknown" where unsure
    pages: its pages in reading order
    confidence: 0–1, of the kind
    claimants: kinds that came close (an ambiguous page lists them)
    fields: facts by name (name, id_number, issued, …)
    also: kinds of the other papers on the same page, one for each, as where both sides of an ID
        card were copied together or two payslips photographed; each is a material of its own. Or
        what else the applicant wrote in it, as a plan and a budget within a letter
    area: the part of its page that it takes up, where it shares the page; else None
    """

    id: str
    kind: str
    pages: tuple[PageRef, ...]
    confidence: float
    claimants: tuple[str, ...] = ()
    fields: dict[str, FieldValue] = {}
    assigned: bool = False
    also: tuple[str, ...] = ()
    area: Box | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of all papers that lie on these pages, its own first."""
        return tuple(dict.fromkeys((self.kind, *self.also)))

    @property
    def contents(self) -> tuple[str, ...]:
        """The kinds that are written in this paper itself, its own first; not those beside it."""
        return self.kinds if self.area is None else (self.kind,)
