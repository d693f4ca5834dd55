"""Lender-like phone screens of our own design, each with its truth."""

from __future__ import annotations

from samples.debts import Terms
from samples.screens import ant, banks, lenders, nothing, shuffled, tables, texts
from samples.screens.accounts import LAYOUTS_ACCOUNTS
from samples.screens.apps import LAYOUTS_APPS
from samples.screens.base import Layout, Screen, make_debt, render
from samples.screens.offers import LAYOUTS_OFFERS
from samples.screens.plans import LAYOUTS_PLANS
from samples.style import GREEN, ORANGE, RED, TEAL

LOANS = ("huabei", "jiebei", "weilidai", "jd_baitiao", "jd_jintiao", "meituan", "generic")
LATE = Terms(late=1)

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("huabei_month", ("huabei",), ant.huabei_month),
        Layout("huabei_instalment", ("huabei",), ant.huabei_instalment),
        Layout("huabei_overdue", ("huabei",), ant.huabei_overdue, terms=LATE),
        Layout("long_plan", ("jiebei",), ant.jiebei_plan, terms=Terms(count=36), least=7000),
        Layout("jiebei_detail", ("jiebei",), ant.jiebei_detail),
        Layout("jiebei_plan", ("jiebei",), ant.jiebei_plan),
        Layout("beiyongjin", ("beiyongjin",), ant.beiyongjin, terms=Terms(count=1, paid=0)),
        Layout("weilidai", ("weilidai",), lenders.weilidai, GREEN),
        Layout("jd_baitiao", ("jd_baitiao",), lenders.jd_baitiao, RED),
        Layout("jd_jintiao", ("jd_jintiao",), lenders.jd_jintiao, RED),
        Layout("consumer_loan", ("generic", "meituan"), lenders.consumer_loan, ORANGE),
        Layout("bank_plan", ("bank_loan",), banks.bank_plan, TEAL),
        Layout("card_app", ("credit_card",), banks.card_app, TEAL),
        Layout("traditional_statement", ("credit_card",), tables.traditional_statement, TEAL),
        Layout("table_down", (*LOANS, "bank_loan"), tables.table_down),
        Layout("table_across", LOANS, tables.table_across),
        Layout("sentences", LOANS, texts.sentences),
        Layout("collapsed", LOANS, texts.collapsed),
        Layout("shuffled", LOANS, shuffled.shuffled),
        Layout(
            "collection_sms",
            LOANS,
            texts.collection_sms,
            material="collection_message",
            terms=LATE,
            owes=False,
        ),
        Layout(
            "settled", LOANS, nothing.settled, terms=Terms(count=12, paid=12, late=0), owes=False
        ),
        Layout("trial", LOANS, nothing.trial, owes=False),
        Layout("offer", LOANS, nothing.offer, owes=False),
        *LAYOUTS_APPS,
        *LAYOUTS_PLANS,
        *LAYOUTS_ACCOUNTS,
        *LAYOUTS_OFFERS,
    )
}

__all__ = ["LAYOUTS", "Layout", "Screen", "make_debt", "render"]
