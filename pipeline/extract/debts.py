"""Which bill pages are one debt on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations, product

from pipeline.extract.backed import one_sum
from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.folding import squeezed
from pipeline.extract.identity import (
    GROWTH,
    Likeness,
    Marks,
    apart,
    likeness,
    marks_of_page,
    sums_over_loans,
    sums_over_more,
)
from pipeline.extract.joining import BillPage
from pipeline.extract.lenders import GENERIC
from pipeline.extract.loansums import loans_summed
from pipeline.extract.months import closes
from pipeline.extract.oneofrows import bare, listed_again
from pipeline.extract.products import figures_of
from pipeline.extract.wordless import WORDLESS

SAME_SITTING = timedelta(days=7)
"""Screens taken so close to a dated one may belong to it, if they agree with it."""


def grouped(pages: list[BillPage], alone: bool = False) -> list[list[BillPage]]:
    """Groups of pages of one debt and day, in order of first page.

    Pages that print a day go by it. A page that prints none joins the group of its debt that was
    made nearest to it and that it does not contradict; failing that it stands by the day it was
    taken. A page that may be of several loans of one product, as a sum over all of them may, stands
    by itself, and one that shows a row of another page goes with that. `alone`: nothing is joined
    across files (the `read` command).
    """
    groups: list[list[BillPage]] = []
    inner = {} if alone else listed_again(pages)
    sums = sums_of(pages)
    others = [page for page in pages if page not in sums and id(page) not in inner]
    for page in sorted(others, key=_telling):
        home = _home([group for group in groups if _joins(group, page, alone)], page)
        if home is None:
            groups.append([page])
        else:
            home.append(page)
    groups += [[page] for page in sums]
    order = {id(page): place for place, page in enumerate(pages)}
    for place, page in enumerate(pages):
        if id(page) in inner:
            shown = bare(page)
            order[id(shown)] = place
            next(group for group in groups if inner[id(page)] in group).append(shown)
    for group in groups:
        group.sort(key=lambda page: order[id(page)])
    return sorted(groups, key=lambda group: order[id(group[0])])


def sums_of(pages: list[BillPage]) -> list[BillPage]:
    """The pages that sum up several loans, one of which has a page of its own at least."""
    inner = listed_again(pages)
    pages = [page for page in pages if id(page) not in inner]
    marks = [marks_of_page(page) for page in pages]
    found = sums_over_loans(marks) | sums_over_more(marks)
    parts = loans_summed(pages)
    return [page for place, page in enumerate(pages) if place in found or id(page) in parts]


def _telling(page: BillPage) -> tuple[bool, bool]:
    """Pages that say a day, and which loan they are of, go first."""
    marks = marks_of_page(page)
    says = marks.loan or marks.account or marks.dues or marks.began or marks.lent
    return page.printed is None, not says


def _home(homes: list[list[BillPage]], page: BillPage) -> list[BillPage] | None:
    """The group that a page belongs to; None where it may belong to several loans."""
    if len(homes) < 2 or not _rivals(homes):
        sharing = [group for group in homes if any(_shares_a_row(one, page) for one in group)]
        if len(homes) > 1 and not sharing:
            said = figures_of(page)
            sharing = [group for group in homes if any(said & figures_of(one) for one in group)]
        return (sharing if len(sharing) == 1 else homes)[0] if homes else None
    marks = marks_of_page(page)
    for fits in (_shown_by(marks, homes), _least_apart(marks, homes), _in_common(page, homes)):
        if len(fits) == 1:
            return fits[0]
    return None


def _shares_a_row(first: BillPage, second: BillPage) -> bool:
    """Whether two pages show an instalment alike, in two figures or more, as screens that overlap
    do."""
    return any(
        len(shared := mine.amounts.keys() & other.amounts.keys()) > 1
        and all(mine.amounts[name].value == other.amounts[name].value for name in shared)
        for mine, other in _rows_of_both(first, second)
    )


def _rivals(homes: list[list[BillPage]]) -> bool:
    """Whether the groups are of different loans, and not of one loan on several days."""
    firsts = [marks_of_page(group[0]) for group in homes]
    return any(likeness(*pair) is Likeness.OTHER for pair in combinations(firsts, 2))


def _shown_by(marks: Marks, homes: list[list[BillPage]]) -> list[list[BillPage]]:
    return [
        group
        for group in homes
        if any(likeness(marks_of_page(member), marks) is Likeness.SAME for member in group)
    ]


def _least_apart(marks: Marks, homes: list[list[BillPage]]) -> list[list[BillPage]]:
    """Groups whose terms differ least, where they differ from the others' at all."""
    counts = [max(apart(marks_of_page(member), marks) for member in group) for group in homes]
    return [group for group, count in zip(homes, counts, strict=True) if count == min(counts)]


def _in_common(page: BillPage, homes: list[list[BillPage]]) -> list[list[BillPage]]:
    """Groups that state a figure of the page under the same label, and no other one."""
    said = _said(page).items()
    return [
        group
        for group in homes
        if all(agree(member, page) for member in group)
        and any(said & _said(member).items() for member in group)
    ]


def _joins(group: list[BillPage], page: BillPage, alone: bool) -> bool:
    first, marks = group[0], marks_of_page(page)
    if any(likeness(marks_of_page(member), marks) is Likeness.OTHER for member in group):
        return False
    if first.draft.currency != page.draft.currency:
        return False
    if alone and first.draft.ref.path != page.draft.ref.path:
        return False
    if any(_unlike(member, page) or _of_other_days(member, page) for member in group):
        return False
    if page.printed is not None:
        return first.printed == page.printed
    if any(_goes_on(member, page) for member in group):
        return True
    agreed = all(agree(member, page) or one_sum(member, page) for member in group)
    return _near(group, page) and agreed


def _goes_on(first: BillPage, second: BillPage) -> bool:
    """Whether a page is the next of a bill's file and names no company, no sum and no principal of
    its own: the bookings behind a card's bill."""
    one, other = first.draft, second.draft
    follows = one.ref.path == other.ref.path and other.ref.page == one.ref.page + 1
    nameless = second.lender.entry.id == GENERIC or second.lender.entry == first.lender.entry
    bare = not {"total", "principal"} & other.totals.keys() and not other.periods
    return follows and nameless and not second.lender.name and bare and bool(one.totals)


def _unlike(first: BillPage, second: BillPage) -> bool:
    """Whether of two pages of no known product one names a company, the other none, or each states
    a whole far from the other's, and nothing that they state is the same."""
    if {first.lender.entry.id, second.lender.entry.id} == {"credit_card"}:
        return _two_cards(first, second)
    if first.lender.entry.id != GENERIC or second.lender.entry.id != GENERIC:
        return False
    named = bool(first.lender.name) != bool(second.lender.name)
    return (named or _two_wholes(first, second)) and not figures_of(first) & figures_of(second)


def _two_cards(first: BillPage, second: BillPage) -> bool:
    """Whether of two cards' pages one names its card, the other none, and each makes a sum of its
    own of which the other says nothing: cards of two banks on one day."""
    if bool(first.account) == bool(second.account) or figures_of(first) & figures_of(second):
        return False
    return closes(first) and closes(second)


def _of_other_days(first: BillPage, second: BillPage) -> bool:
    """Whether a page without rows is overdue by days that no row of the other's list is: a screen
    taken on another day (已逾期58天, and 逾期67天 on the oldest row)."""
    if _grown_rows(first, second):
        return True
    for rows, whole in ((first, second), (second, first)):
        late = {row.late for row in rows.draft.periods if row.late}
        days = None if whole.draft.month else whole.draft.overdue_days
        if len(late) > 1 and days and not whole.draft.periods:
            return min(abs(days - one) for one in late) > 1
    return False


def _grown_rows(first: BillPage, second: BillPage) -> bool:
    """Whether two pages list the same unnumbered rows, each page overdue by other days, and a
    charge differs: one screen on two days."""
    mine, its = first.draft, second.draft
    if len(mine.periods) != len(its.periods) or not mine.overdue_days or not its.overdue_days:
        return False
    pairs = list(zip(mine.periods, its.periods, strict=True))
    alike = all(
        one.index is None
        and other.index is None
        and "principal" in one.amounts.keys() & other.amounts.keys()
        and one.amounts["principal"].value == other.amounts["principal"].value
        for one, other in pairs
    )
    differ = any(
        name in other.amounts and other.amounts[name].value != stated.value
        for one, other in pairs
        for name, stated in one.amounts.items()
    )
    return bool(pairs) and alike and differ and abs(mine.overdue_days - its.overdue_days) > 1


def _two_wholes(first: BillPage, second: BillPage) -> bool:
    one, other = marks_of_page(first), marks_of_page(second)
    if not (one.whole and other.whole and one.total and other.total):
        return False
    return abs(one.total - other.total) > GROWTH * max(one.total, other.total)


def _near(group: list[BillPage], page: BillPage) -> bool:
    days = [member.day for member in group if member.day is not None]
    if not days or page.captured is None:
        return True
    # A card's bill is of its statement day, whenever its screen was taken.
    days += [member.captured for member in group if member.captured is not None]
    return min(abs(day - page.captured) for day in days) <= SAME_SITTING


def agree(first: BillPage, second: BillPage) -> bool:
    """Whether two pages say nothing different of the same thing, or are bills of two months."""
    months = {first.draft.month, second.draft.month}
    kinds = {page.lender.entry.kind for page in (first, second)}
    if len(months) == 2 and None not in months and kinds <= {"consumer_credit", "unknown"}:
        return True
    for mine, other in _rows_of_both(first, second):
        if any(
            mine.amounts[name].value != other.amounts[name].value
            for name in mine.amounts.keys() & other.amounts.keys()
        ):
            return False
    said = _said(first)
    return all(said.get(label, value) == value for label, value in _said(second).items())


def _rows_of_both(first: BillPage, second: BillPage) -> Iterator[tuple[PeriodDraft, PeriodDraft]]:
    """The instalments that both pages show: by number, or by a day on which one alone falls due,
    of the same principal: two orders may fall due on one day."""
    mine, its = _by(_number, first), _by(_number, second)
    for shared in mine.keys() & its.keys():
        yield from product(mine[shared], its[shared])
    mine, its = _by(_month, first), _by(_month, second)
    for shared in mine.keys() & its.keys():
        if len(mine[shared]) == len(its[shared]) == 1:
            yield mine[shared][0], its[shared][0]


def _by(key: Callable[[PeriodDraft], object], page: BillPage) -> dict[object, list[PeriodDraft]]:
    found: dict[object, list[PeriodDraft]] = {}
    for row in page.draft.periods:
        if key(row) is not None:
            found.setdefault(key(row), []).append(row)
    return found


def _number(row: PeriodDraft) -> object:
    return None if row.index is None else (row.index, row.of)


def _month(row: PeriodDraft) -> object:
    """The day of a bill of several parts, as 9月账单 shows it, with its principal."""
    principal = row.amounts.get("principal")
    whole = row.index is None and row.due is not None and principal is not None
    return (row.due, principal.value) if whole and principal and len(row.amounts) > 1 else None


def _said(page: BillPage) -> dict[tuple[str, str, str], object]:
    """Amounts of the whole by component, label and what they are of (合计 of two tabs)."""
    return {
        (name, squeezed(stated.label), stated.role_scope): stated.value
        for name, entries in page.draft.totals.items()
        for stated in entries
        if stated.label != WORDLESS
    }
