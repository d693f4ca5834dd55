"""A list of signed amounts over their sum, as on card bills: 消费 +, 已还 −, 利息 +, 本期应还.

Only rows that print a sign count, and only rows that follow each other with the sum right under
them: a list that is cut off, or one of bookings beside a balance, has no such sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.folding import squeezed
from pipeline.extract.token import Token
from pipeline.extract.words import Words

LEAST = 3
"""So many signed rows make a list, with both signs among them."""
MOST_WORDS = 1
"""Rows of words that may stand between two rows of a list."""
_SUM = re.compile(r"应还|应缴|应付|欠款|合计|总计|小计|合共|新余额|账单金额|结欠")
_NO_SUM = re.compile(r"最低|额度|上期|上月|下期|积分|可用|分期")
_WHOLE = re.compile(r"上期|上月|期初|结转|前期|上次")
_ALL = re.compile(r"合计|总计|小计|合共")


@dataclass(frozen=True)
class SignedList:
    """shown: the printed sum in yuan; computed: what the rows come to; label: of the sum

    complete: the list begins with what was owed before, or calls its sum one
    amounts: the tokens of rows and sum
    """

    shown: Decimal
    computed: Decimal
    label: str
    complete: bool
    amounts: tuple[Token, ...]


def signed_lists(page: Words) -> tuple[SignedList, ...]:
    """The signed lists of a page that have their sum right under them."""
    return tuple(_lists(list(_rows(page))))


@dataclass(frozen=True)
class _Row:
    number: int
    amount: Token
    words: str

    @property
    def sign(self) -> str:
        return next((mark for mark in squeezed(self.amount.text) if mark in "+-"), "")


def _rows(page: Words) -> Iterator[_Row]:
    """Rows with one amount in yuan; one that shows several ends a list."""
    for number, row in enumerate(page.rows):
        money = [token for token in row if token.kind == "money"]
        home = [token for token in money if token.atom.currency == "CNY" and token.atom.exact]
        if len(money) == 1 and home:
            words = "".join(squeezed(t.text) for t in row if t.kind not in ("money", "mark"))
            yield _Row(number, home[0], words)
        elif money:
            yield _Row(number, money[0], "")


def _lists(rows: Sequence[_Row]) -> Iterator[SignedList]:
    run: list[_Row] = []
    for row in rows:
        follows = not run or row.number - run[-1].number <= 1 + MOST_WORDS
        if run and follows and _is_sum(row):
            yield from _found(run, row)
            run = []
        elif row.sign and row.words and not _is_sum(row):
            run = [*run, row] if follows else [row]
        else:
            run = []


def _is_sum(row: _Row) -> bool:
    named = bool(_SUM.search(row.words)) and not _NO_SUM.search(row.words)
    return named and row.sign != "-"


def _found(run: Sequence[_Row], total: _Row) -> Iterator[SignedList]:
    if len(run) < LEAST or {row.sign for row in run} != {"+", "-"}:
        return
    amounts = [row.amount for row in run]
    yield SignedList(
        shown=_value(total.amount),
        computed=sum(map(_value, amounts), Decimal(0)),
        label=total.words,
        complete=bool(_WHOLE.search(run[0].words) or _ALL.search(total.words)),
        amounts=(*amounts, total.amount),
    )


def _value(token: Token) -> Decimal:
    return token.atom.value or Decimal(0)


def explained(found: SignedList, others: Iterable[Decimal]) -> bool:
    """Whether the rows make the sum, or what is missing is another amount of the page."""
    gap = abs(found.shown - found.computed)
    return gap < Decimal("0.01") or gap in {abs(other) for other in others}
