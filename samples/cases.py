"""The committed cases. Fixed persons, days and debts: the same bytes whenever they are made."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PIL import Image

from samples import degrade, encode
from samples.debts import Debt, Terms, card_debt, debt
from samples.folder import Folder, PageNote
from samples.papers import family, finance, identity, medical, phone, work
from samples.papers.base import Paper
from samples.persons import Person, one_digit_off, person
from samples.screens import LAYOUTS, render
from samples.screens.card_pdf import card_statement
from samples.style import PLAIN, RED, MoneyStyle, Style, light

SIGNING = date(2026, 11, 21)
NEVER = (
    "checklist.required", "checklist.reason-proof", "identity.id-checksum", "identity.id-valid",
    "identity.names-agree", "identity.id-numbers-agree", "identity.account-holder",
    "amounts.totals-close", "amounts.claim-within-outstanding", "dates.papers-fresh",
    "dates.hardship-before-overdue", "income.certificate-matches-credits", "plan.affordable",
    "evidence.page-classified", "evidence.file-readable", "evidence.page-legible",
    "pack.links-true", "pack.within-limits",
)  # fmt: skip


def picture(paper: Paper, tier: str, seed: int, quality: int = 74, width: int = 0) -> bytes:
    """The first page of a paper as a JPEG of the given tier."""
    return encode.jpeg(aged(paper.pages[0], tier, seed, width), quality)


def aged(image: Image.Image, tier: str, seed: int, width: int = 0) -> Image.Image:
    if width and image.width > width:
        image = image.resize(
            (width, round(image.height * width / image.width)), Image.Resampling.LANCZOS
        )
    return degrade.TIERS[tier](image, seed).image


def put(
    folder: Folder, path: str, paper: Paper, tier: str = "clean", seed: int = 1, width: int = 1000
) -> None:
    folder.add(path, picture(paper, tier, seed, width=width), PageNote(paper.truth))


def screen(
    folder: Folder, path: str, layout: str, owing: Debt, key: str, style: Style = PLAIN
) -> None:
    """A bill as a PNG screenshot."""
    made = render(LAYOUTS[layout], 1, style, owing)
    folder.debt(key, made.truth)
    folder.add(path, encode.png(made.image, 96), PageNote(made.truth, statement=key))


def card(folder: Folder, path: str, who: Person, owing: Debt, key: str) -> None:
    data, truth = card_statement(who, owing, random.Random(7))
    folder.debt(key, truth)
    folder.add(path, data, PageNote(truth, statement=key))


def _paged(folder: Folder, path: str, data: bytes, paper: Paper) -> None:
    pages = (PageNote(paper.truth_at(index)) for index in range(len(paper.pages)))
    folder.add(path, data, *pages)


def pdf_pages(data: bytes) -> int:
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(data)).pages)


def expected(
    who: Person, *, ready: bool, findings: list[str], missing: list[str]
) -> dict[str, object]:
    """The part of the truth that a person writes: what must be found, what must not."""
    return {
        "today": SIGNING.isoformat(), "ready": ready,
        "applicant": {"name": who.name, "id_number": who.id_number},
        "findings": [{"rule": rule, "outcome": "failed"} for rule in findings],
        "not_failed": [rule for rule in NEVER if rule not in findings] if ready else [],
        "missing": missing,
    }  # fmt: skip


ILLNESS_TOML = """\
[applicant]
name = "{name}"
id_number = "{id_number}"
phone = "{phone}"
address = "{address}"

[hardship]
reason = "illness"
since = 2026-06-08
story = "2026年6月因腰椎间盘突出症住院手术，医嘱全休三个月，自付医疗费用较多，9月起还款困难。"

[finances]
income = 5200.00

[[finances.expense]]
category = "housing"
amount = 1200.00

[[finances.expense]]
category = "food"
amount = 1100.00

[[finances.expense]]
category = "medical"
amount = 450.00

[[finances.expense]]
category = "transport"
amount = 150.00

[[finances.expense]]
category = "communication"
amount = 60.00

[request]
channel = "alipay_app"
relief = ["waive_penalty", "waive_interest", "instalments"]
months = 18
first_due = 2026-12-10

[signing]
date = 2026-11-21
"""


def illness() -> Folder:
    """Complete and coherent: this one comes out ready."""
    rng = random.Random("illness")
    who = person(rng, "张样本", male=True)
    folder = Folder("illness")
    put(folder, "身份证正面.jpg", identity.id_front(who, rng), "photo", 3)
    put(folder, "身份证反面.jpg", identity.id_back(who, rng), "photo", 4)
    _illness_bills(folder, who, rng)
    put(folder, "诊断证明.jpg", medical.diagnosis(who, rng, date(2026, 6, 26)), "photo", 5)
    stay = medical.discharge_summary(who, rng, date(2026, 6, 8), date(2026, 6, 22))
    pages = [aged(page, "scan", 6 + index, 1000) for index, page in enumerate(stay.pages)]
    _paged(folder, "出院小结.pdf", encode.scanned_pdf(pages, 62), stay)
    put(folder, "住院收费票据.jpg", medical.medical_receipt(who, rng, date(2026, 6, 22)), "scan", 8)
    wages = (Decimal("5200.00"),) * 6
    book = finance.account(rng, date(2026, 11, 15), 6, wages)
    data, truth = finance.bank_statement_pdf(who, book, date(2026, 11, 16))
    folder.add("银行流水.pdf", data, *[PageNote(truth)] * pdf_pages(data))
    put(folder, "收入证明.jpg", work.income_certificate(who, rng, date(2026, 11, 16)), "scan", 9)
    record = phone.repayment_record(
        who, rng, date(2026, 7, 27), amount=Decimal("643.20"), interest=Decimal("43.20")
    )
    folder.add("还款记录.png", encode.png(record.pages[0], 64), PageNote(record.truth))
    folder.case_toml(ILLNESS_TOML.format(**vars(who)))
    folder.expect = expected(who, ready=True, findings=[], missing=[])
    return folder


def _illness_bills(folder: Folder, who: Person, rng: random.Random) -> None:
    huabei = debt(rng, "huabei", Terms(
        date(2026, 11, 18), count=6, paid=2, late=2, amount=Decimal("3600.00"), next_in=9,
        method="by_days", shape="principal_1.5",
    ))  # fmt: skip
    screen(folder, "花呗分期.png", "huabei_instalment", huabei, "huabei")
    jiebei = debt(rng, "jiebei", Terms(
        date(2026, 11, 19), count=12, paid=5, late=2, amount=Decimal("12000.00"), next_in=12,
        method="annuity", shape="principal_1.5",
    ))  # fmt: skip
    screen(
        folder,
        "借呗借款详情.png",
        "jiebei_detail",
        jiebei,
        "jiebei",
        Style(money=MoneyStyle(prefix="", suffix="元")),
    )
    owing = card_debt(rng, Terms(date(2026, 11, 8), amount=Decimal("5821.40"), late=1))
    card(folder, "信用卡电子账单.pdf", who, owing, "card")


UNEMPLOYMENT_TOML = """\
[applicant]
name = "{name}"
id_number = "{id_number}"
phone = "{phone}"

[hardship]
reason = "unemployment"
since = 2026-07-31
story = "2026年7月31日因公司裁员失业，目前靠零工和积蓄生活。"

[finances]
income = 2600.00

[[finances.expense]]
category = "housing"
amount = 800.00

[[finances.expense]]
category = "food"
amount = 900.00

[request]
channel = "alipay_app"
relief = ["waive_penalty", "waive_interest"]
months = 24
first_due = 2026-12-15

[signing]
date = 2026-11-21
"""
JOBLESS = (
    "本人{name}，身份证号{id_number}，于2026年7月31日因公司裁员失业，此后没有固定收入。",
    "现向贵司说明困难情况，恳请减免逾期产生的罚息、违约金，并给予分期。以上内容属实。",
)


def unemployment() -> Folder:
    """No proof of the job's end; wages that still arrive; a wrong digit on the income paper."""
    rng = random.Random("unemployment")
    who = person(rng, "李样例", male=False)
    folder = Folder("unemployment")
    put(folder, "身份证人像面.jpg", identity.id_front(who, rng), "chat", 3)
    put(folder, "身份证国徽面.jpg", identity.id_back(who, rng), "chat", 4)
    _unemployment_bills(folder, rng)
    wrong = one_digit_off(who.id_number)
    paper = work.income_certificate(who, rng, date(2026, 11, 9), Decimal("4800.00"), wrong)
    put(folder, "收入证明.jpg", paper, "photo", 5)
    wages = (Decimal("4800.00"),) * 6
    book = finance.account(rng, date(2026, 11, 14), 6, wages)
    data, truth = finance.bank_statement_pdf(who, book, date(2026, 11, 15))
    folder.add("银行交易明细202611.pdf", data, *[PageNote(truth)] * pdf_pages(data))
    put(folder, "劳动合同.jpg", work.labour_contract(who, rng, date(2024, 3, 1)), "scan", 6)
    docx, told = family.hardship_docx(who, JOBLESS, date(2026, 11, 18))
    folder.add("情况说明.docx", docx, PageNote(told))
    folder.case_toml(UNEMPLOYMENT_TOML.format(**vars(who)))
    folder.expect = expected(
        who, ready=False, missing=["termination_certificate"],
        findings=[
            "checklist.reason-proof",
            "identity.id-numbers-agree",
            "income.none-after-unemployment",
        ],
    )  # fmt: skip
    return folder


def _unemployment_bills(folder: Folder, rng: random.Random) -> None:
    weilidai = debt(rng, "weilidai", Terms(
        date(2026, 11, 17), count=10, paid=4, late=2, amount=Decimal("9000.00"), next_in=14,
        shape="principal_1.5",
    ))  # fmt: skip
    style = Style(palette=light((7, 166, 92)), money=MoneyStyle(prefix="￥"))
    screen(folder, "微粒贷.png", "weilidai", weilidai, "weilidai", style)
    baitiao = debt(rng, "jd_baitiao", Terms(
        date(2026, 11, 18), count=6, paid=1, late=2, amount=Decimal("2388.50"), next_in=8,
        shape="flat",
    ))  # fmt: skip
    red = replace(style, palette=light(RED), money=MoneyStyle(group=False))
    screen(folder, "白条.png", "jd_baitiao", baitiao, "jd_baitiao", red)
