"""What the first reader misread and the second did not, by the sums of row and column."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from schemas.statement import Statement
from tests.sheets import Sheet, statements
from tests.test_extract_outvoted import ROWS, WHOLE


def read(cache: Cache, *rows: tuple[str, ...], says: dict[str, str]) -> Statement:
    sheet = Sheet().row("样本消费金融有限公司")
    for row in rows:
        sheet.row(*row)
    [statement] = statements([sheet], cache, says=says)
    return statement


def misread(text: str, place: int = 2, column: int = 3) -> tuple[tuple[str, ...], ...]:
    """The rows with one figure as the first reader saw it."""
    row = list(ROWS[place])
    row[column] = text
    return (*ROWS[:place], tuple(row), *ROWS[place + 1 :], WHOLE)


def test_a_figure_that_both_sums_give_to_the_second_reader(cache: Cache) -> None:
    found = read(cache, *misread("1270.19"), says={"1270.19": "127.19"})
    interest = found.periods[1].interest
    assert interest is not None
    assert (str(interest.value), interest.status) == ("127.19", "read")
    assert [one.text for one in interest.readings] == ["1270.19", "127.19"]
    assert not found.needs_review
    assert any("第6期利息：第一次读作 1270.19，第二次读作 127.19" in note for note in found.notes)


def test_a_whole_that_its_parts_and_its_rows_give_to_the_second_reader(cache: Cache) -> None:
    rows = (*ROWS, ("合计", "", "3,656.54", "3,820.60", "4,038.60"))
    found = read(cache, *rows, says={"3,820.60": "382.06"})
    assert found.outstanding.interest is not None
    assert str(found.outstanding.interest.value) == "382.06"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        pytest.param(misread("1270.19")[:-1], {"1270.19": "127.19"}, id="no column"),
        pytest.param(misread("1270.19"), {"1270.19": "127.79"}, id="another number"),
        pytest.param(
            misread("1270.19"), {"1270.19": "127.19", "1,219.01": "1,219.07"}, id="one more"
        ),
        pytest.param(misread("1270.19"), {}, id="both alike"),
    ],
)
def test_anything_less_is_put_to_a_person(
    rows: tuple[tuple[str, ...], ...], says: dict[str, str], cache: Cache
) -> None:
    found = read(cache, *rows, says=says)
    interest = found.periods[1].interest
    assert interest is not None
    assert (str(interest.value), interest.status) == ("1270.19", "doubtful")
