"""The letters: facts with exhibits, requests by relief, blanks for what is not known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from pipeline.assemble import exhibit_groups, pack_plan, with_exhibits
from pipeline.exhibits.titles import day_text
from pipeline.letter import letters_of, wording_faults
from pipeline.letter.template import Filler, texts, words_of
from pipeline.plan import repayment_plan
from pipeline.store import Cache
from schemas.case import Person
from schemas.casefile import CaseFile, Reason, Relief
from schemas.pack import Letter, PackPlan
from schemas.plan import RepaymentPlan
from tests.packcases import ANT, READY, CaseBuilder, catalogue, illness_case

REASONS = get_args(Reason)
RELIEFS = get_args(Relief)


@pytest.fixture
def builder(tmp_path: Path) -> CaseBuilder:
    folder = tmp_path / "张样本"
    folder.mkdir()
    return CaseBuilder(Cache(tmp_path / "cache"), folder)


def plan_of(
    builder: CaseBuilder, told: Callable[[RepaymentPlan], RepaymentPlan] = lambda plan: plan
) -> PackPlan:
    """told: what the plan made for the case is turned into before the letters are written"""
    case, known = builder.case(), catalogue()
    groups = exhibit_groups(case, builder.claim(), known)
    claim = with_exhibits(builder.claim(), groups)
    repayment = told(repayment_plan(case, claim, known))
    letters = letters_of(case, claim, repayment, groups, known)
    return pack_plan(case, claim, repayment, groups, letters, READY, known)


def written(builder: CaseBuilder) -> tuple[Letter, ...]:
    return plan_of(builder).letters


def text_of(letter: Letter) -> str:
    return "\n".join(part.text for part in letter.parts)


def asking(builder: CaseBuilder, *relief: str, **hardship: str) -> CaseBuilder:
    told = builder.typed.hardship.model_dump() | hardship
    typed = builder.typed.model_dump() | {"request": {"relief": relief}, "hardship": told}
    builder.typed = CaseFile.model_validate(typed)
    return builder


def test_one_letter_for_each_lender_and_each_debt_in_its_letter(builder: CaseBuilder) -> None:
    illness_case(builder).bill("w.jpg", "微粒贷", "深圳前海微众银行股份有限公司")
    letters = written(builder)
    assert [letter.lender for letter in letters] == [ANT, "深圳前海微众银行股份有限公司"]
    assert letters[0].statements == ("s1", "s2")
    assert "微粒贷" not in text_of(letters[0])


def test_amounts_stand_in_figures_and_capitals(builder: CaseBuilder) -> None:
    (letter,) = written(illness_case(builder))
    text = text_of(letter)
    assert "罚息人民币12.00元（大写：壹拾贰元整）" in text
    assert "利息人民币86.35元（大写：捌拾陆元叁角伍分）" in text


def test_interest_past_due_is_told_apart_from_interest_to_come(builder: CaseBuilder) -> None:
    text = text_of(written(illness_case(builder))[0])
    assert "其中已到期46.20元，尚未到期40.15元" in text


def test_facts_name_their_exhibits(builder: CaseBuilder) -> None:
    plan = plan_of(illness_case(builder))
    text = text_of(plan.letters[0])
    known = {exhibit.number for exhibit in plan.exhibits()}
    cited = set(re.findall(r"证据(\d+-\d+)", text))
    assert cited <= known
    assert {"1-1", "2-1", "2-2", "3-1", "5-1"} <= cited


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("relief", RELIEFS)
def test_every_reason_and_relief_has_its_letter(
    builder: CaseBuilder, reason: str, relief: str
) -> None:
    asking(illness_case(builder), relief, reason=reason)
    (letter,) = written(builder)
    text = text_of(letter)
    assert texts("letter")["hardship"][reason]["short"][-2:] in text
    requests = [part.text for part in letter.parts if part.style == "request"]
    assert requests or relief == "waive_fees"
    assert "{" not in text
    assert not wording_faults(text, catalogue().wording)
    assert not letter.blanks


def test_only_what_is_asked_for_is_requested(builder: CaseBuilder) -> None:
    asking(illness_case(builder), "waive_penalty")
    requests = [p.text for p in written(builder)[0].parts if p.style == "request"]
    assert len(requests) == 1
    assert "罚息" in requests[0]
    assert "利息" not in requests[0]


def test_what_is_not_known_is_a_marked_blank(builder: CaseBuilder) -> None:
    builder.applicant = Person(name="张样本")
    builder.bill("a.jpg", "某贷", "", product_id="generic")
    (letter,) = written(builder)
    assert {"公民身份号码", "困难原因", "月收入"} <= set(letter.blanks)
    assert "，联系电话：＿＿＿＿＿" in text_of(letter)
    assert letter.lender == "【待填：某贷的贷款机构全称】"


def test_without_any_bill_there_is_still_a_letter_to_fill_in(builder: CaseBuilder) -> None:
    builder.paper("diagnosis", "d.jpg", ["诊断证明书"])
    (letter,) = written(builder)
    assert letter.statements == ()
    assert "贷款机构全称" in letter.blanks
    assert not re.search(r"\d+\.\d\d元", text_of(letter))


def test_nobody_is_signed_for(builder: CaseBuilder) -> None:
    (letter,) = written(illness_case(builder))
    signatures = [part.text.strip() for part in letter.parts if part.style == "signature"]
    assert signatures[0] == "申请人（签名）："
    assert not re.search(r"\d", signatures[1])


def test_a_doubtful_figure_is_never_claimed_silently(builder: CaseBuilder) -> None:
    builder.bill("a.jpg", doubtful=True)
    text = text_of(written(builder)[0])
    assert "6.00元（大写：陆元整）【待核对】" in text


def test_the_hardship_day_is_read_from_its_paper(builder: CaseBuilder) -> None:
    builder.bill("a.jpg")
    fields = {"diagnosis": "骨折", "issued": "2026-05-06"}
    builder.paper("diagnosis", "d.jpg", ["诊断证明书"], fields)
    text = text_of(written(builder)[0])
    assert "自2026年5月6日起，本人因患病（诊断：骨折）" in text


def test_a_debt_not_yet_overdue_is_not_called_overdue(builder: CaseBuilder) -> None:
    builder.bill("a.jpg", overdue_days=0)
    before = {"overdue": False, "penalty": Decimal(0)}
    builder.rows = [row.model_copy(update=before) for row in builder.rows]
    text = text_of(written(builder)[0])
    assert "逾期" not in text
    assert "预计难以按期" in text
    assert "均尚未到期" in text


def test_a_debt_that_bears_a_penalty_is_late_whatever_else_its_page_says(
    builder: CaseBuilder,
) -> None:
    builder.bill("a.jpg", overdue_days=0)
    unsaid = {"overdue": False, "dated": False}
    builder.rows = [row.model_copy(update=unsaid) for row in builder.rows]
    text = text_of(written(builder)[0])
    assert "对未能按期还款" in text
    assert "到期" not in text.split("二、")[0]


@pytest.mark.parametrize(
    ("lender", "you"),
    [
        ("中国工商银行股份有限公司", "贵行"), ("平安银行信用卡中心", "贵行"),
        ("江淮银行样本支行", "贵行"), ("样本县农村信用合作联社", "贵社"),
        ("样本消费金融有限公司", "贵公司"), ("重庆度小满小额贷款有限公司", "贵公司"),
    ],
)  # fmt: skip
def test_a_bank_is_spoken_to_as_one(builder: CaseBuilder, lender: str, you: str) -> None:
    builder.bill("a.jpg", "样贷", lender)
    text = text_of(written(builder)[0])
    assert f"恳请{you}" in text
    assert all(other not in text for other in {"贵行", "贵社", "贵公司"} - {you})


def test_a_loan_without_a_name_is_a_loan(builder: CaseBuilder) -> None:
    builder.bill("a.jpg", "其他借款", "样本银行股份有限公司")
    assert "本人名下的借款" in text_of(written(builder)[0])


def test_the_card_rule_is_cited_for_cards_alone(builder: CaseBuilder) -> None:
    builder.bill("a.jpg", "信用卡", "某某银行", product_id="credit_card")
    builder.bill("b.jpg")
    asking(builder, "instalments")
    card, other = written(builder)
    assert "第七十条" in text_of(card)
    assert "第七十条" not in text_of(other)


def test_the_story_is_printed_as_it_is_and_never_filled_in(builder: CaseBuilder) -> None:
    story = '我说{name}和#import "x"都不会被执行'
    asking(illness_case(builder), "waive_penalty", story=story)
    assert story + "。" in text_of(written(builder)[0])


def test_chat_openings_keep_to_the_limit_of_every_channel(builder: CaseBuilder) -> None:
    illness_case(builder)
    for channel in catalogue().channels.values():
        typed = builder.typed.model_dump() | {"request": {"channel": channel.id}}
        builder.typed = CaseFile.model_validate(typed)
        plan = plan_of(builder)
        assert plan.channel == channel.id
        assert all(0 < len(words) <= channel.chat_limit for _, words in plan.chat_openings)
        assert builder.applicant.id_number not in plan.chat_opening


def test_the_form_sheet_holds_no_empty_box(builder: CaseBuilder) -> None:
    sheet = dict(plan_of(illness_case(builder)).form_sheet)
    assert sheet["姓名"] == "张样本"
    assert sheet["申请减免金额"] == "98.35元"
    assert all(sheet.values())


def test_a_story_tells_the_reason_and_the_letter_only_names_it(builder: CaseBuilder) -> None:
    asking(illness_case(builder), "waive_penalty", story="三月确诊后一直在治疗。")
    told = text_of(written(builder)[0])
    assert "还款能力明显下降" not in told
    assert told.count("患病") == 1


@pytest.mark.parametrize(
    "words",
    [
        *("这是高利贷，我不用还", "你们违法", "否则后果自负", "保证按时"),
        *("我承诺三天内把钱全部还上", "肯定在春节前结清", "今后绝不再逾期"),
    ],
    ids=str,
)
def test_wording_that_would_harm_is_found(words: str) -> None:
    assert wording_faults(words, catalogue().wording)


@pytest.mark.parametrize(
    "words",
    [
        "我承诺所述属实，将按计划还清本金",
        "因一定的困难，上月没有还清",
        "客服要求我保证月底还清",
        "如有不实，后果自负",
        "我承诺配合核实。拿到工资后争取早日还清",
    ],
    ids=str,
)
def test_wording_that_harms_nobody_is_left_alone(words: str) -> None:
    assert not wording_faults(words, catalogue().wording)


def test_our_own_words_pass_the_lint() -> None:
    def all_words(value: object) -> list[str]:
        if isinstance(value, dict):
            return [word for each in value.values() for word in all_words(each)]
        return [value] if isinstance(value, str) else []

    assert not wording_faults("\n".join(all_words(texts("letter"))), catalogue().wording)
    assert not wording_faults("\n".join(texts("sheets")["chat"]), catalogue().wording)


def test_every_word_a_template_needs_has_a_name_for_its_blank() -> None:
    letter = texts("letter")
    needed = {
        word
        for section in letter.values()
        for text in (section.values() if isinstance(section, dict) else [section])
        for part in (text.values() if isinstance(text, dict) else [text])
        for word in words_of(part)
    }
    phrases = {word for word in needed if word.endswith(("_detail", "_proof", "_split"))}
    computed = {"amounts", "detail", "proof", "law", "span", "exhibits", "account", "as_of"}
    computed |= {
        "overdue_days",
        "whole",
        "rest",
        "you",
        "interest_overdue",
        "interest_upcoming",
        "diagnosis",
        "patient",
        "employer",
    }
    computed |= {"exhibit_count", "shortfall", "products"} | {
        w for w in needed if w.endswith("_exhibits")
    }
    assert needed - phrases - computed <= set(letter["blanks"])


def test_values_are_not_templates() -> None:
    filler = Filler({"name": "{id_number}", "id_number": "secret"})
    assert filler.fill("{name}") == "{id_number}"


def test_day_of_signing_is_not_printed_in_the_letter(builder: CaseBuilder) -> None:
    builder.today = date(2026, 12, 31)
    assert "12月31日" not in text_of(written(illness_case(builder))[0])


def test_paragraphs_of_the_story_are_kept(builder: CaseBuilder) -> None:
    asking(illness_case(builder), "waive_penalty", story="\n第一段\n\n第二段。")
    bodies = [part.text for part in written(builder)[0].parts if part.style == "body"]
    assert "具体情况：第一段。" in bodies
    assert "第二段。" in bodies


@pytest.mark.parametrize(
    ("account", "shown"),
    [
        ("300718", "尾号300718"),
        ("8-0093", "尾号0093"),
        ("**9021", "尾号9021"),
        ("1234", "尾号1234"),
    ],
)
def test_the_tail_of_a_number_is_called_one(builder: CaseBuilder, account: str, shown: str) -> None:
    builder.bill("a.jpg")
    builder.statements = [builder.statements[0].model_copy(update={"account": account})]
    text = text_of(written(builder)[0])
    assert f"（{shown}）" in text
    assert "账户" not in text


def reasoned(builder: CaseBuilder, reason: str, *papers: tuple[str, dict[str, str]]) -> str:
    builder.typed = CaseFile.model_validate(
        {"applicant": {"name": "张样本"}, "hardship": {"reason": reason, "since": "2026-06-01"}}
    )
    builder.bill("a.jpg")
    for number, (kind, fields) in enumerate(papers):
        builder.paper(kind, f"{number}.jpg", ["证明"], fields)
    return text_of(written(builder)[0])


def test_whose_illness_it_is(builder: CaseBuilder) -> None:
    child = {"name": "赵样儿", "diagnosis": "急性白血病"}
    text = reasoned(builder, "illness", ("diagnosis", child))
    assert "本人因家人赵样儿患病（诊断：急性白血病）" in text
    assert "本人因患病" not in text


def test_an_illness_of_ones_own(builder: CaseBuilder) -> None:
    own = {"name": "张样本", "diagnosis": "急性白血病"}
    assert "本人因患病（诊断：急性白血病）" in reasoned(builder, "illness", ("diagnosis", own))


@pytest.mark.parametrize(
    ("reason", "kind", "words"),
    [
        ("other", "business_closure", "本人所经营的店铺停业"),
        ("other", "case_filing", "已向公安机关报案"),
        ("other", "disability_certificate", "本人因残疾，劳动能力受限"),
        ("family_change", "death_certificate", "本人因亲属去世"),
        ("family_change", "divorce_document", "本人因离婚"),
    ],
)
def test_what_the_papers_show_is_told(
    builder: CaseBuilder, reason: str, kind: str, words: str
) -> None:
    assert words in reasoned(builder, reason, (kind, {}))


def test_a_relatives_disability_is_not_the_applicants(builder: CaseBuilder) -> None:
    text = reasoned(builder, "other", ("disability_certificate", {"name": "王样本二"}))
    assert "本人因残疾" not in text


def test_two_changes_are_not_told_as_one(builder: CaseBuilder) -> None:
    text = reasoned(builder, "family_change", ("death_certificate", {}), ("divorce_document", {}))
    assert "本人因家庭发生变故" in text


@pytest.mark.parametrize(
    ("label", "named"),
    [("逾期本金", "尚欠逾期本金"), ("剩余本金", "尚欠本金"), ("逾期本金＋未到期本金", "尚欠本金")],
)
def test_principal_that_is_overdue_alone_is_called_so(
    builder: CaseBuilder, label: str, named: str
) -> None:
    bill = builder.bill("a.jpg")
    whole = sum((row.principal for row in builder.rows), Decimal(0))
    stated = bill.periods[0].principal
    assert stated is not None
    told = stated.model_copy(
        update={"value": whole, "evidence": stated.evidence.model_copy(update={"label": label})}
    )
    parts = bill.outstanding.model_copy(update={"principal": told})
    builder.statements = [bill.model_copy(update={"outstanding": parts})]
    assert named in text_of(written(builder)[0])


def test_cards_of_banks_that_nobody_named_have_a_letter_each(builder: CaseBuilder) -> None:
    for path, apart in (("a.jpg", "尾号5093"), ("b.jpg", "尾号8806")):
        bill = builder.bill(path, "信用卡", "", product_id="credit_card")
        builder.statements[-1] = bill.model_copy(update={"apart": apart})
    letters = written(builder)
    assert len(letters) == 2
    assert all("贷款机构全称" in letter.lender for letter in letters)


def test_a_lender_is_offered_its_own_instalments_alone(builder: CaseBuilder) -> None:
    """One that gets nothing at first is not told of the days of the others."""
    illness_case(builder).bill("w.jpg", "微粒贷", "深圳前海微众银行股份有限公司")

    def late(plan: RepaymentPlan) -> RepaymentPlan:
        one, other = plan.shares
        nil, count = Decimal(0), len(one.payments)
        paid = (nil, nil, *(Decimal("10.00"),) * (count - 3), nil)
        shares = (one, other.model_copy(update={"payments": paid}))
        return plan.model_copy(update={"shares": shares})

    plan = plan_of(builder, late)
    rows = plan.repayment.instalments
    told = f"自{day_text(rows[2].due)}起分{len(rows) - 3}期"
    assert f"本人愿{told}偿还，每期10.00元" in text_of(plan.letters[1]).replace(" ", "")
    assert f"{told}，每期10.00元" in dict(plan.form_sheet[-1:])["还款方案"].replace(" ", "")


def test_a_lender_that_nothing_is_left_for_is_offered_nothing(builder: CaseBuilder) -> None:
    """Charges alone are owed, and all of them are asked to be waived."""
    bill = builder.bill("a.jpg")
    stated = bill.periods[0].principal
    assert stated is not None
    nil = stated.model_copy(update={"value": Decimal(0)})
    parts = bill.outstanding.model_copy(update={"principal": nil})
    builder.statements = [bill.model_copy(update={"outstanding": parts})]
    builder.rows = [row.model_copy(update={"principal": Decimal(0)}) for row in builder.rows]
    asking(builder, "waive_penalty", "waive_interest", "instalments")
    plan = plan_of(builder)
    assert plan.repayment.nothing_left
    text = text_of(plan.letters[0])
    assert "减免后即无剩余款项" in text
    assert [word for word in ("偿还剩余", "就剩余款项", "期数") if word in text] == []
    assert dict(plan.form_sheet)["申请事项"] == "减免罚息、利息"


@pytest.mark.parametrize(
    ("income", "spending", "said"),
    [
        (False, False, r"目前本人的收入情况见证据[\d、证据-]+。"),
        (False, True, r"目前本人的收入情况见证据[\d、证据-]+，必要支出[\d,.]+元。"),
        (True, False, r"目前本人月收入[\d,.]+元（见证据[\d、证据-]+）。"),
    ],
)
def test_beside_a_plan_of_ones_own_nothing_unknown_is_left_blank(
    income: bool, spending: bool, said: str, builder: CaseBuilder
) -> None:
    def told(plan: RepaymentPlan) -> RepaymentPlan:
        return plan.model_copy(
            update={
                "income": plan.income if income else (),
                "spending": plan.spending if spending else (),
                "disposable": None,
            }
        )

    (letter,) = plan_of(illness_case(builder), told).letters
    assert re.search(said, text_of(letter))
    assert not letter.blanks


def test_a_day_that_nobody_knows_is_left_out(builder: CaseBuilder) -> None:
    typed = illness_case(builder).typed.model_dump()
    builder.typed = CaseFile.model_validate(
        typed | {"hardship": typed["hardship"] | {"since": None}}
    )
    (letter,) = written(builder)
    assert "困难发生日期" not in letter.blanks
    assert "自起" not in text_of(letter)


def test_a_repayment_is_told_to_the_lender_who_got_it(builder: CaseBuilder) -> None:
    illness_case(builder).bill("w.jpg", "微粒贷", "深圳前海微众银行股份有限公司")
    builder.paper("repayment_record", "还款.png", ["还款成功", "微粒贷", "2026-11-02"])
    first, second = map(text_of, written(builder))
    assert "还款记录见" not in first
    assert "还款记录见" in second


def test_a_platform_that_names_no_lender_is_written_to_by_its_name(builder: CaseBuilder) -> None:
    builder.bill("a.jpg", "放心借", "", product_id="douyin")
    (letter,) = written(builder)
    assert letter.lender == "放心借放款机构"
    assert not any("机构全称" in blank for blank in letter.blanks)
