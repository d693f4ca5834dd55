"""What stays to be repaid on each debt once the relief asked for is granted.

Only figures that a page states are used: principal where the page names it, else the page's total
less what is asked to be waived. A debt that states neither is named, never estimated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from decimal import Decimal

from pipeline.letterasks import repays_interest
from schemas.case import Case
from schemas.claim import Claim, ClaimLine
from schemas.statement import Statement

ZERO = Decimal(0)
OWN_LETTER = "application_letter"


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


def asked_relief(case: Case) -> frozenset[str]:
    """The kinds of relief asked for. Where nobody chose: penalty, and the interest too unless every
    letter of the applicant's own says that it will be repaid."""
    if case.typed.request.relief:
        return frozenset(case.typed.request.relief)
    texts = {reading.ref: reading.lines for reading in case.readings}
    letters = [
        [(ref, "\n".join(line.text for line in texts.get(ref, ()))) for ref in letter.pages]
        for letter in case.of_kind(OWN_LETTER)
    ]
    if letters and all(map(repays_interest, letters)):
        return frozenset(("waive_penalty",))
    return frozenset(("waive_penalty", "waive_interest"))


@dataclass(frozen=True)
class Asked:
    """What of some rows is asked to be waived, yuan; `penalty` with late fees."""

    interest: Decimal
    penalty: Decimal
    fees: Decimal

    @property
    def total(self) -> Decimal:
        return self.interest + self.penalty + self.fees


def asked_of(rows: Iterable[ClaimLine], relief: frozenset[str]) -> Asked:
    """The part of `rows` that is asked to be waived. Fees only when named."""
    found = tuple(rows)
    interest = sum((row.interest for row in found), ZERO)
    penalty = sum((row.penalty + row.late_fees for row in found), ZERO)
    fees = sum((row.fees for row in found), ZERO)
    return Asked(
        interest=interest if relief & {"waive_interest", "partial_waiver"} else ZERO,
        penalty=penalty if relief & {"waive_penalty", "partial_waiver"} else ZERO,
        fees=fees if "waive_fees" in relief else ZERO,
    )


def claimed_statements(case: Case, claim: Claim) -> tuple[Statement, ...]:
    """Statements that the claim's rows come from, in the order of the rows."""
    by_id = {statement.id: statement for statement in case.statements}
    ids = dict.fromkeys(line.statement for line in claim.lines)
    return tuple(by_id[key] for key in ids if key in by_id)


def lender_key(statement: Statement) -> str:
    """The name debts are gathered under: the lender, or the product while it is not known."""
    return statement.lender or statement.product or statement.id


def debts_by_lender(case: Case, claim: Claim) -> tuple[LenderDebt, ...]:
    """The debts of the claim, one entry a lender, in the order they appear in the claim."""
    groups: dict[str, list[Statement]] = {}
    for statement in claimed_statements(case, claim):
        groups.setdefault(lender_key(statement), []).append(statement)
    return tuple(_lender_debt(case, claim, key, found) for key, found in groups.items())


def _lender_debt(case: Case, claim: Claim, key: str, found: list[Statement]) -> LenderDebt:
    relief = asked_relief(case)
    total, unknown = Parts(), []
    for statement in found:
        rows = [line for line in claim.lines if line.statement == statement.id]
        parts = _parts(statement, rows, relief)
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


def _parts(statement: Statement, rows: list[ClaimLine], relief: frozenset[str]) -> Parts | None:
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
    asked = asked_of(rows, relief)
    return Parts(
        max(principal, ZERO), interest, penalty, fees, asked.interest, asked.penalty, asked.fees
    )
