"""Lender-like phone screens of our own design, each with its truth."""

from __future__ import annotations

from samples.debts import Terms
from samples.style import GREEN, ORANGE, RED, TEAL
from samples.screens import ant, banks, lenders
from samples.screens.base import Layout, Screen, make_debt, render

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
    )
}

__all__ = ["LAYOUTS", "Layout", "Screen", "make_debt", "render"]
