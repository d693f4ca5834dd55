"""Defects of what is typed in case.toml."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from samples.persons import one_digit_off
from tests.bench_checks.defects import Defect
from tests.bench_checks.draft import Draft


def saying(section: str, **values: object) -> Callable[[Draft], Draft]:
    return lambda draft: draft.say(section, **values)


def costs(*entries: tuple[str, int]) -> Callable[[Draft], Draft]:
    listed = [{"category": category, "amount": amount} for category, amount in entries]
    return saying("finances", expense=listed)


def number_mistyped(draft: Draft) -> Draft:
    return draft.say("applicant", id_number=one_digit_off(draft.who.id_number))


def unsourced(draft: Draft) -> Draft:
    return draft.add("correction", file="huabei.png", field="as_of", value="2026-11-18")


def _d(
    name: str, rule: str, plant: Callable[[Draft], Draft], touches: str, base: str = "illness",
    tiers: frozenset[str] = frozenset(),
) -> Defect:  # fmt: skip
    return Defect(name, base, rule, plant, frozenset(touches.split()), tiers=tiers)


TYPED = (
    _d("name-mistyped", "identity.names-agree", saying("applicant", name="孙不同"), "applicant"),
    _d("number-mistyped", "identity.id-checksum", number_mistyped, "applicant"),
    _d("no-phone", "identity.phone-given", saying("applicant", phone=None), "applicant"),
    _d("hardship-after-overdue", "dates.hardship-before-overdue",
       saying("hardship", since=date(2026, 11, 10)), "hardship"),
    _d("income-typed-low", "income.typed-matches-papers",
       saying("finances", income=Decimal("3100.00")), "finances book income"),
    _d("costs-above-income", "plan.affordable",
       costs(("housing", 3900), ("food", 1200), ("transport", 60)), "finances"),
    _d("living-on-nothing", "plan.living-costs", costs(("housing", 120)), "finances"),
    _d("promise-on-nothing", "plan.income-for-promise",
       saying("finances", income=Decimal("0.00")), "finances book income"),
    _d("first-due-past", "plan.first-due-ahead",
       saying("request", first_due=date(2026, 11, 1)), "request"),
    _d("plan-too-long", "plan.term-usual", saying("request", months=90), "request"),
    _d("threats", "legal.wording",
       saying("hardship", story="你们是高利贷，违法放贷，不减免我就曝光。"), "hardship"),
    _d("overpromise", "legal.no-overpromise",
       saying("hardship", story="因病住院，收入减少。我发誓砸锅卖铁也一定还清。"), "hardship"),
    _d("debt-left-out", "amounts.none-left-out", saying("request", lenders=["jiebei"]),
       "request huabei jiebei"),
    _d("unsourced-correction", "typed.corrections-sourced", unsourced, "huabei",
       tiers=frozenset({"clean", "scan", "photo"})),
)  # fmt: skip
