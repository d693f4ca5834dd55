"""Lists of bookings: what was bought, repaid or charged on a day, and what of it is owed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.labels import CHARGES
from pipeline.extract.token import Token
from pipeline.extract.words import Words

_HEADING = re.compile(r"[一二三四五六七八九十][、.．]")
LIST_ROWS = 40
"""The heads of a list of bookings stand at most so many rows above."""
PURCHASES = 2
"""So many purchases make a list of a card's bookings."""


def ledger_of(words: Words) -> frozenset[int]:
    """Rows of a list of bookings (记账日, 摘要, 发生额): history, whatever their columns say.

    A charge among a card's bookings (循环利息 33.18) is part of what the bill asks for.
    """
    lexicon = words.grammar.lexicon
    found: list[int] = []
    inside = False
    for number, row in enumerate(words.rows):
        heads = sum(lexicon.is_booking(token.text) for token in row if token.kind == "text")
        if heads >= 2 and not words.money_in(number):
            inside = True
        elif inside and _another_matter(words, number):
            inside = False
        elif inside and words.money_in(number):
            inside = any(token.kind in ("date", "period") for token in row)
            charges = [role for token in row if (role := words.amount_role(token))]
            if inside and not any(role.component in CHARGES for role in charges):
                found.append(number)
    return frozenset(found)


def _another_matter(words: Words, number: int) -> bool:
    """Whether a row without amounts heads something else: 二、截止日欠款, or 项目 | 金额."""
    row = words.rows[number]
    if words.money_in(number) or not row:
        return False
    lexicon = words.grammar.lexicon
    items = any(lexicon.is_items(token.text) for token in row if token.kind == "text")
    return items or bool(_HEADING.match(row[0].text)) or any("欠" in t.text for t in row)


def bookings_of(words: Words) -> frozenset[int]:
    """Rows of a card's bookings that say which instalment they are of (账单分期 第05/12期 本金
    458.33), among purchases: what was booked this month, and no instalment of the debt."""
    dated = [number for number in range(len(words.rows)) if _is_booking(words, number)]
    bought = [number for number in dated if _names_a_purchase(words, words.rows[number])]
    if len(bought) < PURCHASES:
        return frozenset()
    return frozenset(
        number
        for number in dated
        if any("分期" in token.text for token in words.rows[number] if token.kind == "text")
    )


def _is_booking(words: Words, number: int) -> bool:
    """Whether a row has one amount and the day of its booking, beside it or in the next line."""
    row = words.rows[number]
    if sum(token.kind == "money" for token in row) != 1:
        return False
    below = words.rows[number + 1] if number + 1 < len(words.rows) else []
    own = any(token.kind == "date" for token in row)
    day = any(token.kind == "date" or "尾号" in token.text for token in below)
    return own or (day and not any(token.kind == "money" for token in below))


def _names_a_purchase(words: Words, row: Sequence[Token]) -> bool:
    """Whether a row names no amount, state or instalment, but something else."""
    if any(token.kind == "period" for token in row):
        return False
    texts = [token for token in row if token.kind == "text" and not words.is_speck(token)]
    plain = [token for token in texts if not words.role(token)]
    named = [t for t in plain if len(t.text) > 1 and not words.grammar.status(t.text)]
    return bool(named) and len(plain) == len(texts)


def under_bookings(words: Words, row: int) -> bool:
    """Whether a row stands below the heads of a list of bookings (交易日 | 记账日 | 交易摘要)."""
    lexicon = words.grammar.lexicon
    return any(
        sum(lexicon.is_booking(token.text) for token in words.rows[number]) > 1
        for number in range(max(row - LIST_ROWS, 0), row)
    )
