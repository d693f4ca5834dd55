"""Text for a person: what `read`, `check PACK` and `explain` print."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cli.voice import Voice
from pipeline.errors import WrongUsage
from schemas.case import Case, CaseSource
from schemas.catalogue import Catalogue, load_catalogue
from schemas.evidence import Amount, Status
from schemas.findings import Finding, Outcome
from schemas.material import Material
from schemas.source import Page
from schemas.statement import Parts, PeriodStatus, Statement

_COMPONENTS = {
    "principal": ("本金", "principal"),
    "interest": ("利息", "interest"),
    "penalty": ("罚息", "penalty interest"),
    "fees": ("手续费", "fees"),
    "late_fees": ("违约金", "late fees"),
    "total": ("合计", "total"),
}
_STATUS = {
    Status.VERIFIED: ("", ""),
    Status.READ: ("（未能验算）", " (not verified)"),
    Status.DOUBTFUL: ("（存疑，请核对）", " (doubtful, look at it)"),
}
_PERIODS = {
    PeriodStatus.PAID: ("已还", "paid"),
    PeriodStatus.OVERDUE: ("已逾期", "overdue"),
    PeriodStatus.DUE: ("本期应还", "due"),
    PeriodStatus.UPCOMING: ("未到期", "upcoming"),
    PeriodStatus.WAIVED: ("已减免", "waived"),
}
_FIELDS = {
    "name": "姓名",
    "id_number": "身份证号",
    "address": "住址",
    "authority": "签发机关",
    "validity": "有效期",
    "issued": "开具日期",
    "period": "起止",
    "employer": "单位",
    "monthly_income": "月收入",
    "net_pay": "实发",
    "gross_pay": "应发",
    "total": "合计",
    "pay_month": "工资月份",
    "wage_credits": "工资入账",
    "account_holder": "户名",
    "diagnosis": "诊断",
    "admission_date": "入院",
    "discharge_date": "出院",
    "contract_end": "合同终止",
    "event_date": "发生日期",
    "report_number": "报告编号",
    "relation": "关系",
    "seal": "公章",
    "signed": "签名",
    "asked_on": "申请日",
    "ticket": "工单号",
    "reply_within": "承诺回复",
    "reply_by": "回复期限",
}
"""Facts on papers, in Chinese; the English name is the field's own."""
_OUTCOMES = {
    Outcome.PASSED: ("通过", "passed"),
    Outcome.FAILED: ("不通过", "failed"),
    Outcome.UNDETERMINED: ("无法判断", "undetermined"),
    Outcome.NOT_APPLICABLE: ("不适用", "not applicable"),
}


def read_text(case: Case, voice: Voice) -> str:
    """Every page: its kind, its facts, and the debt it shows."""
    catalogue = load_catalogue()
    return "\n".join(
        line for source in case.sources for line in _source(source, case, catalogue, voice)
    )


def _source(source: CaseSource, case: Case, catalogue: Catalogue, voice: Voice) -> Iterator[str]:
    if source.fault:
        yield f"{source.file.path}  ✗ {source.fault.message}"
        yield f"    {source.fault.next}"
    if source.holds:
        held = voice.say(f"压缩包，{source.holds} 个文件", f"an archive of {source.holds} files")
        yield f"{source.file.path}  {held}"
    for page in source.pages:
        number = voice.say(f"第{page.ref.page}页", f"page {page.ref.page}")
        papers = [one for one in case.materials if page.ref in one.pages]
        material = papers[0] if papers else None
        yield f"{source.file.path}  {number}  {_kind(material, catalogue, voice)}"
        for place, paper in enumerate(papers, 1):
            if len(papers) > 1:
                yield f"  {place}. {_kind(paper.model_copy(update={'also': ()}), catalogue, voice)}"
            yield from (f"    {line}" for line in _facts(paper, voice))
        yield from (f"    {line}" for line in _statements(page, case, voice))


def _kind(material: Material | None, catalogue: Catalogue, voice: Voice) -> str:
    known = catalogue.materials.get(material.kind) if material else None
    if material is None or known is None or known.id == "unknown":
        return voice.say("认不出是什么材料", "unknown paper")
    names = [catalogue.materials[kind] for kind in material.kinds]
    said = voice.say("、".join(one.name for one in names), ", ".join(one.name_en for one in names))
    return f"{said} {material.confidence:.0%}"


def _facts(paper: Material, voice: Voice) -> Iterator[str]:
    for name, value in paper.fields.items():
        yield f"{voice.say(_FIELDS.get(name, name), name.replace('_', ' '))}  {value.value}"


def _statements(page: Page, case: Case, voice: Voice) -> Iterator[str]:
    for statement in case.statements:
        if statement.pages and statement.pages[0] == page.ref:
            yield from _statement(statement, voice)
        elif page.ref in statement.pages:
            first = statement.pages[0]
            yield voice.say(f"接第{first.page}页的账单", f"part of the bill on page {first.page}")


def _statement(statement: Statement, voice: Voice) -> Iterator[str]:
    head = [statement.product and statement.title, statement.lender, statement.currency]
    if statement.as_of:
        head.append(voice.say(f"截至 {statement.as_of}", f"as of {statement.as_of}"))
    if statement.overdue_days:
        days = statement.overdue_days
        head.append(voice.say(f"逾期 {days} 天", f"{days} days overdue"))
    yield " · ".join(part for part in head if part and part != "CNY")
    yield voice.say("待还  ", "owed  ") + (_parts(statement.outstanding, voice) or "—")
    for period in statement.periods:
        place = f"{period.index or '?'}/{period.of or '?'}"
        when = f" {period.due}" if period.due else ""
        state = f" {voice.say(*_PERIODS[period.status])}" if period.status else ""
        yield (
            "  "
            + voice.say(f"第{place}期", f"period {place}")
            + f"{when}{state}  {_parts(period, voice)}"
        )
    paid = _parts(statement.paid, voice)
    if paid:
        yield voice.say("已还  ", "paid  ") + paid


def _parts(parts: Parts, voice: Voice) -> str:
    return "  ".join(
        f"{voice.say(*_COMPONENTS[name])} {_amount(amount, voice)}"
        for name, amount in parts.stated()
    )


def _amount(amount: Amount, voice: Voice) -> str:
    return f"{amount.value:,.2f}{voice.say(*_STATUS[amount.status])}"


def findings_text(findings: tuple[Finding, ...], voice: Voice) -> str:
    """One line a finding, and below a failed one what to do."""
    lines = []
    for finding in findings:
        lines.append(f"{voice.say(*_OUTCOMES[finding.outcome])}  {finding.rule}  {finding.message}")
        if finding.next and finding.outcome is not Outcome.PASSED:
            lines.append(f"    → {finding.next}")
    return "\n".join(lines)


def rule_list(voice: Voice) -> str:
    """Every rule with its one-line summary."""
    from pipeline.check.explain import rule_list

    return rule_list(voice.lang)


def rule_text(name: str, voice: Voice) -> str:
    """Why a rule exists and what to do; WrongUsage with the nearest names for an unknown one."""
    from pipeline.check.explain import explain, nearest_rules

    text = explain(name, load_catalogue(), voice.lang)
    if text is None:
        near = nearest_rules(name)
        raise WrongUsage(
            f"没有名为 {name} 的检查；相近的有：{'、'.join(near) or '—'}",
            "全部检查：reliefpack explain",
            f"There is no rule {name}. Close to it: {', '.join(near) or '-'}. "
            "All of them: reliefpack explain",
        )
    return text
