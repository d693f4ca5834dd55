"""The messy case: nothing is named, some of it lies on its side, some of it is no paper at all."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from samples import degrade, encode
from samples.cases import aged, expected
from samples.debts import Terms, debt
from samples.folder import Folder, PageNote
from samples.papers import finance, identity, medical, unrelated, work
from samples.persons import Person, person
from samples.screens import LAYOUTS, render
from samples.screens.scroll import pair
from samples.style import RED, MoneyStyle, Style, dark, light

TOML = """\
# 其余内容由程序从材料中读取
[hardship]
reason = "illness"
since = 2026-08-03

[signing]
date = 2026-11-21
"""


def messy() -> Folder:
    """What a phone's folder looks like before anybody has tidied it."""
    rng = random.Random("messy")
    who = person(rng, "王范例", male=True)
    folder = Folder("messy")
    _identity(folder, who, rng)
    _hospital(folder, who, rng)
    _bills(folder, rng)
    _money(folder, who, rng)
    _strays(folder, rng)
    folder.case_toml(TOML)
    folder.expect = expected(
        who, ready=False, missing=[], findings=["evidence.file-readable", "evidence.duplicates"]
    )
    return folder


def _identity(folder: Folder, who: Person, rng: random.Random) -> None:
    """One side turned without EXIF, the other turned with it."""
    front, back = identity.id_front(who, rng), identity.id_back(who, rng)
    lying = degrade.turned(aged(front.pages[0], "photo", 11, 900), 90)
    folder.add("IMG_2034.JPG", encode.jpeg(lying, 74), PageNote(front.truth, turned=90))
    noted = degrade.turned(aged(back.pages[0], "photo", 12, 900), 270)
    folder.add("IMG_2035.JPG", encode.jpeg(noted, 74, turned=270), PageNote(back.truth, turned=270))


def _hospital(folder: Folder, who: Person, rng: random.Random) -> None:
    """A diagnosis upside down, the same re-saved, the same again byte for byte; a stay as HEIC."""
    paper = medical.diagnosis(who, rng, date(2026, 8, 20), ill=2)
    name = "微信图片_20261118203311.jpg"
    upside = degrade.turned(aged(paper.pages[0], "chat", 13), 180)
    data = encode.jpeg(upside, 80)
    folder.add(name, data, PageNote(paper.truth, turned=180))
    small = upside.resize((640, round(upside.height * 640 / upside.width)))
    copy = PageNote(paper.truth, turned=180, duplicate_of=(name, 1))
    folder.add("微信图片_20261118203355.jpg", encode.jpeg(small, 60), copy)
    folder.add("微信图片_20261118203311(1).jpg", data, copy)
    stay = medical.discharge_summary(who, rng, date(2026, 8, 3), date(2026, 8, 17), ill=2)
    for number, page in enumerate(stay.pages):
        name = f"IMG_20{40 + number}.HEIC"
        folder.add(
            name, encode.heic(aged(page, "photo", 14 + number, 1000), 50), PageNote(stay.truth)
        )


def _bills(folder: Folder, rng: random.Random) -> None:
    long = debt(rng, "jiebei", Terms(
        date(2026, 11, 19), count=36, paid=9, late=2, amount=Decimal("30000.00"), next_in=16,
        method="annuity", shape="principal_1.5",
    ))  # fmt: skip
    whole = render(LAYOUTS["long_plan"], 4, Style(clock="21:04", battery=31), long)
    folder.debt("jiebei", whole.truth)
    note = PageNote(whole.truth, statement="jiebei")
    folder.add("Screenshot_2026-11-19-21-04-33.png", encode.png(whole.image, 48), note)
    baitiao = debt(rng, "jd_baitiao", Terms(
        date(2026, 11, 19), count=24, paid=6, late=3, amount=Decimal("7899.00"), next_in=5,
        shape="flat",
    ))  # fmt: skip
    style = Style(width=1080, palette=light(RED), money=MoneyStyle(), clock="21:10")
    both = pair(LAYOUTS["jd_baitiao"], 5, style, baitiao)
    folder.debt("jd_baitiao", both.whole)
    for number, part in ((10, both.first), (12, both.second)):
        note = PageNote(part.truth, statement="jd_baitiao")
        folder.add(f"Screenshot_2026-11-19-21-{number}-05.png", encode.png(part.image, 48), note)
    huabei = debt(rng, "huabei", Terms(
        date(2026, 11, 18), count=12, paid=3, late=2, amount=Decimal("4200.00"), next_in=10,
        method="by_days", shape="surcharge_0.5",
    ))  # fmt: skip
    shown = render(LAYOUTS["huabei_overdue"], 6, Style(palette=dark((22, 119, 255))), huabei)
    folder.debt("huabei", shown.truth)
    note = PageNote(shown.truth, statement="huabei")
    folder.add("mmexport1763471120000.jpg", encode.jpeg(aged(shown.image, "chat", 16), 70), note)


def _money(folder: Folder, who: Person, rng: random.Random) -> None:
    """A two-page TIFF of wages, a CSV that is no statement, a statement nobody can open."""
    slips = [work.payslip(who, rng, date(2026, month, 10), Decimal("4650.00")) for month in (9, 10)]
    pages = [aged(slip.pages[0], "scan", 20 + index) for index, slip in enumerate(slips)]
    folder.add("scan0001.tif", encode.tiff(pages), *[PageNote(slip.truth) for slip in slips])
    data, truth = finance.alipay_csv(who, rng, date(2026, 11, 18))
    folder.add("alipay_record_20261118.csv", data, PageNote(truth))
    book = finance.account(rng, date(2026, 11, 15), 3, (Decimal("4650.00"),) * 3)
    printed = finance.bank_statement_picture(who, book, date(2026, 11, 16))
    scans = [aged(page, "scan", 30 + index, 1080) for index, page in enumerate(printed.pages)]
    notes = [PageNote(printed.truth) for _ in scans]
    folder.add("扫描全能王 2026-11-17 10.22.pdf", encode.scanned_pdf(scans, 55), *notes)
    locked, _ = finance.bank_statement_pdf(who, book, date(2026, 11, 16))
    folder.add("账单.pdf", encode.encrypted_pdf(locked, "000000"), fault="encrypted")


def _strays(folder: Folder, rng: random.Random) -> None:
    menu, scene = unrelated.menu(rng), unrelated.scene(rng)
    folder.add(
        "IMG_2044.JPG", encode.jpeg(aged(menu.pages[0], "photo", 17, 900), 60), PageNote(menu.truth)
    )
    broken = encode.jpeg(scene.pages[0], 70)
    folder.add("IMG_2045.JPG", encode.truncated(broken), fault="damaged")
