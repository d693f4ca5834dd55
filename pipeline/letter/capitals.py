"""Amounts in Chinese capitals (大写), after 支付结算办法 附一 正确填写票据和结算凭证的基本规定."""

from __future__ import annotations

from decimal import Decimal

from schemas.base import CENT

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")
LARGEST = Decimal(10) ** 16
"""Amounts from here on have no agreed writing on a payment form."""


def capitals(amount: Decimal) -> str:
    """1234.56 → 壹仟贰佰叁拾肆元伍角陆分; 100 → 壹佰元整. ValueError below 0 or from 10^16."""
    if not 0 <= amount < LARGEST:
        raise ValueError(f"no capitals for {amount}")
    if amount != amount.quantize(CENT):
        raise ValueError(f"more than two decimals: {amount}")
    cents = int(amount * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = f"{_whole(yuan)}元" if yuan or not cents else ""
    if not jiao and not fen:
        return text + "整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    """壹拾万零柒佰 for 100700; 零 for 0."""
    if not number:
        return DIGITS[0]
    text, gap = "", False
    for place in range(len(SECTIONS) - 1, -1, -1):
        section = number // 10_000**place % 10_000
        if not section:
            gap = bool(text)
            continue
        if text and (gap or section < 1000):
            text += DIGITS[0]
        text += _section(section) + SECTIONS[place]
        gap = False
    return text


def _section(number: int) -> str:
    """1 to 9999 without the section's unit; 壹仟零壹 for 1001."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text
