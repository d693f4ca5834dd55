"""Reflections that hide print and borders that cut it, and pages on which nothing is hidden."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from pipeline.ingest.quality import quality_of
from pipeline.legibility import legibility_faults
from samples import degrade
from schemas.catalogue import load_catalogue
from schemas.reading import Line, Reading
from schemas.source import Page
from tests import files
from tests.sheets import Sheet, line

TEXTS = tuple(f"兹证明张样本系我单位职工月收入{5200 + n}元整" for n in range(12))
SIZE, LEFT, STEP = 36, 60, 70


def sheet(tint: int = 214) -> Image.Image:
    """A page in even light, not white."""
    image = Image.new("RGB", (900, 1000), (tint,) * 3)
    pen = ImageDraw.Draw(image)
    for number, text in enumerate(TEXTS):
        pen.text((LEFT, 60 + STEP * number), text, fill=(40, 40, 44), font=files.font(SIZE))
    return image


def lines(*, gap: tuple[int, int] = (0, 0), rows: range = range(0)) -> tuple[Line, ...]:
    """The lines of `sheet`; in some rows only what stands left and right of a gap was read."""
    found = []
    for number, text in enumerate(TEXTS):
        whole = line(text, LEFT, 66 + STEP * number, SIZE)
        if number not in rows:
            found.append(whole)
            continue
        first = int((gap[0] - LEFT) / SIZE)
        rest = int((gap[1] - LEFT) / SIZE) + 1
        found.append(line(text[:first], LEFT, whole.box.y0, SIZE))
        found.append(line(text[rest:], LEFT + rest * SIZE, whole.box.y0, SIZE))
    return tuple(found)


def lamp(
    image: Image.Image, x: float, y: float, radius: float, strength: float = 600
) -> Image.Image:
    pixels = np.asarray(image).astype(np.float32)
    down, across = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    light = strength * np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * radius**2))
    return Image.fromarray((pixels + light[..., None]).clip(0, 255).astype(np.uint8))


def glare(image: Image.Image, read: tuple[Line, ...]) -> float:
    return quality_of(np.asarray(image), read).glare


def test_a_reflection_that_hides_print() -> None:
    lit = lamp(sheet(), 330, 480, 50)
    assert glare(lit, lines(gap=(250, 415), rows=range(5, 8))) > 0.02


def test_even_light_hides_nothing() -> None:
    assert glare(sheet(), lines()) == 0


@pytest.mark.parametrize("gain", [1.15, 1.3, 1.6])
def test_a_bright_page_with_all_its_ink_hides_nothing(gain: float) -> None:
    bright = Image.fromarray((np.asarray(sheet()) * gain).clip(0, 255).astype(np.uint8))
    assert glare(bright, lines()) == 0


def test_a_bright_corner_with_all_its_ink_hides_nothing() -> None:
    down, across = np.mgrid[0:1000, 0:900] / 1000
    light = (0.85 + 0.6 * across + 0.1 * down)[..., None]
    lit = Image.fromarray((np.asarray(sheet()) * light).clip(0, 255).astype(np.uint8))
    assert glare(lit, lines()) == 0


def test_a_small_reflection_on_bare_paper_hides_nothing() -> None:
    assert glare(lamp(sheet(), 450, 960, 14), lines()) == 0


def test_a_white_scan_hides_nothing() -> None:
    scanned = degrade.scan(sheet(255), 3)
    assert glare(scanned.image, lines()) == 0


def test_the_white_foot_of_a_paper_on_a_darker_table_hides_nothing() -> None:
    table = Image.new("RGB", (1100, 1700), (205,) * 3)
    table.paste(sheet(226), (100, 100))
    table.paste(Image.new("RGB", (900, 500), (255,) * 3), (100, 960))
    moved = tuple(line(text, LEFT + 100, 166 + STEP * n, SIZE) for n, text in enumerate(TEXTS))
    assert glare(table, moved) == 0


def cuts(image: Image.Image, read: tuple[Line, ...]) -> tuple[int, int]:
    found = quality_of(np.asarray(image), read)
    return found.cut_sides, found.cut_ends


def test_lines_that_the_left_border_cuts_off() -> None:
    off = LEFT + SIZE + SIZE * 2 // 3
    cut = tuple(line(text[1:], 0, 66 + STEP * n, SIZE) for n, text in enumerate(TEXTS))
    assert cuts(sheet().crop((off, 0, 900, 1000)), cut)[0] >= 6


def test_lines_that_end_at_the_border_are_whole() -> None:
    close = tuple(line(text, 0, 66 + STEP * n, SIZE) for n, text in enumerate(TEXTS))
    assert cuts(sheet().crop((LEFT - 4, 0, 900, 1000)), close) == (0, 0)


def test_the_frame_of_a_table_at_the_border_cuts_nothing_off() -> None:
    close = tuple(line(text, 1, 66 + STEP * n, SIZE) for n, text in enumerate(TEXTS))
    framed = sheet().crop((LEFT - 5, 0, 900, 1000))
    ImageDraw.Draw(framed).line((0, 0, 0, 1000), fill=(60, 60, 60), width=4)
    assert cuts(framed, close) == (0, 0)


def test_a_line_that_the_lower_border_slices() -> None:
    read = lines()[:5]
    bottom = 66 + STEP * 4 + SIZE // 2
    box = read[4].box.model_copy(update={"y1": bottom - 1})
    sliced = (*read[:4], read[4].model_copy(update={"box": box}))
    assert cuts(sheet().crop((0, 0, 900, bottom)), sliced) == (0, 2)


@pytest.mark.parametrize(
    ("form", "faults"),
    [("photo", ["边上的字被切掉了"]), ("screenshot", []), ("electronic", [])],
)
def test_a_screen_may_end_in_the_middle_of_a_line(form: str, faults: list[str]) -> None:
    assert told(form, sides=0, ends=2) == faults


@pytest.mark.parametrize("form", ["photo", "scan", "screenshot"])
def test_no_page_may_be_cut_at_its_sides(form: str) -> None:
    assert told(form, sides=2, ends=0) == ["边上的字被切掉了"]
    assert told(form, sides=1, ends=0) == []


def told(form: str, sides: int, ends: int) -> list[str]:
    made = Sheet("a.jpg").rows("收入证明", "姓名：张样本", "月收入：5200元", "特此证明")
    quality = made.as_page().quality.model_copy(update={"cut_sides": sides, "cut_ends": ends})
    page: Page = made.as_page().model_copy(update={"form": form, "quality": quality})
    reading: Reading = made.reading()
    return list(legibility_faults(page, reading, load_catalogue().thresholds))


def test_the_white_around_a_dark_screen_hides_nothing() -> None:
    screen = ImageOps.invert(sheet())
    scanned = Image.new("RGB", (1060, 1160), "white")
    scanned.paste(screen, (80, 80))
    moved = tuple(
        line(text, LEFT + 80, 146 + STEP * number, SIZE) for number, text in enumerate(TEXTS)
    )
    assert glare(scanned, moved) == 0


def test_blurred_lines_of_text_are_strips_and_a_picture_is_none() -> None:
    page = np.full((1600, 900, 3), 255, np.uint8)
    for number in range(9):
        top = 120 + 150 * number
        page[top : top + 40, 80 : 700 - 40 * number] = 40
    blurred = cv2.GaussianBlur(page, (0, 0), 12)
    assert quality_of(blurred, ()).strips == 9
    assert quality_of(np.rot90(blurred).copy(), ()).strips == 9
    page[600:1200, 150:750] = 90
    assert quality_of(cv2.GaussianBlur(page, (0, 0), 12), ()).strips == 0


def drawing() -> Image.Image:
    """A few strokes on a grey sheet, as a child draws: most of the page is bare."""
    image = Image.new("RGB", (1600, 1200), (205,) * 3)
    pen = ImageDraw.Draw(image)
    pen.ellipse((650, 330, 950, 630), outline=(190, 60, 40), width=10)
    pen.line((800, 630, 790, 900), fill=(50, 90, 170), width=10)
    return image


def blurs(image: Image.Image) -> bool:
    floor = load_catalogue().thresholds.sharpness_floor
    return quality_of(np.asarray(image), ()).sharpness < floor


def test_a_few_strokes_on_bare_paper_are_as_sharp_as_a_page_full() -> None:
    assert not blurs(drawing())


@pytest.mark.parametrize("radius", [4, 6, 9, 15])
def test_a_page_too_soft_to_be_read_is_blurred(radius: float) -> None:
    assert blurs(degrade.soft(sheet(), radius))
    assert blurs(degrade.soft(degrade.photo(sheet(), 3).image, radius))


def test_a_drawing_out_of_focus_is_blurred() -> None:
    assert blurs(degrade.soft(drawing(), 9))


def test_a_bare_page_is_measured_as_a_whole() -> None:
    assert quality_of(np.full((1200, 900, 3), 205, np.uint8), ()).sharpness == 0
