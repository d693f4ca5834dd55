"""Lines of a page → level rows of cells: words with their places, days and figures in them.

Coordinates are those of the page, turned so that slanted rows are level; pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.extract.level import Level
from pipeline.extract.token import token_edges
from schemas.geometry import Box
from schemas.reading import Line

DAY = re.compile(
    r"(?<!\d)(2[0OoQ]\d\d)\s*[-/.．:：,，;；年]\s*(\d{1,2})\s*[-/.．:：,，;；月]\s*"
    r"([0-3]\d(?=\d{2,6}\.\d\d(?!\d))|\d{1,2}(?!\d))"
    r"\s*[日号]?"
    r"|(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)"
)
"""A speck makes a Q of the nought, or a colon of the dash, and neither can mean anything else."""
MONTH = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*月?(?![\d.])")
_PAYS = r"(?:(?:应|偿|归)?还款?|支付|付款?)?\s*(?:金额|人民币)?\s*[:：]?"
"""How a line of a plan leads up to its payment (还款1,030.00元); before a sum in yuan only."""
_FIGURE = re.compile(
    rf"(?:[^\w¥￥]|_)*(?:{_PAYS}(?=[¥￥]?[\d,，]+(?:(?:\.\d{{1,2}})?元|\.\d\d$)))?"
    r"(?:¥|￥|人民币|RMB|CNY)?\s*(?P<whole>\d{1,3}(?:[,，]\d{3})+|\d+)"
    r"(?P<cents>\.\d{1,2})?(?P<rest>\D*)$"
)
_BROKEN = re.compile(
    r"(?:[^\w¥￥]|_)*(?:¥|￥|人民币|RMB|CNY)?\s*(?P<whole>\d{1,3}(?:[,，]\d{3})+|\d+)"
    r"[,，:：;；·](?P<cents>\d\d)\D?$"
)
_BEHIND = re.compile(r"(?:(?!\d)\W|_)*(?:$|[\u4e00-\u9fff])")
_NIL = re.compile(r"[-—–/－一]+$")
LEAST_DIGITS = 2


@dataclass(frozen=True)
class Cell:
    """Characters `start`..`end` of a line, on a level page. day: where its column tells the year"""

    line: Line
    start: int
    end: int
    x0: float
    x1: float
    y: float
    day: date | None = None

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def certainty(self) -> float:
        return min(self.line.certainties[self.start : self.end], default=0.0)

    def beside(self, other: Cell) -> bool:
        """Whether the two stand in one column; cells of two narrow ones may touch."""
        common = min(self.x1, other.x1) - max(self.x0, other.x0)
        narrow, wide = sorted((self.x1 - self.x0, other.x1 - other.x0))
        return common >= (TOUCH * narrow if 2 * narrow > wide else 0)


TOUCH = 0.08
"""Share of the narrower of two like figures that those of one column have in common at least."""


@dataclass(frozen=True)
class Figure:
    """A sum of money in a cell; value None: something like one that cannot be read.

    clear: False where its point is another mark, so that it stands only if something bears it out
    """

    cell: Cell
    value: Decimal | None
    clear: bool = True

    @property
    def has_cents(self) -> bool:
        return "." in self.cell.text


def rows_of(lines: Sequence[Line]) -> list[list[Cell]]:
    """Level rows from the top, each from left to right; days and words are cells of their own."""
    level = Level(tuple(lines))
    boxes = {id(line): level.box(line) for line in lines if line.text.strip()}
    placed = sorted(
        (line for line in lines if id(line) in boxes), key=lambda line: _middle(boxes[id(line)])
    )
    rows: list[list[Line]] = []
    for line in placed:
        first = rows[-1][0] if rows else None
        middle = _middle(boxes[id(line)])
        if first and middle - _middle(boxes[id(first)]) <= first.box.height / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    parted = [[cell for line in row for cell in _cells(line, boxes[id(line)])] for row in rows]
    return [sorted(row, key=lambda cell: cell.x0) for row in parted]


Edges = tuple[float, float, float, float]
"""x0, y0, x1, y1 of a line on the level page."""


def _middle(edges: Edges) -> float:
    return (edges[1] + edges[3]) / 2


_WORD = re.compile(
    r"\d[\d,，]*\.\d\d(?=\d[\d,，]+\.\d\d(?:\s|$))|(?<=\.\d\d)\d[\d,，]+\.\d\d(?=\s|$)|\S+"
)
"""A word; of two figures to the cent that a narrow column glued (445.004470.00) each. 1.234.56 is
one, with a point for its comma."""


def _cells(line: Line, edges: Edges) -> Iterator[Cell]:
    whole = Cell(line, 0, len(line.text), edges[0], edges[2], _middle(edges))
    days = [match.span() for match in DAY.finditer(line.text)]
    blanked = DAY.sub(lambda match: " " * len(match[0]), line.text)
    words = [match.span() for match in _WORD.finditer(blanked)]
    for start, end in sorted([*days, *words]):
        yield cells_between(whole, start, end)


def cells_between(cell: Cell, start: int, end: int) -> Cell:
    """Characters `start`..`end` of a cell as a cell."""
    line, first, last = cell.line, cell.start + start, cell.start + end
    turn = cell.x0 - _sides(line, cell.start, cell.end)[0]
    x0, x1 = _sides(line, first, last)
    return Cell(line, first, last, x0 + turn, x1 + turn, cell.y)


def _sides(line: Line, start: int, end: int) -> tuple[float, float]:
    """Left and right of some characters of a line; of all of it where it says nothing."""
    left, right = token_edges(line, start, end) if line.text else (0.0, 1.0)
    return line.box.x0 + line.box.width * left, line.box.x0 + line.box.width * right


def box_of(cell: Cell) -> Box:
    """Where the characters of a cell stand on the page as it is."""
    box, (x0, x1) = cell.line.box, _sides(cell.line, cell.start, cell.end)
    return Box(x0=round(x0), y0=box.y0, x1=round(x1), y1=box.y1)


def day_of(cell: Cell) -> date | None:
    """The day that a cell says; None where it says none, or one that no calendar has."""
    return cell.day or day_in(DAY.fullmatch(cell.text.strip()))


def day_in(match: re.Match[str] | None) -> date | None:
    """The day of a match of DAY, if any calendar has it."""
    try:
        parts = [re.sub(r"[OoQ]", "0", part) for part in match.groups() if part] if match else []
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def month_of(cell: Cell) -> tuple[int, int] | None:
    match = MONTH.match(cell.text)
    return (int(match[1]), int(match[2])) if match else None


def number_of(cell: Cell) -> int | None:
    match = re.fullmatch(r"\W*第?(\d{1,3})期?\W*", cell.text)
    return int(match[1]) if match else None


def figure_of(cell: Cell) -> Figure | None:
    """A cell as a figure; None where it is words, a day or nothing like a figure."""
    text = cell.text
    if cell.day or DAY.search(text):
        return None
    match = _FIGURE.match(text)
    if match and _BEHIND.match(match["rest"]):
        end = match.end("cents") if match["cents"] else match.end("whole")
        part = cells_between(cell, match.start("whole"), end)
        whole = match["whole"].replace(",", "").replace("，", "")
        padded = whole.startswith("0") and len(whole) > 1  # nobody writes 020.00
        return Figure(part, None if padded else Decimal(whole + (match["cents"] or "")))
    broken = _BROKEN.match(text)
    if broken:
        whole, cents = re.sub(r"\D", "", broken["whole"]), broken["cents"]
        part = cells_between(cell, broken.start("whole"), broken.end("cents"))
        return Figure(part, None if whole.startswith("0") else Decimal(f"{whole}.{cents}"), False)
    if re.search(r"[\u4e00-\u9fff]", text) and not match:
        return None
    return Figure(cell, None) if sum(mark.isdigit() for mark in text) >= LEAST_DIGITS else None


def says_nil(cell: Cell) -> bool:
    return bool(_NIL.match(cell.text))
