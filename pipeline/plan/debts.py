"""What stays to be repaid on each debt once the relief asked for is granted.

Only figures that a page states are used: principal where the page names it, else the page's total
less what is asked to be waived. A debt that states neither is named, never estimated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal

from pipeline.relief import Asked, asked_by_debt
from schemas.case import Case
from schemas.claim import Claim, ClaimLine
from schemas.statement import ANY_LENDERS, Statement

ZERO = Decimal(0)


@dataclass(frozen=True)
class Parts:
    """One debt, yuan: what is owed by component and what of each is asked to be waived.

    The waived parts are kept by component so that both split into instalments the same way.
    """

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    penalty: Decimal = ZERO
    fees: Decimal = ZERO
    waived_interest: Decimal = ZERO
    waived_penalty: Decimal = ZERO
    waived_fees: Decimal = ZERO

    @property
    def waived(self) -> Decimal:
        return self.waived_interest + self.waived_penalty + self.waived_fees

    @property
    def to_repay(self) -> Decimal:
        return self.principal + self.interest + self.penalty + self.fees - self.waived

    def __add__(self, other: Parts) -> Parts:
        return Parts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class LenderDebt:
    """All debts of the claim at one lender; `unknown` names those whose rest is not stated."""

    lender: str
    statements: tuple[str, ...]
    parts: Parts
    unknown: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether nothing is left to repay once what is asked for is waived."""
        return not self.unknown and self.parts.to_repay == 0


def claimed_statements(case: Case, claim: Claim) -> tuple[Statement, ...]:
    """Statements that the claim's rows come from, in the order of the rows."""
    by_id = {statement.id: statement for statement in case.statements}
    ids = dict.fromkeys(line.statement for line in claim.lines)
    return tuple(by_id[key] for key in ids if key in by_id)


def lender_key(statement: Statement) -> str:
    """The name debts are gathered under: the lender, or the product while it is not known. Cards
    and loans of banks that nobody named are of a bank each, where anything tells them apart."""
    if not statement.lender and statement.product_id in ANY_LENDERS:
        return statement.title
    return statement.lender or statement.product or statement.id


def debts_by_lender(case: Case, claim: Claim) -> tuple[LenderDebt, ...]:
    """The debts of the claim, one entry a lender, in the order they appear in the claim."""
    groups: dict[str, list[Statement]] = {}
    for statement in claimed_statements(case, claim):
        groups.setdefault(lender_key(statement), []).append(statement)
    asked = asked_by_debt(case, claim)
    return tuple(_lender_debt(claim, key, found, asked) for key, found in groups.items())


def _lender_debt(
    claim: Claim, key: str, found: list[Statement], asked: Mapping[str, Asked]
) -> LenderDebt:
    total, unknown = Parts(), []
    for statement in found:
        rows = [line for line in claim.lines if line.statement == statement.id]
        parts = _parts(statement, rows, asked[statement.id])
        if parts is None:
            unknown.append(
                f"{statement.title if statement.product else key}：页面没有写明待还本金或待还总额"
            )
        else:
            total += parts
    return LenderDebt(
        lender=key,
        statements=tuple(statement.id for statement in found),
        parts=total,
        unknown=tuple(unknown),
    )


def _parts(statement: Statement, rows: list[ClaimLine], asked: Asked) -> Parts | None:
    """The debt by component; None where the pages do not say what stays to be repaid."""
    owed = statement.outstanding
    interest = sum((row.interest for row in rows), ZERO)
    penalty = sum((row.penalty + row.late_fees for row in rows), ZERO)
    stated_fees = owed.fees.value if owed.fees else ZERO
    fees = max(stated_fees, sum((row.fees for row in rows), ZERO))
    principal = sum((row.principal for row in rows), ZERO)
    if principal == 0 and owed.principal is not None:
        principal = owed.principal.value
    elif principal == 0 and owed.total is not None:
        principal = owed.total.value - interest - penalty - fees
    elif principal == 0:
        return None
    return Parts(
        max(principal, ZERO),
        interest,
        penalty,
        fees,
        asked.interest,
        asked.penalty + asked.late_fees,
        asked.fees,
    )
