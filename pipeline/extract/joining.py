"""Pages of one debt on one day → one set of figures: each period once, contradictions noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from math import prod

from pipeline.extract.arithmetic import TOLERANCE, is_some_of
from pipeline.extract.bill import breadth
from pipeline.extract.choose import MOST, added, without_rounded
from pipeline.extract.drafts import BillDraft, PeriodDraft
from pipeline.extract.folding import squeezed
from pipeline.extract.labels import CHARGES
from pipeline.extract.lenders import LenderFound
from pipeline.extract.months import closes, monthly_bills, own_rows
from pipeline.extract.notdue import is_not_due
from pipeline.extract.stated import Stated, comes_to
from schemas.evidence import FieldValue
from schemas.source import PageRef

SUMMED_UP = re.compile("(?:本金|利息|罚息|违约金)(?:合计|总计|总额)$")
"""How the name of a part ends that is summed up over several."""
UNPAID = ("overdue", "due", "upcoming", "")
"""Statuses of instalments that are still owed."""
Key = tuple[int | tuple[int, int] | None, date | None]
MOST_PRINCIPALS = 4
"""So many principals of a page are tried for those that together are owed."""
LOAN_FIGURES = 3
"""So many figures that a page shares with one row of a list make it that loan's own."""
DIFFER, SEVERAL = "不一致", "同一天有不同的数"
"""How notes of one figure shown in two ways end, or go on."""


@dataclass(frozen=True)
class BillPage:
    """A page found to be a bill, what it states and whose it is; loan: as a person calls it."""

    draft: BillDraft
    lender: LenderFound
    captured: date | None
    holder: FieldValue | None
    account: str = ""
    loan: str = ""

    @property
    def printed(self) -> date | None:
        """The day printed on the page: of its figures, else of the statement."""
        return self.draft.as_of or self.draft.statement_day

    @property
    def day(self) -> date | None:
        """The day the page speaks of: as printed, else its statement day, else its picture's."""
        return self.printed or self.captured


@dataclass(frozen=True)
class Placed:
    """A stated amount with its page; pages: those of the figures it is the sum of, one for each of
    `stated.more`, where they stand on several."""

    ref: PageRef
    stated: Stated
    pages: tuple[PageRef, ...] = ()


@dataclass
class Joined:
    """The pages of one debt on one day, merged; `notes` are contradictions for a person."""

    pages: list[BillPage]
    periods: list[tuple[PageRef, PeriodDraft]]
    totals: dict[str, list[Placed]]
    paid: dict[str, Placed]
    notes: list[str]
    clashing: set[int]


def join(pages: list[BillPage]) -> Joined:
    """Merge pages of one debt and day: the same period twice counts once; a clash is noted."""
    joined = Joined(pages, [], {}, {}, [], set())
    seen: dict[Key, PeriodDraft] = {}
    monthly = monthly_bills(pages)
    months: dict[date | int | None, PeriodDraft] = {}
    for page in pages:
        ref = page.draft.ref
        if id(page) in monthly:
            _add_month(joined, months, page)
            continue
        for period in () if _lists_orders(page, pages) else own_rows(page, pages):
            known = _known(seen, period) or _same_loan(joined, ref, period)
            if known is None:
                seen[_key(period)] = period
                joined.periods.append((ref, period))
            else:
                _merge_period(joined, known, ref, period)
        meant = {} if _of_a_torn_row(page, pages) else page.draft.meant
        for name, entries in meant.items():
            joined.totals.setdefault(name, []).extend(Placed(ref, stated) for stated in entries)
        for name, stated in page.draft.paid.items():
            joined.paid.setdefault(name, Placed(ref, stated))
    joined.totals = without_rounded(joined.totals, lambda one: one.stated)
    for placed in joined.totals.values():
        placed.sort(key=lambda one: breadth(one.stated))
    _pick_principal(joined)
    _adopt_original(joined)
    _note_clashes(joined)
    _note_odd_periods(joined)
    _note_same_loan(joined)
    joined.periods.sort(key=lambda item: (item[1].index or 0, item[1].due or date.min))
    return joined


def _lists_orders(page: BillPage, pages: Sequence[BillPage]) -> bool:
    """Whether a page goes on with the orders that a bill is made of (第2/3期, 第3/24期), whose sum
    stands on another page, part by part."""
    return any(row.order for row in page.draft.periods) and any(
        other is not page and not other.draft.periods and closes(other) for other in pages
    )


def _of_a_torn_row(page: BillPage, pages: Sequence[BillPage]) -> bool:
    """Whether what a page seems to say of the whole is the rest of an instalment whose number
    stands on another page alone, figure for figure."""
    meant = page.draft.meant
    if len(meant) >= LOAN_FIGURES and any(
        row.index is None and says_all(row, meant)
        for other in pages
        if other is not page
        for row in other.draft.periods
    ):
        return True  # The own page of one of the loans that another page lists.
    if not meant or not page.draft.periods or "total" in meant:
        return False
    return any(
        says_all(row, meant) for other in pages if other is not page for row in other.draft.periods
    )


def says_all(row: PeriodDraft, meant: Mapping[str, Sequence[Stated]]) -> bool:
    """Whether a row states every figure of a page as the page does."""
    return meant.keys() <= row.amounts.keys() and all(
        row.amounts[name].value == entries[0].value for name, entries in meant.items()
    )


def _add_month(
    joined: Joined, months: dict[date | int | None, PeriodDraft], page: BillPage
) -> None:
    """A monthly bill as an instalment without a number; one shown twice counts once.

    months: those added so far, by the day they fall due, else by their month
    """
    draft = page.draft
    amounts = {name: entries[0] for name, entries in draft.meant.items()}
    status = "overdue" if draft.overdue_days else ""
    period = PeriodDraft(None, None, draft.due, status, amounts, draft.waived)
    known = months.setdefault(draft.due or draft.month, period)
    if known is period:
        joined.periods.append((draft.ref, period))
    else:
        _merge_period(joined, known, draft.ref, period)


def _pick_principal(joined: Joined) -> None:
    """Of several principals the one that makes a sum to the cent, where the widest does not: the
    balance stands on one screen, what is overdue with its charges on another."""
    entries = joined.totals.get("principal", [])
    names = [name for name in CHARGES if joined.totals.get(name)]
    charges = sum((joined.totals[name][0].stated.value for name in names), Decimal(0))
    totals = {placed.stated.value for placed in joined.totals.get("total", [])}
    fitting = [one for one in entries if one.stated.value + charges in totals]
    if names and len(entries) > 1 and fitting and entries[0] not in fitting:
        joined.totals["principal"] = fitting[:1]
    elif names and len(fitting) == 1:
        parts = _overdue_parts(joined, fitting[0])
        joined.totals["principal"] = [
            one for one in entries if one in fitting or one.stated.value not in parts
        ]


def _overdue_parts(joined: Joined, whole: Placed) -> set[Decimal]:
    """What a principal that makes the total has within it, as its page says (其中逾期本金) or as
    what is overdue of it sums up on another page."""
    own = next(page.draft for page in joined.pages if page.draft.ref == whole.ref)
    named = {one.value for one in own.totals.get("principal", ()) if "其中" in squeezed(one.label)}
    for page in joined.pages:
        rows = [row for row in page.draft.periods if row.status in UNPAID]
        if rows and all("principal" in row.amounts for row in rows):
            named.add(sum((row.amounts["principal"].value for row in rows), Decimal(0)))
    return named - {whole.stated.value}


def _adopt_original(joined: Joined) -> None:
    """The principal as lent is what is owed where it and the charges make the total to the cent.

    Another, as 上期未还本金 beside 消费本金, stands back where it does not make the total itself.
    """
    if any(name != "total" for _, draft in joined.periods for name in draft.amounts):
        return
    charges = sum(
        (joined.totals[name][0].stated.value for name in CHARGES if name in joined.totals),
        Decimal(0),
    )
    made = {placed.stated.value + charges for placed in joined.totals.get("principal", [])}
    totals = {placed.stated.value for placed in joined.totals.get("total", [])}
    if made and (made & totals or not charges):
        return
    others = joined.totals.get("principal", [])[:MOST_PRINCIPALS]
    for page in joined.pages:
        ref = page.draft.ref
        known = [placed.stated for placed in others if placed.ref == ref]
        pool = [*known, *page.draft.originals[:MOST_PRINCIPALS]]
        for count in range(1, len(pool) + 1):
            for group in combinations(pool, count):
                principal = added(group) if count > 1 else group[0]
                picked = _charges_beside(joined, principal, page.draft.seen)
                if picked is not None:
                    joined.totals |= {**picked, "principal": [Placed(ref, principal)]}
                    return


def _choices(entries: Sequence[Placed]) -> list[Placed]:
    """Each figure of a charge, and those of one page under different words as one."""
    labels = {squeezed(one.stated.label) for one in entries}
    refs = {one.ref for one in entries}
    if len(entries) < 2 or len(labels) < len(entries) or len(refs) > 1:
        return list(entries)
    return [*entries, Placed(entries[0].ref, added([one.stated for one in entries]))]


def _charges_beside(
    joined: Joined, principal: Stated, seen: Set[Decimal]
) -> dict[str, list[Placed]] | None:
    """Of each charge the figure with which a principal makes a total to the cent; the others are of
    its bookings (利息 62.18 of this month in the 187.36 that are owed).

    seen: all amounts of the page, any of which may be the sum where none is called the total
    """
    names = [name for name in CHARGES if name in joined.totals]
    total = max((placed.stated.value for placed in joined.totals.get("total", [])), default=None)
    sums = {total} if total is not None else seen if names else set()
    choices = [_choices(joined.totals[name]) for name in names]
    if prod(map(len, choices)) > MOST:
        return None
    for picked in product(*choices):
        made = sum((one.stated.value for one in picked), principal.value)
        if made in sums and (total is not None or made > principal.value):
            return {name: [one] for name, one in zip(names, picked, strict=True)}
    return None


def _known(seen: dict[Key, PeriodDraft], period: PeriodDraft) -> PeriodDraft | None:
    if period.index is None and period.due is None and period.order is None:
        return None
    return seen.get(_key(period))


def _key(period: PeriodDraft) -> Key:
    """What tells an instalment from the others of its debt: the number, else the day; for one of
    several purchases both."""
    return period.index or period.order, period.due if period.index is None else None


def _same_loan(joined: Joined, ref: PageRef, loan: PeriodDraft) -> PeriodDraft | None:
    """A loan or month without a number that another page of the list shows as well: figure for
    figure, or a sum with cents that the other page takes apart."""
    if loan.index is not None or loan.order is not None:
        return None
    figures = {name: stated.value for name, stated in loan.amounts.items()}
    for other, draft in joined.periods:
        if other == ref or draft.index is not None or (draft.due and loan.due):
            continue
        its = {name: stated.value for name, stated in draft.amounts.items()}
        apart = min(len(its), len(figures)) == 1 and figures.get("total", Decimal(0)) % 1
        if its == figures or (apart and its.get("total") == figures["total"]):
            return draft
    return None


def clashes_of(notes: Sequence[str]) -> list[str]:
    """Those notes that tell of one figure shown in two ways."""
    return [note for note in notes if note.endswith(DIFFER) or SEVERAL in note]


def _merge_period(joined: Joined, known: PeriodDraft, ref: PageRef, again: PeriodDraft) -> None:
    """Adds to an instalment what another page (ref) says of it."""
    for name, stated in again.amounts.items():
        before = known.amounts.get(name)
        if before is None:
            known.amounts[name] = stated
            known.elsewhere[name] = ref
        elif before.value != stated.value:
            joined.notes.append(
                f"第{known.index}期 {stated.label}：{before.value} 与 {stated.value} {DIFFER}"
            )
            joined.clashing |= {id(before), id(stated)}
        else:
            known.again.setdefault(name, []).append((ref, stated))
    known.status = known.status or again.status
    known.due = known.due or again.due
    known.of = known.of or again.of


def _note_clashes(joined: Joined) -> None:
    """Two different figures for the same thing on the same day: both kept, a person decides."""
    for name, entries in joined.totals.items():
        entries = _sums_first(entries)
        joined.totals[name] = entries
        first = entries[0].stated
        later = is_not_due(first.label)  # 未到期本金 is no other figure for 逾期本金.
        alike = [entry for entry in entries if is_not_due(entry.stated.label) is later]
        widest = [entry for entry in alike if breadth(entry.stated) == breadth(first)]
        if name == "total":
            widest = [
                entry for entry in widest if squeezed(entry.stated.label) == squeezed(first.label)
            ]
        values = {entry.stated.value for entry in widest}
        if len(values) > 1:
            shown = "、".join(str(value) for value in sorted(values))
            joined.notes.append(f"{widest[0].stated.label}：{SEVERAL} {shown}")
            joined.clashing |= {id(entry.stated) for entry in widest}


def _sums_first(entries: list[Placed]) -> list[Placed]:
    """剩余本金合计 3,400.00 over the 剩余本金 of each loan: where the largest is called a sum, or
    is that of all the others, those are what it is made of."""
    most = max(entries, key=lambda one: one.stated.value)
    labels = ((one, squeezed(one.stated.label)) for one in entries)
    sums = [one for one, label in labels if SUMMED_UP.search(label) and not is_not_due(label)]
    named = {one.stated.value for one in sums} == {most.stated.value}
    others = [one for one in entries if one is not most]
    made = len(others) > 1 and sum(one.stated.value for one in others) == most.stated.value
    return sums if named else [most] if made else entries


def _note_same_loan(joined: Joined) -> None:
    """Two rows without a number that differ in the penalty alone may be one loan on two days, as in
    a thread of reminders; equal sums lent on one day would have grown alike."""
    rows = [draft.amounts for _, draft in joined.periods if draft.index is None and not draft.due]
    for one, other in combinations(rows, 2):
        same = all(
            name in one and name in other and 0 < one[name].value == other[name].value
            for name in ("principal", "interest")
        )
        if same and "penalty" in one and "penalty" in other:
            mine, its = one["penalty"], other["penalty"]
            if mine.value != its.value:
                joined.notes.append(f"{mine.label}：{SEVERAL} {mine.value}、{its.value}")
                joined.clashing |= {id(mine), id(its)}


def _take_off_wrong_marks(
    joined: Joined, drafts: Sequence[PeriodDraft], late: Sequence[PeriodDraft]
) -> bool:
    """Rows marked paid after an unpaid one lose the mark, that of some other line (第1至3期已还),
    if the page's whole is the sum of the unpaid ones and of them; whether it is."""
    whole = next((entry.stated.value for entry in joined.totals.get("total", [])), None)
    owed = [draft for draft in drafts if draft.status in UNPAID]
    if sum((comes_to(draft.amounts) for draft in (*owed, *late)), Decimal(0)) != whole:
        return False
    for draft in late:
        draft.status = ""
    return True


def _note_odd_periods(joined: Joined) -> None:
    """States and sums of instalments that cannot be: a person looks, nothing is mended."""
    loose = [draft for _, draft in joined.periods if not draft.index]
    if loose and any(draft.status == "paid" for draft in loose):
        _take_off_wrong_marks(joined, loose, [one for one in loose if one.status == "paid"])
    drafts = [draft for _, draft in joined.periods if draft.index]
    unpaid = [draft.index or 0 for draft in drafts if draft.status in ("overdue", "due")]
    first = min(unpaid, default=None)
    late = [d for d in drafts if d.status == "paid" and first and (d.index or 0) > first]
    if late and not _take_off_wrong_marks(joined, drafts, late):
        joined.notes.append(f"第{late[0].index}期标为已还，而第{first}期未还")
    whole = next((entry.stated for entry in joined.totals.get("total", [])), None)
    owed = [draft for draft in drafts if draft.status in UNPAID]
    totals = [draft.amounts["total"].value for draft in owed if "total" in draft.amounts]
    if whole is None or len(totals) < len(owed) or len(owed) < 2:
        return
    if sum(totals) > whole.value + TOLERANCE and not is_some_of(whole.value, totals):
        joined.notes.append(f"未还各期合计 {sum(totals)} 大于{whole.label} {whole.value}")
