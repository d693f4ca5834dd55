"""Labels just above or just below their amount.

The functions give the cell of an amount, or None where this is not how it is labelled.
"""

from __future__ import annotations

import re

from pipeline.extract.cells import Cell, Pairing
from pipeline.extract.columns import speaks_upward
from pipeline.extract.distance import aligned, apart, gap
from pipeline.extract.grid import Page
from pipeline.extract.labels import Role
from pipeline.extract.token import Token
from pipeline.extract.words import VALUES

NEAR_ABOVE = 2.6
"""A label stands over its value at most so many heights away."""
NEAR_BELOW = 1.9
DAYS = 31
FAR = 4.0
"""A label above that is so many times farther than one below is not the value's."""


def near(pairing: Pairing, token: Token) -> Cell | None:
    """A label just above, else one just below; below too when it is much the nearer."""
    count = len(pairing.page.rows)
    if token.kind == "number" and (len(token.text) < 2 or (token.atom.index or 0) <= DAYS):
        return None  # 9月 | 10月 | 11: a tab that lost its 月, or a day.
    above = _vertical(pairing, token, range(token.row - 1, max(token.row - 4, -1), -1), NEAR_ABOVE)
    below = None
    if token.kind != "number":
        below = _vertical(
            pairing, token, range(token.row + 1, min(token.row + 3, count)), NEAR_BELOW
        )
    if above is not None and below is not None and _heads_a_block(pairing.page, above, below):
        return pairing.made(token, below, "below")
    if above is not None and (below is None or not _much_nearer(below, above, token)):
        return pairing.made(token, above, "above")
    if below is None or _own_words(pairing, token, below):
        return None
    return pairing.made(token, below, "below")


def _heads_a_block(page: Page, above: Token, below: Token) -> bool:
    """剩余待还 | over 17,548.22 | 12期 | 13,528.72, each with its own label below: whether words
    stand alone over a row in which every cell has its label under it."""
    cells, labels = page.rows[below.row - 1], page.rows[below.row]
    alone = len(page.rows[above.row]) == 1 and above.row == below.row - 2
    return alone and len(cells) == len(labels) > 1 and all(map(aligned, labels, cells))


def _own_words(pairing: Pairing, token: Token, below: Token) -> bool:
    """Whether words nobody knows stand over an amount, as near as the label below it.

    They are its own label; the one below is then the next amount's.
    """
    for number in range(token.row - 1, max(token.row - 3, -1), -1):
        level = [other for other in pairing.page.rows[number] if aligned(other, token)]
        if not level:
            continue
        nearest = min(level, key=lambda other: apart(other, token))
        words = len(re.sub(r"[\W_\d]", "", nearest.text)) >= 2 and pairing.role(nearest) is None
        plain = nearest.kind == "text" and not pairing.page.grammar.status(nearest.text)
        return plain and words and gap(nearest, token) <= 1.2 * gap(below, token)
    return False


def _much_nearer(below: Token, above: Token, token: Token) -> bool:
    """Whether the label below is so much nearer that the one above is another's."""
    if apart(above, token) < 0.5 * above.height <= apart(below, token):
        return False
    return gap(above, token) > FAR * max(gap(below, token), 0.4 * below.height)


def _vertical(pairing: Pairing, token: Token, rows: range, limit: float) -> Token | None:
    """The nearest label over or under an amount, unless something else stands between."""
    for number in rows:
        level = [
            other
            for other in pairing.page.rows[number]
            if aligned(other, token) and not _is_status(pairing.page, other)
        ]
        if not level:
            continue
        nearest = min(level, key=lambda other: apart(other, token))
        if gap(nearest, token) > limit * max(min(nearest.height, token.height), 1.0):
            return None
        named = [
            other
            for other in level
            if (role := pairing.role(other)) is not None and role.kind == "amount"
        ]
        if named:
            label = min(named, key=lambda other: apart(other, token))
            return None if _spoken_for(pairing, label, token) else label
        if any(other.kind in VALUES or not pairing.page.is_speck(other) for other in level):
            return None
    return None


def _is_status(page: Page, token: Token) -> bool:
    """Among instalments, 已还 or 待还款 alone says how one stands, not what a figure is."""
    return page.instalments >= 2 and token.kind == "text" and bool(page.grammar.status(token.text))


def _spoken_for(pairing: Pairing, label: Token, token: Token) -> bool:
    """Whether a label has an amount of its own: paired, beside it, or on its row's other side."""
    if id(label) in pairing.used or _has_own_value(pairing.page, label):
        return True
    if label.row not in pairing.page.headers:
        return False
    upward = speaks_upward(pairing, label.row)
    return upward if token.row > label.row else not upward


def _has_own_value(page: Page, label: Token) -> bool:
    """Whether an amount stands right of a label in its row."""
    after = [other for other in page.rows[label.row] if other.x0 >= label.x1 - 0.3 * label.height]
    return bool(after) and min(after, key=lambda other: other.x0).kind in ("money", "none")


def beside_two_lines(pairing: Pairing, token: Token) -> Cell | None:
    """商品金额 | over 扫地机器人 3期分期, and between the two lines, at the right, 1,199.00."""
    page = pairing.page
    if token.kind != "money" or token.row == 0 or len(page.rows[token.row]) > 1:
        return None
    above = page.rows[token.row - 1]
    role = page.amount_role(above[0]) if len(above) == 1 else None
    if role is None or not role.component or id(above[0]) in pairing.used:
        return None
    below = page.rows[token.row + 1] if token.row + 1 < len(page.rows) else []
    level = token.y0 < above[0].y1 + 0.5 * token.height and above[0].x1 <= token.x0
    lined = any(other.y0 < token.y1 + 0.5 * token.height for other in below)
    remark = not any(page.amount_role(other) or other.kind in VALUES for other in below)
    if not (level and lined and remark):
        return None
    return pairing.made(token, above[0], "left", role=role)


def under_mark(pairing: Pairing, token: Token) -> Cell | None:
    """A bare amount just under the line that names its instalment is its total."""
    page = pairing.page
    if token.kind != "money" or token.row == 0 or page.instalments < 2:
        return None
    if any(other.kind not in VALUES for other in page.rows[token.row]):
        return None
    above = page.rows[token.row - 1]
    marks = [
        other for other in above if other.kind == "period" and gap(other, token) < 2 * other.height
    ]
    begun = len(marks) == 1 and abs(above[0].x0 - token.x0) < token.height  # 2026-09-10 | 8/12
    marks = marks if begun else [other for other in marks if other.x0 <= token.centre]
    if not marks:
        return None
    mark = max(marks, key=lambda other: other.x0)
    return pairing.made(token, mark, "mark", role=Role("amount", "total", label=mark.text))
