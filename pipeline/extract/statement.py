"""The joined pages of one debt → its statement: every amount settled, every sum shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.extract.arithmetic import (
    TOLERANCE,
    Sum,
    parts_against_total,
    parts_short,
    periods_against_whole,
)
from pipeline.extract.balance import within_total
from pipeline.extract.bill import NAMES
from pipeline.extract.contained import add_contained_principals
from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.joining import UNPAID, BillPage, Joined, join
from pipeline.extract.latedays import delays_of, late_day, mark_what_fell_due
from pipeline.extract.leftover import (
    is_partly_repaid,
    notes_of,
    partly_repaid,
    rivals_of,
    unnamed_of,
    unread_of,
)
from pipeline.extract.lenders import GENERIC
from pipeline.extract.mended import mend
from pipeline.extract.outstanding import beside_rows, outstanding_of
from pipeline.extract.outvoted import outvoted
from pipeline.extract.penalty import by_printed_formula, by_stated_rule
from pipeline.extract.rates import (
    Rates,
    equal_payments,
    interest_by_rate,
    odd_interest,
    penalty_by_period,
    penalty_by_rate,
)
from pipeline.extract.settle import Settler, SpotKey, Witness
from pipeline.extract.stated import Stated
from pipeline.extract.suspects import suspect_of
from schemas.evidence import Status
from schemas.source import PageRef
from schemas.statement import Arithmetic, Parts, Period, PeriodStatus, Statement

__all__ = ["FOREIGN", "GARBLED", "BillPage", "join", "statement_of"]

ZERO = Decimal(0)
GARBLED = "有一行数字连在一起，没有读清"
FOREIGN = "页面上有外币金额，未计入"
"""Notes on a statement, whole."""


def statement_of(number: int, joined: Joined, witnesses: Mapping[SpotKey, Witness]) -> Statement:
    """One debt on one day with every amount settled."""
    mended = _put_right(joined, witnesses)
    sums = _sums(joined)
    settler = _settler(joined, sums, witnesses)
    periods = [_period(settler, ref, draft) for ref, draft in joined.periods]
    outstanding = within_total(joined, outstanding_of(settler, joined, periods))
    counted = _with_suspects(sums, joined, witnesses)
    first, pages = joined.pages[0], joined.pages
    amounts = [amount for _, amount in outstanding.stated()]
    doubtful = any(amount.status is Status.DOUBTFUL for amount in amounts)
    garbled = any(page.draft.garbled for page in pages)
    unread = unread_of(joined, outstanding)
    rivals = list(rivals_of(joined, outstanding, periods))
    unnamed = tuple(unnamed_of(joined, outstanding))
    left = (*notes_of(unread, rivals), *unnamed, *partly_repaid(joined), *mended)
    notes = _notes(joined, left, garbled)
    funder = _first(page.lender.name for page in pages if page.lender.stated) or ""
    return Statement(
        id=f"s{number}",
        lender=funder or _first(page.lender.name for page in pages) or "",
        funder=funder,
        filed=all(page.lender.filed for page in pages),
        product=_product(pages),
        product_id=first.lender.entry.id,
        kind=first.lender.entry.kind,
        as_of=_first(page.draft.as_of or page.draft.statement_day for page in pages),
        captured=max((page.captured for page in pages if page.captured), default=None),
        pages=tuple(dict.fromkeys(page.draft.ref for page in pages)),
        overdue_days=_first(page.draft.overdue_days for page in pages),
        daily_rate=_first(page.draft.daily_rate for page in pages),
        annual_rate=_first(page.draft.annual_rate for page in pages),
        currency=first.draft.currency,
        holder=_first(page.holder for page in pages),
        account=_first(page.account for page in pages) or "",
        loan=_first(page.loan for page in pages) or "",
        lent=_first(page.draft.lent for page in pages),
        began=_first(page.draft.began for page in pages),
        due=_first(page.draft.due or late_day(page) for page in pages),
        delays=delays_of(joined),
        scope=_scope(joined),
        periods=tuple(periods),
        outstanding=outstanding,
        paid=Parts(
            **{
                name: settler.amount(placed.ref, placed.stated)
                for name, placed in joined.paid.items()
            }
        ),
        arithmetic=(*counted, *_odd(joined, periods, outstanding, counted)),
        notes=notes,
        unread=tuple(dict.fromkeys(name for name, _ in unread)),
        rivals=tuple(dict.fromkeys(rival.name for rival in rivals)),
        needs_review=doubtful
        or not amounts
        or garbled
        or bool(joined.notes)
        or bool(unread or rivals or unnamed),
    )


def _put_right(joined: Joined, witnesses: Mapping[SpotKey, Witness]) -> list[str]:
    """What the pages say amiss, mended in place; what was done to figures, in words."""
    add_contained_principals(joined)
    mark_what_fell_due(joined)
    return mend(joined, witnesses)


UNNAMED = (GENERIC, "bank_loan")
"""Entries of the catalogue that stand for any loan."""


def _product(pages: Sequence[BillPage]) -> str:
    """The catalogue's name of the product, or where that is any loan the one on the pages."""
    entry = pages[0].lender.entry
    called = _first(page.draft.called for page in pages) if entry.id in UNNAMED else None
    return called or entry.product


def _settler(joined: Joined, sums: Sequence[Sum], witnesses: Mapping[SpotKey, Witness]) -> Settler:
    """Who settles the amounts of a debt, by what its sums bear out and what they leave open."""
    closed = {id(member) for done in sums if done.shown.closes for member in done.members}
    opened = {id(member) for done in sums if not done.shown.closes for member in done.members}
    exact = {id(member) for done in sums if _exact(done) for member in done.members}
    against = outvoted([done for done in sums if _exact(done)], _refs(joined), witnesses)
    return Settler(witnesses, closed, (opened - closed) | joined.clashing, exact, against)


def _notes(joined: Joined, left: tuple[str, ...], garbled: bool) -> tuple[str, ...]:
    """What a person should know of the pages: contradictions, what was left over, foreign money."""
    foreign = any(page.draft.foreign for page in joined.pages)
    return (
        *joined.notes,
        *left,
        *((GARBLED,) if garbled else ()),
        *((FOREIGN,) if foreign else ()),
    )


def _exact(done: Sum) -> bool:
    """Whether printed figures make a printed sum without a cent of slack."""
    shown = done.shown
    return shown.kind in ("total", "periods") and shown.closes and shown.shown == shown.computed


def _with_suspects(
    sums: list[Sum], joined: Joined, witnesses: Mapping[SpotKey, Witness]
) -> tuple[Arithmetic, ...]:
    """The sums as they are shown, each open one with the misreading that would explain it."""
    refs = _refs(joined)
    return tuple(
        done.shown.model_copy(update={"suspect": suspect})
        if (suspect := suspect_of(done, refs, witnesses))
        else done.shown
        for done in sums
    )


def _refs(joined: Joined) -> dict[int, PageRef]:
    """Where every stated amount stands, by its identity."""
    refs = {
        id(stated): draft.elsewhere.get(name, ref)
        for ref, draft in joined.periods
        for name, stated in draft.amounts.items()
    }
    for entries in joined.totals.values():
        refs |= {id(entry.stated): entry.ref for entry in entries}
    return refs


def _first(values: object) -> Any:
    return next((value for value in values if value is not None and value != ""), None)  # type: ignore[attr-defined]


def _scope(joined: Joined) -> str:
    scopes = {entry.stated.role_scope for entries in joined.totals.values() for entry in entries}
    return "period" if scopes and scopes <= {"period"} and not joined.periods else "debt"


def _sums(joined: Joined) -> list[Sum]:
    sums: list[Sum | None] = []
    for _, draft in joined.periods:
        if draft.status == "paid" and not any(
            one.value for name, one in draft.amounts.items() if name != "total"
        ):
            continue  # 未还本金 0.00 of what was paid: its total is no sum of these.
        where = f"第{draft.index}期" if draft.index else f"{draft.due or ''}一期"
        sums.append(parts_against_total(where, draft.amounts, draft.waived, draft.paid))
    waived = sum((page.draft.waived for page in joined.pages), Decimal(0))
    paid = joined.paid["total"].stated.value if "total" in joined.paid else Decimal(0)
    sums += _whole_sums(joined, waived, paid)
    unpaid = [draft for _, draft in joined.periods if draft.status in UNPAID]
    listed = (unpaid, [draft for draft in unpaid if draft.status == "overdue"])
    for name in NAMES:
        for entry in joined.totals.get(name, [])[:3]:
            parts = ([one.amounts[name] for one in rows if name in one.amounts] for rows in listed)
            where = f"各期{entry.stated.label}"
            done = (periods_against_whole(where, entry.stated, each) for each in parts)
            sums.append(next(filter(None, done), None))
    sums += [_list_short_of_whole(joined), _rows_and_rest(joined, unpaid)]
    counted = [*_penalty_sums(joined), *_by_rate(joined), *_signed_sums(joined)]
    return [*(done for done in sums if done), *counted]


def _rows_and_rest(joined: Joined, unpaid: Sequence[PeriodDraft]) -> Sum | None:
    """The rows of a list and what is owed beside them, against the whole that they make."""
    rest = [one.stated for one in beside_rows(joined).values()]
    made = [draft.amounts["total"] for draft in unpaid] if rest else []
    value = sum((one.value for one in (*made, *rest)), ZERO)
    wholes = (one.stated for one in joined.totals.get("total", []) if one.stated.value == value)
    whole = next(wholes, None) if rest else None
    return (
        periods_against_whole(f"各期与其余{whole.label}", whole, [*made, *rest]) if whole else None
    )


def _signed_sums(joined: Joined) -> Iterator[Sum]:
    """Lists of signed amounts; one that closes confirms what the bill states of its rows."""
    stated = [one.stated for entries in joined.totals.values() for one in entries]
    for page in joined.pages:
        for found in page.draft.signed:
            closes = found.shown == found.computed
            members = [one for one in stated if closes and one.token in found.amounts]
            shown = Arithmetic(
                kind="signed", where=found.label, shown=found.shown, computed=found.computed,
                closes=closes, shape="" if found.complete else "可能不全",
            )  # fmt: skip
            yield Sum(shown, tuple(members))


def _list_short_of_whole(joined: Joined) -> Sum | None:
    """The unpaid rows of a list that goes to its end, where they are less than the page's whole: a
    row was taken for paid, or lost."""
    drafts = [draft for _, draft in joined.periods]
    of = max((draft.of or 0 for draft in drafts), default=0)
    stated = (entry.stated for entry in joined.totals.get("total", []))
    whole = next((one for one in stated if one.role_scope == "debt"), None)
    rows = [draft.amounts.get("total") for draft in drafts if draft.status in UNPAID]
    ends = bool(of) and max(draft.index or 0 for draft in drafts) == of
    if whole is None or not (ends or _leaps(drafts)) or not all(rows):
        return None
    found = [row for row in rows if row is not None]
    if not found or sum((row.value for row in found), ZERO) + TOLERANCE >= whole.value:
        return None
    if any(done.value == whole.value for done in found):
        return None
    return parts_short("未还各期", whole, found)


def _leaps(drafts: Sequence[PeriodDraft]) -> bool:
    """Whether numbers of instalments on one page leave some out, as no list does."""
    numbers = [draft.index for draft in drafts]
    known = sorted(number for number in numbers if number is not None)
    return len(known) == len(numbers) > 1 and known[-1] - known[0] >= len(known)


def _by_rate(joined: Joined) -> list[Sum]:
    """Interest and penalty of the periods, computed again from the rate on the page."""
    day = next((page.day for page in joined.pages if page.day), None)
    drafts, rates = [draft for _, draft in joined.periods], _rates(joined)
    return [
        *interest_by_rate(drafts, rates, _still_owed(joined)),
        *equal_payments(drafts),
        *penalty_by_period(drafts, rates, day),
    ]


def _rates(joined: Joined) -> Rates:
    drafts = [page.draft for page in joined.pages]
    return Rates(
        next((draft.daily_rate for draft in drafts if draft.daily_rate), None),
        next((draft.annual_rate for draft in drafts if draft.annual_rate), None),
    )


def _still_owed(joined: Joined) -> Decimal | None:
    """The largest principal that the page says is owed of the whole debt."""
    stated = (one for page in joined.pages for one in page.draft.totals.get("principal", []))
    return max((one.value for one in stated if one.role_scope == "debt"), default=None)


def _odd(
    joined: Joined, periods: list[Period], outstanding: Parts, counted: tuple[Arithmetic, ...]
) -> Iterator[Arithmetic]:
    """What does not follow from the rate or the rule on the page; it puts no figure in doubt."""
    printed = by_printed_formula(joined, periods, outstanding)
    yield from printed
    yield from by_stated_rule(joined, periods, outstanding, (*counted, *printed))
    if not any(done.kind == "interest" for done in counted):
        drafts = [draft for _, draft in joined.periods]
        whole = outstanding.principal.value if outstanding.principal else None
        odd = odd_interest(drafts, _rates(joined), _still_owed(joined) or whole)
        if odd:
            yield odd


def _whole_sums(joined: Joined, waived: Decimal, paid: Decimal) -> list[Sum | None]:
    """Parts against each total of the whole; an open sum counts only where the scopes are one."""
    parts = {name: entries[0].stated for name, entries in joined.totals.items() if name != "total"}
    done: list[Sum | None] = []
    if beside_rows(joined):
        return []  # What stands beside the rows makes the whole with them alone.
    for entry in joined.totals.get("total", []):
        if _of_all_rows(joined, entry.stated):
            continue  # The rows make it, those to come among them; they are held against it.
        outcome = parts_against_total(
            entry.stated.label, {**parts, "total": entry.stated}, waived, paid
        )
        if outcome and outcome.shown.closes:
            return [outcome, *_wider_left_open(joined, entry.stated, parts, waived + paid)]
        same = all(_comparable(part, entry.stated) for part in parts.values())
        done.append(outcome if same else None)
    return done[:1]


def _of_all_rows(joined: Joined, whole: Stated) -> bool:
    """Whether a total is the sum of the unpaid rows, some of which are not due yet."""
    rows = [draft for _, draft in joined.periods if draft.status in UNPAID]
    totals = [draft.amounts["total"].value for draft in rows if "total" in draft.amounts]
    later = any(draft.status in ("upcoming", "due") for draft in rows)
    return later and len(totals) == len(rows) > 1 and sum(totals, ZERO) == whole.value


def _wider_left_open(
    joined: Joined, closed: Stated, parts: dict[str, Stated], less: Decimal
) -> Iterator[Sum | None]:
    """The largest total of the whole that the parts do not reach, though a smaller one of no named
    scope is their sum: then they are of one bill or loan among several, and the rest is not there.
    """
    if joined.periods or closed.role_scope or "principal" not in parts:
        return
    stated = (entry.stated for entry in joined.totals["total"])
    wider = [one for one in stated if one.role_scope == "debt" and one.value > closed.value + less]
    if wider:
        yield parts_against_total(wider[0].label, {**parts, "total": wider[0]}, ZERO, ZERO)


def _comparable(part: Stated, whole: Stated) -> bool:
    """Whether a part and a total speak of one thing; without a scope, of the whole."""
    scopes = {"debt" if one.role_scope == "" else one.role_scope for one in (part, whole)}
    return len(scopes) == 1


def _penalty_sums(joined: Joined) -> list[Sum]:
    rate = next((page.draft.daily_rate for page in joined.pages if page.draft.daily_rate), None)
    days = next((page.draft.overdue_days for page in joined.pages if page.draft.overdue_days), None)
    penalty = joined.totals.get("penalty", [])
    if rate is None or days is None or not penalty:
        return []
    bases = {
        entry.stated.label: entry.stated.value
        for name in ("principal", "total")
        for entry in joined.totals.get(name, [])
    }
    return list(penalty_by_rate(penalty[0].stated, bases, rate, days))


def _period(settler: Settler, ref: PageRef, draft: PeriodDraft) -> Period:
    amounts = {
        name: settler.surest((draft.elsewhere.get(name, ref), stated), draft.again.get(name, ()))
        for name, stated in draft.amounts.items()
    }
    if is_partly_repaid(draft):
        doubtful = {"status": Status.DOUBTFUL}
        amounts |= {
            name: amount.model_copy(update=doubtful)
            for name, amount in amounts.items()
            if name != "total" and amount.value
        }
    status = PeriodStatus(draft.status) if draft.status else None
    return Period(index=draft.index, of=draft.of, due=draft.due, status=status, **amounts)
