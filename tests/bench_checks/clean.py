"""Complete, coherent cases of every reason: nothing in them should be held up."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from samples.blocks import Item, carded, money, rows
from samples.canvas import Canvas
from samples.chrome import finish, open_screen
from samples.debts import COMPONENTS, Debt, Terms, card_debt, debt, shift
from samples.papers import family, finance, identity, medical, notices, work
from samples.papers.base import Paper, together
from samples.persons import Person, person
from samples.screens import LAYOUTS, render
from samples.screens.card_pdf import card_statement
from samples.style import PLAIN, Style, dark, light
from tests.bench_checks.draft import TODAY, Draft, Printed, Raw, Shot, Thing
from tests.bench_checks.told import in_sentences, in_tables

PAY = Decimal("5200.00")
UNTIL = TODAY - timedelta(days=6)
ISSUED = TODAY - timedelta(days=5)
LATE = ("huabei", "jiebei")


@dataclass(frozen=True)
class Kind:
    """What makes one clean case differ from the next.

    own: an application of the applicant's own, in place of everything that is typed
    """

    reason: str
    since: date
    proofs: Callable[[Person, random.Random], dict[str, Thing]]
    bills: tuple[str, ...] = LATE
    wages: tuple[Decimal, ...] = (PAY,) * 4
    income: Decimal = PAY
    name: str = ""
    paper: str = "income_certificate"
    style: Style = PLAIN
    own: Callable[[Person, Sequence[Debt], Decimal], Paper] | None = None


def shot(layout: str, owing: Debt, style: Style = PLAIN, seed: int = 1) -> Shot:
    return Shot(render(LAYOUTS[layout], seed, style, owing).image)


@cache
def owed(product: str, as_of: date = date(2026, 11, 18)) -> Debt:
    """Two instalments late, from September."""
    terms = Terms(
        as_of, count=6, paid=2, late=2, amount=Decimal(3600), next_in=9, shape="principal_1.5"
    )
    made = debt(random.Random(product), product, terms)
    return replace(made, daily_rate=made.daily_rate)


@cache
def other_loan() -> Debt:
    """A second loan of 借呗, lent on another day."""
    terms = Terms(
        date(2026, 11, 18), count=12, paid=3, late=1, amount=Decimal(7200), next_in=15,
        shape="principal_1.5",
    )  # fmt: skip
    return debt(random.Random("another"), "jiebei", terms)


def overview(more: Decimal = Decimal(0)) -> Shot:
    """The product's own page: the sum over both loans, and `more` yuan, naming neither."""
    loans = (owed("jiebei"), other_loan())
    whole = sum((loan.owed(part) for loan in loans for part in COMPONENTS), more)
    canvas = Canvas(PLAIN)
    open_screen(canvas, "借呗")
    items = [money(canvas, "待还总额(元)", whole), Item("截至", "2026-11-18")]
    carded(canvas, lambda: rows(canvas, items))
    return Shot(finish(canvas))


def bill(product: str, style: Style = PLAIN) -> Thing:
    layouts = {
        "huabei": "huabei_instalment",
        "jiebei": "jiebei_plan",
        "weilidai": "weilidai",
        "jd_baitiao": "jd_baitiao",
        "jd_jintiao": "jd_jintiao",
        "meituan": "consumer_loan",
        "bank_loan": "bank_plan",
    }
    return shot(layouts[product], owed(product), style)


def card(who: Person) -> Raw:
    owing = card_debt(random.Random(3), Terms(date(2026, 11, 8), amount=Decimal("5821.40"), late=1))
    return Raw(card_statement(who, owing, random.Random(7))[0], "pdf")


def book_of(
    who: Person,
    wages: tuple[Decimal, ...],
    until: date = UNTIL,
    months: int = 4,
    issued: date = ISSUED,
) -> Printed:
    held = finance.account(random.Random(5), until, months, wages, density=6)
    data, _ = finance.bank_statement_pdf(who, held, issued)
    return Printed(Raw(data, "pdf"), finance.bank_statement_picture(who, held, issued))


def ill(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {
        "diagnosis": medical.diagnosis(who, rng, date(2026, 6, 26)),
        "discharge": medical.discharge_summary(who, rng, date(2026, 6, 8), date(2026, 6, 22)),
    }


def diagnosed(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {"diagnosis": medical.diagnosis(who, rng, date(2026, 8, 20), ill=2)}


def ill_with_two_loans(who: Person, rng: random.Random) -> dict[str, Thing]:
    another = shot("jiebei_plan", other_loan())
    return {**diagnosed(who, rng), "jiebei2": another, "sum": overview()}


def hurt(who: Person, rng: random.Random) -> dict[str, Thing]:
    day = date(2026, 7, 2)
    return {
        "discharge": medical.discharge_summary(who, rng, day, date(2026, 7, 16), ill=2),
        "accident": notices.notice("traffic_accident", who, rng, day),
    }


def dismissed(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {"termination": work.termination_certificate(who, rng, date(2026, 7, 31))}


def registered(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {"registration": work.unemployment_registration(who, rng, date(2026, 8, 5))}


def paid_less(who: Person, rng: random.Random) -> dict[str, Thing]:
    pays = {6: "7800.00", 9: "3600.00", 10: "3600.00"}
    return {
        f"slip{month}": work.payslip(who, rng, date(2026, month, 10), Decimal(pay))
        for month, pay in pays.items()
    }


def paid_less_together(who: Person, rng: random.Random) -> dict[str, Thing]:
    """The same payslips, photographed at once."""
    slips = paid_less(who, rng).values()
    return {"slips": together([slip for slip in slips if isinstance(slip, Paper)])}


def flooded(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {"disaster": family.disaster_certificate(who, rng, date(2026, 7, 20))}


def bereaved(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {
        "death": medical.death_certificate(who, rng, date(2026, 8, 4)),
        "kinship": notices.notice("kinship_proof", who, rng, date(2026, 8, 20)),
    }


def divorced(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {"divorce": family.divorce_certificate(who, rng, date(2026, 8, 6))}


def closed(who: Person, rng: random.Random) -> dict[str, Thing]:
    return {
        "closure": notices.notice("business_closure", who, rng, date(2026, 7, 31)),
        "told": family.hardship_statement(who, rng, ISSUED),
    }


NONE = Decimal(0)
LESS = (Decimal("7800.00"), Decimal("3600.00"), Decimal("3600.00"), Decimal("3600.00"))
STOPPED = (PAY, NONE, NONE, NONE)

CLEAN: dict[str, Kind] = {
    "illness": Kind("illness", date(2026, 6, 8), ill),
    "illness-card": Kind("illness", date(2026, 8, 20), diagnosed, ("huabei", "credit_card")),
    "accident": Kind("accident", date(2026, 7, 2), hurt, ("weilidai", "jd_baitiao")),
    "unemployment": Kind(
        "unemployment", date(2026, 7, 31), dismissed, wages=STOPPED, income=Decimal(2600),
        paper="hardship_statement",
    ),
    "registered": Kind(
        "unemployment", date(2026, 7, 31), registered, ("jd_jintiao", "meituan"), STOPPED,
        Decimal(2600), paper="hardship_statement",
    ),
    "income-drop": Kind(
        "income_drop", date(2026, 8, 1), paid_less, wages=LESS, income=Decimal(3600), paper="",
    ),
    "slips-together": Kind(
        "income_drop", date(2026, 8, 1), paid_less_together, wages=LESS, income=Decimal(3600),
        paper="",
    ),
    "disaster": Kind("disaster", date(2026, 7, 20), flooded, ("bank_loan", "huabei")),
    "death": Kind("family_change", date(2026, 8, 2), bereaved, ("jiebei", "weilidai")),
    "divorce": Kind("family_change", date(2026, 8, 6), divorced, ("huabei",), style=Style(
        palette=dark((22, 119, 255)))),
    "traditional": Kind("illness", date(2026, 8, 20), diagnosed, ("jiebei",), style=Style(
        traditional=True, palette=light((22, 119, 255)))),
    "two-loans": Kind("illness", date(2026, 8, 20), ill_with_two_loans, ("jiebei",)),
    "long-name": Kind("illness", date(2026, 8, 20), diagnosed, ("jd_baitiao",), name="欧阳试样例"),
    "small-phone": Kind("disaster", date(2026, 7, 20), flooded, ("meituan", "jiebei"), style=Style(
        width=720)),
    "own-letter": Kind("illness", date(2026, 8, 20), diagnosed, ("jiebei", "weilidai"),
        own=in_sentences),
    "own-tables": Kind("unemployment", date(2026, 7, 31), dismissed, ("jd_jintiao", "meituan"),
        STOPPED, Decimal(2800), paper="", own=in_tables),
    "shop-closed": Kind("other", date(2026, 7, 31), closed, ("weilidai",), own=in_tables),
}  # fmt: skip
"""By name; nine of seventeen reasons of hardship, the others other bills, screens and names, and
three applications that the applicant wrote, with nothing typed."""


@cache
def clean(name: str) -> Draft:
    """One of CLEAN, drawn."""
    kind = CLEAN[name]
    rng = random.Random(f"clean/{name}")
    who = person(rng, kind.name)
    things: dict[str, Thing] = {
        "front": identity.id_front(who, rng),
        "back": identity.id_back(who, rng),
        "book": book_of(who, kind.wages),
        **kind.proofs(who, rng),
    }
    if kind.paper:
        things["income"] = income_paper(kind, who, rng)
    for product in kind.bills:
        things[product] = card(who) if product == "credit_card" else bill(product, kind.style)
    if kind.own:
        debts = [owed(product) for product in kind.bills]
        things["own"] = kind.own(who, debts, kind.income)
        return Draft(who, things, {"signing": {"date": TODAY}})
    return Draft(who, things, typed(kind, who))


def income_paper(kind: Kind, who: Person, rng: random.Random) -> Paper:
    if kind.paper == "hardship_statement":
        return family.hardship_statement(who, rng, ISSUED)
    return work.income_certificate(who, rng, ISSUED, kind.income)


def typed(kind: Kind, who: Person) -> dict[str, object]:
    """What a careful person types."""
    expenses = {"housing": 1200, "food": 1000, "transport": 60}
    return {
        "applicant": {"name": who.name, "id_number": who.id_number, "phone": who.phone},
        "hardship": {
            "reason": kind.reason,
            "since": kind.since,
            "story": f"{kind.since.year}年{kind.since.month}月起收入减少，9月起还款困难。",
        },
        "finances": {
            "income": kind.income,
            "expense": [{"category": name, "amount": cost} for name, cost in expenses.items()],
        },
        "request": {
            "channel": "alipay_app",
            "relief": ["waive_penalty", "waive_interest", "instalments"],
            "months": 24,
            "first_due": shift(date(2026, 12, 10), 0),
        },
        "signing": {"date": TODAY},
    }
