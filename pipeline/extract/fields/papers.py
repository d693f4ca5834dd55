"""Sums of money, wages, seals and signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from pipeline.extract.fields.days import row_dates
from pipeline.extract.fields.lines import Place, Running, running
from pipeline.extract.fields.places import Fields, labelled, value_at
from pipeline.extract.folding import fold
from schemas.evidence import FieldValue
from schemas.reading import Reading

HALF_ROW = 0.6
"""How far the middles of two cells of one row may be apart, in heights of a line."""


MONEY = r"[¥$]?\s?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)"


_CAPITALS = r"(?:[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整角分]+[\s(:]*)?"
"""人民币肆仟叁佰元整（¥4300）: what a sum says before its figures."""


def money_field(
    key: str, labels: tuple[str, ...], over: bool = False
) -> Callable[[list[Place], Reading], Fields]:
    """The amount behind one of the labels; over: or right over it, where none stands there."""

    def read(places: list[Place], reading: Reading) -> Fields:
        pattern = (
            r"(?:\(?(?:大写|小写|税后|税前|元)\))?[\s:为是约]*(?:[a-z\s]{3,12})?(?:人民币|cny|rmb)?[\s:约]*"
            + _CAPITALS
            + MONEY
        )
        hits = [*labelled(places, reading, labels, pattern), *wrapped(places, reading, labels)]
        hits = hits or (list(above(places, reading, labels)) if over else [])
        for hit in hits:
            match = re.search(MONEY, fold(hit.value))
            if match:
                yield key, hit.model_copy(update={"value": match[1].replace(",", "")})
                return

    return read


def above(places: list[Place], reading: Reading, labels: tuple[str, ...]) -> Iterable[FieldValue]:
    """An amount by itself right over its label, as apps print the one that matters."""
    for label in places:
        word = next((one for one in labels if label.text.strip().startswith(one)), None)
        for place in places if word else ():
            alone = re.fullmatch(r"\s*[¥]?\s*" + MONEY + r"\s*元?\s*", place.text)
            gap = label.y0 - place.y1
            over = place.x0 < label.x1 and label.x0 < place.x1
            if word and alone and over and 0 <= gap <= OVER * place.high:
                yield value_at(reading, place, *alone.span(1), alone[1], word)


def wrapped(places: list[Place], reading: Reading, labels: tuple[str, ...]) -> Iterable[FieldValue]:
    """…目前月收入为人民 / 币5,200.00元: an amount on the line after its label."""
    for place, following in pairwise(places):
        for label in labels:
            ends = re.search(label + r"[\s:为是约人民币()税后前]*$", place.text)
            begins = re.match(r"[\s:约人民币]*" + MONEY, following.text)
            if ends and begins and len(place.text) > len(label) + 4:
                start, end = begins.span(1)
                yield value_at(reading, following, start, end, begins[1], label)


OVER = 1.2
"""Heights of an amount between it and the label under it, at most."""
_WAGE, _NO_WAGE = re.compile(r"工资|代发|薪资|薪酬|薪金|奖金"), re.compile(r"工资卡|证明")
_CREDIT = re.compile(r"(?<![\d.])\+?(\d{1,3}(?:,\d{3})*\.\d{2}|\d+\.\d{2})(?!\d)")
_MONTH = re.compile(r"(20\d\d)\s?[年./-]\s?(\d{1,2})月?")
_DAY_ALONE = re.compile(r"\s*(\d{1,2})[-/.月](\d{1,2})日?(?!\d)")
BELOW = 2.4
"""The day of a booking stands at most so many heights below its name, where an app lists them."""


def read_wage_credits(places: list[Place], reading: Reading) -> Fields:
    """Rows of a bank statement that are wages, each row once: "2026-08-10:5200.00;…"."""
    rows: dict[tuple[str, int], str] = {}
    first: Place | None = None
    for place in places:
        if not _WAGE.search(place.text) or _NO_WAGE.search(place.text):
            continue
        level = [
            other for other in places if abs(other.middle - place.middle) <= HALF_ROW * place.high
        ]
        days = [day for other in level for _, _, day in row_dates(other)]
        days = days or list(_day_below(places, place))
        amounts = [
            (match[1].replace(",", ""), round(other.middle))
            for other in sorted(level, key=lambda other: other.x0)
            for match in _CREDIT.finditer(other.text)
        ]
        if days and amounts:
            first = first or place
            rows.setdefault((days[0], amounts[0][1]), f"{days[0]}:{amounts[0][0]}")
    if first is not None:
        yield (
            "wage_credits",
            value_at(reading, first, 0, len(first.text), ";".join(rows.values()), "工资入账"),
        )


def _day_below(places: list[Place], name: Place) -> Iterable[str]:
    """代发工资 over 11-10, below a heading of its month, as apps list bookings."""
    for place in places:
        match = _DAY_ALONE.match(place.text)
        under = 0 < place.middle - name.middle < BELOW * name.high
        if match is None or not under or abs(place.x0 - name.x0) > 2 * name.high:
            continue
        above = [other for other in places if other.middle < name.middle]
        for other in sorted(above, key=lambda other: -other.middle):
            month = _MONTH.match(other.text.strip())
            if month and int(month[2]) == int(match[1]):
                yield f"{month[1]}-{int(match[1]):02d}-{int(match[2]):02d}"
                return


_DIAGNOSES = ("出院诊断", "临床诊断", "诊断意见", "诊断结果", "初步诊断", "入院诊断", "诊断")
_LEAD = re.compile(r"^(?:为|是)?\s*[:,：，]?\s*")
MARGIN = 0.9
"""A line that reaches so far to the right edge of the text goes on in the next."""


def read_diagnosis(places: list[Place], reading: Reading) -> Fields:
    """What was found as it is printed, up to the end of its sentence; it may go on in the next
    line."""
    right = max((place.x1 for place in places), default=0.0)
    for hit in labelled(places, reading, _DIAGNOSES, r"(?!证明|书)[^\s:].{1,60}"):
        printed = hit.evidence.text if len(hit.evidence.text) == len(hit.value) else hit.value
        text, stop, _ = _LEAD.sub("", printed).partition("。")
        place = next((p for p in places if p.line.text.endswith(hit.evidence.text)), None)
        if place is not None and place.x1 >= MARGIN * right and not stop:
            text += _onward(running(places), place)
        if len(text) >= 2:
            yield "diagnosis", hit.model_copy(update={"value": text.strip(" ;,；，")})
            return


_SHORT = 16
"""Signs of a line that ends what was found, at most."""


def _onward(whole: Running, place: Place) -> str:
    """How what a line says goes on in the next: to the end of the sentence, or all of a short
    line that begins nothing of its own."""
    after = max(number for number, (spot, _) in enumerate(whole.spots) if spot is place) + 1
    if after >= len(whole.spots):
        return ""
    below = whole.spots[after][0].line.text
    sentence = re.match(r"[^。;；:：]{1,40}(?=[。;；])", below)
    if sentence:
        return sentence.group()
    return below if len(below) <= _SHORT and not re.search("[:：]", below) else ""


def read_seal(places: list[Place], reading: Reading) -> Fields:
    """Words that say a seal belongs here; whether red ink is there is looked at by the checks."""
    for place in places:
        match = re.search(r"盖章|公章|签章|专用章|印章", place.text)
        if match:
            yield "seal", value_at(reading, place, match.start(), match.end(), "words", "盖章")
            return


def read_signed(places: list[Place], reading: Reading) -> Fields:
    """A label that asks for a signature; whether there is one is looked at in the picture."""
    for place in places:
        match = re.search(r"(?:签名|签字|说明人|申请人|承诺人)\s*[:(]", place.text)
        if match:
            yield (
                "signed",
                value_at(reading, place, match.start(), match.end(), "unsure", "签名"),
            )
            return
