"""Whether proof of kinship speaks of the very relative that other papers are about."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.facts import Facts
from pipeline.check.named import KINSHIP, NAME_FIELDS, RELATIVES_PAPERS
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    passed,
    places,
    undetermined,
)
from pipeline.extract.folding import one_changed
from pipeline.names import Match, folded, match_names
from schemas.evidence import FieldValue
from schemas.findings import Severity
from schemas.material import Material

ABOUT = (*RELATIVES_PAPERS, "death_certificate", "cremation_certificate")
"""Papers that may be about a relative."""


def relative_in_proof(facts: Facts) -> Answers:
    """亲属关系证明上有这位亲属的名字。

    为什么：户口簿、关系证明上没有患者或逝者的名字，或差一个字，机构无法确认是不是一家人。
    怎么办：读错的，用 [[correction]] 改正；写错的请出具单位更正；是别的亲属的，补上这位亲属的证明。

    The proof of kinship names the relative.
    Why: where household register or proof of kinship do not name the patient or the deceased, or
    differ by a character, the lender cannot tell whether they are of one family.
    Next: correct a misreading with [[correction]]; have a wrong name put right by who issued the
    paper; add the proof for this relative.
    """
    proofs = facts.papers(*KINSHIP)
    named = list(_relatives(facts))
    if not proofs or not named:
        return (not_applicable("没有写着亲属名字的材料，或没有亲属关系证明"),)
    text = folded("".join(facts.text_of(ref) for paper in proofs for ref in paper.pages))
    text = "".join(text.split())
    problems = tuple(
        answer for paper, value in named if (answer := _answer(facts, paper, value, text))
    )
    return problems or (
        passed("亲属关系证明上有材料写的亲属", places(*(value for _, value in named))),
    )


def _relatives(facts: Facts) -> Iterator[tuple[Material, FieldValue]]:
    """Papers with a name that is surely not the applicant's."""
    own = facts.applicant
    for paper in facts.papers(*ABOUT):
        value = next((paper.fields[key] for key in NAME_FIELDS if key in paper.fields), None)
        number = paper.fields.get("id_number")
        mine = number is not None and number.value == own.id_number
        if not value or not own.name or mine or "*" in value.value or not facts.sure(value):
            continue
        if match_names(own.name, value.value) is not Match.SAME:
            yield paper, value


def _answer(facts: Facts, paper: Material, value: FieldValue, text: str) -> Answer | None:
    name = folded(value.value)
    if name in text:
        return None
    size = len(name)
    near = [text[n : n + size] for n in range(len(text) - size + 1) if name[0] == text[n]]
    near = [other for other in near if one_changed(name, other)]
    kind = facts.kind_name(paper.kind)
    if near:
        return failed(
            f"{kind}上的名字是“{value.value}”，亲属关系证明上是“{near[0]}”，差一个字",
            "对照原件：读错的，用 [[correction]] 改正；写错的，请出具单位更正",
            places(value),
            paper.kind,
        )
    return undetermined(
        f"亲属关系证明（户口簿等）上没有看到{kind}写的“{value.value}”",
        "看一眼：拍缺了的补上那一页；是别的亲属的，补这位亲属的关系证明",
        places(value),
        paper.kind,
    )


RULES = (Rule("identity.relative-in-proof", Severity.WARN, relative_in_proof),)
