"""What of each debt is asked to be waived: which kinds of relief, and how much of each charge.

Where nobody chose, the penalty is, and the interest too; a letter of the applicant's own may ask
for less: for the penalty alone, or for a share of a charge (利息减免一半).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pipeline.apportion import apportioned
from pipeline.letterasks import Texts, asked_in, figures_of, repays_interest, shares_asked
from schemas.base import CENT
from schemas.case import Case
from schemas.casefile import PartAsked
from schemas.claim import Claim, ClaimLine

ZERO = Decimal(0)
OWN_LETTER = "application_letter"
CHARGES = ("interest", "penalty", "late_fees", "fees")
_KIND = {
    "interest": "waive_interest",
    "penalty": "waive_penalty",
    "late_fees": "waive_penalty",
    "fees": "waive_fees",
}
"""The kind of relief that a charge is waived by; 部分减免 leaves open how much of two of them."""


@dataclass(frozen=True)
class Asked:
    """What of some debts is asked to be waived, yuan."""

    interest: Decimal = ZERO
    penalty: Decimal = ZERO
    late_fees: Decimal = ZERO
    fees: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.interest + self.penalty + self.late_fees + self.fees

    def __add__(self, other: Asked) -> Asked:
        return Asked(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def asked_relief(case: Case) -> frozenset[str]:
    """The kinds of relief asked for. Where nobody chose: penalty, and the interest too unless every
    letter of the applicant's own says that it will be repaid."""
    if case.typed.request.relief:
        return frozenset(case.typed.request.relief)
    letters = _own_letters(case)
    if letters and all(map(repays_interest, letters)):
        return frozenset(("waive_penalty",))
    return frozenset(("waive_penalty", "waive_interest"))


def asked_by_debt(case: Case, claim: Claim) -> dict[str, Asked]:
    """What is asked to be waived of each statement of the claim, by its id. Fees only when named.

    A part of a charge is spread over the debts as they bear it, and comes to its sum exactly.
    """
    relief = asked_relief(case)
    owed = {name: _by_statement(claim.lines, name) for name in CHARGES}
    parts = parts_asked(case, claim)
    asked = {
        name: _spread(owed[name], parts[name])
        if name in parts
        else {key: amount if _wanted(name, relief) else ZERO for key, amount in owed[name].items()}
        for name in CHARGES
    }
    return {
        key: Asked(*(asked[name][key] for name in CHARGES))
        for key in dict.fromkeys(line.statement for line in claim.lines)
    }


def asked_in_all(case: Case, claim: Claim) -> Asked:
    """What is asked to be waived of all debts of the claim together."""
    return sum(asked_by_debt(case, claim).values(), Asked())


def parts_asked(case: Case, claim: Claim) -> dict[str, Decimal]:
    """Charges of which less than all is asked to be waived, with how much of all debts, yuan.

    What is typed counts ("100%" is all of it); where nothing is, the share that the one letter of
    the applicant's own asks for, where its figures bear it out.
    """
    typed = case.typed.request.part
    found = {
        name: _typed_part(typed, name, owed_in_all(claim.lines, name))
        for name in CHARGES
        if getattr(typed, name) is not None
    }
    letters = _own_letters(case)
    if found or len(letters) != 1:
        return found
    relief = asked_relief(case)
    asked = _parts_of_letter(letters[0], claim)
    return {name: part for name, part in asked.items() if _wanted(name, relief)}


def owed_in_all(lines: Iterable[ClaimLine], name: str) -> Decimal:
    """One charge of some rows together."""
    total: Decimal = sum((getattr(line, name) for line in lines), ZERO)
    return total


def _typed_part(typed: PartAsked, name: str, owed: Decimal) -> Decimal:
    """At most what is owed: more than that a rule speaks of."""
    value = getattr(typed, name)
    if isinstance(value, str):
        return _share_of(Fraction(value.removesuffix("%")) / 100, owed)
    return min(Decimal(value), owed)


def _parts_of_letter(letter: Texts, claim: Claim) -> dict[str, Decimal]:
    """A share counts where what the letter names of the charge is what it comes to, or all that is
    owed of it or has fallen due, or where it names no figure."""
    told = figures_of(letter)
    named: dict[str, set[Decimal]] = {}
    for one in asked_in(letter):
        for name in one.name.split("+"):
            named.setdefault(name, set()).add(one.amount)
    found = {}
    for name, share in shares_asked(letter).items():
        whole = owed_in_all(claim.lines, name)
        wholes = {whole, claim.interest_overdue if name == "interest" else whole} - {ZERO}
        parts = {_share_of(share, one) for one in wholes}
        if not wholes or named.get(name, wholes) - {*wholes, *parts}:
            continue
        fitting = parts & told
        found[name] = fitting.pop() if len(fitting) == 1 else _share_of(share, whole)
    return found


def _share_of(share: Fraction, whole: Decimal) -> Decimal:
    part = whole * Decimal(share.numerator) / Decimal(share.denominator)
    return part.quantize(CENT, rounding=ROUND_HALF_UP)


def _wanted(name: str, relief: frozenset[str]) -> bool:
    return bool(relief & ({_KIND[name]} | ({"partial_waiver"} if name != "fees" else set())))


def _by_statement(lines: Iterable[ClaimLine], name: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.statement] = sums.get(line.statement, ZERO) + getattr(line, name)
    return sums


def _spread(owed: Mapping[str, Decimal], part: Decimal) -> dict[str, Decimal]:
    """`part` of what is owed, in proportion."""
    return dict(zip(owed, apportioned(part, tuple(owed.values())), strict=True))


def _own_letters(case: Case) -> Sequence[Texts]:
    return [case.texts_of(letter) for letter in case.of_kind(OWN_LETTER)]
