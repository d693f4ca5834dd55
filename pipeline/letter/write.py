"""The letters: regret → facts → means → request, from facts.py and texts/letter.toml."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.exhibits import day_text, exhibits_text, yuan_text
from pipeline.letter.capitals import capitals
from pipeline.letter.facts import (
    ANY_LOAN,
    FOR_THE_REST,
    WORDS,
    CaseFacts,
    Debt,
    LenderFacts,
    Sums,
    facts_of,
    sums_of,
)
from pipeline.letter.means import means_paragraphs
from pipeline.letter.template import Filler, blank, blanks_in, texts
from pipeline.plan.words import offer_to, payments_words
from pipeline.relief import Asked
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim
from schemas.pack import ExhibitGroup, Letter, LetterPart
from schemas.plan import RepaymentPlan
from schemas.statement import ANY_LENDERS, Statement

UNCONFIRMED = "【待核对】"
DIAGNOSES = ("diagnosis", "discharge_summary", "inpatient_record")
EMPLOYERS = ("termination_certificate", "unemployment_registration")
CONTACTS = ("chat_record",)
KINSHIP = ("kinship_proof", "household_register")
"""Papers that tie a relative's illness or death to the applicant."""
WHOLE_WORDS = ("剩余", "未到期", "未还", "待还", "全部", "＋")
"""With them a label of principal is of more than what is overdue."""


def letters_of(
    case: Case,
    claim: Claim,
    repayment: RepaymentPlan,
    groups: tuple[ExhibitGroup, ...],
    catalogue: Catalogue,
) -> tuple[Letter, ...]:
    """One letter for each lender of the claim; a single one full of blanks where there is none."""
    facts = facts_of(case, claim, repayment, groups, catalogue)
    return tuple(_letter(facts, lender) for lender in facts.lenders or (_nobody(),))


def amount_text(amount: Decimal, doubtful: bool = False) -> str:
    """1,234.56元, marked while nobody has confirmed it."""
    return yuan_text(amount) + (UNCONFIRMED if doubtful else "")


def full_amount(amount: Decimal, doubtful: bool = False) -> str:
    """人民币1,234.56元（大写：壹仟贰佰叁拾肆元伍角陆分）."""
    words = f"人民币{yuan_text(amount)}（大写：{capitals(amount)}）"
    return words + (UNCONFIRMED if doubtful else "")


def _nobody() -> LenderFacts:
    return LenderFacts("", (), sums_of(()), Asked(), None, False)


def _letter(facts: CaseFacts, lender: LenderFacts) -> Letter:
    text, filler = texts("letter"), Filler(_values(facts, lender))
    parts = [
        LetterPart(style=style, text=words)
        for style, words in _paragraphs(facts, lender, filler)
        if words
    ]
    waives = facts.relief & {"waive_penalty", "waive_interest", "waive_fees", "partial_waiver"}
    return Letter(
        lender=lender.lender or _lender_blank(lender),
        title=text["title"] if waives else text["title_plan_only"],
        parts=tuple(parts),
        statements=tuple(debt.statement.id for debt in lender.debts),
        blanks=tuple(dict.fromkeys(label for part in parts for label in blanks_in(part.text))),
    )


def _lender_blank(lender: LenderFacts) -> str:
    """Who lent on a platform that does not say it is addressed as that; else a blank."""
    label: str = texts("letter")["blanks"]["lender"]
    names = dict.fromkeys(debt.statement.title for debt in lender.debts if debt.statement.product)
    if names and all(debt.statement.product_id not in ANY_LENDERS for debt in lender.debts):
        return Filler({"products": "、".join(names)}).fill(texts("letter")["lender_of_platform"])
    return blank(f"{'、'.join(names)}的{label}" if names else label)


def _values(facts: CaseFacts, lender: LenderFacts) -> dict[str, str | None]:
    """What every template of the letter may name; None is not known."""
    person = facts.case.applicant
    return {
        "lender": lender.lender or _lender_blank(lender),
        "you": lender.you,
        "name": person.name or None,
        "id_number": person.id_number or None,
        "phone": person.phone or None,
        "address": person.address or None,
        "since": day_text(facts.since) if facts.since else None,
        "reason": None,
        "diagnosis": facts.field("diagnosis", DIAGNOSES) or None,
        "employer": facts.field("employer", EMPLOYERS) or None,
        "patient": facts.patient or None,
        "identity_exhibits": exhibits_text(facts.exhibits(group="identity")) or None,
        "repaid_exhibits": exhibits_text(facts.repaid_to(lender)) or None,
        "contact_exhibits": exhibits_text(facts.exhibits(kinds=CONTACTS)) or None,
        "exhibit_count": str(sum(len(group.exhibits) for group in facts.groups)),
        **_plan_values(facts, lender),
    }


def _sentence(untrimmed: str) -> str | None:
    """The applicant's own words with a full stop; None where there are none."""
    words = untrimmed.strip()
    if not words:
        return None
    return words if words[-1] in "。！？.!?…" else words + "。"


def _plan_values(facts: CaseFacts, lender: LenderFacts) -> dict[str, str | None]:
    offer = offer_to(facts.repayment, lender.share)
    values: dict[str, str | None] = dict.fromkeys(
        ("first_due", "last_due", "months", "to_repay", "payments")
    )
    if lender.share and offer:
        values |= {
            "first_due": day_text(min(offer.dues)),
            "last_due": day_text(max(offer.dues)),
            "months": str(len(offer.dues)),
            "to_repay": amount_text(lender.share.to_repay, lender.sums.doubtful),
            "payments": payments_words(offer.payments, amount_text),
        }
    return values


def _proposal(facts: CaseFacts, lender: LenderFacts) -> str:
    if lender.settled:
        return "nothing_left"
    return "known" if offer_to(facts.repayment, lender.share) else "unknown"


def _paragraphs(facts: CaseFacts, lender: LenderFacts, filler: Filler) -> Iterator[tuple[str, str]]:
    """(style, text) in order; a text may be "" and is then left out."""
    text = texts("letter")
    yield "salutation", filler.fill(text["salutation"])
    who, identity = text["applicant"], filler.optional(text["applicant"]["identity_proof"])
    phone = filler.optional(who["phone_detail"]) or who["phone_by_hand"]
    yield "body", filler.fill(who["full"], identity_proof=identity, phone_detail=phone)
    yield "body", filler.optional(who["address_detail"])
    regret = "regret_before" if lender.debts and not lender.overdue else "regret_overdue"
    yield "body", filler.fill(text["debt"][regret])
    yield from _debt_paragraphs(lender, filler)
    yield from _hardship_paragraphs(facts, filler)
    yield from means_paragraphs(facts, filler, amount_text)
    yield from _request_paragraphs(facts, lender, filler)
    yield "heading", text["proposal"]["intro"]
    yield "body", filler.fill(text["proposal"][_proposal(facts, lender)])
    closing = text["closing"]
    yield "body", closing["truth"]
    yield "body", filler.fill(closing["attachments"])
    yield "closing", closing["salute"]
    yield "respect", closing["respect"]
    yield "signature", closing["signature"]
    yield "signature", closing["date"]


def _debt_paragraphs(lender: LenderFacts, filler: Filler) -> Iterator[tuple[str, str]]:
    text = texts("letter")["debt"]
    yield "heading", text["intro"]
    for debt in lender.debts:
        yield "body", _debt_sentence(debt, filler)
    if not lender.debts:
        yield "body", text["amounts_unknown"] + "。"


def _debt_sentence(debt: Debt, filler: Filler) -> str:
    text, statement = texts("letter")["debt"], debt.statement
    days = statement.overdue_days
    return filler.fill(
        text["row"],
        as_of_detail=filler.optional(
            text["as_of_detail"], as_of=day_text(statement.as_of) if statement.as_of else None
        ),
        product=_product(statement),
        account_detail=filler.optional(
            text["account_detail"], account=statement.account_tail or None
        ),
        amounts=_amounts(debt, filler) or text["amounts_unknown"],
        overdue_detail=filler.optional(
            text["overdue_detail"], overdue_days=str(days) if days else None
        ),
        exhibit_proof=filler.optional(text["exhibit_proof"], exhibits=exhibits_text(debt.exhibits)),
    )


def _product(statement: Statement) -> str | None:
    """The product, with what tells its loans apart unless the account does that."""
    if not statement.product:
        return None
    name = ANY_LOAN.get(statement.product, statement.product)
    return (
        f"{name}（{statement.apart}）" if statement.apart and not statement.account_tail else name
    )


def _amounts(debt: Debt, filler: Filler) -> str:
    """尚欠本金…、利息…（其中…）、罚息…; components of zero are left out.

    Where the page names no principal but a total, the total comes first: 尚欠款项合计…，其中….
    """
    sums, total = debt.sums, debt.statement.outstanding.total
    parts = [
        (_late_word(debt) if name == "principal" else word)
        + amount_text(value, sums.doubtful)
        + (_split(sums, filler) if name == "interest" else "")
        for name, word in WORDS.items()
        if (value := getattr(sums, name))
    ]
    if total is not None and not sums.principal:
        parts = ["款项合计" + amount_text(total.value), "、".join(parts)]
        return "尚欠" + "，其中".join(part for part in parts if part)
    return "尚欠" + "、".join(parts) if parts else ""


def _late_word(debt: Debt) -> str:
    """本金, or 逾期本金 where the page states that alone: what is left of the loan is more."""
    stated = debt.statement.outstanding.principal
    label = stated.evidence.label if stated else ""
    late = "逾期" in label and not any(word in label for word in WHOLE_WORDS)
    alone = late and stated is not None and stated.value == debt.sums.principal
    return ("逾期" if alone else "") + WORDS["principal"]


def _split(sums: Sums, filler: Filler) -> str:
    """How much of the interest is already due, and how much is not."""
    text = texts("letter")["debt"]
    if not sums.dated:
        return ""
    if not sums.interest_upcoming:
        return str(text["interest_all_overdue"])
    if not sums.interest_overdue:
        return str(text["interest_all_upcoming"])
    return filler.fill(
        text["interest_split"],
        interest_overdue=amount_text(sums.interest_overdue),
        interest_upcoming=amount_text(sums.interest_upcoming),
    )


def _hardship_paragraphs(facts: CaseFacts, filler: Filler) -> Iterator[tuple[str, str]]:
    """The reason once: in the words of the template, or named in short above one's own words."""
    text = texts("letter")["hardship"]
    reason = text[facts.told_reason]
    kinship = (
        KINSHIP
        if facts.told_reason.endswith("_relative") or facts.told_reason == "death_certificate"
        else ()
    )
    numbers = exhibits_text((*facts.exhibits(group="hardship"), *facts.exhibits(kinds=kinship)))
    told = facts.case.typed.hardship.story.strip()
    yield "heading", text["intro"]
    yield (
        "body",
        filler.fill(
            text["named"] if told else reason["text"],
            short=reason["short"],
            since_detail=filler.optional(text["since_detail"]),
            since_mid_detail=filler.optional(text["since_mid_detail"]),
            detail=filler.optional(reason["detail"]),
            proof=f"（见{numbers}）" if numbers else "",
        ),
    )
    for place, line in enumerate(told.splitlines()):
        story = _sentence(line)
        yield "body", filler.optional(text["story"], story=story) if not place else story or ""


def _request_paragraphs(
    facts: CaseFacts, lender: LenderFacts, filler: Filler
) -> Iterator[tuple[str, str]]:
    text = texts("letter")["request"]
    yield "heading", text["intro"]
    yield "body", filler.fill(text["lead"])
    wishes = tuple(requests_of(facts, lender, filler))
    for number, wish in enumerate(wishes, start=1):
        yield "request", f"{number}. {wish}{'。' if number == len(wishes) else '；'}"


def _span(lender: LenderFacts) -> str:
    """截至2026年11月1日, where all screens of the lender name the same day; else ""."""
    days = {debt.statement.as_of for debt in lender.debts}
    day = days.pop() if len(days) == 1 else None
    return f"截至{day_text(day)}" if day else ""


def requests_of(facts: CaseFacts, lender: LenderFacts, filler: Filler) -> Iterator[str]:
    """What is asked for, without numbers or full stops, in the order of the letter."""
    text, sums, relief = texts("letter")["request"], lender.sums, facts.relief
    for kind, name in (
        ("waive_penalty", "penalty"),
        ("waive_late_fees", "late_fees"),
        ("waive_interest", "interest"),
        ("waive_fees", "fees"),
    ):
        asked = kind.replace("late_fees", "penalty") in relief
        amount = getattr(sums, name)
        part = getattr(lender.asked, name)
        if 0 < part < amount and "partial_waiver" not in relief:
            yield filler.fill(
                text["waive_part"],
                span=_span(lender),
                name=WORDS[name],
                whole=amount_text(amount, sums.doubtful),
                amount=full_amount(part, sums.doubtful),
                rest=amount_text(amount - part),
            )
        elif asked and amount and "partial_waiver" not in relief:
            split = _split(sums, filler) if name == "interest" else ""
            words = full_amount(amount, sums.doubtful)
            yield filler.fill(text[kind], amount=words, interest_split=split, span=_span(lender))
    if "partial_waiver" in relief and lender.asked.total:
        yield filler.fill(
            text["partial_waiver"], amount=full_amount(lender.asked.total, sums.doubtful)
        )
    if not lender.debts:
        yield text["waive_unknown"]
    for kind in ("suspend_interest", *FOR_THE_REST):
        if kind in relief and not (lender.settled and kind in FOR_THE_REST):
            law = text["card_law"] if lender.card_law else ""
            yield filler.fill(text[kind], law=law)
