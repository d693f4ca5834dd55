"""Screens kept aside: what reading is measured on and never tuned to.

Whoever mends the extraction looks at `samples/screens/`. A layout of this package that somebody has
looked into while mending is named in LOOKED_INTO and measured with those, and a new one is drawn in
its place; otherwise the figures of `make bench-reading` say how well the samples were learnt, not
how well money is read.
"""

from __future__ import annotations

from datetime import date

from samples.aside import (
    counters,
    days,
    fresh,
    ledger,
    loans,
    offers,
    papers,
    plans,
    repayments,
    tablet,
    wallets,
)
from samples.debts import Terms
from samples.screens.base import Layout
from samples.style import GREEN, ORANGE, RED, TEAL

LATE = Terms(late=1)
OVER = Terms(count=12, paid=9, late=3, as_of=date(2026, 10, 19))

ASIDE: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(
            "alder", ("meituan", "generic", "jiebei"), offers.alder, ORANGE,
            terms=Terms(paid=0, late=0), owes=False,
        ),
        Layout("apple", ("huabei",), wallets.apple),
        Layout("ash", ("weilidai", "jiebei", "generic", "meituan"), fresh.ash, TEAL),
        Layout("aspen", ("jiebei", "meituan", "generic"), loans.aspen),
        Layout("beech", ("bank_loan",), ledger.beech, terms=OVER, least=ledger.PAPER_END),
        Layout("birch", ("credit_card",), fresh.birch, RED),
        Layout("cedar", ("jd_jintiao", "generic", "weilidai"), loans.cedar, ORANGE),
        Layout("cherry", ("jiebei",), wallets.cherry),
        Layout(
            "elder", ("generic", "jd_jintiao", "bank_loan"), ledger.elder,
            terms=Terms(count=8), least=900,
        ),
        Layout("elm", ("huabei", "jd_baitiao", "credit_card"), plans.elm, terms=LATE),
        Layout("fig", ("beiyongjin",), wallets.fig, terms=Terms(count=1, paid=0)),
        Layout("fir", ("generic", "meituan"), days.fir, GREEN, terms=Terms(count=6)),
        Layout("grape", ("weilidai",), wallets.grape, GREEN),
        Layout("hazel", ("weilidai", "meituan", "generic", "jiebei"), plans.hazel, GREEN),
        Layout(
            "holly", ("jiebei", "generic", "weilidai", "jd_jintiao", "meituan"), days.holly, RED,
            terms=LATE,
        ),
        Layout("juniper", ("jiebei", "weilidai", "bank_loan"), loans.juniper, TEAL),
        Layout("larch", ("huabei", "meituan", "jd_jintiao", "generic"), loans.larch),
        Layout("lemon", ("jd_baitiao",), repayments.lemon, RED),
        Layout(
            "lime", ("bank_loan", "generic"), ledger.lime,
            terms=Terms(as_of=date(2026, 10, 31)), least=ledger.PAPER_END,
        ),
        Layout("mango", ("meituan", "generic"), repayments.mango, ORANGE),
        Layout("maple", ("jd_baitiao", "meituan", "generic"), plans.maple, RED, terms=LATE),
        Layout("oak", ("jd_jintiao", "jd_baitiao", "generic", "huabei"), fresh.oak, ORANGE),
        Layout("olive", ("generic", "jd_jintiao"), repayments.olive),
        Layout("peach", ("bank_loan",), counters.peach, RED),
        Layout("pear", ("credit_card",), counters.pear, RED),
        Layout(
            "pine", ("generic", "bank_loan", "meituan"), days.pine, ORANGE,
            terms=Terms(paid=0, late=0, count=12), owes=False,
        ),
        Layout(
            "plum", ("generic", "jiebei", "meituan"), counters.plum, ORANGE,
            material="repayment_record", terms=Terms(late=0), owes=False,
        ),
        Layout("poplar", ("weilidai", "huabei", "generic"), fresh.poplar),
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

LOOKED_INTO = (
    "alder", "aspen", "beech", "fig", "hazel", "lemon", "lime", "mango", "oak", "pine", "plum",
    "poplar", "rowan", "willow",
)  # fmt: skip
"""Layouts that were looked into while the extraction was mended: no longer kept aside."""

__all__ = ["ASIDE", "LOOKED_INTO"]
