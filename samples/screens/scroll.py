"""One long screen as two screenshots that overlap, as people take them while scrolling."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

from samples.debts import Debt
from samples.screens.base import Layout, Screen, render
from samples.style import Style
from samples.truth import Mark, Truth


@dataclass(frozen=True)
class Pair:
    """Two windows on one screen; `whole` is what both together state."""

    first: Screen
    second: Screen
    whole: Truth


def _uncut(y: int, marks: tuple[Mark, ...]) -> int:
    """The next line at or below y that cuts through no marked text."""
    while any(mark.box[1] - 6 <= y <= mark.box[3] + 6 for mark in marks):
        y += 4
    return y


def _row_start(y: int, marks: tuple[Mark, ...]) -> int:
    """Just above the last period that begins at or above y; y where none does."""
    heads = [mark.box[1] for mark in marks if mark.field.endswith("].of") and mark.box[1] <= y]
    return max(heads) - 12 if heads else y


def _within(marks: tuple[Mark, ...], top: int, bottom: int, drop: int) -> tuple[Mark, ...]:
    return tuple(
        replace(m, box=(m.box[0], m.box[1] + drop, m.box[2], m.box[3] + drop))
        for m in marks
        if m.box[1] >= top and m.box[3] <= bottom
    )


def window(screen: Screen, top: int, bottom: int, bar: int) -> Screen:
    """Scrolled to `top`: the bar stays, the list moves under it."""
    height = bar + bottom - top
    image = Image.new("RGB", (screen.image.width, height))
    image.paste(screen.image.crop((0, 0, screen.image.width, bar)), (0, 0))
    image.paste(screen.image.crop((0, top, screen.image.width, bottom)), (0, bar))
    marks = _within(screen.truth.marks, top, bottom, bar - top)
    return Screen(image, replace(screen.truth, marks=marks))


def pair(
    layout: Layout,
    seed: int,
    style: Style,
    owing: Debt | None = None,
    *,
    height: int = 2340,
    at_row: bool = False,
) -> Pair:
    """Needs a layout longer than a screen; the second window repeats a third of the first.

    at_row: the second window begins with a whole period, so that it can be read alone
    """
    plain = replace(style, banner="", sheet=False, watermark="")
    screen = render(layout, seed, plain, owing)
    bar = round(210 * style.unit)
    end = _uncut(min(round(height * style.unit), screen.image.height), screen.truth.marks)
    again = _uncut(max(bar, end - round(800 * style.unit)), screen.truth.marks)
    again = _row_start(again, screen.truth.marks) if at_row else again
    first = Screen(
        screen.image.crop((0, 0, screen.image.width, end)),
        replace(screen.truth, marks=_within(screen.truth.marks, 0, end, 0)),
    )
    last = max(screen.image.height, end)
    return Pair(first, window(screen, again, last, bar), screen.truth)
