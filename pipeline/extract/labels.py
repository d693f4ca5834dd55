"""What a label means: a composition of vocabulary words, longest first.

剩余应还利息 = 剩余 (owed, whole debt) + 应还 (owed) + 利息 (interest). What the vocabulary does not
know must be little, else the words are no label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from pipeline.extract.folding import one_changed, squeezed
from pipeline.extract.lexicon import Lexicon
from schemas.catalogue import Vocabulary

BALANCE, REMAINING = ("余额", "余額"), "剩余"
"""How the name of what is left of a principal ends; or begins."""
CHARGES = ("interest", "penalty", "fees", "late_fees")
"""What a debt costs; named in a list of transactions (循环利息 33.18), it is asked for as well."""
MAX_LABEL = 22
MAX_HEADING = 10
MAX_UNKNOWN_SHARE = 0.34
_ASIDE = re.compile(
    r"\((?:(?:元[,，])?(?:含|不含|已扣|扣除|计至|截至|最高|上限|已?按).*|以[^()]{1,8}为限"
    r"|元|¥|rmb|cny|人民币|单位:?元|已出账|单利|天|日|表内|表外)\)?"
)
"""What a label says in brackets that does not change which amount it names."""
_LATIN = re.compile(r"[a-z][a-z.'&-]{2,}")
"""The other language of a bilingual label."""
_LENT = "(?:借款|贷款|分期|消费)本金"
"""What was lent; 尚欠贷款本金 is owed all the same."""
_MADE_OF = re.compile(r"(?<=.)\([^()]*[+、及和加][^()]*\)$")
"""What a sum is made of, in brackets behind it: 欠款合计(贷款余额+拖欠利息)."""
_REMARK = re.compile(r"(?<=[金息])\([^()]*\)$")
"""On what a charge for being late is counted: 违约金(担保费逾期)."""
_SOME_FEE = re.compile(
    "[\u4e00-\u9fff]{2,6}(?:(?:服务|咨询|管理|担保|保险|手续)费|服务包|分期本金)"
)
"""担保咨询费, 灵活还款服务包, 万用金分期本金: a fee whatever it is for, or a purchase in parts."""
_NEEDS_COMPONENT = "余额"
"""借款余额 and 本金余额 are owed; 余额 of nothing named may be money in an account."""
MAX_STATUS = 10
_STATUS_ORDER = ("paid", "waived", "overdue", "upcoming", "due")
"""What says most first: 逾期已还 is paid, 未还(逾期) is overdue."""
_BUCKET_ORDER = ("ignore", "projected", "waived", "paid", "owed")


@dataclass(frozen=True)
class Role:
    """The meaning of a label.

    kind: "amount", "date.due", "rate.daily", "overdue_days", "period", "holder", …
    component: principal | interest | penalty | fees | late_fees | total | "" (an amount, unnamed)
    bucket: owed | paid | waived | projected | ignore | "" (not said)
    scope: period | next | debt | overdue | "" (not said)
    """

    kind: str
    component: str = ""
    bucket: str = ""
    scope: str = ""
    label: str = ""

    @property
    def named(self) -> bool:
        return bool(self.component)


class Grammar:
    """The vocabulary made ready for parsing; one for each catalogue."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.lexicon = Lexicon(vocabulary)
        self._words: dict[str, list[tuple[str, str]]] = {}
        for category, table in (
            ("component", vocabulary.components),
            ("bucket", vocabulary.buckets),
            ("scope", vocabulary.scopes),
        ):
            for value, words in table.items():
                self._add(category, value, words)
        self._add("filler", "", vocabulary.filler)
        self._longest = max(map(len, self._words))
        self._special = self._special_words()
        self.contexts = tuple(squeezed(word) for word in vocabulary.contexts)
        self.parse = cache(self._parse)

    def _add(self, category: str, value: str, words: tuple[str, ...]) -> None:
        for word in words:
            self._words.setdefault(squeezed(word), []).append((category, value))

    def _special_words(self) -> dict[str, str]:
        special: dict[str, str] = {}
        for prefix, table in (
            ("date", self.vocabulary.dates),
            ("rate", self.vocabulary.rates),
            ("", self.vocabulary.others),
        ):
            for value, words in table.items():
                for word in words:
                    special[squeezed(word)] = f"{prefix}.{value}" if prefix else value
        return special

    def projected_context(self, text: str) -> bool:
        """Whether a sentence speaks of what might be, not of what is."""
        folded = squeezed(text)
        return any(word in folded for word in self.contexts)

    def told(self, text: str) -> str:
        """The bucket that a clause tells of: relief granted or a payment made; "" for neither, and
        where it speaks of what is owed."""
        folded = squeezed(text)
        found = {
            bucket
            for bucket in ("paid", "waived", "owed")
            for word in self.vocabulary.buckets[bucket]
            if len(word) > 1 and squeezed(word) in folded
        }
        return found.pop() if len(found) == 1 and found <= {"paid", "waived"} else ""

    def section(self, text: str) -> str:
        """The bucket a heading opens, "" where it is none."""
        folded = re.sub(r"[^\w]", "", squeezed(text))
        if len(folded) <= MAX_HEADING and self.lexicon.is_trial(folded):
            return "projected"
        for bucket, words in self.vocabulary.sections.items():
            if any(squeezed(word) == folded for word in words):
                return bucket
        return ""

    def status(self, text: str) -> str:
        """The period status a short text states, "" where it is none; 未还(逾期) states two, of
        which it is the one that says more."""
        folded = re.sub(r"[^\w]|\d+天?", "", squeezed(text))
        found = self._statuses(folded) if len(folded) <= MAX_STATUS else []
        if len(found) > 1 and len(set(found)) == 1:
            return ""  # 本期应还 names an amount.
        return next((status for status in _STATUS_ORDER if status in found), "")

    def _statuses(self, text: str) -> list[str]:
        """The statuses that a text is made of without a rest, [] where it is not."""
        for status, words in self.vocabulary.statuses.items():
            if text in map(squeezed, words):
                return [status]
        for status, words in self.vocabulary.statuses.items():
            for word in map(squeezed, words):
                if text.startswith(word) and (rest := self._statuses(text[len(word) :])):
                    return [status, *rest]
        return []

    def almost_status(self, text: str) -> bool:
        """Whether one character of a text keeps it from stating how an instalment stands."""
        folded = squeezed(text)
        return any(
            len(word) > 2 and one_changed(folded, squeezed(word))
            for words in self.vocabulary.statuses.values()
            for word in words
        )

    def _parse(self, text: str) -> Role | None:
        """The role of a label, None where the text is none."""
        plain = plain_label(text)
        if not plain or len(plain) > MAX_LABEL:
            return None
        if plain in self._special:
            return Role(self._special[plain], label=text)
        if plain in BOUGHT:
            return Role("amount", "", "ignore", label=text)
        if _AS_OF.fullmatch(plain):
            return Role("date.as_of", label=text)
        special = self._special_inside(plain)
        if special:
            return Role(special, label=text)
        head = _MADE_OF.sub("", squeezed(text))
        whole = self.parse(head) if head != squeezed(text) else None
        if whole is not None and whole.component == "total":
            return replace(whole, label=text)
        bare = _REMARK.sub("", squeezed(text))
        late = self.parse(bare) if bare != squeezed(text) else None
        if late is not None and late.component in ("penalty", "late_fees"):
            return replace(late, label=text)
        return self._compose(plain, text)

    def _special_inside(self, plain: str) -> str:
        """Dates and rates with a little in front or behind ("本期最晚还款日", "借款年利率")."""
        best = ""
        for word, kind in self._special.items():
            if len(word) >= 3 and word in plain and len(plain) <= len(word) + 4:
                rest = plain.replace(word, "", 1)
                known = not rest or all(
                    c in ("filler", "scope", "bucket") for c, _ in self._spell(rest)
                )
                if kind == "overdue_days" and re.search("金额|款|息|费", rest):
                    continue  # 已逾期金额 is an amount.
                if known and kind.startswith(("date", "rate", "overdue_days", "holder")):
                    best = best or kind
        return best

    def _spell(self, plain: str) -> list[tuple[str, str]]:
        """Categories along the text, longest words first; ("unknown", character) for the rest."""
        found: list[tuple[str, str]] = []
        place = 0
        while place < len(plain):
            for length in range(min(self._longest, len(plain) - place), 0, -1):
                entries = self._words.get(plain[place : place + length])
                if entries:
                    found.extend(entries)
                    place += length
                    break
            else:
                found.append(("unknown", plain[place]))
                place += 1
        return found

    def _compose(self, plain: str, text: str) -> Role | None:
        plain = _SPENT_ON.sub("", plain)
        spelled = self._spell(re.sub(r"^\d{1,2}月", "本月", plain))
        unknown = sum(1 for category, _ in spelled if category == "unknown")
        if unknown > MAX_UNKNOWN_SHARE * len(plain) and not _SOME_FEE.fullmatch(plain):
            return None
        values = {
            category: [value for kind, value in spelled if kind == category]
            for category in ("component", "bucket", "scope")
        }
        if not values["component"] and not values["bucket"]:
            return None
        if "owed" in values["bucket"] and re.search(_LENT, plain):
            values["bucket"] = [name for name in values["bucket"] if name != "ignore"]
            values["component"].append("principal")
        if "owed" in values["bucket"] and _CARRIED.match(plain):
            values["bucket"] = ["owed"]
        if _ON_WHAT.search(plain):
            values["component"] = values["component"][-1:]
        bucket = next((name for name in _BUCKET_ORDER if name in values["bucket"]), "")
        component = _component(values["component"])
        if component == "total" and _EITHER.search(squeezed(text)):
            component = "penalty"
        if "本息" in plain and component not in ("", "total"):
            component = "total"  # 本息及罚息合计: principal and interest, and more.
        vague = bucket != "ignore" and plain.endswith(_NEEDS_COMPONENT)
        if not component and (not bucket or vague):
            return None
        bare = component == "total" and not bucket and self.lexicon.is_bare_sum(plain)
        scope = "" if bare else self._scope(plain, values["scope"])
        return Role("amount", component, bucket, scope, text)

    def _scope(self, plain: str, named: list[str]) -> str:
        """The scope named, or one that stands inside a bucket word (剩余待还 is the whole debt)."""
        rest = plain
        for words in self.vocabulary.components.values():
            for word in sorted(words, key=len, reverse=True):
                rest = rest.replace(squeezed(word), "", 1)
        for name in ("next", "period", "overdue", "debt"):
            words = self.vocabulary.scopes[name]
            if name in named or any(squeezed(word) in rest for word in words):
                return name
        return ""


_EITHER = re.compile("违约金/(?:逾期)?罚息|罚息/违约金")
"""One charge that the lender calls by either name."""
_ON_WHAT = re.compile(
    "(?:本金|本息|贷款)(?:的)?(?:罚息|复利|逾期利息|违约金)$|(?:利|欠)息(?:的)?复[利息]$"
)
"""逾期本金罚息, 拖欠利息复利: a charge, and on what it is counted."""
BOUGHT = ("消费", "购物", "取现", "消费支出")
"""Labels of what was spent; with 手续费 or the like behind them they are of that."""
SHORT = {"本": "principal", "息": "interest", "罚": "penalty", "费": "fees"}
"""Labels of one character, as tight lists have them: 本 800.00 / 息 68.20 / 罚 46.86."""
_AS_OF = re.compile(
    "(?:数据|信息|账单|资料|页面|余额|本页|报表|欠款)?"
    "(?:更新|查询|查阅|统计|截止|截至|打印|生成|制表|制单|出单|清单|出具|导出|截图|取数|采集|提取|获取|下载"
    "|刷新|同步|对账|核对|编制|计算|计息)"
    "(?:日期|时间|时点|日|于|到|至|截至|截止)+"
)
"""更新日期, 数据采集时间: whatever was done to a page's figures, it tells of which day they are."""
_CARRIED = re.compile(
    "(?:上期|上月|上次|前期)(?:未还|未付|所欠|欠).*(?:利息|罚息|违约金|滞纳金|费)$"
)
"""上期未还部分利息: a charge on what was left, which is owed now."""
_SPENT_ON = re.compile("^(?:取现|消费|预借现金|购物)(?=.*(?:利息|罚息|违约金|滞纳金)$)")
"""取现透支利息, 消费循环利息: what money was spent on, before a charge for it."""
_OPEN = re.compile(r"(?<=.)\([^()]*$")
"""The beginning of a remark whose end stands in another token: 罚息(日利率."""


_IN_CAPITALS = re.compile(
    r"(?:人民币|人民|民币|币)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整正角分]{3,}(?:\(?(?:小写|即)?:?)?$"
)
"""An amount in capitals before the same in figures: 利息捌仟零肆拾伍元玖角壹分（¥8,045.91）."""


def without_capitals(text: str) -> str:
    """Squeezed text less an amount in capitals at its end."""
    return _IN_CAPITALS.sub("", squeezed(text))


_COUNTED = re.compile(r"(?<=[费金息])按[^,。;]{2,16}(?:计收|收取|计算|计息)$")
"""逾期费按逾期金额每日计收: how a charge is counted, said small behind its label."""


def plain_label(text: str) -> str:
    """A label without brackets, signs and units."""
    folded = _COUNTED.sub("", without_capitals(text))
    folded = _ASIDE.sub("", _OPEN.sub("", folded))
    if re.search("[\u4e00-\u9fff]{2}", folded):
        folded = _LATIN.sub("", folded)
    return re.sub(r"[^\w%]", "", folded)


def _component(names: list[str]) -> str:
    """One component; several parts named together (本金和利息) are a total."""
    parts = {name for name in names if name != "total"}
    if len(parts) > 1:
        return "total"
    if parts:
        return parts.pop()
    return "total" if names else ""
