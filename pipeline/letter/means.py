"""What a letter says of the applicant's means: income, spending, what is left a month.

Where a plan was made without them (a plan of one's own), what nobody knows is not asked for in a
blank: the letter points to the papers of the income, and says nothing of spending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from pipeline.exhibits import exhibits_text
from pipeline.letter.facts import CaseFacts
from pipeline.letter.template import Filler, texts
from schemas.plan import BudgetLine, RepaymentPlan

Amount = Callable[[Decimal], str]


def means_paragraphs(facts: CaseFacts, filler: Filler, amount: Amount) -> Iterator[tuple[str, str]]:
    """(style, text) of the part on means. amount: how yuan are written"""
    text = texts("letter")["means"]
    done = [words for key in ("repaid", "contacted") if (words := filler.optional(text[key]))]
    yield "heading", text["intro" if done else "intro_alone"]
    yield "body", _budget(facts, filler, amount)
    yield from (("body", words) for words in done)


def _budget(facts: CaseFacts, filler: Filler, amount: Amount) -> str:
    text, plan = texts("letter")["means"], facts.repayment
    disposable = plan.disposable
    shown = exhibits_text(facts.exhibits(group="finances"))
    if disposable is None and plan.instalments and (plan.income or shown):
        return _in_part(plan, shown, filler, amount)
    proofs = dict.fromkeys(facts.exhibit_of(row.material) for row in plan.income)
    numbers = exhibits_text(number for number in proofs if number)
    kind = "unknown" if disposable is None else "known" if disposable >= 0 else "short"
    return filler.fill(
        text[kind],
        income=_total(plan.income, amount),
        spending=_total(plan.spending, amount),
        other_debts_detail=filler.optional(
            text["other_debts_detail"], other_debts=_total(plan.other_debts, amount)
        ),
        disposable=None if disposable is None else amount(disposable),
        shortfall=None if disposable is None else amount(abs(disposable)),
        income_proof=filler.fill(
            text["income_proof"], income_exhibits=f"、{numbers}" if numbers else ""
        ),
    )


def _in_part(plan: RepaymentPlan, shown: str, filler: Filler, amount: Amount) -> str:
    """What is known beside a plan of one's own: the income or where it is shown, the spending."""
    text = texts("letter")["means"]
    income = filler.optional(text["income_alone"], income=_total(plan.income, amount))
    return filler.fill(
        text["in_part"],
        income_detail=income or filler.fill(text["income_shown"], income_exhibits=shown),
        spending_detail=filler.optional(
            text["spending_alone"], spending=_total(plan.spending, amount)
        ),
        proof=f"（见{shown}）" if income and shown else "",
    )


def _total(rows: Iterable[BudgetLine], amount: Amount) -> str | None:
    amounts = [row.amount for row in rows]
    return amount(sum(amounts, Decimal(0))) if amounts else None
