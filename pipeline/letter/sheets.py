"""Texts to use while handing in: chat opening, rows for a web form, checklist for a phone call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.exhibits import day_text
from pipeline.letter.facts import ANY_LOAN, FOR_THE_REST, WORDS, CaseFacts, LenderFacts, facts_of
from pipeline.letter.template import Filler, texts
from pipeline.letter.write import amount_text
from pipeline.plan.words import offer_to, payments_words
from schemas.case import Case
from schemas.catalogue import Catalogue, Channel
from schemas.claim import Claim
from schemas.pack import ExhibitGroup
from schemas.plan import RepaymentPlan

WAIVERS = (
    ("waive_penalty", "penalty", "罚息"),
    ("waive_penalty", "late_fees", "违约金"),
    ("waive_interest", "interest", "利息"),
    ("waive_fees", "fees", "手续费"),
)
"""Relief, the component it is about, and its word."""
REQUESTS = (
    ("partial_waiver", "酌情减免部分息费"),
    ("suspend_interest", "协商期间暂停计息"),
    ("instalments", "同意分期偿还剩余款项"),
    ("extension", "同意延长还款期限"),
)
UNNAMED_REASON = "遇到客观困难"


@dataclass(frozen=True)
class Sheets:
    """chats: (lender, opening) within the channel's limit; form: (label, value); call: lines."""

    chats: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    call: tuple[str, ...]


def sheets_of(
    case: Case,
    claim: Claim,
    repayment: RepaymentPlan,
    groups: tuple[ExhibitGroup, ...],
    catalogue: Catalogue,
    channel: Channel,
) -> Sheets:
    """The three sheets for one channel."""
    facts = facts_of(case, claim, repayment, groups, catalogue)
    return Sheets(
        chats=tuple(
            (lender.lender or lender.products, _chat(facts, lender, channel.chat_limit))
            for lender in facts.lenders
        ),
        form=_form(facts),
        call=_call(facts, channel),
    )


def _reason(facts: CaseFacts) -> str:
    if facts.reason is None:
        return UNNAMED_REASON
    return str(texts("letter")["hardship"][facts.told_reason]["short"])


def _request(facts: CaseFacts, lenders: Iterable[LenderFacts]) -> str:
    """减免罚息、利息，同意分期偿还剩余款项: waivers of what is owed at all, then the rest."""
    found = tuple(lenders)
    waived = [
        ("部分" if any(_in_part(lender, name) for lender in found) else "") + word
        for kind, name, word in WAIVERS
        if kind in facts.relief
        and (not found or any(getattr(lender.sums, name) for lender in found))
    ]
    wishes = ["减免" + "、".join(waived)] if waived else []
    settled = found and all(lender.settled for lender in found)
    wishes += [
        words
        for kind, words in REQUESTS
        if kind in facts.relief and not (settled and kind in FOR_THE_REST)
    ]
    return "，".join(wishes)


def _in_part(lender: LenderFacts, name: str) -> bool:
    """Whether less than all of a charge is asked to be waived."""
    return bool(0 < getattr(lender.asked, name) < getattr(lender.sums, name))


def _amounts(lender: LenderFacts) -> str:
    """款项合计…（其中利息…）; the total only where the page names no principal."""
    sums = lender.sums
    parts = "、".join(
        word + amount_text(getattr(sums, name), sums.doubtful)
        for name, word in WORDS.items()
        if getattr(sums, name)
    )
    totals = [debt.statement.outstanding.total for debt in lender.debts]
    stated = [total.value for total in totals if total is not None]
    if sums.principal or len(stated) < len(totals) or not stated:
        return parts
    whole = "款项合计" + amount_text(sum(stated, Decimal(0)))
    return f"{whole}（其中{parts}）" if parts else whole


def _chat(facts: CaseFacts, lender: LenderFacts, limit: int) -> str:
    """The fullest opening that fits; the shortest one is cut at the limit if it must be."""
    text, since = texts("sheets"), facts.since
    filler = Filler(
        {
            "name": facts.case.applicant.name or None,
            "client": _client(lender),
            "you": lender.you,
            "reason": _reason(facts),
            "request": _request(facts, [lender]),
            "since": day_text(since) if since else None,
            "overdue_days": str(lender.overdue_days) if lender.overdue_days else None,
            "amounts": _amounts(lender) or None,
        }
    )
    more = {
        "since_text": filler.optional(text["chat_since"]),
        "state": filler.optional(text["chat_overdue"]),
        "debt_text": filler.optional(text["chat_owed"]),
        "proof_text": text["chat_proof"] if facts.exhibits(group="hardship") else "",
    }
    openings = [filler.fill(template, **more).replace("，。", "。") for template in text["chat"]]
    return next((words for words in openings if len(words) <= limit), openings[-1][:limit])


def _client(lender: LenderFacts) -> str:
    """花呗用户; a loan without a name makes nobody its user: 贵行的借款客户."""
    if not lender.products or set(lender.products.split("、")) & set(ANY_LOAN):
        return f"{lender.you}的借款客户"
    return f"{lender.products}用户"


def _form(facts: CaseFacts) -> tuple[tuple[str, str], ...]:
    """Label and value of each box of a usual web form, for each lender its own: what one of them is
    offered is not pasted into the form of another. Boxes nobody can fill yet are left out."""
    person, story = facts.case.applicant, facts.case.typed.hardship.story.strip()
    rows = [
        ("姓名", person.name),
        ("身份证号", person.id_number),
        ("联系电话", person.phone),
        ("联系地址", person.address),
    ]
    rows += [("逾期原因", _reason(facts) + (f"。{story}" if story else ""))]
    for lender in facts.lenders:
        rows += _lender_rows(lender)
        rows += [("申请事项", _request(facts, [lender])), ("还款方案", _offer(facts, lender))]
    if not facts.lenders:
        rows += [("申请事项", _request(facts, ()))]
    return tuple((label, value) for label, value in rows if value)


def _lender_rows(lender: LenderFacts) -> list[tuple[str, str]]:
    accounts = dict.fromkeys(debt.statement.account_tail for debt in lender.debts)
    days = lender.overdue_days
    return [
        ("贷款机构", lender.lender),
        ("借款产品", lender.products),
        ("账户信息", "、".join(account for account in accounts if account)),
        ("逾期天数", str(days) if days else ""),
        ("欠款金额", _amounts(lender)),
        ("申请减免金额", amount_text(lender.asked.total, lender.sums.doubtful)),
    ]


def _offer(facts: CaseFacts, lender: LenderFacts) -> str:
    """The lender's own part of the plan."""
    offer = offer_to(facts.repayment, lender.share)
    if offer is None:
        return ""
    words = payments_words(offer.payments, amount_text)
    return f"自{day_text(min(offer.dues))}起分{len(offer.dues)}期，{words}"


def _call(facts: CaseFacts, channel: Channel) -> tuple[str, ...]:
    owed = [f"{lender.products or lender.lender}：{_amounts(lender)}" for lender in facts.lenders]
    low, high = channel.reply_days
    filler = Filler(
        {
            "request": _request(facts, facts.lenders),
            "amounts": "；".join(owed) or "见账单",
            "reason": _reason(facts),
            "reply_days": f"{low}–{high}",
        }
    )
    return tuple(filler.fill(line) for line in texts("sheets")["call"])
