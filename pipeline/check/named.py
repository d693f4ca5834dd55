"""Whose papers they are: the name and the number that each of them carries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.facts import Facts
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    correction,
    failed,
    not_applicable,
    page_of,
    pages,
    passed,
    places,
    undetermined,
)
from pipeline.mask import masked
from pipeline.names import (
    Match,
    differing_places,
    folded,
    is_full_number,
    match_names,
    match_numbers,
)
from schemas.evidence import FieldValue
from schemas.findings import Severity
from schemas.material import Material

RELATIVES_PAPERS = (
    "diagnosis",
    "discharge_summary",
    "inpatient_record",
    "medical_fee_list",
    "medical_receipt",
    "disaster_certificate",
    "unemployment_benefit",
    "minimum_living",
    "disability_certificate",
    "hardship_certificate",
)
"""Papers that may rightly carry the name of a family member, if kinship is proven."""

SEVERAL_NAMES = (
    "kinship_proof",
    "household_register",
    "divorce_document",
    "traffic_accident",
    "lease",
    "death_certificate",
    "chat_record",
    "collection_message",
    "repayment_record",
    "bill",
    "unknown",
)
"""Papers whose first name need not be the applicant's; bills are looked at on their own."""

MUST_NAME = (
    "id_card_front",
    "income_certificate",
    "diagnosis",
    "discharge_summary",
    "inpatient_record",
    "termination_certificate",
    "unemployment_registration",
    "bank_statement",
)
"""Papers that prove nothing about anybody unless they say of whom they speak."""

RELIED_ON = ("identity", "hardship", "finances", "statement")
"""Exhibit groups whose papers must be the applicant's own."""

BEYOND_DOUBT = 0.99
READ_ELSEWHERE = 3
"""A name that was read right on so many papers can be read."""
NAME_FIELDS = ("name", "patient", "account_holder")
NUMBER_HERE = "18 位号码，照身份证原件填"
"""No message shows a number in full, so its writer fills it in."""
KINSHIP = ("kinship_proof", "household_register")


def names_agree(facts: Facts) -> Answers:
    """各份材料上的姓名一致（繁简体视为相同）。

    为什么：姓名对不上，机构无法确认材料是申请人的。
    怎么办：读错的，用 [[correction]] 改正；确是别人的材料，换成本人的，或补亲属关系证明。

    The papers carry the same name (simplified and traditional characters count as one).
    Why: with another name on it a paper does not speak for the applicant.
    Next: correct a misreading with [[correction]] in case.toml; replace a paper that is somebody
    else's, or add proof of kinship.
    """
    known = facts.applicant.name
    seen = [
        (paper, value)
        for paper in facts.case.materials
        if _counts(facts, paper) and (value := _name_on(paper))
    ]
    if not known:
        return (undetermined("没有读到申请人姓名", "在 case.toml 的 [applicant] 写 name"),)
    nameless = tuple(_nameless(facts))
    if not seen:
        return nameless or (not_applicable("没有其他写着姓名的材料可比对"),)
    proven = bool(facts.papers(*KINSHIP))
    problems = tuple(
        answer
        for paper, value in seen
        if not (proven and paper.kind in RELATIVES_PAPERS)
        and (answer := _name_answer(facts, paper, value))
    )
    fine = passed(f"{len(seen)} 份读到姓名的材料，姓名一致", places(*(v for _, v in seen)))
    return (*(problems or (fine,)), *nameless)


def _nameless(facts: Facts) -> Iterator[Answer]:
    """Papers that should carry a name and on which none was read.

    Other papers of the kind that carry it speak for further pages of theirs.
    """
    papers = [paper for paper in facts.case.materials if _counts(facts, paper) and paper.pages]
    carried = {paper.kind for paper in papers if _name_on(paper) or _written_on(facts, paper)}
    lacking = [paper for paper in papers if paper.kind not in carried and _may_name(facts, paper)]
    for paper in lacking:
        if paper.kind in MUST_NAME:
            yield undetermined(
                f"{facts.kind_name(paper.kind)}上没有读到姓名，不知道是谁的",
                "看一眼：拍缺、拍糊的重拍，四角拍全；看得清的，放进 case.toml：\n"
                + correction(paper.pages[0], _name_field(facts, paper), facts.applicant.name),
                pages(paper.pages),
                paper.kind,
                Severity.WARN,
            )
    rest = [paper for paper in lacking if paper.kind not in MUST_NAME]
    if rest:
        kinds = dict.fromkeys(facts.kind_name(paper.kind) for paper in rest)
        yield undetermined(
            f"没有读到姓名，没有比对：{'、'.join(kinds)}",
            "看一眼是不是本人的",
            pages(ref for paper in rest for ref in paper.pages),
            rest[0].kind,
            Severity.INFO,
        )


def _may_name(facts: Facts, paper: Material) -> bool:
    kind = facts.catalogue.materials[paper.kind]
    own_words = kind.group == "statement"  # Signed by hand, which no reader makes out.
    return not own_words and bool({"name", "account_holder"} & set(kind.fields))


def _written_on(facts: Facts, paper: Material) -> bool:
    """Whether the applicant's name stands anywhere on a paper of which no name was singled out."""
    text = folded("".join(facts.text_of(ref) for ref in paper.pages).replace("\n", ""))
    return folded(facts.applicant.name) in text


def _counts(facts: Facts, paper: Material) -> bool:
    """Whether a paper should carry the applicant's name: those that the pack relies on."""
    kind = facts.catalogue.materials.get(paper.kind)
    relied_on = kind is not None and kind.group in RELIED_ON
    return relied_on and paper.kind not in SEVERAL_NAMES and not facts.is_copy(paper)


def _name_on(paper: Material) -> FieldValue | None:
    return paper.fields.get(_name_held(paper))


def _name_held(paper: Material) -> str:
    """The field that holds whose paper it is; "" where none does."""
    held = (name for name in NAME_FIELDS if name in paper.fields and paper.fields[name].value)
    return next(held, "")


def _name_field(facts: Facts, paper: Material) -> str:
    """The field that holds, or would hold, whose paper it is."""
    kind = facts.catalogue.materials.get(paper.kind)
    holder = kind is not None and "account_holder" in kind.fields
    return _name_held(paper) or ("account_holder" if holder else "name")


def _name_answer(facts: Facts, paper: Material, value: FieldValue) -> Answer | None:
    match = match_names(facts.applicant.name, value.value)
    if match is Match.SAME:
        return None
    name = facts.kind_name(paper.kind)
    if _other_script(facts.applicant.name, value.value) or (
        match is Match.NEAR and (not facts.sure(value) or _misread(facts, paper, value))
    ):
        return undetermined(
            f"{name}上的姓名读作“{value.value}”，与申请人“{facts.applicant.name}”差一点，可能是读错",
            "对照原图看一眼；是读错的，放进 case.toml：\n"
            + correction(page_of(value.evidence), _name_field(facts, paper), facts.applicant.name),
            places(value),
            paper.kind,
        )
    relative = "；如是亲属，请补亲属关系证明" if paper.kind in RELATIVES_PAPERS else ""
    return failed(
        f"{name}上的姓名是“{value.value}”，申请人是“{facts.applicant.name}”",
        f"不是本人的，请换成本人的{relative}；是读错的，放进 case.toml：\n"
        + correction(page_of(value.evidence), _name_field(facts, paper), facts.applicant.name),
        places(value),
        paper.kind,
    )


def _misread(facts: Facts, paper: Material, value: FieldValue) -> bool:
    """Whether a paper carries the applicant's whole ID number, so that one character of the name
    that differs, as a rare one does, is a misreading: unless the name was read without any doubt
    here, and as it should be on other papers, which the reader then can make out."""
    number, known = paper.fields.get("id_number"), facts.applicant.id_number
    if number is None or not is_full_number(number.value) or number.value != known:
        return False
    right = {
        one.id
        for one in facts.case.materials
        if (name := _name_on(one)) and facts.sure(name)
        if match_names(facts.applicant.name, name.value) is Match.SAME
    }
    return value.confidence < BEYOND_DOUBT or len(right) < READ_ELSEWHERE


def _other_script(one: str, other: str) -> bool:
    """Whether one name is in Latin letters and the other in characters: nothing to compare."""
    return bool(re.search(r"[A-Za-z]{2}", one)) != bool(re.search(r"[A-Za-z]{2}", other))


def id_numbers_agree(facts: Facts) -> Answers:
    """各份材料上的身份证号码一致。

    为什么：号码不一致说明材料可能属于不同的人。
    怎么办：读错的，在 case.toml 用 [[correction]] 改正；确实不同的，换成本人的材料。

    The papers carry the same ID number.
    Why: two numbers mean papers of two people.
    Next: correct a misreading with [[correction]] in case.toml; replace a paper that is somebody
    else's.
    """
    known = facts.applicant.id_number
    proven = bool(facts.papers(*KINSHIP))
    seen = [
        (paper, paper.fields["id_number"])
        for paper in facts.case.materials
        if paper.fields.get("id_number")
        and _counts(facts, paper)
        and not (proven and paper.kind in RELATIVES_PAPERS)
    ]
    if not known:
        return (
            undetermined("没有读到申请人的身份证号码", "在 case.toml 的 [applicant] 写 id_number"),
        )
    unread = tuple(_numberless(facts))
    if not seen:
        return unread or (not_applicable("没有其他写着身份证号码的材料可比对"),)
    problems = tuple(a for paper, value in seen if (a := _number_answer(facts, paper, value)))
    fine = passed(f"{len(seen)} 处身份证号码一致", places(*(v for _, v in seen)))
    return (*(problems or (fine,)), *unread)


def _numberless(facts: Facts) -> Iterator[Answer]:
    """The card itself, where its number was not read: what was typed is held against nothing."""
    fronts = facts.papers("id_card_front")
    if fronts and not any("id_number" in front.fields for front in fronts):
        yield undetermined(
            "身份证人像面上没有读到号码，无法与填写的核对",
            "看一眼：拍糊、反光、盖住的重拍；看得清的，放进 case.toml：\n"
            + correction(fronts[0].pages[0], "id_number", NUMBER_HERE),
            pages(ref for front in fronts for ref in front.pages),
            fronts[0].kind,
            Severity.WARN,
        )


def _number_answer(facts: Facts, paper: Material, value: FieldValue) -> Answer | None:
    match = match_numbers(facts.applicant.id_number, value.value)
    if match is Match.SAME:
        return None
    name, shown = facts.kind_name(paper.kind), masked(value.value)
    if match is Match.NEAR and not facts.sure(value):
        return undetermined(
            f"{name}上的身份证号码读作 {shown}，与申请人的差一位，可能是读错",
            "对照原图看一眼；是读错的，放进 case.toml：\n"
            + correction(page_of(value.evidence), "id_number", NUMBER_HERE),
            places(value),
            paper.kind,
        )
    places_apart = differing_places(facts.applicant.id_number, value.value)
    where = f"第 {'、'.join(map(str, places_apart))} 位" if 0 < len(places_apart) < 4 else ""
    return failed(
        f"{name}上的身份证号码 {shown} 与申请人的{where}不同",
        "不是本人的，请换成本人的材料；是读错的，放进 case.toml：\n"
        + correction(page_of(value.evidence), "id_number", NUMBER_HERE),
        places(value),
        paper.kind,
    )


RULES = (
    Rule("identity.names-agree", Severity.BLOCK, names_agree),
    Rule("identity.id-numbers-agree", Severity.BLOCK, id_numbers_agree),
)
