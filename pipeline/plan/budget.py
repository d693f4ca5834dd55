"""Income, spending and other debts, each row with the place its figure comes from.

What a person typed comes first; a paper only speaks where nothing was typed: of the income a
certificate or payslip before the applicant's own words, of the spending these alone. No figure is
ever filled in: a row that nobody stated is named in `unknown`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.extract.fields.income import before_tax
from pipeline.extract.fields.order import DOUBTED
from pipeline.plan.ownbudget import OwnBudget, Told, own_budget
from schemas.base import CENT
from schemas.case import Case
from schemas.evidence import FieldValue
from schemas.material import Material
from schemas.plan import BudgetLine

TYPED = "本人申报"
CATEGORIES = {
    "housing": "住房（房租、房贷、物业）",
    "food": "伙食",
    "utilities": "水电燃气",
    "transport": "交通",
    "medical": "医疗",
    "children": "子女抚养、教育",
    "elderly": "老人赡养",
    "communication": "通讯",
    "insurance": "保险、社保",
    "other": "其他必要支出",
}
"""Standard categories of spending, in the order of the table."""

PAPERS = (
    ("income_certificate", "monthly_income", "月收入（收入证明）"),
    ("payslip", "net_pay", "月实发工资（最近一期工资条）"),
)
"""Papers that state an income: kind, field, words of the row; the first kind found counts."""
NEAR = Decimal("0.05")
"""How far an income in own words may be from the proven one and be the same."""
_DATES = ("pay_month", "issued")
_NOISE = str.maketrans("", "", ",，¥￥元 ")


@dataclass(frozen=True)
class Budget:
    """Rows in yuan a month; `disposable` None while income or spending is unknown."""

    income: tuple[BudgetLine, ...]
    spending: tuple[BudgetLine, ...]
    other_debts: tuple[BudgetLine, ...]
    disposable: Decimal | None
    hints: tuple[str, ...]
    unknown: tuple[str, ...]


def budget_of(case: Case) -> Budget:
    """What is left each month for the debts of this application."""
    told = own_budget(case)
    income, hints = _income(case, told)
    spending = _spending(case) or _told("月支出", told.spending)
    debts = tuple(
        BudgetLine(label=debt.name or "其他债务", amount=debt.monthly, source=TYPED)
        for debt in case.typed.finances.debt
    )
    unknown = []
    if not income:
        unknown.append("月收入：未填写，收入证明和工资条上也没有读到（finances.income）")
    if not spending:
        unknown.append(
            "月支出：未填写，自己写的材料里也没有读到加得拢的一份（[[finances.expense]]，按类别逐项写）"
        )
    known = bool(income) and bool(spending)
    return Budget(
        income=income,
        spending=spending,
        other_debts=debts,
        disposable=_sum(income) - _sum(spending) - _sum(debts) if known else None,
        hints=hints,
        unknown=tuple(unknown),
    )


def money_of(text: str) -> Decimal | None:
    """A field's text as yuan, None where it is no plain amount."""
    try:
        value = Decimal(text.translate(_NOISE))
    except InvalidOperation:
        return None
    return value.quantize(CENT) if value.is_finite() and value >= 0 else None


def _sum(rows: tuple[BudgetLine, ...]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def _spending(case: Case) -> tuple[BudgetLine, ...]:
    order = list(CATEGORIES)
    rows = sorted(case.typed.finances.expense, key=lambda row: order.index(row.category))
    return tuple(
        BudgetLine(
            label=CATEGORIES[row.category] + (f"：{row.note}" if row.note else ""),
            amount=row.amount,
            source=TYPED,
        )
        for row in rows
    )


def _told(name: str, rows: tuple[Told, ...]) -> tuple[BudgetLine, ...]:
    """What the applicant's own papers say; a figure of the whole is called so."""
    return tuple(
        BudgetLine(
            label=f"{name}（本人说明）" if len(rows) == 1 else row.name,
            amount=row.amount,
            source=row.path,
            material=row.material,
        )
        for row in rows
    )


def _income(case: Case, told: OwnBudget) -> tuple[tuple[BudgetLine, ...], tuple[str, ...]]:
    typed = case.typed.finances.income
    if typed is not None:
        proof = _agreeing(case, typed)
        return (BudgetLine(label="月收入", amount=typed, source=TYPED, material=proof),), ()
    for kind, field, label in PAPERS:
        found = _newest(case.of_kind(kind), field)
        if found:
            rows, hints = _from_paper(case, *found, label)
            own = _told("月收入", told.income)
            return (own if _holds(own, rows) else rows), hints
    return _told("月收入", told.income), ()


def _holds(own: tuple[BudgetLine, ...], proven: tuple[BudgetLine, ...]) -> bool:
    """Whether the applicant's own words list more than one income, the proven one among them; or
    nothing is proven."""
    if not proven:
        return True
    wage = proven[0].amount
    return len(own) > 1 and any(abs(row.amount - wage) <= NEAR * row.amount for row in own)


def _agreeing(case: Case, typed: Decimal) -> str:
    """Id of the first paper that states the typed income, "" where none does."""
    for kind, field, _ in PAPERS:
        for paper in case.of_kind(kind):
            value = paper.fields.get(field)
            if value and money_of(value.value) == typed:
                return paper.id
    return ""


def _from_paper(
    case: Case, material: Material, value: FieldValue, label: str
) -> tuple[tuple[BudgetLine, ...], tuple[str, ...]]:
    """The row, or none where the paper is older than the loss of the job it speaks of."""
    since, when = case.typed.hardship.since, _day_of(material)
    stale = since is not None and when is not None and when < since
    if stale and case.typed.hardship.reason == "unemployment":
        return (), ("收入材料早于失业日期，未用作当前收入；请在 case.toml 填写当前月收入",)
    amount = money_of(value.value)
    if amount is None:
        return (), ()
    row = BudgetLine(label=label, amount=amount, source=value.evidence.path, material=material.id)
    gross = "收入证明写的是税前收入，到手的更少；请在 case.toml 填写到手的月收入"
    hints = (
        *(("收入材料早于困难发生日，请核对是否仍是当前收入",) if stale else ()),
        *((gross,) if before_tax(value) else ()),
    )
    return (row,), hints


def _newest(papers: tuple[Material, ...], field: str) -> tuple[Material, FieldValue] | None:
    """The newest paper that states `field` as an amount which nothing on it contradicts (undated
    ones count as oldest)."""
    dated = [
        (_day_of(paper) or date.min, paper, paper.fields[field])
        for paper in papers
        if field in paper.fields and money_of(paper.fields[field].value) is not None
        if paper.fields[field].confidence > DOUBTED
    ]
    if not dated:
        return None
    _, paper, value = max(dated, key=lambda entry: entry[0])
    return paper, value


def _day_of(material: Material) -> date | None:
    for name in _DATES:
        if name in material.fields:
            text = material.fields[name].value
            try:
                return date.fromisoformat(text if len(text) > len("2026-01") else f"{text}-01")
            except ValueError:
                continue
    return None
