"""Random cases: somebody's folder, tidy or not, complete or not, with truth about both."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from PIL import Image

from samples import degrade, encode
from samples.debts import Terms, card_debt
from samples.folder import Folder, PageNote
from samples.papers import PAPERS, finance, work
from samples.papers.base import Paper
from samples.persons import Person, person
from samples.randomness import DAY, day_before
from samples.screens import LAYOUTS, make_debt, render
from samples.screens.card_pdf import VARIANTS, card_statement
from samples.single import encoded, spoiled
from samples.style import random_style
from samples.truth import Truth

PROOFS = {
    "illness": ("diagnosis", "discharge_summary"),
    "accident": ("diagnosis", "discharge_summary"),
    "unemployment": ("termination_certificate", "unemployment_registration"),
    "disaster": ("disaster_certificate",),
    "family_change": ("death_certificate", "divorce_document"),
}
HELPFUL = ("lease", "social_insurance", "credit_report", "repayment_record", "chat_record")
STRAYS = ("menu", "article", "scene", "rate_table", "invoice", "resignation_request", "lab_report")
BILLS = {
    "huabei": ("huabei_month", "huabei_instalment", "huabei_overdue", "shuffled"),
    "jiebei": ("jiebei_detail", "jiebei_plan", "collapsed", "shuffled"),
    "weilidai": ("weilidai", "table_down", "shuffled"),
    "jd_baitiao": ("jd_baitiao", "table_down", "shuffled"),
    "jd_jintiao": ("jd_jintiao", "sentences", "shuffled"),
    "meituan": ("consumer_loan", "table_across", "shuffled"),
    "credit_card": ("card_app", "card_pdf", "traditional_statement"),
}
TOML = """\
[hardship]
reason = "{reason}"
since = {since}

[finances]
income = {income}

[request]
channel = "alipay_app"
relief = ["waive_penalty", "waive_interest"]
months = 24
first_due = 2026-12-20

[signing]
date = {today}
"""


@dataclass
class Making:
    """One case on its way: what names the files get, and how the pictures are spoiled."""

    folder: Folder
    rng: random.Random
    who: Person
    tier: str
    tidy: bool
    count: int = 0

    def name(self, words: str, suffix: str) -> str:
        self.count += 1
        if self.tidy:
            return f"{self.count:02d}{words}.{suffix}"
        stem = self.rng.choice(
            ("IMG_{0}", "微信图片_202611{0}", "mmexport1763{0}", "Screenshot_2026{0}")
        )
        return f"{stem.format(2000 + self.count * 7)}.{suffix}"

    def drawn_tier(self) -> str:
        return (
            self.rng.choice(("clean", "chat", "photo", "scan", "resent"))
            if self.tier == "mixed"
            else self.tier
        )

    def add(self, words: str, paper: Paper, statement: str = "", screen: bool = False) -> None:
        """All pages of a paper, each a file."""
        for index, image in enumerate(paper.pages):
            tier = "clean" if screen and self.tier == "mixed" else self.drawn_tier()
            spoilt, truth = spoiled(image, paper.truth_at(index), tier, self.rng.randrange(10**6))
            turn = (
                self.rng.choice((0, 0, 0, 90, 180, 270)) if not self.tidy and tier == "photo" else 0
            )
            kind = "png" if screen and tier == "clean" else "jpg"
            legible = screen or self.rng.random() > 0.06
            if not legible:
                spoilt = degrade.soft(spoilt, spoilt.width / 110)
            data = encoded(spoilt, kind, turn, noted=self.rng.random() < 0.5)
            note = PageNote(truth, turned=turn, statement=statement, legible=legible)
            self.folder.add(self.name(words, kind), data, note)


def random_case(seed: int, tier: str = "mixed") -> Folder:
    """The same for the same seed and tier."""
    rng = random.Random(f"case/{seed}")
    who = person(rng)
    making = Making(Folder(f"case-{seed:04d}"), rng, who, tier, tidy=rng.random() < 0.4)
    reason = rng.choice(list(PROOFS))
    since = DAY - timedelta(days=rng.randrange(100, 170))
    missing: list[str] = []
    for kind in ("id_card_front", "id_card_back"):
        _maybe(making, missing, kind, kind, 0.92)
    _proof(making, missing, reason, since)
    _income(making, missing, since if reason == "unemployment" else DAY)
    _bills(making, since)
    for kind in rng.sample(HELPFUL, rng.randrange(3)):
        making.add(kind, PAPERS[kind](who, rng, day_before(rng, DAY, 20)))
    for kind in rng.sample(STRAYS, rng.randrange(3)):
        making.add("其他", PAPERS[kind](who, rng, day_before(rng, DAY, 90)))
    if rng.random() < 0.25:
        _copy(making)
    toml = TOML.format(reason=reason, since=since, income="5200.00", today=DAY)
    making.folder.case_toml(toml)
    making.folder.expect = {
        "today": DAY.isoformat(), "reason": reason, "missing": missing, "findings": [],
        "applicant": {"name": who.name, "id_number": who.id_number},
    }  # fmt: skip
    return making.folder


def _maybe(making: Making, missing: list[str], kind: str, words: str, chance: float) -> None:
    if making.rng.random() > chance:
        missing.append(kind)
        return
    making.add(words, PAPERS[kind](making.who, making.rng, day_before(making.rng, DAY, 25)))


def _proof(making: Making, missing: list[str], reason: str, since: date) -> None:
    """What proves the reason, in four cases of five."""
    kinds: Sequence[str] = PROOFS[reason]
    if making.rng.random() < 0.2:
        missing.append(kinds[0])
        return
    kind = making.rng.choice(kinds)
    making.add("证明", PAPERS[kind](making.who, making.rng, since + timedelta(days=3)))


def _income(making: Making, missing: list[str], paid_until: date) -> None:
    """A paper about income, and an account on which wages stop on the day they stopped."""
    pay = Decimal(making.rng.randrange(3000, 9000))
    issued = day_before(making.rng, DAY, 20)
    if paid_until < DAY:
        told = PAPERS["hardship_statement"](making.who, making.rng, issued)
        making.add("情况说明", told)
    elif making.rng.random() < 0.85:
        making.add("收入证明", work.income_certificate(making.who, making.rng, issued, pay))
    else:
        missing.append("income_certificate")
    if making.rng.random() < 0.15:
        missing.append("bank_statement")
        return
    until = issued - timedelta(days=1)
    gone = (until - paid_until).days // 30 + 1 if paid_until < until else 0
    wages = (pay,) * (6 - gone) + (Decimal(0),) * gone
    book = finance.account(making.rng, until, 6, wages)
    data, truth = finance.bank_statement_pdf(making.who, book, issued)
    making.folder.add(making.name("流水", "pdf"), data, *_pages(data, truth))


def _pages(data: bytes, truth: Truth) -> list[PageNote]:
    from samples.cases import pdf_pages

    return [PageNote(truth)] * pdf_pages(data)


def _bills(making: Making, since: date) -> None:
    """One to four products, each once; the first overdue day comes after the hardship began."""
    rng = making.rng
    for product in rng.sample(list(BILLS), rng.randrange(1, 5)):
        layout = rng.choice(BILLS[product])
        if layout == "card_pdf":
            _card_pdf(making)
            continue
        chosen = LAYOUTS[layout]
        terms = Terms(day_before(rng, DAY, 6), late=rng.randrange(1, 3), count=6, paid=3)
        owing = make_debt(chosen, rng, terms, product)
        style = random_style(rng, chosen.accent)
        screen = render(chosen, rng.randrange(10**6), style, owing)
        making.folder.debt(product, screen.truth)
        making.add("账单", Paper((screen.image,), screen.truth), statement=product, screen=True)


def _copy(making: Making) -> None:
    """One of the pictures once more, smaller and saved again."""
    pictures = [path for path in making.folder.files if path.endswith(".jpg")]
    path = making.rng.choice(pictures)
    (note,), _ = making.folder.notes[path]
    image = Image.open(io.BytesIO(making.folder.files[path]))
    stored = image.convert("RGB").resize((image.width * 4 // 5, image.height * 4 // 5))
    exif = image.getexif().get(0x0112, 1) != 1
    data = encode.jpeg(stored, 66, note.turned if exif else 0)
    making.folder.add(making.name("副本", "jpg"), data, replace(note, duplicate_of=(path, 1)))


def _card_pdf(making: Making) -> None:
    rng = making.rng
    owing = card_debt(rng, Terms(day_before(rng, DAY, 15)))
    data, truth = card_statement(making.who, owing, rng, rng.choice(VARIANTS))
    making.folder.debt("credit_card", truth)
    making.folder.add(making.name("信用卡", "pdf"), data, PageNote(truth, statement="credit_card"))
