"""What stands in a line: money, dates, percentages, period marks, days, and the words between.

Works on folded text and gives places in it; knows nothing of geometry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

_RUNS_ON = re.compile(r"\s?[.,·•'`:;]\s?\d|\.$|\s\d{1,2}$")
"""What follows a number that may have been cut short: a stray point, digits after a gap."""
_TIMES_AFTER = re.compile(
    r"\s?(?:[×✕✖]|[x*]\s?\d|(?:作?为|是)?(?:计算|计息|计收|逾期)?(?:的)?基数|作?为(?:本金|计))"
)
_TIMES_BEFORE = re.compile(r"(?:[×✕✖]|[\d%元]\s?[x*]|[息金费数取](?:按|以|对|基于))\s?¥?\s?$")
"""What stands beside a figure of a formula, or beside the base that a charge is counted on."""
_CUT_SHORT = re.compile(r"^\s*,\s?$")
"""Nothing but a comma before an amount: the line was cut within it."""
_LENT_BEFORE = re.compile(r"(?:^|[·|,;(\s日])(?:借款|贷款|放款|借)\s?$")
_OWED_AFTER = re.compile(r"逾期|[待未应]还|[拖尚]?欠|到期")
"""借款9,600.00元·2026-02-05 is what was lent; 借款9,600.00元已逾期 may be what is owed."""
_NUMBERS = "零一二三四五六七八九十"
_WAN = Decimal(10_000)
MAX_MONEY = Decimal(100_000_000)


@dataclass(frozen=True)
class Atom:
    """A run of characters `start`..`end` of a folded line.

    kind: money | lent | none | date | percent | period | month | days | span | nth | number | text
    | mark
    money, lent (by the word before it): yuan with `marked` (a currency sign or 元) and `exact` (two
    decimals); `first`..`last` are the digits alone. date: `day`, None where it says no year
    (10-16). period: `index`, `of`. month (10月 of 10月账单), days (已逾期34天), span (34天),
    nth (6期 and no more, a number or a count of instalments) and number: `index`.
    """

    kind: str
    start: int
    end: int
    text: str
    value: Decimal | None = None
    marked: bool = False
    exact: bool = False
    first: int = 0
    last: int = 0
    day: date | None = None
    index: int | None = None
    of: int | None = None
    currency: str = "CNY"
    odd: bool = False


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEXT = r"(?:\d{2,3}(?:,\d{3})*|\d(?:,\d{3})+)\.\d\d"
_D = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("skip", re.compile(r"\d{4}[*x·•]{2,}\d{2,4}|\*{2,}\d{2,4}|\d{1,3}(?:\.\d{1,3}){3}")),
    (
        "skip",
        re.compile(r"(?<![\d.,])\d{1,4}(?:\.\d{1,2})?\s?[km]?b?/s", re.I),
    ),  # how fast a phone loads
    (
        "date",
        re.compile(
            r"(?:(?<!\d)|(?<=/\d)|(?<=/\d\d))"  # 4/6 2026-10-12 that lost its space
            r"(?P<y>(?:19|20)\d\d)\s?[-./年]\s?(?P<m>0?[1-9]|1[0-2])\s?[-./月]\s?"
            r"(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?:日|号)?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?"
            r"(?:(?!\d)|(?<=[-./月]\d\d)(?=\d{1,2}/\d{1,2}期))"  # 2026-10-235/12期
        ),
    ),
    (
        "date",
        re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    ),
    (
        "date",
        re.compile(
            r"(?<![\d.])(?P<y>2\d)\s?[./-]\s?(?P<m>0[1-9]|1[0-2])\s?[./-]\s?"
            r"(?P<d>0[1-9]|[12]\d|3[01])(?![\d.])"
        ),
    ),
    (
        "date",
        re.compile(
            r"(?<![\d./])(?P<d>0?[1-9]|[12]\d|3[01])\s?/\s?(?P<m>0?[1-9]|1[0-2])\s?/\s?"
            r"(?P<y>20\d\d)(?![\d./])"
        ),
    ),
    (
        "month",
        re.compile(
            r"(?<![\d年])(?:(?:20)?\d\d\s?年\s?)?(?P<i>1[0-2]|0?[1-9])\s?月份?(?=账单|[待应]还|[待未]出账)"
        ),
    ),
    ("skip", re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-/年]\s?(?:0?[1-9]|1[0-2])月?(?!\d|\.\d)")),
    (
        "date",
        re.compile(
            r"(?:(?<![\d.,/-])|(?<=\d/\d)|(?<=\d/\d\d))"  # 7/12 07-15 that lost its space
            r"(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d.,/-])(?P<y>)"
        ),
    ),
    (
        "date",
        re.compile(
            r"(?<![\d.,])(?P<d>0?[1-9]|[12]\d|3[01])[\s-]?"
            rf"(?P<m>{'|'.join(_MONTHS)})[a-z]{{0,6}}(?![a-z])"
            r"(?:[\s,-]{0,2}(?P<y>20\d\d)(?!\d))?"
        ),
    ),
    ("date", re.compile(r"(?<!\d)(?P<y>)(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12]\d|3[01])日")),
    (
        "specked",
        re.compile(
            r"(?<=[利罚复本约续务期][息金费])\s?(?P<n>\d{1,3}(?:,\d{3})*):(?P<c>\d\d)(?![\d:])"
        ),
    ),
    ("skip", re.compile(r"(?<![\d.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)")),
    # 10/10-11/09: the cycle of a bill.
    ("skip", re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}\s?[-~至]\s?\d{1,2}/\d{1,2}(?![\d/])")),
    # 09/28198.63: a day, and the amount of that day.
    (
        "skip",
        re.compile(
            r"(?<![\d/.])(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])(?=\d{1,3}(?:,\d{3})*\.\d\d(?!\d))"
        ),
    ),
    # 10.01-10.31: the days that something was bought on.
    (
        "skip",
        re.compile(
            r"(?<![\d.,¥])(?:0?\d|1[0-2])\.[0-3]\d\s?[-~至]\s?(?:0?\d|1[0-2])\.[0-3]\d(?![\d.])"
        ),
    ),
    ("percent", re.compile(r"(?P<n>\d+(?:\.\d+)?)\s?(?P<u>%|‰)")),
    ("skip", re.compile(r"(?:还?剩|已还|未还|余)\s?\d{1,3}\s?/\s?\d{1,3}\s?期")),
    # (第5-7期): which instalments a figure is of.
    ("skip", re.compile(r"\(?第\s?\d{1,3}\s?期?\s?[-~至到]\s?第?\s?\d{1,3}\s?期\)?")),
    ("period", re.compile(rf"第\s?(?P<i>{_D})\s?期?\s?/\s?共?(?P<o>\d{{1,3}})\s?期?")),
    ("period", re.compile(rf"第\s?(?P<i>{_D}|\d{{3}})\s?期(?:\s?[,(]?共(?P<o>\d{{1,3}})期\)?)?")),
    ("period", re.compile(r"(?<=\d{4}[-./]\d\d[-./]\d\d)(?P<i>\d{1,2})/(?P<o>\d{1,3})期")),
    ("period", re.compile(r"(?<![\d.])(?P<i>\d{1,3})\s?/\s?(?P<o>\d{1,3})\s?期")),
    (
        "period",
        re.compile(
            r"(?<![\d./])(?P<i>\d{1,2})/(?P<o>\d{1,2})"
            r"(?:(?![\d./])|(?=20\d\d[-./年]\d|(?:0[1-9]|1[0-2])-[0-3]\d(?!\d)))"
        ),
    ),
    (
        "days",
        re.compile(r"(?:已?逾期|逾期天数|超期|已?拖欠)(?:了|达|已)?:?\s?(?P<i>\d{1,4})\s?[天日]"),
    ),
    ("days", re.compile(r"^\s*(?:已(?:经|有)?)?(?P<i>\d{1,4})\s?天未还款?\s*$")),
    ("nth", re.compile(r"^\s*(?P<i>\d{1,3})\s?期(?=\s*$|[\s·|,]*(?:20)?\d\d\s?[-./年月])")),
    ("span", re.compile(r"^\s*(?P<i>\d{1,4})\s?[天日]\s*$")),
    (
        "skip",
        re.compile(
            # 本金1830.40分期手续费24.60: cents are no count.
            r"(?!(?<=\d\.)\d\d(?![\d天日月])|(?<=\d\.\d)\d(?![\d天日月]))\d+\s?(?:个?月|期|天|日|年(?!费)|人|次|笔|分|点|项|小时|工作日|张|个|元起|元/日|元/天)"
        ),
    ),
    ("skip", re.compile(r"(?<![\d.])\d+(?:\.\d+)?\s?(?:倍|折|成(?!交)|个?bps?|个?基点|个百分点)")),
    (
        "skip",
        re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{9,}(?![\d.])|(?<!\d)0\d{2,3}-\d{7,8}"),
    ),
    # 88.3158.31元: a figure that was struck through, and the one that holds behind it; 1.234.56 is
    # rather one with a stray point.
    (
        "money",
        re.compile(
            r"(?<![\d.,])(?P<c>¥)?(?P<s>)(?P<c2>)(?P<n>\d{1,3}(?:,\d{3})*\.\d\d)(?P<u>)"
            rf"(?=¥?{_NEXT}元?\s*$)"
        ),
    ),
    (
        "money",
        re.compile(rf"(?<=\d\.\d\d)(?P<c>¥)?(?P<s>)(?P<c2>)(?P<n>{_NEXT})(?P<u>元)?\s*$"),
    ),
    (
        "money",
        re.compile(
            r"^\s*(?P<c>[¥$])?(?P<s>)(?P<c2>)\s*(?P<n>\d(?:[\s,]?\d)*\s?\.\s?\d\s?\d)\s*(?P<u>元)?\s*$"
        ),
    ),
    (
        "money",
        re.compile(
            r"(?P<c>[¥$]|cny|rmb|hk\$|us\$|usd|港币|美元|人民币)?\s?(?P<s>[-+]\s?)?"
            r"(?P<c2>[¥$]|cny|rmb)?\s?"
            r"(?:(?<![\d.])|(?<=/\d\d))(?P<n>\d{1,3}(?:[,.]\s?\d{3})+(?:\.\s?\d{1,2})|\d{1,3}(?:,\s?\d{3})+(?!\d)"
            r"|\d+\.\s?\d{1,2}(?!\d)|\d+(?!\.?\d))"
            r"\s?(?P<u>万元?|元|/?rmb|/?cny|/?usd|人民币|美元)?"
        ),
    ),
    ("none", re.compile(r"-{2,3}(?!\d)|(?<![\w-])(?<![a-z]\s)-(?![\w-])|(?<![\w/])/(?![\w/])")),
    ("mark", re.compile(r"[¥]")),
)


def atoms_of(folded: str) -> list[Atom]:
    """The atoms of a folded line from left to right, words between them as kind "text"."""
    found: list[Atom] = []
    taken = [False] * len(folded)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if start == end or any(taken[start:end]):
                continue
            atom = _atom(kind, match)
            if atom is None:
                continue
            found.append(atom)
            taken[start : atom.end] = [True] * (atom.end - start)
    found.extend(_texts(folded, taken))
    return sorted(
        (atom for atom in found if atom.kind != "skip"), key=lambda atom: (atom.start, atom.end)
    )


def _atom(kind: str, match: re.Match[str]) -> Atom | None:
    start, end = match.span()
    text = match.group()
    if kind == "money":
        return _money(match)
    if kind == "specked":  # 罚息 40:54, by a speck over the point: after a label it is no time.
        whole = match["n"].replace(",", "")
        return Atom(
            "money", match.start("n"), end, text.strip(), Decimal(f"{whole}.{match['c']}"),
            exact=True, first=match.start("n"), last=end, odd=True,
        )  # fmt: skip
    if kind == "date":
        if not match["y"]:
            return Atom("date", start, end, text)
        try:
            year = int(match["y"])
            month = _MONTHS.index(match["m"]) + 1 if match["m"] in _MONTHS else int(match["m"])
            day = date(year + 2000 if year < 100 else year, month, int(match["d"]))
        except ValueError:
            return None
        return Atom("date", start, end, text, day=day)
    if kind == "percent":
        scale = Decimal(100 if match["u"] == "%" else 1000)
        return Atom("percent", start, end, text, value=Decimal(match["n"]) / scale)
    if kind == "period":
        index, of = _count(match["i"]), match["o"]
        if index < 1 or (of is not None and int(of) < index):
            return None
        return Atom("period", start, end, text, index=index, of=int(of) if of else None)
    if kind in ("month", "days", "span", "nth"):
        return Atom(kind, start, end, text, index=int(match["i"]))
    return Atom(kind, start, end, text)


def _count(text: str) -> int:
    """An ordinary or Chinese numeral up to 99."""
    if text.isdigit():
        return int(text)
    tens, mark, units = text.partition("十")
    if not mark:
        return _NUMBERS.index(text) if len(text) == 1 else 0
    return (_NUMBERS.index(tens) if tens else 1) * 10 + (_NUMBERS.index(units) if units else 0)


def _money(match: re.Match[str]) -> Atom | None:
    number = match["n"].replace(" ", "")
    head, dot, tail = number.rpartition(".")
    odd = "." in head
    whole = (head if dot else number).replace(",", "").replace(".", "")
    try:
        value = Decimal(f"{whole}.{tail}" if dot else whole)
    except InvalidOperation:
        return None
    unit = match["u"] or ""
    signs = (match["c"] or "") + (match["c2"] or "")
    start, end = match.span()
    if signs and _currency(signs) != _currency(signs + unit):
        unit, end = "", match.end("n")  # ¥2,741.05 美元应还: these words are the next label's.
    currency = _currency(signs + unit)
    marked = bool(match["c"] or match["c2"] or unit)
    if unit.startswith("万"):
        value *= _WAN
    if (match["s"] or "").startswith("-"):
        value = -value
    odd = odd or bool(_RUNS_ON.match(match.string, match.end("n")))
    exact = bool(dot) and len(tail) == 2
    if abs(value) > MAX_MONEY:
        return None
    if _TIMES_AFTER.match(match.string, end) or _TIMES_BEFORE.search(match.string[:start]):
        return Atom("skip", start, end, match.group())  # 500.00元×0.05%×30天: what is multiplied.
    if _CUT_SHORT.match(match.string[:start]):
        return Atom("skip", start, end, match.group())  # ,471.19: what stood before is lost.
    if not dot and not marked and number.startswith("0") and len(number) > 1:
        return Atom("skip", start, end, match.group())  # 0000: the end of a number, never money.
    kind = "money" if marked or dot or "," in number else "number"
    if kind == "money" and _LENT_BEFORE.search(match.string[:start]):
        kind = "money" if _OWED_AFTER.search(match.string, end) else "lent"
    index = int(value) if kind == "number" else None
    return Atom(
        kind, start, end, match.group(), value, marked, exact, match.start("n"), match.end("n"),
        index=index, currency=currency, odd=odd or " " in match["n"],
    )  # fmt: skip


def _currency(marks: str) -> str:
    if "hk" in marks or "港" in marks:
        return "HKD"
    if "$" in marks or "us" in marks or "美" in marks:
        return "USD"
    return "CNY"


_WORDS = re.compile(r"(?<!\S)[\u4e00-\u9fff]\s{2,8}[\u4e00-\u9fff](?!\S)|\S(?:.*?\S)?(?=\s{2,}|$)")
"""Words between wide gaps; 复　　利 is one, set wide to fill its column."""


def _texts(folded: str, taken: list[bool]) -> Iterator[Atom]:
    for match in _WORDS.finditer(folded):
        start = match.start()
        for place in range(match.start(), match.end() + 1):
            if place == match.end() or taken[place]:
                if folded[start:place].strip():
                    yield Atom("text", start, place, folded[start:place])
                start = place + 1
