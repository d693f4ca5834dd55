"""What a loan is called on its page where the catalogue knows no product of that name: 车辆贷款,
宅e贷, 个人住房贷款."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.extract.folding import squeezed
from schemas.reading import Line

_LABELLED = re.compile(
    r"^(?:贷款|借款|产品|业务|授信)(?:产品|品种|种类|类型|名称|类别)(?:名称)?[::]?"
    r"(?P<name>[\u4e00-\u9fffa-zA-Z·]{2,12}(?:贷款?|借款?|分期|金)?)$"
)
_LABEL = re.compile(r"(?:贷款|借款|产品|业务|授信)(?:产品|品种|种类|类型|名称|类别)(?:名称)?[::]?")
_CALLED = re.compile(r"(?P<name>[\u4e00-\u9fffa-zA-Z]{1,9}(?:贷|贷款))(?=$|[((·•|,:])")
_NO_NAME = re.compile(
    "^(?:我|去|全部|剩余|本|该|当前|逾期|申请|提前|已|未|待|其他|其它|更多|查|结清|还|每|在|这|此|使用中|笔|助|网|放|催|借|欠|信"
    "|银行贷|个人贷|消费贷$|原|首|末|新增|正常|发放|累计|总|历史|到期|贷款|您|你|的|因|为|于|自|由|与)"
    "|归还|偿还|按时|按期|办理|发放|申请|结清|逾期|提前|剩余|请|名下|本金|利息|还款|以下|上述|所有"
    "|合同|详情|账户|余额|金额|机构|银行.*有限|公司"
)
"""What ends in 贷 or 贷款 and names no product."""
SHORTEST, TOP = 3, 8
"""Signs of a name at least, and the lines at the top that may bear it however short the page."""


def named_product(lines: Iterable[Line]) -> str:
    """The name of the loan: behind its label, else as a line, or the head of one, by itself in the
    upper half; what is offered stands below."""
    texts = [squeezed(line.text) for line in lines]
    for text, below in pairwise([*texts, ""]):
        found = _LABELLED.match(text)
        name = found["name"] if found else below if _LABEL.fullmatch(text) else ""
        if _names(name) or (name and re.fullmatch("[\u4e00-\u9fffa-zA-Z·]{2,10}贷款?", name)):
            return name
    for text in texts[: max(TOP, len(texts) // 2)]:
        found = _CALLED.match(text)
        if found and _names(found["name"]):
            return found["name"]
    return ""


def _names(text: str) -> bool:
    return (
        len(text) >= SHORTEST and _CALLED.fullmatch(text) is not None and not _NO_NAME.search(text)
    )
