"""The rule by which a page says that a penalty is counted: so many times, or a rate of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.folding import fold

_TENTHS = {word: number for number, word in enumerate("一二三四五六七八九", 1)}
_LATE = r"(?:罚息|逾期|违约金|滞纳金)"
_TIMES = re.compile(rf"{_LATE}\D{{0,10}}(\d(?:\.\d{{1,2}})?)\s?倍")
_MORE = re.compile(rf"{_LATE}\D{{0,12}}(?:上浮|加收|加成|加计)\s?(\d{{1,3}})\s?%(?!\s?[-~至到])")
_MORE_TENTHS = re.compile(rf"{_LATE}\D{{0,12}}(?:上浮|加收|加计)([一二三四五六七八九])成")
_FORMULA = re.compile(
    rf"{_LATE}\w{{0,4}}\s?[=:]\s?[^\d×*x]{{1,8}}[×*x]\s?(\d+(?:\.\d+)?)\s?%\s?[×*x]"
)


@dataclass(frozen=True)
class PenaltyRule:
    """A rate of its own (a fraction a day), or so many times the daily rate; as stated."""

    rate: Decimal | None
    factor: Decimal | None
    words: str


def penalty_rule(texts: Iterable[str]) -> PenaltyRule | None:
    """The rule that a page states; None where it states none, or two that differ."""
    found = {rule for text in texts if (rule := _rule(fold(text)))}
    kinds = {(rule.rate, rule.factor) for rule in found}
    return min(found, key=lambda rule: rule.words) if len(kinds) == 1 else None


def _rule(text: str) -> PenaltyRule | None:
    if match := _FORMULA.search(text):
        return PenaltyRule(Decimal(match[1]) / 100, None, match.group())
    if match := _TIMES.search(text):
        return PenaltyRule(None, Decimal(match[1]), match.group())
    if match := _MORE.search(text):
        return PenaltyRule(None, 1 + Decimal(match[1]) / 100, match.group())
    if match := _MORE_TENTHS.search(text):
        return PenaltyRule(None, 1 + Decimal(_TENTHS[match[1]]) / 10, match.group())
    return None
