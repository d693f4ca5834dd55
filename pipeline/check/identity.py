"""Who applies: the card, its number, and whose name the papers and bills carry."""

from __future__ import annotations

import re

from pipeline.check.facts import Facts, as_day
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
    is_full_number,
    is_valid_number,
    match_names,
    match_numbers,
)
from schemas.evidence import FieldValue
from schemas.findings import Severity
from schemas.material import Material


def id_checksum(facts: Facts) -> Answers:
    """身份证号码通过校验（GB 11643）。

    为什么：号码错一位，机构就查不到账户，材料会被退回。
    怎么办：对照身份证原件，在 case.toml 的 [applicant] 写 id_number；是读错的，重拍一张清楚的照片。

    Every ID number passes the check digit of GB 11643.
    Why: with one wrong digit the lender cannot find the account and returns the papers.
    Next: compare with the card and write id_number under [applicant] in case.toml, or take a
    sharper photo.
    """
    seen = [
        (paper, paper.fields["id_number"])
        for paper in facts.case.materials
        if "id_number" in paper.fields
        and is_full_number(paper.fields["id_number"].value)
        and not _reported_elsewhere(facts, paper)
    ]
    typed = facts.case.typed.applicant.id_number
    if not seen and not facts.applicant.id_number:
        return (
            undetermined(
                "没有读到身份证号码，无法校验", "补拍身份证人像面，或在 case.toml 写 id_number"
            ),
        )
    wrong = tuple(
        _wrong_number(facts, paper, value)
        for paper, value in seen
        if not is_valid_number(value.value)
    )
    if typed and not is_valid_number(typed):
        wrong = (_typed_number(typed), *wrong)
    return wrong or (passed("身份证号码校验通过", places(*(value for _, value in seen))),)


def _typed_number(number: str) -> Answer:
    if is_full_number(number):
        return failed(
            f"case.toml 里的身份证号码 {masked(number)} 校验码不对",
            "对照身份证原件改正 [applicant] 的 id_number",
        )
    return undetermined(
        "case.toml 里填的不是 18 位居民身份证号码，无法校验",
        "用其他证件的，请人核对号码；否则改正 [applicant] 的 id_number",
    )


def _reported_elsewhere(facts: Facts, paper: Material) -> bool:
    """A paper whose number is a digit away from a valid one: identity.id-numbers-agree says so."""
    known = facts.applicant.id_number
    near = match_numbers(known, paper.fields["id_number"].value) is Match.NEAR
    return paper.kind != "id_card_front" and is_valid_number(known) and near


def _wrong_number(facts: Facts, paper: Material, value: FieldValue) -> Answer:
    name = facts.kind_name(paper.kind)
    known = facts.applicant.id_number
    misread = known != value.value and is_valid_number(known) and not facts.sure(value)
    if misread and match_numbers(known, value.value) is not Match.DIFFERENT:
        return undetermined(
            f"{name}上的身份证号码有一位看不准（读作 {masked(value.value)}）",
            "对照原件看一眼；不清楚就重拍",
            places(value),
            paper.kind,
        )
    return failed(
        f"{name}上的身份证号码 {masked(value.value)} 校验码不对",
        "对照原件：读错的，在 case.toml 写 id_number 或重拍；原件就错的，请出具单位更正",
        places(value),
        paper.kind,
    )


def id_valid(facts: Facts) -> Answers:
    """身份证在有效期内。

    为什么：过期证件不能证明身份，机构会要求换证后再来。
    怎么办：到任一派出所或政务服务大厅办换证，等新证期间可用临时身份证。

    The ID card has not expired.
    Why: an expired card proves nothing and the lender asks for a new one.
    Next: renew it at any police station; a temporary card serves while you wait.
    """
    backs = facts.papers("id_card_back")
    if not backs:
        return (not_applicable("材料里没有身份证国徽面"),)
    return tuple(_expiry(facts, back) for back in backs)


def _expiry(facts: Facts, back: Material) -> Answer:
    until, start = back.fields.get("valid_until"), back.fields.get("valid_from")
    if until is None:
        return undetermined(
            "没有读到身份证的有效期限",
            "看一眼国徽面的有效期限；不清楚就重拍",
            pages(back.pages),
            back.kind,
        )
    day = as_day(until.value)
    begins = as_day(start.value) if start else None
    if begins and begins > facts.today:
        return undetermined(
            f"身份证有效期的起始日期 {begins} 晚于签署日期，可能读错",
            "看一眼国徽面的有效期限；不清楚就重拍",
            places(start, until),
            back.kind,
        )
    if day is None:
        if until.value == "long-term":
            return passed("身份证长期有效", places(until))
        return undetermined("看不懂身份证的有效期限", "看一眼国徽面", places(until), back.kind)
    if day < facts.today:
        answer = failed if facts.sure(until) else undetermined
        return answer(
            f"身份证 {day} 已过期（按签署日期 {facts.today} 算）",
            "先换证；等新证期间用临时身份证",
            places(until),
            back.kind,
        )
    return passed(f"身份证有效期至 {day}", places(until))


def account_holder(facts: Facts) -> Answers:
    """账单是申请人本人的。

    为什么：只能为本人的账户申请，别人的账单不计入申请金额。
    怎么办：不是本人的账单请移出文件夹；是本人而户名读错的，用 [[correction]] 改正 holder。

    The bills are the applicant's own.
    Why: one can only apply for one's own account; a bill of somebody else is not claimed.
    Next: take the bill of somebody else out of the folder, or correct a misread holder.
    """
    held = [(bill, bill.holder) for bill in facts.case.statements if bill.holder]
    if not held:
        return (not_applicable("账单页面没有显示户名"),)
    if not facts.applicant.name:
        return (undetermined("没有读到申请人姓名，无法核对账单户名", "在 case.toml 写 name"),)
    problems = []
    for bill, holder in held:
        match = match_names(facts.applicant.name, holder.value)
        if match is Match.SAME:
            continue
        doubt = match is Match.NEAR and not facts.sure(holder)
        problems.append(
            (undetermined if doubt else failed)(
                f"{bill.title}账单的户名是“{holder.value}”，申请人是“{facts.applicant.name}”",
                "不是本人的账单请移出文件夹；是读错的，放进 case.toml：\n"
                + correction(page_of(holder.evidence), "holder", facts.applicant.name),
                places(holder),
                "bill",
            )
        )
    return tuple(problems) or (
        passed(f"{_of_all(facts, len(held))}与申请人一致", places(*(h for _, h in held))),
    )


def _of_all(facts: Facts, held: int) -> str:
    total = len(facts.case.statements)
    silent = f"（另 {total - held} 份页面没有显示户名，没有比对）" if total > held else ""
    return f"{total} 份账单中 {held} 份读到户名{silent}，"


def phone_given(facts: Facts) -> Answers:
    """写了能打通的手机号。

    为什么：机构多用平台绑定的手机号回电核实，打不通就按放弃处理。
    怎么办：在 case.toml 的 [applicant] 写 phone，用平台绑定的号码，并保持畅通。

    A phone number is given that can be reached.
    Why: lenders call back on the number bound to the account; no answer counts as giving up.
    Next: write phone under [applicant] in case.toml, the bound number, and keep it reachable.
    """
    phone = re.sub(r"[\s-]", "", facts.applicant.phone).removeprefix("+86")
    if not phone:
        return (failed("没有写手机号", "在 case.toml 的 [applicant] 写 phone（平台绑定的号码）"),)
    if not re.fullmatch(r"1[3-9]\d{9}", phone):
        return (
            failed(
                f"手机号“{masked(phone)}”不像 11 位手机号",
                "改正 case.toml 的 phone；座机和境外号码请确认机构能回电",
                severity=Severity.WARN,
            ),
        )
    return (passed("手机号格式正确；请确认是平台绑定的号码"),)


RULES = (
    Rule("identity.id-checksum", Severity.BLOCK, id_checksum),
    Rule("identity.id-valid", Severity.WARN, id_valid),
    Rule("identity.account-holder", Severity.WARN, account_holder),
    Rule("identity.phone-given", Severity.INFO, phone_given),
)
