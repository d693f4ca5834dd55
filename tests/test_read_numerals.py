"""Numbers taken apart are put together by their pitch; columns of a table are left apart."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.crops import Quad
from pipeline.read.numerals import (
    Word,
    begun_before,
    broken_numbers,
    closed_up,
    has_its_head,
    headless,
    may_lack_its_head,
    same_figures,
    united,
)


def word(text: str, gap: float | None = None) -> Word:
    """A text at one pitch (shares of its length); a space is `gap` pitches wide."""
    centres, at = [], 0.5
    for letter in text:
        step = gap if letter == " " and gap is not None else 1.0
        centres.append(at + (step - 1) / 2)
        at += step
    total = at - 0.5
    return text, [centre / total for centre in centres], [0.9] * len(text)


def quad(x0: float, width: float, y0: float = 100, height: float = 50) -> Quad:
    x1, y1 = x0 + width, y0 + height
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


@pytest.mark.parametrize(
    ("text", "gap", "plain"),
    [
        pytest.param("¥2 5.20", 0.1, "¥25.20", id="no wider than the pitch"),
        pytest.param("8 5", 0.1, "8 5", id="no pitch to go by"),
        pytest.param("26.12.01 41700.00", 1.0, "26.12.01 41700.00", id="two columns"),
        pytest.param("利息 25.20", 0.1, "利息 25.20", id="not inside a number"),
        pytest.param("25.20 ", 0.1, "25.20 ", id="at the end"),
    ],
)
def test_spaces_inside_numbers_go(text: str, gap: float, plain: str) -> None:
    closed, centres, certainties = closed_up(word(text, gap=gap))
    assert closed == plain
    assert len(closed) == len(centres) == len(certainties)


def row(
    *parts: tuple[str, float], pitch: float = 30, **shape: float
) -> tuple[list[Quad], list[Word]]:
    """Parts with the gap (in pitches) before each, in one row."""
    quads: list[Quad] = []
    words: list[Word] = []
    at = 50.0
    for text, gap in parts:
        at += gap * pitch
        quads.append(quad(at, pitch * len(text), **shape))
        words.append(word(text))
        at += pitch * len(text)
    return quads, words


def test_a_number_in_three_pieces_is_one_chain() -> None:
    quads, words = row(("¥42137.", 0), ("8", 0.1), ("5", 0.1))
    assert broken_numbers(quads, words) == [[0, 1, 2]]
    assert broken_numbers(quads[::-1], words[::-1]) == [[2, 1, 0]]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((("0.00", 0), ("452.45", 0.8)), id="columns"),
        pytest.param((("利息", 0), ("452.45", 0)), id="a label and its amount"),
        pytest.param((("452.45", 0), ("元", 0)), id="an amount and its unit"),
        pytest.param((("8", 0), ("5", 0)), id="no pitch to go by"),
    ],
)
def test_what_is_no_broken_number_stays_apart(parts: tuple[tuple[str, float], ...]) -> None:
    assert broken_numbers(*row(*parts)) == []


def test_other_rows_and_sizes_stay_apart() -> None:
    quads, words = row(("437.", 0), ("85", 0))
    lower = [quads[0], quads[1] + np.array([0, 30], np.float32)]
    assert broken_numbers(lower, words) == []
    small = [quads[0], quad(float(quads[1][0, 0]), 60, height=25)]
    assert broken_numbers(small, words) == []


def test_a_chain_becomes_one_quad() -> None:
    quads, _ = row(("437.", 0), ("85", 0.1))
    whole = united(quads)
    assert whole[0].tolist() == quads[0][0].tolist()
    assert whole[2].tolist() == quads[1][2].tolist()


def test_figures_must_be_the_same() -> None:
    assert same_figures("¥437.85", ["¥437", "85"])
    assert not same_figures("437.8", ["437.", "85"])


@pytest.mark.parametrize(
    ("text", "lost"), [(",187.28", True), (".50", True), ("4,187.28", False), (", 日", False)]
)
def test_an_amount_that_begins_with_a_comma_lost_its_head(text: str, lost: bool) -> None:
    assert headless(word(text)) is lost


@pytest.mark.parametrize(
    ("again", "taken"),
    [("4,187.28", True), ("¥4,187.28", True), ("期,187.28", False), ("4,187.20", False)],
)
def test_a_head_is_believed_if_all_the_rest_is_seen_again(again: str, taken: bool) -> None:
    assert has_its_head(word(again), word(",187.28")) is taken


def test_an_amount_is_looked_at_from_further_left_inside_the_picture() -> None:
    assert begun_before(quad(200, 300), 1000)[:, 0].tolist() == [135.0, 500.0, 500.0, 135.0]
    assert begun_before(quad(20, 300), 1000)[:, 0].tolist() == [0.0, 320.0, 320.0, 0.0]


@pytest.mark.parametrize(
    ("text", "high", "lacks"),
    [("465.55", 90, True), ("465.55", 50, False), ("4,465.55", 90, False), ("465.5", 90, False)],
)
def test_a_large_amount_without_thousands_may_lack_its_head(
    text: str, high: float, lacks: bool
) -> None:
    assert may_lack_its_head(word(text), high, 50) is lacks


@pytest.mark.parametrize(("again", "taken"), [("4,465.55", True), ("1465.55", False)])
def test_a_large_amount_gets_a_head_of_thousands_only(again: str, taken: bool) -> None:
    assert has_its_head(word(again), word("465.55")) is taken
