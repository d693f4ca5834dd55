"""Defects of papers: missing, somebody else's, stale, unsealed, unreadable."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from PIL import ImageDraw

from samples import degrade, encode
from samples.canvas import Canvas
from samples.chrome import finish, open_screen
from samples.fonts import face
from samples.papers import base as printing
from samples.papers import finance, identity, medical, notices, phone, unrelated, work
from samples.papers.base import Paper, Sheet, chinese_day, seal, stamp
from samples.papers.phone import bubbles
from samples.persons import Person, id_number, one_digit_off, person
from samples.style import PLAIN
from tests.bench_checks.clean import ISSUED, PAY, UNTIL, book_of
from tests.bench_checks.defects import Defect
from tests.bench_checks.draft import TODAY, Draft, Raw, Shot, Spoilt, Thing

RNG = random.Random
OTHER = person(RNG("somebody else"), "赵范例")
KIN = person(RNG("kin"), "张试样")
IN_COLOUR = frozenset({"photo", "clean"})
PHOTOGRAPHED = frozenset({"photo"})


def without(*names: str) -> Callable[[Draft], Draft]:
    return lambda draft: draft.put(**dict.fromkeys(names))


def putting(**makers: Callable[[Person], Thing]) -> Callable[[Draft], Draft]:
    return lambda draft: draft.put(**{name: make(draft.who) for name, make in makers.items()})


def certificate(who: Person, issued: date = ISSUED, pay: Decimal = PAY, number: str = "") -> Paper:
    return work.income_certificate(who, RNG("income"), issued, pay, number)


def capitals_off(who: Person) -> Paper:
    sheet = Sheet()
    sheet.title("收入证明", 58)
    sheet.para(
        f"兹证明{who.name}（身份证号：{who.id_number}）系我单位职工，目前月收入为人民币"
        "5,200.00元（大写：伍仟零贰拾元整）。"
    )
    sheet.para("特此证明。")
    sheet.y += 160
    sheet.right(f"单位名称（盖章）：{work.EMPLOYER}")
    sheet.right(chinese_day(ISSUED))
    stamp(sheet, seal(work.EMPLOYER, seed=13), 760, sheet.y - 60)
    return Paper((sheet.page(),), printing.Truth("income_certificate"))


def unsealed(who: Person) -> Paper:
    """A diagnosis as the doctor's printer leaves it."""
    kept = medical.stamp
    medical.stamp = lambda *_: None  # type: ignore[assignment]
    try:
        return medical.diagnosis(who, RNG("unsealed"), date(2026, 6, 26))
    finally:
        medical.stamp = kept


def blurred(who: Person) -> Paper:
    sharp = certificate(who)
    return replace(sharp, pages=tuple(degrade.soft(p, p.width / 110) for p in sharp.pages))


def glaring(who: Person) -> Spoilt:
    """A lamp over the printed words."""
    sharp = certificate(who)
    top = replace(sharp, pages=(sharp.pages[0].crop((0, 0, sharp.pages[0].width, 1000)),))
    return Spoilt(top, lambda page: degrade.glare(degrade.glare(page, 3), 8))


def tiny(who: Person) -> Paper:
    sharp = certificate(who)
    return replace(sharp, pages=tuple(p.resize((p.width // 6, p.height // 6)) for p in sharp.pages))


def cut(who: Person) -> Paper:
    """The left third of the card is out of the picture."""
    card = identity.id_front(who, RNG(1))
    page = card.pages[0]
    return replace(card, pages=(page.crop((page.width * 2 // 5, 0, page.width, page.height)),))


def locked(who: Person) -> Raw:
    held = finance.account(RNG(5), UNTIL, 4, (PAY,) * 4, density=6)
    data, _ = finance.bank_statement_pdf(who, held, ISSUED)
    return Raw(encode.encrypted_pdf(data, "135790"), "pdf")


def torn(who: Person) -> Raw:
    return Raw(encode.truncated(encode.jpeg(certificate(who).pages[0])), "jpg")


def export(who: Person) -> Raw:
    return Raw(finance.alipay_csv(who, RNG(5), UNTIL)[0], "csv")


def first_page(draft: Draft) -> Draft:
    whole = draft.things["discharge"]
    assert isinstance(whole, Paper)
    return draft.put(discharge=replace(whole, pages=whole.pages[:1]))


def resaved(draft: Draft) -> Draft:
    """The diagnosis once more, smaller."""
    paper = draft.things["diagnosis"]
    assert isinstance(paper, Paper)
    small = tuple(p.resize((p.width * 4 // 5, p.height * 4 // 5)) for p in paper.pages)
    return draft.put(again=replace(paper, pages=small))


def broken_span(draft: Draft) -> Draft:
    """Two statements with October left out between them."""
    old = book_of(draft.who, (PAY,) * 2, date(2026, 9, 30), 2)
    new = book_of(draft.who, (PAY,), UNTIL, 1)
    return draft.put(book=old, book2=new)


def agency(who: Person) -> Paper:
    sheet = Sheet()
    sheet.title("代理维权服务协议", 52)
    for text in (
        f"委托人：{who.name}　受托人：样本债务优化咨询中心",
        "一、委托人全权委托受托人与金融机构协商减免，委托人交付身份证、银行卡及手机卡。",
        "二、服务费为减免金额的百分之三十，先行支付。",
    ):
        sheet.para(text, indent=False)
    sheet.right(chinese_day(ISSUED))
    return Paper((sheet.page(),), printing.Truth("unknown"))


def neighbours(who: Person) -> Paper:
    """A list of villagers with everybody's numbers."""
    sheet = Sheet()
    sheet.title("受灾证明", 58)
    sheet.para(
        f"兹证明我村村民{who.name}（身份证号：{who.id_number}）等人受灾，房屋进水，灾情属实。"
    )
    rows = [["姓名", "公民身份号码"]]
    rows += [[name, id_number(date(1980, 1, day), 100 + day)] for day, name in
             ((3, "李样一"), (7, "周样例"))]  # fmt: skip
    sheet.table([*rows, [who.name, who.id_number]], (1, 2))
    sheet.right("样本县样本镇样本村村民委员会")
    sheet.right(chinese_day(date(2026, 7, 20)))
    stamp(sheet, seal("样本村村民委员会", seed=32), 760, sheet.y - 60)
    return Paper((sheet.page(),), printing.Truth("disaster_certificate"))


def retouched(who: Person) -> Paper:
    """The number on the card covered by a strip."""
    card = identity.id_front(who, RNG(1))
    page = card.pages[0].copy()
    ImageDraw.Draw(page).rectangle((340, 550, 1040, 640), fill=(30, 30, 30))
    return replace(card, pages=(page,))


def reborn(who: Person) -> Paper:
    """A card whose printed birth date is not that of its number."""
    return identity.id_front(replace(who, born=who.born + timedelta(days=64)), RNG(1))


def overprinted(who: Person) -> Paper:
    """A card on which somebody put a watermark of their own, thick over the number."""
    card = identity.id_front(who, RNG(1))
    page = card.pages[0].copy()
    pen, bold = ImageDraw.Draw(page), face(64, bold=True)
    for top in (110, 330, 545, 580):
        pen.text((60 if top < 500 else 300, top), "仅供申请减免使用他用无效", (150, 40, 40), bold)
    return replace(card, pages=(page,))


def offer(who: Person) -> Shot:
    """The lender's offer in a chat, whose instalments do not make its sum."""
    canvas = Canvas(PLAIN)
    open_screen(canvas, "在线客服")
    bubbles(canvas, [("您好，我想申请息费减免", True),
                     ("可以为您办理分12期，每期680.00元，合计8,960.00元", False)])  # fmt: skip
    return Shot(finish(canvas))


def notice(kind: str, day: date = ISSUED) -> Callable[[Person], Paper]:
    return lambda who: notices.notice(kind, who, RNG(kind), day)


def _d(
    name: str, rule: str, plant: Callable[[Draft], Draft], touches: str, base: str = "illness",
    material: str = "", file: str = "", tiers: frozenset[str] = frozenset(),
) -> Defect:  # fmt: skip
    return Defect(name, base, rule, plant, frozenset(touches.split()), material, file, tiers)


PROOFS = "diagnosis discharge"
PAPERS = (
    _d("no-front", "checklist.required", without("front"), "front", material="id_card_front"),
    _d("no-back", "checklist.required", without("back"), "back", material="id_card_back"),
    _d("no-statement", "checklist.required", without("book"), "book", material="bank_statement"),
    _d("no-income", "checklist.required", without("income"), "income",
       material="income_certificate"),
    _d("no-bill", "checklist.required", without("huabei", "jiebei"), "huabei jiebei letter",
       material="bill"),
    _d("no-proof", "checklist.reason-proof", without(*PROOFS.split()), PROOFS),
    _d("contract-for-termination", "checklist.reason-proof",
       putting(termination=lambda who: work.labour_contract(who, RNG(1), date(2021, 3, 1))),
       "termination", "unemployment"),
    _d("request-for-termination", "checklist.reason-proof",
       putting(termination=notice("resignation_request", date(2026, 7, 31))), "termination",
       "unemployment"),
    _d("cremation-for-death", "checklist.reason-proof",
       putting(death=notice("cremation_certificate", date(2026, 8, 6))), "death kinship", "death"),
    _d("no-kinship", "checklist.conditional", without("kinship"), "kinship", "death"),
    _d("patient-is-kin", "checklist.conditional", lambda draft: draft.put(
        discharge=None, diagnosis=medical.diagnosis(
            KIN, RNG(2), date(2026, 6, 26))), PROOFS),
    _d("number-misprinted", "identity.id-numbers-agree", putting(income=lambda who: certificate(
        who, number=one_digit_off(who.id_number))), "income", file="income"),
    _d("card-expired", "identity.id-valid", putting(back=lambda who: identity.id_back(
        replace(who, id_from=date(2006, 9, 1), id_until=date(2026, 9, 1)), RNG(1))), "back",
       file="back"),
    _d("certificate-of-another", "identity.names-agree",
       putting(income=lambda who: certificate(replace(who, name=OTHER.name))), "income",
       file="income"),
    _d("card-of-another", "identity.names-agree",
       putting(front=lambda _: identity.id_front(OTHER, RNG(1))), "front applicant", file="front"),
    _d("number-of-another", "identity.id-numbers-agree",
       putting(income=lambda who: certificate(who, number=OTHER.id_number)), "income",
       file="income"),
    _d("statement-of-another", "identity.names-agree",
       putting(book=lambda who: book_of(replace(who, name=OTHER.name), (PAY,) * 4)), "book",
       file="book"),
    _d("certificate-stale", "dates.papers-fresh",
       putting(income=lambda who: certificate(who, TODAY - timedelta(days=75))), "income",
       material="income_certificate"),
    _d("statement-stale", "dates.papers-fresh",
       putting(book=lambda who: book_of(who, (PAY,) * 4, TODAY - timedelta(days=80), 4,
                                        TODAY - timedelta(days=79))), "book",
       material="bank_statement"),
    _d("certificate-from-tomorrow", "dates.not-in-future",
       putting(income=lambda who: certificate(who, TODAY + timedelta(days=9))), "income",
       material="income_certificate"),
    _d("discharged-before-admitted", "dates.in-order",
       putting(discharge=lambda who: medical.discharge_summary(
           who, RNG(2), date(2026, 6, 22), date(2026, 6, 8))), PROOFS,
       material="discharge_summary"),
    _d("statement-short", "dates.statement-months",
       putting(book=lambda who: book_of(who, (PAY,), UNTIL, 1)), "book"),
    _d("statement-gap", "dates.statement-months", broken_span, "book"),
    _d("certificate-flatters", "income.certificate-matches-credits",
       putting(income=lambda who: certificate(who, pay=Decimal("8800.00"))), "income finances"),
    _d("wages-after-dismissal", "income.none-after-unemployment",
       putting(book=lambda who: book_of(who, (PAY,) * 4)), "book", "unemployment"),
    _d("income-does-not-fall", "income.falls-as-claimed", lambda draft: draft.put(
        **{f"slip{month}": work.payslip(draft.who, RNG(1), date(2026, month, 10),
                                        Decimal("7800.00")) for month in (6, 9, 10)},
        book=book_of(draft.who, (Decimal("7800.00"),) * 4)), "slip6 slip9 slip10 book finances",
       "income-drop"),
    _d("one-payslip", "checklist.reason-proof", without("slip6", "slip9", "book"),
       "slip6 slip9 book", "income-drop"),
    _d("no-seal", "evidence.seal-seen", putting(diagnosis=unsealed), PROOFS, file="diagnosis",
       tiers=IN_COLOUR),
    _d("blurred", "evidence.page-legible", putting(income=blurred), "income", file="income"),
    _d("glare", "evidence.page-legible", putting(income=glaring), "income", file="income",
       tiers=PHOTOGRAPHED),
    _d("too-small", "evidence.page-legible", putting(income=tiny), "income", file="income"),
    _d("card-cut", "checklist.required", putting(front=cut), "front", material="id_card_front"),
    _d("locked", "evidence.file-readable", putting(book=locked), "book", file="book"),
    _d("torn", "evidence.file-readable", putting(income=torn), "income", file="income"),
    _d("stray-page", "evidence.page-classified", putting(stray=lambda _: unrelated.menu(RNG(4))),
       "stray", file="stray"),
    _d("page-missing", "evidence.pages-complete", first_page, PROOFS, file="discharge"),
    _d("page-twice", "evidence.duplicates", resaved, PROOFS, file=""),
    _d("export-for-statement", "evidence.export-not-statement", putting(book=export), "book"),
    _d("agency-paper", "legal.no-agents", putting(agency=agency), "agency", file="agency"),
    _d("neighbours-numbers", "privacy.third-parties", putting(disaster=neighbours), "disaster",
       "disaster", file="disaster"),
    _d("card-contradicts-itself", "identity.card-agrees", putting(front=reborn), "front",
       file="front"),
    _d("own-watermark-over-number", "privacy.watermark-clear", putting(front=overprinted),
       "front applicant", file="front"),
    _d("demand-without-bill", "amounts.demanded-has-bill",
       putting(sms=lambda who: phone.collection_message(who, RNG(6), TODAY - timedelta(days=6))),
       "sms", file="sms"),
    _d("offer-does-not-multiply", "amounts.each-times-count", putting(chat=offer), "chat",
       file="chat"),
    _d("capitals-differ", "amounts.capitals-agree", putting(income=capitals_off), "income",
       file="income"),
)  # fmt: skip
