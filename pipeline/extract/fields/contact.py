"""How somebody can be reached: the mobile number, and the address of the ID card."""

from __future__ import annotations

import re

from pipeline.extract.fields.lines import Place, running
from pipeline.extract.fields.places import Fields, labelled, value_at
from schemas.geometry import Box
from schemas.reading import Reading

_PHONE = re.compile(
    r"(?P<label>[^\s,。;:、\d]{0,10}(?:电话|方式|手机)(?:号码?)?)\s*[:：]?\s*"
    r"(?P<number>1[3-9]\d([ -]?)\d{4}\3\d{4})(?!\d)"
)
_OF_OTHERS = re.compile(
    "紧急|配偶|家属|家人|单位|公司|客服|银行|母亲|父亲|妻子|丈夫|老公|老婆|儿子|女儿|朋友|同事|担保|联系人|村委|社区|医院|律师"
)
"""紧急联系电话: whom a number is of that is not the writer's."""
_ADDRESS_ON = r"(?:[\u4e00-\u9fff0-9a-z\-#]{2,}|[号室栋楼层组户村房])$"
"""How an address goes on in the next line, if only by a 号."""
MORE_LINES = 2
"""So many lines at most an address goes on over."""


def read_phone(places: list[Place], reading: Reading) -> Fields:
    """The mobile number that somebody gives of himself; 11 digits, without spaces."""
    whole = running(places)  # 电话 may end a line, and its number begin the next.
    own = (m for m in _PHONE.finditer(whole.text) if not _OF_OTHERS.search(m["label"]))
    if match := next(own, None):
        place, start, end = whole.first(*match.span("number"))
        number = re.sub(r"\D", "", match["number"])
        yield "phone", value_at(reading, place, start, end, number, "联系电话")


def read_address(places: list[Place], reading: Reading) -> Fields:
    for hit in labelled(places, reading, ("住址",), r"\S.{3,}"):
        value, box = hit.value, hit.evidence.box
        for _ in range(MORE_LINES):
            place = _place_under(places, box, _ADDRESS_ON)
            if place is None:
                break
            value, box = value + place.text, place.line.box
        yield "address", hit.model_copy(update={"value": value})
        return


def line_under(places: list[Place], box: Box, pattern: str) -> str:
    """The text that goes on just under a box, "" where none does."""
    place = _place_under(places, box, pattern)
    return place.text if place else ""


def _place_under(places: list[Place], box: Box, pattern: str) -> Place | None:
    height = max(box.height, 1)
    for place in sorted(places, key=lambda place: place.line.box.y0):
        other = place.line.box
        below = 0.2 * height < other.y0 - box.y0 and other.y0 < box.y1 + 0.6 * height
        short = not re.search(r"公民|身份|住址|出生|性别|民族|\d{15}", place.text)
        if (
            below
            and abs(other.x0 - box.x0) < 1.5 * height
            and short
            and re.match(pattern, place.text)
        ):
            return place
    return None
