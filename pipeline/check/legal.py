"""What the letter says: the right rule for the right lender, no threats, nothing left blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.check.facts import Facts
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
from pipeline.letter.wording import WordingFault, wording_faults
from schemas.findings import Severity, Spot
from schemas.material import Material
from schemas.pack import Letter
from schemas.statement import ANY_LENDERS, Statement

OWN_LETTER = "application_letter"
OWN_PAPERS = ("hardship_statement", OWN_LETTER)
CARD_RULE = ("第七十条", "信用卡业务监督管理办法")
AGENTS = (
    "代理维权",
    "全权委托",
    "反催收",
    "债务优化",
    "债务重组服务",
    "停息挂账服务",
    "法务咨询服务费",
    "空白授权",
    "空白委托",
    "代理协商",
    "代办减免",
)
WARNINGS = ("勿", "警惕", "谨防", "防范", "远离", "不要", "轻信", "提示", "提醒")
"""Words of the notices against agents that lenders print themselves."""


def card_rule_fits(facts: Facts) -> Answers:
    """信用卡管理办法第七十条只对信用卡引用。

    为什么：花呗、借呗等不是信用卡，引用错了显得不懂规则，容易被直接驳回。
    怎么办：删去申请书里的这一条；信用卡另写一封。

    Article 70 of the card rules is cited for credit cards alone.
    Why: 花呗, 借呗 and the like are no credit cards; the wrong rule invites a refusal.
    Next: strike it from the letter, and write the card issuer a letter of its own.
    """
    own = facts.papers(OWN_LETTER)
    if not facts.letters and not own:
        return (not_applicable("还没有申请书"),)
    citing = [
        letter for letter in facts.letters if any(word in text_of(letter) for word in CARD_RULE)
    ]
    wrong = [
        (letter, bill)
        for letter in citing
        for bill in facts.claimed
        if bill.id in letter.statements and not _is_card(facts, bill)
    ]
    by_program = tuple(
        failed(
            f"致{letter.lender}的申请书引用了信用卡管理办法第七十条，但{bill.title}不是信用卡",
            "删去这一条；信用卡另写一封",
            pages(bill.pages),
            OWN_LETTER,
        )
        for letter, bill in wrong
    )
    return (*by_program, *_cited_on_paper(facts, own)) or (passed("没有误引信用卡管理办法"),)


def _cited_on_paper(facts: Facts, own: Iterable[Material]) -> Iterator[Answer]:
    """The applicant's own letters that cite the card rules where no card is among the debts."""
    if not facts.claimed or any(_is_card(facts, bill) for bill in facts.claimed):
        return
    for paper in own:
        text = "".join("".join(facts.text_of(ref).split()) for ref in paper.pages)
        if any(word in text for word in CARD_RULE):
            yield failed(
                f"自己写的申请书（{paper.pages[0].path}）引用了信用卡管理办法第七十条，"
                f"申请的{'、'.join(bill.title for bill in facts.claimed)}都不是信用卡",
                "删去这一条，重新签名；或把这份移出文件夹，用程序生成的",
                pages(paper.pages),
                OWN_LETTER,
            )


def _is_card(facts: Facts, bill: Statement) -> bool:
    lender = facts.catalogue.lenders.get(bill.product_id)
    return bill.kind == "credit_card" or bool(lender and lender.art70)


def text_of(letter: Letter) -> str:
    return "\n".join(part.text for part in letter.parts)


def wording(facts: Facts) -> Answers:
    """措辞得体，不威胁、不断言违法。

    为什么：申请是请求，指责和威胁只会让审核的人把它转给别的部门。
    怎么办：改写 case.toml 的 story 或自己写的那份材料，只写事实、困难和请求。

    The wording is proper: no threats, no accusation of breaking the law.
    Why: a request that accuses or threatens is passed on instead of granted.
    Next: rewrite story in case.toml, or the paper you wrote: facts, hardship, request.
    """
    return _without(facts, "harsh", "不妥的说法", "只写事实、困难和请求", "措辞得体")


def no_overpromise(facts: Facts) -> Answers:
    """没有过度承诺。

    为什么：做不到的承诺一旦落空，减免会作废，也难再协商。
    怎么办：改写 case.toml 的 story 或自己写的那份材料，只承诺收支表上做得到的。

    Nothing is promised beyond one's means.
    Why: a promise that fails voids the relief and closes the door.
    Next: rewrite story in case.toml, or the paper you wrote; promise what the budget allows.
    """
    return _without(facts, "promise", "过度的承诺", "只承诺收支表上做得到的", "没有过度承诺")


def _without(facts: Facts, kind: str, what: str, step: str, fine: str) -> Answers:
    """The story and letters of the pack, and what the applicant wrote on paper."""
    story = facts.case.typed.hardship.story
    texts = [story, *(text_of(letter) for letter in facts.letters)]
    papers = [paper for paper in facts.papers(*OWN_PAPERS) if _written(facts, paper)]
    if not any(texts) and not papers:
        return (not_applicable("还没有申请书和情况说明"),)
    avoid = [entry for entry in facts.catalogue.wording if entry.kind == kind]
    faults = [fault for text in texts for fault in wording_faults(text, avoid)]
    typed = (
        failed(
            f"申请书里有{what}：{_quoted(faults)}",
            f"改写 case.toml 的 story：{step}",
            material="application_letter",
        ),
    )
    written = tuple(
        failed(
            f"{facts.kind_name(paper.kind)}（{paper.pages[0].path}）里有{what}：{_quoted(found)}",
            f"重写这一份并签名：{step}",
            pages(paper.pages),
            paper.kind,
        )
        for paper in papers
        if (found := wording_faults(_written(facts, paper), avoid))
    )
    aside = f"（连同本人写的 {len(papers)} 份材料）" if papers else ""
    return (*(typed if faults else ()), *written) or (passed(fine + aside),)


def _quoted(faults: Iterable[WordingFault]) -> str:
    found = {fault.word: fault.why for fault in faults}
    listed = "、".join(f"“{word}”" for word in found)
    return f"{listed}（{'；'.join(dict.fromkeys(found.values()))}）"


def _written(facts: Facts, paper: Material) -> str:
    """The words of a paper as they run on from line to line."""
    return "".join(re.sub(r"\s", "", facts.text_of(ref)) for ref in paper.pages)


def no_agents(facts: Facts) -> Answers:
    """没有收费中介的委托材料。

    为什么：多部门提示警惕“代理维权”；中介收费、截留资料，还可能伪造材料。
    怎么办：自己直接与机构协商，不交空白授权；已交的撤回委托。

    No paper of a paid intermediary is among them.
    Why: the authorities warn of such agents, who take fees, keep papers and may forge them.
    Next: negotiate directly, sign no blank authorisation, and revoke one already given.
    """
    if not facts.case.readings:
        return (not_applicable("没有可以看的页"),)
    spots = tuple(
        Spot(path=reading.ref.path, page=reading.ref.page, box=line.box, text=line.text)
        for reading in facts.case.readings
        for line in reading.lines
        if any(word in line.text for word in AGENTS)
        and not any(word in line.text for word in WARNINGS)
    )
    if not spots:
        return (passed("没有看到中介委托材料"),)
    return (
        failed("有像是收费中介或空白委托的材料", "自己直接与机构协商，把这一页移出文件夹", spots),
    )


def lender_named(facts: Facts) -> Answers:
    """写得出放款机构的全称。

    为什么：平台不一定是放款人，申请书要写给合同上的机构；不知道欠谁的，申请书交不出去。
    怎么办：在 App 的借款详情或合同里找到机构全称，补一张截图，或补借款合同；按文件名认的要核对。

    The lender's full name is known.
    Why: the platform is not always the lender, and the letter goes to the one in the contract; a
    letter to nobody cannot be handed in.
    Next: find the name in the loan details or the contract and add a screenshot of it; check a name
    that was taken from the name of a file.
    """
    if not facts.claimed:
        return (not_applicable("没有计入申请的账单"),)
    return (
        *(_nameless(bill) for bill in facts.claimed if not bill.lender),
        *(_by_file(bill) for bill in facts.claimed if bill.filed),
    ) or (passed("放款机构都有全称"),)


def _nameless(bill: Statement) -> Answer:
    """Blocks where not even a product tells who lent: its letter has nobody to go to."""
    nobody = bill.product_id in ANY_LENDERS
    return failed(
        f"不知道{bill.title}的放款机构全称",
        "在借款详情或合同里找到，补一张截图；或在 case.toml 的 [[assign]] 写 lender",
        pages(bill.pages),
        "loan_contract",
        Severity.BLOCK if nobody else None,
    )


def _by_file(bill: Statement) -> Answer:
    called = (
        bill.product if bill.lender in ("", bill.product) else f"{bill.lender}（{bill.product}）"
    )
    return undetermined(
        f"页面上没有写是哪一家的，按文件名认作{called}",
        "认错了的，在 case.toml 的 [[assign]] 写 lender，或改文件名",
        pages(bill.pages),
    )


def blanks_filled(facts: Facts) -> Answers:
    """申请书没有待填的空。

    为什么：留着“待填”的申请书不能交。
    怎么办：在 case.toml 补上写明的几项后重新运行，或在 Word 版里填好。

    The letter has no blanks left.
    Why: a letter with a blank cannot be handed in.
    Next: fill what is named in case.toml and run again, or fill it in the Word file.
    """
    if not facts.letters:
        return (not_applicable("还没有申请书"),)
    blanks = dict.fromkeys(blank for letter in facts.letters for blank in letter.blanks)
    if not blanks:
        return (passed("申请书没有待填的空"),)
    return (
        failed(
            f"申请书里有待填的空：{'、'.join(blanks)}",
            "在 case.toml 补上后重新运行，或在 Word 版里填好",
            material="application_letter",
        ),
    )


RULES = (
    Rule("legal.card-rule-fits", Severity.BLOCK, card_rule_fits),
    Rule("legal.wording", Severity.WARN, wording),
    Rule("legal.no-overpromise", Severity.WARN, no_overpromise),
    Rule("legal.no-agents", Severity.WARN, no_agents),
    Rule("legal.lender-named", Severity.WARN, lender_named),
    Rule("legal.blanks-filled", Severity.BLOCK, blanks_filled),
)
