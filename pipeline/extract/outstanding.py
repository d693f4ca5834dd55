"""What is owed of a whole debt: what its pages say of the whole against the sum of its rows.

A page that lists its instalments owes what those come to that are unpaid, those not yet due among
them; a figure of the whole that is the sum of the overdue ones alone is of them.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.arithmetic import is_some_of
from pipeline.extract.balance import balance_of
from pipeline.extract.bill import NAMES
from pipeline.extract.identity import WHOLE
from pipeline.extract.joining import UNPAID, Joined, Placed
from pipeline.extract.settle import Settler, added, of_rows
from schemas.evidence import Amount, Status
from schemas.statement import Parts, Period, PeriodStatus


def outstanding_of(settler: Settler, joined: Joined, periods: list[Period]) -> Parts:
    """What is unpaid of each component: as a page says of the whole, or the sum of the rows."""
    unpaid = [p for p in periods if p.status not in (PeriodStatus.PAID, PeriodStatus.WAIVED)]
    figures: dict[str, Amount] = {}
    beside, closes = beside_rows(joined), _whole_closes(joined)
    balance = None if beside else balance_of(joined)
    for name in NAMES:
        stated = [amount for period in unpaid if (amount := getattr(period, name)) is not None]
        entry = next(iter(joined.totals.get(name, [])), None)
        if balance is not None and name == "principal":
            entry = balance
        explicit = settler.amount(entry.ref, entry.stated, entry.pages) if entry else None
        overdue = [period for period in unpaid if period.status is PeriodStatus.OVERDUE]
        late = [amount for period in overdue if (amount := getattr(period, name)) is not None]
        if explicit is not None and name in beside and stated:
            figures[name] = added([*stated, explicit])
            continue
        if explicit is not None and closes:
            figures[name] = explicit
            continue
        amount = _wider(explicit, entry.stated.role_scope if entry else "", stated, late)
        if amount is not None and amount is not explicit and _patchy(unpaid, name):
            amount = amount.model_copy(update={"status": Status.DOUBTFUL})
        if amount is not None:
            figures[name] = amount
    whole, part = figures.get("principal"), figures.get("total")
    named = next(iter(joined.totals.get("total", [])), None)
    of_the_late = balance is not None or (part is not None and of_rows(part))
    of_the_late = of_the_late or (named is not None and named.stated.role_scope == "overdue")
    if whole and part and of_the_late and part.value < whole.value:
        del figures["total"]
    return Parts(**figures)


def _whole_closes(joined: Joined) -> bool:
    """Whether what the pages say of the whole makes a total of the whole to the cent, interest that
    is listed for instalments to come not counted in it."""
    parts = {name: found[0].stated for name, found in joined.totals.items() if name != "total"}
    made = sum((one.value for one in parts.values()), Decimal(0))
    whole = any(one.role_scope in WHOLE for one in parts.values() if one.value)
    if len(parts) < 2 or not whole or "principal" not in parts:
        return False
    rows = [draft.amounts for _, draft in joined.periods if draft.status in UNPAID]
    listed = sum((row["principal"].value for row in rows if "principal" in row), Decimal(0))
    totals = [one.stated for one in joined.totals.get("total", [])]
    said = any(one.value == made and one.role_scope in WHOLE for one in totals)
    return said and listed <= parts["principal"].value


def beside_rows(joined: Joined) -> dict[str, Placed]:
    """What is owed beside the unpaid rows of a list (未出账 本金 3,249.00 below two months' bills):
    the parts outside them that with their totals make the whole to the cent; else nothing."""
    rows = [draft.amounts for _, draft in joined.periods if draft.status in UNPAID]
    parts = {name: entries[0] for name, entries in joined.totals.items() if name != "total"}
    if not rows or not parts or not all("total" in row for row in rows):
        return {}
    listed = sum((row["total"].value for row in rows), Decimal(0))
    made = listed + sum((one.stated.value for one in parts.values()), Decimal(0))
    wholes = {one.stated.value for one in joined.totals.get("total", [])}
    return parts if made in wholes and made > listed else {}


def _patchy(unpaid: list[Period], name: str) -> bool:
    """Whether a period whose parts do not explain its total lacks a part that others state.

    A period that states its total alone is folded up, not misread; one that does not state its
    principal cannot be judged.
    """
    for period in unpaid:
        parts = [part.value for key, part in period.stated() if key != "total"]
        if period.total is None or period.principal is None or getattr(period, name) is not None:
            continue
        if sum(parts) != period.total.value:
            return True
    return False


def _wider(
    explicit: Amount | None, scope: str, stated: list[Amount], late: list[Amount]
) -> Amount | None:
    """The whole as the page states it, or the sum of its unpaid periods.

    late: what those state that are overdue; a page may call their sum the whole
    """
    if not stated:
        return explicit
    total = added(stated)
    if explicit is None:
        return total
    one_period = len(stated) > 1 and is_some_of(explicit.value, [one.value for one in stated])
    if late and explicit.value == sum(one.value for one in late):
        scope = "overdue"
    if scope in ("period", "next", "overdue") or (one_period and scope != "debt"):
        return total if total.value >= explicit.value else explicit
    if total.value > explicit.value:
        return explicit.model_copy(update={"status": Status.DOUBTFUL})
    return explicit
