"""Which bill pages are one debt on one day."""

from __future__ import annotations

from datetime import date

from pipeline.extract.statement import BillPage


def grouped(pages: list[BillPage], apart: bool = False) -> list[list[BillPage]]:
    """Groups of pages of one debt and day, in order of first page.

    `apart`: nothing is joined across files (the `read` command).
    A page without a day joins the only dated group of its debt; with several it stands alone.
    """
    groups: dict[tuple[object, ...], list[BillPage]] = {}
    for page in pages:
        key = (*_debt_key(page), page.draft.ref.path if apart else "", page.day)
        groups.setdefault(key, []).append(page)
    return _undated_joined(groups)


def _debt_key(page: BillPage) -> tuple[str, str, str]:
    holder = page.holder.value if page.holder else ""
    entry = page.lender.entry
    return entry.id, lender_in_key(entry.kind, page.lender.name), holder


def lender_in_key(kind: str, lender: str) -> str:
    """The part of a debt's identity that its lender is.

    A product such as 花呗 is one debt whether or not a screen names the company; cards and bank
    loans are told apart by the bank.
    """
    return "" if kind in ("consumer_credit", "cash_loan") else lender


def _undated_joined(groups: dict[tuple[object, ...], list[BillPage]]) -> list[list[BillPage]]:
    result = dict(groups)
    for key, members in groups.items():
        if key[-1] is not None:
            continue
        dated = [
            other for other in result if other[:-1] == key[:-1] and isinstance(other[-1], date)
        ]
        if len(dated) == 1:
            result[dated[0]] = [*result[dated[0]], *members]
            del result[key]
    return list(result.values())
