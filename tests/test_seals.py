"""Seals: seen, not seen, and pages without colour on which none can be seen."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from pipeline.seals import seal_on

RING, BAR = (850, 1350, 1100, 1600), (100, 60, 1140, 90)


def picture(*, paper: str = "white", kind: str = "PNG", **marks: tuple[str, int]) -> bytes:
    """A page of black lines; marks: ring or bar with colour and width of stroke (0 is filled)."""
    page = Image.new("RGB", (1240, 1754), paper)
    pen = ImageDraw.Draw(page)
    for top in range(150, 1300, 50):
        pen.rectangle((100, top, 1100, top + 18), fill="#141414")
    for name, (colour, width) in marks.items():
        if name == "ring":
            pen.ellipse(RING, outline=colour, width=width)
        elif name == "bar":
            pen.rectangle(BAR, fill=colour)
        else:
            pen.line((100, 140, 1140, 140), fill=colour, width=width)
    if kind == "grey":
        page, kind = page.convert("L").convert("RGB"), "JPEG"
    file = io.BytesIO()
    page.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("page", "state"),
    [
        pytest.param(picture(ring=("#dc3c3c", 6)), "seen", id="thin-ring-on-white"),
        pytest.param(picture(ring=("#dc3c3c", 14)), "seen", id="ring"),
        pytest.param(picture(ring=("#dc3c3c", 14), kind="JPEG"), "seen", id="jpeg"),
        pytest.param(picture(ring=("#2840c8", 6)), "unseen", id="blue-ring"),
        pytest.param(picture(bar=("#0050c8", 0)), "unseen", id="coloured-head"),
        pytest.param(picture(rule=("#c80000", 4)), "unseen", id="red-rule"),
        pytest.param(picture(paper="#faf5e6"), "unseen", id="warm-light"),
        pytest.param(picture(), "grey", id="black-on-white"),
        pytest.param(picture(ring=("#dc3c3c", 14), kind="grey"), "grey", id="grey-copy"),
        pytest.param(picture(ring=("#505050", 14)), "grey", id="black-ring"),
    ],
)
def test_seal_on(page: bytes, state: str) -> None:
    assert seal_on(page)[0] == state


def test_coloured_fringes_of_black_letters_are_no_colour() -> None:
    page = Image.open(io.BytesIO(picture()))
    for top in range(150, 1300, 50):
        ImageDraw.Draw(page).line((1101, top, 1101, top + 18), fill="#e07070", width=1)
    file = io.BytesIO()
    page.save(file, "PNG")
    assert seal_on(file.getvalue())[0] == "grey"
