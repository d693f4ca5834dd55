"""Labels of charges that stand on a page without an amount: a figure that was lost, or covered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.cells import Cell
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.token import Token

_NOT_OWED = re.compile("[每日今昨明首末]|前(?!期)|最低|月供|参考|示例|标准|存款|万元")
_CHARGES = {
    "利息": "interest", "欠息": "interest", "罚息": "penalty", "复利": "penalty", "复息": "penalty",
    "违约金": "late_fees", "滞纳金": "late_fees",
}  # fmt: skip
_CHARGE = re.compile(
    rf"(?!.*(?:已[还收付结]|实收|收回|减免|优惠|应退|预计|将|结息|率))\D{{1,12}}?({'|'.join(_CHARGES)})\W*"
)
"""A word that ends like a charge, and says nothing of its having been paid."""
CLAIMED = ("interest", "penalty", "late_fees")
"""What can be asked for: a label of these without an amount is a figure that was lost."""


def figureless(page: Page, cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """Labels of charges that speak for no amount: their figure was lost, covered, or stands behind
    words that were not understood; and of those that were set aside for a word in them."""
    used = {id(cell.source) for cell in cells}
    paired = {id(cell.token) for cell in cells}
    yield from _set_aside(cells)
    yield from _not_understood(page, paired)
    for token in page.tokens:
        role = page.role(token) if token.kind == "text" else None
        if role is None or role.kind != "amount" or role.component not in CLAIMED:
            continue
        if role.bucket not in ("", "owed") or role.scope == "next" or id(token) in used:
            continue
        behind = [other for other in page.rows[token.row] if other.x0 >= token.x1 - 1]
        open_ = any(other.kind == "money" and id(other) not in paired for other in behind)
        if token.row in page.headers or not (_alone(token) or open_):
            continue
        if page.sections[token.row] and not _booked(page, token):
            continue
        if _tells_a_rate(page, token):
            continue
        yield role.component, token.text


def _not_understood(page: Page, paired: set[int]) -> Iterator[tuple[str, str]]:
    """Rows of a word that ends like a charge and of its figure alone, where no one knows the word
    (某某应收利息 | 1,386.40)."""
    for row in page.rows:
        if len(row) != 2 or [row[0].kind, row[1].kind] != ["text", "money"]:
            continue
        label = row[0]
        match = _CHARGE.fullmatch(squeezed(label.text)) if page.role(label) is None else None
        if match and id(row[1]) not in paired and not _NOT_OWED.search(squeezed(label.text)):
            yield _CHARGES[match[1]], label.text


def _set_aside(cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """Charges with a figure that their words say to leave out, though not as what a day or an
    instalment costs, or what was before relief: 上期利息 may be owed."""
    for cell in cells:
        role, value = cell.role, cell.token.atom.value
        left_out = role.bucket == "ignore" and role.component in CLAIMED and not cell.section
        if left_out and value and not _NOT_OWED.search(cell.label):
            yield role.component, cell.label


def _tells_a_rate(page: Page, token: Token) -> bool:
    """逾期罚息 | 日利率上浮50%: how a charge is counted, and not what it comes to."""
    return any(
        other.kind == "percent" or any(word in other.text for word in ("利率", "上浮", "倍", "按"))
        for other in page.rows[token.row]
        if other.x0 >= token.x1 - 1
    )


def _booked(page: Page, token: Token) -> bool:
    """Whether a charge is a row of a list of bookings, dated, that has an amount or whose rows
    above or below have theirs: a card's bill asks for it there, and nowhere else."""
    row = token.row
    dated = any(other.kind == "date" for other in page.rows[row])
    near = [n for n in (row - 1, row + 1) if 0 <= n < len(page.rows)]
    own = any(other.kind == "money" for other in page.rows[row])
    return dated and (own or any(page.money_in(n) for n in near))


def _alone(token: Token) -> bool:
    """Whether words are a label of their own and not a piece of a sentence."""
    return len(token.line.text.strip()) <= len(token.text) + 3
