"""What the program says of a page against what the page says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

CLAIMED = ("interest", "penalty", "late_fees")
FIGURES = (*CLAIMED, "principal")
"""The amounts that are measured; those of `Wanted` and `Told` may name more."""
BILL, UNKNOWN = "bill", "unknown"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Wanted:
    """What a page is, and what it says is owed, as yuan by component; unstated parts absent."""

    material: str
    owed: Mapping[str, str]

    def value(self, name: str) -> Decimal:
        return Decimal(self.owed.get(name, 0))

    @property
    def owes(self) -> bool:
        """Whether the page is a bill with anything left to pay."""
        return self.material == BILL and any(self.value(name) for name in self.owed)


@dataclass(frozen=True)
class Figure:
    """An outstanding amount as the program states it."""

    value: Decimal
    status: str

    @property
    def doubtful(self) -> bool:
        return self.status == "doubtful"


@dataclass(frozen=True)
class Told:
    """What the program says of a page.

    figures: outstanding amounts by component; None where the page gave no statement
    needs_review: whether a person is asked before the statement counts
    """

    kind: str
    figures: Mapping[str, Figure] | None
    needs_review: bool = True


@dataclass(frozen=True)
class Outcome:
    """How one page came out.

    bill: something is owed on it; only such pages count for amounts and acceptance
    wrong: figures that differ from the page, stated or left out
    silent: those of them that no doubt points at
    accepted: the statement stands without a person
    taken: amounts are said to be owed though the page owes none
    """

    bill: bool
    wrong: tuple[str, ...]
    silent: tuple[str, ...]
    accepted: bool
    kind_right: bool
    taken: bool

    def exact(self, *figures: str) -> bool:
        return not set(figures) & set(self.wrong)


def score(wanted: Wanted, told: Told) -> Outcome:
    """Zero and not stated are the same sum of money, and count as the same."""
    wrong = tuple(name for name in FIGURES if _stated(told, name) != wanted.value(name))
    return Outcome(
        bill=wanted.owes,
        wrong=wrong,
        silent=tuple(name for name in wrong if not _doubted(told, name)),
        accepted=told.figures is not None and not told.needs_review,
        kind_right=_kind_right(wanted, told),
        taken=not wanted.owes and any(f.value for f in (told.figures or {}).values()),
    )


def _stated(told: Told, name: str) -> Decimal:
    figure = (told.figures or {}).get(name)
    return figure.value if figure else ZERO


def _doubted(told: Told, name: str) -> bool:
    """Whether a person will look at the figure before it counts.

    A bill without any amount and a page of unknown kind are findings of their own; a bill that was
    taken for another paper is not.
    """
    if told.figures is None:
        return told.kind in (BILL, UNKNOWN)
    figure = told.figures.get(name)
    return figure.doubtful if figure else told.needs_review


def _kind_right(wanted: Wanted, told: Told) -> bool:
    """Offers and trial sums are a lender's screens, and no paper of the catalogue either."""
    nothing = wanted.material == BILL and not wanted.owes
    return told.kind == wanted.material or (nothing and told.kind == UNKNOWN)
