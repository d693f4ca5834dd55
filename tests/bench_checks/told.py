"""Applications that people write themselves, with what they earn and spend and a plan in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal

from samples.debts import Debt, shift
from samples.papers.base import Paper, Sheet, chinese_day
from samples.persons import Person
from samples.truth import Truth
from tests.bench_checks.draft import TODAY

MONTHS = 12
FIRST = date(2026, 12, 15)
COSTS = (("房租", 900), ("伙食", 800), ("水电、通讯", 180), ("交通", 70))
SPENT = sum(cost for _, cost in COSTS)
CHARGES = {"interest": "利息", "penalty": "罚息", "late_fees": "违约金"}
WRITTEN = TODAY - timedelta(days=1)


def _sum(debts: Sequence[Debt], *parts: str) -> Decimal:
    return sum((debt.owed(part) for debt in debts for part in parts), Decimal(0))


def _payments(debts: Sequence[Debt]) -> list[Decimal]:
    """What is left to be paid, over the months; the last is the rest."""
    whole = _sum(debts, "principal", "fees")
    each = (whole / MONTHS).quantize(Decimal(1), ROUND_UP)
    return [each] * (MONTHS - 1) + [whole - each * (MONTHS - 1)]


def _asked(debts: Sequence[Debt]) -> str:
    sums = {name: _sum(debts, part) for part, name in CHARGES.items()}
    return "、".join(f"{name}{amount:,.2f}元" for name, amount in sums.items() if amount)


def _signed(who: Person, sheet: Sheet, *before: Sheet) -> Paper:
    sheet.y += 60
    sheet.para("此致")
    sheet.para("敬礼", indent=False)
    sheet.right(f"申请人：{who.name}")
    sheet.right(chinese_day(WRITTEN))
    pages = tuple(one.page() for one in (*before, sheet))
    return Paper(pages, Truth("application_letter", fields={"name": who.name}))


def in_sentences(who: Person, debts: Sequence[Debt], income: Decimal) -> Paper:
    """A letter in own words; the plan and the budget are sentences of it."""
    payments = _payments(debts)
    costs = "、".join(f"{name}{cost}元" for name, cost in COSTS)
    left = income - SPENT
    last = shift(FIRST, MONTHS - 1)
    sheet = Sheet()
    sheet.title("申请书")
    repaid = f"本金{_sum(debts, 'principal', 'fees'):,.2f}元我会还完"
    sheet.para(
        f"我叫{who.name}，身份证号{who.id_number}，电话{who.phone}。今年家里出了事，收入少了，"
        "借的钱就没能按时还上，实在抱歉。"
    )
    sheet.para(f"请求把{_asked(debts)}给我减免了，{repaid}。")
    sheet.para(f"我现在每月收入{income:.0f}元，{costs}，一共{SPENT}元，还剩{left:.0f}元。")
    sheet.para(
        f"我打算这样还：从2026年12月15日开始，每月15日还{payments[0]:.2f}元，连续{MONTHS - 1}个月；"
        f"最后一期{last.year}年{last.month}月15日还{payments[-1]:.2f}元，合计{sum(payments):,.2f}元。"
    )
    return _signed(who, sheet)


def in_tables(who: Person, debts: Sequence[Debt], income: Decimal) -> Paper:
    """A letter with a table of earning and spending, and one of the plan on the next page."""
    sheet = Sheet()
    sheet.title("息费减免申请书")
    sheet.para(
        f"申请人{who.name}，身份证号码{who.id_number}，联系电话{who.phone}。本人因收入减少，"
        f"未能按期还款，深感歉意。恳请减免{_asked(debts)}，本金本人将全部偿还。"
    )
    sheet.para("收支情况", indent=False)
    budget = [("收入", "金额（元）", "支出", "金额（元）")]
    earned = [("每月收入", f"{income:.2f}"), *[("", "")] * (len(COSTS) - 1)]
    budget += [
        (*left, name, f"{cost}.00") for left, (name, cost) in zip(earned, COSTS, strict=True)
    ]
    budget.append(("合计", f"{income:.2f}", "合计", f"{SPENT}.00"))
    sheet.table(budget, (3, 2, 3, 2))
    sheet.para(f"每月结余{income - SPENT:.2f}元，用于还款。", indent=False)
    plan = Sheet()
    plan.title("还款计划", 40)
    rows = [("期次", "还款日", "还款金额（元）", "资金来源")]
    for number, payment in enumerate(_payments(debts)):
        rows.append((str(number + 1), shift(FIRST, number).isoformat(), f"{payment:,.2f}", "收入"))
    rows.append(("合计", "", f"{_sum(debts, 'principal', 'fees'):,.2f}", ""))
    plan.table(rows, (1, 2, 2, 2), points=24)
    return _signed(who, plan, sheet)
