"""Pages and readings → materials and statements: what each page is and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from pipeline.billsigns import is_charged, signs_of
from pipeline.classify import LETTER, PLAN, STATEMENT, Verdict, classify, promises_on
from pipeline.companions import parts_of
from pipeline.extract.accounts import account_of
from pipeline.extract.backed import backed
from pipeline.extract.bill import read_bill
from pipeline.extract.byproduct import ProductPart, parts_by_product
from pipeline.extract.collage import collage_of
from pipeline.extract.continued import continued
from pipeline.extract.debts import grouped, sums_of
from pipeline.extract.drafts import BillDraft
from pipeline.extract.fields import fields_of
from pipeline.extract.fields.days import SIGNED_ON
from pipeline.extract.fields.order import doubted
from pipeline.extract.filed import named_by_file
from pipeline.extract.folding import squeezed
from pipeline.extract.halves import without_lower_halves
from pipeline.extract.identity import told_apart
from pipeline.extract.labels import Grammar
from pipeline.extract.layout import screens_of
from pipeline.extract.lenders import GENERIC, SURE, LenderFound, lender_of
from pipeline.extract.loanlists import listed_in, loans_apart
from pipeline.extract.loansums import with_the_lender_of_their_sum
from pipeline.extract.products import named_by_company
from pipeline.extract.settle import SpotKey, Witness, spot_key
from pipeline.extract.stated import Stated
from pipeline.extract.statement import BillPage, join, statement_of
from pipeline.extract.thread import messages_of, newest_messages
from pipeline.gather import Gathered, Gatherer, SpanRequest
from pipeline.plan.numbered import counts_on
from pipeline.read.second import Span
from pipeline.understood import Screen, Understood
from schemas.casefile import Assign
from schemas.catalogue import Catalogue
from schemas.evidence import EngineReading, FieldValue
from schemas.material import Material
from schemas.reading import Reading
from schemas.source import PageRef
from schemas.statement import Statement

BILL = "bill"
UNKNOWN = "unknown"
LISTS = (BILL, "bank_statement", UNKNOWN)
"""What a page of rows alone may be taken for."""
OWN = (LETTER, PLAN, STATEMENT)
PLAN_ENDS = ("还款", "合计", "签名", "签字")
MORE_ROWS = 2
"""So many instalments on a page go on with a plan."""


@dataclass(frozen=True)
class Interpreted:
    materials: tuple[Material, ...]
    statements: tuple[Statement, ...]


@cache
def _grammar(revision: str) -> Grammar:
    from schemas.catalogue import load_catalogue

    return Grammar(load_catalogue().vocabulary)


def understand(
    gathered: Gathered, assigned: Sequence[Assign], catalogue: Catalogue
) -> list[Understood]:
    """Each page's kind, its lender and what it states; a person's word outranks the program's."""
    grammar = _grammar(catalogue.revision)
    typed = _typed_kinds(assigned)
    pages = [page for source in gathered.sources for page in source.pages]
    understood = []
    for page, reading in zip(pages, gathered.readings, strict=True):
        draft = read_bill(newest_messages(reading), grammar)
        typed_lender = _typed_lender(page.ref, assigned, catalogue)
        lender = typed_lender or lender_of(reading, catalogue)
        kind = typed.get((page.ref.path, page.ref.page)) or typed.get((page.ref.path, 0))
        verdict = (
            Verdict(kind, 1.0)
            if kind
            else classify(reading, signs_of(reading, draft, lender, catalogue, grammar), catalogue)
        )
        parts = () if kind or verdict.kind == BILL else parts_of(reading, verdict.kind, catalogue)
        if parts and verdict.kind == UNKNOWN:
            verdict = replace(verdict, kind=parts[0].kind)
        screens = _screens(reading, typed_lender, catalogue) if verdict.kind == BILL else ()
        loan = _typed_loan(page.ref, assigned)
        understood.append(
            Understood(page, reading, verdict, draft, lender, bool(kind), parts, loan, screens)
        )
        if len(understood) > 1 and _plan_goes_on(*understood[-2:]):
            before = understood[-2]
            verdict = replace(before.verdict, kind=PLAN) if before.parts else before.verdict
            understood[-1] = replace(understood[-1], verdict=verdict, screens=())
    return understood


def _plan_goes_on(before: Understood, item: Understood) -> bool:
    """Whether a page without delays is the next of a plan of one's own: instalments whose numbers
    go on from the page before, or, where it names no lender and no charges either, more
    of its rows, or their sum and what is written under it."""
    same = before.page.ref.path == item.page.ref.path and not item.assigned
    kinds = (before.verdict.kind, *before.verdict.also, *(part.kind for part in before.parts))
    if not same or not {PLAN, LETTER} & set(kinds) or item.draft.overdue_days is not None:
        return False
    if item.verdict.kind in LISTS and counts_on(before.reading.lines, item.reading.lines):
        return True
    if PLAN not in kinds or item.lender.weight or is_charged(item.draft):
        return False
    text = "".join(squeezed(line.text) for line in item.reading.lines)
    ends = any(word in text for word in PLAN_ENDS) or promises_on(item.reading) >= MORE_ROWS
    return item.verdict.kind == BILL or (item.verdict.kind == UNKNOWN and ends)


def _screens(
    reading: Reading, typed: LenderFound | None, catalogue: Catalogue
) -> tuple[Screen, ...]:
    """Screens put together in one picture, or two on one sheet, that are bills of their own; ()
    where they are one.

    They are where both say what is owed of the whole, or each is of a product of its own.
    """
    newest = newest_messages(reading)
    parts = parts_by_product(newest, catalogue)
    if parts:
        return tuple(_part(part, catalogue) for part in parts)
    loans = _loans(newest, typed, catalogue)
    if loans:
        return loans
    found = [
        Screen(half, read_bill(half, _grammar(catalogue.revision)), lender_of(half, catalogue))
        for half in collage_of(reading) or screens_of(reading) or messages_of(newest)
    ]
    found = [screen for screen in found if screen.draft.totals or screen.draft.periods]
    drafts = [screen.draft for screen in found]
    whole = all({"total", "principal"} & draft.totals.keys() for draft in drafts)
    states = all(draft.totals or draft.periods for draft in drafts)
    products = {screen.lender.entry.id for screen in found} - {GENERIC}
    several = len(products) > 1 or bool(collage_of(reading))  # Rows beside a head are mixed up.
    if len(found) < 2 or (not whole and not (states and several)):
        return ()
    named = [s.lender for s in found if s.lender.entry.id != GENERIC or s.lender.name]
    for place, screen in enumerate(found):
        if screen.lender.entry.id == GENERIC and not screen.lender.name and len(named) == 1:
            found[place] = replace(screen, lender=named[0])  # Put beside it by the same hand.
    return tuple(replace(screen, lender=typed or screen.lender) for screen in found)


def _loans(reading: Reading, typed: LenderFound | None, catalogue: Catalogue) -> tuple[Screen, ...]:
    """Loans of one lender that each have a list of instalments on one page, and what the page says
    of them all."""
    grammar = _grammar(catalogue.revision)
    parts = loans_apart(reading, grammar)
    if not parts:
        return ()
    lender = typed or lender_of(reading, catalogue)
    day = read_bill(reading, grammar).as_of
    whole, *loans = [
        replace(draft, as_of=draft.as_of or day)
        for draft in (read_bill(part, grammar) for part in parts)
    ]
    if {one.value for one in whole.totals.get("total", ())} & {sum(map(listed_in, loans))}:
        whole = replace(whole, totals={}, meant={})
    return tuple(
        Screen(part, draft, lender)
        for part, draft in zip(parts, (whole, *loans), strict=True)
        if draft.totals or draft.periods
    )


def _part(part: ProductPart, catalogue: Catalogue) -> Screen:
    """What is owed of one product of several; its sum is the amount under its name."""
    draft = read_bill(part.reading, _grammar(catalogue.revision))
    lender = lender_of(part.reading, catalogue, part.product)
    if draft.totals or draft.periods:
        return Screen(part.reading, draft, lender)
    owed = Stated(part.owed.atom.value or Decimal(0), part.owed, lender.entry.product)
    totals = {"total": [owed]}
    return Screen(part.reading, replace(draft, totals=totals, meant=totals), lender)


def _typed_lender(
    ref: PageRef, assigned: Sequence[Assign], catalogue: Catalogue
) -> LenderFound | None:
    """The product a person named for a page; a name the catalogue does not have is a lender's."""
    for item in assigned:
        if item.lender and item.file == ref.path and ref.page in (item.pages or (ref.page,)):
            entry = catalogue.lenders.get(item.lender)
            if entry is not None:
                return LenderFound(entry, entry.lender, SURE)
            return LenderFound(catalogue.lenders[GENERIC], item.lender, SURE)
    return None


def _typed_loan(ref: PageRef, assigned: Sequence[Assign]) -> str:
    """What a person calls the loan that a page is of, so that loans of one product keep apart."""
    named = (
        item.loan.strip()
        for item in assigned
        if item.file == ref.path and ref.page in (item.pages or (ref.page,))
    )
    return next(filter(None, named), "")


def _typed_kinds(assigned: Sequence[Assign]) -> dict[tuple[str, int], str]:
    return {
        (item.file, number): item.material for item in assigned for number in (item.pages or (0,))
    }


def interpret(
    understood: Sequence[Understood],
    duplicates: Sequence[tuple[PageRef, PageRef]],
    gatherer: Gatherer,
    catalogue: Catalogue,
    apart: bool,
) -> Interpreted:
    """Materials of all pages and statements of the bills among them, copies left out."""
    copies = {copy for copy, _ in duplicates}
    materials = tuple(_materials(understood, catalogue))
    bills = [
        item for item in understood if item.verdict.kind == BILL and item.page.ref not in copies
    ]
    witnesses = _witnesses(bills, gatherer)
    fields = {ref: material.fields for material in materials for ref in material.pages}
    pages = [_bill_page(item, screen, fields) for item in bills for screen in item.bills]
    pages = [page for page in pages if page.draft.totals or page.draft.periods]
    if not apart:
        pages = with_the_lender_of_their_sum(continued(named_by_company(pages, catalogue)))
        pages = without_lower_halves(named_by_file(pages, catalogue))
    sums = [] if apart else sums_of(pages)
    statements = tuple(
        statement_of(number, join(backed(group)), witnesses).model_copy(
            update={"overview": group[0] in sums}
        )
        for number, group in enumerate(grouped(pages, apart), 1)
    )
    return Interpreted(materials, told_apart(statements))


def _materials(understood: Sequence[Understood], catalogue: Catalogue) -> list[Material]:
    """Neighbouring pages of one file and kind are one paper; an unknown page joins them.

    Where several papers lie on one page each is a material of its own.
    """
    groups: list[list[Understood]] = []
    for item in understood:
        last = groups[-1][-1] if groups else None
        if last and last.page.ref.path == item.page.ref.path and _continues(last, item):
            groups[-1].append(item)
        else:
            groups.append([item])
    papers = [
        _with_the_rest(paper, group, after)
        for group, after in zip(groups, [*groups[1:], []], strict=False)
        for paper in _papers(group, catalogue)
    ]
    return [paper.model_copy(update={"id": f"m{number}"}) for number, paper in enumerate(papers, 1)]


def _with_the_rest(paper: Material, group: list[Understood], after: list[Understood]) -> Material:
    """The paper; a plan with the page of another paper on which its last instalments stand.

    after: the pages of the next group
    """
    if PLAN not in paper.kinds or not after or after[0].assigned:
        return paper
    last, item = group[-1], after[0]
    same = last.page.ref.path == item.page.ref.path and last.page.ref in paper.pages
    if not same or not counts_on(last.reading.lines, item.reading.lines):
        return paper
    return paper.model_copy(update={"pages": (*paper.pages, item.page.ref)})


def _continues(before: Understood, item: Understood) -> bool:
    if item.parts:
        return False
    if before.parts:
        return item.verdict.kind == PLAN and any(part.kind == PLAN for part in before.parts)
    if item.verdict.kind == PLAN and PLAN in before.verdict.also:
        return counts_on(before.reading.lines, item.reading.lines)
    return item.verdict.kind == before.verdict.kind or (
        item.verdict.kind == UNKNOWN
        and before.verdict.kind not in (UNKNOWN, BILL)
        and not item.assigned
    )


def _papers(group: list[Understood], catalogue: Catalogue) -> Iterator[Material]:
    """The paper on the pages of a group, or the papers that share its first page, of which a plan
    may go on."""
    parts = group[0].parts
    if not parts:
        yield _material(group, catalogue)
    for place, part in enumerate(parts):
        item = group[0]
        others = (*parts[:place], *parts[place + 1 :])
        yield Material(
            id="",
            kind=part.kind,
            pages=tuple(one.page.ref for one in (group if part.kind == PLAN else group[:1])),
            confidence=item.verdict.confidence,
            claimants=item.verdict.claimants,
            fields=fields_of(part.reading, catalogue.materials[part.kind].fields),
            also=tuple(other.kind for other in others),
            area=part.area,
        )


def _material(group: list[Understood], catalogue: Catalogue) -> Material:
    first = group[0]
    kind = first.verdict.kind
    fields: dict[str, FieldValue] = {}
    for item in group:
        for key, value in fields_of(item.reading, catalogue.materials[kind].fields).items():
            before = fields.get(key)
            if before is not None and key == "wage_credits":
                # A list, which goes on from page to page.
                value = before.model_copy(update={"value": f"{before.value};{value.value}"})
                fields[key] = value
            labels = {value.evidence.label, before.evidence.label if before else SIGNED_ON}
            if key == "issued" and kind in OWN and labels == {SIGNED_ON}:
                fields[key] = value  # What one writes oneself is dated at its end.
            fields.setdefault(key, value)
    return Material(
        id="",
        kind=kind,
        pages=tuple(item.page.ref for item in group),
        confidence=min(item.verdict.confidence for item in group if item.verdict.kind == kind),
        claimants=first.verdict.claimants,
        fields=doubted(fields),
        assigned=first.assigned,
        also=tuple(dict.fromkeys(k for item in group for k in item.verdict.also if k != kind)),
    )


def _bill_page(
    item: Understood, screen: Screen, fields: Mapping[PageRef, Mapping[str, object]]
) -> BillPage:
    holder = fields.get(item.page.ref, {}).get("account_holder")
    captured = date.fromisoformat(item.page.captured) if item.page.captured else None
    account = account_of(screen.reading, screen.lender.entry.kind)
    return BillPage(screen.draft, screen.lender, captured, holder, account, item.loan)  # type: ignore[arg-type]


def _witnesses(bills: Sequence[Understood], gatherer: Gatherer) -> dict[SpotKey, Witness]:
    """A second reading of every amount the bills state."""
    asked = [(item, _stated(screen.draft)) for item in bills for screen in item.bills]
    asked = [(item, stated) for item, stated in asked if stated]
    requests = [
        SpanRequest(item.page, tuple(_span(one) for one in stated)) for item, stated in asked
    ]
    answers: list[list[EngineReading]] = gatherer.second_readings(requests)
    return {
        spot_key(item.page.ref, one): Witness(item.reading.engine, answer)
        for (item, stated), given in zip(asked, answers, strict=True)
        for one, answer in zip(stated, given, strict=True)
    }


def _stated(draft: BillDraft) -> list[Stated]:
    every = [stated for entries in draft.totals.values() for stated in entries]
    every += [*draft.paid.values(), *draft.originals]
    every += [stated for period in draft.periods for stated in period.amounts.values()]
    every = [one for stated in every for one in (stated.more or (stated,))]
    unique = {(stated.token.number, stated.token.atom.first): stated for stated in every}
    return list(unique.values())


def _span(stated: Stated) -> Span:
    return Span(stated.token.line, stated.token.atom.first, stated.token.atom.last)
