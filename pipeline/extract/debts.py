"""Which bill pages are one debt on one day."""

from __future__ import annotations

from datetime import timedelta

from pipeline.extract.bill import PeriodDraft
from pipeline.extract.folding import squeezed
from pipeline.extract.joining import BillPage

SAME_SITTING = timedelta(days=7)
"""Screens taken so close to a dated one may belong to it, if they agree with it."""


def grouped(pages: list[BillPage], apart: bool = False) -> list[list[BillPage]]:
    """Groups of pages of one debt and day, in order of first page.

    Pages that print a day go by it. A page that prints none joins the group of its debt that was
    made nearest to it and that it does not contradict; failing that it stands by the day it was
    taken. `apart`: nothing is joined across files (the `read` command).
    """
    groups: list[list[BillPage]] = []
    for page in sorted(pages, key=lambda page: page.printed is None):
        home = next((group for group in groups if _joins(group, page, apart)), None)
        if home is None:
            groups.append([page])
        else:
            home.append(page)
    order = {id(page): place for place, page in enumerate(pages)}
    for group in groups:
        group.sort(key=lambda page: order[id(page)])
    return sorted(groups, key=lambda group: order[id(group[0])])


def _joins(group: list[BillPage], page: BillPage, apart: bool) -> bool:
    first = group[0]
    if not all(same_debt(member, page) for member in group):
        return False
    if apart and first.draft.ref.path != page.draft.ref.path:
        return False
    if page.printed is not None:
        return first.printed == page.printed
    return _near(group, page) and all(agree(member, page) for member in group)


def _near(group: list[BillPage], page: BillPage) -> bool:
    days = [member.day for member in group if member.day is not None]
    if not days or page.captured is None:
        return True
    return min(abs(day - page.captured) for day in days) <= SAME_SITTING


def agree(first: BillPage, second: BillPage) -> bool:
    """Whether two pages say nothing different of the same thing."""
    for mine in first.draft.periods:
        for other in second.draft.periods:
            if _same_period(mine, other) and any(
                mine.amounts[name].value != other.amounts[name].value
                for name in mine.amounts.keys() & other.amounts.keys()
            ):
                return False
    said = _said(first)
    return all(said.get(label, value) == value for label, value in _said(second).items())


def _same_period(first: PeriodDraft, second: PeriodDraft) -> bool:
    return first.index is not None and (first.index, first.of) == (second.index, second.of)


def _said(page: BillPage) -> dict[tuple[str, str], object]:
    """Amounts of the whole by component and label."""
    return {
        (name, squeezed(stated.label)): stated.value
        for name, entries in page.draft.totals.items()
        for stated in entries
    }


def same_debt(first: BillPage, second: BillPage) -> bool:
    """Same product, and no other lender, holder or account; what is not named is not denied."""
    return first.lender.entry.id == second.lender.entry.id and all(
        mine == other or not mine or not other
        for mine, other in zip(_names(first), _names(second), strict=True)
    )


def _names(page: BillPage) -> tuple[str, str, str]:
    lender = lender_in_key(page.lender.entry.kind, page.lender.name)
    return lender, page.holder.value if page.holder else "", page.account


def lender_in_key(kind: str, lender: str) -> str:
    """The part of a debt's identity that its lender is.

    A product such as 花呗 is one debt whether or not a screen names the company; cards and bank
    loans are told apart by the bank.
    """
    return "" if kind in ("consumer_credit", "cash_loan") else lender
