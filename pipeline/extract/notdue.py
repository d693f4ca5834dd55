"""Labels of what is not due yet: 未到期本金, 剩余本金（不含本期）."""

from __future__ import annotations

import re

from pipeline.extract.cells import Cell
from pipeline.extract.folding import squeezed

NOT_DUE = (
    "未到期",
    "未出账",
    "不含本期",
    "不含当期",
    "不含本月",
    "不含逾期",
    "不含已逾期",
    "不含已出账",
)
_WITH_IT = re.compile("[含加及和]" + f"(?:{'|'.join(NOT_DUE)})")
"""剩余本金（含未到期） is the whole."""


_UNBILLED = re.compile("未出账|未出分期|未入账|分期剩余|剩余分期")


def is_unbilled(cell: Cell) -> bool:
    """未出账单（分期剩余本金） 3,000.00: what later bills of a card will hold."""
    named = _UNBILLED.search(squeezed(cell.label)) is not None
    return named and cell.role.component == "principal" and cell.role.bucket == "ignore"


def is_not_due(label: str) -> bool:
    """Whether a label names what is not due yet, and that alone."""
    name = squeezed(label)
    return any(word in name for word in NOT_DUE) and not _WITH_IT.search(name)
