"""The second reader against the sums of row and column."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, statements

ROWS = (
    ("期数", "应还日期", "本金", "利息", "应还"),
    ("第5期", "2026-09-20", "1,205.13", "141.07", "1,346.20"),
    ("第6期", "2026-10-20", "1,219.01", "127.19", "1,346.20"),
    ("第7期", "2026-11-20", "1,232.40", "113.80", "1,346.20"),
)
WHOLE = ("合计", "", "3,656.54", "382.06", "4,038.60")


def status(
    cache: Cache, *rows: tuple[str, ...], says: dict[str, str], sure: float = 0.99
) -> tuple[str, ...]:
    """How sure the principal of the sixth instalment is."""
    sheet = Sheet().row("样本消费金融有限公司")
    for row in rows:
        sheet.row(*row, sure=sure)
    [statement] = statements([sheet], cache, says=says)
    return tuple(one.principal.status for one in statement.periods if one.principal)


SLIP = {"1,219.01": "1,219.07"}


def test_one_digit_against_row_and_column_is_a_slip(cache: Cache) -> None:
    assert status(cache, *ROWS, WHOLE, says=SLIP)[1] == "read"


def test_nor_are_two_digits_another_number_that_two_sums_bear_out(cache: Cache) -> None:
    assert status(cache, *ROWS, WHOLE, says={"1,219.01": "1,279.07"})[1] == "read"


def test_slips_in_one_column_do_not_speak_for_each_other(cache: Cache) -> None:
    says = {**SLIP, "1,232.40": "1,232.46"}
    assert status(cache, *ROWS, WHOLE, says=says) == ("verified", "read", "read")


def test_a_second_reader_that_differs_nearly_everywhere_is_heard(cache: Cache) -> None:
    cells = [cell for row in (*ROWS[1:], WHOLE) for cell in row[2:4]]
    says = {
        cell: f"{cell[:-1]}{(int(cell[-1]) + 3 + place) % 10}" for place, cell in enumerate(cells)
    }
    assert status(cache, *ROWS, WHOLE, says=says) == ("doubtful",) * 3


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((*ROWS,), SLIP),
        ((*(row[:4] for row in ROWS), WHOLE[:4]), SLIP),
        ((*ROWS, WHOLE), {**SLIP, "3,656.54": "3,656.60"}),
        ((*ROWS, WHOLE), {**SLIP, "1,346.20": "1,346.26"}),
        ((*ROWS, ("合计", "", "3,656.60", "382.06", "4,038.66")), SLIP),
    ],
    ids=["row alone", "column alone", "column closes over both", "row too", "open column"],
)
def test_with_less_than_that_it_is_a_doubt(
    rows: tuple[tuple[str, ...], ...], says: dict[str, str], cache: Cache
) -> None:
    assert status(cache, *rows, says=says)[1] == "doubtful"


def test_a_first_reading_that_is_unsure_does_not_outvote(cache: Cache) -> None:
    assert status(cache, *ROWS, WHOLE, says=SLIP, sure=0.8)[1] == "doubtful"


def test_a_long_column_needs_no_row(cache: Cache) -> None:
    rows = [("期数", "应还日期", "本金", "利息")]
    rows += [(f"第{k}期", f"2026-{k + 4:02d}-20", f"1,{k}05.1{k}", f"1{k}.20") for k in range(1, 8)]
    for whole, found in (("9,535.98", "doubtful"), ("9,835.98", "read")):
        last = ("合计", "", whole, "99.40")
        assert status(cache, *rows, last, says={"1,205.12": "1,285.12"})[1] == found
