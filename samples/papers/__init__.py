"""Specimen papers: drawn, with 样本 printed on them, each with its truth."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from samples.papers import family, finance, identity, medical, notices, phone, unrelated, work
from samples.papers.base import Paper
from samples.persons import Person

Maker = Callable[[Person, random.Random, date], Paper]


def _undated(make: Callable[[Person, random.Random], Paper]) -> Maker:
    return lambda who, rng, _: make(who, rng)


def _stranger(make: Callable[[random.Random], Paper]) -> Maker:
    return lambda _, rng, __: make(rng)


def _stay(who: Person, rng: random.Random, day: date) -> Paper:
    days = rng.randrange(4, 25)
    return medical.discharge_summary(who, rng, day - timedelta(days=days), day, rng.randrange(3))


def _book(who: Person, rng: random.Random, day: date) -> Paper:
    pay = Decimal(rng.randrange(3000, 9000))
    book = finance.account(rng, day - timedelta(days=1), 3, (pay,) * 3, density=8)
    return finance.bank_statement_picture(who, book, day)


def _ill(who: Person, rng: random.Random, day: date) -> Paper:
    return medical.diagnosis(who, rng, day, rng.randrange(3))


PAPERS: dict[str, Maker] = {
    "id_card_front": _undated(identity.id_front),
    "id_card_back": _undated(identity.id_back),
    "household_register": _undated(identity.household_register),
    "diagnosis": _ill,
    "discharge_summary": _stay,
    "medical_fee_list": medical.fee_list,
    "medical_receipt": medical.medical_receipt,
    "death_certificate": medical.death_certificate,
    "termination_certificate": work.termination_certificate,
    "unemployment_registration": work.unemployment_registration,
    "income_certificate": work.income_certificate,
    "payslip": work.payslip,
    "social_insurance": work.social_insurance,
    "labour_contract": work.labour_contract,
    "bank_statement": _book,
    "credit_report": finance.credit_report,
    "loan_contract": finance.loan_contract,
    "lease": finance.lease,
    "divorce_document": family.divorce_certificate,
    "disaster_certificate": family.disaster_certificate,
    "hardship_statement": family.hardship_statement,
    "repayment_record": phone.repayment_record,
    "chat_record": phone.chat_record,
    "collection_message": phone.collection_message,
    "invoice": _stranger(unrelated.invoice),
    "menu": _stranger(unrelated.menu),
    "article": _stranger(unrelated.article),
    "scene": _stranger(unrelated.scene),
    "rate_table": _stranger(unrelated.rate_table),
    **{kind: partial(notices.notice, kind) for kind in notices.NOTICES},
}
"""Every paper by name: the material it is, or, for strangers, what it shows."""
