"""The screens kept aside: they fit, they add up, and nobody meets them by lot."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samples.__main__ import _parser
from samples.aside import ASIDE
from samples.aside.drawing import cut_up
from samples.aside.papers import capitals
from samples.debts import COMPONENTS, ZERO
from samples.screens import LAYOUTS, Screen, render
from samples.single import CARD_PDF, SCROLLED, bill
from samples.style import MONEY_STYLES, PLAIN, Style, dark

ALL = (*COMPONENTS, "total")
OWED = [name for name, layout in ASIDE.items() if layout.owes]
OWING_NOTHING = [name for name, layout in ASIDE.items() if not layout.owes]
STYLES = (
    PLAIN,
    Style(width=720, zoom=1.3, money=MONEY_STYLES[6], advert="新人专享免息券，最高省¥88.00"),
    Style(width=1290, zoom=1.3, palette=dark((7, 166, 92)), money=MONEY_STYLES[9]),
    Style(width=828, zoom=0.92, money=MONEY_STYLES[8], traditional=True, sheet=True),
    Style(width=1170, money=MONEY_STYLES[13], banner="天气 · 今天多云转晴", watermark="样本"),
)


def assert_fits(screen: Screen, layout: str) -> None:
    width, height = screen.image.size
    for mark in screen.truth.marks:
        x0, y0, x1, y1 = mark.box
        assert 0 <= x0 < x1 <= width, (layout, mark)
        assert 0 <= y0 < y1 <= height, (layout, mark)


def assert_amounts_stand_apart(screen: Screen, layout: str) -> None:
    """No stated amount is printed over another one."""
    amounts = [m for m in screen.truth.marks if m.field.rpartition(".")[2] in ALL]
    for number, one in enumerate(amounts):
        for other in amounts[number + 1 :]:
            apart = (
                one.box[2] <= other.box[0] or other.box[2] <= one.box[0]
                or one.box[3] <= other.box[1] or other.box[3] <= one.box[1]
            )  # fmt: skip
            assert apart, (layout, one, other)


@pytest.mark.parametrize("name", ASIDE)
def test_every_layout_renders_and_its_boxes_lie_within(name: str) -> None:
    for seed in (1, 2):
        screen = render(ASIDE[name], seed)
        assert_fits(screen, name)
        assert screen.truth.layout == name


@pytest.mark.parametrize("style", STYLES, ids=["plain", "large", "dark", "sheet", "covered"])
@pytest.mark.parametrize("name", OWED)
def test_every_style_leaves_the_amounts_on_the_page_and_apart(name: str, style: Style) -> None:
    screen = render(ASIDE[name], 3, style)
    assert_fits(screen, name)
    assert_amounts_stand_apart(screen, name)


@pytest.mark.parametrize("name", OWED)
def test_what_a_page_states_adds_up(name: str) -> None:
    """本+利+罚+费 = 总额 wherever the page states the total and its parts; Σ期 = 总额 as well."""
    for seed in (4, 5):
        truth = render(ASIDE[name], seed).truth
        owed = truth.outstanding()
        assert owed["total"], (name, seed)
        parts = [Decimal(owed[part] or 0) for part in COMPONENTS]
        if owed["principal"]:
            assert sum(parts, ZERO) == Decimal(owed["total"]), (name, seed)


@pytest.mark.parametrize("name", OWED)
def test_the_periods_a_page_states_add_up(name: str) -> None:
    for row in render(ASIDE[name], 6).truth.periods():
        stated = [Decimal(row[part]) for part in COMPONENTS if row[part] is not None]
        if row["total"] is not None and row["principal"] is not None:
            assert sum(stated, ZERO) == Decimal(row["total"]), row


@pytest.mark.parametrize("name", OWED)
def test_a_whole_plan_adds_up_to_the_total(name: str) -> None:
    truth = render(ASIDE[name], 7).truth
    unpaid = [row for row in truth.periods() if row["status"] != "paid"]
    if len(truth.periods()) == max((row["of"] or 0 for row in truth.periods()), default=-1):
        summed = sum((Decimal(row["total"]) for row in unpaid), ZERO)
        assert summed == Decimal(truth.outstanding()["total"] or 0)


@pytest.mark.parametrize("name", OWING_NOTHING)
def test_offers_and_letters_state_nothing_owed(name: str) -> None:
    for seed in (1, 2):
        assert set(render(ASIDE[name], seed).truth.outstanding().values()) == {None}


def test_names_are_their_own() -> None:
    assert not {*ASIDE} & {*LAYOUTS, CARD_PDF, SCROLLED}
    assert all(layout.name == name for name, layout in ASIDE.items())
    assert len(ASIDE) >= 12


def test_some_are_papers_and_one_is_a_collectors() -> None:
    kinds = [layout.material for layout in ASIDE.values()]
    assert kinds.count("collection_message") == 1
    wide = [name for name in ASIDE if render(ASIDE[name], 1, PLAIN).image.width >= 1240]
    assert len(wide) >= 2


def test_a_bill_is_made_by_name_alone() -> None:
    assert _parser().parse_args(["bills", "out", "--layout", "aspen"]).layout == "aspen"
    assert bill(3, "aspen").pages[0].layout == "aspen"


def test_what_is_kept_aside_is_never_drawn_by_lot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samples.single.render", lambda layout, seed: render(layout, seed, PLAIN))
    assert all(bill(seed).how["layout"] not in ASIDE for seed in range(20))


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("10100.89", "壹万零壹佰元捌角玖分"),
        ("100000", "壹拾万元整"),
        ("1005.30", "壹仟零伍元叁角整"),
        ("7900.02", "柒仟玖佰元零贰分"),
        ("0.45", "零元肆角伍分"),
        ("120034.00", "壹拾贰万零叁拾肆元整"),
    ],
)
def test_amounts_in_words(amount: str, said: str) -> None:
    assert capitals(Decimal(amount)) == said


@pytest.mark.parametrize("count", [2, 3, 5])
def test_an_amount_cut_up_is_still_itself(count: int) -> None:
    pieces = cut_up(Decimal("1234.57"), count)
    assert len(pieces) == count
    assert sum(pieces, ZERO) == Decimal("1234.57")
    assert min(pieces) > 0
