"""Lines → tokens in a level frame → rows. Geometry only; meaning comes after.

Token boxes are in the level frame of `Level`; the evidence box stays in pixels of the upright page.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.extract.atoms import atoms_of
from pipeline.extract.brokendays import whole_days
from pipeline.extract.folding import fold
from pipeline.extract.level import Level
from pipeline.extract.marktokens import with_marks
from pipeline.extract.stacked import stacked_rows
from pipeline.extract.token import ROW_OVERLAP, Token, token_edges
from pipeline.extract.watermark import watermark_of
from schemas.reading import Reading

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
LAP = 0.8
"""Heights by which the boxes of two neighbours lap over each other at most."""
REPEATED = 2
"""So many rows at the foot of a column, said again at the top of the next, make it go on there."""


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
    for number, line in enumerate(whole_days(reading.lines)):
        if number in slanted:
            continue
        x0, y0, x1, y1 = level.box(line)
        for atom in atoms_of(fold(line.text)):
            left, right = token_edges(line, atom.start, atom.end)
            width = x1 - x0
            tokens.append(Token(atom, line, number, x0 + width * left, y0, x0 + width * right, y1))
    return with_marks(tokens)


def _columns(tokens: list[Token]) -> list[list[Token]]:
    """The panes of a page in rows; a screen printed in two columns is made one again.

    It is one where the second column begins with what the first ends with, figure for figure;
    that is then left out.
    """
    if stacked_rows(tokens):
        return [_in_rows(tokens)]  # Amounts at the middle of a cell are level with no line of it.
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
    stacked = stacked_rows(tokens)
    taken = {(token.number, token.atom.start) for row in stacked for token in row}
    rows: list[list[Token]] = []
    for token in sorted(tokens, key=lambda token: token.middle):
        if (token.number, token.atom.start) in taken:
            continue
        for row in reversed(rows[-4:]):
            if _shares(row, token):
                row.append(token)
                break
        else:
            rows.append([token])
    rows += stacked
    rows.sort(key=lambda row: float(np.median([token.middle for token in row])))
    return [
        replace(token, row=number)
        for number, row in enumerate(rows)
        for token in _apart(sorted(row, key=lambda token: token.x0))
    ]


def _apart(row: list[Token]) -> list[Token]:
    """Neighbours whose boxes lap over each other a little, since the reader draws them wide, each
    cut back to the middle."""
    done = row[:1]
    for token in row[1:]:
        before = done[-1]
        over = before.x1 - token.x0
        if 0 < over < LAP * min(before.height, token.height) and before.number != token.number:
            edge = token.x0 + over / 2
            done[-1], token = replace(before, x1=edge), replace(token, x0=edge)
        done.append(token)
    return done


def _shares(row: list[Token], token: Token) -> bool:
    """Whether a token is level with the row's nearest neighbour and overlaps none of its words."""
    nearest = min(row, key=lambda other: abs(other.centre - token.centre))
    overlap = min(nearest.y1, token.y1) - max(nearest.y0, token.y0)
    lower = min(nearest.height, token.height)
    apart = max(nearest.height, token.height) <= 2.6 * lower
    return overlap >= ROW_OVERLAP * lower and apart
