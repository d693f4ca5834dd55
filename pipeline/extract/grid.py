"""A page's tokens in rows, with what its words mean: heads of tables, headings, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.folding import squeezed
from pipeline.extract.labels import Grammar, Role
from pipeline.extract.layout import Token

VALUES = ("money", "none", "number")
COUNTED = re.compile(r"([^\d(]{2,6}?)(?:账单|期数|借款)?\(?共?\d{1,3}[期笔个]?\)?")
OVERDUE_INTEREST = "逾期利息"
REMAINING = ("剩余", "待", "未", "尚", "欠", "余额")
NOBODY = Role("")
CURRENCY = re.compile(r"人民币|本币|rmb|cny|美元|外币|usd|港币|港元|hkd|欧元|eur|日元|jpy", re.I)
ABROAD = re.compile(r"美元|外币|usd|港币|港元|hkd|欧元|eur|日元|jpy", re.I)
BOOKINGS = (
    "记账日", "记账日期", "交易日", "交易日期", "摘要", "交易摘要", "交易说明", "发生额", "借方", "贷方",
    "交易金额", "借方发生额", "贷方发生额", "入账日期", "业务摘要", "账户余额",
)  # fmt: skip
CHARGES = ("interest", "penalty", "fees", "late_fees")
"""Named in a list of transactions (循环利息 33.18), these are part of what the bill asks for."""
LONG_LINE = 12
"""A line of so many signs may break a word at its end."""
MOST_PLANS = 2
"""So many lengths of plan may stand on one page; more, and k/n are days."""
MAX_TEXT_ROWS = 2
"""Rows of words (a status, a second line of a cell) that do not end a table."""
CLAUSE = re.compile(r"[,。;；|+=!！?？<>》《]|\s{2,}|-+")


@dataclass(frozen=True)
class Crossed:
    """A table of parts against states. heads, gross: tokens by identity; full: no head is blank."""

    header: int
    heads: frozenset[int]
    gross: frozenset[int]
    full: bool


class Page:
    """A page's tokens by row, with the roles of its words; what the pairing looks things up in."""

    def __init__(self, tokens: Iterable[Token], grammar: Grammar) -> None:
        self.grammar = grammar
        whole = _without_days([token for token in tokens if token.kind != "mark"])
        self.tokens = [part for token in whole for part in _parted(token, grammar)]
        count = max((token.row for token in self.tokens), default=-1) + 1
        self.rows: list[list[Token]] = [[] for _ in range(count)]
        for token in self.tokens:
            self.rows[token.row].append(token)
        self._roles = {
            id(token): grammar.parse(last_clause(token.text))
            for token in self.tokens
            if token.kind == "text"
        }
        self._join_broken_words()
        self._tell_overdue_interest()
        self.slashed = dict(self._slashed())
        self.instalments = sum(token.kind == "period" for token in self.tokens)
        self.headers = self._headers()
        self.crossed = self._crossed()
        self.foreign = self._foreign()
        self.ledger = self._ledger()
        self.sums: dict[int, int] = {}
        self.tables = {row: header for header in self.headers for row in self._table_rows(header)}
        self.sections = self._sections()
        self.counting: set[int] = set()
        self.states = self._states()

    def _join_broken_words(self) -> None:
        """…贵方已 / 归还本金 4,830.40元: a label whose first sign ended the line above."""
        for above, row in pairwise(self.rows):
            if not above or not row or row[0].kind != "text" or row[0].atom.start > 0:
                continue
            last = above[-1]
            ends = last.kind == "text" and last.atom.end >= len(last.line.text.rstrip())
            if not ends or len(last.line.text) < LONG_LINE:
                continue
            for count in (2, 1):
                role = self.grammar.parse(last.text[-count:] + last_clause(row[0].text))
                fits = role is not None and role.kind == "amount"
                if role is not None and fits and (role.bucket or not self.role(row[0])):
                    self._roles[id(row[0])] = role
                    break

    def _tell_overdue_interest(self) -> None:
        """逾期利息 is the penalty, but beside a 罚息 it is the interest that is overdue."""
        roles = [(token, role) for token in self.tokens if (role := self._roles.get(id(token)))]
        late = [(token, role) for token, role in roles if role.component == "penalty"]
        plain = any(role.component == "interest" and role.bucket != "paid" for _, role in roles)
        named = [(token, role) for token, role in late if OVERDUE_INTEREST in squeezed(token.text)]
        if plain or len(named) == len(late):
            return
        for token, role in named:
            self._roles[id(token)] = replace(role, component="interest", scope="overdue")

    def _foreign(self) -> frozenset[int]:
        """Amounts, by identity, in a column whose head names a foreign currency."""
        heads: list[Token] = []
        since = 0
        found = []
        for number, row in enumerate(self.rows):
            named = [token for token in row if token.kind == "text" and CURRENCY.search(token.text)]
            if len(named) > 1 and not self.money_in(number):
                heads, since = named, number
            elif number in self.headers and number > since + 1:
                heads = []
            under = [(token, head) for token in row if (head := _over(heads, token))]
            if any(not ABROAD.search(head.text) for _, head in under):
                found += [id(token) for token, head in under if ABROAD.search(head.text)]
        return frozenset(found)

    def _ledger(self) -> frozenset[int]:
        """Rows of a list of bookings (记账日, 摘要, 发生额): history, whatever their columns say.

        A charge among a card's bookings (循环利息 33.18) is part of what the bill asks for.
        """
        found: list[int] = []
        inside = False
        for number, row in enumerate(self.rows):
            words = sum(squeezed(token.text) in BOOKINGS for token in row if token.kind == "text")
            if words >= 2 and not self.money_in(number):
                inside = True
            elif inside and self.money_in(number):
                inside = any(token.kind in ("date", "period") for token in row)
                charges = [role for token in row if (role := self._amount_role(token))]
                if inside and not any(role.component in CHARGES for role in charges):
                    found.append(number)
        return frozenset(found)

    def _slashed(self) -> Iterator[tuple[int, tuple[Token, Role]]]:
        """本金/利息/罚息 over 9,168.00/454.73/34.84: a list of labels speaks for every list of so
        many amounts below it, in order; (token of an amount, its label and role)."""
        patterns: dict[int, tuple[Token, list[Role]]] = {}
        for row in self.rows:
            for token in row:
                roles = self._listed(token) if token.kind == "text" else []
                if roles:
                    patterns[len(roles)] = token, roles
            money = [token for token in row if token.kind == "money"]
            others = [token for token in row if token.kind != "money" and token.text not in "/|、"]
            if len(money) in patterns and not others and len({t.number for t in money}) == 1:
                label, roles = patterns[len(money)]
                yield from ((id(t), (label, role)) for t, role in zip(money, roles, strict=True))

    def _listed(self, token: Token) -> list[Role]:
        """The roles of a label that lists two parts or more, else nothing."""
        words = squeezed(token.text).rpartition(":")[2]
        pieces = [piece for piece in re.split(r"[/|、,+]", words) if piece]
        roles = [self.grammar.parse(piece) for piece in pieces]
        found = [role for role in roles if role is not None and role.component not in ("", "total")]
        return found if len(found) == len(pieces) >= 2 else []

    def _states(self) -> list[str]:
        """The status each row stands under by a heading that counts: 逾期中(1), 已结清(5)."""
        current = ""
        states = []
        for row in self.rows:
            text = row[0].line.text if row else ""
            lines = {token.number: squeezed(token.line.text) for token in row}
            counting = [words for words in lines.values() if COUNTED.fullmatch(words)]
            match = COUNTED.fullmatch(squeezed(text)) if len(counting) == 1 else None
            if match and (status := self.grammar.status(match.group(1))):
                current = status
                self.counting.add(row[0].row)
            states.append(current)
        return states

    def role(self, token: Token) -> Role | None:
        """What a token says about amounts near it."""
        return self._roles.get(id(token))

    def heads(self, header: int) -> list[Token]:
        """The heads of a table: its head row, and what the row over it says of further columns."""
        found = list(self.rows[header])
        for number in range(header - 1, max(header - 3, -1), -1):
            row = self.rows[number]
            if self.money_in(number) or not row or found[0].y0 - row[0].y1 > 3 * row[0].height:
                break
            found += [
                token
                for token in row
                if self.role(token)
                and all(token.x1 < other.x0 or token.x0 > other.x1 for other in found)
            ]
        return sorted(found, key=lambda token: token.x0)

    def money_in(self, row: int) -> bool:
        return any(token.kind in ("money", "none") for token in self.rows[row])

    def _headers(self) -> list[int]:
        """Rows that head a table: two or more labels, one of an amount, and no amount."""
        return [
            number
            for number, row in enumerate(self.rows)
            if self._heads(row) and not self.money_in(number)
        ]

    def _crossed(self) -> dict[int, Crossed]:
        """Rows of tables whose head names states (应还, 已还, 剩余) and whose rows name parts, or
        the other way round."""
        found: dict[int, Crossed] = {}
        for header, row in enumerate(self.rows):
            heads = [token for token in row if self._amount_role(token)]
            if len(heads) < 2 or self.money_in(header):
                continue
            named = {bool(self._amount_role(head).component) for head in heads}  # type: ignore[union-attr]
            if len(named) > 1:
                continue
            parts_on_top = named.pop()
            body = self._crossed_rows(header, parts_on_top)
            if len(body) < 2:
                continue
            states = [self.rows[row][0] for row in body] if parts_on_top else heads
            crossed = Crossed(
                header, frozenset(map(id, heads)), frozenset(self._gross(states)),
                full=len(heads) == len(self.rows[header]) and not parts_on_top,
            )  # fmt: skip
            found |= dict.fromkeys(body, crossed)
        return found

    def _crossed_rows(self, header: int, parts_on_top: bool) -> list[int]:
        body: list[int] = []
        for number in range(header + 1, len(self.rows)):
            role = self._amount_role(self.rows[number][0])
            values = [token for token in self.rows[number] if token.kind in ("money", "none")]
            if role is None or not values:
                if self.money_in(number) or number - (body[-1] if body else header) > 1:
                    break
                continue
            if bool(role.component) == parts_on_top:
                break
            body.append(number)
        return body

    def _amount_role(self, token: Token) -> Role | None:
        role = self.role(token) if token.kind == "text" else None
        return role if role is not None and role.kind == "amount" else None

    def _gross(self, states: list[Token]) -> list[int]:
        """Of several states that are owed, those before what was paid is taken off (应还)."""
        owed = [token for token in states if (self.role(token) or NOBODY).bucket == "owed"]
        left = [token for token in owed if any(word in squeezed(token.text) for word in REMAINING)]
        return [id(token) for token in owed if left and token not in left]

    def _owes(self, row: list[Token]) -> bool:
        """Whether a row says outright that an amount is owed."""
        roles = [role for token in row if (role := self._amount_role(token))]
        return bool(roles) and roles[0].bucket == "owed" and any(t.kind == "money" for t in row)

    def _table_rows(self, header: int) -> list[int]:
        """Rows of amounts that stand under a head, down to the next label; none for a single card.

        One row of amounts is a table when it begins with an instalment or a date, else it is a card
        whose labels stand over their values.
        """
        found: list[int] = []
        for number in range(header + 1, len(self.rows)):
            if self._sums_up(number, header):
                self.sums[number] = header
            elif number > header + 1 or not self._second_head(number):
                if self._ends_table(header, number, found):
                    break
                if self.money_in(number):
                    found.append(number)
        if len(found) >= 2:
            return found
        numbered = any(
            role.kind == "period" for token in self.rows[header] if (role := self.role(token))
        )
        for row in found:
            kinds = {token.kind for token in self.rows[row]}
            if "period" in kinds or ("date" in kinds and numbered):
                return found
        return []

    def _ends_table(self, header: int, number: int, found: list[int]) -> bool:
        """Whether a row cannot belong to the table of a head any more."""
        if number in self.headers or self.labelled(number):
            return True
        if self.money_in(number):
            return self._new_list(header, number, found) or self._fuller(header, number)
        far = number - (found[-1] if found else header) > MAX_TEXT_ROWS
        return far or (bool(found) and self._names_instalment(number))

    def _names_instalment(self, number: int) -> bool:
        return any(token.kind == "period" for token in self.rows[number])

    def _sums_up(self, number: int, header: int) -> bool:
        """Whether a row of a table is its sum: 合计, then an amount for most columns."""
        role = self._amount_role(self.rows[number][0])
        values = [token for token in self.rows[number] if token.kind in VALUES]
        columns = [token for token in self.rows[header] if self._amount_role(token)]
        if role is None or role.component not in ("", "total"):
            return False
        return len(values) >= 2 and len(columns) - 1 <= len(values) <= len(columns)

    def _second_head(self, number: int) -> bool:
        """A second line of a head: labels of dates or states alone, no amounts."""
        row = self.rows[number]
        roles = [self.role(token) for token in row]
        return not self.money_in(number) and all(
            token.kind == "text" and (role is None or role.kind != "amount")
            for token, role in zip(row, roles, strict=True)
        )

    def _fuller(self, header: int, number: int) -> bool:
        """Whether a row has more cells than the head has columns: it is another table's."""
        kinds = (*VALUES, "date", "period", "percent")
        cells = [token for token in self.rows[number] if token.kind in kinds]
        return len(cells) > len(self.heads(header))

    def _new_list(self, header: int, number: int, found: list[int]) -> bool:
        """Whether a row begins a list of instalments that the head knows nothing of."""

        def marked(row: int) -> bool:
            return any(token.kind == "period" for token in self.rows[row])

        roles = [role for token in self.rows[header] if (role := self.role(token))]
        headed = any(role.kind == "period" for role in roles)
        return marked(number) and not headed and bool(found) and not marked(found[0])

    def labelled(self, number: int) -> bool:
        """Whether a row names an amount: a card's label row, or a label beside its value."""
        values = self.money_in(number)
        return any(
            (role.kind == "amount" or not values) and not self.grammar.status(token.text)
            for token in self.rows[number]
            if (role := self.role(token))
        )

    def _heads(self, row: list[Token]) -> bool:
        """Two labels or more, one of an amount that is no mere status (tabs: 未结清, 已结清)."""
        roles = [(token, role) for token in row if (role := self.role(token))]
        return len(roles) >= 2 and any(
            role.kind == "amount" and (role.component or not self.grammar.status(token.text))
            for token, role in roles
        )

    def _sections(self) -> list[str]:
        """The bucket each row stands under by the headings above it."""
        current = ""
        sections = []
        for row in self.rows:
            if len(row) <= 2 and all(token.kind == "text" for token in row):
                second = self._amount_role(row[-1]) if len(row) > 1 else None
                current = (self.grammar.section(row[0].text) if second is None else "") or current
            elif current in ("paid", "ignore") and self._owes(row):
                current = ""  # A sheet over the page, or the next card: its labels say so.
            sections.append("" if current == "owed" else current)
        return sections


def _over(heads: list[Token], token: Token) -> Token | None:
    """The head that an amount stands under."""
    if not heads or token.kind != "money":
        return None
    near = min(heads, key=lambda head: abs(head.centre - token.centre))
    return near if abs(near.centre - token.centre) < 4 * token.height else None


def _without_days(tokens: list[Token]) -> list[Token]:
    """Tokens without days written 01/30, which look like the first instalment of thirty."""
    bare = [t for t in tokens if t.kind == "period" and t.text.replace("/", "").isdigit()]
    crowded = {t.row for t in bare if sum(o.row == t.row for o in bare) > 1}
    days = len(crowded) > 1 or len({token.atom.of for token in bare}) > MOST_PLANS
    if not days:
        return tokens
    dropped = {id(token) for token in bare}
    kept = [token for token in tokens if id(token) not in dropped]
    numbers = {row: number for number, row in enumerate(sorted({token.row for token in kept}))}
    return [replace(token, row=numbers[token.row]) for token in kept]


def _parted(token: Token, grammar: Grammar) -> list[Token]:
    """Two heads that were read as one run of words (应还本金 逾期利息) stand for themselves."""
    found = list(re.finditer(r"\S+", token.atom.text))
    if token.kind != "text" or len(found) < 2:
        return [token]
    if not all(grammar.parse(match.group()) for match in found):
        return [token]
    start = token.atom.start
    return [token.part(start + match.start(), start + match.end()) for match in found]


def last_clause(text: str) -> str:
    """The words after the last break: a label inside a sentence stands at its end."""
    parts = [part for part in CLAUSE.split(text.strip(" :：,，。")) if part.strip(" :：()（）")]
    if not parts:
        return ""
    last = parts[-1]
    if "(" in last or "（" in last:
        inner = re.split(r"[(（]", last)
        tail = inner[-1].rstrip(" )）:：")
        return last if ")" in last or "）" in last or not tail else tail
    return last
