"""What tells that the applicant wrote a paper, and not the lender: a letter, or a plan.

2026-11-27: a plan headed 还款计划 alone, with a column for each lender, was read as a card's bill.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

OWN = ("特申请", "恳请", "本人因", "我因", "本人承诺", "本人保证", "以上计划", "债权机构", "现向贵")
"""Who writes in these words, a collector or the applicant, is not the lender, whose own notice of
what is owed is a bill."""
CLOSE = re.compile(r"此致[\s\S]{0,60}申请人")
"""How a letter of the applicant's ends."""
SOURCE, SIGNED = "资金来源", ("签名", "签字", "申请人")
"""Together: a plan of the applicant's own. A lender may name whose money it lends as well."""
LIVING = re.compile(
    r"可支配|月?收入[^\n]{0,16}(?:月?支出|开支|开销|减)"
    r"|(?:从|用|拿|钱)[^\n,。]{0,10}(?:工资|收入|退休金|失业金|低保金?|养老金|津贴|补[贴助])(?:[\d,.]+元?)?[里中]?[来偿]?[还出]"
)
"""What an applicant lives on: 月收入4,800.00元，月支出3,519.00元，可支配1,281.00元; 从工资里还."""
SOURCES = re.compile(
    r"(?:^|\n)(?:还款)?(?:资金|还款|款项|钱款|钱)?来源(?=$|\n|:)|(?:期|还款日|合计|金额|未还)[^\n]*来源(?:备注)?(?:$|\n)"
)
"""A column, or a line, of where each payment is to come from."""
ASKS = re.compile(
    "(?<![可以])申请减免(?!成功|中|记录|审核)|减免(?:息费|利息|罚息)[^。\n]{0,8}后|[获如若经]准?减免"
)
"""What is to be waived, as a plan says that reckons without it; a lender says 可申请减免."""
_PLAN = "(?:分期|还款|偿还|还债|还钱)+的?(?:计划|方案|安排|规划|打算)[表书]?"
HEADED = re.compile(rf"(?:[^:,。\d]{{0,8}}|\d{{1,3}}期|关于[^:,。]{{0,16}})的?{_PLAN}(?:,?请查收)?")
"""A plan's heading, as a line of its own."""
MINE = re.compile(rf"(?:我的|本人|个人)[^:,。\d]{{0,6}}{_PLAN}")
"""The same, wherever it stands: in a spreadsheet, below the rows of its buttons."""
STATE = re.compile("(?<!因)逾期(?!罚息|利息|以来|期间)|(?<!累计)已还|已结清|未到期|未出账|还款中")
"""How instalments stand, as a lender's list says of each."""
STATES = ("待还", "待还款", "未还", "未还款", "待支付", "应还", "正常", "当期")
"""The same, as a cell of its own."""
_ASIDE = re.compile(r"\([^()]*\)$")
_FILE = re.compile(r"\.(?:xlsx?|docx?|et|wps|csv|pdf)\b.*$", re.I)
APPLIES = re.compile("^[^:。]{0,14}申请[书表]?$|^[^:,。]{0,8}(?:的信|请求书|陈情书)$")
"""How a letter is headed: 申请书, 减免罚息利息申请."""
DATED = re.compile(r"20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}")
LEAST_MINE = 2
LEAST_PROMISES, FEW_PROMISES = 3, 2
"""So many payments are a plan without a heading, and with one."""
HEAD = 4
"""A heading is one of so many lines at the top."""
VOICE = re.compile(
    "我(?!单位|公司|村|社区|居委|校|院|行|司|店|厂|局|县|镇|乡|市|区|所|处|中心|国|知道|要还|要借"
    "|们(?!家|夫妻|两|俩|一家|全家|老|娘|母|父|姐|兄|都))"
    "(?!的(?!钱|工资|情况|收|还款计|还款方|还款打|家|老|爱|妻|丈|孩|母|父|身|本金|名|病|债))"
    "|(?<!签)本人(?!已?阅读|同意|确认|签)|鄙人|俺"
)
"""The first person, and not an office that speaks of itself, nor a button."""
WILLING = re.compile(
    r"打算|准备(?:分|从|每|先)|这样还|这么还|肯定还|(?:先|再)还|[按每]周?月?还|[号日]\)?还\d"
    "|还清|结清|还完|慢慢还|多还点|到日子"
)
"""How a person says that the debt is to be paid."""
PAYS = re.compile(r"(?:[日号]|\d\.\d{1,2})\)?,?(?!还款)[^\n\d]{0,12}?还\d|^还\d", re.M)
"""12月8日还1000, or 还850.00元 beside its day: no lender says it so."""
OWN_HEADS = re.compile("^(?:[本每]次|当月|每月)?还(?:本金?|利?息|款?合计)$", re.M)
"""Heads of who pays: a lender writes 应还本金, 待还利息."""
LEAST_HEADS = 2
SHEET = re.compile(r"WPS|Excel|工作簿|工作表|Sheet\d|\.xlsx?")
REPAYS = re.compile(
    r"^(?:还|还款|还款日期?|还款时间|打款日[子期]?|还多少|还剩|还欠|每[月期周]还)$|还款\.xlsx?",
    re.M,
)
_CHARGE = "利息|罚息|违约金|滞纳金|息费|逾期费用?|费用"
_FREE = (
    "减免|免除|免掉|免去|免收|免了|豁免|全免|减掉|少收|不收|免一?下|减一?下|停息"
    "|停止[^,。]{0,4}计[收息]"
)
_WISH = "(?<![可以需持客服])申请|请求|恳请|恳求|(?<!申)请|求|希望|想|能否|能不能|可否|准予|麻烦|望"
_ASKED_THERE = rf"(?:{_WISH})(?:(?![。;!?]).){{0,40}}?(?:{_FREE})"
RELIEF = re.compile(
    rf"(?:{_WISH})(?:(?![。;!?]).){{0,40}}?(?:{_FREE})(?:(?![。;!?]).){{0,14}}?(?:{_CHARGE}|以下|上列|如下|两项)"
    rf"|(?:{_WISH}|把|将)(?:(?![。;!?]).){{0,24}}?(?:{_CHARGE})(?:(?![。;!?]).){{0,16}}?(?:{_FREE})"
    rf"|(?:{_CHARGE})(?:(?![。;!?]).){{0,24}}?(?:恳求|恳请|请求|(?<!申)请|求)(?:(?![。;!?]).){{0,16}}?(?:{_FREE})"
)
WISHED, CHARGED = re.compile(_ASKED_THERE), re.compile(_CHARGE)
ADDRESSED = re.compile(
    "^(?:致|尊敬的|敬启者|领导|同志)|台鉴|(?:公司|银行|中心|部门|负责人|同志|客服|联社):$", re.M
)
SIGNED_OFF = re.compile("此致|敬礼|谨上|盼复|示复|函复|请求人|申请人|具呈人|添麻烦|顺利|谢谢")
"""What a letter asks for, within a sentence; figures are made short before."""
FREED = re.compile(f"{_FREE}|宽限")
_SHORT = re.compile(r"[¥]?\d[\d,.]*(?:元|万)?")
INCOME = re.compile("收入|工资|到手|挣|赚|进账|家底|养老金|退休金|失业金|低保")
SPENDING = re.compile("支出|开销|开支|花销|要花|收支|每个?月用")
LIVING_COSTS = re.compile(
    "房租|房贷|伙食|吃饭|吃用|餐|买菜|米面|水电|话费|手机|通讯|交通|车费|药|学费|上学|奶粉|生活费|社保|养老|赡养|托管"
)
LEAST_COSTS = 3
BUDGET = re.compile(
    r"收支(?:情况)?(?:表|说明|明细)?(?:\([^()]*\))?$|^收入支出$|财务(?:状况)?(?:自述|说明|报告)$",
    re.M,
)
"""How a statement of one's finances is headed."""


def first_person(text: str) -> int:
    """How often somebody speaks of himself."""
    return len(VOICE.findall(text))


def in_own_words(text: str) -> bool:
    """Whether the applicant writes: a letter, or a plan. text: squeezed, a line for each line"""
    plan = SOURCE in text and any(word in text for word in SIGNED)
    return plan or any(word in text for word in OWN) or CLOSE.search(text) is not None


def own_plan(
    lines: Sequence[str],
    headed: bool,
    button: bool,
    charged: bool,
    billed: bool,
    promises: Callable[[], int],
) -> bool:
    """Whether a page is a plan of one's own. Headed as one: no lender's list of instalments says
    what one lives on and where the money comes from, is signed by who repays, asks for relief, or
    leaves out charges and how any instalment stands, whatever lenders its columns name. Without a
    heading: somebody says what he will pay, and when.

    lines: squeezed; headed: a title of the catalogue says so; button: there is one to pay with;
    charged: it states interest or another charge that is not nothing; billed: days overdue, and
    charges and principal that make the whole
    promises: counts the payments that it names with their days
    """
    text = "\n".join(lines)
    top = [_ASIDE.sub("", _FILE.sub("", line)).rstrip(":") for line in lines if line]
    if not (headed or any(map(HEADED.fullmatch, top)) or any(map(MINE.fullmatch, top))):
        may = not (button or billed or applies([line for line in lines if line]))
        may = may and _means_to_pay(text)
        return may and promises() >= LEAST_PROMISES
    if LIVING.search(text) or SOURCES.search(text) or len(PAYS.findall(text)) >= LEAST_PROMISES:
        return True
    if not button and sum(map(bool, map(_COUNTED.match, lines))) >= LEAST_PROMISES:
        return True
    if not button and len(OWN_HEADS.findall(text)) >= LEAST_HEADS:
        return True
    asks = asks_for_relief(lines) and not button and not charged
    if (first_person(text) or asks) and promises() >= FEW_PROMISES:
        return True
    signature = any(word in text for word in ("签名", "签字"))
    if ("申请人" in text and signature) or text.count("申请人:") > 1:
        return True
    if signature and "姓名" in text and not _of_a_contract(text):
        return True
    if button or STATE.search(text) or any(line in STATES for line in lines):
        return False
    named = "还款人:" in text or "申请人:" in text
    return named or not charged or ASKS.search(text) is not None


_COUNTED = re.compile(
    r"\d{1,2}[)）、](?:20\d\d年)?\d{1,2}月\d{1,2}[日号][::]?(?:还|付)?\d[\d,]*(?:\.\d{1,2})?(?:元|$)"
)
"""1）2026年12月14日534.00元: days and sums counted as somebody counts them who writes."""


def _means_to_pay(text: str) -> bool:
    """Whether somebody writes of what he will pay, in sentences or in a sheet of his own."""
    if _of_a_contract(text):
        return False
    if len(PAYS.findall(text)) >= LEAST_PROMISES:
        return True
    spoken = (first_person(text) or LIVING.search(text)) and WILLING.search(text)
    return bool(spoken) or bool(SHEET.search(text) and REPAYS.search(text))


def _of_a_contract(text: str) -> bool:
    return any(word in text for word in ("借款人", "贷款人", "甲方", "乙方"))


ANSWERED = re.compile(
    "为您(?!添)|帮您|给您(?:登记|提交|反馈|转|申请)|您的(?:情况|诉求|申请|处境|心情|来电)"
    "|人工客服|工号|(?:收到|理解|感谢)您"
)
"""What the other side says: a conversation is no letter."""


def is_answered(lines: Sequence[str]) -> bool:
    """Whether a page has what the other side of a conversation says. lines: squeezed"""
    return ANSWERED.search("\n".join(lines)) is not None


def own_letter(lines: Sequence[str]) -> bool:
    """Whether a page is a letter that the applicant wrote: in the first person, asking for relief
    from charges. One that is headed as an application may ask for it in any words, with a day
    under it. lines: squeezed"""
    written = [line for line in lines if line]
    text = "\n".join(written)
    mine = first_person(text)
    if is_answered(lines):
        return False
    if _corresponds(text) and (mine or _names(written)):
        return True
    if asks_for_relief(written) and (mine >= LEAST_MINE or _names(written)):
        return True
    dated = any(DATED.search(line) for line in written[-HEAD:])
    return applies(written) and dated and mine >= LEAST_MINE and FREED.search(text) is not None


def letter_first(lines: Sequence[str]) -> bool:
    """Whether a letter that holds a plan too is a letter in the first place: it is headed as an
    application above any heading of a plan, or is addressed and has no such heading at its top.

    lines: squeezed
    """
    top = [_ASIDE.sub("", _FILE.sub("", line)) for line in lines if line][:HEAD]
    for line in top:
        if HEADED.fullmatch(line):
            return False
        if APPLIES.search(line):
            return True
    return _corresponds("\n".join(line for line in lines if line))


def _corresponds(text: str) -> bool:
    """Whether a page is addressed and signed off as a letter, names charges and asks that they be
    waived, in whatever sentences."""
    joined = _SHORT.sub("#", text.replace("\n", ""))
    letter = ADDRESSED.search(text) and SIGNED_OFF.search(text) and CHARGED.search(text)
    return bool(letter) and WISHED.search(joined) is not None


def asks_for_relief(lines: Sequence[str]) -> bool:
    """Whether a sentence asks that charges be waived. lines: squeezed"""
    return RELIEF.search(_SHORT.sub("#", "".join(lines))) is not None


def applies(lines: Sequence[str]) -> bool:
    """Whether a page is headed as an application. lines: squeezed, none empty"""
    return any(APPLIES.search(_FILE.sub("", line)) for line in lines[:HEAD])


def _names(lines: Sequence[str]) -> bool:
    """Whether a page names who asks, as its signature or in the first person."""
    text = "\n".join(lines)
    signed = re.search("(?:请求|申请|具呈)人:?[\u4e00-\u9fff]{2,4}", text)
    mine = first_person(text) > 0 and re.search("我叫|名字叫|此致|敬礼|盼", text)
    return bool(signed or mine)


def own_statement(lines: Sequence[str]) -> bool:
    """Whether a page says what somebody earns and spends, in his own words or in his own table.

    lines: squeezed
    """
    text = "\n".join(lines)
    if not (INCOME.search(text) and SPENDING.search(text)):
        return False
    costs = len(set(LIVING_COSTS.findall(text)))
    return costs >= LEAST_COSTS and bool(first_person(text) or BUDGET.search(text))
