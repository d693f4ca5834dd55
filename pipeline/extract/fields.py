"""The facts on a paper: names, numbers, dates, incomes. One named reader for each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.extract.folding import fold
from pipeline.extract.layout import token_edges
from schemas.evidence import Evidence, FieldValue
from schemas.geometry import Box
from schemas.reading import Line, Reading

LABEL_GAP = 8.0
"""A value stands at most so many line heights right of its label."""
NAME = r"[\u4e00-\u9fff·•*xX某]{2,12}"
_NOT_NAMES = (
    "性别",
    "男",
    "女",
    "年龄",
    "科别",
    "科室",
    "先生",
    "女士",
    "同志",
    "职务",
    "身份",
    "证件",
    "民族",
    "出生",
    "工号",
    "部门",
    "岗位",
    "姓名",
    "劳动者",
    "用人单位",
    "甲方",
    "乙方",
)


@dataclass(frozen=True)
class Place:
    """A folded line with its original."""

    line: Line
    text: str


def fields_of(reading: Reading, names: Iterable[str]) -> dict[str, FieldValue]:
    """The facts named in the catalogue for this kind of paper, as far as they can be read."""
    places = [Place(line, fold(line.text)) for line in reading.lines]
    found: dict[str, FieldValue] = {}
    for name in names:
        for key, value in _READERS[name](places, reading):
            found.setdefault(key, value)
    return found


Fields = Iterable[tuple[str, FieldValue]]


def _value(
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


_AFTER_LABEL = re.compile(r"(?:\s*\([^()\d]{1,6}\))?[\s:,(]*")
"""What may stand between a label and its value: a colon, a remark as in 乙方（劳动者）."""


def _labelled(
    places: list[Place], reading: Reading, labels: tuple[str, ...], pattern: str
) -> Iterable[FieldValue]:
    """Values that match `pattern` after a label: in its line, right of it, or just under it."""
    value = re.compile(pattern)
    for label in labels:
        spaced = r"\s*".join(label)
        for place in places:
            for match in re.finditer(spaced, place.text):
                after = _AFTER_LABEL.match(place.text, match.end())
                start = after.end() if after else match.end()
                hit = value.match(place.text, start)
                if hit:
                    yield _value(reading, place, hit.start(), hit.end(), hit.group(), label)
                elif not place.text[start:].strip(" :()"):
                    yield from _beside(places, reading, place, value, label)


def _beside(
    places: list[Place], reading: Reading, label: Place, value: re.Pattern[str], name: str
) -> Iterable[FieldValue]:
    """Values right of a label and under it; what does not fit is passed over."""
    box = label.line.box
    height = max(box.height, 1)
    beside, below = [], []
    for place in places:
        other = place.line.box
        middle = (other.y0 + other.y1) / 2
        right = (
            other.x0 - box.x1 + 0.5 * height >= 0
            and box.y0 - 0.4 * height <= middle <= box.y1 + 0.4 * height
        )
        under = (
            0 <= other.y0 - box.y1 + 0.4 * height <= 1.6 * height
            and abs(other.x0 - box.x0) < 2 * height
        )
        if place is not label and right:
            beside.append(place)
        elif place is not label and under:
            below.append(place)
    beside.sort(key=lambda place: place.line.box.x0)
    below.sort(key=lambda place: place.line.box.y0)
    for place in (*beside[:1], *below[:1], *beside[1:2]):
        hit = value.match(place.text.lstrip())
        if hit:
            shift = len(place.text) - len(place.text.lstrip())
            start, end = hit.start() + shift, hit.end() + shift
            yield _value(reading, place, start, end, hit.group(), name)


def _name(places: list[Place], reading: Reading) -> Fields:
    labels = (
        "姓名",
        "患者姓名",
        "病人姓名",
        "持证人",
        "参保人",
        "户主姓名",
        "申请人",
        "被查询者姓名",
        "死者姓名",
        "员工姓名",
        "说明人",
        "兹证明",
        "借款人",
        "职工姓名",
        "当事人",
        "承租方",
        "乙方",
    )
    for hit in _labelled(places, reading, labels, NAME):
        cut = _name_only(hit.value)
        if cut:
            yield "name", hit.model_copy(update={"value": cut})
            return
    for place in places:
        match = re.match(rf"名\s*({NAME})$", place.text)
        if match and _name_only(match[1]):
            yield "name", _value(reading, place, match.start(1), match.end(1), match[1], "姓名")
            return


_COMMON_WORDS = (
    "同志",
    "先生",
    "女士",
    "性别",
    "男",
    "女",
    "系我",
    "系",
    "为我",
    "为本",
    "于",
    "因",
    "在我",
    "身份",
    "自",
    "是我",
    "现",
    "科",
    "年龄",
    "证件",
    "公民",
    "职务",
    "岗位",
    "是",
)


def _name_only(text: str) -> str:
    """The name at the front of `text`, without what runs on behind it."""
    for word in _COMMON_WORDS:
        place = text.find(word, 1)
        if place >= 2:
            text = text[:place]
    if len(text) < 2 or text.startswith(_NOT_NAMES) or len(text) > 8:
        return ""
    return text


def _id_number(places: list[Place], reading: Reading) -> Fields:
    for place in places:
        compact, positions = _compact(place.text)
        match = re.search(r"(?<!\d)([1-9]\d{5}(?:18|19|20)\d{9}[\dx])(?!\d)", compact)
        if match:
            start, end = positions[match.start()], positions[match.end() - 1] + 1
            yield "id_number", _value(reading, place, start, end, match[1].upper(), "公民身份号码")
            return
    for place in places:
        compact, positions = _compact(place.text)
        match = re.search(r"(?:身份|证件|社会保障)\D{0,8}?(\d{15,18}x?)", compact)
        if match:
            start, end = positions[match.start(1)], positions[match.end(1) - 1] + 1
            yield "id_number", _value(reading, place, start, end, match[1].upper(), "公民身份号码")
            return


def _compact(text: str) -> tuple[str, list[int]]:
    kept = [(place, character) for place, character in enumerate(text) if not character.isspace()]
    return "".join(character for _, character in kept), [place for place, _ in kept]


def _address(places: list[Place], reading: Reading) -> Fields:
    for hit in _labelled(places, reading, ("住址",), r"\S.{3,}"):
        rest = _line_under(places, hit.evidence.box, r"[\u4e00-\u9fff0-9a-z\-#]{2,}$")
        yield "address", hit.model_copy(update={"value": hit.value + rest})
        return


def _line_under(places: list[Place], box: Box, pattern: str) -> str:
    """The text that goes on just under a box, "" where none does."""
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
            return place.text
    return ""


def _authority(places: list[Place], reading: Reading) -> Fields:
    for hit in _labelled(places, reading, ("签发机关",), r"[\u4e00-\u9fff]{4,}"):
        yield "authority", hit
        return


def _validity(places: list[Place], reading: Reading) -> Fields:
    pattern = re.compile(
        r"(\d{4})[.\-/年]\s?(\d{1,2})[.\-/月]\s?(\d{1,2})日?\s*[-~至到一]\s*(?:(\d{4})[.\-/年]\s?(\d{1,2})[.\-/月]\s?(\d{1,2})|(长期))"
    )
    for place in places:
        match = pattern.search(place.text)
        if not match:
            continue
        start = _day(match[1], match[2], match[3])
        until = "long-term" if match[7] else _day(match[4], match[5], match[6])
        span = (match.start(), match.end())
        if start:
            yield "valid_from", _value(reading, place, *span, start, "有效期限")
        if until:
            yield "valid_until", _value(reading, place, *span, until, "有效期限")
        return


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


_DATE = r"(?P<y>(?:19|20)\d\d)\s?[-./年]\s?(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?"
_CHINESE_DATE = re.compile(
    r"(?P<y>二[零○oO0〇][零一二三四五六七八九]{2})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)


def _dates(place: Place) -> Iterable[tuple[int, int, str]]:
    for match in re.finditer(_DATE, place.text):
        day = _day(match["y"], match["m"], match["d"])
        if day:
            yield match.start(), match.end(), day


def _issued(places: list[Place], reading: Reading) -> Fields:
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
        "日期",
    )
    for label in labels:
        for place in places:
            # 日期 alone names no event; 入院日期 and 出生日期 do.
            found = re.search(
                rf"(?<![\u4e00-\u9fff]){label}" if label == "日期" else label, place.text
            )
            if not found:
                continue
            for start, end, day in _dates(place):
                if start >= found.end():
                    yield "issued", _value(reading, place, start, end, day, label)
                    return
            for hit in _beside(places, reading, place, re.compile(_DATE), label):
                match = re.match(_DATE, fold(hit.value))
                if match and (day := _day(match["y"], match["m"], match["d"])):
                    yield "issued", hit.model_copy(update={"value": day})
                    return
    bottom = max((place.line.box.y1 for place in places), default=0)
    last = [
        (place.line.box.y0, start, end, day, place)
        for place in places
        if place.line.box.y0 > 0.45 * bottom
        for start, end, day in _dates(place)
    ]
    if last:
        _, start, end, day, place = max(last, key=lambda item: item[0])
        yield "issued", _value(reading, place, start, end, day, "落款日期")


def _dated(key: str, labels: tuple[str, ...]) -> Callable[[list[Place], Reading], Fields]:
    def read(places: list[Place], reading: Reading) -> Fields:
        for hit in _labelled(places, reading, labels, _DATE):
            match = re.match(_DATE, fold(hit.value))
            if match and (day := _day(match["y"], match["m"], match["d"])):
                yield key, hit.model_copy(update={"value": day})
                return

    return read


def _contract_end(places: list[Place], reading: Reading) -> Fields:
    yield from _dated(
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
    for place in places:
        if any(word in place.text for word in ("解除", "终止", "离职")):
            for start, end, day in _dates(place):
                yield "contract_end", _value(reading, place, start, end, day, "解除/终止")
                return


def _period(places: list[Place], reading: Reading) -> Fields:
    """From–to of a statement or contract: two dates joined in one line."""
    joined = re.compile(
        _DATE.replace("?P<y>", "?P<a>").replace("?P<m>", "?P<b>").replace("?P<d>", "?P<c>")
        + r"\s*(?:[-~至到一]|--)+\s*"
        + _DATE
    )
    compact = re.compile(r"(20\d\d)(\d\d)(\d\d)\s*[-~至到]+\s*(20\d\d)(\d\d)(\d\d)")
    for place in places:
        match = joined.search(place.text)
        if match:
            days = (
                _day(match["a"], match["b"], match["c"]),
                _day(match["y"], match["m"], match["d"]),
            )
        else:
            match = compact.search(place.text)
            if not match:
                continue
            days = _day(*match.group(1, 2, 3)), _day(*match.group(4, 5, 6))
        if all(days):
            yield (
                "period_from",
                _value(reading, place, match.start(), match.end(), days[0], "起止日期"),
            )
            yield (
                "period_to",
                _value(reading, place, match.start(), match.end(), days[1], "起止日期"),
            )
            return


def _employer(places: list[Place], reading: Reading) -> Fields:
    kinds = "公司|厂|店|中心|学校|医院|集团|事务所|合作社|工作室|酒店|超市|局|部"
    company = rf"[\u4e00-\u9fff()a-z0-9]{{4,40}}?(?:{kinds})"
    labels = (
        "单位名称",
        "用人单位",
        "工作单位",
        "单位盖章",
        "参保单位",
        "甲方",
        "公司名称",
        "单位",
    )
    for hit in _labelled(places, reading, labels, company):
        yield "employer", hit
        return
    for place in places:
        match = re.search(company, place.text)
        if match and "银行" not in match.group():
            yield (
                "employer",
                _value(reading, place, match.start(), match.end(), match.group(), "单位"),
            )
            return


_MONEY = r"[¥$]?\s?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)"


def _money_field(key: str, labels: tuple[str, ...]) -> Callable[[list[Place], Reading], Fields]:
    def read(places: list[Place], reading: Reading) -> Fields:
        pattern = r"(?:\(?(?:大写|小写|税后|税前|元)\))?[\s:为是约]*(?:人民币)?[\s:约]*" + _MONEY
        hits = [*_labelled(places, reading, labels, pattern), *_wrapped(places, reading, labels)]
        for hit in hits:
            match = re.search(_MONEY, fold(hit.value))
            if match:
                yield key, hit.model_copy(update={"value": match[1].replace(",", "")})
                return

    return read


def _wrapped(
    places: list[Place], reading: Reading, labels: tuple[str, ...]
) -> Iterable[FieldValue]:
    """…目前月收入为人民 / 币5,200.00元: an amount on the line after its label."""
    for place, following in pairwise(places):
        for label in labels:
            ends = re.search(label + r"[\s:为是约人民币()税后前]*$", place.text)
            begins = re.match(r"[\s:约人民币]*" + _MONEY, following.text)
            if ends and begins and len(place.text) > len(label) + 4:
                start, end = begins.span(1)
                yield _value(reading, following, start, end, begins[1], label)


def _pay_month(places: list[Place], reading: Reading) -> Fields:
    for place in places:
        match = re.search(r"(20\d\d)[-./年]\s?(\d{1,2})月?", place.text)
        if match and 1 <= int(match[2]) <= 12:
            month = f"{match[1]}-{int(match[2]):02d}"
            yield "pay_month", _value(reading, place, match.start(), match.end(), month, "工资月份")
            return


def _wage_credits(places: list[Place], reading: Reading) -> Fields:
    """Rows of a bank statement that are wages: "2026-08-10:5200.00;…"."""
    rows = []
    first: Place | None = None
    for place in places:
        if not re.search(r"工资|代发|薪资|薪酬|奖金", place.text) or re.search(
            r"工资卡|证明", place.text
        ):
            continue
        middle = (place.line.box.y0 + place.line.box.y1) / 2
        level = [
            other for other in places if other.line.box.y0 - 4 <= middle <= other.line.box.y1 + 4
        ]
        days = [day for other in level for _, _, day in _row_dates(other)]
        amounts = [
            match[1].replace(",", "")
            for other in sorted(level, key=lambda other: other.line.box.x0)
            for match in re.finditer(
                r"(?<![\d.])\+?(\d{1,3}(?:,\d{3})*\.\d{2}|\d+\.\d{2})(?!\d)", other.text
            )
        ]
        if days and amounts:
            first = first or place
            rows.append(f"{days[0]}:{amounts[0]}")
    if first is not None:
        yield "wage_credits", _value(reading, first, 0, len(first.text), ";".join(rows), "工资入账")


def _row_dates(place: Place) -> Iterable[tuple[int, int, str]]:
    yield from _dates(place)
    for match in re.finditer(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)", place.text):
        day = _day(*match.groups())
        if day:
            yield match.start(), match.end(), day


def _holder(places: list[Place], reading: Reading) -> Fields:
    labels = (
        "户名",
        "客户姓名",
        "账户名称",
        "客户名称",
        "账户户名",
        "持卡人姓名",
        "持卡人",
        "借款人",
        "借款人姓名",
        "姓名",
        "账户名",
        "账户姓名",
    )
    for hit in _labelled(places, reading, labels, NAME):
        cut = _name_only(hit.value)
        if cut:
            yield "account_holder", hit.model_copy(update={"value": cut})
            return
    for place in places:
        match = re.search(
            r"尊敬的\s*([\u4e00-\u9fff*]{2,4}?)\s*(?:先生|女士|客户|用户|您|:|,)", place.text
        )
        if match and match[1] not in ("客户", "用户", "借款", "持卡"):
            yield (
                "account_holder",
                _value(reading, place, match.start(1), match.end(1), match[1], "尊敬的"),
            )
            return


def _text_field(
    key: str, labels: tuple[str, ...], pattern: str
) -> Callable[[list[Place], Reading], Fields]:
    def read(places: list[Place], reading: Reading) -> Fields:
        for hit in _labelled(places, reading, labels, pattern):
            yield key, hit
            return

    return read


def _seal(places: list[Place], reading: Reading) -> Fields:
    """Words that say a seal belongs here; whether red ink is there is looked at by the checks."""
    for place in places:
        match = re.search(r"盖章|公章|签章|专用章|印章", place.text)
        if match:
            yield "seal", _value(reading, place, match.start(), match.end(), "words", "盖章")
            return


def _signed(places: list[Place], reading: Reading) -> Fields:
    for place in places:
        match = re.search(r"(?:签名|签字|说明人|申请人|承诺人)\s*[:(]", place.text)
        if match:
            tail = place.text[match.end() :].strip(" ):_")
            yield (
                "signed",
                _value(reading, place, match.start(), len(place.text), tail or "blank", "签名"),
            )
            return


_READERS: dict[str, Callable[[list[Place], Reading], Fields]] = {
    "name": _name,
    "id_number": _id_number,
    "address": _address,
    "authority": _authority,
    "validity": _validity,
    "issued": _issued,
    "period": _period,
    "employer": _employer,
    "monthly_income": _money_field(
        "monthly_income",
        (
            "月均收入",
            "月平均收入",
            "平均月收入",
            "税后月收入",
            "月收入",
            "月工资",
            "月薪",
            "每月收入",
            "工资收入",
            "月均工资",
        ),
    ),
    "net_pay": _money_field("net_pay", ("实发工资", "实发金额", "实发合计", "实发", "实际发放")),
    "gross_pay": _money_field("gross_pay", ("应发工资", "应发金额", "应发合计", "应发")),
    "total": _money_field(
        "total",
        (
            "合计金额",
            "费用合计",
            "总金额",
            "总费用",
            "金额合计",
            "价税合计",
            "小写",
            "合计",
            "总计",
        ),
    ),
    "pay_month": _pay_month,
    "wage_credits": _wage_credits,
    "account_holder": _holder,
    "diagnosis": _text_field(
        "diagnosis",
        ("出院诊断", "临床诊断", "诊断意见", "诊断结果", "初步诊断", "入院诊断", "诊断"),
        r"(?!证明|书)[^\s:].{2,60}",
    ),
    "admission_date": _dated("admission_date", ("入院日期", "入院时间", "入院")),
    "discharge_date": _dated("discharge_date", ("出院日期", "出院时间", "出院")),
    "contract_end": _contract_end,
    "event_date": _dated(
        "event_date",
        (
            "事故时间",
            "发生时间",
            "死亡日期",
            "死亡时间",
            "离婚日期",
            "登记日期",
            "受灾时间",
            "失业时间",
            "失业日期",
            "登记时间",
            "受灾日期",
        ),
    ),
    "report_number": _text_field("report_number", ("报告编号",), r"[0-9a-z]{8,}"),
    "relation": _text_field("relation", ("与户主关系",), r"[\u4e00-\u9fff]{1,4}"),
    "seal": _seal,
    "signed": _signed,
}
"""Catalogue name of a field → its reader. A kind of paper lists the readers it wants."""
