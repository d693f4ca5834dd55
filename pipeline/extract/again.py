"""The sums of a statement counted again after a person corrected a figure of it."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.extract.arithmetic import PENALTY_TOLERANCE, TOLERANCE
from schemas.statement import Arithmetic, Parts, Statement

_PERIOD = re.compile(r"第(\d+)期")
_SEVERAL = re.compile(r"第\d+\D|各期")
"""第7–11期, 各期: of several instalments."""


def counted_again(before: Statement, after: Statement) -> tuple[Arithmetic, ...]:
    """The sums of `after`: those whose figures were corrected with what they come to now."""
    return tuple(_again(before, after, found) for found in after.arithmetic)


def _again(before: Statement, after: Statement, found: Arithmetic) -> Arithmetic:
    then, now = _of(before, found.where), _of(after, found.where)
    if now is None or then == now:
        return found
    if found.kind == "total":
        return _sum(now, found)
    if found.kind == "signed" and then is not None:
        return _of_rows(then, now, found)
    if found.kind in ("interest", "penalty"):
        return _by_formula(now, found)
    return found


def _of(statement: Statement, where: str) -> Parts | None:
    """The instalment that a sum is of, else the whole; None where it is of several."""
    named = _PERIOD.findall(where)
    if not named:
        return None if _SEVERAL.match(where) else statement.outstanding
    found = (period for period in statement.periods if str(period.index) == named[0])
    return next(found, None) if len(named) == 1 else None


def _sum(parts: Parts, found: Arithmetic) -> Arithmetic:
    if parts.total is None:
        return found
    computed = sum((a.value for name, a in parts.stated() if name != "total"), Decimal(0))
    shown = parts.total.value
    closes = abs(computed - shown) <= TOLERANCE
    if found.closes and not closes and found.shown == shown:
        return found  # It closed without a part that the page lists beside it.
    changed = {"shown": shown, "computed": computed, "closes": closes, "suspect": ""}
    return found.model_copy(update=changed)


def _of_rows(then: Parts, now: Parts, found: Arithmetic) -> Arithmetic:
    """A list of signed rows follows the figures that were corrected."""
    before = {name: amount.value for name, amount in then.stated()}
    moved = {
        name: amount.value - before[name]
        for name, amount in now.stated()
        if name in before and amount.value != before[name]
    }
    of_sum = moved.pop("total", Decimal(0)) if before.get("total") == found.shown else Decimal(0)
    moved.pop("total", None)
    shown, computed = found.shown + of_sum, found.computed + sum(moved.values(), Decimal(0))
    changed = {"shown": shown, "computed": computed, "closes": shown == computed}
    return found.model_copy(update=changed)


def _by_formula(parts: Parts, found: Arithmetic) -> Arithmetic:
    amount = getattr(parts, found.kind)
    if amount is None:
        return found
    closes = abs(amount.value - found.computed) <= PENALTY_TOLERANCE
    return found.model_copy(update={"shown": amount.value, "closes": closes, "suspect": ""})
