"""The pack before it is made: order, names, page numbers and texts as pure data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Frozen
from schemas.claim import Claim
from schemas.findings import CheckReport
from schemas.plan import RepaymentPlan
from schemas.source import PageRef


class Cover(Frozen):
    """Characters `start` to `end` of line `line` of a page's reading that its copies hide."""

    line: int
    start: int
    end: int


class ExhibitPage(Frozen):
    """One sheet of an exhibit.

    source: the input page; image, media: its upright picture in the blob store
    top, bottom: the slice of a long screenshot on this sheet, pixels of the upright page
    width, height: pixels of the whole upright page
    covers: what is burnt over on the copy
    """

    source: PageRef
    image: str
    media: str
    width: int
    height: int
    top: int
    bottom: int
    covers: tuple[Cover, ...] = ()


class Exhibit(Frozen):
    """One paper in the pack; `number` is "1-2" (group-place), printed 证据1-2.

    short: its name inside a file name ("身份证人像面"); repeats: pages of copies that were left out
    watermark: the words burnt into its pictures, "" for none
    """

    number: str
    kind: str
    title: str
    purpose: str
    origin: str
    form: str
    copies: int
    note: str
    material: str
    pages: tuple[ExhibitPage, ...]
    repeats: tuple[PageRef, ...] = ()
    short: str = ""
    watermark: str = ""


class ExhibitGroup(Frozen):
    """Exhibits of one group, in order; number from 1."""

    number: int
    id: str
    title: str
    exhibits: tuple[Exhibit, ...]


class LetterPart(Frozen):
    """One paragraph of the letter.

    style: "salutation", "heading", "body", "request", "closing" (此致), "respect" (敬礼),
    "signature" (an empty place to sign or date by hand)
    """

    style: str
    text: str


class Letter(Frozen):
    """An application letter to one lender. Blanks nobody filled are marked 【待填：…】."""

    lender: str
    title: str
    parts: tuple[LetterPart, ...]
    statements: tuple[str, ...]
    blanks: tuple[str, ...] = ()


class PackPlan(Frozen):
    """All that the writers of PDF, DOCX, upload set and report need, and nothing they must decide.

    chat_opening: the message for the first lender; chat_openings: (lender, message) for each;
    form_sheet: (label, value) to copy into a web form
    """

    case_name: str
    applicant: str
    title: str
    draft: bool
    today: date
    channel: str
    letters: tuple[Letter, ...]
    chat_opening: str
    chat_openings: tuple[tuple[str, str], ...] = ()
    form_sheet: tuple[tuple[str, str], ...]
    call_checklist: tuple[str, ...]
    claim: Claim
    repayment: RepaymentPlan
    groups: tuple[ExhibitGroup, ...]
    report: CheckReport

    def exhibits(self) -> tuple[Exhibit, ...]:
        return tuple(exhibit for group in self.groups for exhibit in group.exhibits)


class UploadFile(Frozen):
    """One file of the upload set."""

    name: str
    exhibit: str
    size: int


class ManifestFile(Frozen):
    """sha256 and size of one input or output."""

    path: str
    sha256: str
    size: int


class ManifestPage(Frozen):
    """Which sheet of the bundle came from which input page."""

    bundle_page: int
    exhibit: str
    source: PageRef
    top: int
    bottom: int


class Manifest(Frozen):
    """manifest.json: inputs, outputs, and where each sheet of the bundle came from."""

    schema_: Literal["reliefpack-manifest/1"] = Field(
        default="reliefpack-manifest/1", alias="schema"
    )
    inputs: tuple[ManifestFile, ...]
    outputs: tuple[ManifestFile, ...]
    pages: tuple[ManifestPage, ...]
