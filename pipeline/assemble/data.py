"""The pack as plain data for the templates: every number formatted, every exhibit with its target.

Both writers (PDF and DOCX) print from this, so that they say the same in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pipeline.assemble.names import printable
from pipeline.assemble.plantable import NONE, Table, money, plan_table
from pipeline.assemble.recount import recount
from pipeline.exhibits import day_text, exhibits_by_page, exhibits_text
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim, ClaimLine
from schemas.evidence import Status
from schemas.pack import Exhibit, ExhibitPage, PackPlan
from schemas.plan import BudgetLine
from schemas.source import PageRef
from schemas.statement import ANY_LENDERS, Parts, Period, Statement

STATES = {
    "overdue": "已逾期",
    "due": "待还",
    "upcoming": "未到期",
    "paid": "已还",
    "waived": "已减免",
}
COLUMNS = (
    ("principal", "本金"),
    ("interest", "利息"),
    ("penalty", "罚息"),
    ("late_fees", "违约金"),
    ("fees", "手续费"),
)
OPTIONAL = frozenset(("late_fees", "fees"))
"""Columns that are left out of the schedule when they are zero everywhere."""


TRUTH = (
    (
        "本人声明：本材料所述情况属实，所附复印件、截图、扫描件与原件一致，未作任何篡改；"
        "所列金额取自所注明的账单页面。如有不实，本人愿意承担相应责任。"
    ),
    (
        "本人同意贷款机构为办理本申请之目的核实上述材料。"
        "除办理本申请外，请勿将本材料用于其他用途或提供给无关的第三方。"
    ),
)


def pack_data(plan: PackPlan, case: Case, catalogue: Catalogue) -> Table:
    """Everything printed before and after the exhibits, and the exhibits without their pictures."""
    data = {
        "title": plan.title,
        "applicant": plan.applicant,
        "draft": plan.draft,
        "date": day_text(plan.today),
        "address_line": _address_line(case, catalogue),
        "cover": [list(row) for row in _cover(plan)],
        "letters": [letter.model_dump(mode="json") for letter in plan.letters],
        "schedule": _schedule(plan, case),
        "recount": recount(plan, case, catalogue),
        "budget": _budget(plan),
        "plan": plan_table(plan),
        "index": _index(plan),
        "communication": _communication(plan, case),
        "truth": list(TRUTH),
        "id_number": case.applicant.id_number,
    }
    return {key: mapped(value, printable) for key, value in data.items()}


def _address_line(case: Case, catalogue: Catalogue) -> str:
    """How it is handed in, where somebody said so."""
    channel = catalogue.channels.get(case.typed.request.channel)
    return channel.address_line if channel else ""


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every string in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: mapped(inner, change) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [mapped(inner, change) for inner in value]
    return value


def _cover(plan: PackPlan) -> Iterable[tuple[str, str]]:
    claim = plan.claim
    yield "申请人", plan.applicant or "【待填：姓名】"
    yield "贷款机构", "、".join(letter.lender for letter in plan.letters)
    if claim.lines:
        yield "申请涉及利息", f"{money(claim.interest)} 元"
        yield "申请涉及罚息", f"{money(claim.penalty)} 元"
        if claim.late_fees:
            yield "申请涉及违约金", f"{money(claim.late_fees)} 元"
        if claim.fees:
            yield "申请涉及手续费", f"{money(claim.fees)} 元"
        yield "以上合计", f"{money(claim.total)} 元"
    yield "证据", f"{len(plan.groups)} 组 {len(plan.exhibits())} 份"
    yield "编制日期", day_text(plan.today)


# --- schedule of debts ---------------------------------------------------------------------------


def _schedule(plan: PackPlan, case: Case) -> Table:
    statements = {statement.id: statement for statement in case.statements}
    lines = plan.claim.lines
    shown = [
        (name, word)
        for name, word in COLUMNS
        if name not in OPTIONAL or any(getattr(line, name) for line in lines)
    ]
    targets = _Targets(plan)
    ids = dict.fromkeys(line.statement for line in lines)
    return {
        "columns": [word for _, word in shown],
        "debts": [
            _debt(
                statements[key], [line for line in lines if line.statement == key], shown, targets
            )
            for key in ids
            if key in statements
        ],
        "total": [
            money(sum((getattr(line, name) for line in lines), Decimal(0))) for name, _ in shown
        ],
        "interest_told": _interest_told(plan.claim),
        "doubtful": any(line.status is Status.DOUBTFUL for line in lines),
        "fees_kept": any(line.fees for line in lines) and not plan.claim.fees,
        "excluded": [
            _excluded(entry.statement, entry.message, statements) for entry in plan.claim.excluded
        ],
    }


def _interest_told(claim: Claim) -> str:
    """How much of the interest is due; "" where the pages do not say."""
    if not claim.dated or not claim.interest:
        return ""
    later = claim.interest - claim.interest_overdue
    return f"利息中已到期 {money(claim.interest_overdue)} 元，尚未到期 {money(later)} 元。"


def _excluded(key: str, message: str, statements: dict[str, Statement]) -> str:
    statement = statements.get(key)
    return f"{statement.title}：{message}" if statement and statement.product else message


def _debt(
    statement: Statement,
    lines: list[ClaimLine],
    shown: list[tuple[str, str]],
    targets: _Targets,
) -> Table:
    periods = {period.index: period for period in statement.periods}
    return {
        "name": " · ".join(
            word
            for word in (
                statement.lender or _nobody(statement),
                statement.loan_title,
            )
            if word
        ),
        "facts": "，".join(_debt_facts(statement)),
        "rows": [_row(line, periods.get(line.period), statement, shown, targets) for line in lines],
        "subtotal": [
            money(sum((getattr(line, name) for line in lines), Decimal(0))) for name, _ in shown
        ],
    }


def _debt_facts(statement: Statement) -> Iterable[str]:
    if statement.account_tail:
        yield statement.account_tail
    if statement.as_of:
        yield f"截至{day_text(statement.as_of)}"
    if statement.overdue_days:
        yield f"已逾期 {statement.overdue_days} 天"
    if statement.daily_rate is not None:
        yield f"页面所示日利率 {(statement.daily_rate * 100).normalize():f}%"
    if statement.annual_rate is not None:
        yield f"页面所示年利率 {(statement.annual_rate * 100).normalize():f}%"


def _row(
    line: ClaimLine,
    period: Period | None,
    statement: Statement,
    shown: list[tuple[str, str]],
    targets: _Targets,
) -> Table:
    late = line.overdue or bool(line.penalty or line.late_fees)
    due = period.due if period else statement.due
    if period is None and late and due and statement.as_of and due >= statement.as_of:
        due = None  # When the next bill falls due, not what is overdue.
    of = f"/{period.of}" if period and period.of else ""
    state = STATES.get(period.status or "", "") if period and period.status else ""
    return {
        "period": f"第{line.period}{of}期" if line.period is not None else "合计",
        "due": due.isoformat() if due else NONE,
        "state": ("已逾期" if late else state) or NONE,
        "amounts": [_stated(line, name, period or statement.outstanding) for name, _ in shown],
        "doubtful": line.status is Status.DOUBTFUL,
        "exhibit": line.exhibit,
        "target": targets.of(line, period or statement.outstanding),
    }


def _nobody(statement: Statement) -> str:
    """What stands for a lender that no page names: on a platform somebody lent all the same."""
    named = statement.product and statement.product_id not in ANY_LENDERS
    return "页面未写明放款机构" if named else "贷款机构【待填】"


def _stated(line: ClaimLine, name: str, parts: Parts) -> str:
    """The amount of a row; "—" where it is nil only because the page does not state it."""
    amount = getattr(line, name)
    return money(amount) if amount or getattr(parts, name) is not None else NONE


class _Targets:
    """Which sheet ("2-1-1") shows a row: of a long screenshot the slice where its figures stand."""

    def __init__(self, plan: PackPlan) -> None:
        self._sheets: dict[PageRef, list[tuple[ExhibitPage, str]]] = {}
        for exhibit in plan.exhibits():
            for place, page in enumerate(exhibit.pages, start=1):
                key = f"{exhibit.number}-{place}"
                self._sheets.setdefault(page.source, []).append((page, key))
        self._first = {
            ref: f"{exhibit.number}-1" for ref, exhibit in exhibits_by_page(plan.groups).items()
        }

    def of(self, line: ClaimLine, parts: Parts) -> str:
        sheets = self._sheets.get(line.source)
        if not sheets:
            return self._first.get(line.source, "")
        for _, amount in parts.stated():
            place = amount.evidence
            middle = (place.box.y0 + place.box.y1) / 2
            for page, key in sheets:
                here = (place.path, place.page) == (line.source.path, line.source.page)
                if here and page.top <= middle < page.bottom:
                    return key
        return sheets[0][1]


# --- income, plan, index, communication ----------------------------------------------------------


def _budget(plan: PackPlan) -> Table:
    repayment = plan.repayment
    numbers = {e.material: e.number for e in plan.exhibits() if e.material}

    def rows(lines: Iterable[BudgetLine]) -> list[Table]:
        return [
            {
                "label": line.label,
                "amount": money(line.amount),
                "source": "见证据" if numbers.get(line.material) else line.source,
                "exhibit": numbers.get(line.material, ""),
            }
            for line in lines
        ]

    # A plan of one's own stands without them; else the plan waits for what is to be filled in.
    made, shown = bool(repayment.instalments), _papers_of_income(plan)
    no_income = f"未单独列明，见{shown}" if made and shown else "【待填：月收入】"
    sections = (
        ("月收入", repayment.income, no_income),
        ("月必要支出", repayment.spending, "未单独列明" if made else "【待填：月必要支出】"),
        ("其他债务月还款", repayment.other_debts, "无申报"),
    )
    disposable = repayment.disposable
    waits = not made or not (repayment.income or shown)
    return {
        "sections": [
            {
                "title": title,
                "rows": rows(lines),
                "empty": empty,
                "total": money(sum((line.amount for line in lines), Decimal(0))),
            }
            for title, lines, empty in sections
        ],
        "disposable": ("【待填】" if waits else NONE) if disposable is None else money(disposable),
    }


def _papers_of_income(plan: PackPlan) -> str:
    """证据3-1、证据3-2: the exhibits of the applicant's means; "" where there are none."""
    return exhibits_text(
        e.number for group in plan.groups if group.id == "finances" for e in group.exhibits
    )


def _index(plan: PackPlan) -> list[Table]:
    return [
        {
            "number": group.number,
            "title": group.title,
            "exhibits": [_index_row(exhibit) for exhibit in group.exhibits],
        }
        for group in plan.groups
    ]


def _index_row(exhibit: Exhibit) -> Table:
    return {
        "number": exhibit.number,
        "title": exhibit.title,
        "purpose": exhibit.purpose or NONE,
        "origin": exhibit.origin or NONE,
        "form": exhibit.form or NONE,
        "copies": str(exhibit.copies),
        "note": exhibit.note or NONE,
        "count": len(exhibit.pages),
    }


def _communication(plan: PackPlan, case: Case) -> list[Table]:
    """Known contacts with the lender; the template adds empty rows for later ones."""
    materials = {material.id: material for material in case.materials}
    rows = []
    for group in plan.groups:
        for exhibit in group.exhibits if group.id == "communication" else ():
            found = materials.get(exhibit.material)
            fields = found.fields if found else {}
            issued = fields.get("asked_on") or fields.get("issued")
            rows.append(
                {
                    "date": issued.value if issued else NONE,
                    "title": exhibit.title,
                    "number": exhibit.number,
                }
            )
    return rows
