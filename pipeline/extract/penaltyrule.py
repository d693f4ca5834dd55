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
    rf"{_LATE}\w{{0,6}}\s?[=:]\s?[^\d×*x]{{1,8}}(?P<chain>(?:[×*x][^×*x=;。,]{{1,12}}){{2,4}})"
)
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s?%(?:/?[天日])?\s?$")
_FACTOR = re.compile(r"^\s?([01]\.\d{1,2}|[12])\s?倍?\s?$")
_DAYS = re.compile(r"^\D{0,8}?(\d{1,4})\s?[天日]?\)?\s?$")


@dataclass(frozen=True)
class PenaltyRule:
    """A rate of its own (a fraction a day), or so many times the daily rate; as stated.

    days: how many the rule is stated with, where it is
    """

    rate: Decimal | None
    factor: Decimal | None
    words: str
    days: int | None = None


def penalty_rule(texts: Iterable[str]) -> PenaltyRule | None:
    """The rule that a page states; None where it states none, or two that differ."""
    found = {rule for text in texts if (rule := _rule(fold(text)))}
    kinds = {(rule.rate, rule.factor, rule.days) for rule in found}
    return min(found, key=lambda rule: rule.words) if len(kinds) == 1 else None


def _rule(text: str) -> PenaltyRule | None:
    if (match := _FORMULA.search(text)) and (rule := _of_formula(match)):
        return rule
    if match := _TIMES.search(text):
        return PenaltyRule(None, Decimal(match[1]), match.group())
    if match := _MORE.search(text):
        return PenaltyRule(None, 1 + Decimal(match[1]) / 100, match.group())
    if match := _MORE_TENTHS.search(text):
        return PenaltyRule(None, 1 + Decimal(_TENTHS[match[1]]) / 10, match.group())
    return None


def _of_formula(match: re.Match[str]) -> PenaltyRule | None:
    """罚息=逾期本金×0.05%×1.5×逾期天数 29: rate and factor multiplied, days where they are said.

    None where a factor is neither: 日利率 without a figure is looked for elsewhere.
    """
    rate, factor, days = None, Decimal(1), None
    for text in re.split(r"[×*x]", match["chain"])[1:]:
        if (found := _RATE.search(text)) and rate is None:
            rate = Decimal(found[1]) / 100
        elif found := _FACTOR.match(text):
            factor *= Decimal(found[1])
        elif found := _DAYS.match(text):
            days = int(found[1])
    if rate is None:
        return PenaltyRule(None, factor, match.group(), days) if factor != 1 else None
    return PenaltyRule(rate * factor, None, match.group(), days)
