"""Amounts of a card's account in foreign money that no column and no heading of their own tells.

美元账户应还 0.00 in a sentence or a row speaks of another account than 本期应还 6,680.58.
"""

from __future__ import annotations

import re

from pipeline.extract.folding import squeezed
from pipeline.extract.token import Token
from pipeline.extract.words import VALUES, Words, last_clause

_TURNED = re.compile(r"折|[含包]|购汇|汇率|兑")
"""折合人民币, 含美元账户: yuan all the same, or a sum of both."""
_ACCOUNT = re.compile(r"(?:账户|帐户|账单|欠款|部分|卡|户)*")
"""What a heading in the row adds to the currency: 美元账户 | 本期应还 | 0.00."""


def named_abroad(words: Words) -> frozenset[int]:
    """Amounts, by identity, whose own words name a foreign currency and not yuan."""
    return frozenset(
        id(token)
        for row in words.rows
        for place, token in enumerate(row)
        if token.kind in VALUES and not token.atom.marked and _abroad(words, row[:place])
    )


def _abroad(words: Words, before: list[Token]) -> bool:
    """Whether the label right before an amount, or a heading left of it, is of foreign money."""
    label = True
    for token in reversed(before):
        if token.kind in VALUES:
            return False
        if token.kind != "text":
            continue
        text = last_clause(token.text) if label else token.text
        if words.grammar.lexicon.names_home_currency(text) or _TURNED.search(text):
            return False
        if words.grammar.lexicon.names_foreign_currency(text):
            return label or _is_heading(words, text)
        label = label and words.is_speck(token)
    return False


def _is_heading(words: Words, text: str) -> bool:
    """美元账户 and no more: 本期无外币交易 says nothing of the amount beside it."""
    folded = re.sub(r"\W", "", squeezed(text))
    currencies = words.grammar.vocabulary.heads.foreign_currency
    return any(
        folded.startswith(squeezed(name)) and _ACCOUNT.fullmatch(folded[len(squeezed(name)) :])
        for name in currencies
    )
