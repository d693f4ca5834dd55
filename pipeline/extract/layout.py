"""Lines → tokens in a level frame → rows. Geometry only; meaning comes after.

Token boxes are in the level frame of `Level`; the evidence box stays in pixels of the upright page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.extract.atoms import Atom, atoms_of
from pipeline.extract.folding import fold
from pipeline.extract.level import Level
from pipeline.extract.watermark import watermark_of
from schemas.geometry import Box
from schemas.reading import Line, Reading

WIDE = 1.15
"""A page so much wider than high may show two panes."""
HEAD = 0.12
"""Share of the height that its title bar takes."""
PANE_TOKENS = 12
LEVEL = 0.75
"""More than this share of lines level with the other side's: one table."""
SCREENS_LEVEL = 0.6
"""So for two screens on one sheet, which begin at one height and drift apart."""
FORM_WORDS = 5
"""Fewer different words tell no form."""
OWN_AMOUNTS = 3
"""Each of two screens on one sheet has so many amounts with words left of them."""
REPEATED = 2
"""So many rows at the foot of a column, said again at the top of the next, make it go on there."""
ROW_OVERLAP = 0.5
"""Share of the lower token's height that must lie in a row for the token to belong to it."""
DAY_REACH = 3.0
"""The day of an instalment begins at most so many heights behind its number."""
_DAY = re.compile(r"(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])")
LEAST_DAYS = 2
"""So many days one below the other make a column of them."""
_MONTH_DAY = re.compile(r"(?:0[1-9]|1[0-2])[/／](?:0[1-9]|[12]\d|3[01])")
_TERM = re.compile(r"共\s?(\d{1,3})\s?期$")


@dataclass(frozen=True)
class Token:
    """An atom in place: `x0 y0 x1 y1` in the level frame, `line` and `atom` where it came from.

    pane: which part of a wide screen it stands in, from 0
    """

    atom: Atom
    line: Line
    number: int
    x0: float
    y0: float
    x1: float
    y1: float
    row: int = -1
    pane: int = 0

    @property
    def kind(self) -> str:
        return self.atom.kind

    @property
    def text(self) -> str:
        """The characters as they were read."""
        return self.line.text[self.atom.start : self.atom.end].strip()

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    def part(self, start: int, end: int) -> Token:
        """The characters `start`..`end` of the line as a token of words of their own."""
        whole = token_edges(self.line, self.atom.start, self.atom.end)
        left, right = token_edges(self.line, start, end)
        scale = (self.x1 - self.x0) / max(whole[1] - whole[0], 1e-6)
        text = self.atom.text[start - self.atom.start : end - self.atom.start]
        return replace(
            self,
            atom=replace(self.atom, start=start, end=end, text=text),
            x0=self.x0 + (left - whole[0]) * scale,
            x1=self.x0 + (right - whole[0]) * scale,
        )

    def box(self) -> Box:
        """The rectangle around the token on the upright page, pixels."""
        left, right = token_edges(self.line, self.atom.start, self.atom.end)
        x0, y0, x1, y1, x2, y2, x3, y3 = self.line.quad
        xs = [
            x0 + (x1 - x0) * left,
            x0 + (x1 - x0) * right,
            x3 + (x2 - x3) * left,
            x3 + (x2 - x3) * right,
        ]
        ys = [
            y0 + (y1 - y0) * left,
            y0 + (y1 - y0) * right,
            y3 + (y2 - y3) * left,
            y3 + (y2 - y3) * right,
        ]
        return Box(
            x0=max(0, int(min(xs))),
            y0=max(0, int(min(ys))),
            x1=int(max(xs)) + 1,
            y1=int(max(ys)) + 1,
        )


def token_edges(line: Line, start: int, end: int) -> tuple[float, float]:
    """Left and right (0–1 along the line) of the characters `start`..`end`."""
    centres = line.centres
    while start < end - 1 and line.text[start].isspace():
        start += 1
    while end > start + 1 and line.text[end - 1].isspace():
        end -= 1
    left = 0.0 if start == 0 else (centres[start - 1] + centres[start]) / 2
    right = 1.0 if end >= len(centres) else (centres[end - 1] + centres[end]) / 2
    return min(left, right), max(left, right)


def tokens_of(reading: Reading) -> list[Token]:
    """All tokens of a page with their rows, top to bottom and left to right."""
    placed: list[Token] = []
    for number, pane in enumerate(_columns(_level_tokens(reading))):
        first = placed[-1].row + 1 if placed else 0
        placed += [replace(token, row=token.row + first, pane=number) for token in pane]
    return placed


def screens_of(reading: Reading) -> tuple[Reading, ...]:
    """The two screens that were printed side by side on one sheet; () where it is one page.

    Each is the reading with the other's lines empty, so that lines keep their numbers.
    """
    sides = _side_by_side(_level_tokens(reading))
    if not sides or len(_columns([*sides[0], *sides[1]])) < 2:
        return ()
    left, right = ({token.number for token in side} for side in sides)
    if left & right:
        return ()
    return reading.part(left), reading.part(right)


def _level_tokens(reading: Reading) -> list[Token]:
    level = Level(reading.lines)
    tokens = []
    slanted = watermark_of(reading.lines)
    for number, line in enumerate(reading.lines):
        if number in slanted:
            continue
        x0, y0, x1, y1 = level.box(line)
        for atom in atoms_of(fold(line.text)):
            left, right = token_edges(line, atom.start, atom.end)
            width = x1 - x0
            tokens.append(Token(atom, line, number, x0 + width * left, y0, x0 + width * right, y1))
    days = _with_days(list(_with_tiles(_with_days_of_months(tokens))))
    return list(_with_months(days))


def _columns(tokens: list[Token]) -> list[list[Token]]:
    """The panes of a page in rows; a screen printed in two columns is made one again.

    It is one where the second column begins with what the first ends with, figure for figure;
    that is then left out.
    """
    sides = _side_by_side(tokens)
    panes = [_in_rows(pane) for pane in sides or _panes(tokens)]
    repeated = _repeated(panes[0], panes[1]) if sides else 0
    if not repeated:
        return panes
    rest = [replace(t, row=t.row + panes[0][-1].row + 1) for t in panes[1] if t.row >= repeated]
    return [[*panes[0], *rest]]


def _repeated(first: list[Token], second: list[Token]) -> int:
    """How many rows at the top of the second column say again how the first one ends."""
    mine, its = _said_by_row(first), _said_by_row(second)
    for count in range(min(len(mine), len(its)) - 1, REPEATED - 1, -1):
        if mine[-count:] == its[:count] and sum(money for _, money in its[:count]) >= REPEATED:
            return count
    return 0


def _said_by_row(tokens: list[Token]) -> list[tuple[str, bool]]:
    """What each row says, and whether it states an amount."""
    rows: dict[int, list[Token]] = {}
    for token in tokens:
        rows.setdefault(token.row, []).append(token)
    return [
        (" ".join(token.text for token in row), any(token.kind == "money" for token in row))
        for row in rows.values()
    ]


def _side_by_side(tokens: list[Token]) -> list[list[Token]]:
    """Two screens or columns on one sheet: [left, right], [] where it is one page.

    A gutter parts them from top to bottom, each has amounts with words of their own left of them,
    and the lines of neither are level with the other's, as they would be in a table.
    """
    if len(tokens) < 2 * PANE_TOKENS:
        return []
    right = max(token.x1 for token in tokens)
    high = float(np.median([token.height for token in tokens]))
    for middle in _gutters(tokens, right, high):
        sides = [[t for t in tokens if t.x1 <= middle], [t for t in tokens if t.x0 >= middle]]
        if min(map(len, sides)) < PANE_TOKENS or min(map(_own_amounts, sides)) < OWN_AMOUNTS:
            continue
        pairs = ((sides[0], sides[1]), (sides[1], sides[0]))
        level = any(_level_with(a, b, 0.25 * high, SCREENS_LEVEL) for a, b in pairs)
        if not level or _of_one_form(*sides):
            return sides
    return []


def _of_one_form(left: list[Token], right: list[Token]) -> bool:
    """Whether two sides say most of their words alike, as two screens of one page of an app do;
    the columns of a table have words of their own."""
    words = [
        {t.text for t in side if t.kind == "text" and len(t.text) > 1} for side in (left, right)
    ]
    fewer = min(map(len, words))
    return fewer >= FORM_WORDS and len(words[0] & words[1]) > SCREENS_LEVEL * fewer


def _own_amounts(side: list[Token]) -> int:
    """How many amounts of one side have words left of them in their row."""
    rows: dict[int, list[Token]] = {}
    for token in _in_rows(side):
        rows.setdefault(token.row, []).append(token)
    return sum(
        any(before.kind == "text" and t.kind == "money" for before, t in pairwise(row))
        for row in rows.values()
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
    months = {token.atom.index for token in tokens if token.kind == "month"}
    numbered = [token for token in tokens if token.kind == "period"]
    for token in tokens:
        beside = token.kind == "month" and any(_level(token, mark) for mark in numbered)
        if token.kind != "month" or beside:  # 9月账单 第8/12期: the number says which it is.
            yield token
        elif len(months) > 1:
            yield replace(token, atom=replace(token.atom, kind="period", index=None))


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


def _panes(tokens: list[Token]) -> list[list[Token]]:
    """The two halves of a wide screen (a list on the left, details on the right), or all as one.

    A gutter that no words cross parts them, unless lines on both sides stand level, as in a table.
    """
    right = max((token.x1 for token in tokens), default=0.0)
    bottom = max((token.y1 for token in tokens), default=0.0)
    if right < WIDE * bottom or len(tokens) < PANE_TOKENS:
        return [tokens]
    high = float(np.median([token.height for token in tokens]))
    body = [token for token in tokens if token.middle > HEAD * bottom]
    for middle in _gutters(body, right, high):
        sides = [[t for t in body if t.x1 <= middle], [t for t in body if t.x0 >= middle]]
        apart = not _level_with(sides[0], sides[1], 0.25 * high)
        apart = apart and not _amounts_of(sides[0], sides[1], 0.25 * high)
        if apart and min(map(len, sides)) >= PANE_TOKENS / 2:
            top = [token for token in tokens if token.middle <= HEAD * bottom]
            return [top, *sides] if top else sides
    return [tokens]


def _amounts_of(left: list[Token], right: list[Token], within: float) -> bool:
    """Whether the amounts on the right have no words of their own, and most stand level with lines
    on the left: the last column of a table, far from the others."""
    money = [token for token in right if token.kind == "money"]
    words = [token for token in right if token.kind == "text"]
    bare = [one for one in money if all(abs(word.middle - one.middle) >= within for word in words)]
    return len(bare) >= OWN_AMOUNTS and _level_with(left, bare, within)


def _gutters(body: list[Token], right: float, high: float) -> list[float]:
    """Where no words stand over the whole height, widest first."""
    found = []
    reach = 0.0
    for token in sorted(body, key=lambda token: token.x0):
        middle = (reach + token.x0) / 2
        if reach and token.x0 - reach >= high and 0.25 * right < middle < 0.75 * right:
            found.append((token.x0 - reach, middle))
        reach = max(reach, token.x1)
    return [middle for _, middle in sorted(found, reverse=True)]


def _level_with(left: list[Token], right: list[Token], within: float, share: float = LEVEL) -> bool:
    """Whether most lines on the right stand level with one on the left."""
    level = sum(any(abs(b.middle - a.middle) < within for b in left) for a in right)
    return level > share * len(right)


def _in_rows(tokens: list[Token]) -> list[Token]:
    rows: list[list[Token]] = []
    for token in sorted(tokens, key=lambda token: token.middle):
        for row in reversed(rows[-4:]):
            if _shares(row, token):
                row.append(token)
                break
        else:
            rows.append([token])
    rows.sort(key=lambda row: float(np.median([token.middle for token in row])))
    return [
        replace(token, row=number)
        for number, row in enumerate(rows)
        for token in sorted(row, key=lambda token: token.x0)
    ]


def _shares(row: list[Token], token: Token) -> bool:
    """Whether a token is level with the row's nearest neighbour and overlaps none of its words."""
    nearest = min(row, key=lambda other: abs(other.centre - token.centre))
    overlap = min(nearest.y1, token.y1) - max(nearest.y0, token.y0)
    lower = min(nearest.height, token.height)
    apart = max(nearest.height, token.height) <= 2.6 * lower
    return overlap >= ROW_OVERLAP * lower and apart
