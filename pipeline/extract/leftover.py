"""What a page says of charges that went into no amount: labels without a figure, rival figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from pipeline.extract.arithmetic import TOLERANCE, is_some_of
from pipeline.extract.drafts import BillDraft, PeriodDraft
from pipeline.extract.figureless import CLAIMED
from pipeline.extract.folding import squeezed
from pipeline.extract.joining import UNPAID, Joined
from pipeline.extract.stated import Stated
from schemas.evidence import Status
from schemas.statement import Parts, Period, PeriodStatus

LEFT = ("剩", "待", "未", "欠", "应", "需")
"""What a label says of a figure that is owed."""
UNREAD = "旁边的金额没有读到"
RIVAL = "没有采用"
"""How the notes end: of a label without a figure; of a figure that nothing explains."""
ELSEWHERE = "同一天的另一页上"
"""How the note of such a figure begins that stands on another page than the one taken."""


PARTLY = "已还了一部分，页面没有写还的是本金还是利息、罚息"
"""How the note ends of an instalment whose parts are as they fell due, less a repayment."""
UNNAMED = "没有认出是什么"
"""How the note ends of amounts without a word beside them that the total has in it."""
MOST_BARE = 8
"""So many amounts without words on a page are tried at most."""


@dataclass(frozen=True)
class Rival:
    """A figure of a charge that nothing explains.

    elsewhere: it stands on another page than the figure that was taken
    """

    name: str
    label: str
    value: Decimal
    elsewhere: bool


def unread_of(joined: Joined, outstanding: Parts) -> list[tuple[str, str]]:
    """(component, label) of charges whose figure no page gave, unless its sum closes without."""
    parts = [amount.value for name, amount in outstanding.stated() if name != "total"]
    if outstanding.total is not None and abs(sum(parts) - outstanding.total.value) <= TOLERANCE:
        return []
    return [
        (name, label)
        for page in joined.pages
        for name, label in page.draft.unread
        if getattr(outstanding, name) is None
        and not any(name in draft.amounts for _, draft in joined.periods)
    ]


def notes_of(unread: Sequence[tuple[str, str]], rivals: Sequence[Rival]) -> tuple[str, ...]:
    """Both in words for a person."""
    labels = dict.fromkeys(label for _, label in unread)
    others = dict.fromkeys((one.label, one.value, one.elsewhere) for one in rivals)
    return (
        *(f"“{label}”{UNREAD}" for label in labels),
        *(
            f"{ELSEWHERE if elsewhere else ''}“{label}”另有一个数 {value}，{RIVAL}"
            for label, value, elsewhere in others
        ),
    )


def unnamed_of(joined: Joined, outstanding: Parts) -> Iterator[str]:
    """Notes on amounts that no word names and that are just what the parts lack in the total, or
    would be with another principal: a figure whose label was not understood."""
    total, principal = outstanding.total, outstanding.principal
    if total is None:
        return
    parts = [amount.value for name, amount in outstanding.stated() if name != "total"]
    lacking = [total.value - sum(parts)]
    if principal is not None:
        lacking.append(lacking[0] + principal.value)
    if lacking[0] <= TOLERANCE:
        return
    for page in joined.pages:
        bare = sorted(page.draft.bare - {total.value, *parts})
        if len(bare) > MOST_BARE:
            continue
        groups = (group for count in (1, 2, 3) for group in combinations(bare, count))
        for group in groups:
            if sum(group) in lacking and not (principal and max(group) < lacking[0]):
                yield f"合计 {total.value} 里有 {'、'.join(map(str, group))}，{UNNAMED}"
                return


def partly_repaid(joined: Joined) -> list[str]:
    """Notes on instalments of which some was repaid, nobody knows what of."""
    return [f"第{draft.index}期{PARTLY}" for _, draft in joined.periods if is_partly_repaid(draft)]


def is_partly_repaid(draft: PeriodDraft) -> bool:
    """Whether the parts of an instalment are as they fell due and some of them was repaid, so that
    nobody knows which: 应还本金 2,004.03, 应还利息 84.51, 已还 884.51, 未还 1,204.03."""
    if not draft.paid or draft.status not in UNPAID or "total" not in draft.amounts:
        return False
    parts = [stated.value for name, stated in draft.amounts.items() if name != "total"]
    total = draft.amounts["total"].value
    return len(parts) > 1 and 0 < total == sum(parts) - draft.paid


def rivals_of(joined: Joined, outstanding: Parts, periods: Sequence[Period]) -> Iterator[Rival]:
    """Figures of a charge that are neither the one taken nor one of an instalment, nor a sum of
    some: the page contradicts itself or another of its day, or a charge was left out."""
    unpaid = [p for p in periods if p.status not in (PeriodStatus.PAID, PeriodStatus.WAIVED)]
    card = any(page.lender.entry.kind == "credit_card" for page in joined.pages)
    for name in CLAIMED:
        taken = getattr(outstanding, name)
        rows = [amount.value for period in unpaid if (amount := getattr(period, name))]
        every = [amount.value for period in periods if (amount := getattr(period, name))]
        clashing = any(id(entry.stated) in joined.clashing for entry in joined.totals.get(name, ()))
        if taken is None or clashing:
            continue
        closed = taken.status is Status.VERIFIED  # What is less was booked in one of its months.
        found: list[Rival] = []
        for page in joined.pages:
            for stated in page.draft.totals.get(name, ()):
                if _says_it_all(page.draft, name, stated):
                    continue
                if stated.role_scope in ("period", "next", "overdue") or not stated.value:
                    continue
                known = stated.value == taken.value or stated.value in every or stated.more
                known = known or (card and closed and stated.value < taken.value)
                inside = _piece_of(stated.value, page.draft.meant.get(name, ()))
                known = known or _before_relief(stated.value, taken.value, page.draft.relief)
                if not known and not inside and not is_some_of(stated.value, rows):
                    at = (taken.evidence.path, taken.evidence.page)
                    elsewhere = at != (page.draft.ref.path, page.draft.ref.page)
                    found.append(Rival(name, stated.label, stated.value, elsewhere))
        told = {value for page in joined.pages for value in page.draft.within.get(name, ())}
        if not _parts_of(taken.value, found, told):
            yield from found


def _parts_of(whole: Decimal, rivals: Sequence[Rival], told: Set[Decimal]) -> bool:
    """Whether figures under different words on its own page make the one taken to the cent: 利息
    1,902.34, 其中表内欠息 1,500.00, 表外欠息 402.34.

    told: what the page says that is within it
    """
    apart = len({one.label for one in rivals}) == len(rivals) > 0
    here = not any(one.elsewhere for one in rivals)
    rest = whole - sum(one.value for one in rivals)
    return apart and here and ((not rest and len(rivals) > 1) or rest in told)


def _says_it_all(draft: BillDraft, name: str, rival: Stated) -> bool:
    """Whether one principal and the charges make the largest total of a page to the cent, which is
    of the whole debt, or no less so than a rival figure under other words: nothing is owed besides.
    """
    taken = draft.meant[name][0] if draft.meant.get(name) else rival
    if squeezed(taken.label) == squeezed(rival.label):
        return False
    parts = {name: entries[0].value for name, entries in draft.meant.items() if name != "total"}
    totals = draft.totals.get("total", ())
    whole = max(totals, key=lambda one: one.value, default=None)
    principals = {one.value for one in draft.totals.get("principal", ())}
    if whole is None or len(principals) != 1 or len(parts) < 2:
        return False
    if whole.role_scope != "debt" and (whole.role_scope or any(w in rival.label for w in LEFT)):
        return False
    return sum(parts.values()) == whole.value


def _before_relief(value: Decimal, taken: Decimal, relief: Sequence[Decimal]) -> bool:
    """Whether a figure is what was charged before relief left what is taken, or the relief."""
    return value in relief or any(value - less == taken for less in relief)


def _piece_of(value: Decimal, meant: Sequence[Stated]) -> bool:
    """Whether a figure is one of several that were added up (罚息 and 复利)."""
    return any(value == piece.value for one in meant for piece in one.more)
