"""What tells that the applicant wrote a paper, and not the lender: a letter, or a plan.

2026-11-27: a plan headed 还款计划 alone, with a column for each lender, was read as a card's bill.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

OWN = ("特申请", "恳请", "本人因", "我因", "本人承诺", "本人保证", "以上计划", "债权机构", "现向贵")
"""Who writes in these words, a collector or the applicant, is not the lender, whose own notice of
what is owed is a bill."""
CLOSE = re.compile(r"此致[\s\S]{0,60}申请人")
"""How a letter of the applicant's ends."""
SOURCE, SIGNED = "资金来源", ("签名", "签字", "申请人")
"""Together: a plan of the applicant's own. A lender may name whose money it lends as well."""
LIVING = re.compile(
    "可支配|月?收入[^\n]{0,16}(?:月?支出|开支|开销|减)|(?:从|用|拿)[^\n,。]{0,6}(?:工资|收入|退休金)[里中]?[来偿]?还"
)
"""What an applicant lives on: 月收入4,800.00元，月支出3,519.00元，可支配1,281.00元; 从工资里还."""
PROMISED = re.compile(r"\d{1,2}月(?:\d{1,2}日)?前?还(?:款)?\d")
"""2026年12月28日还1200.00元: what is to be paid on a day, as people write it."""
LEAST_PROMISES = 3
SOURCES = re.compile(
    r"(?:^|\n)(?:还款)?(?:资金|还款|款项|钱款|钱)?来源(?=$|\n|:)|(?:期|还款日|合计|金额|未还)[^\n]*来源(?:备注)?(?:$|\n)"
)
"""A column, or a line, of where each payment is to come from."""
ASKS = re.compile(
    "(?<![可以])申请减免(?!成功|中|记录|审核)|减免(?:息费|利息|罚息)[^。\n]{0,8}后|[获如若经]准?减免"
)
"""What is to be waived, as a plan says that reckons without it; a lender says 可申请减免."""
_PLAN = "(?:还款|偿还|还债)(?:计划|方案|安排|规划)[表书]?"
HEADED = re.compile(rf"[^:,。\d]{{0,8}}{_PLAN}")
"""A plan's heading, as a line of its own at the top."""
MINE = re.compile(rf"(?:我的|本人|个人)[^:,。\d]{{0,6}}{_PLAN}")
"""The same, wherever it stands: in a spreadsheet, below the rows of its buttons."""
STATE = re.compile("逾期|已还|已结清|未到期|未出账|还款中")
"""How instalments stand, as a lender's list says of each."""
STATES = ("待还", "待还款", "未还", "未还款", "待支付", "应还", "正常", "当期")
"""The same, as a cell of its own."""
_ASIDE = re.compile(r"\([^()]*\)$")
_FILE = re.compile(r"\.(?:xlsx?|docx?|et|wps|csv|pdf)\b.*$", re.I)
APPLIES = re.compile("^[^:。]{0,14}申请[书表]?$|^[^:,。]{0,8}(?:的信|请求书|陈情书)$")
"""How a letter is headed: 申请书, 减免罚息利息申请."""
DATED = re.compile(r"20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}")
RELIEF = re.compile("减免|免掉|免除|免去|免收|少收|停息|宽限|豁免")
LEAST_MINE = 2
HEAD = 4
"""A heading is one of so many lines at the top."""


def in_own_words(text: str) -> bool:
    """Whether the applicant writes: a letter, or a plan. text: squeezed, a line for each line"""
    plan = SOURCE in text and any(word in text for word in SIGNED)
    return plan or any(word in text for word in OWN) or CLOSE.search(text) is not None


def own_plan(lines: Sequence[str], headed: bool, button: bool, charged: bool) -> bool:
    """Whether a page headed as a plan is one's own: no lender's list of instalments says what one
    lives on and where the money comes from, is signed by who repays, asks for relief, or leaves out
    charges and how any instalment stands, whatever lenders its columns name.

    lines: squeezed; headed: a title of the catalogue says so; button: there is one to pay with;
    charged: it states interest or another charge that is not nothing
    """
    text = "\n".join(lines)
    top = [_ASIDE.sub("", _FILE.sub("", line)) for line in lines if line][:HEAD]
    if not (headed or any(map(HEADED.fullmatch, top)) or any(map(MINE.fullmatch, lines))):
        return False
    if LIVING.search(text) or SOURCES.search(text):
        return True
    if len(PROMISED.findall(text)) >= LEAST_PROMISES:
        return True
    signature = any(word in text for word in ("签名", "签字"))
    if ("申请人" in text and signature) or text.count("申请人:") > 1:
        return True
    if button or STATE.search(text) or any(line in STATES for line in lines):
        return False
    named = "还款人:" in text or (signature and "姓名" in text)
    return named or not charged or ASKS.search(text) is not None


def own_letter(lines: Sequence[str]) -> bool:
    """Whether a page is a letter that the applicant wrote: headed as an application, in the first
    person, asking for relief, with a day under it. lines: squeezed"""
    written = [line for line in lines if line]
    text = "\n".join(written)
    headed = any(APPLIES.search(_FILE.sub("", line)) for line in written[:HEAD])
    dated = any(DATED.search(line) for line in written[-HEAD:])
    mine = "本人" in text or text.count("我") >= LEAST_MINE
    return headed and dated and mine and RELIEF.search(text) is not None
