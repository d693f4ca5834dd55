"""How `make bench-reading` scores pages; the measurement itself is no test."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from samples.screens import LAYOUTS, render
from tests import sheets
from tests.bench_reading.alternatives import Word, lines_of, told_by
from tests.bench_reading.cost import OURS, Cost, described, spread
from tests.bench_reading.pages import TIERS, Drawn, Sheet, draw, sheets_of, wanted_of
from tests.bench_reading.score import Figure, Told, Wanted, score
from tests.bench_reading.table import MEASURES, Result, rate, report, wrong_pages

OWED = Wanted("bill", {"principal": "500.00", "interest": "12.30", "penalty": "4.56"})
NOTHING = Wanted("bill", {"total": "0.00"})


def told(
    *, status: str = "verified", kind: str = "bill", review: bool = False, **values: str
) -> Told:
    """A statement of these figures."""
    figures = {name: Figure(Decimal(value), status) for name, value in values.items()}
    return Told(kind, figures, review)


def test_a_statement_that_says_what_the_page_says_is_exact() -> None:
    outcome = score(OWED, told(principal="500.00", interest="12.30", penalty="4.56"))
    assert (outcome.bill, outcome.wrong, outcome.silent) == (True, (), ())
    assert (outcome.accepted, outcome.kind_right, outcome.taken) == (True, True, False)


def test_zero_and_not_stated_are_the_same_money() -> None:
    said = told(principal="500.00", interest="12.30", penalty="4.56", late_fees="0.00")
    assert score(OWED, said).wrong == ()
    assert score(NOTHING, Told("bill", None)).wrong == ()


@pytest.mark.parametrize(
    ("wanted", "said", "wrong", "silent"),
    [
        pytest.param(
            OWED,
            told(principal="500.00", interest="12.80", penalty="4.56"),
            ("interest",),
            ("interest",),
            id="another figure, nobody doubts it",
        ),
        pytest.param(
            OWED,
            told(principal="500.00", interest="12.80", penalty="4.56", status="doubtful"),
            ("interest",),
            (),
            id="another figure, doubted",
        ),
        pytest.param(
            OWED,
            told(principal="500.00", interest="12.80", penalty="4.56", review=True),
            ("interest",),
            ("interest",),
            id="the doubt is about something else",
        ),
        pytest.param(
            OWED,
            told(principal="500.00", interest="12.30"),
            ("penalty",),
            ("penalty",),
            id="left out of a statement that stands",
        ),
        pytest.param(
            OWED,
            told(principal="500.00", interest="12.30", review=True),
            ("penalty",),
            (),
            id="left out of a statement that a person sees",
        ),
        pytest.param(
            OWED,
            told(principal="500.00", interest="12.30", penalty="4.56", late_fees="9.00"),
            ("late_fees",),
            ("late_fees",),
            id="stated where the page has none",
        ),
        pytest.param(
            OWED,
            Told("unknown", None),
            ("interest", "penalty", "principal"),
            (),
            id="a page nobody knows is shown to a person",
        ),
        pytest.param(
            OWED,
            Told("lease", None),
            ("interest", "penalty", "principal"),
            ("interest", "penalty", "principal"),
            id="a bill lost as another paper",
        ),
    ],
)
def test_what_differs_is_silent_unless_a_doubt_points_at_it(
    wanted: Wanted, said: Told, wrong: tuple[str, ...], silent: tuple[str, ...]
) -> None:
    outcome = score(wanted, said)
    assert (outcome.wrong, outcome.silent) == (wrong, silent)


@pytest.mark.parametrize(
    ("wanted", "said", "taken"),
    [
        pytest.param(Wanted("unknown", {}), told(total="99.00"), True, id="a menu that owes"),
        pytest.param(NOTHING, told(principal="99.00"), True, id="a loan paid off that owes"),
        pytest.param(NOTHING, told(total="0.00"), False, id="a loan paid off"),
        pytest.param(Wanted("unknown", {}), Told("bill", None), False, id="no amounts"),
        pytest.param(OWED, told(principal="1.00"), False, id="a bill is one"),
    ],
)
def test_a_page_that_owes_nothing_is_taken_for_a_bill_by_its_amounts(
    wanted: Wanted, said: Told, taken: bool
) -> None:
    assert score(wanted, said).taken is taken


@pytest.mark.parametrize(
    ("material", "kind", "right"),
    [
        ("diagnosis", "diagnosis", True),
        ("diagnosis", "unknown", False),
        ("unknown", "bill", False),
        ("bill", "unknown", True),
    ],
)
def test_kinds_of_pages_that_owe_nothing(material: str, kind: str, right: bool) -> None:
    assert score(Wanted(material, {}), Told(kind, None)).kind_right is right


def test_a_bill_of_unknown_kind_is_wrong() -> None:
    assert not score(OWED, Told("unknown", None)).kind_right


def test_a_statement_in_review_is_not_accepted() -> None:
    assert not score(OWED, told(principal="500.00", review=True)).accepted
    assert not score(OWED, Told("bill", None, needs_review=False)).accepted


def result(wanted: Wanted, said: Told, tier: str = "clean", group: str = "tuned") -> Result:
    drawn = Drawn(Sheet(group, "huabei_month", tier, 1), f"{group}-{tier}.png", wanted)
    return Result(drawn, said, score(wanted, said))


RIGHT = result(OWED, told(principal="500.00", interest="12.30", penalty="4.56"))
WRONG = result(OWED, told(principal="500.00", interest="12.80", penalty="4.56"), "photo")


def test_rates_count_bills_and_aim_at_the_mean_of_their_tiers() -> None:
    interest, kinds = MEASURES[0], MEASURES[-1]
    paper = result(Wanted("menu", {}), Told("unknown", None))
    assert rate([RIGHT, WRONG, paper], interest) == (0.5, pytest.approx(0.98))
    assert rate([RIGHT, WRONG, paper], kinds) == (pytest.approx(2 / 3), pytest.approx(0.98))
    assert rate([paper], interest) is None


def test_the_table_marks_what_is_missed() -> None:
    lines = report([RIGHT, WRONG]).splitlines()
    clean = next(line for line in lines if line.startswith("clean"))
    photo = next(line for line in lines if line.startswith("photo"))
    assert "100.0 ≥99 " in clean
    assert "!" not in clean
    assert "0.0 ≥97!" in photo
    assert "1 =0!" in photo
    assert any(line.startswith("  huabei_month") for line in lines)


def test_wrong_pages_are_listed_with_both_figures() -> None:
    assert wrong_pages([RIGHT, WRONG]) == (
        "tuned-photo.png  interest 12.80 (verified), is 12.30 SILENT"
    )


def test_pages_that_a_person_must_look_at_are_listed_with_what_is_doubted() -> None:
    said = told(
        principal="500.00", interest="12.30", penalty="4.56", status="doubtful", review=True
    )
    assert wrong_pages([result(OWED, said)]) == (
        "tuned-clean.png  a person is asked (principal, interest, penalty)"
    )


def test_pages_repeat_and_hold_every_layout_in_every_tier() -> None:
    found = sheets_of(2)
    assert found == sheets_of(2)
    assert len(set(found)) == len(found)
    for layout in LAYOUTS:
        for tier in TIERS:
            assert sum((s.group, s.layout, s.tier) == ("tuned", layout, tier) for s in found) == 2


def test_there_are_pages_enough_by_default() -> None:
    found = sheets_of(3)
    assert len(found) >= 300
    assert sum(sheet.group == "papers" for sheet in found) >= 40


def test_pages_can_be_chosen() -> None:
    chosen = sheets_of(1, ("tuned", "papers"), ("settled", "menu"), ("chat",))
    assert [(s.group, s.layout, s.tier) for s in chosen] == [
        ("tuned", "settled", "chat"),
        ("papers", "menu", "chat"),
    ]


def test_a_drawn_page_leaves_its_truth_nowhere(tmp_path: Path) -> None:
    page = draw(Sheet("tuned", "settled", "chat", 7001), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [page.name]
    assert not page.wanted.owes


def test_what_is_wanted_is_what_was_marked() -> None:
    wanted = wanted_of(render(LAYOUTS["huabei_overdue"], 7001).truth)
    assert wanted.owes
    assert wanted.value("penalty") > 0


def test_costs_are_given_as_ratios_to_the_bare_engine() -> None:
    own = Cost(4, 2.0, 8.0, 9.0, 900.0, {"ingest": 1.0, "read": 5.0, "confirm": 1.0})
    text = described({OURS: own, "openvino": Cost(4, 1.0, 4.0, 4.0, 800.0)})
    assert "2.00 s CPU a page" in text
    assert "all 2.00, readers alone 1.50" in text


def test_a_few_pages_are_taken_from_all_over() -> None:
    files = [Path(f"{number}.png") for number in range(10)]
    assert [file.stem for file in spread(files, 3)] == ["0", "3", "6"]
    assert spread(files, 99) == files


def word(text: str, left: int, width: int, conf: float = 90, line: int = 1, top: int = 100) -> Word:
    place = {"left": left, "top": top, "width": width, "height": 40}
    return {"block_num": 1, "par_num": 1, "line_num": line, "text": text, "conf": conf, **place}


def test_words_near_each_other_are_one_line_and_far_ones_two() -> None:
    words = [word("待还", 60, 80), word("本金", 145, 80), word("1,234.56", 800, 160)]
    assert [line.text for line in lines_of(words)] == ["待还本金", "1,234.56"]


def test_a_gap_within_a_line_is_a_space_with_a_place() -> None:
    (line,) = lines_of([word("2026-09-10", 60, 200), word("12:00", 280, 100)])
    assert line.text == "2026-09-10 12:00"
    assert line.centres[10] == pytest.approx((270 - 60) / 320)
    assert list(line.centres) == sorted(line.centres)


def test_what_tesseract_does_not_see_is_no_line() -> None:
    assert lines_of([word(" ", 0, 10), word("x", 0, 10, conf=-1)]) == []


def test_lines_come_from_the_top_down_with_their_certainty() -> None:
    words = [word("下", 60, 40, 50, 2, 300), word("上", 60, 40, 90, 3, 100)]
    lines = lines_of(words)
    assert [line.text for line in lines] == ["上", "下"]
    assert lines[1].certainties == (0.5,)


def test_a_slanting_line_keeps_its_slant() -> None:
    words = [word("本", 60 + 45 * n, 40, top=100 + 6 * n) for n in range(4)]
    (line,) = lines_of(words)
    assert line.quad[3] - line.quad[1] == 18


def test_another_reader_takes_the_place_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sheets.Sheet().rows(
        "花呗账单详情", ("待还本金", "500.00"), ("应还利息", "12.30"), ("逾期罚息", "4.56")
    )

    class Reads:
        name, version = "made", "1"

        def read(self, _image: object) -> object:
            from pipeline.read.engine import Sighting

            return Sighting(0, tuple(page.lines))

    monkeypatch.setattr("tests.bench_reading.alternatives.READERS", {"made": Reads})
    drawn = draw(Sheet("papers", "scene", "clean", 1), tmp_path)
    said = told_by("made", tmp_path, [drawn.name], tmp_path / "cache")[drawn.name]
    assert score(OWED, said).exact("interest", "penalty", "principal")
