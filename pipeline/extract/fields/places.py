"""Finding what stands after, beside or under a label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipeline.extract.fields.heads import under_head
from pipeline.extract.fields.lines import Place
from pipeline.extract.token import token_edges
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.reading import Reading

Fields = Iterable[tuple[str, FieldValue]]


def value_at(
    reading: Reading, place: Place, start: int, end: int, value: str, label: str
) -> FieldValue:
    left, right = token_edges(place.line, start, end)
    box = place.line.box
    width = box.width
    sure = place.line.certainties[start:end] or (place.line.confidence,)
    return FieldValue(
        value=value,
        confidence=round(min(sure), 3),
        evidence=Evidence(
            path=reading.ref.path,
            page=reading.ref.page,
            box=Box(
                x0=int(box.x0 + width * left),
                y0=box.y0,
                x1=int(box.x0 + width * right) + 1,
                y1=box.y1,
            ),
            text=place.line.text[start:end],
            label=label,
        ),
    )


LEVEL = 0.7
"""How far the middles of a label and the value right of it may be apart, in heights of a line."""
UNDER = 1.8
"""How far under its label a value may begin, in heights of a line."""
_AFTER_LABEL = re.compile(
    r"\)?(?:\s*\([^()\d]{1,6}\))?(?:\s*[A-Za-z][A-Za-z .]{2,24}(?=:))?[\s:,(]*"
)
"""What may stand between a label and its value: a colon, a remark as in 乙方（劳动者）, the label
in another language (账户名称 Account Name:)."""


_LABEL = re.compile(
    r"[\u4e00-\u9fff/()]{0,6}(?:姓名|性别|年龄|民族|科室|科别|病区|床号|部门|岗位|职务|职业|费别|类型"
    r"|工号|月份|底薪|基本工资|[号院]号|编号|号码|日期|时间|电话|原因|状态|补偿|用人单位|单位名称|联系人)\s*[:]?"
)
"""What is a label itself is no value of another, wherever it stands."""


_OTHER_SIDE = re.compile(r"(?:对方|对手|交易对|收款|付款|汇款)\S{0,6}$")
"""What stands before a label makes it another's: 对方账号与户名."""


def labelled(
    places: list[Place], reading: Reading, labels: tuple[str, ...], pattern: str
) -> Iterable[FieldValue]:
    """Values that match `pattern` after a label: under it where it heads a column, in its line,
    right of it, or just under it.
    """
    value = re.compile(pattern)
    for label in labels:
        spaced = r"\s*".join(label)
        for place in places:
            for match in re.finditer(spaced, place.text):
                goes_on = place.text[match.end() : match.end() + 1] == "称"  # 户名 of 账户名称
                if goes_on or _OTHER_SIDE.search(place.text[: match.start()]):
                    continue
                cell = under_head(places, place, match.start(), match.end())
                if cell is not None:
                    if hit := value.match(cell.text):
                        start = cell.start + hit.start()
                        end = cell.start + hit.end()
                        yield value_at(reading, cell.place, start, end, hit.group(), label)
                    continue
                after = _AFTER_LABEL.match(place.text, match.end())
                start = after.end() if after else match.end()
                hit = value.match(place.text, start)
                if hit:
                    yield value_at(reading, place, hit.start(), hit.end(), hit.group(), label)
                elif not place.text[start:].strip(" :()日时"):  # 入院日 / 期, wrapped
                    yield from beside(places, reading, place, value, label)


def beside(
    places: list[Place], reading: Reading, label: Place, value: re.Pattern[str], name: str
) -> Iterable[FieldValue]:
    """Values right of a label and under it; what does not fit is passed over."""
    beside, below = [], []
    for place in places:
        right = (
            place.x0 - label.x1 + 0.5 * label.high >= 0
            and abs(place.middle - label.middle) <= LEVEL * label.high
        )
        under = (
            0 <= place.y0 - label.y1 + 0.4 * label.high <= UNDER * label.high
            and abs(place.x0 - label.x0) < 2 * label.high
        )
        if place is label or _LABEL.fullmatch(place.text.strip()):
            continue
        if right:
            beside.append(place)
        elif under:
            below.append(place)
    beside.sort(key=lambda place: place.x0)
    below.sort(key=lambda place: (_apart(place, label), place.y0))
    for place in (*beside[:1], *below[:1], *beside[1:2]):
        hit = value.match(place.text.lstrip())
        if hit:
            shift = len(place.text) - len(place.text.lstrip())
            start, end = hit.start() + shift, hit.end() + shift
            yield value_at(reading, place, start, end, hit.group(), name)


def _apart(place: Place, label: Place) -> bool:
    """Whether a value under a label stands in another column."""
    return place.x1 <= label.x0 or place.x0 >= label.x1


def joined_up(text: str) -> tuple[str, list[int]]:
    kept = [(place, character) for place, character in enumerate(text) if not character.isspace()]
    return "".join(character for _, character in kept), [place for place, _ in kept]


def text_field(
    key: str, labels: tuple[str, ...], pattern: str
) -> Callable[[list[Place], Reading], Fields]:
    def read(places: list[Place], reading: Reading) -> Fields:
        for hit in labelled(places, reading, labels, pattern):
            yield key, hit
            return

    return read
