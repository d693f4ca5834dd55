"""What somebody earns a month, as certificates say it: in forms and in prose, before tax or after.

Several figures may be there (税前8,000元，税后6,500元): what is paid out goes before one of which
nothing is said, and that before one before tax. A yearly income is divided where no monthly one is
stated. The label of the evidence tells which it is: 月收入（税后）, 年收入÷12（税前）.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from pipeline.extract.capitals import amounts_in_capitals
from pipeline.extract.fields.lines import Place
from pipeline.extract.fields.papers import money_field
from pipeline.extract.fields.places import Fields, value_at
from pipeline.extract.folding import fold
from schemas.base import CENT
from schemas.evidence import FieldValue
from schemas.reading import Reading

NET, GROSS = "税后", "税前"
_NET = re.compile(r"税后|实发|实得|到手|实际到账|扣税后")
_GROSS = re.compile(r"税前|应发|扣税前")
_PAY = r"(?:收入|工资|薪资|薪酬|薪金|薪水|薪|所得|养老金|退休金|养老待遇)"
_PART = (
    r"(?:基本(?!养老)|岗位|绩效|最低|加班|补贴|津贴|奖金|公积金|社保|扣|保底|底薪|租金|支出|还款)"
)
_MID = rf"(?:(?!{_PART})[^\d。;,:()]){{0,10}}?"
_AVERAGE = (
    r"近\s?(?:\d{1,2}|[一二三四五六七八九十两半]{1,3})\s?(?:个月|年)(?:以?来|内|的)*(?:月)?平均"
)
_MONTH = rf"(?:每个?月|月均|月平均|平均月|月度|(?<![\d年度个当本上今])月|{_AVERAGE})"
_MONTHLY = rf"(?:{_MONTH}{_MID}{_PAY}|{_PAY}(?:每月|月均|月平均))"
_YEARLY = rf"(?<![\d去上一半两多往整])(?<!(?<!税)前)(?:年均?|全年|年度|年平均){_MID}{_PAY}"
_FILL = (
    r"(?:\s|\((?:[^()\d]){1,10}\)|[:,()为是约计合共总额均数]|平均|每月|水平|人民币|税后|税前|扣税|实发|应发|大写|小写|元整?|rmb|cny"
    r"|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿整角分])*?"
)
_SUM = (
    r"[¥$]?\s?(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?![\d.,]*\d)"
    r"\s?(?P<u>万)?(?P<after>元?(?:整|/月|每月)?\s?\(?(?:人民币|rmb)?(?:税[前后]|扣税[前后])?)"
    r"(?!\s?[-~至到]\s?\d)(?!\s?[%个年月日号人名])"
)
_STATED = re.compile(rf"(?P<label>{_MONTHLY}){_FILL}{_SUM}")
_PER_MONTH = re.compile(
    rf"(?P<label>{_PAY}){_FILL}{_SUM.replace('元?(?:整|/月|每月)?', '元?(?:/月|每月|/每月)')}"
)
_MEAN = re.compile(rf"(?P<label>月均|平均每月|每月平均|折合每?月){_FILL}{_SUM}")
"""年收入78,000元，月均6,500元: looked for on lines that speak of pay."""
_IN_ALL = re.compile(rf"(?P<label>合计每个?月|每个?月合计|月合计){_FILL}{_SUM}")
"""2,800元/月，补贴平均1,150元/月，合计每月3,950元: the whole goes before its parts."""
_YEAR = re.compile(rf"(?P<label>{_YEARLY}){_FILL}{_SUM}")
_ALSO = re.compile(
    rf"[^\d。;]{{0,6}}?[,;(](?:其中|即|折合|约|每月)*(?P<label>税后|税前|扣税后|实发|到手){_PAY}?{_FILL}{_SUM}"
)
"""…（税前）8,000.00元，税后6,500.00元: a second figure of the same income."""
_FORMER = re.compile("(?:(?<![目当税])前|原来|(?<![\u4e00-\u9fff])原|以往|过去|曾)的?,?$")
"""患病前月收入约4,100元: what somebody earned once."""
_LEADS = re.compile(
    r"(?:\s|[:,()为是约计合共总]|平均|每月|水平|人民币|税后|税前|扣税|实发|应发|大写)*"
)
_BOTH = re.compile(
    rf"(?P<label>{_MONTHLY})[^\d。;]{{0,16}}[元圆][整正]?\s*[(（]?(?:小写)?[:：]?\s*{_SUM}"
)
"""月收入（实发）为人民币叁任捌佰元整 / (¥3,800.00): the figure, whatever was read before it."""
LONG = 8
"""A line of so many characters may be prose that goes on in the next."""
_BY_LABEL = money_field(
    "monthly_income",
    (
        *("月均收入", "月平均收入", "平均月收入", "税后月收入", "月收入", "月工资", "月薪"),
        *("每月收入", "工资收入", "月均工资", "月平均工资", "平均月工资", "月均实发工资"),
        *("月平均实发工资", "月实发工资", "月均税后工资", "月平均税后工资", "月均实发收入"),
    ),
)


def read_income(places: list[Place], reading: Reading) -> Fields:
    """The monthly income in yuan; its evidence's label says 税前 or 税后 where the paper does."""
    said = list(_said(places, reading, _IN_ALL)) or list(_said(places, reading, _STATED))
    said = said or list(_said(places, reading, _BOTH))
    said = said or list(_said(places, reading, _PER_MONTH))
    if said:
        yield "monthly_income", min(said, key=lambda value: _rank(value.evidence.label))
        return
    for _, value in _BY_LABEL(places, reading):
        unclear = re.compile(re.escape(fold(value.evidence.text)) + r"\s*(?:[-~至到]\s*[¥\d]|万)")
        if not any(unclear.search(place.text) for place in places):
            yield "monthly_income", value
        return
    for value in _in_capitals(places, reading):
        yield "monthly_income", value
        return
    paid = [place for place in places if re.search(_PAY, place.text)]
    for value in _said(paid, reading, _MEAN):
        yield "monthly_income", value
        return
    for value in _said(places, reading, _YEAR):
        month = (Decimal(value.value) / 12).quantize(CENT, ROUND_HALF_UP)
        label = value.evidence.label.replace("月收入", "年收入÷12")
        evidence = value.evidence.model_copy(update={"label": label})
        yield "monthly_income", value.model_copy(update={"value": str(month), "evidence": evidence})
        return


def _in_capitals(places: list[Place], reading: Reading) -> Iterator[FieldValue]:
    """月收入（税前）人民币贰仟陆佰伍拾元整: an income that no figures tell. Between its label and
    it stand filling words alone: 捌佰 is not the income of 叁任捌佰元整, a unit misread."""
    for place, after in pairwise([*places, None]):
        assert place is not None
        text = place.text + (after.text if after and len(place.text) >= LONG else "")
        label = re.search(_MONTHLY, text[: len(place.text)])
        for words, worth in amounts_in_capitals(text[label.end() :]) if label else ():
            start = text.index(words, label.end() if label else 0)
            basis = text[:start]
            if label is None or not _LEADS.fullmatch(text[label.end() : start]):
                break
            kind = f"（{NET}）" if _NET.search(basis) else ""
            kind = kind or (f"（{GROSS}）" if _GROSS.search(basis) else "")
            here, first = len(place.text), place
            if after and start >= here:
                first, start, here = after, start - here, len(after.text)
            end = min(start + len(words), here)
            yield value_at(reading, first, start, end, str(worth), f"月收入{kind}")
            return


def before_tax(value: FieldValue) -> bool:
    """Whether an income is stated before tax and insurance, so that less of it arrives."""
    return GROSS in value.evidence.label


def _rank(label: str) -> int:
    return 0 if NET in label else 2 if GROSS in label else 1


def _said(places: list[Place], reading: Reading, pattern: re.Pattern[str]) -> Iterator[FieldValue]:
    """Sums behind a label in one line, or from the end of one line of prose into the next."""
    for place, after in pairwise([*places, None]):
        assert place is not None
        text = place.text
        for match in pattern.finditer(text):
            if _FORMER.search(text[: match.start()]):
                continue
            yield _value(reading, place, match, 0)
            also = _ALSO.match(text, match.end())
            if also:
                yield _value(reading, place, also, 0)
        onward = pattern.search(text + after.text) if after and len(text) >= LONG else None
        former = onward and _FORMER.search(text[: onward.start()])
        if after and onward and not former and onward.start() < len(text) <= onward.start("n"):
            yield _value(reading, after, onward, len(text))


def _value(reading: Reading, place: Place, match: re.Match[str], before: int) -> FieldValue:
    """before: characters of the match's text that stand in an earlier line."""
    front = match.string[max(0, match.start() - 4) : match.start("n")]
    basis = match["after"] + front
    kind = f"（{NET}）" if _NET.search(basis) else f"（{GROSS}）" if _GROSS.search(basis) else ""
    amount = Decimal(match["n"].replace(",", ""))
    value = str(amount * 10_000 if match["u"] else amount)
    start, end = (place_ - before for place_ in match.span("n"))
    return value_at(reading, place, start, end, value, f"月收入{kind}")
