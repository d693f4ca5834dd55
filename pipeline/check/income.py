"""Whether what is said of the income fits what arrives in the account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from statistics import mean

from pipeline.check.facts import Facts, as_day, credits_of, day_of, money_of, yuan
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    assignment,
    correction,
    failed,
    not_applicable,
    pages,
    passed,
    places,
    undetermined,
)
from pipeline.check.span import stray_lists
from pipeline.check.stillpaid import WAGES, still_employed
from pipeline.extract.fields.income import before_tax
from pipeline.hardship import reason_of, since_of
from pipeline.plan.ownbudget import Told, own_budget
from schemas.evidence import FieldValue
from schemas.findings import Severity, Spot
from schemas.material import Material

DEDUCTED = Decimal("0.15")
"""Share of an income before tax that insurance, housing fund and tax take, besides other gaps."""
RECENT = 3
"""Months that show the present income."""


def certificate_matches_credits(facts: Facts) -> Answers:
    """收入证明与实际到账的工资相符。

    为什么：证明写的和银行到账的差得多，机构会怀疑证明不实。
    怎么办：请单位按实际更正；差额有原因的（税前、奖金、现金发放），在情况说明里写清。

    The income certificate fits the wages that arrive.
    Why: if the certificate and the account differ much, the certificate is doubted.
    Next: have the employer correct it, or explain the difference (before tax, bonus, cash).
    """
    certificates = [
        (paper, *money)
        for paper in facts.papers("income_certificate")
        if (money := _certified(paper))
    ]
    unread = _unread_certificates(facts)
    if not certificates:
        return unread or (not_applicable("没有收入证明"),)
    paid, spots = _wages(facts)
    if not paid:
        return (*unread, _no_wages(facts))
    gap = facts.catalogue.thresholds.income_gap
    usual, *recent = _usual(paid)
    if reason_of(facts.case) == "income_drop":
        recent.append(paid[max(paid)])  # The certificate speaks of what is left.
    wrong = tuple(
        failed(
            f"收入证明写月收入 {yuan(stated)}，实际月均到账 {yuan(usual)}，"
            f"相差超过 {gap * 100:.0f}%",
            "请单位按实际更正；有原因的（税前、奖金、现金发放），在情况说明里写清",
            (*places(value), *spots),
            "income_certificate",
        )
        for _, stated, value in certificates
        if min(abs(stated - one) for one in (usual, *recent)) > gap * stated
        and not (before_tax(value) and _after_tax(stated, max(usual, *recent), gap))
    )
    fine = passed(f"收入证明与到账工资（{len(paid)} 个月，月均 {yuan(usual)}）相符")
    return (*(wrong or (fine,)), *unread)


def _after_tax(stated: Decimal, paid: Decimal, gap: Decimal) -> bool:
    """Whether what arrives is less than stated before tax, by no more than tax and insurance."""
    return stated * (1 - gap - DEDUCTED) <= paid <= stated


def _certified(paper: Material) -> tuple[Decimal, FieldValue] | None:
    """The monthly income on a certificate; nobody certifies none, so a zero is a torn figure."""
    money = money_of(paper, "monthly_income")
    return money if money and money[0] > 0 else None


def _unread_certificates(facts: Facts) -> Answers:
    """Income certificates that say nothing of the income, as far as was read."""
    return tuple(
        undetermined(
            "收入证明上没有读到月收入，无法与到账工资核对",
            "看一眼：拍缺、拍糊的重拍；看得清的，放进 case.toml：\n"
            + correction(paper.pages[0], "monthly_income", "月收入，如 5200.00"),
            pages(paper.pages),
            paper.kind,
        )
        for paper in facts.papers("income_certificate")
        if _certified(paper) is None
    )


def _no_wages(facts: Facts) -> Answer:
    papers = facts.papers("bank_statement", "payslip")
    if not papers:
        return not_applicable("没有流水和工资条，无从比对")
    return undetermined(
        "流水和工资条上没有读到工资，没有与收入证明核对",
        "看一眼流水里有没有工资；发现金或走别的账户的，在情况说明里写清",
        pages(ref for paper in papers for ref in paper.pages),
        papers[0].kind,
        Severity.INFO,
    )


def _usual(paid: dict[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Mean wage of all months and of the last three; a certificate may speak of either."""
    newest = [paid[month] for month in sorted(paid)[-RECENT:]]
    return Decimal(mean(paid.values())), Decimal(mean(newest))


def _wages(facts: Facts) -> tuple[dict[str, Decimal], tuple[Spot, ...]]:
    """Wages by month ("2026-08"): as the account shows, else as the payslips say."""
    paid: dict[str, Decimal] = defaultdict(Decimal)
    spots: tuple[Spot, ...] = ()
    for paper in facts.papers("bank_statement"):
        for day, amount in credits_of(paper):
            paid[f"{day:%Y-%m}"] += amount
            spots = places(paper.fields["wage_credits"])
    if paid:
        return dict(paid), spots
    for paper in facts.papers("payslip"):
        money, month = money_of(paper, "net_pay", "gross_pay"), paper.fields.get("pay_month")
        if money:
            paid[month.value[:7] if month else paper.id] = money[0]
            spots += places(money[1])
    return dict(paid), spots


def none_after_unemployment(facts: Facts) -> Answers:
    """失业之后没有工资入账。

    为什么：说失业却还有工资到账，机构会认为说明不实。
    怎么办：如实说明：是补发、零工还是已再就业；已再就业的，改写困难原因和现在的收入。

    No wages arrive after the loss of the job.
    Why: wages after the date contradict the claim to be unemployed.
    Next: say what they are (back pay, odd jobs, a new job) and correct reason and income.
    """
    if reason_of(facts.case) != "unemployment":
        return (not_applicable("困难原因不是失业"),)
    ended = _job_ended(facts)
    if ended is None:
        return (
            undetermined(
                "没有读到离职日期，无法核对其后有没有工资入账",
                "在 case.toml 的 [hardship] 写 since",
            ),
        )
    statements = facts.papers("bank_statement")
    payslips = facts.papers("payslip")
    if not statements and not payslips:
        return (
            undetermined("没有银行流水，无法核对失业后有没有工资入账", "补近 3–6 个月银行流水"),
        )
    late = tuple(_late_wages(facts, ended, statements, payslips))
    stray = tuple(_stray_wages(facts, ended)) if not late else ()
    return late or stray or (_none_seen(ended, statements),)


def _stray_wages(facts: Facts, ended: date) -> Iterator[Answer]:
    """Wages named on lists that were taken for another paper, whose amounts nobody summed up."""
    for ref in stray_lists(facts):
        lines = [line for line in facts.text_lines(ref) if WAGES.search(line.text)]
        if lines:
            kind = facts.kind_name(facts.materials_of[ref].kind)
            yield undetermined(
                f"{ref.path} 第 {ref.page} 页（{kind}）像是流水，上面写着“{lines[0].text}”，"
                f"没有与 {ended} 离职核对",
                "看一眼是不是离职之后的工资；是银行流水的，放进 case.toml：\n"
                f"{assignment(ref, 'bank_statement')}",
                (Spot(path=ref.path, page=ref.page, box=one.box, text=one.text) for one in lines),
                "bank_statement",
            )


def _none_seen(ended: date, statements: tuple[Material, ...]) -> Answer:
    """No wages were seen; whether the papers reach past the day is another matter."""
    until = max(
        (end[0] for paper in statements if (end := day_of(paper, "period_to"))), default=None
    )
    seen = max((day for paper in statements for day, _ in credits_of(paper)), default=None)
    if until is None and (seen is None or seen <= ended):
        return undetermined(
            f"没有读到流水的截止日期，不知道有没有到 {ended} 离职之后",
            "看一眼流水里离职之后有没有工资入账",
            pages(ref for paper in statements for ref in paper.pages),
            "bank_statement",
            Severity.INFO,
        )
    if until is not None and until <= ended:
        return undetermined(
            f"流水只到 {until}，看不出 {ended} 离职之后有没有工资入账",
            "补导出离职之后的流水",
            pages(ref for paper in statements for ref in paper.pages),
            "bank_statement",
        )
    return passed(f"{ended} 离职之后没有看到工资入账" + (f"（流水到 {until}）" if until else ""))


def _job_ended(facts: Facts) -> date | None:
    for paper in facts.papers("termination_certificate"):
        end = paper.fields.get("contract_end")
        if end and (day := as_day(end.value)):
            return day
    since = since_of(facts.case)
    return since[0] if since else None


def _late_wages(
    facts: Facts,
    ended: date,
    statements: tuple[Material, ...],
    payslips: tuple[Material, ...],
) -> Iterator[Answer]:
    # The last wage often comes in the month after the last day of work.
    grace = (ended.year * 12 + ended.month) + 1
    step = "如实说明：补发、零工还是已再就业；已再就业的，改写困难原因和收入"
    for paper in statements:
        late = [
            (day, amount) for day, amount in credits_of(paper) if day.year * 12 + day.month > grace
        ]
        if late:
            listed = "、".join(f"{day} {yuan(amount)}" for day, amount in late)
            same = still_employed(facts, paper, {day for day, _ in late})
            whose = "原单位的" if same else ""
            yield failed(
                f"{ended} 离职之后仍有{whose}工资入账：{listed}",
                step,
                places(paper.fields["wage_credits"]),
                paper.kind,
                Severity.BLOCK if same else None,
            )
    for paper in payslips:
        month = paper.fields.get("pay_month")
        day = as_day(month.value) if month else None
        if month and day and day.year * 12 + day.month > ended.year * 12 + ended.month:
            yield failed(
                f"{ended} 离职之后仍有 {month.value} 的工资条", step, places(month), paper.kind
            )


def falls_as_claimed(facts: Facts) -> Answers:
    """说收入下降的，前后收入确实下降。

    为什么：流水看不出下降，理由就不成立。
    怎么办：补下降之前的工资条或流水；下降发生的时间不对的，改正 case.toml 的 since。

    Where a drop in income is the reason, the income did fall.
    Why: if the account shows no drop the reason does not hold.
    Next: add payslips or statements from before the drop, or correct since in case.toml.
    """
    if reason_of(facts.case) != "income_drop":
        return (not_applicable("困难原因不是收入下降"),)
    since = facts.case.typed.hardship.since
    if since is None:
        return (
            undetermined(
                "没有写收入从什么时候下降，无法比较前后", "在 case.toml 的 [hardship] 写 since"
            ),
        )
    paid, spots = _wages_of_all(facts)
    turn = f"{since:%Y-%m}"
    before = [amount for month, amount in paid.items() if month < turn]
    after = [amount for month, amount in paid.items() if month > turn]
    if not before or not after:
        which = "之前" if not before else "之后"
        return (
            undetermined(
                f"没有读到收入下降{which}的工资，无法比较",
                f"补 {since} {which}的工资条或流水",
                spots,
            ),
        )
    high, low = Decimal(mean(before)), Decimal(mean(after))
    if low > high * facts.catalogue.thresholds.income_fallen:
        return (
            failed(
                f"{since} 前月均工资 {yuan(high)}，之后 {yuan(low)}，看不出下降",
                "补下降之前的工资条或流水；时间不对的改正 since",
                spots,
            ),
        )
    return (passed(f"月均工资从 {yuan(high)} 降到 {yuan(low)}", spots),)


def _wages_of_all(facts: Facts) -> tuple[dict[str, Decimal], tuple[Spot, ...]]:
    """Wages by month from payslips and, where these are silent, from the account."""
    paid, spots = _wages(facts)
    for paper in facts.papers("payslip"):
        money, month = money_of(paper, "net_pay", "gross_pay"), paper.fields.get("pay_month")
        if money and month:
            paid[month.value[:7]] = money[0]
            spots += places(money[1])
    return paid, tuple(dict.fromkeys(spots))


def typed_matches_papers(facts: Facts) -> Answers:
    """填写的或自己写的月收入与材料相符。

    为什么：收支表和材料对不上，还款方案就不可信。
    怎么办：按现在的实际收入改 case.toml 的 income 或自己的说明；材料过时的，在情况说明里写清。

    The income typed, or told in a letter or statement of one's own, fits the papers.
    Why: if the budget and the papers differ nobody trusts the plan.
    Next: set income in case.toml to what arrives now, or explain why the papers are out of date.
    """
    typed = facts.case.typed.finances.income
    budget = own_budget(facts.case)
    own = () if typed is not None else budget.income
    said = [typed] if typed is not None else [row.amount for row in own]
    if not said:
        return (not_applicable("没有填写月收入，也没有自己写的"),)
    if len(said) > 1:
        said.append(sum(said, Decimal(0)))  # Of several incomes one may be what is certified.
    lone = budget.lone and typed is None
    reason = reason_of(facts.case)
    if reason == "unemployment":
        return (_by_itself(own[0]) if lone else not_applicable("失业的，材料多是以前的收入"),)
    stated = [
        (paper, *money)
        for paper in facts.papers("income_certificate")
        if (money := _certified(paper))
    ]
    paid, spots = _wages(facts)
    if reason == "income_drop":
        # Certificates and means may be of better days; the newest wage is what is left.
        stated, paid = [], {month: paid[month] for month in sorted(paid)[-1:]}
    told = stated[0][1] if stated else (Decimal(mean(paid.values())) if paid else None)
    if told is None:
        return (_by_itself(own[0]) if lone else not_applicable("材料上没有读到月收入"),)
    newest = paid[max(paid)] if paid else told  # What arrives now, where it has changed.
    shown = places(stated[0][2]) if stated else spots
    gap = facts.catalogue.thresholds.income_gap
    whose = "填写" if typed is not None else "自己写"
    if all(abs(one - ref) > gap * max(one, ref) for one in said for ref in (told, newest)):
        return (
            failed(
                f"{whose}的月收入 {yuan(said[-1])}，材料上是 {yuan(told)}",
                "按现在的实际收入改 case.toml 的 income，或说明原因",
                shown,
            ),
        )
    return (passed(f"{whose}的月收入与材料相符", shown),)


def _by_itself(told: Told) -> Answer:
    """An income in own words that no sum and no paper bears out."""
    return undetermined(
        f"月收入 {yuan(told.amount)} 只有自己写的一处，没有材料可以核对",
        "看一眼自己写的是不是这个数；不是的，在 case.toml 的 [finances] 写 income",
        (Spot(path=told.path, page=1),),
    )


RULES = (
    Rule("income.certificate-matches-credits", Severity.WARN, certificate_matches_credits),
    Rule("income.none-after-unemployment", Severity.WARN, none_after_unemployment),
    Rule("income.falls-as-claimed", Severity.WARN, falls_as_claimed),
    Rule("income.typed-matches-papers", Severity.WARN, typed_matches_papers),
)
