"""What may be asked for."""

from __future__ import annotations

from decimal import Decimal

from schemas.base import Frozen, Money
from schemas.evidence import Status
from schemas.source import PageRef


class ClaimLine(Frozen):
    """One row of the schedule; `period` None: a total of the statement.

    Each amount is yuan, "0.00" where the page says zero or states none. `source` is the page that
    shows the row; `exhibit` is its stamp ("1-2"), set when the pack is planned. `upcoming` is the
    part of the interest of an overdue total that belongs to instalments not yet due; `dated` is
    false where the pages do not say which of it is due.
    """

    statement: str
    period: int | None
    principal: Money
    interest: Money
    penalty: Money
    late_fees: Money
    fees: Money
    overdue: bool
    status: Status
    source: PageRef
    exhibit: str = ""
    upcoming: Money = Decimal(0)
    dated: bool = True

    @property
    def interest_due(self) -> Money:
        """Yuan of interest that is past due."""
        return self.interest - self.upcoming if self.overdue else Decimal(0)


class Excluded(Frozen):
    """A statement that is not claimed, and why (someone else's, older screen, copy, foreign)."""

    statement: str
    reason: str
    message: str


class Claim(Frozen):
    """The sum over distinct debts, and the rows it is the sum of. Yuan."""

    interest: Money
    penalty: Money
    late_fees: Money
    fees: Money
    principal: Money
    interest_overdue: Money
    lines: tuple[ClaimLine, ...]
    excluded: tuple[Excluded, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the pages say of all interest whether it is due."""
        return all(line.dated for line in self.lines if line.interest)

    @property
    def total(self) -> Money:
        """All that is asked to be waived."""
        return self.interest + self.penalty + self.late_fees + self.fees
