"""What the rest of a sentence says of an amount in it: paid, waived, or only what might be."""

from __future__ import annotations

import re

from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.token import Token

WORDY = 12
"""A line of so many characters is a sentence and may go on in the next line."""
ALTOGETHER = ("累计已还", "累计归还", "累计偿还", "累计已归还", "累计已偿还")
"""What was repaid over the years: 累计已还 本金 6,000.00 利息 412.73."""
MOST_LINES = 3
"""A sentence names its parts over so many lines more at most."""


def said_before(page: Page, source: Token) -> str:
    """已归还本金 4,830.40元、利息 359.38元: what a sentence said of one part holds of the next, and
    so does 累计已还 of all of its line."""
    here = [
        other
        for other in page.rows[source.row]
        if other.number == source.number and other.atom.end <= source.atom.start
    ]
    if here and squeezed(here[0].text).startswith(ALTOGETHER):
        return "paid"
    if not source.text.startswith(("、", ",", "，", "及", "和")):
        return ""
    for other in reversed([*_lines_above(page, source), *here]):
        if other.kind != "text":
            continue
        role = page.role(other)
        if role is not None and role.bucket:
            return role.bucket if role.bucket in ("paid", "waived", "projected") else ""
        if re.search("[。；;]", other.text):
            return ""
    return ""


def _lines_above(page: Page, source: Token) -> list[Token]:
    """The tokens of the lines that a sentence runs through before it comes to `source`."""
    found: list[Token] = []
    row = source.row
    while row and page.rows[row - 1] and source.row - row < MOST_LINES:
        above = page.rows[row - 1]
        ends = above[-1].line.text.rstrip()[-1:] in "。；;"
        if ends or len({token.number for token in above}) > 1 or len(above[0].line.text) < WORDY:
            break
        found = [*above, *found]
        row -= 1
    return found


def said_after(page: Page, token: Token) -> str:
    """本期账单¥809.74已还: a status that follows an amount and has none of its own."""
    after = [
        other
        for other in page.rows[token.row]
        if other.number == token.number and other.atom.start >= token.atom.end
    ]
    if len(after) != 1 or after[0].kind != "text":
        return ""
    status = page.grammar.status(after[0].text)
    return status if status in ("paid", "waived") else ""


def sentence_of(page: Page, token: Token) -> str:
    """The line of an amount, with the line above where it is one sentence that goes on."""
    text = token.line.text
    if token.row == 0:
        return text
    last = page.rows[token.row - 1][-1].line
    follows = abs(last.box.x0 - token.line.box.x0) < 2 * token.height
    goes_on = len(last.text) >= WORDY and last.text.rstrip()[-1:] not in "。；！？;!?"
    near = token.line.box.y0 - last.box.y1 < 1.2 * token.height
    return last.text + text if follows and goes_on and near else text


def is_product(page: Page, token: Token) -> bool:
    """罚息 = 应还本金 5,400.00 × 0.08% × 25天 = / 108.00元: what a broken formula comes to; the
    charge has a line of its own."""
    if token.row == 0 or token is not page.rows[token.row][0]:
        return False
    above = page.rows[token.row - 1][-1].line.text.rstrip()
    return above[-1:] in ("=", "＝", "≈") and bool(re.search("[×✕✖*]", above))
