"""Companies by the names that people and pages give them."""

from __future__ import annotations

import re

from pipeline.extract.folding import squeezed

_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|信用卡中心|信用卡|消费金融|小额贷款|金融|小贷|消金)"
)
"""What a company's name may be written without."""
_REGION = re.compile(
    "^(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|深圳|广州|杭州|南京|苏州|厦门|宁波|青岛|成都|武汉)"
    "[省市]?(?=.{3})(?!银行)"
)
"""Where a company is from, which people leave out."""
_KINDS = "消费金融|消金|金融|小额贷款|小贷|信用卡"
SHORTEST = 3
"""Signs of a company's name that say by themselves which it is."""


def one_company(name: str, other: str) -> bool:
    """Whether two names may be of one company, as 招联金融 and 招联消费金融股份有限公司."""
    one, two = _FORM.sub("", squeezed(name)), _FORM.sub("", squeezed(other))
    return bool(one and two) and (one in two or two in one)


def named_on(name: str, text: str) -> bool:
    """Whether a squeezed text names a company, in full or as people shorten it: 长银五八 for
    湖南长银五八消费金融股份有限公司."""
    full = squeezed(name)
    core = _REGION.sub("", _FORM.sub("", full))
    if len(core) >= SHORTEST:
        return core in text
    # 招联, 马上: with what kind of company it is.
    return bool(core) and (full in text or re.search(f"{core}(?:{_KINDS})", text) is not None)
