"""Numbers, months and days that name instalments, told from the amounts that they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.folding import fold
from pipeline.extract.token import ROW_OVERLAP, Token

DAY_REACH = 3.0
"""The day of an instalment begins at most so many heights behind its number."""
_DAY = re.compile(r"(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])")
LEAST_DAYS = 2
"""So many days one below the other make a column of them."""
_MONTH_DAY = re.compile(r"(?:0[1-9]|1[0-2])[/／](?:0[1-9]|[12]\d|3[01])")
_FOOTNOTE = re.compile(r"(?<=[\u4e00-\u9fff])[*^'’`]\s?[1-9]$")
_TERM = re.compile(r"共\s?(\d{1,3})\s?期$")


def with_marks(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each of the kind that its place says."""
    tokens = [token for token in tokens if not _is_footnote(token)]
    return list(_with_months(_with_days(list(_with_tiles(_with_days_of_months(tokens))))))


def _is_footnote(token: Token) -> bool:
    """未还总额*1: a small figure behind a label that leads to a remark below."""
    text = fold(token.line.text).rstrip()
    return (
        token.kind == "number"
        and token.atom.end >= len(text)
        and _FOOTNOTE.search(text) is not None
    )


def _with_tiles(tokens: Sequence[Token]) -> Iterator[Token]:
    """A number over 共12期, as a tile beside its instalment has them, is that instalment's mark."""
    terms = [
        (token, int(match[1]))
        for token in tokens
        if (match := _TERM.match(fold(token.line.text))) and token.atom.start == 0
    ]
    for token in tokens:
        alone = token.kind == "number" and token.line.text.strip() == token.text
        term = next((of for term, of in terms if _over(token, term)), 0) if alone else 0
        if 0 < (token.atom.index or 0) <= term:
            yield replace(token, atom=replace(token.atom, kind="period", of=term))
        else:
            yield token


def _over(token: Token, term: Token) -> bool:
    level = min(token.x1, term.x1) > max(token.x0, term.x0) or (
        abs(token.centre - term.centre) < 2 * term.height
    )
    return level and 0 <= term.middle - token.middle < 2.5 * token.height


def _with_months(tokens: Sequence[Token]) -> Iterator[Token]:
    """Bills of several months on a page (9月账单, 10月账单) are instalments without a number; one
    month alone is of the whole page."""
    tokens = [token for token in tokens if not _is_tab(token, tokens)]
    months = {token.atom.index for token in tokens if token.kind == "month"}
    numbered = [token for token in tokens if token.kind == "period"]
    for token in tokens:
        beside = token.kind == "month" and any(_level(token, mark) for mark in numbered)
        if token.kind != "month" or beside:  # 9月账单 第8/12期: the number says which it is.
            yield token
        elif len(months) > 1:
            yield replace(token, atom=replace(token.atom, kind="period", index=None))


def _is_tab(token: Token, tokens: Sequence[Token]) -> bool:
    """11月待还 | 12月待还 | 全部待还: one of several months side by side that head no columns:
    the first amount below them stands by itself."""
    if token.kind != "month" or not any(
        other.kind == "month" and other is not token and _level(other, token) for other in tokens
    ):
        return False
    money = [other for other in tokens if other.kind == "money" and other.y0 > token.y1]
    first = min(money, key=lambda one: one.y0, default=None)
    return first is None or not any(
        _level(first, other) and first.number != other.number for other in money
    )


def _level(one: Token, other: Token) -> bool:
    return abs(one.middle - other.middle) < ROW_OVERLAP * min(one.height, other.height)


def _with_days_of_months(tokens: Sequence[Token]) -> list[Token]:
    """08/08, 09/08, 10/08 one below the other: days, since no ninth instalment is one of eight."""
    lines = {
        token.number: token for token in tokens if _MONTH_DAY.fullmatch(token.line.text.strip())
    }
    found = [
        token
        for token in lines.values()
        if sum(
            abs(other.line.box.x0 - token.line.box.x0) < token.height for other in lines.values()
        )
        >= LEAST_DAYS
    ]
    apart = [fold(token.line.text.strip()).split("/") for token in found]
    if not any(int(number) > int(of) for number, of in apart):
        return list(tokens)
    numbers = {token.number for token in found}
    done = [token for token in tokens if token.number not in numbers]
    for token in found:
        text = token.line.text
        atom = replace(token.atom, kind="date", start=0, end=len(text), text=text, index=None)
        width = token.line.box.x1 - token.line.box.x0
        done.append(replace(token, atom=atom, x1=token.x0 + max(width, token.x1 - token.x0)))
    return done


def _with_days(tokens: Sequence[Token]) -> list[Token]:
    """第9/12期 09.28: what stands right behind the instalments' numbers, and could be a day of the
    year as well as an amount, is their day; where one could not be, all are amounts."""
    marks = [token for token in tokens if token.kind == "period"]
    behind = {
        id(token): _DAY.fullmatch(token.text) is not None
        for token in tokens
        if token.kind == "money"
        and any(
            _level(token, mark) and 0 <= token.x0 - mark.x1 < DAY_REACH * token.height
            for mark in marks
        )
    }
    if not all(behind.values()):
        return list(tokens)
    return [
        replace(token, atom=replace(token.atom, kind="date")) if id(token) in behind else token
        for token in tokens
    ]
