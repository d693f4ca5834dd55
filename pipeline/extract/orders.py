"""Purchases that are each paid by instalments: k/n beside one counts its own, not the page's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.cells import Cell
from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.stated import comes_to

UNBILLED = ("未出账", "待出账", "未到账单")
"""Words over what of each purchase is on no month's bill yet."""


def are_orders(periods: Sequence[PeriodDraft]) -> bool:
    """Whether k/n stands beside several purchases, not over the instalments of one plan: of other
    lengths, or one number twice with other days or, where none says its day, other figures, or
    below the months that they make up (10月账单 480.31 over 第4/12期 and 第7/12期)."""
    if orders_of_months(periods):
        return True
    seen: dict[int, PeriodDraft] = {}
    for period in periods:
        before = seen.setdefault(period.index or 0, period)
        if before is period or not period.index:
            continue
        if before.due and period.due and before.due != period.due:
            return True
        if before.due is None and period.due is None:
            same = {name: stated.value for name, stated in before.amounts.items()}
            if any(same.get(name, one.value) != one.value for name, one in period.amounts.items()):
                return True
    return len({period.of for period in periods if period.of}) > 1


def orders_of_months(periods: Sequence[PeriodDraft]) -> list[PeriodDraft]:
    """The numbered ones below months that are each the sum of several of them, with the day and the
    state of their month; none unless every month is such a sum.

    periods: from the top of the page down
    """
    months: list[tuple[PeriodDraft, list[PeriodDraft]]] = []
    for period in periods:
        if period.index is None:
            months.append((period, []))
        elif months:
            months[-1][1].append(period)
    several = bool(months) and all(len(orders) > 1 for _, orders in months)
    made = several and all(
        comes_to(month.amounts) == sum((comes_to(order.amounts) for order in orders), Decimal(0))
        for month, orders in months
    )
    return [
        replace(order, due=month.due, status=month.status, late=month.late)
        for month, orders in (months if made else ())
        for order in orders
    ]


def as_order(period: PeriodDraft) -> PeriodDraft:
    """An instalment of one of several purchases: its number says nothing of the whole."""
    if period.index is None:
        return period
    return replace(period, index=None, of=None, order=(period.index, period.of or 0))


def unbilled(cells: Sequence[Cell], rest: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """What is on no bill yet, by purchase: the parts that stand below 未出账 2,635.93 and make that
    sum to the cent; none where they do not.

    cells: all of a page; rest: those of them that are of no instalment
    """
    for lead in cells:
        if not lead.label.startswith(UNBILLED) or lead.role.component:
            continue
        below = [
            cell
            for cell in rest
            if cell.token.row > lead.token.row
            and cell.role.component not in ("", "total")
            and cell.role.bucket in ("", "owed")
        ]
        made = sum((cell.token.atom.value or Decimal(0) for cell in below), Decimal(0))
        if below and made == lead.token.atom.value:
            return _by_purchase(below)
    return []


def _by_purchase(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Cells parted where a component comes again."""
    groups: list[list[Cell]] = [[]]
    for cell in cells:
        if any(cell.role.component == before.role.component for before in groups[-1]):
            groups.append([])
        groups[-1].append(cell)
    return [tuple(group) for group in groups]
