"""Days and rates that a page states beside its amounts: as of when, how long overdue, what rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.atoms import atoms_of
from pipeline.extract.blocks import label_kind
from pipeline.extract.folding import fold
from pipeline.extract.grid import Page
from pipeline.extract.token import Token
from pipeline.extract.words import VALUES

SHORT = 6
"""Characters behind a day that say what it is; more of them are a sentence of their own."""
CYCLE = re.compile("(?:账单|结算|计费|记账|统计)(?:周期|期间)|账期")
_COMPANYS = re.compile("[\u4e00-\u9fff]{3,24}(?:公司|银行|信用社)")
NEAR = 3.0
"""Heights of a line between what is said and what it is said of at most."""
IF = ("若", "如", "如果", "当", "一旦")


def day_of(page: Page, kind: str) -> date | None:
    """The first day under a label of a kind (date.as_of, date.statement, date.due)."""
    dated = [token for token in page.tokens if token.kind == "date" and token.atom.day]
    for token in dated:
        if label_kind(page, token) == kind:
            return token.atom.day
        if kind == "date.as_of":
            if _in_brackets_behind_an_amounts_name(page, token):
                return token.atom.day
            before = _line_above(page, token) + token.line.text[: token.atom.start]
            before = before.rstrip(" :：")
            tails = (page.grammar.parse(before[-length:]) for length in range(8, 1, -1))
            if any(role.kind == kind for role in tails if role):
                return token.atom.day
    if kind == "date.as_of":
        said = (token.atom.day for token in dated if _said(page, token))
        return next(said, None) or _stamped(page, dated)
    return None


_LATE_BY = re.compile(r"逾期\s*\d{1,4}\s*天\s*[(（](?:截[至止])?$")


def _in_brackets_behind_an_amounts_name(page: Page, token: Token) -> bool:
    """逾期应还总额（2026-11-21 11:05）: a day with its hour behind what a figure is called, or
    without one behind a sum of all (全部待还（2026-11-12）)."""
    before = token.line.text[: token.atom.start].rstrip()
    if _LATE_BY.search(before):
        return True  # 已逾期 64 天（2026-11-25）
    role = page.grammar.parse(before.rstrip("(（")) if before.endswith(("(", "（")) else None
    if role is None or role.kind != "amount":
        return False
    whole = role.component in ("", "total") and before.startswith(("全部", "剩余", "待还", "欠款"))
    return ":" in token.atom.text or whole


def _stamped(page: Page, dated: Sequence[Token]) -> date | None:
    """2026年11月22日 12:18 at the beginning of a line that names nothing else, or behind the name
    of the company: when the screen was made up. Bookings have hours too, but words or amounts
    beside them."""
    days = {
        token.atom.day
        for token in dated
        if _stands_alone(token)
        and not label_kind(page, token)
        and not any(other.kind in VALUES or page.role(other) for other in page.rows[token.row])
    }
    return days.pop() if len(days) == 1 else None


def _stands_alone(token: Token) -> bool:
    before = token.line.text[: token.atom.start].strip(" ·|,，")
    return bool(_COMPANYS.fullmatch(before)) or (":" in token.atom.text and not before)


def cycle_end_of(page: Page) -> date | None:
    """The last day of the cycle that a card's bill is of: 账单周期 2026/10/11-2026/11/10."""
    for row in page.rows:
        dated = [token for token in row if token.kind == "date" and token.atom.day]
        for first, last in pairwise(dated):
            near = last.x0 - first.x1 < 3 * last.height
            if near and any(map(_names_cycle, _labels_of(page, first, last))):
                return last.atom.day
    return None


def _labels_of(page: Page, first: Token, last: Token) -> Iterator[Token]:
    """Words left of a span of days in its row, and over it in the two rows above."""
    yield from (t for t in page.rows[first.row] if t.kind == "text" and t.x1 <= first.x0 + 1)
    for row in page.rows[max(first.row - 2, 0) : first.row]:
        yield from (t for t in row if t.kind == "text" and t.x0 < last.x1 and t.x1 > first.x0)


def _names_cycle(token: Token) -> bool:
    return CYCLE.search(fold(token.text)) is not None


def _said(page: Page, token: Token) -> bool:
    """2026-11-16 21:07 更新: what the day is of stands behind it, with nothing in front."""
    row = page.rows[token.row]
    line = token.line.text
    if line[: token.atom.start].strip(" ()（）·"):
        return False
    behind = [other.text for other in row if other.x0 >= token.x1 - 1 and other.kind == "text"]
    after = fold(line[token.atom.end :].strip() or (behind[0] if behind else "")).lstrip(" ()的")
    after = re.split("[|｜·]", after)[0].strip()
    short = len(after) <= SHORT or re.match("查询(?:客户|用户|人)", after)
    return bool(short) and after.startswith(page.grammar.vocabulary.said_after)


def _line_above(page: Page, token: Token) -> str:
    """The end of a sentence's line above, where its line begins with the rest of a word (截/至)."""
    if token.row == 0 or token.atom.start > 2:
        return ""
    return page.rows[token.row - 1][-1].line.text.strip()[-1:]


def overdue_days_of(page: Page) -> int | None:
    """Days overdue: in so many words (已逾期34天), else the number beside or under its label."""
    for token in page.tokens:
        if token.kind == "days" and _is_so(page, token):
            return token.atom.index
    for token in page.tokens:
        role = page.role(token) if token.kind == "text" else None
        if role and role.kind == "overdue_days":
            for other in page.rows[token.row]:
                if other.x0 >= token.x1 - 1 and other.kind in ("number", "span"):
                    return other.atom.index
            for other in _below(page, token):
                if other.kind in ("number", "span"):
                    return other.atom.index
    return _days_in_a_ring(page)


def _days_in_a_ring(page: Page) -> int | None:
    """37天, alone in its line, in the row of 已逾期 or next to it; None where two lines are so."""
    spans = [token for token in page.tokens if token.kind == "span"]
    late = [token for token in page.tokens if token.text.rstrip().endswith("已逾期")]
    near = {
        span.atom.index
        for span in spans
        for token in late
        if abs(span.row - token.row) <= 1 and abs(span.y0 - token.y0) < NEAR * token.height
    }
    return near.pop() if len(spans) == len(near) == 1 else None


def _is_so(page: Page, token: Token) -> bool:
    """已逾期1天 is so, whatever is said to come of it; 若已逾期30天 is not."""
    before = token.line.text[: token.atom.start].rstrip()
    if before.endswith(IF):
        return False
    return token.text.startswith("已") or not page.grammar.projected_context(token.line.text)


def _below(page: Page, label: Token) -> list[Token]:
    """What stands in the next row under a label."""
    row = page.rows[label.row + 1] if label.row + 1 < len(page.rows) else []
    return [
        other
        for other in row
        if min(other.x1, label.x1) > max(other.x0, label.x0)
        and other.y0 - label.y1 < 2.5 * label.height
    ]


def month_of(page: Page) -> int | None:
    """The month whose bill a page is, where it names one; a list of monthly bills names several."""
    found = {
        atom.index
        for line in {id(token.line): token.line for token in page.tokens}.values()
        for atom in atoms_of(fold(line.text).replace(" ", ""))
        if atom.kind == "month"
    }
    return found.pop() if len(found) == 1 else None


def rate_of(page: Page, kind: str) -> Decimal | None:
    """The first percentage under a label of a kind (rate.daily, rate.annual), as a fraction."""
    for token in page.tokens:
        if token.kind == "percent" and label_kind(page, token) == kind:
            return token.atom.value
    return None
