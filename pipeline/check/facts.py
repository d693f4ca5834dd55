"""What the rules look at, and the questions many of them ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

from pipeline.relief import Asked, asked_in_all
from schemas.case import Case, Person
from schemas.catalogue import Catalogue
from schemas.claim import Claim, Excluded
from schemas.evidence import FieldValue
from schemas.material import Material
from schemas.pack import ExhibitGroup, Letter
from schemas.plan import RepaymentPlan
from schemas.reading import Line, Reading
from schemas.source import Page, PageRef
from schemas.statement import Statement

_MONEY = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?!\d)")


@dataclass(frozen=True)
class Facts:
    """All that is known when the checks run. Never changed; lookups are computed once."""

    case: Case
    claim: Claim
    repayment: RepaymentPlan
    letters: tuple[Letter, ...]
    groups: tuple[ExhibitGroup, ...]
    catalogue: Catalogue

    @property
    def applicant(self) -> Person:
        return self.case.applicant

    @property
    def today(self) -> date:
        return self.case.today

    @cached_property
    def duplicates(self) -> frozenset[PageRef]:
        """Pages that only repeat another one."""
        return frozenset(copy for copy, _ in self.case.duplicates)

    @cached_property
    def asked(self) -> Asked:
        """What of the claim is asked to be waived: all of it, or a part."""
        return asked_in_all(self.case, self.claim)

    @cached_property
    def claimed(self) -> tuple[Statement, ...]:
        """Statements with a row in the claim, in input order."""
        wanted = {line.statement for line in self.claim.lines}
        return tuple(found for found in self.case.statements if found.id in wanted)

    @cached_property
    def left_out(self) -> tuple[tuple[Excluded, Statement], ...]:
        """Statements that are not claimed, with the reason."""
        by_id = {found.id: found for found in self.case.statements}
        return tuple(
            (entry, by_id[entry.statement])
            for entry in self.claim.excluded
            if entry.statement in by_id
        )

    @cached_property
    def readings(self) -> dict[PageRef, Reading]:
        return {reading.ref: reading for reading in self.case.readings}

    @cached_property
    def pages(self) -> dict[PageRef, Page]:
        return {page.ref: page for page in self.case.pages()}

    @cached_property
    def materials_of(self) -> dict[PageRef, Material]:
        return {ref: material for material in self.case.materials for ref in material.pages}

    def papers(self, *kinds: str) -> tuple[Material, ...]:
        """Materials of the kinds with at least one page that is no copy."""
        return tuple(found for found in self.case.of_kind(*kinds) if not self.is_copy(found))

    def holding(self, *kinds: str) -> tuple[Material, ...]:
        """As `papers`, with papers of other kinds in which one of these is written as well: a
        letter that says what one earns and spends."""
        return tuple(
            found
            for found in self.case.materials
            if set(kinds) & set(found.contents) and not self.is_copy(found)
        )

    def is_copy(self, material: Material) -> bool:
        return bool(material.pages) and all(ref in self.duplicates for ref in material.pages)

    def kind_name(self, kind: str) -> str:
        """The Chinese name of a material, its id where the catalogue has none."""
        known = self.catalogue.materials.get(kind)
        return known.name if known else kind

    def text_lines(self, ref: PageRef) -> tuple[Line, ...]:
        """The lines read on a page."""
        reading = self.readings.get(ref)
        return reading.lines if reading else ()

    def text_of(self, ref: PageRef) -> str:
        return "\n".join(line.text for line in self.text_lines(ref))

    def sure(self, value: FieldValue) -> bool:
        """Whether a read name, number or date can be held against somebody."""
        return value.confidence >= self.catalogue.thresholds.name_confidence


def day_of(material: Material, *names: str) -> tuple[date, FieldValue] | None:
    """The first of the fields that holds a date; a month counts with its first day."""
    for name in names:
        value = material.fields.get(name)
        day = as_day(value.value) if value else None
        if value and day:
            return day, value
    return None


def as_day(text: str) -> date | None:
    """ISO "2026-03-12" or "2026-03" as a date."""
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return None


def as_money(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def amounts_in(text: str) -> tuple[Decimal, ...]:
    """The amounts printed to the cent, in the order of the text."""
    found = (as_money(part) for part in _MONEY.findall(text))
    return tuple(amount for amount in found if amount is not None)


def money_of(material: Material, *names: str) -> tuple[Decimal, FieldValue] | None:
    """The first of the fields that holds an amount."""
    for name in names:
        value = material.fields.get(name)
        amount = as_money(value.value) if value else None
        if value and amount is not None:
            return amount, value
    return None


def credits_of(material: Material) -> Iterator[tuple[date, Decimal]]:
    """Wages paid in: "2026-08-10:5200.00;2026-09-10:5200.00"."""
    value = material.fields.get("wage_credits")
    for entry in (value.value if value else "").split(";"):
        day_text, _, amount_text = entry.partition(":")
        day, amount = as_day(day_text.strip()), as_money(amount_text)
        if day and amount is not None:
            yield day, amount


def yuan(amount: Decimal) -> str:
    """ "1,234.56元", as the messages print it."""
    return f"{amount:,.2f}元"
