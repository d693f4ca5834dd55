"""What became of a debt besides its bill: relief that was granted already, another creditor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.check.facts import Facts, amounts_in
from pipeline.check.rule import Answers, Rule, assignment, failed, not_applicable, pages, passed
from pipeline.extract.folding import squeezed
from schemas.findings import Severity
from schemas.source import PageRef

ITEMISED = 2
"""Amounts from which a notice may say what a claim is made of."""
TALK = ("chat_record", "collection_message", "unknown")
"""Kinds of pages on which a lender, or who says that it follows one, speaks to the applicant."""
_GRANTED = re.compile(
    r"(?:已经?|成功)(?:为|给|帮|替|对|将)?(?:您|你|客户|该笔|本笔)?[^。;,!?]{0,10}?"
    r"(?:减免|免除|豁免|减除)(?!申请|后|政策|方案|资料|材料|请求|诉求|需求)"
    r"[^。;,!?]{0,12}?(?:罚息|利息|违约金|滞纳金|逾期费|息费|费用)"
    r"|减免(?:申请|方案)?[^。;,!?]{0,6}已(?:经)?(?:审[核批])?(?:通过|生效|获批|批准)"
)
"""The lender's own words; 已为您提交减免申请 and 已登记您的减免诉求 are no relief yet."""
_STILL_ASKED = re.compile(r"申请|提交|登记|受理|反馈|上报|记录|转达|建议|协商")
_ASSIGNED = re.compile(
    r"债权[^。;!?]{0,70}转让(?:给|至|予|于)|债权(?:已|依法|现已)[^。;!?]{0,8}转让"
    r"|受让[^。;!?]{0,16}债权|债权转让(?:暨[^。;]{0,8})?(?:通知|催收)"
)
_MAY = re.compile(r"有权|可以?将?[^。;]{0,4}$|同意[^。;]{0,8}$|不得|如|若")
"""Before words of an assignment: a contract that allows for it, and none that was made."""
_TO = re.compile(r"转让(?:给|至|予|于)([\u4e00-\u9fff()]{4,24}?(?:公司|银行|中心|事务所))")

_TO_US = re.compile(r"转让(?:给|至|予|于)(?:我|本)(?:司|公司)")
_COMPANY = re.compile(r"[\u4e00-\u9fff()]{4,20}?(?:股份有限公司|有限责任公司|有限公司)")
"""转让给我司: who signs the notice, the last company that it names."""


def relief_granted(facts: Facts) -> Answers:
    """客服已经同意的减免没有再申请一遍。

    为什么：已经减免的罚息再写进申请，金额就虚高了；同意减免往往附有还款期限，过期作废。
    怎么办：重新截一张减免之后的账单；附有期限的按期还款；没有兑现的，在申请里写明答复的日期。

    Relief that customer service has granted already is not asked for again.
    Why: a penalty waived already makes the claim too high; what was granted often lapses if it is
    not paid by a day.
    Next: take the bill again after the relief; keep the day; say in the application what was
    promised and when, if the bill does not show it.
    """
    talks = list(_pages(facts, TALK))
    if not talks:
        return (not_applicable("没有与机构的沟通记录或信息"),)
    granted = [(ref, said) for ref, text in talks if (said := _granted(text))]
    return tuple(
        failed(
            f"{ref.path} 第 {ref.page} 页里，机构说“{said}”",
            "确认账单是否已经扣除：扣除了的，重新截一张账单；没扣除的，在申请里写明这次答复；"
            "附有还款期限的不要错过",
            pages((ref,)),
            "chat_record",
        )
        for ref, said in granted
    ) or (passed(f"{len(talks)} 页沟通记录和信息里没有已经同意的减免"),)


def _granted(text: str) -> str:
    """The words by which relief was granted; "" where it is asked for, or spoken of."""
    for match in _GRANTED.finditer(text):
        said = match.group()
        passed_on = _STILL_ASKED.search(said) and "已" not in said.partition("减免")[2]
        asked = text[match.end() : match.end() + 3].startswith(("吗", "么", "?", "了吗"))
        if not passed_on and not asked:
            return said
    return ""


def creditor_unchanged(facts: Facts) -> Answers:
    """债权没有转让给别的公司，或已向新债权人申请。

    为什么：债权转让以后，原机构不再有权减免；写给原机构的申请会被退回。
    怎么办：向原机构的官方客服核实转让是否属实；属实的，把申请写给新债权人，并请它出示转让证明。

    No claim has been assigned to another company, or the application goes to that company.
    Why: after an assignment the first lender can waive nothing any more and returns the papers.
    Next: ask the lender's official service whether it is so; if it is, address the new creditor and
    ask for proof of the assignment.
    """
    told = list(_pages(facts, TALK))
    if not told:
        return (not_applicable("没有与机构的沟通记录或信息"),)
    found = [
        (ref, company)
        for ref, text in told
        if (company := _assigned_to(text)) is not None
        and not any(company and company in squeezed(bill.lender) for bill in facts.claimed)
    ]
    return tuple(
        failed(
            f"{ref.path} 第 {ref.page} 页说债权已经转让{company and f'给{company}'}，"
            "申请是写给原机构的",
            _to_the_new_one(facts, ref, company),
            pages((ref,)),
            "collection_message",
        )
        for ref, company in found
    ) or (passed(f"{len(told)} 页沟通记录和信息里没有债权转让"),)


def _to_the_new_one(facts: Facts, ref: PageRef, company: str) -> str:
    """What to do, with an entry that makes a bill of a notice that itemises the claim."""
    step = "先向原机构的官方客服核实；属实的，把申请写给新债权人"
    stated = len(amounts_in(facts.text_of(ref)))
    if stated < ITEMISED:
        return f"{step}：向它要一份写明本金、利息、罚息的欠款明细，在 [[assign]] 里写它的 lender"
    return (
        f"{step}，原机构的旧账单移出文件夹，放进 case.toml：\n"
        f"{assignment(ref, 'bill', lender=company)}"
    )


def _assigned_to(text: str) -> str | None:
    """To whom a text says that a claim was assigned, "" where it names nobody; None where no claim
    was."""
    made = any(
        not _MAY.search(text[max(match.start() - 10, 0) : match.start()])
        for match in _ASSIGNED.finditer(text)
    )
    if not made:
        return None
    named = [name for name in _TO.findall(text) if not name.startswith(("我", "本"))]
    signed = _COMPANY.findall(text) if _TO_US.search(text) else []
    return next(iter((*named, *signed[-1:])), "")


def _pages(facts: Facts, kinds: Sequence[str]) -> Iterator[tuple[PageRef, str]]:
    """Pages of the kinds, copies left out, with their words in one run."""
    for paper in facts.papers(*kinds):
        for ref in paper.pages:
            text = squeezed("".join(facts.text_of(ref).split()))
            if text and ref not in facts.duplicates:
                yield ref, text


RULES = (
    Rule("amounts.relief-granted", Severity.WARN, relief_granted),
    Rule("legal.creditor-unchanged", Severity.WARN, creditor_unchanged),
)
