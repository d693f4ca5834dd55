"""Days, validity and periods, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from pipeline.extract.capitals import NUMERALS, numeral
from pipeline.extract.fields.lines import Place, running
from pipeline.extract.fields.places import Fields, beside, labelled, value_at
from pipeline.extract.folding import fold
from schemas.reading import Reading


def read_validity(places: list[Place], reading: Reading) -> Fields:
    pattern = re.compile(
        r"(\d{4})[.\-/年]\s?(\d{1,2})[.\-/月]\s?(\d{1,2})日?[\s\-~至到一]+(?:(\d{4})[.\-/年]\s?(\d{1,2})[.\-/月]\s?(\d{1,2})|(长期))"
    )
    for place in places:
        match = pattern.search(place.text)
        if not match:
            continue
        start = day_of(match[1], match[2], match[3])
        until = "long-term" if match[7] else day_of(match[4], match[5], match[6])
        span = (match.start(), match.end())
        if start:
            yield "valid_from", value_at(reading, place, *span, start, "有效期限")
        if until:
            yield "valid_until", value_at(reading, place, *span, until, "有效期限")
        return
    yield from _validity_apart(places, reading)


def _validity_apart(places: list[Place], reading: Reading) -> Fields:
    """Both days of a validity that were read as lines of their own, right of their label."""
    for label in places:
        if "有效期" not in label.text:
            continue
        row = [
            place
            for place in sorted(places, key=lambda place: place.x0)
            if abs(place.middle - label.middle) <= 0.7 * label.high and place.x0 >= label.x0
        ]
        days = [(place, *found) for place in row for found in dates_in(place)]
        if len(days) == 2:
            for key, (place, start, end, day) in zip(
                ("valid_from", "valid_until"), days, strict=True
            ):
                yield key, value_at(reading, place, start, end, day, "有效期限")
            return


def day_of(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


DATE = r"(?P<y>(?:19|20)\d\d)\s?[-./年]\s?(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?"


def dates_in(place: Place) -> Iterable[tuple[int, int, str]]:
    for match in re.finditer(DATE, place.text):
        day = day_of(match["y"], match["m"], match["d"])
        if day:
            yield match.start(), match.end(), day
    for match in _DAY_FIRST.finditer(place.text):
        day = day_of(match[3], match[2], match[1])
        if day:
            yield match.start(), match.end(), day
    for match in _SPELT.finditer(place.text):
        year = "".join(str(NUMERALS.index(mark)) for mark in match[1].replace("零", "〇"))
        day = day_of(year, str(numeral(match[2])), str(numeral(match[3])))
        if day:
            yield match.start(), match.end(), day


_DAY_FIRST = re.compile(r"(?<![\d./])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])")
"""31/10/2026, as banks with English beside the Chinese write."""
_SPELT = re.compile(rf"([零{NUMERALS}]{{4}})年([{NUMERALS}十]{{1,3}})月([{NUMERALS}十]{{1,3}})日")
"""二〇二六年七月九日, as courts and the police write."""


_EVENT = re.compile(
    r"(?:入院|出院|出生|事故|发生|死亡|离职|入职|解除|终止|手术|起始|截止|到期|有效|失业|受灾|复诊|复查)"
    r"(?:日期|时间|日)?[:为是]?\s*$|有效期(?:限|至|到|限至)?[:为是]?\s*$"
)
"""What stands before a day that is no day of issue, though it may be the last on the page."""


FOOT, SIGNED_OFF = 0.45, 0.15
"""Shares of the page's height under which a day in a line, or one that begins a line, may be the
day the paper was made: a short letter fills but the top of its sheet."""
SIGNED_ON = "落款日期"
"""Label of a day that is taken for the paper's because it stands last."""
BARE = ("日期", "登记日期", "申请日期")
"""Labels of the day of a paper only where no word stands before them."""


def read_issued(places: list[Place], reading: Reading) -> Fields:
    """The day a paper was made: after its label, else the last date near its foot."""
    labels = (
        "开具日期",
        "出具日期",
        "签发日期",
        "打印日期",
        "打印时间",
        "报告时间",
        "报告日期",
        "制表日期",
        "开票日期",
        "填发日期",
        "发证日期",
        "查询时间",
        "申请日期",
        "证明日期",
        "导出时间",
        "签署日期",
        "登记日期",
        "生成时间",
        "出单日期",
        "记录日期",
        "填表日期",
        "开立日期",
        "签订日期",
        "提交时间",
        "申请时间",
        "日期",
    )
    for label in labels:
        for place in places:
            # 日期 alone names no event; 入院日期, 出生日期 and 失业登记日期 do.
            alone = rf"(?<![\u4e00-\u9fff]){label}" if label in BARE else label
            found = re.search(alone, place.text)
            if not found or (label in BARE and _heads_days(place, places)):
                continue
            for start, end, day in dates_in(place):
                if start >= found.end():
                    yield "issued", value_at(reading, place, start, end, day, label)
                    return
            for hit in beside(places, reading, place, re.compile(DATE), label):
                match = re.match(DATE, fold(hit.value))
                if match and (day := day_of(match["y"], match["m"], match["d"])):
                    yield "issued", hit.model_copy(update={"value": day})
                    return
    bottom = max((place.line.box.y1 for place in places), default=0)
    last = [
        (place.line.box.y0, start, end, day, place)
        for place in places
        for start, end, day in dates_in(place)
        if place.line.box.y0 > (FOOT if place.text[:start].strip() else SIGNED_OFF) * bottom
        if not _EVENT.search(place.text[:start] or _left_of(place, places))
        if not _beside_a_sum(place, places) and not _bounds(place.text, start, end)
    ]
    if last:
        _, start, end, day, place = max(last, key=lambda item: item[0])
        yield "issued", value_at(reading, place, start, end, day, SIGNED_ON)


def _heads_days(label: Place, places: list[Place]) -> bool:
    """Whether a word is the head of a column of days, as 日期 over those of a plan."""
    below = [
        place
        for place in places
        if place.y0 >= label.y1 and place.x0 < label.x1 and place.x1 > label.x0
    ]
    return sum(re.fullmatch(DATE, fold(place.text.strip())) is not None for place in below) > 1


def _bounds(text: str, start: int, end: int) -> bool:
    """Whether a day is where a term begins or ends, or something is paid: 自2025年11月8日起至
    2027年11月7日止, 第15期2028年2月25日还."""
    return bool(_AFTER.match(text[end:]) or re.search(r"[至到]\s*$", text[:start]))


_AFTER = re.compile(r"\s*(?:[起止]|开始|前?(?:再|一次性?)?(?:偿?还|付|打款|结清))")


_SUM = re.compile(r"\d[\d,]*\.\d\d(?!\d)")


_DUE = re.compile(rf"\W*(?:第?\s?\d{{1,3}}\s?[期.、,)]\s*)?{DATE}\W*")
_PAYMENT = re.compile(r"[^\d元]{0,6}\d[\d,]*\.\d\d\s*元?\W*")
"""A day alone in its cell or with its number (12.2027.11.15), and its payment (还823.32元)."""
_PROMISE = re.compile(
    rf"^\W*第?\s?\d{{1,3}}\s?[期次笔].*\d|{DATE}(?!\d)前?[\s:,]*(?:偿?还|付)?[^\d\s]{{0,4}}[¥]?\s?\d[\d,.]*元?\W*$"
)
"""第24期 2028-11-28 928.12元, 2026年12月28日还1200元: what a plan says of a day."""


def _beside_a_sum(place: Place, places: list[Place]) -> bool:
    """Whether a day alone in its cell stands in a row of a table with an amount: when that fell
    due, not when the paper was made."""
    if len(_SUM.findall(place.text)) > 1 or _PROMISE.search(place.text):
        return True  # A row of a plan that is set as one line.
    cells = re.split(r"\s{2,}|\t", place.text.strip())
    if any(re.fullmatch(DATE, cell) for cell in cells) and any(map(_SUM.fullmatch, cells)):
        return True  # The same with words behind: 12  2027-11-15  1153.15  配送收入.
    alone = _DUE.fullmatch(fold(place.text)) is not None
    return alone and any(
        other is not place
        and abs(other.middle - place.middle) <= 0.7 * place.high
        and _PAYMENT.fullmatch(other.text)
        for other in places
    )


def _left_of(place: Place, places: list[Place]) -> str:
    """What stands left of a line in its row, as the label in a table does."""
    row = [
        other
        for other in places
        if other.line.box.x1 <= place.line.box.x0 + 1
        and abs(other.middle - place.middle) <= 0.7 * place.high
    ]
    return max(row, key=lambda other: other.line.box.x1).text if row else ""


def dated_field(key: str, labels: tuple[str, ...]) -> Callable[[list[Place], Reading], Fields]:
    def read(places: list[Place], reading: Reading) -> Fields:
        for hit in labelled(places, reading, labels, DATE):
            match = re.match(DATE, fold(hit.value))
            if match and (day := day_of(match["y"], match["m"], match["d"])):
                yield key, hit.model_copy(update={"value": day})
                return

    return read


_ENDED = re.compile(
    rf"[至于在]\s?{DATE}(?:(?!入职|签订|订立|\d{{4}}年)[^。;:]){{0,24}}?(?:离职|解\s?除|终\s?止)"
)
"""至2026年9月1日因公司业务调整离职, also where the day goes on in the next line; of 于2021年3月1日
入职，劳动合同于2026年8月31日解除 the second day."""


def _told(
    places: list[Place], reading: Reading, said: re.Pattern[str], key: str, label: str
) -> Fields:
    """The day of the first sentence that says so, which may go on over lines."""
    whole = running(places)
    found = said.search(whole.text)
    if found and (day := day_of(found["y"], found["m"], found["d"])):
        place, start, end = whole.first(found.start("y"), found.end("d"))
        yield key, value_at(reading, place, start, end, day, label)


def read_contract_end(places: list[Place], reading: Reading) -> Fields:
    yield from dated_field(
        "contract_end",
        (
            "解除日期",
            "终止日期",
            "离职日期",
            "离职时间",
            "解除时间",
            "解除劳动合同日期",
            "终止劳动合同日期",
            "最后工作日",
        ),
    )(places, reading)
    told = list(_told(places, reading, _ENDED, "contract_end", "解除/终止"))
    yield from told
    if told:
        return
    for place in places:
        if any(word in place.text for word in ("解除", "终止", "离职")):
            for start, end, day in dates_in(place):
                yield "contract_end", value_at(reading, place, start, end, day, "解除/终止")
                return


_HAPPENED = re.compile(
    rf"(?:[于在因自]|(?<![至到\d])(?=20\d\d年))\s?{DATE}(?:[至到](?:\d{{1,2}}月)?\d{{1,2}}日)?"
    r"(?:(?!结婚|出生|入职|订立|出具)[^。;:]){0,16}?(?:受灾|遭受|火灾|洪|暴雨|地震|死亡|去世|火化|事故|离婚|失业|报案|报警|被骗|被盗)"
)
"""于2026年7月5日因暴雨内涝受灾, 2026年7月19日至21日连降暴雨, also where it goes on in the next
line; 于2014年5月20日登记结婚，现自愿离婚 tells of a wedding."""

_ADMITTED = re.compile(rf"{DATE}[^。;:,\d]{{0,10}}?(?:入院|住院|收住|急诊入)(?!号)")


_FIRST_ADMITTED = re.compile(
    rf"{DATE}[^。;:]{{0,24}}?(?:首次|初次|第一次)(?:入院|住院|来院|就诊|收住)"
)


def read_admission(places: list[Place], reading: Reading) -> Fields:
    """The day somebody first went into hospital: in a sentence that says so, else after its label,
    else in any sentence."""
    labels = dated_field("admission_date", ("入院日期", "入院时间", "入院"))
    yield from (
        list(_told(places, reading, _FIRST_ADMITTED, "admission_date", "首次入院"))
        or list(labels(places, reading))
        or _told(places, reading, _ADMITTED, "admission_date", "入院")
    )


def read_event(labels: tuple[str, ...]) -> Callable[[list[Place], Reading], Fields]:
    """The day of what happened: after its label, else in a sentence that says what it was."""
    by_label = dated_field("event_date", labels)

    def read(places: list[Place], reading: Reading) -> Fields:
        yield from by_label(places, reading)
        yield from _told(places, reading, _HAPPENED, "event_date", "发生日期")

    return read


_PAY_MONTH = re.compile(r"(20\d\d)[-./年]\s?(\d{1,2})月?")
_YEAR_AND_MONTH = re.compile(r"20\d\d年\s?\d{1,2}月(?:份)?")
"""2026年8月 by itself goes before the day on which it was paid."""
_MONTH_ALONE = re.compile(rf"\s*(\d{{1,2}}|[{NUMERALS}十]{{1,2}})月份?(?:工资[单条表]?)?\s*")


def read_pay_month(places: list[Place], reading: Reading) -> Fields:
    """The month that was paid for; one named alone (十月份) is of the year of the day beside it."""
    named = list(_month_alone(places, reading))
    alone = [place for place in places if _YEAR_AND_MONTH.fullmatch(place.text.strip())]
    for place in (*alone, *places):
        match = _PAY_MONTH.search(place.text)
        if match and 1 <= int(match[2]) <= 12:
            if named and re.match(r"[-./日]?\d", place.text[match.end() :]):
                break  # 2026.11.5 is when it was paid.
            month = f"{match[1]}-{int(match[2]):02d}"
            yield (
                "pay_month",
                value_at(reading, place, match.start(), match.end(), month, "工资月份"),
            )
            return
    yield from named or _compact_month(places, reading)


def _month_alone(places: list[Place], reading: Reading) -> Fields:
    days = [day for place in places for _, _, day in dates_in(place)]
    for place in places:
        match = _MONTH_ALONE.fullmatch(place.text)
        number = numeral(match[1]) if match else 0
        if match and days and 1 <= number <= 12:
            year, paid = int(min(days)[:4]), int(min(days)[5:7])
            month = f"{year - (number > paid)}-{number:02d}"
            yield "pay_month", value_at(reading, place, *match.span(1), month, "工资月份")
            return


def _compact_month(places: list[Place], reading: Reading) -> Fields:
    """工资月份：202610."""
    for place in places:
        match = re.search(r"(?:月份|所属期|所属月)\D{0,4}(20\d\d)(0[1-9]|1[0-2])(?!\d)", place.text)
        if match:
            month = f"{match[1]}-{match[2]}"
            yield "pay_month", value_at(reading, place, *match.span(1), month, "工资月份")
            return


def row_dates(place: Place) -> Iterable[tuple[int, int, str]]:
    yield from dates_in(place)
    for match in re.finditer(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)", place.text):
        day = day_of(*match.groups())
        if day:
            yield match.start(), match.end(), day
