"""Signatures on papers: whether a pen was at the place that is meant for one.

Looked at is the strip right of 签名 and the like, a little above and below it. Print that was read
there (a day, the next label) is left out, ruled lines and red seals too. What remains is nothing,
ink that is larger, bluer or less readable than the print, or print alone: a typed name is no
signature, but in a photo nobody can be certain that it was typed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from pipeline.extract.folding import fold
from pipeline.extract.token import token_edges
from pipeline.store import Cache, digest_of
from schemas.catalogue import Catalogue
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line, Reading
from schemas.source import Page, PageRef

REVISION = 1
SEEN, BLANK, UNSURE = "seen", "blank", "unsure"
FIELD = "signed"
UNIT = 32
"""Pixels that the height of the label's letters has in the strip."""
LONG, ABOVE, BELOW = 9.0, 1.5, 0.9
"""How far the strip reaches right of the label, above its middle and below, in letter heights."""
DARK, STROKE = 45, 13
"""How much darker than the paper around it ink is (0–255), and how wide its strokes are at most."""
RED, BLUE = 40, 18
"""By how much red, or blue, outweighs the others in a seal's ink, or a pen's."""
NOTHING, SOMETHING = 0.08, 0.25
"""Ink that is no more than dirt, and that is writing: squares of the letter height."""
TALL = 1.25
"""Handwriting is so much higher than the label."""
RULE, SLANTS = 1.8, (-0.12, -0.08, -0.04, 0.0, 0.04, 0.08, 0.12)
"""Length of what is ruled, in letter heights, and its slopes."""
SURE_PRINT = 0.9
"""Confidence below which a typed name would not be read."""
LOWER = 0.4
"""Names of parties are labels of signatures in the lower part of a page alone."""
Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_LABEL = re.compile(
    r"(?:说明人|承诺人|经办人|申请人|借款人|承租方|出租方|承租人|出租人|[甲乙]方)"
    r"[\s_]*(?:\((?:签名|签字|盖章|手写|签章).{0,4}\)|签[名字章])?[\s_]*:"
    r"|(?:签名|签字|签署)(?:处|人)?[\s_]*(?:\([^()]{1,6}\))?[\s_]*:"
)
_BARE = re.compile(r".{0,6}(?:签名|签字)处?[\s_]*")
"""A short line that is a label without a colon."""
_PRINTED = re.compile(r"\d|年|月|日期|电话|地址|盖章|公司|证明|[:]")


@dataclass(frozen=True)
class Spot:
    """A place to sign: its label's line, and where along it the label ends (0–1)."""

    line: Line
    end: float
    tail: str


def with_signatures(
    materials: tuple[Material, ...],
    pages: Mapping[PageRef, Page],
    readings: Mapping[PageRef, Reading],
    catalogue: Catalogue,
    cache: Cache,
) -> tuple[Material, ...]:
    """The materials whose kind wants a signature, with the field `signed`: seen, blank, unsure.

    Of several places on a paper the emptiest counts; without any the field is left out.
    """
    return tuple(
        _with_signature(material, pages, readings, cache)
        if _wanted(material, catalogue)
        else material
        for material in materials
    )


def _wanted(material: Material, catalogue: Catalogue) -> bool:
    kind = catalogue.materials.get(material.kind)
    return kind is not None and FIELD in kind.fields


def _with_signature(
    material: Material,
    pages: Mapping[PageRef, Page],
    readings: Mapping[PageRef, Reading],
    cache: Cache,
) -> Material:
    found = [
        (state, spot, ref)
        for ref in material.pages
        if ref in pages and ref in readings
        for spot in spots_of(readings[ref], material.area)
        for state in (_looked_at(pages[ref], readings[ref], spot, cache),)
    ]
    rest = {name: value for name, value in material.fields.items() if name != FIELD}
    if not found:
        return material.model_copy(update={"fields": rest})
    state, spot, ref = min(found, key=lambda entry: (BLANK, UNSURE, SEEN).index(entry[0]))
    evidence = Evidence(
        path=ref.path, page=ref.page, box=strip_box(spot, pages[ref]), text=spot.tail, label="签名"
    )
    signed = FieldValue(value=state, confidence=1.0, evidence=evidence)
    return material.model_copy(update={"fields": {**rest, FIELD: signed}})


def spots_of(reading: Reading, area: Box | None = None) -> list[Spot]:
    """The places to sign on a page, or on the part of it that a paper takes up."""
    lines = [line for line in reading.lines if area is None or _inside(line.box, area)]
    top = min((line.box.y0 for line in lines), default=0)
    bottom = max((line.box.y1 for line in lines), default=0)
    return [
        spot
        for line in lines
        if line.box.y0 >= top + LOWER * (bottom - top)
        for spot in _spots_in(line)
    ]


def _spots_in(line: Line) -> Iterator[Spot]:
    text = fold(line.text)
    matches = list(_LABEL.finditer(text))
    if not matches and _BARE.fullmatch(text):
        yield Spot(line, 1.0, "")
    for place, match in enumerate(matches):
        after = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        end = 1.0 if match.end() >= len(text) else token_edges(line, match.end(), len(text))[0]
        yield Spot(line, end, line.text[match.end() : after].strip(" :：_（）()"))


def _inside(box: Box, area: Box) -> bool:
    return area.x0 <= box.x0 and box.x1 <= area.x1 and area.y0 <= box.y0 and box.y1 <= area.y1


def _looked_at(page: Page, reading: Reading, spot: Spot, cache: Cache) -> str:
    key = digest_of(
        REVISION, page.image, page.form, list(spot.line.quad), spot.end, spot.tail,
        [[line.text, list(line.quad)] for line in reading.lines],
    )  # fmt: skip
    kept = cache.get("signature", key)
    if kept is None:
        with Image.open(io.BytesIO(cache.blob(page.image))) as opened:
            pixels = np.asarray(opened.convert("RGB"))
        kept = state_of(pixels, reading, spot, page.form == "electronic")
        cache.put("signature", key, kept)
    return str(kept)


def state_of(pixels: npt.NDArray[np.uint8], reading: Reading, spot: Spot, typed: bool) -> str:
    """What the picture shows at a place to sign; `typed`: all that was read there is print."""
    frame = _frame(spot)
    size = (int(LONG * UNIT), int((ABOVE + BELOW) * UNIT))
    strip = _warped(pixels, frame, size)
    label = _label_of(pixels, spot, frame, size)
    ink = _ink(strip)
    names: list[Line] = []
    for line in reading.lines:
        if line is spot.line:
            continue
        corners = _placed(line, frame)
        if corners[:, 0].max() < 0 or corners[:, 0].min() > size[0]:
            continue
        if typed or _PRINTED.search(fold(line.text)) or len(line.text) > 6:
            cv2.fillConvexPoly(ink, corners.round().astype(np.int32), 0)
        elif _overlaps(corners, size):
            names.append(line)
    if typed and spot.tail:
        _blot(ink, spot, frame)
    return _judged(strip, label, ink, spot, names, typed)


def _label_of(
    pixels: Grey, spot: Spot, frame: npt.NDArray[np.float64], size: tuple[int, int]
) -> Grey:
    """The label itself, as high as the strip: its letters tell how large print is here."""
    corners = _placed(spot.line, frame)
    wide = min(max(int(-corners[:, 0].min()), UNIT), 4 * UNIT)
    moved = frame.copy()
    moved[0, 2] += wide
    middle = slice(int((ABOVE - 0.5) * UNIT), int((ABOVE + 0.5) * UNIT))
    return _warped(pixels, moved, (wide, size[1]))[middle]


def _warped(pixels: Grey, frame: npt.NDArray[np.float64], size: tuple[int, int]) -> Grey:
    made = cv2.warpAffine(pixels, frame, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.uint8)


def _judged(strip: Grey, label: Grey, ink: Grey, spot: Spot, names: list[Line], typed: bool) -> str:
    amount = float(ink.sum()) / UNIT**2
    if amount < NOTHING:
        return BLANK
    if amount < SOMETHING:
        return UNSURE
    marked = ink.astype(bool)
    channels = strip.astype(np.int16)
    blue = (channels[..., 2] - channels[..., 0])[marked]
    if float(np.median(blue)) >= BLUE:
        return SEEN
    if _height(ink) >= TALL * _height(_ink(label)):
        return SEEN
    sure = [line.confidence for line in names] + ([spot.line.confidence] if spot.tail else [])
    if not sure or min(sure) < SURE_PRINT:
        return SEEN
    return BLANK if typed else UNSURE


def _height(ink: Grey) -> float:
    """Height of the rows that hold nearly all of the ink."""
    rows = np.cumsum(ink.sum(axis=1))
    low, high = np.searchsorted(rows, (0.03 * rows[-1], 0.97 * rows[-1]))
    return float(high - low)


def _ink(strip: Grey) -> Grey:
    """1 where a pen or print is, without ruled lines and without the red of seals."""
    channels = strip.astype(np.int16)
    red = channels[..., 0] - channels[..., 1:].max(axis=2) > RED
    dark = np.asarray(strip.min(axis=2), np.uint8)
    strokes = cv2.morphologyEx(dark, cv2.MORPH_BLACKHAT, np.ones((STROKE, STROKE), np.uint8))
    ink = ((strokes > DARK) & ~red).astype(np.uint8)
    ruled = np.asarray(cv2.dilate(_ruled(ink), np.ones((5, 3), np.uint8)), np.uint8)
    return np.asarray(ink & ~ruled, np.uint8)


def _ruled(ink: Grey) -> Grey:
    """Ruled lines, which in a photo run a little aslant to the print above them."""
    found = np.zeros_like(ink)
    for slant in SLANTS:
        reach = round(RULE * slant * UNIT)
        kernel = np.zeros((2 * abs(reach) + 1, int(RULE * UNIT)), np.uint8)
        ends = (0, abs(reach) - reach // 2), (kernel.shape[1] - 1, abs(reach) + reach // 2)
        cv2.line(kernel, *ends, 1, 1)
        found |= np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.uint8)
    return found


def _frame(spot: Spot) -> npt.NDArray[np.float64]:
    """Takes a point of the page into the strip, in which the label's line lies level."""
    quad = np.array(spot.line.quad, np.float64).reshape(4, 2)
    along = quad[1] - quad[0]
    across = quad[3] - quad[0]
    high = max(float(np.hypot(*across)), 1.0)
    unit = along / max(float(np.hypot(*along)), 1.0)
    start = quad[0] + along * spot.end + across / 2
    scale = UNIT / high
    turn = np.array([[unit[0], unit[1]], [-unit[1], unit[0]]]) * scale
    shift = np.array([0.0, ABOVE * UNIT]) - turn @ start
    return np.hstack([turn, shift[:, None]])


def _placed(line: Line, frame: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    quad = np.array(line.quad, np.float64).reshape(4, 2)
    return np.asarray(quad @ frame[:, :2].T + frame[:, 2], np.float64)


def _overlaps(corners: npt.NDArray[np.float64], size: tuple[int, int]) -> bool:
    x, y = corners.mean(axis=0)
    return bool(0 <= x <= size[0] and 0 <= y <= size[1])


def _blot(ink: Grey, spot: Spot, frame: npt.NDArray[np.float64]) -> None:
    """Take the typed tail of the label's own line away."""
    corners = _placed(spot.line, frame)
    cv2.rectangle(
        ink,
        (0, int(corners[:, 1].min())),
        (int(corners[:, 0].max()) + 2, int(corners[:, 1].max())),
        0,
        -1,
    )


def strip_box(spot: Spot, page: Page) -> Box:
    """The strip on the upright page."""
    inverse = cv2.invertAffineTransform(_frame(spot))
    wide, high = LONG * UNIT, (ABOVE + BELOW) * UNIT
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float64)
    placed = corners @ inverse[:, :2].T + inverse[:, 2]
    (x0, y0), (x1, y1) = placed.min(axis=0), placed.max(axis=0)
    left, top = min(max(int(x0), 0), page.width), min(max(int(y0), 0), page.height)
    return Box(
        x0=left,
        y0=top,
        x1=max(left, min(int(x1), page.width)),
        y1=max(top, min(int(y1), page.height)),
    )
