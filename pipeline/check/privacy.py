"""What must not leak: ID copies without a purpose, other people's data."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from pipeline.mask import masked
from pipeline.names import Match, is_valid_number, match_numbers
from schemas.findings import Severity, Spot
from schemas.material import Material

ID_KINDS = ("id_card_front", "id_card_back")
PURPOSE = "仅供"
NEEDS_NUMBERS = (
    "kinship_proof",
    "household_register",
    "divorce_document",
    "death_certificate",
    "unknown",
)
"""Papers that prove by the numbers of others who is whose relative; or nobody knows what they
are."""
MARKS = (PURPOSE, "他用无效", "仅限", "再次复印无效", "仅用于", "水印")
"""Words of the watermarks that people put on copies of their cards."""
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")


def id_watermark(facts: Facts) -> Answers:
    """身份证复印件都加了用途水印。

    为什么：没有用途的身份证复印件可能被拿去办别的事。
    怎么办：重新运行，程序会加“仅供……申请息费减免使用”的水印；不要另外提交没有水印的照片。

    Every copy of the ID card carries a watermark with its purpose.
    Why: a bare copy of an ID card can be used for anything.
    Next: run again, the program adds it; never hand in the bare photo beside it.
    """
    copies = [
        exhibit for group in facts.groups for exhibit in group.exhibits if exhibit.kind in ID_KINDS
    ]
    if not copies:
        return (not_applicable("材料包里没有身份证复印件"),)
    bare = tuple(
        failed(
            f"证据{exhibit.number}（{exhibit.title}）没有用途水印",
            "重新运行；仍没有水印请反馈",
            pages(page.source for page in exhibit.pages),
            exhibit.kind,
        )
        for exhibit in copies
        if PURPOSE not in exhibit.watermark
    )
    return bare or (passed(f"{len(copies)} 份身份证复印件都有用途水印"),)


def watermark_clear(facts: Facts) -> Answers:
    """水印不盖住姓名和号码。

    为什么：水印压在姓名、号码上，机构看不清，会要求重交。
    怎么办：用没有水印的原图，程序加水印时会避开姓名和号码；自己加过水印的，避开这两处重做。

    No watermark lies over name or number.
    Why: a lender that cannot read name or number under a watermark asks for the copy again.
    Next: put in the photo without a watermark, the program's own keeps clear of both; or make
    yours anew, clear of them.
    """
    fronts = facts.papers("id_card_front")
    if not fronts:
        return (not_applicable("材料里没有身份证人像面"),)
    answers = [answer for front in fronts if (answer := _covered(facts, front))]
    return tuple(answers) or (passed("姓名和号码都没有被水印盖住", _shown(fronts)),)


def _covered(facts: Facts, front: Material) -> Answer | None:
    """What is wrong with the watermark that the paper came with, if it has one."""
    marks = [
        Spot(path=ref.path, page=ref.page, box=line.box, text=line.text)
        for ref in front.pages
        for line in facts.text_lines(ref)
        if any(word in line.text for word in MARKS)
    ]
    if not marks:
        return None
    found = {"姓名": front.fields.get("name"), "号码": front.fields.get("id_number")}
    lost = [name for name, value in found.items() if value is None]
    if lost:
        return failed(
            f"身份证照片上已有水印，{'、'.join(lost)}看不清，可能被盖住",
            "换没有水印的原图，程序会加上并避开姓名和号码",
            marks,
            front.kind,
        )
    faint = [name for name, value in found.items() if value and not facts.sure(value)]
    if faint:
        return undetermined(
            f"身份证照片上已有水印，{'、'.join(faint)}看不准，请看一眼是否被盖住",
            "盖住的换没有水印的原图",
            (*marks, *places(*found.values())),
            front.kind,
        )
    return None


def _shown(fronts: tuple[Material, ...]) -> tuple[Spot, ...]:
    named = (front.fields.get(name) for front in fronts for name in ("name", "id_number"))
    return places(*named)


def third_parties(facts: Facts) -> Answers:
    """没有露出他人的身份证号码。

    为什么：提交材料以够用为限，别人的敏感信息应当遮住。
    怎么办：把他人的号码打码后换上；需要用来证明亲属关系的除外。

    No ID number of anybody else is in sight.
    Why: papers should show what is needed and no more; others' sensitive data are covered.
    Next: cover the number and replace the picture, unless it is needed to prove kinship.
    """
    if not facts.applicant.id_number:
        return (not_applicable("不知道申请人的号码，无从区分"),)
    found = tuple(
        failed(
            f"{facts.kind_name(paper.kind)}上有他人的身份证号码 {masked(spot.text)}",
            "在 case.toml 写 [privacy] mask_others = true，由程序在副本上遮住；"
            "或打码后换上；需要用来证明亲属关系的除外",
            (spot,),
            paper.kind,
        )
        for paper in facts.case.materials
        if paper.kind not in NEEDS_NUMBERS and not facts.is_copy(paper)
        for spot in _others(facts, paper)
    )
    return found or (passed("除证明亲属关系的材料外，没有看到他人的身份证号码"),)


def _others(facts: Facts, paper: Material) -> Iterator[Spot]:
    """Valid numbers on a paper that are far from the applicant's, with their lines."""
    wish = facts.case.typed.privacy
    for ref in paper.pages:
        if wish.mask_others and ref.path not in wish.keep:
            continue
        reading = facts.readings.get(ref)
        for line in reading.lines if reading else ():
            for number in _NUMBER.findall(line.text):
                other = match_numbers(facts.applicant.id_number, number) is Match.DIFFERENT
                if other and is_valid_number(number):
                    yield Spot(path=ref.path, page=ref.page, box=line.box, text=number)


RULES = (
    Rule("privacy.id-watermark", Severity.BLOCK, id_watermark),
    Rule("privacy.watermark-clear", Severity.BLOCK, watermark_clear),
    Rule("privacy.third-parties", Severity.WARN, third_parties),
)
