"""Where a page names instalments: by number, by month, or by the day that each falls due."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.blocks import Mark
from pipeline.extract.bookings import under_bookings
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.tables import are_details
from pipeline.extract.token import Token

_REST = re.compile("(?:剩余|待还|未还|剩)(?:还款)?期[数次]?")
MONTHS, DAYS = 12, 31
LEAST_PARTS = 2
FEW_WORDS, MANY_WORDS = 5, 12
"""Characters beside days and amounts that make a line with a comma, or any line, a sentence."""


def marks_of(page: Page) -> list[Mark]:
    """All places that name an instalment, top to bottom."""
    told = _running_text(page)
    marks = [
        Mark(token, token.atom.index, token.atom.of)
        for token in page.tokens
        if token.kind == "period"
        and token.row not in page.ledger
        and token.row not in page.bookings
        and page.sections[token.row] != "ignore"
        and (token.row in page.tables or not (told or _in_sentence(page, token)))
        and not squeezed(token.line.text).startswith("其中")
        and not _chip(page, token)
        and not _one_of_several(page, token)
        and not _day_of_booking(page, token)
        and not _counts_pages(page, token)
        and not _counts_the_rest(page, token)
        and not _labelled_day(page, token)
        and not page.counts_instalments(token)
    ]
    counts: list[Mark] = []
    for token in page.tokens:
        role = page.role(token) if token.kind == "text" else None
        if role is None or role.kind != "period" or token.row in page.headers:
            continue
        value = next(
            (
                other
                for other in page.rows[token.row]
                if other.x0 >= token.x1 - 1 and other.kind in ("number", "period")
            ),
            None,
        )
        if value is not None and value.kind == "number" and 0 < (value.atom.index or 0) < 400:
            counts.append(Mark(value, value.atom.index, None))
    if len(counts) > 1 or not (marks or page.tables):
        marks += counts  # 期数 12 beside a table of instalments says how many there are.
    marks += _like_the_others(page, marks)
    if not marks and not page.tables:
        marks += _counted_rows(page)
    if not marks and not page.tables:
        marks += [Mark(token, None, None) for token in _dated_heads(page) or _dated_parts(page)]
    return sorted(marks, key=lambda mark: (mark.token.row, mark.token.x0))


def _like_the_others(page: Page, marks: Sequence[Mark]) -> list[Mark]:
    """到期还 2026-11-08 ¥167.82 among 第3/6期 2026-11-08 ¥549.81: a purchase that is paid at once,
    in a row like those of the instalments of others, as far to the left."""
    rows = [
        page.rows[mark.token.row] for mark in marks if mark.token is page.rows[mark.token.row][0]
    ]
    rows = [
        row for row in rows if len(row) > 2 and row[1].kind == "date" and row[-1].kind == "money"
    ]
    if len(rows) < 2:
        return []
    left, high = rows[0][0].x0, rows[0][0].height
    return [
        Mark(row[1], None, None)
        for row in page.rows
        if len(row) > 2
        and [row[0].kind, row[1].kind, row[-1].kind] == ["text", "date", "money"]
        and abs(row[0].x0 - left) < high
        and page.amount_role(row[0]) is None
    ]


def _counted_rows(page: Page) -> list[Mark]:
    """The numbers that head the instalments of a list, each beside its day and over or beside its
    amounts, one more in each: 3期 2026-08-18 729.33, over 本634.04+息95.29; [] where there are not
    two."""
    rows = ([token for token in row if not page.is_speck(token)] for row in page.rows)
    heads = [
        row[0] for row in rows if len(row) > 1 and row[0].kind == "nth" and row[1].kind == "date"
    ]
    rising = all(
        after.atom.index == (before.atom.index or 0) + 1
        and any(page.money_in(row) for row in range(before.row, after.row))
        for before, after in pairwise(heads)
    )
    return (
        [Mark(head, head.atom.index, None) for head in heads] if len(heads) > 1 and rising else []
    )


def _dated_heads(page: Page) -> list[Token]:
    """The days that head the instalments of a list that numbers none: 2026年9月5日 | 逾期, or
    9月5日 | 逾期 | 612.20, over the amounts of that day; [] where there are not two with days of
    their own."""
    heads = [
        row[0]
        for row in page.rows
        if row and row[0].kind == "date" and len(row) > 1
        if all(_says_how(page, other) for other in row[1:]) and not _only_money(row[1:])
    ]
    days = {head.atom.day or squeezed(head.text) for head in heads}
    between = all(
        any(page.money_in(number) for number in range(head.row + 1, after.row))
        for head, after in pairwise(heads)
    )
    return heads if len(heads) > 1 and len(days) == len(heads) and between else []


def _says_how(page: Page, token: Token) -> bool:
    """Whether words say how an instalment stands, or are its amount."""
    return token.kind in ("days", "money") or bool(page.grammar.status(token.text))


def _only_money(tokens: Sequence[Token]) -> bool:
    return all(token.kind == "money" for token in tokens) or (
        sum(token.kind == "money" for token in tokens) > 1
    )


def _dated_parts(page: Page) -> list[Token]:
    """The days that lead the parts of instalments whose numbers stand in rings, which are hardly
    read, or nowhere: 2026/09/06 本金671.70+利息83.85, under ¥755.55 | 已还清, or 2026-04-12 本金
    1,000.00 | 1,111.60; [] where there are not two, or three of one part each."""
    days = [row[0] for row in page.rows if _leads_parts(page, row)]
    distinct = len({token.atom.day for token in days}) == len(days)
    full = all(len(page.rows[token.row]) > 2 * LEAST_PARTS for token in days)
    return days if len(days) > (1 if full else 2) and distinct else []


def _leads_parts(page: Page, row: Sequence[Token]) -> bool:
    """Whether a row is a day, parts with their amounts, and perhaps what they come to."""
    if len(row) < 3 or row[0].kind != "date" or not row[0].atom.day:
        return False
    parts = row[1:-1] if len(row) % 2 == 0 and row[-1].kind == "money" else row[1:]
    return len(parts) > 1 and are_details(page, parts)


def _counts_pages(page: Page, token: Token) -> bool:
    """頁數 1/1."""
    before = [other for other in page.rows[token.row] if other.x1 <= token.x0 + 1]
    return any(squeezed(other.text).endswith(("页数", "页码", "页")) for other in before[-1:])


def _counts_the_rest(page: Page, token: Token) -> bool:
    """剩余期数 17/24期: how many there are still to pay."""
    before = [other for other in page.rows[token.row] if other.x1 <= token.x0 + 1]
    return any(_REST.fullmatch(squeezed(other.text).rstrip(":")) for other in before[-1:])


def _chip(page: Page, token: Token) -> bool:
    """手续费 7/12期 23.16: which instalment a row's amount is of, not the head of a block."""
    if token.row in page.tables:
        return False
    before = [o for o in page.rows[token.row] if o.x1 <= token.x0 + 1 and o.kind == "text"]
    roles = [role for other in before if (role := page.role(other))]
    return any(role.kind == "amount" and role.component not in ("", "total") for role in roles)


def _day_of_booking(page: Page, token: Token) -> bool:
    """10/28 | 循环利息 | 213.72 under 记账日 | 交易摘要: a day that looks like an instalment."""
    day = (token.atom.index or 0) <= MONTHS and 0 < (token.atom.of or 0) <= DAYS
    return day and token is page.rows[token.row][0] and under_bookings(page, token.row)


def _labelled_day(page: Page, token: Token) -> bool:
    """11/18 over 到期还款日, or behind it: a day that looks like an instalment."""
    if (
        (token.atom.index or 0) > MONTHS
        or not 0 < (token.atom.of or 0) <= DAYS
        or "期" in token.text
    ):
        return False
    near = [
        other
        for row in page.rows[token.row + 1 : token.row + 2]
        for other in row
        if min(other.x1, token.x1) > max(other.x0, token.x0)
    ]
    near += [other for other in page.rows[token.row] if other.x1 <= token.x0 + 1][-1:]
    return any((role := page.role(other)) and role.kind.startswith("date") for other in near)


def _one_of_several(page: Page, token: Token) -> bool:
    """第7期 / 第8期 120.00 / 103.33: instalments in one line, whose amounts take one apart; and
    第6/12期起逾期 and 最早逾期期次：第3期, from which on a loan is overdue."""
    line = token.line.text
    before, after = line[: token.atom.start].rstrip(), line[token.atom.end :].lstrip()
    return bool(
        re.search(r"期\s?[/／]$|最早[\u4e00-\u9fff]{0,6}[:：]?\s?$", before)
        or re.match(r"[/／]\s?第|起已?逾期", after)
    )


def _running_text(page: Page) -> bool:
    """Whether instalments and their amounts are told in one run of text: 第8期(…到期)本金849.02元、
    利息53.40元，逾期47天；第9期…. Where a line begins there tells nothing; where each begins with
    its instalment (第4期：本金1,603.65，利息229.95) it does."""
    named = [token for token in page.tokens if token.kind == "period"]
    lines = {token.number for token in named}
    if len(lines) == len(named) > 1 and all(token.atom.start == 0 for token in named):
        return False
    return any(
        token.kind == "period"
        and re.search("[，、；。]", token.line.text)
        and len(token.line.text) > len(token.text) + 14
        and any(t.kind == "money" and t.number == token.number for t in page.rows[token.row])
        for token in page.tokens
    )


def _in_sentence(page: Page, token: Token) -> bool:
    """Whether an instalment is named among many words; 2026年09月05日应还·第5/8期(逾期78天) and
    第4期=本金654.92+利息63.43 are none."""
    line = token.line.text
    if len(line) <= len(token.text) + 14:
        return False
    words = [
        other.text
        for other in page.rows[token.row]
        if other.number == token.number and other.kind == "text" and not page.role(other)
        if not page.grammar.status(other.text)
    ]
    signs = len(re.sub("[^\u4e00-\u9fff]", "", "".join(words)))
    return signs > MANY_WORDS or (signs > FEW_WORDS and bool(re.search("[，。,;；！!]", line)))
