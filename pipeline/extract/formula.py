"""Formulas that a page prints with their figures (4,500.00×0.05%×29天=65.25), computed again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.rowtexts import row_texts
from schemas.reading import Reading

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"(?:/?(?:天|日|元|倍|期|个月|年))?"
_NUMERALS = "一二三四五六七八九"
_SHARE = rf"[万千百]分之(?:[{_NUMERALS}]|\d+(?:\.\d+)?)"
_SUM = rf"\((?:{_NUMBER})%?(?:\+(?:{_NUMBER})%?){{1,3}}\)"
_PLAIN = rf"[\u4e00-\u9fff]{{0,6}}\(?¥?(?<![\d.,])(?:{_NUMBER})(?![\d.])[%‰]?{_UNIT}\)?"
_FACTOR = rf"(?:{_SUM}|[\u4e00-\u9fff]{{0,4}}?{_SHARE}|{_PLAIN})"
_TIMES, _OVER = r"[×✕✖*x]", r"(?:÷|/(?=\d))"
_CHAIN = re.compile(
    rf"(?<![×✕✖*x÷\d.])(?P<chain>{_FACTOR}(?:(?:{_TIMES}|{_OVER}){_FACTOR}){{1,5}})(?![×✕✖*x÷])"
    rf"(?:(?:元?[=≈]|元?约?为)¥?(?P<result>{_NUMBER})(?![\d.%]|[×✕✖*x÷]))?"
)
"""Whole chains: one with a word for a factor (逾期本金×0.05%) has no figures to compute with."""
_STEP = re.compile(rf"({_TIMES}|{_OVER})?({_FACTOR})")
_WORDS = (
    ("late_fees", r"违约金|滞纳金"),
    ("penalty", r"罚息|逾期利息|逾期费|复利|复息"),
    ("fees", r"手续费|服务费"),
    ("interest", r"利息"),
)
_SUPPOSED = re.compile(r"例如|举例|示例|假设|试算|预计|预估|如逾期|若|比如|测算|每万元")
LARGEST_RATE = Decimal("0.5")
LEAST_BASE = Decimal(30)
"""A chain counts a charge if one factor is a share and another a sum of money."""


@dataclass(frozen=True)
class PrintedFormula:
    """value: computed from the figures printed, yuan; result: as printed behind them, else None
    component: what the words before it name, "" where they name nothing
    """

    words: str
    value: Decimal
    result: Decimal | None
    component: str


def formulas_of(reading: Reading) -> tuple[PrintedFormula, ...]:
    """The formulas of charges that a page prints with all their figures, each once."""
    found = dict.fromkeys(
        formula
        for text in _texts(reading)
        if not _SUPPOSED.search(text)
        for match in _CHAIN.finditer(text)
        if (formula := _formula(text, match))
    )
    return tuple(found)


def _texts(reading: Reading) -> Iterator[str]:
    """Rows, one that ends within a formula together with the next."""
    rows = list(row_texts(reading))
    joined = False
    for row, after in pairwise([*rows, ""]):
        broken = bool(re.search(rf"(?:{_TIMES}|[÷=])$", row)) and bool(after)
        if not joined:
            yield row + after if broken else row
        joined = broken


def _formula(text: str, match: re.Match[str]) -> PrintedFormula | None:
    value, shares, most = Decimal(1), 0, Decimal(0)
    for step in _STEP.finditer(match["chain"]):
        factor, share = _factor(step[2])
        if factor == 0:
            return None
        over = bool(step[1]) and step[1] in "÷/"
        value = value / factor if over else value * factor
        shares += share and factor < LARGEST_RATE and not over
        money = not share and not re.search(r"[天日倍期月年]", step[2])
        most = max(most, factor) if money else most
    if shares != 1 or most < LEAST_BASE:
        return None
    result = Decimal(match["result"].replace(",", "")) if match["result"] else None
    return PrintedFormula(match.group(), value, result, _component(text[: match.end("chain")]))


def _factor(text: str) -> tuple[Decimal, bool]:
    """A factor's value, and whether it is a share of something."""
    share = re.search(_SHARE, text)
    if share:
        size = {"百": 100, "千": 1000, "万": 10_000}[share.group()[0]]
        number = share.group()[3:]
        known = _NUMERALS.index(number) + 1 if number in _NUMERALS else Decimal(number)
        return Decimal(known) / size, True
    terms = re.findall(rf"({_NUMBER})([%‰]?)", text)
    scale = {"%": 100, "‰": 1000, "": 1}
    value = sum((Decimal(n.replace(",", "")) / scale[u] for n, u in terms), Decimal(0))
    return value, any(unit for _, unit in terms) or value < Decimal("0.01")


def _component(before: str) -> str:
    """The charge that the words up to and within a formula name last before its figures."""
    places = [
        (match.start(), name)
        for name, words in _WORDS
        for match in re.finditer(rf"(?:{words})(?!日?利率|率|的?本金|基数)", before)
    ]
    # 逾期利息 names a penalty, though 利息 stands in it further on.
    late = [start for start, name in places if name == "penalty"]
    told = [(s, n) for s, n in places if n != "interest" or s - 2 not in late]
    return max(told, default=(0, ""))[1]
