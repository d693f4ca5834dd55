"""Whether a pen was at the place to sign: on paper, in photos, and in typed files."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from pipeline.signatures import BLANK, SEEN, UNSURE, spots_of, state_of, with_signatures
from pipeline.store import Cache
from samples import degrade
from samples.papers.base import Sheet as Paper
from samples.papers.hand import BLACK, BLUE, sign
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line, Reading
from tests.sheets import Sheet, catalogue, line

NAME = "张样本"
LABEL = "说明人（签名）："
X, Y, POINTS = 400, 600, 34


class Signed:
    """A sheet with a place to sign, and its reading as far as a reader would get it."""

    def __init__(self, label: str = LABEL) -> None:
        self.paper = Paper()
        self.texts: list[tuple[str, float, float]] = []
        self.write("个人困难情况说明", X, 110)
        self.write(label, X, Y)
        self.end = X + self.paper.width_of(label, POINTS)
        self.write("2026年11月16日", X, Y + 75)

    def write(self, text: str, x: float, y: float) -> Signed:
        self.paper.text(x, y, text, POINTS)
        self.texts.append((text, x, y))
        return self

    def ruled(self) -> Signed:
        self.paper.rule(Y + 42, self.end, self.end + 260)
        return self

    def signed(self, ink: tuple[int, int, int], dx: float = 20, dy: float = 14) -> Signed:
        sign(self.paper, NAME, self.end + dx, Y + dy, seed=4, ink=ink)
        return self

    def typed(self) -> Signed:
        self.paper.text(self.end, Y, NAME, POINTS)
        place = next(n for n, (text, _, _) in enumerate(self.texts) if text == LABEL)
        self.texts[place] = (LABEL + NAME, X, Y)
        return self

    def seen(self, how: str = "clean") -> tuple[np.ndarray, Reading]:
        """Picture and reading after a copier or a camera."""
        made = degrade.TIERS[how](self.paper.page(), 5)
        lines = tuple(moved(one, made) for one in self._lines())
        return np.asarray(made.image.convert("RGB")), Reading(
            ref=Sheet("a.jpg").ref, engine="x", lines=lines
        )

    def _lines(self) -> Iterator[Line]:
        for text, x, y in self.texts:
            left, top = self.paper.px(x), self.paper.px(y)
            yield line(text, left, top + 6, self.paper.px(POINTS))


def moved(one: Line, made: degrade.Degraded) -> Line:
    x0, y0, x1, y1 = one.box.as_list()
    corners = [made.point(*at) for at in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = Box(x0=int(min(xs)), y0=int(min(ys)), x1=int(max(xs)) + 1, y1=int(max(ys)) + 1)
    quad = tuple(value for corner in corners for value in corner)
    return one.model_copy(update={"box": box, "quad": quad})


def state(made: Signed, how: str = "clean", typed: bool = False) -> str:
    pixels, reading = made.seen(how)
    [spot] = spots_of(reading)
    return state_of(pixels, reading, spot, typed)


TIERS = pytest.mark.parametrize("how", ["clean", "scan", "photo"])


@TIERS
def test_an_empty_place(how: str) -> None:
    assert state(Signed(), how) == BLANK


@TIERS
def test_a_ruled_line_is_no_signature(how: str) -> None:
    assert state(Signed().ruled(), how) == BLANK


@TIERS
@pytest.mark.parametrize("ink", [BLUE, BLACK], ids=["blue", "black"])
def test_a_signature_on_the_line(ink: tuple[int, int, int], how: str) -> None:
    assert state(Signed().ruled().signed(ink), how) == SEEN


@TIERS
def test_a_signature_a_little_above(how: str) -> None:
    assert state(Signed().signed(BLUE, 10, -30), how) == SEEN


@TIERS
def test_a_typed_name_on_paper_wants_a_look(how: str) -> None:
    assert state(Signed().typed(), how) == UNSURE


def test_a_typed_name_in_a_file_is_no_signature() -> None:
    assert state(Signed().typed(), typed=True) == BLANK


def test_a_signature_beside_a_typed_name() -> None:
    assert state(Signed().typed().signed(BLUE, 140), typed=True) == SEEN


def test_names_of_parties_at_the_head_are_no_place_to_sign() -> None:
    sheet = Sheet().rows("申请书", "申请人：张样本", "身份证号：110199199408291192").gap(800)
    assert [spot.tail for spot in spots_of(sheet.rows("申请人：").reading())] == [""]


def test_a_line_with_two_places_to_sign() -> None:
    sheet = Sheet().rows("房屋租赁合同").gap(600).rows("甲方（签字）：李房东   乙方（签字）：")
    assert [spot.tail for spot in spots_of(sheet.reading())] == ["李房东", ""]


def test_the_emptiest_place_of_a_paper_counts(tmp_path: object) -> None:
    made = Signed().ruled().signed(BLUE)
    made.write("承诺人（签字）：", X, Y + 220)
    pixels, reading = made.seen()
    cache = Cache(tmp_path)  # type: ignore[arg-type]
    held = cache.put_blob(encoded(pixels))
    page = Sheet("a.jpg").as_page().model_copy(
        update={"image": held, "width": pixels.shape[1], "height": pixels.shape[0],
                "form": "photo"}
    )  # fmt: skip
    place = Evidence(path="a.jpg", page=1, box=Box(x0=0, y0=0, x1=1, y1=1), text="")
    paper = Material(
        id="m1",
        kind="hardship_statement",
        pages=(page.ref,),
        confidence=1,
        fields={"signed": FieldValue(value=UNSURE, confidence=1, evidence=place)},
    )
    [done] = with_signatures((paper,), {page.ref: page}, {page.ref: reading}, catalogue(), cache)
    assert done.fields["signed"].value == BLANK
    assert done.fields["signed"].evidence.box.y0 > made.paper.px(Y + 100)


def encoded(pixels: np.ndarray) -> bytes:
    import io

    held = io.BytesIO()
    Image.fromarray(pixels).save(held, "PNG")
    return held.getvalue()
