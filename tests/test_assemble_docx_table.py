"""Columns of figures in the Word file: wide enough for their longest entry."""

from __future__ import annotations

from itertools import pairwise

from pipeline.assemble.docx_table import shared_out

HEADS = ["本金", "利息", "罚息"]


def test_a_column_is_as_wide_as_its_longest_figure_asks_for() -> None:
    widths = shared_out(90, HEADS, [["1,234,567.89", "20.36", "3.76"], ["15,377.70", "366.57"]])
    assert abs(sum(widths) - 90) < 1e-9
    assert [wide > narrow for wide, narrow in pairwise(widths)] == [True, True]
    assert widths[0] > 2 * widths[2]


def test_a_head_is_not_squeezed_by_short_figures() -> None:
    short, long = shared_out(60, ["息", "申请减免"], [["0", "0"]])
    assert long > 2 * short
