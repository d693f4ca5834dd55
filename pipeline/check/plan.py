"""Whether the repayment plan adds up and can be kept."""

from __future__ import annotations

from decimal import Decimal

from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    passed,
    undetermined,
)
from schemas.findings import Severity

ZERO = Decimal(0)
NO_PLAN = "还没有还款计划"
OWN_NEXT = (
    "核对自己拟的各期金额；计划表读错的，在 case.toml 用 [[plan.row]] 逐期写 due 和 payment；"
    '想由程序推算的，写 [plan] kind = "equal"'
)


def made(facts: Facts) -> Answers:
    """有还款计划。

    为什么：机构看重减免之后怎么还，没有计划的申请很少被考虑。
    怎么办：在 case.toml 的 [finances] 写 income 和 [[finances.expense]]，或在 [request] 写 months。

    There is a repayment plan.
    Why: what happens after the relief matters to the lender more than the relief itself.
    Next: write income and [[finances.expense]] under [finances] in case.toml, or months under
    [request].
    """
    if not facts.claim.lines:
        return (not_applicable("还没有读到要申请的债务"),)
    if facts.repayment.instalments:
        return (passed(f"还款计划共 {len(facts.repayment.instalments)} 期"),)
    if facts.repayment.nothing_left:
        return (not_applicable("申请的息费减免后没有剩余款项要还"),)
    lacking = "；".join(facts.repayment.unknown)
    return (
        failed(
            "还款计划没有算出来" + (f"：{lacking}" if lacking else ""),
            "在 case.toml 写 [finances] income 和 [[finances.expense]]，或写 [request] months",
            material="repayment_plan",
        ),
    )


def total_matches_debt(facts: Facts) -> Answers:
    """各期还款相加等于要还的总额。

    为什么：计划加起来与要还的不一致，方案就不成立。
    怎么办：重新运行；改过 case.toml 的 months、first_due 的核对一遍。

    The instalments sum to what is to be repaid.
    Why: a plan that misses the debt is no plan.
    Next: run again; look over months and first_due in case.toml.
    """
    plan = facts.repayment
    if not plan.instalments:
        return (not_applicable(NO_PLAN),)
    tolerance = facts.catalogue.thresholds.money_tolerance
    paid = sum((row.payment for row in plan.instalments), ZERO)
    problems: list[Answer] = []
    later = _later_fees(facts) if plan.origin != "computed" else ZERO
    short = plan.to_repay - paid
    if abs(short) > tolerance and not (later and abs(short - later) <= tolerance):
        problems.append(
            failed(
                f"各期还款相加 {yuan(paid)}，要还的总额是 {yuan(plan.to_repay)}",
                "重新运行；仍不一致请反馈"
                if plan.origin == "computed"
                else _own_next(facts, short),
                material="repayment_plan",
            )
        )
    for row in plan.instalments if plan.broken_down else ():
        parts = row.principal + row.interest + row.penalty + row.fees - row.waived
        if abs(parts - row.payment) > tolerance:
            problems.append(
                failed(
                    f"第{row.number}期各项相加 {yuan(parts)}，应还写的是 {yuan(row.payment)}",
                    "重新运行；仍不一致请反馈",
                    material="repayment_plan",
                )
            )
    if plan.broken_down and abs(plan.instalments[-1].remaining) > tolerance:
        problems.append(
            failed(
                f"按计划还完之后还剩本金 {yuan(plan.instalments[-1].remaining)}",
                "重新运行；仍不一致请反馈",
                material="repayment_plan",
            )
        )
    return (*problems, *_against_bills(facts)) or (
        passed(
            f"{len(plan.instalments)} 期相加等于要还的 {yuan(paid)}"
            + ("，还没到期的费用未列" if later and abs(short) > tolerance else "")
        ),
    )


def _own_next(facts: Facts, short: Decimal) -> str:
    """What to do with a plan of one's own; where exactly the fees are lacking, they are named."""
    fees = sum((line.fees for line in facts.claim.lines), ZERO)
    if not fees or abs(short - fees) > facts.catalogue.thresholds.money_tolerance:
        return OWN_NEXT
    return (
        f"差的正好是手续费、担保费等 {yuan(fees)}：也申请减免的，在 case.toml 的 [request] relief "
        '里加上 "waive_fees"；要还的，加进自己的计划'
    )


def _later_fees(facts: Facts) -> Decimal:
    """Fees of instalments that are not due yet, which one's own plan may leave to the lender."""
    lines = (line for line in facts.claim.lines if line.period and not line.overdue)
    return sum((line.fees for line in lines), ZERO)


def _against_bills(facts: Facts) -> Answers:
    """The plan may not promise to repay less than the principal that the claim lists."""
    if not facts.repayment.broken_down:
        return ()
    principal = sum((row.principal for row in facts.repayment.instalments), ZERO)
    short = facts.claim.principal - principal
    if short > facts.catalogue.thresholds.money_tolerance:
        return (
            failed(
                f"计划只还本金 {yuan(principal)}，明细表列着本金 {yuan(facts.claim.principal)}",
                "重新运行；仍不一致请反馈",
                material="repayment_plan",
            ),
        )
    return ()


def affordable(facts: Facts) -> Answers:
    """每期还款不超过每月能拿出来的钱。

    为什么：承诺了还不上，减免会作废，罚息恢复计算。
    怎么办：在 case.toml 的 [request] 把 months 改长，或核对收入和开支。

    No instalment is more than what is left each month.
    Why: a broken promise voids the relief and brings the penalty back.
    Next: choose more months under [request] in case.toml, or look over income and spending.
    """
    plan = facts.repayment
    if not plan.instalments:
        return (not_applicable(NO_PLAN),)
    if plan.disposable is None:
        return (
            undetermined(
                "收入或开支没有写全，不知道每月能还多少",
                "在 case.toml 的 [finances] 写 income 和 [[finances.expense]]",
            ),
        )
    unknown = [
        row for row in plan.instalments if not row.from_elsewhere and plan.means_for(row) is None
    ]
    high = plan.too_high()
    if high:
        worst = max(high, key=lambda row: row.payment)
        # The first payment of one's own plan often comes from savings or relatives; of a budget
        # that nobody typed it is asked alone.
        told = not facts.case.typed.finances.expense and plan.origin == "paper"
        begins = told and [row.number for row in high] == [1] and len(plan.instalments) > 1
        return (
            failed(
                f"第{worst.number}期要还 {yuan(worst.payment)}，每月扣除必要开支后只剩 "
                f"{yuan(plan.means_for(worst) or ZERO)}",
                "把 [request] months 改长，或核对收入和开支；首期另有资金来源的写 "
                "plan.first_source；确实还不上的，改申请延期或部分减免",
                material="repayment_plan",
                severity=Severity.WARN if begins else None,
            ),
        )
    if unknown:
        return (
            undetermined(
                f"第{unknown[0].number}期起不知道每月能还多少",
                "在 case.toml 的 [plan] 写 later_income（收入恢复后每月约多少）",
            ),
        )
    highest = max(row.payment for row in plan.instalments)
    return (passed(f"每期最多 {yuan(highest)}，每月可用 {yuan(plan.disposable)}"),)


def first_due_ahead(facts: Facts) -> Answers:
    """第一期还款日在签署日期之后。

    为什么：第一期已经过期的计划，递上去就是违约。
    怎么办：在 case.toml 的 [request] 把 first_due 改到签署日期之后，给审核留出时间。

    The first instalment falls after the signing day.
    Why: a plan whose first day has passed is broken when it is handed in.
    Next: move first_due under [request] in case.toml past the signing day.
    """
    days = [row.due for row in facts.repayment.instalments]
    first = min(days) if days else facts.case.typed.request.first_due
    if first is None:
        return (not_applicable(NO_PLAN),)
    if first <= facts.today:
        return (
            failed(
                f"第一期还款日 {first} 不晚于签署日期 {facts.today}",
                "把 [request] first_due 改到签署日期之后",
                material="repayment_plan",
            ),
        )
    return (passed(f"第一期还款日 {first}"),)


def term_usual(facts: Facts) -> Answers:
    """期数不超过常见上限。

    为什么：信用卡个性化分期最长五年（60 期），更长的多半不被接受。
    怎么办：把 [request] months 改到 60 以内；还不上的，另申请减免或延期。

    The plan is not longer than lenders usually grant.
    Why: a card plan runs five years (60 months) at most.
    Next: bring months under [request] down to 60; ask for a waiver or extension for the rest.
    """
    limit = facts.catalogue.thresholds.plan_max_months
    months = len(facts.repayment.instalments) or facts.case.typed.request.months
    if not months:
        return (not_applicable(NO_PLAN),)
    if months > limit:
        return (
            failed(
                f"计划 {months} 期，超过常见上限 {limit} 期",
                f"把 [request] months 改到 {limit} 以内",
                material="repayment_plan",
            ),
        )
    return (passed(f"计划 {months} 期"),)


def living_costs(facts: Facts) -> Answers:
    """生活开支填得合理。

    为什么：开支低得不真实，机构会怀疑收支表；自己也还不下去。
    怎么办：在 case.toml 的 [[finances.expense]] 补全吃、住、交通、赡养等必要开支。

    Living costs are plausible.
    Why: a budget too low to live on is doubted, and cannot be kept.
    Next: complete [[finances.expense]] in case.toml: food, housing, transport, dependants.
    """
    floor = facts.catalogue.thresholds.min_living
    rows = facts.repayment.spending
    if not facts.claim.lines:
        return (not_applicable("还没有读到要申请的债务"),)
    if not rows:
        return (undetermined("没有填写每月开支", "在 case.toml 写 [[finances.expense]]"),)
    total = sum((row.amount for row in rows), ZERO)
    if total < floor:
        return (
            failed(
                f"每月开支只填了 {yuan(total)}，低得不像真的", "补全吃、住、交通、赡养等必要开支"
            ),
        )
    return (passed(f"每月开支 {yuan(total)}"),)


def income_for_promise(facts: Facts) -> Answers:
    """没有收入时不承诺按月还款。

    为什么：没有收入却承诺还款，说明不了钱从哪里来。
    怎么办：写清还款资金来源（家人资助、变卖、再就业）；或改申请延期还款。

    Nobody promises instalments on no income.
    Why: without income the plan does not say where the money comes from.
    Next: say where it comes from (family, a sale, a new job), or ask for an extension instead.
    """
    plan = facts.repayment
    if not plan.instalments or not plan.income:
        return (not_applicable("没有计划，或没有写收入"),)
    if sum((row.amount for row in plan.income), ZERO) > 0:
        return (passed("有收入来源"),)
    return (
        failed(
            "月收入为零，计划里却承诺按月还款",
            "在 story 里写清还款资金来源，或改申请延期",
            material="repayment_plan",
        ),
    )


RULES = (
    Rule("plan.made", Severity.BLOCK, made),
    Rule("plan.total-matches-debt", Severity.BLOCK, total_matches_debt),
    Rule("plan.affordable", Severity.BLOCK, affordable),
    Rule("plan.first-due-ahead", Severity.WARN, first_due_ahead),
    Rule("plan.term-usual", Severity.WARN, term_usual),
    Rule("plan.living-costs", Severity.WARN, living_costs),
    Rule("plan.income-for-promise", Severity.WARN, income_for_promise),
)
