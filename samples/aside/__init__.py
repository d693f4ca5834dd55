"""Screens kept aside: what reading is measured on and never tuned to.

Whoever mends the extraction looks at `samples/screens/`. A layout of this package that somebody has
looked into while mending moves over there, and a new one is drawn here in its place; otherwise the
figures of `make bench-reading` say how well the samples were learnt, not how well money is read.
"""

from __future__ import annotations

from datetime import date

from samples.aside import loans, offers, papers, plans, tablet
from samples.debts import Terms
from samples.screens.base import Layout
from samples.style import GREEN, ORANGE, RED, TEAL

LATE = Terms(late=1)

ASIDE: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(
            "alder", ("meituan", "generic", "jiebei"), offers.alder, ORANGE,
            terms=Terms(paid=0, late=0), owes=False,
        ),
        Layout("aspen", ("jiebei", "meituan", "generic"), loans.aspen),
        Layout("cedar", ("jd_jintiao", "generic", "weilidai"), loans.cedar, ORANGE),
        Layout("elm", ("huabei", "jd_baitiao", "credit_card"), plans.elm, terms=LATE),
        Layout("hazel", ("weilidai", "meituan", "generic", "jiebei"), plans.hazel, GREEN),
        Layout("juniper", ("jiebei", "weilidai", "bank_loan"), loans.juniper, TEAL),
        Layout("larch", ("huabei", "meituan", "jd_jintiao", "generic"), loans.larch),
        Layout("maple", ("jd_baitiao", "meituan", "generic"), plans.maple, RED, terms=LATE),
        Layout(
            "rowan", ("jiebei", "generic", "bank_loan"), tablet.rowan,
            terms=Terms(count=9), least=tablet.LEAST,
        ),
        Layout(
            "spruce", ("bank_loan",), papers.spruce,
            terms=Terms(late=2, count=24, as_of=date(2026, 10, 26)), least=papers.BOTTOM,
        ),
        Layout(
            "willow", ("bank_loan",), papers.willow,
            terms=Terms(count=18, as_of=date(2026, 11, 5)), least=papers.BOTTOM,
        ),
        Layout(
            "yew", ("generic", "meituan", "weilidai"), papers.yew,
            material="collection_message", terms=LATE, least=papers.BOTTOM, owes=False,
        ),
    )
}  # fmt: skip

__all__ = ["ASIDE"]
