"""The principal of instalments that name only the interest in them (1,414.04, 含利息105.12).

What is left of such an instalment is principal where others of its list are taken apart in full and
are made of principal, interest and charges for delay alone: then no fee hides in it.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.folding import squeezed
from pipeline.extract.joining import UNPAID, Joined
from pipeline.extract.stated import Stated

CONTAINED = ("含", "其中")
"""How a label begins that is of a part of the amount beside it."""
FEES = "fees"


def add_contained_principals(joined: Joined) -> None:
    """Give the unpaid instalments that only name their interest what is left of their amount."""
    drafts = [draft for _, draft in joined.periods]
    if any(map(_told_whole, drafts)) and not any(FEES in draft.amounts for draft in drafts):
        joined.periods = [(ref, _with_principal(draft)) for ref, draft in joined.periods]


def _with_principal(draft: PeriodDraft) -> PeriodDraft:
    if draft.status not in UNPAID or not _tells_interest_alone(draft):
        return draft
    amounts = {"principal": _left(draft), **draft.amounts}
    elsewhere = dict(draft.elsewhere)
    if "total" in elsewhere:
        elsewhere["principal"] = elsewhere["total"]
    return replace(draft, amounts=amounts, elsewhere=elsewhere)


def _told_whole(draft: PeriodDraft) -> bool:
    """Whether an instalment's principal and charges make its amount to the cent."""
    amounts = draft.amounts
    parts = [one.value for name, one in amounts.items() if name != "total"]
    told = {"principal", "interest", "total"} <= amounts.keys()
    return told and sum(parts) == amounts["total"].value


def _tells_interest_alone(draft: PeriodDraft) -> bool:
    amounts = draft.amounts
    named = amounts.keys() == {"interest", "total"}
    return (
        named
        and squeezed(amounts["interest"].label).startswith(CONTAINED)
        and amounts["interest"].value < amounts["total"].value
    )


def _left(draft: PeriodDraft) -> Stated:
    total = draft.amounts["total"]
    less = replace(draft.amounts["interest"], value=-draft.amounts["interest"].value, less=True)
    return replace(
        total,
        value=total.value + less.value,
        label=f"{total.label}－{less.label}",
        more=(total, less),
    )
