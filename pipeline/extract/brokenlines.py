"""Amounts whose label ends the line above: sentences, sums and rows of pairs that break."""

from __future__ import annotations

import re

from pipeline.extract.cells import Cell, Pairing
from pipeline.extract.token import Token
from pipeline.extract.words import VALUES, last_clause

WRAP = 1.5
"""A line goes on so many heights below its end and beside its beginning at most."""
BROKEN_MONEY = ("民币", "币")
"""The rest of 人民币 where a line broke inside it."""
_RUNS = re.compile(r"[，。、;；(（=＝+＋]|,(?!\d)")
"""Signs of a sentence, or of a sum that is written out."""


def wrapped(pairing: Pairing, token: Token) -> Cell | None:
    """…利息12.00元，罚息 / 3.20元，…: a sentence or sum that breaks between label and amount."""
    page = pairing.page
    first = [other for other in page.rows[token.row] if other.text not in BROKEN_MONEY]
    if token.row == 0 or token is not first[0] or token.kind != "money":
        return None
    last = page.rows[token.row - 1][-1]
    role = pairing.role(last) if last.kind == "text" else None
    if role is None and token.line.text.startswith("民币") and last.text.endswith("人"):
        role = page.grammar.parse(last_clause(last.text[:-1]))
    sentence = _RUNS.search(last.line.text) and len(last.line.text) >= 8
    ends = last.atom.end >= len(last.line.text.rstrip())
    goes_on = len(token.line.text.strip()) > len(token.text) and last.x1 >= token.x1
    if role is None or role.kind != "amount" or not sentence or not ends or not goes_on:
        return None
    return pairing.made(token, last, "inline", role=role)


def carried_over(pairing: Pairing, token: Token) -> Cell | None:
    """本金1,003.80 利息76.99 罚息 / 39.15: the last label of a row of pairs, its amount below."""
    page = pairing.page
    alone = token.line.text.strip() == token.text.strip()
    if token.row == 0 or token.kind != "money" or not alone:
        return None
    above = page.rows[token.row - 1]
    labels = [other for other in above if (role := page.amount_role(other)) and role.component]
    if len(labels) < 2 or id(labels[-1]) in pairing.used:
        return None
    first, last = labels[0], labels[-1]
    spoken = any(other.kind in VALUES and other.x0 >= last.x1 - 1 for other in above)
    paired = any(other.kind in VALUES and first.x1 <= other.x0 + 1 for other in above)
    starts = [other.x0 for other in above if other is first or other.number == first.number]
    under = min(abs(token.x0 - start) for start in starts) <= WRAP * token.height
    if spoken or not paired or not under or token.y0 - last.y1 > WRAP * token.height:
        return None
    return pairing.made(token, last, "left")
