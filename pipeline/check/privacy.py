"""What must not leak: ID copies without a purpose, other people's data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.facts import Facts
from pipeline.check.identity import SEVERAL_NAMES
from pipeline.check.rule import (
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
)
from pipeline.mask import masked
from pipeline.names import Match, is_valid_number, match_numbers
from schemas.findings import Severity, Spot
from schemas.material import Material

ID_KINDS = ("id_card_front", "id_card_back")
PURPOSE = "仅供"
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
        if paper.kind not in SEVERAL_NAMES and not facts.is_copy(paper)
        for spot in _others(facts, paper)
    )
    return found or (passed("没有看到他人的身份证号码"),)


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
    Rule("privacy.third-parties", Severity.WARN, third_parties),
)
