"""A page's tokens by row, with what its words say of amounts near them.

Before words are parsed they are put right: days that look like instalments are left out, two labels
read as one are parted, a label broken at the end of a line is joined, and 逾期利息 beside a 罚息 is
told to be interest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from pipeline.extract.folding import squeezed
from pipeline.extract.labels import CHARGES, SHORT, Grammar, Role, plain_label, without_capitals
from pipeline.extract.rownumbers import row_numbers
from pipeline.extract.token import Token

VALUES = ("money", "none", "number")
"""Kinds of tokens that may be an amount; "none" is a dash in its place."""
BROKEN = 10
"""A line of a message of so many signs may go on in the next."""
ENDS = tuple("。；;：:！!")
"""Signs after which no word goes on in the next line."""
LONG_LINE = 12
"""A line of so many signs may break a word at its end."""
NEAR_ROWS = 2
COLUMNS = 3
"""So many columns of amounts make a table of bare numbers one of yuan."""
MOST_PLANS = 2
"""So many lengths of plan may stand on one page; more, and k/n are days."""
PROGRESS = "进度"
"""A head of how far a loan was repaid: 还款进度 over 4/12期."""
SPREAD = 3.0
"""Two characters of one word stand at most so many heights apart."""
GAP = 1.8
"""Characters so many usual steps apart are heads of two columns, read as one run of words."""
CLAUSE = re.compile(r"[,。;；|·•+=!！?？<>》《]|\s{2,}|(?<![a-zA-Z]\s)-+")

_CLOSED = re.compile(r"(?<=[\u4e00-\u9fff])[(（][^()（）]*[)）]")
"""A remark in brackets behind a word."""


class Words:
    """A page's tokens by row, with the roles of its words."""

    def __init__(self, tokens: Iterable[Token], grammar: Grammar) -> None:
        self.grammar = grammar
        whole = _in_rows(_without_days([token for token in tokens if token.kind != "mark"]))
        self.tokens = [part for token in whole for part in _parted(token, grammar)]
        count = max((token.row for token in self.tokens), default=-1) + 1
        self.rows: list[list[Token]] = [[] for _ in range(count)]
        for token in self.tokens:
            self.rows[token.row].append(token)
        self._leave_out_row_numbers()
        self._roles = {
            id(token): _before_the_day(grammar, token.text)
            or _before_remark(grammar, token.text)
            or _before_dash(grammar, token.text)
            or grammar.parse(last_clause(token.text))
            or _after_a_name(grammar, token.text)
            for token in self.tokens
            if token.kind == "text" and not grammar.lexicon.is_items(token.text)
        }
        self._take_whole_yuan()
        self._take_short_labels(self._join_spread_words())
        self._join_broken_words()
        self._carry_buckets()
        self._join_capitals()
        self._tell_overdue_interest()

    def _leave_out_row_numbers(self) -> None:
        """A spreadsheet's own numbers are no words of the page."""

        def heads(row: Sequence[Token]) -> bool:
            words = [self.grammar.parse(token.text) for token in row if token.kind == "text"]
            kinds = [role.kind for role in words if role is not None]
            return "period" in kinds or kinds.count("amount") >= COLUMNS

        left_out = row_numbers(self.rows, heads)
        self.rows = [[token for token in row if id(token) not in left_out] for row in self.rows]
        self.tokens = [token for row in self.rows for token in row]

    def _take_whole_yuan(self) -> None:
        """1100 | 99 | 35 under 本金 | 利息 | 罚息: numbers in columns of amounts are amounts in
        whole yuan."""
        heads: list[Token] = []
        for number, row in enumerate(self.rows):
            named = [token for token in row if (role := self.amount_role(token)) and role.component]
            if len(named) >= COLUMNS and not any(token.kind in VALUES for token in row):
                heads = named
                continue
            if any(token.kind == "money" for token in row):
                heads = []
            bare = [t for t in row if t.kind == "number" and any(_overlap(t, h) for h in heads)]
            if len(bare) >= COLUMNS:
                taken = {id(t): replace(t, atom=replace(t.atom, kind="money")) for t in bare}
                self.rows[number] = [taken.get(id(token), token) for token in row]
        self.tokens = [token for row in self.rows for token in row]

    def _take_short_labels(self, joined: frozenset[int]) -> None:
        """本 and 息 are labels only together; 息 alone is the rest of a 罚息 that a line broke.

        joined: tokens, by identity, that are part of a word
        """
        short = [(t, plain_label(t.text)) for t in self.tokens if t.kind == "text"]
        short = [(token, plain) for token, plain in short if id(token) not in joined]
        if {"本", "息"} <= {plain for _, plain in short}:
            for token, plain in short:
                if plain in SHORT:
                    self._roles[id(token)] = Role("amount", SHORT[plain], label=token.text)

    def role(self, token: Token) -> Role | None:
        """What a token says about amounts near it."""
        return self._roles.get(id(token))

    def amount_role(self, token: Token) -> Role | None:
        """The role of words that name an amount, None for all else."""
        role = self.role(token) if token.kind == "text" else None
        return role if role is not None and role.kind == "amount" else None

    def money_in(self, row: int) -> bool:
        """Whether an amount, or a dash in its place, stands in a row."""
        return any(token.kind in ("money", "none") for token in self.rows[row])

    def counts_instalments(self, token: Token) -> bool:
        """Whether 3/12 says how many instalments are paid (已还期数), not which one this is."""
        headed = token.row > 0 and any(map(self.role, self.rows[token.row - 1]))
        listed = any(other.kind in ("date", "money") for other in self.rows[token.row])
        for number in (token.row, token.row - 1, token.row - 2):
            if headed and number == token.row - 2:
                break  # 待还分期, and then the heads of the list.
            for other in self.rows[number] if number >= 0 else ():
                role = self.amount_role(other)
                level = number == token.row and other.x1 <= token.x0 + other.height
                labels = sum(1 for one in self.rows[number] if self.role(one))
                heading = listed and labels == 1  # 未还期次, and then the list.
                over = (
                    number < token.row
                    and not heading
                    and not self.money_in(number)  # 本期待还 871.02 has its amount.
                    and min(other.x1, token.x1) > max(other.x0, token.x0)
                )
                if role and (level or over) and not role.component and "期" in other.text:
                    return True
                if (level or over) and PROGRESS in other.text:
                    return True
        return False

    @cached_property
    def dated_rows(self) -> frozenset[int]:
        """Rows of a day, how an instalment stands and its amount, where there are several."""
        rows = [
            number
            for number, row in enumerate(self.rows)
            if len(row) > 2 and row[0].kind == "date" and row[-1].kind == "money"
            if all(t.kind == "days" or self.grammar.status(t.text) for t in row[1:-1])
        ]
        return frozenset(rows if len(rows) > 1 else ())

    def is_speck(self, token: Token) -> bool:
        """An icon read as a letter or a digit, a help mark, an arrow, a currency by itself."""
        letters = re.sub(r"[\W_]", "", token.text)
        return len(letters) <= 1 or self.grammar.lexicon.is_yuan(letters)

    def _join_spread_words(self) -> frozenset[int]:
        """复　　利 set wide to fill its column, each character read as a line of its own: the first
        speaks for both. What was joined, by identity."""
        joined: list[int] = []
        for row in self.rows:
            for one, other in pairwise(row):
                single = len(one.text) == len(other.text) == 1
                if single and other.x0 - one.x1 < SPREAD * other.height and not self.role(one):
                    role = self.grammar.parse(one.text + other.text)
                    if role is not None and role.kind == "amount":
                        self._roles[id(one)] = role
                        self._roles[id(other)] = None
                        joined += (id(one), id(other))
        return frozenset(joined)

    def _join_broken_words(self) -> None:
        """…贵方已 / 归还本金 4,830.40元: a label whose first sign ended the line above."""
        for above, row in pairwise(self.rows):
            if not above or not row or row[0].kind != "text" or row[0].atom.start > 0:
                continue
            last = above[-1]
            ends = last.kind == "text" and last.atom.end >= len(last.line.text.rstrip())
            if not ends or len(last.line.text) < LONG_LINE or last.text.rstrip()[-1:] in ENDS:
                continue
            if len(plain_label(row[0].text)) == 1:  # 罚息合 / 计 142.41元
                role = self.grammar.parse(last_clause(last.text) + last_clause(row[0].text))
                if role is not None and role.kind == "amount" and role.component:
                    self._roles[id(row[0])] = role
                    continue
            for count in (2, 1):
                if self.grammar.parse(last.text[-count:]) is not None:
                    continue  # 7天内免息 is said to the end; the next label is not its rest.
                role = self.grammar.parse(last.text[-count:] + last_clause(row[0].text))
                fits = role is not None and role.kind == "amount"
                if role is not None and fits and (role.bucket or not self.role(row[0])):
                    self._roles[id(row[0])] = role
                    break

    def _carry_buckets(self) -> None:
        """…已为您减免11月账 / 单违约金18.04元: what is said of a label that its line broke."""
        for above, row in pairwise(self.rows):
            if not above or not row or above[-1].kind != "text" or row[0].atom.start > 0:
                continue
            last, role = above[-1], self.amount_role(row[0])
            ends = last.atom.end >= len(last.line.text.rstrip()) and len(last.line.text) >= BROKEN
            bucket = self.grammar.told(last_clause(last.line.text)) if ends else ""
            if role is not None and role.component and not role.bucket and bucket:
                self._roles[id(row[0])] = replace(role, bucket=bucket)

    def _join_capitals(self) -> None:
        """尚欠本金人民 / 币柒万叁仟贰佰陆拾元整（¥73,260.00）: the label before an amount in
        capitals that begins in the line above, or fills it up to its end."""
        for above, row in pairwise(self.rows):
            if not above or not row or row[0].kind != "text" or above[-1].kind != "text":
                continue
            last, first = above[-1], row[0]
            whole = without_capitals(last.text + first.text)
            if len(last.line.text) < LONG_LINE or len(whole) >= len(squeezed(last.text)):
                continue
            role = self.grammar.parse(last_clause(whole))
            if role is not None and role.kind == "amount":
                self._roles[id(first)] = role

    def _ignore_principals(self, rows: Iterable[int]) -> None:
        """What was booked of an instalment is not the principal that is owed."""
        for token in (token for row in rows for token in self.rows[row]):
            role = self.amount_role(token)
            if role is not None and role.component == "principal":
                self._roles[id(token)] = replace(role, bucket="ignore")

    def _tell_overdue_interest(self) -> None:
        """逾期利息 is the penalty, but beside a 罚息 it is the interest that is overdue."""
        roles = [(token, role) for token in self.tokens if (role := self._roles.get(id(token)))]
        late = [(token, role) for token, role in roles if role.component == "penalty"]
        plain = any(role.component == "interest" and role.bucket != "paid" for _, role in roles)
        lexicon = self.grammar.lexicon
        named = [(token, role) for token, role in late if lexicon.is_overdue_interest(token.text)]
        for token, role in named:
            near = [other for other, _ in roles if abs(other.row - token.row) <= NEAR_ROWS]
            told = [
                one.component
                for other, one in roles
                if other is not token and one.bucket != "paid"
                if abs(other.row - token.row) <= NEAR_ROWS
            ]
            # A sheet over a list that has 利息 and 罚息 of its own says 逾期利息 over 罚息.
            apart = "penalty" in told and "interest" not in told
            if (apart if plain else len(named) < len(late)) and not _same_words(near, token):
                self._roles[id(token)] = replace(role, component="interest", scope="overdue")


def _same_words(near: Sequence[Token], token: Token) -> bool:
    """Whether the only penalties near a token are called as it is."""
    return any(
        other is not token and squeezed(other.text) == squeezed(token.text) for other in near
    )


def _overlap(one: Token, other: Token) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _without_days(tokens: list[Token]) -> list[Token]:
    """Tokens without days written 01/30, which look like the first instalment of thirty."""
    bare = [t for t in tokens if t.kind == "period" and t.text.replace("/", "").isdigit()]
    crowded = {t.row for t in bare if sum(o.row == t.row for o in bare) > 1}
    days = len(crowded) > 1 or len({token.atom.of for token in bare}) > MOST_PLANS
    dropped = {id(token) for token in bare} if days else set()
    return [token for token in tokens if id(token) not in dropped]


def _in_rows(tokens: list[Token]) -> list[Token]:
    """Tokens with their rows numbered again where some were left empty."""
    numbers = {row: number for number, row in enumerate(sorted({token.row for token in tokens}))}
    return [replace(token, row=numbers[token.row]) for token in tokens]


_TERM_SIGN = re.compile("[=+＝＋]")
_TERMS = re.compile(r"[=+＝＋]|[^=+＝＋\s](?:[^=+＝＋]*[^=+＝＋\s])?")
"""The terms of a sum written out in words, and the signs between them."""


def _parted(token: Token, grammar: Grammar) -> list[Token]:
    """Two heads that were read as one run of words (应还本金 逾期利息), or with signs of a sum
    between them (本期应还 = 上期账单金额 + 循环利息), stand for themselves."""
    if token.kind != "text":
        return [token]
    start = token.atom.start
    pieces = [(start + m.start(), start + m.end()) for m in _TERMS.finditer(token.atom.text)]
    labels = [
        token.line.text[a:b] for a, b in pieces if not _TERM_SIGN.fullmatch(token.line.text[a:b])
    ]
    equation = bool(re.search("[=＝]", token.line.text)) and len(pieces) > len(labels) > 1
    if equation and all(map(grammar.parse, labels)):
        return [token.part(first, last) for first, last in pieces]
    found = [
        (start + match.start() + first, start + match.start() + last)
        for match in re.finditer(r"\S+", token.atom.text)
        for first, last in _runs(token, start + match.start(), start + match.end())
    ]
    if len(found) < 2 or not all(grammar.parse(token.line.text[a:b]) for a, b in found):
        return [token]
    return [token.part(first, last) for first, last in found]


def _runs(token: Token, start: int, end: int) -> list[tuple[int, int]]:
    """Runs of characters (from `start`) without a gap as wide as one between two columns.

    Chinese characters alone tell: they are of one width, others are narrower.
    """
    text, centres = token.line.text[start:end], token.line.centres[start:end]
    steps = {
        place: after - before
        for place, (before, after) in enumerate(pairwise(centres))
        if min(text[place : place + 2]) > "\u2e80"
    }
    if len(steps) < len("本金利息") - 1:
        return [(0, end - start)]
    usual = sorted(steps.values())[(len(steps) - 1) // 2]
    ends = [place + 1 for place, step in steps.items() if step > GAP * usual]
    return list(pairwise([0, *ends, end - start]))


def _before_remark(grammar: Grammar, text: str) -> Role | None:
    """其中：罚息（日利率: an amount's name before a remark that goes on in other tokens."""
    head, bracket, rest = text.replace("（", "(").rpartition("(")
    if not bracket or ")" in rest or "）" in rest:
        return None
    role = grammar.parse(last_clause(head))
    named = role is not None and (role.component or role.bucket == "owed")
    return role if role and role.kind == "amount" and named else None


_DASH = re.compile(r"[-－–—]+")


def _before_dash(grammar: Grammar, text: str) -> Role | None:
    """透支利息-分期取现: a charge, and behind a dash what it is of, which is no charge itself."""
    head, *tails = _DASH.split(text.strip())
    if len(tails) != 1 or not tails[0] or re.search(r"\d", tails[0]):
        return None
    role, other = grammar.parse(last_clause(head)), grammar.parse(tails[0])
    charge = role is not None and role.component in CHARGES
    return role if charge and (other is None or other.component not in CHARGES) else None


def _after_a_name(grammar: Grammar, text: str) -> Role | None:
    """乐花借钱 全部待还(元): the label behind a space, where the words before it say nothing."""
    head, space, tail = last_clause(text).strip().rpartition(" ")
    return grammar.parse(tail) if space and len(head) >= 2 and len(tail) >= 2 else None


_DATED = re.compile(
    r"(.{2,10}?)\s*[·•|]\s*(?:数据)?(?:更新|截[至止]|统计|查询)(?:于|时间|日期)?[:：]?\s*"
)


def _before_the_day(grammar: Grammar, text: str) -> Role | None:
    """待还总额 · 更新于 | 2026-11-24: a name of an amount, and when the screen was made up."""
    found = _DATED.fullmatch(text.strip())
    role = grammar.parse(found[1]) if found else None
    return role if role is not None and role.kind == "amount" else None


def last_clause(text: str) -> str:
    """The words after the last break outside of brackets: a label inside a sentence stands at its
    end, 欠款合计(贷款余额+拖欠利息) is one."""
    last = text.strip(" :：,，。")
    closed = [match.span() for match in _CLOSED.finditer(last)]
    for match in reversed(list(CLAUSE.finditer(last))):
        if any(start < match.start() < end for start, end in closed):
            continue
        if last[match.end() :].strip(" :：()（）"):
            last = last[match.end() :]
            break
        last = last[: match.start()]
    if "(" in last or "（" in last:
        inner = re.split(r"[(（]", last)
        tail = inner[-1].rstrip(" )）:：")
        return last if ")" in last or "）" in last or not tail else tail
    return last
