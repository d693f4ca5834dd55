"""Tokens of a bill page → what it states: owed, paid, waived and projected kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from pipeline.extract.cells import Cell
from pipeline.extract.choose import (
    chosen,
    with_compound,
    with_kinds,
    without_rounded,
)
from pipeline.extract.delays import day_said, delays_of, missed_day
from pipeline.extract.details import without_details
from pipeline.extract.drafts import BillDraft, PeriodDraft
from pipeline.extract.facts import cycle_end_of, day_of, month_of, overdue_days_of, rate_of
from pipeline.extract.figureless import figureless
from pipeline.extract.folding import squeezed
from pipeline.extract.formula import formulas_of
from pipeline.extract.grid import Page
from pipeline.extract.instalment import bucket_of, loan_of, period_of, stated_of
from pipeline.extract.labels import Grammar
from pipeline.extract.layout import tokens_of
from pipeline.extract.lent import began_of, headed_as_loan, lent_of
from pipeline.extract.money import currency_of
from pipeline.extract.netted import netted, without_gross
from pipeline.extract.notdue import is_unbilled
from pipeline.extract.notes import Listed, headed_loans, loans_of, without_their_sum
from pipeline.extract.orders import are_orders, as_order, orders_of_months, unbilled
from pipeline.extract.overview import loans_said
from pipeline.extract.pairing import cells_of
from pipeline.extract.penaltyrule import penalty_rule
from pipeline.extract.periods import Split, split_periods
from pipeline.extract.productnames import named_product
from pipeline.extract.relieved import booked, less_relief, relieved
from pipeline.extract.signed import SignedList, explained, signed_lists
from pipeline.extract.spent import is_original, principal_spent
from pipeline.extract.stated import Stated
from pipeline.extract.sumrows import (
    less_what_was_paid,
    named_by_rows,
    of_listed_rows,
    of_one_state,
    under_sums,
    without_balances,
    without_subtotals,
)
from pipeline.extract.tabs import tabs_of
from pipeline.extract.token import Token
from pipeline.extract.wordless import WORDLESS, wordless_row
from schemas.base import CENT
from schemas.reading import Reading
from schemas.statement import COMPONENTS

WITHIN = "其中"
NAMES = (*COMPONENTS, "total")
SCOPE_ORDER = ("debt", "", "overdue", "period", "next")
"""Widest first: what a debt as a whole owes goes before what one period owes."""


def read_bill(reading: Reading, grammar: Grammar) -> BillDraft:
    """What a page states about a debt; empty where it states none."""
    currency = currency_of(reading)
    page = Page(tokens_of(reading), grammar, currency)
    cells = cells_of(page)
    home = [c for c in cells if c.token.atom.currency == "CNY" and id(c.token) not in page.foreign]
    periods, rest = _listed(page, home)
    totals, paid, relief = _totals(rest)
    row = wordless_row(page)
    lent = (cell for cell in rest if is_original(cell) and cell.token.row not in page.bookings)
    originals = [stated for cell in lent if (stated := stated_of(cell))]
    totals = without_gross(_of_the_whole(page, rest, totals, relief, periods), paid)
    totals = _with_what_no_word_says(page, cells, totals, originals, bool(periods))
    money = [token for token in page.tokens if token.kind == "money"]
    as_of, due = day_of(page, "date.as_of"), day_of(page, "date.due")
    return BillDraft(
        ref=reading.ref,
        periods=[period for period in periods if period.amounts],
        totals=totals,
        meant=with_kinds(
            with_compound(chosen(totals), grammar.lexicon.is_compound), partial(booked, page)
        ),
        paid=paid,
        originals=originals,
        waived=sum(relief, Decimal(0)),
        relief=relief,
        as_of=as_of,
        statement_day=day_of(page, "date.statement")
        or (row.closed if row else None)
        or cycle_end_of(page),
        due=due or (row.due if row else None) or day_said(reading, as_of),
        overdue_days=overdue_days_of(page),
        daily_rate=rate_of(page, "rate.daily"),
        annual_rate=rate_of(page, "rate.annual"),
        currency=currency,
        foreign=bool(page.foreign) or any(token.atom.currency != "CNY" for token in money),
        garbled=sum(map(_garbled, page.tokens)),
        labelled=sum(map(_speaks_of_debt, cells)) + (1 if row else 0),
        unlabelled=len(money) - sum(1 for cell in cells if cell.token.kind == "money"),
        unread=tuple(figureless(page, cells)),
        lent=lent_of(page, rest),
        began=began_of(page),
        penalty_rule=penalty_rule(line.text for line in reading.lines),
        month=month_of(page),
        delays=delays_of(reading),
        formulas=formulas_of(reading),
        signed=tuple(_signed(page, money)),
        loans=loans_said(line.text for line in reading.lines),
        of_loan=headed_as_loan(line.text for line in reading.lines),
        seen=frozenset(t.atom.value for t in money if t.atom.exact and t.atom.value),
        bare=frozenset(token.atom.value or Decimal(0) for token in _bare(page, cells)),
        late_due=missed_day(reading),
        within=_within(rest),
        tabs=tabs_of(reading),
        called=named_product(reading.lines),
        unbilled=tuple(one for cell in rest if is_unbilled(cell) and (one := stated_of(cell))),
    )


def _of_the_whole(
    page: Page,
    rest: Sequence[Cell],
    totals: dict[str, list[Stated]],
    relief: Sequence[Decimal],
    periods: Sequence[PeriodDraft],
) -> dict[str, list[Stated]]:
    """The figures of the whole, less what was paid, waived or lent, each under its own part."""
    totals = without_details(relieved(page, rest, netted(page, totals)), relief)
    totals = less_relief(rest, totals)
    amounts = [period.amounts for period in periods]
    totals = named_by_rows(totals, amounts, page.grammar.lexicon.is_overdue_interest)
    totals = of_one_state(totals, periods, page.grammar.lexicon.is_bare_sum)
    return _less_what_was_lent(totals, amounts)


def _less_what_was_lent(
    totals: dict[str, list[Stated]], rows: Sequence[Mapping[str, Stated]]
) -> dict[str, list[Stated]]:
    """The figures of the whole without a principal that is more than all that is owed (商品金额
    over a list of instalments): it is what was lent or bought, and the rows say what is left."""
    wholes = [one.value for one in totals.get("total", ()) if one.role_scope in ("debt", "")]
    if not wholes or not any("principal" in row for row in rows):
        return totals
    kept = [one for one in totals.get("principal", ()) if one.value <= max(wholes)]
    others = {name: entries for name, entries in totals.items() if name != "principal"}
    return {**others, "principal": kept} if kept else others


def _listed(page: Page, home: Sequence[Cell]) -> tuple[list[PeriodDraft], tuple[Cell, ...]]:
    """The instalments or loans that a page lists, and the cells that are of the whole."""
    headed = headed_loans(page, home, bucket_of) if not page.loan_columns else _columns(page, home)
    headed = without_their_sum(headed)
    if headed.loans:
        return [loan_of(page, loan) for loan in headed.loans], headed.rest
    net = less_what_was_paid(home, page.grammar.lexicon.is_remaining)
    split = under_sums(page, without_balances(split_periods(page, net)))
    if (_says_which(page, split) and _closes(split.rest)) or _in_remark(split):
        split = Split((), (*split.rest, *split.blocks[0].cells))
    drafts = [period_of(page, block) for block in split.blocks]
    periods = [draft for draft in drafts if draft.amounts]
    if are_orders(periods):
        later = [] if _closes(split.rest) else unbilled(home, split.rest)
        orders = orders_of_months(periods) or periods
        periods = [] if _closes(split.rest) else [as_order(period) for period in orders]
        periods += [loan_of(page, purchase) for purchase in later]
        taken = {id(cell) for purchase in later for cell in purchase}
        split = Split(split.blocks, tuple(cell for cell in split.rest if id(cell) not in taken))
    periods = _without_sums(periods)
    rest = without_subtotals(split.rest, [period.amounts for period in periods])
    if periods:
        return periods, of_listed_rows(rest)
    listed = without_their_sum(loans_of(rest, bucket_of))
    return [loan_of(page, loan, rest) for loan in listed.loans], listed.rest


def _columns(page: Page, cells: Sequence[Cell]) -> Listed:
    """The loans that stand side by side, each a column."""
    loans: dict[int, list[Cell]] = {}
    for cell in cells:
        if id(cell.token) in page.loan_columns and bucket_of(cell) == "owed":
            loans.setdefault(page.loan_columns[id(cell.token)][1], []).append(cell)
    rest = tuple(cell for cell in cells if id(cell.token) not in page.loan_columns)
    return Listed(tuple(map(tuple, loans.values())), rest)


def _signed(page: Page, money: Sequence[Token]) -> Iterator[SignedList]:
    for found in signed_lists(page):
        others = (t.atom.value for t in money if t not in found.amounts and t.atom.value)
        if found.shown == found.computed or not explained(found, others):
            yield found


def _without_sums(periods: list[PeriodDraft]) -> list[PeriodDraft]:
    """The instalments less a block without a number whose every part is the sum of theirs: a
    month's bill over the orders that it is made of."""
    numbered = [period for period in periods if period.index is not None]
    loose = [period for period in periods if period.index is None]
    if len(numbered) < 2 or len(loose) != 1 or len(loose[0].amounts) < 2:
        return periods
    sums = {
        name: sum((p.amounts[name].value for p in numbered if name in p.amounts), Decimal(0))
        for name in loose[0].amounts
    }
    parts = {name: stated.value for name, stated in loose[0].amounts.items() if name != "total"}
    made = bool(parts) and all(sums[name] == value for name, value in parts.items())
    return numbered if made else periods


def _says_which(page: Page, split: Split) -> bool:
    """Whether a page tells in one row (还款期次 5/12) of which instalment its amounts are."""
    marks = [block.mark.token for block in split.blocks]
    return len(marks) == 1 and any(
        (role := page.role(token)) is not None and role.kind == "period" and token.x1 <= marks[0].x0
        for token in page.rows[marks[0].row]
    )


def _in_remark(split: Split) -> bool:
    """Whether k/n only remarks on a part of the whole (分期本金, below it 第2/3期): with what comes
    after it the page's total is made to the cent, and not without."""
    if len(split.blocks) != 1 or any(
        not cell.role.component for cell in split.blocks[0].cells if bucket_of(cell) == "owed"
    ):
        return False
    cells = (*split.rest, *split.blocks[0].cells)
    amounts = {name: entries[0] for name, entries in chosen(_totals(cells)[0]).items()}
    originals = [stated for cell in cells if is_original(cell) and (stated := stated_of(cell))]
    return "principal" not in amounts and bool(principal_spent(amounts, originals))


def _closes(cells: Sequence[Cell]) -> bool:
    """Whether what a page states of the whole makes its total without its details."""
    totals = chosen(_totals(tuple(cells))[0])
    parts = [entries[0].value for name, entries in totals.items() if name != "total"]
    return bool(parts) and any(
        abs(sum(parts) - one.value) <= CENT for one in totals.get("total", [])
    )


def _part_of(cell: Cell, before: Sequence[Stated]) -> bool:
    """Whether an amount is part of one right above it: 待还本金 3,000.00, 其中未到期本金 1,200.00.

    before: the amounts of its component, where no other amount stands between
    """
    said = cell.source is not None and cell.source.text.startswith(WITHIN)
    value = cell.token.atom.value
    inside = any(value is not None and value < one.value for one in before)
    return said and inside and not cell.role.scope


def _within(cells: Sequence[Cell]) -> dict[str, frozenset[Decimal]]:
    """What the page says is within a part (其中表内欠息 1,500.00), by part."""
    found: dict[str, set[Decimal]] = {}
    for cell in cells:
        if cell.source is not None and cell.source.text.startswith(WITHIN) and cell.role.component:
            found.setdefault(cell.role.component, set()).add(cell.token.atom.value or Decimal(0))
    return {name: frozenset(values) for name, values in found.items()}


def _totals(
    cells: tuple[Cell, ...],
) -> tuple[dict[str, list[Stated]], dict[str, Stated], tuple[Decimal, ...]]:
    owed: dict[str, list[Stated]] = {}
    paid: dict[str, Stated] = {}
    relief: list[Decimal] = []
    last = ""
    for cell in cells:
        stated = stated_of(cell)
        if stated is None:
            continue
        bucket, name = bucket_of(cell), cell.role.component or "total"
        above, last = owed.get(name, ()) if last == name else (), name
        if bucket == "owed" and _part_of(cell, above):
            continue
        if bucket == "owed":
            owed.setdefault(name, []).append(stated)
        elif bucket == "paid":
            paid.setdefault(name, stated)
        elif bucket == "waived":
            relief.append(abs(stated.value))
    for name, entries in owed.items():
        entries.sort(key=breadth)
        known = {one.value for one in entries}  # 循环利息 −213.45 in an app's list of bookings.
        owed[name] = [one for one in entries if one.value >= 0 or -one.value not in known]
    owed |= _without_group_sums(owed.get("total", []))
    return without_rounded(owed, lambda one: one), paid, tuple(relief)


def _without_group_sums(totals: list[Stated]) -> dict[str, list[Stated]]:
    """The totals without the sums of groups of bookings (消费 小计, 分期 小计), where another total
    says what is owed."""
    groups = [one for one in totals if squeezed(one.label).endswith("小计")]
    others = [one for one in totals if one not in groups]
    several = len({one.value for one in groups}) > 1 and others
    return {"total": others} if several else {}


def breadth(stated: Stated) -> tuple[int, bool]:
    """Sorts the whole debt before one period, and what is said to be owed before the rest."""
    return SCOPE_ORDER.index(stated.role_scope), not stated.said


def _with_what_no_word_says(
    page: Page,
    cells: Sequence[Cell],
    totals: dict[str, list[Stated]],
    originals: Sequence[Stated],
    listed: bool,
) -> dict[str, list[Stated]]:
    """The figures of the whole with a total that bears no word; and where no instalments are
    listed, the principal that was lent where the sum says that it is owed."""
    row = wordless_row(page)
    if row is not None and "total" not in totals:
        due = row.due_amount
        totals = totals | {"total": [Stated(due.atom.value or Decimal(0), due, WORDLESS)]}
    if listed:
        return totals
    if "total" not in totals:
        totals = totals | _wordless_sum(page, cells, totals)
    lacking = principal_spent({name: entries[0] for name, entries in totals.items()}, originals)
    return totals | {name: [stated] for name, stated in lacking.items()}


def _wordless_sum(
    page: Page, cells: Sequence[Cell], totals: Mapping[str, list[Stated]]
) -> dict[str, list[Stated]]:
    """11月账单 over ¥783.57: an amount without a word is the total where the parts make it."""
    parts = [entries[0].value for entries in totals.values() if len(entries) == 1]
    made = sum(parts, Decimal(0))
    found = [token for token in _bare(page, cells) if token.atom.value == made]
    if len(parts) < 2 or len(parts) < len(totals) or len(found) != 1:
        return {}
    return {"total": [Stated(made, found[0], WORDLESS)]}


def _bare(page: Page, cells: Sequence[Cell]) -> Iterator[Token]:
    """Amounts to the cent without a label, in rows that have no words."""
    named = {id(cell.token) for cell in cells}
    for row in page.rows:
        if all(token.kind != "text" or page.is_speck(token) for token in row):
            for token in row:
                if token.kind == "money" and token.atom.exact and id(token) not in named:
                    yield token


def _speaks_of_debt(cell: Cell) -> bool:
    """Whether a label names what a debt is made of, or owes; what a trial computes does not."""
    return cell.section != "projected" and (cell.role.named or cell.role.bucket == "owed")


def _garbled(token: Token) -> bool:
    """Several amounts run together (1525.041525.): digits that nobody can tell apart."""
    return (
        token.kind in ("text", "money")
        and token.text.count(".") >= 2
        and sum(character.isdigit() for character in token.text) >= 8
    )
