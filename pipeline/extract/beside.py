"""Labels in the row of their amount: in its own line, left of it, right of it, or the line before.

The functions give the cell of an amount, or None where this is not how it is labelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.cells import Cell, Pairing
from pipeline.extract.folding import squeezed
from pipeline.extract.grid import Page
from pipeline.extract.labels import Role
from pipeline.extract.token import Token
from pipeline.extract.words import VALUES, last_clause

ENDS = tuple("。；;！!？?")
"""What a sentence ends with: no label of the amount that begins the next one."""
OPENING, CLOSING = (
    re.compile(r"[(（]"),
    re.compile(r"^[(（]?[^(（]*[)）](?:\s*[A-Za-z][A-Za-z .]*)?$"),
)
_CAPITALS = re.compile(
    r"(?:\(?大写\)?:?)?(?:人民币)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整正角分]{2,}"
)
"""(大写）贰万元整: the amount in capitals before the same in figures."""
MONTHLY = ("账单", "账单金额", "月账单")
"""What stands behind a month where the two are the label of that month's bill."""
LENT = ("借款", "贷款", "放款")
"""Words that run into what was lent, which no head of a column names: 借款 15,000.00元 逾期44天."""
TAIL = 4
"""Signs of the words behind a label in its line at most."""
SENTENCE = 8
"""Words of so many signs before an amount, in its own line, end in its label at best."""
RIGHT_REACH = 16.0
"""A label that follows its amount begins at most so many heights after it."""

_IN_BRACKETS = re.compile(
    r"^[(（](?!不?已?包?含|其中)[^()（）]+[)）]\s*(?P<sum>[=＝])?[+＋、,，]?$"
)
"""(本金), (罚息)=: a label between its amount and what comes next; （含罚息） is a remark."""


def bracketed(pairing: Pairing, token: Token) -> Cell | None:
    """500.00(本金)+37.50(利息)=537.50: the label in brackets behind an amount, and the sum.

    Two amounts of a line or more have theirs so; a single one behind an amount is a remark.
    """
    row = pairing.page.rows[token.row]
    line = [other for other in row if other.number == token.number]
    behind = {
        id(one): (other, match)
        for one, other in pairwise(line)
        if one.kind == "money" and other.kind == "text"
        if (match := _IN_BRACKETS.match(other.text))
    }
    if len(behind) < 2:
        return None
    if id(token) in behind:
        label = behind[id(token)][0]
        role = pairing.role(label)
        if role is None or role.kind != "amount" or role.component in ("", "total"):
            return None
        return pairing.made(token, label, "inline", role=role)
    label, match = list(behind.values())[-1]
    if match["sum"] and line.index(token) == line.index(label) + 1:
        return pairing.made(token, label, "inline", role=Role("amount", "total", label="合计"))
    return None


def inline(pairing: Pairing, token: Token) -> Cell | None:
    """本金1,000.00 · 其中利息12.00元: the words just before the amount in its own line."""
    page = pairing.page
    before = [
        other
        for other in page.rows[token.row]
        if other.number == token.number and other.atom.end <= token.atom.start
    ]
    if not before or before[-1].kind != "text" or before[-1].text.rstrip()[-1:] in ENDS:
        return None
    if len(before) > 1 and before[-2].kind == "money" and bracketed(pairing, before[-2]):
        return None
    words = last_clause(before[-1].text)
    role = pairing.role(before[-1])
    if _remark_begins(page, before[-1]):
        return None
    if role is None and len(words) >= SENTENCE:
        role = page.grammar.parse(words[-6:]) or page.grammar.parse(words[-4:])
    if role is None or role.kind != "amount":
        return None
    return pairing.made(token, before[-1], "inline", role=role)


def _remark_begins(page: Page, token: Token) -> bool:
    """年费（标准 300.00 达标减免） 0.00: words that no amount is named by, in a bracket that they
    open behind a label, make what follows in it a remark."""
    head, bracket, inside = token.text.replace("（", "(").rpartition("(")
    words = re.sub(r"[\W_]", "", inside)
    if not bracket or ")" in inside or "）" in inside or len(words) < 2:
        return False
    return page.grammar.parse(inside) is None and bool(re.sub(r"[\W_]", "", head))


def in_words(pairing: Pairing, token: Token) -> bool:
    """Whether words that are no label run straight into the amount (每月立减12.80元)."""
    before = [
        other
        for other in pairing.page.rows[token.row]
        if other.number == token.number and other.atom.end <= token.atom.start
    ]
    if not before or before[-1].kind != "text" or pairing.role(before[-1]) is not None:
        return False
    words = re.sub(r"[\W_]", "", before[-1].text)
    return (len(words) >= 3 or words in LENT) and not pairing.page.grammar.status(before[-1].text)


def left(pairing: Pairing, token: Token) -> Cell | None:
    """The nearest words to the left in the row, with no amount between."""
    for other in leftwards(pairing.page, token):
        if other.kind == "number" and token.kind == "money" and pairing.page.is_speck(other):
            continue
        if other.kind in VALUES:
            return None
        if other.kind == "text" and _CAPITALS.fullmatch(squeezed(other.text)):
            continue
        role = None if other.text.rstrip()[-1:] in ENDS else pairing.role(other)
        if role is not None and _opens_a_remark(pairing.page, other, token):
            return None
        if role is not None and _between(pairing, token, other, role):
            continue
        if role is not None:
            role = _before_relief(pairing, token, other) or role
            return pairing.made(token, other, "left", role=role) if role.kind == "amount" else None
        if other.kind == "text" and not pairing.page.is_speck(other):
            if _tail_of_a_label(pairing.page, other):
                continue
            return None
    return None


def _opens_a_remark(page: Page, label: Token, token: Token) -> bool:
    """利息（09/28 198.63；10/28 213.72） | 412.35: whether a label opens a bracket that an amount
    stands further on in; what the label names stands behind the bracket."""
    if label.number != token.number or not label.text.rstrip().endswith(("(", "（")):
        return False
    inside = [t for t in page.rows[token.row] if label.x1 <= t.x0 + 1 and t.x1 <= token.x0 + 1]
    behind = token.line.text[token.atom.end :]
    return bool(inside) and bool(re.search("[)）]", behind))


def _between(pairing: Pairing, token: Token, other: Token, role: Role) -> bool:
    """Whether words stand between an amount and its label: a state, or a tag."""
    page = pairing.page
    under = not role.component and _under_heads(page, token, other)
    return under or _state_of_month(page, other) or _tag(pairing, token, other, role)


def _under_heads(page: Page, token: Token, state: Token) -> bool:
    """状态 | 应还本金 over 待还 | 7,519.37: words that stand under a head of their own beside an
    amount that has its own, too."""
    if token.row == 0 or not page.grammar.status(state.text):
        return False
    above = page.rows[page.tables.get(token.row, token.row - 1)]
    head, its = _over(above, token), _over(above, state)
    amount = page.role(head) if head is not None else None
    other = page.role(its) if its is not None else None
    named = amount is not None and (amount.component or amount.bucket == "owed")
    return bool(named and other and other.kind == "status")


def _over(row: Sequence[Token], token: Token) -> Token | None:
    """The one token of the row above that overlaps a token from left to right."""
    found = [one for one in row if min(one.x1, token.x1) > max(one.x0, token.x0)]
    return found[0] if len(found) == 1 else None


def _tail_of_a_label(page: Page, token: Token) -> bool:
    """分期服务费 3笔中的第2期: the few words that a label's line goes on with; a new clause is none
    (分期手续费6.6折，单笔最高立减)."""
    if token.text.lstrip()[:1] in "，,。；;":
        return False
    line = [one for one in page.rows[token.row] if one.number == token.number]
    before = [one for one in line if one.x1 <= token.x0 + 1]
    named = any((role := page.amount_role(one)) and role.component for one in before)
    return named and len(token.text.strip()) <= TAIL


def _tag(pairing: Pairing, token: Token, label: Token, role: Role) -> bool:
    """分期服务费 | 免息券 | 96.60: a tag between a part's name and its amount, which is no relief:
    that would have a sign, or a line of its own."""
    relief = role.kind == "amount" and role.bucket == "waived" and not role.component
    if not relief or token.text.startswith(("-", "−", "–")):
        return False
    before = [other for other in pairing.page.rows[token.row] if other.x1 <= label.x0 + 1]
    if any(other.kind in VALUES for other in before):
        return False
    named = [one for other in before if (one := pairing.page.amount_role(other))]
    return bool(named) and bool(named[-1].component) and named[-1].bucket in ("", "owed")


def _before_relief(pairing: Pairing, token: Token, label: Token) -> Role | None:
    """违约金 | （减免前） | 2,605.97元: what a remark in brackets between them makes of a label."""
    for other in pairing.page.rows[token.row]:
        if label.x1 <= other.x0 + 1 and other.x1 <= token.x0 + 1 and CLOSING.search(other.text):
            role = pairing.page.grammar.parse(label.text + other.text.strip(" ()（）"))
            return role if role is not None and role.bucket == "ignore" else None
    return None


def second(pairing: Pairing, token: Token) -> Cell | None:
    """逾期罚息 ¥55.46 ¥24.11: two figures after one label, the first perhaps struck through."""
    row = pairing.page.rows[token.row]
    solid = [other for other in row if other.kind in VALUES or not pairing.page.is_speck(other)]
    if [other.kind for other in solid] != ["text", "money", "money"] or token is not solid[2]:
        return None
    role = pairing.role(solid[0])
    if role is None or role.kind != "amount" or not role.component:
        return None
    return pairing.made(token, solid[0], "second")


def right(pairing: Pairing, token: Token) -> Cell | None:
    """¥289.65 循环利息 1.2%: the label follows its amount, in two rows or more of the page."""
    return pairing.rights.get(id(token))


def following(pairing: Pairing) -> dict[int, Cell]:
    """Cells of the rows that begin with an amount and go on with its label."""
    found: dict[int, Cell] = {}
    for row in pairing.page.rows:
        solid = [
            token
            for token in row
            if token.kind not in ("text", "number") or not pairing.page.is_speck(token)
        ]
        if len(solid) < 2 or solid[0].kind not in ("money", "none"):
            continue
        label = solid[1]
        role = pairing.role(label) if label.kind == "text" else None
        if role is None or role.kind != "amount" or not (role.component or role.bucket == "owed"):
            continue
        if len(solid) > 2 and solid[2].kind in ("money", "none"):
            continue
        if label.x0 - solid[0].x1 > RIGHT_REACH * label.height:
            continue
        found[id(solid[0])] = pairing.made(solid[0], label, "right")
    return found if len(found) >= 2 else {}


def beside_mark(pairing: Pairing, token: Token) -> Cell | None:
    """第3期 … 648.48: a wordless amount in the row of its instalment is its total."""
    if token.kind != "money":
        return None
    for other in leftwards(pairing.page, token):
        if other.kind == "period" or _leads_its_state(pairing.page, other, token):
            # 第5/6期 | ¥486.33+服务费5.83: what a charge is added to.
            added = token.line.text[token.atom.last :].lstrip(" 元")[:1] in ("+", "＋")
            role = Role("amount", "principal" if added else "total", label=other.text)
            return pairing.made(token, other, "mark", role=role)
        if _of_a_month(pairing.page, other):
            continue
        if other.kind in VALUES or (other.kind == "text" and not _quiet(pairing, other)):
            return None
    return None


def _leads_its_state(page: Page, day: Token, token: Token) -> bool:
    """9月12日 | 已逾期 | ¥1,063.20: a day that leads a row of nothing but how it stands and an
    amount, as another row of the page does, too."""
    return day.kind == "date" and token.row in page.dated_rows and day is page.rows[token.row][0]


def _state_of_month(page: Page, token: Token) -> bool:
    """Whether words say how the bill of a month stands: 6月 | 账单 还未出账."""
    before = [other for other in page.rows[token.row] if other.x1 <= token.x0 + 1]
    status = page.grammar.status(token.text)
    return bool(status) and any(other.kind == "period" for other in before[-1:])


def _of_a_month(page: Page, token: Token) -> bool:
    """Whether words are the rest of 10月账单, whose month stands for an instalment."""
    return token.text.strip() in MONTHLY and any(
        other.kind == "period" and other.number == token.number and other.x1 <= token.x0 + 1
        for other in page.rows[token.row]
    )


def _quiet(pairing: Pairing, token: Token) -> bool:
    """Words that do not name an amount: a status, a speck, a date's label."""
    role = pairing.role(token)
    other_kind = role is not None and role.kind != "amount"
    return (
        pairing.page.is_speck(token) or bool(pairing.page.grammar.status(token.text)) or other_kind
    )


def has_other_words(pairing: Pairing, token: Token) -> bool:
    """Whether the amount already has words of its own that are no label we know (and no period)."""
    if token.row in pairing.page.dated_rows:
        return False
    for other in leftwards(pairing.page, token):
        if other.kind in VALUES:
            return False
        if _state_of_month(pairing.page, other):
            return False
        if pairing.role(other) is not None:
            return True
        if _of_a_month(pairing.page, other):
            return False
        if other.kind == "text" and not pairing.page.is_speck(other):
            near = token.x0 - other.x1 < 14 * token.height
            return near and not pairing.page.grammar.status(other.text)
    return False


def says_within(page: Page, token: Token) -> bool:
    """其中已逾期 3,351.62, 其中 10月账单 | 79.90: whether words say that an amount is a part of
    what stands above, and not what part."""
    words = next(iter(leftwards(page, token)), None)
    if words is None:
        return False
    within = squeezed(words.line.text).startswith("其中")
    return within or (words.number == token.number and "其中" in words.text)


def before_money(page: Page, token: Token) -> bool:
    """Whether a bare number is followed in its row by an amount that is plainly money."""
    for other in page.rows[token.row]:
        if other.x0 >= token.x1 - 1 and other.kind not in ("number",) and not page.is_speck(other):
            return other.kind == "money"
    return False


def _component(page: Page, token: Token) -> str:
    role = page.role(token)
    return role.component if role is not None else ""


def leftwards(page: Page, token: Token) -> Iterator[Token]:
    """What stands left of an amount, nearest first; the end of a bracket is passed over."""
    row = [other for other in page.rows[token.row] if other.x1 <= token.x0 + 0.3 * token.height]
    row.sort(key=lambda other: -other.x1)
    label = _before_bracket(row, page)
    if label is not None:
        return iter(row[row.index(label) :])
    if row and CLOSING.search(row[0].text) and not _component(page, row[0]):
        named = [o for o in row[1:] if o.number == row[0].number and page.role(o)]
        outer = bool(named) and (page.role(row[0]) is None or _component(page, named[0]))
        if outer and OPENING.search(row[0].line.text[named[0].atom.start :]):
            row = row[row.index(named[0]) :]
    return iter(row)


def _before_bracket(row: list[Token], page: Page) -> Token | None:
    """贷款余额（含逾期本金 1,320.55） | 512,300.18: the label before a bracket that closes right
    before an amount and has an amount in it.

    row: what stands left of the amount, nearest first
    """
    if not row:
        return None
    last = row[0]
    text = last.line.text[: last.atom.end].replace("（", "(").replace("）", ")").rstrip(" ¥￥")
    if not text.endswith(")"):
        return None
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if not depth:
            break
    line = [token for token in row if token.number == last.number]
    before = [token for token in line if token.atom.start <= place and page.amount_role(token)]
    inside = any(token.kind in VALUES for token in line if token.atom.start > place)
    return before[0] if before and inside else None
