"""What the applicant's own papers say of earning and spending a month, where it adds up.

A figure counts only where the arithmetic of the paper bears it out: the items make the total that
stands with them, or what is earned less what is spent leaves what is said to be left. A misread
figure does not do that, so nothing here wants a second reader; what does not close is left blank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

import zhconv

from pipeline.extract.capitals import amounts_in_capitals
from pipeline.extract.settle import SURE
from pipeline.extract.sheet import without_gutter
from pipeline.plan.cells import Cell, rows_of
from schemas.base import CENT
from schemas.case import Case
from schemas.material import Material
from schemas.reading import Line
from schemas.source import PageRef

PAPERS = ("hardship_statement", "application_letter", "repayment_plan")
"""Papers of the applicant's own, the likeliest first."""
LEAST_ITEMS = 2
RUNS_ON = 0.85
"""A line of prose that ends so far to the right goes on in the next."""
ZERO = Decimal(0)

_AMOUNT = re.compile(
    r"(?<![\d.,])[¥]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d{1,2})?(?P<wan>万)?"
    r"(?![\d.])(?!\s*(?:年|月(?!供)|日|号|岁|%|个|人|口|天|期|次|周|名|亩|斤|间|张|份|页|路|室|楼|米|月份|[-~至—–]\s*\d))"
)
_LONGEST = 7
"""Digits of an amount in yuan at most; more are of a telephone or a card."""
_ASIDE = re.compile(r"\([^()]*\)")
_BREAK = re.compile(r"[。;,:()\n]|\s{2,}")
_FILL = re.compile(
    r"元|左右|大约|大概|差不多|每个?月|平均|大致|约|要花|要|花|得|是|为|各|家庭|必要|人民币|本人|我|的|另外|还有|¥|[-—·.、\d\s]|[①-⑳]"
)
"""What stands in a label and names nothing."""
_RUN_ON = re.compile("(?<=.{2})(?:一共|合计|合|共|有|每|自)$")
"""Ends of a label that lead over to its figure."""
_LEFT = re.compile("结余|结馀|剩|节余|盈余|可支配|收支相抵|可用于还|[能可][^\n]{0,4}还|拿出|^余")
_SPENT = re.compile("支出|开支|开销|花销|花费|用度|每个?月用")
_EARNED = re.compile(
    "收入|进账|工资|到手|实发|月均|挣|赚|养老金|退休金|失业金|失业保险金|低保|补贴|补助|津贴|奖金|提成|兼职|家教|抚恤|分红|救助|(?:做工|打工|务工|帮工)$"
)
_MONTHLY = re.compile("月|低保|养老金|退休金|失业金")
_FORMER = re.compile(
    "(?<![目当])前(?!夫|妻)|原[来先本]|以[前往]|曾|平时|过去|去年|本来|往年|应发|税前|[一每]天|日薪|小时|[一每全]年"
)
"""What was earned once, before tax, or in another time than a month."""
_OF_OTHERS = re.compile(
    "丈夫|妻子|老公|老婆|爱人|配偶|前[夫妻]|对象|[父母]亲|爸|妈|儿子|女儿|孩子|家人|[弟妹哥姐]"
)
_NOW = re.compile("现[在每]|目前|如今|眼下|现月")
_GIVEN = re.compile("前夫|前妻|资助|转来|给我|收到|贴补|帮补|接济|家用")
"""What somebody else gives, though it is called as a cost (前夫支付抚养费)."""
_RELATIVE = re.compile("孩子|女儿|儿子|父母|母亲|父亲|女婿|儿媳|兄弟|姐|妹")
_WHOLE = re.compile("^(?:以上)?(?:合计|共计|总计|总共|一共|小计|加起来|共|计)(?:支出|收入)?$")
_COSTS = re.compile(
    "房租|租房|(?<!出租)(?<!收)租金|店租|铺租|摊位|房贷|月供|物业|伙食|吃饭|吃用|吃喝|餐|买菜|菜钱|米面|水电|水费|电费|煤|燃气|取暖|暖气|话费|电话|手机|通讯|通信|网费|宽带|交通|车费|加油|油费|药|复查|复诊|康复|治疗|透析"
    "|看病|医疗|就医|学费|上学|学习|托管|兴趣|教育|补习|奶粉|尿布|孩子|女儿|儿子|父母|母亲|父亲|老人|老家|赡养|抚养|生活费|生活用品|日用|日常|社保|保险|医保|其他|人情|零用"
)
_DEBTS = re.compile(
    "成本|进货|营业|流水|毛利|本金|利息|罚息|违约金|手续费|欠|还款|还债|分期|逾期|贷款|借款|账单|信用卡|网贷|花呗|借呗|减免|首付|存款|余额|应还|最低还"
)
"""Labels of what is owed or repaid, or of a business before its costs: no part of a budget."""


@dataclass(frozen=True)
class Told:
    """One figure of a budget, yuan a month; label: the words before it, without fillers; clause:
    all of them, with those right after it."""

    label: str
    amount: Decimal
    material: str
    path: str
    clause: str = ""

    @property
    def name(self) -> str:
        """The label without what leads over to the figure."""
        return _RUN_ON.sub("", self.label)


@dataclass(frozen=True)
class OwnBudget:
    """What closes: rows of income and spending; () where that side is not borne out.

    lone: the income is one figure beside a spending that closes, and nothing bears it out
    """

    income: tuple[Told, ...] = ()
    spending: tuple[Told, ...] = ()
    lone: bool = False


@dataclass
class _Figures:
    """Figures of one paper that stand together and may be a budget."""

    earned: list[Told] = field(default_factory=list)
    earned_whole: list[Told] = field(default_factory=list)
    spent: list[Told] = field(default_factory=list)
    spent_whole: list[Told] = field(default_factory=list)
    left: list[Told] = field(default_factory=list)


def own_budget(case: Case) -> OwnBudget:
    """Of the first of the applicant's papers whose budget closes on either side."""
    copies = {copy for copy, _ in case.duplicates}
    lines = {one.ref: one.lines for one in case.readings if one.ref not in copies}
    for kind in PAPERS:
        for paper in case.of_kind(kind):
            figures = _figures(paper, lines)
            groups = [_closed(group) for group in figures]
            best = max(groups, key=lambda one: bool(one.income) + bool(one.spending))
            if best.spending and not best.income:
                said = [line for ref in paper.pages for line in lines.get(ref, ())]
                best = _with_lone_income(best, figures, said)
            if best.income or best.spending:
                return best
    return OwnBudget()


def _with_lone_income(
    budget: OwnBudget, figures: Sequence[_Figures], lines: Sequence[Line]
) -> OwnBudget:
    """The budget with the one income of today that the paper names by itself, if its digits were
    read clearly: 现在每月到手1,760元, and not what was earned before or what others earn."""
    told = [row for group in figures for row in group.earned if _is_monthly(row)]
    now = [row for row in told if _NOW.search(row.clause)]
    for rows in (now, told):
        if len({row.amount for row in rows}) == 1:
            clear = rows[0].amount > 0 and _is_clear(rows[0], lines)
            return replace(budget, income=(rows[0],), lone=True) if clear else budget
        if rows:
            return budget
    return budget


def _is_monthly(row: Told) -> bool:
    words = row.clause
    return bool(_MONTHLY.search(words)) and not (_FORMER.search(words) or _OF_OTHERS.search(words))


def _is_clear(row: Told, lines: Sequence[Line]) -> bool:
    """Whether one line has the digits of a figure, and every character of them is sure."""
    digits = re.compile(rf"(?<![\d.,]){row.amount:f}(?!\d)".replace(r".00", r"(?:\.00?)?"))
    for line in lines:
        text = unicodedata.normalize("NFKC", line.text).replace(",", "")
        if digits.search(text):
            return line.confidence >= SURE
    return False


def _closed(said: _Figures) -> OwnBudget:
    """What of the figures bears itself out."""
    spent, earned = _sum(said.spent), _sum(said.earned)
    itemised = len(said.spent) >= LEAST_ITEMS and spent in _positive(said.spent_whole)
    earns = len(said.earned) >= LEAST_ITEMS and earned in _positive(said.earned_whole)
    for income, spending, left in product(_incomes(said), _spendings(said), said.left):
        if _sum(income) > _sum(spending) > 0 and _sum(income) - _sum(spending) == left.amount:
            rows = tuple(said.spent) if itemised and _sum(spending) == spent else spending
            return OwnBudget(income, rows)
    return OwnBudget(tuple(said.earned) if earns else (), tuple(said.spent) if itemised else ())


def _incomes(said: _Figures) -> Iterator[tuple[Told, ...]]:
    """What may be the income: all items, or one figure alone."""
    if said.earned:
        yield tuple(said.earned)
    yield from ((one,) for one in (*said.earned_whole, *said.earned))


def _spendings(said: _Figures) -> Iterator[tuple[Told, ...]]:
    if said.spent:
        yield tuple(said.spent)
    yield from ((one,) for one in said.spent_whole)


def _positive(rows: Sequence[Told]) -> set[Decimal]:
    return {row.amount for row in rows if row.amount > 0}


def _sum(rows: Sequence[Told]) -> Decimal:
    return sum((row.amount for row in rows), ZERO)


def _figures(paper: Material, lines: Mapping[PageRef, tuple[Line, ...]]) -> list[_Figures]:
    """The figures of a paper by what they are, over all its pages; those of something else part
    them."""
    groups, section = [_Figures()], ""
    for ref in paper.pages:
        text = _text_of(lines.get(ref, ()))
        end = 0
        for match in _AMOUNT.finditer(text):
            before, end = _ASIDE.sub("", text[end : match.start()]), match.end()
            label, context = _label(before)
            clause = _BREAK.split(before)[-1] + _BREAK.split(text[end : end + 4])[0]
            told = Told(label, _worth(match), paper.id, ref.path, clause)
            section = _section(section, context)
            known = len(match["whole"].replace(",", "")) <= _LONGEST
            section = _put(groups[-1], told, section) if known else _ELSE
            if section == _ELSE:
                groups.append(_Figures())
    return groups


_ELSE = "else"
"""The section of figures that are of no budget."""


def _label(before: str) -> tuple[str, str]:
    """What a figure is called, by the words between the one before and it; and what leads up."""
    parts = _BREAK.split(before)
    for place in range(len(parts) - 1, -1, -1):
        if named := _FILL.sub("", parts[place]):
            return named, "\n".join(parts[:place])
    return "", before


def _put(said: _Figures, told: Told, section: str) -> str:
    """Put a figure where its label says; what the next one may belong to without a label."""
    named = told.label
    if _LEFT.search(named):
        said.left.append(told)
        return ""
    if not named or _DEBTS.search(named):
        return _ELSE
    if _WHOLE.match(named):
        section = _section(section, named)
        wholes = {"spent": said.spent_whole, "earned": said.earned_whole}
        if section in wholes:
            wholes[section].append(told)
        return "" if said.spent and section == "spent" else section
    if _SPENT.search(named):
        said.spent_whole.append(told)
        return "" if said.spent else "spent"  # 每月支出2,120元：房租600元…
    earns = _EARNED.search(named) or _GIVEN.search(named)
    given = section == "earned" and _RELATIVE.match(named)  # 每月收入：…，儿子每月给1000元
    if _COSTS.search(named) and not given and not (earns and section != "spent"):
        said.spent.append(told)
        return "spent"
    if earns or given:
        (said.earned_whole if "合计" in named else said.earned).append(told)
        return "earned"
    rows = {"spent": said.spent, "earned": said.earned}
    if section in rows:
        rows[section].append(told)
        return section
    return _ELSE


def _section(section: str, words: str) -> str:
    """What a figure belongs to after some words: the last heading among them."""
    spent = max((match.start() for match in _SPENT.finditer(words)), default=-1)
    earned = max((match.start() for match in re.finditer("收入|进账", words)), default=-1)
    if max(spent, earned) < 0:
        return section
    return "spent" if spent > earned else "earned"


def _worth(match: re.Match[str]) -> Decimal:
    worth = Decimal(match["whole"].replace(",", "") + (match["cents"] or ""))
    return (worth * 10000 if match["wan"] else worth).quantize(CENT)


def _one_below_the_other(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """The rows; of a table that has its incomes on the left and its costs on the right, first the
    halves on the left, then those on the right."""
    head = next((place for place, row in enumerate(rows) if _side_by_side(row)), None)
    if head is None:
        return list(rows)
    middle = next(cell.x0 for cell in rows[head] if _SPENT.search(cell.text))
    end = next((n for n in range(head + 1, len(rows)) if len(rows[n]) == 1), len(rows))
    left = [[cell for cell in row if cell.x1 <= middle] for row in rows[head:end]]
    right = [[cell for cell in row if cell.x1 > middle] for row in rows[head:end]]
    return [*rows[:head], *filter(None, left), *filter(None, right), *rows[end:]]


def _side_by_side(row: Sequence[Cell]) -> bool:
    """Whether a row heads incomes and costs: 收入 | 金额 | 支出 | 金额."""
    heads = [
        "earned" if "收入" in cell.text else "spent" if _SPENT.search(cell.text) else ""
        for cell in row
        if not any(mark.isdigit() for mark in cell.text)
    ]
    return [head for head in heads if head] == ["earned", "spent"]


def _text_of(lines: Sequence[Line]) -> str:
    """A page row by row, half-width and in simplified characters; lines of prose run on."""
    right = max((line.box.x1 for line in lines), default=0)
    text = ""
    for row in _one_below_the_other(rows_of(without_gutter(lines))):
        runs_on = len(row) == 1 and row[0].x1 > RUNS_ON * right
        text += "  ".join(cell.text for cell in row) + ("" if runs_on else "\n")
    text = unicodedata.normalize("NFKC", text)
    text = str(zhconv.convert(text, "zh-hans"))
    for words, worth in amounts_in_capitals(text):
        text = text.replace(words, f"{worth:.2f}元", 1)
    return text
