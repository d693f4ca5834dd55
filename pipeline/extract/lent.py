"""What was agreed when money was lent: how much and on which day. Neither is owed by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pipeline.extract.blocks import label_kind
from pipeline.extract.cells import Cell
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.labels import plain_label


def lent_of(page: Page, cells: Iterable[Cell]) -> Decimal | None:
    """The amount lent, where the page names one; a list of loans names several.

    借款本金 is what was lent only beside what is left of it: by itself it may be either.
    """
    listed = list(cells)
    left = any(c.role.component == "principal" and c.role.bucket != "ignore" for c in listed)
    words = {plain_label(word) for word in page.grammar.vocabulary.lent}
    found = {
        cell.token.atom.value
        for cell in listed
        if plain_label(cell.label) in words and (left or "本金" not in cell.label)
    }
    found |= {token.atom.value for token in page.tokens if token.kind == "lent"}
    return found.pop() if len(found) == 1 else None


BORROWED = re.compile(r"\s*(?:借入|借款(?!日|详情|合同|编号)|放款(?!日)|借(?![据款条记]))")
"""2026-03-20 借入, 2026-05-20 借·12期: right behind the day of lending."""


def began_of(page: Page) -> date | None:
    """The day of lending, where the page names one."""
    days = {
        token.atom.day
        for token in page.tokens
        if token.kind == "date"
        and token.atom.day
        and (
            label_kind(page, token) == "date.lent"
            or BORROWED.match(token.line.text[token.atom.end :])
        )
    }
    return days.pop() if len(days) == 1 else None


_LOAN = re.compile("(?:借款|贷款|借据)(?:详情|明细|信息|账单)")
"""How the page of a loan is headed."""


def headed_as_loan(texts: Iterable[str]) -> bool:
    """Whether a page is headed as one of a loan (借款详情)."""
    return any(_LOAN.fullmatch(squeezed(text)) for text in texts)
