"""How many loans a page says that it sums up: 共2笔借款, 借款笔数 2, 2笔待还."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.folding import fold

_COUNTS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_LOAN = r"(?:借款|贷款|借据|待还|待还款|未还|未结清|未还清|还款中|在贷|进行中|使用中)"
_SAID = re.compile(
    rf"(?:{_LOAN}|共|合计|等)[\s(]?(\d{{1,2}}|[一二两三四五六七八九十])\s?笔\s?(?:{_LOAN}|[,;.)，。；]|$)"
    rf"|(?<!\d)(?<![.,第近前])(\d{{1,2}}|[一二两三四五六七八九十])\s?笔\s?(?:{_LOAN})"
    rf"|{_LOAN}笔数\s?[:：]?\s?(\d{{1,2}})\s?笔?$"
)
_OTHER = ("记录", "流水", "交易", "消费", "已结清", "已还", "结清记录", "再借")


def loans_said(texts: Iterable[str]) -> int | None:
    """The one number of loans that all lines of a page that tell of one agree on, else None."""
    found = {
        _COUNTS.get(word) or int(word)
        for text in map(fold, texts)
        if not any(other in text for other in _OTHER)
        for match in _SAID.finditer(text)
        for word in match.groups()
        if word
    }
    return found.pop() if len(found) == 1 else None
