"""Whom the applicant's own letter is written to, against the lenders of the claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.facts import Facts
from pipeline.check.rule import Answer, Answers, Rule, failed, not_applicable, pages, passed
from pipeline.extract.companies import one_company
from pipeline.extract.folding import squeezed
from pipeline.extract.lenders import named_in
from schemas.findings import Severity
from schemas.material import Material
from schemas.statement import ANY_LENDERS, Statement

KIND = "application_letter"
_CALLED = re.compile(
    r"(?:致:?|尊敬的)(?P<to>[^。;:]{4,160}?)(?::|申请人|本人|我叫|我是|您好|截[至止]|关于|20\d\d年)"
)
"""致：甲银行信用卡中心、乙小额贷款有限公司： over the letter, up to where it begins."""
_COMMON = re.compile("贷款|借款|金融|分期|月付|借钱|消费|小贷")
"""What products are called besides their own name."""
_LENDER = re.compile(r"银行|信用社|信用卡|消费金融|小额贷款|小贷|金融公司|汽车金融|农商行")
"""What a name has in it that is of a lender; 各债权机构 and 贵司 name none."""


def letter_addressed(facts: Facts) -> Answers:
    """自己写的申请书写给的机构都有账单。

    为什么：抬头写错了机构，收到的人会当作与自己无关退回；真正的出借人没有收到申请。
    怎么办：把抬头改成账单上的机构，重新签名；改用程序生成的申请书时，把自己这份移出文件夹。

    The lenders that the applicant's own letter is written to have their bills.
    Why: a letter that names the wrong lender is sent back by the one that gets it, and the lender
    that is owed has had no application.
    Next: write the lenders of the bills over the letter and sign it again, or take it out of the
    folder and use the one made here.
    """
    letters = facts.papers(KIND)
    if not letters or not facts.claimed:
        return (not_applicable("没有自己写的申请书"),)
    wrong: list[Answer] = []
    count = 0
    for paper in letters:
        names = list(_addressees(facts, paper))
        count += len(names)
        wrong += [_wrong(paper, name) for name in _unknown(facts, names)]
    return tuple(wrong) or (passed(f"自己写的申请书抬头上的 {count} 家机构都有账单"),)


def _unknown(facts: Facts, names: list[str]) -> list[str]:
    """The addressees that no bill is of; a bill whose company is not known answers for one."""
    left = [name for name in names if not any(_is_of(facts, name, b) for b in facts.claimed)]
    open_ = [
        bill
        for bill in facts.claimed
        if not _company(facts, bill) and not any(_is_of(facts, name, bill) for name in names)
    ]
    for bill in list(open_):
        own = [name for name in left if any(word in name for word in _stems(facts, bill))]
        if own:
            left.remove(own[0])
            open_.remove(bill)
    return left[len(open_) :]


def _wrong(paper: Material, to: str) -> Answer:
    return failed(
        f"自己写的申请书是写给“{to}”的，材料里没有这家的账单",
        "抬头写错的，改成账单上的机构后重新签名；漏了账单的，把这家的账单放进文件夹",
        pages(paper.pages[:1]),
        KIND,
    )


def _addressees(facts: Facts, paper: Material) -> Iterator[str]:
    """The lenders over a letter, each as it is written."""
    text = "".join(squeezed(line.text) for line in facts.text_lines(paper.pages[0]))
    match = _CALLED.search(text)
    if match is None:
        return
    for name in re.split(r"[,/和及]|(?<=[司心部行])与", match["to"]):
        bare = re.sub(r"\([^()]*\)?", "", name).strip("·.")
        if _LENDER.search(bare) and 4 <= len(bare) <= 30:
            yield bare


def _is_of(facts: Facts, name: str, bill: Statement) -> bool:
    """Whether a bill is of the lender named, by its product or its company."""
    entry = named_in(name, facts.catalogue)
    if entry.id not in ANY_LENDERS and entry.id == bill.product_id:
        return True
    company = _company(facts, bill)
    return bool(company) and one_company(company, name)


def _company(facts: Facts, bill: Statement) -> str:
    """The company of a bill: as it says, else the one that the catalogue knows; ""."""
    known = facts.catalogue.lenders.get(bill.product_id)
    return bill.lender or (known.lender if known else "")


def _stems(facts: Facts, bill: Statement) -> list[str]:
    """What a company's name may have of its product's: 小米 of 小米贷款."""
    entry = facts.catalogue.lenders.get(bill.product_id)
    names = (bill.product, *(entry.names if entry else ()))
    stems = (_COMMON.sub("", squeezed(name)) for name in names)
    return [stem for stem in stems if len(stem) > 1]


RULES = (Rule("legal.letter-addressed", Severity.WARN, letter_addressed),)
