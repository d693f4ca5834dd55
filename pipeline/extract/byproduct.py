"""One screen that lists what is owed of several products, each under its name, below their sum.

待还总额 7,417.27 | 拿去花 1,120.00 | 借去花 6,297.27, 剩余本金 …: each is a debt of its own. They
are taken apart only where the amounts under the names make the sum above them to the cent, or each
is the sum of its own parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.folding import squeezed
from pipeline.extract.layout import tokens_of
from pipeline.extract.lenders import GENERIC, named_in
from pipeline.extract.token import Token
from schemas.catalogue import Catalogue, Lender
from schemas.reading import Reading

MOST_PARTS = 6
"""Parts of one product whose sum is looked for at most."""
AROUND = 12
"""So many characters may stand in a line beside the name of a product that heads a part."""


@dataclass(frozen=True)
class ProductPart:
    """The lines of one product, all others empty, and the amount that stands under its name."""

    product: Lender
    reading: Reading
    owed: Token


def parts_by_product(reading: Reading, catalogue: Catalogue) -> tuple[ProductPart, ...]:
    """The products that a screen lists; () where it is not shown to list several."""
    heads = list(_heads(reading, catalogue))
    if len({product for product, _ in heads}) < 2:
        return ()
    tops = [reading.lines[number].box.y0 for _, number in heads]
    money = [token for token in tokens_of(reading) if token.kind == "money" and token.atom.exact]
    bottom = max(line.box.y1 for line in reading.lines) + 1
    firsts = [_first_within(money, top, end) for top, end in pairwise([*tops, bottom])]
    owed = [token for token in firsts if token is not None]
    if len(owed) < len(heads):
        return ()
    inside = [
        [t for t in money if top <= t.line.box.y0 < end] for top, end in pairwise([*tops, bottom])
    ]
    if not _summed(money, owed, tops[0]) and not all(map(_adds_up, owed, inside)):
        return ()
    return tuple(
        ProductPart(catalogue.lenders[product], _within(reading, top, end), token)
        for (product, _), (top, end), token in zip(
            heads, pairwise([*tops, bottom]), owed, strict=True
        )
    )


def _heads(reading: Reading, catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    """(product, number of the line) of each line that begins with a product's name, top to bottom;
    names that stand side by side are tabs and head nothing."""
    found = []
    for number, line in enumerate(reading.lines):
        text = squeezed(line.text)
        entry = named_in(text, catalogue)
        names = [squeezed(name) for name in (entry.product, *entry.names)]
        fits = [name for name in names if text.startswith(name)]
        if entry.id != GENERIC and fits and len(text) <= len(max(fits, key=len)) + AROUND:
            found.append((entry.id, number))
    found.sort(key=lambda item: reading.lines[item[1]].box.y0)
    seen: set[str] = set()
    for product, number in found:
        box = reading.lines[number].box
        level = any(
            other != number and abs(reading.lines[other].box.y0 - box.y0) < box.height
            for _, other in found
        )
        if product not in seen and not level:
            seen.add(product)
            yield product, number


def _first_within(money: Sequence[Token], top: float, end: float) -> Token | None:
    inside = [token for token in money if top <= token.line.box.y0 < end]
    return min(inside, key=lambda token: (token.row, token.x0), default=None)


def _summed(money: Sequence[Token], owed: Sequence[Token], top: float) -> bool:
    whole = sum((token.atom.value or Decimal(0) for token in owed), Decimal(0))
    return any(token.atom.value == whole for token in money if token.line.box.y0 < top)


def _adds_up(owed: Token, money: Sequence[Token]) -> bool:
    """Whether the amount under a name is the sum of some that follow it at once."""
    others = [token.atom.value or Decimal(0) for token in money if token is not owed][:MOST_PARTS]
    made = Decimal(0)
    for count, value in enumerate(others, 1):
        made += value
        if count > 1 and made == owed.atom.value:
            return True
    return False


def _within(reading: Reading, top: float, end: float) -> Reading:
    lines = enumerate(reading.lines)
    return reading.part({number for number, line in lines if top <= line.box.y0 < end})
