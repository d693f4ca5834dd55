"""Defects of bills: figures that do not fit, other days, other people."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from samples.debts import Debt, Instalment, Terms, card_debt, debt
from samples.screens import LAYOUTS, render
from samples.screens.card_pdf import card_statement
from samples.style import PLAIN
from tests.bench_checks.clean import other_loan, overview, owed, shot
from tests.bench_checks.defects import Defect
from tests.bench_checks.draft import Draft, Raw, Shot
from tests.bench_checks.planted_papers import OTHER

RNG = random.Random


@dataclass(frozen=True)
class Miscounted(Instalment):
    """A row whose total is not the sum of its parts."""

    @property
    def total(self) -> Decimal:
        return super().total + Decimal("90.00")


@dataclass(frozen=True)
class Misdated(Debt):
    """A screen that shows more days than have passed."""

    @property
    def overdue_days(self) -> int:
        return super().overdue_days + 40


def _as(kind: type, held: object) -> object:
    return kind(**{f.name: getattr(held, f.name) for f in fields(held)})  # type: ignore[arg-type]


def rows(owing: Debt, change: Callable[[Instalment], Instalment]) -> Debt:
    """With the first overdue row changed."""
    late = owing.overdue[0]
    return replace(
        owing, periods=tuple(change(p) if p.index == late.index else p for p in owing.periods)
    )


def totals_off(draft: Draft) -> Draft:
    made = rows(owed("huabei"), lambda row: _as(Miscounted, row))  # type: ignore[arg-type,return-value]
    return draft.put(huabei=shot("huabei_instalment", made))


def days_off(draft: Draft) -> Draft:
    made = _as(Misdated, owed("jiebei"))
    assert isinstance(made, Debt)
    return draft.put(jiebei=shot("jiebei_plan", made))


def penalty_odd(draft: Draft) -> Draft:
    made = rows(owed("jiebei"), lambda row: replace(row, penalty=row.penalty * 17))
    return draft.put(jiebei=shot("jiebei_plan", made))


def newer_too(draft: Draft) -> Draft:
    """The same loan six days before, as it stood then."""
    return draft.put(older=shot("jiebei_plan", _six_days_before("jiebei")))


def _six_days_before(product: str) -> Debt:
    now = owed(product)
    then = rows(now, lambda row: replace(row, penalty=row.penalty - Decimal("1.20")))
    return replace(then, as_of=date(2026, 11, 12))


def clash(draft: Draft) -> Draft:
    """The same loan on the same day with another penalty."""
    made = rows(owed("jiebei"), lambda row: replace(row, penalty=row.penalty + Decimal("31.00")))
    return draft.put(other=shot("jiebei_plan", made))


def stale(draft: Draft) -> Draft:
    terms = Terms(
        date(2026, 9, 28), count=6, paid=2, late=1, amount=Decimal(3600), next_in=9,
        shape="principal_1.5",
    )  # fmt: skip
    return draft.put(huabei=shot("huabei_instalment", debt(RNG("huabei"), "huabei", terms)))


def tomorrow(draft: Draft) -> Draft:
    made = replace(owed("huabei"), as_of=date(2026, 12, 2))
    return draft.put(huabei=shot("huabei_instalment", made))


def of_another(draft: Draft) -> Draft:
    owing = card_debt(RNG(3), Terms(date(2026, 11, 8), amount=Decimal("4821.40"), late=1))
    return draft.put(card=Raw(card_statement(OTHER, owing, RNG(7))[0], "pdf"))


def foreign(draft: Draft) -> Draft:
    owing = card_debt(RNG(3), Terms(date(2026, 11, 8), amount=Decimal("4821.40"), late=1))
    return draft.put(card=Raw(card_statement(draft.who, owing, RNG(7))[0], "pdf"))


def undated(draft: Draft) -> Draft:
    return draft.put(huabei=None, loan=shot("iou_list", owed("generic")))


def rows_missing(draft: Draft) -> Draft:
    """Two pictures of one list, with a row lost between them."""
    made = render(LAYOUTS["jiebei_plan"], 1, PLAIN, owed("jiebei"))
    top, bottom = (
        min(mark.box[1] for mark in made.truth.marks if mark.field.startswith(f"periods[{row}]"))
        for row in (4, 5)
    )
    image = made.image
    whole = (image.width, image.height)
    return draft.put(
        jiebei=Shot(image.crop((0, 0, whole[0], top - 8))),
        rest=Shot(image.crop((0, bottom - 8, *whole))),
    )


def cut_screen(draft: Draft) -> Draft:
    """A bill of which only the head was caught: no interest, no penalty, no rows."""
    whole = draft.things["jiebei"]
    assert isinstance(whole, Shot)
    return draft.put(jiebei=Shot(whole.image.crop((0, 0, whole.image.width, 460))))


def loan_not_shown(draft: Draft) -> Draft:
    """The sum over the loans is that of one more."""
    return draft.put(jiebei2=shot("jiebei_plan", other_loan()), sum=overview(Decimal("1850.00")))


def _d(
    name: str, rule: str, plant: Callable[[Draft], Draft], touches: str, file: str = "",
    base: str = "illness",
) -> Defect:  # fmt: skip
    return Defect(name, base, rule, plant, frozenset(touches.split()), "", file)


BILLS = (
    _d("loan-not-shown", "amounts.loans-complete", loan_not_shown, "jiebei", "sum"),
    _d("row-total-off", "amounts.totals-close", totals_off, "huabei", "huabei"),
    _d("days-off", "dates.overdue-days-fit", days_off, "jiebei", "jiebei"),
    _d("penalty-odd", "amounts.penalty-explained", penalty_odd, "jiebei", "jiebei"),
    _d("older-screen-too", "amounts.newest-of-same-debt", newer_too, "jiebei"),
    _d("same-day-clash", "amounts.same-day-conflict", clash, "jiebei"),
    _d("bill-stale", "dates.papers-fresh", stale, "huabei", "huabei"),
    _d("bill-from-tomorrow", "dates.not-in-future", tomorrow, "huabei", "huabei"),
    _d("bill-of-another", "identity.account-holder", of_another, "card", "card"),
    _d("foreign-money", "amounts.one-currency", foreign, "card", "card"),
    _d("screen-undated", "evidence.screen-dated", undated, "huabei", "loan"),
    _d("row-missing", "evidence.pages-complete", rows_missing, "jiebei"),
    _d("head-alone", "amounts.split-shown", cut_screen, "jiebei", "jiebei"),
)
