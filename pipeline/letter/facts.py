"""What a letter to one lender may say: sums of its rows, and the exhibits that show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.exhibits import exhibits_by_page
from pipeline.extract.companies import named_on
from pipeline.extract.folding import squeezed
from pipeline.hardship import reason_of, since_of
from pipeline.names import Match, match_names
from pipeline.plan.debts import lender_key
from pipeline.relief import Asked, asked_by_debt, asked_relief
from schemas.case import Case
from schemas.casefile import Reason
from schemas.catalogue import Catalogue
from schemas.claim import Claim, ClaimLine
from schemas.evidence import Status
from schemas.material import Material
from schemas.pack import Exhibit, ExhibitGroup
from schemas.plan import LenderShare, RepaymentPlan
from schemas.source import PageRef
from schemas.statement import Statement

Shown = dict[PageRef, Exhibit]
ZERO = Decimal(0)
WORDS = {
    "principal": "本金",
    "interest": "利息",
    "penalty": "罚息",
    "late_fees": "违约金",
    "fees": "手续费",
}
"""Components of a debt in the order sentences name them."""


@dataclass(frozen=True)
class Sums:
    """Sums over some rows of the claim, yuan. `doubtful`: a figure in them is still unconfirmed;
    `dated`: the pages say which of the interest is due."""

    principal: Decimal
    interest: Decimal
    interest_overdue: Decimal
    penalty: Decimal
    late_fees: Decimal
    fees: Decimal
    doubtful: bool
    dated: bool = True

    @property
    def interest_upcoming(self) -> Decimal:
        return self.interest - self.interest_overdue


_BANK = re.compile(r"(?:银行|银行.{0,12}中心|[分支]行|农商行)(?:股份有限公司|有限责任公司)?$")
_UNION = re.compile("(?:信用合作社|信用社|联社(?:股份有限公司)?)$")
REPAID = "repayment_record"
MEDICAL = ("diagnosis", "discharge_summary", "inpatient_record", "medical_receipt", "lab_report")
DISABLED = "disability_certificate"
TOLD_BY = {
    "family_change": ("death_certificate", "divorce_document"),
    "other": ("business_closure", "case_filing", DISABLED),
}
"""Papers that say what a reason of many kinds was."""
FOR_THE_REST = ("instalments", "extension")
"""Requests about what is left to repay."""
ANY_LOAN = {"其他借款": "借款", "银行贷款": "贷款"}
"""The catalogue's words for a loan whose product nobody named, and what a letter calls it."""


def spoken_to(lender: str) -> str:
    name = re.sub(r"[(（][^()（）]*[)）]$", "", lender)
    if _UNION.search(name):
        return "贵社"
    return "贵行" if _BANK.search(name) else "贵公司"


def sums_of(rows: Iterable[ClaimLine]) -> Sums:
    found = tuple(rows)

    def total(name: str) -> Decimal:
        return sum((getattr(row, name) for row in found), ZERO)

    return Sums(
        principal=total("principal"),
        interest=total("interest"),
        interest_overdue=total("interest_due"),
        penalty=total("penalty"),
        late_fees=total("late_fees"),
        fees=total("fees"),
        doubtful=any(row.status is Status.DOUBTFUL for row in found),
        dated=all(row.dated for row in found if row.interest),
    )


@dataclass(frozen=True)
class Debt:
    """One statement of the lender with its rows and exhibits."""

    statement: Statement
    sums: Sums
    exhibits: tuple[str, ...]
    overdue: bool


@dataclass(frozen=True)
class LenderFacts:
    """One lender; `lender` "" while its full name is not known. `share`: its part of the plan."""

    lender: str
    debts: tuple[Debt, ...]
    sums: Sums
    asked: Asked
    share: LenderShare | None
    card_law: bool

    @property
    def products(self) -> str:
        found = dict.fromkeys(debt.statement.product for debt in self.debts)
        return "、".join(product for product in found if product)

    @property
    def you(self) -> str:
        """How a letter speaks to the lender: 贵行, 贵社 or 贵公司."""
        return spoken_to(self.lender)

    @property
    def overdue_days(self) -> int | None:
        days = [debt.statement.overdue_days for debt in self.debts]
        return max((day for day in days if day), default=None)

    @property
    def settled(self) -> bool:
        """Whether it is owed nothing more once what is asked for is waived."""
        return self.share is not None and self.share.settled

    @property
    def overdue(self) -> bool:
        return any(debt.overdue for debt in self.debts)


@dataclass(frozen=True)
class CaseFacts:
    """What all letters of a case share. Tuples of exhibit numbers are in pack order."""

    case: Case
    claim: Claim
    repayment: RepaymentPlan
    catalogue: Catalogue
    relief: frozenset[str]
    lenders: tuple[LenderFacts, ...]
    groups: tuple[ExhibitGroup, ...]

    @property
    def reason(self) -> Reason | None:
        """As typed, else as the papers agree."""
        return reason_of(self.case)

    @property
    def told_reason(self) -> str:
        """The reason as a letter tells it, a key of its texts: of whose illness the papers are, and
        which change of the family or other hardship they show; "unknown" where there is none."""
        reason = self.reason or "unknown"
        if self.patient:
            return f"{reason}_relative"
        shown = [kind for kind in TOLD_BY.get(reason, ()) if self.case.of_kind(kind)]
        if DISABLED in shown and self._is_of_somebody_else(DISABLED):
            shown.remove(DISABLED)
        return shown[0] if len(shown) == 1 else reason

    def _is_of_somebody_else(self, kind: str) -> bool:
        """Whether papers of a kind name another person, and none the applicant."""
        named = [
            paper.fields["name"].value
            for paper in self.case.of_kind(kind)
            if "name" in paper.fields
        ]
        own = self.case.applicant.name
        return bool(named) and all(match_names(name, own) is Match.DIFFERENT for name in named)

    @property
    def patient(self) -> str:
        """The relative whom the papers of an illness or accident are about; "" for oneself."""
        if self.reason not in ("illness", "accident") or not self.case.applicant.name:
            return ""
        named = [
            paper.fields["name"].value
            for paper in self.case.of_kind(*MEDICAL)
            if "name" in paper.fields
        ]
        own = (match_names(name, self.case.applicant.name) is not Match.DIFFERENT for name in named)
        return "" if not named or any(own) else named[0]

    @property
    def since(self) -> date | None:
        """The day the hardship began, as typed or as a paper of the reason shows."""
        found = since_of(self.case)
        return found[0] if found else None

    def exhibits(self, *, group: str = "", kinds: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Numbers of the exhibits of a group, or of some kinds."""
        found = (exhibit for each in self.groups for exhibit in each.exhibits)
        by_group = {e.number for each in self.groups if each.id == group for e in each.exhibits}
        return tuple(e.number for e in found if e.number in by_group or e.kind in kinds)

    def repaid_to(self, lender: LenderFacts) -> tuple[str, ...]:
        """Exhibits of repayments to a lender: of another's, a letter says nothing."""
        texts = {
            one.ref: squeezed("".join(line.text for line in one.lines))
            for one in self.case.readings
        }
        named = (lender.lender, *(debt.statement.product for debt in lender.debts))
        return tuple(
            exhibit.number
            for group in self.groups
            for exhibit in group.exhibits
            if exhibit.kind == REPAID
            and (
                len(self.lenders) == 1
                or any(
                    name and named_on(name, texts.get(page.source, ""))
                    for page in exhibit.pages
                    for name in named
                )
            )
        )

    def exhibit_of(self, material: str) -> str:
        """The exhibit that shows a paper, "" where none does; papers of one page share one."""
        pages = {ref for one in self.case.materials if one.id == material for ref in one.pages}
        for exhibit in (e for group in self.groups for e in group.exhibits):
            if any(page.source in pages for page in exhibit.pages):
                return exhibit.number
        return ""

    def field(self, name: str, kinds: tuple[str, ...]) -> str:
        """A fact from the first paper of some kinds that states it, "" where none does."""
        papers: tuple[Material, ...] = self.case.of_kind(*kinds)
        return next((p.fields[name].value for p in papers if name in p.fields), "")


def facts_of(
    case: Case,
    claim: Claim,
    repayment: RepaymentPlan,
    groups: tuple[ExhibitGroup, ...],
    catalogue: Catalogue,
) -> CaseFacts:
    """Everything the letters and sheets are written from."""
    relief = asked_relief(case)
    shown = exhibits_by_page(groups)
    by_lender: dict[str, list[Statement]] = {}
    claimed = dict.fromkeys(line.statement for line in claim.lines)
    statements = {statement.id: statement for statement in case.statements}
    for key in claimed:
        if key in statements:
            by_lender.setdefault(lender_key(statements[key]), []).append(statements[key])
    asked = asked_by_debt(case, claim)
    lenders = tuple(
        _lender(found, claim, shown, asked, repayment, catalogue) for found in by_lender.values()
    )
    return CaseFacts(case, claim, repayment, catalogue, relief, lenders, groups)


def _lender(
    statements: list[Statement],
    claim: Claim,
    shown: Shown,
    asked: Mapping[str, Asked],
    repayment: RepaymentPlan,
    catalogue: Catalogue,
) -> LenderFacts:
    ids = {statement.id for statement in statements}
    rows = [line for line in claim.lines if line.statement in ids]
    products = [catalogue.lenders.get(statement.product_id) for statement in statements]
    return LenderFacts(
        lender=statements[0].lender,
        debts=tuple(_debt(statement, claim, shown) for statement in statements),
        sums=sums_of(rows),
        asked=sum((asked[key] for key in ids if key in asked), Asked()),
        share=next((s for s in repayment.shares if ids & set(s.statements)), None),
        card_law=all(product and product.art70 for product in products),
    )


def _debt(statement: Statement, claim: Claim, shown: Shown) -> Debt:
    rows = [line for line in claim.lines if line.statement == statement.id]
    refs = [line.source for line in rows] + list(statement.pages)
    numbers = dict.fromkeys(shown[ref].number for ref in refs if ref in shown)
    return Debt(
        statement=statement,
        sums=sums_of(rows),
        exhibits=tuple(numbers),
        overdue=bool(statement.overdue_days)
        or any(row.overdue or row.penalty or row.late_fees for row in rows),
    )
