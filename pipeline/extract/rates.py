"""Interest and penalty computed again from the rate, the days and the principal on the page.

The shape that fits is named (A3–A8 of the domain notes); a rate is read from the screen, never
assumed. What fits none says nothing: a screen seldom shows all that a lender counts with.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pipeline.extract.arithmetic import PENALTY_TOLERANCE, TOLERANCE, Sum
from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.stated import Stated
from schemas.base import CENT
from schemas.evidence import Amount
from schemas.statement import Arithmetic, Period, PeriodStatus, Statement

MONTH = Decimal(30)
FAR = Decimal("0.25")
"""Interest further than this share from what a shape gives does not follow from it."""
EQUAL_ENOUGH = 3
"""So many equal payments make a plan of equal instalments."""


@dataclass(frozen=True)
class Rates:
    """Per day and per year as fractions, None where the page states none."""

    daily: Decimal | None
    annual: Decimal | None


@dataclass(frozen=True)
class Opening:
    """A period with the principal still owed at its beginning and the days it lasts."""

    draft: PeriodDraft
    principal: Decimal
    days: int | None


Shape = tuple[str, Callable[[Opening, Rates], Decimal | None]]

INTEREST: tuple[Shape, ...] = (
    ("剩余本金×日利率×实际天数", lambda at, rates: _times(at.principal, rates.daily, at.days)),
    ("剩余本金×日利率×30", lambda at, rates: _times(at.principal, rates.daily, MONTH)),
    ("剩余本金×年利率÷12", lambda at, rates: _times(at.principal, rates.annual, 1, 12)),
    (
        "剩余本金×年利率÷360×实际天数",
        lambda at, rates: _times(at.principal, rates.annual, at.days, 360),
    ),
    (
        "剩余本金×年利率÷365×实际天数",
        lambda at, rates: _times(at.principal, rates.annual, at.days, 365),
    ),
)
"""How interest of one period follows from its opening principal; the day basis is part of it."""

PENALTY = (
    ("逾期本金×日利率×1.5×天数", Decimal("1.5"), ("principal",)),
    ("逾期本金×日利率×0.5×天数（加收）", Decimal("0.5"), ("principal",)),
    ("逾期本金×日利率×天数", Decimal(1), ("principal",)),
    ("逾期本息费×日利率×天数", Decimal(1), ("principal", "interest", "fees")),
    ("逾期本息费×日利率×1.5×天数", Decimal("1.5"), ("principal", "interest", "fees")),
)
"""How a penalty follows from what is overdue: factor, and the parts it is counted on."""


def interest_by_rate(
    drafts: Sequence[PeriodDraft], rates: Rates, whole: Decimal | None = None
) -> Iterator[Sum]:
    """The shape that explains most periods' interest, with the periods it explains.

    whole: the principal still owed before the first of them, where the page states it
    """
    name, found = _best(_known_openings(drafts, whole), rates)
    if not found:
        return
    members = tuple(at.draft.amounts["interest"] for at, _ in found)
    yield _sum("interest", _named(at.draft for at, _ in found), members, found, name)


def odd_interest(
    drafts: Sequence[PeriodDraft], rates: Rates, whole: Decimal | None
) -> Arithmetic | None:
    """Interest that is far from every shape, in each of several periods; None where any is near.

    A list that may go on below its last row tells nothing of what was still owed.
    """
    ends = any(draft.of and draft.of == draft.index for draft in drafts)
    openings = _known_openings(drafts, whole) if ends or _from_whole(drafts, whole) else []
    given = [
        (at, [value for _, shape in INTEREST if (value := shape(at, rates))]) for at in openings
    ]
    shown = [at.draft.amounts["interest"].value for at in openings]
    far = all(
        values and all(abs(value - said) > FAR * value for value in values)
        for (_, values), said in zip(given, shown, strict=True)
    )
    if len(openings) < 2 or not far:
        return None
    return Arithmetic(
        kind="interest", where=_named(at.draft for at in openings), shown=sum(shown, Decimal(0)),
        computed=sum((values[0] for _, values in given), Decimal(0)), closes=False,
        shape="剩余本金×页面利率",
    )  # fmt: skip


def _known_openings(drafts: Sequence[PeriodDraft], whole: Decimal | None) -> list[Opening]:
    openings = _from_whole(drafts, whole) or _openings(drafts)
    return [at for at in openings if "interest" in at.draft.amounts]


def _best(openings: Sequence[Opening], rates: Rates) -> tuple[str, list[tuple[Opening, Decimal]]]:
    fits = [(name, _fitting(openings, shape, rates)) for name, shape in INTEREST]
    return max(fits, key=lambda item: len(item[1]), default=("", []))


def _from_whole(drafts: Sequence[PeriodDraft], whole: Decimal | None) -> list[Opening]:
    """Unpaid periods in a row, each with what was owed before it: the whole less those before."""
    rows = sorted(
        (draft for draft in drafts if draft.index and draft.status not in ("paid", "waived")),
        key=lambda draft: draft.index or 0,
    )
    first = rows[0].index or 0 if rows else 0
    in_a_row = [draft.index for draft in rows] == list(range(first, first + len(rows)))
    principals = [d.amounts["principal"].value for d in rows if "principal" in d.amounts]
    if whole is None or not in_a_row or len(principals) < len(rows) or sum(principals) >= whole:
        return []
    found, owed = [], whole
    for place, draft in enumerate(rows):
        before = rows[place - 1].due if place else None
        found.append(Opening(draft, owed, _days(before, draft.due)))
        owed -= principals[place]
    return found


def equal_payments(drafts: Sequence[PeriodDraft]) -> Iterator[Sum]:
    """等额本息: principal and interest of each period make the same payment, but for the last."""
    regular = [
        draft
        for draft in drafts
        if {"principal", "interest"} <= draft.amounts.keys() and draft.index != draft.of
    ]
    sums = [draft.amounts["principal"].value + draft.amounts["interest"].value for draft in regular]
    shares = {draft.amounts["interest"].value for draft in regular}
    if len(sums) < EQUAL_ENOUGH or len(shares) < len(sums) or max(sums) - min(sums) > TOLERANCE:
        return  # Periods that repeat one figure prove nothing of it.
    members = tuple(draft.amounts[part] for draft in regular for part in ("principal", "interest"))
    shown = Arithmetic(
        kind="interest", where=_named(regular), shown=sums[0], computed=sums[-1], closes=True,
        shape="等额本息：每期本金＋利息相等",
    )  # fmt: skip
    yield Sum(shown, members)


def penalty_by_period(
    drafts: Sequence[PeriodDraft], rates: Rates, as_of: date | None
) -> Iterator[Sum]:
    """The shape that explains most overdue periods' penalty (A8)."""
    daily = rates.daily or (rates.annual / 360 if rates.annual else None)
    late = [
        (draft, (as_of - draft.due).days)
        for draft in drafts
        if as_of and draft.due and draft.due < as_of and draft.status in ("overdue", "")
        if draft.amounts.keys() & {"penalty", "late_fees"}
    ]
    if daily is None or not late:
        return
    best: tuple[str, list[tuple[PeriodDraft, Stated, Decimal]]] = ("", [])
    for name, factor, parts in PENALTY:
        found = []
        for draft, days in late:
            stated = draft.amounts.get("penalty") or draft.amounts["late_fees"]
            base = sum((draft.amounts[p].value for p in parts if p in draft.amounts), Decimal(0))
            computed = _cents(base * daily * factor * days)
            if computed and abs(computed - stated.value) <= TOLERANCE:
                found.append((draft, stated, computed))
        if len(found) > len(best[1]):
            best = (name, found)
    name, explained = best
    if explained:
        shown = Arithmetic(
            kind="penalty", where=_named(draft for draft, _, _ in explained),
            shown=sum((stated.value for _, stated, _ in explained), Decimal(0)),
            computed=sum((value for _, _, value in explained), Decimal(0)),
            closes=True, shape=name,
        )  # fmt: skip
        yield Sum(shown, tuple(stated for _, stated, _ in explained))


def penalty_by_rate(
    penalty: Stated, bases: dict[str, Decimal], rate: Decimal, days: int
) -> Iterator[Sum]:
    """The formula (A8) that gives the penalty of the whole, if one does."""
    for base_name, base in bases.items():
        for shape, factor, parts in PENALTY:
            if len(parts) > 1:
                continue
            computed = _cents(base * rate * factor * days)
            if computed and abs(computed - penalty.value) <= PENALTY_TOLERANCE:
                shown = Arithmetic(
                    kind="penalty", where="罚息", shown=penalty.value, computed=computed,
                    closes=True, shape=shape.replace("逾期本金", base_name),
                )  # fmt: skip
                yield Sum(shown, (penalty,))
                return


def odd_penalties(bill: Statement) -> Iterator[tuple[Period, Amount, str, Decimal]]:
    """Overdue periods whose penalty is none of the known shapes, though another period's is.

    Each with the penalty shown, the shape of the others and what it would give.
    """
    daily = bill.daily_rate or (bill.annual_rate / 360 if bill.annual_rate else None)
    as_of = bill.as_of
    if daily is None or as_of is None:
        return
    late = [
        (period, shown, (as_of - period.due).days)
        for period in bill.periods
        if period.status is PeriodStatus.OVERDUE and period.due and period.due < as_of
        if (shown := period.penalty or period.late_fees) and period.index
    ]
    given = {
        period.index: [(name, _penalty(period, shape, daily, days)) for name, *shape in PENALTY]
        for period, _, days in late
    }
    fits = {
        period.index: [name for name, sum_ in given[period.index] if _close(sum_, shown.value)]
        for period, shown, _ in late
    }
    usual = next((names[0] for names in fits.values() if names), "")
    for period, shown, _ in late:
        if usual and shown.value and not fits[period.index]:
            yield period, shown, usual, dict(given[period.index])[usual]


def _penalty(period: Period, shape: Sequence[Any], daily: Decimal, days: int) -> Decimal:
    factor, parts = shape
    amounts = (getattr(period, part) for part in parts)
    base = sum((amount.value for amount in amounts if amount), Decimal(0))
    return _cents(base * daily * factor * days)


def _close(computed: Decimal, shown: Decimal) -> bool:
    return bool(computed) and abs(computed - shown) <= PENALTY_TOLERANCE


def _openings(drafts: Sequence[PeriodDraft]) -> list[Opening]:
    """Periods of a list that goes on to its last, each with what was still owed before it."""
    ordered = sorted((draft for draft in drafts if draft.index), key=lambda draft: draft.index or 0)
    if not ordered or ordered[-1].index != (ordered[-1].of or ordered[-1].index):
        return []
    found: list[Opening] = []
    owed = Decimal(0)
    for place in range(len(ordered) - 1, -1, -1):
        draft = ordered[place]
        if place + 1 < len(ordered) and (ordered[place + 1].index or 0) != (draft.index or 0) + 1:
            break
        if "principal" not in draft.amounts:
            break
        owed += draft.amounts["principal"].value
        before = ordered[place - 1].due if place else None
        found.append(Opening(draft, owed, _days(before, draft.due)))
    return found


def _days(before: date | None, due: date | None) -> int | None:
    """Days of a period; a month back where the period before is not shown."""
    if due is None:
        return None
    if before is None:
        year, month = (due.year, due.month - 1) if due.month > 1 else (due.year - 1, 12)
        before = date(year, month, min(due.day, calendar.monthrange(year, month)[1]))
    return (due - before).days


def _fitting(
    openings: Sequence[Opening], shape: Callable[[Opening, Rates], Decimal | None], rates: Rates
) -> list[tuple[Opening, Decimal]]:
    return [
        (at, computed)
        for at in openings
        if (computed := shape(at, rates))
        and abs(computed - at.draft.amounts["interest"].value) <= TOLERANCE
    ]


def _times(
    principal: Decimal, rate: Decimal | None, days: Decimal | int | None, basis: int = 1
) -> Decimal | None:
    if rate is None or days is None:
        return None
    return _cents(principal * rate * days / basis)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _named(drafts: object) -> str:
    """第3期, or 第3–8期 for several."""
    indexes = sorted(draft.index for draft in drafts if draft.index)  # type: ignore[attr-defined]
    if not indexes:
        return "各期"
    first, last = indexes[0], indexes[-1]
    if first == last:
        return f"第{first}期"
    whole = last - first + 1 == len(indexes)
    return f"第{first}–{last}期" + ("" if whole else f"中的{len(indexes)}期")


def _sum(
    kind: str,
    where: str,
    members: tuple[Stated, ...],
    found: Sequence[tuple[Opening, Decimal]],
    shape: str,
) -> Sum:
    return Sum(
        Arithmetic(
            kind=kind, where=where,
            shown=sum((stated.value for stated in members), Decimal(0)),
            computed=sum((computed for _, computed in found), Decimal(0)),
            closes=True, shape=shape,
        ),
        members,
    )  # fmt: skip
