"""Messages one below the other on one screen: reminders of a bank, by SMS or as cards in a chat.

2026-11-27: three reminders about one loan, each with its own penalty, were taken for three loans
that add up; and of a loan's reminder over a card's only one was counted. A message begins with
its 【sender】 or with the time over it, in the middle of the screen. Of those about one account
the last tells what is owed now; nothing is left out where the later message says less than the
earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.folding import squeezed
from schemas.reading import Line, Reading

_SENDER = re.compile(r"\(([^()]{2,16})\)")
_TIME = re.compile(
    r"(?:20\d\d[-/.年])?(?:\d{1,2}[-/.月]\d{1,2}日?|昨天|今天|前天)?(?:(?:周|星期)[一二三四五六日天])?"
    r"(?:凌晨|早上|上午|中午|下午|晚上)?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:am|pm)?"
)
_DAY = re.compile(r"月|[-/.]|[昨前今]天|周|星期|[上下中]午|晚上|凌晨|早上")
"""A time alone may be the clock of the status bar."""
_TAIL = re.compile(r"(?:尾号|末四位|尾数)\D{0,3}(\d{3,6})(?!\d)|账号:?[\d*]{4,}?(\d{4})(?!\d)")
MIDDLE = 0.25
"""A line is centred if its middle is off by less than this share of the width."""
_PRINCIPAL = re.compile(r"本金\D{0,6}([\d,]+\.\d\d)")
_PARTS = ("本金", "罚息", "违约金", "滞纳金", "复利", "费", "利息")
_STATED = re.compile(r"(本金|罚息|违约金|滞纳金|复利|利息)\D{0,6}(\d[\d,]*\.\d\d)")
_SUM = re.compile(r"(?:应还|欠款|待还|合计|总额|总计)(?:款|总额|金额)?\D{0,3}(\d[\d,]*\.\d\d)")
GROWN = Decimal("1.2")
"""A debt grows to so many times its sum at most between two messages about it."""
_AMOUNT = re.compile(r"\d[\d,]*\.\d\d")
_OWED = ("应还", "欠", "待还", "逾期")
_DONE = re.compile(
    r"(?<![未不没])(?<!没有)成功(?!后)|(?<![如若])(?<![如若]您)(?<!如果)已[还结]清(?!.{0,6}忽略)"
)
"""扣款未成功 and 如已还清请忽略 stand in reminders of what is owed."""


@dataclass(frozen=True)
class _Message:
    sender: str
    lines: frozenset[int]
    text: str

    @property
    def owed(self) -> bool:
        """Whether it tells of money that is owed."""
        speaks = any(word in self.text for word in _OWED)
        done = _DONE.search(self.text) is not None
        return speaks and not done and _AMOUNT.search(self.text) is not None

    @property
    def tails(self) -> frozenset[tuple[str, ...]]:
        """The last figures of the accounts that it names."""
        return frozenset(_TAIL.findall(self.text))

    def replaced_by(self, later: _Message, one_account: bool) -> bool:
        """Whether a later message is about the same account and names every part of this one.

        one_account: the sender's messages name one account between them; one that names none is
        then of the same where the later one says no less of any part
        """
        principals = [set(_PRINCIPAL.findall(text)) for text in (self.text, later.text)]
        if self.tails and later.tails:
            same = self.tails == later.tails
        else:
            same = bool(principals[0] & principals[1]) and not (self.tails or later.tails)
            same = same or (one_account and self._grown_into(later))
        told = all(word in later.text for word in _PARTS if word in self.text)
        return self.sender == later.sender and later.owed and same and told

    def _grown_into(self, later: _Message) -> bool:
        """Whether the later message states the same parts in the same order, none of them less."""
        mine, its = ([Decimal(value.replace(",", "")) for _, value in _STATED.findall(text)]
                     for text in (self.text, later.text))  # fmt: skip
        names = [[name for name, _ in _STATED.findall(text)] for text in (self.text, later.text)]
        if not mine:
            return self._sum_grown_into(later)
        alike = names[0] == names[1]
        return alike and all(one <= other for one, other in zip(mine, its, strict=True))

    def _sum_grown_into(self, later: _Message) -> bool:
        """Whether this message says a sum alone, and the later one what it has come to."""
        mine, its = ([Decimal(value.replace(",", "")) for value in _SUM.findall(text)]
                     for text in (self.text, later.text))  # fmt: skip
        return len(mine) == len(its) == 1 and mine[0] <= its[0] <= GROWN * mine[0]


def newest_messages(reading: Reading) -> Reading:
    """The reading, messages emptied that a later one of the same sender and account replaces."""
    messages = list(_messages(reading.lines))
    replaced = {
        number
        for place, message in enumerate(messages)
        if message.owed
        and any(
            message.replaced_by(later, _one_account(messages, message.sender))
            for later in messages[place + 1 :]
        )
        for number in message.lines
    }
    return reading.part(set(range(len(reading.lines))) - replaced) if replaced else reading


def _one_account(messages: list[_Message], sender: str) -> bool:
    """Whether all messages of a sender that name an account name the same."""
    named = {message.tails for message in messages if message.sender == sender and message.owed}
    return len(named - {frozenset()}) == 1


def messages_of(reading: Reading) -> tuple[Reading, ...]:
    """The messages that tell of a debt, each with what stands above all of them and the lines of
    the others empty; () where there is one, or none."""
    messages = list(_messages(reading.lines))
    owed = [message.lines for message in messages if message.owed]
    if len(owed) < 2:
        return ()
    inside = frozenset().union(*(message.lines for message in messages))
    top = min(reading.lines[number].box.y0 for number in inside)
    above = {number for number, line in enumerate(reading.lines) if line.box.y0 < top} - inside
    return tuple(reading.part(lines | above) for lines in owed)


def _messages(lines: tuple[Line, ...]) -> Iterator[_Message]:
    order = sorted(
        (number for number, line in enumerate(lines) if line.text),
        key=lambda number: lines[number].box.y0,
    )
    texts = [squeezed(lines[number].text) for number in order]
    wide = max((line.box.x1 for line in lines), default=0) + min(
        (line.box.x0 for line in lines if line.text), default=0
    )
    starts = [
        place
        for place, (number, text) in enumerate(zip(order, texts, strict=True))
        if _SENDER.match(text) or (_is_time(text) and _in_the_middle(lines[number], wide))
    ]
    if len(starts) < 2:
        return
    for start, stop in pairwise([*starts, len(order)]):
        match = _SENDER.match(texts[start])
        sender = match[1] if match else ""
        yield _Message(sender, frozenset(order[start:stop]), "".join(texts[start:stop]))


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None and _DAY.search(text) is not None


def _in_the_middle(line: Line, wide: float) -> bool:
    """Whether a line stands centred between the margins, which are alike left and right."""
    return abs(line.box.x0 + line.box.x1 - wide) < MIDDLE * wide
