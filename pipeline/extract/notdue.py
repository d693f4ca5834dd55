"""Labels of what is not due yet: 未到期本金, 剩余本金（不含本期）."""

from __future__ import annotations

import re

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


def is_not_due(label: str) -> bool:
    """Whether a label names what is not due yet, and that alone."""
    name = squeezed(label)
    return any(word in name for word in NOT_DUE) and not _WITH_IT.search(name)
