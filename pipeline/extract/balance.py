"""The principal still owed of a whole loan, beside the part of it that is overdue.

2026-11-27: a screen of what is overdue (逾期本金 + 利息 + 罚息 = 逾期应还) often names the balance
of the loan as well (剩余本金, 贷款余额). The sum tells that the smaller principal was read right;
what is owed is the larger one, and the total of what is overdue is then no total of the debt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.extract.arithmetic import TOLERANCE, is_some_of
from pipeline.extract.choose import added
from pipeline.extract.folding import squeezed
from pipeline.extract.joining import UNPAID, Joined, Placed
from pipeline.extract.labels import BALANCE, CHARGES, REMAINING
from pipeline.extract.notdue import is_not_due
from pipeline.extract.stated import Stated, comes_to
from schemas.evidence import Status
from schemas.source import PageRef
from schemas.statement import Parts

ZERO = Decimal(0)

_ASIDE = re.compile(r"\([^()]*\)?|为?人民币$|[为是:]+$")
"""What a label says besides: 借款余额(本金), 本金余额为人民币."""
UNPAID_WORDS = ("未还", "待还", "未偿", "尚欠")
SUMS, LEFT = ("合计", "小计", "总计"), ("剩余", "全部", "未还", "待还")
"""Of the rows above them, unless such a word makes a balance of it: 剩余本金合计."""


def balance_of(joined: Joined) -> Placed | None:
    """The balance of the loan where the principal that the page's sum picked is a part of it."""
    picked = next(iter(joined.totals.get("principal", [])), None)
    if picked is None or _added(picked.stated):
        return None
    unbilled = _on_no_bill_yet(joined, picked)
    if unbilled is not None:
        return unbilled
    if is_not_due(picked.stated.label):
        return _with_overdue_rows(joined, picked)
    if _is_balance(picked):
        return None
    rest = _not_yet_due(joined, picked)
    if rest is not None:
        return _sum_of((picked, rest))
    larger = [
        placed
        for page in joined.pages
        for stated in page.draft.totals.get("principal", [])
        if _is_balance(placed := Placed(page.draft.ref, stated)) or _unpaid(picked, stated)
        if stated.value > picked.stated.value
    ]
    values = {placed.stated.value for placed in larger}
    return larger[0] if len(values) == 1 else None


def _on_no_bill_yet(joined: Joined, picked: Placed) -> Placed | None:
    """The principal with that of instalments on no bill yet, where with the charges it makes a sum
    of the page, and without them another: 账户欠款总额 ＝ 已出账单未还 ＋ 未出分期本金."""
    charges = (joined.totals[name][0].stated.value for name in CHARGES if name in joined.totals)
    made = sum(charges, picked.stated.value)
    totals = {placed.stated.value for placed in joined.totals.get("total", [])}
    rest = [
        Placed(page.draft.ref, one)
        for page in joined.pages
        for one in page.draft.unbilled
        if {made, made + one.value} <= totals
    ]
    values = {one.stated.value for one in rest}
    return _sum_of((picked, rest[0])) if len(values) == 1 and picked.stated.value else None


def _unpaid(picked: Placed, stated: Stated) -> bool:
    """Whether a principal is all that is unpaid (未还本金, 待还本金) beside an overdue one."""
    late = picked.stated.role_scope == "overdue" and stated.role_scope in ("", "debt")
    return late and any(word in squeezed(stated.label) for word in UNPAID_WORDS)


def _added(stated: Stated) -> bool:
    """Whether a figure is the sum of several, and not one less what was paid of it."""
    return bool(stated.more) and not any(one.less for one in stated.more)


def _not_yet_due(joined: Joined, picked: Placed) -> Placed | None:
    """The principal not yet due (未到期本金 beside 逾期本金), where a sum has the other alone."""
    stated = [
        Placed(page.draft.ref, one)
        for page in joined.pages
        for one in page.draft.totals.get("principal", [])
    ]
    later = [one for one in stated if is_not_due(one.stated.label) or _said_before(one.stated)]
    if len({one.stated.value for one in later}) != 1 or later[0].stated is picked.stated:
        return None  # Two copies of a page say it twice.
    rest = later[0]
    rows = [draft.amounts for _, draft in joined.periods if draft.status in UNPAID]
    listed = sum((row["principal"].value for row in rows if "principal" in row), ZERO)
    if listed and picked.stated.value == listed + rest.stated.value:
        return None  # A sum of the table, in which it has a row of its own.
    charges = (joined.totals[name][0].stated.value for name in CHARGES if name in joined.totals)
    made = sum(charges, picked.stated.value)
    totals = {placed.stated.value for placed in joined.totals.get("total", [])}
    return rest if made in totals else None


def _said_before(stated: Stated) -> bool:
    """未到期期次（第16至18期）本金合计 3,806.50元: what it is of stands earlier in its sentence."""
    token = stated.token
    clause = squeezed(token.line.text[: token.atom.start]).rpartition("。")[2]
    return is_not_due(clause) and stated.role_scope in ("debt", "")


def _with_overdue_rows(joined: Joined, rest: Placed) -> Placed | None:
    """未到期本金 and the principal of the overdue instalments of its page, together; of those that
    are not due yet it is the sum."""
    unpaid = [(ref, draft) for ref, draft in joined.periods if draft.status in UNPAID]
    rows = [(ref, draft) for ref, draft in unpaid if draft.status != "upcoming"]
    stated = [draft.amounts.get("principal") for _, draft in rows]
    late = [one for one in stated if one is not None]
    placed = [Placed(ref, one) for (ref, _), one in zip(rows, stated, strict=True) if one]
    one_screen = {rest.ref, *_other_tabs(joined, rest)}
    here = all(ref in one_screen and "principal" not in draft.elsewhere for ref, draft in rows)
    known = {one.stated.value for one in joined.totals.get("principal", [])}
    whole = [one.amounts["principal"].value for _, one in unpaid if "principal" in one.amounts]
    known -= {rest.stated.value, sum((one.value for one in late), ZERO), sum(whole, ZERO)}
    if not late or len(late) < len(stated) or not here or known:
        return None
    if sum((one.value for one in late), ZERO) == rest.stated.value:
        return None  # The list of what is not due, whose rows say so in its heading alone.
    return _sum_of((rest, *placed))


def _sum_of(parts: Sequence[Placed]) -> Placed:
    """Several figures as one, each with the page it stands on."""
    whole = added([one.stated for one in parts])
    return Placed(parts[0].ref, whole, tuple(one.ref for one in parts))


def _other_tabs(joined: Joined, rest: Placed) -> set[PageRef]:
    """The pages that show another tab of the screen that a figure stands on."""
    tabs = {page.draft.ref: page.draft.tabs for page in joined.pages}
    mine = tabs[rest.ref]
    return {ref for ref, its in tabs.items() if mine and its == mine}


def _is_balance(placed: Placed) -> bool:
    label = _ASIDE.sub("", squeezed(placed.stated.label))
    summed = any(word in label for word in SUMS) and not any(word in label for word in LEFT)
    left = REMAINING in label and not summed
    return left or (placed.stated.role_scope == "debt" and not summed) or label.endswith(BALANCE)


def within_total(joined: Joined, outstanding: Parts) -> Parts:
    """The same; all doubtful, with a note, where the parts are more than the page says is owed.

    Something was then counted that is not owed, or twice: no reading of single figures tells.
    """
    whole = next((entry.stated for entry in joined.totals.get("total", [])), None)
    if whole is None or whole.role_scope not in ("debt", "") or outstanding.total is None:
        return outstanding
    rows = _row_sums(joined)
    if not whole.role_scope and is_some_of(whole.value, rows):
        return outstanding  # A sum that names no scope may be of the rows that are due.
    parts = [amount.value for name, amount in outstanding.stated() if name != "total"]
    more = sum(parts) - outstanding.total.value
    waived = sum((page.draft.waived for page in joined.pages), Decimal(0))
    waived += sum((draft.waived + draft.paid for _, draft in joined.periods), Decimal(0))
    paid = joined.paid["total"].stated.value if "total" in joined.paid else Decimal(0)
    if more <= TOLERANCE or any(abs(more - less) <= TOLERANCE for less in (waived, paid) if less):
        return outstanding
    if not whole.role_scope and len(rows) > 1 and whole.value == sum(rows, ZERO):
        return outstanding.model_copy(update={"total": None})  # 本笔应还, of all that is listed.
    joined.notes.append(f"各部分相加 {sum(parts)} 大于{whole.label} {outstanding.total.value}")
    doubtful = {"status": Status.DOUBTFUL}
    return Parts(
        **{name: amount.model_copy(update=doubtful) for name, amount in outstanding.stated()}
    )


def _row_sums(joined: Joined) -> list[Decimal]:
    """What each unpaid instalment comes to."""
    rows = [draft.amounts for _, draft in joined.periods if draft.status in UNPAID]
    return list(map(comes_to, rows))
