"""A credit-card e-statement as a PDF with a text layer."""

from __future__ import annotations

import random
from decimal import Decimal

from samples import typeset
from samples.debts import Debt, cents, shift
from samples.persons import Person
from samples.truth import Mark, Truth

VARIANTS = ("two_currency", "unlabelled", "plain")
CHARGES = (("循环利息", "interest"), ("违约金", "late_fees"), ("分期手续费", "fees"))
NOWHERE = (0, 0, 0, 0)


def _lines(owing: Debt, rng: random.Random) -> tuple[list[list[str]], dict[str, Decimal]]:
    """Transactions of the month, and what they sum to: old − paid + new + charges = due."""
    period = owing.current
    fresh = cents(period.principal * Decimal(rng.randrange(10, 40)) / 100)
    paid = cents(Decimal(rng.randrange(20000, 60000)) / 100)
    old = period.principal - fresh + paid
    rows, left = [], fresh
    day = shift(owing.as_of, -1)
    for index, shop in enumerate(("样本超市", "示例网购商城", "范本加油站")):
        part = left if index == 2 else cents(fresh * Decimal("0.31"))
        left -= part
        rows.append([f"{day:%Y-%m}-{12 + index * 4}", shop, f"{part:,.2f}", "CNY"])
    rows.append([f"{owing.as_of:%Y-%m}-02", "还款 谢谢", f"-{paid:,.2f}", "CNY"])
    for name, component in CHARGES:
        if period.part(component):
            rows.append([f"{owing.as_of}", name, f"{period.part(component):,.2f}", "CNY"])
    return rows, {"old": old, "paid": paid, "fresh": fresh}


def _summary(owing: Debt, sums: dict[str, Decimal], usd: Decimal, variant: str) -> str:
    period = owing.current
    least = cents(period.total / 10)
    span = f"{shift(owing.as_of, -1):%Y/%m/%d}-{owing.as_of:%Y/%m/%d}"
    if variant == "unlabelled":
        row = [span, "30,000.00", f"{period.total:,.2f}", f"{least:,.2f}", f"{period.due:%Y/%m/%d}"]
        return typeset.table([row], "(1.6fr, 1fr, 1fr, 1fr, 1fr)")
    rows = [
        ["账单日", str(owing.as_of), "到期还款日", str(period.due)],
        ["信用额度", "CNY 30,000.00", "预借现金额度", "CNY 15,000.00"],
    ]
    charges = period.interest + period.late_fees + period.fees
    two = variant == "two_currency"
    sign = "CNY " if two else "￥"
    body = [
        ["", "人民币 (RMB)", *(["美元 (USD)"] if two else [])],
        ["本期应还金额", f"{sign}{period.total:,.2f}", *([f"USD {usd:,.2f}"] if two else [])],
        [
            "本期最低应还金额",
            f"{sign}{least:,.2f}",
            *([f"USD {cents(usd / 10):,.2f}"] if two else []),
        ],
        ["上期账单金额", f"{sign}{sums['old']:,.2f}", *(["USD 0.00"] if two else [])],
        ["上期还款金额", f"{sign}{sums['paid']:,.2f}", *(["USD 0.00"] if two else [])],
        [
            "本期账单金额",
            f"{sign}{sums['fresh'] + charges:,.2f}",
            *([f"USD {usd:,.2f}"] if two else []),
        ],
    ]
    columns = "(1.2fr, 1fr, 1fr)" if two else "(1.2fr, 1fr)"
    return typeset.table(rows, "(1fr, 1.2fr, 1fr, 1.2fr)") + typeset.table(body, columns)


def _truth(who: Person, owing: Debt) -> Truth:
    period = owing.current
    facts = {
        "as_of": owing.as_of.isoformat(), "due": period.due.isoformat(),
        "outstanding.total": f"{period.total:.2f}",
    }  # fmt: skip
    for part in ("interest", "late_fees", "fees"):
        if period.part(part):
            facts[f"outstanding.{part}"] = f"{period.part(part):.2f}"
    return Truth(
        "bill", "credit_card", owing.product.name, owing.lender, "card_pdf",
        tuple(Mark(name, value, value, NOWHERE) for name, value in facts.items()),
        {"name": who.name},
    )  # fmt: skip


def card_statement(
    who: Person, owing: Debt, rng: random.Random, variant: str = "two_currency"
) -> tuple[bytes, Truth]:
    """The e-statement; boxes of a PDF are not recorded."""
    rows, sums = _lines(owing, rng)
    usd = Decimal(rng.randrange(0, 9000)) / 100
    card = f"6200 **** **** {owing.number[-4:]}"
    body = (
        f'#align(center)[#text(size: 16pt, weight: "bold")[{owing.lender}]\n\n信用卡电子对账单]\n'
    )
    body += typeset.escape(f"尊敬的{who.name}{who.title}，您好！卡号：{card}") + "\n\n"
    body += _summary(owing, sums, usd, variant)
    header = [["交易日期", "交易摘要", "金额", "币种"]]
    extra = [[f"{owing.as_of:%Y-%m}-01", "SAMPLE STORE US", f"{usd:,.2f}", "USD"]] if usd else []
    body += "\n#v(8pt)\n" + typeset.escape("交易明细") + "\n\n"
    body += typeset.table(header + rows + extra, "(1fr, 2fr, 1fr, 0.6fr)")
    body += "\n" + typeset.escape(
        "如您仅偿还最低还款额，未还部分将自记账日起计收循环利息。客服热线 400-000-0000"
    )
    return typeset.pdf(body), _truth(who, owing)
