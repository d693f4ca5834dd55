"""Which account a bill is of: the tail of a card number, or of a loan's own number.

Two cards of one bank are two debts. A card that only pays (还款卡, 储蓄卡) is not the account.
"""

from __future__ import annotations

import re

from pipeline.extract.folding import fold
from schemas.reading import Reading

TAIL = 4
LOAN_TAIL = 6
_PAYING = ("还款卡", "储蓄卡", "借记卡", "付款", "扣款", "收款", "到账")
_CARD = re.compile(r"(?:尾号|卡号|信用卡)\D{0,8}(?:\d{4}[\s*•·x]+)*(\d{4})(?!\d|\s?年|[-/.]\d)")
"""No year is a card's number: 招商银行信用卡2026年11月账单."""
_LOAN = re.compile(
    r"(?:借款编号|借款合同编号|合同编号|合同号|借据号|贷款账号)\s*[:(]?\s*([0-9a-z*-]{6,})"
)


def account_of(reading: Reading, kind: str) -> str:
    """Last digits of the card (kind "credit_card") or of the loan; "" where none is printed."""
    lines = [fold(line.text) for line in reading.lines]
    card = kind == "credit_card" or (kind == "unknown" and any("持卡人" in line for line in lines))
    pattern, length = (_CARD, TAIL) if card else (_LOAN, LOAN_TAIL)
    # A number may stand in a line of its own, right of its label.
    texts = [f"{line} {after}" for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    found = {
        match[1][-length:]
        for text in texts
        if not any(word in text for word in _PAYING) and (match := pattern.search(text))
    }
    return found.pop() if len(found) == 1 else ""
