"""What headings say of the rows under them: a bucket (还款记录), or a status (逾期中(1))."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.folding import squeezed
from pipeline.extract.token import Token
from pipeline.extract.words import Words

REPAID = ("已归还", "已偿还", "已还部分", "已归还部分", "已偿还部分", "已还情况", "累计已还")
"""Headings of what was repaid, where they stand at the left edge of it."""
TRIAL_ABOVE = re.compile("(?:以上|上述|本页)[^。]{0,12}(?:试算|测算)|不代表(?:当前|实际|目前)欠款")
MENU, MENU_WORD = 3, 6
"""So many entries make a menu; an entry has so many signs at most."""


@dataclass(frozen=True)
class States:
    """by_row: the status each row stands under, ""; counting: rows of the headings themselves."""

    by_row: list[str]
    counting: set[int]


def sections_of(words: Words) -> list[str]:
    """The bucket each row stands under by the headings above it, "" where it is owed."""
    current, title = "", 0
    sections: list[str] = []
    for number, row in enumerate(words.rows):
        if _heads_what_was_repaid(words, number):
            title, current = len(sections) + 1, "paid"
        elif 0 < len(row := _heading_in(words, row)) <= 2 and all(t.kind == "text" for t in row):
            second = words.amount_role(row[-1]) if len(row) > 1 else None
            named = words.grammar.section(row[0].text) if second is None else ""
            named = "" if named and (_in_menu(words, row[0]) or _has_a_count(row)) else named
            # 还款记录 in a menu, and below it a sheet over the page with a title of its own.
            title = len(sections) + 1 if named else len(sections)
            current = named or current
        elif current in ("paid", "ignore") and _owes(words, row):
            current = ""  # A sheet over the page, or the next card: its labels say so.
            sections[title:] = [""] * len(sections[title:])
        sections.append("" if current == "owed" else current)
    for number in _settled(words):
        sections[number] = "paid"
    trial = _trial_above(words)
    return ["projected"] * trial + sections[trial:]


def _settled(words: Words) -> list[int]:
    """Rows of the cards of loans that their heads say were repaid (易卡借款 2000元 | 已结清), among
    others whose heads say something else."""
    heads = {
        number: "late" if row[-1].kind == "days" else words.grammar.status(row[-1].text)
        for number, row in enumerate(words.rows)
        if len(row) > 2 and any(token.kind in ("money", "lent") for token in row[1:-1])
        if all(token.kind not in ("period", "date", "nth") for token in row)
        if not any((role := words.amount_role(token)) and role.component for token in row)
    }
    heads = {number: state for number, state in heads.items() if state}
    looks = {tuple(token.kind for token in words.rows[number][:-1]) for number in heads}
    if len(looks) != 1 or "paid" not in heads.values() or len(set(heads.values())) < 2:
        return []
    rows = sorted(heads)
    deep = min(after - before for before, after in pairwise(rows))
    ends = [*rows[1:], min(rows[-1] + deep, len(words.rows))]
    return [
        row
        for head, end in zip(rows, ends, strict=True)
        if heads[head] == "paid"
        for row in range(head, end)
    ]


def _has_a_count(row: list[Token]) -> bool:
    """已还期数 | 2期/共6期: a label beside its value, which heads nothing."""
    return (
        len(row) > 1 and row[1].number != row[0].number and bool(re.search(r"\d", row[1].line.text))
    )


def _trial_above(words: Words) -> int:
    """How many rows stand over a line that says that they were worked out, and are not owed: 以上为
    提前结清试算结果，仅供参考; 0 where none does."""
    said = (
        number
        for number, row in enumerate(words.rows)
        if any(TRIAL_ABOVE.search(squeezed(token.line.text)) for token in row)
    )
    return max(said, default=0)


def _heading_in(words: Words, row: list[Token]) -> list[Token]:
    """A row without the arrow that leads back, up to 尾号 6208, which tells of whose bookings it is
    the heading."""
    if len(row) > 1 and words.is_speck(row[0]):
        row = row[1:]
    places = [place for place, token in enumerate(row) if "尾号" in token.text]
    return row[: places[0]] if places and places[0] else row


def _heads_what_was_repaid(words: Words, number: int) -> bool:
    """Whether a row says 已归还 and no more, and below it the parts come again that stand above as
    owed; in a list of instalments it would be the state of one."""
    row, above = words.rows[number], words.rows[:number]
    if len(row) != 1 or squeezed(row[0].text) not in REPAID or number + 1 == len(words.rows):
        return False
    edge = abs(row[0].x0 - words.rows[number + 1][0].x0)
    if edge > row[0].height or any(t.kind == "period" for other in above for t in other):
        return False
    named = {
        role.component
        for other in above
        for token in other
        if (role := words.amount_role(token)) and role.bucket in ("", "owed")
    }
    below = words.rows[number + 1]
    role = words.amount_role(below[0])
    return _has_money(below) and role is not None and role.component in named - {""}


def _in_menu(words: Words, token: Token) -> bool:
    """Whether words stand in a menu beside the page: one below the other at the left edge, and some
    of them left of a label that has its amount."""
    level = [
        row
        for row in words.rows
        if row
        and row[0].kind == "text"
        and words.role(row[0]) is None
        and len(row[0].text) <= MENU_WORD
        and abs(row[0].x0 - token.x0) < token.height
    ]
    beside = [row for row in level if any(map(words.amount_role, row[1:])) and _has_money(row)]
    return len(level) >= MENU and bool(beside)


def _has_money(row: list[Token]) -> bool:
    return any(token.kind == "money" for token in row)


def _owes(words: Words, row: list[Token]) -> bool:
    """Whether a row says outright that an amount is owed; 剩余待还 0.00 says that none is."""
    roles = [role for token in row if (role := words.amount_role(token))]
    owed = any(token.kind == "money" and token.atom.value for token in row)
    return bool(roles) and roles[0].bucket == "owed" and owed


def states_of(words: Words) -> States:
    """The status each row stands under by a heading that counts: 逾期中(1), 已结清(5)."""
    lexicon = words.grammar.lexicon
    current = ""
    found = States([], set())
    for row in words.rows:
        lines = {token.number: lexicon.counted(token.line.text) for token in row}
        counting = [counted for counted in lines.values() if counted]
        counted = lines[row[0].number] if len(counting) == 1 else ""
        if counted and (status := words.grammar.status(counted)):
            current = status
            found.counting.add(row[0].row)
        found.by_row.append(current)
    return found
