"""Words over the columns of a plan: which column says the day, and which what is paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.folding import fold
from pipeline.plan.cells import Cell, cells_between
from schemas.catalogue import load_catalogue

_WORDS = {
    "number": r"(?:还款)?(?:期次|期数|期号|期别)|序号|第几[期次]",
    "other": r"(?:剩余|剩下|还[剩欠]|待还|未还|尚欠|累计|已还|结余|减免|实还|实际)[\u4e00-\u9fff]*"
    r"|[\u4e00-\u9fff]*余额",
    "day": r"(?:计划|预计|约定|拟|应|每月|每期|最后)*"
    r"(?:还款|应还|到期|付款|支付|扣款|归还|偿还)款?(?:日期|时间|年月|月份|日)|日期|时间|月份|哪(?:一?天|日)还?",
    "text": r"备注|附注|说明|(?:资金|款项|还款)*来源|还款(?:方式|渠道|途径|对象)"
    r"|债权人|机构|平台|状态",
    "sum": r"(?:本期|每期|当期|当月|每月|应还|还款|本息|月)*(?:合计|小计|总额|总计)"
    r"(?:应还|还款)?(?:金额|款)?"
    r"|(?:应还|偿还|归还|每期|每月|月还)*本息",
    "pay": r"月供(?:金额|款)?|(?:本期|每期|当期|每月|按月|分期|月|计划|预计|拟|约定|应)*"
    r"(?:还款|应还|归还|偿还|支付|付款|供款|还)(?:金额|数额|款额|多少钱?|数|款|额)*|金额|款额|数额",
    "part": r"(?:应还|归还|偿还|还款|其中)*(?:本金|利息|罚息|复利|违约金|手续费|费用)"
    r"|[\u4e00-\u9fff]{0,10}?(?:银行|消费金融|消费|信用卡|信用社|小贷|[a-z\u4e00-\u9fff]贷|[花借]呗"
    r"|[白金借]条|借|花|[月分性]付|备用金)(?![\u4e00-\u9fff])",
}
_ORDER = ("number", "other", "day", "text", "sum", "part", "pay")
_OF_LENDER = r"(?:信用卡|卡|消费|金融|快贷|借款|贷款)?(?![\u4e00-\u9fff])"
"""What may follow the short name of a lender that heads its column (招行卡, 美团借款)."""
_BESIDE = re.compile(r"[\W\d_]|人民币|单位|万?元|RMB|CNY|第|年|月|日")
MONEY = ("sum", "pay", "part", "other")
"""Kinds of columns in which amounts stand."""
PAID = ("sum", "pay", "part")
"""Those that say what is paid, the widest first; of one cell it is the widest."""
GAP = 1.6
"""Heights of a letter between two words over one column, at most."""
FEWEST = 2
"""So many words make a row one of heads."""
MOST_BESIDE = 0.34
"""Share of a row's characters that may be of no head; more is prose."""
_PROSE = re.compile(r"[。；！]|、.*、|[，,](?!\d{3})|\d\.\d{2}(?!\d)")
"""What a sentence has and no row of heads: 应还本金合计：8,083.56元，分24期."""


@dataclass(frozen=True)
class Head:
    """kind: number, day, text, or one of MONEY."""

    kind: str
    x0: float
    x1: float

    def away(self, x0: float, x1: float) -> float:
        """How far a range lies beside the head; less than 0 where it lies under it."""
        return max(x0 - self.x1, self.x0 - x1)


@cache
def _head() -> re.Pattern[str]:
    """The words of each kind; lenders by the short names that the catalogue lists."""
    lenders = "|".join(load_catalogue().vocabulary.heads.lenders)
    words = _WORDS | {"part": rf"{_WORDS['part']}|(?:{lenders}){_OF_LENDER}"}
    return re.compile("|".join(f"(?P<{kind}>{words[kind]})" for kind in _ORDER))


def heads_in(row: Sequence[Cell]) -> list[Head]:
    """The heads of a row, from left to right; none where it is no row of heads."""
    if any(_PROSE.search(cell.text) for cell in row):
        return []
    found: list[Head] = []
    beside = letters = 0
    for cell in row:
        rest = len(_BESIDE.sub("", cell.text))
        letters += rest
        beside += rest - sum(len(match[0]) for match in _head().finditer(fold(cell.text)))
        for kind, start, end in _named(fold(cell.text)):
            part = cells_between(cell, start, end)
            found.append(Head(kind, part.x0, part.x1))
    if len(found) < FEWEST or beside > MOST_BESIDE * max(letters, 1):
        return []
    found.sort(key=lambda head: head.x0)
    return _joined(found, row) if any("+" in cell.text for cell in row) else found


def _joined(heads: list[Head], row: Sequence[Cell]) -> list[Head]:
    """The heads, those of one column that a gap parts (度小满+360 | 本月还) made one."""
    letter = max((cell.line.box.y1 - cell.line.box.y0 for cell in row), default=0)
    done = heads[:1]
    for head in heads[1:]:
        before = done[-1]
        if {before.kind, head.kind} <= set(PAID) and head.x0 - before.x1 < GAP * letter:
            kind = min(before.kind, head.kind, key=PAID.index)
            done[-1] = Head(kind, before.x0, head.x1)
        else:
            done.append(head)
    return done


def _named(text: str) -> list[tuple[str, int, int]]:
    """The heads that a cell names, and where: one where it adds lenders up (还美团+放心借合计)."""
    matches = [(match.lastgroup or "", *match.span()) for match in _head().finditer(text)]
    start, end = (matches[0][1], matches[-1][2]) if matches else (0, 0)
    kinds = {kind for kind, _, _ in matches}
    if "+" in text[start:end] and "  " not in text[start:end] and kinds <= set(PAID):
        return [(next(kind for kind in PAID if kind in kinds), start, end)]
    return matches


def merged(upper: Sequence[Head], lower: Sequence[Head]) -> list[Head]:
    """Two rows of heads as one: what stands below parts the column that it stands under."""
    amounts = [head for head in lower if head.kind in MONEY]
    if not amounts:
        return list(upper)
    first, last = amounts[0].x0, amounts[-1].x1
    kept = [head for head in upper if head.kind not in MONEY or head.away(first, last) > 0]
    return sorted([*kept, *lower], key=lambda head: head.x0)


def paying(heads: Sequence[Head]) -> list[Head]:
    """The columns whose figures add up to what is paid: one, or parts where none is of the whole.

    Empty where none says it, or two say it alike.
    """
    for kind in PAID[:2]:
        alike = [head for head in heads if head.kind == kind]
        if alike:
            return alike if len(alike) == 1 else []
    return [head for head in heads if head.kind == "part"]
