"""Days that were missed, and how long they are overdue, as the pages of a debt say."""

from __future__ import annotations

from datetime import date

from pipeline.extract.joining import BillPage, Joined
from schemas.statement import Delay


def late_day(page: BillPage) -> date | None:
    """The day that a page says was missed, its year by the day of the picture."""
    return page.draft.late_due.before(page.day) if page.draft.late_due else None


def delays_of(joined: Joined) -> tuple[Delay, ...]:
    """Each due day with the days overdue that are said beside it, where they are one number."""
    as_of = next((page.draft.as_of for page in joined.pages if page.draft.as_of), None)
    found: list[tuple[date | None, int]] = [
        (draft.due, draft.late) for _, draft in joined.periods if draft.late
    ]
    for page in joined.pages:
        found += [(said.due.before(as_of, said.days), said.days) for said in page.draft.delays]
    days: dict[date, set[int]] = {}
    for due, late in found:
        if due is not None:
            days.setdefault(due, set()).add(late)
    return tuple(Delay(due=due, days=late.pop()) for due, late in days.items() if len(late) == 1)


def mark_what_fell_due(joined: Joined) -> None:
    """Instalments that fell due before the day of the page are overdue, whatever word was read
    beside them: 0期未到期 of the next card stood nearest to a row of the one above."""
    day = next((page.printed for page in joined.pages if page.printed), None)
    for _, draft in joined.periods:
        late = day is not None and draft.due is not None and draft.due < day
        penalised = "penalty" in draft.amounts and draft.amounts["penalty"].value > 0
        if late and (draft.status == "upcoming" or (draft.status == "" and penalised)):
            draft.status = "overdue"
