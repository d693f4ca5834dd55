"""Whether the papers that speak in somebody's own name were signed."""

from __future__ import annotations

from pipeline.check.facts import Facts
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
    places,
    undetermined,
)
from schemas.findings import Severity
from schemas.material import Material

FIELD = "signed"
SEEN, BLANK = "seen", "blank"
OWN_WORDS = ("hardship_statement", "application_letter")
"""Papers that are worth nothing unsigned, so a place to sign is looked for."""
SIDE = ("income_certificate", "repayment_plan")
"""Papers whose seal, or whose letter, speaks for them."""


def signature_seen(facts: Facts) -> Answers:
    """情况说明、申请书、租房合同等签了名。

    为什么：没有签名的说明和合同不作数，会被退回补签。
    怎么办：打印出来手写签名、写上日期再拍；已签的拍清楚签名处；程序看错的，用 [[waive]] 说明。

    Statements, letters, leases and the like are signed.
    Why: an unsigned statement or contract counts for nothing and is sent back.
    Next: print it, sign and date it by hand and photograph it; take a clearer picture of a
    signature that is there; say so with [[waive]] where the program is mistaken.
    """
    wanted = [paper for paper in facts.case.materials if _wants(facts, paper)]
    answers = [answer for paper in wanted if (answer := _answer(facts, paper))]
    if not answers:
        return (not_applicable("没有要本人签名的材料"),)
    problems = tuple(answer for answer in answers if answer.next)
    signed = len(answers) - len(problems)
    return problems or (passed(f"{signed} 份材料看得到签名"),)


def _who_signs(paper: Material) -> str:
    """手写, or whose hand it has to be: nobody signs the paper of an office for it."""
    if paper.kind in OFFICES:
        return "请开具的单位由经办人（本人不要代签）"
    return "手写"


def _wants(facts: Facts, paper: Material) -> bool:
    kind = facts.catalogue.materials.get(paper.kind)
    return kind is not None and FIELD in kind.fields and not facts.is_copy(paper)


def _answer(facts: Facts, paper: Material) -> Answer | None:
    name, value = facts.kind_name(paper.kind), paper.fields.get(FIELD)
    side = Severity.INFO if paper.kind in SIDE else None
    if value is None:
        if paper.kind not in OWN_WORDS:
            return None
        return undetermined(
            f"{name}上没有看到签名的位置",
            "看一眼是否签了名；没有签的，在末尾手写签名和日期",
            pages(paper.pages),
            paper.kind,
            Severity.INFO,
        )
    if value.value == BLANK:
        return failed(
            f"{name}的签名处没有手写的签名",
            f"{_who_signs(paper)}签名、写上日期后重拍；已签在别处的，用 [[waive]] 说明",
            places(value),
            paper.kind,
            side,
        )
    if value.value != SEEN:
        return undetermined(
            f"{name}的签名处看不准：是手写签名还是打印的名字",
            f"看一眼：只是打印的，再{_who_signs(paper)}签名",
            places(value),
            paper.kind,
            Severity.INFO,
        )
    return passed(name, places(value))


OFFICES = ("income_certificate",)
"""Papers that somebody else signs."""
RULES = (Rule("evidence.signature-seen", Severity.WARN, signature_seen),)
