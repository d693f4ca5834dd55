"""What a layout is, and how one is drawn."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from PIL import Image

from samples.blocks import Item, money
from samples.canvas import Canvas
from samples.chrome import finish, over
from samples.debts import COMPONENTS, ZERO, Debt, Instalment, Terms, card_debt, debt
from samples.style import BLUE, Color, Style, random_style
from samples.truth import Truth

Painter = Callable[[Canvas, Debt, random.Random], None]

STATUS_WORDS = {
    "paid": ("已还清", "已结清", "已还"),
    "overdue": ("已逾期", "逾期"),
    "due": ("待还款", "本期待还", "还款中"),
    "upcoming": ("未到期", "待还", "未出账单"),
}


@dataclass(frozen=True)
class Layout:
    """A screen of our own design; `terms`: what the debt must be; owes: whether it is one."""

    name: str
    products: tuple[str, ...]
    paint: Painter
    accent: Color = BLUE
    material: str = "bill"
    terms: Terms = Terms()
    least: float = 2340
    owes: bool = True


@dataclass(frozen=True)
class Screen:
    image: Image.Image
    truth: Truth


def pick(rng: random.Random, *words: str) -> str:
    return rng.choice(words)


def percent(rate: Decimal, places: int = 3) -> str:
    """0.0004 → 0.04%."""
    text = f"{rate * 100:.{places}f}".rstrip("0").rstrip(".")
    return f"{text}%"


def rate_item(label: str, owing: Debt) -> Item:
    return Item(label, percent(owing.daily_rate), "daily_rate", f"{owing.daily_rate:f}")


def parts(
    canvas: Canvas, labels: dict[str, str], value: Callable[[str], Decimal], prefix: str,
    *, zeros: bool = False,
) -> list[Item]:  # fmt: skip
    """Component rows; those that are nothing are left out unless the lender always shows them."""
    return [
        money(canvas, label, value(name), f"{prefix}.{name}")
        for name, label in labels.items()
        if zeros or value(name) != ZERO or name == "principal"
    ]


def sum_of(value: Callable[[str], Decimal]) -> Decimal:
    return sum((value(name) for name in COMPONENTS), ZERO)


def mark_status(canvas: Canvas, period: Instalment, box: tuple[int, int, int, int]) -> None:
    """What a row says beside its amounts: which period of how many, due when, in what state."""
    prefix = f"periods[{period.index}]"
    canvas.mark(f"{prefix}.of", str(period.of), str(period.of), box)
    canvas.mark(f"{prefix}.due", period.due.isoformat(), period.due.isoformat(), box)
    canvas.mark(f"{prefix}.status", period.status, period.status, box)


def make_debt(
    layout: Layout, rng: random.Random, terms: Terms | None = None, product: str = ""
) -> Debt:
    """A debt that the layout can show; product "": any of the layout's."""
    product = product or rng.choice(layout.products)
    wanted = terms or layout.terms
    if product == "credit_card":
        return card_debt(rng, wanted)
    return debt(rng, product, wanted)


def render(
    layout: Layout, seed: int, style: Style | None = None, owing: Debt | None = None
) -> Screen:
    """One screen; the same for the same arguments."""
    rng = random.Random(f"{layout.name}/{seed}")
    owing = owing or make_debt(layout, rng)
    style = style or random_style(rng, layout.accent)
    if style.sheet:
        return _as_sheet(layout, owing, rng, style)
    canvas = Canvas(style)
    layout.paint(canvas, owing, rng)
    picture = finish(canvas, layout.least)
    return Screen(picture, truth_of(layout, owing, canvas))


def _as_sheet(layout: Layout, owing: Debt, rng: random.Random, style: Style) -> Screen:
    """The screen as a half-height sheet; dimmed behind it, a home page with no amounts."""
    plain = replace(style, sheet=False, banner="")
    canvas = Canvas(plain, ground=style.palette.card)
    layout.paint(canvas, owing, rng)
    back = Canvas(plain)
    for line in ("首页", "财富", "生活", "消息", "我的", "更多服务", "全部应用"):
        back.y += 180
        back.text(72, back.y, line, 48)
    page = finish(back)
    cut = canvas.px(84)
    sheet = finish(canvas, canvas.y + 60)
    sheet = sheet.crop((0, cut, sheet.width, sheet.height))
    whole, marks = over(page, sheet, canvas.marks)
    shifted = [replace(m, box=(m.box[0], m.box[1] - cut, m.box[2], m.box[3] - cut)) for m in marks]
    return Screen(whole, replace(truth_of(layout, owing, canvas), marks=tuple(shifted)))


def truth_of(layout: Layout, owing: Debt, canvas: Canvas) -> Truth:
    return Truth(
        material=layout.material,
        product_id=owing.product.id,
        product=owing.product.name,
        lender=owing.lender,
        layout=layout.name,
        marks=tuple(canvas.marks),
        decoys=tuple(canvas.decoys),
    )
