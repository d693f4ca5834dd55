"""What the rest of a sentence says of an amount in it: paid, waived, or only what might be."""

from __future__ import annotations

import re

from pipeline.extract.grid import Page
from pipeline.extract.layout import Token

WORDY = 12
"""A line of so many characters is a sentence and may go on in the next line."""


def said_before(page: Page, source: Token) -> str:
    """已归还本金 4,830.40元、利息 359.38元: what a sentence said of one part holds of the next."""
    if not source.text.startswith(("、", ",", "，", "及", "和")):
        return ""
    before = [
        other
        for other in page.rows[source.row]
        if other.number == source.number and other.atom.end <= source.atom.start
    ]
    for other in reversed(before):
        role = page.role(other) if other.kind == "text" else None
        if role is not None and role.bucket:
            return role.bucket if role.bucket in ("paid", "waived", "projected") else ""
        if other.kind == "text" and re.search("[。；;]", other.text):
            return ""
    if before and source.row and (last := page.rows[source.row - 1][-1]).line.text:
        role = page.role(last) if last.kind == "text" else None
        if role is not None and role.bucket in ("paid", "waived", "projected"):
            return role.bucket
    return ""


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
