"""A card's principal after the repayment that its bill takes off in a printed sum.

上期未还本金 ＋ 新增消费 ＋ 循环利息 － 本期还款 ＝ 本期应还金额 over their figures: the principal
is what the charges do not explain of the total. It is taken so only where the signs are printed,
every term is known for what it is, and the sum closes to the cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract.folding import squeezed
from pipeline.extract.labels import CHARGES
from pipeline.extract.stated import Stated
from pipeline.extract.token import Token
from pipeline.extract.words import Words, last_clause

LEAST = 4
"""Principal, a charge, a repayment and the sum at least."""
SIGNS = 2
"""So many terms print their sign; one or another is lost in reading."""
_SIGN = re.compile(r"^\s*(?:(?P<plus>[+十])|(?P<less>[-–—−一])|(?P<sum>=))\s*")
_REPAID = re.compile(r"还款|已还|还入|已付")
_SPENT = re.compile(r"消费|取现")


@dataclass(frozen=True)
class _Term:
    sign: str
    label: Token
    amount: Token

    @property
    def value(self) -> Decimal:
        value = self.amount.atom.value or Decimal(0)
        return -value if self.sign == "-" else value


def netted(page: Words, totals: dict[str, list[Stated]]) -> dict[str, list[Stated]]:
    """The figures of the whole, the principal less what was repaid where the page's sum says so."""
    for terms in _sums(page):
        members = _principal(page, terms)
        left = sum((term.value for term in members), Decimal(0))
        if left <= 0:
            continue
        for one in totals.get("principal", []):
            if members and one.token is members[0].amount:
                meant = replace(one, value=left, label=_label(members), more=_each(one, members))
                others = [o for o in totals["principal"] if o.value != one.value]
                return {**totals, "principal": [meant, *others]}
    return totals


def _sums(page: Words) -> Iterator[list[_Term]]:
    """Sums written as a row of signed labels over the row of their figures, if they close."""
    for number, row in enumerate(page.rows):
        heads = [token for token in row if token.kind == "text" and not page.is_speck(token)]
        if len(heads) < LEAST or page.money_in(number) or sum(map(_printed, heads)) < SIGNS:
            continue
        for below in page.rows[number + 1 : number + 3]:
            amounts = [token for token in below if token.kind == "money"]
            if len(amounts) == len(heads):
                terms = [_Term(*term) for term in zip(_signs(heads), heads, amounts, strict=True)]
                *parts, whole = terms
                if sum(part.value for part in parts) == whole.value:
                    yield terms
            if amounts:
                break


def _printed(head: Token) -> bool:
    return _SIGN.match(head.text) is not None


def _signs(heads: Sequence[Token]) -> list[str]:
    """The sign of each term as printed; where it was lost, as its words have it."""
    signs = []
    for place, head in enumerate(heads):
        match = _SIGN.match(head.text)
        if match:
            signs.append("-" if match["less"] else "=" if match["sum"] else "+")
        else:
            repaid = _REPAID.search(squeezed(head.text)) and place < len(heads) - 1
            signs.append("-" if place and repaid else "+")
    return signs


def _principal(page: Words, terms: Sequence[_Term]) -> list[_Term]:
    """The terms that make the principal, what was owed first; [] where nothing was repaid, or a
    term is none of principal, purchase, charge and repayment."""
    *parts, whole = terms
    role = page.amount_role(parts[0].label)
    if role is None or role.component != "principal" or role.bucket not in ("", "owed"):
        return []
    if (
        whole.sign == "-"
        or (owed := page.amount_role(whole.label)) is None
        or owed.bucket != "owed"
    ):
        return []
    members = parts[:1]
    for part in parts[1:]:
        role = page.amount_role(part.label)
        words = squeezed(part.label.text)
        if (part.sign == "-" and _REPAID.search(words)) or (
            part.sign == "+" and _SPENT.search(words)
        ):
            members.append(part)
        elif part.sign != "+" or role is None or role.component not in CHARGES:
            return []
    members = [part for part in members if part.value]
    return members if any(part.sign == "-" for part in members) else []


def _label(members: Sequence[_Term]) -> str:
    signs = {"+": "＋", "-": "－"}
    names = [
        signs[part.sign] * bool(place) + last_clause(_SIGN.sub("", part.label.text))
        for place, part in enumerate(members)
    ]
    return "".join(names)


def _each(one: Stated, members: Sequence[_Term]) -> tuple[Stated, ...]:
    return (
        replace(one),
        *(
            Stated(part.value, part.amount, last_clause(_SIGN.sub("", part.label.text)))
            for part in members[1:]
        ),
    )


def without_gross(
    totals: dict[str, list[Stated]], paid: Mapping[str, Stated]
) -> dict[str, list[Stated]]:
    """The figures without a bill's sum from before a repayment (本期账单总额 2,905.60, 累计已还
    1,000.00), where the parts make another total and the rest of the sum is in it.

    paid: what the page says was repaid, by part
    """
    wholes = totals.get("total", [])
    parts = {name: found[0].value for name, found in totals.items() if name != "total" and found}
    made = sum(parts.values(), Decimal(0))
    if "total" not in paid or not any(one.value == made for one in wholes):
        return totals
    late = [parts.get(name, Decimal(0)) for name in ("penalty", "late_fees")]
    before = {made, made - late[0], made - late[1], made - sum(late)}
    kept = [
        one
        for one in wholes
        if one.value <= made or one.value - abs(paid["total"].value) not in before
    ]
    return {**totals, "total": kept}
