"""The specimens themselves: they repeat, they add up, and their truth fits the picture."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from samples.cases import illness, unemployment
from samples.debts import COMPONENTS, ZERO, Debt, Terms, card_debt, debt, penalty
from samples.degrade import TIERS
from samples.folder import Folder
from samples.messy import messy
from samples.papers import PAPERS
from samples.persons import CHECKS, WEIGHTS, one_digit_off, person
from samples.products import PRODUCTS
from samples.randomness import DAY
from samples.screens import LAYOUTS, Screen, render
from samples.screens.card_pdf import VARIANTS, card_statement
from samples.single import bill, spoiled
from schemas.casefile import CaseFile

CASES = Path(__file__).parents[1] / "samples" / "cases"
NAMES = ("illness", "unemployment", "messy")
SEEDS = range(40)
LOANS = [product for product in PRODUCTS if product != "credit_card"]


def truth_of(name: str) -> dict[str, object]:
    held = json.loads((CASES / f"{name}.truth.json").read_text(encoding="utf-8"))
    assert isinstance(held, dict)
    return held


@pytest.mark.parametrize("seed", SEEDS)
def test_id_numbers_hold_and_a_wrong_digit_breaks_them(seed: int) -> None:
    number = person(random.Random(seed)).id_number
    for candidate, holds in ((number, True), (one_digit_off(number), False)):
        total = sum(int(d) * w for d, w in zip(candidate[:17], WEIGHTS, strict=True))
        assert (CHECKS[total % 11] == candidate[17]) is holds


@pytest.mark.parametrize("product", LOANS)
def test_debts_add_up(product: str) -> None:
    for seed in SEEDS:
        owing = debt(random.Random(seed), product)
        assert sum((p.principal for p in owing.periods), ZERO) == owing.amount
        assert sum((owing.owed(name) for name in COMPONENTS), ZERO) == sum(
            (p.total for p in owing.unpaid), ZERO
        )
        assert_late_periods_grew(owing)


def assert_late_periods_grew(owing: Debt) -> None:
    for period in owing.periods:
        grown = period.penalty + period.late_fees
        if period.status == "overdue":
            assert period.due < owing.as_of
            assert grown == penalty(owing.shape, period, owing.daily_rate, owing.as_of)
        else:
            assert grown == ZERO
        assert (period.status in ("due", "upcoming")) <= (period.due > owing.as_of)


def assert_fits(screen: Screen, layout: str) -> None:
    width, height = screen.image.size
    for mark in screen.truth.marks:
        x0, y0, x1, y1 = mark.box
        assert 0 <= x0 < x1 <= width, (layout, mark)
        assert 0 <= y0 < y1 <= height, (layout, mark)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_renders_and_its_boxes_lie_within(name: str) -> None:
    layout = LAYOUTS[name]
    for seed in (1, 2):
        screen = render(layout, seed)
        assert_fits(screen, name)
        if layout.owes:
            outstanding = screen.truth.outstanding()
            assert any(value is not None for value in outstanding.values()), (name, seed)


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_a_page_states_adds_up(name: str) -> None:
    """本+利+罚+费 = 总额 wherever the page states the total and its parts."""
    for seed in (4, 5):
        owed = render(LAYOUTS[name], seed).truth.outstanding()
        parts = [Decimal(owed[part] or 0) for part in COMPONENTS]
        if owed["principal"] and owed["total"]:
            assert sum(parts, ZERO) == Decimal(owed["total"]), (name, seed)


@pytest.mark.parametrize("name", ["trial", "offer", "collection_sms"])
def test_projections_offers_and_messages_state_nothing_owed(name: str) -> None:
    for seed in (1, 2):
        assert set(render(LAYOUTS[name], seed).truth.outstanding().values()) == {None}


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_is_drawn(kind: str) -> None:
    rng = random.Random(kind)
    made = PAPERS[kind](person(rng), rng, DAY)
    assert made.pages
    assert all(page.width > 400 for page in made.pages)


@pytest.mark.parametrize("tier", TIERS)
def test_tiers_repeat_and_take_the_boxes_along(tier: str) -> None:
    screen = render(LAYOUTS["beiyongjin"], 2)
    image, truth = spoiled(screen.image, screen.truth, tier, 5)
    again, _ = spoiled(screen.image, screen.truth, tier, 5)
    assert image.tobytes() == again.tobytes()
    assert_fits(Screen(image, truth), tier)


@pytest.mark.parametrize("variant", VARIANTS)
def test_card_statements_state_the_total_in_their_text(variant: str) -> None:
    import io

    from pypdf import PdfReader

    rng = random.Random(variant)
    owing = card_debt(rng, Terms(late=1))
    data, truth = card_statement(person(rng), owing, rng, variant)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert f"{owing.current.total:,.2f}" in text
    assert truth.outstanding()["total"] == f"{owing.current.total:.2f}"


def test_bills_repeat() -> None:
    first, second = (bill(11, tier="mixed") for _ in range(2))
    assert first.data == second.data
    assert first.pages == second.pages


def test_a_case_is_made_byte_for_byte_the_same_twice() -> None:
    first, second = unemployment(), unemployment()
    assert first.files == second.files
    assert first.truth() == second.truth()


@pytest.mark.parametrize("name", NAMES)
def test_committed_files_are_those_of_the_truth(name: str) -> None:
    files = truth_of(name)["files"]
    assert isinstance(files, list)
    listed = {entry["path"] for entry in files}
    found = {path.name for path in (CASES / name).iterdir()} - {"case.toml", "reliefpack-out"}
    assert found == listed


@pytest.mark.parametrize("name", NAMES)
def test_committed_case_files_are_valid(name: str) -> None:
    with (CASES / name / "case.toml").open("rb") as held:
        typed = CaseFile.model_validate(tomllib.load(held))
    assert typed.signing.date == DAY
    assert typed.hardship.reason in ("illness", "unemployment")


def test_committed_cases_are_small() -> None:
    sizes = [path.stat().st_size for path in CASES.rglob("*") if path.is_file()]
    assert max(sizes) < 2_000_000
    assert sum(sizes) < 6_000_000


@pytest.mark.slow
@pytest.mark.parametrize("make", [illness, unemployment, messy], ids=NAMES)
def test_committed_truth_is_what_the_generator_says(make: Callable[[], Folder]) -> None:
    folder = make()
    assert json.loads(json.dumps(folder.truth())) == truth_of(folder.name)
