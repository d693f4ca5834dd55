"""What a page shows that tells a bill from another paper, before anyone has decided what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.classify import BillSigns
from pipeline.extract.bill import read_bill
from pipeline.extract.drafts import BillDraft
from pipeline.extract.folding import squeezed
from pipeline.extract.labels import CHARGES, Grammar
from pipeline.extract.lenders import LenderFound
from pipeline.extract.sentences import WORDY
from pipeline.extract.stated import Stated
from pipeline.extract.thread import messages_of, newest_messages
from schemas.catalogue import Catalogue
from schemas.reading import Reading

_BUTTON = re.compile(
    "(?:立即|去|我要|马上|一键|提前|主动|现在|全额|确认)还款|还全部|全部还清|立即结清"
)
_PAUSE = re.compile(r"[，。；！？]|[,;](?!\d)")
"""A sentence pauses; a comma before a figure parts its thousands."""


def signs_of(
    reading: Reading,
    draft: BillDraft,
    lender: LenderFound,
    catalogue: Catalogue,
    grammar: Grammar,
) -> BillSigns:
    """What tells whether a page is a bill. draft, lender: what it says if it is one"""
    text = squeezed("".join(line.text for line in reading.lines))
    strange = sum(1 for word in catalogue.vocabulary.not_debt if squeezed(word) in text)
    owed = sum(1 for stated in _owed(draft) if stated.value)
    parts = {*draft.totals, *draft.paid}
    parts |= {name for period in draft.periods for name in period.amounts}
    overdue = draft.overdue_days is not None
    return BillSigns(
        labelled=draft.labelled,
        owed=owed,
        parts=len(parts),
        whole=bool(parts & {"total", "principal"}),
        lender=lender.weight,
        overdue=overdue,
        strange=strange,
        told=sum(_in_sentence(stated.token.line.text) for stated in _owed(draft)),
        itemised=_itemised(draft) or _itemised_by_message(reading, grammar),
        button=bool(draft.tabs)
        or any(_BUTTON.fullmatch(squeezed(one.text)) for one in reading.lines),
        charged=is_charged(draft),
    )


def is_charged(draft: BillDraft) -> bool:
    """Whether a page states interest or another charge that is not nothing."""
    stated = [one for name in CHARGES for one in draft.totals.get(name, ())]
    stated += [row.amounts[n] for row in draft.periods for n in CHARGES if n in row.amounts]
    return any(one.value for one in stated)


def _itemised(draft: BillDraft) -> bool:
    """Whether a principal and at least one charge make a total of the page to the cent.

    The principal may be called as it was lent (贷款本金), where the sum says that it is owed.
    """
    parts = {name: entries[0].value for name, entries in draft.meant.items() if name != "total"}
    totals = [one.value for one in draft.meant.get("total", ())]
    principals = [parts.pop("principal")] if "principal" in parts else []
    principals += [one.value for one in draft.originals]
    return bool(parts) and any(one + sum(parts.values()) in totals for one in principals)


def _itemised_by_message(reading: Reading, grammar: Grammar) -> bool:
    """Whether messages of several lenders on one screen each say of what a debt is made."""
    parts = messages_of(newest_messages(reading))
    return bool(parts) and all(_itemised(read_bill(part, grammar)) for part in parts)


def _owed(draft: BillDraft) -> Iterator[Stated]:
    for entries in draft.totals.values():
        yield from entries
    for period in draft.periods:
        yield from period.amounts.values()


def _in_sentence(text: str) -> bool:
    return len(squeezed(text)) >= WORDY and bool(_PAUSE.search(text))
