"""How a screen looks, apart from what it says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

Color = tuple[int, int, int]

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(frozen=True)
class MoneyStyle:
    """How one screen writes money.

    zero: what stands where a component is nothing: "0.00", a dash, or "omit" (the row is left out)
    short: drop zeros at the end (24, 2344.9), as some lenders do
    split: the currency sign stands apart from the digits, smaller
    """

    prefix: str = "¥"
    suffix: str = ""
    group: bool = True
    full_width: bool = False
    short: bool = False
    split: bool = False
    zero: str = "0.00"

    def spell(self, amount: Decimal) -> str:
        if amount == 0 and self.zero not in ("0.00", "omit"):
            return self.zero
        digits = f"{abs(amount):,.2f}" if self.group else f"{abs(amount):.2f}"
        if self.short:
            digits = digits.rstrip("0").rstrip(".")
        if self.full_width:
            digits = digits.translate(FULL_WIDTH)
        sign = "-" if amount < 0 else ""
        return f"{sign}{self.prefix}{digits}{self.suffix}"


MONEY_STYLES = (
    MoneyStyle(),
    MoneyStyle(prefix="￥"),
    MoneyStyle(prefix="", suffix="元", group=False),
    MoneyStyle(prefix="", suffix="元"),
    MoneyStyle(prefix="", suffix=""),
    MoneyStyle(prefix="", suffix="", group=False, zero="--"),
    MoneyStyle(prefix="", suffix="/RMB"),
    MoneyStyle(prefix="CNY", group=False),
    MoneyStyle(prefix="CNY "),
    MoneyStyle(prefix="￥", group=False, full_width=True),
    MoneyStyle(short=True, group=False, zero="-"),
    MoneyStyle(split=True),
    MoneyStyle(split=True, group=False),
    MoneyStyle(zero="omit"),
    MoneyStyle(prefix="￥", zero="--"),
)


@dataclass(frozen=True)
class Palette:
    page: Color
    card: Color
    ink: Color
    soft: Color
    line: Color
    accent: Color
    warn: Color


def light(accent: Color) -> Palette:
    return Palette(
        (245, 245, 247), (255, 255, 255), (28, 28, 30), (138, 138, 146), (229, 229, 234),
        accent, (230, 62, 48),
    )  # fmt: skip


def dark(accent: Color) -> Palette:
    return Palette(
        (12, 12, 14), (32, 32, 36), (236, 236, 240), (142, 142, 150), (58, 58, 64),
        accent, (255, 96, 80),
    )  # fmt: skip


BLUE, RED, ORANGE, GREEN, TEAL = (
    (22, 119, 255), (226, 35, 26), (255, 128, 0), (7, 166, 92), (0, 140, 158),
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """All of a screen that is not its content; `width` in pixels, `zoom` for large type."""

    width: int = 1080
    zoom: float = 1.0
    palette: Palette = field(default_factory=lambda: light(BLUE))
    money: MoneyStyle = MoneyStyle()
    traditional: bool = False
    clock: str = "21:04"
    battery: int = 63
    banner: str = ""
    advert: str = ""
    watermark: str = ""
    sheet: bool = False

    @property
    def unit(self) -> float:
        """Pixels for one design pixel; designs are drawn for 1080."""
        return self.width / 1080


PLAIN = Style()

BANNERS = (
    "短信 · 10690000 【样本快递】取件码 8-2-5017，尾号0000",
    "天气 · 今天多云转晴 12~19℃，适合出行",
    "群聊 · 样本家长群：明天交材料费 35.00 元",
)
ADVERTS = (
    "新人专享免息券，最高省¥88.00",
    "升级会员每月立减12.80元，点击查看",
    "借款利率限时7.2折，最高可借200,000元",
)
WIDTHS = (720, 750, 828, 1080, 1080, 1080, 1170, 1290)


def random_style(rng: random.Random, accent: Color = BLUE) -> Style:
    """A screen as a stranger's phone might show it."""
    return Style(
        width=rng.choice(WIDTHS),
        zoom=rng.choice((1.0, 1.0, 1.0, 0.92, 1.15, 1.3)),
        palette=(dark if rng.random() < 0.22 else light)(accent),
        money=rng.choice(MONEY_STYLES),
        traditional=rng.random() < 0.08,
        clock=f"{rng.randrange(24):02d}:{rng.randrange(60):02d}",
        battery=rng.randrange(4, 101),
        banner=rng.choice(BANNERS) if rng.random() < 0.12 else "",
        advert=rng.choice(ADVERTS) if rng.random() < 0.3 else "",
        watermark="样本 尾号0000" if rng.random() < 0.15 else "",
        sheet=rng.random() < 0.1,
    )
