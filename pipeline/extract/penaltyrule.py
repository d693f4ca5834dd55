"""The rule by which a page says that a penalty is counted: so many times, or a rate of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.folding import fold

_TENTHS = {word: number for number, word in enumerate("一二三四五六七八九", 1)}
_LATE = r"(?:罚息|逾期|违约金|滞纳金)"
_TIMES = re.compile(rf"{_LATE}\D{{0,10}}(\d(?:\.\d{{1,2}})?)\s?倍")
_MORE = re.compile(rf"{_LATE}\D{{0,12}}(?:上浮|加收|加成|加计)\s?(\d{{1,3}})\s?%(?!\s?[-~至到])")
_MORE_TENTHS = re.compile(rf"{_LATE}\D{{0,12}}(?:上浮|加收|加计)([一二三四五六七八九])成")
_FORMULA = re.compile(
    rf"{_LATE}\w{{0,6}}\s?[=:]\s?[^\d×*x]{{1,8}}(?P<chain>(?:[×*x][^×*x=;。,]{{1,12}}){{2,4}})"
)
_SHARE = (
    r"(?:(?P<percent>\d+(?:\.\d+)?)\s?%"
    r"|万分之(?:(?P<words>[一二三四五六七八九])|(?P<figures>\d(?:\.\d+)?)))"
)
_FURTHER = re.compile(
    r"[^\d。;,]{0,8}?(?:(\d(?:\.\d{1,2})?)\s?倍|上?(?:上浮|加收)\s?(\d{1,3})\s?%)"
)
"""罚息按日利率0.05%的1.5倍, 0.05%基础上上浮50%."""
_BY_DAY = (
    re.compile(
        rf"{_LATE}[^。;\d]{{0,14}}(?:日利率|日费率|按日|每日|每天|日息)[为是按:\s]{{0,3}}{_SHARE}"
    ),
    re.compile(rf"{_LATE}[^。;\d]{{0,18}}?{_SHARE}\s?(?:/\s?|每|一)[日天]"),
)
"""违约金按逾期未还本金的0.05%/日计收, 罚息按日利率0.0725%计收: a rate for a day, of its own."""
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
    """The rule that a page states; None where it states none, or two that differ.

    One that goes on in the next line (利率为日利 / 率上浮50%) counts where no line has one whole.
    """
    lines = [fold(text) for text in texts]
    found = {rule for text in lines if (rule := _rule(text))}
    if not found:
        joined = ("".join(pair) for pair in pairwise(lines))
        # 日利率/逾期日利率 and 0.06%0.09% in the next line: which is which is not said.
        found = {rule for text in joined if text.count("%") < 2 and (rule := _rule(text))}
    kinds = {(rule.rate, rule.factor, rule.days) for rule in found}
    return min(found, key=lambda rule: rule.words) if len(kinds) == 1 else None


def _rule(text: str) -> PenaltyRule | None:
    if (match := _FORMULA.search(text)) and (rule := _of_formula(match)):
        return rule
    if match := next((m for one in _BY_DAY if (m := one.search(text))), None):
        more = _FURTHER.match(text, match.end())
        if more is None and re.search("倍|上浮", text[match.end() :]):
            # 逾期罚息日利率0.05%，按1.5倍计: whether the rate holds it already is open.
            return None
        factor = Decimal(1)
        if more:
            factor = Decimal(more[1]) if more[1] else 1 + Decimal(more[2]) / 100
        return PenaltyRule(
            _share(match) * factor, None, text[match.start() : (more or match).end()]
        )
    if match := _TIMES.search(text):
        return PenaltyRule(None, Decimal(match[1]), match.group())
    if match := _MORE.search(text):
        return PenaltyRule(None, 1 + Decimal(match[1]) / 100, match.group())
    if match := _MORE_TENTHS.search(text):
        return PenaltyRule(None, 1 + Decimal(_TENTHS[match[1]]) / 10, match.group())
    return None


def _share(match: re.Match[str]) -> Decimal:
    if match["percent"]:
        return Decimal(match["percent"]) / 100
    return Decimal(match["figures"] or _TENTHS[match["words"]]) / 10_000


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
