"""Since when, as the applicant tells it: 4月30日关门, 7月3日住院手术.

A paper is often written long after: the day a shop was struck off the register is not the day it
closed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from schemas.casefile import Reason

_DAY = r"(?:(?P<y>20\d\d|今|去)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]"
_EVENTS: Mapping[Reason, str] = {
    "illness": "入院|住院|确诊|发病|查出|病倒|手术|急诊|抢救",
    "accident": "车祸|事故|受伤|摔伤|摔断|被撞",
    "unemployment": "离职|失业|被裁|裁员|辞退|解除|下岗|解聘",
    "income_drop": "降薪|减薪|停工|轮岗|调薪|工资降",
    "disaster": "受灾|被淹|洪水|火灾|失火|地震|台风|暴雨|塌",
    "family_change": "离婚|去世|过世|病逝|离世|病故",
    "other": "关门|停业|歇业|关店|停产|倒闭|被骗|被盗|关了店|关张",
}
_BETWEEN = 12
"""Signs between the day and what happened on it."""
LONGEST_AGO = 400
"""Days; what happened before is told, but is no beginning of arrears of this year."""


def told_since(texts: Iterable[str], reason: Reason, today: date) -> date | None:
    """The first day on which own words say that something of this reason happened; days without a
    year are the last ones before today."""
    found = re.compile(
        rf"{_DAY}(?![至到前])(?:(?!\d{{1,2}}月\d|[。;]|结婚|登记|还款|办理?了?|开具|出具).)"
        rf"{{0,{_BETWEEN}}}?(?:{_EVENTS[reason]})"
    )
    days = []
    for text in texts:
        plain = unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
        for match in found.finditer(plain):
            day = _day(match, today)
            if day is not None and 0 <= (today - day).days <= LONGEST_AGO:
                days.append(day)
    return min(days, default=None)


def _day(match: re.Match[str], today: date) -> date | None:
    year = {"今": today.year, "去": today.year - 1}.get(match["y"] or "")
    month, number = int(match["m"]), int(match["d"])
    if year is None and match["y"]:
        year = int(match["y"])
    try:
        if year is not None:
            return date(year, month, number)
        day = date(today.year, month, number)
        return day if day <= today else date(today.year - 1, month, number)
    except ValueError:
        return None
