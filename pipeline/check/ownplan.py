"""Whether the plan that the person made is printed as it stands on their paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
    undetermined,
)
from pipeline.extract.folding import squeezed
from pipeline.plan.own import KIND, LETTER, OwnPlan, paper_plan
from pipeline.plan.working_days import is_working_day
from schemas.findings import Severity

_NOT_READ = {"payment": "没有读出还款额", "day": "没有读出还款日", "row": "整行没有读出"}
_OFFERED = re.compile(
    r"(?:愿|申请|打算|计划|准予|请求|恳请|同意|允许)[^。;!]{0,40}?(?:分|共)(\d{1,3})(?:期|个月)[^。;!]{0,12}?(?:还|偿)"
)
"""What a letter offers: 申请分24期归还. A loan of 12 instalments is none."""
TYPE_IT = "对照原件，在 case.toml 用 [[plan.row]] 逐期写 due 和 payment"


def own_read(facts: Facts) -> Answers:
    """自己写的还款计划表读全了，与材料包里的计划一致。

    为什么：材料包里的计划与自己那张表不一致，机构不知道以哪个为准；读错一行，承诺就变了。
    怎么办：对照原件，在 case.toml 用 [[plan.row]] 逐期写明；不用那张表的，把它移出文件夹。

    A plan of one's own on paper is read in whole and agrees with the plan in the pack.
    Why: two plans that differ leave the lender to guess; a row misread changes the promise.
    Next: type the rows as [[plan.row]] in case.toml, or take the paper out of the folder.
    """
    paper = paper_plan(facts.case)
    papers = facts.holding(KIND) or [
        one for one in facts.case.materials if paper and one.id == paper.material
    ]
    if not papers:
        return tuple(_other_terms(facts)) or (not_applicable("没有自己写的还款计划表"),)
    spots = pages(ref for one in papers for ref in one.pages)
    if paper is None:
        return (undetermined("还款计划表上没有读出各期日期和金额", TYPE_IT, spots, KIND),)
    problems = _unread(paper) if facts.repayment.origin == "paper" else ()
    words = (*problems, *_other_plan(facts, paper))
    if not words:
        return (passed(f"还款计划表 {len(paper.rows)} 期，与材料包一致{_mended(paper)}", spots),)
    return tuple(failed(one, TYPE_IT, spots, KIND) for one in words)


def _other_terms(facts: Facts) -> Iterator[Answer]:
    """Own letters that offer another number of instalments than the plan made here, and whose plan
    was not read."""
    number = len(facts.repayment.instalments)
    for letter in facts.papers(LETTER) if number and facts.repayment.origin == "computed" else ():
        text = "".join(squeezed(facts.text_of(ref)) for ref in letter.pages)
        offered = {int(found) for found in _OFFERED.findall(text)}
        if offered and number not in offered:
            said = "、".join(map(str, sorted(offered)))
            yield failed(
                f"自己写的申请书说分 {said} 期还，材料包里的计划是 {number} 期",
                TYPE_IT + "；或在 [request] 写 months 和 first_due，按自己说的来",
                pages(letter.pages),
                LETTER,
                Severity.WARN,
            )


def _unread(paper: OwnPlan) -> tuple[str, ...]:
    found = list(_doubts(paper))
    guessed = [doubt for doubt in paper.doubts if doubt.kind == "payment" and doubt.likely]
    total = sum((row.payment for row in paper.rows), Decimal(0))
    total += sum((doubt.likely or Decimal(0) for doubt in guessed), Decimal(0))
    if paper.stated_total is not None and paper.stated_total != total:
        taken = "、".join(f"第 {one.number} 期按 {yuan(one.likely or total)}算" for one in guessed)
        aside = f"（{taken}）" if taken else ""
        stated = yuan(paper.stated_total)
        found.append(f"还款计划表各期相加 {yuan(total)}{aside}，表上的合计是 {stated}")
    dues = [row.due for row in paper.rows]
    if dues != sorted(set(dues)):
        found.append("还款计划表的日期没有按先后排列，或有重复")
    return tuple(found)


def _doubts(paper: OwnPlan) -> Iterator[str]:
    """What was not read of the rows, alike ones together, and what each looks like."""
    for kind, words in _NOT_READ.items():
        alike = [str(one.number) for one in paper.doubts if one.kind == kind and not one.likely]
        if alike:
            yield f"还款计划表第 {'、'.join(alike)} 期{words}"
    for doubt in paper.doubts:
        if doubt.likely:
            yield f"还款计划表第 {doubt.number} 期的还款额看不准，像是 {yuan(doubt.likely)}"


def _mended(paper: OwnPlan) -> str:
    """Which figure rests on the second reader and the printed total."""
    if not paper.mended:
        return ""
    numbers = "、".join(str(number) for number in paper.mended)
    return f"；第 {numbers} 期的还款额有污点，按复读和表上的合计认定"


def _other_plan(facts: Facts, paper: OwnPlan) -> tuple[str, ...]:
    printed = [(row.due, row.payment) for row in facts.repayment.instalments]
    if not printed or printed == [(row.due, row.payment) for row in paper.rows]:
        return ()
    return (f"材料包里的计划（{len(printed)} 期）与还款计划表（{len(paper.rows)} 期）不同",)


def due_days(facts: Facts) -> Answers:
    """还款日是工作日。

    为什么：周末和节假日有的机构不入账，当天还款可能算逾期。
    怎么办：提前一个工作日还，或把 [[plan.row]] 的 due 改到工作日。

    The days of the plan are working days.
    Why: some lenders book nothing on weekends and holidays, and the day counts as missed.
    Next: pay a working day earlier, or move due under [[plan.row]].
    """
    plan = facts.repayment
    if not plan.instalments:
        return (not_applicable("没有还款计划"),)
    off = [row.due for row in plan.instalments if not is_working_day(row.due)]
    if not off:
        return (passed("还款日都是工作日"),)
    answer: Answer = failed(
        f"还款日不是工作日：{'、'.join(str(day) for day in off)}",
        "提前一个工作日还"
        + ("" if plan.origin == "computed" else "，或把 [[plan.row]] 的 due 改到工作日"),
        material=KIND,
    )
    return (answer,)


RULES = (
    Rule("plan.own-read", Severity.BLOCK, own_read),
    Rule("plan.due-days", Severity.INFO, due_days),
)
