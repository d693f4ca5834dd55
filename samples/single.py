"""Single bills and papers as files, a .truth.json beside each: what a reader is measured on."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from samples import degrade, encode
from samples.aside import ASIDE
from samples.debts import Terms, card_debt
from samples.papers import PAPERS
from samples.persons import person
from samples.randomness import DAY, day_before
from samples.screens import LAYOUTS, Layout, Screen, make_debt, render
from samples.screens.card_pdf import VARIANTS, card_statement
from samples.screens.scroll import pair
from samples.style import random_style
from samples.truth import Mark, Truth

CARD_PDF, SCROLLED = "card_pdf", "scrolled"
LONG = ("long_plan", "jd_baitiao", "jiebei_plan", "huabei_instalment")
TURNS = (0, 0, 0, 0, 0, 90, 180, 270)


@dataclass(frozen=True)
class Specimen:
    """One file and what is on each of its pages; `how` says what was done to it."""

    name: str
    data: bytes
    pages: tuple[Truth, ...]
    how: dict[str, Any]

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.name
        path.write_bytes(self.data)
        truth = {"file": self.name, **self.how, "pages": [page.as_dict() for page in self.pages]}
        text = json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
        path.with_name(path.name + ".truth.json").write_text(text, encoding="utf-8")
        return path


def spoiled(image: Image.Image, truth: Truth, tier: str, seed: int) -> tuple[Image.Image, Truth]:
    """The picture in a tier, its boxes moved along."""
    made = degrade.TIERS[tier](image, seed)
    marks = tuple(replace(mark, box=made.box(mark.box)) for mark in truth.marks)
    return made.image, replace(truth, marks=marks)


def encoded(image: Image.Image, kind: str, turn: int, noted: bool) -> bytes:
    """As a file of a kind; `noted` (JPEG alone): the turn is in EXIF, as cameras do."""
    lying = degrade.turned(image, turn)
    writers = {
        "png": lambda: encode.png(lying),
        "jpg": lambda: encode.jpeg(lying, 82, turn if noted else 0),
        "webp": lambda: encode.webp(lying),
        "heic": lambda: encode.heic(lying),
        "bmp": lambda: encode.bmp(lying),
        "gif": lambda: encode.gif(lying),
        "tif": lambda: encode.tiff([lying]),
        "pdf": lambda: encode.scanned_pdf([lying], 70),
    }
    return writers[kind]()


def _dress(rng: random.Random, tier: str) -> tuple[str, str, int]:
    """Tier, kind of file and turn; "mixed" draws them all."""
    if tier == "clean":
        return tier, "png", 0
    if tier != "mixed":
        return tier, "jpg", 0
    tier = rng.choice(("clean", "clean", "chat", "photo", "scan", "resent"))
    kind = rng.choice(("jpg", "jpg", "png", "webp", "heic", "bmp", "gif", "tif", "pdf"))
    return tier, kind, rng.choice(TURNS) if tier in ("photo", "scan", "resent") else 0


def specimen(
    name: str, image: Image.Image, truth: Truth, seed: int, tier: str, layout: str
) -> Specimen:
    """Boxes are those of the upright page, as the reader gives them, before it straightens any."""
    rng = random.Random(f"dress/{seed}")
    tier, kind, turn = _dress(rng, tier)
    spoilt, moved = spoiled(image, truth, tier, seed)
    noted = rng.random() < 0.5 and kind == "jpg"
    how = {"layout": layout, "seed": seed, "tier": tier, "turned": turn, "exif": noted and turn > 0}
    return Specimen(f"{name}.{kind}", encoded(spoilt, kind, turn, noted), (moved,), how)


def bill(seed: int, layout: str = "", tier: str = "clean") -> Specimen:
    """One bill; layout "": drawn by lot, half of the time a shuffled one, never one kept aside."""
    rng = random.Random(f"bill/{seed}")
    names = [*LAYOUTS, *["shuffled"] * (len(LAYOUTS) // 2), CARD_PDF, SCROLLED]
    layout = layout or rng.choice(names)
    name = f"{seed:05d}-{layout}"
    if layout == CARD_PDF:
        who = person(rng)
        variant = rng.choice(VARIANTS)
        data, truth = card_statement(who, card_debt(rng), rng, variant)
        how = {"layout": layout, "seed": seed, "tier": "text", "variant": variant}
        return Specimen(f"{name}.pdf", data, (_boxless(truth),), how)
    screen = _scrolled(rng, seed) if layout == SCROLLED else render(_named(layout), seed)
    return specimen(name, screen.image, screen.truth, seed, tier, layout)


def _named(name: str) -> Layout:
    return LAYOUTS[name] if name in LAYOUTS else ASIDE[name]


def _scrolled(rng: random.Random, seed: int) -> Screen:
    """The second screenshot of two: a list whose head is out of sight."""
    chosen = LAYOUTS[rng.choice(LONG)]
    owing = make_debt(chosen, rng, Terms(count=24, paid=rng.randrange(16)))
    return pair(chosen, seed, random_style(rng, chosen.accent), owing, at_row=True).second


def paper(seed: int, kind: str = "", tier: str = "clean") -> Specimen:
    """One paper (its first page), of a kind or drawn by lot."""
    rng = random.Random(f"paper/{seed}")
    kind = kind or rng.choice(list(PAPERS))
    made = PAPERS[kind](person(rng), rng, day_before(rng, DAY, 150))
    return specimen(f"{seed:05d}-{kind}", made.pages[0], made.truth, seed, tier, kind)


def _boxless(truth: Truth) -> Truth:
    marks = tuple(Mark(mark.field, mark.value, mark.text, (0, 0, 0, 0)) for mark in truth.marks)
    return replace(truth, marks=marks)
