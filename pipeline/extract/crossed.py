"""Amounts named by more than one label: tables of parts against states, and lists with slashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from pipeline.extract.folding import squeezed
from pipeline.extract.labels import Role
from pipeline.extract.token import Token
from pipeline.extract.words import Words

NOBODY = Role("")
TABS = ("全部", "全部账单", "全部订单")
"""待还 | 已还 | 全部: what a page can show, and no head of columns."""
_AMOUNTS = re.compile(r"(?:[\d.,¥￥元\s]+[/|+、])+[\d.,¥￥元\s]+")


@dataclass(frozen=True)
class Crossed:
    """A table of parts against states. heads, gross: tokens by identity; full: no head is blank."""

    header: int
    heads: frozenset[int]
    gross: frozenset[int]
    full: bool


def crossed_of(words: Words) -> dict[int, Crossed]:
    """Rows of tables whose head names states (应还, 已还, 剩余) and whose rows name parts, or
    the other way round."""
    found: dict[int, Crossed] = {}
    for header, row in enumerate(words.rows):
        heads = [token for token in row if words.amount_role(token)]
        if len(heads) < 2 or words.money_in(header) or _under_its_amounts(words, header, heads):
            continue
        if any(squeezed(token.text) in TABS for token in row):
            continue
        named = {
            role.component not in ("", "total")
            for head in heads
            if (role := words.amount_role(head))
        }
        if len(named) > 1:
            continue
        parts_on_top = named.pop()
        if not parts_on_top and not _states(words, heads):
            continue
        body = _crossed_rows(words, header, parts_on_top)
        if len(body) < 2:
            continue
        states = [row_label(words.rows[row]) for row in body] if parts_on_top else heads
        crossed = Crossed(
            header, frozenset(map(id, heads)), frozenset(_gross(words, states)),
            full=len(heads) == len(words.rows[header]) and not parts_on_top,
        )  # fmt: skip
        found |= dict.fromkeys(body, crossed)
    return found


def _states(words: Words, heads: Sequence[Token]) -> bool:
    """Whether labels tell states apart, of which one is owed at least (账单日 每月17日 | 还款日
    每月6日 has only 每月 twice)."""
    return any((words.role(head) or NOBODY).bucket in ("owed", "") for head in heads)


def _under_its_amounts(words: Words, header: int, heads: list[Token]) -> bool:
    """Whether the row over a row of labels holds an amount for each, and nothing else."""
    above = words.rows[header - 1] if header else []
    return len(above) == len(heads) and all(token.kind == "money" for token in above)


def _crossed_rows(words: Words, header: int, parts_on_top: bool) -> list[int]:
    body: list[int] = []
    for number in range(header + 1, len(words.rows)):
        role = words.amount_role(row_label(words.rows[number]))
        values = [token for token in words.rows[number] if token.kind in ("money", "none")]
        if role is None or not values:
            if words.money_in(number) or number - (body[-1] if body else header) > 1:
                break
            continue
        labels = sum(
            words.amount_role(token) is not None and not token.text.startswith(("(", "（"))
            for token in words.rows[number]
        )  # 罚息 | （逾期利息）
        if bool(role.component) == parts_on_top or labels > 1:
            break
        body.append(number)
    return body


def row_label(row: Sequence[Token]) -> Token:
    """The words that a row begins with, behind its number (3 | 罚息 | 1,051.00)."""
    place = 1 if len(row) > 1 and row[0].kind == "number" and row[1].kind == "text" else 0
    return row[place]


def _gross(words: Words, states: list[Token]) -> list[int]:
    """Of several states that are owed, those before what was paid is taken off (应还)."""
    owed = [token for token in states if (words.role(token) or NOBODY).bucket == "owed"]
    left = [token for token in owed if words.grammar.lexicon.is_remaining(token.text)]
    return [id(token) for token in owed if left and token not in left]


def slashed_of(words: Words) -> Iterator[tuple[int, tuple[Token, Role]]]:
    """本金/利息/罚息 before or over 9,168.00/454.73/34.84: a list of labels speaks for so many
    amounts behind it, or for every list of so many below it, in order.

    (token of an amount by identity, its label and role)
    """
    patterns: dict[int, tuple[Token, list[Role]]] = {}
    for row in words.rows:
        for end, label, roles in _label_lists(words, row):
            patterns[len(roles)] = label, roles
            behind = _amounts_behind(row[end:])
            if len(behind) == len(roles):
                yield from _spoken_for(behind, label, roles)
        for group in joined_amounts(row):
            if len(group) in patterns and _over(patterns[len(group)][0], group):
                yield from _spoken_for(group, *patterns[len(group)])
        money = [token for token in row if token.kind == "money"]
        others = [token for token in row if token.kind != "money" and not _between(token)]
        if len(money) in patterns and not others and len({t.number for t in money}) == 1:
            yield from _spoken_for(money, *patterns[len(money)])


def _label_lists(words: Words, row: Sequence[Token]) -> Iterator[tuple[int, Token, list[Role]]]:
    """Lists of labels in a row, whole (本金/利息) or in pieces (本金 / 利息): where each ends, its
    first words, its roles."""
    place = 0
    while place < len(row):
        first = row[place]
        place += 1
        roles = _listed(words, first) if first.kind == "text" else []
        if not roles and (one := _part(words, first)):
            roles = [one]
            while place + 1 < len(row) and _slash(row[place]):
                following = _part(words, row[place + 1])
                if following is None:
                    break
                roles.append(following)
                place += 2
        if len(roles) > 1:
            yield place, first, roles


def joined_amounts(row: Sequence[Token]) -> Iterator[list[Token]]:
    """Amounts of one line with nothing but signs between them: 1258.02+98.19."""
    for _, line in groupby(row, key=lambda token: token.number):
        tokens = list(line)
        if len(tokens) > 1 and _AMOUNTS.fullmatch(tokens[0].line.text.strip()):
            yield [token for token in tokens if token.kind == "money"]


def _over(label: Token, amounts: Sequence[Token]) -> bool:
    return label.x0 < amounts[-1].x1 and amounts[0].x0 < label.x1


def _part(words: Words, token: Token) -> Role | None:
    role = words.amount_role(token)
    return role if role is not None and role.component not in ("", "total") else None


def _spoken_for(
    amounts: Sequence[Token], label: Token, roles: Sequence[Role]
) -> Iterator[tuple[int, tuple[Token, Role]]]:
    yield from ((id(t), (label, role)) for t, role in zip(amounts, roles, strict=True))


def _amounts_behind(tokens: Sequence[Token]) -> list[Token]:
    """The amounts up to the next words; what stands between them does not count."""
    kept = takewhile(lambda token: token.kind == "money" or _between(token), tokens)
    return [token for token in kept if token.kind == "money"]


def _between(token: Token) -> bool:
    return not token.text.strip("/|、／｜ ")


def _slash(token: Token) -> bool:
    return token.text.strip() in ("/", "／", "|", "｜", "、")


def _listed(words: Words, token: Token) -> list[Role]:
    """The roles of a label that lists two parts or more, else nothing."""
    text = squeezed(token.text).rpartition(":")[2]
    pieces = [piece for piece in re.split(r"[/|、,+]", text) if piece]
    roles = [words.grammar.parse(piece) for piece in pieces]
    found = [role for role in roles if role is not None and role.component not in ("", "total")]
    return found if len(found) == len(pieces) >= 2 else []
