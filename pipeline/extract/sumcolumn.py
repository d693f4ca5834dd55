"""Parts of several loans side by side, under labels that stand left of them all.

 | 借款1 | 借款2 | 合计 over 本金 | 3,000.00 | 2,200.00 | 5,200.00: a row's label is of the sum;
what stands between is of one loan each, and only says where the sum comes from. Without a column
of sums each loan comes to a total of its own, in a row that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.extract.token import Token
from pipeline.extract.words import Words

LEAST_ROWS = 2
"""So many rows that add up, one of them a charge or the principal, are no chance."""
LEAST_AMOUNTS = 3
OF_A_LOAN = ("借款金额", "贷款金额", "借款本金", "贷款本金", "剩余本金")
"""Of a loan and no instalment: a day over the column is then the one that it was lent on."""
ZERO = Decimal(0)


def sum_columns(words: Words) -> dict[int, Token | None]:
    """Amounts by identity → the label of the row's sum, None for one loan's share in it."""
    found: dict[int, Token | None] = {}
    for run in _runs(words):
        rows = [row for row in run if _adds_up(row)]
        if _headed_by(words, run, ("period", "nth", "date")):
            continue  # Instalments go across: each of them stands for itself.
        if len(rows) >= LEAST_ROWS and len(rows) == len(run):
            for label, *shares, whole in rows:
                found |= {id(share): None for share in shares} | {id(whole): label}
    return found


def loan_columns(words: Words) -> dict[int, tuple[Token, int]]:
    """Amounts by identity → the label of their row and the number of their column, of loans that
    each come to their own total: 剩余本金 | 6,123.40 | 10,475.00 over 应还合计 | 6,813.20 | …."""
    found: dict[int, tuple[Token, int]] = {}
    for run in _runs(words):
        columns = range(1, len(run[0]))
        lent = any(word in row[0].text for row in run for word in OF_A_LOAN)
        if _headed_by(words, run, ("period", "nth") if lent else ("period", "nth", "date")):
            continue
        if all(_comes_to_its_total(words, [(row[0], row[n]) for row in run]) for n in columns):
            found |= {id(row[n]): (row[0], n) for row in run for n in columns}
    return found


def _runs(words: Words) -> Iterator[list[list[Token]]]:
    """Rows of a label and as many amounts each, one below the other; rows without amounts may stand
    between."""
    run: list[list[Token]] = []
    for row in [*words.rows, []]:
        if _is_labelled(words, row) and (not run or len(run[-1]) == len(row)):
            run.append(row)
            continue
        if any(token.kind == "money" for token in row) or not row:
            if len(run) >= LEAST_ROWS:
                yield run
            run = [row] if _is_labelled(words, row) else []


def _is_labelled(words: Words, row: Sequence[Token]) -> bool:
    return (
        len(row) > 2
        and words.amount_role(row[0]) is not None
        and all(token.kind in ("money", "none") for token in row[1:])
    )


def _adds_up(row: Sequence[Token]) -> bool:
    """Whether the last amount of a row is the sum of the others."""
    values = [token.atom.value or ZERO for token in row[1:]]
    return len(values) >= LEAST_AMOUNTS and any(values) and sum(values[:-1], ZERO) == values[-1]


def _comes_to_its_total(words: Words, column: Sequence[tuple[Token, Token]]) -> bool:
    """Whether the parts that are owed in a column, a principal and a charge at least, make the one
    total that it states."""
    parts: list[Decimal] = []
    totals: list[Decimal] = []
    for label, token in column:
        role = words.amount_role(label)
        if role is not None and role.bucket in ("", "owed"):
            into = totals if role.component in ("", "total") else parts
            into.append(token.atom.value or ZERO)
    charged = sum(1 for value in parts if value) >= LEAST_ROWS
    return charged and len(totals) == 1 and sum(parts, ZERO) == totals[0]


def _headed_by(words: Words, run: Sequence[Sequence[Token]], kinds: Sequence[str]) -> bool:
    """Whether what heads the columns is of these kinds."""
    above = next((one for one in reversed(words.rows[: run[0][0].row]) if len(one) > 1), [])
    return any(token.kind in kinds for token in above)
