"""What the card says of itself, and what the screens say of the applicant's phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.facts import Facts
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
from pipeline.extract.folding import fold
from pipeline.mask import masked
from pipeline.names import birth_date, is_valid_number
from schemas.evidence import FieldValue
from schemas.findings import Severity, Spot
from schemas.material import Material

SEXES = ("女", "男")
"""By the rest of the 17th digit divided by two (GB 11643)."""
SURE = 0.85
"""Confidence of the line that states sex or birth from which it is held against the number."""
OWN_SCREENS = ("bill", "repayment_record", "chat_record", "loan_contract", "credit_report")
"""Papers of the applicant's own accounts, which may name the bound phone."""

_BIRTH = re.compile(r"(?:出生)?((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_SEX = re.compile(r"性别\s*[:：]?\s*([男女])")
_PHONE = re.compile(r"(?<![\d*])1[3-9]\d[\d*]{4}\d{4}(?![\d*])")
_BOUND = ("手机", "电话", "绑定", "账号", "账户", "预留", "登录")
_NOT_OWN = ("客服", "热线", "来电", "紧急", "联系人", "单位", "公司", "经办", "举报", "投诉")


def card_agrees(facts: Facts) -> Answers:
    """身份证上的出生日期、性别与号码相符。

    为什么：号码的第 7–14 位是出生日期，第 17 位分男女；对不上的，不是读错就是证件有问题。
    怎么办：对照身份证原件；读错的，在 case.toml 写 id_number 或重拍；原件就不符的，先到派出所核实。

    Birth date and sex on the ID card agree with its number.
    Why: places 7-14 of the number are the birth date, the 17th tells the sex; if they differ the
    card was misread, or something is wrong with it.
    Next: compare with the card; write id_number in case.toml or take a sharper photo; have the
    police look at a card that contradicts itself.
    """
    fronts = [
        (paper, paper.fields["id_number"])
        for paper in facts.papers("id_card_front")
        if "id_number" in paper.fields and is_valid_number(paper.fields["id_number"].value)
    ]
    if not fronts:
        return (not_applicable("没有读到身份证人像面上的号码"),)
    said = [
        (paper, number, told) for paper, number in fronts for told in _said(facts, paper, number)
    ]
    if not said:
        return (not_applicable("没有读到身份证上的出生日期和性别"),)
    return tuple(
        _contradiction(paper, number, told) for paper, number, told in said if told.differs
    ) or (passed("出生日期、性别与号码相符", places(*(number for _, number, _ in said))),)


@dataclass(frozen=True)
class Said:
    """What a line of the card states, whether the number says otherwise, and how sure both are."""

    what: str
    shown: str
    differs: bool
    sure: bool
    spot: Spot


def _said(facts: Facts, paper: Material, number: FieldValue) -> Iterator[Said]:
    born = birth_date(number.value)
    sex = SEXES[int(number.value[16]) % 2]
    for ref in paper.pages:
        for line in facts.text_lines(ref):
            text = fold(line.text)
            spot = Spot(path=ref.path, page=ref.page, box=line.box, text=line.text)
            sure = line.confidence >= SURE and facts.sure(number)
            if born and (match := _BIRTH.search(text)):
                day = tuple(map(int, match.groups()))
                apart = day != (born.year, born.month, born.day)
                yield Said("出生日期", match.group(), apart, sure, spot)
            if match := _SEX.search(text):
                yield Said("性别", match.group(1), match.group(1) != sex, sure, spot)


def _contradiction(paper: Material, number: FieldValue, told: Said) -> Answer:
    return (failed if told.sure else undetermined)(
        f"身份证上的{told.what}“{told.shown}”与号码 {masked(number.value)} 不符",
        "对照原件：读错的，在 case.toml 写 id_number 或重拍；原件就不符的，先到派出所核实",
        (told.spot, *places(number)),
        paper.kind,
    )


def phone_bound(facts: Facts) -> Answers:
    """写的手机号就是平台绑定的。

    为什么：机构按绑定的手机号回电、发验证码；写了别的号码，容易核实不上。
    怎么办：在 case.toml 的 phone 改写绑定的号码，或先在平台上更换绑定，并在通话时说明。

    The phone number given is the one bound to the account.
    Why: the lender calls and sends codes to the bound number; another one may not be accepted.
    Next: write the bound number as phone in case.toml, or change the binding first and say so.
    """
    given = re.sub(r"[\s-]", "", facts.applicant.phone).removeprefix("+86")
    if not re.fullmatch(r"1[3-9]\d{9}", given):
        return (not_applicable("没有写手机号，无从比对"),)
    seen = list(_phones(facts))
    if not seen:
        return (not_applicable("账单和借款页面上没有显示绑定的手机号"),)
    if any(_may_be(shown, given) for shown, _ in seen):
        return (passed("与页面上显示的手机号相符", tuple(spot for _, spot in seen)),)
    listed = "、".join(dict.fromkeys(masked(shown) for shown, _ in seen))
    return (
        failed(
            f"页面上显示的手机号是 {listed}，写的是 {masked(given)}",
            "在 case.toml 的 phone 改写绑定的号码，或先在平台上更换绑定",
            tuple(spot for _, spot in seen),
        ),
    )


def _phones(facts: Facts) -> Iterator[tuple[str, Spot]]:
    """Phone numbers, masked or not, that screens of the applicant's accounts show as their own."""
    refs = dict.fromkeys(ref for paper in facts.papers(*OWN_SCREENS) for ref in paper.pages)
    for ref in refs:
        before = ""
        for line in facts.text_lines(ref):
            around, before = before + line.text, line.text
            own = any(word in around for word in _BOUND)
            if not own or any(word in around for word in _NOT_OWN):
                continue
            for number in _PHONE.findall(re.sub(r"[\s-]", "", fold(line.text))):
                yield number, Spot(path=ref.path, page=ref.page, box=line.box, text=line.text)


def _may_be(shown: str, given: str) -> bool:
    return all(mark in ("*", digit) for mark, digit in zip(shown, given, strict=True))


RULES = (
    Rule("identity.card-agrees", Severity.WARN, card_agrees),
    Rule("identity.phone-bound", Severity.INFO, phone_bound),
)
