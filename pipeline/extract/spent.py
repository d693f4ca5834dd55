"""What was lent or spent: owed only where a sum of the page says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.extract.cells import Cell
from pipeline.extract.choose import added
from pipeline.extract.labels import BOUGHT, plain_label
from pipeline.extract.stated import Stated

SPENT = ("本金", "消费金额", "消费总额", "取用金额", "取出金额")
"""Of what was lent or spent: owed only where a sum of the page says so."""
_SPENT_ON = re.compile(f"(?:{'|'.join(BOUGHT)})+")
"""消费/取现: what was spent, in one way or another."""
MOST_SPENT = 3
"""So many of them make up the principal of an instalment at most."""


def is_original(cell: Cell) -> bool:
    """Whether an amount is what was lent or spent, by its words, which do not say it is owed."""
    spent = (
        any(word in cell.label for word in SPENT)
        or _SPENT_ON.fullmatch(plain_label(cell.label)) is not None
    )
    return cell.role.bucket == "ignore" and spent


def principal_spent(
    amounts: Mapping[str, Stated], originals: Sequence[Stated]
) -> dict[str, Stated]:
    """The principal of an instalment with what was spent in it (本月消费本金), where that alone is
    lacking in its total to the cent."""
    if "total" not in amounts or len(amounts) < 2:
        return {}
    parts = sum((one.value for name, one in amounts.items() if name != "total"), Decimal(0))
    fits = [
        group
        for count in range(1, MOST_SPENT + 1)
        for group in combinations([one for one in originals if one.value], count)
        if parts + sum(one.value for one in group) == amounts["total"].value
    ]
    if len(fits) != 1:
        return {}
    group = (amounts["principal"], *fits[0]) if "principal" in amounts else fits[0]
    return {"principal": added(group) if len(group) > 1 else group[0]}
